"""The calculators as pages, as JSON, and from the search."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest
from markup import complaints, read

from kb.calc import CalcResult, list_calculators, run
from kb.calc.registry import calculators
from kb.model.facts import base_id

BANK = "/calculator/sr48100h-bank"
API = "/api/v1/calculators"
EXAMPLES = [
    example
    for path in sorted((Path(__file__).parents[1] / "calc" / "examples").glob("*.yaml"))
    for example in msgspec.yaml.decode(path.read_text(encoding="utf-8"))
]
HOSTILE = [
    "<script>alert(1)</script>", "'\"><img src=x onerror=1>", "{{7*7}}", "\0", "\ud800", "9" * 5000, "-1", "0", "nan", "inf",
    "1e308", "1e-320", "1e999", "5 furlongs", "٣", "１", "\u202e4", "4\n4", "%00", "", " ", "null", "true", "[]", "../../etc/passwd",
]  # fmt: skip


def first_of(calculator: str) -> dict[str, str]:
    """The inputs of the first example that gives a result."""
    return next(
        (
            {k: str(v) for k, v in e["inputs"].items()}
            for e in EXAMPLES
            if e["calculator"] == calculator and "outputs" in e
        ),
        {},
    )


def address(calculator: str, inputs: dict[str, str]) -> str:
    return f"/calculator/{calculator}?{urlencode(inputs, errors='surrogatepass')}"


def test_every_calculator_is_listed(client, kb):
    """/calculators leads to each of them once; with a device only to that device's, and an unknown device is told."""
    page = client.get("/calculators")
    assert complaints(page.text) == []
    urls = read(page.text).urls
    assert all(urls.count(f"/calculator/{c}") == 1 for c in calculators(kb))
    for device in kb.devices:
        one = client.get(f"/calculators?device={device}")
        assert one.status_code == 200
        assert complaints(one.text) == []
        shown = {u for u in read(one.text).urls if u.startswith("/calculator/")}
        assert shown == {f"/calculator/{c.id}" for c in calculators(kb).values() if device in c.devices}
    assert client.get("/calculators?device=toaster").status_code == 400


def test_every_calculator_has_its_page(client, kb):
    """Empty, each page is a form whose fields have labels, help and range, and no error before anything was asked."""
    for info in list_calculators(kb):
        page = client.get(f"/calculator/{info.id}")
        assert page.status_code == 200
        assert complaints(page.text) == [], info.id
        assert "aria-invalid" not in page.text, info.id
        fields = {f["name"]: f for f in read(page.text).fields}
        for item in info.inputs:
            assert item.name in fields
            assert ("required" in fields[item.name]) is item.required
            if not item.choices:
                said = html.unescape(page.text)
                assert item.allowed[1:] in said, (info.id, item.name)


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e['calculator']}: {e['title']}" for e in EXAMPLES])
def test_every_worked_example_is_a_page(client, kb, example):
    """Every example by hand renders whole: figures, working, warnings and disagreements, or the refusal."""
    inputs = {k: str(v) for k, v in example["inputs"].items()}
    page = client.get(address(example["calculator"], inputs))
    assert page.status_code == 200
    assert complaints(page.text) == []
    said = html.unescape(page.text).replace("\u00a0", " ")
    if "error" in example:
        # A form that nobody has filled in yet has no mistakes.
        assert ("field__error" in said) is bool(inputs)
        return
    outcome = run(kb, example["calculator"], inputs)
    assert all(f"/conflict/{c.removeprefix('conflict/')}" in page.text for c in outcome.conflicts)
    if isinstance(outcome, CalcResult):
        told = [*(o.text for o in outcome.outputs), *outcome.working, *outcome.warnings]
        assert [t for t in told if t not in said] == []
    else:
        assert outcome.reason in said
        assert "<b>Allowed:</b>" in said


def test_the_place_of_every_figure_is_linked(client, kb):
    """Each source's fact and its section are linked from the result, and both addresses are there."""
    seen: set[str] = set()
    for calculator in calculators(kb):
        inputs = first_of(calculator)
        outcome = run(kb, calculator, inputs) if inputs else None
        if not isinstance(outcome, CalcResult):
            continue
        urls = set(read(client.get(address(calculator, inputs)).text).urls)
        for source in outcome.sources:
            place = kb.facts[source.fact].source
            wanted = {f"/fact/{source.fact}", f"/manual/{place.manual}/{place.anchor}"}
            assert wanted <= urls, (calculator, source.fact)
            seen |= wanted
    assert len(seen) > 100
    assert [u for u in seen if client.get(u).status_code != 200] == []


