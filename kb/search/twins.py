"""Twins: facts of one section that say nearly the same, of a single battery and of two, of a rack and of a floor kit.

How people ask for one is near to how they ask for the other; a word of the question that only one of them prints decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kb.bundle.analysis import terms
from kb.bundle.store import KnowledgeBase
from kb.model.facts import kind_of
from kb.search.rank import SAME, SYNONYM_WEIGHT, Candidate
from kb.search.understanding import Understanding, query_terms

# Lamp states, switches, cautions and remedies differ in more than a word: their fields tell them apart.
_KINDS = frozenset({"spec", "pin", "rule", "alarm", "model", "protocol"})
# From this share of common words on two facts are twins; one that is behind by more is no rival. Chosen on 1,420 questions in six
# sets (twelve more come first, one fewer): closer twins only gain half of it, other kinds lose more than they gain.
ALIKE = 0.4
BEHIND = 0.4
# So much rarer must the words be that speak for the other one.
CLEARLY = 0.5
# What is said of the very product that is named, and not of its sibling, weighs as much as a rare word.
OWN = 3.0
# How many of the next ones are looked at.
_LOOKED_AT = 5


class Twins:
    """Compares the best answer with its twins by what they print."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Keep what is compared."""
        self.kb = kb

    @lru_cache(maxsize=4096)  # noqa: B019 - twins live as long as their bundle
    def _printed(self, place: int) -> frozenset[str]:
        entry = self.kb.entries[place]
        return frozenset(terms(f"{entry.title} {entry.text}"))

    @lru_cache(maxsize=4096)  # noqa: B019
    def _stands(self, place: int) -> tuple[object, ...] | None:
        """Return where a fact stands and what it is; None for what has no twins."""
        entry = self.kb.entries[place]
        if entry.kind != "fact":
            return None
        fact = self.kb.facts[entry.id]
        kind = kind_of(fact)
        return (kind, fact.source.manual, fact.source.anchor) if kind in _KINDS else None

    def _speaks(self, asked: Mapping[str, float], one: frozenset[str], other: frozenset[str]) -> float:
        """Return what the question's words say for one that the other does not hold."""
        return sum(w * self.kb.lexical.term_idf(t) for t in one - other if (w := asked.get(t, 0.0)))

    def _named(self, reading: Understanding, c: Candidate) -> bool:
        """Tell whether a fact is about a product that is named."""
        return not reading.devices.isdisjoint(self.kb.owners(self.kb.entries[c.place]))

    def told_apart(self, reading: Understanding, ranked: list[Candidate]) -> list[Candidate]:
        """Return the candidates with the twin first whose own words the question has.

        A look-up by name stays as it is, and so does a question that is kept beside the fact.
        """
        settled = not ranked or ranked[0].exact > 1.0 or ranked[0].cosine >= SAME
        if settled or (stands := self._stands(ranked[0].place)) is None:
            return ranked
        asked = {**query_terms(reading, SYNONYM_WEIGHT), **dict.fromkeys(terms(reading.corrected), 1.0)}
        first = ranked[0]
        of_first = self._printed(first.place)
        best, most = 0, CLEARLY
        for n, c in enumerate(ranked[1 : 1 + _LOOKED_AT], 1):
            if first.score - c.score > BEHIND or self._stands(c.place) != stands:
                continue
            of_other = self._printed(c.place)
            if len(of_first & of_other) < ALIKE * len(of_first | of_other):
                continue
            gain = self._speaks(asked, of_other, of_first) - self._speaks(asked, of_first, of_other)
            gain += OWN * (self._named(reading, c) - self._named(reading, first))
            if gain > most:
                best, most = n, gain
        return moved_up(ranked, best)


def moved_up(ranked: Sequence[Candidate], n: int) -> list[Candidate]:
    """Return the candidates with the n-th first; it gets the score of the one it passes."""
    first = ranked[n]._replace(score=ranked[0].score) if n else ranked[0]
    return [first, *(c for m, c in enumerate(ranked) if m != n)]
