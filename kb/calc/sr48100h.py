"""SR48100H rack battery: bank, power-cable pairs, peak current, heater, environment."""

from __future__ import annotations

import math

from kb.calc.calculator import Calculator
from kb.calc.errors import BadInput, Refused
from kb.calc.fields import ABSOLUTE_ZERO, Field
from kb.calc.growatt_site import check, inside
from kb.calc.numbers import amount, clean, say
from kb.calc.sheet import Sheet
from kb.curation.statements import figure
from kb.model.facts import Spec

FAMILY = "sr48100h"
DEVICES = ("sr48100h",)
PACKS = ("packs", "pack", "batteries", "battery", "modules", "module", "batts", "pcs", "units")
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


def times(sheet: Sheet, count: int, name: str, label: str, spec_id: str) -> float:
    """Add count × a figure of one pack as a result and return it."""
    spec = sheet.figures.spec(spec_id)
    one = spec.value if spec.value is not None else sheet.figures.high(spec_id)
    total = clean(count * one)
    sheet.out(
        name, label, total, spec.unit, f"{amount(total, spec.unit)}{f' ({spec.condition})' if spec.condition else ''}"
    )
    sheet.step(f"{label}: {count} × {amount(one, spec.unit)} = {amount(total, spec.unit)}")
    return total


LIMITS = (
    ("charge_standard", "Rated charging current limit", "inverter-charge-limit-rated"),
    ("discharge_standard", "Rated discharging current limit", "inverter-discharge-limit-rated"),
    ("charge_max", "Maximum charging current limit", "inverter-charge-limit-max"),
    ("discharge_max", "Maximum discharging current limit", "inverter-discharge-limit-max"),
)


def bank(sheet: Sheet) -> None:
    """Energy (kWh), capacity (Ah) and current limits (A), standard and maximum, of N packs (3.3.2, 5.6)."""
    packs = sheet.count("packs")
    times(sheet, packs, "energy_nominal", "Nominal energy", f"{_SPEC}nominal-energy")
    times(sheet, packs, "energy_usable", "Usable energy", f"{_SPEC}usable-energy")
    times(sheet, packs, "capacity", "Nominal capacity", f"{_SPEC}nominal-capacity")
    for name, label, rule in LIMITS:
        sheet.out_rule(name, label, f"{_RULE}{rule}", "I", {"N": float(packs)})
    sheet.show("voltage", "Rated voltage", f"{_SPEC}rated-voltage")
    sheet.show("voltage_range", "Voltage range", f"{_SPEC}voltage-range")
    sheet.show("dod", "Depth of discharge", f"{_SPEC}dod-max")
    times(sheet, packs, "weight", "Weight", f"{_SPEC}weight")
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
    sheet.warn("The manual suggests the continuous figure. It does not print the cross-section of the power cables.")
    sheet.caution("sr48100h/caution/power-cable-current")


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


def heater(sheet: Sheet) -> None:
    """Whether the heating is on: cell temperature in °C, current of a pack in A (3.3.2)."""
    temperature, current = sheet.number("temperature"), sheet.number("current")
    span = sheet.figures.spec(f"{_SPEC}heating-start-temperature")
    rate = sheet.figures.low(f"{_SPEC}heating-start-current")
    capacity = sheet.figures.value(f"{_SPEC}nominal-capacity")
    end = sheet.figures.low(f"{_SPEC}heating-end-temperature")
    least = clean(rate * capacity)
    cold, enough = inside(span, temperature), current >= least
    sheet.step(
        f"Least current: {say(rate)} C × {amount(capacity, 'Ah')} = {amount(least, 'A')}; "
        f"{amount(current, 'A')} is {'enough' if enough else 'too little'}"
    )
    sheet.step(f"{amount(temperature, '°C')} is {'inside' if cold else 'outside'} {figure(span)}")
    running = sheet.yes("running")
    if temperature >= end:
        state = "off"
        sheet.step(f"At {amount(end, '°C')} or more the heating is complete")
    elif cold and enough:
        state = "on"
    elif running and temperature > (span.max or 0):
        state = "stays on"
        sheet.step(f"It runs on until {amount(end, '°C')}")
    elif running is None and temperature > (span.max or 0):
        state = "on only if it was already running"
    elif running:
        state = "not stated"
        sheet.warn("The manual does not print what a running heating does when its starting condition is gone.")
    else:
        state = "does not start"
    sheet.out("heating", "Heating", state)
    sheet.out("current_min", "Current it needs to start", least, "A")
    sheet.out("end", "It ends at", end, "°C")
    delay = sheet.figures.spec(f"{_SPEC}heating-first-full-charge-delay")
    sheet.warn(f"After the first full charge the heating stops with a delay of {figure(delay)}.")
    sheet.warn("That C refers to the nominal capacity is our reading; the manual prints only the rate.")
    sheet.caution("sr48100h/caution/heating-current-extra")


