"""`/leds`, `/leds/<device>` and the style sheet that makes lamps blink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from webapp import bundle
from webapp.later import later
from webapp.page import render
from webapp.present import panel

if TYPE_CHECKING:
    from webapp.features.leds import view
else:
    view = later("webapp.features.leds.view")

bp = Blueprint("leds", __name__, template_folder="templates")


@bp.get("/leds")
def choose() -> Response:
    """Serve the choice of the device."""
    return render(view.choose_page(bundle.current().kb))


@bp.get("/leds/<device_id>")
def finder(device_id: str) -> AnyResponse:
    """Serve the finder with the lamps of the address.

    The form without a script names its choices by lamp, and a tapped lamp by `tap`: both lead to the plain address.
    """
    kb = bundle.current().kb
    form = [n for n in request.args if n == "tap" or n.startswith("see-")]
    if form:
        return redirect(view.tapped(kb, device_id, request.args), 302)
    return render(view.finder_page(kb, device_id, request.args.getlist("lamp")))


@bp.get("/leds/blink.css")
def blink() -> Response:
    """Serve the rhythms of the knowledge base as a style sheet."""
    return Response(panel.sheet(bundle.current().kb), mimetype="text/css")
