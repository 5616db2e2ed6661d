"""A sixth round of made-up manuals: torn pages, binary DIP rows, blink counts, warning and fault codes apart, side-by-side ports; two hold nothing."""

from __future__ import annotations

from make import (
    Manual,
    alarm,
    cells,
    dip,
    lamp,
    pin,
    pipes,
    protocol,
    run_on,
    spaces,
    split_table,
    switched,
    tab_wrapped,
    tabs,
    tight,
)


def sixth() -> list[Manual]:
    return [ulva(), verdin(), willet(), yarrow(), zephyr(), alder(), bracken(), cobble()]


def ulva() -> Manual:
    m = Manual("ulva-stack-battery", held=False)
    m.say(
        "ULVA Stack 5.1 energy storage battery\nUSER MANUAL\nDocument version: 03 (2023-11-02)\n\n2.3 Interface of the battery management unit\n\n2.3.1 DIP switch\n\nBefore changing the DIP switch please power the BMU off. 1: ON, 0: OFF"
    )
    rows = (
        ("0 0 0 0", "1", "single or master"),
        ("1 0 0 0", "2", "slave 1"),
        ("0 1 0 0", "3", "slave 2"),
        ("1 1 0 0", "4", "slave 3"),
        ("0 0 1 0", "5", "slave 4"),
    )
    m.table(tabs, ("DIP code 1 2 3 4", "Address", "Definition"), rows)
    for bits, a, t in rows:
        m.facts.append(dip("1-4", switched(bits), f"{a} {t}"))
    m.say("2.3.2 COM / CAN interface\n\nThe pin assignment of the 8-pin sockets:")
    m.table(
        cells,
        ("Pin", "COM", "CAN", "Remark"),
        (
            ("1", "RS485_B", "GND", "-"),
            ("2", "RS485_A", "NC", "-"),
            ("3", "GND", "NC", "-"),
            ("4", "NC", "CAN_H", "-"),
            ("5", "NC", "CAN_L", "-"),
            ("6", "GND", "NC", "-"),
            ("7", "RS485_A", "NC", "-"),
            ("8", "RS485_B", "GND", "-"),
        ),
    )
    for n, a, b in (
        ("1", "RS485_B", "GND"),
        ("2", "RS485_A", "NC"),
        ("3", "GND", "NC"),
        ("4", "NC", "CAN_H"),
        ("5", "NC", "CAN_L"),
        ("6", "GND", "NC"),
        ("7", "RS485_A", "NC"),
        ("8", "RS485_B", "GND"),
    ):
        m.facts += [pin("COM", n, a), pin("CAN", n, b)]
    m.say("2.4 LED indicators\n\n2.4.1 Working status")
    lamps = (
        ("Power off", "-", "Off", "Off", "Off"),
        ("Standby", "Normal", "Flash 1", "Off", "Off"),
        ("Charge", "Normal", "On", "Off", "Flash 2 (top LED)"),
        ("Charge", "Over-current protection", "Off", "On", "Off"),
        ("Discharge", "Normal", "Flash 3", "Off", "On"),
        ("Discharge", "Over-temperature protection", "Off", "On", "Off"),
    )
    m.table(split_table, ("Status", "Condition", "RUN", "ALM", "SOC LEDs"), lamps)
    word = {"-": "off", "Off": "off", "On": "steady"}
    for s, c, r, a, b in lamps:
        m.facts.append(
            lamp(
                f"{s} {c.strip('-')}".strip(),
                ("RUN", "", word.get(r, "flash")),
                ("ALM", "", word.get(a, "flash")),
                ("SOC LEDs", "", word.get(b, "flash")),
            )
        )
    m.say("5 Fault handling")
    m.table(
        tab_wrapped,
        ("No.", "Fault", "Analysis", "Handling"),
        (
            (
                "1",
                "No output",
                "Undervoltage protection works or the breaker is off",
                "Charge the battery or switch the breaker on",
            ),
            ("2", "Short charging time", "The capacity fell", "Contact the service"),
        ),
    )
    m.ask("dip of slave 3", "slave 3")
    return m


