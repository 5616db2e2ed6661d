"""The made-up manuals that the recognisers were tuned on."""

from __future__ import annotations

from make import (
    Manual,
    alarm,
    cells,
    dip,
    headless,
    lamp,
    pin,
    pipes,
    run_on,
    spaces,
    split_table,
    tab_wrapped,
    tabs,
    tight,
)


def tuned() -> list[Manual]:
    return [tallis(), brook(), ferrow(), quill(), maro()]


def tallis() -> Manual:
    m = Manual("tallis-wall-battery", held=False)
    m.say("Tallis TW-7200 Wall Battery\nUser Guide\nRevision 2.1    2023-08-14\n\nTallis Storage GmbH")
    m.say("1 About this guide\n\nThe guide belongs to the TW-7200 lithium battery. Keep it near the unit.")
    m.say("2 Overview\n\n2.1 Data")
    m.table(
        tabs,
        ("Parameter", "TW-7200"),
        (
            ("Nominal voltage", "51.2 V"),
            ("Capacity", "140 Ah"),
            ("Weight", "68 kg"),
            ("Ingress protection", "IP65"),
            ("Over voltage protection", "58.4 V"),
        ),
    )
    m.say("2.2 Front lights\n\nThe panel has two lights and a bar of four.")
    m.table(
        pipes,
        ("Indicator light", "Colour", "Status", "Meaning"),
        (
            ("Power", "Green", "Solid on", "The battery is ready"),
            ("Power", "Green", "Blinking", "The battery is starting up"),
            ("Power", "-", "Off", "The battery has been shut down"),
            ("Alert", "Red", "Solid on", "A protection has switched the battery off"),
            ("Alert", "Red", "Blinking", "A warning is active, the battery still works"),
        ),
        lambda i, c, s, t: lamp(
            t, (i, c.lower() if c != "-" else "", {"Solid on": "steady", "Blinking": "flash", "Off": "off"}[s])
        ),
    )
    m.say("3 Connections\n\n3.1 COMM-A port (RJ45)")
    signals = ("RS485_B", "RS485_A", "GND", "CAN_H", "CAN_L", "NC", "NC", "12V OUT")
    m.table(
        tabs,
        ("Pin", "Definition", "Remark"),
        tuple((str(n), s, "to the inverter" if n in {4, 5} else "") for n, s in enumerate(signals, 1)),
        lambda n, s, _: pin("COMM-A", n, s),
    )
    m.say("3.2 Address switch")
    m.table(
        tabs,
        ("Switch", "Position", "Meaning"),
        (
            ("1", "ON", "This pack is the first of the group"),
            ("1", "OFF", "This pack follows another one"),
            ("2", "ON", "120 ohm resistor connected"),
            ("2", "OFF", "120 ohm resistor removed"),
        ),
        lambda s, p, t: dip(s, p, t),
    )
    m.say("4 When something goes wrong\n\n4.1 Error codes")
    m.table(
        tab_wrapped,
        ("Error code", "Error name", "Possible cause", "Solution"),
        (
            (
                "E01",
                "Cell overvoltage",
                "A cell was charged above its limit",
                "Stop charging and let the pack rest for one hour",
            ),
            ("E02", "Cell undervoltage", "A cell was discharged too far", "Charge the pack within a day"),
            (
                "E03",
                "Charge overcurrent",
                "The charger delivers more than allowed",
                "Lower the charging current of the inverter",
            ),
            (
                "E04",
                "Short circuit",
                "The output lines touch each other",
                "Disconnect the load and look for damaged cables",
            ),
            (
                "E05",
                "Communication lost",
                "No message from the inverter for a minute",
                "Check the cable on COMM-A and its plugs",
            ),
            ("W11", "Low temperature", "The cells are colder than the charging limit", "Wait until the room is warmer"),
        ),
        lambda c, n, *_: alarm(c, n),
    )
    m.say(
        "5 Care\n\nWipe the case with a dry cloth twice a year. Never use solvents.\n\n5.1 Storage\n\nStore the pack at half charge in a dry room between 10 and 30 degrees. Recharge it every five months."
    )
    m.ask("how often must I recharge it when stored", "every five months")
    m.ask("what may I clean the case with", "dry cloth")
    m.ask("battery shows E04 what now", "Disconnect the load")
    m.ask("red light blinking on the battery", "warning is active")
    m.ask("which pin is CAN high", "CAN_H")
    return m


