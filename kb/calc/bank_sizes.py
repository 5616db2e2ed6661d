"""How many batteries a wanted energy takes: SR48100H packs, Growatt batteries. The banks themselves stand in sr48100h.py and growatt.py."""

from __future__ import annotations

import math

from kb.calc import growatt, sr48100h
from kb.calc.calculator import Calculator
from kb.calc.errors import Refused
from kb.calc.fields import Field
from kb.calc.numbers import amount, clean, say
from kb.calc.sheet import Sheet

_RACK = "sr48100h/spec/"
_HOME = "growatt-65/spec/"


def _needed(sheet: Sheet, label: str, wanted: float, each: float, unit: str) -> int:
    """Return how many batteries reach what is wanted, with a line of working."""
    needed = math.ceil(clean(wanted / each))
    sheet.step(
        f"{label}: {amount(wanted, unit)} ÷ {amount(each, unit)} = {say(clean(wanted / each))}, rounded up {needed}"
    )
    return needed


def _allowed(sheet: Sheet, needed: int, spec_id: str) -> None:
    """Raise Refused when more batteries are needed than the manual allows in parallel."""
    top = sheet.figures.spec(spec_id)
    most = sheet.figures.high(spec_id)
    if needed > most:
        raise Refused(
            f"The {sheet.figures.short(top.source)} allows {say(most)} in parallel; this takes {needed} "
            f"(section {sheet.figures.section(top.source)}).",
            f"what {say(most)} give together",
            top.id,
        )


def packs(sheet: Sheet) -> None:
    """SR48100H packs for a usable energy in kWh and, if given, a continuous current in A (3.3.2, 5.6)."""
    needed = _needed(
        sheet, "Usable energy", sheet.number("energy"), sheet.figures.value(f"{_RACK}usable-energy"), "kWh"
    )
    if sheet.maybe("current") is not None:
        steady = sheet.figures.high(f"{_RACK}discharge-current-standard")
        needed = max(needed, _needed(sheet, "Standard discharge current", sheet.number("current"), steady, "A"))
    _allowed(sheet, needed, f"{_RACK}parallel-number-max")
    sheet.out("packs", "Packs", needed, "-", f"{needed}")
    sheet.times(needed, "energy_usable", "Usable energy", f"{_RACK}usable-energy")
    sheet.times(needed, "energy_nominal", "Nominal energy", f"{_RACK}nominal-energy")
    sheet.times(needed, "discharge_standard", "Standard discharge current", f"{_RACK}discharge-current-standard")
    sheet.times(needed, "discharge_max", "Maximum discharge current", f"{_RACK}discharge-current-max")
    sheet.caution("sr48100h/caution/size-for-worst-case")


def batteries(sheet: Sheet) -> None:
    """Growatt batteries for a usable energy in kWh and, if given, a lasting load in kW (2.4)."""
    needed = _needed(
        sheet, "Usable energy", sheet.number("energy"), sheet.figures.value(f"{_HOME}energy-usable"), "kWh"
    )
    if sheet.maybe("load") is not None:
        rated = sheet.figures.value(f"{_HOME}discharge-power-rated")
        needed = max(needed, _needed(sheet, "Rated discharging power", sheet.number("load"), rated, "kW"))
    _allowed(sheet, needed, f"{_HOME}parallel-max")
    sheet.out("batteries", "Batteries", needed, "-", f"{needed}")
    sheet.times(needed, "energy_usable", "Usable energy", f"{_HOME}energy-usable")
    sheet.times(needed, "energy_nominal", "Nominal energy", f"{_HOME}energy-nominal")
    sheet.times(needed, "discharge_power", "Rated discharging power", f"{_HOME}discharge-power-rated")
    growatt.pair_warning(sheet, needed)


def _energy(about: str) -> Field:
    return Field(
        "energy",
        "Wanted usable energy",
        "number",
        "kWh",
        low=0,
        above=True,
        about=about,
        help="what the bank is to give",
    )


# A quantity of energy is wanted: "how many for 30 kWh", "enough packs to store 30 kWh".
_KEYWORDS = tuple(
    f"{how} {what} kwh"
    for how, what in (
        ("how many", "for"),
        ("how many", "need"),
        ("how many", "store"),
        ("how many", "get"),
        ("how many", "reach"),
        ("how many", "want"),
        ("enough", "for"),
    )
)
CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sr48100h-packs",
        "SR48100H: packs for a wanted energy",
        "How many packs reach an energy and a current.",
        sr48100h.FAMILY,
        sr48100h.DEVICES,
        (
            _energy(f"{_RACK}usable-energy"),
            Field(
                "current",
                "Continuous discharge current",
                "number",
                "A",
                low=0,
                above=True,
                required=False,
                about=f"{_RACK}discharge-current-standard",
                help="optional: of the whole bank",
            ),
        ),
        packs,
        (),
        _KEYWORDS,
    ),
    Calculator(
        "growatt-batteries",
        "Growatt battery: batteries for a wanted energy",
        "Whether one battery or two reach an energy and a load.",
        growatt.FAMILY,
        growatt.DEVICES,
        (
            _energy(f"{_HOME}energy-usable"),
            Field(
                "load",
                "Lasting load",
                "number",
                "kW",
                low=0,
                above=True,
                required=False,
                about=f"{_HOME}discharge-power-rated",
                help="optional: power that the batteries have to give",
            ),
        ),
        batteries,
        (),
        _KEYWORDS,
    ),
)
