"""A heading that is a lamp's name, and under it the lamp's states as a list."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.importing.lamp_under import lamp_of
from kb.model.facts import kind_of


def states(heading, lines):
    items = "".join(f"<li>{x}</li>" for x in lines)
    text = f"<html><body><h1>DEMO X1</h1><h2>1 Lamps</h2><p>They stand in front.</p><h3>{heading}</h3><ul>{items}</ul></body></html>"
    result = imported(read_bytes(text.encode(), "demo.html"))
    return [
        (x.indicator, x.color, x.pattern, f.meaning) for f in result.facts if kind_of(f) == "led_state" for x in f.lamps
    ]


def test_each_line_is_a_state_of_the_lamp():
    """Name and colour are the heading's; a lamp that is off has no colour."""
    lines = ("steady: supply is there", "double flash: a test runs", "off: no supply")
    assert states("SUP (green)", lines) == [
        ("SUP", "green", "steady", "supply is there"),
        ("SUP", "green", "flash", "a test runs"),
        ("SUP", None, "off", "no supply"),
    ]


def test_states_may_be_verbs():
    """`lights steadily`, `flashes quickly`, `is off`, parted by a dash."""
    lines = ("lights steadily – grid is there", "flashes quickly – grid is missing", "is off – switched off")
    assert [s[:3] for s in states("Lamp LINE (blue)", lines)] == [
        ("LINE", "blue", "steady"),
        ("LINE", "blue", "flash"),
        ("LINE", None, "off"),
    ]


@pytest.mark.parametrize(
    ("heading", "lamp"),
    [
        ("ERR LED", ("ERR", "")),
        ("Indicator BUS – yellow", ("BUS", "yellow")),
        ("LED 3 (red)", ("3", "red")),
        ("Care (yearly)", ("", "")),
        ("Lamps", ("", "")),
        ("Switching on", ("", "")),
        ("PWR", ("", "")),
    ],
)
def test_what_is_the_name_of_a_lamp(heading, lamp):
    """A word for a lamp or a colour stands with it; other headings name none."""
    assert lamp_of(heading) == lamp


def test_a_list_of_other_things_under_such_a_heading_is_no_lamp():
    """Most lines begin with no state."""
    found = states("Lamp OUT (white)", ("voltage: 12 V", "off: by the key", "wire: 2 m long"))
    assert not [s for s in found if s[0] == "OUT"]


def test_lines_that_name_several_lamps_are_states_of_all_of_them():
    """Every line names the same lamps; a list in which others stand is left alone."""
    lines = ("RUN off, ALM off: sleep", "RUN flashing, ALM off: standby", "RUN off and ALM on: protection, output shut")
    found = states("Signs of both", lines)
    assert [s for s in found if s[3].startswith("protection")] == [
        ("RUN", None, "off", "protection, output shut"),
        ("ALM", None, "steady", "protection, output shut"),
    ]
    assert len(found) == 6
