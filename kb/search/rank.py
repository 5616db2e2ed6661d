"""Scores for every fact and passage, and the order of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.bundle.analysis import terms
from kb.bundle.store import KnowledgeBase
from kb.model.facts import Cable, Dip, Fact, LedState, Pin, Protocol, Remedy, Spec
from kb.search.exact import BUS, ExactIndex
from kb.search.fusion import Fused, fuse
from kb.search.rhythms import without_tempo
from kb.search.slots import entry_kind, field_score, kind_score, kinds_with_fields, on_bus
from kb.search.understand import Understanding, query_terms

# People's phrases are translated to the manuals' words, which then count somewhat less than words that were typed.
SYNONYM_WEIGHT = 0.6
# What an answer gets for holding a manual's word for what was said otherwise.
SYNONYM_CREDIT = 0.1
# The same, for the word itself.
TRANSLATED = 0.8
# Another product's manual speaks of a topic far more clearly than the named one's: beyond what 99 of 100 answerable learn
# questions show.
ELSEWHERE_MEANING = 0.2
ELSEWHERE_WORDS = 0.25
# From this cosine a question is one that is kept beside the fact: it is asked in these words.
SAME = 0.95
SAME_WORDS = 0.2
# What a fact gains whose title is the whole question; less than a size that is named, for several figures may be called so.
TITLED = 0.7
# … and whose title stands in it.
TITLE_HELD = 0.35
# How many of an entry's texts must be near.
STEADY = 3
# How many entries get the closer look at their fields.
POOL = 150
# The best of them get a second look, with weights fitted (kb.evals.ordering) to pairs (right answer, other one) of 2,768
# questions in 20 sets, each set judged by the others: 89 -> 92 of 100 right answers come first, 96 -> 98 in the first three.
# Among the best, fields tell less than they did in getting there, and so do look-ups of what is not asked by its name
# alone (the fit says -0.4; names are kept before words).
SECOND_LOOK = 24
FIELDS_AGAIN = -0.6
EXACT_AGAIN = -0.2
# It weighs how near the nearest ways of asking are together: one is near by chance, six are not.
WAYS = 6
WAYS_WEIGHT = 1.1
# A device that is named wins over its family, its family over all others.
DEVICE = 0.15
FAMILY = 0.05
# A figure of a sibling is rarely what is asked of the product that was named, and its pin or its lamp hardly ever.
FAMILY_FIGURE = 0.1
FAMILY_PIN = 0.2
OTHER_DEVICE = -0.7
# Among the first few, a fact comes before its own passage from so near below it; where little speaks for either, they stay.
FEW = 5
NEARLY = 0.1
WORTH = 1.2
# Look-ups outrank similarity: one code hit is worth more than all other evidence together.
EXACT = 0.5
BARE_EXACT = 1.5


Cosines = NDArray[np.float32]


class Nearness(NamedTuple):
    """How near a text is to all that is searched: `best`, shape (entries + silences,), and `every`, one for each of their texts."""

    best: Cosines
    every: Cosines


class Candidate(NamedTuple):
    """An entry with its score and what it is made of."""

    place: int
    score: float
    exact: float
    fused: float
    cosine: float
    slots: float


class Ranker:
    """Ranks the entries of one knowledge base."""

    def __init__(self, kb: KnowledgeBase, filler: Iterable[str] = ()) -> None:
        """Lay out the facts by entry row; `filler` are words that say nothing about the matter."""
        self.kb = kb
        self.facts: list[Fact | None] = [kb.facts.get(e.id) if e.kind == "fact" else None for e in kb.entries]
        self.kinds = [entry_kind(f) for f in self.facts]
        self._kind_names = sorted(set(self.kinds))
        self._kind_of = np.array([self._kind_names.index(k) for k in self.kinds], dtype=np.int64)
        self.devices = [
            frozenset(f.devices if f else kb.passages[e.id].devices)
            for f, e in zip(self.facts, kb.entries, strict=True)
        ]
        self.exact = ExactIndex(kb)
        self.filler = frozenset(t for w in filler for t in terms(w))
        self.top_idf = float(kb.lexical.idf.max(initial=1.0))

    def scores(self, reading: Understanding, near: Nearness | None) -> tuple[Fused, Cosines]:
        """Return the fused scores and the cosines of all entries, shape (entries,). Without `near` words alone count."""
        lexical = self.kb.lexical.scores(query_terms(reading, SYNONYM_WEIGHT))
        cosines = np.zeros(len(self.facts), dtype=np.float32) if near is None else near.best[: len(self.facts)]
        return fuse(lexical, cosines), cosines

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        rows = len(self.kb.entries) + len(self.kb.silences)
        return np.searchsorted(np.array(self.kb.vector_owners), np.arange(rows))

    def nearness(self, vector: NDArray[np.float32]) -> Nearness:
        """Return the cosine of a vector, shape (dimensions,), with the nearest text of each entry and, after them, of each silence.

        The texts of an entry are what it says and how people ask for it.
        """
        # Rows of one entry stand together, so a maximum over each run is a maximum over each entry.
        every = self.kb.nearest.cosines(vector)
        return Nearness(np.maximum.reduceat(every, self._starts), every)

    @cached_property
    def _rows(self) -> NDArray[np.intp]:
        """Return the row of each text of each entry and silence, shape (entries + silences, longest); -1 where it has no more."""
        starts, texts = self._starts, len(self.kb.vector_owners)
        sizes = np.diff([*starts.tolist(), texts])
        place = np.arange(int(sizes.max(initial=1)))
        return np.where(place < sizes[:, None], starts[:, None] + place, -1)

    def steady(self, near: Nearness, places: Sequence[int], of: int = STEADY) -> list[float]:
        """Return, for each entry, the mean cosine of its nearest texts: one way of asking may be near by chance, three are not."""
        rows = self._rows[list(places)]
        found = np.where(rows < 0, -np.inf, near.every[rows])
        nearest = -np.sort(-found, axis=1)[:, :of]
        counted = np.isfinite(nearest)
        means: list[float] = (np.where(counted, nearest, 0.0).sum(axis=1) / counted.sum(axis=1)).tolist()
        return means

    @cached_property
    def _are_facts(self) -> NDArray[np.bool_]:
        return np.array([f is not None for f in self.facts])

    @lru_cache(maxsize=64)  # noqa: B019 - a ranker lives as long as its bundle
    def owned(self, family: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([bool(owners & family) for owners in self.devices])

    def is_own(self, reading: Understanding, candidate: Candidate) -> bool:
        """Tell whether an entry is about a product that is named, if one is."""
        return not reading.devices or not reading.devices.isdisjoint(self.kb.owners(self.kb.entries[candidate.place]))

    def elsewhere(self, topic: str, cosines: Cosines, family: frozenset[str]) -> int | None:
        """Return the fact of another family that fits a topic far better than anything of this family, in words and in meaning.

        `cosines` are those of the topic, as `nearness` gives them.
        """
        own, facts = self.owned(family), self._are_facts
        cosines = cosines[: len(self.facts)]
        lexical = self.kb.lexical.scores(dict.fromkeys(terms(topic), 1.0))
        best = float(lexical.max(initial=0.0))
        if not own.any() or not (facts & ~own).any() or best == 0.0:
            return None
        nearer = cosines[~own].max() - cosines[own].max()
        said = (lexical[~own].max() - lexical[own].max()) / best
        if nearer < ELSEWHERE_MEANING or said < ELSEWHERE_WORDS:
            return None
        return int(np.argmax(np.where(facts & ~own, lexical, -1.0)))

    def rank(self, reading: Understanding, near: Nearness | None, only_device: str | None = None) -> list[Candidate]:
        """Return the candidates, best first. `only_device` is the caller's choice and leaves out everything else."""
        out = self.first_look(reading, near, only_device)
        # "Red light": states differ in their fields and in nothing else.
        only_seen = reading.lamp_question and self.words(reading).keys() <= self.lamp_terms(reading)
        if near is None or only_seen:
            return out
        asked_of = self.owned(reading.devices | reading.family) if reading.devices else None
        return self._look_again(out, near, asked_of)

    def facts_first(self, ranked: list[Candidate]) -> list[Candidate]:
        """Return the candidates with a passage behind the fact of its own section that answers nearly as well: it says the same, shorter."""
        out = list(ranked)
        for n, c in enumerate(ranked[:FEW]):
            passage = self.kb.passages.get(self.kb.entries[c.place].id)
            if passage is None or c.score < WORTH or out[n] is not c:
                continue
            for k in range(n + 1, min(len(out), n + FEW)):
                fact = self.facts[out[k].place]
                if c.score - out[k].score > NEARLY:
                    break
                if (
                    fact
                    and out[k].cosine >= c.cosine - NEARLY
                    and (fact.source.manual, fact.source.anchor) == (passage.manual, passage.anchor)
                ):
                    out.insert(n, out.pop(k)._replace(score=c.score))
                    break
        return out

    def first_look(
        self, reading: Understanding, near: Nearness | None, only_device: str | None = None
    ) -> list[Candidate]:
        """Return the candidates by words, meaning, fields, look-ups and products, best first."""
        fused, cosines = self.scores(reading, near)
        hits = {self.kb.place_of[i]: w for i, w in self.exact.find(reading).items() if i in self.kb.place_of}
        if reading.bus and is_bare(reading) and not (reading.signals or reading.connectors or reading.pins):
            # "Growatt CAN" names the pins of the bus.
            hits |= {self.kb.place_of[p.id]: BUS for p in self.kb.pins_with(reading.devices) if on_bus(p, reading.bus)}
        titled = {self.kb.place_of[i] for i in self.exact.titled(reading)}
        held = {self.kb.place_of[i] for i in self.exact.title_held(reading)} - titled
        pool = np.argpartition(-fused.total, min(POOL, len(self.facts) - 1))[:POOL]
        places = np.array([*pool.tolist(), *((hits.keys() | titled | held) - set(pool.tolist()))], dtype=np.int64)
        if only_device is not None:
            places = places[self.owned(frozenset({only_device}))[places]]
        numbers = places.tolist()
        hit = np.array([hits.get(place, 0.0) for place in numbers])
        total, cosine = fused.total[places].astype(np.float64), cosines[places].astype(np.float64)
        slots = self._fields(reading, places)
        if self.sure_of(reading):
            # The wiring of another system burns a port: its brands and signals speak for it only where its own product is asked about.
            strange = self._wiring_elsewhere(reading.devices)[places]
            hit[strange], slots[strange] = 0.0, np.minimum(slots[strange], 0.0)
        score = total + slots + (BARE_EXACT if is_bare(reading) else EXACT) * hit
        if reading.devices:
            score += self._belonging(reading.devices, reading.family)[places]
        score[cosine >= SAME] += SAME_WORDS
        score[np.isin(places, list(titled))] += TITLED
        score[np.isin(places, list(held))] += TITLE_HELD
        if reading.lamp_question:
            # "The ALM lamp is always on, what to do?": a trouble by its name comes before the states that look so.
            troubles = [place for place in held if isinstance(self.facts[place], Remedy)]
            score[np.isin(places, troubles)] += TITLED - TITLE_HELD
        # The place breaks ties, so that the order is the same on every run.
        order = np.lexsort((places, -score))
        columns = (x[order].tolist() for x in (places, score, hit, total, cosine, slots))
        return list(map(Candidate._make, zip(*columns, strict=True)))

    def _fields(self, reading: Understanding, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what the kinds and the fields of entries say for them, shape (places,)."""
        told = kinds_with_fields(reading)
        of_kind = np.array([kind_score(kind, reading) for kind in self._kind_names])
        out: NDArray[np.float64] = of_kind[self._kind_of[places]]
        looked_at = np.array([kind in told for kind in self._kind_names])[self._kind_of[places]]
        for n in np.flatnonzero(looked_at).tolist():
            fact = self.facts[places[n]]
            if fact is not None:
                out[n] += field_score(fact, reading)
        return out

    def _look_again(
        self, ranked: list[Candidate], near: Nearness, asked_of: NDArray[np.bool_] | None
    ) -> list[Candidate]:
        """Return the candidates in the order of the second look; those that get none stay behind, in theirs.

        `asked_of` marks the entries of the products that are named: what is asked of others in the same words says nothing.
        """
        looked_at = ranked[:SECOND_LOOK]
        ways = self.steady(near, [c.place for c in looked_at], WAYS)

        def again(c: Candidate, near_together: float) -> Candidate:
            own = near_together if asked_of is None or asked_of[c.place] else 0.0
            score = c.score + FIELDS_AGAIN * c.slots + EXACT_AGAIN * c.exact + WAYS_WEIGHT * own
            return Candidate(c.place, score, *c[2:])

        best = sorted(map(again, looked_at, ways), key=_best_first)
        rest = ranked[SECOND_LOOK:]
        behind = min(0.0, best[-1].score - rest[0].score) if rest else 0.0
        return best + ([Candidate(c.place, c.score + behind, *c[2:]) for c in rest] if behind else rest)

    @lru_cache(maxsize=64)  # noqa: B019 - as above
    def _belonging(self, named: frozenset[str], family: frozenset[str]) -> NDArray[np.float64]:
        """Return what each entry gets for being of a named device, or of its family."""
        beside = np.select(
            [self._of_kind(Spec), self._of_kind(Pin, LedState)], [FAMILY - FAMILY_FIGURE, FAMILY - FAMILY_PIN], FAMILY
        )
        return np.where(self.owned(named), DEVICE, np.where(self.owned(family), beside, OTHER_DEVICE))

    def sure_of(self, reading: Understanding) -> bool:
        """Tell whether products are named, and not just a maker of inverters who makes one of them as well."""
        return bool(reading.devices) and reading.brands.isdisjoint(self.kb.devices[d].maker for d in reading.devices)

    @lru_cache(maxsize=64)  # noqa: B019 - as above
    def _wiring_elsewhere(self, named: frozenset[str]) -> NDArray[np.bool_]:
        """Mark the pins, cables and switches of systems of which no product is named."""
        wiring = np.array([isinstance(f, Pin | Cable | Protocol | Dip) for f in self.facts])
        return wiring & ~self.owned(self.kb.used_with(named))

    def _of_kind(self, *kinds: type[Fact]) -> NDArray[np.bool_]:
        return np.array([isinstance(fact, kinds) for fact in self.facts])

    @lru_cache(maxsize=4096)  # noqa: B019 - a ranker lives as long as its bundle
    def terms_of(self, place: int) -> frozenset[str]:
        """Return every term that an entry is found by."""
        entry = self.kb.entries[place]
        return frozenset(terms(f"{entry.title} {entry.text} {entry.keywords} {entry.section} {' '.join(entry.asks)}"))

    def words(self, reading: Understanding) -> dict[str, float]:
        """Return the question's own words (names of devices, brands, pins left out) with their rarity; a word that no manual has counts most."""
        named = {t for h in reading.names for t in terms(h.name)}.union(
            *(self.kb.name_terms[d] for d in reading.devices)
        )
        # How fast a lamp flashes is read by itself.
        text = without_tempo(reading.corrected) if reading.tempo else reading.corrected
        own = [t for t in dict.fromkeys(terms(text)) if t not in named and t not in self.filler]
        return {t: self.kb.lexical.term_idf(t) or self.top_idf for t in own}

    def lamp_terms(self, reading: Understanding) -> frozenset[str]:
        """Return the terms of the lamps that are named, and of what is seen of them."""
        dark = any(seen.pattern == "off" for seen in reading.seen.lamps.values())
        return frozenset(t for x in (*reading.lamps, *(("off",) if dark else ())) for t in terms(x))

    def coverage(self, reading: Understanding, place: int, words: dict[str, float] | None = None) -> float:
        """Return the share 0..1 of the question's own words, by rarity, that an entry holds.

        An entry that holds the manuals' word for what was said is credited for it.
        """
        words = self.words(reading) if words is None else words
        held = self.terms_of(place)
        # A word of people's counts as held where the manuals' word for it is.
        translated = {t for phrase, meant in reading.meant if meant & held for t in phrase}
        total = sum(words.values())
        share = (
            sum(w if t in held else w * TRANSLATED * (t in translated) for t, w in words.items()) / total
            if total
            else 1.0
        )
        return min(1.0, share + (SYNONYM_CREDIT if translated else 0.0))


def _best_first(candidate: Candidate) -> tuple[float, int]:
    """Sort by score; the place breaks ties, so that the order is the same on every run."""
    return -candidate.score, candidate.place


def is_bare(reading: Understanding) -> bool:
    """Tell whether the question is nothing but names: a code, a brand, a pin, with or without the device."""
    covered = sum(h.end - h.start for h in reading.names)
    loose = terms(reading.corrected)
    named = {t for h in reading.names for t in terms(h.name)} | {"pin", *reading.pins, "what", "mean"}
    named |= set(terms(reading.bus))
    left = [t for t in loose if t not in named and not any(t in n.name for n in reading.names)]
    return (covered > 0 and not left) or (bool(reading.pins) and not left)
