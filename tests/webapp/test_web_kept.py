"""Pages that were drawn once and are given to the next reader."""

from __future__ import annotations

import pytest

from kb.userdata import Settings
from webapp import Config, create_app, kept
from webapp.bundle import EXTENSION
from webapp.kept import Kept, Pages
from webapp.offline.gather import addresses

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def fresh(web_root):
    """An app of its own, whose memory of pages begins empty."""
    return create_app(Config(root=web_root, testing=True, search_rate="1000000/minute"))


@pytest.fixture(scope="module")
def sample(fresh):
    """Of each kind of page in the pack the first."""
    router = fresh.url_map.bind("localhost")
    kb = fresh.extensions[EXTENSION].get().kb
    with fresh.test_request_context():
        found = addresses(fresh, kb)
    by_endpoint: dict[str, list[str]] = {}
    for address in found:
        endpoint, _ = router.match(address.partition("?")[0], method="GET")
        if endpoint.partition(".")[0] in kept.BLUEPRINTS:
            by_endpoint.setdefault(endpoint, []).append(address)
    assert {e.partition(".")[0] for e in by_endpoint} == kept.BLUEPRINTS
    return [known[0] for known in by_endpoint.values()]


def test_a_kept_page_depends_on_nothing_but_its_address(app, fresh, sample):
    """Drawn anew for another reader, from memory and first of all: always the same bytes, so one may stand for the other."""
    reader = {"User-Agent": "another", "Accept-Language": "de", "Cookie": "a=b", "Referer": "http://localhost/"}
    for url in sample:
        drawn = app.test_client().get(url, headers=reader, environ_base={"REMOTE_ADDR": "192.0.2.7"}).data
        assert fresh.test_client().get(url).data == drawn, url
        assert fresh.test_client().get(url).data == drawn, url
    assert len(app.extensions[kept.EXTENSION]) == 0


def test_a_page_is_drawn_once_and_keeps_its_headers(fresh, monkeypatch):
    """The second reader's answer has the headers of the first, but for the request's id, and no view was called."""
    url = "/conflicts"
    first = fresh.test_client().get(url, headers=GZIP)
    monkeypatch.setitem(fresh.view_functions, "conflicts.conflicts", lambda: pytest.fail("drawn twice"))
    again = fresh.test_client().get(url, headers=GZIP)
    assert again.data == first.data
    own = {"X-Request-ID"}
    assert {n: v for n, v in again.headers if n not in own} == {n: v for n, v in first.headers if n not in own}
    assert fresh.test_client().head(url, headers=GZIP).headers["ETag"] == first.headers["ETag"]


def test_the_servers_own_name_and_place_are_part_of_a_page(fresh):
    """A case can be handed on by its address: under another name of this server, or in the widget's frame, the page is another."""
    pages = {
        fresh.test_client().get("/trouble/sr48100h", base_url=base).data
        for base in ("http://localhost/", "https://pinlight.example/", "http://localhost/embed/")
    }
    assert len(pages) == 3


def test_searches_and_what_is_told_are_never_kept(fresh):
    """A search is counted each time, and JSON is made anew."""
    before = len(fresh.extensions[kept.EXTENSION])
    for url in ("/search?q=lamp", "/search", "/api/v1/search?q=lamp", "/healthz", "/nope", "/fact/nope"):
        fresh.test_client().get(url)
    assert len(fresh.extensions[kept.EXTENSION]) == before


def test_pages_that_count_an_outcome_are_drawn_each_time(web_root, tmp_path):
    """Where outcomes are taken a page holds a mark that is good once: two readers do not get the same."""
    user = Settings(path=tmp_path / "user.sqlite", learn=True, feedback=True)
    app = create_app(Config(root=web_root, testing=True, user=user, telling=True))
    for url in ("/trouble", "/device/sr48100h"):
        assert app.test_client().get(url).status_code == 200
    assert len(app.extensions[kept.EXTENSION]) == 1


def test_memory_stays_within_its_bounds():
    """The page that was not asked for the longest goes first; one that is too large is not kept at all."""
    pages = Pages(160)
    for n in range(20):
        pages.put((str(n),), Kept(b"0123456789", ()))
        pages.get(("0",))
    assert pages.held == 160
    assert pages.get(("0",)) is not None
    assert pages.get(("1",)) is None
    assert pages.get(("19",)) is not None
    pages.put(("long",), Kept(b"x" * 11, ()))
    assert pages.get(("long",)) is None
    pages.put(("0",), Kept(b"x", ()))
    assert pages.held == 151
