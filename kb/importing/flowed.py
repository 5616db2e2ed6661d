"""Lines and tables in reading order, as the PDF and HTML readers leave them (kb/ingest/flow.py) → blocks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kb.importing import misread, pagebreaks, reader
from kb.importing.blocks import Alert, Block, Box, Cell, Heading, ListItem, Manual, Paragraph, Place, Row, Source, Table
from kb.importing.clean import tidy
from kb.ingest import html
from kb.ingest.flow import Flow as FlowedText
from kb.ingest.flow import FlowCell, FlowLine, FlowTable

_NUMBER = re.compile(r"^((?:\d{1,2}|[A-Z])(?:\.\d{1,2})*)\.?\s+(?=\S)")
# From so many on, headings told by the layout are all there are; a numbered line besides is a step or a row.
ENOUGH = 3
_TABLE = re.compile(r"(?i)^(?:<div[^<>]*>|<html>|<body>|\s)*<table\b")
# Lines of one table in markup, and tables of one file.
LONGEST = 4000
MOST_TABLES = 2000


def read(flow: FlowedText, *, file: str, raw: bytes, form: str) -> Manual:
    """Return the blocks of a manual. Its lines are numbered as they are read, a table's rows as lines with tabs."""
    lines: list[str] = []
    where: list[Place] = []
    placed: dict[int, tuple[Block, int]] = {}
    headings: dict[int, Heading] = {}

    def add(text: str, page: int, box: Box | None) -> int:
        lines.append(text)
        where.append(Place(len(lines), len(lines), page, box))
        return len(lines) - 1

    for item in flow.items:
        if isinstance(item, FlowLine):
            if (item.gap or item.level) and lines and lines[-1]:
                add("", item.page, None)
            text = item.text.replace("\t", " ")
            n = add(text, item.page, _box(item.box))
            if item.level:
                headings[n] = _heading(tidy(text), item.level, where[n])
                add("", item.page, None)
        else:
            if lines and lines[-1]:
                add("", 0, None)
            first = len(lines)
            rows = tuple(_row(row, add, where) for row in item.rows)
            placed[first] = (Table(rows, item.origin, item.confidence), len(lines) - first)
            add("", 0, None)
    known = headings if len(headings) >= ENOUGH else None
    if known is None:
        placed |= {n: (h, 1) for n, h in headings.items()}
    blocks = reader.blocks(lines, placed=placed, headings=known)
    source = Source(file, hashlib.sha256(raw).hexdigest(), form)
    return Manual(source, tuple(_located(b, where) for b in blocks), tuple(lines), flow.pages, flow.unread)


def marked(lines: Sequence[str], *, file: str, raw: bytes, form: str) -> Manual:
    """Return the blocks of a text or Markdown file. Tables that a converter left in it as HTML are read as tables."""
    placed: dict[int, tuple[Block, int]] = {}
    at = 0
    while at < len(lines) and len(placed) < MOST_TABLES:
        if not _TABLE.match(lines[at]):
            at += 1
            continue
        end = next((n for n in range(at, min(len(lines), at + LONGEST)) if "</table" in lines[n].lower()), None)
        if end is None:
            at += 1
            continue
        found = html.tables("\n".join(lines[at : end + 1]))
        place = Place(at + 1, end + 1)
        for table in found[:1]:
            rows = tuple(
                tuple(Cell(tidy(c.text), _part(place, table, n), c.header) for c in row)
                for n, row in enumerate(table.rows)
            )
            placed[at] = (Table(rows, "markup", table.confidence), end + 1 - at)
        at = end + 1
    blocks = reader.blocks(pagebreaks.without_running(misread.mended(lines)), placed=placed, headings=None)
    return Manual(Source(file, hashlib.sha256(raw).hexdigest(), form), tuple(blocks), tuple(lines))


def _part(whole: Place, table: FlowTable, row: int) -> Place:
    """Return the lines of a row of a table in markup: its share of the table's, as converters write a row a line or more."""
    count, most = len(table.rows), whole.last - whole.first + 1
    if most < count:
        return whole
    first = whole.first + row * most // count
    return Place(first, max(first, whole.first + (row + 1) * most // count - 1))


def _box(bounds: tuple[float, float, float, float] | None) -> Box | None:
    return Box(*(round(v, 1) for v in bounds)) if bounds else None


def _heading(text: str, level: int, place: Place) -> Heading:
    number = _NUMBER.match(text)
    return Heading(level, number[1] if number else "", text[number.end() :] if number else text, place)


def _row(row: tuple[FlowCell, ...], add: Callable[[str, int, Box | None], int], where: list[Place]) -> Row:
    page = next((c.page for c in row if c.page), 0)
    n = add("\t".join(c.text.replace("\t", " ") for c in row), page, None)
    line = where[n]
    return tuple(Cell(tidy(c.text), replace(line, page=c.page, box=_box(c.box)), c.header) for c in row)


def _located(block: Block, where: list[Place]) -> Block:
    """Give the pieces of a block the page and box of the line they were read from."""

    def place(old: Place) -> Place:
        first = where[old.first - 1]
        return Place(old.first, old.last, first.page, first.box)

    match block:
        case Heading():
            return replace(block, place=place(block.place))
        case Paragraph():
            return replace(block, lines=tuple(replace(c, place=place(c.place)) for c in block.lines))
        case ListItem():
            return replace(block, lines=tuple(replace(c, place=place(c.place)) for c in block.lines))
        case Alert():
            return replace(block, items=tuple(replace(c, place=place(c.place)) for c in block.items))
        case Table():
            return block
