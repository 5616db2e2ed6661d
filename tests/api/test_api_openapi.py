"""The OpenAPI document: whole, valid, true."""

from __future__ import annotations

import re

import msgspec
import pytest
from jsonschema_rs import Draft202012Validator, ValidationError, meta

from kb.model.facts import KINDS
from webapp.api.operations import OPERATIONS

# Answers are read more strictly than clients should read them: a field that the document does not name is a mistake here.
ADDED = {"additionalProperties": False}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMPILED: dict[int, dict[bytes, Draft202012Validator]] = {}


@pytest.fixture(scope="session")
def strict(document):
    """The schemas, none of which takes a field that it does not name."""
    schemas = {n: {**s, **(ADDED if "properties" in s else {})} for n, s in document["components"]["schemas"].items()}
    return {"components": {"schemas": schemas}}


def check(strict, schema, value):
    """Hold a value against a schema of the document; each is compiled once."""
    known = COMPILED.setdefault(id(strict), {})
    key = msgspec.json.encode(schema)
    if key not in known:
        known[key] = Draft202012Validator({**strict, **schema})
    known[key].validate(value)


def ask(client, operation, kb):
    """Make the call of an operation's example."""
    call = operation.example(kb)
    assert call is not None, f"{operation.id} has no example on the project's own knowledge base"
    address = call.address(operation.path)
    return client.get(address) if operation.method == "get" else client.post(address, json=call.body)


def test_every_route_is_described_and_every_description_is_a_route(app, document):
    """What /api/v1 answers and what the document says are the same, method by method."""
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert described == routes


def test_the_document_is_openapi(document):
    """Version 3.1; operation ids are unique; every reference leads somewhere; path parameters are those of the path."""
    assert document["openapi"] == "3.1.0"
    ids = [o["operationId"] for methods in document["paths"].values() for o in methods.values()]
    assert len(ids) == len(set(ids)) == len(OPERATIONS)
    text = msgspec.json.encode(document).decode()
    for where in set(re.findall(r'"\$ref":"#/components/([^"]+)"', text)):
        kind, _, name = where.partition("/")
        assert name in document["components"][kind]
    for path, methods in document["paths"].items():
        for o in methods.values():
            named = {p["name"] for p in o["parameters"] if p["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path))
            assert all(p["required"] for p in o["parameters"] if p["in"] == "path")
    for schema in document["components"]["schemas"].values():
        meta.validate({"$schema": DIALECT, **schema})


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.id)
def test_an_example_works_and_its_answer_is_as_described(client, kb, document, strict, operation):
    """Each example is a call that works here, and its answer matches the schema with no field too many or too few."""
    response = ask(client, operation, kb)
    assert response.status_code == 200
    described = document["paths"][operation.path][operation.method]
    check(strict, described["responses"]["200"]["content"]["application/json"]["schema"], response.get_json())
    for name in described["responses"]["200"]["headers"]:
        assert name in response.headers
    if operation.body is not None:
        check(strict, described["requestBody"]["content"]["application/json"]["schema"], operation.example(kb).body)


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.method == "get" and o.cached], ids=lambda o: o.id)
def test_an_answer_that_did_not_change_is_not_sent_again(client, kb, operation):
    """The ETag comes from the knowledge base; sent back, the answer is 304 and empty."""
    first = ask(client, operation, kb)
    address = operation.example(kb).address(operation.path)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    head = client.head(address)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_is_as_described(client, strict, kind):
    """Every record of the corpus matches the schema of its kind."""
    body = client.get(f"/api/v1/facts?kind={kind}").get_json()
    check(strict, {"$ref": "#/components/schemas/Facts"}, body)


def test_a_fact_of_no_kind_is_not_as_described(client, kb, strict):
    """The schema is no sieve without a mesh: a fact with a field too many, too few or of a wrong type fails."""
    good = client.get(f"/api/v1/facts/{next(kb.select('pin')).id}").get_json()
    check(strict, {"$ref": "#/components/schemas/Fact"}, good)
    for bad in (
        good | {"more": 1},
        {n: v for n, v in good.items() if n != "pin"},
        good | {"pin": 1},
        good | {"kind": "x"},
    ):
        with pytest.raises(ValidationError):
            check(strict, {"$ref": "#/components/schemas/Fact"}, bad)


def test_every_device_manual_and_section_can_be_read(client, kb, strict):
    """All that the lists name is there, as described."""
    for device in client.get("/api/v1/devices").get_json()["devices"]:
        check(
            strict,
            {"$ref": "#/components/schemas/DeviceSaid"},
            client.get(f"/api/v1/devices/{device['id']}").get_json(),
        )
        for plug in device["connectors"]:
            found = client.get(f"/api/v1/connectors/{device['id']}/{plug['slug']}")
            check(strict, {"$ref": "#/components/schemas/Socket"}, found.get_json())
    for manual in client.get("/api/v1/manuals").get_json()["manuals"]:
        for head in manual["sections"]:
            body = client.get(f"/api/v1/manuals/{manual['id']}/sections/{head['anchor']}").get_json()
            check(strict, {"$ref": "#/components/schemas/SectionSaid"}, body)
            assert [f["id"] for f in body["facts"]] == [
                f.id for f in kb.facts_in.get((manual["id"], head["anchor"]), ())
            ]


def test_every_calculator_is_as_described(client, strict):
    """Without inputs each calculator gives a result, a refusal, or the one shape of an error."""
    listed = client.get("/api/v1/calculators").get_json()
    check(strict, {"$ref": "#/components/schemas/Calculators"}, listed)
    for info in listed["calculators"]:
        response = client.get(f"/api/v1/calculators/{info['id']}")
        assert response.status_code in {200, 422}
        if response.status_code == 200:
            name = "Refusal" if response.get_json()["refused"] else "CalcResult"
            check(strict, {"$ref": f"#/components/schemas/{name}"}, response.get_json())


def test_a_silence_is_described_and_given(client, kb, strict):
    """`silence` is described as an id or null, and is one where the manuals are known not to say what was asked."""
    found = set()
    for silence in kb.silences[:: len(kb.silences) // 8]:
        asked = {"q": silence.asks[0], "device": silence.devices[0]}
        body = client.get("/api/v1/search", query_string=asked).get_json()
        check(strict, {"$ref": "#/components/schemas/SearchAnswer"}, body)
        assert body["silence"] is None or not body["answered"]
        found.add(body["silence"])
    described = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]["SearchAnswer"]
    assert {x["type"] for x in described["properties"]["silence"]["anyOf"]} == {"string", "null"}
    assert len(found - {None}) > 2
    assert found - {None} <= {s.id for s in kb.silences}


def test_searches_of_every_kind_are_as_described(client, kb, strict):
    """The statement of one fact of each kind, asked as a question, is answered as described."""
    for kind in KINDS:
        fact = next(iter(kb.select(kind)), None)
        if fact is not None:
            response = client.get("/api/v1/search", query_string={"q": fact.id.replace("/", " "), "limit": 5})
            check(strict, {"$ref": "#/components/schemas/SearchAnswer"}, response.get_json())
