"""The OpenAPI 3.1 document, made of the answers' own types and the table of operations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

import msgspec
from flask import Blueprint, Response
from msgspec import inspect

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.calc.result import CalcResult, Refusal
from kb.model.contract import FactSaid
from webapp import bundle
from webapp.api import types
from webapp.api.data import API_VERSION
from webapp.api.types import json_answer, ref
from webapp.later import later

if TYPE_CHECKING:
    from webapp.api import operations as table
    from webapp.api.operations import Operation, Parameter
else:
    table = later("webapp.api.operations")

bp = Blueprint("api_openapi", __name__, url_prefix="/api/v1")

Json = dict[str, Any]
_TEMPLATE = "#/components/schemas/{name}"
_JSON = "application/json"
# What each status means here. The codes are those of webapp/errors.py.
ERRORS: dict[int, tuple[str, str]] = {
    400: ("BadRequest", "The question, a parameter or the body cannot be read; the text says what is allowed."),
    404: ("NotFound", "There is nothing by this name; the text names what there is."),
    413: ("TooLarge", "The body is larger than is taken in."),
    415: ("NotJson", "The body is not sent as application/json."),
    422: ("BadInput", "An input is missing, unknown, or no value that can be worked with."),
    429: ("TooMany", "Too many requests from this address; Retry-After says how many seconds to wait."),
    500: ("Internal", "Our mistake. The request id finds it in the operator's log."),
    503: ("NoKnowledgeBase", "The knowledge base cannot be opened."),
}
# Two structs may be called alike in their own modules; here one of them needs a name of its own.
_NAMES = {"kb.suggest.model.Cited": "SuggestCited", "kb.suggest.model.Caution": "SuggestCaution"}
_ALWAYS = (429, 500, 503)
_WITH_BODY = (400, 413, 415)
_LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
HEADERS: dict[str, tuple[str, Json]] = {
    "X-Request-ID": ("The request's number, in the log too. One that is sent along is kept.", {"type": "string"}),
    "ETag": ("Send it back as If-None-Match: while nothing changed the answer is 304 and empty.", {"type": "string"}),
    "X-RateLimit-Limit": ("How many requests are counted in a window.", {"type": "integer"}),
    "X-RateLimit-Remaining": ("How many are left in this window.", {"type": "integer"}),
    "X-RateLimit-Reset": ("When the window ends, in seconds since 1970.", {"type": "number"}),
    "Retry-After": ("Seconds to wait.", {"type": "integer"}),
}


@bp.get("/openapi.json")
def openapi() -> Response:
    """Serve the document."""
    return json_answer(document(bundle.current().kb))


@per_bundle
def document(kb: KnowledgeBase) -> Json:
    """Return the document; its examples are calls that work on this knowledge base."""
    operations = tuple(table.OPERATIONS)
    named, schemas = _schemas(operations)
    paths: dict[str, Json] = {}
    for o in operations:
        paths.setdefault(o.path, {})[o.method] = _operation(kb, o, named)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pinlight",
            "version": API_VERSION,
            "summary": "What the light means, which pin is which, and what to do next: with the place in the manual.",
            "description": (
                "Every fact carries manual, edition, section and lines. Nothing is guessed: where the manuals are silent, "
                "the answer says so.\n\n"
                "Within /api/v1 nothing is taken away and no meaning changes; fields, kinds and operations may be added, so "
                "leave aside what you do not know. What would break this becomes /api/v2, beside it."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": g.name, "description": g.about} for g in table.GROUPS],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": {n: {"description": about, "schema": s} for n, (about, s) in HEADERS.items()},
            "responses": {name: _failure(status, about) for status, (name, about) in ERRORS.items()},
        },
    }


def statuses(operation: Operation) -> tuple[int, ...]:
    """Return the statuses of an operation that are errors."""
    return tuple(sorted({*_ALWAYS, *operation.errors, *(_WITH_BODY if operation.body is not None else ())}))


def _operation(kb: KnowledgeBase, o: Operation, named: dict[str, Json]) -> Json:
    call = o.example(kb)
    good: Json = {"schema": named[f"{o.id} answer"]}
    content = {_JSON: good, **({"text/csv": {"schema": {"type": "string"}}} if o.table else {})}
    out: Json = {
        "operationId": o.id,
        "tags": [o.group],
        "summary": o.summary,
        "description": o.about,
        "parameters": [_parameter(kb, p, (call.query | call.path).get(p.name) if call else None) for p in o.parameters],
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": _headers("X-Request-ID", *_tagged(o), *_LIMITS),
                "content": content,
            },
            **({"304": {"description": "Nothing changed since the ETag that was sent."}} if _tagged(o) else {}),
            **{str(s): {"$ref": f"#/components/responses/{ERRORS[s][0]}"} for s in statuses(o)},
        },
    }
    if call and o.id == "calculate":
        next(p for p in out["parameters"] if p["name"] == "inputs")["example"] = call.query
    if o.body is not None:
        body: Json = {"schema": named[f"{o.id} body"]}
        if call and call.body is not None:
            body["example"] = call.body
        out["requestBody"] = {"required": o.body_required, "content": {_JSON: body}}
    return out


def _tagged(o: Operation) -> tuple[str, ...]:
    return ("ETag",) if o.method == "get" and o.cached else ()


def _parameter(kb: KnowledgeBase, p: Parameter, example: str | None) -> Json:
    out: Json = {
        "name": p.name,
        "in": "path" if p.path else "query",
        "required": p.required,
        "description": p.about,
        "schema": p.schema_of(kb),
    }
    if p.schema["type"] in {"array", "object"}:
        out |= {"style": "form", "explode": True}
    if example is not None:
        out["example"] = int(example) if p.schema["type"] == "integer" else example
    return out


def _headers(*names: str) -> Json:
    return {n: {"$ref": f"#/components/headers/{n}"} for n in names}


def _failure(status: int, about: str) -> Json:
    names = ("X-Request-ID", *(("Retry-After", *_LIMITS) if status == 429 else ()))  # noqa: PLR2004 - HTTP's own name
    return {
        "description": about,
        "headers": _headers(*names),
        "content": {_JSON: {"schema": ref("Failure")}},
    }


def _schemas(operations: tuple[Operation, ...]) -> tuple[dict[str, Json], Json]:
    """Return the schema of each answer and body by operation, and all named schemas."""
    asked: dict[str, Any] = {}
    for o in operations:
        asked[f"{o.id} answer"] = o.answer
        if o.body is not None:
            asked[f"{o.id} body"] = o.body
    # Unions of plain structs have no schema of their own in msgspec: each side gets one, and the union is put together here.
    wanted: dict[Any, None] = dict.fromkeys((FactSaid, CalcResult, Refusal, types.Failure))
    for given in asked.values():
        if not isinstance(given, dict):
            wanted |= dict.fromkeys(_sides(given))
    made, schemas = _named(*msgspec.json.schema_components(tuple(wanted), ref_template=_TEMPLATE))
    by_type = dict(zip(wanted, made, strict=True))
    schemas = {**schemas, "Fact": {"title": "Fact", "description": "A fact; `kind` tells which.", **by_type[FactSaid]}}
    by_type[FactSaid] = ref("Fact")
    _require([t for o in operations if not isinstance(o.answer, dict) for t in _sides(o.answer)], schemas)
    return {
        name: given if isinstance(given, dict) else _joined(by_type, given) for name, given in asked.items()
    }, schemas


def _named(made: tuple[Json, ...], schemas: Json) -> tuple[tuple[Json, ...], Json]:
    """Give each schema its short name. msgspec writes the module before names that it meets twice.

    Raises ValueError when two would be called alike: give one of them a name in _NAMES.
    """
    short = {long: _NAMES.get(long, long.rpartition(".")[2]) for long in schemas}
    if len(set(short.values())) < len(short):
        twice = sorted(long for long, name in short.items() if list(short.values()).count(name) > 1)
        raise ValueError(f"Two types share a name in the OpenAPI document: {', '.join(twice)}")
    text = msgspec.json.encode([made, {short[long]: schema for long, schema in schemas.items()}]).decode()
    for long, name in short.items():
        if long != name:
            text = text.replace(f'"{ref(long)["$ref"]}"', f'"{ref(name)["$ref"]}"')
    renamed: tuple[tuple[Json, ...], Json] = msgspec.json.decode(text, type=tuple[tuple[Any, ...], dict[str, Any]])
    return renamed


def _sides(given: Any) -> tuple[Any, ...]:
    """Return the sides of a union that no tag tells apart; any other type alone."""
    configs = [getattr(p, "__struct_config__", None) for p in get_args(given)]
    return get_args(given) if configs and all(c is not None and c.tag is None for c in configs) else (given,)


def _joined(by_type: dict[Any, Json], given: Any) -> Json:
    sides = [by_type[s] for s in _sides(given)]
    return sides[0] if len(sides) == 1 else {"anyOf": sides}


def _require(wanted: Iterable[Any], schemas: Json) -> None:
    """Mark the fields of answers as always there: msgspec leaves out those that have a default, which only bodies may lack."""
    for found in _structs(inspect.multi_type_info(tuple(wanted))):
        config = found.cls.__struct_config__
        if not config.omit_defaults and not found.array_like:
            schema = schemas[_NAMES.get(f"{found.cls.__module__}.{found.cls.__qualname__}", found.cls.__name__)]
            schema["required"] = list(schema["properties"])


def _structs(infos: Iterable[inspect.Type]) -> Iterable[inspect.StructType]:
    """Yield every struct that stands in types, each once."""
    seen: set[type] = set()
    open_: list[Any] = list(infos)
    while open_:
        info = open_.pop()
        if isinstance(info, inspect.StructType):
            if info.cls in seen:
                continue
            seen.add(info.cls)
            yield info
            open_ += [f.type for f in info.fields]
        elif isinstance(info, inspect.Metadata):
            open_.append(info.type)
        elif isinstance(info, inspect.UnionType):
            open_ += info.types
        elif isinstance(info, inspect.VarTupleType | inspect.ListType):
            open_.append(info.item_type)
        elif isinstance(info, inspect.TupleType):
            open_ += info.item_types
        elif isinstance(info, inspect.DictType):
            open_.append(info.value_type)
