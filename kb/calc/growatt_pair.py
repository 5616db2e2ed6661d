"""Growatt 6.5 kWh battery: ready for parallel connection, and state of charge from the lamps."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.errors import Refused
from kb.calc.fields import Field
from kb.calc.figures import inside
from kb.calc.growatt import DEVICES, FAMILY
from kb.calc.numbers import amount, between, clean, figures_in, listed
from kb.calc.result import Output
from kb.calc.sheet import Sheet
from kb.curation.statements import figure
from kb.model.facts import LedState

_SPEC = "growatt-65/spec/"
_RULE = "growatt-65/rule/"


def parallel_ready(sheet: Sheet) -> None:
    """Whether two batteries may be connected: voltages in V, cycles, batch, model, maker (5)."""
    one, two = sheet.number("u1"), sheet.number("u2")
    limit = sheet.figures.high(f"{_SPEC}parallel-voltage-difference")
    gap = clean(abs(one - two))
    fits = bool(sheet.by_rule(f"{_RULE}parallel-ready", "", {"U1": one, "U2": two}))
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
        if not inside(span, volts):
            sheet.warn(f"{name}: {amount(volts, 'V')} is outside the operating voltage of {figure(span)}.")
    open_points: list[str] = []
    _same_age(sheet, todo, open_points)
    for name, what in (("same_batch", "batch"), ("same_model", "model"), ("same_maker", "manufacturer")):
        same = sheet.yes(name)
        if same is None:
            open_points.append(f"the same {what}")
        elif not same:
            todo.append(f"take two batteries of the same {what}")
        sheet.step(f"Same {what}: {'not told' if same is None else 'yes' if same else 'no'}")
    sheet.out("ready", "May be connected in parallel", "no" if todo else "as far as told" if open_points else "yes")
    if todo:
        sheet.out("todo", "What to do", "; ".join(todo))
    if open_points:
        sheet.out("to_check", "Still to check", listed(open_points))
    sheet.caution("growatt-65/caution/same-batch")
    sheet.caution("growatt-65/caution/no-old-with-new")
    sheet.warn("Measure both powered on, without load.")


def _same_age(sheet: Sheet, todo: list[str], open_points: list[str]) -> None:
    """Tell whether both batteries count as new, or both as old; add to what is to be done or still open."""
    cycles = [sheet.maybe("cycles1"), sheet.maybe("cycles2")]
    new = [bool(sheet.by_rule(f"{_RULE}battery-is-new", "", {"n": n})) for n in cycles if n is not None]
    if len(new) < len(cycles):
        open_points.append("the cycles of both")
        return
    for number, state in enumerate(new, 1):
        sheet.out(f"new{number}", f"Battery {number} counts as new", state)
    if len(set(new)) > 1:
        todo.append("one is old and one is new: take two that are both new, or both old")


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
            Output(
                state.id.rpartition("/")[2],
                state.mode,
                between(ends[0], ends[-1]),
                "%",
                f"{state.mode}, SOC {between(ends[0], ends[-1], '%')}",
                ends[0],
                ends[-1],
            )
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


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "growatt-parallel-ready",
        "Growatt battery: ready for parallel connection?",
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
            "parallel batteries",
            "parallel two",
            "old new battery",
        ),
    ),
    Calculator(
        "growatt-soc-lamps",
        "Growatt battery: state and SOC from the lamps",
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
