"""Numbers of texts and texts of numbers."""

from __future__ import annotations

import re

_NUMBER = r"\d+(?:\.\d+)?"
_BAND = re.compile(rf"(-?{_NUMBER})\s*%?\s*(?:-|–|~|\bor\b|\bto\b)\s*(-?{_NUMBER})")


def say(value: float) -> str:
    """Return a number as a person writes it: no tail of zeros, no exponent for what fits a line."""
    return f"{value:.10g}"


def clean(value: float) -> float:
    """Return the number without the dust of binary fractions (0.1 + 0.2 → 0.3)."""
    return float(say(value))


def neat(value: float) -> float:
    """Return a result rounded for people to six digits that count (93.333333 → 93.3333)."""
    return float(f"{value:.6g}")


def amount(value: float, unit: str) -> str:
    """Return a number with its unit: `280 A`, `7 days`; the unit "-" is left out."""
    if unit in {"day", "week", "month", "year"} and value != 1:
        unit = f"{unit}s"
    return say(value) if unit == "-" else f"{say(value)} {unit}"


def between(low: float | None, high: float | None, unit: str = "-") -> str:
    """Return a range as words: `3 to 6 packs`, `at least 35 mm`, `at most 15 m`, or "" without limits."""
    if low is not None and high is not None:
        return amount(low, unit) if low == high else f"{say(low)} to {amount(high, unit)}"
    if low is not None:
        return f"at least {amount(low, unit)}"
    return f"at most {amount(high, unit)}" if high is not None else ""


def listed(words: tuple[str, ...] | list[str], last: str = "and") -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def band(text: str) -> tuple[float, float] | None:
    """Return the first range a text names: `inverter 3.0–4.0 SP` → (3, 4), `1 or 2 packs` → (1, 2), `3 packs` → (3, 3)."""
    found = _BAND.search(text)
    if found is not None:
        low, high = sorted((float(found[1]), float(found[2])))
        return low, high
    single = re.search(_NUMBER, text)
    return None if single is None else (float(single[0]), float(single[0]))


def figures_in(text: str) -> tuple[float, ...]:
    """Return the numbers of a text in order: `482 × 133.5 × 460 mm` → (482, 133.5, 460)."""
    return tuple(float(x) for x in re.findall(_NUMBER, text))
