"""What holds for all of /api/v1: one shape of errors, methods, who may read it in a browser, limits, and what answers say."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.curation import statements
from kb.model.errors import PinlightError
from kb.model.facts import KINDS, kind_of, to_json
from webapp import Config, create_app
from webapp.api import table
from webapp.api.edge import origins

HELP = "https://help.example.org"


@pytest.fixture(scope="session")
def shared(bundle_root):
    """An app whose interface one other site may read."""
    return create_app(Config(root=bundle_root, testing=True, api_origins=(HELP,)))


def assert_shape(response, status, code):
    assert response.status_code == status
    assert response.mimetype == "application/json"
    assert set(response.json) == {"error"}
    assert set(response.json["error"]) == {"code", "message", "todo"}
    assert response.json["error"]["code"] == code
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("method", "url", "more", "status", "code"),
    [
        ("GET", "/api/v1/search?q=a&q=b", {}, 400, "bad_query"),
        ("GET", "/api/v1/search?q=a&limit=", {}, 400, "bad_query"),
        ("GET", "/api/v1/facts?format=xml", {}, 400, "bad_query"),
        ("GET", "/api/v1/conflicts?device=none", {}, 400, "bad_query"),
        ("GET", "/api/v1/protocol?dip=2", {}, 400, "bad_query"),
        ("GET", "/api/v1/devices/none", {}, 404, "not_found"),
        ("GET", "/api/v1/manuals/none", {}, 404, "not_found"),
        ("GET", "/api/v1/manuals/none/sections/none", {}, 404, "not_found"),
        ("GET", "/api/v1/facts//none", {}, 404, "not_found"),
        ("GET", "/api/v2/facts", {}, 404, "not_found"),
        ("DELETE", "/api/v1/facts", {}, 405, "method_not_allowed"),
        ("GET", "/api/v1/diagnose", {}, 405, "method_not_allowed"),
        ("POST", "/api/v1/diagnose", {"data": "x" * 2_000_000, "content_type": "application/json"}, 413, "too_large"),
        ("POST", "/api/v1/diagnose", {"data": "device=x", "content_type": "text/plain"}, 415, "not_json"),
        ("POST", "/api/v1/diagnose", {"data": {"device": "x"}}, 415, "not_json"),
        ("POST", "/api/v1/diagnose", {"data": "{", "content_type": "application/json"}, 400, "bad_query"),
        ("POST", "/api/v1/diagnose", {}, 400, "bad_query"),
    ],
)
def test_whatever_goes_wrong_has_the_one_shape(client, method, url, more, status, code):
    """Each kind of mistake has its status and code, in JSON; none is a page and none a redirect."""
    assert_shape(client.open(url, method=method, **more), status, code)


def test_a_wrong_method_is_told_the_right_ones(client):
    """405 and OPTIONS name what an address takes."""
    assert set(client.delete("/api/v1/facts").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    asked = client.options("/api/v1/diagnose")
    assert (asked.status_code, asked.data) == (204, b"")
    assert set(asked.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_an_answer_says_where_the_description_is(client):
    """Link names the description for programs and the page for people (RFC 8631), also on errors; both are there."""
    for url in ("/api/v1/version", "/api/v1/none"):
        link = client.get(url).headers["Link"]
        assert '</api/v1/openapi.json>; rel="service-desc"' in link
        assert '</api>; rel="service-doc"' in link
    assert client.get("/api").status_code == client.get("/api/v1/openapi.json").status_code == 200


def test_nobody_elses_page_may_read_by_default(client):
    """Without a list no origin is allowed, not even on a preflight."""
    for response in (
        client.get("/api/v1/version", headers={"Origin": HELP}),
        client.options("/api/v1/diagnose", headers={"Origin": HELP, "Access-Control-Request-Method": "POST"}),
    ):
        assert not [n for n, _ in response.headers if n.startswith("Access-Control-")]
        assert "Origin" in response.headers["Vary"]


def test_a_listed_origin_may_read(shared):
    """The origin itself is allowed, never a star and never with cookies; preflight, answers, 304 and errors alike."""
    client = shared.test_client()
    asked = client.options("/api/v1/diagnose", headers={"Origin": HELP, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]
    first = client.get("/api/v1/facts?kind=blink", headers={"Origin": HELP})
    again = client.get("/api/v1/facts?kind=blink", headers={"Origin": HELP, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    for response in (asked, first, again, client.get("/api/v1/none", headers={"Origin": HELP})):
        assert response.headers["Access-Control-Allow-Origin"] == HELP
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "Origin" in response.headers["Vary"]
    assert "ETag" in first.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    "origin", ["https://help.example.org.evil.test", "http://help.example.org", f"{HELP}:8443", "null"]
)
def test_an_origin_is_compared_whole(shared, origin):
    """What only looks like the listed origin is not it."""
    response = shared.test_client().get("/api/v1/version", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_pages_are_not_shared(shared):
    """The list is for the interface; pages stay our own."""
    assert "Access-Control-Allow-Origin" not in shared.test_client().get("/", headers={"Origin": HELP}).headers


@pytest.mark.parametrize(
    "wrong", ["*", "null", "help.example.org", f"{HELP}/", f"{HELP}/path", "HTTPS://help.example.org"]
)
def test_a_wrong_list_stops_the_start(wrong):
    """An entry that is no origin is refused with a sentence: it would open more than was meant, or nothing."""
    with pytest.raises(PinlightError, match="PINLIGHT_API_ORIGINS"):
        origins((HELP, wrong))


def test_reading_is_limited_too(bundle_root):
    """An address that reads without end is told when to come again; what is left is told before."""
    client = create_app(Config(root=bundle_root, testing=True, search_rate="2/minute")).test_client()
    assert client.get("/api/v1/version").headers["X-RateLimit-Remaining"] == "1"
    assert client.get("/api/v1/manuals").status_code == 200
    refused = client.get("/api/v1/version")
    assert_shape(refused, 429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60


def rows(client, query):
    response = client.get(f"/api/v1/facts?format=csv{query}")
    assert response.mimetype == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True), newline="")))


def test_the_table_holds_every_fact(client, kb):
    """All facts come as CSV, in order, with their statement and place; the fields stand as JSON."""
    found = rows(client, "")
    assert [r["id"] for r in found] == list(kb.facts)
    for row, fact in zip(found, kb.facts.values(), strict=True):
        assert row["kind"] == kind_of(fact)
        assert row["manual"] == fact.source.manual
        assert row["statement"].removeprefix("'") == statements.statement(fact)
        own = msgspec.json.decode(row[table.FIELDS])
        assert own == {n: v for n, v in msgspec.json.decode(msgspec.json.encode(to_json(fact))).items() if n in own}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_column_for_each_field(client, kb, kind):
    """With one kind each field is a column, and no cell begins a formula."""
    facts = list(kb.select(kind))
    found = rows(client, f"&kind={kind}")
    assert [r["id"] for r in found] == [f.id for f in facts]
    for row, fact in zip(found, facts, strict=True):
        for name, value in to_json(fact).items():
            if isinstance(value, str) and name not in {"kind", "id"}:
                cell = row[f"{name}_" if f"{name}_" in row else name]
                assert cell.removeprefix("'") == value.removeprefix("'")
        for cell in row.values():
            assert not cell.startswith(("=", "+", "@", "\t", "\r")) or number(cell)
            assert not cell.startswith("-") or number(cell)


def number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


@given(st.text())
@example("=1+1")
@example("@SUM(A1)")
@example(" =cmd()")
@example("\t=1")
@example("＝1")
def test_no_text_becomes_a_formula(text):
    """A spreadsheet starts a formula at = + - @; such a text gets an apostrophe before it, any other stays as it is."""
    made = table.safe(text)
    assert made.removeprefix("'") == text.removeprefix("'") if made != text else made == text
    assert not made.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
