"""Pages are revalidated by one ETag: what was asked, from which knowledge base, drawn by which templates."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g, request

from kb.model.errors import BundleError
from webapp import assets, bundle, kept, learning, telling
from webapp.config import of_app
from webapp.later import later

if TYPE_CHECKING:
    from webapp.features.manuals import excerpts
else:
    excerpts = later("webapp.features.manuals.excerpts")

# Under about one network packet compressing wins nothing.
_MIN_GZIP_BYTES = 1200
_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml", "application/manifest+json")
# What the answer depends on beside the address.
_VARY = ("X-Fragment", "Accept-Encoding")
# What changes at other moments than the pages, or never.
UNCACHED = (
    "/api/v1/version",
    "/desk",
    "/healthz",
    "/metrics",
    "/static/",
    "/widget.js",
    "/sw.js",
    "/offline/latest.json",
    "/offline/pack-",
)


def etag() -> str:
    """Return the tag of this request's page. Raises BundleError when there is no knowledge base."""
    if "etag" in g:
        return str(g.etag)
    snapshot = bundle.current()
    seed = "\0".join(
        [
            snapshot.version,
            # Which originals are at hand: their excerpts stand beside the facts.
            excerpts.tag(snapshot.kb),
            # Whether cards ask, and what outcomes have taught, may be otherwise after a start or a repair.
            str(telling.asks()),
            learning.tag(),
            assets.look(current_app),
            request.full_path,
            # In the widget's frame a page has other links, and says which sites may speak to it.
            request.script_root,
            *of_app().embed_origins,
            request.headers.get("X-Fragment", ""),
        ]
    )
    g.etag = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return str(g.etag)


def init_app(app: Flask, keep_bytes: int) -> None:
    """Answer 304 before any work is done, or with a page that was drawn before; tag what was answered, and compress it."""
    kept.init_app(app, keep_bytes)
    app.before_request(_not_modified)
    app.before_request(_drawn_before)
    # Last to first: a page is kept as it is sent, compressed and with its tag.
    app.after_request(_keep)
    app.after_request(_compress)
    app.after_request(_tag)


def _cacheable() -> bool:
    return request.method in {"GET", "HEAD"} and not request.path.startswith(UNCACHED)


def _not_modified() -> Response | None:
    if not _cacheable() or not request.if_none_match:
        return None
    try:
        tag = etag()
    except BundleError:
        return None
    # Only answers with status 200 were ever tagged, so a known tag means the answer would be 200 again.
    if not request.if_none_match.contains_weak(tag):
        return None
    response = Response(status=304)
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(_VARY)
    return response


def _drawn_before() -> Response | None:
    if not _cacheable() or "X-Fragment" in request.headers:
        return None
    try:
        found = kept.find(etag())
    except BundleError:
        return None
    g.drawn_before = found is not None
    return found


def _keep(response: Response) -> Response:
    if response.status_code == 200 and g.get("drawn_before") is False:  # noqa: PLR2004 - HTTP's own name
        kept.keep(etag(), response)
    return response


def _tag(response: Response) -> Response:
    if request.path.startswith("/static/"):
        return response
    if response.status_code == 200 and _cacheable():  # noqa: PLR2004 - HTTP's own name
        response.set_etag(etag(), weak=True)
        response.headers["Cache-Control"] = "no-cache"
        response.vary.update(_VARY)
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _compress(response: Response) -> Response:
    # The pages hold no secret, so compressing what a stranger may influence gives nothing away. The desk's are not squeezed.
    if (
        response.direct_passthrough
        or request.path.startswith("/desk")
        or response.status_code in {204, 304}
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
        or not (response.mimetype or "").startswith(_COMPRESSIBLE)
    ):
        return response
    body = response.get_data()
    if len(body) < _MIN_GZIP_BYTES:
        return response
    # mtime 0: equal pages give equal bytes.
    response.set_data(gzip.compress(body, compresslevel=6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
