"""All calculators: those written by hand, one family per file, and one for every other rule of the manuals."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.calc import (
    bank_sizes,
    generic,
    growatt,
    growatt_pair,
    growatt_site,
    mysigen,
    sigenstor,
    sigenstor_cable,
    sigenstor_electric,
    sigenstor_models,
    sr48100h,
    sr48100h_climate,
    sr48100h_inverter,
    sr48100h_lengths,
    sr48100h_site,
)
from kb.calc.calculator import Calculator
from kb.calc.errors import Refused, UnknownCalculator
from kb.calc.fields import read_all
from kb.calc.figures import Figures
from kb.calc.result import CalcResult, CalculatorInfo, Given, Outcome, Refusal
from kb.calc.sheet import Sheet

WRITTEN: tuple[Calculator, ...] = (
    *sigenstor.CALCULATORS,
    *sigenstor_models.CALCULATORS,
    *sigenstor_electric.CALCULATORS,
    *sigenstor_cable.CALCULATORS,
    *mysigen.CALCULATORS,
    *growatt.CALCULATORS,
    *growatt_pair.CALCULATORS,
    *growatt_site.CALCULATORS,
    *sr48100h.CALCULATORS,
    *sr48100h_climate.CALCULATORS,
    *sr48100h_inverter.CALCULATORS,
    *sr48100h_lengths.CALCULATORS,
    *sr48100h_site.CALCULATORS,
    *bank_sizes.CALCULATORS,
)


@per_bundle
def calculators(kb: KnowledgeBase) -> dict[str, Calculator]:
    """Return all calculators of a knowledge base by id. One written for devices that it does not hold is left out."""
    written = [c for c in WRITTEN if any(d in kb.devices for d in c.devices)]
    covered = frozenset(rule for c in written for rule in c.covers)
    return {c.id: c for c in (*written, *generic.of_rules(kb, covered))}


def list_calculators(kb: KnowledgeBase) -> tuple[CalculatorInfo, ...]:
    """Describe all calculators, with the ranges and choices that the facts give. Raises MissingFigure."""
    return tuple(c.info(kb) for c in calculators(kb).values())


def find(kb: KnowledgeBase, calculator_id: str) -> Calculator:
    """Return a calculator by id. Raises UnknownCalculator, naming the nearest ones."""
    known = calculators(kb)
    if calculator_id in known:
        return known[calculator_id]
    near = difflib.get_close_matches(calculator_id, known, n=2)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UnknownCalculator(
        f"there is no calculator {calculator_id[:100]!r}.{hint} `pinlight calc --list` lists them all"
    )


def run(kb: KnowledgeBase, calculator_id: str, given: Mapping[str, str]) -> Outcome:
    """Work out a calculator from texts as a person types them (`5kW`, `5000 W`, `5`).

    Returns a Refusal where the manual gives no answer for these inputs. Raises UnknownCalculator, BadInput (an input is
    missing, unknown, no number, impossible or in a wrong unit) or MissingFigure.
    """
    return work_out(find(kb, calculator_id), Figures(kb), given)


def work_out(calculator: Calculator, figures: Figures, given: Mapping[str, str]) -> Outcome:
    """Work out one calculator, as `run` does. From here on the code is also translated (kb.calc.portable)."""
    inputs: dict[str, Given] = {}
    try:
        read_all(calculator.fields, given, figures, calculator.title, inputs)
        sheet = Sheet(figures, inputs)
        calculator.work(sheet)
    except Refused as e:
        return _refusal(calculator, tuple(inputs.values()), e, figures)
    for doubt in figures.doubts():
        sheet.warn(doubt)
    return CalcResult(
        id=calculator.id,
        title=calculator.title,
        inputs=tuple(inputs.values()),
        outputs=tuple(sheet.outputs),
        working=tuple(sheet.working),
        sources=figures.sources(),
        warnings=tuple(sheet.warnings),
        conflicts=figures.conflicts(),
    )


def _refusal(calculator: Calculator, inputs: tuple[Given, ...], e: Refused, figures: Figures) -> Refusal:
    for fact_id in e.facts:
        figures.fact(fact_id)
    sources = tuple(figures.reference(figures.peek(i)) for i in dict.fromkeys(e.facts))
    return Refusal(
        id=calculator.id,
        title=calculator.title,
        inputs=inputs,
        reason=e.reason,
        allowed=e.allowed,
        source=sources[0] if sources else None,
        sources=sources,
        conflicts=figures.conflicts(),
    )