def verdin() -> Manual:
    m = Manual("verdin-grid-inverter", held=False)
    m.say(
        "VERDIN 10-TL3 three-phase inverter\nInstallation & Operation Manual\nRevision 1.06\n\n1 Introduction\n\nThe inverter feeds the grid.\n\n6 Display and LEDs\n\n6.1 LED\n\nThe front of the unit has three LEDs:\nPOWER (green): lit while the unit is supplied\nGRID (green): blinks while the grid is checked; lit while feeding in\nFAULT (red): lit when a fault is active; blinks on a warning"
    )
    for t, s in (
        ("while the unit is supplied", ("POWER", "green", "steady")),
        ("while the grid is checked", ("GRID", "green", "flash")),
        ("while feeding in", ("GRID", "green", "steady")),
        ("when a fault is active", ("FAULT", "red", "steady")),
        ("on a warning", ("FAULT", "red", "flash")),
    ):
        m.facts.append(lamp(t, s))
    m.say("7 Troubleshooting\n\n7.1 Warning codes")
    w = (
        ("W01", "Fan locked", "Clean the fan inlet"),
        ("W05", "Meter communication lost", "Check the cable to the meter"),
        ("W09", "String 2 current low", "Look for shadow on string 2"),
    )
    m.table(spaces, ("Warning code", "Meaning", "What to do"), w, lambda c, n, _: alarm(c, n))
    m.say("7.2 Fault codes")
    f = (
        (
            "E101",
            "AC voltage out of range (phase L1)",
            "Measure the grid voltage. If it is in range, call the service.",
        ),
        ("E105", "AC frequency out of range", "Wait until the grid is stable."),
        ("E203", "Insulation resistance too low", "Check the modules and cables for damage."),
        ("E204", "Residual current too high", "Restart the unit. Check the insulation."),
        ("E310", "Internal relay stuck", "Call the service."),
        ("E311", "Heat sink too hot", "Give the unit more air."),
    )
    m.parts.append("Code Message Remedy\n" + "\n".join(f"{c} {n}\n{a}" for c, n, a in f))
    m.facts += [alarm(c, n) for c, n, _ in f]
    m.say("8 Terminal block X4\n\nX4: 1 = DRM1/5, 2 = DRM2/6, 3 = DRM3/7, 4 = DRM4/8, 5 = REF, 6 = COM")
    for n, s in enumerate(("DRM1/5", "DRM2/6", "DRM3/7", "DRM4/8", "REF", "COM"), 1):
        m.facts.append(pin("X4", str(n), s))
    m.say("9 Torque and cable")
    m.table(
        tabs,
        ("Connection", "Cable", "Torque"),
        (("AC", "6 mm2", "1.5 Nm"), ("PE", "6 mm2", "2 Nm"), ("DC", "4 mm2", "-")),
    )
    m.ask("E311", "more air")
    m.ask("w05 warning", "cable to the meter")
    return m


def willet() -> Manual:
    m = Manual("willet-wallbox-md", held=False)
    m.say(
        "# Willet W11 wallbox\n\nUser guide, edition 2\n\n## LED bar\n\n| Colour | Behaviour | Status of the charger |\n|:--|:--|:--|\n| Green | Solid | Ready, no car |\n| Green | Pulsing | Waiting for the car |\n| Blue | Pulsing | Charging |\n| Blue | Solid | Charging has ended |\n| Yellow | Solid | Locked by the app |\n| Red | Solid | Error, see the list |\n| Red | Blinking | Update is running |\n| - | Off | No supply |"
    )
    for c, p, t in (
        ("green", "steady", "Ready, no car"),
        ("green", "flash", "Waiting for the car"),
        ("blue", "flash", "Charging"),
        ("blue", "steady", "Charging has ended"),
        ("yellow", "steady", "Locked by the app"),
        ("red", "steady", "Error, see the list"),
        ("red", "flash", "Update is running"),
        ("", "off", "No supply"),
    ):
        m.facts.append(lamp(t, ("LED bar", c, p)))
    m.say(
        "## Errors\n\n* **ERR 1** Residual current: unplug the car and restart.\n* **ERR 2** Over temperature: wait until the box is cool.\n* **ERR 3** Contactor stuck: switch the supply off and call the service.\n* **ERR 7** Overvoltage of the mains: the box starts again by itself."
    )
    for c, n in (
        ("1", "Residual current"),
        ("2", "Over temperature"),
        ("3", "Contactor stuck"),
        ("7", "Overvoltage of the mains"),
    ):
        m.facts.append(alarm(f"ERR {c}", n))
    m.say("## Current limit\n\nThe rotary selector inside sets the highest current.")
    m.table(
        pipes,
        ("Position", "Current"),
        (("0", "6 A"), ("1", "8 A"), ("2", "10 A"), ("3", "13 A"), ("4", "16 A")),
        lambda p, c: dip("Rotary selector", p, f"Current {c}"),
    )
    m.say(
        "## DIP switches\n\n| DIP | ON | OFF |\n|---|---|---|\n| 1 | Free charging | RFID needed |\n| 2 | One phase | Three phases |\n| 3 | Modbus slave | Modbus master |"
    )
    for n, a, b in (
        ("1", "Free charging", "RFID needed"),
        ("2", "One phase", "Three phases"),
        ("3", "Modbus slave", "Modbus master"),
    ):
        m.facts += [dip(n, "ON", a), dip(n, "OFF", b)]
    m.say(
        "## Delivery\n\n| Pos. | Part | Quantity |\n|---|---|---|\n| 1 | Wallbox | 1 |\n| 2 | Wall plugs | 4 |\n| 3 | Screws 6 x 60 | 4 |\n| 4 | RFID card | 2 |"
    )
    m.ask("box blinks red", "Update is running")
    m.ask("contactor stuck", "switch the supply off")
    return m


