"""`/procedure/<fact id>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from kb.model.errors import NotFoundError
from kb.model.facts import Procedure
from webapp import bundle, telling
from webapp.later import later
from webapp.page import render, shell
from webapp.present import links
from webapp.present.cards import fact_card

if TYPE_CHECKING:
    from webapp.features.procedures import pages, view
else:
    view = later("webapp.features.procedures.view")
    pages = later("webapp.features.procedures.pages")

bp = Blueprint("procedures", __name__, template_folder="templates")


@bp.get("/procedure/<path:fact_id>")
def procedure(fact_id: str) -> Response:
    """Serve one procedure of one edition: steps of two editions are never mixed."""
    kb = bundle.current().kb
    found = kb.facts.get(fact_id)
    if not isinstance(found, Procedure):
        raise NotFoundError(f"There is no procedure {fact_id[:80]!r}")
    same, differing = view.editions(kb, found)
    previous, following = view.ways(kb, found)
    return render(
        pages.ProcedurePage(
            title=f"{found.title} – Pinlight",
            shell=shell(device=found.devices[0]),
            styles=("reading.css",),
            scripts=("ticks.js", *telling.scripts()),
            device=links.device_link(kb, found.devices[0]),
            card=fact_card(kb, found),
            key=f"{kb.manifest.version}:{found.id}",
            figures=view.figures(kb, found),
            same=same,
            differing=differing,
            previous=previous,
            following=following,
        )
    )
