"""Fixtures of the widget: a server that allows one site, that site, a stranger, and pages in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hosts import Host
from playwright.sync_api import Browser, FrameLocator, Page
from serving import running

from kb.bundle.store import KnowledgeBase
from webapp import Config, create_app
from webapp.bundle import EXTENSION

SUBJECT = "Red light"
BODY = "Hello, our SR48100H shows the ALM lamp flashing red since last night, and RUN is off. I have restarted it."
# The widget's root is closed to scripts of the page. A test is let in by opening it before the page's scripts run.
OPENED = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
"""


# All sites of these tests are on loopback; nothing else may be asked for anything.
OURS = ("http://127.0.0.1:", "data:", "blob:", "about:")


@dataclass(frozen=True)
class Sites:
    """Pinlight's address, a site on its list, a second one on it, and a site that is not."""

    server: str
    desk: Host
    app: Host
    stranger: Host
    kb: KnowledgeBase

    def page(
        self,
        *,
        head: str = "",
        main: str = "<p>Tickets</p>",
        options: str = "",
        host: Host | None = None,
        script: bool = True,
        **headers: str,
    ) -> str:
        """Put a page with the widget on a site (the allowed one) and return its address."""
        html = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Desk</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head><body><main><h1>Desk</h1>{main}</main>
{f'<script async src="{self.server}/widget.js" {options}></script>' if script else ""}</body></html>"""
        return (host or self.desk).put("/", html, **headers)


@pytest.fixture(scope="session")
def sites(web_app) -> Iterator[Sites]:
    """All of them as running servers."""
    hosts = [Host(), Host(), Host()]
    config = web_app.config["PINLIGHT"]
    app = create_app(
        Config(root=config.root, search_rate="1000000/minute", embed_origins=(hosts[0].origin, hosts[1].origin))
    )
    with running(app) as url:
        yield Sites(url, *hosts, app.extensions[EXTENSION].get().kb)
    for host in hosts:
        host.close()


@pytest.fixture
def plain(browser: Browser):
    """Open any page in a context of its own; at the end nothing may have gone wrong on it but what the test names."""
    opened: list[tuple[Page, list[str], tuple[str, ...]]] = []

    def go(
        url: str, *, expected: tuple[str, ...] = (), init: str = OPENED, asked: list[str] | None = None, **options
    ) -> Page:
        context = browser.new_context(**options)
        if init:
            context.add_init_script(init)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: said.append(f"{e}\n{e.stack}"))
        page.on("request", lambda r: None if r.url.startswith(OURS) else said.append(f"asked for {r.url}"))
        if asked is not None:
            page.on("request", lambda r: asked.append(r.url))
        opened.append((page, said, expected))
        page.goto(url)
        return page

    yield go
    for page, _, _ in opened:
        page.context.close()
    complaints = [text for _, said, expected in opened for text in said if not any(e in text for e in expected)]
    if complaints:
        pytest.fail("\n".join(complaints))


@pytest.fixture
def visit(plain):
    """Open a page that holds the widget, and wait for it."""

    def go(url: str, **options) -> Page:
        page = plain(url, **options)
        page.wait_for_function("window.Pinlight")
        return page

    return go


def frame_of(page: Page) -> FrameLocator:
    """The widget's frame."""
    return page.frame_locator("pinlight-widget iframe")
