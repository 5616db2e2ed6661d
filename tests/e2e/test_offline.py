"""Without signal: in Chromium's airplane mode, with the server stopped, slow or failing, and after a new knowledge base."""

from __future__ import annotations

import gzip
import json
import re
import threading
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from serving import Running

from kb.bundle import swap
from kb.wiring.ends import ends
from webapp import Config, create_app
from webapp.bundle import CHECK_S, EXTENSION, Holder
from webapp.offline import gather, keeper, lookup, pack

READY = "navigator.serviceWorker.ready.then((r) => new Promise((done) => {\
    const state = () => r.active.state === 'activated' ? done(true) : r.active.addEventListener('statechange', state, { once: true });\
    state(); }))"
FROM_PACK = "document.documentElement.hasAttribute('data-offline')"
BOX = "[data-search]"
# What the browser itself says when something cannot be reached; that is the point of these tests.
UNREACHED = re.compile(r"Failed to load resource: (net::ERR_|the server responded with a status of 50[234])")


class Server(Running):
    """The app on loopback; it can be stopped, and its answers held up, broken or refused."""

    def __init__(self, app):
        self.app = app
        self.held = threading.Event()
        self.held.set()
        self.hold = ""
        self.status = 0
        super().__init__(self._answer)

    def _answer(self, environ, start_response):
        if self.hold and environ["PATH_INFO"].startswith(self.hold):
            self.held.wait(60)
        if self.status:
            start_response(f"{self.status} Away", [("Content-Type", "text/plain")])
            return [b"away"]
        return self.app(environ, start_response)

    def stop(self):
        self.held.set()
        super().stop()


@pytest.fixture
def server(web_app):
    """A server of the whole app whose pack is ready."""
    keeper.of(web_app).make(web_app.extensions[EXTENSION].get())
    running = Server(web_app)
    yield running
    running.stop()


@pytest.fixture
def phone(browser):
    """Open a context that keeps service workers; at the end no page may have complained but about the missing signal."""
    contexts, complaints = [], []

    def opened(server: Server, **options) -> tuple[BrowserContext, Page]:
        context = browser.new_context(
            base_url=server.url, viewport={"width": 390, "height": 844}, service_workers="allow", **options
        )
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith(server.url) else complaints.append(f"asked {r.url}"))
        contexts.append(context)
        return context, page

    yield opened
    for context in contexts:
        context.close()
    assert [c for c in complaints if not UNREACHED.match(c)] == []


def visit(page: Page) -> None:
    """One visit to the home page, until the pack is on the phone."""
    page.goto("/")
    assert page.evaluate(READY)


def in_worker(context: BrowserContext, script: str, argument=None):
    """Run in the service worker."""
    return context.service_workers[-1].evaluate(script, argument)


def content(app):
    """The pack as the phone reads it."""
    return json.loads(gzip.decompress(keeper.of(app).newest.body))


def test_after_one_visit_every_packed_address_opens_in_airplane_mode(phone, server, web_app):
    """All of them, as the worker answers a navigation: each is the pack's page, marked as the phone's. That the pack's are the
    server's, byte for byte, is test_web_offline.py's matter.
    """
    context, page = phone(server)
    visit(page)
    made = msgspec.json.decode(gzip.decompress(keeper.of(web_app).newest.body), type=pack.Content)
    plain = {a: made.page(a).replace(pack.HOST, server.url) for a in made.pages}
    context.set_offline(True)
    page.goto("/")
    assert page.evaluate(FROM_PACK)
    answers = in_worker(
        context,
        """async (addresses) => {
            const out = {};
            for (const address of addresses) {
                const url = new URL(address, self.location.origin);
                const answer = await keptPage(url);
                const text = answer && (await answer.text());
                out[address] = text && text.replace("<html data-offline ", "<html ").replace(/<p class="from-phone">.*?<\\/p>\\n/, "");
            }
            return out;
        }""",
        list(plain),
    )
    assert [a for a in plain if answers[a] != plain[a]] == []


@pytest.fixture(scope="session")
def forms(kb) -> list[str]:
    """One page of each form, as test_pages.py has them, and those of the newer features."""
    device = max(kb.devices, key=lambda d: sum(1 for _ in kb.select(device=d)))
    pin = next(kb.select("pin", device))
    return [
        "/", "/search", f"/lights?device={device}", f"/device/{device}", f"/fact/{pin.id}", "/conflicts", "/calculators",
        f"/leds/{device}", "/connectors", "/cable", "/alarms", "/trouble", f"/trouble/{device}", "/offline",
        *(f"/manual/{m}" for m in kb.manuals),
    ]  # fmt: skip


