"""mySigen: what the app's rules mean for a system — third-party inverter, heat pump, generator, backup reserve."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.fields import Field
from kb.calc.numbers import amount, clean, say
from kb.calc.sheet import Sheet

FAMILY = "mysigen"
INVERTERS = ("sigenstor-ec", "sigenstor-ac", "sigen-hybrid")
_RULE = "mysigen-app/rule/"


def third_party(sheet: Sheet) -> None:
    """Whether a third-party inverter keeps running off grid; powers in kW (3.1.9.1)."""
    third, load, charge = sheet.number("inverter"), sheet.number("load"), sheet.number("charge")
    runs = bool(
        sheet.by_rule(f"{_RULE}third-party-off-grid", "", {"P_third": third, "P_load": load, "P_charge": charge})
    )
    room = load + charge
    sheet.out("runs", "The third-party inverter keeps running off grid", runs)
    sheet.out("room", "Power that can be taken up (load and charging)", room, "kW")
    sheet.out("margin", "Room left" if runs else "Too much by", abs(clean(room - third)), "kW")
    sheet.step(f"Taken up: {say(load)} + {amount(charge, 'kW')} = {amount(room, 'kW')}")
    sheet.warn("Off grid only; on the grid the manual prints no such limit.")
    sheet.caution("mysigen-app/caution/third-party-meter-own")


def heat_pump(sheet: Sheet) -> None:
    """Surplus PV power in kW and whether it switches the SG Ready heat pump on or off (3.1.9.4)."""
    values = {"P_pv": sheet.number("pv"), "P_ac_load": sheet.number("load"), "P_storage": sheet.number("charge")}
    surplus = sheet.out_rule("surplus", "Surplus PV power", f"{_RULE}heat-pump-surplus", "surplus", values)
    start = {"surplus": clean(surplus), "start_min": sheet.number("start")}
    on = bool(sheet.by_rule(f"{_RULE}heat-pump-on", "on", start))
    off = bool(sheet.by_rule(f"{_RULE}heat-pump-off", "off", start))
    said = "powers on" if on else "shuts down" if off else "not stated"
    sheet.out("heat_pump", "Heat pump", said)
    if not on and not off:
        sheet.warn("The surplus equals the setting: the manual does not print what happens then.")
    if off:
        sheet.warn("The manual does not print how Min Running Time goes together with shutting down.")
    sheet.warn("Holds in Auto mode with PV Residual Power Control on.")
    sheet.caution("mysigen-app/caution/heat-pump-do-port")


def generator(sheet: Sheet) -> None:
    """Highest advised output of the diesel generator in kW, and whether it charges the battery (3.1.9.2)."""
    best = sheet.out_rule(
        "best_duty",
        "Output that should not be exceeded",
        f"{_RULE}generator-best-duty",
        "P",
        {"P_rated": sheet.number("rated")},
    )
    output = sheet.maybe("output")
    if output is not None:
        within = clean(output) <= clean(best)
        sheet.out("within", "The given output is within the advice", within)
        sheet.step(f"{amount(output, 'kW')} {'≤' if within else '>'} {amount(clean(best), 'kW')}")
        if output > sheet.number("rated"):
            sheet.warn("The output is above the rated power of the generator itself.")
    soc, cutoff = sheet.maybe("soc"), sheet.maybe("cutoff")
    if soc is not None and cutoff is not None:
        charges = bool(sheet.by_rule(f"{_RULE}generator-charge", "", {"soc": soc, "cutoff": cutoff}))
        sheet.out("charges", "The generator charges the battery", charges)
    elif soc is not None or cutoff is not None:
        sheet.warn("To tell whether the generator charges, both the SOC and its cut-off SOC are needed.")
    sheet.warn("This is the manual's advice for the best working state, not a limit.")
    sheet.caution("mysigen-app/caution/generator-gateway-first")


def backup_reserve(sheet: Sheet) -> None:
    """What Backup Reserve leaves for a load (kWh) and for how long (h), on the grid and in an outage (3.1.5)."""
    energy, reserve, soc, load = (sheet.number(n) for n in ("energy", "reserve", "soc", "load"))
    discharges = bool(sheet.by_rule(f"{_RULE}backup-reserve", "", {"soc": soc, "reserve": reserve}))
    sheet.figures.spec("mysigen-app/spec/backup-reserve")
    on_grid = energy * max(soc - reserve, 0) / 100
    outage = energy * soc / 100
    sheet.out("discharges", "The battery may discharge on the grid", discharges)
    sheet.out("on_grid_energy", "Energy it may give on the grid", on_grid, "kWh")
    sheet.out("on_grid_time", "Runs the load on the grid for", on_grid / load, "h")
    sheet.out("outage_energy", "Energy it may give in an outage", outage, "kWh")
    sheet.out("outage_time", "Runs the load in an outage for", outage / load, "h")
    kept = energy * min(soc, reserve) / 100
    sheet.out("reserve_energy", "Held back for an outage", kept, "kWh")
    sheet.out("reserve_time", "The reserve alone runs the load for", kept / load, "h")
    sheet.step(
        f"On the grid: {amount(energy, 'kWh')} × ({say(soc)} − {say(reserve)}) % = {amount(clean(on_grid), 'kWh')}"
        if discharges
        else f"On the grid: SOC {say(soc)} % is not above the reserve of {say(reserve)} %"
    )
    sheet.step(f"In an outage: {amount(energy, 'kWh')} × {say(soc)} % = {amount(clean(outage), 'kWh')}")
    sheet.step(f"Held back: {amount(energy, 'kWh')} × {say(min(soc, reserve))} % = {amount(clean(kept), 'kWh')}")
    sheet.step(f"Time = energy ÷ {amount(load, 'kW')}")
    sheet.warn("The manual prints neither losses nor a lowest SOC in an outage; both shorten the times.")
    sheet.warn("PV power is left out.")
    sheet.caution("mysigen-app/caution/backup-needs-gateway")


def _power(name: str, label: str, about: str, help_: str, cues: tuple[str, ...], *, above: bool = False) -> Field:
    return Field(name, label, "number", "kW", low=0, above=above, about=about, help=help_, cues=cues)


def _soc(name: str, label: str, about: str, help_: str, cues: tuple[str, ...], *, required: bool = True) -> Field:
    return Field(name, label, "number", "%", low=0, high=100, about=about, help=help_, cues=cues, required=required)


_THIRD, _DUTY, _CHARGE = f"{_RULE}third-party-off-grid", f"{_RULE}generator-best-duty", f"{_RULE}generator-charge"
_SURPLUS, _ON, _RESERVE = f"{_RULE}heat-pump-surplus", f"{_RULE}heat-pump-on", f"{_RULE}backup-reserve"
CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "mysigen-third-party-inverter",
        "mySigen: third-party inverter off grid",
        "Whether a third-party inverter keeps running when the grid is gone.",
        FAMILY,
        ("mysigen-app", "gateway", *INVERTERS),
        (
            _power(
                "inverter",
                "Operating power of the third-party inverter",
                _THIRD,
                "what it feeds in",
                ("third", "party", "inverter"),
            ),
            _power("load", "Power the loads use", _THIRD, "house loads together", ("load", "loads", "house")),
            _power(
                "charge",
                "Charging power of the Sigen inverter",
                _THIRD,
                "power that goes into the battery",
                ("charging", "charge", "battery"),
            ),
        ),
        third_party,
        (_THIRD,),
        ("third party inverter", "third-party inverter", "third party off grid"),
    ),
    Calculator(
        "mysigen-heat-pump",
        "mySigen: surplus power and the heat pump",
        "Surplus PV power, and whether it starts or stops the SG Ready heat pump.",
        FAMILY,
        ("mysigen-app", *INVERTERS),
        (
            _power("pv", "PV power", _SURPLUS, "what the modules give now", ("pv", "solar")),
            _power("load", "AC load power", _SURPLUS, "what the house uses", ("load", "loads", "house")),
            _power(
                "charge",
                "Charging power of the energy storage",
                _SURPLUS,
                "what goes into the battery",
                ("charging", "charge", "battery", "storage"),
            ),
            _power(
                "start",
                "SG Ready Heat Pump Min Starting Power",
                _ON,
                "the setting in the app",
                ("start", "starting", "min", "minimum", "setting"),
            ),
        ),
        heat_pump,
        (_SURPLUS, _ON, f"{_RULE}heat-pump-off"),
        ("heat pump surplus", "heat pump", "surplus pv"),
    ),
    Calculator(
        "mysigen-generator",
        "mySigen: diesel generator",
        "Best power duty of the generator, and whether it charges the battery.",
        FAMILY,
        ("mysigen-app", "gateway"),
        (
            _power(
                "rated",
                "Rated power of the generator",
                _DUTY,
                "from its rating plate",
                ("rated", "generator"),
                above=True,
            ),
            Field(
                "output",
                "Output now",
                "number",
                "kW",
                low=0,
                required=False,
                about=_DUTY,
                help="optional: checked",
                cues=("output",),
            ),
            _soc("soc", "SOC of the battery", _CHARGE, "optional", ("soc", "battery"), required=False),
            _soc(
                "cutoff",
                "Battery Charging Cut-off SOC for Generator",
                _CHARGE,
                "optional: the setting",
                ("cutoff", "cut-off"),
                required=False,
            ),
        ),
        generator,
        (_DUTY, _CHARGE),
        ("generator duty", "generator power", "diesel generator", "generator output"),
    ),
    Calculator(
        "mysigen-backup-reserve",
        "mySigen: what Backup Reserve leaves",
        "Energy and time for a load on the grid and in an outage.",
        FAMILY,
        ("mysigen-app", "gateway", "sigenstor-bat"),
        (
            Field(
                "energy",
                "Energy of the battery when full",
                "number",
                "kWh",
                low=0,
                above=True,
                about=_RESERVE,
                help="all packs together; the manual does not print it",
            ),
            _soc("reserve", "Backup Reserve", _RESERVE, "the setting in the app", ("reserve", "backup")),
            _soc("soc", "SOC now", _RESERVE, "what the battery holds", ("soc", "now", "charged")),
            _power("load", "Load", _RESERVE, "power of the loads", ("load", "loads"), above=True),
        ),
        backup_reserve,
        (_RESERVE,),
        ("backup reserve", "reserve last", "backup power last"),
    ),
)
