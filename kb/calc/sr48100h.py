"""SR48100H rack battery: bank, power-cable pairs, peak current, heater, environment."""

from __future__ import annotations

import math

from kb.calc.calculator import Calculator
from kb.calc.errors import Refused
from kb.calc.fields import Field
from kb.calc.numbers import amount, clean, say
from kb.calc.sheet import Sheet
from kb.curation.statements import figure
from kb.model.facts import Spec

FAMILY = "sr48100h"
DEVICES = ("sr48100h",)
# "4 SR48100H" are four packs.
PACKS = ("packs", "pack", "batteries", "battery", "modules", "module", "batts", "pcs", "units", "sr")
_SPEC = "sr48100h/spec/"
_RULE = "sr48100h/rule/"


def packs_field(default: str = "", *, required: bool = True) -> Field:
    """Return the input for the number of packs in parallel (3.3.2)."""
    return Field(
        "packs",
        "Battery packs in parallel",
        "count",
        "packs",
        low=1,
        top=f"{_SPEC}parallel-number-max",
        default=default,
        required=required,
        about=f"{_SPEC}parallel-number-max",
        nouns=PACKS,
        help="how many packs form the bank",
    )


MOUNTING = Field(
    "mounting",
    "Mounting",
    "choice",
    choices=("rack", "stack", "wall", "floor"),
    words={
        "rack": ("cabinet", "rack mounted"),
        "stack": ("stacked", "stack mounted"),
        "wall": ("wall mounted",),
        "floor": ("floor mounted", "standing"),
    },
    about="sr48100h/spec/kit-rack-communication-cable",
    help="the kind of kit",
)

LIMITS = (
    ("charge_standard", "Rated charging current limit", "inverter-charge-limit-rated"),
    ("discharge_standard", "Rated discharging current limit", "inverter-discharge-limit-rated"),
    ("charge_max", "Maximum charging current limit", "inverter-charge-limit-max"),
    ("discharge_max", "Maximum discharging current limit", "inverter-discharge-limit-max"),
)


def bank(sheet: Sheet) -> None:
    """Energy (kWh), capacity (Ah) and current limits (A), standard and maximum, of N packs (3.3.2, 5.6)."""
    packs = sheet.count("packs")
    sheet.times(packs, "energy_nominal", "Nominal energy", f"{_SPEC}nominal-energy")
    sheet.times(packs, "energy_usable", "Usable energy", f"{_SPEC}usable-energy")
    sheet.times(packs, "capacity", "Nominal capacity", f"{_SPEC}nominal-capacity")
    for name, label, rule in LIMITS:
        sheet.out_rule(name, label, f"{_RULE}{rule}", "I", {"N": float(packs)})
    sheet.show("voltage", "Rated voltage", f"{_SPEC}rated-voltage")
    sheet.show("voltage_range", "Voltage range", f"{_SPEC}voltage-range")
    sheet.show("dod", "Depth of discharge", f"{_SPEC}dod-max")
    sheet.times(packs, "weight", "Weight", f"{_SPEC}weight")
    start = sheet.figures.spec(f"{_SPEC}discharge-start-temperature")
    sheet.warn(f"The maximum discharging current holds for a starting temperature of {figure(start)}.")
    _cable_warning(sheet, clean(packs * sheet.figures.high(f"{_SPEC}discharge-current-max")))
    sheet.caution("sr48100h/caution/size-for-worst-case")


def _cable_warning(sheet: Sheet, current: float) -> None:
    limit = sheet.figures.high(f"{_SPEC}power-cable-current-continuous")
    if current > limit:
        pairs = math.ceil(current / limit)
        sheet.warn(f"{amount(current, 'A')} needs {pairs} pairs of power cables at {amount(limit, 'A')} each.")


def cable_pairs(sheet: Sheet) -> None:
    """Pairs of power cables for a current in A: continuous, and at the utmost a cable tolerates (5.5)."""
    current = sheet.number("current")
    steady = sheet.figures.high(f"{_SPEC}power-cable-current-continuous")
    utmost = sheet.figures.high(f"{_SPEC}power-cable-current-max")
    pairs, least = math.ceil(clean(current / steady)), math.ceil(clean(current / utmost))
    sheet.out("pairs", "Pairs for continuous current", pairs, "-", f"{pairs}")
    sheet.out("pairs_min", "Pairs at the utmost a cable and terminal bear", least, "-", f"{least}")
    sheet.out("per_pair", "Current in each pair", current / pairs, "A")
    sheet.step(
        f"Continuous: {amount(current, 'A')} ÷ {amount(steady, 'A')} = {say(clean(current / steady))}, "
        f"rounded up {pairs}"
    )
    sheet.step(
        f"Utmost: {amount(current, 'A')} ÷ {amount(utmost, 'A')} = {say(clean(current / utmost))}, rounded up {least}"
    )
    packs = sheet.maybe("packs")
    if packs is not None:
        limit = sheet.by_rule(f"{_RULE}inverter-discharge-limit-max", "I", {"N": packs})
        if current > limit:
            sheet.warn(f"{amount(current, 'A')} is more than {say(packs)} packs may give: {amount(clean(limit), 'A')}.")
    _beyond_all(sheet, current)
    sheet.warn("The manual suggests the continuous figure. It does not print the cross-section of the power cables.")
    sheet.caution("sr48100h/caution/power-cable-current")


