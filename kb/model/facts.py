"""The fact kinds: one frozen type each, one tagged union (DESIGN.md section 2).

Every fact says which devices it holds for and where in which manual it stands. Field names are the JSON names
of the public contract; `kind` is the tag.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Certainty = Literal["certain", "likely", "doubtful"]
Pattern = Literal["off", "steady", "flash", "any"]
Safety = Literal["none", "stop-using"]
Level = Literal["danger", "warning", "caution", "notice"]
CableStatus = Literal["mapped", "figure-only", "protocol-only"]
Bus = Literal["CAN", "RS485"]

COLORS: frozenset[str] = frozenset({"white", "green", "blue", "orange", "red", "yellow", "grey"})


class Source(msgspec.Struct, frozen=True):
    """Where a fact stands: manual id, its edition, section number, section title, lines of the original ("12-14")."""

    manual: str
    edition: str
    section: str
    title: str
    lines: str
    anchor: str = ""


class Lamp(msgspec.Struct, frozen=True):
    """What one lamp shows. `on_s`/`off_s` in seconds; `period_s` where only a period is printed; `times` = number of flashes."""

    indicator: str
    color: str | None = None
    pattern: Pattern = "any"
    on_s: float | None = None
    off_s: float | None = None
    blink: str | None = None
    period_s: float | None = None
    times: int | None = None


class Variable(msgspec.Struct, frozen=True):
    """A variable of a rule: its unit and the range the manual allows."""

    name: str
    unit: str
    min: float | None = None
    max: float | None = None


class Reading(msgspec.Struct, frozen=True):
    """One manual's side of a conflict."""

    source: Source
    says: str


class FactBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What all facts share. `file` and `line` are the place in the edition (for messages, not part of the contract)."""

    id: str
    devices: tuple[str, ...]
    source: Source
    certainty: Certainty = "certain"
    note: str = ""
    repair: str = ""


class LedState(FactBase, frozen=True, kw_only=True, tag="led_state"):
    """One state of the panel: often told by several lamps together."""

    lamps: tuple[Lamp, ...]
    meaning: str
    mode: str = ""
    action: str = ""
    safety: Safety = "none"


class Blink(FactBase, frozen=True, kw_only=True, tag="blink"):
    """A named rhythm, times in seconds."""

    name: str
    on_s: float
    off_s: float
    meaning: str = ""


class Alarm(FactBase, frozen=True, kw_only=True, tag="alarm"):
    """An alarm, fault or protection with what causes it and what to do."""

    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    cause: str = ""
    effect: str = ""
    recovery: str = ""
    actions: tuple[str, ...] = ()
    safety: Safety = "none"
    lamp: tuple[Lamp, ...] = ()


class Pin(FactBase, frozen=True, kw_only=True, tag="pin"):
    """One contact of a connector. `pin` is text: a connector may count in letters."""

    connector: str
    pin: str
    signal: str
    function: str = ""
    connects_to: str = ""
    wire_color: str = ""


class Wire(msgspec.Struct, frozen=True, array_like=True):
    """A wire of a cable as [from, to, signal, optional]; a pin that is not printed is "?"."""

    from_pin: str
    to_pin: str
    signal: str
    optional: bool = False


class Cable(FactBase, frozen=True, kw_only=True, tag="cable"):
    """How a port of a device is wired to another product's port."""

    from_device: str
    to: str
    status: CableStatus
    from_port: str = ""
    to_port: str = ""
    pins: tuple[Wire, ...] = ()
    version: str = ""
    bus: str = ""
    brands: tuple[str, ...] = ()


class Protocol(FactBase, frozen=True, kw_only=True, tag="protocol"):
    """A protocol id, the brands that use it on a bus, and its DIP switch setting (a free switch is left out of `dip`)."""

    protocol_id: str
    bus: Bus
    brands: tuple[str, ...]
    dip: dict[str, Literal["ON", "OFF"]]
    dip_pattern: str = ""


