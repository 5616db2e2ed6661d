"""An eighth round of made-up manuals, written to be read cold: the same matters in yet other words and layouts; one holds nothing."""

from __future__ import annotations

from make import Manual, alarm, cells, dip, lamp, pin, spaces, tabs, tight


def eighth() -> list[Manual]:
    return [lapwing(), merlin(), nuthatch(), oriole(), petrel(), quail(), redshank()]


def lapwing() -> Manual:
    m = Manual("lapwing-rack-pack", held=False)
    m.say(
        "LAPWING LW-51100 rack battery\nProduct manual\nVersion 2.2\n\n1 Introduction\n\nThe pack stores 5.12 kWh.\n\n2 Front panel\n\n2.1 Description of the panel"
    )
    m.table(
        tabs,
        ("No.", "Mark", "Description"),
        (
            ("1", "SOC", "Four green LEDs show the charge"),
            ("2", "ALM", "Red LED"),
            ("3", "RUN", "Green LED"),
            ("4", "ADS", "DIP switch"),
            ("5", "CAN", "Port to the inverter, RJ45"),
            ("6", "RST", "Reset key"),
            ("7", "P+", "Positive socket"),
            ("8", "P-", "Negative socket"),
        ),
    )
    m.say("2.2 Definition of the CAN port and the RS232 port")
    m.table(
        tabs,
        ("Foot position", "Color", "CAN", "RS232"),
        (
            ("PIN1", "Orange/white", "NC", "NC"),
            ("PIN2", "Orange", "NC", "NC"),
            ("PIN3", "Green/white", "NC", "RS232-TX"),
            ("PIN4", "Blue", "CANH", "NC"),
            ("PIN5", "Blue/white", "CANL", "NC"),
            ("PIN6", "Green", "NC", "RS232-RX"),
            ("PIN7", "Brown/white", "NC", "NC"),
            ("PIN8", "Brown", "NC", "GND"),
        ),
    )
    for n, a, b in (
        ("1", "NC", "NC"),
        ("2", "NC", "NC"),
        ("3", "NC", "RS232-TX"),
        ("4", "CANH", "NC"),
        ("5", "CANL", "NC"),
        ("6", "NC", "RS232-RX"),
        ("7", "NC", "NC"),
        ("8", "NC", "GND"),
    ):
        m.facts += [pin("CAN", n, a), pin("RS232", n, b)]
    m.say("2.3 Dial switch ADS\n\nThe position of the dial switch when packs are connected in parallel:")
    rows = (
        ("Pack 1 (host)", "ON", "OFF", "OFF", "OFF"),
        ("Pack 2", "OFF", "ON", "OFF", "OFF"),
        ("Pack 3", "ON", "ON", "OFF", "OFF"),
        ("Pack 4", "OFF", "OFF", "ON", "OFF"),
    )
    m.table(spaces, ("Pack", "#1", "#2", "#3", "#4"), rows)
    m.facts += [dip("1-4", " ".join(r[1:]), r[0]) for r in rows]
    m.say("2.4 Explanation of the lights")
    led = (
        ("Standby", "Normal", "Blink 1", "Off"),
        ("Standby", "Alarm", "Blink 1", "Blink 3"),
        ("Charging", "Normal", "Lit", "Off"),
        ("Charging", "Protection", "Off", "Lit"),
        ("Discharging", "Normal", "Blink 3", "Off"),
        ("Fault", "", "Off", "Lit"),
    )
    m.table(cells, ("Mode", "Condition", "RUN light", "ALM light"), tuple((a, b or "Stop", c, d) for a, b, c, d in led))
    w = {"Lit": "steady", "Off": "off"}
    for a, b, c, d in led:
        m.facts.append(lamp(f"{a} {b or 'Stop'}", ("RUN", "", w.get(c, "flash")), ("ALM", "", w.get(d, "flash"))))
    m.ask("pack 3 dial", "Pack 3")
    return m


