"""A second round of made-up manuals, written after the recognisers were tuned on the first ten; tuned on afterwards."""

from __future__ import annotations

import re

from make import Manual, Rows, alarm, cells, dip, lamp, pin, spaces, tab_wrapped, tabs, tight

FOOT = "\n\nSabre Energy                       Installation manual                       {}\n\n"


def second() -> list[Manual]:
    return [sabre(), tern(), umbra(), velo(), wren(), xeno()]


def ocr(style, header, rows: Rows) -> str:
    """Letters taken for others, as text recognition does."""
    text = style(header, rows)
    return text.replace("voltage", "vo1tage").replace("Check", "Cheek").replace("RS485", "RS4S5")


def paged(style, header, rows: Rows, name: str) -> str:
    """A running foot line and a page number stand in the middle of the table."""
    half = len(rows) // 2
    return style(header, rows[:half]) + f"\n\n{name}    12\n\n" + "\n".join(style(header, rows[half:]).split("\n")[1:])


def sabre() -> Manual:
    m = Manual("sabre-lv-battery", held=False)
    m.say("SABRE LV48-75\nLithium iron phosphate battery\nOperation manual\nVersion 3.2")
    m.say(
        "Table of contents\n\n1 Introduction .......... 3\n2 Interface panel .......... 5\n2.1 LED indicators .......... 5\n2.2 RJ45 ports .......... 6\n3 Installation .......... 8\n4 Troubleshooting .......... 11"
    )
    m.say(
        "1 Introduction\n\nThe LV48-75 stores energy of home systems. Up to eight batteries work in parallel."
        + FOOT.format(4)
    )
    m.say("2 Interface panel\n\n2.1 LED indicators\n\nLED status indicators")
    rows = (
        ("Power off", "-", "OFF", "OFF", "OFF", "OFF", "everything is off"),
        ("Idle", "Normal", "Flash 1", "OFF", "OFF", "OFF", "no current flows"),
        ("", "Alarm", "Flash 1", "Flash 3", "OFF", "OFF", "a cell is low"),
        ("Charging", "Normal", "ON", "OFF", "ON", "ON", "the top lamp flashes"),
        ("", "Protection", "OFF", "ON", "OFF", "OFF", "charging is stopped"),
        ("Discharging", "Normal", "Flash 3", "OFF", "ON", "ON", "by state of charge"),
        ("", "Protection", "OFF", "ON", "OFF", "OFF", "discharging is stopped"),
    )
    m.table(tabs, ("Status", "Condition", "RUN", "ALM", "LED1", "LED2", "Note"), rows)
    mode = ""
    kinds = {"OFF": "off", "ON": "steady", "Flash 1": "flash", "Flash 3": "flash"}
    for row in rows:
        mode = row[0] or mode
        m.facts.append(lamp(f"{mode} {row[1]} {row[6]}", ("RUN", "", kinds[row[2]]), ("ALM", "", kinds[row[3]])))
    m.say("LED flash instructions")
    m.table(
        tabs,
        ("Flash", "On", "Off"),
        (("Flash 1", "0.25s", "3.75s"), ("Flash 3", "0.5s", "1.5s")),
        lambda n, a, b: {"kind": "blink", "name": n.replace(" ", ""), "on_s": float(a[:-1]), "off_s": float(b[:-1])},
    )
    m.say("2.2 RJ45 ports\n\nDefinition of RJ45 port pins")
    rows = (
        ("1", "--", "--", "RS485B"),
        ("2", "GND", "GND", "RS485A"),
        ("3", "--", "TX", "--"),
        ("4", "CANH", "--", "--"),
        ("5", "CANL", "--", "--"),
        ("6", "--", "RX", "--"),
        ("7", "--", "--", "RS485A"),
        ("8", "--", "--", "RS485B"),
    )
    m.table(spaces, ("No.", "CAN", "RS232", "RS485"), rows)
    for n, *signals in rows:
        for port, signal in zip(("CAN", "RS232", "RS485"), signals, strict=True):
            if signal != "--":
                m.facts.append(pin(port, n, signal))
    m.say("2.3 ADD switch\n\nDip 1 chooses the baud rate. A restart is needed after a change.")
    m.table(
        tabs,
        ("DIP", "Setting", "Definition"),
        (
            ("1", "OFF", "CAN 500k and RS485 115200"),
            ("1", "ON", "RS485 9600"),
            ("2", "OFF", "Terminal resistor out"),
            ("2", "ON", "Terminal resistor in"),
        ),
        lambda s, p, t: dip(s, p, t),
    )
    m.say(
        "3 Installation\n\nStep 1 Screw the bracket to the wall.\nStep 2 Hang the battery in.\nStep 3 Fasten the two screws at the side."
        + FOOT.format(9)
    )
    m.say("4 Troubleshooting\n\nProtection and alarm")
    m.table(
        tab_wrapped,
        ("Item", "Description", "Measure"),
        (
            (
                "Over voltage protection",
                "A cell or the pack is above its limit and charging is stopped",
                "Stop charging until it releases by itself",
            ),
            (
                "Under voltage protection",
                "A cell or the pack is below its limit and discharging is stopped",
                "Start charging within twelve hours",
            ),
            (
                "Charge over current protection",
                "More current than ninety amperes flows in",
                "Reduce the current set in the inverter",
            ),
            ("High temperature protection", "A cell is hotter than sixty degrees", "Let the battery cool down"),
            ("Reverse polarity", "Plus and minus are exchanged", "Correct the wiring and restart"),
        ),
        lambda n, *_: alarm("", n),
    )
    m.ask("how many batteries in parallel", "Up to eight")
    m.ask("what do I do when the battery is too hot", "cool down")
    m.ask("is a restart needed after changing the dip switch", "restart is needed")
    return m


