"""`POST /api/v1/diagnose` and `GET /api/v1/tree/<device>`: the troubleshooter as JSON (DESIGN.md section 5)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from flask import Blueprint, Response, request

from kb.bundle.store import KnowledgeBase
from kb.diagnose import api
from kb.diagnose.model import ROLES
from kb.diagnose.tree import Tree
from kb.model.errors import QueryError
from kb.model.facts import Source
from webapp import bundle, learning
from webapp.features.trouble import asked
from webapp.features.trouble.trees import compiled, models

bp = Blueprint("api_diagnose", __name__, url_prefix="/api/v1")


# Only told here: whoever sends more gets a sentence that names the answer.
_ANSWERS = msgspec.Meta(
    extra_json_schema={
        "maxProperties": asked.MAX_ANSWERS,
        "propertyNames": {"maxLength": asked.MAX_ID},
        "additionalProperties": {"type": "string", "maxLength": asked.MAX_SAID},
    }
)


class DiagnoseRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked: a device, the answers so far by test or repair id, and who answers (lay, installer, support)."""

    device: str
    answers: Annotated[dict[str, str], _ANSWERS] = {}
    role: Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(ROLES)})] = ROLES[0]


class Cited(Source, frozen=True, kw_only=True):
    """The place of a fact in its manual, with the fact's id."""

    fact: str


class Danger(msgspec.Struct, frozen=True):
    """What must be said before all else; with `stop` nothing more may be tried."""

    id: str
    text: str
    stop: bool
    cites: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()


class CauseShare(msgspec.Struct, frozen=True):
    """A cause and its probability `p`, 0 to 1; `source` is null for something else."""

    id: str
    name: str
    p: float
    source: Source | None = None
    facts: tuple[str, ...] = ()
    safety: str = "none"


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer that the next step takes; `facts` are the LED facts that look like it."""

    id: str
    label: str
    facts: tuple[str, ...] = ()


class NextStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question (`ask`), a repair (`do`), handing on (`escalate`) or the end (`fixed`): exactly one of the four is there."""

    why: str
    id: str | None = None
    ask: str | None = None
    do: str | None = None
    escalate: str | None = None
    fixed: str | None = None
    kind: str | None = None
    help: str | None = None
    device: str | None = None
    before: tuple[str, ...] | None = None
    steps: tuple[str, ...] | None = None
    verify: str | None = None
    choices: tuple[Answer, ...] | None = None
    note: str | None = None
    sources: tuple[Cited, ...] | None = None


class Learnt(msgspec.Struct, frozen=True):
    """One answer: what was asked, what was said, why it was next, what it taught."""

    id: str
    ask: str
    answer: str
    said: str
    why: str
    learnt: str


class LeftOut(msgspec.Struct, frozen=True):
    """An answer that was not used, and why."""

    id: str
    answer: str
    why: str


class TakenOver(msgspec.Struct, frozen=True):
    """Something told in words (`key`, `value`) that was taken over as `answer` to the question `id`."""

    key: str
    value: str
    id: str
    answer: str
    label: str


class ModelName(msgspec.Struct, frozen=True):
    """The fault model in use."""

    id: str
    title: str


class Diagnosis(msgspec.Struct, frozen=True):
    """Safety, causes, next step and trail after the answers; `answers` are those kept, to be sent again with the next."""

    device: str
    role: str
    model: ModelName | None
    safety: tuple[Danger, ...]
    causes: tuple[CauseShare, ...]
    next: NextStep
    trail: tuple[Learnt, ...]
    taken: tuple[TakenOver, ...]
    dropped: tuple[LeftOut, ...]
    contradicts: bool
    answers: dict[str, str]


class Trees(msgspec.Struct, frozen=True):
    """The compiled trees of a device for a role, one for each fault model."""

    device: str
    role: str
    trees: tuple[Tree, ...]


def trees(kb: KnowledgeBase, device: str, role: str, problem: str = "") -> Trees:
    """Return the trees of a device. Raises NotFoundError when it or the problem is unknown."""
    name = kb.device(device).name
    return Trees(device, role, tuple(compiled(m, name, role) for m in models(kb, device, problem)))


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")


@bp.post("/diagnose")
def diagnose() -> Response:
    """Return the next step after the answers of the JSON body."""
    try:
        given = msgspec.json.decode(request.get_data(), type=DiagnoseRequest)
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise QueryError(f"The body is not as agreed: {e}") from None
    if len(given.answers) > asked.MAX_ANSWERS:
        raise QueryError(f"There are {len(given.answers)} answers; at most {asked.MAX_ANSWERS} can be weighed")
    for name, value in given.answers.items():
        if len(name) > asked.MAX_ID or len(value) > asked.MAX_SAID:
            raise QueryError(
                f"The answer to {name[:30]!r} is too long: {asked.MAX_ID} characters for a name, {asked.MAX_SAID} for an answer"
            )
    kb = bundle.current().kb
    told = api.diagnose(kb, given.device, given.answers, given.role, learning.priors(kb))
    return _json(msgspec.convert(told, Diagnosis))


@bp.get("/tree/<device_id>")
def tree(device_id: str) -> Response:
    """Return the compiled trees of a device for a `role`, all or those of one `problem`."""
    role = request.args.get("role") or ROLES[0]
    if role not in ROLES:
        raise QueryError(f"There is no role {role[:60]!r}: use one of {', '.join(ROLES)}")
    return _json(trees(bundle.current().kb, device_id, role, request.args.get("problem", "")))
