"""What a search offers beside its answers: the calculator a question asks for, with its inputs and its result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from kb.bundle.kept import kept
from kb.bundle.store import KnowledgeBase
from kb.calc.calculator import Calculator
from kb.calc.errors import CalcError
from kb.calc.prefill import STEM, prefill
from kb.calc.registry import find, run
from kb.calc.result import CalcResult, Outcome, Output, to_json
from kb.curation.statements import title

T = TypeVar("T")

# How many results a short form shows. Words are alike by their first letters ("charge", "charging"): see STEM.
SHOWN = 2
_ASKS = re.compile(
    r"\b(how (many|much|large|big|long|high|far|heavy|wide)|what size|calculat\w*|work out|for \d+)\b", re.IGNORECASE
)
_WORD = re.compile(r"[a-z]{3,}")


_KEPT = 512


@dataclass(frozen=True)
class Offer:
    """A calculator for a question. `outcome` is None while a required input is missing or cannot be read.

    `asked` is true when the question asks for a quantity, so that the result is the answer and not an aside.
    """

    calculator: Calculator
    inputs: dict[str, str]
    outcome: Outcome | None
    asked: bool
    question: str

    @property
    def answers(self) -> bool:
        """Whether it answers the question by itself: a quantity was asked for, and here it is."""
        return self.asked and isinstance(self.outcome, CalcResult)

    @property
    def url(self) -> str:
        """The address of its page with the inputs filled in."""
        path = f"/calculator/{quote(self.calculator.id)}"
        return f"{path}?{urlencode(self.inputs)}" if self.inputs else path

    @property
    def figures(self) -> tuple[Output, ...]:
        """The results that the question is about; the first ones when it names none."""
        return highlights(self.outcome, self.question) if isinstance(self.outcome, CalcResult) else ()


def offer(kb: KnowledgeBase, question: str, device: str | None = None) -> Offer | None:
    """Return the calculator that a question asks for, worked out when its inputs are named; None when none stands out.

    With a device, only a calculator for that device is offered. The same question is answered from memory.
    """
    # People ask the same, and each keystroke is a question.
    return kept(kb, "offers", lambda: lru_cache(maxsize=_KEPT)(partial(_offer, kb)))(question, device)


def _offer(kb: KnowledgeBase, question: str, device: str | None) -> Offer | None:
    try:
        found = prefill(kb, question)
        if found is None and device is not None:
            found = prefill(kb, f"{question} {device}")
        if found is None:
            return None
        calculator = find(kb, found[0])
    except CalcError:
        # A figure is missing from the corpus: the calculator's own page says which.
        return None
    if device is not None and device not in calculator.devices:
        return None
    numbers = {f.name for f in calculator.fields if f.kind in {"number", "count"}}
    asked = bool(_ASKS.search(question)) or bool(numbers & found[1].keys())
    try:
        outcome = run(kb, *found)
    except CalcError:
        outcome = None
    return Offer(calculator, found[1], outcome, asked, question)


def highlights(outcome: CalcResult, question: str) -> tuple[Output, ...]:
    """Return the results whose labels share most words with the question; the first, or all, when they are few."""
    if len(outcome.outputs) <= SHOWN:
        return outcome.outputs
    return tuple(_nearest([(o.label, o) for o in outcome.outputs], question))[:SHOWN]


def sources(kb: KnowledgeBase, found: Offer) -> tuple[str, ...]:
    """Return the ids of the facts behind the results, those that the question is about."""
    named = [(title(kb.facts[s.fact]), s.fact) for s in found.outcome.sources] if found.outcome is not None else []
    return tuple(_nearest(named, found.question))


def _nearest(labelled: list[tuple[str, T]], question: str) -> list[T]:
    """Return what shares most words with the question by its label; all, when none shares one."""
    asked = _stems(question)
    scored = [(len(asked & _stems(label)), item) for label, item in labelled]
    best = max((n for n, _ in scored), default=0)
    return [item for n, item in scored if n == best]


def _stems(text: str) -> set[str]:
    return {w[:STEM] for w in _WORD.findall(text.lower())}


def offer_json(found: Offer | None) -> dict[str, Any] | None:
    """Return an offer as plain JSON types: id, title, inputs, url, and the result when there is one."""
    if found is None:
        return None
    plain: dict[str, Any] = {
        "id": found.calculator.id,
        "title": found.calculator.title,
        "inputs": found.inputs,
        "url": found.url,
    }
    if found.outcome is not None:
        plain["result"] = to_json(found.outcome)
    return plain