def yarrow() -> Manual:
    m = Manual("yarrow-bms-100a", held=False)
    m.say(
        "YARROW BMS 8S-16S 100A\nSpecification\nVer. A2\n\n5 Interface definition\n\nRS485/CAN                                RS232\n8P8C vertical RJ45                       6P6C vertical RJ11\nRJ45 pin   Definition                    RJ11 pin   Definition\n1, 8       RS485-B1                      1          NC\n2, 7       RS485-A1                      2          NC\n3, 6       GND                           3          TX\n4          CANH                          4          RX\n5          CANL                          5          GND\n                                         6          NC"
    )
    for k, s in (
        ("1", "RS485-B1"),
        ("8", "RS485-B1"),
        ("2", "RS485-A1"),
        ("7", "RS485-A1"),
        ("3", "GND"),
        ("6", "GND"),
        ("4", "CANH"),
        ("5", "CANL"),
    ):
        m.facts.append(pin("RS485/CAN", k, s))
    for k, s in (("1", "NC"), ("2", "NC"), ("3", "TX"), ("4", "RX"), ("5", "GND"), ("6", "NC")):
        m.facts.append(pin("RS232", k, s))
    m.say("6 Address by DIP switch")
    rows = (
        ("0", "OFF", "OFF", "OFF", "OFF", "Single pack"),
        ("1", "ON", "OFF", "OFF", "OFF", "Main pack"),
        ("2", "OFF", "ON", "OFF", "OFF", "Pack 2"),
        ("3", "ON", "ON", "OFF", "OFF", "Pack 3"),
    )
    m.table(spaces, ("Address", "#1", "#2", "#3", "#4", "Definition"), rows)
    m.facts += [dip("1-4", " ".join(r[1:5]), f"{r[0]} {r[5]}") for r in rows]
    m.say("7 Inverter protocol on the CAN port")
    p = (("1", "Veldt, Umber", "000"), ("2", "Tarn", "100"), ("3", "Sable, Russet", "010"))
    m.table(tabs, ("Protocol No.", "Inverter brand", "DIP 5-7"), p)
    m.facts += [protocol(n, "CAN", b.split(", "), d, first=5) for n, b, d in p]
    m.say("8 LED instructions\n\nTable 1 LED working state")
    m.table(
        tabs,
        ("System state", "Run state", "ON/OFF ●", "RUN ●", "ALM ●", "Description"),
        (
            ("Shut down", "Sleep", "Off", "Off", "Off", "all off"),
            ("Standby", "Normal", "On", "Flash 1", "Off", "ready"),
            ("Standby", "Alarm", "On", "Flash 1", "Flash 3", "cell low voltage"),
            ("Charging", "Normal", "On", "On", "Off", "charging"),
            ("Charging", "Over charge protect", "On", "Off", "On", "stop charging"),
        ),
    )
    for t, a, b, c in (
        ("Shut down Sleep", "off", "off", "off"),
        ("Standby Normal ready", "steady", "flash", "off"),
        ("Standby Alarm cell low voltage", "steady", "flash", "flash"),
        ("Charging Normal", "steady", "steady", "off"),
        ("Charging Over charge protect stop charging", "steady", "off", "steady"),
    ):
        m.facts.append(lamp(t, ("ON/OFF", "", a), ("RUN", "", b), ("ALM", "", c)))
    m.say("9 Protections")
    m.table(
        tabs,
        ("Item", "Parameter", "Value", "Release"),
        (
            ("Cell over voltage", "Protection voltage", "3.65 V", "3.4 V"),
            ("Cell under voltage", "Protection voltage", "2.5 V", "3.0 V"),
            ("Short circuit", "Delay", "300 us", "Load removed"),
        ),
    )
    m.ask("rj11 pin 3", "TX")
    return m


