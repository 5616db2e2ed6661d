"""SR48100H rack battery: how long the cables may be, and how long those of the kits are."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.fields import Field
from kb.calc.numbers import amount
from kb.calc.sheet import Sheet
from kb.calc.sr48100h import DEVICES, FAMILY, MOUNTING
from kb.curation.statements import figure
from kb.model.facts import Spec

_SPEC = "sr48100h/spec/"


def cable_lengths(sheet: Sheet) -> None:
    """Whether communication and power cable are short enough (m), and the lengths of the kits (mm) (4.2.2, 4.2.3, 5.5)."""
    for name, label, part, must in (
        ("communication", "Communication cable", "communication-cable-length-max", "required"),
        ("power", "Power cable", "power-cable-length-max", "suggested"),
    ):
        limit = sheet.figures.spec(f"{_SPEC}{part}")
        top = sheet.figures.high(limit.id)
        sheet.out(f"{name}_max", f"{label} to the inverter, {must}", top, limit.unit, f"less than {amount(top, 'm')}")
        length = sheet.maybe(name)
        if length is not None:
            fits = length < top
            sheet.out(f"{name}_ok", f"{label}: short enough", fits)
            sheet.step(f"{label}: {amount(length, 'm')} {'<' if fits else '≥'} {amount(top, 'm')}")
    for name, label, part in (
        ("kit_power", "Power cable in the external kit", "external-power-cable-length"),
        ("kit_grounding", "Grounding cable in the external kit", "external-grounding-cable-length"),
        ("kit_communication", "Communication cable in the external kit", "inverter-communication-cable-length"),
    ):
        sheet.show(name, label, f"{_SPEC}{part}")
    mounting = sheet.choice("mounting")
    if mounting:
        for cable in ("positive", "negative", "grounding", "communication"):
            spec: Spec = sheet.figures.spec(f"{_SPEC}kit-{mounting}-{cable}-cable-length")
            sheet.out(
                f"between_{cable}", f"Battery to battery, {cable} ({mounting} kit)", spec.value, spec.unit, figure(spec)
            )
    if not sheet.working:
        sheet.step("Read from the manual; no length was given to check.")


def _length(name: str, label: str, about: str) -> Field:
    return Field(
        name,
        label,
        "number",
        "m",
        low=0,
        above=True,
        required=False,
        about=f"{_SPEC}{about}",
        help="optional: checked",
        cues=(name, "comm") if name == "communication" else (name,),
    )


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sr48100h-cable-lengths",
        "SR48100H: cable lengths",
        "Limits of the cables to the inverter, lengths in the kits.",
        FAMILY,
        DEVICES,
        (
            _length("communication", "Communication cable", "communication-cable-length-max"),
            _length("power", "Power cable", "power-cable-length-max"),
            Field(
                MOUNTING.name,
                MOUNTING.label,
                "choice",
                choices=MOUNTING.choices,
                words=MOUNTING.words,
                required=False,
                about=MOUNTING.about,
                help="optional: adds the cables between batteries",
            ),
        ),
        cable_lengths,
        (),
        ("cable length", "how long cable", "cable long", "length cable"),
    ),
)
