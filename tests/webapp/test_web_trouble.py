"""The troubleshooter in the browser, without one: links are followed, addresses are bent, and nothing ends in nothing."""

from __future__ import annotations

import random
import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
import pytest
from flask import url_for
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.curation.corpus import default_root
from kb.curation.fault_types import CANT_TELL, OUTCOMES, RANK
from kb.diagnose import api, draw
from kb.diagnose.model import ROLES
from kb.diagnose.told import Diagnosis
from kb.diagnose.tree import nodes
from kb.model.facts import Alarm, base_id
from webapp.api.diagnose import Trees
from webapp.features.trouble import asked
from webapp.features.trouble.trees import offline

# Read from the corpus: a bundle may not be built yet when tests are collected.
FILES = [msgspec.yaml.decode(p.read_text("utf-8")) for p in sorted((default_root() / "faults").glob("*.yaml"))]
MODELS = [f["id"] for f in FILES]
PAIRS = [(f["id"], d) for f in FILES for d in f["devices"]]
STEPS = 40
HREF = re.compile(r'<a class="choice[^"]*" href="([^"]+)"')
HEADING = re.compile(r'<h1 id="step">(.*?)</h1>', re.DOTALL)
KIND = re.compile(r'class="step step--(\w+)"')


def model_of(kb, name):
    return next(m for m in api.models(kb) if m.id == name)


def start(kb, name, device, role):
    several = len(api.models_of(kb, device)) > 1
    return f"/trouble/{device}?" + urlencode([("role", role), *([("problem", name)] if several else [])])


def answers_of(url):
    pairs = parse_qsl(urlsplit(url).query)
    return {k: v for k, v in pairs if k not in asked.RESERVED}


def walk(client, url, rng):
    """Follow one of the answers of each page to an end; yield kind, question, address and text of each page."""
    for _ in range(STEPS):
        response = client.get(url)
        assert response.status_code == 200, url
        text = response.get_data(as_text=True)
        kind, heading = KIND.search(text)[1], unescape(HEADING.search(text)[1])
        yield kind, heading, url, text
        if kind in {"fixed", "escalate"}:
            return
        choices = [unescape(h) for h in HREF.findall(text)]
        assert len(choices) >= 2, f"{url} offers nothing to choose"
        url = rng.choice(choices)
    raise AssertionError(f"no end after {STEPS} pages: {url}")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("name", "device"), PAIRS)
def test_every_walk_over_real_pages_ends(client, kb, name, device, role):
    """By following the buttons alone one comes to an end; nothing known is asked again, nothing unsafe is proposed."""
    model = model_of(kb, name)
    rng = random.Random(f"{name} {device} {role}")  # noqa: S311 - a walk that can be repeated
    for _ in range(3):
        seen = set()
        for kind, heading, url, text in walk(client, start(kb, name, device, role), rng):
            told = answers_of(url)
            if kind in {"fixed", "escalate"}:
                assert 'id="note"' in text
                assert kb.device(device).name in text
                continue
            step = api.diagnose(kb, device, dict(parse_qsl(urlsplit(url).query)[1:]), role)["next"]
            assert heading == step.get("ask", step.get("do"))
            assert step["id"] not in told
            assert step["id"] not in seen
            seen.add(step["id"])
            fix, test = model.fix(step["id"]), model.probe(step["id"])
            item = model.fixes[fix] if fix is not None else model.probes[test]
            assert RANK[item.who] <= RANK[role]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("name", "device"), PAIRS)
def test_nobody_who_cannot_tell_is_left_alone(client, kb, name, device, role):
    """Under every question stands "I can't tell", under every step "I can't do this"."""
    for kind, _, url, text in walk(client, start(kb, name, device, role), random.Random(1)):  # noqa: S311 - repeatable
        hrefs = [unescape(h) for h in HREF.findall(text)]
        if kind == "ask":
            assert any(h.endswith(f"={CANT_TELL}") for h in hrefs), url
        elif kind == "do":
            assert [h.rsplit("=", 1)[1] for h in hrefs] == list(OUTCOMES), url


def test_an_address_alone_restores_the_state(client, app, kb):
    """Another client, with nothing but the address, gets the same page, byte for byte."""
    *_, (_, _, url, text) = walk(client, start(kb, "sr48100h-alm-on", "sr48100h", "installer"), random.Random(7))  # noqa: S311
    assert app.test_client().get(url).get_data(as_text=True) == text


