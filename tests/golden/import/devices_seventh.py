"""A seventh round of made-up manuals: fault lists in other shapes, wiring colours, alarm bits that are none, lamp bars, torn rows; two hold nothing."""

from __future__ import annotations

from make import (
    Manual,
    alarm,
    cells,
    dip,
    lamp,
    pin,
    protocol,
    spaces,
    split_table,
    tabs,
    tight,
)


def seventh() -> list[Manual]:
    return [drake(), eider(), fulmar(), grebe(), heron(), ibis(), jackdaw(), knot()]


def drake() -> Manual:
    m = Manual("drake-hv-tower", held=False)
    m.say(
        "DRAKE Tower HV battery\nInstallation manual\nIssue 05, July 2024\n\n1 About this manual\n\nRead it before you begin.\n\n2 Product overview\n\n2.1 Ports of the control box\n\n(1) DC+ (2) DC- (3) COM (4) LINK OUT (5) Breaker (6) Earth\n\n2.2 COM port pin definition"
    )
    m.table(
        spaces,
        ("Pin No.", "Signal", "Instructions"),
        (
            ("1", "CAN-GND", "Ground of the CAN bus"),
            ("2", "ENABLE+", "Wakes the control box, 12 V"),
            ("3", "ENABLE-", "Return of the wake line"),
            ("4", "CAN-H", "To the CAN of the inverter"),
            ("5", "CAN-L", "To the CAN of the inverter"),
            ("6", "485-GND", "Ground of the RS485 bus"),
            ("7", "RS485A", "Update of the firmware"),
            ("8", "RS485B", "Update of the firmware"),
        ),
        lambda n, s, _: pin("COM", n, s),
    )
    m.say("2.3 Light strip\n\nThe strip in the front shows state and charge.")
    m.table(
        tabs,
        ("Light strip", "Meaning"),
        (
            ("White, breathing", "The tower starts"),
            ("Green, breathing", "Charging or discharging"),
            ("Green, steady", "Standby"),
            ("Yellow, blinking", "A warning is present, operation goes on"),
            ("Red, steady", "A fault is present, operation has stopped"),
            ("Off", "Switched off"),
        ),
    )
    for c, p, t in (
        ("white", "flash", "The tower starts"),
        ("green", "flash", "Charging or discharging"),
        ("green", "steady", "Standby"),
        ("yellow", "flash", "A warning is present, operation goes on"),
        ("red", "steady", "A fault is present, operation has stopped"),
        ("", "off", "Switched off"),
    ):
        m.facts.append(lamp(t, ("Light strip", c, p)))
    m.say("3 Mounting\n\n3.1 Tools")
    m.table(
        tabs,
        ("No.", "Tool", "Use"),
        (
            ("1", "Torque wrench", "M6 and M8 screws"),
            ("2", "Multimeter", "Voltage check"),
            ("3", "RJ45 crimping tool", "COM cable"),
            ("4", "Drill 8 mm", "Wall holes"),
        ),
    )
    m.say("8 Fault finding\n\n8.1 Fault table")
    rows = (
        ("101", "Cell voltage difference too large", "A cell is weak", "Charge the tower to full and leave it for 8 h"),
        ("102", "Module lost", "The link plug is loose", "Switch off and check the link plugs"),
        (
            "110",
            "Pre-charge failed",
            "The bus is short-circuited or the load is too large",
            "Disconnect the load and start again",
        ),
        ("117", "Relay welded", "The main relay does not open", "Do not use the tower and call the service"),
        ("125", "Heating film abnormal", "The film is broken", "Call the service"),
    )
    m.table(split_table, ("Code", "Fault", "Cause", "Action"), rows, lambda c, n, *_: alarm(c, n))
    m.ask("fault 117", "call the service")
    return m


