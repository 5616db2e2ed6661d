"""A server of the app on loopback that ends at once, whatever connections a browser keeps open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import create_server


class Running:
    """Any WSGI application behind waitress; `url` is where."""

    def __init__(self, app: Any, threads: int = 8) -> None:
        self._sockets: dict[int, Any] = {}
        self._server = create_server(app, host="127.0.0.1", port=0, threads=threads, map=self._sockets)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answer nothing any more. May be called twice."""
        if self._thread.is_alive():
            self._server.trigger.pull_trigger(self._hang_up)
            self._thread.join(timeout=10)
            self._server.task_dispatcher.shutdown()

    def _hang_up(self) -> None:
        """Close the connections too, in the server's own thread: waiting until a browser lets go takes ten seconds."""
        for one in list(self._sockets.values()):
            if isinstance(one, HTTPChannel):
                one.handle_close()
            else:
                one.close()


@contextmanager
def running(app: Any, threads: int = 8) -> Iterator[str]:
    """Give the address of an app while it runs."""
    server = Running(app, threads)
    try:
        yield server.url
    finally:
        server.stop()
