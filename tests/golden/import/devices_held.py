"""The made-up manuals that were held back in the first round; their first reading is in DECISIONS.md, then they were tuned on."""

from __future__ import annotations

from make import Manual, alarm, cells, dip, lamp, pin, pipes, run_on, spaces, split_table, tab_wrapped, tabs, tight


def held() -> list[Manual]:
    return [corvo(), delph(), ingram(), orrin(), pascoe()]


def corvo() -> Manual:
    m = Manual("corvo-rack-battery", held=False)
    m.say("Corvo R48-100 rack battery module\nOperating instructions\nDocument version 1.4\nRelease date: 2024-02-05")
    m.say("1 General\n\n1.1 Scope\n\nThese instructions are for installers of telecom and home storage racks.")
    m.say("2 Description\n\n2.1 Indicators\n\nTable 3 LED status")
    m.table(
        spaces,
        ("LED name", "LED status", "Description"),
        (
            ("RUN", "Green, steady on", "The module is discharging"),
            ("RUN", "Green, slow flashing", "The module is in standby"),
            ("RUN", "Off", "The module is switched off or asleep"),
            ("ALM", "Red, steady on", "A serious fault, output disconnected"),
            ("ALM", "Red, flashing", "Alarm, for example low temperature"),
            ("ALM", "Off", "No alarm"),
        ),
    )
    for i, c, p, t in (
        ("RUN", "green", "steady", "The module is discharging"),
        ("RUN", "green", "flash", "The module is in standby"),
        ("RUN", "", "off", "The module is switched off or asleep"),
        ("ALM", "red", "steady", "A serious fault, output disconnected"),
        ("ALM", "red", "flash", "Alarm, for example low temperature"),
        ("ALM", "", "off", "No alarm"),
    ):
        m.facts.append(lamp(t, (i, c, p)))
    m.say("2.2 Sockets\n\nTable 4 Pins of the RJ45 sockets")
    rows = (
        ("1", "RS485-B", "RS485-B"),
        ("2", "RS485-A", "RS485-A"),
        ("3", "NC", "GND"),
        ("4", "CAN-H", "NC"),
        ("5", "CAN-L", "NC"),
        ("6", "GND", "GND"),
        ("7", "NC", "RS485-A"),
        ("8", "NC", "RS485-B"),
    )
    m.table(tabs, ("RJ45 pin", "CAN port", "RS485 port"), rows)
    for n, a, b in rows:
        m.facts += [pin("CAN", n, a), pin("RS485", n, b)]
    m.say("3 Faults\n\n3.1 Fault table")
    m.table(
        split_table,
        ("No.", "Alarm", "Cause", "Handling"),
        (
            (
                "1",
                "Module over voltage",
                "The charger voltage is set too high",
                "Set the charger to the value of the data sheet",
            ),
            ("2", "Module under voltage", "The module is empty", "Recharge it at once"),
            ("3", "Discharge over current", "The load is too large", "Take loads off"),
            ("4", "Cell imbalance", "The cells have drifted apart", "Leave the module on charge overnight"),
            ("5", "MOSFET failure", "The power switch is broken", "Send the module back"),
            ("6", "Fan fault", "The fan is blocked", "Remove the dust"),
        ),
        lambda _, n, *__: alarm("", n),
    )
    m.say("4 Parts supplied")
    m.table(
        tabs,
        ("No.", "Part", "Quantity"),
        (("1", "Battery module", "1"), ("2", "Power cable", "2"), ("3", "RJ45 cable", "1"), ("4", "Ground lead", "1")),
    )
    m.ask("what to do when the cells drifted apart", "on charge overnight")
    m.ask("who are the instructions for", "installers of telecom")
    m.ask("run led green slow flashing", "standby")
    m.ask("what is in the box", "Power cable")
    return m