def tern() -> Manual:
    m = Manual("tern-hybrid-inverter", held=False)
    m.say(
        "TERN 8K three phase hybrid inverter\nUser manual\nVer. 2.6, 2024-06-30\n\nTern Inverter Technology Co., Ltd."
    )
    m.say(
        "1. Safety introductions\n\nThis chapter is for everybody who works on the unit.\n\n2. Product layout\n\n3. Function port definition\n\nBMS: RS485/CAN port for battery communication"
    )
    m.table(
        tabs,
        ("No.", "RS485&CAN Pin"),
        (
            ("1", "485_B"),
            ("2", "485_A"),
            ("3", "GND_485"),
            ("4", "CAN-H"),
            ("5", "CAN-L"),
            ("6", "GND_485"),
            ("7", "485_A"),
            ("8", "485_B"),
        ),
        lambda n, s: pin("BMS", n, s),
    )
    m.say("Parallel port")
    m.table(
        tabs,
        ("No.", "RS485 Pin"),
        (
            ("1", "485_B"),
            ("2", "485_A"),
            ("3", "GND_485"),
            ("4", "--"),
            ("5", "--"),
            ("6", "GND_485"),
            ("7", "485_A"),
            ("8", "485_B"),
        ),
    )
    for n, s in (("1", "485_B"), ("2", "485_A"), ("3", "GND_485"), ("6", "GND_485"), ("7", "485_A"), ("8", "485_B")):
        m.facts.append(pin("Parallel", n, s))
    m.say("4. Operation\n\n4.1 LED indicators")
    m.table(
        tabs,
        ("LED Indicator", "", "Messages"),
        (
            ("DC", "Green led solid light", "PV connection normal"),
            ("AC", "Green led solid light", "Grid connection normal"),
            ("Normal", "Green led solid light", "Inverter operating normal"),
            ("Alarm", "Red led solid light", "Malfunction or warning"),
        ),
    )
    for n, c, t in (
        ("DC", "green", "PV connection normal"),
        ("AC", "green", "Grid connection normal"),
        ("Normal", "green", "Inverter operating normal"),
        ("Alarm", "red", "Malfunction or warning"),
    ):
        m.facts.append(lamp(t, (n, c, "steady")))
    m.table(
        tabs,
        ("Function Key", "Description"),
        (
            ("Esc", "To exit setting mode"),
            ("Up", "To go to previous selection"),
            ("Down", "To go to next selection"),
            ("Enter", "To confirm the selection"),
        ),
    )
    m.say(
        "5. Fault information and processing\n\nThe inverter follows the standard for grid operation. Before you call, note the serial number and the code."
    )
    m.table(
        cells,
        ("Error code", "Description", "Solutions"),
        (
            ("F01", "DC input reversed fault", "1. Check the polarity of the strings."),
            ("F07", "Soft start fault", "1. Wait five minutes and restart."),
            ("F13", "Working mode change", "1. Nothing is to be done when it happens once."),
            ("F18", "AC over current fault", "1. Check whether the backup load is too large."),
            ("F23", "AC leakage current fault", "1. Check the earthing of the modules."),
            ("F34", "AC overload fault", "1. Reduce the backup load."),
            ("F58", "BMS communication fault", "1. Check the battery cable and the protocol setting."),
            ("F64", "Heat sink high temperature failure", "1. Let the unit cool and check the fans."),
        ),
        lambda c, n, _: alarm(c, n),
    )
    m.ask("F58 shown after installing battery", "battery cable and the protocol")
    m.ask("what to note before calling service", "serial number")
    m.ask("how do I leave the settings menu", "exit setting mode")
    return m