@pytest.mark.parametrize("away", ["airplane mode", "server stopped"])
def test_pages_of_every_form_open_without_signal(phone, server, forms, away):
    """Each opens with its styles and scripts, and nothing on it goes wrong."""
    context, page = phone(server)
    visit(page)
    if away == "airplane mode":
        context.set_offline(True)
    else:
        server.stop()
    for address in forms:
        page.goto(address)
        assert page.evaluate(FROM_PACK), address
        expect(page.locator("h1").first).to_be_attached()
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--accent')"), address


def test_a_pin_is_three_taps_from_home_without_signal(phone, server, kb):
    """Home, door, connector: the contact stands there with its place in the manual."""
    context, page = phone(server)
    visit(page)
    context.set_offline(True)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Which pin")).click()
    expect(page.locator("h1")).to_have_text(re.compile("Which pin"))
    device = max(kb.devices, key=lambda d: sum(1 for _ in kb.select("pin", d)))
    page.locator(f'main a[href*="/connector/{device}/"], main a[href*="device={device}"]').first.click()
    expect(page.locator("main")).to_contain_text(next(kb.select("pin", device)).signal)
    assert page.evaluate(FROM_PACK)


def test_a_lamp_and_a_cable_are_found_without_signal(phone, server, kb):
    """The finder narrows as lamps are tapped and leads on; a cable is chosen by brand; steps are ticked. Nothing of it asks the server."""
    context, page = phone(server)
    visit(page)
    context.set_offline(True)
    page.goto("/leds")
    page.locator("main a[href='/leds/sr48100h']").click()
    page.locator("html[data-leds=ready] button[value=RUN]").click()
    expect(page.locator("[data-steps]")).to_contain_text(re.compile("states? fits?"))
    page.locator("[data-bucket=match] .card__title a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(FROM_PACK)
    end = next(e for device in kb.devices for e in ends(kb, device) if e.status == "mapped")
    page.goto(f"/cable/{end.device}")
    page.locator(f'a[href="/cable/{end.device}/{end.slug}"]').click()
    expect(page.locator(".wire-table").first).to_be_visible()
    assert page.evaluate(FROM_PACK)
    page.goto(f"/procedure/{next(iter(kb.select('procedure'))).id}")
    page.get_by_role("checkbox").first.check()
    expect(page.locator("[data-ticks-said]")).to_contain_text("1 of")


NAMES = """(asked) => pack().then((p) => asked.map((q) => lookUp(p.lookup, q).rows.map((row) => row[1])[0] ?? ""))"""
BETWEEN = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")


def ways(name: str) -> list[str]:
    """How people write a name: case, spaces, signs."""
    hyphen, blank = re.compile(r"(?<=\w)-(?=\w)"), re.compile(r"(?<=\w) (?=\w)")
    found = [name, name.lower(), name.upper(), f'"{name}"', f"   {name}  ", f"{name}?", BETWEEN.sub(" ", name)]
    return list(dict.fromkeys([*found, hyphen.sub(" ", name), hyphen.sub("", name), blank.sub("", name)]))


def test_every_name_is_found_without_signal_as_the_server_finds_it(phone, server, web_app, kb):
    """Every code, alias, designation, rhythm, brand, signal, pin and device, in any case and spacing: the same first answer."""
    context, page = phone(server)
    visit(page)
    engine = web_app.extensions[EXTENSION].get().engine
    table = content(web_app)["lookup"]
    context.set_offline(True)
    wrong = {}
    names = sorted({n for n in lookup.names(kb) if lookup.key(n)})
    assert len(names) > 500
    # Two names that fold into one ("CAN H", "CAN-H") are one name; the first one's answer counts, as in the table.
    first = {
        lookup.key(n): engine.search(n, limit=1).results[0].id
        for n in reversed(list(lookup.names(kb)))
        if lookup.key(n)
    }
    asked = [(w, n) for n in names for w in ways(n)]
    found = in_worker(context, NAMES, [w for w, _ in asked])
    cards = {row[5]: row[1] for row in table["entries"] if row[5]}
    for (way, name), address in zip(asked, found, strict=True):
        wanted = first[lookup.key(name)]
        if address not in {cards.get(f"/fact/{wanted}"), f"/{wanted}", f"/fact/{wanted}"} and wanted in kb.facts:
            wrong[way] = (address, wanted)
    assert wrong == {}


def test_titles_are_found_by_their_words(phone, server, kb):
    """Words of a title in any order, and their beginnings, find it; what nothing is called says so."""
    context, page = phone(server)
    visit(page)
    procedure = next(kb.select("procedure"))
    words = procedure.title.split()
    first = in_worker(context, NAMES, [procedure.title, " ".join(reversed(words)), procedure.title[:-2], "qwertzuiop"])
    assert first[:3] == [first[0]] * 3
    assert "procedure" in first[0]
    assert first[3] == ""


def test_the_search_says_what_it_can_do_without_signal(phone, server, kb):
    """The page and the results as one types look names up, show the card, and say that questions need the server."""
    context, page = phone(server)
    visit(page)
    context.set_offline(True)
    alarm = next(a for a in kb.select("alarm") if a.code)
    page.goto(f"/search?q={alarm.code}")
    expect(page.locator(BOX)).to_have_value(alarm.code)
    expect(page.locator("[data-results]")).to_contain_text("Without signal only names are looked up")
    expect(page.locator("[data-results] .card").first).to_contain_text(alarm.name)
    expect(page.locator("[data-results] .src").first).to_be_visible()
    page.locator("[data-results] .card__title a").first.click()
    expect(page.locator("h1")).to_contain_text(alarm.name)
    page.goto("/search?q=<img src=x onerror=alert(1)>")
    expect(page.locator("[data-results]")).to_contain_text("No such name")
    expect(page.locator("[data-results] img")).to_have_count(0)
    page.goto("/")
    page.locator(BOX).fill(next(iter(kb.select("cable"))).brands[0])
    expect(page.locator("[data-looked-up] .answers")).to_be_visible()


def test_the_interface_for_programs_says_that_there_is_no_signal(phone, server):
    """A script gets JSON of the usual shape, not a page."""
    context, page = phone(server)
    visit(page)
    page.goto("/conflicts")
    context.set_offline(True)
    answer = page.evaluate("fetch('/api/v1/search?q=lamp').then(async (r) => [r.status, (await r.json()).error.code])")
    assert answer == [503, "no_signal"]


def test_an_unknown_address_says_that_it_is_not_on_the_phone(phone, server):
    """With a way on: look something up, or the home page."""
    context, page = phone(server)
    visit(page)
    context.set_offline(True)
    page.goto("/fact/no/such/fact")
    expect(page.locator("h1")).to_contain_text("not on the phone")
    page.get_by_role("link", name="Look something up").click()
    expect(page.locator(BOX)).to_be_visible()


def test_a_slow_signal_does_not_hold_up_a_page_that_is_on_the_phone(phone, server):
    """While the server still thinks, the page from the pack is there; a page that is not in it waits for the server."""
    _, page = phone(server)
    visit(page)
    server.hold = "/conflicts"
    server.held.clear()
    page.goto("/conflicts")
    assert page.evaluate(FROM_PACK)
    server.held.set()
    page.goto("/conflicts")
    assert not page.evaluate(FROM_PACK)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_without_a_server_is_no_signal(phone, server, status):
    """What a proxy says when the server behind it is away opens the page from the phone."""
    _, page = phone(server)
    visit(page)
    server.status = status
    page.goto("/conflicts")
    assert page.evaluate(FROM_PACK)
    server.status = 0
    page.goto("/conflicts")
    assert not page.evaluate(FROM_PACK)


def test_without_service_workers_everything_is_as_before(phone, server):
    """A browser that has none shows the pages and complains about nothing."""
    context, page = phone(server)
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    for address in ("/", "/offline", "/conflicts"):
        page.goto(address)
        expect(page.locator("h1")).to_be_attached()
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert context.service_workers == []


def test_who_saves_data_is_asked_first(phone, server):
    """With data saving on nothing is loaded before somebody wants it; the button on /offline loads it, another removes it."""
    context, page = phone(server)
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true } })")
    page.goto("/")
    page.goto("/offline")
    expect(page.locator("[data-kept-state]")).to_have_text("Not kept yet.")
    assert context.service_workers == []
    page.get_by_role("button", name="Keep it on this phone").click()
    expect(page.locator("[data-kept-state]")).to_have_text(re.compile(r"^Kept: \d+ pages"))
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("[data-kept-state]")).to_have_text("Not kept yet.")
    assert page.evaluate("caches.keys()") == []


