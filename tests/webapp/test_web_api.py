from __future__ import annotations

import msgspec
import pytest

from kb.model.facts import KINDS, to_json

RESULT = {"kind", "id", "title", "text", "facts", "devices", "source", "score", "conflict"}


def test_search_answers_by_the_contract(client):
    """The names of DESIGN.md section 4 are there; a result carries the place in the manual."""
    body = client.get("/api/v1/search?q=lamp").json
    assert {"query", "reading", "answered", "results", "took_ms"} <= set(body)
    assert {"device", "corrected", "terms"} <= set(body["reading"])
    assert body["query"] == "lamp"
    for result in body["results"]:
        assert set(result) >= RESULT
        assert {"manual", "edition", "section", "title", "lines"} <= set(result["source"])


def test_limit_and_device_are_kept(client, kb):
    """`limit` bounds the results, `device` keeps only that device's."""
    assert len(client.get("/api/v1/search?q=battery&limit=3").json["results"]) <= 3
    device = max(kb.devices, key=lambda d: sum(1 for _ in kb.select(device=d)))
    body = client.get(f"/api/v1/search?q=lamp&device={device}").json
    assert body["results"]
    assert all(device in r["devices"] for r in body["results"])


def test_facts_are_open_data(client, kb):
    """Without filters all facts come, in corpus order, exactly as the contract says them."""
    body = client.get("/api/v1/facts").json
    assert body["count"] == len(kb.facts) == len(body["facts"])
    assert [f["id"] for f in body["facts"]] == list(kb.facts)


@pytest.mark.parametrize("kind", KINDS)
def test_facts_are_filtered(client, kb, kind):
    """`kind`, `device` and `manual` narrow the list, alone and together."""
    facts = list(kb.select(kind))
    assert client.get(f"/api/v1/facts?kind={kind}").json["count"] == len(facts)
    if facts:
        device, manual = facts[0].devices[0], facts[0].source.manual
        if device in kb.devices:
            body = client.get(f"/api/v1/facts?kind={kind}&device={device}&manual={manual}").json
            assert [f["id"] for f in body["facts"]] == [f.id for f in kb.select(kind, device, manual)]


def test_one_fact_by_its_id(client, kb):
    """An id with slashes, dots and @ is an address; the fact comes as it is."""
    for fact in list(kb.facts.values())[::50] + [f for i, f in kb.facts.items() if "@" in i][:3]:
        assert client.get(f"/api/v1/facts/{fact.id}").json == msgspec.json.decode(msgspec.json.encode(to_json(fact)))
