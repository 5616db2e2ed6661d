"""The rows of the second database, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Outcome:
    """A repair that ended a fault: which fault model, which cause it was most likely, by which repair, told by whom."""

    day: date
    model: str
    cause: str
    repair: str
    role: str
    bundle: str


@dataclass(frozen=True)
class Recorded:
    """An outcome as it is stored; `undone` is the day it was taken back, None while it counts."""

    id: int
    outcome: Outcome
    undone: date | None


@dataclass(frozen=True)
class Undone:
    """An entry of the log: on `day` these outcomes were taken back."""

    day: date
    ids: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class Tally:
    """How often people called a card right and wrong, and when last."""

    card: str
    right: int
    wrong: int
    last: date


@dataclass(frozen=True)
class Search:
    """A search without an answer, cleaned; how often it was asked, first and last."""

    text: str
    count: int
    first: date
    last: date