def zephyr() -> Manual:
    m = Manual("zephyr-ac-meter", held=False)
    m.say(
        "ZEPHYR ZM-230 single-phase meter\nOperating instructions\nIssue 2.0\n\n3 Connection\n\nTerminal assignment\n\nL in (1)\nL out (2)\nN in (3)\nN out (4)\nS0+ (5)\nS0- (6)\nRS485 A (7)\nRS485 B (8)"
    )
    for n, s in enumerate(("L in", "L out", "N in", "N out", "S0+", "S0-", "RS485 A", "RS485 B"), 1):
        m.facts.append(pin("Terminals", str(n), s))
    m.say(
        "4 Display\n\nPress the key to go on: 1. total energy, 2. power, 3. voltage, 4. current, 5. address.\n\n5 Error messages on the display\n\nErr 01   Clock is wrong            set the clock over Modbus\nErr 02   Memory defect             send the meter in\nErr 04   Phase and neutral swapped correct the wiring"
    )
    for c, n in (("01", "Clock is wrong"), ("02", "Memory defect"), ("04", "Phase and neutral swapped")):
        m.facts.append(alarm(f"Err {c}", n))
    m.say("6 Holding registers")
    m.table(
        tabs,
        ("Address (hex)", "Meaning", "R/W", "Default"),
        (
            ("0x0000", "Slave address", "R/W", "1"),
            ("0x0001", "Baud rate", "R/W", "9600"),
            ("0x0010", "Alarm relay", "R/W", "0"),
            ("0x0011", "LED test", "W", "0"),
        ),
    )
    m.say("7 Technical data")
    m.table(
        run_on,
        ("Property", "Value"),
        (("Voltage", "230 V"), ("Current", "0.25-5(80) A"), ("Pulse", "1000 imp/kWh"), ("LED", "red, 1000 imp/kWh")),
    )
    m.ask("Err 04", "correct the wiring")
    return m


def alder() -> Manual:
    m = Manual("alder-hv-battery-md", held=False)
    m.say(
        "# Alder HV 10\n\n## 4.2 Indicator light\n\n### Table 4-1 Indicator light\n\n| LED | 1 | 2 | 3 | 4 | State |\n|---|---|---|---|---|---|\n| Green | ● | ○ | ○ | ○ | SOC 0-25 % |\n| Green | ● | ● | ○ | ○ | SOC 26-50 % |\n| Green | ● | ● | ● | ○ | SOC 51-75 % |\n| Green | ● | ● | ● | ● | SOC 76-100 % |"
    )
    for t, s in (("SOC 0-25 %", "soff"), ("SOC 26-50 %", "ssoff"), ("SOC 51-75 %", "sssoff"), ("SOC 76-100 %", "ssss")):
        k = s.count("s")
        m.facts.append(
            lamp(t, *((f"LED{n}", "green" if n <= k else "", "steady" if n <= k else "off") for n in range(1, 5)))
        )
    m.say(
        "### Table 4-2 Blink codes of the status LED\n\n| Blinks | Meaning |\n|---|---|\n| 1 | Over temperature |\n| 2 | Under voltage of a cell |\n| 3 | Communication between modules lost |\n| 5 | Fuse blown |"
    )
    for _n, t in (
        ("1", "Over temperature"),
        ("2", "Under voltage of a cell"),
        ("3", "Communication between modules lost"),
        ("5", "Fuse blown"),
    ):
        m.facts.append(lamp(t, ("status", "", "flash")))
    m.say("## 6 Event list")
    m.table(
        pipes,
        ("ID", "Event", "Level", "Reason", "Measure"),
        (
            ("6001", "Module over-voltage", "3", "The charge current is not cut", "1. Restart. 2. Call the service."),
            ("6004", "Contactor welded", "3", "The contactor does not open", "1. Switch the breaker off."),
            ("6010", "Insulation low", "2", "Moisture", "1. Dry the plugs."),
            ("6022", "SOC jump", "1", "Long pause", "1. Charge to full."),
        ),
        lambda c, n, *_: alarm(c, n),
    )
    m.say(
        "## 3 Plug of the link cable\n\n| Pin | Colour | Signal |\n|---|---|---|\n| A | red | 24 V |\n| B | black | 0 V |\n| C | yellow | CAN_H |\n| D | green | CAN_L |\n| E | - | not used |"
    )
    for k, s in (("A", "24 V"), ("B", "0 V"), ("C", "CAN_H"), ("D", "CAN_L"), ("E", "not used")):
        m.facts.append(pin("Link cable", k, s))
    m.say(
        "## 9 Fuses\n\n| Fuse | Rating | Location |\n|---|---|---|\n| F1 | 125 A | Module 1 |\n| F2 | 125 A | Module 2 |\n| F3 | 5 A | Controller |"
    )
    m.ask("event 6010", "Dry the plugs")
    return m


