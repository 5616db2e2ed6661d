from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markup import complaints, read

from kb.model.facts import LedState
from kb.search.answer import Answer, Reading, Result
from webapp.features.search import view
from webapp.features.search.pages import ResultsFragment
from webapp.page import render

FRAGMENT = {"X-Fragment": "results"}


def result(fact, **more):
    return Result("fact", fact.id, "t", "x", {}, fact.devices, fact.source, 1.0, **more)


def drawn(app, answer, device=None):
    with app.test_request_context("/search"):
        return render(
            ResultsFragment(outcome=view.outcome(app.extensions["pinlight-bundle"].get().kb, answer, device))
        ).get_data(as_text=True)


def test_an_empty_search_says_what_can_be_asked(client):
    """Without a question there is a box and a hint, no results."""
    page = client.get("/search?q=%20").text
    assert "What can be asked" in page
    assert "data-count" not in page


def test_the_same_address_gives_only_the_results(client):
    """With `X-Fragment: results` the answer is the inside of the page's results, and nothing else."""
    page, part = client.get("/search?q=lamp").text, client.get("/search?q=lamp", headers=FRAGMENT).text
    assert "<html" not in part
    assert part.strip() in page


def test_the_question_stays_in_the_box_escaped(client):
    """What was asked is shown again as text: quotes and tags cannot leave the attribute."""
    html = client.get("/search", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert complaints(html) == []


def test_the_device_filter_is_kept(client, kb):
    """A chosen device is selected in the filter and can be dropped by its chip."""
    device = next(iter(kb.devices))
    html = client.get("/search", query_string={"q": "lamp", "device": device}).text
    assert f'<option value="{device}" selected>' in html
    assert 'href="/search?q=lamp"' in html


def test_a_chip_leads_to_the_search_without_it(app, kb):
    """Each part of the reading that can be dropped links to the same question with that part dropped."""
    device = next(iter(kb.devices.values()))
    name = device.short or device.name
    reading = Reading(device.id, "", (name, "COVP", "pin 4"), (device.id,), "", {"flahs": "flash"})
    urls = read(drawn(app, Answer("flahs COVP pin 4", reading, True, (), 1.0))).urls
    assert f"/search?q=flahs+COVP+pin+4&drop={device.id}" in urls
    assert "/search?q=flahs+COVP+pin+4&drop=COVP" in urls
    assert "/search?q=flahs+COVP" in urls
    assert "/search?q=COVP+pin+4" in urls


def test_a_part_that_was_misspelt_stands_once(app, kb):
    """A corrected word that is a part of the reading, or a device's name, has one chip, which drops the word that was typed."""
    device = next(iter(kb.devices.values()))
    name = device.short or device.name
    first = name.split()[0].lower()
    reading = Reading(device.id, "", (name, "flashing"), (device.id,), "", {"flasing": "flashing", "xyzzy": first})
    page = read(drawn(app, Answer("flasing xyzzy", reading, True, (), 1.0)))
    assert [u for u in page.urls if u.startswith("/search?q=")] == ["/search?q=flasing", "/search?q=xyzzy"]
    # The word was also typed as it is: then it is read twice.
    page = read(drawn(app, Answer("flasing flashing", reading, True, (), 1.0)))
    assert "/search?q=flasing+flashing&drop=flash" in page.urls


def test_a_dropped_part_stays_dropped(client, monkeypatch):
    """What the asker dropped reaches the engine, and the next chip adds to it."""
    seen = {}

    def search(self, query, device=None, limit=10, drop=()):
        seen.update(query=query, drop=tuple(drop))
        return Answer(query, Reading(terms=("COVP",)), True, (), 1.0)

    monkeypatch.setattr("kb.search.engine.Engine.search", search)
    html = client.get("/search?q=a+b&drop=one&drop=two").text
    assert seen == {"query": "a b", "drop": ("one", "two")}
    assert "drop=one&amp;drop=two&amp;drop=COVP" in html


def test_several_devices_are_grouped_in_order(app, kb):
    """Without a device the answers stand under device headings, the best answer's device first."""
    by_device = {}
    for fact in kb.facts.values():
        by_device.setdefault(fact.devices[0], fact)
    chosen = [f for d, f in by_device.items() if d in kb.devices][:3]
    html = drawn(app, Answer("q", Reading(), True, tuple(result(f) for f in chosen), 1.0))
    places = [html.index(f'href="/device/{f.devices[0]}"') for f in chosen]
    assert places == sorted(places)
    alone = drawn(app, Answer("q", Reading(device=chosen[0].devices[0]), True, tuple(result(f) for f in chosen), 1.0))
    assert "answers__device" not in alone


def test_an_unanswered_question_says_so(app, kb):
    """The page "Not in the manuals" names what was asked, what was searched, the nearest topics and whom to ask."""
    fact = next(f for f in kb.facts.values() if isinstance(f, LedState))
    answer = Answer(
        "<b>odd</b>", Reading(), False, (result(fact),), 1.0, (), "No manual speaks of this.", "the supplier"
    )
    page = read(drawn(app, answer))
    for said in ("Not in the manuals", "<b>odd</b>", "No manual speaks of this.", "the supplier", "Nearest topics"):
        assert said in page.text
    assert all(f"/manual/{m}" in page.urls for m in kb.manuals)
    assert f"/fact/{fact.id}" in page.urls


def test_the_device_in_question_is_asked_for(app, kb):
    """When it matters which device it is, the page offers them as links."""
    devices = list(kb.devices)[:2]
    urls = read(drawn(app, Answer("q", Reading(), True, (), 1.0, tuple(devices)))).urls
    assert all(f"/search?q=q&device={d}" in urls for d in devices)


def test_other_editions_and_cautions_stand_on_the_card(app, kb):
    """`also` adds the places of other editions, `cautions` what must be read first."""
    fact = next(f for f in kb.facts.values() if isinstance(f, LedState))
    caution = next(f for f in kb.select("caution") if f.level in {"danger", "warning"})
    other = next(f for f in kb.facts.values() if f.source.manual != fact.source.manual)
    answer = Answer("q", Reading(), True, (result(fact, also=(other.source,), cautions=(caution.id,)),), 1.0)
    page = read(drawn(app, answer))
    assert f"/manual/{other.source.manual}/{other.source.anchor}" in page.urls
    assert caution.text in page.text


def test_passages_are_shown_with_their_place(app, kb):
    """A passage is an answer too: its text, and the way to its section."""
    passage = next(iter(kb.passages.values()))
    fact = next(iter(kb.facts.values()))
    found = Result("passage", passage.id, passage.title, passage.text, {}, passage.devices, fact.source, 1.0)
    page = read(drawn(app, Answer("q", Reading(), True, (found,), 1.0)))
    assert passage.text in page.text
    assert f"/manual/{passage.manual}/{passage.anchor}" in page.urls


HOSTILE = [
    "\x00", "a\x00b", "\u202egnp.exe", '"', "'", "\\", "(", "a AND OR NOT", "*", "-", "NEAR(", 'E-07/485 "', "🔥" * 300,
    "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "%", "%%%00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "ا" * 500, "a" * 2000, "\n" * 100, "../../etc/passwd", "javascript:alert(1)", "\ufeff", "1e999", "½", "ﬃ",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("path", ["/search", "/api/v1/search"])
def test_hostile_questions_are_answered(client, path, query):
    """Whatever is typed: 200, or a clear 400; never an error of ours, never markup of theirs."""
    response = client.get(path, query_string={"q": query})
    assert response.status_code in {200, 400}
    if path == "/search":
        assert complaints(response.text) == []
        assert "<img" not in response.text
        assert "49" not in read(response.text).title


def test_a_hundred_kilobytes_are_refused(client):
    """A pasted file is refused in plain words."""
    assert client.get("/search", query_string={"q": "lamp " * 20_000}).status_code == 400


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=120), device=st.text(max_size=20))
def test_any_text_is_handled(client, query, device):
    """Any Unicode in the question and in the filter gives a page that keeps the rules."""
    response = client.get("/search", query_string={"q": query.encode("utf-8", "replace").decode(), "device": ""})
    assert response.status_code == 200
    assert complaints(response.text) == []
    filtered = client.get("/search", query_string={"q": "a", "device": device.encode("utf-8", "replace").decode()})
    assert filtered.status_code in {200, 400}


@pytest.mark.parametrize(
    "raw",
    ["/search?q=%ff%fe", "/search?q=%", "/search?%ff=%ff", "/fact/%ff", "/search?q=a&q=b", "/search?q=a&limit=-1"],
)
def test_bytes_that_are_no_text_are_handled(client, raw):
    """Broken percent signs and broken UTF-8 in the address give a page, not an error of ours."""
    assert client.get(raw).status_code in {200, 400, 404}
