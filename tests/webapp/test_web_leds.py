"""The LED finder and its JSON."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from markup import complaints

from kb.identify.looks import Look, of_lamp
from kb.identify.states import board, identify
from webapp.features.leds import view
from webapp.present import panel


class Found(HTMLParser):
    """Lamps drawn, options, states and their signs, in the order of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.taps: list[str] = []
        self.options: dict[str, list[dict[str, str | None]]] = {}
        self.states: dict[str, dict[str, str]] = {}
        self.buckets: dict[str, list[str]] = {}
        self.drawn: dict[str, list[str]] = {}
        self.links: list[str] = []
        self._choice = self._state = self._bucket = ""
        self._name = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        v = dict(attrs)
        if "data-tap" in v:
            self.taps.append(v["value"] or "")
        if "data-choice" in v:
            self._choice = v["data-name"] or ""
        if "data-place" in v:
            self.options.setdefault(self._choice, []).append(v)
        if "data-bucket" in v:
            self._bucket = v["data-bucket"] or ""
        if "data-state" in v:
            self._state = v["data-state"] or ""
            self.states[self._state] = {}
            self.buckets.setdefault(self._bucket, []).append(self._state)
        if "data-table" in v:
            self.states[self._state][v["data-lamp"] or ""] = v["data-table"] or ""
        if tag == "article" and "data-state" not in v:
            self._state = ""
        self._name = "lamp__name" in (v.get("class") or "")
        if tag == "a" and v.get("href"):
            self.links.append(v["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._state = ""

    def handle_data(self, data: str) -> None:
        if self._name and data.strip():
            self.drawn.setdefault(self._state, []).append(data.strip())
            self._name = False


@lru_cache(maxsize=512)
def read(text: str) -> Found:
    """Parse a page, once: two tests go through the same ones."""
    found = Found()
    found.feed(text)
    return found


def boards(kb):
    return [b for b in (board(kb, d) for d in kb.devices) if b.states]


def test_every_device_has_a_finder_or_says_why_not(client, kb):
    """Each device with lamp states has a finder, each other one a sentence; all pages keep the rules of markup."""
    listed = client.get("/leds").get_data(as_text=True)
    assert complaints(listed) == []
    for device in kb.devices:
        assert f'href="/leds/{device}"' in listed
        page = client.get(f"/leds/{device}")
        assert page.status_code == 200
        text = page.get_data(as_text=True)
        assert complaints(text) == [], device
        if not board(kb, device).states:
            assert "No lamp states in the manuals" in text
            assert "data-finder" not in text
    assert client.get("/leds/nope").status_code == 404


def test_every_lamp_drawn_is_in_the_facts_and_the_other_way_round(client, kb):
    """The panel draws exactly the lamps of device data and facts; each state draws exactly the lamps that tell it."""
    for found in boards(kb):
        page = read(client.get(f"/leds/{found.device}").get_data(as_text=True))
        assert sorted(page.drawn[""]) == sorted(x.name for x in found.lamps)
        assert sorted(page.taps) == sorted(x.name for x in found.lamps if x.options)
        assert set(page.states) == {s.id for s in found.states}
        for state in found.states:
            assert sorted(page.drawn[state.id]) == sorted(found.groups[state.group])
        for lamp in found.lamps:
            assert [o["value"] for o in page.options.get(lamp.name, [])] == [
                f"{lamp.name}:{o.key}" for o in lamp.options
            ]


def test_a_drawn_lamp_shows_what_its_fact_says(kb, app):
    """Form, colour and rhythm of every lamp of every state are those of the fact, in class and in words."""
    with app.test_request_context():
        for found in boards(kb):
            for state in found.states:
                drawn = {x.name: x for row in panel.of_state(kb, found, state).rows for x in row}
                for lamp in state.fact.lamps:
                    look, shown = of_lamp(lamp), drawn[lamp.indicator]
                    said = " ".join(shown.lines)
                    if look is None:
                        assert said == "any"
                        continue
                    form = "steady" if look.pattern == "lit" else look.pattern
                    assert shown.look == f"lamp--{form} lamp--{look.color or 'plain'}"
                    if look.on_s is not None:
                        assert said.endswith(f"{look.on_s:g} s on {look.off_s:g} s off")
                        assert shown.blink == f"b-{look.on_s * 1000:.0f}-{look.off_s * 1000:.0f}"
                    assert (look.color or "") in said


def test_the_style_sheet_blinks_with_the_times_of_the_facts(client, kb):
    """Each printed rhythm has its animation with its period and its lit share, and no other rhythm is in the sheet."""
    css = client.get("/leds/blink.css")
    assert css.mimetype == "text/css"
    text = css.get_data(as_text=True)
    assert "prefers-reduced-motion:no-preference" in text
    wanted = {}
    for look in panel.looks(kb):
        name = panel.blink_class(look)
        if look.on_s is not None:
            wanted[name] = (round((look.on_s + look.off_s) * 1000), 100 * look.on_s / (look.on_s + look.off_s))
    rules = re.findall(r"@keyframes (b-[\d-]+)\{0%\{opacity:1\}([\d.]+)%", text)
    lasting = dict(re.findall(r"\.(b-[\d-]+)\{animation:\1 (\d+)ms step-end infinite\}", text))
    assert {n for n, _ in rules} == set(wanted) == set(lasting)
    for name, share in rules:
        assert float(share) == pytest.approx(wanted[name][1], abs=1e-3)
        assert int(lasting[name]) == wanted[name][0]


def test_the_signs_of_the_page_are_the_library_s_verdicts(client, kb):
    """What the script adds up is, sign by sign, what the library says of every state, lamp and option."""
    word = {"=": "fits", "+": "fits", "-": "contradicts", "a": "open", "n": "open"}
    for found in boards(kb):
        page = read(client.get(f"/leds/{found.device}").get_data(as_text=True))
        for state in found.states:
            for lamp in (x for x in found.lamps if x.name in found.groups[state.group]):
                table = page.states[state.id][lamp.name]
                assert [word[c] for c in table] == [state.judge(lamp.name, o.look)[0] for o in lamp.options]


def test_an_address_with_lamps_shows_what_fits(client, kb):
    """For each lamp and option the page's states stand where the library has them, in its order."""
    for found in boards(kb):
        for lamp in found.lamps:
            for option in lamp.options:
                text = client.get(f"/leds/{found.device}?lamp={quote(f'{lamp.name}:{option.key}')}").get_data(
                    as_text=True
                )
                page = read(text)
                groups = [g for g in identify(found, {lamp.name: option.look}).groups if g.touched]
                assert page.buckets.get("match", []) == [m.state.id for g in groups for m in g.matches]
                assert page.buckets.get("near", []) == [m.state.id for g in groups for m in g.near]
                assert page.buckets.get("open", []) == [m.state.id for g in groups for m in g.open]
                placed = [i for ids in page.buckets.values() for i in ids]
                assert sorted(placed) == sorted(s.id for s in found.states)


def test_a_rhythm_of_one_s_own_stays_in_the_address(client):
    """A look that the manual does not print is kept, shown and compared."""
    text = client.get("/leds/sr48100h?lamp=RUN::flash-0.48-1.6").get_data(as_text=True)
    page = read(text)
    assert [o["value"] for o in page.options["RUN"] if "checked" in o] == ["RUN::flash-0.48-1.6"]
    assert "sr48100h/led/discharge-normal" in page.buckets["match"]
    assert complaints(text) == []


def test_a_bad_address_is_told_and_leaves_the_finder_usable(client):
    """What cannot be read of the address is said, and nothing is chosen."""
    for bad in ("XYZ::off", "RUN", "RUN:purple:steady", "RUN::flash-0-0", "a" * 3000):
        text = client.get(f"/leds/sr48100h?lamp={quote(bad)}").get_data(as_text=True)
        assert "was left out" in text
        assert "data-finder" in text
        assert complaints(text) == []


def test_the_form_without_a_script_leads_to_the_plain_address(client, kb):
    """Choices sent by the form, and a tapped lamp, end at `lamp=NAME:color:pattern`; tapping on goes once round."""
    sent = client.get("/leds/sr48100h?see-lamp-0=RUN%3A%3Aoff&see-lamp-1=")
    assert sent.status_code == 302
    assert sent.location == "/leds/sr48100h?lamp=RUN%3A%3Aoff"
    assert client.get("/leds/sr48100h?see-lamp-0=").location == "/leds/sr48100h"
    for found in boards(kb):
        for lamp in (x for x in found.lamps if x.options):
            seen, url = [], f"/leds/{found.device}?tap={quote(lamp.name)}"
            while True:
                at = client.get(url).location
                if "?" not in at:
                    break
                seen.append(at)
                value = read(client.get(at).get_data(as_text=True))
                (chosen,) = [o["value"] for o in value.options[lamp.name] if "checked" in o]
                url = f"/leds/{found.device}?tap={quote(lamp.name)}&see-x={quote(chosen or '')}"
            assert len(seen) == len(set(seen)) == sum(o.cycle for o in lamp.options)


def test_the_observation_goes_to_the_troubleshooter(client, kb):
    """Where a device has a troubleshooter, the finder's link carries each lamp in words that it reads."""
    text = client.get("/leds/sr48100h?lamp=ALM:red:flash-0.5-1.5&lamp=RUN::off").get_data(as_text=True)
    (url,) = {u for u in read(text).links if u.startswith("/trouble/sr48100h")}
    assert "lamp=ALM%3Ared%3Aflash" in url
    assert "lamp=RUN%3A%3Aoff" in url
    assert client.get(url).status_code == 200


def test_every_state_carries_its_place_and_its_dispute(client, kb):
    """Each state on the page links to every section that tells it, and to the disagreement it is part of."""
    for found in boards(kb):
        text = client.get(f"/leds/{found.device}").get_data(as_text=True)
        for state in found.states:
            for fact in (state.fact, *state.also):
                assert f"/manual/{fact.source.manual}/{fact.source.anchor}" in text
            if state.id in kb.conflict_of:
                assert kb.conflict_of[state.id] in text


def test_an_unknown_order_is_said(client, kb):
    """Where the manual shows the order only as a figure, the panel says so."""
    for found in boards(kb):
        text = client.get(f"/leds/{found.device}").get_data(as_text=True)
        device = kb.devices[found.device].panel
        assert (panel.ORDER_UNKNOWN in text) == (bool(device.lamps) and not device.order_known)
        assert (panel.NO_PANEL in text) == (not device.lamps)


def test_every_offline_address_is_a_page(client, app, kb):
    """What is named for the offline pack answers, and a finder says that it works with any query."""
    with app.test_request_context():
        urls = list(view.offline(kb))
    assert len(urls) == 1 + len(kb.devices)
    for url in urls:
        assert client.get(url).status_code == 200
    for found in boards(kb):
        assert "data-any-query" in client.get(f"/leds/{found.device}").get_data(as_text=True)


def test_json_lists_every_state_and_lamp(client, kb):
    """`GET /api/v1/leds` holds each state of a device once, with all its places."""
    for found in boards(kb):
        said = client.get(f"/api/v1/leds?device={found.device}").get_json()
        assert [s["id"] for s in said["states"]] == [s.id for s in found.states]
        assert set(said["lamps"]) == {x.name for x in found.lamps}
        for mine, theirs in zip(found.states, said["states"], strict=True):
            assert len(theirs["sources"]) == 1 + len(mine.also)
    assert client.get("/api/v1/leds").status_code == 400
    assert client.get("/api/v1/leds?device=nope").status_code == 400


def test_json_identifies_lamps_with_reasons_and_ties(client):
    """Three states of the same lamps share one rank and are told as a tie, each with its source and reasons."""
    body = {
        "device": "sr48100h",
        "lamps": [{"indicator": "run", "pattern": "off"}, {"indicator": "ALM", "color": "red", "pattern": "steady"}],
    }
    said = client.post("/api/v1/leds/identify", json=body).get_json()
    assert said["answered"]
    (group,) = said["groups"]
    fits = [r for r in group["results"] if r["standing"] == "fits"]
    assert [r["rank"] for r in fits] == [1, 1, 1]
    assert group["alike"]
    assert [sorted(t) for t in group["ties"]] == [sorted(r["state"]["id"] for r in fits)]
    for r in fits:
        assert r["state"]["sources"]
        assert {w["indicator"]: w["verdict"] for w in r["reasons"]} == {"RUN": "fits", "ALM": "fits"}
        assert "colour is not printed" in next(w["why"] for w in r["reasons"] if w["indicator"] == "ALM")
    assert any(r["state"]["safety"] == "stop-using" for r in fits)


def test_json_names_a_tapped_rhythm(client):
    """Taps give the pattern with its name and place; without a fit nothing is answered."""
    taps = {"on_ms": [260, 240, 255, 251], "off_ms": [3700, 3800, 3750]}
    said = client.post(
        "/api/v1/leds/identify", json={"device": "sr48100h", "indicator": "RUN", "taps": taps}
    ).get_json()
    assert said["answered"]
    first = said["patterns"][0]
    assert first["names"] == ["FLASH1"]
    assert first["sources"]
    assert first["fits"]
    odd = {"on_ms": [2600] * 5, "off_ms": [900] * 4}
    said = client.post("/api/v1/leds/identify", json={"device": "sr48100h", "taps": odd}).get_json()
    assert not said["answered"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'{"device": "sr48100h"}', b'{"device": "sr48100h", "lamps": [], "odd": 1}',
        b'{"device": "sr48100h", "lamps": [{"indicator": "XX", "pattern": "off"}]}',
        b'{"device": "sr48100h", "lamps": [{"indicator": "RUN", "pattern": "wild"}]}',
        b'{"device": "sr48100h", "taps": {"on_ms": [-1]}}', b'{"device": "sr48100h", "taps": {"on_ms": [1e999]}}',
        b'{"device": "sr48100h", "taps": {}, "lamps": [{"indicator": "RUN", "pattern": "off"}]}',
        b'{"device": "sr48100h", "taps": {"on_ms": [' + b"1," * 999 + b"1]}}",
    ],
)  # fmt: skip
def test_json_refuses_what_it_cannot_read(client, body):
    """Whatever is wrong with a body, the answer is 400 of the one error shape, with a sentence."""
    answer = client.post("/api/v1/leds/identify", data=body, content_type="application/json")
    assert answer.status_code == 400, answer.get_data()
    error = answer.get_json()["error"]
    assert set(error) == {"code", "message", "todo"}
    assert error["message"].endswith((".", "?"))


def test_json_says_that_a_device_is_unknown(client):
    """An unknown device is 404."""
    body = {"device": "nope", "lamps": [{"indicator": "RUN", "pattern": "off"}]}
    assert client.post("/api/v1/leds/identify", json=body).status_code == 404


def test_a_panel_can_be_drawn_anywhere(kb):
    """`panel.face` draws a device's blank panel, or one that shows given lamps; a device without lamps has none."""
    blank = panel.face(kb, "sr48100h")
    assert [x.name for row in blank.rows for x in row] == [x.name for x in kb.devices["sr48100h"].panel.lamps]
    assert blank.note == panel.ORDER_UNKNOWN
    state = next(iter(kb.select("led_state", "sr48100h")))
    shown = panel.face(kb, "sr48100h", state.lamps)
    assert {x.name for row in shown.rows for x in row if x.words.endswith("not said")} == {
        x.name for x in kb.devices["sr48100h"].panel.lamps
    } - {x.indicator for x in state.lamps}
    assert panel.face(kb, "mysigen-app") is None
    assert panel.blink_class(Look("flash")) == "b-soft"
