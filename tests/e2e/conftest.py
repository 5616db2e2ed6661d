"""A real server on loopback, and the browser that pytest-playwright opens with the suite's arguments."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from waitress.server import create_server

from kb.bundle import swap
from kb.bundle.store import KnowledgeBase
from webapp import Config, create_app
from webapp.bundle import EXTENSION


@pytest.fixture(scope="session")
def web_app(request):
    try:
        root = Path(request.getfixturevalue("bundle_root"))
    except pytest.FixtureLookupError:
        root = swap.default_root()
        if not (root / swap.POINTER).is_file():
            pytest.fail(f"There is no knowledge base at {root}. Run `pinlight build`, or name one in PINLIGHT_BUNDLE")
    return create_app(Config(root=root, search_rate="1000000/minute"))


@pytest.fixture(scope="session")
def kb(web_app) -> KnowledgeBase:
    return web_app.extensions[EXTENSION].get().kb


@pytest.fixture(scope="session")
def site(web_app) -> Iterator[str]:
    """The address of a running server."""
    server = create_server(web_app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)
