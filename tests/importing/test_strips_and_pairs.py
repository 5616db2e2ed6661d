"""Contacts in strips of two rows, in sockets that share their numbers and in bare lists; switches with their position in a cell or line."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(text, kind, name="demo-x1.md"):
    return [r for r in imported(read_bytes(text.encode(), name)).rows() if r["kind"] == kind]


def pins(text, name="demo-x1.md"):
    return sorted((r.get("connector", ""), int(r["pin"]), r["signal"]) for r in rows(text, "pin", name))


def dips(text, name="demo-x1.md"):
    return sorted((r["switch"], r["position"], r["meaning"]) for r in rows(text, "dip", name))


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * (lines[0].count("|") + 1), *body])


STRIPS = {
    "upper and lower row": ("Upper | Signal | Lower | Signal", "{0} | {1} | {2} | {3}"),
    "left and right side, with what they are for": ("Left row | Name | Use | Right row | Name | Use", "{0} | {1} | line | {2} | {3} | line"),
    "the row's head glued to the next one": ("Top Signal | Use | Bottom | Signal | Use", "{0} {1} | line | {2} | {3} | line"),
    "clamps": ("Clamp | Signal | Clamp | Signal", "{0} | {1} | {2} | {3}"),
}  # fmt: skip
NAMES = ["CANH", "CANL", "GND", "n.c.", "A", "B", "+12 V", "reserved"]


@pytest.mark.parametrize("counted", ["down", "across"])
@pytest.mark.parametrize("form", STRIPS)
def test_a_strip_in_two_rows(form, counted):
    """The rows of a strip are one connector, whether it is counted down each of them or from one to the other; free contacts count."""
    head, line = STRIPS[form]
    order = [(n, n + 4) for n in range(4)] if counted == "down" else [(2 * n, 2 * n + 1) for n in range(4)]
    body = [line.format(a + 1, NAMES[a], b + 1, NAMES[b]) for a, b in order]
    assert pins(f"# Plug X3\n\n{table(head, *body)}") == [("Plug X3", n + 1, s) for n, s in enumerate(NAMES)]


def test_sockets_that_share_their_numbers():
    """A column of numbers, and under each socket its signals with what they are for."""
    head = "<tr><th rowspan=2>Contact</th><th colspan=2>Socket SA</th><th colspan=2>Socket SB</th></tr>"
    head += "<tr><th>Signal</th><th>Wire goes to</th><th>Signal</th><th>Wire goes to</th></tr>"
    body = "".join(
        f"<tr><td>{n}</td><td>C{n}</td><td>cell {n}</td><td>C{n + 5}</td><td>cell {n + 5}</td></tr>"
        for n in range(1, 6)
    )
    found = pins(f"<html><body><h2>Sockets of the cells</h2><table>{head}{body}</table></body></html>", "demo-x1.html")
    assert found == [(f"Socket S{x}", n, f"C{n + k}") for x, k in (("A", 0), ("B", 5)) for n in range(1, 6)]


BARE = {
    "a list": "- 1 not connected\n- 2 RS485 B\n- 3 RS485 A\n- 4 GND, common\n",
    "dashes": "– 1 not connected\n\n– 2 RS485 B\n\n– 3 RS485 A\n\n– 4 GND, common\n",
    "numbered": "1. not connected\n2. RS485 B\n3. RS485 A\n4. GND\n",
    "the word for a contact": "- contact 1: not connected\n- contact 2: RS485 B\n- contact 3: RS485 A\n- contact 4: GND\n",
    "a sentence": "The socket has four contacts: 1 not connected, 2 RS485 B, 3 RS485 A and 4 GND.\n",
}


@pytest.mark.parametrize("form", BARE)
def test_contacts_in_bare_lists(form):
    """Numbers from one with signals behind them are contacts under the heading of a socket."""
    found = pins(f"# Socket J5 (RJ11)\n\nSeen from the front:\n\n{BARE[form]}")
    assert [n for _, n, _ in found] == [1, 2, 3, 4]
    assert [s for _, _, s in found][1:] == ["RS485 B", "RS485 A", "GND"]
    assert found[0][2].lower() in {"not connected", "nc"}


@pytest.mark.parametrize(
    "said",
    ["not assigned", "not fitted", "unassigned", "free", "leave open", "do not use", "no function", "n/c", "blank"],
)
def test_a_free_contact_is_a_contact(said):
    """Whatever a manual calls a contact that carries nothing: it is read with the others and not doubted."""
    found = rows(f"# Socket BMS\n\n{table('Contact | Assignment', f'1 | {said}', '2 | CAN-H', '3 | CAN-L')}", "pin")
    assert (found[0]["pin"], found[0]["signal"], found[0]["doubt"]) == ("1", said, "")


def test_contacts_told_by_one_verb_and_in_brackets():
    """A verb holds for the next contact too; numbers that count on have their names in brackets."""
    text = "# Plug X2\n\nPin 3 carries CAN-H and pin 4 CAN-L. Pins 5 to 7 have no function.\n"
    assert [(n, s) for _, n, s in pins(text)] == [(3, "CAN-H"), (4, "CAN-L"), (5, "NC"), (6, "NC"), (7, "NC")]
    bus = "# M-Bus\n\nTwo screws without polarity beside the flap, 40 (MB1) and 41 (MB2).\n"
    assert [(n, s) for _, n, s in pins(bus)] == [(40, "MB1"), (41, "MB2")]


PAIRS = {
    "in a cell": "# DIP switch\n\n" + table("Position | Effect", "6 OFF | speed from the menu", "6 ON | fixed speed"),
    "in a line of its own": "# DIP switch\n\n#6 OFF\n\nspeed from the menu\n\n#6 ON\n\nfixed speed\n",
    "both in one item": "# DIP switches\n\n- 6 OFF: speed from the menu; 6 ON: fixed speed.\n",
    "an item each": "# Switches 5 and 6\n\n- Slide 6 in OFF – speed from the menu\n- Slide 6 in ON – fixed speed\n",
    "lost lines": "4.1 DIP switch\n\nSW6\nOFF\nspeed from the menu\nSW6\nON\nfixed speed\n",
}


@pytest.mark.parametrize("form", PAIRS)
def test_a_switch_with_its_position(form):
    """One switch and its position stand together, what they mean beside, under or behind them."""
    found = dips(PAIRS[form], "demo-x1.txt" if form == "lost lines" else "demo-x1.md")
    assert found == [("6", "OFF", "speed from the menu"), ("6", "ON", "fixed speed")]


def test_several_switches_before_what_they_mean():
    """`1 and 2 OFF: …` and `1 ON, 2 OFF: …` are settings of both; a block's switch, `SW3-1`, is no range."""
    text = "# DIP switch DS1\n\n- 1 and 2 OFF: single\n- 1 ON, 2 OFF: first\n- 1 OFF, 2 ON: in the middle\n- 1 and 2 ON: last\n"
    states = {"single": "OFF OFF", "first": "ON OFF", "in the middle": "OFF ON", "last": "ON ON"}
    assert dips(text) == sorted(("1-2", s, m) for m, s in states.items())
    block = "# DIP switch SW3\n\nSW3-1 = ON: slave. SW3-1 = OFF: master. SW3-2 = ON: resistor. SW3-2 = OFF: open.\n"
    assert {(n, p) for n, p, _ in dips(block)} == {("1", "ON"), ("1", "OFF"), ("2", "ON"), ("2", "OFF")}


