"""The requests and answers of the MCP tools: frozen types, whose schemas the clients are given."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from kb.bundle.reading import SectionHead
from kb.calc.result import CalcResult, CalculatorInfo
from kb.diagnose.model import ROLES
from kb.diagnose.told import Diagnosis
from kb.identify.api import Identified, SeenLamp, Tapped, Taps
from kb.model.contract import FactSaid
from kb.model.facts import Source
from kb.wiring.dips import Setting
from kb.wiring.plan import Plan
from kb.wiring.sockets import Socket

DEVICE = "The device, by id, name or alias."
MOST = 20


def said(about: str, **more: Any) -> msgspec.Meta:
    """Return what a client is told of a field."""
    return msgspec.Meta(description=about, **more)


class Citation(msgspec.Struct, frozen=True):
    """A place in a manual; `text` is how to write it."""

    manual: str
    edition: str
    section: str
    title: str
    lines: str
    text: str


class SearchRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question in people's words."""

    question: Annotated[str, said("The question, or a code, pin, brand or name.", min_length=1, max_length=2000)]
    device: Annotated[str, said("Only this device, by id, name or alias.")] = ""
    limit: Annotated[int, said("At most so many results.", ge=1, le=MOST)] = 5


class SearchResult(msgspec.Struct, frozen=True):
    """One answer: a fact, or a passage of a manual."""

    kind: str
    id: str
    title: str
    text: str
    devices: tuple[str, ...]
    source: Source
    conflict: str | None
    cautions: tuple[str, ...]


class SearchAnswer(msgspec.Struct, frozen=True):
    """What was found. Where `answered` is false the manuals do not hold the answer: `results` are then only the nearest topics.

    `silence` is the id of what the manuals are known not to say, where that is the reason.
    """

    answered: bool
    why_not: str
    which_device: tuple[str, ...]
    contact: str
    results: tuple[SearchResult, ...]
    citations: tuple[Citation, ...]
    silence: str | None = None


class AlarmRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An alarm as a display, an app or a person tells it."""

    alarm: Annotated[str, said("Code or name of the alarm, fault or protection.", min_length=1, max_length=300)]
    device: Annotated[str, said("Only this device, by id, name or alias.")] = ""


class AlarmAnswer(msgspec.Struct, frozen=True):
    """The alarms of this code or name; without one, `found` is false and `near` are names that are like it."""

    found: bool
    alarms: tuple[FactSaid, ...]
    near: tuple[str, ...]
    citations: tuple[Citation, ...]


class LedRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lamps as they were seen, or a rhythm as it was tapped; never both."""

    device: Annotated[str, said(DEVICE)]
    lamps: Annotated[
        tuple[SeenLamp, ...],
        said("What each lamp shows: off, steady, flash, lit, or flash-ON-OFF in seconds; its colour if it is known."),
    ] = ()
    taps: Annotated[Taps | None, said("Milliseconds lit and dark, in turn.")] = None
    indicator: Annotated[str, said("With taps: the lamp's name.")] = ""


class LedAnswer(msgspec.Struct, frozen=True):
    """What the lamps mean (`seen`), or which rhythm it is (`tapped`). Ties are told, never broken by chance."""

    answered: bool
    seen: Identified | None
    tapped: Tapped | None
    citations: tuple[Citation, ...]


class PinoutRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A connector of a device; without a name, all of them."""

    device: Annotated[str, said(DEVICE)]
    connector: Annotated[str, said("The connector's name or slug; all connectors when it is left out.")] = ""


class PinoutAnswer(msgspec.Struct, frozen=True):
    """Contacts edition by edition. A connector without tables has no contacts in print."""

    connectors: tuple[Socket, ...]
    citations: tuple[Citation, ...]


class CableRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both ends of a cable."""

    device: Annotated[str, said(DEVICE)]
    to: Annotated[str, said("The inverter's brand, or the device at the other end.", min_length=1)]
    packs: Annotated[int, said("How many batteries.", ge=1, le=9999)] | None = None


class CableAnswer(msgspec.Struct, frozen=True):
    """The plan. A pin "?" is not printed; `ask` in the plan says what to ask the supplier instead of guessing."""

    cable: Plan
    citations: tuple[Citation, ...]


class DipRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A brand, or switches as they stand."""

    brand: Annotated[str, said("The inverter's brand.")] = ""
    device: Annotated[str, said("Only this device, by id, name or alias.")] = ""
    row: Annotated[str, said("Switches in order: 1 on, 0 off, X either, as in X000010.")] = ""


class DipAnswer(msgspec.Struct, frozen=True):
    """The settings, for master and slaves; without one, `known_brands` are those that the manuals name."""

    found: bool
    settings: tuple[Setting, ...]
    known_brands: tuple[str, ...]
    citations: tuple[Citation, ...]


class StepRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device, and every answer so far by the id of its question or repair."""

    device: Annotated[str, said(DEVICE)]
    answers: Annotated[dict[str, str], said("Answers so far: id of the question or repair, id of the answer.")] = {}
    role: Annotated[str, said("Who stands before the device.", extra_json_schema={"enum": list(ROLES)})] = ROLES[0]


class StepAnswer(msgspec.Struct, frozen=True):
    """Say `safety` first. Then ask or do `next`, and call again with its answer added to `answers`."""

    diagnosis: Diagnosis
    citations: tuple[Citation, ...]


class CalculateRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A calculator and its inputs; without a calculator, those that there are."""

    calculator: Annotated[str, said("The calculator's id; left out, the calculators are listed.")] = ""
    inputs: Annotated[dict[str, str | float | bool], said("Inputs by name; a text may carry its unit: 5 kW.")] = {}
    device: Annotated[str, said("For the list: only this device, by id, name or alias.")] = ""


class CalculateAnswer(msgspec.Struct, frozen=True):
    """A result with its working, or a refusal: the manual gives no answer for these inputs. Or the list of calculators."""

    result: CalcResult | None
    refusal: Refused | None
    calculators: tuple[CalculatorInfo, ...]
    citations: tuple[Citation, ...]


class Refused(msgspec.Struct, frozen=True):
    """Why there is no result, and what the manual allows."""

    reason: str
    allowed: str


class SectionRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of a manual; without one, the manual's contents."""

    manual: Annotated[str, said("The manual's id.")]
    section: Annotated[str, said("Anchor, number or title; left out, the contents are listed.")] = ""


class SectionAnswer(msgspec.Struct, frozen=True):
    """The section's text in our own words and its facts; or the contents of the manual."""

    section: SectionHead | None
    text: str
    facts: tuple[FactSaid, ...]
    contents: tuple[SectionHead, ...]
    citations: tuple[Citation, ...]
