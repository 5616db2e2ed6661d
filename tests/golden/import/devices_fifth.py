"""A fifth round of made-up manuals: RJ45 pinouts, dial codes, lamp columns with symbols, Error IDs, bullet lists, and tempting tables that are none."""

from __future__ import annotations

from devices_nothing import sorrel, teasel
from make import (
    Manual,
    alarm,
    blink,
    cells,
    dip,
    html,
    lamp,
    panel,
    pin,
    pipes,
    spaces,
    switched,
    tab_wrapped,
    tabs,
    tight,
)


def fifth() -> list[Manual]:
    return [larkspur(), mistral(), nettle(), osprey(), pollux(), rowan(), sorrel(), teasel()]


def larkspur() -> Manual:
    m = Manual("larkspur-lv-pack", held=False)
    m.say("LARKSPUR LV48-100 lithium pack\nProduct Manual\nVersion 1.4\n\n1 Packing list")
    m.table(
        tabs,
        ("No.", "Item", "Quantity"),
        (
            ("1", "Battery module", "1"),
            ("2", "Power cable red", "1"),
            ("3", "Power cable black", "1"),
            ("4", "RJ45 cable 2 m", "1"),
            ("5", "M6 screw", "8"),
        ),
    )
    m.say("3.2 RJ45 Port definition\n\nCAN / RS485 port to the inverter")
    rows = (
        ("1", "RS485B"),
        ("2", "RS485A"),
        ("3", "GND"),
        ("4", "CAN_H"),
        ("5", "CAN_L"),
        ("6", "GND"),
        ("7", "RS485A"),
        ("8", "RS485B"),
    )
    m.table(tight, ("PIN", "Description"), rows, lambda n, s: pin("CAN/RS485", n, s))
    m.say("Link port\n\nRS485-1 and RS485-2 link packs to each other.")
    links = (("1, 8", "B1", "B1"), ("2, 7", "A1", "A1"), ("3, 6", "GND", "GND"), ("4", "IN", "NC"), ("5", "NC", "OUT"))
    m.table(tabs, ("PIN", "RS485-1", "RS485-2"), links)
    for port, col in (("RS485-1", 1), ("RS485-2", 2)):
        m.facts += [pin(port, p, r[col]) for r in links for p in r[0].split(", ")]
    m.say("3.4 ADD switch\n\nThe ADD switch has four dials. Turn the pack off before setting it.")
    adr = (
        ("0", "OFF", "OFF", "OFF", "OFF", "Stand alone"),
        ("1", "ON", "OFF", "OFF", "OFF", "Master"),
        ("2", "OFF", "ON", "OFF", "OFF", "Slave 1"),
        ("3", "ON", "ON", "OFF", "OFF", "Slave 2"),
        ("4", "OFF", "OFF", "ON", "OFF", "Slave 3"),
    )
    m.table(tabs, ("Address", "Dial 1", "Dial 2", "Dial 3", "Dial 4", "Role"), adr)
    m.facts += [dip("1-4", " ".join(r[1:5]), f"{r[0]} {r[5]}") for r in adr]
    m.say("3.5 LED lamps\n\nTable 3-3 LED status")
    lamps = (
        ("Shut down", "All normal", "○", "○"),
        ("Standby", "Normal", "☆ Flash 1", "○"),
        ("Standby", "Warning", "☆ Flash 1", "☆ Flash 3"),
        ("Charge", "Normal", "●", "○"),
        ("Charge", "Overvoltage stop", "●", "●"),
        ("Discharge", "Normal", "☆ Flash 3", "○"),
        ("Discharge", "Undervoltage stop", "○", "●"),
    )
    m.say("● lit, ○ off, ☆ flashing")
    m.table(
        tabs,
        ("Condition", "Detail", "RUN", "ALM"),
        lamps,
        lambda c, d, *shown: panel(f"{c} {d}", ("RUN", "ALM"), shown),
    )
    m.say("Table 3-4 Flash definition")
    m.table(
        tabs,
        ("Flash mode", "On", "Off"),
        (("Flash 1", "0.25 s", "3.75 s"), ("Flash 2", "0.5 s", "0.5 s"), ("Flash 3", "0.5 s", "1.5 s")),
        lambda n, on, off: blink(n, float(on[:-2]), float(off[:-2]), meaning=n),
    )
    m.say("5 Maintenance\n\nProblem determination")
    m.table(
        tab_wrapped,
        ("Fault", "Possible reason", "Solution"),
        (
            (
                "Pack does not start",
                "Voltage is below 40 V",
                "Charge with 54 V and a small current, then press the button",
            ),
            ("Cannot charge", "Cell overvoltage protection is active", "Discharge the pack a little"),
            ("Fan-less hot case", "Ambient temperature above 50 degrees", "Let it cool for two hours"),
        ),
    )
    m.ask("slave 2 address dial", "Slave 2")
    m.ask("flash 3 timing", "1.5 s")
    return m


