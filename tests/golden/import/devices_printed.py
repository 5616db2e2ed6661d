"""Made-up manuals that are printed as PDF: held back until the PDF reader was tuned on the others, and long as manuals are."""

from __future__ import annotations

from make import Manual, alarm, dip, lamp, pin, tabs

SAID = {
    "Lit": "steady",
    "Blinks slowly": "flash",
    "Blinks": "flash",
    "Dark": "off",
    "On": "steady",
    "Flashing": "flash",
    "Off": "off",
}
PROSE = (
    (
        "The unit is mounted by two people on a wall of brick or concrete that carries four times its weight. Leave a hand's "
        "breadth of air on either side and half a metre below, so that warm air can leave and cables can bend without force."
    ),
    (
        "Before the first start compare the rating on the type label with the circuit it is connected to. Insulation is mea-sured "
        "with all switches open. Values below one megohm point to moisture in a connector; dry it before you go on."
    ),
    (
        "Settings are kept when the supply fails. After a change of firmware the unit starts anew and takes about two minutes; "
        "during that time no relay is closed and the display stays empty. Do not disconnect it before the display returns."
    ),
    (
        "Twice a year look at the seals, the cable glands and the grille. Dust is taken off with a dry brush. Solvents make the "
        "cover brittle. Tighten all terminals after the first month, since copper settles under pressure."
    ),
)


def filler(chapters: int) -> list[tuple[str, list[str]]]:
    """Return chapters of running text; nothing in them is a fact of the measured kinds."""
    titles = (
        "Transport and storage",
        "Choosing the place",
        "Mounting",
        "Cables",
        "First start",
        "Operation",
        "Care",
        "Disposal",
    )
    return [
        (f"{n + 20} {titles[n % len(titles)]}", [PROSE[(n + k) % len(PROSE)] for k in range(9)])
        for n in range(chapters)
    ]


def printed() -> list[Manual]:
    return [kestrel(), lumen(), harrow(), osprey(), pike()]


