"""Layout principles on tables that no golden manual has: a head by its vocabulary, a row by its make, cells by counting."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.importing.pagebreaks import BREAK, without_running


def rows(text, name="demo-x1-manual.txt"):
    return imported(read_bytes(text.encode(), name)).rows()


def of(kind, text, *names, **how):
    """The values of the named fields of each fact of a kind."""
    return [tuple(r[n] for n in names) for r in rows(text, **how) if r["kind"] == kind]


SWITCHES = {
    "a number before the switches": (
        "4.2 Address dial\n\nSet it before you start.\n\nPack SW1 SW2 SW3\n1 ON OFF OFF\n2 OFF ON OFF\n3 ON ON OFF\n\nClose the lid.",
        [("1-3", "ON OFF OFF", "Pack 1"), ("1-3", "OFF ON OFF", "Pack 2"), ("1-3", "ON ON OFF", "Pack 3")],
    ),
    "numbers on both sides": (
        "4.2 DIP switch\n\nAddress #1 #2 #3 Remark\n0 0 0 0 alone\n1 1 0 0 master\n2 0 1 0 slave 1",
        [
            ("1-3", "OFF OFF OFF", "Address 0; alone"),
            ("1-3", "ON OFF OFF", "Address 1; master"),
            ("1-3", "OFF ON OFF", "Address 2; slave 1"),
        ],
    ),
    "words behind the switches": (
        "4.2 DIP switch\n\n1 2 Function\nOFF OFF Address 1, open\nON OFF Address 2, open\nON ON Address 3, closed",
        [("1-2", "OFF OFF", "Address 1, open"), ("1-2", "ON OFF", "Address 2, open"), ("1-2", "ON ON", "Address 3, closed")],
    ),
    "both positions in a line": (
        "5 DIP switches\n\nSW1: ON = end resistor, OFF = open\nSW2: ON = 500 kbit/s, OFF = 250 kbit/s\nSW3: not used",
        [("1", "ON", "end resistor"), ("1", "OFF", "open"), ("2", "ON", "500 kbit/s"), ("2", "OFF", "250 kbit/s")],
    ),
    "a lever with 0 and 1": (
        "5.4 Switch S1\n\n| Lever | 0 | 1 |\n|---|---|---|\n| 3 | CAN | RS485 |\n| 4 | open | 120 Ohm |",
        [("3", "0", "CAN"), ("3", "1", "RS485"), ("4", "0", "open"), ("4", "1", "120 Ohm")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", SWITCHES)
def test_switches_are_told_by_where_their_positions_stand(form):
    """Rows parted by single spaces are cut where all of them hold a position, as many as the head names."""
    text, wanted = SWITCHES[form]
    assert of("dip", text, "switch", "position", "meaning") == wanted


CODES = [("Err 1", "Input voltage too high"), ("Err 2", "Input current too high"), ("Err 10", "Sensor missing")]
DONE = ("Disconnect the panel", "Restart the unit", "Plug the sensor in")


@pytest.mark.parametrize("part", ["\t", "\n\n"])
def test_a_column_of_nothing_but_codes_holds_the_codes(part):
    """Under Error / Description / Solution the codes are told by their make, in a table and cell by cell."""
    cells = [("Error", "Description", "Solution"), *((*c, d) for c, d in zip(CODES, DONE, strict=True))]
    text = "7.3 Messages\n\n" + ("\n" if part == "\t" else part).join(part.join(row) for row in cells)
    assert of("alarm", text, "code", "name", "actions") == [(*c, (d,)) for c, d in zip(CODES, DONE, strict=True)]


def test_a_protection_has_condition_and_recovery():
    """Set and release values of protections are cause and recovery, each row its own."""
    text = (
        "7.1 Protections\n\nProtection\tCondition\tRecovery\nCell over-voltage\t> 3.65 V\t< 3.40 V\n"
        "Cell under-voltage\t< 2.50 V\tcharging\nOver-temperature\t> 60 °C\t< 50 °C"
    )
    assert of("alarm", text, "name", "cause", "recovery") == [
        ("Cell over-voltage", "> 3.65 V", "< 3.40 V"),
        ("Cell under-voltage", "< 2.50 V", "charging"),
        ("Over-temperature", "> 60 °C", "< 50 °C"),
    ]


def test_faults_that_show_a_lamp_are_faults_with_that_lamp():
    """`Fault | LED | Beeper` are alarms that carry their lamp, flashes counted beside remedies are its states; a buzzer is no lamp."""
    text = (
        "6.2 Faults\n\n| Fault | LED | Beeper |\n|---|---|---|\n| Battery over voltage | Red flashing | Once a second |\n"
        "| Over temperature | Red steady | Continuous |\n| Output short circuit | Red steady | Continuous |"
    )
    found = rows(text, "x.md")
    assert {r["kind"] for r in found} == {"alarm"}
    assert [[(x["color"], x["pattern"]) for x in r["lamp"]] for r in found] == [
        [("red", "flash")], [("red", "steady")], [("red", "steady")],
    ]  # fmt: skip
    assert all("lamp's name" in r["doubt"] for r in found)
    counted = (
        "6.3 Errors\n\nThe status LED flashes red.\n\nRed flashes | Error | What to do\n2 x | RCD tripped | Reset it\n"
    )
    counted += "3 x | Overcurrent | Reduce the current\n4 x | Overtemperature | Let it cool"
    assert of("led_state", counted, "meaning", "action") == [
        ("RCD tripped", "Reset it"), ("Overcurrent", "Reduce the current"), ("Overtemperature", "Let it cool"),
    ]  # fmt: skip


def test_advice_in_the_same_line_is_cut_off_and_doubted():
    """`A01 Battery voltage low Charge the battery` under a head with Action: the name ends where advice begins."""
    text = "7 Alarms\n\nCode Alarm Action\nA01 Battery voltage low Charge the battery\nA07 Fan failure Replace the fan"
    found = [r for r in rows(text) if r["kind"] == "alarm"]
    assert [(r["name"], r["actions"]) for r in found] == [
        ("Battery voltage low", ("Charge the battery",)),
        ("Fan failure", ("Replace the fan",)),
    ]
    assert all("one line" in r["doubt"] for r in found)


PARTNERS = (
    "5.6 Which inverter\n\nInverter\tPort\tProtocol\tBaud rate\nAlpha One\tCAN\tAO-CAN\t500 kbps\nBeta / Gamma\tRS485\tBG\t9600\n"
    "Delta\tCAN\tAO-CAN\t250 kbps"
)


def test_partners_are_protocols_without_a_switch():
    """Brand, bus and protocol are a row where no switch is set; brands with one protocol on one bus share it."""
    assert of("protocol", PARTNERS, "protocol_id", "bus", "brands", "dip") == [
        ("AO-CAN", "CAN", ("Alpha One", "Delta"), {}),
        ("BG", "RS485", ("Beta", "Gamma"), {}),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Port\tBus\tBaud\nCOM1\tCAN\t500k\nCOM2\tRS485\t9600\nUSB\tUSB\t-",
        "Cable\tLength\tUse\nCAN cable\t2 m\tto the inverter\nRS485 cable\t5 m\tto the meter",
    ],
)
def test_ports_and_cables_are_no_partners(table):
    """A bus in a table of ports or of parts names no partner."""
    assert of("protocol", f"5.6 Communication\n\n{table}", "brands") == []


CONTACTS = {
    "turned": (
        "5.4 Signal connector\n\n| Pin | 1 | 2 | 3 | 4 | 5 |\n|---|---|---|---|---|---|\n| CAN | NC | GND | NC | CAN_H | CAN_L |",
        [("1", "NC"), ("2", "GND"), ("3", "NC"), ("4", "CAN_H"), ("5", "CAN_L")],
    ),
    "marked with the connector": (
        "5.3 Terminal X5\n\n| X5 | Designation |\n|---|---|\n| X5.1 | 24 V OUT |\n| X5.2 | GND |\n| X5.3 | CAN_H |",
        [("1", "24 V OUT"), ("2", "GND"), ("3", "CAN_H")],
    ),
    "glued": (
        "3.6 Dry contact\n\n| Terminal Signal Power off | Battery low |\n|---|---|\n| 1 NC Close | Open |\n| 2 C | |\n| 3 NO Open | Close |",
        [("1", "NC"), ("2", "C"), ("3", "NO")],
    ),
    "relays": (
        "5.4 Dry contact\n\nNo.\tSignal\tDescription\n1\tCOM1\tlow charge\n2\tNO1\t\n3\tCOM2\tany fault\n4\tNO2\t",
        [("1", "COM1"), ("2", "NO1"), ("3", "COM2"), ("4", "NO2")],
    ),
}


@pytest.mark.parametrize("form", CONTACTS)
def test_contacts_are_found_however_their_numbers_stand(form):
    """Numbers along the top, behind the connector's marking, or run together with the signal."""
    text, wanted = CONTACTS[form]
    assert of("pin", text, "pin", "signal", name="x.md" if "|--" in text else "x.txt") == wanted


