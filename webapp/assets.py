"""Static files under names that carry their hash: cached for a year, replaced the moment they change.

The style sheet of all pages is written as one file per layer and component and served as one; what a single feature
needs beside it stands in static/css/features/ and is loaded by its pages only. There is no build step.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, current_app, url_for

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"
# The order matters once only: the first file declares the order of the layers.
_CSS = (
    "layers.css",
    "reset.css",
    "tokens.css",
    "base.css",
    "shell.css",
    "components.css",
    "facts.css",
    "pages.css",
    "calculators.css",
    "print.css",
)
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_YEAR_S = 31_536_000
EXTENSION = "pinlight-assets"


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    body: bytes
    mimetype: str


@dataclass(frozen=True)
class Assets:
    """All static files: `names` by the plain name, `files` by the hashed one; `look` changes with any template too."""

    names: dict[str, str]
    files: dict[str, Asset]
    look: str


def _read() -> Assets:
    plain: dict[str, bytes] = {"app.css": b"\n".join((_STATIC / "css" / n).read_bytes() for n in _CSS)}
    alone = (_STATIC / "css" / "features").glob("*.css"), (_STATIC / "js").glob("*.js"), _STATIC.glob("*.svg")
    for path in sorted(p for group in alone for p in group):
        plain[path.name] = path.read_bytes()
    names: dict[str, str] = {}
    files: dict[str, Asset] = {}
    for name, body in plain.items():
        stem, dot, suffix = name.rpartition(".")
        names[name] = f"{stem}.{hashlib.sha256(body).hexdigest()[:10]}.{suffix}"
        files[names[name]] = Asset(body, _TYPES[dot + suffix])
    look = hashlib.sha256("".join(names.values()).encode())
    for path in sorted([*_HERE.rglob("*.html"), *_HERE.rglob("*.py")]):
        look.update(path.read_bytes())
    return Assets(names, files, look.hexdigest()[:10])


def init_app(app: Flask) -> None:
    """Read the static files and serve them."""
    app.extensions[EXTENSION] = _read()
    app.add_url_rule("/static/<name>", "static", _serve)
    app.jinja_env.globals["asset"] = url


def _of(app: Flask) -> Assets:
    found = app.extensions[EXTENSION]
    if not isinstance(found, Assets):
        raise TypeError("init_app puts Assets here")
    return found


def look(app: Flask) -> str:
    """Return the name of the present look: it changes with every edited template, style, script or view."""
    return _of(app).look


def url(name: str) -> str:
    """Return the address of a static file by its plain name, such as `app.css`."""
    return url_for("static", name=_of(current_app).names[name])


def _serve(name: str) -> Response:
    found = _of(current_app).files.get(name)
    if found is None:
        abort(404)
    response = Response(found.body, mimetype=found.mimetype)
    response.headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable"
    return response
