"""What another site makes a browser send is refused: nothing is changed from outside by a visitor's hand.

Browsers say where a request comes from (Sec-Fetch-Site; over plain HTTP, Origin). A request that says neither comes from
no browser, and so from nobody whose rights could be borrowed. No token stands in any form, so pages can be cached.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, abort, request

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Endpoints that a page of another host may ask for, each with the reason.
EXEMPT: Mapping[str, str] = {
    "api_calculators.calculator": "works out and stores nothing",
    "api_diagnose.diagnose": "weighs answers and stores nothing",
    "api_suggest.suggest": "reads a ticket and stores nothing",
}


def init_app(app: Flask) -> None:
    """Check every request that may change something, before its view."""
    app.before_request(_check)


def _check() -> None:
    if request.method in _SAFE or request.endpoint in EXEMPT or is_own():
        return
    abort(403)


def is_own() -> bool:
    """Tell whether this request comes from a page of this host, from the address bar, or from no browser at all."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    # "null" is what a sandboxed frame and a redirect through another host say.
    return origin is None or urlsplit(origin).netloc == request.host
