"""Positions in other signs than ON and OFF, switches called by a letter, and the table of one switch alone."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(text, kind="dip"):
    return [r for r in imported(read_bytes(text.encode(), "demo-x1.md")).rows() if r["kind"] == kind]


def settings(text):
    return [(r["switch"], r["position"], r["meaning"], bool(r["doubt"])) for r in rows(text)]


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * lines[0].count("|") + "---|", *body])


SAID = {
    "letters of the switch itself": ("I means ON, O means OFF.", "I", "O", False),
    "letters without a word": ("Six levers.", "I", "O", False),
    "up and down, told": ("A lever that is up is ON.", "up", "down", False),
    "up and down, untold": ("Six levers.", "up", "down", True),
    "right and left, told": ("A lever pushed to the right is ON.", "right", "left", False),
    "one letter each, told": ("U = ON and D = OFF.", "U", "D", False),
    "a filled mark that is OFF": ("○ stands for ON, ● stands for OFF.", "○", "●", False),
    "a cross, told": ("X = ON.", "X", "–", False),
    "halves, untold": ("Six levers.", "▀", "▄", True),
    "a nought that is ON": ("0 means ON, 1 means OFF.", "0", "1", False),
}


@pytest.mark.parametrize("form", SAID)
def test_signs_for_on_and_off(form):
    """A column for each switch: what the text says of the signs is taken, a custom without a word is doubted."""
    said, on, off, doubted = SAID[form]
    text = f"# 5 DIP switch\n\n{said}\n\n" + table(
        "Address | SW1 | SW2", f"first | {on} | {off}", f"second | {off} | {on}"
    )
    assert settings(text) == [("1-2", "ON OFF", "first", doubted), ("1-2", "OFF ON", "second", doubted)]


@pytest.mark.parametrize("cells", [("I O O", "O I O"), ("IOO", "OIO"), ("up, down, down", "down, up, down")])
def test_all_positions_in_one_cell(cells):
    """A cell that holds the positions of all switches is one setting."""
    text = "# 5 DIP switch 1-3\n\nUp is ON.\n\n" + table(
        "DIP 1-3 | Address", *(f"{c} | unit {n}" for n, c in enumerate(cells, 1))
    )
    assert [s[:3] for s in settings(text)] == [("1-3", "ON OFF OFF", "unit 1"), ("1-3", "OFF ON OFF", "unit 2")]


@pytest.mark.parametrize("said", ["Use the levers.", "Right is for wrong polarity."])
def test_signs_that_mean_nothing_alone(said):
    """Right and left, a cross and a dash: no setting is made of them without a word about which is ON."""
    for on, off in (("right", "left"), ("+", "-"), ("closed", "open")):
        text = f"# 5 DIP switch\n\n{said}\n\n" + table(
            "Address | SW1 | SW2", f"first | {on} | {off}", f"second | {off} | {on}"
        )
        assert settings(text) == []


@pytest.mark.parametrize(
    ("line", "about"), [("SW4", ""), ("Switch 4 (resistor)", "resistor: "), ("DIP 4: resistor", "resistor: ")]
)
def test_the_table_of_one_switch(line, about):
    """What stands over two positions names their switch."""
    for on, off in (("ON", "OFF"), ("I", "O")):
        text = f"# 5 DIP switch\n\nSix levers.\n\n{line}\n\n" + table(
            "Position | Function", f"{on} | connected", f"{off} | open"
        )
        assert [s[:3] for s in settings(text)] == [("4", "ON", f"{about}connected"), ("4", "OFF", f"{about}open")]


def test_switches_called_by_a_letter():
    """`M1`, `M2` are switches where the text says so; the partner's own menu names the protocol, noughts in it are no setting."""
    text = "# Block M\n\nSet the levers M1 and M2.\n\n" + table(
        "Inverter | Bus | Battery type on the inverter | M1 | M2",
        "Alden | CAN 500 kbit/s | Lithium 00 | 1 | 0", "Brack | CAN 250 kbit/s | User | 0 | 1", "Corum | RS485 9600 | Li type 1 | 1 | 1",
    )  # fmt: skip
    found = rows(text, "protocol")
    assert [(r["protocol_id"], r["dip"], bool(r["doubt"])) for r in found] == [
        ("Lithium 00", {"1": "ON", "2": "OFF"}, False), ("User", {"1": "OFF", "2": "ON"}, False), ("Li type 1", {"1": "ON", "2": "ON"}, False),
    ]  # fmt: skip


def test_a_letter_and_a_number_may_be_a_lamp():
    """`L1`, `L2` that no text calls levers are no switches."""
    text = "# Address\n\nThe lamps show the address.\n\n" + table("Address | L1 | L2", "1 | ● | ○", "2 | ○ | ●")
    assert settings(text) == []
