"""`/api/v1`: search and facts as JSON, by the names of the public contract (DESIGN.md section 4)."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from kb.calc.offer import offer, offer_json
from kb.model.errors import QueryError
from kb.model.facts import KINDS, to_json
from kb.search import answer as answers
from webapp import bundle
from webapp.features.search import ask

bp = Blueprint("api", __name__, url_prefix="/api/v1")


LIMIT = 10


def _json(value: object) -> Response:
    # msgspec writes UTF-8 as it is and keeps the order of the contract.
    return Response(msgspec.json.encode(value), mimetype="application/json")


@bp.get("/search")
def search() -> Response:
    """Answer `q`, optionally for one `device`, with at most `limit` results, without the `drop`ped parts."""
    snapshot = bundle.current()
    query = ask.clean(request.args.get("q", ""))
    if not query:
        raise QueryError("There is no question: give it as ?q=")
    answer = ask.search(snapshot, query, request.args, LIMIT)
    found = offer_json(offer(snapshot.kb, query, ask.device_of(snapshot, request.args)))
    return _json({**answers.to_json(answer), "calculator": found})


@bp.get("/facts")
def facts() -> Response:
    """List the facts of a `kind`, a `device`, a `manual`; without filters, all of them."""
    snapshot = bundle.current()
    kind = request.args.get("kind") or None
    manual = request.args.get("manual") or None
    if kind is not None and kind not in KINDS:
        raise QueryError(f"There is no kind {kind[:60]!r}; known are {', '.join(KINDS)}")
    if manual is not None and manual not in snapshot.kb.manuals:
        raise QueryError(f"There is no manual {manual[:60]!r}; known are {', '.join(snapshot.kb.manuals)}")
    found = [to_json(f) for f in snapshot.kb.select(kind, ask.device_of(snapshot, request.args), manual)]
    return _json({"count": len(found), "facts": found})


@bp.get("/facts/<path:fact_id>")
def fact(fact_id: str) -> Response:
    """Return one fact."""
    return _json(to_json(bundle.current().kb.fact(fact_id)))
