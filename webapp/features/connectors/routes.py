"""`/connectors`, `/connector/<device>/<slug>`, its label and its QR code."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import segno
from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kb.wiring.sockets import socket
from webapp import bundle
from webapp.features.search.ask import device_of
from webapp.later import later
from webapp.page import render, shell
from webapp.present import links

if TYPE_CHECKING:
    from webapp.features.connectors import pages, view
else:
    view = later("webapp.features.connectors.view")
    pages = later("webapp.features.connectors.pages")

bp = Blueprint("connectors", __name__, template_folder="templates")

# A pin's number on a socket of any size, or a letter; anything longer is no pin.
_PIN_CHARS = 12


@bp.get("/connectors")
def connectors() -> Response:
    """List the connectors, all or those of one device."""
    snapshot = bundle.current()
    return render(view.list_page(snapshot.kb, device_of(snapshot, request.args)))


@bp.get("/connector/<device_id>/<name>")
def connector(device_id: str, name: str) -> AnyResponse:
    """Show one connector, one pin enlarged with `?pin=`."""
    kb = bundle.current().kb
    found = socket(kb, device_id, name)
    if found.slug != name:
        return redirect(url_for("connectors.connector", device_id=device_id, name=found.slug), 301)
    asked = request.args.get("pin", "").strip()[:_PIN_CHARS]
    known = {c.pin.lower(): c.pin for t in found.tables for c in t.contacts}
    return render(view.page(kb, found, known.get(asked.lower(), "")))


@bp.get("/connector/<device_id>/<name>/label")
def label(device_id: str, name: str) -> Response:
    """Show a small label to print: QR code, connector, contacts."""
    kb = bundle.current().kb
    found = socket(kb, device_id, name)
    device = links.device_link(kb, device_id)
    tables = found.tables[:1]
    return render(
        pages.LabelPage(
            title=f"Label · {found.name} · {device.short} – Pinlight",
            shell=shell(),
            styles=("connectors.css",),
            device=device,
            heading=found.name,
            url=_address(device_id, found.slug),
            back=url_for("connectors.connector", device_id=device_id, name=found.slug),
            qr_url=url_for("connectors.qr", device_id=device_id, name=found.slug),
            rows=tuple((c.pin, c.signal) for t in tables for c in t.contacts),
            side=view.side_said(found),
            places=tuple(links.place(kb, t.source) for t in tables),
        )
    )


@bp.get("/connector/<device_id>/<name>/qr.svg")
def qr(device_id: str, name: str) -> Response:
    """Return the QR code of the connector's page as an image of our own host."""
    found = socket(bundle.current().kb, device_id, name)
    out = io.BytesIO()
    # Level M survives a scratch; the white border of four modules is part of the standard.
    segno.make(_address(device_id, found.slug), error="m", micro=False).save(
        out, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return Response(out.getvalue(), mimetype="image/svg+xml")


def _address(device_id: str, name: str) -> str:
    return url_for("connectors.connector", device_id=device_id, name=name, _external=True)
