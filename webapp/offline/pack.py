"""The pack: all pages as the server renders them, told once.

Pages share most of their markup. Each is cut into lines and list items; every different piece is kept once, and a page is told
as runs of pieces: number of the first, how many. Put together again it is, byte for byte, what the server would have sent: the phone shows nothing
that was made for the phone. About 1700 pages take some 350 kB gzipped.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import urlsplit

import msgspec
import structlog
from flask import Flask, g

from webapp import assets
from webapp.bundle import Snapshot
from webapp.offline import PACKING, gather, lookup

# All of the pack with its static files, gzipped: a minute on a bad mobile line.
MAX_BYTES = 1_000_000
# A page that holds this works whatever stands behind the "?" of its address: its script reads the address itself.
ANY_QUERY = "data-any-query"
# A link with this leads to what serves instead, when an address with more behind the "?" is not in the pack.
_INSTEAD = re.compile(r"<a\b(?=[^>]*\bdata-offline-instead\b)[^>]*\bhref=\"([^\"]+)\"")
# What a page shows beside its text: drawings that are files of their own, style sheets written from facts.
_SHOWN = re.compile(r"<(?:img\b[^>]*\bsrc|link rel=\"stylesheet\" href)=\"(/(?!static/)[^\"]+)\"")
# Stands for the address that the phone knows the server by; the service worker puts that in its place.
HOST = "http://host.invalid"
_OTHER_HOST = "http://other.invalid"
_HTML = "text/html"
_CUT = re.compile(r"(?<=\n)|(?<=</li>)|(?<=</tr>)")
_STATIC = re.compile(r"/static/([A-Za-z0-9_.-]+)")
_MODULE = re.compile(rb"[\"']\./([a-z0-9_]+\.[0-9a-f]{10}\.js)[\"']")
_log = structlog.get_logger("pinlight.offline")


class Content(msgspec.Struct, frozen=True):
    """What the phone keeps. `pages` are runs of `pieces` (first, count, first, count …); `types` says what those are that are no HTML.

    `any_query` are the paths that work with every query, `instead` where a path with an unknown query leads.
    """

    version: str
    look: str
    stamp: str
    pieces: tuple[str, ...]
    pages: dict[str, tuple[int, ...]]
    types: dict[str, str]
    any_query: tuple[str, ...]
    instead: dict[str, str]
    host: str
    lookup: lookup.Table

    def page(self, address: str) -> str:
        """Return a page as the server rendered it."""
        return "".join(self.pieces[n] for n in numbers(self.pages[address]))


def runs(numbers: Iterable[int]) -> tuple[int, ...]:
    """Return numbers as runs of consecutive ones: 4 5 6 9 is 4 3 9 1. Pages that are new are mostly one run."""
    out: list[int] = []
    for n in numbers:
        if out and n == out[-2] + out[-1]:
            out[-1] += 1
        else:
            out += (n, 1)
    return tuple(out)


def numbers(told: Sequence[int]) -> Iterator[int]:
    """Yield the numbers that runs tell."""
    for first, count in zip(told[::2], told[1::2], strict=True):
        yield from range(first, first + count)


@dataclass(frozen=True)
class Pack:
    """A pack as it is sent: gzipped JSON, its SHA-256 over the JSON, and the static files that its pages load."""

    version: str
    look: str
    stamp: str
    body: bytes
    sha256: bytes
    pages: int
    statics: tuple[str, ...]

    @property
    def name(self) -> str:
        """Short name of the content, for its address and its cache."""
        return self.sha256.hex()[:16]

    @property
    def integrity(self) -> str:
        """The hash as `fetch` checks it."""
        return "sha256-" + base64.b64encode(self.sha256).decode()


def render(app: Flask, snapshot: Snapshot, address: str, host: str = HOST) -> tuple[str, str]:
    """Return a page and its type as the server would send it.

    Raises what the view raises; the request is neither logged nor counted.
    """
    with app.test_request_context(address, base_url=host, environ_overrides={PACKING: True}):
        g.snapshot = snapshot
        response = app.make_response(app.dispatch_request())
        if response.status_code != 200:  # noqa: PLR2004 - HTTP's own name
            raise LookupError(f"status {response.status_code}")
        return response.get_data(as_text=True), response.mimetype or _HTML


def content(app: Flask, snapshot: Snapshot, breathe: Callable[[], None] = lambda: None) -> Content:
    """Render everything. A page that fails is left out and told in the log. `breathe` is called after each page."""
    with app.test_request_context("/", environ_overrides={PACKING: True}):
        g.snapshot = snapshot
        wanted = list(gather.addresses(app, snapshot.kb))
        names = lookup.table(snapshot.kb, snapshot.engine, breathe)
    pieces: dict[str, int] = {}
    pages: dict[str, tuple[int, ...]] = {}
    types: dict[str, str] = {}
    any_query: list[str] = []
    instead: dict[str, str] = {}
    tried: set[str] = set()
    while wanted:
        address = wanted.pop(0)
        if address in tried:
            continue
        tried.add(address)
        try:
            text, mimetype = render(app, snapshot, address)
            if mimetype != _HTML and render(app, snapshot, address, _OTHER_HOST)[0] != text:
                # A QR code holds the host's name in a way that nobody can put another into.
                continue
        except Exception as e:  # noqa: BLE001 - one broken view must not take all pages from the phone
            _log.error("page not packed", address=address, problem=f"{type(e).__name__}: {e}")
            continue
        pages[address] = runs(pieces.setdefault(p, len(pieces)) for p in _CUT.split(text))
        if mimetype != _HTML:
            types[address] = mimetype
        elif not urlsplit(address).query:
            if ANY_QUERY in text:
                any_query.append(address)
            elif found := _INSTEAD.search(text):
                instead[address] = unescape(found[1])
        # At once, while what the page was made of is still at hand.
        wanted[:0] = [unescape(src) for src in _SHOWN.findall(text)]
        breathe()
    built = datetime.fromisoformat(snapshot.kb.manifest.built_at)
    return Content(
        version=snapshot.version,
        look=assets.look(app),
        stamp=f"{built.day} {built:%B %Y}",
        pieces=tuple(pieces),
        pages=pages,
        types=types,
        any_query=tuple(any_query),
        instead=instead,
        host=HOST,
        lookup=names,
    )


def close(app: Flask, made: Content) -> Pack:
    """Encode and compress a pack."""
    raw = msgspec.json.encode(made)
    pack = _pack(app, made, raw, gzip.compress(raw, compresslevel=9, mtime=0))
    if any(t.startswith("image/") for t in made.types.values()) and (size := weight(app, pack)) > MAX_BYTES:
        # What a drawing shows stands in its page as text too, so drawings are what can be missed.
        _log.warning("offline pack too large: the drawings stay out", bytes=size, most=MAX_BYTES)
        return close(app, _without_drawings(made))
    return pack


def _without_drawings(made: Content) -> Content:
    kept = {a: told for a, told in made.pages.items() if not made.types.get(a, "").startswith("image/")}
    new: dict[int, int] = {}
    pages = {a: runs(new.setdefault(n, len(new)) for n in numbers(told)) for a, told in kept.items()}
    return msgspec.structs.replace(
        made,
        pieces=tuple(made.pieces[n] for n in new),
        pages=pages,
        types={a: t for a, t in made.types.items() if a in kept and not t.startswith("image/")},
    )


def reopen(app: Flask, body: bytes) -> Pack:
    """Return a pack that was written to disk. Raises ValueError or OSError when it is damaged or of another look."""
    raw = gzip.decompress(body)
    made = msgspec.json.decode(raw, type=Content)
    if made.look != assets.look(app):
        raise ValueError("made by other templates")
    return _pack(app, made, raw, body)


def _pack(app: Flask, made: Content, raw: bytes, body: bytes) -> Pack:
    statics = tuple(_statics(app, made.pieces))
    digest = hashlib.sha256(raw).digest()
    return Pack(made.version, made.look, made.stamp, body, digest, len(made.pages), statics)


def _statics(app: Flask, pieces: Iterable[str]) -> Iterable[str]:
    """Return the hashed names of the static files that the pages load, and of the scripts that these import."""
    files = assets.files(app)
    waiting = sorted({name for p in pieces for name in _STATIC.findall(p)} & set(files))
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found[name] = None
        if name.endswith(".js"):
            waiting += [other.decode() for other in _MODULE.findall(files[name].body)]
    return found


def weight(app: Flask, pack: Pack) -> int:
    """Return the gzipped bytes of a pack with its static files."""
    files = assets.files(app)
    return len(pack.body) + sum(len(gzip.compress(files[n].body, mtime=0)) for n in pack.statics)
