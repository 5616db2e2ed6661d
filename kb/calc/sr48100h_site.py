"""SR48100H on site: stacks and floor space, kit list, storage."""

from __future__ import annotations

import math

from kb.calc.calculator import Calculator
from kb.calc.fields import ABSOLUTE_ZERO, Field
from kb.calc.numbers import amount, clean, figures_in, say
from kb.calc.sheet import Sheet
from kb.calc.sr48100h import DEVICES, FAMILY, MOUNTING, packs_field
from kb.curation.statements import figure
from kb.model.facts import Spec

_SPEC = "sr48100h/spec/"


def stacks(sheet: Sheet) -> None:
    """Stacks, lockers, height (mm), floor space (m²) and weight (kg) of N stacked packs (3.3.2, 4.3.2.2)."""
    packs = sheet.count("packs")
    most = int(sheet.figures.high(f"{_SPEC}stack-modules-max"))
    count = math.ceil(packs / most)
    lockers = int(sheet.figures.value(f"{_SPEC}stack-lockers"))
    joints = packs - count
    sheet.out("stacks", "Stacks", count)
    sheet.step(f"Stacks: {packs} ÷ {most} per stack, rounded up {count}")
    tallest = min(packs, most)
    sheet.out("tallest", "Packs in the tallest stack", tallest)
    sheet.out("lockers", "Lockers", joints * lockers, "pcs")
    sheet.step(f"Lockers: {joints} joints × {lockers} = {joints * lockers}")
    spec = sheet.figures.spec(f"{_SPEC}dimension")
    low, middle, high = sorted(figures_in(spec.text.partition(spec.unit)[0]))
    space = clean(count * middle * high / 1000 / 1000)
    sheet.out("floor_space", "Floor space of the stacks", space, "m²")
    sheet.step(f"Floor space: {count} × {say(middle)} mm × {say(high)} mm = {amount(space, 'm²')}")
    sheet.out("height", "Height of the tallest stack", tallest * low, "mm")
    sheet.step(f"Height: {tallest} × {amount(low, 'mm')} = {amount(clean(tallest * low), 'mm')}")
    weight = sheet.figures.value(f"{_SPEC}weight")
    sheet.out("weight", "Weight of the tallest stack, about", tallest * weight, "kg")
    sheet.out("weight_all", "Weight of all packs, about", packs * weight, "kg")
    sheet.step(f"Weight: {packs} × {amount(weight, 'kg')} = {amount(clean(packs * weight), 'kg')}")
    sheet.warn(
        "The manual does not print which figure is width, height or depth; the two larger ones are taken as the "
        "footprint, the smallest as the height."
    )
    sheet.warn("The manual prints neither the distance between stacks nor the height of stacking components and feet.")


_KIT_EXTRA = {
    "wall": (("drilling_depth", "Drilling depth in the wall", "wall-drilling-depth"),),
    "floor": (
        ("base_distance", "Distance between base and wall", "floor-base-wall-distance"),
        ("ground_depth", "Drilling depth in the ground (optional step)", "floor-drilling-depth"),
        ("ear_depth", "Drilling depth in the wall for the hang ears", "floor-wall-drilling-depth"),
    ),
    "stack": (("stack_max", "Modules in each stack", "stack-modules-max"),),
    "rack": (),
}


def kit(sheet: Sheet) -> None:
    """Mounting kit and external cables for N packs, in pieces (4.2.2, 4.2.3, 4.3)."""
    packs, mounting = sheet.count("packs"), sheet.choice("mounting")
    prefix = f"{_SPEC}kit-{mounting}-"
    for spec in sheet.figures.all(Spec, prefix):
        if spec.unit != "pcs" or spec.value is None:
            continue
        sheet.figures.use(spec)
        name = spec.id.removeprefix(prefix).replace("-", "_")
        length = f"{spec.id}-length"
        long = f", {figure(sheet.figures.spec(length))}" if length in sheet.figures.kb.facts else ""
        sheet.out(name, f"{spec.name}{long}", packs * spec.value, "pcs")
        sheet.step(f"{spec.condition}: {packs} × {say(spec.value)} = {say(packs * spec.value)}")
    for name, label, part in (
        ("external_power_first", "External power cable, first", "external-power-cable-first"),
        ("external_power_second", "External power cable, second", "external-power-cable-second"),
        ("external_grounding", "External grounding cable", "external-grounding-cable"),
        ("external_communication", "Inverter communication cable", "inverter-communication-cable"),
    ):
        spec = sheet.figures.spec(f"{_SPEC}{part}")
        sheet.out(name, f"{label} (bought separately)", spec.value, "pcs", f"{figure(spec)} per kit")
    for name, label, part in _KIT_EXTRA[mounting]:
        sheet.show(name, label, f"{_SPEC}{part}")
    sheet.show("persons", "People for the installation", f"{_SPEC}installers-min")
    sheet.warn("One kit per pack, as the list of delivery says; joining N packs leaves the cables of one kit over.")
    sheet.warn("The external cables come one set to a kit; a higher current needs more pairs.")
    sheet.warn("The pictures that tell the two external power cables apart are lost in the manual's text.")


def _strictly(spec: Spec, value: float) -> bool:
    return (spec.min is None or value > spec.min) and (spec.max is None or value < spec.max)


