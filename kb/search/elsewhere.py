"""What the manuals tell of another product than the one that was named: it is said, and not given as the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from textwrap import shorten

from kb.bundle.analysis import terms
from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.model.facts import Cable, Caution, Fact, LedState, Remedy, Spec
from kb.search.exact import BOTH_ENDS
from kb.search.limits import Best, Limits
from kb.search.rank import Candidate, Nearness, Ranker
from kb.search.understanding import Understanding

# From this probability the named product's own manual tells it, whatever another one tells.
OWN_TELLS = 0.6
_PLUG = r"(?:side|end|plug|port|socket|jack|connector|pins?|contacts?|terminals?)"
# "The Deye's BMS port", "pins on the Victron side".
_THEIR_END = rf"\b(?:{{makers}})(?:'s)?\b(?: [\w.'-]+){{{{0,3}}}} {_PLUG}\b|\b{_PLUG} (?:on|of|at|for|in) (?:the |an? |my )?(?:{{makers}})\b"
# So much of a caution is quoted.
CAUTION_CHARS = 80
# A topic of fewer terms is too thin to say that another manual tells it.
TOPIC_TERMS = 2


class Elsewhere:
    """Sentences for questions that another product's manual answers."""

    def __init__(self, kb: KnowledgeBase, ranker: Ranker, limits: Limits) -> None:
        """Take what ranks the answers and what tells a question's topic."""
        self.kb = kb
        self.ranker = ranker
        self.limits = limits

    def lamp(self, reading: Understanding, kept: Sequence[Candidate]) -> str:
        """Return a sentence when a product has lamps of its own and the best lamp state is another product's."""
        own = [d for d in reading.devices if any(self.kb.select("led_state", d))]
        first = self.kb.entries[kept[0].place] if kept else None
        if not (own and reading.lamp_question and first is not None and first.kind == "fact"):
            return ""
        fact = self.kb.facts[first.id]
        if not isinstance(fact, LedState) or set(fact.devices) & reading.devices:
            return ""
        return f"The manuals describe no such lamp of {self.kb.called(sorted(own))}."

    def best(self, reading: Understanding, kept: Sequence[Candidate], *, named: bool) -> str:
        """Return a sentence when the best answer is of another system than the product named.

        So it is when it is a figure of a sibling, none of the first is of the one named, and nothing is asked by its `named` self.
        """
        asked = bool(kept) and self.ranker.sure_of(reading)
        fact = self.kb.facts.get(self.kb.entries[kept[0].place].id) if asked else None
        if fact is None or isinstance(fact, Caution | Remedy):
            return ""
        elsewhere = self.kb.used_with(reading.devices).isdisjoint(fact.devices)
        # Of two chargers or two sensors, one is easily taken for the other.
        alike = {self.kb.devices[d].type for d in fact.devices} & {self.kb.devices[d].type for d in reading.devices}
        beside = not alike and any(self.ranker.is_own(reading, c) for c in kept[:3])
        # "Must I have a power sensor with the SigenStor": the sibling is spoken of by its kind.
        kinds = {t for d in fact.devices for t in terms(self.kb.devices[d].type)}
        spoken = not kinds.isdisjoint(terms(reading.corrected))
        figure = isinstance(fact, Spec) and not (named or beside or spoken or self.ranker.is_own(reading, kept[0]))
        return self._said(fact) if elsewhere or figure else ""

    def other_end(self, reading: Understanding) -> str:
        """Return a sentence when the pins of an inverter are asked for, and no cable is printed that ends at its maker's."""
        own = [f for d in reading.devices for f in self.kb.select("cable", d) if isinstance(f, Cable)]
        brands = sorted(reading.brands - {self.kb.devices[d].maker for d in reading.devices})
        if not (own and brands) or any(not set(brands).isdisjoint(c.brands) for c in own):
            return ""
        makers = "|".join(map(re.escape, brands))
        asked = re.search(_THEIR_END.format(makers=makers), reading.corrected, re.IGNORECASE)
        if not asked and not BOTH_ENDS.search(reading.corrected):
            return ""
        of = self.kb.called(sorted(reading.devices))
        return f"The manuals print the {of} end of a cable to an inverter, and no pins of {', '.join(brands)}."

    def topic(self, reading: Understanding, topic: str, best: Best, near: Callable[[str], Nearness]) -> str:
        """Return a sentence when the manuals tell what is asked of another product, and not of the one named."""
        if not reading.devices or not topic or topic == reading.corrected or best.probability >= OWN_TELLS:
            return ""
        if len(self.limits.topic(reading)) < TOPIC_TERMS and reading.expansions:
            # One word that other manuals use as well, and for which this one has its own.
            return ""
        if reading.brands and best.own:
            # A maker's name stands in the manual of the product that prints its cable, whichever is asked about.
            return ""
        other = self.ranker.elsewhere(topic, near(topic).best, self.kb.used_with(reading.devices))
        return self._said(self.kb.facts[self.kb.entries[other].id]) if other is not None else ""

    def _said(self, fact: Fact) -> str:
        name = self.kb.devices[fact.devices[0]].name
        # A caution has no title but its level.
        told = (
            shorten(fact.text, CAUTION_CHARS, placeholder=" …") if isinstance(fact, Caution) else statements.title(fact)
        )
        return f"The manuals tell this of another product ({name}: {told}), not of the one you named."
