"""Every rule of a manual as a calculator, without code: its variables are the inputs, its formula the working."""

from __future__ import annotations

from functools import partial

from kb.bundle.store import KnowledgeBase
from kb.calc.calculator import Calculator
from kb.calc.fields import Field
from kb.calc.sheet import Sheet
from kb.model.facts import Rule, Variable, base_id

_COUNTED = frozenset({"packs", "inverters", "pcs", "persons", "cycles", "switches"})


def of_rules(kb: KnowledgeBase, covered: frozenset[str]) -> tuple[Calculator, ...]:
    """Return a calculator for each rule whose base id is not covered; the editions of one rule share one."""
    out: dict[str, Calculator] = {}
    for fact in kb.select("rule"):
        base = base_id(fact.id)
        if base in covered or not isinstance(fact, Rule):
            continue
        calculator = _of_rule(kb, fact, base)
        out.setdefault(calculator.id, calculator)
    return tuple(out.values())


def _of_rule(kb: KnowledgeBase, rule: Rule, base: str) -> Calculator:
    # `mysigen-app/rule/electricity-bill` → `mysigen-app-electricity-bill`.
    device, _, rest = base.partition("/")
    slug = rest.rpartition("/")[2]
    family = kb.devices[device].family if device in kb.devices else device
    return Calculator(
        f"{device}-{slug}",
        rule.name,
        rule.applies_when or rule.name,
        family or device,
        rule.devices,
        tuple(_field(rule, v, alone=len(kb.editions_of[base]) == 1) for v in rule.variables),
        partial(work_rule, base),
        (base,),
        (rule.name.lower(),),
    )


def _field(rule: Rule, variable: Variable, *, alone: bool) -> Field:
    counted = variable.unit in _COUNTED
    # Where editions give different ranges, the rule itself decides which of them holds.
    bound = f"{rule.id}#{variable.name}" if alone else ""
    return Field(
        variable.name,
        variable.name.replace("_", " "),
        "count" if counted else "number",
        variable.unit,
        bottom=bound,
        top=bound,
        about=rule.id,
        help=rule.applies_when,
        nouns=(variable.unit,) if counted else (),
        cues=tuple(w for w in variable.name.lower().split("_") if len(w) > 1),
    )


def work_rule(base: str, sheet: Sheet) -> None:
    values = {name: sheet.number(name) for name in sheet.given}
    rules = sheet.figures.editions(base, Rule)
    sheet.out_rule("result", rules[0].name, base, "", values)
    for rule in rules:
        if rule.note:
            sheet.warn(f"{rule.note[:1].upper()}{rule.note[1:]}.")