def storage(sheet: Sheet) -> None:
    """Whether a storage is allowed: months, temperature in °C, SOC in %, humidity in %RH, layers (3.3.2, 6)."""
    months, temperature = sheet.number("months"), sheet.number("temperature")
    ok = False
    longest: tuple[float, str] | None = None
    for part, time in (
        ("storage-temperature-6-months", "storage-time-0-to-30"),
        ("storage-temperature-3-months", "storage-time-minus10-to-45"),
    ):
        span, most = sheet.figures.spec(f"{_SPEC}{part}"), sheet.figures.spec(f"{_SPEC}{time}")
        fits = _strictly(span, temperature)
        limit = sheet.figures.high(most.id)
        sheet.step(
            f"{figure(span)}, less than {amount(limit, 'months')}: {amount(temperature, '°C')} is "
            f"{'between' if fits else 'not between'}, {amount(months, 'month')} is "
            f"{'less' if months < limit else 'not less'}"
        )
        if fits:
            ok = ok or months < limit
            if longest is None or limit > longest[0]:
                longest = (limit, amount(limit, "months"))
    if longest is None:
        sheet.out("time_max", "Storage time at this temperature", None, text="none: outside the storage temperatures")
    else:
        sheet.out("time_max", "Storage time at this temperature", longest[0], "months", f"less than {longest[1]}")
    sheet.out("time_ok", "Time and temperature are allowed without a charge", ok)
    sheet.check(
        "recommended",
        "Temperature is recommended (parameters)",
        f"{_SPEC}storage-temperature-recommended",
        temperature,
    )
    sheet.check(
        "recommended_long",
        "Temperature is recommended (long-term storage)",
        f"{_SPEC}long-storage-temperature",
        temperature,
    )
    interval = sheet.figures.spec(f"{_SPEC}storage-recharge-interval")
    charges = math.floor(months / sheet.figures.value(interval.id))
    sheet.out("charge_every", "Charge every", interval.value, interval.unit)
    sheet.out("charges", "Charges due in that time", charges)
    soc, humidity, layers = sheet.maybe("soc"), sheet.maybe("humidity"), sheet.maybe("layers")
    sheet.show("soc", "SOC for storage, about", f"{_SPEC}storage-soc")
    if soc is not None:
        sheet.check("soc_ok", "SOC is low enough for a long time", f"{_SPEC}storage-soc-max", soc)
        wanted = sheet.figures.spec(f"{_SPEC}storage-soc")
        if soc != wanted.value:
            sheet.warn(
                f"The manual wants an SOC close to {figure(wanted)} in store (section "
                f"{sheet.figures.section(wanted.source)}); it does not print how close. You said {amount(soc, '%')}."
            )
    if humidity is not None:
        sheet.check("humidity_ok", "Humidity is recommended", f"{_SPEC}storage-humidity-recommended", humidity)
    if layers is not None:
        sheet.check("layers_ok", "Pile is allowed", f"{_SPEC}pile-layers-max", layers)
    sheet.warn(
        "The two places on storage time do not agree: one charges at a fixed interval at any temperature, the "
        "other limits the time by temperature. The shorter one is the safe one."
    )
    sheet.caution("sr48100h/caution/storage-no-gases")


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sr48100h-stacks",
        "SR48100H: stacks and floor space",
        "Stacks, lockers, floor space and height of N packs.",
        FAMILY,
        DEVICES,
        (packs_field(),),
        stacks,
        (),
        ("stacks", "floor space", "stack packs", "stack height", "stack batteries", "footprint"),
    ),
    Calculator(
        "sr48100h-kit",
        "SR48100H: mounting kit list",
        "Parts for N packs by mounting, and the external cables.",
        FAMILY,
        DEVICES,
        (packs_field(), MOUNTING),
        kit,
        (),
        ("kit list", "mounting kit", "rack kit", "wall kit", "floor kit", "stack kit", "kit parts", "screws kit"),
    ),
    Calculator(
        "sr48100h-storage",
        "SR48100H: storage rule",
        "Time, temperature and SOC of a stored battery.",
        FAMILY,
        DEVICES,
        (
            Field(
                "months",
                "Storage time",
                "number",
                "month",
                low=0,
                above=True,
                about=f"{_SPEC}storage-time-0-to-30",
                help="months; days and weeks are understood too",
            ),
            Field(
                "temperature",
                "Temperature",
                "number",
                "°C",
                low=ABSOLUTE_ZERO,
                about=f"{_SPEC}storage-temperature-6-months",
                help="of the storage room",
            ),
            Field(
                "soc",
                "SOC",
                "number",
                "%",
                low=0,
                high=100,
                required=False,
                about=f"{_SPEC}storage-soc-max",
                help="optional: checked",
            ),
            Field(
                "humidity",
                "Humidity",
                "number",
                "%RH",
                low=0,
                high=100,
                required=False,
                about=f"{_SPEC}storage-humidity-recommended",
                help="optional: checked",
            ),
            Field(
                "layers",
                "Layers in a pile",
                "count",
                "layers",
                low=1,
                required=False,
                about=f"{_SPEC}pile-layers-max",
                nouns=("layers", "layer"),
                help="optional: checked",
            ),
        ),
        storage,
        (),
        ("storage", "store battery", "storing", "stored"),
    ),
)
