"""The server's side of the widget: the loader, the pages under /embed, and who may frame them."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.diagnose.api import models
from webapp import Config, create_app
from webapp.features.embed.origins import origin

ALLOWED = ("https://desk.example", "http://127.0.0.1:8080")
LOADER_BYTES = 10_000
FIRST_OPEN_BYTES = 60_000
HOSTS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?(\.[a-z]{2,10}){0,3}", fullmatch=True)


@pytest.fixture(scope="module")
def embedded(web_root):
    return create_app(
        Config(root=web_root, testing=True, search_rate="1000000/minute", embed_origins=ALLOWED)
    ).test_client()


@pytest.fixture(scope="module")
def inside(kb) -> list[str]:
    """Addresses of the pages that the widget leads to."""
    device = next(d for m in models(kb) for d in m.source.devices)
    return ["/", f"/?device={device}", "/search?q=alarm", "/leds", f"/leds/{device}", "/trouble", f"/trouble/{device}", "/connectors",
            "/calculators", f"/device/{device}", "/alarms", "/nope", next(f"/fact/{i}" for i in kb.facts)]  # fmt: skip


@given(host=HOSTS, port=st.none() | st.integers(1, 65535), scheme=st.sampled_from(["http", "https"]))
def test_an_origin_is_written_as_browsers_write_it(host, port, scheme):
    """Case, a slash at the end and the usual port make no difference; what is made is left as it is."""
    usual = {"http": 80, "https": 443}[scheme]
    made = origin(f" {scheme}://{host.upper()}" + (f":{port}" if port else "") + "/ ")
    assert made == f"{scheme}://{host}" + (f":{port}" if port and port != usual else "")
    assert origin(made) == made


@pytest.mark.parametrize(
    "text",
    ["", "*", "null", "https://*", "https://*.desk.example", "desk.example", "//desk.example", "https://desk.example/path",
     "https://desk.example?x=1", "https://desk.example/#a", "https://user@desk.example", "https://desk.example:0x50",
     "https://desk.example; script-src *", "https://desk.example 'self'", "ftp://desk.example", "javascript://desk.example",
     "data:text/html,x", "https://", "https://[::zz]", "https://desk_example"],
)  # fmt: skip
def test_more_or_less_than_an_origin_is_refused(text):
    """A pattern, a path or a second policy word in the list would let somebody else in."""
    with pytest.raises(ValueError, match="is no origin"):
        origin(text)


@given(st.text(max_size=60))
def test_any_text_is_an_origin_or_refused(text):
    """Whatever is typed, the outcome has one form, and nothing of it ends the policy's word."""
    try:
        made = origin(text)
    except ValueError:
        return
    assert re.fullmatch(r"https?://(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d+)?", made)


def policy(response) -> dict[str, str]:
    return dict(p.strip().split(" ", 1) for p in response.headers["Content-Security-Policy"].split(";"))


def test_only_pages_under_embed_may_be_framed_and_only_by_allowed_sites(embedded, inside):
    """The list stands on the widget's pages; the same pages of the site itself stay unframeable."""
    for path in inside:
        framed, plain = embedded.get(f"/embed{path}"), embedded.get(path)
        assert policy(framed)["frame-ancestors"] == " ".join(ALLOWED), path
        assert policy(plain)["frame-ancestors"] == "'none'", path
        assert {k: v for k, v in policy(framed).items() if k != "frame-ancestors"} == {
            k: v for k, v in policy(plain).items() if k != "frame-ancestors"
        }
        # An isolated site (COEP) may hold the frame; nobody else's page may read the site's own pages.
        assert framed.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert framed.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert plain.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Set-Cookie" not in framed.headers


def test_without_a_list_nobody_may_frame(client, inside):
    """A server that was told no site lets none in."""
    for path in inside:
        assert policy(client.get(f"/embed{path}"))["frame-ancestors"] == "'none'"


def test_a_path_that_only_begins_like_it_is_not_embedded(embedded):
    """`/embedded` and the site's own paths are no frames."""
    for path in ("/embedx", "/embed-x/", "/leds/embed/"):
        assert policy(embedded.get(path))["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/", "/metrics", "/healthz", "/offline", "/sw.js", "/embed/", "/embed/desk"]
)
def test_what_is_the_operators_is_never_framed(embedded, path):
    """The keeper's desk, the figures of the server and the service worker have no address under /embed."""
    got = embedded.get(f"/embed{path}")
    assert got.status_code == 404
    assert policy(got)["frame-ancestors"] == "'none'"


def test_links_stay_in_the_frame(embedded, inside):
    """Every link, form, style and script of an embedded page stays under /embed; what leads out opens a window of its own."""
    for path in inside:
        html = embedded.get(f"/embed{path}").text
        for tag in re.findall(r"<(?:a|form|link|script|img|iframe)\b[^>]*>", html):
            for address in re.findall(r'\s(?:href|action|src)="([^"]*)"', tag):
                if address.startswith(("#", "mailto:", "https:", "data:")) or 'target="_blank"' in tag:
                    continue
                assert urlsplit(urljoin(f"/embed{path}", address)).path.startswith("/embed/"), (path, tag)


