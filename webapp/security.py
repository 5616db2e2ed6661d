"""Headers, request ids and limits. The policy is data; a test reads it back from real answers."""

from __future__ import annotations

import re
import uuid
from typing import cast

from flask import Flask, Response, g, request
from flask.typing import RouteCallable
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
)

from webapp import counts
from webapp.config import Config
from webapp.offline import PACKING

# What costs the server more than reading a page, in groups that are counted together. All that is posted is costly too:
# a route with POST that stands in no group is counted as work.
LIMITED: dict[str, tuple[str, ...]] = {
    "search": ("search.results", "api.search"),
    "work": ("calculators.calculator", "api_calculators.calculator"),
    "tell": ("feedback.tell", "api_feedback.feedback", "trouble.tell"),
}
# The troubleshooter weighs all causes for each answer, in pages and in JSON.
_HEAVY = ("trouble.", "api_diagnose.", "api_suggest.")
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")


def policy() -> ContentSecurityPolicy:
    """Nothing is allowed but our own files: no inline script or style, no frame, no other host."""
    return (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'")
        .connect_src("'self'")  # results as you type
        .manifest_src("'self'")
        .worker_src("'self'")  # the service worker
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )


_HEADERS = Secure(
    csp=policy(),
    coop=CrossOriginOpenerPolicy().same_origin(),
    corp=CrossOriginResourcePolicy().same_origin(),
    permissions=PermissionsPolicy().camera().geolocation().microphone(),
    referrer=ReferrerPolicy().same_origin(),
    xcto=XContentTypeOptions().nosniff(),
).header_items()
# The same policy for pages that the service worker puts together.
CSP = dict(Secure(csp=policy()).header_items())["Content-Security-Policy"]
# Only said where TLS is really spoken: on a plain-HTTP address of a workshop it would lock people out.
_HSTS = Secure(hsts=StrictTransportSecurity().max_age(31_536_000)).header_items()


def init_app(app: Flask, config: Config) -> None:
    """Give every request an id, every answer its headers, and the searches their limit."""
    app.before_request(_identify)
    app.after_request(_guard)
    # One limiter per app: tests and a second app in one process must not share counts.
    limiter = Limiter(get_remote_address, app=app, storage_uri=counts.URI, headers_enabled=True)
    # The offline pack is rendered by the app itself; nobody from outside can set a key of the WSGI environment.
    limiter.request_filter(lambda: bool(request.environ.get(PACKING)))
    for scope, endpoints in limited(app).items():
        limit = limiter.shared_limit(config.tell_rate if scope == "tell" else config.search_rate, scope=scope)
        for endpoint in endpoints:
            # The decorator is typed for asynchronous views as well; ours are plain.
            app.view_functions[endpoint] = cast("RouteCallable", limit(app.view_functions[endpoint]))


def limited(app: Flask) -> dict[str, tuple[str, ...]]:
    """Return the endpoints that are limited, by the group in which they are counted."""
    named = {endpoint for group in LIMITED.values() for endpoint in group}
    posted = {r.endpoint for r in app.url_map.iter_rules() if "POST" in (r.methods or ())}
    heavy = {r.endpoint for r in app.url_map.iter_rules() if r.endpoint.startswith(_HEAVY)}
    work = (*LIMITED["work"], *sorted((posted | heavy) - named))
    # The rest of the interface is only read, but whole: an export costs more than a page.
    read = {r.endpoint for r in app.url_map.iter_rules() if r.rule.startswith("/api/")} - named - set(work)
    return {**LIMITED, "work": work, "data": tuple(sorted(read))}


def _identify() -> None:
    offered = request.headers.get("X-Request-ID", "")
    # A proxy's id is kept so that its log and ours meet; anything odd is replaced, as it goes into our log.
    g.request_id = offered if _REQUEST_ID.match(offered) else uuid.uuid4().hex[:16]


def _guard(response: Response) -> Response:
    for name, value in (*_HEADERS, *(_HSTS if request.is_secure else ())):
        response.headers[name] = value
    response.headers["X-Request-ID"] = g.get("request_id", "")
    return response
