"""What a calculator is: a description, its inputs, and one function that fills a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kb.bundle.store import KnowledgeBase
from kb.calc.fields import Field, describe
from kb.calc.figures import Figures
from kb.calc.result import CalculatorInfo
from kb.calc.sheet import Sheet


@dataclass(frozen=True)
class Calculator:
    """One calculator. `work` reads inputs and figures from the sheet and fills it.

    covers: base ids of the rules it stands for; they get no calculator of their own.
    keywords: groups of words (or beginnings of words) that call for it in a question; one group is enough.
    """

    id: str
    title: str
    about: str
    family: str
    devices: tuple[str, ...]
    fields: tuple[Field, ...]
    work: Callable[[Sheet], None]
    covers: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    def info(self, kb: KnowledgeBase) -> CalculatorInfo:
        """Return the description, with the ranges and choices the facts give."""
        figures = Figures(kb)
        fields = tuple(describe(f, figures) for f in self.fields)
        return CalculatorInfo(self.id, self.title, self.about, self.family, self.devices, fields, self.covers)