class Clock:
    """Time that passes when the test says so."""

    now = 0.0

    def __call__(self):
        return self.now


@dataclass
class Library:
    """A server whose knowledge base can be replaced, with a small pack."""

    root: Path
    clock: Clock
    server: Server

    def publish(self, name: str) -> None:
        """Put a version in use and have its pack made."""
        (self.root / "new").write_text(name, encoding="ascii")
        (self.root / "new").replace(self.root / swap.POINTER)
        self.clock.now += CHECK_S
        snapshot = self.server.app.extensions[EXTENSION].get()
        assert snapshot.kb.folder.name == name
        keeper.of(self.server.app).make(snapshot)


@pytest.fixture
def library(tmp_path, web_app, monkeypatch):
    """Two versions of one content, built on different days."""
    built = web_app.extensions[EXTENSION].get().kb.folder
    for name, day in (("one", "2026-11-20"), ("two", "2026-11-21")):
        (tmp_path / name).mkdir()
        for file in built.iterdir():
            if file.name == "manifest.json":
                told = json.loads(file.read_text(encoding="utf-8"))
                told |= {"built_at": day + told["built_at"][10:], "corpus_sha256": day.replace("-", "") * 8}
                (tmp_path / name / file.name).write_text(json.dumps(told), encoding="utf-8")
            else:
                (tmp_path / name / file.name).symlink_to(file)
    monkeypatch.setattr(
        gather, "addresses", lambda app, kb: ("/", "/search", "/conflicts", "/offline", "/offline/away")
    )
    monkeypatch.setattr(lookup, "table", lambda kb, engine, breathe: lookup.Table((), {}, {}))
    (tmp_path / swap.POINTER).write_text("one", encoding="ascii")
    app = create_app(Config(root=tmp_path, search_rate="1000000/minute"))
    clock = Clock()
    app.extensions[EXTENSION] = Holder(tmp_path, clock)
    server = Server(app)
    found = Library(tmp_path, clock, server)
    found.publish("one")
    yield found
    server.stop()