def merlin() -> Manual:
    m = Manual("merlin-pv-inverter", held=False)
    m.say(
        "MERLIN 5000 MTL-S\nUser manual\nEdition 06/2023\n\n7 Trouble shooting\n\nIf the inverter does not work, read the message on the screen.\n\nSystem fault messages"
    )
    f = (
        (
            "Error: 101",
            "Communication lost between the processors",
            "Restart the inverter; if it stays, call the maker",
        ),
        ("Error: 102", "Consistency fault", "Restart the inverter"),
        ("Error: 117", "Relay fault", "Restart the inverter; if it stays, call the maker"),
        ("Error: 121", "Initial fault", "Call the maker"),
        ("AC V Outrange", "Grid voltage is out of the limit", "Check the grid and the country setting"),
        ("AC F Outrange", "Grid frequency is out of the limit", "Wait for the grid"),
        ("PV Isolation Low", "Insulation between panel and ground", "Check the panels"),
        ("No AC Connection", "No grid", "Check the AC wires"),
    )
    for c, n, _a in f:
        m.facts.append(alarm(c.replace("Error: ", ""), n) if c.startswith("Error") else alarm("", c))
    m.table(tabs, ("Message", "Description", "Suggestion"), f)
    m.say(
        "3 LED on the front\n\nGreen LED lit: normal operation.\nGreen LED flashing: waiting for the grid.\nRed LED lit: fault.\nRed and green off: no PV power."
    )
    for c, p, t in (
        ("green", "steady", "normal operation"),
        ("green", "flash", "waiting for the grid"),
        ("red", "steady", "fault"),
    ):
        m.facts.append(lamp(t, ("", c, p)))
    m.say("5 RS485 plug\n\nPin Description\n1 RS485+\n2 RS485-\n3 PE\n4 Reserved\n5 Reserved")
    for n, s in enumerate(("RS485+", "RS485-", "PE", "Reserved", "Reserved"), 1):
        m.facts.append(pin("RS485", str(n), s))
    m.ask("relay fault", "Restart the inverter")
    return m


def nuthatch() -> Manual:
    m = Manual("nuthatch-gateway-md", held=False)
    m.say(
        "# Nuthatch gateway\n\n## LED indications\n\n| | Solid | Blinking | Off |\n|---|---|---|---|\n| **Status** | Working | Starting | No power |\n| **Net** | Server reached | Searching | No cable |\n| **Bus** | - | Data | No device found |"
    )
    for i, v in (
        ("Status", ("Working", "Starting", "No power")),
        ("Net", ("Server reached", "Searching", "No cable")),
        ("Bus", ("-", "Data", "No device found")),
    ):
        for p, t in zip(("steady", "flash", "off"), v, strict=True):
            if t != "-":
                m.facts.append(lamp(t, (i, "", p)))
    m.say(
        "## Terminal strip\n\n| # | Name | Comment |\n|---|---|---|\n| 1 | V+ | 9-36 V supply |\n| 2 | V- | supply return |\n| 3 | A1 | first RS485 |\n| 4 | B1 | first RS485 |\n| 5 | A2 | second RS485 |\n| 6 | B2 | second RS485 |\n| 7 | DI1 | dry contact |\n| 8 | COM | return of DI1 |"
    )
    for n, s in enumerate(("V+", "V-", "A1", "B1", "A2", "B2", "DI1", "COM"), 1):
        m.facts.append(pin("Terminal strip", str(n), s))
    m.say(
        "## Bus termination\n\nSW1 off = no resistor; SW1 on = 120 ohm on bus 1.\nSW2 off = no resistor; SW2 on = 120 ohm on bus 2."
    )
    for n in ("1", "2"):
        m.facts += [dip(n, "OFF", "no resistor"), dip(n, "ON", f"120 ohm on bus {n}")]
    m.say(
        "## Log messages\n\n| Level | Text | Explanation |\n|---|---|---|\n| info | started | Start of the program |\n| warn | retry | A device did not answer |\n| error | lost | A device is missing for 10 min |"
    )
    m.ask("net blinking", "Searching")
    return m


def oriole() -> Manual:
    m = Manual("oriole-wallbox", held=False)
    m.say(
        "ORIOLE 22 charging station\nOperating manual\nV1.8\n\n6 Signals\n\n6.1 Operating states\n\nThe LED ring shows the state.\n\nLED ring flashes blue\nThe station is ready.\n\nLED ring lights blue\nThe vehicle is connected.\n\nLED ring pulses green\nThe vehicle charges.\n\nLED ring lights red\nThere is a fault."
    )
    for c, p, t in (
        ("blue", "flash", "The station is ready."),
        ("blue", "steady", "The vehicle is connected."),
        ("green", "flash", "The vehicle charges."),
        ("red", "steady", "There is a fault."),
    ):
        m.facts.append(lamp(t, ("LED ring", c, p)))
    m.say(
        "6.2 Faults\n\nFault F01: DC residual current\nCause: insulation of the vehicle\nRemedy: unplug the vehicle, press the test key\n\nFault F02: contactor fault\nCause: welded contact\nRemedy: switch off the supply, call an electrician\n\nFault F08: over temperature\nCause: sun or blocked air\nRemedy: let the station cool down"
    )
    for c, n in (("F01", "DC residual current"), ("F02", "contactor fault"), ("F08", "over temperature")):
        m.facts.append(alarm(c, n))
    m.say(
        "7 DIP switch DSW1\n\nSet the current by DSW1:\n\n     1    2    3\n6 A  OFF  OFF  OFF\n10 A ON   OFF  OFF\n16 A OFF  ON   OFF\n32 A ON   ON   OFF"
    )
    for t, s in (("6 A", "OFF OFF OFF"), ("10 A", "ON OFF OFF"), ("16 A", "OFF ON OFF"), ("32 A", "ON ON OFF")):
        m.facts.append(dip("1-3", s, t))
    m.ask("F08", "cool down")
    return m


