"""A real server on loopback, and the browser that pytest-playwright opens with the suite's arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from serving import running
from widget_site import plain, sites, visit  # noqa: F401 - fixtures

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
    with running(web_app) as url:
        yield url


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Page
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def open_page(browser: Browser, site: str):
    """Open pages in contexts of their own; at the end nothing may have gone wrong on any of them."""
    contexts, watched = [], []

    def opened(**options) -> Page:
        context = browser.new_context(base_url=site, **options)
        # test_offline.py is about the service worker; everywhere else the server itself must answer.
        context.add_init_script("delete Navigator.prototype.serviceWorker")
        page = context.new_page()
        seen = Watched(page)
        page.on("console", lambda m: seen.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: seen.complaints.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith(site) else seen.complaints.append(f"asked for {r.url}"))
        contexts.append(context)
        watched.append(seen)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [c for w in watched for c in w.complaints] == []