def test_a_wire_in_brackets_is_a_wire():
    """`PE (yellow-green)` is the signal PE on a yellow-green wire."""
    text = "3.3 AC terminal\n\nTerminal block\tPosition\tMarking\nAC IN\t1\tPE (yellow-green)\nAC IN\t2\tL (brown or black)\nAC IN\t3\tN (blue)"
    assert of("pin", text, "pin", "signal", "wire_color") == [
        ("1", "PE", "yellow-green"),
        ("2", "L", "brown or black"),
        ("3", "N", "blue"),
    ]


def test_lamps_that_come_twice_are_two_panels():
    """`Charging L2 | L1 | Discharging L2 | L1`: each set of lamps with the words before it."""
    text = "3.4 Lamps\n\nSOC\tCharging L2\tL1\tDischarging L2\tL1\n0-50%\toff\tflash\toff\ton\n51-99%\tflash\ton\ton\ton\n100%\ton\ton\ton\ton"
    found = [(r["mode"], [x["pattern"] for x in r["lamps"]]) for r in rows(text) if r["kind"] == "led_state"]
    assert found[:2] == [("Charging", ["off", "flash"]), ("Charging", ["flash", "steady"])]
    assert found[3:5] == [("Discharging", ["off", "steady"]), ("Discharging", ["steady", "steady"])]


