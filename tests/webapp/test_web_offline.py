"""The offline pack: what is in it, that it is the server's own, and how it is made, kept and told."""

from __future__ import annotations

import gzip
import re
import struct
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest

from webapp import Config, assets, create_app
from webapp.bundle import EXTENSION
from webapp.offline import PACKING, gather, icons, keeper, lookup, pack

# What needs the server by its nature: the interface for programs, files to take away, labels with the server's own address,
# and what is written to it.
NEEDS_SERVER = re.compile(
    r"/api(/|$)|/desk|/embed|/search\?|.*\.(svg|md|json|csv|txt)(\?|$)|/static/|/widget|/connector/[^/]+/[^/]+/label"
)
FIRST_VIEW_BYTES = 100_000


@pytest.fixture
def _nothing_is_packed() -> None:
    """Here packs are made, as the app does it."""


@pytest.fixture(scope="session")
def made(app) -> pack.Pack:
    """The whole pack of the built knowledge base."""
    return keeper.of(app).make(app.extensions[EXTENSION].get())


@pytest.fixture(scope="session")
def content(made) -> pack.Content:
    """What the phone reads out of it."""
    return msgspec.json.decode(gzip.decompress(made.body), type=pack.Content)


@pytest.fixture
def small(app, monkeypatch):
    """Packs of three pages, for what does not depend on their number."""
    monkeypatch.setattr(gather, "addresses", lambda app, kb: ("/", "/conflicts", "/offline/away"))
    monkeypatch.setattr(lookup, "table", lambda kb, engine, breathe: lookup.Table((), {}, {}))


def test_every_page_of_the_pack_is_the_servers(client, content):
    """Put together from its pieces, each page is byte for byte what the server sends."""
    here = "http://localhost"
    differ = [a for a in content.pages if content.page(a).replace(pack.HOST, here) != client.get(a).text]
    assert differ == []
    assert len(content.pages) > 1800


def test_every_address_that_a_feature_names_is_packed(app, content):
    """No feature names an address that does not answer, and every fact's page is there."""
    snapshot = app.extensions[EXTENSION].get()
    with app.test_request_context("/"):
        named = gather.addresses(app, snapshot.kb)
    assert [a for a in named if a not in content.pages] == []
    assert [f.id for f in snapshot.kb.facts.values() if not any(x in content.pages for x in places(f.id))] == []


def test_settings_for_a_few_batteries_are_packed(content):
    """A cable with a settings sheet is packed for 1 to 4 batteries; for others its page leads to the calculator, which works anywhere."""
    sheets = [
        a for a in content.pages if a.startswith("/cable/") and "?" not in a and 'name="packs"' in content.page(a)
    ]
    assert sheets
    for address in sheets:
        assert {f"{address}?packs={n}" for n in range(1, 5)} <= set(content.pages)
        assert content.instead[address] in content.any_query


def places(fact_id):
    """Where a fact may have its page."""
    return (f"/fact/{fact_id}", f"/{fact_id}")


def test_what_a_packed_page_links_to_is_packed(content):
    """Who goes from page to page without signal does not fall out of the pack, but for what needs the server by its nature."""
    spelled = {(urlsplit(a).path, frozenset(parse_qsl(urlsplit(a).query))) for a in content.pages}
    lost: dict[str, str] = {}
    for address in content.pages:
        if address in content.types:
            continue
        for href in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', content.page(address)):
            target = unescape(href).partition("#")[0].removeprefix(content.host)
            path, query = urlsplit(target).path, urlsplit(target).query
            if not target.startswith("/") or NEEDS_SERVER.match(target):
                continue
            known = (path, frozenset(parse_qsl(query))) in spelled
            if not (known or path in content.any_query or path in content.instead):
                lost.setdefault(re.sub(r"=[^&]*", "=…", target), address)
    assert lost == {}


def test_the_pack_fits(app, made):
    """Pages, names, styles and scripts together are at most 1 MB gzipped."""
    assert pack.weight(app, made) <= pack.MAX_BYTES == 1_000_000


