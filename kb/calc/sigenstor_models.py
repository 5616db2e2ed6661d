"""SigenStor: systems of the model table that reach a wanted capacity."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.errors import Refused
from kb.calc.fields import Field
from kb.calc.numbers import amount, between, figures_in
from kb.calc.result import Output
from kb.calc.sheet import Sheet
from kb.calc.sigenstor import FAMILY
from kb.curation.statements import figure
from kb.model.facts import Model


def _energy(model: Model) -> tuple[float, float]:
    """Return a model's energy by its packs and by its own name, in kWh as the names say it."""
    packs = sum(count * figures_in(name)[-1] for name, count in model.parts.items())
    return packs, figures_in(model.designation)[-1]


def configurations(sheet: Sheet) -> None:
    """Systems of the model table that reach a capacity, and the packs in each (quick guide, 1.1)."""
    wanted, inverter = sheet.number("capacity"), sheet.choice("inverter")
    models = list(sheet.figures.all(Model, "sigenstor-ec/model/"))
    if inverter != "any":
        models = [m for m in models if m.inverter == inverter]
    fitting = sorted((m for m in models if min(_energy(m)) >= wanted), key=lambda m: (max(_energy(m)), m.designation))
    doubtful = [m for m in models if max(_energy(m)) >= wanted > min(_energy(m))]
    if not fitting and not doubtful:
        largest = max(models, key=lambda m: min(_energy(m)))
        floor = sheet.figures.spec("sigenstor-bat/spec/packs-floor-max")
        raise Refused(
            f"The model table ends at {largest.designation} with {amount(min(_energy(largest)), 'kWh')}"
            f"{'' if inverter == 'any' else f' for {inverter}'}; you said {amount(wanted, 'kWh')} "
            f"(section {sheet.figures.section(largest.source)}). The {sheet.figures.short(floor.source)} allows "
            f"{figure(floor)} on the floor, but prints no table of systems.",
            f"capacity: {between(None, min(_energy(largest)), 'kWh')}",
            largest.id,
            floor.id,
        )
    for model in [*fitting, *doubtful]:
        sheet.figures.use(model)
        packs, name = _energy(model)
        parts = " + ".join(f"{count} × {part}" for part, count in model.parts.items() if count)
        energy = amount(packs, "kWh")
        if packs != name:
            energy += f" by its packs, {amount(name, 'kWh')} by its name"
            sheet.warn(f"{model.designation}: the packs printed and the name disagree; check the order before buying.")
        sheet.out(
            model.id.rpartition("/")[2].partition("@")[0],
            model.designation,
            min(packs, name),
            "kWh",
            f"{energy}: {model.inverter} with {parts}",
        )
        sheet.step(f"{model.designation}: {parts} = {energy}")
    sheet.warn("The manual does not print the energy of a pack; it is taken from the number in the pack's name.")
    if fitting:
        best = fitting[0].designation
        sheet.outputs.insert(0, Output("smallest", "Smallest that reaches it", best, "-", best))


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sigenstor-configurations",
        "SigenStor: systems for a wanted capacity",
        "Models of the table that reach a capacity, the inverter and packs of each.",
        FAMILY,
        ("sigenstor-ec", "sigenstor-bat"),
        (
            Field(
                "capacity",
                "Wanted capacity",
                "number",
                "kWh",
                low=0,
                above=True,
                about="sigenstor-ec/model/sigenstor-5s-5@quick",
                help="energy of all packs together",
            ),
            Field(
                "inverter",
                "Inverter",
                "choice",
                choices=lambda f: ("any", *dict.fromkeys(m.inverter for m in f.all(Model, "sigenstor-ec/model/"))),
                default="any",
                about="sigenstor-ec/model/sigenstor-5s-5@quick",
                help="only systems with this one",
            ),
        ),
        configurations,
        (),
        (
            "which model capacity",
            "which system kwh",
            "configuration kwh",
            "how many packs kwh",
            "configuration capacity",
            "reach kwh",
            "which sigenstor kwh",
        ),
    ),
)
