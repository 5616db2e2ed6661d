"""The sheet a calculator works on: inputs at the top, figures from the facts, working, results, warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.calc.errors import Refused
from kb.calc.evaluate import evaluate, filled, pretty
from kb.calc.figures import Figures, in_range, inside
from kb.calc.numbers import amount, clean, neat
from kb.calc.result import Given, Output, Value
from kb.curation.statements import figure
from kb.model.facts import Rule, Spec


@dataclass
class Sheet:
    """One calculation. Accessors return inputs in the unit of their field; `out`, `step` and `warn` fill the result."""

    figures: Figures
    given: Mapping[str, Given]
    outputs: list[Output] = field(default_factory=list)
    working: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def number(self, name: str) -> float:
        """Return a given number."""
        value = self.given[name].value
        if not isinstance(value, int | float):
            raise TypeError(f"{name} is no number")
        return float(value)

    def maybe(self, name: str) -> float | None:
        """Return a number, or None when it was not given."""
        return self.number(name) if name in self.given else None

    def count(self, name: str) -> int:
        """Return a given whole number."""
        return int(self.number(name))

    def choice(self, name: str) -> str:
        """Return the choice made, or "" when none was."""
        return self.given[name].text if name in self.given else ""

    def yes(self, name: str) -> bool | None:
        """Return a yes or no, or None when it was not given."""
        return bool(self.given[name].value) if name in self.given else None

    def out(self, name: str, label: str, value: Value, unit: str = "-", text: str = "") -> None:
        """Add a result; without a text the number with its unit, or yes and no, is the text."""
        if isinstance(value, bool):
            said = "yes" if value else "no"
        elif isinstance(value, int | float):
            value = clean(value)
            said = amount(neat(value), unit)
        else:
            said = value or "not printed in the manual"
        self.outputs.append(Output(name, label, value, unit, text or said))

    def step(self, text: str) -> None:
        """Add a line of working."""
        self.working.append(text)

    def warn(self, text: str) -> None:
        """Add a warning, once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def caution(self, fact_id: str, *, conflicts: bool = True) -> None:
        """Warn with a caution of the manual, in the words of the edition; its conflicts travel with it."""
        fact = self.figures.fact(fact_id) if conflicts else self.figures.mention(self.figures.peek(fact_id))
        self.warn(str(getattr(fact, "text", "")))

    def apply(self, rule: Rule, symbol: str, values: dict[str, float]) -> float | bool:
        """Work a rule out, with a line of working. Raises Refused outside the manual's range."""
        in_range(self.figures, rule, values)
        result = evaluate(rule.formula, values)
        shown = f"{symbol} = {pretty(rule.formula)}" if symbol else pretty(rule.formula)
        if isinstance(result, bool):
            self.step(f"{shown}: {filled(rule.formula, values)} is {'true' if result else 'false'}")
        else:
            self.step(f"{shown} = {filled(rule.formula, values)} = {amount(clean(result), rule.unit)}")
        return result

    def by_editions(self, rule_id: str, symbol: str, values: dict[str, float]) -> list[tuple[Rule, float | bool]]:
        """Work out a rule in every edition whose range holds the values; the others are told in a warning.

        Raises Refused when no edition gives the rule for these values.
        """
        results: list[tuple[Rule, float | bool]] = []
        refused: list[Refused] = []
        for rule in self.figures.editions(rule_id, Rule):
            try:
                in_range(self.figures, rule, values)
            except Refused as e:
                refused.append(e)
                continue
            if not results or evaluate(rule.formula, values) != results[0][1]:
                results.append((rule, self.apply(rule, symbol, values)))
            else:
                results.append((rule, results[0][1]))
        if not results:
            allowed = "; ".join(dict.fromkeys(e.allowed for e in refused))
            raise Refused(" ".join(e.reason for e in refused), allowed, *(i for e in refused for i in e.facts))
        for refusal in refused:
            self.warn(refusal.reason)
        if len({v for _, v in results}) > 1:
            told = "; ".join(f"{self.figures.short(r.source)}: {amount(clean(v), r.unit)}" for r, v in results)
            self.warn(f"The editions differ on {results[0][0].name!r}. {told}.")
        return results

    def by_rule(self, rule_id: str, symbol: str, values: dict[str, float]) -> float:
        """Work out a rule by id in every edition and return the first edition's number. Raises Refused."""
        return float(self.by_editions(rule_id, symbol, values)[0][1])

    def out_rule(self, name: str, label: str, rule_id: str, symbol: str, values: dict[str, float]) -> float:
        """Work out a rule and add its result with tolerance; editions that differ each get a line."""
        results = self.by_editions(rule_id, symbol, values)
        for n, (rule, result) in enumerate(results):
            if n and result == results[0][1] and rule.tolerance == results[0][0].tolerance:
                continue
            tolerance = f" ± {amount(rule.tolerance, rule.unit)}" if rule.tolerance is not None else ""
            tag = rule.id.partition("@")[2]
            self.out(
                f"{name}@{tag or 'other'}" if n else name,
                f"{label} ({self.figures.short(rule.source)})" if n else label,
                result,
                rule.unit,
                f"{amount(clean(result), rule.unit)}{tolerance}" if not isinstance(result, bool) else "",
            )
        return float(results[0][1])

    def times(self, count: int, name: str, label: str, spec_id: str) -> float:
        """Add count × a figure of one battery, with its tolerance and condition, and return it in the figure's unit."""
        spec = self.figures.spec(spec_id)
        one = spec.value if spec.value is not None else self.figures.high(spec_id)
        total = clean(count * one)
        tolerance = f" ± {amount(clean(count * spec.tolerance), spec.unit)}" if spec.tolerance is not None else ""
        condition = f" ({spec.condition})" if spec.condition and "(" not in spec.condition else ""
        condition = condition or (f", {spec.condition}" if spec.condition else "")
        self.out(name, label, total, spec.unit, f"{amount(total, spec.unit)}{tolerance}{condition}")
        self.step(f"{label}: {count} × {amount(one, spec.unit)} = {amount(total, spec.unit)}")
        return total

    def check(self, name: str, label: str, spec_id: str, value: float) -> bool:
        """Add whether a value lies in the range of a figure, with its working, and return it."""
        spec = self.figures.spec(spec_id)
        fits = inside(spec, value)
        self.out(name, label, fits, text=f"{'yes' if fits else 'no'}: {figure(spec)}")
        told = "inside" if fits else "outside"
        self.step(f"{spec.name}: {amount(value, spec.unit)}; printed is {figure(spec)}: {told}")
        return fits

    def show(self, name: str, label: str, spec_id: str) -> None:
        """Add a figure of the manual as it stands, from every edition; where they differ the text shows both."""
        specs = self.figures.editions(spec_id, Spec)
        first = specs[0]
        ends = [x for x in (first.min, first.max) if x is not None]
        value: Value = first.value if first.value is not None else (ends[0] if len(ends) == 1 else first.text or None)
        said = figure(first)
        if len({figure(s) for s in specs}) > 1:
            said = "; ".join(f"{figure(s)} ({self.figures.short(s.source)})" for s in specs)
        self.outputs.append(Output(name, label, value, first.unit, said, first.min, first.max))
