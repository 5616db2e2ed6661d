"""Switches under a name of their own, dials and their positions, switches without function, and partners whose bus stands apart."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(text, kind, name="demo-x1.md"):
    return [r for r in imported(read_bytes(text.encode(), name)).rows() if r["kind"] == kind]


def switches(text, name="demo-x1.md"):
    return [(r["switch"], r["position"], r["meaning"]) for r in rows(text, "dip", name)]


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * (lines[0].count("|") + 1), *body])


ADDRESSES = ["1 | ON | OFF | OFF", "2 | OFF | ON | OFF", "3 | ON | ON | OFF"]
WANTED = [("1-3", p, f"Modbus address {n}") for n, p in enumerate(["ON OFF OFF", "OFF ON OFF", "ON ON OFF"], 1)]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Selector DS", "DS "),
        ("Coding switches", "ADS"),
        ("DIP switch bank ADR", "ADR-"),
        ("Levers behind the flap", "H."),
    ],
)
def test_switches_are_called_by_letters_of_their_own(heading, name):
    """Columns of ON and OFF under letters and numbers counted from one are switches where the heading is about switches."""
    said = "The switch H has three levers." if name == "H." else "Set them before the supply is on."
    head = " | ".join(["Modbus address", *(f"{name}{n}" for n in (1, 2, 3))])
    assert switches(f"# {heading}\n\n{said}\n\n" + table(head, *ADDRESSES)) == WANTED


@pytest.mark.parametrize("name", ["LED ", "DO", "RLY"])
def test_lamps_and_relays_are_no_switches(name):
    """Lamps, outputs and relays are numbered and ON or OFF as well: without a word that they are switches they are none."""
    head = " | ".join(["State", *(f"{name}{n}" for n in (1, 2, 3))])
    body = ["Standby | ON | OFF | OFF", "Charging | OFF | ON | OFF", "Fault | ON | ON | OFF"]
    assert switches("# Selector and outputs\n\n" + table(head, *body)) == []


@pytest.mark.parametrize(
    ("heading", "head", "name"),
    [
        ("Group Dial RS1", "Dial | Function", "RS1"),
        ("Rotary switch S4", "Position | Meaning", "S4"),
        ("Thumbwheel", "Digit | Charge current", "Thumbwheel"),
        ("Selecting the program", "Knob position | Program", "Knob"),
    ],
)
def test_a_dial_has_a_position_for_each_choice(heading, head, name):
    """What turns has one position a row; its mark names it where one is printed, else the word for it."""
    body = ["0 | alone", "1 | leader of the group", "2 | first follower", "3 | second follower"]
    found = switches(f"# {heading}\n\nTurn it with a small screwdriver.\n\n" + table(head, *body))
    assert [(s, p) for s, p, _ in found] == [(name, str(n)) for n in range(4)]
    assert [m for *_, m in found] == [b.split(" | ")[1] for b in body]


@pytest.mark.parametrize("free", ["Lever 3 | No function", "Lever 3 | reserved", "Lever 3 | not used, leave it at OFF"])
def test_a_switch_without_function_has_no_position(free):
    """`Lever 3 | No function` among positions is left out; the others are read."""
    body = [
        "Lever 1 ON | resistor in",
        "Lever 1 OFF | resistor out",
        "Lever 2 ON | slave",
        "Lever 2 OFF | master",
        free,
    ]
    found = switches("# Setting the switch S40\n\nIt has levers.\n\n" + table("Position | Function", *body))
    assert found == [
        ("1", "ON", "resistor in"),
        ("1", "OFF", "resistor out"),
        ("2", "ON", "slave"),
        ("2", "OFF", "master"),
    ]


@pytest.mark.parametrize(
    "broken", ["Address | SW A | SW B | (continued)", "see note | ON | OFF | note 2", "2 | ON | | free"]
)
def test_positions_are_never_the_meaning_of_a_position(broken):
    """Where a row breaks a table of combinations, the columns of the other switches do not become what a position means."""
    body = ["0 | OFF | OFF | OFF", "1 | ON | OFF | OFF", broken, "3 | ON | ON | OFF", "4 | OFF | ON | ON"]
    found = switches("# Dial switch\n\n" + table("Address | SW A | SW B | SW C", *body))
    assert [m for *_, m in found if not set(m.upper().replace(";", " ").split()) - {"ON", "OFF"}] == []


PARTNERS = [
    "Accuenergy | Acuvim-L | M-14 | 9600 | none",
    "Janitza | UMG 604 | M-17 | 38400 | even",
    "Siemens | PAC2200 | M-20 | 19200 | none",
]


@pytest.mark.parametrize(
    "head",
    [
        "Maker | Meter | Profile | Baud | Parity",
        "Manufacturer | Device | Setting | Bit rate | Parity",
        "Brand | Type | Profile | Baud rate | Modbus address",
    ],
)
def test_baud_rate_and_address_are_of_a_serial_line(head):
    """A list of meters with baud rates and addresses is of RS485 where no bus is printed, and that is said of each row."""
    found = rows("# Energy meters on X403\n\nChoose the profile in the app.\n\n" + table(head, *PARTNERS), "protocol")
    assert [(r["brands"], r["bus"]) for r in found] == [((b,), "RS485") for b in ("Accuenergy", "Janitza", "Siemens")]
    assert all("the bus is not printed" in r["doubt"] for r in found)


def test_a_partner_that_talks_another_way_is_not_on_the_serial_line():
    """A row that names the network is left out of the rows of the serial line."""
    body = [*PARTNERS, "eGauge | Core | M-23 (TCP) | Ethernet | Ethernet"]
    head = "Maker | Meter | Profile | Baud | Parity"
    found = rows("# Meters\n\nChoose the profile in the app.\n\n" + table(head, *body), "protocol")
    assert len(found) == len(PARTNERS)


@pytest.mark.parametrize(
    ("said", "bus"), [("All devices are connected with RS485.", "RS485"), ("Connect CAN or RS485.", "CAN")]
)
def test_the_text_names_the_bus_of_settings_for_partners(said, bus):
    """Switches for each partner: the bus is the one that the text of the section names alone; it stays a doubt."""
    body = ["Fronius | FRO-SS | OFF | OFF", "Kostal | KOS-1 | ON | OFF", "Sungrow | SGR-H | OFF | ON"]
    over = f"# 5.3 Solar charging\n\n{said}\n\nTell the app as well which of them it is, please, before the charger is started for the first time."
    found = rows(f"{over}\n\n" + table("Brand | Name in app | S2-7 | S2-8", *body), "protocol")
    assert [r["bus"] for r in found] == [bus] * 3
    assert all(r["doubt"] for r in found)


@pytest.mark.parametrize(
    "lines",
    [
        ["Address    DIP switch position", "           #1    #2    #3"],
        ["Address   Dial switch position", "          1     2     3"],
        ["Address\tSW1\tSW2\tSW3"],
    ],
)
def test_the_numbers_of_switches_in_a_second_row_of_heads(lines):
    """The marks or numbers of switches under the word for them are heads, however the columns of the two rows were cut."""
    body = ["0          OFF   OFF   OFF", "1          ON    OFF   OFF", "2          OFF   ON    OFF"]
    body = ["\t".join(b.split()) for b in body] if "\t" in lines[0] else body
    text = "\n".join(["5.1 DIP switch", "", "Every battery needs an address of its own.", "", *lines, *body, ""])
    found = switches(text, "demo-x1.txt")
    assert found == [("1-3", p, f"Address {n}") for n, p in enumerate(["OFF OFF OFF", "ON OFF OFF", "OFF ON OFF"])]


def test_marks_under_one_head_over_several_columns():
    """`DIP switch position` over three columns, the marks under it, and what is set beside it in the first row of heads."""
    text = table(
        "DIP switch position | | | Pack",
        "#1 | #2 | #3 | ",
        "OFF | OFF | OFF | Single",
        "ON | OFF | OFF | Pack 1",
        "OFF | ON | OFF | Pack 2",
    )
    assert switches(f"# 5 DIP\n\n{text}") == [
        ("1-3", "OFF OFF OFF", "Single"),
        ("1-3", "ON OFF OFF", "Pack 1"),
        ("1-3", "OFF ON OFF", "Pack 2"),
    ]


@pytest.mark.parametrize("heads", ["CAN ID | RS485 ID", "CAN protocol | RS485 protocol", "CAN bus | Modbus RTU"])
def test_partners_over_the_codes_of_each_bus(heads):
    """`Inverter | CAN ID | RS485 ID`: a code under each bus that the partner may be set for, a dash where it has none."""
    body = ["Sofar   01   -", "Luxpower   02   05", "Voltronic   -   06"]
    text = "\n".join(["6 Matching inverters", "", "   ".join(["Inverter", *heads.split(" | ")]), *body, ""])
    found = [(*r["brands"], r["bus"], r["protocol_id"]) for r in rows(text, "protocol", "demo-x1.txt")]
    assert found == [
        ("Sofar", "CAN", "01"),
        ("Luxpower", "CAN", "02"),
        ("Luxpower", "RS485", "05"),
        ("Voltronic", "RS485", "06"),
    ]


def test_the_same_positions_for_two_things_are_doubted():
    """Two rows with the same positions and different meanings are one setting that means both, which is said."""
    text = table(
        "SW1-1 | SW1-2 | Position in the chain",
        "OFF | OFF | alone",
        "ON | OFF | at an end",
        "OFF | OFF | in the middle",
    )
    found = rows(f"# 5 DIP switch\n\n{text}", "dip")
    assert [bool(r["doubt"]) for r in found] == [True, False]


@pytest.mark.parametrize(
    "over", ["ADD Switch                              Function", "Position of the switch                  Effect"]
)
def test_the_numbers_of_switches_inside_a_table_without_heads(over):
    """A row of the numbers 1 to n over positions is the header of a table whose first row says what they are part of."""
    body = [
        "1     2     3     4     5     6",
        "OFF   OFF   OFF   OFF   X     X         single pack",
        "ON    OFF   OFF   OFF   X     X         first pack, master",
        "X     X     X     X     ON    X         CAN resistor on",
    ]
    found = switches("\n".join(["4.1 DIP settings", "", over, *body, ""]), "demo-x1.txt")
    assert found == [
        ("1-6", "OFF OFF OFF OFF any any", "single pack"),
        ("1-6", "ON OFF OFF OFF any any", "first pack, master"),
        ("1-6", "any any any any ON any", "CAN resistor on"),
    ]


@pytest.mark.parametrize(
    ("positions", "order"), [("ON / OFF", ("ON", "OFF")), ("OFF/ON", ("OFF", "ON")), ("on | off", ("ON", "OFF"))]
)
@pytest.mark.parametrize("head", ["DIP number\tStatus\tMeaning", "Switch\tPosition\tFunction"])
def test_both_positions_in_a_cell_and_their_meanings_in_another(positions, order, head):
    """`1 | ON / OFF | master / slave`: the meanings stand in the order of the positions."""
    lines = [head, f"1\t{positions}\tmaster / slave", f"2\t{positions}\tresistor in / resistor out"]
    found = switches("\n".join(["4.2 DIP switch S2", "", *lines, ""]), "demo-x1.txt")
    wanted = [("1", "master", "slave"), ("2", "resistor in", "resistor out")]
    assert found == [(n, p, m) for n, *told in wanted for p, m in zip(order, told, strict=True)]
