"""The extraction measures: worked examples, and what counts as the same fact."""

from __future__ import annotations

import doctest

import pytest

from kb.evals import beyond, extraction, words
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
    results = [doctest.testmod(m) for m in (extraction, words, beyond)]
    assert sum(r.attempted for r in results) >= 12
    assert all(r.failed == 0 for r in results)


def test_what_is_said_besides_the_key_is_counted_apart():
    """Connector, cause and actions do not decide whether a row is right; each is counted where the reference says it."""
    pin = {"kind": "pin", "pin": "4", "signal": "CAN-H"}
    alarm = {"kind": "alarm", "code": "E05", "name": "Grid over voltage"}
    reference = facts(
        {**pin, "connector": "COM1"},
        {**alarm, "cause": "The grid voltage is too high.", "actions": ["Check the cable of the grid", "Restart"]},
        {**alarm, "code": "E06", "cause": ""},
    )
    found = facts(
        {**pin, "connector": "Dry contact"},
        {**alarm, "cause": "Voltage of the grid is high", "actions": ["Replace the fan"]},
        {**alarm, "code": "E06", "cause": "something"},
    )
    compared = compare("m", [(f, "") for f in found], reference)
    assert compared.core.precision == 1.0
    told = {(d.kind, d.what): (d.compared, d.agreed) for d in compared.details}
    assert told == {("pin", "connector"): (1, 0), ("alarm", "cause"): (1, 1), ("alarm", "actions"): (1, 0)}
    assert beyond.total([*compared.details, *compared.details])[0].compared == 2


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
