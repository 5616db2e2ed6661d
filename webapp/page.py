"""A page is a frozen dataclass: its template sees exactly its fields, and nothing of the request."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

import jinja2
from flask import Flask, Response, current_app, request, url_for

from kb.curation.statements import number
from kb.model.errors import BundleError
from webapp import bundle
from webapp.config import Config
from webapp.present.marking import mark
from webapp.present.words import count, figure, glued, kind_word, named, plain_signal


@dataclass(frozen=True)
class Embedding:
    """The page stands in the widget's frame: which sites may speak to it, and where the page is outside the frame."""

    origins: tuple[str, ...]
    outside: str


@dataclass(frozen=True)
class Shell:
    """What the frame around every page shows. `stamp` is empty when there is no knowledge base.

    `device` keeps the search on the device that the page is about; the search page lets it go again.
    """

    query: str = ""
    manuals: int = 0
    facts: int = 0
    stamp: str = ""
    version: str = ""
    device: str = ""
    device_name: str = ""
    embedding: Embedding | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Base of all pages. A subclass names its template and adds the fields that the template uses.

    `styles` and `scripts` are the feature's own files, by their plain names ("leds.css", "leds.js").
    """

    template: ClassVar[str]
    title: str
    shell: Shell
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A part of a page that is sent alone."""

    template: ClassVar[str]


def init_app(app: Flask) -> None:
    """Make templates strict: a missing field is an error, and the request cannot be reached from them."""
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for name in ("request", "session", "g", "config", "get_flashed_messages"):
        app.jinja_env.globals.pop(name, None)
    app.jinja_env.globals["url_for"] = url_for
    app.jinja_env.filters.update(
        mark=mark,
        figure=figure,
        glued=glued,
        named=named,
        number=number,
        count=count,
        kind_word=kind_word,
        plain_signal=plain_signal,
    )


def shell(query: str = "", device: str = "") -> Shell:
    """Return the frame of this request's page; it can be drawn without a knowledge base too."""
    try:
        snapshot = bundle.current()
    except BundleError:
        return Shell(query=query, embedding=_embedding())
    manifest = snapshot.kb.manifest
    built = datetime.fromisoformat(manifest.built_at)
    about = snapshot.kb.devices.get(device)
    return Shell(
        query=query,
        manuals=len(snapshot.kb.manuals),
        facts=len(snapshot.kb.facts),
        stamp=f"{built.day} {built:%B %Y}",
        version=manifest.version,
        device=about.id if about else "",
        device_name=(about.short or about.name) if about else "",
        embedding=_embedding(),
    )


def _embedding() -> Embedding | None:
    if not request.environ.get("pinlight.embedded"):
        return None
    config: Config = current_app.config["PINLIGHT"]
    mounted = request.script_root.removesuffix("/embed")
    # The widget's first page is the site's front page.
    here = "/" if request.path == "/embed/" else request.full_path.removesuffix("?")
    return Embedding(config.embed_origins, mounted + here)


def render(page: Page | Fragment, status: int = 200) -> Response:
    """Draw a page: the template gets the dataclass's fields, no more and no less."""
    template = current_app.jinja_env.get_template(page.template)
    body = template.render({f.name: getattr(page, f.name) for f in fields(page)})
    return Response(body, status, mimetype="text/html")
