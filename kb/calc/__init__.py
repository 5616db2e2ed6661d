"""Calculators on the shared facts: every figure comes from the fact base by id, and every result says where from.

`list_calculators(kb)` describes them, `run(kb, id, {name: text})` works one out, `prefill(kb, question)` opens the
right one from a question. A manual's simple rule becomes a calculator by itself, without code (kb.calc.generic).
"""

from kb.calc.errors import BadInput, CalcError, MissingFigure, UnknownCalculator
from kb.calc.prefill import prefill
from kb.calc.registry import list_calculators, run
from kb.calc.result import CalcResult, CalculatorInfo, Outcome, Refusal, to_json

__all__ = [
    "BadInput",
    "CalcError",
    "CalcResult",
    "CalculatorInfo",
    "MissingFigure",
    "Outcome",
    "Refusal",
    "UnknownCalculator",
    "list_calculators",
    "prefill",
    "run",
    "to_json",
]
