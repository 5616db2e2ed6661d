"""SigenStor: switches, residual current, PV strings and cables by inverter."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.errors import Refused
from kb.calc.fields import Field
from kb.calc.figures import Figures
from kb.calc.numbers import band, listed
from kb.calc.sheet import Sheet
from kb.calc.sigenstor import FAMILY, INVERTERS
from kb.curation.statements import figure
from kb.model.facts import Spec

_SPEC = "sigenstor-ec/spec/"
_TYPES = {"EC": "sigenstor-ec", "AC": "sigenstor-ac", "Hybrid": "sigen-hybrid"}
# Cables by connection: the part of the fact id, and the properties an installer checks with their field.


def sizes(figures: Figures) -> tuple[str, ...]:
    """Return the inverter sizes in kW that the home guide lists (1.1), as it writes them."""
    text = figures.peek(f"{_SPEC}models")
    listed_models = text.text.split(";") if isinstance(text, Spec) else []
    return tuple(dict.fromkeys(size_in(m) for m in listed_models))


def size_in(designation: str) -> str:
    """Return the size in a designation: `SigenStor EC 3.0 SP` → `3.0`."""
    return next((w for w in designation.split() if w.replace(".", "").isdigit()), "")


def _by_size(sheet: Sheet, prefix: str) -> Spec:
    """Return the figure whose condition's range of sizes holds the inverter's. Raises Refused."""
    size = float(sheet.choice("size"))
    known: list[Spec] = list(sheet.figures.all(Spec, prefix))
    for spec in known:
        low, high = band(spec.condition) or (0.0, 0.0)
        if low <= size <= high:
            sheet.step(f"{sheet.choice('size')} lies in {spec.condition!r}: {figure(spec)}")
            return sheet.figures.use(spec)
    raise Refused(
        f"The manual gives this for {listed([s.condition for s in known])}; you said {sheet.choice('size')}.",
        f"size: {listed(list(sizes(sheet.figures)), 'or')}",
        *(s.id for s in known),
    )


def _model(sheet: Sheet) -> str:
    """Return the inverter's name after checking that the manual lists it. Raises Refused."""
    kind, size = sheet.choice("type"), sheet.choice("size")
    models = sheet.figures.spec(f"{_TYPES[kind]}/spec/models")
    if size not in {size_in(m) for m in models.text.split(";")}:
        place = sheet.figures.place(models.id)
        raise Refused(f"The manual lists no {kind} {size} SP ({place}).", f"models: {models.text}", models.id)
    return f"{kind} {size} SP"


def ac_switch(sheet: Sheet) -> None:
    """Rated voltage (V) and recommended rated current (A) of the AC switch at one inverter (1.1)."""
    spec = _by_size(sheet, f"{_SPEC}ac-switch-current-")
    sheet.out("current", f"Rated current of the AC switch at the {_model(sheet)}", spec.value, spec.unit)
    sheet.show("voltage", "Rated voltage (a.c.)", f"{_SPEC}ac-switch-voltage-min")
    sheet.warn("Each inverter gets its own AC switch. The current is the manual's recommendation.")


def distribution_switch(sheet: Sheet) -> None:
    """Smallest rated current (A) and voltage (V) of the distribution panel's AC switch for n inverters (1.1)."""
    sheet.out_rule(
        "current",
        "Rated current of the distribution panel's AC switch, at least",
        "sigenstor-ec/rule/distribution-switch-current-min",
        "I",
        {"I_max": sheet.number("current"), "N": float(sheet.count("inverters"))},
    )
    sheet.show("voltage", "Rated voltage (a.c.)", f"{_SPEC}distribution-switch-voltage-min")
    sheet.warn("The manual does not print the inverter's maximum output current; take it from its data sheet.")


def residual_current(sheet: Sheet) -> None:
    """Smallest recommended residual operating current in mA of the panel's leakage protection (1.1)."""
    backup = sheet.choice("wiring") == "backup"
    panel = "non-backup distribution panel (G2)" if backup else "distribution panel"
    sheet.out_rule(
        "residual",
        f"Residual operating current of the {panel}, at least",
        "sigenstor-ec/rule/residual-current-min",
        "I",
        {"N": float(sheet.count("inverters"))},
    )
    sheet.warn(f"Holds where the {panel} has leakage protection.")
    if backup:
        sheet.caution("gateway/caution/rcd-backup-loads")
        sheet.warn("The manual does not print the rating of that residual current device.")