def test_slides_blocks_with_dashes_weights_and_ranges():
    """Slides are switches; a dash leaves a switch out; a value when ON is what the switch adds; a switch without setting is left out."""
    slides = "# Slide switches S1\n\n" + table(
        "Address | Slide 1 | Slide 2", "1, leader | OFF | OFF", "2, follower | ON | OFF"
    )
    assert dips(slides) == [("1-2", "OFF OFF", "Address 1, leader"), ("1-2", "ON OFF", "Address 2, follower")]
    block = "# Block B2\n\n" + table(
        "Effect | B2.1 | B2.2 | B2.3", "10 A | OFF | OFF | –", "16 A | ON | OFF | –", "One phase | – | – | ON"
    )
    assert ("1-3", "OFF OFF any", "10 A") in dips(block)
    assert ("1-3", "any any ON", "One phase") in dips(block)
    weights = "# Address levers\n\n" + table("Lever | Value when ON", "1 | 1", "2 | 2", "3 | 4")
    assert dips(weights) == [("1", "ON", "Value 1"), ("2", "ON", "Value 2"), ("3", "ON", "Value 4")]
    ranges = table(
        "Switches | Setting | Meaning",
        "1–2 | OFF OFF | Pack 1",
        "1–2 | ON OFF | Pack 2",
        "3 | ON | Resistor",
        "4–5 | – | not used",
    )
    assert dips(f"# DIP switch\n\n{ranges}") == [
        ("1-2", "OFF OFF", "Pack 1"),
        ("1-2", "ON OFF", "Pack 2"),
        ("3", "ON", "Resistor"),
    ]


def test_what_a_switch_does_in_a_position():
    """A verb of what the switch does, and the other position in the next sentence."""
    text = "# Slide switches S1\n\nSlide 4 ON puts 120 Ω across the line; do so at both ends only. In OFF the resistor is not active.\n"
    assert [(n, p) for n, p, _ in dips(text)] == [("4", "OFF"), ("4", "ON")]
