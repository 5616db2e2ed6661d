"""What the JSON interface answers, where no part of the library has a type of its own for it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from flask import Response, request

from kb.bundle.reading import SectionHead
from kb.calc.result import CalculatorInfo
from kb.model.contract import FactSaid
from kb.model.device import Panel
from kb.model.errors import QueryError
from kb.model.facts import Certainty, Source
from kb.search.answer import Answer, Reading, Result


def ref(name: str) -> dict[str, str]:
    """Return the reference to a schema of the OpenAPI document."""
    return {"$ref": f"#/components/schemas/{name}"}


# msgspec tells structs of a union apart by a tag only; results and refusals are told apart by `refused`.
Worked = Annotated[
    Any,
    msgspec.Meta(
        description="A result, or with `refused` true the reason why the manual gives none.",
        extra_json_schema={"oneOf": [ref("CalcResult"), ref("Refusal")]},
    ),
]
WorkedOrNone = Annotated[
    Any, msgspec.Meta(extra_json_schema={"oneOf": [ref("CalcResult"), ref("Refusal"), {"type": "null"}]})
]


class Problem(msgspec.Struct, frozen=True):
    """What went wrong: a stable code for programs, what happened and what to do for people."""

    code: str
    message: str
    todo: str


class Failure(msgspec.Struct, frozen=True):
    """The one shape of every error."""

    error: Problem


class SearchReading(Reading, frozen=True):
    """How the question was understood. Any of `terms` may be dropped by asking again with it as `drop`."""


class Found(Result, frozen=True):
    """One answer: a fact of any kind, or a passage of a manual. `facts` is the fact itself, empty for a passage."""

    facts: Annotated[
        Any,
        msgspec.Meta(extra_json_schema={"anyOf": [ref("Fact"), {"type": "object", "maxProperties": 0}]}),
    ]


class Offered(msgspec.Struct, frozen=True, omit_defaults=True):
    """The calculator that a question asks for, with the inputs it names; worked out when they suffice."""

    id: str
    title: str
    inputs: dict[str, str]
    url: str
    result: Worked = msgspec.UNSET


class SearchAnswer(Answer, frozen=True, kw_only=True):
    """The outcome of a search. Where `answered` is false the manuals do not hold the answer; `results` are then the nearest topics."""

    reading: SearchReading
    results: tuple[Found, ...]
    calculator: Offered | None


class Facts(msgspec.Struct, frozen=True):
    """Facts in the order of the manuals."""

    count: int
    facts: tuple[FactSaid, ...]


class Calculators(msgspec.Struct, frozen=True):
    """The calculators with their inputs, ranges and choices."""

    count: int
    calculators: tuple[CalculatorInfo, ...]


class WhomToAsk(msgspec.Struct, frozen=True):
    """Whom the manual tells people to call."""

    who: str
    detail: str
    source: str


class Plug(msgspec.Struct, frozen=True):
    """A connector of a device; `slug` is its name in addresses, `pins` is 0 where the manual does not tell it."""

    name: str
    slug: str
    shape: str
    pins: int
    purpose: str


class DeviceSaid(msgspec.Struct, frozen=True):
    """A device. `coverage` tells for each fact kind whether its manuals were read for it; `facts` counts what was found."""

    id: str
    name: str
    short: str
    maker: str
    type: str
    family: str
    aliases: tuple[str, ...]
    manuals: tuple[str, ...]
    panel: Panel
    connectors: tuple[Plug, ...]
    contact: WhomToAsk | None
    coverage: dict[str, str]
    facts: dict[str, int]


class Devices(msgspec.Struct, frozen=True):
    """All devices."""

    count: int
    devices: tuple[DeviceSaid, ...]


class ConflictSaid(msgspec.Struct, frozen=True):
    """Two places that disagree: what each says and plain advice; `facts` are the ids of the facts it is about."""

    id: str
    devices: tuple[str, ...]
    topic: str
    readings: tuple[SideSaid, ...]
    advice: str
    facts: tuple[str, ...]
    certainty: Certainty
    source: Source


class SideSaid(msgspec.Struct, frozen=True):
    """What one place says."""

    source: Source
    says: str


class Conflicts(msgspec.Struct, frozen=True):
    """Where manuals disagree."""

    count: int
    conflicts: tuple[ConflictSaid, ...]


class ManualSaid(msgspec.Struct, frozen=True):
    """A manual edition. `original_sha256` is the hash of the maker's own text from which it was written."""

    id: str
    title: str
    short: str
    edition: str
    date: str | None
    language: str
    maker: str
    market: str
    devices: tuple[str, ...]
    original_sha256: str
    facts: int
    sections: tuple[SectionHead, ...]


class Manuals(msgspec.Struct, frozen=True):
    """All manual editions with their sections."""

    count: int
    manuals: tuple[ManualSaid, ...]


class Version(msgspec.Struct, frozen=True):
    """What answers. `status` is "degraded" while a newer knowledge base cannot be opened and the one before it answers."""

    status: str
    version: str
    built_at: str
    pinlight: str
    api: str
    counts: dict[str, int]


def json_answer(value: object) -> Response:
    """Return an answer: msgspec writes UTF-8 as it is and keeps the order of the contract."""
    return Response(msgspec.json.encode(value), mimetype="application/json")


def once(name: str) -> str:
    """Return a parameter of the address without surrounding blanks; empty when it is not given.

    Raises QueryError when it is given more than once: which of them is meant would be a guess.
    """
    found = request.args.getlist(name)
    if len(found) > 1:
        raise QueryError(f"{name} is given {len(found)} times; give it once")
    return found[0].strip() if found else ""
