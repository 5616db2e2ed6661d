"""The production server: waitress, eight threads, one process."""

from __future__ import annotations

import gc
import signal
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server

from kb.bundle.swap import default_root
from webapp import create_app
from webapp.bundle import EXTENSION, Snapshot
from webapp.config import MAX_BODY_BYTES, Config
from webapp.later import load_all
from webapp.logs import configure
from webapp.offline import keeper

THREADS = 8
# Larger than what the app takes, so that the app's own answer is the usual one; beyond this waitress reads no further.
_MOST_BODY_BYTES = 4 * MAX_BODY_BYTES
# A question of 2000 characters, each four bytes written as %XX, with room for the headers around it.
_MOST_HEADER_BYTES = 64 * 1024
# How long a stop waits for requests that are running. Service managers kill after ten seconds or more.
STOP_S = 8.0
_TURN_S = 0.5
# Python's own five milliseconds are a third of what a search takes.
SWITCH_S = 0.001


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    root: Path | None = None,
    *,
    trusted_proxies: int = 0,
    embed_origins: tuple[str, ...] = (),
) -> None:
    """Serve until interrupted. The first answer does not wait for the indexes: they are opened beside it."""
    configure(console=sys.stderr.isatty())
    log = structlog.get_logger("pinlight.web")
    app = create_app(
        Config(
            root=root or default_root(), trusted_proxies=trusted_proxies, embed_origins=embed_origins, log_requests=True
        )
    )
    # Facts, pages and templates live as long as the process: the collector need not look through them while people wait.
    gc.freeze()
    gc.enable()
    # A thread that comes back from the encoder, or a request that arrives, waits this long at most for a thread that works.
    sys.setswitchinterval(SWITCH_S)
    sockets: dict[int, Any] = {}
    server = create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=THREADS,
        ident="Pinlight",
        max_request_body_size=_MOST_BODY_BYTES,
        max_request_header_size=_MOST_HEADER_BYTES,
        # waitress drops X-Forwarded-* unless told otherwise; the app itself believes only as many proxies as are configured.
        clear_untrusted_proxy_headers=trusted_proxies == 0,
    )
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    snapshot = app.extensions[EXTENSION].loaded
    if snapshot is None:
        log.error("no knowledge base", problem=app.extensions[EXTENSION].problem)
    else:
        # No daemon: the process must not end while the encoder is being opened, or it would abort instead of stopping.
        threading.Thread(target=_warm_up, args=(app, snapshot), name="warm-up").start()
    shown = f"[{host}]" if ":" in host else host
    print(f"Pinlight is at http://{shown}:{getattr(server, 'effective_port', port)}/", flush=True)  # noqa: T201 - for the person who started it
    try:
        while not stopping.is_set():
            _turn(sockets, _TURN_S)
        keeper.of(app).stop()
        left = finish(sockets, STOP_S)
        server.task_dispatcher.shutdown(timeout=1)
    finally:
        wasyncore.close_all(sockets, ignore_all=True)
    log.info("stopped", unfinished=left)


def _warm_up(app: Flask, snapshot: Snapshot) -> None:
    """Open encoder and indexes, load the pages nobody asked for yet, then have the offline pack made: nobody should have to wait."""
    snapshot.engine.search("battery")
    load_all()
    keeper.of(app).latest(snapshot)


def _turn(sockets: Mapping[int, Any], seconds: float) -> None:
    wasyncore.loop(timeout=seconds, map=sockets, count=1)


def finish(sockets: dict[int, Any], seconds: float) -> int:
    """Accept nobody new, and send running answers to their end. Return how many could not be finished in time.

    waitress by itself would wait for its threads but no longer send what they have written.
    """
    for listening in [s for s in sockets.values() if getattr(s, "accepting", False)]:
        listening.accepting = False
        wasyncore.dispatcher.close(listening)
    until = time.monotonic() + seconds
    while busy := [c for c in sockets.values() if isinstance(c, HTTPChannel) and _busy(c)]:
        if time.monotonic() > until:
            break
        _turn(sockets, 0.05)
    return len(busy)


def _busy(channel: HTTPChannel) -> bool:
    return bool(channel.requests) or channel.total_outbufs_len > 0
