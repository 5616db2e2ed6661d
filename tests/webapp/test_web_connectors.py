"""Connector pages: every drawing against its facts, the words beside it, the label, the JSON."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree as ET

import pytest
import segno
from markup import complaints

from kb.extract.slugs import slug
from kb.model.facts import Pin
from kb.wiring.sockets import sockets


def drawings(html: str, css: str) -> list[ET.Element]:
    """Return the drawings of a page whose class starts with a word."""
    found, at = [], 0
    while (at := html.find('<svg viewBox="', at)) >= 0:
        end = html.index("</svg>", at) + len("</svg>")
        element = ET.fromstring(html[at:end])  # noqa: S314 - our own page
        if (element.get("class") or "").split(" ")[0] == css:
            found.append(element)
        at = end
    return found


def all_sockets(kb):
    return [s for d in kb.devices for s in sockets(kb, d)]


def page(client, one, query=""):
    answer = client.get(f"/connector/{one.device}/{one.slug}{query}")
    assert answer.status_code == 200, one
    return answer.get_data(as_text=True)


def test_every_drawing_shows_exactly_the_pins_of_the_facts(client, kb):
    """Each drawn contact with a signal is a pin fact, and every pin fact of an edition is drawn in that edition's drawing."""
    seen = 0
    for one in all_sockets(kb):
        own = drawings(page(client, one).partition("<h2>The other side</h2>")[0], "sock")
        assert len(own) == (len(one.tables) or (1 if one.numbers else 0)), one
        for table, drawing in zip(one.tables, own, strict=False):
            drawn = [(e.get("data-pin"), e.get("data-signal")) for e in drawing.iter() if e.get("data-pin")]
            assert [p for p, _ in drawn] == list(one.numbers)
            told = {(c.pin, c.signal) for c in table.contacts}
            facts = {
                (f.pin, f.signal)
                for f in kb.select("pin", one.device, table.source.manual)
                if isinstance(f, Pin) and f.connector == one.name
            }
            assert {d for d in drawn if d[1]} == told == facts
            seen += len(told)
        if not one.tables:
            assert all(e.get("data-signal") == "" for d in own for e in d.iter() if e.get("data-pin"))
    assert seen


def test_a_drawn_contact_is_written_with_its_number_and_signal(client, kb):
    """The text in a drawing is the contact's own: its number, its signal (or the wire's colour for a standard's lead)."""
    for one in (s for s in all_sockets(kb) if s.tables):
        for table, drawing in zip(one.tables, drawings(page(client, one), "sock"), strict=False):
            told = {c.pin: c for c in table.contacts}
            for e in (e for e in drawing.iter() if e.get("data-signal")):
                words = [t.text for t in e.iter("text")]
                contact = told[e.get("data-pin")]
                assert contact.pin in words
                rest = " ".join(w for w in words if w != contact.pin) or contact.pin
                assert rest in {contact.signal, contact.wire_color}


def test_the_table_says_what_the_drawing_shows(client, kb):
    """The text equivalent: one row a contact with number and signal, for every edition."""
    for one in (s for s in all_sockets(kb) if s.tables):
        html = page(client, one)
        assert html.count('<tr class="pins__row') == sum(len(t.contacts) for t in one.tables)
        for contact in (c for t in one.tables for c in t.contacts):
            assert f'data-row="{contact.pin}"' in html


def test_every_page_keeps_the_rules(client, kb):
    """Headings, landmarks, no inline script or style, no other host: lists, pages, enlarged pins, labels."""
    urls = ["/connectors", *(f"/connectors?device={d}" for d in kb.devices)]
    for one in all_sockets(kb):
        base = f"/connector/{one.device}/{one.slug}"
        urls += [base, f"{base}/label", *(f"{base}?pin={c.pin}" for c in one.contacts)]
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert complaints(answer.get_data(as_text=True)) == [], url


def test_a_chosen_pin_is_enlarged_without_a_script(client, kb):
    """`?pin=` shows that pin's card and hides the others; a pin that is not there enlarges none."""
    one = next(s for s in all_sockets(kb) if s.tables)
    pin = one.contacts[1].pin
    html = page(client, one, f"?pin={pin}")
    assert html.count('data-big="') - html.count(' hidden>\n    <p class="big-pin__head">') == len(one.tables)
    assert f'data-big="{pin}">' in html
    assert 'aria-current="true"' in html
    none = page(client, one, "?pin=no-such-pin-at-all")
    assert 'aria-current="true"' not in none