def brook() -> Manual:
    m = Manual("brook-hybrid-inverter", held=False)
    m.say("BROOK HYBRID 5K\nINSTALLATION MANUAL\n\nVersion: 1.07\n\nBrook Power Electronics Co., Ltd.")
    m.say(
        "1. Safety\n\nWARNING\n\n- Only trained electricians may open the cover.\n- Wait ten minutes after switching off before touching terminals."
    )
    m.say("2. Wiring\n\n2.1 Communication ports\n\nMETER port pin assignment")
    m.table(
        cells,
        ("Pin", "Signal"),
        (
            ("1", "485_A1"),
            ("2", "485_B1"),
            ("3", "GND"),
            ("4", "NC"),
            ("5", "NC"),
            ("6", "GND"),
            ("7", "485_A2"),
            ("8", "485_B2"),
        ),
        lambda n, s: pin("METER", n, s),
    )
    m.say("2.2 DRM terminal")
    m.table(
        tight,
        ("No.", "Function"),
        (("1", "DRM1/5"), ("2", "DRM2/6"), ("3", "DRM3/7"), ("4", "DRM4/8"), ("5", "REF GEN/0"), ("6", "COM LOAD/0")),
        lambda n, s: pin("DRM", n, s),
    )
    m.say("3. Operation\n\n3.1 LED panel")
    m.table(
        tabs,
        ("LED", "State", "Explanation"),
        (
            ("GRID", "On", "Mains present and inverter connected"),
            ("", "Flashing", "Mains present, waiting to connect"),
            ("", "Off", "No mains"),
            ("BATTERY", "On", "Battery charging"),
            ("", "Flashing", "Battery discharging"),
            ("", "Off", "No battery found"),
            ("FAULT", "On", "A fault has stopped the inverter"),
            ("", "Off", "No fault"),
        ),
    )
    held = ""
    for name, state, text in (
        ("GRID", "steady", "Mains present and inverter connected"),
        ("GRID", "flash", "Mains present, waiting to connect"),
        ("GRID", "off", "No mains"),
        ("BATTERY", "steady", "Battery charging"),
        ("BATTERY", "flash", "Battery discharging"),
        ("BATTERY", "off", "No battery found"),
        ("FAULT", "steady", "A fault has stopped the inverter"),
        ("FAULT", "off", "No fault"),
    ):
        held = name
        m.facts.append(lamp(text, (held, "", state)))
    m.say("3.2 Settings\n\nThe menu has four levels. Hold ESC for three seconds to go back to the first.")
    m.say("4. Troubleshooting\n\nThe display shows the code of the fault.")
    m.table(
        cells,
        ("Fault code", "Description", "Suggested action"),
        (
            ("F01", "Grid overvoltage", "Check the mains voltage and the country setting"),
            ("F02", "Grid undervoltage", "Check the mains connection"),
            ("F03", "Grid frequency abnormal", "Wait until the frequency is back in range"),
            ("F07", "PV insulation low", "Measure each string against earth"),
            ("F12", "Inverter over temperature", "Clean the air outlets and reduce the load"),
            ("F18", "Relay failure", "Restart the inverter and contact service when it comes back"),
            ("F21", "Battery reversed", "Exchange plus and minus of the battery"),
        ),
        lambda c, n, _: alarm(c, n),
    )
    m.say("5. Modbus registers")
    m.table(
        tabs,
        ("Address", "Name", "Type", "Unit"),
        (
            ("40001", "Grid voltage", "U16", "0.1 V"),
            ("40002", "Fault code", "U16", "-"),
            ("40003", "Over temperature limit", "U16", "0.1 C"),
        ),
    )
    m.ask("how long to wait before touching the terminals", "ten minutes")
    m.ask("how do I get back to the first menu level", "Hold ESC")
    m.ask("F07 on the display", "Measure each string")
    m.ask("grid light flashes", "waiting to connect")
    return m