def test_danger_is_said_before_the_question(client, kb):
    """Whatever question comes, a danger that holds stands above it; a danger that stops all ends with handing on."""
    for model in api.models(kb):
        device = model.source.devices[0]
        for rule in (d for d in model.dangers if d.stop):
            said = {t: c[0] for t, c in rule.when.items()}
            text = client.get(f"{start(kb, model.id, device, 'lay')}&{urlencode(said)}").get_data(as_text=True)
            assert KIND.search(text)[1] == "escalate"
            assert 0 < text.index("alert--danger") < text.index('<h1 id="step"')


def test_changing_an_early_answer_keeps_what_still_makes_sense_and_says_what_does_not(client, kb):
    """A later answer that hangs on the changed one is left out with its reason; the others stay in every address."""
    for model in api.models(kb):
        for probe in model.probes:
            for needed, wanted in probe.only_if.items():
                first = model.probes[model.probe(needed)]
                keeps = next(o.id for o in first.options if o.id in wanted)
                drops = next(o.id for o in first.options if o.id not in wanted)
                others = [p for p in model.probes if p.id not in {needed, probe.id} and not p.only_if][:1]
                stays = {p.id: p.options[0].id for p in others}
                rest = {**stays, probe.id: probe.options[0].id}
                device = model.source.devices[0]
                begin = start(kb, model.id, device, "support")
                before = client.get(f"{begin}&{urlencode({needed: keeps, **rest})}").get_data(as_text=True)
                assert "Left out" not in before
                links = [unescape(h) for h in re.findall(r'href="([^"]+)"', before)]
                changed = next(x for x in links if answers_of(x) == {needed: drops, **rest})
                text = client.get(changed).get_data(as_text=True)
                assert "Left out" in text
                assert "only makes sense" in text
                on = [answers_of(unescape(h)) for h in HREF.findall(text)]
                assert all(probe.id not in a or a[probe.id] != rest[probe.id] for a in on)
                assert all(a.items() >= stays.items() for a in on)


@pytest.mark.parametrize(
    "query",
    [
        "problem=nonsense",
        "problem=sr48100h-alm-on&no-such-test=yes",
        "problem=sr48100h-alm-on&danger=perhaps",
        "problem=sr48100h-alm-on&danger=no&danger=fire",
        "role=king&problem=sr48100h-alm-on",
        "lamp=:::&lamp=X",
        "lamp=XYZ:red:flash&problem=sr48100h-alm-on",
        "alarm=no/such/alarm&problem=sr48100h-alm-on",
        "problem=sr48100h-alm-on&" + "&".join(f"a{n}=b" for n in range(200)),
        "problem=sr48100h-alm-on&danger=" + "x" * 100_000,
        "problem=sr48100h-alm-on&" + "y" * 100_000 + "=no",
    ],
)
def test_bad_and_stale_addresses_are_explained(client, query):
    """A page always comes, bounded, with a sentence about what was not used and a question to go on with."""
    response = client.get(f"/trouble/sr48100h?{query}")
    text = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "told" in text
    assert len(text) < 100_000
    assert HREF.search(text)


NAMES = st.sampled_from(
    ["problem", "role", "lamp", "alarm", "said", "danger", "panel", "message", "lamp:ALM", "_external", ""]
)
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["no", "fire", "cant-tell", "fixed", "ALM:red:flash", "a|b", "no|fire", "|", "\x00", "sr48100h-alm-on"]
    ),
)


