"""Every page a second time under /embed: mounted there, so that all links made by `url_for` stay in the frame.

Only these pages may stand in a frame, and only on the sites that were allowed. The site itself stays unframeable.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from webapp.config import Config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/embed"
EMBEDDED = "pinlight.embedded"
LOADER = "/widget.js"
# What is for the operator or the whole site is never framed: there, /embed/… is no address at all.
_NEVER = ("/desk", "/metrics", "/healthz", "/offline", "/sw.js", PREFIX)
_NOBODY = "frame-ancestors 'none'"


class Mount:
    """Move /embed from the path to the place where the app is mounted; the widget's first page keeps its own path."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        path = environ.get("PATH_INFO", "")
        rest = path.removeprefix(PREFIX)
        if path.startswith(f"{PREFIX}/") and not rest.startswith(_NEVER):
            environ[EMBEDDED] = True
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + PREFIX
            # The front page of the frame is the widget's own; all else is found where the site has it.
            environ["PATH_INFO"] = path if rest == "/" else rest
        return self.app(environ, start_response)


def init_app(app: Flask, config: Config) -> None:
    """Mount the pages, and say who may frame them. Call before the headers' own hooks: these here run after them."""
    app.wsgi_app = Mount(app.wsgi_app)  # type: ignore[method-assign]
    allowed = " ".join(["frame-ancestors", *(config.embed_origins or ("'none'",))])

    def headers(response: Response) -> Response:
        loader = request.path == LOADER or (request.path.startswith("/static/widget.") and response.status_code == 200)  # noqa: PLR2004
        if request.environ.get(EMBEDDED):
            policy = response.headers.get("Content-Security-Policy", "")
            response.headers["Content-Security-Policy"] = policy.replace(_NOBODY, allowed)
            # A helpdesk that isolates itself (COEP) takes only frames that say the same of themselves.
            response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        if loader or request.environ.get(EMBEDDED):
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if loader:
            # It holds nothing secret; with this a site can pin it by its hash (`integrity`).
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    app.after_request(headers)