def test_the_link_keeps_the_inputs(client):
    """The form is filled with what the address says, a choice in the manual's spelling, and the link repeats it."""
    page = client.get("/calculator/sr48100h-inverter-settings?packs=6&brand=deye&utm_source=letter").text
    assert 'value="6"' in page
    assert '<option value="Deye" selected>' in page
    assert "/calculator/sr48100h-inverter-settings?packs=6&amp;brand=deye" in page
    assert "utm_source" not in page


def test_a_bad_input_is_told_at_its_field(client):
    """The page stays 200; the sentence with the range stands at the field and is read out with it."""
    response = client.get("/calculator/growatt-runtime?load=5+A&soc=50")
    assert response.status_code == 200
    assert complaints(response.text) == []
    field = next(f for f in read(response.text).fields if f["name"] == "load")
    assert field["aria-invalid"] == "true"
    assert field["value"] == "5 A"
    described = field["aria-describedby"].split()
    assert described == ["in-load-error", "in-load-hint"]
    assert set(described) <= set(read(response.text).ids)
    assert "kW, W or MW" in response.text
    assert response.text.count("aria-invalid") == 1
    assert 'class="figures' not in response.text


def test_a_refusal_is_calm(client):
    """Beyond the manual's range: what is allowed, why, and where it stands; no figure, no alarm."""
    page = client.get(f"{BANK}?packs=33").text
    assert "The manuals give no answer for this" in page
    assert "you said 33" in page
    assert "A whole number of packs, 1 to 32." in page
    assert 'class="figures' not in page
    assert "/fact/sr48100h/spec/parallel-number-max" in page


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(t)[:20] for t in HOSTILE])
def test_hostile_inputs_are_sentences(client, kb, text):
    """Whatever stands in an address or a body: a page that keeps the rules, or JSON of one shape; never a 500."""
    for info in list_calculators(kb):
        values = {i.name: text for i in info.inputs}
        page = client.get(address(info.id, values))
        assert page.status_code == 200
        assert complaints(page.text) == []
        assert "<script>alert" not in page.text
        assert not re.search(
            r"\b(inf|nan)\b", html.unescape(page.text).replace(html.escape(text), "").split("Result")[-1]
        ) or ("field__error" in page.text)
        body = client.get(f"{API}/{info.id}?{urlencode(values, errors='surrogatepass')}")
        assert body.status_code in {200, 422}
        assert ("error" in body.json) is (body.status_code == 422)


@pytest.mark.parametrize("url", ["/calculator/nope", "/calculator/", "/calculator/sr48100h-bnk", "/calculator/%00"])
def test_a_calculator_that_is_not_there(client, url):
    """An unknown calculator is the page of every unknown address; a near name is offered."""
    response = client.get(url)
    assert response.status_code == 404
    assert complaints(response.text) == []
    if "bnk" in url:
        assert "sr48100h-bank" in response.text


def test_the_settings_sheet_has_every_setting(client, kb):
    """The sheet to print holds all settings of the manual's table with N filled in."""
    page = html.unescape(client.get("/calculator/sr48100h-inverter-settings?packs=6").text).replace("\u00a0", " ")
    for figure in ("56 V", "54.6 V", "at least 50 V", "52 V", "48 V", "300 A", "420 A", "600 A", "Enable"):
        assert f"<dd>{figure}</dd>" in page


def test_home_device_and_rule_lead_to_the_calculators(client, kb):
    """The door of the front page, each device's page and each rule's page lead to the calculators they concern."""
    assert "/calculators" in read(client.get("/").text).urls
    known = calculators(kb).values()
    for device in kb.devices:
        urls = set(read(client.get(f"/device/{device}").text).urls)
        assert {f"/calculator/{c.id}" for c in known if device in c.devices} <= urls
    for rule in kb.select("rule"):
        urls = set(read(client.get(f"/fact/{rule.id}").text).urls)
        assert {f"/calculator/{c.id}" for c in known if base_id(rule.id) in c.covers} <= urls


