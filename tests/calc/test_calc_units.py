"""What people type as a quantity: spellings, conversions, and sentences for what cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.calc.units import GROUPS, UnitProblem, convert, group, parse

PAIRS = [(a, b) for g in GROUPS for a in g for b in g if a != b]


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [
        ("5kW", "kW", 5),
        ("5000 W", "kW", 5),
        ("5 kw", "kW", 5),
        ("5", "kW", 5),
        ("0,5 KW", "kW", 0.5),
        ("  1.5e3 w ", "kW", 1.5),
        ("1 MW", "kW", 1000),
        ("-5 °C", "°C", -5),
        ("−5 c", "°C", -5),
        ("50 °F", "°C", 10),
        ("2 weeks", "day", 14),
        ("95 %", "%RH", 95),
        ("1 mm²", "mm2", 1),
        ("9.6 kbps", "bps", 9600),
        ("1 inch", "mm", 25.4),
    ],
)
def test_spellings(text, unit, wanted):
    """A quantity is read in any usual spelling, case and unit of its kind."""
    assert wanted == pytest.approx(parse(text, unit))


@pytest.mark.parametrize(
    ("text", "unit", "part"),
    [
        ("5 A", "kW", "the unit is kW, W or MW"),
        ("5 mw", "kW", "'mw' does not fit"),
        ("nan", "kW", "not a number"),
        ("inf", "kW", "not a number"),
        ("1e999", "kW", "too large"),
        ("", "kW", "nothing was given"),
        ("1,000 W", "kW", "two ways"),
        ("4 kW", "-", "without a unit"),
        ("5 kW 3", "kW", "does not fit"),
        ("x" * 1001, "kW", "too long"),
        ("٣", "kW", "not a number"),
    ],
)
def test_unreadable(text, unit, part):
    """What cannot be read says why."""
    with pytest.raises(UnitProblem, match=part):
        parse(text, unit)


@given(st.sampled_from(PAIRS), st.floats(-1e6, 1e6, allow_nan=False))
def test_units_round_trip(pair, number):
    """There and back again is the same quantity."""
    one, other = pair
    there = convert(number, one, other)
    assert number == pytest.approx(convert(there, other, one), rel=1e-6, abs=1e-3)


def test_unrelated_units_do_not_convert():
    """Amperes never become volts."""
    with pytest.raises(UnitProblem, match="cannot be turned"):
        convert(1, "A", "V")
    assert group("packs") == ()
