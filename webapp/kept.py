"""Look-up pages as they were sent, kept in memory: a page that was read once is not drawn again for the next reader.

A look-up page is made of the knowledge base, the look, the settings and the address, and of nothing else: what its ETag
says. So the kept answer is found by the ETag, and by what may stand in a page beside it: the name under which the reader
knows this server. Searches are not kept: they differ, and one without an answer is counted. Nor are pages that count
what helped, each of which is good for one answer.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from flask import Flask, Response, current_app, request

from webapp import learning
from webapp.offline import PACKING

EXTENSION = "pinlight-kept"
# By blueprint: pages that only show. A test draws them twice and compares.
BLUEPRINTS = frozenset(
    (
        "alarms",
        "cables",
        "calculators",
        "compare",
        "conflicts",
        "connectors",
        "devices",
        "facts",
        "home",
        "leds",
        "manuals",
        "procedures",
        "trouble",
    )
)
# Of all that may be kept: a page larger than this would push too many others out.
_LONGEST = 1 / 16
# The kinds of what is drawn, and the data that the pages work with.
_TYPES = ("text/html", "image/svg+xml", "application/json")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """An answer with status 200: its bytes, perhaps compressed, and the headers that belong to them."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


class Pages:
    """The pages of one app; the one that was not asked for the longest goes first. Safe to use from many threads."""

    def __init__(self, most: int) -> None:
        """Start empty. `most` is in bytes of bodies; with 0 nothing is kept."""
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[Key, Kept] = OrderedDict()
        self.held = 0

    def get(self, key: Key) -> Kept | None:
        """Return a kept page, or None."""
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
            return found

    def put(self, key: Key, page: Kept) -> None:
        """Keep a page."""
        size = len(page.body)
        if size > self._most * _LONGEST:
            return
        with self._lock:
            old = self._known.pop(key, None)
            self.held += size - (len(old.body) if old else 0)
            self._known[key] = page
            while self.held > self._most:
                _, gone = self._known.popitem(last=False)
                self.held -= len(gone.body)

    def __len__(self) -> int:
        """How many pages are kept."""
        return len(self._known)


def init_app(app: Flask, most: int) -> None:
    """Give the app its memory of pages; `caching` asks and fills it."""
    app.extensions[EXTENSION] = Pages(most)


def of() -> Pages:
    """Return the running app's pages."""
    found = current_app.extensions[EXTENSION]
    if not isinstance(found, Pages):
        raise TypeError("init_app puts Pages here")
    return found


def wanted() -> bool:
    """Tell whether the answer to this request may be kept, and given to others."""
    if request.blueprint not in BLUEPRINTS or request.method not in {"GET", "HEAD"}:
        return False
    # A page for the offline pack is another one: without the maker's own words, and it asks nothing.
    if request.environ.get(PACKING):
        return False
    return request.blueprint != "trouble" or not learning.on()


def key(etag: str) -> Key:
    """Return by what this request's page is found."""
    return etag, request.url_root, "gzip" if request.accept_encodings["gzip"] else ""


def find(etag: str) -> Response | None:
    """Return the kept answer to this request, or None."""
    found = of().get(key(etag)) if wanted() else None
    return None if found is None else Response(found.body, headers=list(found.headers))


def keep(etag: str, response: Response) -> None:
    """Keep an answer, if it may be."""
    if (
        wanted()
        and response.mimetype in _TYPES
        and not response.direct_passthrough
        and "Set-Cookie" not in response.headers
    ):
        of().put(key(etag), Kept(response.get_data(), tuple(response.headers.items())))
