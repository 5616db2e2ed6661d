"""Quantities that people type: `5kW`, `5000 W`, `5 kw`, `5`. Pint converts; it is imported when a unit differs."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from kb.calc.numbers import clean, listed

if TYPE_CHECKING:
    import pint

# Units that measure the same thing; the names are those of kb.model.units. What is not in one group never converts.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("kW", "W", "MW"),
    ("kWh", "Wh", "MWh"),
    ("A", "mA", "kA"),
    ("V", "mV", "kV"),
    ("Ah", "mAh"),
    ("VA", "kVA"),
    ("mm", "cm", "m", "km", "inch"),
    ("mm2",),
    ("kg", "g", "lb"),
    ("s", "ms", "min", "h", "day", "week", "month", "year"),
    ("°C", "°F", "K"),
    ("bps", "kbps"),
    ("%",),
    ("%RH",),
    ("°",),
    ("Hz",),
    ("Ω",),
    ("N·m",),
)
# What people write, in lower case. "MW" and "mW" differ by case alone: only the exact spelling is taken.
SPELLINGS: dict[str, str] = {
    **{u.lower(): u for g in GROUPS for u in g if u not in {"MW", "MWh", "mV", "K"}},
    **dict.fromkeys(("kilowatt", "kilowatts"), "kW"),
    **dict.fromkeys(("watt", "watts"), "W"),
    **dict.fromkeys(("kilowatt hours", "kilowatthours", "kwhr", "kw/h"), "kWh"),
    **dict.fromkeys(("amp", "amps", "ampere", "amperes"), "A"),
    **dict.fromkeys(("volt", "volts", "vdc", "v dc", "vac", "v ac"), "V"),
    **dict.fromkeys(("metre", "metres", "meter", "meters"), "m"),
    **dict.fromkeys(("millimetre", "millimetres", "millimeter", "millimeters"), "mm"),
    **dict.fromkeys(("centimetre", "centimetres", "centimeter", "centimeters"), "cm"),
    **dict.fromkeys(("in", "inches", '"'), "inch"),
    **dict.fromkeys(("mm²", "sqmm", "mm^2", "sq mm"), "mm2"),
    **dict.fromkeys(("kilo", "kilos", "kilogram", "kilograms", "kgs"), "kg"),
    **dict.fromkeys(("lbs", "pound", "pounds"), "lb"),
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "days"), "day"),
    **dict.fromkeys(("weeks",), "week"),
    **dict.fromkeys(("months", "mo"), "month"),
    **dict.fromkeys(("years", "yr", "yrs"), "year"),
    **dict.fromkeys(("c", "℃", "degc", "deg c", "celsius", "degrees celsius", "degrees c"), "°C"),
    **dict.fromkeys(("f", "degf", "deg f", "fahrenheit", "degrees fahrenheit"), "°F"),
    **dict.fromkeys(("percent", "per cent", "% soc"), "%"),
    **dict.fromkeys(("% rh", "rh"), "%RH"),
    **dict.fromkeys(("deg", "degree", "degrees"), "°"),
    **dict.fromkeys(("bit/s", "baud", "bits/s"), "bps"),
}
_EXACT = {u: u for g in GROUPS for u in g}
_PINT = {
    "%": "percent",
    "%RH": "percent",
    "°C": "degC",
    "°F": "degF",
    "°": "degree",
    "K": "kelvin",
    "mm2": "mm**2",
    "Ω": "ohm",
    "Ah": "A*h",
    "mAh": "mA*h",
    "VA": "V*A",
    "kVA": "kV*A",
    "bps": "bit/s",
    "kbps": "kbit/s",
    "N·m": "N*m",
}
_TYPED = re.compile(r"^\s*([+\-−–]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?)\s*(.*?)\s*$", re.DOTALL)
_AMBIGUOUS = re.compile(r"^[+\-−–]?[0-9]{1,3},[0-9]{3}$")
# Longer than any quantity; keeps a pasted page out of a sentence.
_LONG = 100


class UnitProblem(ValueError):  # noqa: N818 - the name says what is wrong
    """A typed quantity cannot be read; the text says why, without naming the input."""


def group(unit: str) -> tuple[str, ...]:
    """Return the units that may stand for `unit`, itself first; empty for a plain number or a count."""
    for units in GROUPS:
        if unit in units:
            return (unit, *(u for u in units if u != unit))
    return ()


def parse(text: str, unit: str, nouns: tuple[str, ...] = ()) -> float:
    """Return the number in `unit`; without a typed unit it is taken to be in `unit` already.

    `nouns` are words that may follow a count ("packs"). Raises UnitProblem.
    """
    if len(text) > _LONG:
        raise UnitProblem("the text is too long for a number")
    found = _TYPED.match(text)
    if found is None:
        raise UnitProblem(f"{text.strip()!r} is not a number" if text.strip() else "nothing was given")
    digits, typed = found[1], found[2]
    if _AMBIGUOUS.match(digits):
        raise UnitProblem(f"{digits!r} can be read in two ways: write it without the comma, or with a decimal point")
    number = float(digits.replace(",", ".").replace("−", "-").replace("–", "-"))
    if not math.isfinite(number):
        raise UnitProblem(f"{digits} is too large a number")
    if not typed or typed.lower() in nouns:
        return number
    allowed = group(unit)
    # "MW" is megawatt and "mw" is nothing: a known spelling in the typed case goes first.
    canonical = _EXACT.get(typed) or SPELLINGS.get(typed.lower())
    if unit == "%RH" and canonical == "%":
        return number
    if unit == "°" and canonical == "°":
        return number
    if canonical not in allowed:
        if allowed:
            raise UnitProblem(f"{typed!r} does not fit; the unit is {listed(allowed, 'or')}")
        raise UnitProblem(f"{typed!r} does not fit; it is a number{f' of {nouns[0]}' if nouns else ' without a unit'}")
    return number if canonical == unit else convert(number, canonical, unit)


@cache
def registry() -> pint.UnitRegistry[float]:
    """Return Pint's units, read once."""
    import pint

    return pint.UnitRegistry()


def pint_name(unit: str) -> str:
    """Return what Pint calls a unit."""
    return _PINT.get(unit, unit)


def convert(number: float, unit: str, wanted: str) -> float:
    """Convert between two units of one group. Raises UnitProblem when they measure different things."""
    if unit == wanted:
        return number
    if wanted not in group(unit):
        raise UnitProblem(f"{unit} cannot be turned into {wanted}")
    moved = registry().Quantity(number, pint_name(unit)).to(pint_name(wanted))
    return clean(float(moved.magnitude))