def _beyond_all(sheet: Sheet, current: float) -> None:
    """Warn about a current that not even the largest bank gives."""
    most = sheet.figures.peek(f"{_SPEC}parallel-number-max")
    each = sheet.figures.peek(f"{_SPEC}discharge-current-max")
    if not isinstance(most, Spec) or not isinstance(each, Spec) or most.max is None or each.max is None:
        return
    largest = clean(most.max * each.max)
    if current > largest:
        sheet.figures.use(most)
        sheet.figures.use(each)
        sheet.step(f"Largest bank: {say(most.max)} × {amount(each.max, 'A')} = {amount(largest, 'A')}")
        sheet.warn(
            f"{amount(current, 'A')} is more than the largest bank gives: {say(most.max)} packs, "
            f"{amount(largest, 'A')} (section {sheet.figures.section(most.source)})."
        )


def peak_time(sheet: Sheet) -> None:
    """How long a pack may give a current: A in, seconds or minutes out (3.3.2)."""
    packs = sheet.number("packs")
    each = clean(sheet.number("current") / packs)
    if packs > 1:
        sheet.step(f"Per pack: {amount(sheet.number('current'), 'A')} ÷ {say(packs)} = {amount(each, 'A')}")
        sheet.warn("Reckoned with equal shares; the manual does not print how packs share the current.")
    steady = sheet.figures.high(f"{_SPEC}discharge-current-max")
    sheet.out("per_pack", "Current of each pack", each, "A")
    peaks = sorted(
        (sheet.figures.spec(f"{_SPEC}{p}") for p in ("peak-discharge-5min", "peak-discharge-15s")),
        key=lambda s: s.max or 0,
    )
    if each <= steady:
        sheet.out("time", "May last", "as long as the charge lasts")
        sheet.step(f"{amount(each, 'A')} ≤ {amount(steady, 'A')}, the maximum discharge current")
        start = sheet.figures.spec(f"{_SPEC}discharge-start-temperature")
        standard = sheet.figures.high(f"{_SPEC}discharge-current-standard")
        if each > standard:
            sheet.warn(
                f"Above the standard discharge current of {amount(standard, 'A')}; the maximum holds for a "
                f"starting temperature of {figure(start)}."
            )
    else:
        _peak_band(sheet, each, peaks)
    worst = sheet.figures.high(f"{_SPEC}power-cable-current-max")
    if each > worst:
        sheet.warn(f"One cable and its terminal bear at most {amount(worst, 'A')}: two places of the manual disagree.")
    if each > steady:
        lock = sheet.figures.spec(f"{_SPEC}overcurrent-lock-count")
        sheet.warn(f"After {figure(lock)} of DOCP in a row the battery locks.")


def _peak_band(sheet: Sheet, each: float, peaks: list[Spec]) -> None:
    top = peaks[-1]
    if each > (top.max or 0):
        raise Refused(
            f"The {sheet.figures.short(top.source)} gives peak currents up to {amount(top.max or 0, 'A')} per pack; "
            f"you said {amount(each, 'A')} (section {sheet.figures.section(top.source)}).",
            f"current: up to {amount(top.max or 0, 'A')} per pack",
            top.id,
        )
    spec = next(s for s in peaks if each <= (s.max or 0))
    time = sheet.figures.spec(f"{spec.id}-time")
    sheet.out("time", "May last", time.value, time.unit)
    if each < (spec.min or 0):
        sheet.warn(
            f"The manual does not print {amount(each, 'A')}: it lies below {figure(spec)}; "
            "the time of that range is taken, being the shorter one."
        )
    sheet.step(f"{amount(each, 'A')}: {figure(spec)} for {figure(time)}")


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sr48100h-bank",
        "SR48100H: battery bank",
        "Energy, capacity and current limits of N packs in parallel.",
        FAMILY,
        DEVICES,
        (packs_field(),),
        bank,
        tuple(f"{_RULE}{rule}" for _, _, rule in LIMITS),
        (
            "charge current",
            "discharge current",
            "charging current",
            "discharging current",
            "current limit",
            "battery bank",
            "energy packs",
            "usable energy",
            "nominal energy",
            "capacity packs",
            "kwh packs",
            "how much energy",
            "how many kwh hold",
            "how many kwh give",
            "how many kwh packs",
        ),
    ),
    Calculator(
        "sr48100h-cable-pairs",
        "SR48100H: pairs of power cables",
        "How many pairs a current needs.",
        FAMILY,
        DEVICES,
        (
            Field(
                "current",
                "Current to the inverter",
                "number",
                "A",
                low=0,
                above=True,
                about=f"{_SPEC}power-cable-current-continuous",
                help="continuous",
            ),
            packs_field(required=False),
        ),
        cable_pairs,
        (),
        ("cable pairs", "power cable pair", "power cables current", "how many power cables", "cable pair"),
    ),
    Calculator(
        "sr48100h-peak-time",
        "SR48100H: how long a peak current may last",
        "Time by the current of a pack.",
        FAMILY,
        DEVICES,
        (
            Field(
                "current",
                "Discharge current",
                "number",
                "A",
                low=0,
                above=True,
                about=f"{_SPEC}peak-discharge-15s",
                help="of the whole bank",
            ),
            packs_field("1"),
        ),
        peak_time,
        (),
        (
            "peak current",
            "peak discharge",
            "overcurrent last",
            "how long discharge",
            "discharge how long",
            "how long deliver",
            "how long current",
            "peak how long",
        ),
    ),
)
