"""What a calculator returns: frozen types, their field names are the JSON names."""

from __future__ import annotations

from typing import Any

import msgspec

Value = float | str | bool | None


class SourceRef(msgspec.Struct, frozen=True):
    """Where a figure stands: the fact's id, manual, edition, section number, title, lines of the original."""

    fact: str
    manual: str
    edition: str
    section: str
    title: str
    lines: str


class InputInfo(msgspec.Struct, frozen=True):
    """One input of a calculator: its unit or choices, the range that is allowed, and where that stands."""

    name: str
    label: str
    kind: str
    unit: str = "-"
    choices: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    default: str = ""
    required: bool = True
    help: str = ""
    allowed: str = ""


class CalculatorInfo(msgspec.Struct, frozen=True):
    """A calculator as the list, the form and the API show it. `rules` are the manual's rules it stands for."""

    id: str
    title: str
    about: str
    family: str
    devices: tuple[str, ...]
    inputs: tuple[InputInfo, ...]
    rules: tuple[str, ...] = ()


class Given(msgspec.Struct, frozen=True):
    """An input as it was understood: the value in `unit`, and its text."""

    name: str
    label: str
    value: Value
    unit: str
    text: str


class Output(msgspec.Struct, frozen=True):
    """One result: `value` in `unit` ("-" for none) for machines, `text` for people; a range has `min` and `max`."""

    name: str
    label: str
    value: Value
    unit: str
    text: str
    min: float | None = None
    max: float | None = None


class CalcResult(msgspec.Struct, frozen=True, kw_only=True):
    """A result with its working and the source of every figure. `conflicts` are ids of conflict facts."""

    id: str
    title: str
    inputs: tuple[Given, ...]
    outputs: tuple[Output, ...]
    working: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    warnings: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    refused: bool = False


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """The manual gives no answer for these inputs: why, what is allowed, and where that stands."""

    id: str
    title: str
    inputs: tuple[Given, ...]
    reason: str
    allowed: str
    source: SourceRef | None = None
    sources: tuple[SourceRef, ...] = ()
    conflicts: tuple[str, ...] = ()
    refused: bool = True


Outcome = CalcResult | Refusal


def to_json(outcome: Outcome | CalculatorInfo) -> dict[str, Any]:
    """Return plain JSON types by the names of the public contract."""
    plain: dict[str, Any] = msgspec.to_builtins(outcome)
    return plain
