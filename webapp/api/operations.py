"""The declared table of operations: what the OpenAPI document and the documentation page are made of.

A route under /api/v1 that is missing here, or a line here without a route, fails the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from kb.bundle.reading import SectionSaid
from kb.bundle.store import KnowledgeBase
from kb.diagnose.model import ROLES
from kb.diagnose.told import Diagnosis
from kb.identify.api import DeviceStates, Identified, Tapped
from kb.model.contract import FactSaid
from kb.model.facts import KINDS
from kb.wiring.sockets import Socket
from webapp.api import examples, types
from webapp.api.compare import Comparison
from webapp.api.diagnose import DiagnoseRequest, Trees
from webapp.api.examples import Call
from webapp.api.feedback import FeedbackAnswer, FeedbackRequest
from webapp.api.leds import IdentifyRequest
from webapp.api.routes import FORMATS, LIMIT
from webapp.api.suggest import SuggestAnswer, SuggestRequest
from webapp.api.wiring import CableAnswer, Connectors, Protocols
from webapp.config import MAX_QUERY_CHARS
from webapp.features.search.ask import MAX_DROPS, MAX_LIMIT

Method = Literal["get", "post"]
Schema = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """A part of the address: in the path, or behind the question mark."""

    name: str
    about: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    required: bool = False
    path: bool = False
    choices: Callable[[KnowledgeBase], Iterable[str]] | None = None

    def schema_of(self, kb: KnowledgeBase) -> Schema:
        """Return the schema on a knowledge base: with the ids that it holds, where only they are taken."""
        return {**self.schema, "enum": list(self.choices(kb))} if self.choices else self.schema


@dataclass(frozen=True)
class Operation:
    """One method of one path. `answer` and `body` are types, or the names under which types are put together.

    `errors` are the statuses that this operation has beside those that all have; `example` makes a call that works on
    the given knowledge base, or None where it holds nothing to show. `cached` answers carry an ETag; what
    `writes` is not tried by the documentation itself.
    """

    id: str
    method: Method
    path: str
    group: str
    summary: str
    about: str
    answer: Any
    parameters: tuple[Parameter, ...] = ()
    body: Any = None
    body_required: bool = True
    errors: tuple[int, ...] = ()
    table: bool = False
    cached: bool = True
    writes: bool = False
    example: Callable[[KnowledgeBase], Call | None] = lambda _: Call()


@dataclass(frozen=True)
class Group:
    """Operations that belong together, for the page and as a tag."""

    name: str
    about: str


GROUPS = (
    Group("Ask", "A question in people's words; the answer with its place in the manual."),
    Group("Facts", "Everything that was read from the manuals, as open data."),
    Group("Lamps", "What a device's lamps mean, seen or tapped."),
    Group("Wiring", "Contacts, cables and switch settings."),
    Group("Working out", "Calculators on the manuals' own figures and rules."),
    Group("Troubleshooting", "The next step, and why it is next."),
    Group("About", "What answers here, and this description."),
)


def text(most: int = 200, **more: Any) -> Schema:
    """Return the schema of a text of at most `most` characters."""
    return {"type": "string", "maxLength": most, **more}


def part(name: str, about: str) -> Parameter:
    """Return a part of the path."""
    return Parameter(name, about, {"type": "string", "minLength": 1}, required=True, path=True)


def _devices(kb: KnowledgeBase) -> Iterable[str]:
    return kb.devices


def _manuals(kb: KnowledgeBase) -> Iterable[str]:
    return kb.manuals


DEVICE = Parameter("device", "Only this device, by its id.", choices=_devices)
NAMED = Parameter("device", "Only this device, by id, name or alias.", text())
INPUTS = Parameter(
    "inputs",
    "The calculator's inputs, each as a parameter of its own: `packs=4`, or with a unit `power=5 kW`.",
    {"type": "object", "additionalProperties": {"type": "string"}},
)
GIVEN_SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    "description": 'Inputs by name. A text may carry its unit, as in "5 kW". `{"inputs": {…}}` is read alike.',
}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "search",
        "get",
        "/api/v1/search",
        "Ask",
        "Answer a question",
        "Exact codes, pins, brands and names come first. Where the manuals do not hold the answer, `answered` is false, "
        "and `why_not` says why. Where that is something which the manuals are known not to say, `silence` is its id, else null.",
        types.SearchAnswer,
        (
            Parameter("q", "The question.", text(MAX_QUERY_CHARS, minLength=1), required=True),
            DEVICE,
            Parameter(
                "limit",
                "At most so many results.",
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": LIMIT},
            ),
            Parameter(
                "drop",
                "A part of the reading to leave out; may be repeated.",
                {"type": "array", "items": text(), "maxItems": MAX_DROPS},
            ),
        ),
        errors=(400,),
        example=examples.search,
    ),
    Operation(
        "listFacts",
        "get",
        "/api/v1/facts",
        "Facts",
        "Export facts",
        "Without filters, every fact. As CSV a spreadsheet reads it: with one `kind` each field is a column, otherwise "
        "the fields stand as JSON in one column. A text that a spreadsheet would take for a formula begins with an apostrophe.",
        types.Facts,
        (
            Parameter("kind", "Only this kind.", {"type": "string", "enum": list(KINDS)}),
            DEVICE,
            Parameter("manual", "Only this manual, by its id.", choices=_manuals),
            Parameter(
                "format", "The form of the answer.", {"type": "string", "enum": list(FORMATS), "default": "json"}
            ),
        ),
        errors=(400,),
        table=True,
        example=examples.facts,
    ),
    Operation(
        "getFact",
        "get",
        "/api/v1/facts/{fact_id}",
        "Facts",
        "One fact",
        "By its id, which may hold slashes. Ids stay as they are.",
        FactSaid,
        (part("fact_id", "The fact's id."),),
        errors=(404,),
        example=examples.fact,
    ),
    Operation(
        "listDevices",
        "get",
        "/api/v1/devices",
        "Facts",
        "The devices",
        "With names, panel, connectors, manuals, and for each fact kind whether the manuals were read for it.",
        types.Devices,
    ),
    Operation(
        "getDevice",
        "get",
        "/api/v1/devices/{device_id}",
        "Facts",
        "One device",
        "By id, name or alias, in any case.",
        types.DeviceSaid,
        (part("device_id", "Id, name or alias."),),
        errors=(404,),
        example=examples.device,
    ),
    Operation(
        "listConflicts",
        "get",
        "/api/v1/conflicts",
        "Facts",
        "Where manuals disagree",
        "What each place says, and plain advice.",
        types.Conflicts,
        (DEVICE,),
        errors=(400,),
        example=examples.conflicts,
    ),
    Operation(
        "listManuals",
        "get",
        "/api/v1/manuals",
        "Facts",
        "The manuals",
        "Editions with their sections.",
        types.Manuals,
    ),
    Operation(
        "getManual",
        "get",
        "/api/v1/manuals/{manual_id}",
        "Facts",
        "One manual",
        "One edition with its sections.",
        types.ManualSaid,
        (part("manual_id", "The manual's id."),),
        errors=(404,),
        example=examples.manual,
    ),
    Operation(
        "readSection",
        "get",
        "/api/v1/manuals/{manual_id}/sections/{section}",
        "Facts",
        "Read a section",
        "Its text in our own words, and the facts that stand in it.",
        SectionSaid,
        (part("manual_id", "The manual's id."), part("section", "The section's anchor, number or title.")),
        errors=(404,),
        example=examples.section,
    ),
    Operation(
        "compareManuals",
        "get",
        "/api/v1/compare",
        "Facts",
        "Compare two editions",
        "Fact by fact: equal, different, or only in one.",
        Comparison,
        (
            Parameter("a", "A manual's id.", required=True, choices=_manuals),
            Parameter("b", "Another manual's id.", required=True, choices=_manuals),
        ),
        errors=(400, 404),
        example=examples.compare,
    ),
    Operation(
        "listLeds",
        "get",
        "/api/v1/leds",
        "Lamps",
        "Lamps and states of a device",
        "Every lamp with the looks it may have, and every state.",
        DeviceStates,
        (Parameter("device", "The device's id.", required=True, choices=_devices),),
        errors=(400, 404),
        example=examples.leds,
    ),
    Operation(
        "identifyLeds",
        "post",
        "/api/v1/leds/identify",
        "Lamps",
        "What do the lamps mean?",
        "Send `lamps` as seen, or `taps` of a rhythm in milliseconds, never both. States come ranked, ties are told as ties.",
        Identified | Tapped,
        body=IdentifyRequest,
        errors=(400, 404),
        example=examples.identify,
    ),
    Operation(
        "listConnectors",
        "get",
        "/api/v1/connectors",
        "Wiring",
        "Connectors",
        "Of one device, or of all: contacts edition by edition, groups, and which contacts must not be swapped.",
        Connectors,
        (NAMED,),
        errors=(404,),
        example=examples.connectors,
    ),
    Operation(
        "getConnector",
        "get",
        "/api/v1/connectors/{device_id}/{name}",
        "Wiring",
        "One connector",
        "By its name or slug.",
        Socket,
        (part("device_id", "Id, name or alias."), part("name", "The connector's name or slug.")),
        errors=(404,),
        example=examples.connector,
    ),
    Operation(
        "planCable",
        "get",
        "/api/v1/cable",
        "Wiring",
        "Plan a cable",
        'Ports, wires, switch settings and checks. A contact that is not printed is "?"; `ask` then says what to ask the supplier.',
        CableAnswer,
        (
            Parameter("from", "The device, by id, name or alias.", text(minLength=1), required=True),
            Parameter("to", "The brand or device at the other end.", text(minLength=1), required=True),
            Parameter(
                "packs",
                "With this many batteries: the inverter's settings too.",
                {"type": "integer", "minimum": 1, "maximum": 9999},
            ),
        ),
        errors=(400, 404),
        example=examples.cable,
    ),
    Operation(
        "listProtocols",
        "get",
        "/api/v1/protocol",
        "Wiring",
        "Protocols and DIP switches",
        "By brand, or the other way round by a row of switches as they stand: 1 on, 0 off, X unknown.",
        Protocols,
        (
            NAMED,
            Parameter("brand", "The inverter's brand.", text()),
            Parameter(
                "dip",
                "The switches in order, such as X000010: 1 is on, 0 off, X either.",
                {"type": "string", "pattern": "^[01Xx]{0,16}$"},
            ),
        ),
        errors=(400, 404),
        example=examples.protocol,
    ),
    Operation(
        "listCalculators",
        "get",
        "/api/v1/calculators",
        "Working out",
        "The calculators",
        "With inputs, units, ranges and choices.",
        types.Calculators,
        (DEVICE,),
        errors=(400,),
        example=examples.calculators,
    ),
    Operation(
        "calculate",
        "get",
        "/api/v1/calculators/{calculator_id}",
        "Working out",
        "Work one out",
        "A result with its working and the source of every figure. Outside what the manual gives, `refused` is true and "
        "`reason` says why.",
        types.Worked,
        (part("calculator_id", "The calculator's id."), INPUTS),
        errors=(400, 404, 422),
        example=examples.calculator,
    ),
    Operation(
        "calculateFromBody",
        "post",
        "/api/v1/calculators/{calculator_id}",
        "Working out",
        "Work one out from JSON",
        "As above, with the inputs as a JSON object.",
        types.Worked,
        (part("calculator_id", "The calculator's id."),),
        body=GIVEN_SCHEMA,
        body_required=False,
        errors=(400, 404, 422),
        example=examples.calculator_body,
    ),
    Operation(
        "diagnose",
        "post",
        "/api/v1/diagnose",
        "Troubleshooting",
        "The next step",
        "Send the device and the answers so far; ask `next`, and send its answer with the others. Nothing is kept here.",
        Diagnosis,
        body=DiagnoseRequest,
        errors=(400, 404),
        example=examples.diagnose,
    ),
    Operation(
        "suggest",
        "post",
        "/api/v1/suggest",
        "Troubleshooting",
        "Answer a ticket",
        "Send subject and body as they came, plain or HTML. Back come the product, the likely causes, the question worth "
        "asking and a reply with its places in three forms. Nothing is kept; where the manuals do not cover it, `covered` is "
        "false and nothing is proposed.",
        SuggestAnswer,
        body=SuggestRequest,
        errors=(400, 404),
        example=examples.suggest,
    ),
    Operation(
        "getTree",
        "get",
        "/api/v1/tree/{device_id}",
        "Troubleshooting",
        "The whole tree",
        "The same questions as a finite tree, to print or to keep.",
        Trees,
        (
            part("device_id", "The device's id."),
            Parameter("role", "Who answers.", {"type": "string", "enum": list(ROLES), "default": ROLES[0]}),
            Parameter("problem", "Only the tree of this problem, by its id.", text()),
        ),
        errors=(400, 404),
        example=examples.tree,
    ),
    Operation(
        "tellFeedback",
        "post",
        "/api/v1/feedback",
        "About",
        "Was this right?",
        "Counted by fact and day; after a no also what had been asked, without what is personal. `counted` is false "
        "where no feedback is kept.",
        FeedbackAnswer,
        body=FeedbackRequest,
        errors=(400, 404),
        writes=True,
        example=examples.feedback,
    ),
    Operation(
        "getVersion",
        "get",
        "/api/v1/version",
        "About",
        "What answers here",
        "The knowledge base in use, when it was built, and how much is in it.",
        types.Version,
        cached=False,
    ),
    Operation(
        "getOpenapi",
        "get",
        "/api/v1/openapi.json",
        "About",
        "This description",
        "OpenAPI 3.1.",
        {"type": "object", "required": ["openapi", "info", "paths"], "properties": {"openapi": {"const": "3.1.0"}}},
    ),
)
