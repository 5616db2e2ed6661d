"""Two made-up manuals of the fifth round that hold no fact of the measured kinds, and much that looks like one."""

from __future__ import annotations

from make import Manual, pipes, spaces, tabs, tight


def sorrel() -> Manual:
    """Nothing of the kinds: contents, packing, torque, menus, registers, wires, fuses."""
    m = Manual("sorrel-mounting-guide", held=False)
    m.say(
        "SORREL SR battery cabinet\nMounting guide\nVersion 3\n\nContents\n1 Scope ........................ 1\n2 Parts ........................ 2\n3 Torque ....................... 4\n4 Fuses ........................ 5\n5 Alarm contact ................ 6\n\n2 Parts"
    )
    m.table(
        tight,
        ("No.", "Name", "Pcs"),
        (
            ("1", "Cabinet", "1"),
            ("2", "LED strip", "1"),
            ("3", "Earth cable", "2"),
            ("4", "CAN cable", "1"),
            ("5", "Alarm relay", "1"),
            ("6", "Screw M8", "12"),
        ),
    )
    m.say("3 Torque")
    m.table(
        tabs,
        ("Terminal", "Screw", "Torque"),
        (
            ("B+", "M8", "12 Nm"),
            ("B-", "M8", "12 Nm"),
            ("PE", "M6", "6 Nm"),
            ("L", "M4", "1.5 Nm"),
            ("N", "M4", "1.5 Nm"),
        ),
    )
    m.say("4 Fuses")
    m.table(
        spaces,
        ("Position", "Fuse", "Type", "Protects"),
        (
            ("F1", "160 A", "NH00", "String 1"),
            ("F2", "160 A", "NH00", "String 2"),
            ("F3", "6 A", "gG", "Control"),
            ("F4", "2 A", "gG", "Fan"),
        ),
    )
    m.say("5 Wire sizes")
    m.table(
        tabs,
        ("Line", "Section", "Colour"),
        (
            ("B+", "50 mm2", "red"),
            ("B-", "50 mm2", "black"),
            ("PE", "16 mm2", "green-yellow"),
            ("CAN", "0.5 mm2", "blue"),
        ),
    )
    m.say(
        "6 Steps\n\n1. Switch the breaker OFF.\n2. Open the door.\n3. Fit the earth cable.\n4. Fit the power cables.\n5. Switch the breaker ON.\n6. Check that no alarm is shown.\n\n7 Settings menu\n\nMain menu\n  Battery\n    Type: Lithium / Lead\n    Capacity: 100-800 Ah\n  Alarm\n    Buzzer: ON / OFF\n    Log: ON / OFF\n\n8 Parts of the front\n\n1 Main switch\n2 Reset button\n3 CAN port\n4 Status LED\n5 Earth bolt\n6 Cable gland"
    )
    m.ask("torque of the earth bolt terminal", "6 Nm")
    return m


def teasel() -> Manual:
    """Nothing of the kinds, in Markdown."""
    m = Manual("teasel-meter-tables-md", held=False)
    m.say("# Teasel TS-1 commissioning\n\n## 1 Parameters")
    m.table(
        pipes,
        ("No.", "Parameter", "Default", "Range"),
        (
            ("1", "Charge current", "50 A", "0-100 A"),
            ("2", "Discharge cut-off", "20 %", "10-90 %"),
            ("3", "Buzzer", "ON", "ON/OFF"),
            ("4", "Backlight", "OFF", "ON/OFF"),
            ("5", "Over voltage point", "58 V", "50-60 V"),
        ),
    )
    m.say("## 2 Registers")
    m.table(
        pipes,
        ("Reg", "Bit", "Meaning"),
        (("0x10", "0", "Reserved"), ("0x10", "1", "Charging"), ("0x11", "0-7", "SOC"), ("0x12", "0-15", "Voltage")),
    )
    m.say("## 3 Test report")
    m.table(
        pipes,
        ("Test", "Limit", "Result"),
        (
            ("Insulation", "> 1 MOhm", "OK"),
            ("Earth continuity", "< 0.1 Ohm", "OK"),
            ("Output voltage", "230 V", "OK"),
            ("LED test", "all on", "OK"),
        ),
    )
    m.say("## 4 Specifications")
    m.table(
        pipes,
        ("Item", "Value"),
        (
            ("Voltage", "230 V"),
            ("Communication", "RS485, CAN"),
            ("Display", "LED"),
            ("Protection", "Over current, over voltage, short circuit"),
            ("Weight", "1.2 kg"),
        ),
    )
    m.say(
        "## 5 History\n\n| Version | Date | Change |\n|---|---|---|\n| 1.0 | 2023-01 | First |\n| 1.1 | 2023-05 | Alarm texts corrected |\n| 1.2 | 2024-02 | Pin drawing corrected |\n\n## 6 Time plan\n\n| Time | Mode | Power | Switch |\n|---|---|---|---|\n| 00:00-06:00 | Charge | 3 kW | ON |\n| 06:00-17:00 | Hold | 0 kW | OFF |\n| 17:00-22:00 | Discharge | 4 kW | ON |"
    )
    m.ask("when is the pack charged in the time plan", "06:00")
    return m
