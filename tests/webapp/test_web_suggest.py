"""`POST /api/v1/suggest`: the library's answer by the contract, one error shape, and a body limit of its own."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.curation.corpus import default_root
from kb.evals import tickets
from kb.model.facts import Alarm
from kb.suggest.advise import suggest
from webapp.api.suggest import MAX_TICKET_BYTES, SuggestAnswer
from webapp.bundle import EXTENSION
from webapp.config import MAX_BODY_BYTES
from webapp.security import limited

URL = "/api/v1/suggest"
TICKETS = tickets.load(default_root() / "tickets")


def test_the_answer_is_the_librarys(app, client):
    """Every sort of ticket comes back as the library answers it, with all its names; only the time differs."""
    for expect in ("advise", "ask", "none"):
        for ticket in [x for x in TICKETS if x.expect == expect][:3]:
            got = client.post(URL, json={"subject": ticket.subject, "body": ticket.body})
            assert got.status_code == 200
            told = msgspec.to_builtins(suggest(app.extensions[EXTENSION].get().engine, ticket.subject, ticket.body))
            assert set(got.json) == set(told)
            for name in set(told) - {"took_ms", "next", "answers"}:
                assert got.json[name] == json.loads(json.dumps(told[name])), name
            assert msgspec.convert(got.json, SuggestAnswer).covered == told["covered"]


def test_the_product_field_settles_the_product(client, kb):
    """`device` is taken as known; an empty one is none."""
    device = next(f for f in kb.select("alarm") if isinstance(f, Alarm)).devices[0]
    body = {"subject": "red light", "body": "the light is red and it does not charge"}
    assert client.post(URL, json={**body, "device": device}).json["device"] == device
    assert client.post(URL, json={**body, "device": ""}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"{}", 400),
        (b'{"subject": " ", "body": "<p></p>"}', 400),
        (b'{"body": 3}', 400),
        (b'{"body": "x", "extra": 1}', 400),
        (b'{"body": "x", "role": "king"}', 400),
        (b'{"body": "x", "device": "nonsense"}', 404),
        (b'{"body": "' + b"x" * 100_001 + b'"}', 400),
        (b'{"body": "' + b"x" * MAX_TICKET_BYTES + b'"}', 413),
    ],
)
def test_bad_requests_have_the_one_error_shape(client, body, status):
    """Every refusal is JSON with code, message and what to do."""
    response = client.post(URL, data=body, content_type="application/json")
    assert response.status_code == status
    assert set(response.json["error"]) == {"code", "message", "todo"}


def test_only_tickets_may_be_large(client):
    """A body above the common limit is taken here, and refused elsewhere."""
    large = json.dumps({"subject": "x", "body": "y " * ((MAX_BODY_BYTES + 1000) // 2)})
    assert client.post(URL, data=large, content_type="application/json").status_code == 200
    assert client.post("/api/v1/diagnose", data=large, content_type="application/json").status_code == 413


def test_it_is_counted_as_work(app):
    """One address cannot have more tickets read than it may have things worked out."""
    assert "api_suggest.suggest" in limited(app)["work"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400), subject=st.text(max_size=80), body=st.text(max_size=600))
def test_any_bytes_and_any_text_are_answered(client, raw, subject, body):
    """Never a server error: bytes that are no JSON are refused, any text is answered or refused."""
    assert client.post(URL, data=raw, content_type="application/json").status_code in {400, 404}
    response = client.post(URL, data=json.dumps({"subject": subject, "body": body}), content_type="application/json")
    assert response.status_code in {200, 400}
