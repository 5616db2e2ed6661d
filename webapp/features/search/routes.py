"""`/search?q=&device=`: the page, or with `X-Fragment: results` only the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from webapp import bundle, telling
from webapp.features.search import ask
from webapp.later import later
from webapp.page import render, shell

if TYPE_CHECKING:
    from webapp.features.search import pages, view
else:
    view = later("webapp.features.search.view")
    pages = later("webapp.features.search.pages")

bp = Blueprint("search", __name__, template_folder="templates")

RESULTS = 12


@bp.get("/search")
def results() -> Response:
    """Answer one question."""
    snapshot = bundle.current()
    query = ask.clean(request.args.get("q", ""))
    device = ask.device_of(snapshot, request.args)
    outcome, fragment = None, request.headers.get("X-Fragment") == "results"
    if query:
        answer = ask.search(snapshot, query, request.args, RESULTS)
        outcome = view.outcome(snapshot.kb, answer, device, ask.drops_of(request.args))
        # What is typed on the way to a question is none; only a question that was sent is kept.
        if not outcome.answered and not fragment:
            telling.unanswered(snapshot.kb, query)
    if fragment:
        return render(pages.ResultsFragment(outcome=outcome))
    choices = tuple(pages.Choice(d.id, d.name, d.id == device) for d in snapshot.kb.devices.values())
    title = f"{query[:80]} – Pinlight" if query else "Search – Pinlight"
    return render(
        pages.SearchPage(
            title=title, shell=shell(query), scripts=telling.scripts(), query=query, choices=choices, outcome=outcome
        )
    )