def ferrow() -> Manual:
    m = Manual("ferrow-bms-16s", held=False)
    m.say("FERROW BMS 16S-150\nTechnical Manual  Issue 4  12.03.2022")
    m.say("1 Introduction\n\nThe board watches up to sixteen cells of a lithium iron phosphate pack.\n\nAbbreviations")
    m.table(
        tabs,
        ("Abbreviation", "Meaning"),
        (
            ("OVP", "Over voltage protection"),
            ("UVP", "Under voltage protection"),
            ("OCC", "Over current while charging"),
            ("OTP", "Over temperature protection"),
        ),
    )
    m.say("2 Interfaces\n\n2.1 Port overview")
    m.table(
        tabs,
        ("Port", "Pin No.", "Definition", "Function"),
        (
            ("RS485", "1", "B", "serial data"), ("", "2", "A", "serial data"), ("", "3", "GND", "reference"), ("", "4", "NC", ""),
            ("CAN", "1", "CANL", "bus low"), ("", "2", "CANH", "bus high"), ("", "3", "GND", "reference"), ("", "4", "+5V", "supply for the display"),
        ),
    )  # fmt: skip
    for c, n, s in (
        ("RS485", "1", "B"),
        ("RS485", "2", "A"),
        ("RS485", "3", "GND"),
        ("RS485", "4", "NC"),
        ("CAN", "1", "CANL"),
        ("CAN", "2", "CANH"),
        ("CAN", "3", "GND"),
        ("CAN", "4", "+5V"),
    ):
        m.facts.append(pin(c, n, s))
    m.say("2.2 Address switch\n\nThe four switches set the address of the board on the bus.")
    m.table(
        tabs,
        ("1", "2", "3", "4", "Address"),
        (
            ("OFF", "OFF", "OFF", "OFF", "0"),
            ("ON", "OFF", "OFF", "OFF", "1"),
            ("OFF", "ON", "OFF", "OFF", "2"),
            ("ON", "ON", "OFF", "OFF", "3"),
        ),
        lambda a, b, c, d, t: dip("1-4", f"{a} {b} {c} {d}", f"Address {t}"),
    )
    m.say("3 Lights\n\n3.1 Meaning of the lights")
    m.table(
        tabs,
        ("System state", "Event", "RUN", "ALM", "L1", "L2", "Remark"),
        (
            ("Standby", "Normal", "FLASH1", "OFF", "OFF", "OFF", "waiting"),
            ("", "Alarm", "FLASH1", "FLASH3", "OFF", "OFF", "a limit is near"),
            ("Charge", "Normal", "ON", "OFF", "ON", "OFF", "charging"),
            ("", "OVP", "ON", "ON", "OFF", "OFF", "charging has stopped"),
            ("Discharge", "Normal", "FLASH3", "OFF", "ON", "ON", "discharging"),
            ("", "UVP", "OFF", "ON", "OFF", "OFF", "discharging has stopped"),
        ),
    )
    for t, run, alm in (
        ("Standby normal waiting", "flash", "off"),
        ("Standby alarm a limit is near", "flash", "flash"),
        ("Charge normal charging", "steady", "off"),
        ("Charge OVP charging has stopped", "steady", "steady"),
        ("Discharge normal discharging", "flash", "off"),
        ("Discharge UVP discharging has stopped", "off", "steady"),
    ):
        m.facts.append(lamp(t, ("RUN", "", run), ("ALM", "", alm)))
    m.table(
        tabs,
        ("Blink type", "On", "Off"),
        (("FLASH1", "0.3 s", "3.7 s"), ("FLASH3", "0.5 s", "1.5 s")),
        lambda n, a, b: {"kind": "blink", "name": n, "on_s": float(a[:3]), "off_s": float(b[:3])},
    )
    m.say("4 Protections")
    m.table(
        spaces,
        ("Protection", "Trigger condition", "Recovery"),
        (
            ("OVP", "A cell is above 3.65 V for one second", "All cells below 3.40 V or discharging begins"),
            ("UVP", "A cell is below 2.50 V for one second", "All cells above 2.90 V or charging begins"),
            ("OCC", "The charging current is above 160 A", "By itself after thirty seconds"),
            ("OTP", "The board is hotter than 95 degrees", "The board is cooler than 80 degrees"),
        ),
        lambda c, *_: alarm(c, c),
    )
    m.ask("address of the second board", "address")
    m.ask("when does over temperature protection release", "cooler than 80")
    return m