def eider() -> Manual:
    m = Manual("eider-offgrid-5k", held=False)
    m.say(
        "EIDER 5K off-grid solar inverter / charger\nUSER MANUAL\nVersion: 2.0\n\nTABLE OF CONTENTS\nOVERVIEW ........ 2\nOPERATION ....... 9\nFAULT REFERENCE CODE ..... 31\nWARNING INDICATOR .... 32\n\nOPERATION\n\nLED Indicator  Messages\n\nGreen  Solid On  Output is powered by the mains in line mode.\nGreen  Flashing  Output is powered by battery or PV in battery mode.\nGreen  Solid On  Battery is fully charged.\nGreen  Flashing  Battery is charging.\nRed  Solid On  Fault occurs in the inverter.\nRed  Flashing  Warning condition occurs in the inverter."
    )
    for c, p, t in (
        ("green", "steady", "Output is powered by the mains in line mode."),
        ("green", "flash", "Output is powered by battery or PV in battery mode."),
        ("green", "steady", "Battery is fully charged."),
        ("green", "flash", "Battery is charging."),
        ("red", "steady", "Fault occurs in the inverter."),
        ("red", "flash", "Warning condition occurs in the inverter."),
    ):
        m.facts.append(lamp(t, ("", c, p)))
    m.say("FAULT REFERENCE CODE")
    f = (
        ("01", "Fan is locked when the inverter is off."),
        ("02", "Over temperature"),
        ("03", "Battery voltage is too high"),
        ("05", "Output short circuited"),
        ("07", "Overload time out"),
        ("09", "Bus soft start failed"),
        ("51", "Over current or surge"),
        ("58", "Output voltage is too low"),
    )
    m.table(
        tabs,
        ("Fault Code", "Fault Event", "Icon on"),
        tuple((c, n, f"[{c}] ERROR") for c, n in f),
        lambda c, n, _: alarm(c, n),
    )
    m.say("WARNING INDICATOR")
    w = (
        ("01", "Fan is locked when the inverter is on.", "Beep three times every second"),
        ("03", "Battery is over-charged", "Beep once every second"),
        ("04", "Low battery", "Beep once every second"),
        ("10", "Output power derating", "Beep twice every 3 seconds"),
        ("bP", "Battery is not connected", "None"),
    )
    m.table(tabs, ("Warning Code", "Warning Event", "Audible Alarm"), w, lambda c, n, _: alarm(c, n))
    m.say("SETTINGS")
    m.table(
        tabs,
        ("Program", "Description", "Selectable option"),
        (
            ("01", "Output source priority", "Utility first (default), Solar first, SBU"),
            ("02", "Maximum charging current", "60 A (default), 10 A to 100 A"),
            ("05", "Battery type", "AGM (default), Flooded, User-defined"),
            ("06", "Auto restart when overload occurs", "Restart disable (default), Restart enable"),
            ("18", "Alarm control", "Alarm on (default), Alarm off"),
            ("22", "Beeps while primary source is interrupted", "Alarm on (default), Alarm off"),
        ),
    )
    m.ask("warning bP", "not connected")
    return m


def fulmar() -> Manual:
    m = Manual("fulmar-smart-bms-md", held=False)
    m.say(
        "# Fulmar smart BMS\n\nVersion 4\n\n## Sockets\n\n### UART socket (4 pins, from left to right)\n\n1. GND\n2. RX\n3. TX\n4. 12V\n\n### Dry contact terminals\n\n- PIN1, PIN2: normally open, closed on fault protection\n- PIN3, PIN4: normally open, closed on low battery\n"
    )
    for n, s in enumerate(("GND", "RX", "TX", "12V"), 1):
        m.facts.append(pin("UART", str(n), s))
    for n, s in (
        ("1", "normally open, closed on fault protection"),
        ("2", "normally open, closed on fault protection"),
        ("3", "normally open, closed on low battery"),
        ("4", "normally open, closed on low battery"),
    ):
        m.facts.append(pin("Dry contact", n, s))
    m.say(
        "## Protocol choice\n\nThe DIP switch selects the protocol and address.\n\n| Inverter | Port | SW1 | SW2 | SW3 | SW4 |\n|---|---|---|---|---|---|\n| Pampas | CAN | ON | OFF | OFF | OFF |\n| Quill | CAN | OFF | ON | OFF | OFF |\n| Ravel | RS485 | OFF | OFF | ON | OFF |"
    )
    for n, (b, bus, bits) in enumerate(
        (("Pampas", "CAN", "1000"), ("Quill", "CAN", "0100"), ("Ravel", "RS485", "0010"))
    ):
        m.facts.append(
            {
                "kind": "protocol",
                "protocol_id": str(n),
                "bus": bus,
                "brands": [b],
                "dip": {str(k): "ON" if v == "1" else "OFF" for k, v in enumerate(bits, 1)},
            }
        )
    m.say(
        "## LED\n\n| LED | Off | Slow flash | Fast flash | Steady |\n|---|---|---|---|---|\n| RUN | No power | Standby | Discharging | Charging |\n| ALM | No alarm | Alarm of level 1 | Alarm of level 2 | Protection |"
    )
    for i, cells_ in (
        ("RUN", ("No power", "Standby", "Discharging", "Charging")),
        ("ALM", ("No alarm", "Alarm of level 1", "Alarm of level 2", "Protection")),
    ):
        for p, t in zip(("off", "flash", "flash", "steady"), cells_, strict=True):
            m.facts.append(lamp(t, (i, "", p)))
    m.say(
        "## Alarm bits of register 0x30\n\n| Bit | Meaning |\n|---|---|\n| 0 | Cell over voltage |\n| 1 | Cell under voltage |\n| 2 | Charge over current |\n\n## Protection values\n\n| Protection | Value | Delay | Release |\n|---|---|---|---|\n| Cell over voltage | 3.65 V | 1 s | 3.40 V |\n| Cell under voltage | 2.50 V | 1 s | 3.00 V |\n| Charge over current | 110 A | 5 s | 60 s |"
    )
    m.ask("which dip for ravel", "Ravel")
    return m


