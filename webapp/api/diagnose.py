"""`POST /api/v1/diagnose` and `GET /api/v1/tree/<device>`: the troubleshooter as JSON (DESIGN.md section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
from flask import Blueprint, Response, request

from kb.bundle.store import KnowledgeBase
from kb.diagnose.model import ROLES
from kb.diagnose.told import Diagnosis
from kb.diagnose.tree import Tree
from kb.model.errors import QueryError
from webapp import bundle, learning
from webapp.features.trouble import asked
from webapp.later import later

if TYPE_CHECKING:
    from kb.diagnose import api
    from webapp.features.trouble import trees as drawn
else:
    api = later("kb.diagnose.api")
    drawn = later("webapp.features.trouble.trees")

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


class Trees(msgspec.Struct, frozen=True):
    """The compiled trees of a device for a role, one for each fault model."""

    device: str
    role: str
    trees: tuple[Tree, ...]


def trees(kb: KnowledgeBase, device: str, role: str, problem: str = "") -> Trees:
    """Return the trees of a device. Raises NotFoundError when it or the problem is unknown."""
    name = kb.device(device).name
    return Trees(device, role, tuple(drawn.compiled(m, name, role) for m in drawn.models(kb, device, problem)))


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
