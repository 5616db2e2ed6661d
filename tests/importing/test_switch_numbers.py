"""A setting of several positions is told by the numbers of its switches; where no text prints them, the row is doubted."""

from __future__ import annotations

import pytest

from kb.importing import switch_numbers
from kb.importing.api import imported, read_bytes

FRAME = "DEMO X1 unit\nManual\n\n1 Introduction\n\nThe unit is mounted on a wall.\n\n2 DIP switches\n\n{text}\n\n3 Care\n\nWipe it dry.\n"
ROWS = "off-off\topen loop\noff-on\tclosed loop\non-off\tfixed speed\non-on\tservice run"
SPOKEN = "Levers 1 and 2 choose the country, levers 3 and 4 the pump mode, lever 5 is spare."


def settings(text):
    result = imported(read_bytes(FRAME.format(text=text).encode(), "demo-x1.txt"))
    return [(r["switch"], r["position"], r["doubt"]) for r in result.rows() if r["kind"] == "dip"]


FORMS = {
    "in the head": (f"Switches 3-4\tPump mode\n{ROWS}", "3-4"),
    "in a head of two lines": (f"Setting\tPump mode\n5-6\t\n{ROWS}", "5-6"),
    "as marks": (f"Set S7 and S8 so:\n\nS7 S8\tPump mode\n{ROWS}", "7-8"),
    "in a sentence before": (f"{SPOKEN}\n\nPump mode\n\nSetting\tPump mode\n{ROWS}", "3-4"),
    "the whole block": (f"There are two DIP switches.\n\nSetting\tPump mode\n{ROWS}", "1-2"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_switches_of_a_setting_are_read_where_they_are_printed(form):
    """The head, the line under it, and the sentence whose words are the table's name the switches; none of these is doubted."""
    text, wanted = FORMS[form]
    found = settings(text)
    assert [f[:2] for f in found if f[0] == wanted] == [(wanted, p) for p in ("OFF OFF", "OFF ON", "ON OFF", "ON ON")]
    assert not any(doubts for switch, _, doubts in found if switch == wanted)


@pytest.mark.parametrize(
    "text",
    [
        f"Setting\tPump mode\n{ROWS}",
        f"The unit has eight DIP switches.\n\nSetting\tPump mode\n{ROWS}",
        f"Levers 1 and 2 choose the country, levers 5 and 6 the language.\n\nSetting\tPump mode\n{ROWS}",
        f"Switch 6 ON connects the resistor.\n\nSetting\tPump mode\n{ROWS}",
    ],
)
def test_switches_that_no_text_names_are_doubted(text):
    """Positions without numbers are counted from one only as a guess, and a block may have more switches than the setting."""
    found = [f for f in settings(text) if " " in f[1]]
    assert len(found) == 4
    assert all(doubts for _, _, doubts in found)


def test_columns_may_begin_at_any_switch_and_leave_one_out():
    """Columns of ON and OFF are the switches that stand over them; one that is left out is free."""
    text = "SW3\tSW4\tSW6\tFunction\nON\tOFF\tOFF\topen loop\nOFF\tON\tOFF\tclosed loop\nON\tON\tON\tfixed speed"
    assert [f[:2] for f in settings(text)] == [
        ("3-6", "ON OFF any OFF"),
        ("3-6", "OFF ON any OFF"),
        ("3-6", "ON ON any ON"),
    ]


@pytest.mark.parametrize(
    ("text", "count", "wanted"),
    [
        ("3-4-5", 3, (3, 4, 5)),
        ("switches 3 to 5", 3, (3, 4, 5)),
        ("S3/S4/S6", 3, (3, 4, 6)),
        ("switches 1, 2 and 4 set it", 3, (1, 2, 4)),
        ("DIP 5-7", 2, ()),
        ("24 and 48 V", 2, ()),
        ("14.20 and 13.50", 2, ()),
    ],
)
def test_a_list_of_switches_has_as_many_numbers_as_positions(text, count, wanted):
    """A list counts only when it is as long as the setting; voltages and figures with decimals are none."""
    assert switch_numbers.listed(text, count) == wanted
