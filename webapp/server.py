"""The production server: waitress, eight threads, one process."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from types import FrameType

import structlog
from waitress.server import create_server

from kb.bundle.swap import default_root
from webapp import create_app
from webapp.bundle import EXTENSION
from webapp.config import Config
from webapp.logs import configure

THREADS = 8


def serve(host: str = "127.0.0.1", port: int = 8000, root: Path | None = None, *, trusted_proxies: int = 0) -> None:
    """Serve until interrupted. The first answer does not wait for the indexes: they are opened beside it."""
    configure(console=sys.stderr.isatty())
    log = structlog.get_logger("pinlight.web")
    app = create_app(Config(root=root or default_root(), trusted_proxies=trusted_proxies, log_requests=True))
    server = create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident="Pinlight",
        # waitress drops X-Forwarded-* unless told otherwise; the app itself believes only as many proxies as are configured.
        clear_untrusted_proxy_headers=trusted_proxies == 0,
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        # waitress ends its loop on this and lets running requests finish.
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    snapshot = app.extensions[EXTENSION].loaded
    if snapshot is None:
        log.error("no knowledge base", problem=app.extensions[EXTENSION].problem)
    else:
        # The first search opens encoder and indexes; nobody should have to wait for that. No daemon: the process must
        # not end while the encoder is being opened, or it would abort instead of stopping.
        threading.Thread(target=snapshot.engine.search, args=("battery",), name="warm-up").start()
    shown = f"[{host}]" if ":" in host else host
    print(f"Pinlight is at http://{shown}:{getattr(server, 'effective_port', port)}/", flush=True)  # noqa: T201 - for the person who started it
    try:
        server.run()
    finally:
        server.close()
        log.info("stopped")
