"""Cable pages: every drawing against its facts, DIP blocks, settings, the JSON."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from markup import complaints

from kb.calc.registry import run
from kb.calc.settings import settings_calculator
from kb.model.facts import Cable, Protocol
from kb.wiring.ends import ends
from kb.wiring.plan import plan
from kb.wiring.sockets import sockets


def cables(kb):
    return [plan(kb, d, e.slug) for d in kb.devices for e in ends(kb, d)]


def page(client, made, query=""):
    answer = client.get(f"/cable/{made.device}/{made.slug}{query}")
    assert answer.status_code == 200, made.name
    return answer.get_data(as_text=True)


def drawings(html: str) -> list[ET.Element]:
    return [ET.fromstring(m) for m in re.findall(r'<svg viewBox="[^"]*" class="cable".*?</svg>', html, re.DOTALL)]  # noqa: S314


def drawn_routes(client, kb, made):
    """Pair each route that has a side to draw with its drawing: one with wires, or one that starts at a whole socket."""
    rj45 = {s.slug for s in sockets(kb, made.device) if s.shape == "rj45"}
    return list(zip((r for r in made.routes if r.wires or r.socket in rj45), drawings(page(client, made)), strict=True))


def test_every_drawing_shows_exactly_the_wires_of_its_fact(client, kb):
    """Drawn wires and the fact's wires are the same, in number, ends and signal; a figure-only cable has none."""
    wires = 0
    for made in cables(kb):
        for route, drawing in drawn_routes(client, kb, made):
            drawn = [(e.get("data-wire"), e.get("data-signal")) for e in drawing.iter() if e.get("data-wire")]
            if route.status == "chain":
                assert drawn == []
                continue
            fact = kb.facts[route.facts[0]]
            assert isinstance(fact, Cable)
            assert sorted(drawn) == sorted((f"{w.from_pin}>{w.to_pin}", w.signal) for w in fact.pins)
            wires += len(drawn)
    assert wires


def test_every_contact_in_a_drawing_is_known(client, kb):
    """A drawn contact is one of the socket's numbers, or one that a wire names; used ones are lit, others hollow."""
    for made in cables(kb):
        for route, drawing in drawn_routes(client, kb, made):
            known = {s.slug: set(s.numbers) for s in sockets(kb, made.device)}.get(route.socket, set())
            far = (
                {s.slug: set(s.numbers) for s in sockets(kb, route.far_device)}.get(route.far_socket, set())
                if route.far_device
                else set()
            )
            named = {p for w in route.wires for p in (w.from_pin, w.to_pin)}
            for e in (e for e in drawing.iter() if e.get("data-contact")):
                assert e.get("data-contact") in known | far | named
            lit = [e.get("data-contact") for e in drawing.iter() if e.get("class") == "cable__pin"]
            assert sorted(lit) == sorted(p for w in route.wires for p in (w.from_pin, w.to_pin))


def test_wires_are_told_apart_without_colour(client, kb):
    """No two wires of a drawing have the same dashes; each has its signal in a label."""
    for made in cables(kb):
        for drawing in drawings(page(client, made)):
            groups = [e for e in drawing.iter() if e.get("data-wire")]
            dashes = [e.get("stroke-dasharray") for g in groups for e in g.iter() if e.get("class") == "wire__line"]
            assert len(set(dashes)) == len(dashes) == len(groups)
            for g in groups:
                assert any((t.text or "").startswith(g.get("data-signal")) for t in g.iter("text"))


def test_the_table_says_what_the_drawing_shows(client, kb):
    """The text equivalent: a row for each wire."""
    for made in cables(kb):
        html = page(client, made)
        rows = re.findall(r'<tr data-wire="([^"]*)"', html)
        assert sorted(rows) == sorted(f"{w.from_pin}>{w.to_pin}" for r in made.routes for w in r.wires)


def test_dip_blocks_on_the_page_are_the_protocols(client, kb):
    """First block: the master as the fact sets it, each switch with its word; the sentence says the same."""
    seen = 0
    for made in cables(kb):
        html = page(client, made, "?packs=2") if made.settings else page(client, made)
        blocks = re.findall(r'<div class="dip">.*?</div>', html, re.DOTALL)
        assert len(blocks) == 2 * len(made.settings)
        for setting, block in zip(made.settings, blocks[::2], strict=True):
            fact = kb.facts[setting.fact]
            assert isinstance(fact, Protocol)
            drawn = dict(re.findall(r'data-switch="(\d+)" data-position="([^"]*)"', block))
            assert {n: p for n, p in drawn.items() if p in {"ON", "OFF"}} == fact.dip
            assert len(drawn) == len(fact.dip_pattern)
            seen += 1
    assert seen


def test_one_battery_has_no_slaves(client, kb):
    """With one battery only its own block is shown."""
    made = next(m for m in cables(kb) if m.settings)
    assert page(client, made, "?packs=1").count('<div class="dip">') == 1
    assert "slave" not in re.findall(r"<h3>(.*?)</h3>", page(client, made, "?packs=1"))[0]


def test_the_settings_are_the_calculators(client, kb):
    """Every figure of the sheet for N batteries is the calculator's; a number out of range is refused in its words."""
    made = next(m for m in cables(kb) if m.settings and settings_calculator(kb, m.device))
    found = settings_calculator(kb, made.device)
    html = page(client, made, "?packs=3").replace("\u00a0", " ")
    for output in run(kb, found.id, {"packs": "3"}).outputs:
        assert output.label in html
        assert output.text in html
    refused = run(kb, found.id, {"packs": "9999"})
    assert refused.refused
    assert refused.reason in page(client, made, "?packs=9999")
    assert "Not understood" in page(client, made, "?packs=many")


