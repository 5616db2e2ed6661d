"""`/`."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from kb.bundle.store import KnowledgeBase
from kb.model.device import Device
from webapp import bundle
from webapp.features.home.doors import DOORS
from webapp.features.home.pages import HomePage
from webapp.page import render, shell
from webapp.present.links import Link
from webapp.present.words import count

bp = Blueprint("home", __name__, template_folder="templates")


@bp.get("/")
def page() -> Response:
    """Serve the front page."""
    kb = bundle.current().kb
    facts: dict[str, int] = {}
    for fact in kb.facts.values():
        for device in fact.devices:
            facts[device] = facts.get(device, 0) + 1
    # The products with most to say come first: they are what people come for.
    devices = sorted(kb.devices.values(), key=lambda d: -facts.get(d.id, 0))
    manuals = tuple(
        Link(m.title, url_for("manuals.manual", manual_id=m.id), _edition(m.edition, m.date))
        for m in kb.manuals.values()
    )
    return render(
        HomePage(
            title="Pinlight",
            shell=shell(),
            doors=DOORS,
            devices=tuple(_device(kb, d) for d in devices),
            manuals=manuals,
            conflicts=sum(1 for _ in kb.select("conflict")),
        )
    )


def _device(kb: KnowledgeBase, device: Device) -> Link:
    known = [kb.manuals[m] for m in device.manuals if m in kb.manuals]
    detail = _edition(known[0].edition, None) if len(known) == 1 else count(len(known), "manual")
    return Link(device.name, url_for("devices.device", device_id=device.id), detail)


def _edition(edition: str, date: str | None) -> str:
    if edition == "not stated":
        return "edition not stated"
    return f"edition {edition}" + (f", {date}" if date else "")