def petrel() -> Manual:
    m = Manual("petrel-hybrid", held=False)
    m.say("PETREL H3 hybrid inverter\nInstallation guide\n\n4 Communication\n\n4.3 COM port (16 pins)")
    rows = tuple(
        (str(n), s, t)
        for n, (s, t) in enumerate(
            (
                ("RS485_A1", "Meter"),
                ("RS485_B1", "Meter"),
                ("RS485_A2", "EMS"),
                ("RS485_B2", "EMS"),
                ("DI1", "DRM1"),
                ("DI2", "DRM2"),
                ("GND", "Return of the inputs"),
                ("DO1_NO", "Relay 1"),
                ("DO1_COM", "Relay 1"),
                ("CAN_H", "Battery"),
                ("CAN_L", "Battery"),
                ("GND_S", "Shield"),
            ),
            1,
        )
    )
    half = len(rows) // 2
    m.parts.append(
        "\n".join(
            [
                "PIN\tDefinition\tUse\tPIN\tDefinition\tUse",
                *("\t".join([*a, *b]) for a, b in zip(rows[:half], rows[half:], strict=True)),
            ]
        )
    )
    m.facts += [pin("COM", n, s) for n, s, _ in rows]
    m.say("9 Events\n\n9.1 Event table")
    e = (
        ("A-001", "Battery over-temperature", "Let the battery cool"),
        ("A-002", "Battery under-voltage", "Charge the battery"),
        ("B-010", "Grid under-frequency", "Wait"),
        ("B-011", "Grid islanding", "Wait"),
        ("C-101", "EEPROM failure", "Call the service"),
    )
    m.table(tight, ("Event ID", "Event name", "Measure"), e, lambda c, n, _: alarm(c, n))
    m.say("9.2 Display symbols\n\n1 Grid\n2 House\n3 Battery\n4 PV\n5 Alarm bell")
    m.ask("A-002", "Charge the battery")
    return m


def quail() -> Manual:
    m = Manual("quail-bms-md", held=False)
    m.say(
        "# Quail active BMS\n\n## Connection of the balance plug\n\n| Wire | Goes to |\n|---|---|\n| 1 (black) | B- |\n| 2 | Cell 1 + |\n| 3 | Cell 2 + |\n| 4 | Cell 3 + |\n| 5 (red) | Cell 4 + |"
    )
    for n, s in enumerate(("B-", "Cell 1 +", "Cell 2 +", "Cell 3 +", "Cell 4 +"), 1):
        m.facts.append(pin("Balance plug", str(n), s))
    m.say(
        "## Beeper and LED\n\n| Fault | LED | Beeper |\n|---|---|---|\n| Over-charge | red flashes once | 1 beep |\n| Over-discharge | red flashes twice | 2 beeps |\n| Over-current | red flashes three times | 3 beeps |\n| Over-temperature | red flashes four times | 4 beeps |"
    )
    for t in ("Over-charge", "Over-discharge", "Over-current", "Over-temperature"):
        m.facts.append(lamp(t, ("", "red", "flash")))
    m.say(
        "## Inverter protocols\n\n| No. | Protocol | Interface | Inverters |\n|---|---|---|---|\n| 0 | Own | RS485 | none |\n| 1 | Tidal | CAN | Tidal H1, H2 |\n| 2 | Bight | CAN | Bight 5K |"
    )
    m.ask("four red flashes", "Over-temperature")
    return m


def redshank() -> Manual:
    """Nothing of the kinds."""
    m = Manual("redshank-service-sheet", held=False)
    m.say("REDSHANK service sheet\nRev 1\n\n1 Spare parts")
    m.table(
        tabs,
        ("Code", "Part", "For fault"),
        (
            ("SP-01", "Fan", "Fan blocked"),
            ("SP-02", "Relay board", "Relay welded"),
            ("SP-03", "LED board", "Lamps dark"),
            ("SP-04", "Fuse 10 A", "Fuse blown"),
        ),
    )
    m.say("2 Screws")
    m.table(
        spaces,
        ("Pos", "Screw", "Nm", "Note"),
        (("1", "M4", "1.2", "cover"), ("2", "M6", "5", "earth"), ("3", "M8", "12", "B+ and B-")),
    )
    m.say("3 Cable lugs\n\nB+ 50 mm2 M8\nB- 50 mm2 M8\nPE 16 mm2 M6\n\n4 Software versions")
    m.table(
        tabs,
        ("Version", "Date", "Change"),
        (
            ("1.01", "2023-02", "LED pattern of the alarm changed"),
            ("1.02", "2023-06", "CAN timeout longer"),
            ("1.10", "2024-01", "Fault 33 removed"),
        ),
    )
    m.say("5 Test steps\n\n1. Set DIP 1 to ON.\n2. Press the key for 3 s.\n3. RUN LED flashes.\n4. Set DIP 1 to OFF.")
    m.ask("spare fan", "SP-01")
    return m
