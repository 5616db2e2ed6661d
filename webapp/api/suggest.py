"""`POST /api/v1/suggest`: a ticket in, a cited answer out; nothing of the ticket is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
from flask import Blueprint, Response, request

from kb.diagnose.model import ROLES
from kb.diagnose.told import ModelName, NextStep
from kb.model.errors import QueryError
from kb.suggest.mail import MAX_BYTES
from kb.suggest.model import Suggestion
from webapp import bundle
from webapp.api.types import Found
from webapp.later import later

if TYPE_CHECKING:
    from kb.suggest import advise
else:
    advise = later("kb.suggest.advise")

bp = Blueprint("api_suggest", __name__, url_prefix="/api/v1")

# The largest ticket, with room for what JSON escapes; for this route alone.
MAX_TICKET_BYTES = 150_000
SUPPORT = "support"


class SuggestRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ticket: `subject` and `body` as they came, plain or HTML; `device` when it is known by its id; who is answered."""

    subject: Annotated[str, msgspec.Meta(max_length=MAX_BYTES)] = ""
    body: Annotated[str, msgspec.Meta(max_length=MAX_BYTES)] = ""
    device: str | None = None
    role: Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(ROLES)})] = SUPPORT


class SuggestStep(NextStep, frozen=True, omit_defaults=True):
    """The question worth asking, or what to do; `then` is what follows when the question about danger is answered no."""

    then: NextStep | None = None


class SuggestAnswer(Suggestion, frozen=True):
    """What the agent gets. `covered` is false where the manuals do not speak of it: then nothing is proposed."""

    model: ModelName | None = None  # type: ignore[assignment]
    # The library knows steps and results as plain JSON; here they have their types, for the document.
    next: SuggestStep | None = None  # type: ignore[assignment]
    answers: tuple[Found, ...] = ()  # type: ignore[assignment]


@bp.post("/suggest")
def suggest() -> Response:
    """Return the suggestion for the ticket in the JSON body.

    Raises QueryError for a body that is not as agreed, an empty or too large ticket or an unknown role, NotFoundError
    for an unknown device.
    """
    request.max_content_length = MAX_TICKET_BYTES
    try:
        given = msgspec.json.decode(request.get_data(), type=SuggestRequest)
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise QueryError(f"The body is not as agreed: {e}") from None
    if given.role not in ROLES:
        raise QueryError(f"There is no role {given.role[:60]!r}: use one of {', '.join(ROLES)}")
    found = advise.suggest(
        bundle.current().engine,
        given.subject,
        given.body,
        device=given.device or None,
        role=given.role,
    )
    told = msgspec.convert(msgspec.to_builtins(found), SuggestAnswer)
    return Response(msgspec.json.encode(told), mimetype="application/json")