def delph() -> Manual:
    m = Manual("delph-offgrid-inverter", held=False)
    m.say("DELPH OFF-GRID 3000\nUser manual\n\nEdition 7\n\nDelph Systems Inc.")
    m.say("1 Controls\n\n1.1 Status lights")
    m.table(
        cells,
        ("LED", "Colour", "Status", "Message"),
        (
            ("AC/INV", "Green", "Solid on", "The output is fed by the mains"),
            ("AC/INV", "Green", "Flashing", "The output is fed by battery or panels"),
            ("CHG", "Yellow", "Solid on", "The battery is full"),
            ("CHG", "Yellow", "Flashing", "The battery is being charged"),
            ("FAULT", "Red", "Solid on", "A fault occurred in the inverter"),
            ("FAULT", "Red", "Flashing", "A warning occurred in the inverter"),
        ),
        lambda i, c, s, t: lamp(t, (i, c.lower(), "steady" if s == "Solid on" else "flash")),
    )
    m.say("2 Fault reference\n\n2.1 Fault codes")
    m.table(
        tight,
        ("Fault code", "Fault event"),
        (
            ("01", "Fan is locked"),
            ("02", "Over temperature"),
            ("03", "Battery voltage is too high"),
            ("04", "Battery voltage is too low"),
            ("05", "Output short circuited"),
            ("07", "Overload time out"),
            ("51", "Over current or surge"),
            ("58", "Output voltage is too low"),
        ),
        lambda c, n: alarm(c, n),
    )
    m.say("2.2 Warning indicator")
    m.table(
        tabs,
        ("Warning code", "Warning event", "Audible alarm"),
        (
            ("61", "Fan is locked when inverter is on", "Beep three times every second"),
            ("63", "Battery is over charged", "Beep once every second"),
            ("64", "Low battery", "Beep once every second"),
            ("67", "Overload", "Beep once every half second"),
        ),
        lambda c, n, _: alarm(c, n),
    )
    m.say("3 BMS socket\n\nUse a straight network cable.")
    m.table(
        run_on,
        ("PIN", "BMS socket"),
        (
            ("1", "RS485B"),
            ("2", "RS485A"),
            ("3", "NC"),
            ("4", "CANH"),
            ("5", "CAHL"),
            ("6", "NC"),
            ("7", "NC"),
            ("8", "NC"),
        ),
        lambda n, s: pin("BMS", n, "CANL" if s == "CAHL" else s),
    )
    m.say(
        "4 Service\n\nThe air filter has to be cleaned every month. Take off the cover on the right side and tap the filter out."
    )
    m.ask("how often to clean the filter", "every month")
    m.ask("what does code 58 mean", "Output voltage is too low")
    m.ask("which cable for the bms", "straight network cable")
    m.ask("yellow light blinks", "being charged")
    return m


def ingram() -> Manual:
    m = Manual("ingram-gateway-md", held=False)
    m.say("# Ingram G2 energy gateway\n\n## Installation and operation\n\nVersion: 0.9 – 2025-01-20")
    m.say("## 1 Lights")
    m.table(
        pipes,
        ("Light", "Off", "On", "Flashing"),
        (
            ("PWR", "No supply", "Supply present", "Starting"),
            ("NET", "No network", "Connected to the server", "Looking for the server"),
            ("ERR", "No error", "Hardware error", "Configuration missing"),
        ),
    )
    for i, off, on, fl in (
        ("PWR", "No supply", "Supply present", "Starting"),
        ("NET", "No network", "Connected to the server", "Looking for the server"),
        ("ERR", "No error", "Hardware error", "Configuration missing"),
    ):
        m.facts += [lamp(off, (i, "", "off")), lamp(on, (i, "", "steady")), lamp(fl, (i, "", "flash"))]
    m.say("## 2 Terminal block X1")
    m.table(
        pipes,
        ("Terminal", "Signal", "Description"),
        (
            ("1", "24V", "supply plus"),
            ("2", "0V", "supply minus"),
            ("3", "DI1", "ripple control input"),
            ("4", "DI2", "spare input"),
            ("5", "DO1-NO", "heat pump relay"),
            ("6", "DO1-COM", "heat pump relay"),
            ("7", "485A", "meter bus"),
            ("8", "485B", "meter bus"),
        ),
        lambda n, s, _: pin("X1", n, s),
    )
    m.say("## 3 Protocol selection\n\nThe DIP switch on the back chooses the inverter protocol on the CAN bus.")
    m.table(
        pipes,
        ("Protocol", "Inverter brand", "SW1", "SW2", "SW3"),
        (
            ("1", "Aldan, Beryl", "OFF", "OFF", "OFF"),
            ("2", "Cresta", "ON", "OFF", "OFF"),
            ("3", "Dorado, Elmet", "OFF", "ON", "OFF"),
        ),
        lambda p, b, *s: {
            "kind": "protocol",
            "protocol_id": p,
            "bus": "CAN",
            "brands": b.split(", "),
            "dip": {str(n): v for n, v in enumerate(s, 1)},
        },
    )
    m.say(
        "## 4 Questions\n\n### Can the gateway work without internet?\n\nYes. It keeps thirty days of values and sends them later.\n\n### Which meters fit?\n\nAny meter with an RS485 port and a public register list."
    )
    m.ask("does it work without internet", "thirty days")
    m.ask("ERR light is on", "Hardware error")
    m.ask("which meters fit", "public register list")
    return m