def environment(sheet: Sheet) -> None:
    """Whether a place suits: temperature in °C by what the battery does, humidity in %RH, altitude in m (3.3.2, 4.1.2)."""
    if not {"temperature", "humidity", "altitude"} & sheet.given.keys():
        raise BadInput(
            "temperature",
            "Give a temperature, a humidity or an altitude: the manual has limits for each "
            f"({sheet.figures.place(f'{_SPEC}working-temperature')}).",
        )
    temperature, ok = sheet.maybe("temperature"), True
    if temperature is not None:
        for what in ("charge", "discharge") if sheet.choice("doing") == "both" else (sheet.choice("doing"),):
            ok &= check(
                sheet,
                f"{what}_ok",
                f"Temperature allows to {what}",
                f"{_SPEC}operation-temperature-{what}",
                temperature,
            )
            general = sheet.figures.spec(f"{_SPEC}working-temperature")
            named = sheet.figures.spec(f"{_SPEC}operation-temperature-{what}")
            if inside(named, temperature) != inside(general, temperature):
                sheet.warn(
                    f"Section {sheet.figures.section(general.source)} prints {figure(general)} without telling "
                    f"charge from discharge: by it {amount(temperature, '°C')} is "
                    f"{'allowed' if inside(general, temperature) else 'not allowed'}."
                )
        check(sheet, "optimal", "Temperature is optimal", f"{_SPEC}working-temperature-optimal", temperature)
    humidity, altitude = sheet.maybe("humidity"), sheet.maybe("altitude")
    if humidity is not None:
        ok &= check(sheet, "humidity_ok", "Humidity is allowed", f"{_SPEC}working-humidity", humidity)
    if altitude is not None:
        limit = sheet.figures.spec(f"{_SPEC}altitude-max")
        fits = altitude < sheet.figures.high(limit.id)
        ok &= fits
        sheet.out(
            "altitude_ok",
            "Altitude is allowed",
            fits,
            text=f"{'yes' if fits else 'no'}: below {amount(limit.max or 0, 'm')}",
        )
        sheet.step(f"Altitude {amount(altitude, 'm')} {'<' if fits else '≥'} {amount(limit.max or 0, 'm')}")
    sheet.out("allowed", "The place suits, as far as given", ok)
    sheet.caution("sr48100h/caution/site-no-sun-rain-snow")


def _optional(
    name: str, label: str, unit: str, about: str, low: float | None = None, high: float | None = None
) -> Field:
    return Field(
        name, label, "number", unit, low=low, high=high, required=False, about=f"{_SPEC}{about}", help="optional"
    )


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
    Calculator(
        "sr48100h-heater",
        "SR48100H: heating",
        "Whether the heating starts or ends at a temperature and current.",
        FAMILY,
        DEVICES,
        (
            Field(
                "temperature",
                "Temperature",
                "number",
                "°C",
                low=ABSOLUTE_ZERO,
                about=f"{_SPEC}heating-start-temperature",
                help="of the cells",
            ),
            Field(
                "current",
                "Charging current of the pack",
                "number",
                "A",
                low=0,
                about=f"{_SPEC}heating-start-current",
                help="current of one pack",
            ),
            Field(
                "running",
                "Heating runs already",
                "yesno",
                required=False,
                about=f"{_SPEC}heating-end-temperature",
                help="optional",
            ),
        ),
        heater,
        (),
        ("heater", "heating on", "heating start", "heating film", "heating"),
    ),
    Calculator(
        "sr48100h-environment",
        "SR48100H: environment check",
        "Temperature, humidity and altitude of a place.",
        FAMILY,
        DEVICES,
        (
            _optional("temperature", "Temperature", "°C", "working-temperature", ABSOLUTE_ZERO),
            Field(
                "doing",
                "What the battery does there",
                "choice",
                choices=("both", "charge", "discharge"),
                default="both",
                words={"charge": ("charging",), "discharge": ("discharging",)},
                about=f"{_SPEC}operation-temperature-charge",
                help="charging and discharging have ranges of their own",
            ),
            _optional("humidity", "Humidity", "%RH", "working-humidity", 0, 100),
            _optional("altitude", "Altitude", "m", "altitude-max", 0),
        ),
        environment,
        (),
        (
            "altitude",
            "environment",
            "operating temperature",
            "humidity allowed",
            "too cold charge",
            "too hot",
            "installation temperature",
        ),
    ),
)
