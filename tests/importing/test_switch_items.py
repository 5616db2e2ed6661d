"""Switches as items of a list, and a table with the positions down, the switches across and a row of what each sets."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def dips(text):
    return [r for r in imported(read_bytes(text.encode(), "demo-x1.txt")).rows() if r["kind"] == "dip"]


def settings(text):
    return [(r["switch"], r["position"], r["meaning"]) for r in dips(text)]


@pytest.mark.parametrize("item", ["{what}: {set}", "- {what} = {set}", "{set} – {what}"])
@pytest.mark.parametrize("sets", [("1000", "0100", "1100"), ("ON OFF OFF OFF", "OFF ON OFF OFF", "ON ON OFF OFF")])
def test_settings_as_items(item, sets):
    """What is set and how the switches stand, a line each; switches that no text counts are a doubt."""
    lines = "\n".join(item.format(what=f"Pack {n}", set=s) for n, s in enumerate(sets, 1))
    text = f"# 4.1 DIP switch\n\nTurn the pack off first.\n\n{lines}\n"
    wanted = [
        ("1-4", "ON OFF OFF OFF", "Pack 1"),
        ("1-4", "OFF ON OFF OFF", "Pack 2"),
        ("1-4", "ON ON OFF OFF", "Pack 3"),
    ]
    assert settings(text) == wanted
    assert all(r["doubt"] for r in dips(text))


@pytest.mark.parametrize("item", [
    "Bit 5: end resistor. ON = connected, OFF = open", "Switch 5 – end resistor: OFF = open; ON = connected",
    "DIP 5 (end resistor): ON: connected, OFF: open",
])  # fmt: skip
def test_both_positions_in_one_item(item):
    """A switch, what it is for and its two positions in one line."""
    assert sorted(settings(f"# 4.1 DIP switch\n\n{item}\n")) == [
        ("5", "OFF", "end resistor: open"),
        ("5", "ON", "end resistor: connected"),
    ]


def test_numbers_that_are_no_settings():
    """Articles and codes of a list that is not about switches are none."""
    assert all(r["doubt"] for r in dips("# 3.4 Network settings\n\nAddress: 1000\nPort: 1100\n"))
    assert settings("# 9 Order numbers\n\nCable A: 1000\nCable B: 1001\n") == []


def test_positions_down_with_what_each_switch_sets():
    """`Definition` under the switches says what ON and OFF of each are about."""
    text = "# 3.2 ADD switch\n\nDip switch\t1\t2\t3\nDefinition\tbaud rate\tReserved\tresistor\nON\t9600\t\tconnected\nOFF\t115200\t\topen\n"
    assert settings(text) == [
        ("1", "ON", "baud rate; 9600"), ("1", "OFF", "baud rate; 115200"), ("3", "ON", "resistor; connected"), ("3", "OFF", "resistor; open"),
    ]  # fmt: skip
