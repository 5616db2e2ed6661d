"""`/widget.js` and the frame's first page `/embed/?device=&devices=`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.model.device import Device
from webapp import assets, bundle
from webapp.features.embed.mount import LOADER, PREFIX
from webapp.features.embed.pages import EmbedPage, Way
from webapp.features.home.doors import DOORS
from webapp.page import render, shell
from webapp.present.links import Link, diagnosed, leds_url, reach, trouble_url

bp = Blueprint("embed", __name__, template_folder="templates")

# Sites name /widget.js without a version: a new one is with everybody after five minutes.
_LOADER_S = 300
# What the frame asks the ticket's answer of.
_SUGGEST = "/api/v1/suggest"


@bp.get(LOADER)
def loader() -> AnyResponse:
    """Serve the script that a site includes."""
    # The same file under its hashed name may be pinned for good.
    name = assets.url("widget.js").rpartition("/")[2]
    file = assets.files(current_app)[name]
    response = Response(file.body, mimetype=file.mimetype)
    response.headers["Cache-Control"] = f"public, max-age={_LOADER_S}"
    response.set_etag(name)
    return response.make_conditional(request)


@bp.get(f"{PREFIX}/")
def page() -> Response:
    """Serve the frame's first page."""
    kb = bundle.current().kb
    named = [d.strip() for d in request.args.get("devices", "").split(",") if d.strip() in kb.devices]
    offered = [kb.devices[d] for d in named] or _by_weight(kb)
    chosen = kb.devices.get(request.args.get("device", "")) or (offered[0] if len(offered) == 1 else None)
    listing = ",".join(named) or None
    return render(
        EmbedPage(
            title="Pinlight",
            shell=shell(device=chosen.id if chosen else ""),
            ways=tuple(_ways(kb, chosen)),
            devices=() if chosen else tuple(_link(d, listing) for d in offered),
            chosen=(chosen.short or chosen.name) if chosen else "",
            # With one product only there is nothing to choose.
            back=url_for("home.page", devices=listing) if chosen and len(offered) > 1 else "",
            suggest=request.script_root.removesuffix(PREFIX) + _SUGGEST,
            scripts=("embed_ticket.js",),
        )
    )


@per_bundle
def _by_weight(kb: KnowledgeBase) -> list[Device]:
    """The products with most to say come first, as on the front page."""
    said = Counter(device for fact in kb.facts.values() for device in fact.devices)
    return sorted(kb.devices.values(), key=lambda d: -said[d.id])


def _ways(kb: KnowledgeBase, device: Device | None) -> Iterator[Way]:
    """Lead to the product's own pages where it has them, else to the start of each feature."""
    for door in DOORS:
        yield Way(door.title, _own(kb, door.path, device.id) if device else door.url, door.icon)


def _own(kb: KnowledgeBase, path: str, device: str) -> str:
    has = {
        "/leds": any(kb.select("led_state", device=device)),
        "/connectors": any(kb.select("pin", device=device)),
        "/trouble": device in diagnosed(kb),
    }
    own = {
        "/leds": leds_url(device),
        "/connectors": reach("/connectors", device=device),
        "/trouble": trouble_url(device),
    }
    return own[path] if has.get(path) and own[path] else reach(path)


def _link(device: Device, listing: str | None) -> Link:
    return Link(device.name, url_for("home.page", device=device.id, devices=listing))
