"""`/fact/<id>` and the doors `/lights`, `/pins`, `/figures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kb.curation.conflicts import differences
from kb.model.facts import Conflict, base_id
from webapp import bundle, telling
from webapp.features.calculators.view import calculator_links
from webapp.features.manuals import excerpts
from webapp.features.search.ask import device_of
from webapp.later import later
from webapp.page import render, shell
from webapp.present import links
from webapp.present.cards import at_fact, fact_card

if TYPE_CHECKING:
    from webapp.features.facts import doors, pages
else:
    doors = later("webapp.features.facts.doors")
    pages = later("webapp.features.facts.pages")

bp = Blueprint("facts", __name__, template_folder="templates")


@bp.get("/fact/<path:fact_id>")
def fact(fact_id: str) -> AnyResponse:
    """Serve one fact."""
    kb = bundle.current().kb
    found = kb.fact(fact_id)
    if isinstance(found, Conflict):
        return redirect(links.fact_url(found.id), 301)
    same, differing = [], []
    for other_id in kb.editions_of[base_id(fact_id)]:
        other = kb.facts[other_id]
        if other_id == fact_id:
            continue
        if differences(found, other):
            differing.append(at_fact(fact_card(kb, other)))
        else:
            at = links.place(kb, other.source)
            same.append(links.Link(f"{at.manual} · {at.section}", links.fact_url(other_id), at.lines))
    card = fact_card(kb, found)
    return render(
        pages.FactPage(
            title=f"{card.title} – Pinlight",
            shell=shell(),
            styles=("reading.css",),
            scripts=telling.scripts(),
            card=card,
            same=tuple(same),
            differing=tuple(differing),
            calculators=calculator_links(kb, rule=base_id(fact_id)),
            original=excerpts.excerpt(kb, found.source.manual, found.source.lines),
            own_page="" if card.url == links.fact_url(fact_id) else card.url,
            json_url=url_for("api.fact", fact_id=fact_id),
        )
    )


def _door(shelf: doors.Shelf, endpoint: str) -> Response:
    snapshot = bundle.current()
    kb, chosen = snapshot.kb, device_of(snapshot, request.args)
    tallies = [(d, doors.tallied(kb, shelf)[d.id]) for d in kb.devices.values()]
    offered = tuple(links.Link(d.name, url_for(f"facts.{endpoint}", device=d.id), said) for d, said in tallies if said)
    device = links.device_link(kb, chosen) if chosen else None
    stacks = doors.stacks(kb, chosen, shelf) if chosen else ()
    silent = doors.silence(kb.devices[chosen], shelf) if chosen and not stacks else ""
    title = f"{shelf.heading} {device.short if device else ''}".strip()
    return render(
        pages.DoorPage(
            title=f"{title} – Pinlight",
            shell=shell(device=chosen or ""),
            heading=shelf.heading,
            devices=offered,
            device=device,
            stacks=stacks,
            silent=silent,
        )
    )


@bp.get("/lights")
def lights() -> Response:
    """Serve the lamp states of a device, by lamp."""
    return _door(doors.LIGHTS, "lights")


@bp.get("/pins")
def pins() -> Response:
    """Serve the connectors, cables and switches of a device."""
    return _door(doors.PINS, "pins")


@bp.get("/figures")
def figures() -> Response:
    """Serve the figures and rules of a device."""
    return _door(doors.FIGURES, "figures")