@given(
    st.lists(st.tuples(NAMES | st.text(max_size=30), VALUES), max_size=12), st.sampled_from(["sr48100h", "growatt-65"])
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answers_however_hostile_break_a_page(client, pairs, device):
    """Any names and values give a page with a question or an end; nothing of them gets into the markup unescaped."""
    response = client.get(f"/trouble/{device}?{urlencode(pairs, errors='surrogatepass')}")
    assert response.status_code == 200
    text = response.get_data(as_text=True)
    assert KIND.search(text)
    assert "<script>" not in text


def test_markup_in_an_address_stays_text(client):
    """What an address says is told back as text."""
    text = client.get("/trouble/sr48100h?problem=sr48100h-alm-on&x=%3Cscript%3Ealert(1)%3C/script%3E").get_data(
        as_text=True
    )
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_what_was_seen_on_the_lamps_answers_the_lamp_question(client, kb):
    """Coming from the LED finder, the lamps are taken over as an answer, it is said, and the address carries it on."""
    text = client.get("/trouble/sigenstor-ec?lamp=DC:orange:flash").get_data(as_text=True)
    assert "Taken over" in text
    on = [answers_of(unescape(h)) for h in HREF.findall(text)]
    assert on
    assert all("dc-light" in a and not any(k.startswith("lamp") for k in a) for a in on)


def test_own_words_are_read(client, kb):
    """What is typed under the complaints chooses one and answers what it speaks of; what says nothing is kept and the choice stays."""
    begin = client.get("/trouble/sr48100h?role=installer").get_data(as_text=True)
    assert 'name="said"' in begin
    assert 'name="role" value="installer"' in begin
    text = client.get("/trouble/sr48100h?role=installer&said=It+smells+and+there+is+smoke").get_data(as_text=True)
    assert KIND.search(text)[1] == "escalate"
    assert "alert--danger" in text
    partly = client.get("/trouble/sr48100h?role=lay&problem=sr48100h-alm-on&said=ALM+flashes").get_data(as_text=True)
    assert "answers that fit what was told" in partly
    vague = client.get("/trouble/sr48100h?role=lay&said=hello").get_data(as_text=True)
    assert "What is the matter?" in vague
    assert all("said=hello" in h for h in HREF.findall(vague))


def test_every_alarm_that_a_model_covers_leads_on(client, kb):
    """From an alarm's card one comes to a page that took it over, or that asks which complaint it is and keeps it."""
    covered = {base_id(i) for m in api.models(kb) for c in m.source.causes for i in c.cites}
    shown = 0
    for fact in kb.facts.values():
        if not isinstance(fact, Alarm):
            continue
        card = client.get(f"/fact/{fact.id}").get_data(as_text=True)
        found = re.search(r'href="(/trouble/[^"]+)">What to do next', card)
        assert bool(found) == (base_id(fact.id) in covered), fact.id
        if found:
            shown += 1
            text = client.get(unescape(found[1])).get_data(as_text=True)
            hrefs = [unescape(h) for h in HREF.findall(text)]
            kept = all(f"alarm={fact.id.replace('/', '%2F').replace('@', '%40')}" in h for h in hrefs)
            assert "Taken over" in text or "Not used" in text or kept, fact.id
    assert shown


def test_names_of_tests_leave_room_for_the_addresss_own(kb):
    """No test or repair has an id that an address uses for something else, and all fit the bounds."""
    for model in api.models(kb):
        ids = [*(p.id for p in model.probes), *(f.id for f in model.fixes)]
        assert not set(ids) & set(asked.RESERVED)
        assert len(ids) <= asked.MAX_ANSWERS
        assert max(map(len, [*ids, *(o.id for p in model.probes for o in p.options)])) <= asked.MAX_ID


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MODELS)
def test_a_tree_page_holds_the_whole_tree(client, kb, name, role):
    """Every step of the tree is on its page, in its text and on its sheets; the sheets are A4 and together the drawing."""
    model = model_of(kb, name)
    device = model.source.devices[0]
    query = f"?role={role}&problem={name}"
    page = client.get(f"/trouble/{device}/tree{query}").get_data(as_text=True)
    tree = msgspec.convert(client.get(f"/trouble/{device}/tree.json{query}").json, Trees).trees[0]
    plain = re.sub(r"\s+", " ", unescape(page).replace("\u00a0", " "))
    for node in nodes(tree.root):
        assert re.sub(r"\s+", " ", node.text) in plain
        for step in node.steps:
            assert re.sub(r"\s+", " ", step) in plain
    assert client.get(f"/trouble/{device}/tree.md{query}").get_data(as_text=True) == draw.markdown(tree)
    sheets = [unescape(s) for s in re.findall(r'<img class="sheets__img" src="([^"]+)"', page)]
    assert 1 <= len(sheets) <= draw.MOST_SHEETS
    whole = client.get(f"/trouble/{device}/tree.svg{query}").get_data(as_text=True)
    drawn = [client.get(s).get_data(as_text=True) for s in sheets]
    assert all('width="210mm" height="297mm"' in s for s in drawn)
    boxes = re.findall(r"<rect x=[^>]+>", whole)
    assert set(boxes) == {b for s in drawn for b in re.findall(r"<rect x=[^>]+>", s)}
    assert client.get(f"/trouble/{device}/tree.svg{query}&sheet={len(sheets) + 1}").status_code == 400


