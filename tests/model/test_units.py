"""Units: one spelling each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.units import SPELLINGS, UNITS, canonical


@pytest.mark.parametrize(
    ("written", "stored"),
    [("℃", "°C"), ("Nm", "N·m"), ("mm²", "mm2"), ("", "-"), (" V ", "V"), ("KWh", "kWh"), ("hours", "h")],
)
def test_spellings_become_one(written, stored):
    """The same unit written differently is stored alike."""
    assert canonical(written) == stored


@pytest.mark.parametrize("unknown", ["volts", "mAh ", "kv", "°F", "V/A"])
def test_an_unknown_unit_is_none(unknown):
    """A unit outside the list is not guessed."""
    assert canonical(unknown) is None


@given(st.sampled_from(sorted(UNITS | set(SPELLINGS))))
def test_canonical_is_done_once(unit):
    """Every listed spelling has a listed unit, and canonising that changes nothing."""
    assert canonical(unit) in UNITS
    assert canonical(canonical(unit)) == canonical(unit)


@given(st.text(max_size=8))
def test_any_text_is_a_unit_or_none(text):
    """No text crashes it."""
    assert canonical(text) in UNITS | {None}