def orrin() -> Manual:
    m = Manual("orrin-ac-charger", held=False)
    m.say("Orrin Wallbox 11\nInstallation manual\nV2")
    m.say("1 Before you begin\n\nCAUTION\n\n- Work only on dead lines.\n- Do not use adapters.")
    m.say("2 Light ring\n\nThe ring shows the state of the wallbox.")
    m.table(
        tabs,
        ("Colour and pattern of the ring", "Meaning"),
        (
            ("Blue, constant", "Ready, no vehicle"),
            ("Blue, blinking", "Vehicle found, waiting for release"),
            ("Green, breathing", "Charging"),
            ("Green, constant", "Charging finished"),
            ("Red, constant", "Fault, see section 4"),
            ("Yellow, blinking twice", "Power reduced because of heat"),
        ),
    )
    for c, p, t in (
        ("blue", "steady", "Ready, no vehicle"),
        ("blue", "flash", "Vehicle found, waiting for release"),
        ("green", "flash", "Charging"),
        ("green", "steady", "Charging finished"),
        ("red", "steady", "Fault, see section 4"),
        ("yellow", "flash", "Power reduced because of heat"),
    ):
        m.facts.append(lamp(t, ("Ring", c, p)))
    m.say("3 Rotary and slide switches\n\nDIP switch SW1 inside the housing")
    m.table(
        tabs,
        ("Switch", "Setting", "Function"),
        (
            ("SW1-1", "ON", "Current limit 16 A"),
            ("SW1-1", "OFF", "Current limit 10 A"),
            ("SW1-2", "ON", "Release by contact"),
            ("SW1-2", "OFF", "Release always"),
        ),
        lambda s, p, t: dip(s, p, t),
    )
    m.say(
        "4 Faults\n\nE1: Residual current detected. Unplug the vehicle and check it.\nE2: Phase missing. Check the fuses of the supply.\nE3: Contactor welded. Do not use the wallbox, call service.\nE4: Over temperature. Shade the wallbox."
    )
    for c, n in (
        ("E1", "Residual current detected"),
        ("E2", "Phase missing"),
        ("E3", "Contactor welded"),
        ("E4", "Over temperature"),
    ):
        m.facts.append(alarm(c, n))
    m.say("5 Data")
    m.table(
        tabs,
        ("Quantity", "Value", "Unit"),
        (
            ("Rated current", "16", "A"),
            ("Rated voltage", "400", "V"),
            ("Cable length", "5", "m"),
            ("Protection class", "I", ""),
        ),
    )
    m.ask("how long is the cable", "Cable length")
    m.ask("wallbox E3", "Contactor welded")
    m.ask("ring is green and breathing", "Charging")
    return m


def pascoe() -> Manual:
    m = Manual("pascoe-string-inverter", held=False)
    m.say(
        "PASCOE S4 string inverter\nService manual\nRev. C\n\nThere are no lights on this inverter; everything is shown on the display."
    )
    m.say(
        "1 Display\n\nThe upper line shows power, the lower line the energy of the day. Press the key for one second to go on to the next page."
    )
    m.say("2 Messages")
    m.table(
        tab_wrapped,
        ("Display message", "Probable cause", "Remedy"),
        (
            ("No utility", "The mains is missing or its fuse is open", "Check fuses and breaker"),
            (
                "Over frequency fault",
                "The mains frequency is above the allowed range",
                "Inform the network operator when it stays",
            ),
            ("Isolation fault", "A string has contact with earth", "Measure the strings one after another"),
            (
                "PV over voltage",
                "Too many modules in one string",
                "Disconnect the inverter at once and shorten the string",
            ),
            ("Leakage current fault", "Moisture in a connector", "Check the connectors of the strings"),
            ("DSP communication error", "An internal board does not answer", "Restart and call service if it returns"),
        ),
        lambda n, *_: alarm("", n),
    )
    m.say("3 RS485 connection\n\nThe plug has four poles.")
    m.table(
        spaces,
        ("Pole", "Signal"),
        (("1", "RS485 A"), ("2", "RS485 B"), ("3", "GND"), ("4", "Shield")),
        lambda n, s: pin("RS485", n, s),
    )
    m.say("4 Maintenance plan")
    m.table(
        tabs,
        ("Work", "Interval"),
        (
            ("Clean the heat sink", "yearly"),
            ("Check the cable glands", "every two years"),
            ("Test the disconnector", "yearly"),
        ),
    )
    m.ask("how often clean the heat sink", "heat sink")
    m.ask("isolation fault what to do", "Measure the strings")
    m.ask("how to get to the next page of the display", "one second")
    return m