class Dip(FactBase, frozen=True, kw_only=True, tag="dip"):
    """What one position of one DIP switch means."""

    switch: str
    position: str
    meaning: str


class Spec(FactBase, frozen=True, kw_only=True, tag="spec"):
    """A figure with its unit: nominal `value`, or limits; `text` when it is not a number."""

    name: str
    min: float | None = None
    value: float | None = None
    max: float | None = None
    tolerance: float | None = None
    unit: str = "-"
    condition: str = ""
    text: str = ""


class Rule(FactBase, frozen=True, kw_only=True, tag="rule"):
    """A formula of the manual; `formula` is arithmetic on the variables, the result in `unit`."""

    name: str
    formula: str
    variables: tuple[Variable, ...]
    unit: str
    tolerance: float | None = None
    applies_when: str = ""


class Model(FactBase, frozen=True, kw_only=True, tag="model"):
    """A sales designation and what it is made of."""

    designation: str
    parts: dict[str, int]
    inverter: str = ""


class Procedure(FactBase, frozen=True, kw_only=True, tag="procedure"):
    """Steps in order; `cautions` are ids of caution facts to read first."""

    title: str
    steps: tuple[str, ...]
    cautions: tuple[str, ...] = ()


class Remedy(FactBase, frozen=True, kw_only=True, tag="remedy"):
    """A symptom, what to check in order, and whom to call after that."""

    symptom: str
    checks: tuple[str, ...]
    escalate_to: str = ""


class Faq(FactBase, frozen=True, kw_only=True, tag="faq"):
    """A question of the manual and its answer."""

    question: str
    answer: str


class Caution(FactBase, frozen=True, kw_only=True, tag="caution"):
    """An alert; `guards` names what it protects beyond its own section ("connector:Link IN")."""

    level: Level
    text: str
    guards: str = ""


class Conflict(FactBase, frozen=True, kw_only=True, tag="conflict"):
    """Manuals, or two places of one, disagree: both readings and plain advice. `facts` are the ids it travels with."""

    topic: str
    readings: tuple[Reading, ...]
    advice: str
    facts: tuple[str, ...] = ()


Fact = (
    LedState
    | Blink
    | Alarm
    | Pin
    | Cable
    | Protocol
    | Dip
    | Spec
    | Rule
    | Model
    | Procedure
    | Remedy
    | Faq
    | Caution
    | Conflict
)

KINDS: tuple[str, ...] = (
    "led_state",
    "blink",
    "alarm",
    "pin",
    "cable",
    "protocol",
    "dip",
    "spec",
    "rule",
    "model",
    "procedure",
    "remedy",
    "faq",
    "caution",
    "conflict",
)


def kind_of(fact: Fact) -> str:
    """Return the JSON name of the fact's kind, such as "led_state"."""
    return str(fact.__struct_config__.tag)


def base_id(fact_id: str) -> str:
    """Return the id without its edition tag: `sigenstor-ec/com/5@quick` → `sigenstor-ec/com/5`."""
    return fact_id.partition("@")[0]


def to_json(fact: Fact) -> dict[str, object]:
    """Return the fact as plain JSON types, by the names of the public contract."""
    plain: dict[str, object] = msgspec.to_builtins(fact)
    if isinstance(fact, Cable):
        # The contract is [from, to, signal]; the optional mark is told beside it.
        plain["pins"] = [[w.from_pin, w.to_pin, w.signal] for w in fact.pins]
        plain["optional_pins"] = [w.from_pin for w in fact.pins if w.optional]
    return plain


def encode(fact: Fact) -> bytes:
    """Serialise a fact for the bundle."""
    return msgspec.json.encode(fact)


def decode(raw: bytes | str) -> Fact:
    """Read a fact written by `encode`."""
    return _DECODER.decode(raw)


_DECODER: msgspec.json.Decoder[Fact] = msgspec.json.Decoder(Fact)
