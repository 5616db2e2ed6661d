"""Static files under names that carry their hash: cached for a year, replaced the moment they change.

The style sheet of all pages is written as one file per layer and component and served as one; what a single feature
needs beside it stands in static/css/features/ and is loaded by its pages only. There is no build step: a script that
imports another names it plainly (`import { x } from "./lamps.js"`), and the hashed name is put in as the file is read.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for

import kb

_HERE = Path(__file__).parent
_LIBRARY = Path(kb.__file__).parent
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
    "offline.css",
    "print.css",
)
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
# The static imports of a script, and those that wait until they are needed: `import("./lamps.js")`.
_IMPORT = re.compile(rb"""((?:\bfrom|\bimport)\s*\(?\s*["'])\./([a-z0-9_]+\.js)(["'])""")
_YEAR_S = 31_536_000
EXTENSION = "pinlight-assets"


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    body: bytes
    mimetype: str

    @cached_property
    def gzipped(self) -> bytes:
        """The body compressed as far as it goes, once: the same bytes are sent to everybody."""
        return gzip.compress(self.body, compresslevel=9, mtime=0)


@dataclass(frozen=True)
class Assets:
    """All static files: `names` by the plain name, `files` by the hashed one; `look` changes with any template and any code too."""

    names: dict[str, str]
    files: dict[str, Asset]
    look: str


def _read() -> Assets:
    plain: dict[str, bytes] = {"app.css": b"\n".join((_STATIC / "css" / n).read_bytes() for n in _CSS)}
    alone = (
        (_STATIC / "css" / "features").glob("*.css"),
        (_STATIC / "js").glob("*.js"),
        _STATIC.glob("*.svg"),
        _STATIC.glob("*.png"),
    )
    for path in sorted(p for group in alone for p in group):
        plain[path.name] = path.read_bytes()
    names: dict[str, str] = {}
    files: dict[str, Asset] = {}
    for name in plain:
        _hash(name, plain, names, files, ())
    look = hashlib.sha256("".join(names.values()).encode())
    # The library writes sentences that pages show, and what an answer holds is its work.
    for path in sorted([*_HERE.rglob("*.html"), *_HERE.rglob("*.py"), *_LIBRARY.rglob("*.py")]):
        look.update(path.read_bytes())
    return Assets(names, files, look.hexdigest()[:10])


def _hash(
    name: str, plain: dict[str, bytes], names: dict[str, str], files: dict[str, Asset], above: tuple[str, ...]
) -> str:
    """Return a file's hashed name. What it imports is named first: its own hash then changes with any of them."""
    if name in names:
        return names[name]
    if name in above or name not in plain:
        chain = " → ".join([*above, name])
        raise ValueError(f"static/js: {chain}: " + ("imports itself" if name in above else "there is no such file"))
    body = plain[name]
    stem, dot, suffix = name.rpartition(".")
    if suffix == "js":

        def hashed(found: re.Match[bytes]) -> bytes:
            other = _hash(found[2].decode(), plain, names, files, (*above, name))
            return found[1] + b"./" + other.encode() + found[3]

        body = _IMPORT.sub(hashed, body)
    names[name] = f"{stem}.{hashlib.sha256(body).hexdigest()[:10]}.{suffix}"
    files[names[name]] = Asset(body, _TYPES[dot + suffix])
    return names[name]


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
    """Return the name of the present look: it changes with every edited template, style, script, view or line of the library."""
    return _of(app).look


def files(app: Flask) -> dict[str, Asset]:
    """Return the static files by their hashed names."""
    return _of(app).files


def url(name: str) -> str:
    """Return the address of a static file by its plain name, such as `app.css`."""
    return url_for("static", name=_of(current_app).names[name])


def _serve(name: str) -> Response:
    found = _of(current_app).files.get(name)
    if found is None:
        abort(404)
    response = Response(found.body, mimetype=found.mimetype)
    if found.mimetype != _TYPES[".png"]:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"] and len(found.gzipped) < len(found.body):
            response.set_data(found.gzipped)
            response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable"
    return response
