"""`GET /api/v1/compare?a=&b=`: two editions fact by fact."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from kb.curation import statements
from kb.curation.compare import Field, Pair, State, counts
from kb.model.errors import QueryError
from webapp import bundle
from webapp.features.compare import view

bp = Blueprint("api_compare", __name__, url_prefix="/api/v1")


class Compared(msgspec.Struct, frozen=True):
    """One thing in two editions: the ids of both facts (null where an edition lacks it) and the fields that differ."""

    kind: str
    state: State
    title: str
    a: str | None
    b: str | None
    paired_by: str
    conflict: str | None
    fields: tuple[Field, ...]


class Comparison(msgspec.Struct, frozen=True):
    """The whole answer: manual ids, how many of each kind are in each state, and all pairs, pins first."""

    a: str
    b: str
    counts: dict[str, dict[State, int]]
    pairs: tuple[Compared, ...]


@bp.get("/compare")
def compare() -> Response:
    """Compare the manuals `a` and `b`."""
    kb = bundle.current().kb
    a, b = request.args.get("a", ""), request.args.get("b", "")
    if not a or not b:
        raise QueryError(f"Name two manuals as ?a= and ?b=; known are {', '.join(kb.manuals)}")
    found = view.pairs(kb, a, b)
    answer = Comparison(a, b, counts(found), tuple(_compared(kb.conflict_of, p) for p in found))
    return Response(msgspec.json.encode(answer), mimetype="application/json")


def _compared(conflict_of: dict[str, str], pair: Pair) -> Compared:
    a, b = (f.id if f is not None else None for f in (pair.a, pair.b))
    conflict = conflict_of.get(a or "") or conflict_of.get(b or "")
    return Compared(pair.kind, pair.state, statements.title(pair.fact), a, b, pair.by, conflict, pair.fields)
