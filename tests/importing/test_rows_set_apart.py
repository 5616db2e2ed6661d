"""Columns set apart by spaces, whose rows take one line or several and are parted by empty lines."""

from __future__ import annotations

import pytest

from kb.importing import columns
from kb.importing.api import imported, read_bytes

FAULTS = """DEMO X2 rack battery
Manual

1 Introduction

It stands on the floor.

2 Fault list

 Code   Name                 {cause}                  {help}

 F1     String voltage       Charged too far          Stop the charger and
        high                                          wait an hour

 F2     Fan stuck            Dust                     Clean it

                             Heater or sensor is
 F3     Heater fault         broken, or its wire      Call the service
                             came loose

 F4     Contactor welded     Switched under load      Return the unit

Write the code down before you switch off. The list above holds for all sizes.

3 Care

Wipe it dry.
"""


def rows(text, kind):
    return [r for r in imported(read_bytes(text.encode(), "demo-x2.txt")).rows() if r["kind"] == kind]


@pytest.mark.parametrize(("cause", "help_"), [("Cause", "Measure"), ("Reason", "Remedy"), ("Origin", "What to do")])
def test_rows_of_several_lines_are_one_row_each(cause, help_):
    """Lines between two empty ones are a row, also those above the line of the code; a table's rows need not be as long."""
    found = rows(FAULTS.format(cause=cause.ljust(7), help=help_), "alarm")
    assert [(r["code"], r["name"]) for r in found] == [
        ("F1", "String voltage high"),
        ("F2", "Fan stuck"),
        ("F3", "Heater fault"),
        ("F4", "Contactor welded"),
    ]
    assert found[0]["actions"] == ("Stop the charger and wait an hour",)
    assert found[2]["cause"] == "Heater or sensor is broken, or its wire came loose"


def test_words_that_head_columns_may_stand_in_a_row():
    """`On`, `Off` and the word protocol in a row do not begin another table."""
    text = FAULTS.format(cause="Cause  ", help="Measure").replace("Switched under load ", "Inverter does so    ")
    assert len(rows(text.replace("Return the unit", "Check the protocol"), "alarm")) == 4
    lamps = """DEMO X2 battery
Manual

1 Introduction

It stands on the floor.

2 LED

 State       RUN       ALM       Explanation

 Sleep       Off       Off       No load for
                                 one day

 Charge      On        Off       Works

                                 Stopped by
 Fault       Off       On        the board

3 Care

Wipe it dry.
"""
    found = rows(lamps, "led_state")
    assert [(r["mode"], [x["pattern"] for x in r["lamps"]]) for r in found] == [
        ("Sleep", ["off", "off"]),
        ("Charge", ["steady", "off"]),
        ("Fault", ["off", "steady"]),
    ]
    assert "Stopped by the board" in found[2]["meaning"]


def test_another_table_and_running_text_end_it():
    """A second header, or a line that stands under no head, is no row of the table above."""
    lines = FAULTS.format(cause="Cause  ", help="Measure").split("\n")
    at = next(n for n, x in enumerate(lines) if x.startswith(" Code"))
    taken = columns.span(lines, at)
    assert lines[at + taken - 1].startswith(" F4")
    second = [
        *lines[at : at + 6],
        "",
        " Item   Value                Unit                     Remark",
        "",
        " Mass   40                   kg                       empty",
    ]
    assert columns.span(second, 0) <= 6
