"""How long a thing stood unused is read from people's words, and answers the question of storage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle.store import open_bundle
from kb.search.engine import Engine
from kb.suggest import spans
from kb.suggest.advise import suggest


@pytest.fixture(scope="module")
def engine():
    return Engine(open_bundle())


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("still in its carton, the note says a year and two months ago", 14.0),
        ("stood in the garage for half a year", 6.0),
        ("three quarters of a year in a depot", 9.0),
        ("never installed, it came two years ago", 24.0),
        ("came in February, boxed until now, August", 6.0),
        ("arrived in November, in its box till March", 4.0),
        ("it has worked for two years", None),
        ("we live here for ten years. It was never used", None),
        ("unused so far", None),
        ("still boxed, bought in spring of last year", 7.0),
        ("it runs since spring of last year", None),
    ],
)
def test_months_unused(text, months):
    """Only time that the thing stood there counts; without words for that, or without a time, nothing is said."""
    assert spans.unused(text) == months


@given(st.integers(1, 17), st.sampled_from(["month", "week", "year", "day"]))
def test_longer_is_never_less(count, unit):
    """One more of a unit is told as more, in digits as in words' own units."""
    one, two = (spans.unused(f"stored for {n} {unit}s") for n in (count, count + 1))
    assert one is not None
    assert two is not None
    assert one < two


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    """Any text has an answer: none, or a number that is not negative."""
    found = spans.unused(text)
    assert found is None or found >= 0


def test_long_storage_by_dates(engine):
    """A battery in its box for longer than the manual allows wants the storage recharge, though nobody says stored."""
    found = suggest(
        engine, "", "Growatt 6.5 kWh, still in its carton, came 13 months ago, nobody ever charged it. What first?"
    )
    assert found.causes[0].id == "stored-long"
    assert any(o.answer == "over-six" for o in found.observations)


def test_short_storage_is_no_long_one(engine):
    """Two months in a box answer the same question the other way."""
    found = suggest(engine, "", "Growatt 6.5 kWh stood in its carton for 2 months, now it is nearly empty.")
    assert not found.causes or found.causes[0].id != "stored-long"