def test_pages_of_the_site_do_not_know_of_the_frame(client, embedded, inside):
    """A page that was asked for in the frame first, and then by the site, is the site's own again."""
    for path in inside:
        before = client.get(path).text
        embedded.get(f"/embed{path}")
        after = embedded.get(path).text
        clean = re.compile(r"[0-9a-f]{16}")
        assert clean.sub("", after) == clean.sub("", before)
        assert "/embed/" not in after


def test_an_embedded_page_says_which_sites_may_speak_to_it(embedded, inside, web_root):
    """The page carries the list for its script; a changed list is a changed page, so no old one is believed."""
    for path in inside:
        assert f'name="pinlight-origins" content="{" ".join(ALLOWED)}"' in embedded.get(f"/embed{path}").text
        assert "pinlight-origins" not in embedded.get(path).text
    other = create_app(Config(root=web_root, testing=True, embed_origins=ALLOWED[:1])).test_client()
    assert embedded.get("/embed/").headers["ETag"] != other.get("/embed/").headers["ETag"]
    assert embedded.get("/embed/leds").headers["ETag"] != embedded.get("/leds").headers["ETag"]


def test_the_way_out_leads_to_the_same_page_of_the_site(embedded, kb):
    """The link in the foot is the page without the frame."""
    device = next(iter(kb.devices))
    for path in (f"/device/{device}", "/search?q=alarm"):
        assert f'href="{path}" target="_blank"' in embedded.get(f"/embed{path}").text
    assert 'href="/" target="_blank"' in embedded.get("/embed/").text


def test_the_first_page_offers_the_sites_products(embedded, kb):
    """All products, the listed ones, or the one the page is about; unknown ids are nobody's."""
    devices = list(kb.devices)
    listed = re.compile(r'class="list__a" href="/embed/\?device=([a-z0-9-]+)')
    assert sorted(listed.findall(embedded.get("/embed/").text)) == sorted(devices)
    some = embedded.get(f"/embed/?devices={devices[1]},nonsense,{devices[0]}").text
    assert listed.findall(some) == [devices[1], devices[0]]
    assert listed.findall(embedded.get("/embed/?devices=nonsense").text)
    for device in devices:
        one = embedded.get(f"/embed/?device={device}").text
        assert not listed.findall(one)
        assert f'name="device" value="{device}"' in one


def test_every_way_of_every_product_leads_somewhere(embedded, kb):
    """No product's door is a dead end."""
    for device in kb.devices:
        ways = re.findall(r'class="way-in" href="([^"]+)"', embedded.get(f"/embed/?device={device}").text)
        assert len(ways) == 4
        for way in ways:
            assert embedded.get(way.replace("&amp;", "&")).status_code == 200, (device, way)


def test_the_loader_may_be_included_by_anyone_and_is_asked_for_again(embedded, app):
    """Any site may include the script, isolated ones too; five minutes later a new one is seen; its pinned name lasts."""
    got = embedded.get("/widget.js")
    assert got.mimetype == "text/javascript"
    assert got.headers["Cache-Control"] == "public, max-age=300"
    assert got.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    again = embedded.get("/widget.js", headers={"If-None-Match": got.headers["ETag"]})
    assert again.status_code == 304
    pinned = embedded.get(f"/static/{got.headers['ETag'].strip(chr(34))}")
    assert pinned.data == got.data
    assert "immutable" in pinned.headers["Cache-Control"]
    assert pinned.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Origin" not in embedded.get("/").headers


def test_the_loader_stays_small(embedded):
    """What every visitor of a site loads before any click."""
    assert len(gzip.compress(embedded.get("/widget.js").data, 6)) <= LOADER_BYTES


def test_the_first_open_stays_small(embedded):
    """Page, styles and scripts of the frame's first page, with what the scripts import, as they go over the line."""
    seen: dict[str, int] = {}
    todo = ["/embed/"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        got = embedded.get(path, headers={"Accept-Encoding": "gzip"})
        assert got.status_code == 200, path
        seen[path] = len(got.data)
        text = gzip.decompress(got.data).decode() if got.headers.get("Content-Encoding") == "gzip" else got.text
        if path.endswith(".js"):
            todo += [urljoin(path, n) for n in re.findall(r'(?:from|import)\s*\(?\s*"(\./[^"]+)"', text)]
        elif not path.endswith(".css"):
            todo += re.findall(r'<(?:link|script)[^>]*(?:href|src)="([^"]+)"', text)
    assert len(seen) >= 5
    assert sum(seen.values()) <= FIRST_OPEN_BYTES
