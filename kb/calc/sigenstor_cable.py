"""SigenStor: the cable for each connection, and whether the one at hand fits."""

from __future__ import annotations

from collections.abc import Iterator

from kb.calc.calculator import Calculator
from kb.calc.errors import Refused
from kb.calc.fields import Field
from kb.calc.numbers import amount, listed
from kb.calc.sheet import Sheet
from kb.calc.sigenstor import FAMILY, INVERTERS
from kb.calc.sigenstor_electric import type_field
from kb.curation.statements import figure
from kb.model.facts import Spec

_SPEC = "sigenstor-ec/spec/"


_CABLES = {"ground": "ground", "AC": "ac", "RS485 or DI": "rs485", "RJ45": "rj45", "PV": "pv"}


def _checks(sheet: Sheet, cable: str) -> Iterator[tuple[str, str, tuple[Spec, ...]]]:
    """Yield input, label and facts of each property; empty facts where the manual prints none."""
    section = f"section-{sheet.choice('conductor')}" if cable == "rs485" else "section"
    for name, label, part in (
        ("section", "Core cross-section", section),
        ("diameter", "Outer diameter", "diameter"),
        ("length", "Length", "length-max"),
        ("baud", "Baud rate", "baud-max"),
    ):
        fact_id = f"{_SPEC}cable-{cable}-{part}"
        known = fact_id in sheet.figures.kb.editions_of
        yield name, label, sheet.figures.editions(fact_id, Spec) if known else ()


def cable(sheet: Sheet) -> None:
    """Kind, cross-section (mm2), outer diameter (mm), length (m) and baud rate of a cable the installer provides (2)."""
    key = _CABLES[sheet.choice("connection")]
    if key == "pv" and sheet.choice("type") == "AC":
        raise Refused(
            "SigenStor AC needs no DC input cable: the list of cables leaves it out for SigenStor AC "
            f"({sheet.figures.place(f'{_SPEC}cable-pv-type')}).",
            "type: EC or Hybrid for the PV cable",
            f"{_SPEC}cable-pv-type",
        )
    sheet.show("kind", "Cable", f"{_SPEC}cable-{key}-type")
    missing: list[str] = []
    good: list[bool] = []
    for name, label, specs in _checks(sheet, key):
        if not specs:
            missing.append(label.lower())
            if name in sheet.given:
                sheet.warn(f"The manual does not print the {label.lower()} of this cable; yours is not checked.")
            continue
        spec = specs[0]
        sheet.show(name, label, spec.id)
        given = sheet.maybe(name)
        if given is not None:
            fits = (spec.min is None or given >= spec.min) and (spec.max is None or given <= spec.max)
            good.append(fits)
            sheet.step(f"{label} {amount(given, spec.unit)}: {'inside' if fits else 'outside'} {figure(spec)}")
    if key == "rs485":
        spec = sheet.figures.spec(f"{_SPEC}cable-rs485-section-{sheet.choice('conductor')}")
        sheet.out("terminal", "Conductor", spec.condition)
    if good:
        sheet.out("fits", "The given cable fits", all(good))
    if missing:
        sheet.warn(f"The manual does not print {listed(missing)} for this cable.")
    if not sheet.working:
        sheet.step("Read from the list of cables; nothing was given to check.")
    sheet.warn(
        "Cables of the power sensor to panel and grid: see the sensor's own documentation. "
        "Local cable regulations come first."
    )


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sigenstor-cable",
        "SigenStor: cable for a connection",
        "Kind, cross-section, outer diameter, length and baud rate of the cables the installer provides.",
        FAMILY,
        INVERTERS,
        (
            Field(
                "connection",
                "Connection",
                "choice",
                choices=tuple(_CABLES),
                about=f"{_SPEC}cable-ac-type",
                words={
                    "ground": ("protective ground", "earth", "pe", "grounding"),
                    "AC": ("ac output", "grid"),
                    "RS485 or DI": ("rs485", "di", "dred", "signal", "modbus", "drm"),
                    "RJ45": ("network", "ethernet", "lan", "fe"),
                    "PV": ("dc", "dc input", "solar"),
                },
                help="what the cable connects",
            ),
            type_field("only asked for the PV cable"),
            Field(
                "conductor",
                "Conductor of an RS485 or DI cable",
                "choice",
                choices=("flexible", "solid"),
                default="flexible",
                about=f"{_SPEC}cable-rs485-section-flexible",
                help="flexible cores get a tubular terminal",
            ),
            Field(
                "section",
                "Core cross-section you have",
                "number",
                "mm2",
                low=0,
                above=True,
                required=False,
                about=f"{_SPEC}cable-ac-section",
                help="optional: checked",
            ),
            Field(
                "diameter",
                "Outer diameter you have",
                "number",
                "mm",
                low=0,
                above=True,
                required=False,
                about=f"{_SPEC}cable-ac-diameter",
                help="optional: checked",
                cues=("diameter", "outer"),
            ),
            Field(
                "length",
                "Length you need",
                "number",
                "m",
                low=0,
                above=True,
                required=False,
                about=f"{_SPEC}cable-rs485-length-max",
                help="optional: checked",
                cues=("long", "length"),
            ),
            Field(
                "baud",
                "Baud rate",
                "number",
                "bps",
                low=0,
                above=True,
                required=False,
                about=f"{_SPEC}cable-rs485-baud-max",
                help="optional: checked for RS485",
            ),
        ),
        cable,
        (),
        (
            "cable section",
            "cable cross",
            "wire size",
            "cable size",
            "which cable",
            "cable diameter",
            "cable length",
            "how long cable",
            "cable mm2",
            "cable thick",
        ),
    ),
)