def test_the_pack_brings_every_file_its_pages_load(app, content, made):
    """Styles, scripts and what scripts import: nothing is asked of the server to draw a packed page."""
    loaded = {name for p in content.pieces for name in re.findall(r"/static/([\w.-]+)", p)}
    assert loaded <= set(made.statics)
    for name in made.statics:
        if name.endswith(".js"):
            body = assets.files(app)[name].body.decode()
            assert set(re.findall(r"[\"']\./([\w.]+\.js)[\"']", body)) <= set(made.statics), name


def test_the_first_view_is_light(app, content):
    """Whatever page is opened first, its text, styles and scripts are at most 100 kB gzipped on the wire."""
    size = {name: len(gzip.compress(file.body)) for name, file in assets.files(app).items()}
    heavy = {}
    for address in content.pages:
        text = content.page(address)
        total = len(gzip.compress(text.encode(), 6)) + sum(size[n] for n in set(re.findall(r"/static/([\w.-]+)", text)))
        if address not in content.types and total > FIRST_VIEW_BYTES:
            heavy[address] = total
    assert heavy == {}


def test_every_name_of_the_manuals_is_in_the_table(content, kb):
    """Each code, name, alias, designation, brand, signal and pin leads somewhere, and the first row is the server's first answer."""
    missing = [n for n in lookup.names(kb) if lookup.key(n) and lookup.key(n) not in content.lookup.names]
    assert missing == []
    rows = len(content.lookup.entries)
    assert all(0 <= n < rows for found in content.lookup.names.values() for n in found)


def test_every_row_of_the_table_leads_to_a_packed_page(content):
    """What is found can be opened, and its card can be cut from its page."""
    for entry in content.lookup.entries:
        assert entry.address.partition("#")[0] in content.pages, entry
        if entry.card:
            assert '<article class="card' in content.page(entry.card), entry


def test_a_pack_survives_the_disk(app, made):
    """Read again from its bytes it is the same pack, by the same name."""
    assert pack.reopen(app, made.body) == made


def test_a_pack_on_disk_is_taken_from_there(app, small, tmp_path, monkeypatch):
    """A second process renders nothing; a damaged file is made again; one of another look is not used."""
    snapshot = app.extensions[EXTENSION].get()
    first = keeper.Keeper(app, tmp_path).make(snapshot)
    [path] = (tmp_path / keeper.FOLDER).iterdir()
    monkeypatch.setattr(pack, "render", lambda *a: pytest.fail("it was on disk"))
    assert keeper.Keeper(app, tmp_path).make(snapshot) == first
    monkeypatch.undo()
    monkeypatch.setattr(gather, "addresses", lambda app, kb: ("/",))
    monkeypatch.setattr(lookup, "table", lambda kb, engine, breathe: lookup.Table((), {}, {}))
    for damaged in (b"", b"nonsense", path.read_bytes()[:-40], gzip.compress(b'{"version": 1}')):
        path.write_bytes(damaged)
        assert keeper.Keeper(app, tmp_path).make(snapshot).pages == 1
    monkeypatch.setattr(assets, "look", lambda app: "another")
    with pytest.raises(ValueError, match="other templates"):
        pack.reopen(app, first.body)


def test_a_place_that_cannot_be_written_costs_only_time(app, small, tmp_path):
    """Where bundles may only be read, the pack is made and kept in memory."""
    (tmp_path / keeper.FOLDER).write_text("a file where the folder should be")
    assert keeper.Keeper(app, tmp_path).make(app.extensions[EXTENSION].get()).pages == 3


def test_old_packs_leave_the_disk(app, small, tmp_path, monkeypatch):
    """Only the last few are kept."""
    snapshot = app.extensions[EXTENSION].get()
    for n in range(6):
        monkeypatch.setattr("webapp.bundle.Snapshot.version", f"v{n}")
        keeper.Keeper(app, tmp_path).make(snapshot)
    assert len(list((tmp_path / keeper.FOLDER).iterdir())) == 3