def test_a_new_knowledge_base_is_told_and_taken_on_a_tap(phone, library):
    """A line says so, with its day; the tap brings the new one, and the old pack leaves the phone."""
    context, page = phone(library.server)
    visit(page)
    [old] = page.evaluate("caches.keys()")
    page.goto("/conflicts")
    expect(page.locator("[data-notice]")).to_have_count(0)
    library.publish("two")
    page.goto("/conflicts")
    notice = page.locator("[data-notice]")
    expect(notice).to_have_text(re.compile(r"New knowledge base of 21 November 2026\."))
    # Until the tap the old pack serves, whole.
    assert old in page.evaluate("caches.keys()")
    with page.expect_navigation():
        notice.get_by_role("button", name="Reload").click()
    expect(page.locator("[data-notice]")).to_have_count(0)
    [new] = page.evaluate("caches.keys()")
    assert new != old
    context.set_offline(True)
    page.goto("/conflicts")
    expect(page.locator(".from-phone")).to_contain_text("21 November 2026")


@pytest.mark.parametrize("damage", ["cut short", "altered", "refused"])
def test_a_pack_that_did_not_arrive_whole_replaces_nothing(phone, library, monkeypatch, damage):
    """Cut, altered or refused on the way: the old pack goes on to serve, and nothing of the new one stays."""
    context, page = phone(library.server)
    visit(page)
    [old] = page.evaluate("caches.keys()")
    views = library.server.app.view_functions
    serve = views["offline.pack"]

    def broken(name):
        response = serve(name)
        if damage == "refused":
            return "no", 500
        body = response.get_data()
        response.set_data(body[: len(body) // 2] if damage == "cut short" else body[:-9] + b"\0" + body[-8:])
        return response

    monkeypatch.setitem(views, "offline.pack", broken)
    library.publish("two")
    failed = page.evaluate(
        """navigator.serviceWorker.ready.then((r) => new Promise((done) => {
            r.addEventListener("updatefound", () => {
                const coming = r.installing;
                coming.addEventListener("statechange", () => done(coming.state));
            });
            r.update().catch(() => {});
        }))"""
    )
    assert failed == "redundant"
    assert page.evaluate("caches.keys()") == [old]
    page.goto("/conflicts")
    expect(page.locator("[data-notice]")).to_have_count(0)
    context.set_offline(True)
    page.goto("/conflicts")
    expect(page.locator(".from-phone")).to_contain_text("20 November 2026")
