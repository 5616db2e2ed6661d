"""`/offline` and what a phone loads to work without signal: `/sw.js`, `/manifest.webmanifest`, `/offline/pack-<name>.json`."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from flask import Blueprint, Response, abort, request, url_for

from kb.bundle.store import KnowledgeBase
from webapp import assets, bundle, security
from webapp.features.offline.pages import AwayPage, OfflinePage
from webapp.offline import icons, keeper
from webapp.page import render, shell

if TYPE_CHECKING:
    from webapp.offline.pack import Pack

bp = Blueprint("offline", __name__, template_folder="templates")

_JS = Path(__file__).parents[2] / "static" / "js"
# The worker is one file for the browser: how to look up, then when to do what.
_WORKER = "\n".join((_JS / name).read_text(encoding="utf-8") for name in ("lookup.js", "sw.js"))
AWAY = "offline.away"
# The colour of paper, light and dark: what an installed app's frame is painted with. A test holds it to tokens.css.
PAPER = ("#f5f5f1", "#0f1214")
_YEAR_S = 31_536_000


def offline(_kb: KnowledgeBase) -> Iterator[str]:
    """Name the pages of the pack."""
    yield url_for("offline.page")
    yield url_for(AWAY)


@bp.get("/offline")
def page() -> Response:
    """Serve the page about working without signal."""
    return render(OfflinePage(title="Without signal – Pinlight", shell=shell(), scripts=("offline_page.js",)))


@bp.get("/offline/away")
def away() -> Response:
    """Serve what stands in for a page that is not on the phone."""
    return render(AwayPage(title="Not on this phone – Pinlight", shell=shell()))


def _facts(pack: Pack) -> dict[str, object]:
    return {
        "name": pack.name,
        "version": pack.version,
        "stamp": pack.stamp,
        "pages": pack.pages,
        "bytes": len(pack.body),
        "url": url_for("offline.pack", name=pack.name),
        "integrity": pack.integrity,
        "statics": [url_for("static", name=n) for n in pack.statics],
        "away": url_for(AWAY),
        "search": url_for("search.results"),
        "policy": security.CSP,
    }


def _latest() -> Pack | None:
    return keeper.of().latest(bundle.current())


def _json(value: object, mimetype: str = "application/json") -> Response:
    response = Response(msgspec.json.encode(value), mimetype=mimetype)
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/offline/latest.json")
def latest() -> Response:
    """Tell which pack there is; `ready` is false while the first one is being made."""
    found = _latest()
    return _json({"ready": found is not None, "pack": _facts(found) if found else None})


@bp.get("/sw.js")
def worker() -> Response:
    """Serve the service worker with the name of its pack in it: a new pack is a new worker, which the browser notices."""
    found = _latest()
    if found is None:
        response = Response("// The pack is being made.", 503, mimetype="text/javascript")
        response.headers["Retry-After"] = "10"
        return response
    head = f"const PACK = {msgspec.json.encode(_facts(found)).decode()};\n"
    response = Response(head + _WORKER, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/offline/pack-<name>.json")
def pack(name: str) -> Response:
    """Serve a pack by its name, which is its hash."""
    found = keeper.of().named(name)
    if found is None:
        abort(404)
    if request.accept_encodings["gzip"]:
        response = Response(found.body, mimetype="application/json")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(gzip.decompress(found.body), mimetype="application/json")
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable"
    return response


@bp.get("/icon/<purpose>-<int:size>.png")
def icon(purpose: str, size: int) -> Response:
    """Serve the icon as PNG in the sizes of the manifest."""
    if purpose not in {"any", "maskable"} or size not in icons.SIZES:
        abort(404)
    return Response(icons.png(size, full=purpose == "maskable"), mimetype="image/png")


def _icon(size: int, purpose: str) -> dict[str, str]:
    src = url_for("offline.icon", purpose=purpose, size=size)
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """Serve what an installed Pinlight is called and looks like."""
    return _json(
        {
            "name": "Pinlight",
            "short_name": "Pinlight",
            "description": "What the light means, which pin is which, and what to do next.",
            "id": "/",
            "start_url": url_for("home.page"),
            "scope": "/",
            "display": "standalone",
            "lang": "en",
            "background_color": PAPER[0],
            "theme_color": PAPER[0],
            "icons": [
                {"src": assets.url("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
                *(_icon(size, "any") for size in icons.SIZES),
                *(_icon(size, "maskable") for size in icons.SIZES),
            ],
        },
        "application/manifest+json",
    )
