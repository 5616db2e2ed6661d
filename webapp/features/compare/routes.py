"""`/compare` and `/compare/<a>/<b>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kb.curation.compare import STATES
from kb.model.errors import QueryError
from webapp import bundle
from webapp.later import later
from webapp.page import render, shell

if TYPE_CHECKING:
    from webapp.features.compare import pages, view
else:
    view = later("webapp.features.compare.view")
    pages = later("webapp.features.compare.pages")

bp = Blueprint("compare", __name__, template_folder="templates")

_TOTALS = {
    "differs": "told differently",
    "only-a": "only in the first",
    "only-b": "only in the second",
    "equal": "told alike",
}


@bp.get("/compare")
def choose() -> AnyResponse:
    """Offer the editions to compare; with `a` and `b` lead to their page."""
    kb = bundle.current().kb
    a, b = request.args.get("a", ""), request.args.get("b", "")
    if a and b:
        view.pairs(kb, a, b)  # an unknown manual is said here, not one step later
        return redirect(url_for("compare.compare", a=a, b=b))
    return render(
        pages.ChoosePage(
            title="Compare editions – Pinlight",
            shell=shell(),
            styles=("reading.css",),
            couples=view.couples(kb),
            choices=tuple(pages.Choice(m.id, m.title) for m in kb.manuals.values()),
            conflicts=sum(1 for _ in kb.select("conflict")),
        )
    )


@bp.get("/compare/<a>/<b>")
def compare(a: str, b: str) -> AnyResponse:
    """Serve two editions side by side."""
    kb = bundle.current().kb
    found = view.pairs(kb, a, b)
    if a == b:
        raise QueryError("A manual is always like itself: choose two different ones")
    one, other = view.side(kb, a), view.side(kb, b)
    return render(
        pages.ComparePage(
            title=f"{one.short} and {other.short} – Pinlight",
            shell=shell(),
            styles=("reading.css",),
            a=one,
            b=other,
            swapped=url_for("compare.compare", a=b, b=a),
            kinds=view.kinds(kb, found),
            totals=tuple((_TOTALS[s], sum(1 for p in found if p.state == s)) for s in STATES),
            json_url=url_for("api_compare.compare", a=a, b=b),
        )
    )