def kestrel() -> Manual:
    m = Manual("kestrel-home-battery", held=True)
    m.say(
        "Kestrel HB-10 home battery\nInstallation and operation manual\nVersion 3.2   2024-02-19\nKestrel Storage Ltd"
    )
    m.say("1 About the battery\n\nThe battery keeps 10 kWh. Up to four of them work side by side.")
    m.say("2 Signal lamps\n\nThree lamps stand on the right side of the cover.")
    m.table(
        tabs,
        ("Lamp", "Colour", "State", "Meaning"),
        (
            ("RUN", "Green", "Lit", "The battery is charging or discharging"),
            ("RUN", "Green", "Blinks slowly", "Standby, neither charging nor discharging"),
            ("RUN", "-", "Dark", "The battery is switched off"),
            ("ALARM", "Yellow", "Lit", "A limit is near, the battery goes on working"),
            ("ALARM", "Red", "Blinks", "A protection has opened the relay"),
            ("LINK", "Blue", "Lit", "The inverter answers"),
            ("LINK", "Blue", "Blinks", "No answer from the inverter for ten seconds"),
        ),
        lambda i, c, s, t: lamp(t, (i, c.lower() if c != "-" else "", SAID[s])),
    )
    m.say("3 Connections\n\n3.1 CAN/RS485 socket (RJ45)")
    m.table(
        tabs,
        ("Pin", "Signal", "Description"),
        tuple(
            (str(n), s, d)
            for n, (s, d) in enumerate(
                (
                    ("RS485-B", "data line to the inverter, inverted"),
                    ("RS485-A", "data line to the inverter"),
                    ("GND", "reference of both buses"),
                    ("CAN-H", "bus to the inverter, high line"),
                    ("CAN-L", "bus to the inverter, low line"),
                    ("NC", ""),
                    ("WAKE+", "wakes the battery with 12 V"),
                    ("WAKE-", "return line of the wake signal"),
                ),
                1,
            )
        ),
        lambda n, s, _: pin("CAN/RS485", n, s),
    )
    m.say("3.2 DIP switch")
    m.table(
        tabs,
        ("Switch", "Position", "Function"),
        (
            ("1", "ON", "The battery leads the group"),
            ("1", "OFF", "The battery follows"),
            ("2", "ON", "Terminating resistor of 120 ohm connected"),
            ("2", "OFF", "No terminating resistor"),
            ("3", "ON", "Bus speed 250 kbit/s"),
            ("3", "OFF", "Bus speed 500 kbit/s"),
        ),
        dip,
    )
    m.say("4 Faults\n\n4.1 Fault list")
    causes = (
        ("B101", "Cell over voltage", "One cell is above its limit because the charger was set too high", "Stop charging. Lower the charging voltage by half a volt"),
        ("B102", "Cell under voltage", "The battery was left without charge for weeks", "Charge it with a small current within a day"),
        ("B103", "Charge over current", "The inverter charges with more than 100 A", "Limit the charging current in the inverter"),
        ("B104", "Discharge over current", "Too many loads run at once", "Take off loads and acknowledge the fault"),
        ("B105", "Over temperature", "The room is hotter than 45 degrees or the air cannot leave", "Clear the space above the battery and wait until it has cooled"),
        ("B106", "Under temperature", "The cells are below zero degrees", "Heat the room"),
        ("B107", "Short circuit", "The power cables touch each other or are wired the wrong way round", "Disconnect the battery and have the cables inspected"),
        ("B108", "Communication failure", "The data cable is loose, too long or of the wrong type", "Reseat the cable at both ends, and replace it when the fault stays"),
        ("B109", "Relay welded", "A relay does not open any more", "Switch off and call the service"),
        ("B110", "Insulation fault", "Moisture has entered a connector", "Dry the connector, then measure the insulation again"),
        ("B111", "Sensor failure", "A temperature sensor has no contact", "Call the service"),
        ("B112", "Version mismatch", "Batteries of one group have different firmware", "Bring all batteries to the same version"),
    )  # fmt: skip
    m.table(tabs, ("Code", "Fault", "Possible cause", "Remedy"), causes, lambda c, n, *_: alarm(c, n))
    m.say("5 Technical data")
    m.table(
        tabs,
        ("Item", "Value"),
        (("Usable energy", "10.0 kWh"), ("Voltage", "44 to 57.6 V"), ("Weight", "98 kg"), ("Protection class", "IP55")),
    )
    m.ask("battery fault B108", "Reseat the cable")
    m.ask("what does a yellow alarm light mean", "limit is near")
    m.ask("which pin is CAN low", "CAN-L")
    return m


