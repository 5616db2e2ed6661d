"""The search engine over one opened bundle."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from msgspec import structs

from kb.bundle import alarming, dangers
from kb.bundle.analysis import spelt, terms
from kb.bundle.store import KnowledgeBase
from kb.model.facts import Alarm, Caution, LedState, Remedy, Rule, base_id
from kb.model.silence import Silence
from kb.search import abstain
from kb.search.aliases import MAKER, squash
from kb.search.answer import Answer, Reading, Result
from kb.search.asked import DIMENSIONS, Told, without_passed
from kb.search.elsewhere import Elsewhere
from kb.search.exact import BRAND, NAME
from kb.search.figures import Figures
from kb.search.formulas import Formulas
from kb.search.limits import Best, Limits, only_a_figure
from kb.search.lookalikes import tell_apart
from kb.search.rank import SAME, Candidate, Nearness, Ranker, is_bare
from kb.search.results import LEVELS, Results
from kb.search.rhythms import without_tempo
from kb.search.silent import Heard, Silences
from kb.search.slots import FAULT_COLORS, FAULT_LAMPS
from kb.search.twins import Twins
from kb.search.understand import Understander, Understanding

MAX_LIMIT = 100
# Results this close to the best are as good an answer; when they belong to several products, the question is which one.
SAME_ANSWER = 0.3
# Lamp states are told apart by fields, which say more than words.
SAME_LAMPS = 0.25
# From this cosine a silence is the reason that is given for not answering.
PLAIN = 0.55
# A question that names its device is compared without the name first. Where the best is this near and this far ahead, the
# name changes nothing: of 903 such questions in five sets half are clear, and all of these keep their first answer.
SURE = 0.5
CLEAR = 0.1
# From this probability of danger (kb/bundle/alarming.py) what the manual says to do then is better than no answer, sure or not.
URGENT = 0.5
# Why a question is not answered that no rule and no silence is about.
UNSURE = "Nothing in the manuals answers this surely enough."
# A name stands in a question with so many other words at most.
BESIDE_NAME = 2
# A topic without a question has so many words at most …
TOPIC_WORDS = 4
# … all of which its answer holds.
WHOLLY = 0.99
# … unless several ways of asking for what is not said are nearer to it by this. Topics of eleven kinds stand at .22 at most, but for
# sockets that are named, and what the manuals do not say at .24 and more.
NEARER = 0.23
# What stands beside a topic and adds nothing to it: "DIP switch table", "pin assignment".
_BESIDE_TOPIC = frozenset(
    terms("list table overview assignment layout diagram chart info information details scheme plan")
)
_ASKING = re.compile(
    r"\b(?:which|what|whats|where|how|who|whom|whose|when|why|can|could|may|might|must|should|does|do|did|is|are|was|were|will|would"
    r"|has|have|need|if|or)\b",
    re.IGNORECASE,
)
# "Low SOC" is said of many matters; "cell over voltage protection" is the alarm.
ALARM_NAME = 3
# What a title adds: "Min Running Time (parameter 3)".
_BRACKETS = re.compile(r"\(.*?\)")
# What kind of product is meant, and nothing about it.
_KINDS = frozenset(terms("battery inverter charger module pack system app product"))
# How long a lamp is lit and dark, as statements tell it.
_RHYTHM = re.compile(r" \([\d.]+ s on, [\d.]+ s off\)")
_TEXTS_KEPT = 128
_ANSWERS_KEPT = 512


class Engine:
    """Answers questions from one bundle; safe to use from many threads."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Lay out names, words and fields; the encoder opens with the first question that needs it."""
        self.kb = kb
        self.understander = Understander(kb)
        words = self.understander.words
        self.ranker = Ranker(kb, (*words.filler, *words.colors, *words.patterns, *words.lamp_words))
        self.limits = Limits(kb, self.understander.words)
        self.silences, self.results = Silences(kb), Results(kb)
        self.elsewhere = Elsewhere(kb, self.ranker, self.limits)
        self.figures, self.twins, self.formulas = Figures(kb, words), Twins(kb), Formulas(kb)
        self._makers = {d.maker for d in kb.devices.values()}
        # People ask the same things, and each keystroke is a question: an immutable bundle gives the same answer again.
        self._answered = lru_cache(maxsize=_ANSWERS_KEPT)(self._answer)
        self._near = lru_cache(maxsize=_TEXTS_KEPT)(self._nearness)

    def _nearness(self, text: str) -> Nearness:
        return self.ranker.nearness(self.kb.encoder.encode([text])[0])

    def compared(self, reading: Understanding) -> Nearness:
        """Return how near all is to the question as it stands or without the device's name, as people ask who stand before it."""
        whole, topic = self._near(reading.corrected), self._nameless(reading)
        return whole if not topic else self._near(topic)._replace(best=np.maximum(whole.best, self._near(topic).best))

    def _nameless(self, reading: Understanding) -> str:
        """Return the question without the device's name; an empty text when none stands in it."""
        topic = self.understander.topic(reading) if reading.devices else ""
        return "" if topic == reading.corrected else topic

    def _ranked(self, reading: Understanding, device: str | None, enough: int) -> list[Candidate]:
        """Return the best `enough` candidates, each fact once."""

        def order(near: Nearness | None) -> list[Candidate]:
            ranked = self.ranker.rank(reading, near, only_device=device)
            once = self._once(self._of_makers(reading, ranked), enough)
            return self.formulas.first(reading, self.twins.told_apart(reading, self.figures.first(reading, once)))

        # A bare name is looked up; only what it does not settle is compared by meaning, which takes most of the time.
        if is_bare(reading) and max(self.ranker.exact.find(reading).values(), default=0.0) >= BRAND:
            return order(None)
        topic = self._nameless(reading)
        if topic:
            kept = order(self._near(topic))
            clear = len(kept) > 1 and kept[0].cosine >= SURE and kept[0].score - kept[1].score >= CLEAR
            if clear:
                return kept
        return order(self.compared(reading))

    def _of_makers(self, reading: Understanding, ranked: list[Candidate]) -> list[Candidate]:
        """Leave out what is about another maker's products where a maker is named ("the sigen dc modul") and no product is."""
        said = (
            {w for w in spelt(reading.corrected) if len(w) >= MAKER}
            if not (reading.devices or reading.brands)
            else set()
        )
        makers = {m for m in self._makers if any(m.lower().startswith(w) for w in said)}
        if not makers:
            return ranked
        owned = self.ranker.owned(frozenset(d.id for d in self.kb.devices.values() if d.maker in makers))
        return [c for c in ranked if owned[c.place]] or ranked

    def search(self, query: str, device: str | None = None, limit: int = 10, drop: Iterable[str] = ()) -> Answer:
        """Answer one question.

        `device` keeps only that device's facts; `drop` leaves parts of the reading out. Raises QueryError for a question
        that cannot be used and NotFoundError for an unknown device.
        """
        start = time.perf_counter()
        answer = self._answered(query, device, max(1, min(limit, MAX_LIMIT)), tuple(drop))
        return structs.replace(answer, took_ms=(time.perf_counter() - start) * 1000)

    def _answer(self, query: str, device: str | None, limit: int, drop: tuple[str, ...]) -> Answer:
        reading = self.understander.read(query, device, drop)
        kept = self._ranked(reading, device, max(limit, 10))
        heard = self._heard(reading, kept)
        evidence = self.evidence(reading, kept, heard)
        # A question that is nothing but a name of the manuals is answered by what has this name.
        named = bool(kept) and (kept[0].exact > NAME + 0.5 or (kept[0].exact > NAME and is_bare(reading)))
        # So is one that is kept beside a fact, word for word, or is its title.
        named = named or self._kept_beside(reading, kept) or self._is_title(reading, kept)
        probability = abstain.probability(evidence)
        best = self._best(reading, kept[0], probability) if kept else Best()
        why_not = self._refusal(reading, kept, best, named=named)
        elsewhere = "" if why_not else self.elsewhere.best(reading, kept, named=named)
        likely = probability >= abstain.THRESHOLD and not (heard and self._says_no_more(reading, kept[0], heard))
        sure = named or bool(kept and kept[0].exact > 1.0) or likely
        answered = bool(kept) and not (why_not or elsewhere) and (sure or self._is_urgent(reading, kept[0]))
        silence = heard.silence if not (answered or why_not) and heard is not None and heard.cosine >= PLAIN else None
        if silence is not None and elsewhere and reading.devices.isdisjoint(silence.devices):
            silence = None
        if silence is not None:
            why_not = self._not_said(silence, reading)
        why_not = why_not or elsewhere
        if not answered and not why_not:
            why_not = UNSURE
        results = tuple(self.results.of(c) for c in kept[:limit])
        ask = self._which_device(reading, kept) if answered else ()
        said = Reading(
            reading.device,
            reading.corrected if reading.corrections else "",
            self._chips(reading),
            tuple(sorted(reading.devices)),
            ", ".join(sorted(reading.cues)),
            reading.corrections,
            reading.foreign,
        )
        return Answer(
            # A lone surrogate cannot be written as UTF-8; it is shown as a question mark.
            query.encode("utf-8", "replace").decode(),
            said,
            answered,
            results,
            0.0,
            ask,
            "" if answered else why_not,
            "" if answered else self._contact(reading, results),
            self._tell_apart(reading, kept) if answered else (),
            silence.id if silence is not None else None,
        )

    def _refusal(self, reading: Understanding, kept: list[Candidate], best: Best, *, named: bool) -> str:
        """Return why a question cannot be answered, or an empty text: what no manual covers or prints comes before any probability.

        `named`: it is a name of the manuals, a title, or kept beside its fact.
        """
        told = [self._told(c, lamps=reading.lamp_question) for c in kept[:3]]
        if named:
            asked = bool(kept and kept[0].exact) and not is_bare(reading)
            said = (
                self.limits.figure_of_code(reading, told) or self.limits.property_missing(reading, told, best)
                if asked
                else ""
            )
        else:
            said = self.limits.reason(reading, best) or self.limits.another_thing(reading, told)
            said = said or self.limits.property_missing(reading, told, best)
            if not said and kept and not kept[0].exact:
                nearest = replace(best, cosine=max(c.cosine for c in kept[:3]))
                said = self.limits.strange_topic(reading, nearest, self.understander.speller, self._held(kept))
            said = said or self.elsewhere.lamp(reading, kept)
        said = said or self.elsewhere.other_end(reading)
        said = said or only_a_figure(self.kb.passages.get(self.kb.entries[kept[0].place].id) if kept else None)
        if not (said or named):
            said = self.elsewhere.topic(reading, self.understander.topic(reading), best, self._near)
        return said

    def _is_urgent(self, reading: Understanding, first: Candidate) -> bool:
        """Tell whether somebody tells of danger, and the best answer is what the manual says to do or not to do then."""
        entry = self.kb.entries[first.place]
        fact = self.kb.facts.get(entry.id)
        helps = isinstance(fact, Remedy) or (isinstance(fact, Caution) and fact.level == LEVELS[0])
        if not helps or not self.ranker.is_own(reading, first):
            return False
        return 1.0 - alarming.shares(self.kb, reading.corrected).get(dangers.NONE, 1.0) >= URGENT

    def _says_no_more(self, reading: Understanding, first: Candidate, heard: Heard) -> bool:
        """Tell whether what the named product's manual does not say is clearly nearer than the best answer, which is another one's."""
        own = not reading.devices.isdisjoint(heard.silence.devices)
        return own and not self.ranker.is_own(reading, first) and heard.cosine - first.cosine >= CLEAR

    def _not_said(self, silence: Silence, reading: Understanding) -> str:
        """Return a silence as a sentence: whose manuals do not say what."""
        of = [d for d in silence.devices if d in reading.devices] or silence.devices[:1]
        shown = " A figure shows it, no text." if silence.figure_only else ""
        return f"The manuals of {self.kb.called(of)} do not say: {silence.topic}.{shown}"

    def _best(self, reading: Understanding, first: Candidate, probability: float) -> Best:
        """Return what the rules want to know of the best answer."""
        entry = self.kb.entries[first.place]
        own = self.ranker.is_own(reading, first)
        return Best(" ".join((entry.title, entry.text, *entry.asks)), probability, first.cosine, own)

    def _kept_beside(self, reading: Understanding, kept: list[Candidate]) -> bool:
        """Tell whether the best answer is a fact of a product in question, and the question one of the ways people ask for it."""
        if not kept or kept[0].cosine < SAME or reading.foreign or reading.unknown_codes:
            return False
        entry = self.kb.entries[kept[0].place]
        of = reading.devices | reading.family
        return entry.kind == "fact" and (not of or not of.isdisjoint(self.kb.owners(entry)))

    def _is_title(self, reading: Understanding, kept: list[Candidate]) -> bool:
        return bool(kept) and self.kb.entries[kept[0].place].id in self.ranker.exact.titled(reading)

    def _tell_apart(self, reading: Understanding, kept: list[Candidate]) -> tuple[str, ...]:
        """Return what to look at when several lamp states of one panel fit what was said equally well."""
        if not reading.lamp_question or self.kb.entries[kept[0].place].kind != "fact":
            return ()
        first = self.kb.facts[self.kb.entries[kept[0].place].id]
        best = kept[0]
        alike = [c for c in kept if min(c.score - best.score, c.slots - best.slots) >= -SAME_LAMPS]
        near = [self.kb.facts.get(self.kb.entries[c.place].id) for c in alike]
        return tell_apart([f for f in near if isinstance(f, LedState) and f.devices[0] == first.devices[0]])

    def _heard(self, reading: Understanding, kept: list[Candidate]) -> Heard | None:
        """Return what the manuals are known not to say that is nearest to the question; a look-up has none."""
        if not self.silences.all or not kept or kept[0].exact > 1.0:
            return None
        words = self.ranker.words(reading)
        if self._has_no_silence(reading, kept[0], words):
            return None
        topic = self._nameless(reading) or reading.corrected
        near = self._near(without_tempo(topic) if reading.tempo else topic)
        answering = frozenset(self.kb.owners(self.kb.entries[kept[0].place]))
        first = len(self.kb.entries)
        # "Green light" is near to a silence about yellow ones, and nothing of the kind.
        said = self.understander.words.colors
        colors = {t for w in re.findall("[a-z]+", reading.corrected.lower()) if w in said for t in terms(w)}
        found = self.silences.nearest(reading, near.best[first:], answering, words, frozenset(colors))
        if not found:
            return None
        facts = self.ranker.steady(near, [c.place for c in kept[:3]])
        silent = self.ranker.steady(near, [first + n for n in found.looked_at])
        apart = (s - self.silences.apart(n, reading) for s, n in zip(silent, found.looked_at, strict=True))
        steadier = max(apart) - max(facts)
        beside = found.cosine < SAME and (steadier < NEARER or bool(reading.connectors))
        if beside and self._is_topic(reading, kept[0], words):
            return (
                None  # what is not said of a topic is asked in more words, unless it is kept with the silence in these
            )
        return replace(found, steadier=steadier)

    def _has_no_silence(self, reading: Understanding, first: Candidate, words: dict[str, float]) -> bool:
        """Tell whether a question asks for what there is, so that what the manuals do not say is no answer to it."""
        # Of a lamp in a colour the colour is asked, but for a red ALM lamp: that is a fault, whatever colours are printed.
        told = bool(reading.colors) and not (reading.colors <= FAULT_COLORS and reading.lamps & FAULT_LAMPS)
        lamps = frozenset() if told else self.ranker.lamp_terms(reading)
        if not words.keys() - _KINDS - lamps:
            return True  # "green light", "ALM flashes" ask for the states of a lamp, "battery" for all there is
        told_of = self._called_so(reading, first, words) or self._alarm_told(reading, first)
        told_of = told_of or self.kb.entries[first.place].id in self.ranker.exact.title_held(reading, fewest=4)
        # "Over current protection" asks for what is called so; a colour that is printed is not that of another lamp; of a limit
        # that was passed it is not asked what it is.
        return (
            told_of
            or self.limits.panels.tells_colors(reading)
            or without_passed(reading.corrected) != reading.corrected
        )

    def _is_topic(self, reading: Understanding, first: Candidate, words: dict[str, float]) -> bool:
        """Tell whether a question is but a topic ("DIP switch settings"), in a few words without a verb of asking, which the best answer holds."""
        words = {t: rarity for t, rarity in words.items() if t not in _BESIDE_TOPIC}
        return (
            len(words) <= TOPIC_WORDS
            and not _ASKING.search(reading.corrected)
            and self.ranker.is_own(reading, first)
            and self.ranker.coverage(reading, first.place, words) >= WHOLLY
        )

    def _called_so(self, reading: Understanding, first: Candidate, words: Iterable[str]) -> bool:
        """Tell whether a question is the name of a fact of the product in question, with hardly a word besides."""
        entry, said = self.kb.entries[first.place], set(words)
        brief = len(terms(self._nameless(reading) or reading.corrected)) <= len(said) + BESIDE_NAME
        return (
            bool(said)
            and entry.kind == "fact"
            and self.ranker.is_own(reading, first)
            and brief
            and (said <= set(terms(entry.title)) or self._titled(said, first))
        )

    def _titled(self, said: set[str], first: Candidate) -> bool:
        """Tell whether a whole title of several words is said, and nothing that its fact does not hold: "heat pump min running time"."""
        title = set(terms(_BRACKETS.sub("", self.kb.entries[first.place].title))) - self.limits.filler
        return len(title) > 1 and title <= said <= self.ranker.terms_of(first.place)

    def _alarm_told(self, reading: Understanding, first: Candidate) -> bool:
        """Tell whether the best answer is an alarm whose whole name is said, of several words, and no figure is asked of it."""
        fact = self.kb.facts.get(self.kb.entries[first.place].id)
        # "Charge over-voltage" is the beginning of the names of three levels.
        named = (
            isinstance(fact, Alarm)
            and len(fact.name.split()) >= ALARM_NAME
            and any(squash(fact.name).startswith(a) for a in reading.alarms)
        )
        figure = "figure" in reading.cues or any(d.asked.search(reading.corrected) for d in DIMENSIONS)
        return named and not figure and self.ranker.is_own(reading, first)

    def evidence(self, reading: Understanding, kept: list[Candidate], heard: Heard | None = None) -> abstain.Evidence:
        """Return what speaks for the best candidates answering the question, and for its being a silence."""
        if not kept:
            return abstain.Evidence(0.0, 0.0, 0.0, 0.0)
        best, words = kept[:3], self.ranker.words(reading)
        topic = max(self.ranker.coverage(reading, c.place, words) for c in best)
        cosine = max(c.cosine for c in best)
        _, strange = self.limits.strange(reading, self.understander.speller.real, self._held(best))
        silent = abstain.Silent()
        if heard is not None:
            silent = abstain.Silent(heard.share - topic, heard.cosine, heard.steadier)
        anchored = bool(reading.devices or reading.names or reading.lamp_question)
        return abstain.Evidence(topic, cosine, kept[0].fused, kept[0].slots, strange, silent, anchored)

    def _held(self, kept: list[Candidate]) -> frozenset[str]:
        """Return the terms that the best answers are found by."""
        return frozenset().union(*(self.ranker.terms_of(c.place) for c in kept[:3]))

    def _told(self, candidate: Candidate, *, lamps: bool) -> Told:
        """Return all that an entry says, for looking up words; the seconds of a flash only where `lamps` are asked about."""
        entry = self.kb.entries[candidate.place]
        fact = self.kb.facts.get(entry.id)
        # A formula gives a figure in its unit, whatever digits it is written with.
        figure = f" 1 {fact.unit}" if isinstance(fact, Rule) and fact.unit else ""
        text = entry.text if lamps else _RHYTHM.sub("", entry.text)
        return Told(f"{entry.title} {text}{figure}", self.ranker.terms_of(candidate.place), bool(figure))

    def _once(self, ranked: list[Candidate], enough: int = MAX_LIMIT) -> list[Candidate]:
        """Keep one candidate for each fact (its editions are one), and no passage of a section whose fact ranks before it."""
        seen: set[str] = set()
        sections: set[tuple[str, str]] = set()
        out: list[Candidate] = []
        for candidate in self.ranker.facts_first(ranked):
            if len(out) >= enough:
                break
            entry = self.kb.entries[candidate.place]
            if entry.kind == "fact":
                key = base_id(entry.id)
                fact = self.kb.facts[entry.id]
                sections.add((fact.source.manual, fact.source.anchor))
            else:
                passage = self.kb.passages[entry.id]
                if (passage.manual, passage.anchor) in sections:
                    continue
                key = entry.id
            if key not in seen:
                seen.add(key)
                out.append(self.results.leading_edition(candidate, key))
        return out

    def _which_device(self, reading: Understanding, kept: list[Candidate]) -> tuple[str, ...]:
        """Return the products to choose from when none was named and equally good answers belong to several."""
        if reading.devices or not kept:
            return ()
        families: dict[str, str] = {}
        for candidate in kept[:10]:
            if candidate.score < kept[0].score - SAME_ANSWER:
                break
            device = self._first_device(candidate)
            families.setdefault(self.kb.devices[device].family or device, device)
        return tuple(families.values()) if len(families) > 1 else ()

    def _first_device(self, candidate: Candidate) -> str:
        entry = self.kb.entries[candidate.place]
        return (self.kb.facts[entry.id].devices if entry.kind == "fact" else self.kb.passages[entry.id].devices)[0]

    def _chips(self, reading: Understanding) -> tuple[str, ...]:
        devices = [self.kb.devices[d].short or self.kb.devices[d].name for d in sorted(reading.devices)]
        return tuple(dict.fromkeys([*devices, *reading.labels()]))

    def _contact(self, reading: Understanding, results: tuple[Result, ...]) -> str:
        """Return whom the manual of the device in question tells people to call."""
        if reading.foreign:
            return "the maker or supplier of that product"
        devices = sorted(reading.devices) or [d for r in results[:1] for d in r.devices[:1]]
        for device in devices:
            contact = self.kb.devices[device].contact
            if contact:
                return f"{contact.who} ({contact.detail})" if contact.detail else contact.who
        return ""
