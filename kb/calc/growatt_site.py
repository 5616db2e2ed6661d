"""Growatt 6.5 kWh battery: recharge after storage, storage, transport, clearances on wall and floor."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.errors import BadInput
from kb.calc.fields import ABSOLUTE_ZERO, Field
from kb.calc.growatt import DEVICES, FAMILY, batteries
from kb.calc.numbers import amount
from kb.calc.sheet import Sheet
from kb.calc.units import convert
from kb.curation.statements import figure

_SPEC = "growatt-65/spec/"


def recharge(sheet: Sheet) -> None:
    """Settings of the recharge after storage (V, A), when it ends, and whether the rest voltage is good (1.4)."""
    sheet.show("cv", "Constant voltage", f"{_SPEC}recharge-voltage")
    sheet.show("cc", "Constant current", f"{_SPEC}recharge-current")
    sheet.out("until", "Recharge until", "LED2 flashes")
    sheet.show("rest", "Then rest with the circuit open for", f"{_SPEC}recharge-rest")
    sheet.show("voltage", "Voltage that proves success", f"{_SPEC}recharge-check-voltage")
    due = sheet.figures.spec(f"{_SPEC}storage-time-before-recharge")
    months = sheet.maybe("months")
    if months is not None:
        limit = sheet.figures.value(due.id)
        sheet.out("due", "A recharge is due", months > limit)
        sheet.step(
            f"Stored {amount(months, 'month')}: {'over' if months > limit else 'not over'} {amount(limit, due.unit)}"
        )
    rest = sheet.maybe("rest_voltage")
    if rest is not None:
        good = bool(sheet.by_rule("growatt-65/rule/recharge-success", "", {"U": rest}))
        sheet.out("succeeded", "The recharge has succeeded", good)
        if not good:
            sheet.warn(
                "The manual does not print what to do when the voltage is lower; recharge again or ask the installer."
            )
    if not sheet.working:
        sheet.step("The settings stand in the manual as they are; nothing was given to check.")
    sheet.figures.fact("growatt-65/procedure/storage-recharge")
    sheet.warn("The battery is powered off and wired as in the quick guidance before it is recharged.")


def storage(sheet: Sheet) -> None:
    """Whether storage conditions are allowed: time in days, temperature in °C, humidity in %RH, distance in m (1.4)."""
    days = sheet.number("time")
    first = sheet.figures.spec(f"{_SPEC}storage-first-days")
    due = sheet.figures.spec(f"{_SPEC}storage-time-before-recharge")
    short = days <= sheet.figures.value(first.id)
    months = convert(days, "day", "month")
    over = months > sheet.figures.value(due.id)
    ok = True
    sheet.step(
        f"{amount(days, 'day')}: {'within' if short else 'beyond'} the first {figure(first)}, "
        f"{'over' if over else 'within'} {figure(due)}"
    )
    part = "storage-temp-first-week" if short else "storage-temp-six-months"
    limits = sheet.figures.spec(f"{_SPEC}{part}")
    sheet.show("temperature_range", "Temperature allowed", limits.id)
    other = sheet.figures.spec(f"{_SPEC}storage-temp")
    if (other.min, other.max) != (limits.min, limits.max):
        sheet.warn(
            f"Section {sheet.figures.section(other.source)} prints {figure(other)} ({other.condition}), "
            "without a wider range for the first days."
        )
    temperature, humidity = sheet.maybe("temperature"), sheet.maybe("humidity")
    if temperature is not None:
        ok &= sheet.check("temperature_ok", "Temperature is allowed", limits.id, temperature)
    sheet.show("humidity_range", "Humidity allowed", f"{_SPEC}storage-humidity")
    if humidity is not None:
        ok &= sheet.check("humidity_ok", "Humidity is allowed", f"{_SPEC}storage-humidity", humidity)
    heat = sheet.maybe("heat_distance")
    sheet.show("heat_distance", "Distance from a heat source", f"{_SPEC}storage-heat-distance")
    if heat is not None:
        ok &= sheet.check("heat_ok", "Distance from the heat source is enough", f"{_SPEC}storage-heat-distance", heat)
    sheet.out("recharge_due", "A recharge is due", over)
    if over:
        sheet.warn(f"The manual prints temperatures for storage within {figure(due)} only; recharge first.")
    sheet.out("allowed", "Storage as given is allowed without a recharge", ok and not over)
    sheet.caution("growatt-65/caution/storage-upright")
    sheet.caution("growatt-65/caution/storage-sun-rain")


def transport(sheet: Sheet) -> None:
    """Conditions of transport: temperature in °C, batteries in one pile, class (1.5)."""
    ok = True
    sheet.show("temperature_range", "Temperature", f"{_SPEC}transport-temp")
    sheet.show("pile_max", "Batteries in one pile", f"{_SPEC}transport-stack-max")
    sheet.show("class", "Dangerous goods", f"{_SPEC}transport-class")
    temperature, pile = sheet.maybe("temperature"), sheet.maybe("pile")
    if temperature is not None:
        ok &= sheet.check("temperature_ok", "Temperature is allowed", f"{_SPEC}transport-temp", temperature)
    if pile is not None:
        ok &= sheet.check("pile_ok", "Pile is allowed", f"{_SPEC}transport-stack-max", pile)
    if temperature is None and pile is None:
        sheet.step("Nothing was given to check.")
    sheet.out("allowed", "The conditions given are allowed", ok)
    for name in ("transport-power-off", "transport-flat", "transport-van", "transport-air", "transport-no-mixed-load"):
        sheet.caution(f"growatt-65/caution/{name}")


def clearances(sheet: Sheet) -> None:
    """Distances in mm, holes, tilt in °, height in mm and wall load in kg for wall or floor (3.1, 3.3.1, 3.3.2)."""
    mounting, count = sheet.choice("mounting"), sheet.count("batteries")
    for number in ("first", "second", "third"):
        spec_id = f"{_SPEC}{mounting}-distance-{number}"
        if spec_id in sheet.figures.kb.facts:
            spec = sheet.figures.spec(spec_id)
            sheet.out(f"distance_{number}", spec.name, spec.value, spec.unit)
    sheet.show("front", "Free space in front", f"{_SPEC}{mounting}-front-clearance")
    sheet.show("drill_diameter", "Drill bit", f"{_SPEC}{mounting}-drill-diameter")
    sheet.show("drill_depth", "Drilling depth", f"{_SPEC}{mounting}-drill-depth")
    spots = "wall-screw-spots" if mounting == "wall" else "floor-drill-spots"
    sheet.show("holes", "Holes", f"{_SPEC}{spots}")
    sheet.show("tilt_range", "Tilt allowed", f"{_SPEC}tilt")
    sheet.show("height_max", "Underside above the floor", f"{_SPEC}bottom-height")
    if mounting == "wall":
        _wall_load(sheet)
        sheet.show("persons", "People needed", f"{_SPEC}wall-persons")
    elif "wall_capacity" in sheet.given:
        raise BadInput(
            "wall_capacity",
            "wall_capacity: the manual asks what the wall carries for wall mounting only "
            f"({sheet.figures.place('growatt-65/rule/wall-load')}). Leave it out.",
        )
    tilt, height = sheet.maybe("tilt"), sheet.maybe("height")
    if tilt is not None:
        sheet.check("tilt_ok", "Tilt is allowed", f"{_SPEC}tilt", tilt)
    if height is not None:
        sheet.check("height_ok", "Height is allowed", f"{_SPEC}bottom-height", height)
    if not sheet.working:
        sheet.step("Read from the manual; nothing was given to check.")
    sheet.warn("Which side each distance is measured at is shown in the manual only as a figure.")
    if count > 1:
        sheet.warn(
            "For two batteries the distances between them and to the bus bar box are a figure whose numbers are "
            "lost: the manual's text does not print them."
        )
    sheet.caution("growatt-65/caution/not-upside-down")


def _wall_load(sheet: Sheet) -> None:
    count = sheet.count("batteries")
    weight = sheet.figures.spec(f"{_SPEC}weight")
    mass = count * sheet.figures.value(weight.id)
    sheet.step(f"Weight: {count} × {figure(weight)} = {amount(mass, weight.unit)}")
    load = sheet.out_rule(
        "wall_load", "The wall must carry more than", "growatt-65/rule/wall-load", "load", {"m": mass}
    )
    sheet.warn(f"One battery weighs {figure(weight)}; the heaviest asks for more.")
    capacity = sheet.maybe("wall_capacity")
    if capacity is not None:
        sheet.out("wall_ok", "The wall is strong enough", capacity > load)
        sheet.step(f"Wall: {amount(capacity, 'kg')} {'>' if capacity > load else '≤'} {amount(load, 'kg')}")


def _number(
    name: str, label: str, unit: str, about: str, *, low: float | None = None, high: float | None = None
) -> Field:
    return Field(name, label, "number", unit, low=low, high=high, required=False, about=about, help="optional: checked")


_CHECKED = _number("temperature", "Temperature", "°C", f"{_SPEC}storage-temp-six-months", low=ABSOLUTE_ZERO)
CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "growatt-recharge",
        "Growatt battery: recharge after storage",
        "Settings, when it is done, and whether the rest voltage is good.",
        FAMILY,
        DEVICES,
        (
            _number("months", "Stored for", "month", f"{_SPEC}storage-time-before-recharge", low=0),
            _number("rest_voltage", "Voltage after the rest", "V", f"{_SPEC}recharge-check-voltage", low=0),
        ),
        recharge,
        ("growatt-65/rule/recharge-success",),
        ("recharge storage", "recharge after", "recharge stored", "recharge voltage", "rest voltage"),
    ),
    Calculator(
        "growatt-storage",
        "Growatt battery: storage conditions",
        "Temperature, humidity and distance from heat for a storage time.",
        FAMILY,
        DEVICES,
        (
            Field(
                "time",
                "Storage time",
                "number",
                "day",
                low=0,
                above=True,
                about=f"{_SPEC}storage-temp-six-months",
                help="days; weeks and months are understood too",
            ),
            _CHECKED,
            _number("humidity", "Humidity", "%RH", f"{_SPEC}storage-humidity", low=0, high=100),
            _number("heat_distance", "Distance from a heat source", "m", f"{_SPEC}storage-heat-distance", low=0),
        ),
        storage,
        (),
        ("storage", "store battery", "stored battery", "storing"),
    ),
    Calculator(
        "growatt-transport",
        "Growatt battery: transport conditions",
        "Temperature, piling and dangerous-goods class on the road.",
        FAMILY,
        DEVICES,
        (
            _number("temperature", "Temperature", "°C", f"{_SPEC}transport-temp", low=ABSOLUTE_ZERO),
            Field(
                "pile",
                "Batteries in one pile",
                "count",
                "packs",
                low=1,
                required=False,
                about=f"{_SPEC}transport-stack-max",
                nouns=("batteries", "battery", "packs", "pack"),
                help="optional: checked",
            ),
        ),
        transport,
        (),
        ("transport", "shipping battery", "pile batteries", "stack transport"),
    ),
    Calculator(
        "growatt-clearances",
        "Growatt battery: clearances and wall load",
        "Distances, holes, tilt, height and what the wall must carry, for wall or floor.",
        FAMILY,
        DEVICES,
        (
            Field(
                "mounting",
                "Installation",
                "choice",
                choices=("wall", "floor"),
                about=f"{_SPEC}mounting",
                words={"wall": ("wall-mounted", "hanging"), "floor": ("floor standing", "standing", "ground")},
                help="on the wall or standing on the floor",
            ),
            batteries("1"),
            _number("tilt", "Tilt", "°", f"{_SPEC}tilt"),
            _number("height", "Underside above the floor", "mm", f"{_SPEC}bottom-height", low=0),
            _number("wall_capacity", "What the wall carries", "kg", "growatt-65/rule/wall-load", low=0),
        ),
        clearances,
        ("growatt-65/rule/wall-load",),
        (
            "clearance",
            "wall load",
            "wall carry",
            "distance wall",
            "mounting distance",
            "wall weight",
            "tilt",
            "free space",
        ),
    ),
)