def umbra() -> Manual:
    m = Manual("umbra-solar-charger-md", held=False)
    m.say("# Umbra MPPT 60\n\nManual rev 05 - 11/2023")
    m.say("## 1. LEDs\n\nThe charger has three LEDs.")
    m.table(
        lambda h, r: "\n".join("\t".join(x) for x in [h, *r]),
        ("Operation", "Bulk LED", "Absorption LED", "Float LED"),
        (
            ("Not charging", "Blinking", "Off", "Off"),
            ("Bulk", "On", "Off", "Off"),
            ("Absorption", "Off", "On", "Off"),
            ("Float", "Off", "Off", "On"),
        ),
    )
    kinds = {"Off": "off", "On": "steady", "Blinking": "flash"}
    for t, a, b, c in (
        ("Not charging", "Blinking", "Off", "Off"),
        ("Bulk", "On", "Off", "Off"),
        ("Absorption", "Off", "On", "Off"),
        ("Float", "Off", "Off", "On"),
    ):
        m.facts.append(lamp(t, ("Bulk", "", kinds[a]), ("Absorption", "", kinds[b]), ("Float", "", kinds[c])))
    m.say(
        "## 2. Error codes\n\n### Error 2 - Battery voltage too high\n\nThe error resets when the voltage has fallen. Other chargers may be the cause.\n\n### Error 17 - Charger overheated\n\nThe error resets when the charger has cooled. Check the airflow.\n\n### Error 33 - Input overvoltage\n\nShorten the string; the charger may be damaged.\n\n### Error 38 - Input shutdown\n\nDisconnect all wires and call your dealer."
    )
    for c, n in (
        ("2", "Battery voltage too high"),
        ("17", "Charger overheated"),
        ("33", "Input overvoltage"),
        ("38", "Input shutdown"),
    ):
        m.facts.append(alarm(c, n))
    m.say(
        "## 3. Communication port pinout\n\n| Pin | Name | Details |\n|---|---|---|\n| 1 | GND | |\n| 2 | RX | serial in, 3.3 V |\n| 3 | TX | serial out, 3.3 V |\n| 4 | V+ | supply, 10 mA at most |"
    )
    for n, s in (("1", "GND"), ("2", "RX"), ("3", "TX"), ("4", "V+")):
        m.facts.append(pin("Communication", n, s))
    m.say("## 4. Cleaning\n\nUse a soft brush for the cooling fins.")
    m.ask("error 33", "Shorten the string")
    m.ask("how to clean the fins", "soft brush")
    return m


def velo() -> Manual:
    m = Manual("velo-smart-meter", held=False)
    m.say("VELO S1 single-phase meter\nInstruction sheet 4")
    m.say("1 Wiring\n\nTerminals")
    m.table(
        cells,
        ("Terminal No.", "Definition"),
        (("1", "L in"), ("2", "N in"), ("3", "L out"), ("4", "N out"), ("5", "485A"), ("6", "485B")),
        lambda n, s: pin("Terminals", n, s),
    )
    m.say("2 Registers")
    m.table(
        tabs,
        ("Register", "Parameter", "Bytes", "Format"),
        (
            ("0000", "Line voltage", "4", "float"),
            ("0006", "Current", "4", "float"),
            ("000C", "Active power", "4", "float"),
            ("0046", "Frequency", "4", "float"),
        ),
    )
    m.say("3 Technical data")
    m.table(
        spaces,
        ("Data", "Value"),
        (
            ("Reference voltage", "230 V"),
            ("Overload current", "60 A"),
            ("Over voltage category", "III"),
            ("Pulse light", "1000 flashes per kWh"),
            ("Standard", "EN 50470"),
        ),
    )
    m.say("4 Reset\n\nHold both keys for five seconds to set the trip counter to zero.")
    m.ask("how to reset the trip counter", "Hold both keys")
    m.ask("what is the overload current", "60 A")
    return m


