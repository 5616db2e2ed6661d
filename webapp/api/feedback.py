"""`POST /api/v1/feedback`: whether a fact was right for somebody. Counted by card and day; nothing else is kept."""

from __future__ import annotations

from typing import Annotated

import msgspec
from flask import Blueprint, Response, request

from kb.model.errors import QueryError
from webapp import bundle, telling
from webapp.config import MAX_QUERY_CHARS
from webapp.features.search.ask import clean

bp = Blueprint("api_feedback", __name__, url_prefix="/api/v1")


class FeedbackRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fact's id, whether it was right, and what had been asked; that is kept after a "no" only, without what is personal."""

    fact: Annotated[str, msgspec.Meta(min_length=1, max_length=telling.LONGEST_ID)]
    right: bool
    query: Annotated[str, msgspec.Meta(max_length=MAX_QUERY_CHARS)] = ""


class FeedbackAnswer(msgspec.Struct, frozen=True):
    """Whether it was counted: false where this Pinlight keeps no feedback."""

    fact: str
    right: bool
    counted: bool


@bp.post("/feedback")
def feedback() -> Response:
    """Count a voice for a fact. Raises QueryError for a body that is not as agreed, NotFoundError for an unknown fact."""
    try:
        given = msgspec.json.decode(request.get_data(), type=FeedbackRequest)
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise QueryError(f"The body is not as agreed: {e}") from None
    kb = bundle.current().kb
    fact, counted = kb.fact(given.fact), telling.taken()
    if counted:
        telling.feedback(kb, fact.id, right=given.right, asked=clean(given.query))
    return Response(msgspec.json.encode(FeedbackAnswer(fact.id, given.right, counted)), mimetype="application/json")
