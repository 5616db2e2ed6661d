"""Lists of partners in other arrangements: the bus over groups of rows, columns that ran into one, names that go on in the next line."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(text, kind, name="demo-x1.md"):
    return [r for r in imported(read_bytes(text.encode(), name)).rows() if r["kind"] == kind]


def partners(text, name="demo-x1.md"):
    return [(r["protocol_id"], r["bus"], *r["brands"]) for r in rows(text, "protocol", name)]


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * (lines[0].count("|") + 1), *body])


@pytest.mark.parametrize(
    "over",
    [("CAN, 500 kbit/s", "RS-485, 9600 baud"), ("CAN bus", "Modbus RTU"), ("Devices on CAN", "Devices on RS485")],
)
def test_a_row_over_others_names_their_bus(over):
    """A row of one cell that names a bus holds for the rows under it."""
    can, serial = over
    text = "# Host devices\n\n" + table(
        "Host device | Profile | Remark", f"{can} | | ", "Alden | VCAN | ", "Brack | PYL | ", f"{serial} | | ", "Corum | AXP | from 2.1",
    )  # fmt: skip
    assert partners(text) == [("VCAN", "CAN", "Alden"), ("PYL", "CAN", "Brack"), ("AXP", "RS485", "Corum")]


def test_a_row_over_others_that_names_no_bus_stops_it():
    """Under a row that says anything else the bus is not known: nothing is said of it."""
    text = "# Host devices\n\n" + table(
        "Host device | Profile | Remark", "CAN bus | | ", "Alden | VCAN | ", "Brack | PYL | ", "On request | | ", "Corum | AXP | ",
    )  # fmt: skip
    assert ("AXP", "CAN", "Corum") not in partners(text)


def test_columns_of_buses_that_ran_into_one():
    """As many codes or dashes in each cell as buses in the head are a column for each bus; one bus may have two speeds."""
    text = "# Batteries with communication\n\n" + table(
        "Make | Interface CAN 500 kbps CAN 250 kbps RS485", "Alden | PYL-C – PYL-R", "Brack | – VRM-S –", "Corum | – DLY-C DLY-R",
    )  # fmt: skip
    assert partners(text) == [
        ("PYL-C", "CAN", "Alden"), ("PYL-R", "RS485", "Alden"), ("VRM-S", "CAN", "Brack"), ("DLY-C", "CAN", "Corum"), ("DLY-R", "RS485", "Corum"),
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["/", ","])
def test_a_partner_in_the_next_line(end):
    """A name alone under a cell that ends with a stroke or a comma is one more partner of that row."""
    text = f"5 Matching\n\nInverter\tProtocol\tBus\tSpeed\nAlden{end}\tQ-A\tCAN\t500K\nBrack\t\t\t\nCorum\tQ-C\tRS485\t9600\n"
    assert partners(text, "demo-x1.txt") == [("Q-A", "CAN", "Alden", "Brack"), ("Q-C", "RS485", "Corum")]


def test_can_is_a_verb_as_well():
    """A sentence in which something can be read does not hide the bus that the caption names."""
    text = "# Compatible devices\n\nThe meter can be read after an update.\n\nTable 4: Meters (RS485)\n\n" + table(
        "Device | Profile | Address | Baud rate", "Alden M1 | M-A | 1 | 9600", "Brack E3 | M-B | 2 | 19200",
    )  # fmt: skip
    assert partners(text) == [("M-A", "RS485", "Alden M1"), ("M-B", "RS485", "Brack E3")]


def test_models_and_menu_entries_are_no_partners():
    """`Brand | Model | Communication | Battery protocol of the inverter | DIP`: the brand is the partner, the entry its protocol."""
    text = "# Compatible inverters\n\n" + table(
        "Brand | Model | Communication | Battery protocol of the inverter | DIP switch (1-4)",
        "Alden | Multi, Quatro | CAN 500k | CAN-bus BMS | 0000", "Brack | SP 5000 | RS485 9600 | Lithium, protocol 01 | 1000",
        "Corum | SUN-5K | CAN 500k | Lithium 00 | 0100",
    )  # fmt: skip
    found = rows(text, "protocol")
    assert [(r["protocol_id"], r["bus"], r["brands"]) for r in found] == [
        ("CAN-bus BMS", "CAN", ("Alden",)), ("Lithium, protocol 01", "RS485", ("Brack",)), ("Lithium 00", "CAN", ("Corum",)),
    ]  # fmt: skip
    assert [[*r["dip"].values()].index("ON") if "ON" in r["dip"].values() else -1 for r in found] == [-1, 0, 1]


def test_a_bus_behind_the_brands():
    """Columns of switches, then brands with their bus in brackets: a position is no protocol's name, and the lack of one is a doubt."""
    text = "# DIP switch\n\n" + table(
        "#2 | #1 | Compatible inverter", "OFF | OFF | Alden, Brack (CAN)", "OFF | ON | Corum (RS485)"
    )
    found = rows(text, "protocol")
    assert [(r["bus"], r["brands"], r["dip"]) for r in found] == [
        ("CAN", ("Alden", "Brack"), {"1": "OFF", "2": "OFF"}), ("RS485", ("Corum",), {"1": "ON", "2": "OFF"}),
    ]  # fmt: skip
    assert all("names no protocol" in r["doubt"] and r["protocol_id"] not in {"ON", "OFF"} for r in found)


