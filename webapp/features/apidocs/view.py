"""From the table of operations to what the page shows, with answers that this server really gives."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from flask import current_app

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.extract.slugs import slug
from webapp.api.openapi import ERRORS, document, statuses
from webapp.api.operations import GROUPS, OPERATIONS, Operation
from webapp.features.apidocs.pages import Fault, Field, Piece, Section, Shown
from webapp.offline import PACKING

# So many lines of an answer show its form; the whole is one tap away.
LINES = 26
Json = Mapping[str, Any]


@per_bundle
def answers(kb: KnowledgeBase) -> dict[str, str]:
    """Return the real answer to each operation's example, by operation: asked of the app itself, once for each knowledge base."""
    client = current_app.test_client()
    out: dict[str, str] = {}
    for o in OPERATIONS:
        call = o.example(kb)
        if call is not None and not o.writes:
            response = client.open(
                call.address(o.path),
                method=o.method.upper(),
                json=call.body,
                environ_overrides={PACKING: True},
            )
            out[o.id] = msgspec.json.format(response.get_data(), indent=2).decode()
    return out


def fault(kb: KnowledgeBase) -> str:
    """Return a real error: a fact that there is not."""
    path = next(o for o in OPERATIONS if o.id == "getFact").path.replace(
        "{fact_id}", f"{next(iter(kb.facts), '')}/none"
    )
    response = current_app.test_client().get(path, environ_overrides={PACKING: True})
    return msgspec.json.format(response.get_data(), indent=2).decode()


def faults() -> Iterable[Fault]:
    """Yield what each status means."""
    told = {status: about for status, (_, about) in ERRORS.items()}
    told[405] = "The address does not take that method; `Allow` names those that it takes."
    return (Fault(status, pieces(about)) for status, about in sorted(told.items()))


def pieces(about: str) -> tuple[Piece, ...]:
    """Cut a sentence at its backticks: every second stretch is code."""
    return tuple(Piece(text, code=bool(n % 2)) for n, text in enumerate(about.split("`")) if text)


def sections(kb: KnowledgeBase, host: str) -> Iterable[Section]:
    """Yield the operations by group."""
    for group in GROUPS:
        found = tuple(shown(kb, o, host) for o in OPERATIONS if o.group == group.name)
        if found:
            yield Section(slug(group.name), group.name, group.about, found)


def shown(kb: KnowledgeBase, o: Operation, host: str) -> Shown:
    """Return one operation with its example."""
    call = o.example(kb)
    lines = answers(kb).get(o.id, "").splitlines()
    url = call.address(o.path) if call else ""
    body = call.body if call and o.method == "post" else None
    return Shown(
        id=o.id,
        method=o.method.upper(),
        path=o.path,
        summary=o.summary,
        about=pieces(o.about),
        # Which ids there are, their own lists tell; here they would only be in the way.
        fields=tuple(_field(p.name, p.about, p.schema, required=p.required) for p in o.parameters),
        body=tuple(_body(document(kb), o)),
        url=url if o.method == "get" else "",
        curl=_curl(host, url, body) if url else "",
        answer="\n".join(lines[:LINES]),
        more=max(0, len(lines) - LINES),
        errors=statuses(o),
    )


def _curl(host: str, url: str, body: object) -> str:
    if body is None:
        return f"curl {shlex.quote(host + url)}"
    sent = msgspec.json.encode(body).decode()
    return f"curl {shlex.quote(host + url)} \\\n  --json {shlex.quote(sent)}"


def _field(name: str, about: str, schema: Json, *, required: bool) -> Field:
    return Field(name, pieces(about), _allowed(schema), required, tuple(str(c) for c in schema.get("enum", ())))


def _allowed(schema: Json) -> str:
    """Say in words what may stand in a value."""
    said = []
    low, high, most = schema.get("minimum"), schema.get("maximum"), schema.get("maxLength")
    if low is not None and high is not None:
        said.append(f"{low} to {high}")
    if most is not None:
        said.append(f"at most {most} characters")
    if "maxItems" in schema:
        said.append(f"at most {schema['maxItems']} of them")
    default = schema.get("default")
    if isinstance(default, str | int) and default != "":
        said.append(f"{default} if not given")
    return ", ".join(said)


def _body(described: Json, o: Operation) -> Iterable[Field]:
    """Yield the fields of a body whose type has a name."""
    if o.body is None:
        return
    schema = described["paths"][o.path][o.method]["requestBody"]["content"]["application/json"]["schema"]
    named = described["components"]["schemas"].get(str(schema.get("$ref", "")).rpartition("/")[2])
    if named is None:
        yield Field("", pieces(schema.get("description", "")), "", o.body_required)
        return
    for name, field in named.get("properties", {}).items():
        yield _field(name, _kind(field), field, required=name in named.get("required", ()))


def _kind(schema: Json) -> str:
    """Name the kind of a value, as a reader of JSON knows it."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(s) for s in schema["anyOf"])
    kind = schema.get("type")
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return {"string": "text", None: "value"}.get(kind, str(kind))
