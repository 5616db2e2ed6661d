"""The knowledge base in use: opened once, swapped when a new one is published, kept when the new one is bad."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from flask import current_app, g

from kb.bundle.store import KnowledgeBase, open_bundle
from kb.bundle.swap import POINTER
from kb.model.errors import BundleError
from kb.search.engine import Engine

EXTENSION = "pinlight-bundle"
# One stat call a second is nothing, and a second is as soon as anybody notices.
CHECK_S = 1.0
# A bundle that failed its checks is tried again this often: it may have been repaired in place.
RETRY_S = 10.0

_Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class Snapshot:
    """One opened bundle. A request uses the same one from start to end."""

    kb: KnowledgeBase
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def engine(self) -> Engine:
        """The search engine, laid out once: a page that asks nothing need not wait for it."""
        with self._lock:
            return self._engine

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self.kb)

    @property
    def version(self) -> str:
        """Short name of the content, for ETags and for people."""
        return self.kb.manifest.version


class Holder:
    """Hands out the current snapshot; safe to use from many threads."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Open the bundle at `root`. A bundle that cannot be opened is told by `problem`, not raised here."""
        self.root = root
        self.problem = ""
        self._clock = clock
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._stamp: _Stamp = None
        self._checked = clock()
        self._load()

    def get(self) -> Snapshot:
        """Return the snapshot in use. Raises BundleError when there never was a good one."""
        if self._clock() - self._checked >= CHECK_S:
            # While one thread opens the new bundle the others go on with the old one.
            self._refresh(blocking=self._snapshot is None)
        if self._snapshot is None:
            raise BundleError(self.problem)
        return self._snapshot

    @property
    def loaded(self) -> Snapshot | None:
        """The snapshot in use without looking for a newer one, or None."""
        return self._snapshot

    def _refresh(self, *, blocking: bool) -> None:
        if not self._lock.acquire(blocking=blocking):
            return
        try:
            now = self._clock()
            waited = now - self._checked
            if waited < CHECK_S:
                return
            if self._read_stamp() != self._stamp or (self.problem and waited >= RETRY_S):
                self._load()
                self._checked = now
            elif not self.problem:
                self._checked = now
        finally:
            self._lock.release()

    def _load(self) -> None:
        stamp = self._read_stamp()
        try:
            kb = open_bundle(self.root)
            self._snapshot = Snapshot(kb)
            self.problem = ""
        except BundleError as e:
            self.problem = str(e)
        self._stamp = stamp

    def _read_stamp(self) -> _Stamp:
        try:
            found = (self.root / POINTER).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino


def holder() -> Holder:
    """Return the running app's holder."""
    found = current_app.extensions[EXTENSION]
    if not isinstance(found, Holder):
        raise TypeError("create_app puts a Holder here")
    return found


def current() -> Snapshot:
    """Return this request's snapshot. Raises BundleError, which becomes the 503 page."""
    if "snapshot" not in g:
        g.snapshot = holder().get()
    snapshot: Snapshot = g.snapshot
    return snapshot