def test_a_column_for_each_bus_with_dashes():
    """A dash under a bus hides no brand of the other rows."""
    text = "# Protocol table\n\n" + table(
        "Code | CAN (500 kbps) | RS485 (9600 bps) | DIP 1-4", "1 | Alden / Brack | - | 1000", "2 | Corum | Corum | 0100",
        "3 | Dorn, Eland | Falk, Gend | 1100",
    )  # fmt: skip
    assert partners(text) == [
        ("1", "CAN", "Alden", "Brack"), ("2", "CAN", "Corum"), ("2", "RS485", "Corum"), ("3", "CAN", "Dorn", "Eland"), ("3", "RS485", "Falk", "Gend"),
    ]  # fmt: skip


TOLD = {
    "made for": ("P09 is provided for Shoto batteries on CAN at 500k.", ("P09", "CAN", "Shoto")),
    "from a version on": (
        "From firmware 3.8.2 the Alden H3 can be read through RS485 with the profile ALD-3.",
        ("ALD-3", "RS485", "Alden H3"),
    ),
    "the product of a maker": ("The Sunny Tower of Brack works with protocol QB-1 on CAN.", ("QB-1", "CAN", "Brack")),
    "operated": ("A Corum X is operated with the profile VCAN over CAN at 500 kbit/s.", ("VCAN", "CAN", "Corum X")),
    "talks": ("A Dorn B24 requires both levers ON and talks RTU-4 over RS485.", ("RTU-4", "RS485", "Dorn B24")),
}


@pytest.mark.parametrize("form", TOLD)
def test_partners_told_in_sentences(form):
    """A sentence that names a partner, its protocol and the bus is a row."""
    said, wanted = TOLD[form]
    assert partners(f"# 7 Protocols\n\n{said}\n", "demo-x1.txt") == [wanted]


def test_counts_of_sockets_are_no_protocols():
    """How many sockets of each bus a model has says nothing of protocols; numbers that differ may be codes."""
    head = "Brand | CAN | RS485"
    assert partners("# Compatible meters\n\n" + table(head, "Alden | - | 1", "Brack | 1 | 1")) == []
    found = partners("# Compatible inverters and their protocols\n\n" + table(head, "Alden | 3 | 7", "Brack | 4 | -"))
    assert found == [("3", "CAN", "Alden"), ("7", "RS485", "Alden"), ("4", "CAN", "Brack")]


def settings(text):
    return [(r["switch"], r["position"], r["meaning"]) for r in rows(text, "dip")]


@pytest.mark.parametrize("head", ["Lever", "DIP switch", "Switch"])
@pytest.mark.parametrize(("on", "off"), [("ON", "OFF"), ("1", "0"), ("●", "○")])
def test_switches_down_and_what_they_set_across(head, on, off):
    """A row for each switch and a column for each setting is read column by column."""
    text = "# SW2: address\n\n" + table(
        f"{head} | Address 1 | Address 2 | Address 3", f"1 | {on} | {off} | {on}", f"2 | {off} | {on} | {on}"
    )
    assert settings(text) == [
        ("1-2", "ON OFF", "Address 1"),
        ("1-2", "OFF ON", "Address 2"),
        ("1-2", "ON ON", "Address 3"),
    ]


def test_switches_under_one_head():
    """`Switch 1 2` over two positions, the third one under the next head before its text."""
    text = "# Battery profile\n\n" + table(
        "Profile | Switch 1 2 | Float 3", "Gel | ▼ ▼ | ▼ 27.6 V", "AGM | ▲ ▼ | ▼ 27.4 V", "User | ▲ ▲ | ▲ menu"
    )
    assert settings(text) == [
        ("1-3", "OFF OFF OFF", "Gel; 27.6 V"),
        ("1-3", "ON OFF OFF", "AGM; 27.4 V"),
        ("1-3", "ON ON ON", "User; menu"),
    ]


def test_drawn_positions_beside_one_switch():
    """A drawn position of one switch is read, with a doubt where no text says which mark is ON."""
    text = "# Switches\n\n" + table(
        "Switch | Position | Effect", "6 | ▼ | 250 kbps", " | ▲ | 500 kbps", "7 | ▼ | follower", " | ▲ | leader"
    )
    found = rows(text, "dip")
    assert [(r["switch"], r["position"], r["meaning"]) for r in found] == [
        ("6", "OFF", "250 kbps"), ("6", "ON", "500 kbps"), ("7", "OFF", "follower"), ("7", "ON", "leader"),
    ]  # fmt: skip
    assert all(r["doubt"] for r in found)