def pv_strings(sheet: Sheet) -> None:
    """How many PV strings to connect by the inverter's power in kW (5.9)."""
    if sheet.choice("type") == "AC":
        use = sheet.figures.spec("sigenstor-ac/spec/use")
        raise Refused(
            f"SigenStor AC takes no PV strings: it is for {use.text} "
            f"(section {sheet.figures.section(use.source)}; the section on DC input leaves it out).",
            "type: EC or Hybrid",
            use.id,
            "sigenstor-ec/caution/dc-from-pv-string",
        )
    spec = _by_size(sheet, f"{_SPEC}pv-strings-")
    sheet.out("strings", "PV strings to connect", spec.value, "-", f"{figure(spec)} ({spec.condition})")
    sheet.warn("The manual prints neither voltage nor current of a string; see the inverter's data sheet.")


def _size() -> Field:
    return Field(
        "size",
        "Inverter size (the number in its name)",
        "choice",
        "-",
        choices=sizes,
        about=f"{_SPEC}models",
        help="as in SigenStor EC … SP",
        cues=("kw", "sp", "inverter"),
    )


def type_field(help_: str = "EC, AC or Hybrid") -> Field:
    return Field(
        "type",
        "Type",
        "choice",
        choices=tuple(_TYPES),
        default="EC",
        about="sigenstor-ac/spec/models",
        words={"EC": ("SigenStor EC",), "AC": ("SigenStor AC", "Sigen AC"), "Hybrid": ("Sigen Hybrid",)},
        help=help_,
    )


def _inverters(rule: str) -> Field:
    return Field(
        "inverters",
        "Inverters",
        "count",
        "inverters",
        low=1,
        bottom=f"{rule}#N",
        about=rule,
        nouns=("inverters", "inverter"),
        help="connected in parallel",
    )


_DISTRIBUTION = "sigenstor-ec/rule/distribution-switch-current-min"
_RESIDUAL = "sigenstor-ec/rule/residual-current-min"
CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sigenstor-ac-switch",
        "SigenStor: AC switch of an inverter",
        "Rated voltage and current of the AC switch that each inverter gets.",
        FAMILY,
        INVERTERS,
        (_size(), type_field()),
        ac_switch,
        (),
        ("ac switch", "ac breaker", "breaker inverter", "circuit breaker inverter"),
    ),
    Calculator(
        "sigenstor-distribution-switch",
        "SigenStor: AC switch of the distribution panel",
        "Smallest rating of the panel's switch for inverters in parallel.",
        FAMILY,
        INVERTERS,
        (
            _inverters(_DISTRIBUTION),
            Field(
                "current",
                "Maximum output current of one inverter",
                "number",
                "A",
                low=0,
                above=True,
                about=_DISTRIBUTION,
                help="from the data sheet of the inverter",
            ),
        ),
        distribution_switch,
        (_DISTRIBUTION,),
        ("distribution switch", "distribution panel", "distribution breaker", "panel switch", "main switch inverters"),
    ),
    Calculator(
        "sigenstor-residual-current",
        "SigenStor: residual current of the distribution panel",
        "Smallest rated residual operating current of a panel with leakage protection.",
        FAMILY,
        INVERTERS,
        (
            _inverters(_RESIDUAL),
            Field(
                "wiring",
                "Wiring",
                "choice",
                choices=("backup", "non-backup"),
                default="non-backup",
                about=_RESIDUAL,
                help="whether a Gateway backs up part of the loads",
            ),
        ),
        residual_current,
        (_RESIDUAL,),
        (
            "residual current",
            "rcd",
            "rcd current",
            "rcd distribution panel",
            "residual operating",
            "leakage protection",
            "rccb",
        ),
    ),
    Calculator(
        "sigenstor-pv-strings",
        "SigenStor: PV strings",
        "How many strings to connect by the inverter's power.",
        FAMILY,
        INVERTERS,
        (_size(), type_field("AC has no PV input")),
        pv_strings,
        (),
        ("pv strings", "pv string", "strings connect", "how many strings", "solar strings"),
    ),
)
