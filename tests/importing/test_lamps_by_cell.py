"""Lamp tables of which every cell stands on a line of its own, with name and colour once before the states of each lamp."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def shown(cells):
    """(lamp, colour, pattern, meaning) of each state."""
    text = "Demo X1\n\n6 Panel\n\n6.1 Status lamps\n\n" + "\n\n".join(cells) + "\n\n7 Care\n\nWipe it.\n"
    rows = [r for r in imported(read_bytes(text.encode(), "demo-x1-manual.txt")).rows() if r["kind"] == "led_state"]
    return [
        (x["indicator"], x.get("color") or "", x["pattern"], r["meaning"])
        for r in sorted(rows, key=lambda r: r["source"]["lines"])
        for x in r["lamps"]
    ]


BODY = [
    "AC",
    "Green",
    "Lights",
    "Mains is used",
    "Dark",
    "Output is off",
    "FAULT",
    "Red",
    "Flashing",
    "Grid is missing",
]
WANTED = {
    ("AC", "green", "steady", "Mains is used"),
    ("AC", "", "off", "Output is off"),
    ("FAULT", "red", "flash", "Grid is missing"),
}


@pytest.mark.parametrize(
    "head",
    [
        ["Lamp", "Colour", "Behaviour", "Message"],
        ["LED", "Color", "State", "Meaning"],
        ["Indicator", "Colour", "Status", "Description"],
    ],
)
def test_name_and_colour_hold_for_the_states_under_them(head):
    """Each lamp's name and colour stand once; what follows is state and meaning in turn."""
    assert {(n, c if p != "off" else "", p, m) for n, c, p, m in shown([*head, *BODY])} == WANTED


def test_a_fault_that_lights_is_no_lamp():
    """A meaning before the next state is never read as a lamp's name."""
    found = shown(
        ["Lamp", "Colour", "Behaviour", "Message", *BODY[:6], "FAULT", "Red", "Lights", "Machine stopped", *BODY[8:]]
    )
    assert {n for n, *_ in found} == {"AC", "FAULT"}
