"""Growatt 6.5 kWh battery: bank of one or two, runtime, breaker, parallel readiness, state from the lamps."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.errors import Refused
from kb.calc.fields import Field
from kb.calc.numbers import amount, clean, neat, say
from kb.calc.sheet import Sheet
from kb.curation.statements import figure

FAMILY = "growatt-65"
DEVICES = ("growatt-65",)
BATTERIES = ("batteries", "battery", "packs", "pack", "units", "pcs", "growatt", "growatts")
FULL = 100.0
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


def _breaker(sheet: Sheet) -> None:
    sheet.show("breaker_current", "External breaker: current", f"{_SPEC}breaker-current")
    sheet.show("breaker_voltage", "External breaker: voltage", f"{_SPEC}breaker-voltage")
    sheet.show("breaker_poles", "External breaker: poles", f"{_SPEC}breaker-poles")


def pair_warning(sheet: Sheet, count: int) -> None:
    """Warn that figures of two batteries are sums."""
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
        sheet.times(count, name, label, f"{_SPEC}{part}")
    sheet.show("voltage", "Typical voltage", f"{_SPEC}voltage-typical")
    sheet.show("voltage_range", "Operating voltage", f"{_SPEC}voltage-operating")
    _breaker(sheet)
    if sheet.maybe("load") is not None:
        _runtime(sheet, count, FULL)
    if count > 1:
        sheet.warn(
            "The breaker is printed for the output of one battery; for two the manual prints no breaker "
            "that carries both currents."
        )
    pair_warning(sheet, count)


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
    energy = clean(count * sheet.figures.value(usable.id) * soc / FULL)
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
    if sheet.number("soc") < FULL:
        sheet.warn(
            "Reckoned as a share of the usable energy; the manual does not print how SOC and usable energy go together."
        )
    pair_warning(sheet, count)


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
        "Growatt battery: battery bank",
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
            "how much energy",
            "how many kwh hold",
            "how many kwh give",
            "how many kwh batteries",
        ),
    ),
    Calculator(
        "growatt-runtime",
        "Growatt battery: runtime for a load",
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
        "Growatt battery: external breaker",
        "The two-pole breaker at the battery output.",
        FAMILY,
        DEVICES,
        (batteries("1"),),
        breaker,
        (),
        ("external breaker", "breaker size", "which breaker", "dc breaker", "battery breaker", "dc isolator"),
    ),
)
