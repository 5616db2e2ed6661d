"""The data that the translated calculators read: fields, formulas, and of the facts only what they may name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.calc.calculator import Calculator
from kb.calc.fields import Field, choices_of
from kb.calc.figures import Figures
from kb.calc.portable.code import READS, work_name, work_of
from kb.calc.portable.reach import field_names
from kb.calc.registry import calculators
from kb.model.facts import Conflict, Fact, Rule, base_id

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.And: "and",
    ast.Or: "or",
    ast.Not: "not",
    ast.USub: "neg",
}
_WHOLE = {"id", "source", "certainty"}


class Reads(msgspec.Struct, frozen=True):
    """What the code reads: patterns of fact ids by their beginning, and names of attributes."""

    ids: tuple[str, ...]
    attributes: tuple[str, ...]


def pack(kb: KnowledgeBase) -> dict[str, Any]:
    """Return the data for calc.js as plain JSON types, in the order of the knowledge base."""
    known = calculators(kb)
    reads = msgspec.json.decode(READS.read_bytes(), type=Reads)
    facts = list(_named(kb, reads.ids, known))
    used = {*reads.attributes, *_WHOLE}
    editions: dict[str, list[str]] = {}
    for fact in facts:
        base = base_id(fact.id)
        editions[base] = list(kb.editions_of[base])
    figures = Figures(kb)
    plain = [_plain(f, used) for f in facts]
    return {
        "calculators": [_calculator(c, figures) for c in known.values()],
        "facts": plain,
        "dicts": sorted({k for p in plain for k, v in p.items() if isinstance(v, list) and _is_dict(facts, k)}),
        "editions": list(editions.items()),
        "sections": {
            manual: [(anchor, {"level": s.level, "number": s.number}) for anchor, s in known_sections.items()]
            for manual, known_sections in kb.sections.items()
        },
        "manuals": {m.id: {"short": m.short, "title": m.title} for m in kb.manuals.values()},
        "formulas": {f.formula: formula(f.formula) for f in facts if isinstance(f, Rule)},
    }


# --- facts ----------------------------------------------------------------------------------------------------------
def _named(kb: KnowledgeBase, ids_read: tuple[str, ...], known: Mapping[str, Calculator]) -> Iterator[Fact]:
    """Yield the facts whose id the code or the data may name, and the conflicts that travel with them, in order."""
    written = set(ids_read)
    for calculator in known.values():
        _, before = work_of(calculator.work)
        written |= {re.escape(x) for x in before if isinstance(x, str)}
        for item in calculator.fields:
            refs = (item.about, item.top, item.bottom, *item.spans.values())
            written |= {re.escape(ref.partition("#")[0]) for ref in refs if ref}
    pattern = re.compile("|".join(sorted(written)))
    ids = {i for i, f in kb.facts.items() if not isinstance(f, Conflict) and pattern.match(i)}
    # An edition's fact brings the others.
    ids |= {other for i in tuple(ids) for other in kb.editions_of[base_id(i)]}
    for fact in kb.facts.values():
        if fact.id in ids or (isinstance(fact, Conflict) and ids & set(fact.facts)):
            yield fact


def _plain(fact: Fact, used: set[str]) -> dict[str, Any]:
    full: dict[str, Any] = msgspec.to_builtins(fact)
    for name in field_names(type(fact)):
        value = getattr(fact, name)
        if isinstance(value, dict):
            full[name] = list(value.items())
        elif name == "pins":
            # In the bundle a wire is an array; the code reads it by names.
            full[name] = [{n: getattr(w, n) for n in field_names(type(w))} for w in value]
    kept = {k: v for k, v in full.items() if k in used or k == "kind"}
    if isinstance(fact, Conflict):
        kept = {k: kept[k] for k in ("kind", "id", "facts", "source", "certainty")}
    return kept


def _is_dict(facts: list[Fact], name: str) -> bool:
    return any(isinstance(getattr(f, name, None), dict) for f in facts)


# --- calculators ----------------------------------------------------------------------------------------------------
def _calculator(calculator: Calculator, figures: Figures) -> dict[str, Any]:
    work, before = work_of(calculator.work)
    return {
        "id": calculator.id,
        "title": calculator.title,
        "about": calculator.about,
        "family": calculator.family,
        "devices": list(calculator.devices),
        "fields": [_field(f, figures) for f in calculator.fields],
        "work": [work_name(work), list(before)],
    }


def _field(item: Field, figures: Figures) -> dict[str, Any]:
    plain: dict[str, Any] = {n: getattr(item, n) for n in field_names(Field) if n != "cues"}
    plain["choices"] = list(choices_of(item, figures))
    plain["words"] = [(k, list(v)) for k, v in item.words.items()]
    plain["spans"] = list(item.spans.items())
    plain["nouns"] = list(item.nouns)
    return plain


# --- formulas ---------------------------------------------------------------------------------------------
def formula(text: str) -> dict[str, Any]:
    """Return a formula as a tree of arrays, and as its text cut at the names (every second part is a name)."""
    body = ast.parse(text, mode="eval").body
    written = ast.unparse(body)
    names = "|".join(sorted({n.id for n in ast.walk(body) if isinstance(n, ast.Name)}, key=len, reverse=True))
    return {"tree": _tree(body), "parts": re.split(rf"\b({names})\b", written) if names else [written]}


def _tree(node: ast.expr) -> Any:  # noqa: PLR0911 - a line for each kind of node
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name(id=name):
            return name
        case ast.BinOp(left=left, op=op, right=right):
            return [_OPERATORS[type(op)], _tree(left), _tree(right)]
        case ast.UnaryOp(op=op, operand=operand):
            return [_OPERATORS[type(op)], _tree(operand)]
        case ast.BoolOp(op=op, values=values):
            return [_OPERATORS[type(op)], *map(_tree, values)]
        case ast.Compare(left=left, ops=ops, comparators=right):
            pairs = [[_OPERATORS[type(o)], _tree(r)] for o, r in zip(ops, right, strict=True)]
            return ["compare", _tree(left), *pairs]
        case ast.Call(func=ast.Name(id=name), args=args):
            return [name, *map(_tree, args)]
        case _:
            raise TypeError(f"a formula holds no {type(node).__name__}")
