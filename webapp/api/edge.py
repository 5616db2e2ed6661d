"""What holds for all of `/api/v1`: who may read it in a browser, what may be posted, what each answer says of itself."""

from __future__ import annotations

import re

from flask import Flask, Response, abort, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect

from kb.model.errors import PinlightError
from webapp.config import Config

PREFIX = "/api/"
ROOT = f"{PREFIX}v1"
# RFC 8631: where the description of the interface is, for programs and for people.
LINK = (
    f'<{ROOT}/openapi.json>; rel="service-desc"; type="application/json", </api>; rel="service-doc"; type="text/html"'
)
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")
_READABLE = "Content-Disposition, ETag, Link, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-ID"
_SENDABLE = "Content-Type, If-None-Match, X-Request-ID"
# How long a browser may remember a preflight: long enough for a conversation, short enough for a change of the list.
_REMEMBERED_S = "600"


def init_app(app: Flask, config: Config) -> None:
    """Hang in the checks. Raises PinlightError when an origin is not one."""
    allowed = origins(config.api_origins)

    def mark(response: Response) -> Response:
        if not request.path.startswith(PREFIX):
            return response
        response.headers["Link"] = LINK
        response.vary.add("Origin")
        asking = request.headers.get("Origin", "")
        if asking not in allowed:
            return response
        response.headers["Access-Control-Allow-Origin"] = asking
        # The browser's own rule for reading across origins is the one above; this one is for pictures and scripts.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
            response.headers["Access-Control-Allow-Headers"] = _SENDABLE
            response.headers["Access-Control-Max-Age"] = _REMEMBERED_S
        else:
            response.headers["Access-Control-Expose-Headers"] = _READABLE
        return response

    app.before_request(_check)
    app.after_request(mark)


def origins(named: tuple[str, ...]) -> frozenset[str]:
    """Return the allow-list. Raises PinlightError for what is no origin: a star or an address would open more than was meant."""
    for origin in named:
        if not _ORIGIN.fullmatch(origin):
            raise PinlightError(
                f"PINLIGHT_API_ORIGINS: {origin[:100]!r} is no origin. Write scheme and host in lower case, and nothing behind: "
                "https://help.example.org"
            )
    return frozenset(named)


def _check() -> Response | None:
    """Answer OPTIONS; refuse bodies that are no JSON, and addresses that only a redirect would make sense of."""
    if not request.path.startswith(PREFIX):
        return None
    if isinstance(request.routing_exception, RequestRedirect):
        raise NotFound
    if request.routing_exception is not None:
        return None
    if request.method == "OPTIONS":
        response = current_app.make_default_options_response()
        response.status_code = 204
        return response
    # A form that a foreign page posts needs no preflight; JSON does. An empty body needs no type.
    if request.method == "POST" and _has_body() and request.mimetype != "application/json":
        abort(415)
    return None


def _has_body() -> bool:
    return bool(request.content_length) or "Transfer-Encoding" in request.headers
