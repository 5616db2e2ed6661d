"""What a search returns: the reading of the question, and typed results with the place in the manual."""

from __future__ import annotations

import msgspec

from kb.model.facts import Fact, Source


class Reading(msgspec.Struct, frozen=True):
    """How the question was understood. Any part may be dropped by the caller (`drop`)."""

    device: str | None = None
    corrected: str = ""
    terms: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    question: str = ""
    corrections: dict[str, str] = {}
    foreign: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True):
    """One answer: a fact of any kind, or a passage. `facts` is the fact as in the public contract, {} for a passage."""

    kind: str
    id: str
    title: str
    text: str
    facts: dict[str, object]
    devices: tuple[str, ...]
    source: Source
    score: float
    conflict: str | None = None
    also: tuple[Source, ...] = ()
    cautions: tuple[str, ...] = ()
    exact: bool = False


class Answer(msgspec.Struct, frozen=True):
    """The outcome of one search. `answered` is false when the manuals do not hold the answer; `results` are then the nearest topics.

    `silence` is the id of what the manuals are known not to say, where that is the reason.
    """

    query: str
    reading: Reading
    answered: bool
    results: tuple[Result, ...]
    took_ms: float
    ask_device: tuple[str, ...] = ()
    why_not: str = ""
    contact: str = ""
    tell_apart: tuple[str, ...] = ()
    silence: str | None = None


def to_json(answer: Answer) -> dict[str, object]:
    """Return the answer as plain JSON types, by the names of the public contract."""
    plain: dict[str, object] = msgspec.to_builtins(answer)
    return plain


__all__ = ["Answer", "Fact", "Reading", "Result", "to_json"]
