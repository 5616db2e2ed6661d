"""What is asked for comes first: a figure in amp hours where amp hours are asked, the band of charge that a percentage lies in.

The nearest answers to "how many amp hours" are about amps; only one of them holds a figure in ampere hours.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from kb.bundle.store import KnowledgeBase
from kb.curation.vocabulary import Vocabulary
from kb.model.facts import LedState, Rule, Spec
from kb.search import agreement, asked, parts
from kb.search.rank import Candidate
from kb.search.understanding import Understanding

# What each sign counts. Chosen on 1,740 questions in eight sets: four more come first, none fewer.
FIGURE = 0.2
PROPERTY = 0.2
BAND = 0.2
# The breaker for another size is a wrong breaker, however near its words are.
SIZE = 1.0
# Two lamps with a period each leave no doubt which state is meant.
RHYTHM = 0.4
# Only the best ones are looked at: what is far behind answers something else.
_LOOKED_AT = 12
# How many pieces: no figure that has a unit.
_PIECES = re.compile(r"\bqty\b|\bquantity\b|\bhow many\b|\bnumber of\b|\bcount of\b", re.IGNORECASE)
_COUNTED = re.compile(r"\d ?(?:pcs|pc|pieces?|sets?)\b", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3}) ?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_RANGE = re.compile(
    r"(\d+(?:\.\d+)?) ?(?:A|V|W|kW|\u00b0C|\u2103|mm|m)? ?(?:to|-|\u2013|~) ?(\d+(?:\.\d+)?) ?(A|V|W|kW|mm|m|\u00b0C|\u2103)(?![A-Za-z0-9])"
)
# "EC 3.6", "a 5 kW inverter" against "inverter 3.0-4.0 SP": a figure may hold for some sizes of a product alone.
_SIZE = re.compile(
    r"(?:(?<![\w.])|(?<=\bec)|(?<=\bac))(\d{1,2}\.\d)(?![\d.])(?! ?(?:k?wh|ah|m?v|ma|a|mm2?|cm|m|kg|s|h|n\W?m|%|\u00b0)(?!\w))",
    re.IGNORECASE,
)
_SIZES = re.compile(r"(\d{1,2}\.\d) ?(?:to|-|\u2013) ?(\d{1,2}\.\d) ?(?:SP|kW)\b")
# "1 or 2 SigenStor BAT", "3 packs": a figure may hold for so many of them alone.
_SO_MANY = re.compile(r"([1-9])(?: (?:or|to) ([1-9]))? (?=[A-Z]|packs?\b|batter|modules?\b)")
_BAND = re.compile(r"(\d{1,3}) ?%? ?(?:to|-|\u2013|~|and) ?(\d{1,3}) ?%")


class Figures:
    """Compares the best answers by whether they hold what is asked."""

    def __init__(self, kb: KnowledgeBase, words: Vocabulary) -> None:
        """Take the properties that people ask for."""
        self.kb, self.properties = kb, words.properties

    @lru_cache(maxsize=4096)  # noqa: B019 - figures live as long as their bundle
    def _said(self, place: int) -> str:
        entry = self.kb.entries[place]
        fact = self.kb.facts.get(entry.id)
        # A formula gives a figure in its unit.
        worked_out = f" 1 {fact.unit}" if isinstance(fact, Rule) and fact.unit else ""
        return f"{entry.title} {entry.text}{worked_out}"

    def first(self, reading: Understanding, ranked: list[Candidate]) -> list[Candidate]:
        """Return the candidates in an order that counts what they hold of what is asked; a look-up by name stays as it is."""
        if not ranked or ranked[0].exact > 1.0:
            return ranked
        text = reading.corrected
        dimensions = [d for d in asked.DIMENSIONS if d.asked.search(text)]
        properties = [self.properties[name] for name in asked.asked_for(text, self.properties)]
        said = {int(n) for n in _PERCENT.findall(text)}
        pieces = not dimensions and _PIECES.search(text) is not None
        # Two percentages are a band of the question's own.
        percent = said.pop() if len(said) == 1 else None
        quantities = reading.quantities if len(reading.quantities) == 1 else ()
        sizes = {float(n) for n in _SIZE.findall(text)} | {n for n, u in reading.quantities if u.lower() == "kw"}
        size = sizes.pop() if len(sizes) == 1 else None
        many = parts.packs(text)
        timed = any(seen.times for seen in reading.seen.lamps.values())
        if not (
            dimensions or properties or pieces or quantities or timed or many or percent is not None or size is not None
        ):
            return ranked
        of = reading.devices | reading.family

        def counted(c: Candidate) -> Candidate:
            if of and of.isdisjoint(self.kb.owners(self.kb.entries[c.place])):
                return c  # another product's figure is none of this one
            told = self._said(c.place)
            more = FIGURE * any(d.figure.search(told) for d in dimensions)
            more += FIGURE * (pieces and _COUNTED.search(told) is not None)
            more += PROPERTY * any(asked.tells(p, told) for p in properties)
            more += self._in_time(c.place, reading) if timed else 0.0
            more += self._for_size(c.place, size) + self._for_so_many(c.place, many)
            return c._replace(score=c.score + more + _in_band(percent, told) + _in_range(quantities, told))

        best = sorted(map(counted, ranked[:_LOOKED_AT]), key=lambda c: (-c.score, c.place))
        # What was not looked at stays behind.
        rest, last = ranked[_LOOKED_AT:], best[-1].score
        return best + [c._replace(score=min(c.score, last)) for c in rest]

    def _for_size(self, place: int, size: float | None) -> float:
        """Return what a figure that holds for some sizes alone loses where another size was named."""
        fact = self.kb.facts.get(self.kb.entries[place].id)
        sizes = _SIZES.search(fact.condition) if size is not None and isinstance(fact, Spec) else None
        if sizes is None or size is None:
            return 0.0
        return 0.0 if float(sizes[1]) <= size <= float(sizes[2]) else -SIZE

    def _for_so_many(self, place: int, many: Collection[int]) -> float:
        """Return what a figure or a formula that holds for so many packs alone loses where another number, and no more than one, was told."""
        fact = self.kb.facts.get(self.kb.entries[place].id)
        if isinstance(fact, Rule):
            allowed = [
                (v.min, v.max) for v in fact.variables if v.unit == "packs" and v.min is not None and v.max is not None
            ]
            fits = [low <= n <= high for low, high in allowed for n in many]
            return 0.0 if len(many) != 1 or not fits or any(fits) else -SIZE
        holds = _SO_MANY.match(fact.condition or "") if isinstance(fact, Spec) and len(many) == 1 else None
        return 0.0 if holds is None or int(holds[1]) <= min(many) <= int(holds[2] or holds[1]) else -SIZE

    def _in_time(self, place: int, reading: Understanding) -> float:
        """Return what it says that lamps are told with their periods: "RUN every four seconds, ALM every two"."""
        state = self.kb.facts.get(self.kb.entries[place].id)
        fits = agreement.keeps_time(state, reading.seen) if isinstance(state, LedState) else None
        return 0.0 if fits is None else RHYTHM if fits else -RHYTHM


def _in_range(quantities: tuple[tuple[float, str], ...], told: str) -> float:
    """Return what the ranges in a text say of a figure with the same unit: 110 A lies within 101 to 119 A."""
    said = [(n, u.lower()) for n, u in quantities]
    ranges = [(float(low), float(high), u.lower()) for low, high, u in _RANGE.findall(told)] if said else []
    fitting = [low <= n <= high for n, u in said for low, high, unit in ranges if u == unit]
    return 0.0 if not fitting else BAND if any(fitting) else -BAND


def _in_band(percent: int | None, told: str) -> float:
    """Return what the bands of charge in a text say of a percentage: it lies in one of them, or in none."""
    bands = _BAND.findall(told) if percent is not None else []
    if percent is None or not bands:
        return 0.0
    return BAND if any(int(low) <= percent <= int(high) for low, high in bands) else -BAND