def test_a_line_beside_a_printed_off_is_any():
    """Where a table prints off, a dash says that the lamp may show anything; the row is doubted."""
    text = "3.5 Lamps\n\nState\tRUN\tALM\nStandby\tflash\toff\nRun\ton\toff\nWarning\t-\tflash\nFault\toff\ton"
    found = [r for r in rows(text) if r["kind"] == "led_state"]
    assert [[x["pattern"] for x in r["lamps"]] for r in found] == [
        ["flash", "off"], ["steady", "off"], ["any", "flash"], ["off", "steady"],
    ]  # fmt: skip
    assert [bool(r["doubt"]) for r in found] == [False, False, True, False]


def test_a_table_goes_on_over_the_foot_and_head_of_pages():
    """Running lines with a counting number, and those beside them, belong to no table and end none."""
    pages = [
        "\n".join(f"Line {n} of page {p}, which says nothing of the kinds." for n in "abcdefghijklmnopqr")
        for p in "wxy"
    ]
    foot = "\n\n{:>60}\n\nDEMO X1{:>50}\n\n"
    pins = [f"{n:<8}{s:<12}to the inverter" for n, s in enumerate(("CAN_H", "CAN_L", "GND", "NC", "A", "B"), 1)]
    text = pages[0] + foot.format("Manual 1/9", "V2") + pages[1] + foot.format("Manual 2/9", "V2")
    text += f"3.1 CAN port\n\nPin     Signal      Use\n{chr(10).join(pins[:4])}" + foot.format("Manual 3/9", "V2")
    text += f"{chr(10).join(pins[4:])}\n\n{pages[2]}" + foot.format("Manual 4/9", "V2")
    assert sum(x == BREAK for x in without_running(text.split("\n"))) == 8
    assert [r["pin"] for r in rows(text) if r["kind"] == "pin"] == ["1", "2", "3", "4", "5", "6"]


def test_rows_that_count_are_no_running_lines():
    """What comes again within a page is a table, whatever counts in it."""
    lines = [f"{n} Alarm {n} of the list" for n in range(1, 60)]
    assert without_running(lines) == lines


@pytest.mark.parametrize(
    ("name", "text", "device"),
    [
        ("manual_en.txt", "Norvik N-48 battery\nUser manual\n\nThe N-48 is a battery.", "norvik-n-48-battery"),
        ("alder-hv-user-manual-v2.txt", "User manual", "alder-hv"),
        ("x.txt", "Brix BX5000 inverter\n\nThe BX5000 is an inverter.", "bx5000"),
    ],
)
def test_the_device_is_what_title_or_file_name_call_it(name, text, device):
    """Words that name a document, a language or an edition name no product."""
    assert imported(read_bytes(f"{text}\n\n1 Start\n\nPin\tSignal\n1\tCAN_H\n2\tCAN_L\n3\tGND\n".encode(), name)).facts[
        0
    ].devices == (device,)


