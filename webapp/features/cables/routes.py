"""`/cable`, `/cable/<device>`, `/cable/<device>/<brand>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kb.wiring.plan import plan
from webapp import bundle
from webapp.later import later
from webapp.page import render

if TYPE_CHECKING:
    from webapp.features.cables import view
else:
    view = later("webapp.features.cables.view")

bp = Blueprint("cables", __name__, template_folder="templates")

# Longer than any number of batteries, short enough to be shown back.
_PACKS_CHARS = 12


@bp.get("/cable")
def builder() -> AnyResponse:
    """Choose the device; a form may name both ends."""
    kb = bundle.current().kb
    device, brand = request.args.get("device", ""), request.args.get("to", "")
    if device and brand:
        found = plan(kb, device, brand)
        return redirect(url_for("cables.cable", device_id=found.device, brand=found.slug))
    if device:
        return redirect(url_for("cables.device", device_id=kb.device(device).id))
    return render(view.builder(kb, None))


@bp.get("/cable/<device_id>")
def device(device_id: str) -> Response:
    """Choose the other end."""
    kb = bundle.current().kb
    return render(view.builder(kb, kb.device(device_id).id))


@bp.get("/cable/<device_id>/<brand>")
def cable(device_id: str, brand: str) -> AnyResponse:
    """Show one cable, with the settings for `?packs=` batteries."""
    kb = bundle.current().kb
    found = plan(kb, device_id, brand)
    packs = request.args.get("packs", "").strip()[:_PACKS_CHARS]
    if found.slug != brand:
        url = url_for("cables.cable", device_id=device_id, brand=found.slug, packs=packs or None)
        return redirect(url, 301)
    return render(view.page(kb, found, packs))
