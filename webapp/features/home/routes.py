"""`/`."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, Response, url_for

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.model.device import Device
from webapp import bundle, telling
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
    manuals = tuple(
        Link(m.title, url_for("manuals.manual", manual_id=m.id), _edition(m.edition, m.date))
        for m in kb.manuals.values()
    )
    return render(
        HomePage(
            title="Pinlight",
            shell=shell(),
            scripts=telling.scripts(),
            doors=DOORS,
            devices=tuple(_device(kb, d) for d in _devices(kb)),
            manuals=manuals,
            conflicts=sum(1 for _ in kb.select("conflict")),
        )
    )


@per_bundle
def _devices(kb: KnowledgeBase) -> tuple[Device, ...]:
    """The products with most to say come first: they are what people come for."""
    said = Counter(device for fact in kb.facts.values() for device in fact.devices)
    return tuple(sorted(kb.devices.values(), key=lambda d: -said[d.id]))


def _device(kb: KnowledgeBase, device: Device) -> Link:
    known = [kb.manuals[m] for m in device.manuals if m in kb.manuals]
    detail = _edition(known[0].edition, None) if len(known) == 1 else count(len(known), "manual")
    return Link(device.name, url_for("devices.device", device_id=device.id), detail)


def _edition(edition: str, date: str | None) -> str:
    if edition == "not stated":
        return "edition not stated"
    return f"edition {edition}" + (f", {date}" if date else "")