def grebe() -> Manual:
    m = Manual("grebe-meter-hub", held=False)
    m.say(
        "GREBE EH-3 energy hub\nQuick installation guide\nv1.3\n\n1 What is in the box\n\n1x hub\n3x current sensors 100 A\n1x antenna\n1x supply 12 V\n\n2 Connect\n\nConnector J1 (from left to right): 1 L1, 2 L2, 3 L3, 4 N.\n\nConnector J2:"
    )
    for n, s in enumerate(("L1", "L2", "L3", "N"), 1):
        m.facts.append(pin("J1", str(n), s))
    m.table(
        tight,
        ("Pin", "Function", "Wire"),
        (("1", "RS485 A", "orange"), ("2", "RS485 B", "white/orange"), ("3", "GND", "blue"), ("4", "+12 V", "brown")),
        lambda n, s, _: pin("J2", n, s),
    )
    m.say(
        "3 Lights\n\nPower: green when supplied, off when unplugged.\nCloud: blue when connected, blinking blue when connecting, red when the server cannot be reached.\nMeter: blinks yellow with each telegram"
    )
    for i, c, p, t in (
        ("Power", "green", "steady", "supplied"),
        ("Power", "", "off", "unplugged"),
        ("Cloud", "blue", "steady", "connected"),
        ("Cloud", "blue", "flash", "connecting"),
        ("Cloud", "red", "steady", "the server cannot be reached"),
        ("Meter", "yellow", "flash", "each telegram"),
    ):
        m.facts.append(lamp(t, (i, c, p)))
    m.say(
        "4 If something is wrong\n\nPower light is off: check the supply.\nMeter light does not blink: swap A and B.\n\n5 Modbus map"
    )
    m.table(
        tabs,
        ("Reg", "Name", "Unit", "Scale"),
        (
            ("100", "Power L1", "W", "1"),
            ("101", "Power L2", "W", "1"),
            ("102", "Power L3", "W", "1"),
            ("110", "Error code", "-", "-"),
        ),
    )
    m.ask("cloud light red", "server cannot be reached")
    return m