def wren() -> Manual:
    m = Manual("wren-stack-battery", held=False)
    m.say("Wren Stack H\nhigh voltage battery\nManual    Issue: B2")
    m.say("1 Panel\n\n1.1 Indicator description")
    m.table(
        cells,
        ("Indicator", "Display", "Definition"),
        (
            ("Status light", "Green constant", "Working normally"),
            ("Status light", "Green blinking", "Standby"),
            ("Status light", "Red constant", "Fault, see chapter 3"),
            ("SOC light", "Blue constant", "Charge above a quarter"),
            ("SOC light", "Blue blinking", "Charge below a quarter"),
        ),
    )
    for i, c, p, t in (
        ("Status", "green", "steady", "Working normally"),
        ("Status", "green", "flash", "Standby"),
        ("Status", "red", "steady", "Fault, see chapter 3"),
        ("SOC", "blue", "steady", "Charge above a quarter"),
        ("SOC", "blue", "flash", "Charge below a quarter"),
    ):
        m.facts.append(lamp(t, (i, c, p)))
    m.say("1.2 COM port")
    m.parts.append(
        ocr(
            tabs,
            ("PIN", "Definition"),
            (
                ("1", "RS485-B"),
                ("2", "RS485-A"),
                ("3", "GND"),
                ("4", "CAN-H"),
                ("5", "CAHL"),
                ("6", "GND"),
                ("7", "WAKE+"),
                ("8", "WAKE-"),
            ),
        )
    )
    for n, s in enumerate(("RS485-B", "RS485-A", "GND", "CAN-H", "CAN-L", "GND", "WAKE+", "WAKE-"), 1):
        m.facts.append(pin("COM", str(n), s))
    m.say(
        "2 First start\n\n1. Switch the breaker on.\n2. Press the key for two seconds.\n3. Wait until the light is green."
    )
    m.say("3 Faults")
    rows = (
        ("E001", "Cell over voltage", "Check the charger"), ("E002", "Cell under voltage", "Charge the stack"), ("E003", "Insulation fault", "Check the cables to the inverter"),
        ("E004", "Pre-charge failure", "Switch off and on again"), ("E005", "Total over voltage", "Check the charger"), ("E006", "Contactor fault", "Call the service"),
    )  # fmt: skip
    m.parts.append(paged(lambda h, r: ocr(tabs, h, r), ("Code", "Fault", "Remedy"), rows, "Wren Stack H"))
    for c, n, _ in rows:
        m.facts.append(alarm(c, re.sub("vo1tage", "voltage", n)))
    m.ask("how do I start it for the first time", "Press the key")
    m.ask("fault E003", "cables to the inverter")
    return m


def xeno() -> Manual:
    m = Manual("xeno-ac-coupled-inverter", held=False)
    m.say("XENO AC5 retrofit inverter\nInstaller guide  Edition 2.0")
    m.say(
        "1 Lights on the front\n\nIndicator Status Description\nSYSTEM On The inverter works\nBlinking The inverter is starting\nOff The inverter is switched off\nCOMM On Cloud and battery connected\nBlinking Only the battery is connected\nOff Nothing is connected"
    )
    for i, p, t in (
        ("SYSTEM", "steady", "The inverter works"),
        ("SYSTEM", "flash", "The inverter is starting"),
        ("SYSTEM", "off", "The inverter is switched off"),
        ("COMM", "steady", "Cloud and battery connected"),
        ("COMM", "flash", "Only the battery is connected"),
        ("COMM", "off", "Nothing is connected"),
    ):
        m.facts.append(lamp(t, (i, "", p)))
    m.say("2 Battery protocol\n\nThe inverter finds the brand by the DIP switch under the cover (RS485).")
    m.table(
        tabs,
        ("ID", "Battery brand", "DIP"),
        (("0", "Norda", "0000"), ("1", "Ostra/Pinex", "1000"), ("2", "Quarto", "0100")),
        lambda i, b, d: {
            "kind": "protocol",
            "protocol_id": i,
            "bus": "RS485",
            "brands": b.split("/"),
            "dip": {str(n): "ON" if v == "1" else "OFF" for n, v in enumerate(d, 1)},
        },
    )
    m.say("3 CT connector")
    m.table(
        tight,
        ("Pin", "Signal"),
        (("1", "CT-L1+"), ("2", "CT-L1-"), ("3", "NTC+"), ("4", "NTC-")),
        lambda n, s: pin("CT", n, s),
    )
    m.say(
        "4 Alarm list\n\nA01 Grid overvoltage. Check the mains.\nA02 Grid lost. Wait for the mains.\nA05 Battery undervoltage. Charge the battery.\nA09 Overtemperature. Improve the airflow.\nA15 EEPROM error. Call the service."
    )
    for c, n in (
        ("A01", "Grid overvoltage"),
        ("A02", "Grid lost"),
        ("A05", "Battery undervoltage"),
        ("A09", "Overtemperature"),
        ("A15", "EEPROM error"),
    ):
        m.facts.append(alarm(c, n))
    m.ask("A09 what to do", "airflow")
    m.ask("comm light blinking", "Only the battery")
    return m