def bracken() -> Manual:
    """Nothing of the kinds: an app's guide with menus, roles, numbered screens and status words."""
    m = Manual("bracken-app-guide", held=False)
    m.say(
        "BRACKEN app\nUser guide\nV 5\n\n1 Sign in\n\n1. Open the app.\n2. Enter the code that you got by mail.\n3. Press Next.\n\n2 Menu\n\n2.1 Alarms page\n\nThe page shows date, device and level of each alarm. Press an alarm to read more.\n\n3 Roles"
    )
    m.table(
        tabs,
        ("No.", "Role", "May see", "May change"),
        (("1", "Owner", "Energy", "Nothing"), ("2", "Installer", "All", "Settings"), ("3", "Service", "All", "All")),
    )
    m.say("4 Status words")
    m.table(
        tabs,
        ("Icon", "Status", "Description"),
        (
            ("Green", "Online", "The device sends data"),
            ("Grey", "Offline", "No data for 30 minutes"),
            ("Red", "Alarm", "At least one alarm is open"),
        ),
    )
    m.say("5 Network ports")
    m.table(
        tabs,
        ("Port", "Protocol", "Use"),
        (("443", "TCP", "Portal"), ("8883", "TCP", "Messages"), ("123", "UDP", "Time")),
    )
    m.say("6 Keys\n\n1 Back\n2 Home\n3 Settings\n4 Alarm list\n5 Power switch\n\n7 Limits")
    m.table(
        tight,
        ("Parameter", "Low", "High"),
        (("Voltage", "180 V", "264 V"), ("Frequency", "47.5 Hz", "51.5 Hz"), ("Temperature", "-10", "50")),
    )
    m.say(
        "8 Questions\n\nQ1: Why is the device offline?\nA1: The router was restarted.\n\nQ2: Why is no alarm shown?\nA2: The list is filtered."
    )
    m.ask("why offline", "router was restarted")
    return m


def cobble() -> Manual:
    """Nothing of the kinds: cable lists, screws, drawings, order codes."""
    m = Manual("cobble-install-kit", held=False)
    m.say("COBBLE rail kit\nAssembly sheet\n\n1 Cables")
    m.table(
        tabs,
        ("No.", "Cable", "From", "To", "Length"),
        (
            ("1", "CAN cable", "Battery CAN", "Inverter BMS", "2 m"),
            ("2", "RS485 cable", "Meter", "Inverter RS485", "10 m"),
            ("3", "Earth", "PE bar", "Cabinet", "1 m"),
            ("4", "DC +", "P+", "BAT+", "1.5 m"),
            ("5", "DC -", "P-", "BAT-", "1.5 m"),
        ),
    )
    m.say("2 Order codes")
    m.table(
        tabs,
        ("Code", "Description", "Pieces"),
        (
            ("A101", "Rail 2 m", "4"),
            ("A102", "Clamp", "16"),
            ("B201", "Earth clip", "2"),
            ("C301", "Warning label", "1"),
        ),
    )
    m.say("3 Switches of the board")
    m.table(
        spaces, ("Breaker", "Rating", "Delivered"), (("Q1", "63 A", "OFF"), ("Q2", "32 A", "OFF"), ("Q3", "16 A", "ON"))
    )
    m.say(
        "4 Check list\n\n- Q1 is OFF\n- Labels are on\n- All screws are tight\n- The lamp test was done\n\n5 Colours of wires\n\nL1 brown\nL2 black\nL3 grey\nN blue\nPE green-yellow\n\n6 Dimensions"
    )
    m.table(
        cells,
        ("Type", "A", "B", "C"),
        (("K1", "100", "200", "50"), ("K2", "150", "220", "50"), ("K3", "200", "240", "50")),
    )
    m.ask("length of the rs485 cable", "10 m")
    return m
