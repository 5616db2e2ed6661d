"""How many parts of which size a question names: "2x5.0 and one BAT 8.0" makes a model of its own."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from kb.model.facts import Model
from kb.model.numerals import counts

SMALLEST, LARGEST = 0.0, math.inf
"""Sizes that are told by comparison only: "two of the big packs"."""
_COUNTS = counts(6)
_PAIRS = {"a pair of": 2, "pair of": 2, "a couple of": 2, "a single": 1, "single": 1}
_COUNTED = rf"(?:[1-9]|{'|'.join((*_PAIRS, *_COUNTS))})"
_COUNT = rf"(?<![\w.,])(?P<count>{_COUNTED})"
_BIG, _SMALL = r"big(?:ger|gest)?|large[rst]*|fat|tall(?:er)?", r"small(?:er|est)?|little|short"
_ADJECTIVE = rf"(?:{_BIG}|{_SMALL})"
_OF = r"(?:of )?(?:the |these |those )?(?:sigen ?(?:stor)? ?)?"
_PART = r"(?:bat|batts?|batter(?:ys?|ies)|packs?|modules?|blocks?)"
_UNIT = r"(?! ?(?:kw\b|sp\b|v\b|a\b|mm\b|%|\.\d))"
_SIZES = counts(16, least=4)
_SIZE = rf"(?P<size>\d{{1,2}}(?:\.0)?|{'|'.join(_SIZES)})(?:'?s\b|\b){_UNIT}"
_NEXT = rf"(?= ?,? (?:and|plus|with|&) (?:\w+ )?(?:\d|{'|'.join(_SIZES)}))"
# "2 x 5", "2 of the 8.0", "one BAT 8.0", "two 8.0 packs", "three of the big eights", "one five and one eight": a count, and beside
# the size a sign or a word that makes it one.
_PARTS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"{_COUNT} ?(?:x|\u00d7|\*|times) ?{_OF}(?:{_PART} ?)?{_SIZE}",
        rf"{_COUNT} {_OF}(?:{_ADJECTIVE} )?{_PART} (?:of )?{_SIZE}",
        rf"{_COUNT} {_OF}(?:{_ADJECTIVE} )?{_SIZE}(?: ?kwh)?(?= (?:{_ADJECTIVE} )?{_PART}\b| ones?\b)",
        rf"{_COUNT} {_OF}(?:{_ADJECTIVE} ){_SIZE}(?! ?[\d.])",
        rf"{_COUNT} of the {_SIZE}",
        rf"{_COUNT} {_SIZE}{_NEXT}",
    )
)
_COMPARED = re.compile(
    rf"{_COUNT} {_OF}(?:(?P<big>{_BIG})|(?:{_SMALL}))(?: sized?)?"
    rf"(?: (?:{_PART}\b|ones?\b)(?! (?:of )?\d)|(?= (?:and|plus|&) {_COUNTED} {_OF}{_ADJECTIVE} {_PART}\b))",
    re.IGNORECASE,
)
_LAST_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\D*$")
_NAMED = re.compile(
    r"\b(?:call(?:ed|s)?|names?|named|models?|designations?|type|order(?:ed)?|set|bundle|package|kit|combination|combo|variant|version|product|family"
    r"|which one)\b",
    re.IGNORECASE,
)


_TOLD = re.compile(rf"{_COUNT}(?: \w+){{0,2}} {_PART}\b", re.IGNORECASE)


def packs(text: str) -> frozenset[int]:
    """Return how many packs are told, of whatever size.

    >>> sorted(packs("the base with two batteries")), sorted(packs("3 packs beside one BAT")), sorted(packs("LED2 of the pack"))
    ([2], [1, 3], [])
    """
    said = (m["count"].lower() for m in _TOLD.finditer(text))
    return frozenset(_PAIRS.get(n) or _COUNTS.get(n) or int(n) for n in said)


def asks_for_name(text: str) -> bool:
    """Tell whether a question asks what something made of parts is called."""
    return _NAMED.search(text) is not None


@lru_cache(maxsize=64)
def _found(text: str) -> tuple[re.Match[str], ...]:
    """Return the places where parts are counted, in the order of the text; none overlap."""
    out: list[re.Match[str]] = []
    for pattern in (*_PARTS, _COMPARED):
        out += [m for m in pattern.finditer(text) if all(m.end() <= o.start() or o.end() <= m.start() for o in out)]
    return tuple(sorted(out, key=re.Match.start))


def counted(text: str) -> tuple[tuple[int, float], ...]:
    """Return how many parts of which size are named, as (count, size).

    >>> counted("EC 6.0 with 1 x bat 5 and 1x8.0"), counted("two 8.0 packs"), counted("one BAT 5.0 plus three BAT 8.0")
    (((1, 5.0), (1, 8.0)), ((2, 8.0),), ((1, 5.0), (3, 8.0)))
    >>> counted("2x5 or 2x8"), counted("a 6.0 SP with 3 packs"), counted("two 5.0 kW inverters")
    (((2, 5.0), (2, 8.0)), (), ())
    >>> counted("one five and one eight pack"), counted("three of the big eights"), counted("one small and two big packs")
    (((1, 5.0), (1, 8.0)), ((3, 8.0),), ((1, 0.0), (2, inf)))
    """
    out = []
    for m in _found(text):
        said = m["count"].lower()
        count = int(said) if said.isdecimal() else (_COUNTS | _PAIRS)[said]
        told = m.groupdict()
        if "size" in told:
            size = told["size"].lower()
            out.append((count, float(_SIZES.get(size, size))))
        else:
            out.append((count, LARGEST if told["big"] else SMALLEST))
    return tuple(dict.fromkeys(out))


def without(text: str) -> str:
    """Return a text without the parts that are counted: what is left of the sizes is the inverter's.

    >>> without("EC 5.0 with one 5.0 and one 8.0 pack")
    'EC 5.0 with   and   pack'
    """
    for m in reversed(_found(text)):
        text = f"{text[: m.start()]} {text[m.end() :]}"
    return text


def _size(name: str) -> float | None:
    found = _LAST_NUMBER.search(name)
    return float(found[1]) if found else None


def agreement(model: Model, told: tuple[tuple[int, float], ...], ratings: frozenset[float]) -> float:
    """Return -1..1: whether a model is made of the parts that are told, and has an inverter of one of the ratings; 0 where nothing is.

    A size that is not told is not in the model; a size told twice (2x5 or 2x8) may be either.
    """
    sizes = {size: n for name, n in model.parts.items() if (size := _size(name)) is not None}
    compared = {LARGEST: max(sizes, default=LARGEST), SMALLEST: min(sizes, default=SMALLEST)}
    told = tuple((n, size) for n, s in told if (size := compared.get(s, s)) in sizes)
    if not told:
        return 0.0
    named = {size for _, size in told}
    meant = all(n in {c for c, s in told if s == size} if size in named else not n for size, n in sizes.items())
    rating = _size(model.inverter.removesuffix("SP").strip())
    other = bool(ratings) and rating is not None and rating not in ratings
    return 1.0 if meant and not other else -1.0