def mistral() -> Manual:
    m = Manual("mistral-hybrid-inverter", held=False)
    m.say(
        "MISTRAL 8K-SG hybrid inverter\nUser manual Ver 2.1, 2024-05\n\nContents\n1. Safety ............ 3\n2. Ports ............. 7\n3. Fault codes ....... 21\n4. Lamps ............. 25\n\n2. Ports\n\n2.1 BMS port\n\nPin  BMS_CAN        Pin  METER_485\n1    NC             1    METER-B\n2    NC             2    METER-A\n3    NC             3    COM-GND\n4    CANH           4    METER-B\n5    CANL           5    METER-A\n6    GND            6    COM-GND\n7    485A           7    NC\n8    485B           8    NC"
    )
    for n, (a, b) in enumerate(
        (
            ("NC", "METER-B"),
            ("NC", "METER-A"),
            ("NC", "COM-GND"),
            ("CANH", "METER-B"),
            ("CANL", "METER-A"),
            ("GND", "COM-GND"),
            ("485A", "NC"),
            ("485B", "NC"),
        ),
        1,
    ):
        m.facts += [pin("BMS_CAN", str(n), a), pin("METER_485", str(n), b)]
    m.say("2.2 Wire sizes")
    m.table(
        tabs,
        ("Model", "Wire size", "Cable (mm2)", "Torque value (max)"),
        (("5 kW", "12 AWG", "4", "1.2 N.m"), ("6 kW", "10 AWG", "6", "1.2 N.m"), ("8 kW", "8 AWG", "10", "1.2 N.m")),
    )
    m.say(
        "3. Fault codes\n\nIf one of the following messages appears on the display, follow the right column. If it stays, ask the dealer."
    )
    rows = (
        ("F01", "DC_Inversed_Failure", "1. Check the polarity of the PV input. 2. Restart the unit."),
        ("F08", "GFDI_Relay_Failure", "1. Check the grounding. 2. Restart the unit."),
        ("F13", "Working_Mode_change", "1. Goes away by itself. 2. Switch off for one minute."),
        ("F18", "AC over current fault of hardware", "1. Check whether the load is in range. 2. Restart the unit."),
        ("F20", "DC over current fault of the hardware", "1. Check PV and battery current. 2. Restart."),
        ("F23", "AC leakage current is transient over current", "1. Check the earth of the PV cable."),
        ("F41", "Parallel system stopped", "1. Look at the other inverters of the group."),
        ("F56", "DC busbar voltage is too low", "1. Check the battery voltage. 2. Charge the battery."),
    )
    half = len(rows) // 2
    m.parts.append(
        tabs(("Error code", "Description", "Solutions"), rows[:half])
        + "\n\n- 22 -\nMISTRAL 8K-SG User manual\n\n"
        + tabs(("", "", ""), rows[half:]).strip()
    )
    m.facts += [alarm(c, n) for c, n, _ in rows]
    m.say(
        "4. Lamps\n\n4.1 LED indicators\n\nLED indicator    Colour    Meaning\nDC               Green     solid on: PV connection is normal\nAC               Green     solid on: grid connection is normal\nNormal           Green     solid on: inverter works normally\nAlarm            Red       solid on: malfunction or warning"
    )
    for i, c, t in (
        ("DC", "green", "PV connection is normal"),
        ("AC", "green", "grid connection is normal"),
        ("Normal", "green", "inverter works normally"),
        ("Alarm", "red", "malfunction or warning"),
    ):
        m.facts.append(lamp(t, (i, c, "steady")))
    m.ask("F56", "Charge the battery")
    m.ask("F41 what is it", "other inverters")
    return m


