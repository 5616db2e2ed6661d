"""Fact tables row by row: columns checked, cells read, every complaint with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kb.extract.slugs import ID, slug
from kb.model.document import Attributes, Document, Section, Table
from kb.model.errors import Problem
from kb.model.facts import Certainty, Fact, Source

COMMON = frozenset({"src", "certainty", "repair", "note"})
_CERTAINTY: dict[str, Certainty] = {"": "certain", "certain": "certain", "likely": "likely", "doubtful": "doubtful"}
LINES = re.compile(r"^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$")
_NUMBER = re.compile(r"^[+\-\u2212]?\d+(?:\.\d+)?$")


@dataclass(frozen=True)
class Columns:
    """The canonical columns of a kind; `attributes` are what its `{.class …}` line may say beyond the common ones."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()


@dataclass
class Context:
    """Where in which edition the extractor stands, and the problems found so far."""

    document: Document
    section: Section
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, what: str, todo: str) -> None:
        """Note one problem of this edition."""
        self.problems.append(Problem(self.document.file, line, what, todo))

    def devices(self, attrs: Attributes | None) -> tuple[str, ...]:
        """Devices a block holds for: its `devices=`/`device=`, else the edition's first device."""
        named = (attrs.get("devices") or attrs.get("device")) if attrs else ""
        return tuple(re.split(r"[\s,]+", named.strip())) if named.strip() else self.document.meta.devices[:1]

    def source(self, lines: str, line: int) -> Source:
        """Build the source of a fact; `lines` are lines of the original."""
        lines = re.sub(r"[\u2013\u2014]", "-", lines.replace(" ", "")) or self.section.src
        if not LINES.match(lines):
            self.complain(
                line,
                f"src={lines!r} does not name lines of the original" if lines else "no src= for this fact",
                "Write src=12-34 on the attribute line, in a src column, or on the heading",
            )
        elif any(int(b) < int(a) for a, b in re.findall(r"(\d+)-(\d+)", lines)):
            self.complain(line, f"src={lines!r} runs backwards", "Write the first line before the last, as in 12-34")
        meta = self.document.meta
        return Source(meta.id, meta.edition, self.section.number, self.section.title, lines, self.section.anchor)

    def certainty(self, value: str, line: int) -> Certainty:
        """Read a certainty, complaining about an unknown one."""
        if value not in _CERTAINTY:
            self.complain(line, f"certainty {value!r} is unknown", "Write certain, likely or doubtful")
        return _CERTAINTY.get(value, "doubtful")

    def fact_id(self, device: str, part: str, name: str, line: int) -> str:
        """Return `device/part/name` with the edition's tag."""
        if not ID.match(name):
            self.complain(
                line,
                f"the id {name!r} is not lower case letters, digits, dots and dashes",
                f"Write {slug(name) or 'a-name'!r}",
            )
        tag = self.document.meta.tag
        return f"{device}/{part}/{name}" + (f"@{tag}" if tag else "")


@dataclass
class Row:
    """One row of a fact table: cells by column name."""

    context: Context
    line: int
    cells: dict[str, str]
    attrs: Attributes

    def __getitem__(self, column: str) -> str:
        """Return a cell; an absent optional column is empty."""
        return self.cells.get(column, "")

    def complain(self, what: str, todo: str) -> None:
        """Note a problem at this row."""
        self.context.complain(self.line, what, todo)

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the parts of a list cell, separated by `;`."""
        return tuple(p.strip() for p in self[column].split(";") if p.strip())

    def number(self, column: str) -> float | None:
        """Return a number cell; a cell that is not a plain number is a problem."""
        text = self[column].replace("\u2212", "-")
        if not text or text == "-":
            return None
        if not _NUMBER.match(text):
            self.complain(
                f"{column} is {self[column]!r}, not a plain number",
                "Write digits and a decimal point; the unit has its own column",
            )
            return None
        return float(text)

    def devices(self) -> tuple[str, ...]:
        """Devices this row holds for."""
        return self.context.devices(self.attrs)

    def base(self, part: str, name: str) -> dict[str, Any]:
        """Return what every fact has: id, devices, source, certainty, note, repair."""
        devices = self.devices()
        note, own_note = self.attrs.get("note"), self["note"]
        return {
            "id": self.context.fact_id(devices[0], part, name, self.line),
            "devices": devices,
            "source": self.context.source(self["src"] or self.attrs.get("src"), self.line),
            "certainty": self.context.certainty(self["certainty"] or self.attrs.get("certainty"), self.line),
            "note": own_note or note,
            "repair": self["repair"] or self.attrs.get("repair"),
        }


Builder = Callable[[Row], Fact | None]


def rows(table: Table, columns: Columns, context: Context) -> Iterator[Row]:
    """Yield the rows of a fact table after checking its columns; a table that lacks one yields nothing."""
    attrs = table.attributes or Attributes(table.line)
    kind = f".{attrs.classes[0]}" if attrs.classes else "the"
    known = {*columns.required, *columns.optional, *COMMON}
    missing = [c for c in columns.required if c not in table.header]
    unknown = [c for c in table.header if c not in known]
    doubled = {c for c in table.header if table.header.count(c) > 1}
    if missing:
        context.complain(
            table.line,
            f"the {kind} table lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}",
            f"Its columns are {', '.join(columns.required)}; also allowed: {', '.join(sorted(known - set(columns.required)))}",
        )
    if unknown:
        context.complain(
            table.line,
            f"the {kind} table has the unknown column{'s' if len(unknown) > 1 else ''} {', '.join(map(repr, unknown))}",
            f"Allowed are {', '.join(sorted(known))}",
        )
    if doubled:
        context.complain(table.line, f"the column {min(doubled)!r} stands twice", "Keep one")
    check_attributes(attrs, columns, context)
    if missing or unknown or doubled:
        return
    if not table.rows:
        context.complain(table.line, f"the {kind} table has no rows", "Write its rows or remove it")
    for cells, line in zip(table.rows, table.row_lines, strict=True):
        row = Row(context, line, dict(zip(table.header, cells, strict=False)), attrs)
        empty = [c for c in columns.required if not row[c]]
        if empty:
            row.complain(f"{', '.join(empty)} is empty", "Fill it in, or drop the row")
            continue
        yield row


def check_attributes(attrs: Attributes, columns: Columns, context: Context) -> None:
    """Refuse an attribute the kind does not know, and a missing required one (those ending in `!`)."""
    allowed = {"device", "devices", *COMMON, *(a.rstrip("!") for a in columns.attributes)}
    for key in attrs.values:
        if key not in allowed:
            context.complain(attrs.line, f"{key}= is unknown here", f"Allowed are {', '.join(sorted(allowed))}")
    for key in columns.attributes:
        if key.endswith("!") and not attrs.get(key[:-1]):
            context.complain(attrs.line, f"{key[:-1]}= is missing", f'Write {key[:-1]}="…" on the attribute line')
