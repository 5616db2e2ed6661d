"""Facts as a table for spreadsheets (RFC 4180). What a spreadsheet would take for a formula is written as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from kb.curation import statements
from kb.model.facts import Fact, kind_of, to_json

# What all kinds share; `statement` is the fact in one line.
SHARED = (
    "kind",
    "id",
    "devices",
    "statement",
    "manual",
    "edition",
    "section",
    "section_title",
    "lines",
    "certainty",
    "note",
    "repair",
)
# Facts of several kinds have their own fields as JSON in one column; of one kind, a column for each.
FIELDS = "fields"
# Spreadsheets start a formula at these (OWASP, "CSV Injection"); the full-width forms are read as the plain ones by some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BASE = frozenset({"kind", "id", "devices", "source", "certainty", "note", "repair"})


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: it then begins with an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def columns(kind: str | None, facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return the head of the table."""
    if kind is None:
        return (*SHARED, FIELDS)
    own = dict.fromkeys(name for f in facts for name in to_json(f) if name not in _BASE)
    return (*SHARED, *(f"{name}_" if name in SHARED else name for name in own))


def write(kind: str | None, facts: Sequence[Fact]) -> str:
    """Return the table of facts, all of `kind` or of several (None). Lists are joined by "; ", what is nested is JSON."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    head = columns(kind, facts)
    writer.writerow(head)
    for fact in facts:
        plain = to_json(fact)
        own = {name: value for name, value in plain.items() if name not in _BASE}
        row = {
            "kind": kind_of(fact),
            "id": fact.id,
            "devices": list(fact.devices),
            "statement": statements.statement(fact),
            "manual": fact.source.manual,
            "edition": fact.source.edition,
            "section": fact.source.section,
            "section_title": fact.source.title,
            "lines": fact.source.lines,
            "certainty": fact.certainty,
            "note": fact.note,
            "repair": fact.repair,
            **({FIELDS: own} if kind is None else {(f"{n}_" if n in SHARED else n): v for n, v in own.items()}),
        }
        writer.writerow([_cell(row.get(name)) for name in head])
    return out.getvalue()


def _cell(value: Any) -> str | int | float:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value  # a number is no formula, also below zero
        case str():
            return safe(value)
        case list() | tuple() if _flat(value):
            return safe("; ".join(value))
        case _:
            return msgspec.json.encode(value).decode()


def _flat(values: Iterable[object]) -> bool:
    return all(isinstance(v, str) for v in values)