def lumen() -> Manual:
    m = Manual("lumen-string-inverter", held=True)
    m.say("LUMEN 6K-TL string inverter\nUser manual\nIssue 07   11.05.2023\nLumen Solar Electronics GmbH")
    m.say("1 Safety\n\nThe inverter holds voltage for five minutes after it was switched off.")
    m.say("2 Display and lamps\n\n2.1 Lamps")
    m.table(
        tabs,
        ("LED", "Status", "Description"),
        (
            ("POWER", "On", "The inverter feeds into the grid"),
            ("POWER", "Flashing", "Waiting for enough sun"),
            ("POWER", "Off", "No voltage from the panels"),
            ("COM", "On", "Connected to the monitoring portal"),
            ("COM", "Flashing", "Searching for the network"),
            ("FAULT", "On", "The inverter has stopped because of a fault"),
            ("FAULT", "Off", "No fault is present"),
        ),
        lambda i, s, t: lamp(t, (i, "", SAID[s])),
    )
    m.say("3 Communication\n\n3.1 RS485 terminal")
    m.table(
        tabs,
        ("Terminal", "Definition", "Use"),
        (
            ("1", "A1+", "meter"),
            ("2", "B1-", "meter"),
            ("3", "GND", "shield"),
            ("4", "A2+", "next inverter"),
            ("5", "B2-", "next inverter"),
            ("6", "+5V", "supply"),
        ),
        lambda n, s, _: pin("RS485", n, s),
    )
    m.say("3.2 DRM port")
    m.table(
        tabs,
        ("Pin No.", "Pin definition"),
        (
            ("1", "DRM1/5"),
            ("2", "DRM2/6"),
            ("3", "DRM3/7"),
            ("4", "DRM4/8"),
            ("5", "REF GEN/0"),
            ("6", "COM LOAD/0"),
            ("7", "NC"),
            ("8", "NC"),
        ),
        lambda n, s: pin("DRM", n, s),
    )
    m.say("4 Messages\n\n4.1 Error codes")
    rows = [
        ("E01", "Grid over voltage", "Check the mains voltage and call the grid operator when it stays high"),
        ("E02", "Grid under voltage", "Check the breaker on the mains side"),
        ("E03", "Grid frequency out of range", "Wait; the inverter comes back by itself"),
        ("E05", "Isolation fault", "Disconnect the strings one by one to find the damaged one"),
        ("E06", "Leakage current too high", "Look for damaged cables on the roof"),
        ("E08", "PV over voltage", "Take off one panel of each string"),
        ("E10", "Over temperature", "Give the inverter shade and clean the heat sink"),
        ("E12", "Fan failure", "Replace the fan"),
        ("E15", "DC injection too high", "Restart the inverter, and call the service when it comes again"),
        ("E17", "Internal communication failure", "Restart the inverter"),
        ("E20", "Relay failure", "Call the service"),
        ("E23", "Arc fault detected", "Switch off and inspect all connectors before you restart"),
    ]
    m.table(tabs, ("Error code", "Error message", "What to do"), rows, lambda c, n, _: alarm(c, n))
    m.say("5 Registers")
    m.table(
        tabs,
        ("Register", "Name", "Type", "Scale"),
        (
            ("30001", "Grid voltage", "U16", "0.1"),
            ("30002", "Fault word", "U16", "1"),
            ("30003", "Over temperature count", "U16", "1"),
        ),
    )
    m.ask("inverter shows E05", "Disconnect the strings")
    m.ask("power led flashing", "Waiting for enough sun")
    return m


def harrow() -> Manual:
    m = Manual("harrow-wall-charger", held=True)
    m.say("Harrow C11 wall charger\nOperating instructions\nRevision B   2022-10-30\nHarrow Mobility B.V.")
    m.say("1 Use\n\nThe charger supplies electric cars with up to 11 kW.")
    m.say("2 Status light\n\nThe ring shows what the charger does.")
    m.table(
        tabs,
        ("Light", "Meaning", "Action"),
        (
            ("Green, steady", "Ready to charge", "Plug in the car"),
            ("Blue, steady", "Car connected, charging has ended", "-"),
            ("Blue, flashing", "Charging", "-"),
            ("Yellow, flashing", "Waiting for release by card", "Hold the card to the reader"),
            ("Red, steady", "Fault, charging is not possible", "Read the code in the app"),
            ("Red, flashing", "Fault current was detected", "Unplug the car and press the test button"),
        ),
        lambda s, t, _: lamp(
            t, ("ring", s.split(",")[0].lower(), {"steady": "steady", "flashing": "flash"}[s.split(", ")[1]])
        ),
    )
    m.say("3 Settings\n\n3.1 Current selector")
    m.table(
        tabs,
        ("SW1", "SW2", "SW3", "Charging current"),
        (
            ("OFF", "OFF", "OFF", "6 A"),
            ("ON", "OFF", "OFF", "10 A"),
            ("OFF", "ON", "OFF", "13 A"),
            ("ON", "ON", "OFF", "16 A"),
        ),
        lambda a, b, c, t: dip("1-3", f"{a} {b} {c}", t),
    )
    m.say("4 Fault messages")
    m.table(
        tabs,
        ("Fault code", "Fault", "Cause", "Remedy"),
        (
            (
                "F1",
                "Residual current",
                "A fault current of more than 6 mA flows",
                "Have the cable and the car inspected",
            ),
            ("F2", "Over temperature", "The charger stands in full sun", "Give it shade; it goes on with less current"),
            ("F3", "Over voltage", "The mains voltage is above 265 V", "Call the grid operator"),
            ("F4", "Under voltage", "The mains voltage is below 190 V", "Look at the fuses"),
            ("F5", "Contactor welded", "The contactor does not open", "Switch off the supply and call the service"),
            ("F6", "Communication lost", "The meter does not answer", "Check the data cable to the meter"),
        ),
        lambda c, n, *_: alarm(c, n),
    )
    return m


