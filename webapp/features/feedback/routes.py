"""`/feedback`: the form of a card, and the thanks. Programs use /api/v1/feedback."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from kb.model.errors import NotFoundError, QueryError
from webapp import bundle, telling
from webapp.features.feedback.pages import ThanksPage
from webapp.features.search import ask
from webapp.page import render, shell
from webapp.present import links

bp = Blueprint("feedback", __name__, template_folder="templates")
_WORDS = {"yes": True, "no": False}


@bp.post("/feedback")
def tell() -> Response:
    """Count whether a card was right. Raises NotFoundError for an unknown fact, QueryError for what is neither yes nor no."""
    if not telling.taken():
        raise NotFoundError("This Pinlight keeps no feedback")
    kb = bundle.current().kb
    fact, said = kb.fact(request.form.get("fact", "")[: telling.LONGEST_ID]), request.form.get("right", "")
    if said not in _WORDS:
        raise QueryError(f"{said[:20]!r} is neither yes nor no")
    asked = ask.clean(request.form.get("query", ""))
    telling.feedback(kb, fact.id, right=_WORDS[said], asked=asked)
    return redirect(url_for("feedback.thanks", right=said, fact=fact.id, q=asked or None), 303)


@bp.get("/feedback")
def thanks() -> Response:
    """Say thanks, and lead back to the fact or the search."""
    kb = bundle.current().kb
    fact = kb.fact(request.args.get("fact", "")[: telling.LONGEST_ID])
    asked = ask.clean(request.args.get("q", ""))
    back = (
        links.Link("Back to what was found", url_for("search.results", q=asked))
        if asked
        else links.Link("Back to the answer", links.page_url(fact.id))
    )
    section = links.place(kb, fact.source, fact.id)
    ways = [links.Link("Read it in the manual", section.url)] if section.url else []
    ways += [links.Link(d.name, d.url) for d in (links.device_link(kb, i) for i in fact.devices) if d.url]
    right = _WORDS.get(request.args.get("right", ""), True)
    return render(
        ThanksPage(
            title="Thank you – Pinlight", shell=shell(), right=right, back=back, ways=() if right else tuple(ways)
        )
    )