def heron() -> Manual:
    m = Manual("heron-hybrid-10k", held=False)
    m.say(
        "HERON 10K-3P hybrid inverter\nUser Manual\nRev. 7\n\n8 Troubleshooting\n\n8.1 Alarm list\n\nNo. Alarm name Troubleshooting suggestions\n1 Utility Loss 1. Check if the grid has failed. 2. Check the AC cable and the breaker.\n2 Grid Voltage Fault 1. If it happens now and then, wait. 2. If often, ask the grid company.\n3 Isolation Fault 1. Check the strings for contact with ground. 2. Check the PE cable.\n4 DC Bus Overvoltage 1. Check the PV voltage. 2. Restart the inverter.\n5 Internal Communication Fail Restart the inverter. If it comes again, call the dealer.\n6 BMS Fault 1. Check the battery cable. 2. Restart the battery."
    )
    for n in (
        "Utility Loss",
        "Grid Voltage Fault",
        "Isolation Fault",
        "DC Bus Overvoltage",
        "Internal Communication Fail",
        "BMS Fault",
    ):
        m.facts.append(alarm("", n))
    m.say(
        "5.4 Communication connection\n\nPIN\tBMS\tMeter\tEMS\n1\t485_A2\t485_B1\t485_A\n2\t485_B2\t485_A1\t485_B\n3\tGND\tNC\tGND\n4\tCAN_H\tNC\tNC\n5\tCAN_L\tNC\tNC\n6\tNC\tGND\tNC\n7\tNC\t485_A1\tNC\n8\tNC\t485_B1\tNC"
    )
    for n, *s in (
        ("1", "485_A2", "485_B1", "485_A"),
        ("2", "485_B2", "485_A1", "485_B"),
        ("3", "GND", "NC", "GND"),
        ("4", "CAN_H", "NC", "NC"),
        ("5", "CAN_L", "NC", "NC"),
        ("6", "NC", "GND", "NC"),
        ("7", "NC", "485_A1", "NC"),
        ("8", "NC", "485_B1", "NC"),
    ):
        m.facts += [pin(c, n, x) for c, x in zip(("BMS", "Meter", "EMS"), s, strict=True)]
    m.say("5.5 Multi-function terminal")
    m.table(
        tabs,
        ("Terminal", "G1", "G2", "N1", "N2", "D1", "D2"),
        (("Function", "Generator start", "Generator start", "Earth relay", "Earth relay", "Dry output", "Dry output"),),
    )
    m.say("6 Indicators")
    m.table(
        cells,
        ("Indicator", "Status", "Explanation"),
        (
            ("POWER", "On", "The equipment is powered on"),
            ("GRID", "On", "The grid is connected"),
            ("GRID", "Single flash", "The grid is there, not used"),
            ("ENERGY", "Double flash", "Feeding in"),
            ("ALARM", "On", "A fault has occurred"),
        ),
    )
    for i, p, t in (
        ("POWER", "steady", "The equipment is powered on"),
        ("GRID", "steady", "The grid is connected"),
        ("GRID", "flash", "The grid is there, not used"),
        ("ENERGY", "flash", "Feeding in"),
        ("ALARM", "steady", "A fault has occurred"),
    ):
        m.facts.append(lamp(t, (i, "", p)))
    m.ask("isolation fault", "contact with ground")
    return m


def ibis() -> Manual:
    m = Manual("ibis-dc-charger-md", held=False)
    m.say(
        "# Ibis DC 30 charger\n\n## Error messages\n\n### E-0101 Emergency stop pressed\n\nTurn the button to release it.\n\n### E-0204 Insulation monitor tripped\n\nThe vehicle or cable has a fault. Try another vehicle.\n\n### E-0310 Connector too hot\n\nLet the connector cool. Check the contacts.\n\n### W-0402 Filter is dirty\n\nClean the filter."
    )
    for c, n in (
        ("E-0101", "Emergency stop pressed"),
        ("E-0204", "Insulation monitor tripped"),
        ("E-0310", "Connector too hot"),
        ("W-0402", "Filter is dirty"),
    ):
        m.facts.append(alarm(c, n))
    m.say(
        "## Status light\n\n- **Green:** available\n- **Blue:** charging\n- **Blue, flashing:** preparing\n- **Red:** out of order"
    )
    for c, p, t in (
        ("green", "steady", "available"),
        ("blue", "steady", "charging"),
        ("blue", "flash", "preparing"),
        ("red", "steady", "out of order"),
    ):
        m.facts.append(lamp(t, ("Status", c, p)))
    m.say(
        "## Controller board, S1\n\n| S1 | Function | Factory setting |\n|---|---|---|\n| S1.1 | ON: termination of CAN | ON |\n| S1.2 | ON: service mode | OFF |"
    )
    m.facts += [dip("S1.1", "ON", "termination of CAN"), dip("S1.2", "ON", "service mode")]
    m.say(
        "## Ethernet plug\n\n| Contact | Colour (T568B) | Signal |\n|---|---|---|\n| 1 | orange-white | TX+ |\n| 2 | orange | TX- |\n| 3 | green-white | RX+ |\n| 6 | green | RX- |"
    )
    for n, s in (("1", "TX+"), ("2", "TX-"), ("3", "RX+"), ("6", "RX-")):
        m.facts.append(pin("Ethernet", n, s))
    m.say(
        "## Maintenance plan\n\n| Interval | Work | Check |\n|---|---|---|\n| 6 months | Clean the filter | Alarm list is empty |\n| 12 months | Test the emergency stop | Lamp turns red |\n| 24 months | Replace the fan | No warning |"
    )
    m.ask("E-0310", "cool")
    return m


