"""`/conflicts` and `/conflict/<id>`."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response

from kb.model.errors import NotFoundError
from kb.model.facts import Conflict
from webapp import bundle
from webapp.features.conflicts.pages import ConflictPage, ConflictsPage, Dispute, Shelf
from webapp.features.conflicts.view import dispute_of
from webapp.page import render, shell
from webapp.present import links
from webapp.present.cards import at_fact, cards
from webapp.present.links import DeviceLink

bp = Blueprint("conflicts", __name__, template_folder="templates")


@bp.get("/conflicts")
def conflicts() -> Response:
    """Serve all disagreements."""
    kb = bundle.current().kb
    shelves: dict[DeviceLink, list[Dispute]] = {}
    for found in kb.select("conflict"):
        if isinstance(found, Conflict):
            dispute = dispute_of(kb, found)
            shelves.setdefault(dispute.devices[0], []).append(dispute)
    return render(
        ConflictsPage(
            title="Where the manuals disagree – Pinlight",
            shell=shell(),
            shelves=tuple(Shelf(device, tuple(disputes)) for device, disputes in shelves.items()),
        )
    )


@bp.get("/conflict/<path:name>")
def conflict(name: str) -> Response:
    """Serve one disagreement."""
    kb = bundle.current().kb
    found = kb.facts.get(f"conflict/{name}")
    if not isinstance(found, Conflict):
        raise NotFoundError(f"There is no disagreement {name[:80]!r}")
    # The cards need not point back to this page.
    own = links.fact_url(found.id)
    touched = tuple(
        replace(at_fact(c), conflicts=tuple(x for x in c.conflicts if x.url != own))
        for c in cards(kb, [kb.facts[i] for i in found.facts if i in kb.facts])
    )
    return render(
        ConflictPage(title=f"{found.topic} – Pinlight", shell=shell(), dispute=dispute_of(kb, found), cards=touched)
    )
