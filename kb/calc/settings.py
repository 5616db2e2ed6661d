"""Which calculator gives an inverter's settings for a number of packs: found by its inputs, not by its name."""

from __future__ import annotations

from kb.bundle.store import KnowledgeBase
from kb.calc.calculator import Calculator
from kb.calc.registry import calculators


def settings_calculator(kb: KnowledgeBase, device: str) -> Calculator | None:
    """Return the first calculator of a device that asks for packs and a brand, or None."""
    for found in calculators(kb).values():
        if device in found.devices and {"packs", "brand"} <= {f.name for f in found.fields}:
            return found
    return None