def jackdaw() -> Manual:
    """Nothing of the kinds: a datasheet with ranges, protections as values, standards and dimensions."""
    m = Manual("jackdaw-datasheet", held=False)
    m.say("JACKDAW J100 battery\nDatasheet\nRev 2\n\nElectrical data")
    m.table(
        tabs,
        ("Parameter", "Min", "Typ", "Max", "Unit"),
        (
            ("Charge voltage", "56", "57.6", "58", "V"),
            ("Over-voltage protection", "-", "60", "-", "V"),
            ("Short-circuit protection", "-", "300", "500", "us"),
            ("Over-temperature protection", "-", "65", "-", "degC"),
        ),
    )
    m.say("Interfaces")
    m.table(
        tabs,
        ("Interface", "Type", "Number"),
        (
            ("CAN", "RJ45", "1"),
            ("RS485", "RJ45", "2"),
            ("RS232", "RJ11", "1"),
            ("Dry contact", "6-pin plug", "1"),
            ("LED", "RUN, ALM, SOC", "6"),
            ("DIP switch", "4 bits", "1"),
        ),
    )
    m.say("Standards\n\n1. IEC 62619\n2. UN38.3\n3. IEC 61000-6-1\n4. EN 62040\n\nCharge current by temperature")
    m.table(
        tabs,
        ("Temperature", "SOC 0-10 %", "SOC 10-90 %", "SOC 90-100 %"),
        (("0 to 10", "20 A", "30 A", "OFF"), ("10 to 45", "50 A", "100 A", "20 A"), ("45 to 55", "OFF", "30 A", "OFF")),
    )
    m.say("Compatible inverters")
    m.table(
        tabs,
        ("Brand", "Models", "Bus"),
        (("Pampas", "P5, P8", "CAN"), ("Quill", "Q10", "CAN"), ("Ravel", "R6", "RS485")),
        lambda brand, _, bus: protocol(brand, bus, [brand], ""),
    )
    m.ask("max charge voltage", "58")
    return m


def knot() -> Manual:
    """Nothing of the kinds: a safety and commissioning booklet."""
    m = Manual("knot-commissioning", held=False)
    m.say("KNOT commissioning record\nForm 12\n\n1 Checks before switching on")
    m.table(
        tabs,
        ("No.", "Check", "OK", "Not OK"),
        (
            ("1", "Polarity of B+ and B-", "", ""),
            ("2", "CAN cable plugged in", "", ""),
            ("3", "Earth connected", "", ""),
            ("4", "Alarm lamp off", "", ""),
        ),
    )
    m.say(
        "2 Order of switching on\n\n1. Battery breaker ON\n2. AC breaker ON\n3. DC switch ON\n4. Wait for the green light\n\n3 Order of switching off\n\n1. DC switch OFF\n2. AC breaker OFF\n3. Battery breaker OFF\n\n4 Measured values"
    )
    m.table(
        tabs,
        ("Point", "From", "To", "Limit"),
        (
            ("1", "P+", "PE", "> 1 MOhm"),
            ("2", "P-", "PE", "> 1 MOhm"),
            ("3", "L1", "N", "230 V"),
            ("4", "L2", "N", "230 V"),
        ),
    )
    m.say("5 Signs on the device")
    m.table(
        tabs,
        ("Sign", "Meaning"),
        (
            ("Triangle with bolt", "Danger of electric shock"),
            ("Flame", "Hot surface, do not touch"),
            ("Bin", "Do not throw into the household waste"),
        ),
    )
    m.say("6 Contacts\n\nPhone 1: service, phone 2: sales, phone 3: returns.")
    m.ask("insulation limit", "1 MOhm")
    return m
