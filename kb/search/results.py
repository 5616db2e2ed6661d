"""Entries of a bundle as results: what the answer holds, and the cautions that come with it."""

from __future__ import annotations

from functools import lru_cache

from msgspec import structs

from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.model.facts import Caution, Fact, Source, base_id, kind_of
from kb.model.facts import to_json as fact_json
from kb.search.answer import Result
from kb.search.rank import Candidate

# More would bury the answer; danger comes first.
MAX_CAUTIONS = 6
LEVELS = ("danger", "warning", "caution", "notice")


class Results:
    """Makes the results of one bundle; safe to use from many threads."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Lay out the cautions by what they guard."""
        self.kb = kb
        self._guards: dict[str, list[Caution]] = {}
        for f in kb.facts.values():
            if isinstance(f, Caution) and f.guards:
                self._guards.setdefault(f.guards, []).append(f)
        # Entries do not change while a bundle is open, and the same ones answer again and again.
        self._made = lru_cache(maxsize=None)(self._entry)

    def of(self, candidate: Candidate) -> Result:
        """Return a candidate as a result, with its score."""
        made = self._made(candidate.place)
        return structs.replace(
            made, score=round(candidate.score, 4), exact=made.kind != "passage" and candidate.exact > 1.0
        )

    def leading_edition(self, candidate: Candidate, key: str) -> Candidate:
        """Show the edition without a tag where both say the same; the other one is named beside it."""
        place = self.kb.place_of.get(key)
        if (
            place is None
            or place == candidate.place
            or self.kb.entries[place].text != self.kb.entries[candidate.place].text
        ):
            return candidate
        return candidate._replace(place=place)

    def _entry(self, place: int) -> Result:
        """Return an entry as a result, as far as it is the same for every question."""
        entry = self.kb.entries[place]
        if entry.kind == "passage":
            passage = self.kb.passages[entry.id]
            source = Source(
                passage.manual,
                self.kb.manuals[passage.manual].edition,
                passage.number,
                passage.title,
                passage.src,
                passage.anchor,
            )
            return Result("passage", entry.id, passage.title, passage.text, {}, passage.devices, source, 0.0)
        fact = self.kb.facts[entry.id]
        others = [self.kb.facts[i] for i in self.kb.editions_of[base_id(entry.id)] if i != entry.id]
        conflict = next((self.kb.conflict_of[f.id] for f in (fact, *others) if f.id in self.kb.conflict_of), None)
        return Result(
            kind_of(fact),
            fact.id,
            statements.title(fact),
            statements.text(fact),
            fact_json(fact),
            fact.devices,
            fact.source,
            0.0,
            conflict,
            tuple(o.source for o in others),
            self.cautions(fact),
        )

    def cautions(self, fact: Fact) -> tuple[str, ...]:
        """Return the cautions that guard a fact: its procedure's own, else those of its section or connector; danger first."""
        if isinstance(fact, Caution):
            return ()
        named = set(getattr(fact, "cautions", ()))
        connector = getattr(fact, "connector", None) or getattr(fact, "from_port", None)
        found = [
            f for f in self.kb.facts_in.get((fact.source.manual, fact.source.anchor), ()) if isinstance(f, Caution)
        ]
        found += [f for i in named if isinstance(f := self.kb.facts.get(i), Caution)]
        if connector:
            found += [f for f in self._guards.get(f"connector:{connector}", ()) if set(f.devices) & set(fact.devices)]
        found = [f for f in found if set(f.devices) & set(fact.devices)]
        found.sort(key=lambda f: LEVELS.index(f.level))
        # The same caution of two editions is told once.
        once = {base_id(f.id): f.id for f in reversed(found)}
        return tuple(dict.fromkeys(once[base_id(f.id)] for f in found))[:MAX_CAUTIONS]