TABLES = {
    "5.6 Compatible inverters": (
        "protocol", ("protocol_id", "bus", "brands"),
        [("Inverter", "Bus", "Protocol"), ("Alpha", "CAN", "AO-1"), ("Beta", "RS485", "B-2"), ("Gamma", "CAN", "G-3")],
        [("AO-1", "CAN", ("Alpha",)), ("B-2", "RS485", ("Beta",)), ("G-3", "CAN", ("Gamma",))],
    ),
    "7.1 Protections": (
        "alarm", ("name", "cause", "recovery"),
        [
            ("Protection", "Trigger", "Recovery"), ("Cell over voltage", "3.65 V", "3.40 V"),
            ("Cell under voltage", "2.50 V", "2.90 V"), ("Over temperature", "60 °C", "50 °C"),
        ],
        [
            ("Cell over voltage", "3.65 V", "3.40 V"), ("Cell under voltage", "2.50 V", "2.90 V"),
            ("Over temperature", "60 °C", "50 °C"),
        ],
    ),
    "3.1 LED states": (
        "led_state", ("mode", "meaning"),
        [
            ("State", "RUN", "ALM", "Meaning"), ("Off", "off", "off", "The battery is off"), ("Standby", "flash", "off", "Ready"),
            ("Fault", "off", "on", "See chapter 7"),
        ],
        [("Off", "Off: The battery is off"), ("Standby", "Standby: Ready"), ("Fault", "Fault: See chapter 7")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("head", TABLES)
@pytest.mark.parametrize("torn", ["\n\n", "\n", " "], ids=["cell by cell", "without empty lines", "run together"])
def test_rows_are_found_again_by_what_their_cells_are(head, torn):
    """A table without its columns is put together by counting: figures, buses and states stand at equal places."""
    kind, names, cells, wanted = TABLES[head]
    text = f"{head}\n\nThe table shows it.\n\n" + (torn if torn != " " else "\n").join(torn.join(r) for r in cells)
    assert of(kind, f"{text}\n\nKeep the unit dry.", *names) == wanted


NOTHING = {
    "settings": "Item | Range | Default\nCell over voltage alarm | 3.4-3.7 V | 3.55 V\nOver temperature alarm | 40-60 °C | 50 °C\nLED | ON/OFF | ON",
    "data": "Parameter | Value\nOver voltage protection | 59.2 V\nOver current protection | 110 A\nShort circuit protection | yes",
    "torque": "Terminal | Screw | Torque\nL1 | M5 | 2.5 Nm\nL2 | M5 | 2.5 Nm\nN | M5 | 2.5 Nm\nPE | M6 | 4 Nm",
    "parts": "No. | Item | Quantity\n1 | Inverter | 1\n2 | CAN cable | 1\n3 | LED cover | 2\n4 | Alarm relay | 1",
    "front": "1 Power switch\n2 Reset key\n3 CAN port\n4 RS485 port\n5 Run LED",
    "registers": "Address | Name | R/W\n40001 | Alarm code | R\n40002 | Fault code | R\n40003 | Switch state | R/W",
    "wires": "Cable | Section | Colour\nBAT+ | 35 mm2 | red\nBAT- | 35 mm2 | black\nCAN | 0.25 mm2 | grey",
    "relays": "Mode | Grid relay | Battery relay\nStandby | off | off\nOn-grid | on | on\nOff-grid | off | on",
    "menu": "Step | Text | Range | Default\n1 | Addr | 1 to 247 | 1\n2 | Err | on, off | on\n3 | LED | on, off | on",
    "fuses": "Fuse | Rating | Circuit\nF1 | 32 A | charger\nF2 | 6 A | control\nF3 | 2 A | fault relay",
    "accessories": "Product | Interface | Order number\nGateway | RS485 | 100-200\nMeter | RS485 | 100-300\nLink | CAN | 100-400",
    "history": "Version | Date | Change\nV1.0 | 2023-02-01 | First\nV1.1 | 2023-06-11 | Error codes added\nV1.2 | 2024-01-20 | Pin table mended",
    "timer": "Period | Start | Charge | Grid\n1 | 00:00 | ON | ON\n2 | 06:00 | OFF | ON\n3 | 17:00 | OFF | OFF",
    "symbols": "Symbol | Meaning\nSun | PV power is there\nTriangle | A warning, flashing when acknowledged\nBell | Alarm",
    "terms": "Term | Meaning\nBMS | Battery management system\nOVP | Over voltage protection\nLED | Light emitting diode",
    "limits": "Temperature | Charge | Discharge\n-10 to 0 | 0 | 50 %\n0 to 10 | 20 % | 100 %\n10 to 45 | 100 % | 100 %",
}  # fmt: skip


@pytest.mark.parametrize("name", NOTHING)
@pytest.mark.parametrize("part", [" | ", "\t", "\n", " "], ids=["bars", "tabs", "cells", "run together"])
def test_tables_that_only_look_like_one_yield_nothing_unmarked(name, part):
    """Settings, parts, torques, registers and the like hold no lamp, contact, switch or alarm, however they are torn."""
    text = f"5 The {name}\n\nSee the table.\n\n{NOTHING[name].replace(' | ', part)}\n"
    found = [r for r in rows(text) if r["kind"] in {"pin", "led_state", "alarm", "dip", "protocol"}]
    assert [r for r in found if not r["doubt"]] == []