def nettle() -> Manual:
    m = Manual("nettle-solar-inverter-md", held=False)
    m.say("# Nettle NT-6 string inverter\n\nInstallation and operation\n\n## 7 Faults\n\n### 7.1 Error IDs")
    m.table(
        pipes,
        ("Alarm ID", "Alarm name", "Severity", "Possible cause", "Suggestion"),
        (
            (
                "2001",
                "High string voltage",
                "Major",
                "Too many modules in a string.",
                "1. Take modules away until the voltage is in range.",
            ),
            (
                "2011",
                "String reversed",
                "Major",
                "The polarity is wrong.",
                "1. Wait until the current is below 0.5 A and turn the switch off. 2. Correct the polarity.",
            ),
            (
                "2032",
                "Grid loss",
                "Major",
                "1. The grid has an outage. 2. The AC breaker is off.",
                "1. Wait. 2. Turn the breaker on.",
            ),
            (
                "2062",
                "Low insulation resistance",
                "Major",
                "The string is wet or touches ground.",
                "1. Measure the resistance against ground.",
            ),
            ("2086", "External fan abnormal", "Minor", "The fan is blocked.", "1. Clean the fan."),
        ),
        lambda c, n, *_: alarm(c, n),
    )
    m.say(
        '### 7.2 Indicators\n\n<table><tr><th>Category</th><th>Status</th><th></th><th>Description</th></tr><tr><th></th><th>LED1</th><th>LED2</th><th></th></tr><tr><td rowspan="3">Running indication</td><td>Steady green</td><td>Steady green</td><td>The unit feeds in.</td></tr><tr><td>Blinking green slowly</td><td>Off</td><td>DC on and AC off.</td></tr><tr><td>Off</td><td>Blinking green slowly</td><td>DC off and AC on.</td></tr><tr><td rowspan="2">Alarm indication</td><td>Blinking red fast</td><td>Off</td><td>DC environmental alarm.</td></tr><tr><td>Steady red</td><td>Steady red</td><td>The unit is faulty.</td></tr></table>'
    )
    for a, b, t in (
        (("green", "steady"), ("green", "steady"), "The unit feeds in."),
        (("green", "flash"), ("", "off"), "DC on and AC off."),
        (("", "off"), ("green", "flash"), "DC off and AC on."),
        (("red", "flash"), ("", "off"), "DC environmental alarm."),
        (("red", "steady"), ("red", "steady"), "The unit is faulty."),
    ):
        m.facts.append(lamp(t, ("LED1", *a), ("LED2", *b)))
    m.say("### 5.4 Signal terminal")
    m.table(
        pipes,
        ("No.", "Label", "Function"),
        (
            ("1", "485A1-1", "RS485A, RS485 differential signal+"),
            ("2", "485A1-2", "RS485A, RS485 differential signal+"),
            ("3", "485B1-1", "RS485B, RS485 differential signal-"),
            ("4", "485B1-2", "RS485B, RS485 differential signal-"),
            ("5", "PE", "Shield"),
            ("6", "DIN1", "Ripple control 1"),
            ("7", "GND", "Ground"),
        ),
        lambda n, s, _: pin("Signal terminal", n, s),
    )
    m.say("## 9 Register map")
    m.table(
        pipes,
        ("Address", "Name", "Type", "Gain", "Unit"),
        (
            ("30070", "Model ID", "U16", "1", "-"),
            ("32016", "PV1 voltage", "I16", "10", "V"),
            ("32017", "PV1 current", "I16", "100", "A"),
            ("32080", "Active power", "I32", "1000", "kW"),
            ("32090", "Fault code", "U16", "1", "-"),
        ),
    )
    m.ask("alarm 2062", "against ground")
    m.ask("external fan abnormal", "Clean the fan")
    return m


