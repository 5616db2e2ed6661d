"""SigenStor: hole heights, distance of the base, systems for a wanted capacity, data plan, smart loads."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.errors import BadInput, Refused
from kb.calc.fields import Field
from kb.calc.numbers import amount, band, between, listed, say
from kb.calc.sheet import Sheet
from kb.curation.statements import figure
from kb.model.facts import Spec

FAMILY = "sigenstor"
INVERTERS = ("sigenstor-ec", "sigenstor-ac", "sigen-hybrid")
SYSTEM = (*INVERTERS, "sigenstor-bat")
PACKS = ("packs", "pack", "batteries", "battery", "bat", "bats", "sigenstor bat", "modules")
_RULE = "sigenstor-ec/rule/"
_SPEC = "sigenstor-ec/spec/"


def mounting_holes(sheet: Sheet) -> None:
    """Heights L1 and L2 of the wall holes in mm above the top of the base (4.1 floor, 4.2 wall)."""
    packs, mounting = sheet.count("packs"), sheet.choice("mounting")
    values = {"N": float(packs)}
    sheet.out_rule(
        "l1", "L1, hole INV1 (left), above the top of the base", f"{_RULE}mounting-l1-{mounting}", "L1", values
    )
    sheet.out_rule(
        "l2", "L2, hole INV2 (right), above the top of the base", f"{_RULE}mounting-l2-{mounting}", "L2", values
    )
    limit = sheet.figures.high(f"sigenstor-bat/spec/packs-{mounting}-max")
    sheet.step(f"{mounting.capitalize()} installation: at most {say(limit)} packs; {packs} are wanted")
    if mounting == "floor":
        sheet.show("drill", "Hole diameter (label in the figure)", f"{_SPEC}drill-diameter")
        lift = sheet.figures.low(f"{_SPEC}lift-packs-min")
        if packs >= lift:
            sheet.caution("sigenstor-ec/caution/lift-three-packs")
        labels = [s for s in sheet.figures.all(Spec, f"{_SPEC}wall-figure-") if s.value is not None]
        told = listed([figure(sheet.figures.mention(s)) for s in labels])
        sheet.warn(f"The figure also shows {told}; the manual does not print what they measure.")


def base_distance(sheet: Sheet) -> None:
    """Distance L from base to wall in mm by the number of packs (4.1, levelling, quick guide)."""
    packs = sheet.count("packs")
    bands = list(sheet.figures.all(Spec, f"{_SPEC}base-wall-distance-"))
    known = {s.id: band(s.condition) or (0.0, 0.0) for s in bands}
    found = next((s for s in bands if known[s.id][0] <= packs <= known[s.id][1]), None)
    if found is None:
        low, high = min(b[0] for b in known.values()), max(b[1] for b in known.values())
        first = bands[0]
        raise Refused(
            f"The {sheet.figures.short(first.source)} gives this for {between(low, high, 'packs')}; you said {packs} "
            f"(section {sheet.figures.section(first.source)}). The home guide does not print a distance.",
            f"packs: {between(low, high)}",
            *(s.id for s in bands),
        )
    sheet.figures.use(found)
    sheet.out("distance_min", "Distance from base to wall, at least", found.min, found.unit)
    if found.max is not None:
        sheet.out("distance_max", "Distance from base to wall, at most", found.max, found.unit)
    sheet.step(f"{found.condition}: L {figure(found)}")
    if found.max is None:
        sheet.warn(f"The manual does not print a largest distance for {found.condition}.")
    wanted = sheet.maybe("distance")
    if wanted is not None:
        fits = wanted >= (found.min or 0) and (found.max is None or wanted <= found.max)
        sheet.out("fits", "The given distance fits", fits)
        sheet.step(f"{amount(wanted, 'mm')} is {'inside' if fits else 'outside'} {figure(found)}")
    sheet.warn(f"Only the {sheet.figures.short(found.source)} prints this distance.")


def sim_plan(sheet: Sheet) -> None:
    """Smallest recommended SIM data plan in MB/month for N inverters (5.6)."""
    sheet.out_rule(
        "plan", "Data plan, at least", "commmod/rule/sim-data-min", "plan", {"N": float(sheet.count("inverters"))}
    )
    sheet.caution("sigenstor-ec/caution/prefer-fe-wlan")


def smart_load(sheet: Sheet) -> None:
    """Whether an immersion heater may be connected as a smart load: power in kW, current in A (1.1)."""
    power, current = sheet.maybe("power"), sheet.maybe("current")
    if power is None and current is None:
        place = sheet.figures.place(f"{_SPEC}immersion-heater-power-max")
        raise BadInput("power", f"Give the heater's power or its current, or both: both have a limit ({place}).")
    ok = True
    for value, name, spec_id in (
        (power, "power", f"{_SPEC}immersion-heater-power-max"),
        (current, "current", f"{_SPEC}immersion-heater-current-max"),
    ):
        spec = sheet.figures.spec(spec_id)
        limit = sheet.figures.high(spec_id)
        sheet.out(f"{name}_max", spec.name, limit, spec.unit)
        if value is not None:
            ok = ok and value <= limit
            sheet.step(
                f"{name}: {amount(value, spec.unit)} {'≤' if value <= limit else '>'} {amount(limit, spec.unit)}"
            )
        else:
            sheet.warn(f"The {name} was not given and is not checked.")
    sheet.out("allowed", "May be connected as a smart load", ok)
    sheet.caution("mysigen-app/caution/smart-load-gateway")
    sheet.caution("mysigen-app/caution/smart-load-number")
    sheet.warn("The manual prints a limit for immersion heaters only, not for other smart loads.")


def _packs(about: str, help_: str, spans: dict[str, str] | None = None) -> Field:
    return Field(
        "packs", "SigenStor BAT packs", "count", "packs", low=1, about=about, nouns=PACKS, help=help_, spans=spans or {}
    )


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sigenstor-mounting-holes",
        "SigenStor: heights of the mounting holes in the wall",
        "L1 and L2 above the top of the base, with tolerance, for floor and wall installation.",
        FAMILY,
        SYSTEM,
        (
            _packs(
                f"{_RULE}mounting-l1-floor",
                "how many battery packs stand under the inverter",
                {"floor": f"{_RULE}mounting-l1-floor#N", "wall": f"{_RULE}mounting-l1-wall#N"},
            ),
            Field(
                "mounting",
                "Installation",
                "choice",
                choices=("floor", "wall"),
                about=f"{_RULE}mounting-l1-wall",
                words={"floor": ("floor-standing", "ground", "standing"), "wall": ("wall-mounted", "hanging")},
                help="floor or wall installation",
            ),
        ),
        mounting_holes,
        tuple(f"{_RULE}mounting-{hole}-{where}" for hole in ("l1", "l2") for where in ("floor", "wall")),
        ("mounting hole", "hole height", "drill height", "punch height", "drill hole packs", "l1 l2"),
    ),
    Calculator(
        "sigenstor-base-distance",
        "SigenStor: distance from base to wall",
        "Range of the distance L between base and wall for a number of packs on the floor.",
        FAMILY,
        SYSTEM,
        (
            _packs(f"{_SPEC}base-wall-distance-3@quick", "how many battery packs stand on the base"),
            Field(
                "distance",
                "Distance you have",
                "number",
                "mm",
                low=0,
                required=False,
                about=f"{_SPEC}base-wall-distance-3@quick",
                help="optional: checked against the range",
            ),
        ),
        base_distance,
        (),
        ("distance base wall", "gap base wall", "how far base wall"),
    ),
    Calculator(
        "sigenstor-sim-plan",
        "SigenStor: SIM data plan",
        "Smallest recommended monthly data plan of the CommMod's SIM card.",
        FAMILY,
        ("commmod", *INVERTERS),
        (
            Field(
                "inverters",
                "Inverters",
                "count",
                "inverters",
                bottom="commmod/rule/sim-data-min#N",
                low=1,
                about="commmod/rule/sim-data-min",
                nouns=("inverters", "inverter"),
                help="inverters on this card",
            ),
        ),
        sim_plan,
        ("commmod/rule/sim-data-min",),
        ("data plan", "sim card data", "sim plan", "mb month", "4g data", "how much data"),
    ),
    Calculator(
        "sigenstor-smart-load",
        "SigenStor: immersion heater as smart load",
        "Limit of power and current of an immersion heater behind the Gateway.",
        FAMILY,
        (*INVERTERS, "gateway"),
        (
            Field(
                "power",
                "Power of the heater",
                "number",
                "kW",
                low=0,
                above=True,
                required=False,
                about=f"{_SPEC}immersion-heater-power-max",
                help="from its rating plate",
            ),
            Field(
                "current",
                "Current of the heater",
                "number",
                "A",
                low=0,
                above=True,
                required=False,
                about=f"{_SPEC}immersion-heater-current-max",
                help="from its rating plate",
            ),
        ),
        smart_load,
        (),
        ("immersion heater", "smart load limit", "smart load power", "smart load max"),
    ),
)
