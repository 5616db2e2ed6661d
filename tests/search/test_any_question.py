"""Nothing that can be typed breaks the engine."""

from __future__ import annotations

import contextlib

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.model.errors import QueryError
from kb.search.answer import to_json

WORDS = [
    "COVP",
    "Link IN",
    "pin",
    "4",
    "victron",
    "blue",
    "flashing",
    "SigenStor-5S-10",
    "0.5s",
    "CAN-H",
    "not",
    "growatt",
    "°C",
    "485-B2",
]
ANY_TEXT = st.text(st.characters(), max_size=300)
JUMBLED = st.lists(st.sampled_from(WORDS) | st.text(st.characters(), max_size=3), max_size=12).map(" ".join)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sound(answer, limit) -> None:
    """An answer holds together, and can be sent."""
    assert len(answer.results) <= limit
    assert len({r.id for r in answer.results}) == len(answer.results)
    assert [r.score for r in answer.results] == sorted((r.score for r in answer.results), reverse=True)
    assert answer.answered or answer.why_not
    assert msgspec.json.encode(to_json(answer))


@FEW
@given(ANY_TEXT)
def test_any_text_is_answered_or_refused(engine, text):
    """Any text at all is answered, or refused with a QueryError; the answer can be written as JSON."""
    with contextlib.suppress(QueryError):
        sound(engine.search(text), 10)


@FEW
@given(
    JUMBLED,
    st.integers(-5, 200),
    st.sampled_from([None, "sr48100h", "sigenstor-ec"]),
    st.lists(st.sampled_from(["Victron", "blue", "COVP"])),
)
def test_jumbled_names_are_answered(engine, text, limit, device, drop):
    """Names of the manuals in any order, with signs between them, any limit, device and dropped parts."""
    with contextlib.suppress(QueryError):
        answer = engine.search(text, device, limit, drop)
        sound(answer, max(1, min(limit, 100)))
        assert device is None or all(device in r.devices for r in answer.results)


@settings(FEW, max_examples=20)
@given(JUMBLED)
def test_the_same_question_has_the_same_answer(engine, text):
    """Asked twice, a question is answered alike, in content and order."""
    try:
        one, other = engine.search(text), engine.search(text)
    except QueryError:
        return
    assert (one.answered, one.reading, one.results) == (other.answered, other.reading, other.results)
