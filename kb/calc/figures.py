"""The facts a calculation reads, by id; each one read is remembered as a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from kb.bundle.store import KnowledgeBase
from kb.calc.errors import MissingFigure, Refused
from kb.calc.numbers import between, say
from kb.calc.result import SourceRef
from kb.curation.statements import title
from kb.model.facts import Cable, Caution, Conflict, Dip, Fact, LedState, Model, Protocol, Rule, Source, Spec, base_id

T = TypeVar("T", Rule, Spec, Model, Protocol, Cable, Dip, LedState)
F = TypeVar("F", bound=Fact)


class Figures:
    """Reads facts of a knowledge base and keeps the ids of those that were used, in order."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Start with nothing used."""
        self.kb = kb
        self.used: dict[str, Fact] = {}
        self._mentioned: set[str] = set()

    def fact(self, fact_id: str) -> Fact:
        """Return a fact and count it as used. Raises MissingFigure."""
        fact = self.peek(fact_id)
        self.used[fact.id] = fact
        return fact

    def peek(self, fact_id: str) -> Fact:
        """Return a fact without counting it as used. Raises MissingFigure."""
        found = self.kb.facts.get(fact_id)
        if found is None:
            raise MissingFigure(
                f"the fact {fact_id!r} is missing from the knowledge base, and this calculator needs it. "
                "Put it back into the edition in corpus/manuals, or run `pinlight build`"
            )
        return found

    def _typed(self, fact_id: str, kind: type[T]) -> T:
        fact = self.fact(fact_id)
        if not isinstance(fact, kind):
            raise MissingFigure(f"the fact {fact_id!r} is no {kind.__name__.lower()}, and this calculator needs one")
        return fact

    def spec(self, fact_id: str) -> Spec:
        """Return a figure. Raises MissingFigure."""
        return self._typed(fact_id, Spec)

    def rule(self, fact_id: str) -> Rule:
        """Return a formula. Raises MissingFigure."""
        return self._typed(fact_id, Rule)

    def value(self, fact_id: str) -> float:
        """Return the nominal value of a figure, in its own unit. Raises MissingFigure."""
        return self._part(self.spec(fact_id), "value")

    def low(self, fact_id: str) -> float:
        """Return the lower limit of a figure, in its own unit. Raises MissingFigure."""
        return self._part(self.spec(fact_id), "min")

    def high(self, fact_id: str) -> float:
        """Return the upper limit of a figure, in its own unit. Raises MissingFigure."""
        return self._part(self.spec(fact_id), "max")

    def _part(self, spec: Spec, part: str) -> float:
        number: float | None = getattr(spec, part)
        if number is None:
            raise MissingFigure(f"the fact {spec.id!r} has no {part}, and this calculator needs it. Fill in the column")
        return number

    def editions(self, fact_id: str, kind: type[T]) -> tuple[T, ...]:
        """Return the fact in every edition that holds it. Raises MissingFigure when none does."""
        ids = self.kb.editions_of.get(base_id(fact_id), ())
        if not ids:
            self.peek(fact_id)
        return tuple(self._typed(i, kind) for i in ids)

    def all(self, kind: type[T], prefix: str) -> Iterator[T]:
        """Yield the facts of a kind whose id starts with `prefix`, in corpus order, without counting them as used."""
        for fact_id, fact in self.kb.facts.items():
            if fact_id.startswith(prefix) and isinstance(fact, kind):
                yield fact

    def use(self, fact: T) -> T:
        """Count a fact that `all` yielded as used."""
        self.used[fact.id] = fact
        return fact

    def mention(self, fact: F) -> F:
        """Count a fact as used that is only told of: neither its doubt nor its conflicts are this calculation's."""
        self._mentioned.add(fact.id)
        self.used[fact.id] = fact
        return fact

    # --- where things stand -----------------------------------------------------------------------------------------
    def section(self, source: Source) -> str:
        """Return the number of the section; of the numbered section around it when its own heading has none."""
        if source.section:
            return source.section
        number = ""
        levels: list[tuple[int, str]] = []
        for anchor, section in self.kb.sections.get(source.manual, {}).items():
            while levels and levels[-1][0] >= section.level:
                levels.pop()
            levels.append((section.level, section.number))
            if anchor == source.anchor:
                number = next((n for _, n in reversed(levels) if n), "")
        return number

    def short(self, source: Source) -> str:
        """Return the manual's short name."""
        manual = self.kb.manuals.get(source.manual)
        return manual.short or manual.title if manual else source.manual

    def place(self, fact_id: str) -> str:
        """Return a place for a sentence: `SR48100H manual, section 3.3.2`."""
        source = self.peek(fact_id).source
        number = self.section(source)
        return (
            f"{self.short(source)}, section {number}" if number else f"{self.short(source)}, section {source.title!r}"
        )

    def reference(self, fact: Fact) -> SourceRef:
        """Return the place of a fact for the contract."""
        source = fact.source
        return SourceRef(fact.id, source.manual, source.edition, self.section(source), source.title, source.lines)

    def sources(self) -> tuple[SourceRef, ...]:
        """Return the places of all facts used, in the order of their first use."""
        return tuple(self.reference(f) for f in self.used.values())

    def conflicts(self) -> tuple[str, ...]:
        """Return the ids of the conflicts that travel with a fact used, in corpus order."""
        used = set(self.used) - self._mentioned
        return tuple(f.id for f in self.kb.facts.values() if isinstance(f, Conflict) and used & set(f.facts))

    def doubts(self) -> Iterator[str]:
        """Yield a sentence for each figure used that was read with a doubt."""
        for fact in self.used.values():
            # A caution's doubt is about its level, not about what it says.
            if fact.certainty != "certain" and fact.id not in self._mentioned and not isinstance(fact, Caution):
                note = f": {fact.note}" if fact.note else ""
                yield f"{title(fact)!r} is read with a doubt ({fact.certainty}){note}."


def inside(spec: Spec, value: float) -> bool:
    """Whether a value lies in the range of a figure, limits included."""
    return (spec.min is None or value >= spec.min) and (spec.max is None or value <= spec.max)


def in_range(figures: Figures, rule: Rule, values: dict[str, float]) -> None:
    """Refuse values outside the range that the manual gives for a rule's variables. Raises Refused."""
    for variable in rule.variables:
        if variable.name not in values:
            continue
        number = values[variable.name]
        if (variable.min is None or number >= variable.min) and (variable.max is None or number <= variable.max):
            continue
        allowed = between(variable.min, variable.max, variable.unit)
        short, section = figures.short(rule.source), figures.section(rule.source) or rule.source.title
        when = f": {rule.applies_when}" if rule.applies_when else ""
        raise Refused(
            f"The {short} gives this for {allowed}; you said {say(number)} (section {section}{when}).",
            f"{allowed} ({short}{when})",
            rule.id,
        )