def osprey() -> Manual:
    m = Manual("osprey-mppt-charger", held=False)
    m.say(
        "OSPREY MPPT 150/60\nManual\nRev 04 - 02/2024\n\n6. Operation\n\n6.1 LED indications\n\n- Bulk (blue), Absorption (yellow), Float (green)\n"
    )
    m.table(
        spaces,
        ("Condition", "Bulk LED", "Absorption LED", "Float LED"),
        (
            ("Not charging", "Blinking", "Off", "Off"),
            ("Bulk", "On", "Off", "Off"),
            ("Absorption", "Off", "On", "Off"),
            ("Float", "Off", "Off", "On"),
            ("Charger temperature too high", "Off", "Off", "Blinking"),
            ("Charger over-current", "Blinking", "Off", "Blinking"),
            ("Internal communication issue", "Off", "Blinking", "Off"),
        ),
        lambda said, *shown: panel(said, ("Bulk", "Absorption", "Float"), shown),
    )
    m.say(
        "8. Error overview\n\nError 2 - Battery voltage too high\nThe error resets itself when the voltage has dropped. It may come from other chargers on the same battery.\n\nError 17 - Charger overheated despite reduced output current\nThe error resets when the charger is cool. Check the air around the heatsink.\n\nError 18 - Charger over-current\nDisconnect the charger from all sources, wait three minutes and connect it again.\n\nError 20 - Maximum bulk time exceeded\nThe battery was not full after ten hours. Check the battery size.\n\nError 33 - PV over-voltage\nThe panels are in a wrong configuration. Reduce the number in series.\n\nError 116 - Calibration data lost\nThe unit has to be replaced."
    )
    for c, n in (
        ("2", "Battery voltage too high"),
        ("17", "Charger overheated despite reduced output current"),
        ("18", "Charger over-current"),
        ("20", "Maximum bulk time exceeded"),
        ("33", "PV over-voltage"),
        ("116", "Calibration data lost"),
    ):
        m.facts.append(alarm(c, n))
    m.say("9. Rotary switch\n\nThe rotary switch chooses the charge voltage.")
    m.table(
        spaces,
        ("Pos", "Suggested battery type", "Absorption V", "Float V"),
        (
            ("0", "Gel long life", "28.2", "27.6"),
            ("1", "Gel deep discharge", "28.6", "27.6"),
            ("2", "Default", "28.8", "27.6"),
            ("3", "AGM spiral", "29.4", "27.6"),
            ("7", "Lithium", "28.4", "27.0"),
        ),
        lambda n, *told: dip("Rotary switch", n, " ".join(told)),
    )
    m.say("10. VE-type data port\n\nPin 1  GND\nPin 2  RX\nPin 3  TX\nPin 4  +5 V")
    for n, s in enumerate(("GND", "RX", "TX", "+5 V"), 1):
        m.facts.append(pin("data port", str(n), s))
    m.ask("error 18", "wait three minutes")
    m.ask("float led blinking", "temperature")
    return m


