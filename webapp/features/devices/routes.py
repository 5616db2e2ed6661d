"""`/device/<id>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, url_for

from kb.model.facts import KINDS
from webapp import bundle
from webapp.later import later
from webapp.page import render, shell
from webapp.present import groups, links, panel

if TYPE_CHECKING:
    from webapp.features.devices import pages, view
else:
    view = later("webapp.features.devices.view")
    pages = later("webapp.features.devices.pages")

bp = Blueprint("devices", __name__, template_folder="templates")


@bp.get("/device/<device_id>")
def device(device_id: str) -> Response:
    """Serve one device."""
    kb = bundle.current().kb
    found = kb.device(device_id)
    by_kind = groups.of_kinds(kb.select(device=device_id), KINDS)
    manuals = tuple(
        links.Link(kb.manuals[m].title, url_for("manuals.manual", manual_id=m), kb.manuals[m].edition)
        for m in found.manuals
        if m in kb.manuals
    )
    return render(
        pages.DevicePage(
            title=f"{found.name} – Pinlight",
            shell=shell(device=device_id),
            styles=("reading.css", "leds.css"),
            device=found,
            doors=tuple(view.doors(kb, found, by_kind)),
            leds=links.leds_url(device_id) if by_kind["led_state"] else "",
            lamps=found.panel.lamps,
            face=panel.face(kb, found.id) if found.panel.lamps else None,
            plugs=tuple(view.plugs(found)),
            listings=tuple(view.listings(kb, found, by_kind)),
            parts=tuple(view.parts(kb, by_kind)),
            manuals=manuals,
            couples=tuple(view.couples(kb, found)),
            coverage=tuple(view.coverage(found, by_kind)),
        )
    )