def test_the_worker_comes_with_its_pack(web_root, small, tmp_path, monkeypatch):
    """Until the first pack is whole there is no worker; then it names the pack, which is there, as are its files."""
    app = create_app(Config(root=web_root, testing=True))
    app.extensions[keeper.EXTENSION] = own = keeper.Keeper(app, tmp_path)
    client = app.test_client()
    early = client.get("/sw.js")
    assert early.status_code in {200, 503}
    own.wait(60)
    assert client.get("/offline/latest.json").json["ready"] is True
    worker = client.get("/sw.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    told = msgspec.json.decode(re.match(r"const PACK = (\{.*\});\n", worker.text)[1])
    packed = client.get(told["url"])
    assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert packed.mimetype == "application/json"
    zipped = client.get(told["url"], headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == packed.data
    assert client.get("/offline/pack-0000000000000000.json").status_code == 404
    assert all(client.get(url).status_code == 200 for url in told["statics"])
    assert told["policy"] == packed.headers["Content-Security-Policy"]


def test_a_new_knowledge_base_is_a_new_worker(app, small, tmp_path, monkeypatch):
    """The old pack is told until the new one is whole; both can be loaded to the end."""
    snapshot = app.extensions[EXTENSION].get()
    own = keeper.Keeper(app, tmp_path)
    first = own.make(snapshot)
    monkeypatch.setattr("webapp.bundle.Snapshot.version", "another")
    assert own.latest(snapshot) is first
    own.wait(60)
    second = own.latest(snapshot)
    assert second.version == "another"
    assert {own.named(first.name), own.named(second.name)} == {first, second}


def test_a_pack_that_fails_is_told_and_not_tried_at_once(app, tmp_path, monkeypatch):
    """A broken view does not keep a processor busy, and the app goes on."""
    tried = []

    def broken(*_):
        tried.append(1)
        raise RuntimeError("broken view")

    monkeypatch.setattr(pack, "content", broken)
    own = keeper.Keeper(app, tmp_path)
    for _ in range(3):
        assert own.latest(app.extensions[EXTENSION].get()) is None
        own.wait(60)
    assert tried == [1]


def test_the_pack_waits_while_people_ask(app, monkeypatch):
    """After a request the next page of the pack is put off; after another page of the pack it is not."""
    slept = []
    monkeypatch.setattr(keeper.time, "sleep", slept.append)
    mine = keeper.of(app)
    monkeypatch.setattr(mine, "_asked_at", 0.0)
    mine._breathe()
    assert max(slept) < keeper._QUIET_S
    app.test_client().get("/health", environ_overrides={PACKING: True})
    mine._breathe()
    assert max(slept) < keeper._QUIET_S
    app.test_client().get("/")
    mine._breathe()
    assert max(slept) == keeper._QUIET_S


def test_a_stopping_process_gives_the_pack_up(app, tmp_path):
    """It does not wait until all pages are rendered."""
    own = keeper.Keeper(app, tmp_path)
    own.stop()
    with pytest.raises(keeper.Stopped):
        own.make(app.extensions[EXTENSION].get())


def test_one_broken_page_does_not_cost_the_others(app, small, monkeypatch):
    """A page that fails is left out; a feature that cannot name its pages too."""
    monkeypatch.setattr(gather, "addresses", lambda app, kb: ("/", "/fact/no/such", "/nope"))
    assert set(pack.content(app, app.extensions[EXTENSION].get()).pages) == {"/"}


def test_packing_is_neither_limited_nor_counted(web_root):
    """The app's own rendering uses up nobody's searches and does not show in the counts."""
    app = create_app(Config(root=web_root, testing=True, search_rate="1/minute"))
    snapshot = app.extensions[EXTENSION].get()
    for _ in range(3):
        assert "<main" in pack.render(app, snapshot, "/search")[0]
    client = app.test_client()
    assert client.get("/search").status_code == 200
    assert client.get("/search", headers={"pinlight.packing": "1"}).status_code == 429
    assert 'route="/search",status="200"} 1.0' in client.get("/metrics").text


def test_too_large_a_pack_leaves_the_drawings_out(app, monkeypatch):
    """What a drawing shows stands in its page as text; the pages themselves stay whole."""
    snapshot = app.extensions[EXTENSION].get()
    tree = "/trouble/growatt-65/tree?role=installer&problem=growatt-65-start-parallel"
    monkeypatch.setattr(gather, "addresses", lambda app, kb: ("/", tree))
    monkeypatch.setattr(lookup, "table", lambda kb, engine, breathe: lookup.Table((), {}, {}))
    whole = pack.content(app, snapshot)
    assert any(t == "image/svg+xml" for t in whole.types.values())
    monkeypatch.setattr(pack, "MAX_BYTES", 1000)
    left = msgspec.json.decode(gzip.decompress(pack.close(app, whole).body), type=pack.Content)
    assert not left.types
    assert {a: left.page(a) for a in left.pages} == {a: whole.page(a) for a in ("/", tree)}


def test_the_manifest_makes_it_installable(client):
    """Name, start, standalone, and icons in the sizes that installers ask for, each really that large."""
    told = client.get("/manifest.webmanifest")
    assert told.mimetype == "application/manifest+json"
    manifest = told.json
    assert manifest["start_url"] == "/"
    assert manifest["display"] == "standalone"
    sizes = set()
    for icon in manifest["icons"]:
        answer = client.get(icon["src"])
        assert (answer.status_code, answer.mimetype) == (200, icon["type"])
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", answer.data[16:24])
            assert icon["sizes"] == f"{width}x{height}"
            sizes.add((width, icon["purpose"]))
    assert {(192, "any"), (512, "any"), (192, "maskable"), (512, "maskable")} <= sizes
    assert client.get("/icon/any-513.png").status_code == 404
    assert client.get("/icon/other-192.png").status_code == 404


@pytest.mark.parametrize("size", icons.SIZES)
def test_the_icon_is_the_drawing(size):
    """Its middle is the lamp, its corner is cut off, or filled where the system cuts it; equal calls give equal bytes."""
    import zlib

    def pixel(data, x, y):
        raw = zlib.decompress(data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8])
        at = y * (size * 4 + 1) + 1 + x * 4
        return tuple(raw[at : at + 4])

    svg = (assets._STATIC / "icon.svg").read_text()
    ground, _, lamp = (tuple(bytes.fromhex(c)) for c in re.findall(r'fill="#([0-9a-f]{6})"', svg))
    assert pixel(icons.png(size), size // 2, size // 2) == (*lamp, 255)
    assert pixel(icons.png(size), 0, 0)[3] == 0
    assert pixel(icons.png(size, full=True), 0, 0) == (*ground, 255)


def test_the_frame_has_the_colour_of_the_paper(client):
    """The colours of an installed app's frame are those of tokens.css, light and dark."""
    papers = tuple(re.findall(r"--paper: (#[0-9a-f]{6})", (assets._STATIC / "css" / "tokens.css").read_text()))
    html = client.get("/").text
    assert tuple(re.findall(r'name="theme-color" content="(#[0-9a-f]{6})"', html)) == papers
    assert client.get("/manifest.webmanifest").json["theme_color"] == papers[0]
    assert 'rel="manifest"' in html


def test_scripts_import_each_other_by_hashed_names(app):
    """Every static import leads to a file that is served."""
    files = assets.files(app)
    found = [n for f in files.values() for n in re.findall(rb"(?:from|import)\s*\(?\s*[\"']\./([\w.]+)[\"']", f.body)]
    assert found
    assert all(name.decode() in files for name in found)


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ({"a.js": b'import "./b.js";'}, "a.js → b.js: there is no such file"),
        ({"a.js": b'import "./b.js";', "b.js": b'import {x} from "./a.js";'}, "a.js → b.js → a.js: imports itself"),
    ],
)
def test_an_import_that_cannot_be_is_told_at_the_start(plain, said):
    """A missing file or a circle stops the start with the way that leads there."""
    with pytest.raises(ValueError, match=said):
        assets._hash("a.js", plain, {}, {}, ())
