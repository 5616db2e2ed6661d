"""Learning on the web: the priors of this moment, what of them is in a page's ETag, and the mark that counts an outcome once."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from flask import current_app, request

from kb.bundle.store import KnowledgeBase
from kb.diagnose.learn import Priors
from kb.model.errors import BundleError, UserDataError
from webapp import bundle
from webapp.config import of_app, settings
from webapp.later import later
from webapp.offline import PACKING
from webapp.telling import today

if TYPE_CHECKING:
    from kb.diagnose import api
else:
    api = later("kb.diagnose.api")

_EXTENSION = "pinlight-learning"
# A page left open over night may still be told of; one from last week is no outcome of today.
_GOOD_FOR = timedelta(days=2)
_PAGES = "/trouble"
_log = structlog.get_logger("pinlight.web")

_Stamp = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Kept:
    """Priors as they were read: for which knowledge base, from which state of the file, on which day."""

    kb: KnowledgeBase
    stamp: _Stamp
    day: date
    priors: Priors
    tag: str


class _Learning:
    """One app's memory of the priors, and the key of its marks; a restart makes a new key, and pages from before are renewed."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)
        self.kept: _Kept | None = None


def on() -> bool:
    """Tell whether outcomes are taken and change the priors."""
    config = of_app()
    return config.telling and config.user.learn


def priors(kb: KnowledgeBase) -> Priors:
    """Return the learnt priors for this request; none for the phone's pack, and none while the file cannot be read."""
    if not on() or request.environ.get(PACKING):
        return {}
    return _read(kb).priors


def tag() -> str:
    """Return what the ETag of a page holds of learning: empty where pages do not depend on it."""
    if not request.path.startswith(_PAGES) or not on():
        return ""
    try:
        kb = bundle.current().kb
    except BundleError:
        return ""
    return _read(kb).tag + _own().key.hex()[:8]


def mark(case: str) -> str:
    """Return a mark for a page: it lets the outcome of this case be told once."""
    chance, day = secrets.token_urlsafe(16), today().isoformat()
    return f"{chance}.{day}.{_sign(chance, day, case)}"


def is_mark(given: str, case: str) -> bool:
    """Tell whether a mark was given out by this app for this case, lately."""
    if len(given) > 200:  # noqa: PLR2004 - twice a mark
        return False
    chance, _, rest = given.partition(".")
    day, _, signed = rest.partition(".")
    if not hmac.compare_digest(_sign(chance, day, case).encode(), signed.encode("utf-8", "surrogatepass")):
        return False
    return today() - _GOOD_FOR <= date.fromisoformat(day) <= today()


def _sign(chance: str, day: str, case: str) -> str:
    said = f"{chance}\0{day}\0{case}".encode("utf-8", "surrogatepass")
    return hmac.new(_own().key, said, hashlib.sha256).hexdigest()


def _own() -> _Learning:
    found = current_app.extensions.setdefault(_EXTENSION, _Learning())
    if not isinstance(found, _Learning):
        raise TypeError("only a _Learning stands here")
    return found


def _read(kb: KnowledgeBase) -> _Kept:
    """Read the priors anew when the file, the day or the knowledge base is another; two stat calls otherwise."""
    own, chosen, day = _own(), settings(), today()
    stamp, kept = _stamp(chosen.path), own.kept
    if kept is not None and kept.kb is kb and kept.stamp == stamp and kept.day == day:
        return kept
    try:
        found = api.learnt(kb, chosen, day)
    except UserDataError as e:
        # The troubleshooter works with what is stated until the file can be read again.
        _log.error("priors not learnt", problem=str(e))
        found = {}
    said = hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()[:12]
    # What was read may be newer than the stamp taken before, never older: it is then read once more.
    own.kept = _Kept(kb, stamp, day, found, said)
    return own.kept


def _stamp(path: Path) -> _Stamp:
    found = []
    for part in (path, path.with_name(f"{path.name}-wal")):
        try:
            stat = part.stat()
        except OSError:
            found.append((0, 0))
        else:
            found.append((stat.st_mtime_ns, stat.st_size))
    return tuple(found)
