"""Formulas of the manuals told apart: one that works a figure out, and those that compare it ("above the minimum the pump starts")."""

from __future__ import annotations

import re

from kb.bundle.store import KnowledgeBase
from kb.model.facts import Rule
from kb.search.rank import Candidate
from kb.search.twins import moved_up
from kb.search.understanding import Understanding

_WORKED_OUT = re.compile(
    r"\b(?:calculat\w+|comput\w+|reckon\w*|formula|work(?:s|ed|ing)?(?: \w+){0,3} out|made up of|subtract\w*|deduct\w*|taken off)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\b(?:below|beneath|under|(?:less|lower|smaller) than|falls? short of|too low)\b", re.IGNORECASE)
_ABOVE = re.compile(r"\b(?:above|over|(?:more|higher|greater) than|exceed\w*|beyond|at least)\b", re.IGNORECASE)
_COMPARED = re.compile(r"([<>])=?")
# One that is behind by more is about something else.
BEHIND = 0.4
# How many of the next ones are looked at.
_LOOKED_AT = 5


def side(text: str) -> str:
    """Return "<" or ">" when a text tells that something lies on this one side of another thing, else an empty text.

    >>> side("surplus falls under the minimum"), side("it exceeds the limit"), side("above or below")
    ('<', '>', '')
    """
    below, above = _BELOW.search(text) is not None, _ABOVE.search(text) is not None
    return "" if below == above else "<" if below else ">"


class Formulas:
    """Chooses between the formulas of one section."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Take the facts that candidates stand for."""
        self.kb = kb

    def _formula(self, candidate: Candidate) -> Rule | None:
        fact = self.kb.facts.get(self.kb.entries[candidate.place].id)
        return fact if isinstance(fact, Rule) else None

    def first(self, reading: Understanding, ranked: list[Candidate]) -> list[Candidate]:
        """Return the candidates with the formula first that works out what is asked, or that compares it on the side told.

        A look-up by name stays as it is.
        """
        best = self._formula(ranked[0]) if ranked and ranked[0].exact <= 1.0 else None
        compared = _COMPARED.search(best.formula) if best else None
        if best is None or compared is None:
            return ranked
        worked_out, told = _WORKED_OUT.search(reading.corrected) is not None, side(reading.corrected)
        for n, c in enumerate(ranked[1 : 1 + _LOOKED_AT], 1):
            other = self._formula(c)
            if other is None or ranked[0].score - c.score > BEHIND or other.source.anchor != best.source.anchor:
                continue
            its = _COMPARED.search(other.formula)
            opposite = its is not None and other.variables == best.variables and told == its[1] != compared[1]
            if (worked_out and its is None) or opposite:
                return moved_up(ranked, n)
        return ranked
