"""How many parts of which size a question names: "2x5.0 and one BAT 8.0" makes a model of its own."""

from __future__ import annotations

import re

from kb.model.facts import Model
from kb.model.numerals import counts

_COUNTS = counts(6)
_COUNT = rf"(?<![\w.,])([1-9]|{'|'.join(_COUNTS)})"
_PART = r"(?:bat|batts?|batter(?:y|ies)|packs?|modules?|blocks?)"
_SIZE = r"(\d{1,2})(?:\.0)?(?:'?s\b|\b)(?! ?(?:kw\b|sp\b|v\b|a\b|mm\b|%|\.\d))"
# "2 x 5", "2 of the 8.0", "one BAT 8.0", "two 8.0 packs"; a count, and beside it a sign or a word that makes it one.
_PARTS = re.compile(
    rf"{_COUNT} ?(?:x|\u00d7|\*|times) ?(?:the |sigen ?(?:stor)? ?)?(?:{_PART} ?)?{_SIZE}"
    rf"|{_COUNT} (?:of the |of |sigen ?(?:stor)? ?)?{_PART} (?:of )?{_SIZE}"
    rf"|{_COUNT} (?:of the )?{_SIZE}(?: ?kwh)?(?= ?{_PART}\b| ones?\b)"
    rf"|{_COUNT} of the {_SIZE}",
    re.IGNORECASE,
)
_LAST_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\D*$")


def counted(text: str) -> tuple[tuple[int, float], ...]:
    """Return how many parts of which size are named, as (count, size).

    >>> counted("EC 6.0 with 1 x bat 5 and 1x8.0"), counted("two 8.0 packs"), counted("one BAT 5.0 plus three BAT 8.0")
    (((1, 5.0), (1, 8.0)), ((2, 8.0),), ((1, 5.0), (3, 8.0)))
    >>> counted("2x5 or 2x8"), counted("a 6.0 SP with 3 packs"), counted("two 5.0 kW inverters")
    (((2, 5.0), (2, 8.0)), (), ())
    """
    found = []
    for groups in _PARTS.findall(text):
        count, size = [g for g in groups if g]
        found.append((_COUNTS.get(count.lower()) or int(count), float(size)))
    return tuple(dict.fromkeys(found))


def _size(name: str) -> float | None:
    found = _LAST_NUMBER.search(name)
    return float(found[1]) if found else None


def agreement(model: Model, told: tuple[tuple[int, float], ...], ratings: frozenset[float]) -> float:
    """Return -1..1: whether a model is made of the parts that are told, and has an inverter of one of the ratings; 0 where nothing is.

    A size that is not told is not in the model; a size told twice (2x5 or 2x8) may be either.
    """
    sizes = {_size(name): n for name, n in model.parts.items()}
    told = tuple((n, size) for n, size in told if size in sizes)
    if not told:
        return 0.0
    named = {size for _, size in told}
    meant = all(n in {c for c, s in told if s == size} if size in named else not n for size, n in sizes.items())
    rating = _size(model.inverter.removesuffix("SP").strip())
    other = bool(ratings - named) and rating is not None and rating not in ratings
    return 1.0 if meant and not other else -1.0
