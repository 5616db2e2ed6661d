"""Growatt 6.5 kWh battery: bank of one or two, runtime, breaker, parallel readiness, state from the lamps."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.errors import Refused
from kb.calc.fields import Field
from kb.calc.numbers import amount, clean, figures_in, listed, neat, say
from kb.calc.result import Output
from kb.calc.sheet import Sheet
from kb.curation.statements import figure
from kb.model.facts import LedState

FAMILY = "growatt-65"
DEVICES = ("growatt-65",)
BATTERIES = ("batteries", "battery", "packs", "pack", "units", "pcs")
_SPEC = "growatt-65/spec/"
_RULE = "growatt-65/rule/"


def batteries(default: str = "") -> Field:
    """Return the input for one battery or two in parallel (2.4)."""
    return Field(
        "batteries",
        "Batteries",
        "count",
        "packs",
        low=1,
        top=f"{_SPEC}parallel-max",
        nouns=BATTERIES,
        default=default,
        about=f"{_SPEC}parallel-max",
        help="one, or two in parallel",
    )


def _times(sheet: Sheet, count: int, name: str, label: str, spec_id: str) -> float:
    """Add count × a figure of one battery as a result and return it."""
    spec = sheet.figures.spec(spec_id)
    one = spec.value if spec.value is not None else sheet.figures.high(spec_id)
    total = clean(count * one)
    condition = f" ({spec.condition})" if spec.condition else ""
    tolerance = f" ± {amount(clean(count * spec.tolerance), spec.unit)}" if spec.tolerance is not None else ""
    sheet.out(name, label, total, spec.unit, f"{amount(total, spec.unit)}{tolerance}{condition}")
    sheet.step(f"{label}: {count} × {amount(one, spec.unit)} = {amount(total, spec.unit)}")
    return total


def _breaker(sheet: Sheet) -> None:
    sheet.show("breaker_current", "External breaker: current", f"{_SPEC}breaker-current")
    sheet.show("breaker_voltage", "External breaker: voltage", f"{_SPEC}breaker-voltage")
    sheet.show("breaker_poles", "External breaker: poles", f"{_SPEC}breaker-poles")


def _pair_warning(sheet: Sheet, count: int) -> None:
    if count > 1:
        sheet.warn("The manual prints the figures of one battery; for two they are added here.")


def bank(sheet: Sheet) -> None:
    """Energy (kWh), capacity (Ah), power (kW) and current (A) of one battery or two in parallel (2.4)."""
    count = sheet.count("batteries")
    for name, label, part in (
        ("energy_nominal", "Nominal energy", "energy-nominal"),
        ("energy_usable", "Usable energy", "energy-usable"),
        ("capacity_nominal", "Nominal capacity", "capacity-nominal"),
        ("capacity_usable", "Usable capacity", "capacity-usable"),
        ("charge_current", "Standard charging current", "charge-current-standard"),
        ("discharge_current", "Continuous maximum discharging current", "discharge-current-continuous"),
        ("discharge_current_peak", "Maximum discharging current, short", "discharge-current-max"),
        ("charge_power", "Rated charging power", "charge-power-rated"),
        ("charge_power_max", "Maximum charging power", "charge-power-max"),
        ("discharge_power", "Rated discharging power", "discharge-power-rated"),
        ("discharge_power_max", "Maximum discharging power", "discharge-power-max"),
        ("discharge_power_peak", "Peak discharging power", "discharge-power-peak"),
        ("weight", "Weight", "weight"),
    ):
        _times(sheet, count, name, label, f"{_SPEC}{part}")
    sheet.show("voltage", "Typical voltage", f"{_SPEC}voltage-typical")
    sheet.show("voltage_range", "Operating voltage", f"{_SPEC}voltage-operating")
    _breaker(sheet)
    if sheet.maybe("load") is not None:
        _runtime(sheet, count, 100.0)
    if count > 1:
        sheet.warn(
            "The breaker is printed for the output of one battery; for two the manual prints no breaker "
            "that carries both currents."
        )
    _pair_warning(sheet, count)


def _runtime(sheet: Sheet, count: int, soc: float) -> None:
    load = sheet.number("load")
    usable = sheet.figures.spec(f"{_SPEC}energy-usable")
    rated, largest, peak = (
        clean(count * x)
        for x in (
            sheet.figures.value(f"{_SPEC}discharge-power-rated"),
            sheet.figures.high(f"{_SPEC}discharge-power-max"),
            sheet.figures.high(f"{_SPEC}discharge-power-peak"),
        )
    )
    if load > largest:
        seconds = sheet.figures.spec(f"{_SPEC}discharge-power-peak-time")
        short = (
            f"Up to {amount(peak, 'kW')} is a peak for {figure(seconds)} only."
            if load <= peak
            else f"Even the peak ends at {amount(peak, 'kW')}."
        )
        spec = sheet.figures.peek(f"{_SPEC}discharge-power-max")
        raise Refused(
            f"The manual gives {amount(largest, 'kW')} as the maximum discharging power of {count} "
            f"batter{'y' if count == 1 else 'ies'}; you said {amount(load, 'kW')} "
            f"(section {sheet.figures.section(spec.source)}). {short}",
            f"load: up to {amount(largest, 'kW')}",
            spec.id,
            f"{_SPEC}discharge-power-peak",
            seconds.id,
        )
    energy = clean(count * sheet.figures.value(usable.id) * soc / 100)
    sheet.out("runtime", "Runs the load for", energy / load, "h")
    sheet.step(
        f"Energy: {count} × {amount(sheet.figures.value(usable.id), 'kWh')} × {say(soc)} % = {amount(energy, 'kWh')}"
    )
    sheet.step(f"Time: {amount(energy, 'kWh')} ÷ {amount(load, 'kW')} = {amount(neat(energy / load), 'h')}")
    if load > rated:
        sheet.warn(
            f"The load is above the rated discharging power of {amount(rated, 'kW')}; the manual does not print "
            "for how long the maximum may last."
        )
    sheet.warn("Losses of the inverter are left out; the manual does not print the usable energy at other loads.")


def runtime(sheet: Sheet) -> None:
    """Hours that the usable energy (kWh) runs a load (kW) from a state of charge (2.4)."""
    count = sheet.count("batteries")
    _runtime(sheet, count, sheet.number("soc"))
    if sheet.number("soc") < 100:
        sheet.warn(
            "Reckoned as a share of the usable energy; the manual does not print how SOC and usable energy go together."
        )
    _pair_warning(sheet, count)


def breaker(sheet: Sheet) -> None:
    """External two-pole breaker at the battery output: V and A (2.4)."""
    _breaker(sheet)
    count = sheet.count("batteries")
    current = sheet.figures.high(f"{_SPEC}discharge-current-continuous")
    sheet.step(
        f"One battery: continuous discharging current {amount(current, 'A')}, "
        f"below the breaker's {amount(sheet.figures.value(f'{_SPEC}breaker-current'), 'A')}"
    )
    if count > 1:
        sheet.warn(
            "The manual prints this breaker for the output of a battery; it prints none for the joint output of two."
        )


def parallel_ready(sheet: Sheet) -> None:
    """Whether two batteries may be connected: voltages in V, cycles, batch, model, maker (5)."""
    one, two = sheet.number("u1"), sheet.number("u2")
    limit = sheet.figures.high(f"{_SPEC}parallel-voltage-difference")
    gap = clean(abs(one - two))
    fits = bool(sheet.by_rule(f"{_RULE}parallel-ready", "", {"U1": one, "U2": two})) or gap == limit
    sheet.out("difference", "Voltage difference", gap, "V")
    sheet.out("voltage_ok", "Voltage difference is small enough", fits)
    todo: list[str] = []
    if not fits:
        todo.append(
            f"charge the battery with {amount(min(one, two), 'V')} or discharge the one with "
            f"{amount(max(one, two), 'V')} until the difference is below {amount(limit, 'V')}"
        )
    elif gap == limit:
        sheet.warn("At exactly this difference the manual has two readings: not more than, and less than.")
    span = sheet.figures.spec(f"{_SPEC}voltage-operating")
    for name, volts in (("u1", one), ("u2", two)):
        if volts < (span.min or 0) or volts > (span.max or volts):
            sheet.warn(f"{name}: {amount(volts, 'V')} is outside the operating voltage of {figure(span)}.")
    ready, open_points = fits, []
    cycles = [sheet.maybe("cycles1"), sheet.maybe("cycles2")]
    if None in cycles:
        open_points.append("the cycles of both")
    else:
        new = [bool(sheet.by_rule(f"{_RULE}battery-is-new", "", {"n": float(n or 0)})) for n in cycles]
        for number, state in enumerate(new, 1):
            sheet.out(f"new{number}", f"Battery {number} counts as new", state)
        if new[0] != new[1]:
            ready = False
            todo.append("do not mix an old battery with a new one: take two new or two old ones")
    for name, what in (("same_batch", "batch"), ("same_model", "model"), ("same_maker", "manufacturer")):
        same = sheet.yes(name)
        if same is None:
            open_points.append(f"the same {what}")
        elif not same:
            ready = False
            todo.append(f"take two batteries of the same {what}")
        sheet.step(f"Same {what}: {'not told' if same is None else 'yes' if same else 'no'}")
    verdict = "no" if not ready else "as far as told" if open_points else "yes"
    sheet.out("ready", "May be connected in parallel", verdict)
    if todo:
        sheet.out("todo", "What to do", "; ".join(todo))
    if open_points:
        sheet.out("to_check", "Still to check", listed(open_points))
    sheet.caution("growatt-65/caution/same-batch")
    sheet.caution("growatt-65/caution/no-old-with-new")
    sheet.warn("Measure both powered on, without load.")


_LAMPS = ("LED1", "LED2", "LED3", "LED4", "RUN", "ALM")


def soc_from_lamps(sheet: Sheet) -> None:
    """State and SOC band in % from the SOC lamps (6.1), with the other reading of 2.3."""
    seen = {lamp: sheet.choice(lamp.lower()) for lamp in _LAMPS}
    mode = sheet.choice("mode")
    found = []
    for state in sheet.figures.all(LedState, "growatt-65/led/"):
        if "SOC" not in state.meaning or not state.mode or (mode not in {"unknown", state.mode.lower()}):
            continue
        lamps = {x.indicator: x.pattern for x in state.lamps}
        if all(seen[x] in {"unknown", p} or p == "any" for x, p in lamps.items() if x in seen):
            found.append(state)
    found = [s for s in found if len(s.lamps) == len(_LAMPS)]
    if not found:
        raise Refused(
            "The manual's table has no such picture of the SOC lamps"
            f"{'' if mode == 'unknown' else f' while {mode}'} "
            f"(section {sheet.figures.section(sheet.figures.peek('growatt-65/led/charging-100').source)}).",
            "lamps lit from LED1 upwards: all flashing (charging) or all steady",
            "growatt-65/led/charging-100",
            "growatt-65/led/discharging-81-100",
        )
    for state in found:
        sheet.figures.use(state)
        ends = sorted(figures_in(state.meaning))
        sheet.outputs.append(
            Output(state.id.rpartition("/")[2], state.mode, state.meaning, "%", state.meaning, ends[0], ends[-1])
        )
        told = ", ".join(f"{x.indicator} {x.pattern}" for x in state.lamps if x.indicator.startswith("LED"))
        sheet.step(f"{told}: {state.meaning}")
    lit = [x for x in _LAMPS if x.startswith("LED") and seen[x] in {"steady", "flash"}]
    if lit:
        spec = sheet.figures.spec(f"{_SPEC}{lit[-1].lower()}-soc")
        sheet.show("other_reading", f"By the list of parts, {lit[-1]}", spec.id)
        sheet.warn(
            f"Section {sheet.figures.section(spec.source)} gives one SOC band per lamp, whatever the battery does; "
            "the table of lamps differs."
        )
    if len(found) > 1 and mode == "unknown":
        sheet.warn("Several states look alike; say whether the battery is charging, discharging or idle.")


def _lamp(name: str) -> Field:
    soc = name.startswith("LED")
    return Field(
        name.lower(),
        f"{name} lamp",
        "choice",
        choices=("off", "steady", "flash") if soc else ("unknown", "off", "steady", "flash"),
        default="off" if soc else "unknown",
        words={
            "steady": ("on", "lit", "solid"),
            "flash": ("flashing", "flickers", "blinking", "blinks"),
            "off": ("dark",),
        },
        about="growatt-65/led/charging-100",
        help="what it shows",
    )


def _volts(name: str, label: str) -> Field:
    return Field(
        name,
        label,
        "number",
        "V",
        low=0,
        above=True,
        about=f"{_SPEC}parallel-voltage-difference",
        help="measured with a multi-meter, powered on, no load",
    )


def _cycles(name: str, label: str) -> Field:
    return Field(
        name,
        label,
        "count",
        "cycles",
        low=0,
        required=False,
        about=f"{_SPEC}new-battery-cycles",
        nouns=("cycles", "cycle"),
        help="optional",
    )


def _same(name: str, label: str) -> Field:
    return Field(name, label, "yesno", required=False, about="growatt-65/caution/same-batch", help="optional")


_LOAD = Field(
    "load",
    "Load",
    "number",
    "kW",
    low=0,
    above=True,
    about=f"{_SPEC}discharge-power-max",
    help="power the battery has to give",
    cues=("load",),
)
CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "growatt-bank",
        "Growatt 6.5 kWh: battery bank",
        "Energy, power, current and breaker of one battery or two.",
        FAMILY,
        DEVICES,
        (
            batteries(),
            Field(
                "load",
                "Load",
                "number",
                "kW",
                low=0,
                above=True,
                required=False,
                about=f"{_SPEC}discharge-power-max",
                help="optional: adds the runtime",
                cues=("load",),
            ),
        ),
        bank,
        (),
        (
            "charge current",
            "discharge current",
            "charging current",
            "discharging current",
            "battery bank",
            "energy batteries",
            "usable energy",
            "charge power",
            "discharge power",
            "capacity batteries",
        ),
    ),
    Calculator(
        "growatt-runtime",
        "Growatt 6.5 kWh: runtime for a load",
        "How long one battery or two run a load.",
        FAMILY,
        DEVICES,
        (
            _LOAD,
            batteries("1"),
            Field(
                "soc",
                "SOC at the start",
                "number",
                "%",
                low=0,
                above=True,
                high=100,
                default="100",
                about=f"{_SPEC}energy-usable",
                help="full unless told otherwise",
                cues=("soc", "charged"),
            ),
        ),
        runtime,
        (),
        ("runtime", "how long run", "how long load", "last load", "backup time", "hours load"),
    ),
    Calculator(
        "growatt-breaker",
        "Growatt 6.5 kWh: external breaker",
        "The two-pole breaker at the battery output.",
        FAMILY,
        DEVICES,
        (batteries("1"),),
        breaker,
        (),
        ("external breaker", "breaker size", "which breaker", "dc breaker", "battery breaker", "dc isolator"),
    ),
    Calculator(
        "growatt-parallel-ready",
        "Growatt 6.5 kWh: ready for parallel connection?",
        "Voltage difference, cycles, batch, model and maker of two batteries, and what to do if they do not fit.",
        FAMILY,
        DEVICES,
        (
            _volts("u1", "Voltage of the first battery"),
            _volts("u2", "Voltage of the second battery"),
            _cycles("cycles1", "Cycles of the first battery"),
            _cycles("cycles2", "Cycles of the second battery"),
            _same("same_batch", "Same batch"),
            _same("same_model", "Same model"),
            _same("same_maker", "Same manufacturer"),
        ),
        parallel_ready,
        (f"{_RULE}parallel-ready", f"{_RULE}battery-is-new"),
        (
            "voltage difference",
            "parallel ready",
            "connect parallel",
            "parallel batteries volt",
            "parallel two",
            "old new battery",
        ),
    ),
    Calculator(
        "growatt-soc-lamps",
        "Growatt 6.5 kWh: state and SOC from the lamps",
        "Charging, discharging or idle, and the SOC band, from LED1 to LED4.",
        FAMILY,
        DEVICES,
        (
            *(_lamp(x) for x in _LAMPS),
            Field(
                "mode",
                "What the battery does",
                "choice",
                choices=("unknown", "charging", "discharging", "idle"),
                default="unknown",
                about="growatt-65/led/charging-100",
                help="if known",
            ),
        ),
        soc_from_lamps,
        (),
        ("soc lamps", "soc led", "soc lights", "how full lamps", "how full led"),
    ),
)
