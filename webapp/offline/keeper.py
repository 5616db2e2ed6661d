"""Keeps the pack of the knowledge base in use: made in the background, kept on disk beside the bundle, taken from there next time."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from flask import Flask, current_app, request

from webapp import assets
from webapp.bundle import Snapshot
from webapp.later import later
from webapp.offline import PACKING

if TYPE_CHECKING:
    from webapp.offline import pack as packs
    from webapp.offline.pack import Pack
else:
    packs = later("webapp.offline.pack")

EXTENSION = "pinlight-offline"
FOLDER = "offline"
# A phone that began to load the pack before the newest one still gets it to the end.
_KEPT = 2
_ON_DISK = 3
# Between two pages: requests that wait are answered first, and a pack still takes seconds only.
_PAUSE_S = 0.003
# After a request the pack waits so long before its next page: under steady load it takes a sixth of a processor.
_QUIET_S = 0.1
# After a failure, so that a broken view does not keep a processor busy.
_RETRY_S = 60.0
_log = structlog.get_logger("pinlight.offline")


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The process ends; the pack is not needed."""


class Keeper:
    """Hands out the newest whole pack; safe to use from many threads."""

    def __init__(self, app: Flask, root: Path) -> None:
        """Remember where bundles are; nothing is read or made before somebody asks."""
        self._app = app
        self._folder = root / FOLDER
        self._lock = threading.Lock()
        self._packs: list[Pack] = []
        self._running: threading.Thread | None = None
        self._failed_at = 0.0
        self._stopping = False
        self._asked_at = 0.0

    def asked(self) -> None:
        """Note that somebody asks for something: the pack waits."""
        self._asked_at = time.monotonic()

    def latest(self, snapshot: Snapshot) -> Pack | None:
        """Return the newest whole pack, or None while the first is being made. Starts the making of a newer one."""
        newest = self.newest
        if newest is None or newest.version != snapshot.version:
            self._start(snapshot)
        return newest

    @property
    def newest(self) -> Pack | None:
        """The newest whole pack without starting anything, or None."""
        return self._packs[-1] if self._packs else None

    def named(self, name: str) -> Pack | None:
        """Return a pack by its name, if it is still kept."""
        return next((p for p in self._packs if p.name == name), None)

    def make(self, snapshot: Snapshot) -> Pack:
        """Return the pack of a snapshot, from memory, from disk, or made now."""
        for known in self._packs:
            if known.version == snapshot.version:
                return known
        began = time.perf_counter()
        path = self._folder / f"{snapshot.version}-{assets.look(self._app)}.json.gz"
        made = self._read(path)
        if made is None:
            made = packs.close(self._app, packs.content(self._app, snapshot, self._breathe))
            self._write(path, made.body)
        self._packs = [*self._packs, made][-_KEPT:]
        seconds = round(time.perf_counter() - began, 1)
        _log.info(
            "offline pack", pages=made.pages, bytes=packs.weight(self._app, made), seconds=seconds, pack=made.name
        )
        return made

    def wait(self, timeout: float | None = None) -> None:
        """Wait for the pack that is being made, if any."""
        running = self._running
        if running is not None:
            running.join(timeout)

    def stop(self) -> None:
        """Give up a pack that is being made; the process is about to end."""
        self._stopping = True

    def _breathe(self) -> None:
        if self._stopping or not threading.main_thread().is_alive():
            raise Stopped
        # Waiting requests go first.
        time.sleep(_PAUSE_S)
        if time.monotonic() < self._asked_at + _QUIET_S:
            time.sleep(_QUIET_S)

    def _start(self, snapshot: Snapshot) -> None:
        with self._lock:
            if self._running is not None and self._running.is_alive():
                return
            if self._failed_at and time.monotonic() - self._failed_at < _RETRY_S:
                return
            # No daemon: ending the process while the encoder runs would abort it. `_breathe` ends the work instead.
            self._running = threading.Thread(target=self._try, args=(snapshot,), name="offline-pack")
            self._running.start()

    def _try(self, snapshot: Snapshot) -> None:
        try:
            self.make(snapshot)
            self._failed_at = 0.0
        except Stopped:
            _log.info("offline pack given up: stopping")
        except Exception as e:  # noqa: BLE001 - the app answers without a pack too; the reason is in the log
            self._failed_at = time.monotonic()
            _log.error("offline pack", exc_info=e)

    def _read(self, path: Path) -> Pack | None:
        try:
            return packs.reopen(self._app, path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, EOFError, ValueError) as e:
            _log.warning("offline pack on disk not used", problem=str(e))
            return None

    def _write(self, path: Path, body: bytes) -> None:
        part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            self._folder.mkdir(exist_ok=True)
            part.write_bytes(body)
            part.replace(path)
            for old in sorted(self._folder.iterdir(), key=lambda p: p.stat().st_mtime)[:-_ON_DISK]:
                old.unlink(missing_ok=True)
        except OSError as e:
            # A read-only place is a fair choice; the pack is then made again at the next start.
            _log.warning("offline pack not kept on disk", problem=str(e))


def init_app(app: Flask, root: Path) -> None:
    """Give the app its keeper."""
    keeper = app.extensions[EXTENSION] = Keeper(app, root)

    @app.before_request
    def asked() -> None:
        if not request.environ.get(PACKING):
            keeper.asked()


def of(app: Flask | None = None) -> Keeper:
    """Return an app's keeper, the running one's unless named."""
    found = (app or current_app).extensions[EXTENSION]
    if not isinstance(found, Keeper):
        raise TypeError("init_app puts a Keeper here")
    return found
