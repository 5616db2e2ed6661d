"""`/api/v1`: search and facts, by the names of the public contract (DESIGN.md section 4)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from kb.calc.offer import offer, offer_json
from kb.model.errors import QueryError
from kb.model.facts import KINDS, to_json
from kb.search import answer as answers
from webapp import bundle, telling
from webapp.api import table
from webapp.api.types import json_answer, once
from webapp.features.search import ask

bp = Blueprint("api", __name__, url_prefix="/api/v1")


LIMIT = 10
FORMATS = ("json", "csv")


@bp.get("/search")
def search() -> Response:
    """Answer `q`, optionally for one `device`, with at most `limit` results, without the `drop`ped parts."""
    snapshot = bundle.current()
    query = ask.clean(once("q"))
    once("device")
    if not once("limit") and "limit" in request.args:
        raise QueryError(f"limit is empty; give a number from 1 to {ask.MAX_LIMIT}, or leave it out")
    if not query:
        raise QueryError("There is no question: give it as ?q=")
    answer = ask.search(snapshot, query, request.args, LIMIT)
    found = offer(snapshot.kb, query, ask.device_of(snapshot, request.args))
    if not answer.answered and not (found and found.answers):
        telling.unanswered(snapshot.kb, query)
    return json_answer({**answers.to_json(answer), "calculator": offer_json(found)})


@bp.get("/facts")
def facts() -> Response:
    """List the facts of a `kind`, a `device`, a `manual`; without filters, all of them. `format` is json or csv."""
    snapshot = bundle.current()
    kind, manual, form = once("kind") or None, once("manual") or None, once("format") or FORMATS[0]
    once("device")
    if kind is not None and kind not in KINDS:
        raise QueryError(f"There is no kind {kind[:60]!r}; known are {', '.join(KINDS)}")
    if manual is not None and manual not in snapshot.kb.manuals:
        raise QueryError(f"There is no manual {manual[:60]!r}; known are {', '.join(snapshot.kb.manuals)}")
    if form not in FORMATS:
        raise QueryError(f"There is no format {form[:60]!r}; known are {', '.join(FORMATS)}")
    found = list(snapshot.kb.select(kind, ask.device_of(snapshot, request.args), manual))
    if form == "csv":
        name = "-".join(p for p in ("pinlight", kind or "facts") if p)
        response = Response(table.write(kind, found), mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    return json_answer({"count": len(found), "facts": [to_json(f) for f in found]})


@bp.get("/facts/<path:fact_id>")
def fact(fact_id: str) -> Response:
    """Return one fact."""
    return json_answer(to_json(bundle.current().kb.fact(fact_id)))