def test_a_tree_goes_on_live_with_the_answers_of_its_path(client, kb):
    """Where a sheet ends, its link opens the live session at just that step."""
    page = client.get("/trouble/sr48100h/tree?role=installer&problem=sr48100h-communication").get_data(as_text=True)
    live = [unescape(h) for h in re.findall(r'<p class="twig__live"><a href="([^"]+)"', page)]
    assert live
    for url in live:
        text = client.get(url).get_data(as_text=True)
        assert KIND.search(text)
        assert "Left out" not in text


def test_the_offline_pages_answer_and_need_nothing_else(client, app, kb):
    """Every address of the pack is a page; each model has its tree for each role there."""
    with app.test_request_context():
        urls = list(offline(kb))
        home = url_for("trouble.start")
    assert home in urls
    assert len(urls) == len(set(urls))
    for model in api.models(kb):
        for role in ROLES:
            assert f"/trouble/{model.source.devices[0]}/tree?role={role}&problem={model.id}" in urls
    for url in urls:
        assert client.get(url).status_code == 200, url


def test_the_start_page_leads_to_every_complaint(client, kb):
    """Each fault model is one tap away, each device with one two."""
    text = client.get("/trouble").get_data(as_text=True)
    for model in api.models(kb):
        assert model.source.entry in unescape(text)
        for device in model.source.devices:
            assert f'href="/trouble/{device}?' in text
    assert 'href="/trouble"' in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("name", "device"), PAIRS)
def test_the_json_interface_says_what_the_engine_says(client, kb, name, device, role):
    """The typed answer holds everything of the contract and loses nothing of the engine's answer."""
    body = {"device": device, "role": role, "answers": {"problem": name}}
    got = client.post("/api/v1/diagnose", json=body)
    assert got.status_code == 200
    told = api.diagnose(kb, device, {"problem": name}, role)
    assert set(got.json) == set(told)
    assert set(told["next"]) <= set(got.json["next"])
    assert msgspec.convert(got.json, Diagnosis) == msgspec.convert(told, Diagnosis)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"{}", 400),
        (b'{"device": 3}', 400),
        (b'{"device": "sr48100h", "extra": 1}', 400),
        (b'{"device": "sr48100h", "role": "king"}', 400),
        (b'{"device": "sr48100h", "answers": {"a": 1}}', 400),
        (b'{"device": "nonsense"}', 404),
        (b'{"device": "gateway"}', 404),
        (msgspec.json.encode({"device": "sr48100h", "answers": {f"a{n}": "b" for n in range(200)}}), 400),
        (msgspec.json.encode({"device": "sr48100h", "answers": {"a": "b" * 10_000}}), 400),
        (b'{"device": "' + b"x" * 100_000 + b'"}', 413),
    ],
)
def test_bad_requests_have_the_one_error_shape(client, body, status):
    """Every refusal is JSON with code, message and what to do."""
    response = client.post("/api/v1/diagnose", data=body, content_type="application/json")
    assert response.status_code == status
    assert set(response.json["error"]) == {"code", "message", "todo"}


def test_trees_over_http(client, kb):
    """All trees of a device or one of them; unknown device, problem or role are refused in the one shape."""
    found = client.get("/api/v1/tree/growatt-65?role=installer").json
    assert [t["model"] for t in found["trees"]] == [m.id for m in api.models_of(kb, "growatt-65")]
    one = client.get("/api/v1/tree/growatt-65?role=installer&problem=growatt-65-alarm").json
    assert one["trees"] == [t for t in found["trees"] if t["model"] == "growatt-65-alarm"]
    for url, status in (("nope", 404), ("gateway", 404), ("growatt-65?problem=x", 404), ("growatt-65?role=king", 400)):
        response = client.get(f"/api/v1/tree/{url}")
        assert response.status_code == status
        assert set(response.json["error"]) == {"code", "message", "todo"}