def osprey() -> Manual:
    m = Manual("osprey-bms-24s", held=True)
    m.say("OSPREY BMS 24S\nTechnical reference\nVersion 1.4   2023-06-02\nOsprey Battery Systems Inc")
    m.say("1 General\n\nThe board watches 24 cells in series.")
    m.say("2 Sockets\n\n2.1 Assignment of the sockets")
    rows = [
        ("UP", "1", "RS485-A"),
        ("UP", "2", "RS485-B"),
        ("UP", "3", "GND"),
        ("UP", "4", "SYNC"),
        ("DOWN", "1", "CANL"),
        ("DOWN", "2", "CANH"),
        ("DOWN", "3", "GND"),
        ("DOWN", "4", "+12V"),
    ]
    m.table(tabs, ("Socket", "Pin", "Signal"), rows, pin)
    m.say("3 Protections\n\n3.1 Limits and recovery")
    m.table(
        tabs,
        ("Protection", "Condition", "Recovery"),
        (
            ("Cell over voltage", "A cell is above 3.65 V for two seconds", "All cells are below 3.45 V"),
            (
                "Cell under voltage",
                "A cell is below 2.60 V for two seconds",
                "The charger is connected and all cells are above 2.90 V",
            ),
            ("Charge over current", "More than 120 A for ten seconds", "After one minute by itself"),
            ("Discharge over current", "More than 160 A for ten seconds", "After one minute by itself"),
            ("Short circuit", "More than 600 A", "The load is taken off"),
            ("Charge over temperature", "A sensor shows more than 55 degrees", "All sensors show less than 50 degrees"),
            ("Charge under temperature", "A sensor shows less than 0 degrees", "All sensors show more than 5 degrees"),
        ),
        lambda n, *_: alarm("", n),
    )
    m.say("4 Address\n\n4.1 Address switch")
    m.table(
        tabs,
        ("Address", "1", "2", "3", "4"),
        (
            ("1", "ON", "OFF", "OFF", "OFF"),
            ("2", "OFF", "ON", "OFF", "OFF"),
            ("3", "ON", "ON", "OFF", "OFF"),
            ("4", "OFF", "OFF", "ON", "OFF"),
        ),
        lambda t, *s: dip("1-4", " ".join(s), f"Address {t}"),
    )
    return m


def pike() -> Manual:
    """A meter without lamps."""
    m = Manual("pike-energy-meter", held=True)
    m.say("Pike M3 energy meter\nData sheet and manual\nEdition 5   2021-12-01\nPike Metering AG")
    m.say("1 Terminals\n\n1.1 Terminal assignment")
    m.table(
        tabs,
        ("Terminal", "Signal", "Wire"),
        (
            ("1", "L1 IN", "brown"),
            ("2", "L1 OUT", "brown"),
            ("3", "L2 IN", "black"),
            ("4", "L2 OUT", "black"),
            ("5", "L3 IN", "grey"),
            ("6", "L3 OUT", "grey"),
            ("7", "N", "blue"),
            ("8", "RS485-A", "orange"),
            ("9", "RS485-B", "white"),
        ),
        lambda n, s, _: pin("Terminal", n, s),
    )
    m.say("2 Indications on the display")
    m.table(
        tabs,
        ("Symbol", "Explanation"),
        (
            ("kWh", "Energy taken from the grid"),
            ("-kWh", "Energy given to the grid"),
            ("PF", "Power factor"),
            ("Err", "See chapter 3"),
        ),
    )
    m.say("3 Error codes")
    m.table(
        tabs,
        ("Error", "Description", "Solution"),
        (
            ("Err 1", "Phase sequence wrong", "Exchange two phases"),
            ("Err 2", "Communication failure", "Check the wiring of the bus"),
            ("Err 3", "Memory failure", "Replace the meter"),
            ("Err 4", "Over current", "Use current transformers"),
        ),
        lambda c, n, _: alarm(c, n),
    )
    return m
