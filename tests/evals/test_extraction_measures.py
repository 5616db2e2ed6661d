"""The extraction measures: worked examples, and what counts as the same fact."""

from __future__ import annotations

import doctest

import pytest

from kb.evals import extraction
from kb.evals.extraction import compare, same
from kb.evals.golden import reference_of


def facts(*rows):
    return reference_of(list(rows))


def lamp(meaning, *lamps):
    return {
        "kind": "led_state",
        "meaning": meaning,
        "lamps": [dict(zip(("indicator", "pattern", "color"), x, strict=False)) for x in lamps],
    }


def test_every_worked_example_holds():
    """The examples in the docstrings are run."""
    result = doctest.testmod(extraction)
    assert result.attempted >= 8
    assert result.failed == 0


PIN = {"kind": "pin", "connector": "COM", "pin": "4", "signal": "CAN-H"}
ALARM = {"kind": "alarm", "code": "E05", "name": "Grid over voltage", "cause": ""}


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        (PIN, {**PIN, "signal": "can_h"}, True),
        (PIN, {**PIN, "signal": "CAN-L"}, False),
        (PIN, {**PIN, "pin": "5"}, False),
        (ALARM, {**ALARM, "name": "something else"}, True),
        (ALARM, {**ALARM, "code": "E06"}, False),
        ({**ALARM, "code": ""}, {**ALARM, "code": "", "name": "Overvoltage of the grid"}, True),
        ({**ALARM, "code": ""}, {**ALARM, "code": "", "name": "Grid under voltage"}, False),
        ({**ALARM, "code": ""}, {**ALARM, "code": "", "name": "Relay failure"}, False),
        (
            lamp("DC side running", ("DC", "steady", "green")),
            lamp("The DC side is running.", ("DC", "steady", "green")),
            True,
        ),
        (
            lamp("DC side running", ("DC", "steady", "green")),
            lamp("The DC side is running.", ("DC", "flash", "green")),
            False,
        ),
        (
            lamp("DC side running", ("DC", "steady", "green")),
            lamp("The DC side is running.", ("DC", "steady", "red")),
            False,
        ),
        (lamp("running", ("RUN", "steady")), lamp("discharging", ("RUN", "steady")), False),
    ],
)
def test_what_counts_as_the_same(one, two, alike):
    """Keys and patterns must agree exactly, wordings by most of their words."""
    (a,), (b,) = facts(one), facts(two)
    assert same(a, b) is alike


def test_one_fact_is_matched_once():
    """The same row twice is once right and once wrong, and a doubt mark stands beside the wrong row."""
    (a,) = facts(PIN)
    found = compare("m", [(a, ""), (a, "twice")], facts(PIN))
    score = next(s for s in found.scores if s.kind == "pin")
    assert (score.found, score.right, score.wanted, score.sure, score.sure_right) == (2, 1, 1, 1, 1)
    assert [(k, d) for k, _, d in found.wrong] == [("pin", "twice")]