def quill() -> Manual:
    m = Manual("quill-charger-md", held=False)
    m.say("# Quill 2500 battery charger\n\nOwner's manual, version 3")
    m.say("## 1 Intended use\n\nThe charger fills lead and lithium batteries of 48 V. It is not a power supply.")
    m.say(
        "## 2 Display and lights\n\n- **Green, steady:** battery full\n- **Green, flashing:** absorption phase\n- **Orange, steady:** bulk phase\n- **Red, flashing:** charging stopped by an error\n- **Off:** no mains voltage"
    )
    for c, p, t in (
        ("green", "steady", "battery full"),
        ("green", "flash", "absorption phase"),
        ("orange", "steady", "bulk phase"),
        ("red", "flash", "charging stopped by an error"),
        ("", "off", "no mains voltage"),
    ):
        m.facts.append(lamp(t, ("", c, p)))
    m.say("## 3 Errors")
    m.table(
        pipes,
        ("Code", "Fault", "What to do"),
        (
            ("1", "Battery voltage too high", "Check that the battery has 48 V"),
            ("2", "Charger too hot", "Give the charger air"),
            ("3", "Battery temperature sensor lost", "Plug the sensor in again"),
            ("4", "Output short circuit", "Remove the short and restart"),
        ),
        lambda c, n, _: alarm(c, n),
    )
    m.say("## 4 Remote connector\n\n- Pin 1: TX\n- Pin 2: RX\n- Pin 3: GND\n- Pin 4: +12 V\n- Pin 5: not connected")
    for n, s in enumerate(("TX", "RX", "GND", "+12 V", "not connected"), 1):
        m.facts.append(pin("Remote", str(n), s))
    m.say("## 5 DIP switch settings")
    m.table(
        pipes,
        ("DIP", "Function", "ON", "OFF"),
        (
            ("1", "Battery type", "lithium", "lead"),
            ("2", "Charging current", "50 A", "25 A"),
            ("3", "Equalisation", "allowed", "blocked"),
        ),
    )
    for s, f, on, off in (
        ("1", "Battery type", "lithium", "lead"),
        ("2", "Charging current", "50 A", "25 A"),
        ("3", "Equalisation", "allowed", "blocked"),
    ):
        m.facts += [dip(s, "ON", f"{f} {on}"), dip(s, "OFF", f"{f} {off}")]
    m.say("## 6 Warranty\n\nThe warranty lasts four years from the day of purchase and needs the receipt.")
    m.ask("how long is the warranty", "four years")
    m.ask("charger flashes red", "stopped by an error")
    m.ask("can I use it as a power supply", "not a power supply")
    return m


def maro() -> Manual:
    m = Manual("maro-energy-meter", held=False)
    m.say("MARO M3 three-phase energy meter\nQuick guide V1.2")
    m.say("1 Mounting\n\nSnap the meter on a rail. Keep three millimetres free on both sides.")
    m.say("2 Terminals\n\nTerminal assignment")
    m.table(
        run_on,
        ("Terminal", "Label", "Function"),
        (
            ("1", "L1", "phase 1 in"),
            ("2", "L1", "phase 1 out"),
            ("3", "L2", "phase 2 in"),
            ("4", "L2", "phase 2 out"),
            ("5", "L3", "phase 3 in"),
            ("6", "L3", "phase 3 out"),
            ("7", "N", "neutral"),
            ("8", "A+", "RS485 data"),
            ("9", "B-", "RS485 data"),
            ("10", "GND", "RS485 reference"),
        ),
        lambda n, s, _: pin("Terminals", n, s),
    )
    m.say("3 Menu")
    m.table(
        tabs,
        ("No.", "Menu", "Range"),
        (("1", "Address", "1 to 247"), ("2", "Baud", "9600 or 19200"), ("3", "Parity", "none, even, odd")),
    )
    m.say("4 Technical data")
    m.table(
        split_table,
        ("Item", "Value"),
        (
            ("Voltage", "3 x 230/400 V"),
            ("Current", "5(80) A"),
            ("Class", "B"),
            ("Pulse output", "1000 imp/kWh"),
            ("Consumption", "2 W"),
            ("Weight", "0.3 kg"),
        ),
    )
    m.say("5 Help")
    m.table(
        headless,
        ("", ""),
        (
            ("The display stays dark", "Check the supply of phase 1"),
            ("The energy counts backwards", "Exchange in and out of that phase"),
        ),
    )
    m.ask("the display is dark", "supply of phase 1")
    m.ask("how much space beside the meter", "three millimetres")
    return m