def test_search_opens_the_calculator(client):
    """A question for a quantity shows the result on top, as a page and as JSON."""
    page = client.get("/search?q=charge+current+for+4+batteries+sr48100h").text
    assert complaints(page) == []
    assert page.index("Work it out") < page.index("card--rule")
    assert "<dd>200\u00a0A</dd>" in page
    assert "<dd>280\u00a0A</dd>" in page
    assert f"{BANK}?packs=4#result" in page
    told = client.get("/api/v1/search?q=charge+current+for+4+batteries+sr48100h").json["calculator"]
    assert (told["id"], told["inputs"], told["url"]) == ("sr48100h-bank", {"packs": "4"}, f"{BANK}?packs=4")
    assert told["result"]["outputs"]
    assert client.get("/api/v1/search?q=red+light").json["calculator"] is None


def test_search_puts_other_calculators_below(client):
    """Where no quantity is asked for, the manual's own answer comes first and the calculator after it."""
    page = client.get("/search?q=dip+victron").text
    assert page.index("card--protocol") < page.index("Work it out")


def test_search_keeps_to_the_device(client):
    """With a device chosen it need not be named; a calculator for another device is not offered."""
    q = "q=charge+current+for+4+batteries"
    assert client.get(f"/api/v1/search?{q}&device=sr48100h").json["calculator"]["id"] == "sr48100h-bank"
    assert client.get(f"/api/v1/search?{q}+sr48100h&device=mysigen-app").json["calculator"] is None


def test_the_api_lists_and_works_out(client, kb):
    """The list has every calculator with its inputs; POST takes inputs whole or wrapped, GET takes the query."""
    listed = client.get(API).json
    assert listed["count"] == len(listed["calculators"]) == len(calculators(kb))
    assert client.get(f"{API}?device=sr48100h").json["count"] == sum(
        "sr48100h" in c.devices for c in calculators(kb).values()
    )
    url = f"{API}/sr48100h-bank"
    answers = [
        client.post(url, json={"inputs": {"packs": 4}}),
        client.post(url, json={"packs": "4 packs"}),
        client.post(url, data='{"packs": 4.0}', content_type="application/json"),
        client.get(f"{url}?packs=4"),
    ]
    assert [a.status_code for a in answers] == [200] * 4
    assert all(a.json == answers[0].json for a in answers)
    assert set(answers[0].json) == {
        "id", "title", "inputs", "outputs", "working", "sources", "warnings", "conflicts", "refused"
    }  # fmt: skip
    assert client.post(url, json={"packs": 33}).json["refused"] is True
    heater = client.post(f"{API}/sr48100h-heater", json={"temperature": 3, "current": 10, "running": True})
    assert heater.status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422), (b"{}", 422), (b"[1]", 422), (b'"packs"', 422), (b'{"packs": [4]}', 422), (b'{"packs": {}}', 422),
        (b'{"packs": "x"}', 422), (b'{"packs": NaN}', 400), (b'{"pack": 4}', 422), (b'{"inputs": 4}', 422), (b"packs=4", 400),
        (b"\xff\xfe", 400), (b"{", 400), (b"[" * 20000, 400), (b'{"packs": 1e400}', None), (b'{"packs": ' + b"9" * 5000 + b"}", None),
        (b'{"packs": null}', 422), (b'{"": 1}', 422), (b'{"packs": "\\ud800"}', None), (b" " * 70000, 413),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_worked_with(client, body, status):
    """Each mistake has its status and the one error shape; None is any of the two for what cannot be read."""
    response = client.post(f"{API}/sr48100h-bank", data=body, content_type="application/json")
    assert response.status_code == status or (status is None and response.status_code in {400, 422})
    error = response.json["error"]
    assert set(error) == {"code", "message", "todo"}
    assert error["message"].endswith((".", "?"))


def test_an_unknown_calculator_is_404_in_the_api(client):
    """The error names the nearest one; another method is 405."""
    response = client.post(f"{API}/sr48100h-bnk", json={})
    assert response.status_code == 404
    assert "sr48100h-bank" in response.json["error"]["message"]
    assert client.delete(f"{API}/sr48100h-bank").status_code == 405
    assert client.post(API, json={}).status_code == 405