def test_an_unprinted_side_is_told_on_the_page_and_on_the_label(client, kb):
    """No drawing passes its order for a fact: where the record says that the side is not printed, so does the page."""
    checked = 0
    for one in all_sockets(kb):
        if one.side in {"usual", "unknown"}:
            checked += 1
            assert "does not print" in page(client, one), one
            label = client.get(f"/connector/{one.device}/{one.slug}/label").get_data(as_text=True)
            assert "does not print" in label
    assert checked


def test_wire_colours_stand_in_rows_only_where_the_manual_prints_them(client, kb):
    """A colour from another manual is an aid in a fold that says so, never a cell of the table."""
    for one in (s for s in all_sockets(kb) if s.tables):
        html = page(client, one)
        told = {c.wire_color for c in one.contacts if c.wire_color}
        assert ("An aid, not from this manual" in html) == (one.shape == "rj45" and not told)
        rows = html.partition("An aid, not from this manual")[0]
        assert rows.count('<span class="sub">wire ') == sum(bool(c.wire_color) for t in one.tables for c in t.contacts)


def test_disputes_and_cautions_of_a_connector_are_on_its_page(client, kb):
    """Every caution that guards it and every disagreement about its contacts is shown with its link."""
    for one in all_sockets(kb):
        html = page(client, one)
        for i in one.cautions:
            assert f'href="/fact/{i}"' in html
        for i in one.conflicts:
            assert f'href="/{i}"' in html


def test_another_spelling_leads_to_the_one_address(client, kb):
    """A connector's name in place of its slug is sent on for good."""
    one = next(s for s in all_sockets(kb) if s.slug != s.name and "/" not in s.name)
    answer = client.get(f"/connector/{one.device}/{one.name}")
    assert (answer.status_code, answer.location) == (301, f"/connector/{one.device}/{one.slug}")
    assert slug(one.name) == one.slug


def test_the_qr_code_is_an_image_of_our_own_and_opens_the_page(client, kb):
    """SVG without script or outside reference; the label shows the address that it holds."""
    one = next(s for s in all_sockets(kb) if s.tables)
    answer = client.get(f"/connector/{one.device}/{one.slug}/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    root = ET.fromstring(answer.data)  # noqa: S314 - our own image
    assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {"svg", "path", "g"}
    label = client.get(f"/connector/{one.device}/{one.slug}/label").get_data(as_text=True)
    assert f'src="/connector/{one.device}/{one.slug}/qr.svg"' in label
    assert f"http://localhost/connector/{one.device}/{one.slug}" in label


def test_the_code_holds_the_address(client, kb):
    """The modules drawn are those of the page's address, level M with the standard's white border."""
    one = next(s for s in all_sockets(kb) if s.tables)
    code = segno.make(f"http://localhost/connector/{one.device}/{one.slug}", error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False)
    assert client.get(f"/connector/{one.device}/{one.slug}/qr.svg").data == out.getvalue()


def test_the_json_is_the_socket(client, kb):
    """`/api/v1/connectors` lists all, one device's, and gives one, with every contact and its source."""
    every = json.loads(client.get("/api/v1/connectors").data)
    assert every["count"] == len(all_sockets(kb))
    for device in kb.devices:
        got = json.loads(client.get(f"/api/v1/connectors?device={device}").data)["connectors"]
        assert [c["slug"] for c in got] == [s.slug for s in sockets(kb, device)]
        for one in sockets(kb, device):
            single = json.loads(client.get(f"/api/v1/connectors/{device}/{one.slug}").data)
            assert [c["pin"] for t in single["tables"] for c in t["contacts"]] == [
                c.pin for t in one.tables for c in t.contacts
            ]
            assert single["side"] == one.side


@pytest.mark.parametrize(
    "url",
    [
        "/connector/nope/nope",
        "/api/v1/connectors?device=nope",
        "/api/v1/connectors/nope/nope",
        "/connector/nope/nope/qr.svg",
    ],
)
def test_what_is_not_there_is_404(client, url):
    """A wrong device or connector is answered with a sentence, as JSON for programs."""
    answer = client.get(url)
    assert answer.status_code == 404
    if url.startswith("/api"):
        assert "nope" in json.dumps(json.loads(answer.data))


def test_offline_addresses_are_pages(app, client, kb):
    """Every address that the feature names for the offline pack is answered whole."""
    from webapp.features.connectors.view import offline

    with app.test_request_context():
        urls = list(offline(kb))
    assert len(urls) == len(set(urls))
    assert {f"/connector/{s.device}/{s.slug}" for s in all_sockets(kb)} <= set(urls)
    assert {client.get(u).status_code for u in urls} == {200}