def test_what_is_only_a_figure_says_so_and_what_to_ask(client, kb):
    """A cable whose wires are not in the text shows the questions for the supplier and no wire."""
    lacking = [m for m in cables(kb) if m.status in {"figure-only", "protocol-only"}]
    assert lacking
    for made in lacking:
        html = page(client, made)
        assert "data-wire" not in html
        assert "Ask " in html
        assert "figure" in html or "protocol table" in html


def test_every_page_keeps_the_rules(client, kb):
    """Headings, landmarks, labels, no inline script or style, no other host."""
    urls = ["/cable", *(f"/cable/{d}" for d in kb.devices)]
    urls += [f"/cable/{m.device}/{m.slug}" for m in cables(kb)]
    urls += [f"/cable/{m.device}/{m.slug}?packs=4" for m in cables(kb) if m.settings]
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert complaints(answer.get_data(as_text=True)) == [], url


def test_the_lists_hold_every_other_end(client, kb):
    """From `/cable` every device with a cable, from there every cable: two taps."""
    first = client.get("/cable").get_data(as_text=True)
    for device in kb.devices:
        found = ends(kb, device)
        assert (f'href="/cable/{device}"' in first) == bool(found)
        second = client.get(f"/cable/{device}").get_data(as_text=True)
        for one in found:
            assert f'href="/cable/{device}/{one.slug}"' in second


def test_other_names_lead_to_the_one_address(client, kb):
    """The cable's own name in place of the brand, and a form with both ends, are sent on; the packs come along."""
    made, one = next(
        (m, e) for m in cables(kb) for e in ends(kb, m.device) if e.slug == m.slug and set(e.also) - {e.slug}
    )
    other = next(a for a in one.also if a != one.slug and plan(kb, made.device, a).slug == one.slug)
    answer = client.get(f"/cable/{made.device}/{other}?packs=2")
    assert (answer.status_code, answer.location) == (301, f"/cable/{made.device}/{one.slug}?packs=2")
    form = client.get("/cable", query_string={"device": made.device, "to": made.name})
    assert form.location == f"/cable/{made.device}/{made.slug}"


def test_the_json_is_the_plan(client, kb):
    """`/api/v1/cable` gives the wires of the fact as its own page does, with the settings when packs are given."""
    for made in cables(kb):
        got = json.loads(client.get("/api/v1/cable", query_string={"from": made.device, "to": made.name}).data)
        assert [r["wires"] for r in got["cable"]["routes"]] == [
            [
                {
                    "from_pin": w.from_pin,
                    "to_pin": w.to_pin,
                    "signal": w.signal,
                    "optional": w.optional,
                    "leg": w.leg,
                    "told": w.told,
                }
                for w in r.wires
            ]
            for r in made.routes
        ]
        assert got["inverter_settings"] is None
    one = next(m for m in cables(kb) if m.settings)
    got = json.loads(client.get("/api/v1/cable", query_string={"from": one.device, "to": one.slug, "packs": "4"}).data)
    assert got["cable"]["packs"] == 4
    assert got["inverter_settings"]["outputs"]
    many = json.loads(
        client.get("/api/v1/cable", query_string={"from": one.device, "to": one.slug, "packs": "9999"}).data
    )
    assert many["inverter_settings"]["refused"] is True


def test_protocols_are_found_by_brand_and_by_row(client, kb):
    """Every brand of every protocol, in any case; every printed pattern; nonsense is refused with a sentence."""
    for fact in kb.select("protocol"):
        for brand in fact.brands:
            got = json.loads(client.get("/api/v1/protocol", query_string={"brand": brand.lower()}).data)
            assert fact.id in {p["fact"] for p in got["protocols"]}
        got = json.loads(client.get("/api/v1/protocol", query_string={"dip": fact.dip_pattern}).data)
        assert {p["protocol_id"] for p in got["protocols"]} == {fact.protocol_id}
    assert client.get("/api/v1/protocol?dip=abc").status_code == 400
    assert client.get("/api/v1/protocol?brand=nobody").status_code == 404


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/api/v1/cable", 400), ("/api/v1/cable?from=nope&to=x", 404), ("/api/v1/cable?from={device}&to=nope", 404),
        ("/api/v1/cable?from={device}&to={slug}&packs=none", 400), ("/api/v1/cable?from={device}&to={slug}&packs=0", 400),
        ("/cable/nope", 404), ("/cable/{device}/nope", 404),
    ],
)  # fmt: skip
def test_wrong_ends_are_told(client, kb, url, status):
    """A missing or unknown end is an error with a sentence, never a guess."""
    made = next(m for m in cables(kb) if m.settings)
    answer = client.get(url.format(device=made.device, slug=made.slug))
    assert answer.status_code == status
    assert answer.get_data(as_text=True)


def test_offline_addresses_are_pages(app, client, kb):
    """Every address that the feature names for the offline pack is answered whole."""
    from webapp.features.cables.view import offline

    with app.test_request_context():
        urls = list(offline(kb))
    assert len(urls) == len(set(urls))
    assert {f"/cable/{m.device}/{m.slug}" for m in cables(kb)} <= set(urls)
    assert {client.get(u).status_code for u in urls} == {200}
