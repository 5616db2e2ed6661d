"""The calculators' forms are on the phone; without signal a script works them out (static/js/calc.js)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from kb.bundle.store import KnowledgeBase
from kb.calc.registry import calculators
from webapp.features.calculators.view import calculator_url


def offline(kb: KnowledgeBase) -> Iterator[str]:
    """Name the list, each device's list, each calculator, and what the script works with."""
    yield url_for("calculators.figures")
    yield url_for("calculators.calculators")
    for device in kb.devices:
        yield url_for("calculators.calculators", device=device)
    for calculator in calculators(kb):
        yield calculator_url(calculator)
