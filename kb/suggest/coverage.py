"""Whether the manuals speak of what a ticket is about at all: somebody asks something, of a thing of ours, that is no other matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.bundle import classifier, covered
from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.search.aliases import squash
from kb.search.answer import Answer
from kb.suggest import automatic, others
from kb.suggest.answers import HELD, KEPT, Answerer
from kb.suggest.reckon import FIGURES
from kb.suggest.sentence import Sentence

# What comes so near to a cause of a fault of ours is told of no other kind of thing: of 138 tickets that name nothing, all that
# do are ours.
OURS = 0.75
# "ALM was red because a cable was pressed": told of a fault that is over.
_PAST = re.compile(r"\b(?:was|were|had|did|wrote|came|went|found|sorted|fixed|replaced|swapped)\b", re.IGNORECASE)
# Who says this of a battery or an inverter wants to be asked which it is.
_NO_MAKE = re.compile(
    r"\b(?:don'?t|do not|doesn'?t|does not|didn'?t|not|cannot|can'?t|no idea|never|nobody|unknown|forgot\w*|unsure)\b[^.!?]{0,30}"
    r"\b(?:make|brand|maker|manufacturer|which (?:one|model|type|product)|what (?:it is|it'?s) called)\b"
    r"|\b(?:make|brand|maker|model) (?:unknown|not known|unclear)\b",
    re.IGNORECASE,
)
# About the ticket itself, beside a complaint: "why was my ticket closed?"
_OF_THE_TICKET = re.compile(
    r"[^.!?\n]*\b(?:(?:ticket|case|request|complaint)\b[^.!?\n]*\b(?:clos|open|reopen|solved)"
    r"|(?:clos|reopen)\w*\b[^.!?\n]*\b(?:ticket|case|request|complaint))\w*[^.!?\n]*[.!?]?",
    re.IGNORECASE,
)
# What every maker calls its own.
_KINDS = frozenset(
    [
        "wallbox",
        "wallcharger",
        "carcharger",
        "evcharger",
        "accharger",
        "dccharger",
        "acwallbox",
        "gateway",
        "homebattery",
        "rackbattery",
    ]
)
# What is looked up and not reckoned with.
_PRINTED = FIGURES - {"rule"}
_ANOTHER_KIND = "This seems to be about another kind of thing than the manuals here are about."


# What tells a ticket that the manuals cover from one that they do not, each with its weight: how near it comes to a fact (with all
# its words, and with its best sentence), to a cause, to another matter; whether something fails, is asked, is dangerous; the share
# of its sentences that search answers, and that ask for what is known not to be printed; the lean of the whole
# (kb/bundle/covered.py); whether a question is plainly answered, and another maker named. Fitted by `python -m kb.evals.covered`,
# which judges each file of letters by the others.
SIGNS = (
    "fact", "nearest", "cause", "matter", "fails", "asks", "danger", "answered", "silent", "lean", "ours", "foreign",
)  # fmt: skip
WEIGHTS = (0.45, 0.04, 2.40, -0.85, -0.11, -0.27, 0.0, 3.37, -2.76, 3.68, 1.11, -1.34)
HEIGHT = -1.81
# The same for a ticket that names no product: who has a home battery that fails is asked which it is.
NAMELESS = (0.33, 0.23, 0.90, 0.18, 1.06, -0.68, 0.0, 0.38, -0.40, 3.33, 0.35, 0.0)
NAMELESS_HEIGHT = -0.46
# Below these nothing is proposed: three covered tickets in a hundred are lost, and one in nine of the others is left that no rule
# refuses (of those without a name two in a hundred, and one in four).
LEAST = 0.2
LEAST_NAMELESS = 0.15
# From here on a ticket without a name is about a thing of ours, whatever single words in it say, if it names our kind of thing, or if it
# does not: of nine unseen sets no ticket about anything else came above 0.2, and none of ours that was refused below 1.7.
SURELY_NAMELESS, NO_KIND = 1.5, 2.5
# Danger without any of its words, in a ticket that is so far from ours, is a crack in a decorative cover: of 59 tickets with a
# danger of ours none without its words is below 0.5.
HARDLY_DANGER = 0.1
# From here on a ticket tells of what goes on, though a sentence says that something works: of 38 tickets that say so, those that were
# over and did not ask to be closed are below 2, of the six that were not over five above 3.6.
GOES_ON = 3.0
# Who tells of a cause in nearly the words of its phrases tells of it: of 253 uncovered letters that name a product none comes so near.
TOLD = 1.0
# The same where it comes nearer to another matter than to what the manuals say.
LEAST_BESIDE = 2.0


class Coverage(Answerer):
    """Tells what a ticket is not about."""

    written = ""
    """The letter as it is compared with others: subject and body without products' names (`kb.bundle.covered.plain`)."""
    subject = ""

    def far_off(self, found: Mapping[str, Answer], *, beside: bool = False) -> bool:
        """Whether a ticket that names a product is hardly one that the manuals cover.

        `found` is what search says to each of its sentences; `beside`: it seems to be about another matter.
        """
        sentences = self.ticket.sentences
        alarming = any(s.danger and others.is_danger(s.text) for s in sentences)
        if alarming or any(s.reading.codes or s.reading.connectors for s in sentences):
            return False
        if self.alike.top >= TOLD and not beside:
            return False
        standing = self.standing(self.signs(found))
        if any(s.danger for s in sentences):
            return standing < HARDLY_DANGER
        return standing < (LEAST_BESIDE if beside else LEAST) and not any(map(self._asks_figure, self._searched()))

    def looked_up(self, device: str | None) -> dict[str, Answer]:
        """Return what search says to each sentence that may be searched for."""
        return {
            s.text: self._search(device, s) if device else self.engine.search(s.text, limit=KEPT)
            for s in self._searched()
        }

    def of_nothing_ours(self) -> bool:
        """Whether a ticket that names no product is hardly about one of ours."""
        sentences = self.ticket.sentences
        if any(s.danger or s.reading.codes or s.reading.connectors for s in sentences):
            return False
        if any(_NO_MAKE.search(s.text) for s in sentences) and others.names_our_kind(self.text()):
            return False
        return self._nameless_standing < LEAST_NAMELESS

    def surely_ours(self) -> bool:
        """Whether a ticket that names no product, and no other maker, is plainly about a thing of ours."""
        named = self.ticket.lead or self.ticket.devices or self.ticket.foreign or self.ticket.other
        least = SURELY_NAMELESS if others.names_our_kind(self._corrected()) else NO_KIND
        return not named and self._nameless_standing >= least

    @cached_property
    def _nameless_standing(self) -> float:
        return self.standing(self.signs(self.looked_up(None)), NAMELESS, NAMELESS_HEIGHT)

    @staticmethod
    def standing(signs: Sequence[float], weights: Sequence[float] = WEIGHTS, height: float = HEIGHT) -> float:
        """Return the logit that a ticket is covered, from what `signs` returns."""
        return height + sum(w * x for w, x in zip(weights, signs, strict=True))

    def signs(self, found: Mapping[str, Answer]) -> tuple[float, ...]:
        """Return the figures of SIGNS, in their order."""
        told = self.told
        if not told.whole.strip():
            return (0.0,) * len(SIGNS)
        facts = np.array([[self._nearest_fact(v) for v in told.vectors]], dtype=np.float32)
        sentences, answers = self.ticket.sentences, list(found.values())
        return (
            others.near(facts),
            float(facts.max()),
            self.alike.top,
            others.near_matter(self.kb, told),
            float(any(s.fails for s in sentences)),
            float(any(s.asks for s in sentences)),
            float(any(s.danger for s in sentences)),
            _share(a.answered for a in answers),
            _share(self._unprinted(a) for a in answers),
            self._lean_of_all(),
            float(any(self._asks_ours(s) for s in self._searched() if s.asks)),
            float(bool(self.ticket.foreign)),
        )

    def _lean_of_all(self) -> float:
        weights = _weights(self.kb)
        if weights is None or not self.written:
            return 0.0
        complains = any(
            s.complains and not _OF_THE_TICKET.search(s.text[: covered.LOOKED_AT]) for s in self.ticket.sentences
        )
        text = (_OF_THE_TICKET.sub(" ", self.written).strip(" .") if complains else "") or self.written
        return weights.leaning(self.kb.encoder.encode([text])[0])

    def unasked(self, subject: str, body: str) -> str:
        """Return why nothing is asked: no person wrote it, it went to many, or the fault is over; an empty text for any other ticket."""
        if automatic.is_absence(subject, body) and not self._asks_beside(subject):
            return "This is an automatic message: nobody asks anything in it."
        if any(s.danger or s.reading.codes for s in self.ticket.sentences):
            return ""
        if automatic.is_bulk(subject, body) and not self._asks_beside(subject):
            return "This seems to be written to many, or by a machine: nobody asks anything in it."
        return "The ticket says that the fault is over, and asks nothing." if self._is_over() else ""

    def _asks_beside(self, subject: str) -> bool:
        """Whether below the subject a product is named, and something asked of it or told to fail."""
        own = self.ticket.sentences[bool(subject.strip()) :]
        named = any(s.reading.devices for s in own)
        return named and any(s.fails or (s.asks and self._asks_ours(s)) for s in own)

    def _is_over(self) -> bool:
        """Whether the ticket says that the fault is over; what stands before that, or in the past, is no complaint, and nothing is asked after it."""
        own = self.ticket.sentences
        last = max((n for n, s in enumerate(own) if s.over), default=None)
        if last is None:
            return False
        closed = any(s.closes for s in own)
        wrong = not closed and any(s.complains and not s.over and not _PAST.search(s.text) for s in own[last + 1 :])
        if wrong or any(self._asks_ours(s) for s in own if s.asks and s.worth):
            return False
        # "Works like a charm. But between ten and five …": what is plainly told of goes on, unless the ticket may be closed.
        return closed or self._standing_of_all() < GOES_ON

    def _standing_of_all(self) -> float:
        lead = self.ticket.lead
        return self.standing(self.signs(self.looked_up(lead))) if lead else self._nameless_standing

    def not_ours(self, device: str | None) -> str:
        """Return why a ticket is about nothing of ours: another product of the maker, another maker, another kind of thing."""
        if self.ticket.other:
            return f"The manuals here do not cover {self.ticket.other}."
        # What is only inferred ("a COM socket") is the other maker's beside that maker's name.
        inferred = bool(self.ticket.inferred) and device == self.ticket.lead and not self.ticket.devices
        ours = (device is not None and not (inferred and self.ticket.foreign)) or bool(self.ticket.devices)
        if ours and not (self.ticket.foreign and (self.is_well() or self._plainly_named() or self._named_by_others())):
            return ""
        if self.ticket.foreign:
            return f"The manuals here do not cover {', '.join(self.ticket.foreign)}."
        # A code, a socket or a lamp of ours is named by nobody who means a telephone.
        coded = any(s.reading.codes for s in self.ticket.sentences)
        named = coded or any(s.reading.connectors or s.reading.lamps for s in self.ticket.sentences)
        ours = others.names_a_maker(self.text(), {d.maker for d in self.kb.devices.values()})
        apart = not (coded or ours) and others.is_another_thing(self.kb, self.text(), self.heading(), self._corrected())
        if not apart and (named or ours or self.is_our_kind()):
            return ""
        real = self.engine.understander.speller.real
        strange = any(
            others.is_owned(s.text, self.engine.limits.strange(s.reading, real)[0]) for s in self.ticket.sentences
        )
        near = ((self.alike.top >= OURS or self.surely_ours()) and not strange) or not others.is_nearer(
            self.kb, self.told, strange=strange
        )
        if near and not apart:
            return ""
        return _ANOTHER_KIND

    def is_our_kind(self) -> bool:
        """Whether the ticket names the kind of thing the manuals are about, or tells of a battery in danger."""
        danger = any(s.danger for s in self.ticket.sentences)
        return others.is_ours(self.text(), self.engine.understander.words.things, danger=danger)

    def text(self) -> str:
        return " ".join(s.text for s in self.ticket.sentences)

    def _corrected(self) -> str:
        return " ".join(s.reading.corrected for s in self.ticket.sentences)

    def other_matter(self) -> str:
        """Return what a ticket is about that is no matter of the manuals, also where it names a product; danger is ours to speak of."""
        if any(s.danger or s.reading.codes or s.reading.connectors for s in self.ticket.sentences):
            return ""
        nameless = not (self.ticket.lead or self.ticket.devices)
        if nameless and any(s.complains and others.names_our_kind(s.text) for s in self.ticket.sentences):
            return ""  # who has a home battery that fails is asked which it is
        fact = others.near(np.array([[self._nearest_fact(v) for v in self.told.vectors]], dtype=np.float32))
        found = others.matter(self.kb, self.told, fact, self.alike.top)
        return found if found and not any(map(self._asks_ours, self._searched())) else ""

    def _asks_figure(self, sentence: Sentence) -> bool:
        """Whether a question asks for a figure, a pin or the like that the manuals print, and plainly for that."""
        device = self.ticket.lead
        if not (sentence.asks and device and self._specific(sentence)):
            return False
        answer = self._search(device, sentence)
        if not (answer.answered and answer.results[0].kind in _PRINTED):
            return False
        place = self.kb.place_of.get(answer.results[0].id)
        held = self.engine.ranker.coverage(sentence.question or sentence.asked, place) if place is not None else 0.0
        return held >= HELD and self._asks_ours(sentence)

    def _asks_ours(self, sentence: Sentence) -> bool:
        """Whether a question has an answer in the manuals, to which it is plainly nearer than to any other matter."""
        if not sentence.asks:
            return False
        device = self.ticket.lead
        answer = self._search(device, sentence) if device else self.engine.search(sentence.asked.text, limit=KEPT)
        if not answer.answered:
            return False
        # Without the product's name: "where are my batteries" is near to all that is said of batteries.
        asked = [r for r in (sentence.asked, sentence.question, sentence.reading) if r is not None]
        topics = dict.fromkeys(self.engine.understander.topic(r) or r.corrected for r in asked)
        for vector in self.kb.encoder.encode(list(topics)):
            near = self._nearest_fact(vector)
            ahead = near - others.nearest_matter(self.kb, vector)
            if near >= others.ASKED and ahead >= others.PLAINLY:
                return True
            figure = answer.results[0].kind in FIGURES
            if ahead >= others.FAR and figure and self._specific(sentence):
                return True
        return False

    def _nearest_fact(self, vector: NDArray[np.float32]) -> float:
        """Return the cosine of a vector with the nearest fact, passage or way of asking for one."""
        return float(self.engine.ranker.nearness(vector).best[: len(self.kb.entries)].max())

    def heading(self) -> str:
        """Return the subject as a sentence; an empty text where there is none."""
        return self.ticket.sentences[0].text if self.subject and self.ticket.sentences else ""

    def is_well(self) -> bool:
        """Whether the ticket says that all is well with a thing of ours."""
        return any(s.praises for s in self.ticket.sentences)

    def _plainly_named(self) -> bool:
        """Whether our products are named by words of everyday English alone: a gateway beside another maker's name is theirs."""
        ours = {*self.ticket.devices, *((self.ticket.lead,) if self.ticket.lead else ())}
        names = {h.name for s in self.ticket.sentences for h in s.reading.names if ours & set(h.values)}
        return bool(names) and names <= self.kb.english

    def _named_by_others(self) -> bool:
        """Whether wherever a product of ours is named another maker's name stands before it: "my Easee wallbox"."""
        others_names = "|".join(re.escape(n) for n in self.ticket.foreign)
        ours = {*self.ticket.devices, *((self.ticket.lead,) if self.ticket.lead else ())}
        named = [(s.text, h.name) for s in self.ticket.sentences for h in s.reading.names if ours & set(h.values)]
        # Beside another maker's name what is called by its kind alone is that maker's: "Wallbox: Easee".
        if named and all(squash(n) in _KINDS for _, n in named):
            return True
        before = rf"\b(?:{others_names})\W+(?:\w+\W+)?"
        return bool(named) and all(re.search(before + re.escape(n), t, re.IGNORECASE) for t, n in named)


@per_bundle
def _weights(kb: KnowledgeBase) -> classifier.Neighbours | None:
    return classifier.unpack_neighbours(kb.extras.get(covered.NAME, ""))


def _share(values: Iterable[bool]) -> float:
    kept = [*values]
    return sum(kept) / len(kept) if kept else 0.0