def pollux() -> Manual:
    m = Manual("pollux-energy-meter", held=False)
    m.say(
        "POLLUX EM-63 three phase energy meter\nUser Manual V1.0\n\n1 Terminals\n\nTerminal  Function\n1, 3      L1 in, L1 out\n4, 6      L2 in, L2 out\n7, 9      L3 in, L3 out\n10        N\n13 14     S01 pulse output\n23        A+ (RS485)\n24        B- (RS485)\n25        G (RS485)"
    )
    for n, s in (
        ("1", "L1 in"),
        ("3", "L1 out"),
        ("4", "L2 in"),
        ("6", "L2 out"),
        ("7", "L3 in"),
        ("9", "L3 out"),
        ("10", "N"),
        ("23", "A+ (RS485)"),
        ("24", "B- (RS485)"),
        ("25", "G (RS485)"),
    ):
        m.facts.append(pin("Terminals", n, s))
    m.say(
        "2 Display menu\n\n1. Set-up\n1.1 Address (001-247)\n1.2 Baud rate (2400, 9600, 38400)\n1.3 Parity (None, Even, Odd)\n1.4 Pulse 1 (0.001, 0.01, 0.1, 1 kWh)\n2. Test\n2.1 Display test\n\n3 Scroll screens"
    )
    m.table(
        cells,
        ("Key", "Short press", "Long press"),
        (
            ("U/I", "Voltage and current", "Back"),
            ("M", "Maximum demand", "Left"),
            ("PF", "Power factor and frequency", "Right"),
            ("E", "Energy", "Enter"),
        ),
    )
    m.say("4 Input registers")
    m.table(
        tabs,
        ("Register", "Parameter", "Units", "Format", "Hi byte", "Lo byte"),
        (
            ("30001", "Phase 1 line to neutral volts", "V", "Float", "00", "00"),
            ("30003", "Phase 2 line to neutral volts", "V", "Float", "00", "02"),
            ("30005", "Phase 3 line to neutral volts", "V", "Float", "00", "04"),
            ("30071", "Frequency", "Hz", "Float", "00", "46"),
        ),
    )
    m.say("5 Pulse LED\n\nThe red LED on the front flashes 1000 times for each kWh.\n\n6 Exception codes")
    m.table(
        tabs,
        ("Code", "Name", "Meaning"),
        (
            ("01", "Illegal function", "The function is not supported"),
            ("02", "Illegal data address", "The register does not exist"),
            ("03", "Illegal data value", "The value is out of range"),
            ("05", "Slave device failure", "The meter has an internal error"),
        ),
    )
    m.ask("which terminal is rs485 a", "A+ (RS485)")
    return m


def rowan() -> Manual:
    m = Manual("rowan-bms-md", held=False)
    m.say("# Rowan BMS R16\n\nRev 1.2\n\n## 2 Connectors\n\n### 2.1 CAN port")
    m.table(
        html,
        ("Pin no.", "Define", "Remark"),
        (
            ("1", "CAN_H", "to the inverter"),
            ("2", "CAN_L", "to the inverter"),
            ("3", "GND", "isolated"),
            ("4", "12V", "max 100 mA"),
        ),
        lambda n, s, _: pin("CAN port", n, s),
    )
    m.say("### 2.2 Balance cable")
    m.table(
        html,
        ("Terminal", "Connect to"),
        (("B-", "Pack negative"), ("P-", "Load and charger negative"), ("B+", "Pack positive")),
        lambda n, s: pin("Balance cable", n, s),
    )
    m.say("## 3 DIP code\n\nBinary: 1 is ON.")
    rows = (("0", "0", "0", "0", "1"), ("1", "0", "0", "0", "2"), ("0", "1", "0", "0", "3"), ("1", "1", "0", "0", "4"))
    m.table(
        html,
        ("DIP1", "DIP2", "DIP3", "DIP4", "Pack address"),
        rows,
        lambda *r: dip("1-4", switched("".join(r[:4])), f"Pack address {r[4]}"),
    )
    m.say("## 4 SOC lamps")
    soc = (
        ("0-25 %", "Flashing", "Off", "Off", "Off"),
        ("25-50 %", "On", "Flashing", "Off", "Off"),
        ("50-75 %", "On", "On", "Flashing", "Off"),
        ("75-100 %", "On", "On", "On", "Flashing"),
    )
    names = ("L1", "L2", "L3", "L4")
    m.table(html, ("Capacity", *names), soc, lambda said, *shown: panel(said, names, shown))
    m.say(
        "## 5 Alarms\n\n- W01 Cell low voltage: charge the pack soon\n- W02 Cell high voltage: lower the charge voltage\n- W05 MOS high temperature: improve the cooling\n- P03 Short circuit protection: remove the load and restart"
    )
    for c, n in (
        ("W01", "Cell low voltage"),
        ("W02", "Cell high voltage"),
        ("W05", "MOS high temperature"),
        ("P03", "Short circuit protection"),
    ):
        m.facts.append(alarm(c, n))
    m.ask("P03", "remove the load")
    return m
