"""Tables of partners under a heading for each maker: the heading is the maker, and its tables are one table with those of the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from kb.importing import partner_columns, partners, switches, words
from kb.importing.blocks import Block, Cell, Paragraph, Row, Section, Table
from kb.importing.found import Found
from kb.importing.grids import Grid, looks_like_header, roles_of

# Sections of makers that follow each other; words in a maker's name and in the rest of a wrapped cell.
LEAST, NAME, REST = 2, 3, 4
_MODEL = re.compile(r"(?i)\b(?:models?|series|types?|devices?|famil(?:y|ies)|products?|names?)\b")
# A heading that names a kind of thing and no maker.
_KIND = re.compile(
    r"(?i)\b(?:inverters?|batter(?:y|ies)|meters?|chargers?|devices?|partners?|protocols?|models?|tables?|lists?|others?|general|"
    r"settings?|connections?|can|rs-?485|modbus|ports?|address\w*|single|three|phases?|hybrid|lithium|interfaces?|annex|appendix|notes?|"
    r"(?:off|on)-?grid|grid|low|high|voltage|string|storage|outdoor|indoor|new|old|older|tested|approved|compatible|supported|version|step|case|"
    r"section|chapter|part|example|read|write|ac|dc|pv|ethernet|tcp|master|slave|europe\w*|asia\w*|overview|summary)\b"
)

# What a maker makes, behind or before its name.
_GENUS = re.compile(
    r"(?i)\s+(?:(?:hybrid|string|storage|battery) )*(?:inverters?|batter(?:y|ies)|meters?|chargers?|devices|products|"
    r"controllers?|systems?|storages?)$"
)


def rejoined(section: Section) -> Section:
    """Return a section in which a row of partners that a wrapped cell cut off stands in its table again.

    The cell's rest is a paragraph of a few words between the table and the rows that go on without heads.
    """
    blocks: list[Block] = []
    for block in section.blocks:
        table, rest = (blocks[-2], blocks[-1]) if len(blocks) > 1 else (None, None)
        if (
            isinstance(block, Table)
            and isinstance(table, Table)
            and isinstance(rest, Paragraph)
            and _cut_off(table, rest, block)
        ):
            *rows, last = table.rows
            more = Cell(f"{last[0].text} {rest.text}", last[0].place | rest.place)
            blocks[-2:] = [replace(table, rows=(*rows, (more, *last[1:]), *block.rows))]
        else:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _cut_off(table: Table, rest: Paragraph, more: Table) -> bool:
    heads = [c.text for c in table.rows[0]] if table.rows else []
    listed = any("brands" in roles_of(h) or _MODEL.search(h) for h in heads) and any(
        "protocol" in roles_of(h) or partner_columns.says(h) for h in heads
    )
    short = len(rest.lines) == 1 and len(rest.text.split()) <= REST and rest.text[-1:] not in ".:;"
    near = more.place.first - table.place.last <= REST
    alike = table.origin == more.origin and table.width == more.width and len(table.rows) > 1
    fresh = looks_like_header(more.rows[0]) or any(c.header for c in more.rows[0])
    return listed and short and near and alike and not fresh


def under_makers(tables: Sequence[Sequence[Grid]]) -> tuple[list[list[Grid]], list[Found]]:
    """Return the tables without those of partners that stand under a maker each (a heading or a line), and the rows of these."""
    left = [list(grids) for grids in tables]
    out: list[Found] = []
    every = [_Under(n, g, _maker(g)) for n, grids in enumerate(tables) for g in grids]
    at = 0
    while at < len(every):
        run = _run(every[at:])
        if len({u.maker for u in run}) >= LEAST and (found := _read(run)):
            out += found
            taken = [id(u.grid) for u in run]
            for n in {u.section for u in run}:
                left[n] = [g for g in left[n] if id(g) not in taken]
        at += max(1, len(run))
    return left, out


@dataclass(frozen=True)
class _Under:
    """A table, the number of its section, and the maker it stands under ("" when there is none)."""

    section: int
    grid: Grid
    maker: str


def _run(every: Sequence[_Under]) -> list[_Under]:
    """Return the tables from the first on that stand under a maker each and have the same heads."""
    first = every[0]
    if not first.maker or _device(first.grid) is None:
        return []
    return list(takewhile(lambda u: u.maker and u.grid.header == first.grid.header, every))


def _maker(grid: Grid) -> str:
    """Return the maker that the line over a table or its heading names: `Acme`, `Acme inverters`, `Table 4: Acme`."""
    for text in (grid.caption, grid.section.heading.text):
        said = re.sub(r"(?i)^(?:table|tab\.)\s*[\d.-]+\w?\s*[:.–-]?\s*|^[\d.]+\s+(?=[A-Z])|[:.]$", "", text.strip())
        said = _GENUS.sub("", said).strip()
        if said and _is_maker(said):
            return said
    return ""


def _is_maker(text: str) -> bool:
    words_ = text.split()
    named = bool(words_) and len(words_) <= NAME and partners.is_name(text)
    return named and not _KIND.search(text) and not words.roles(text) and not words.FAULT.search(text)


def _device(grid: Grid) -> int | None:
    """Return the column of the devices where another one is headed as their protocol."""
    if not grid.headed:
        return None
    said = [n for n, h in enumerate(grid.header) if partner_columns.says(h) or "protocol" in roles_of(h)]
    for n, head in enumerate(grid.header):
        if said and n not in said and (_MODEL.search(head) or "brands" in roles_of(head)):
            return n
    return None


def _read(run: Sequence[_Under]) -> list[Found]:
    first = run[0].grid
    n = _device(first) or 0
    rows = []
    where: dict[int, int] = {}
    for under in run:
        for row in under.grid.rows:
            named = row[n].text
            named = named if named.lower().startswith(under.maker.lower()) else f"{under.maker} {named}"
            rows.append((*row[:n], replace(row[n], text=named.strip()), *row[n + 1 :]))
            where |= {c.place.first: under.section for c in row if c.text}
    header = tuple("Device" if k == n else h for k, h in enumerate(first.header))
    whole = replace(first, header=header, rows=tuple(rows), titles=(), caption="Partners")
    found = switches.from_grid(whole) or partners.from_grid(whole)
    if not found or any(f.kind != "protocol" for f in found):
        return []
    return [replace(f, section=where[f.places[0].first]) for f in found if f.places[0].first in where]


def grouped(grid: Grid) -> Grid:
    """Return a table of partners whose makers stand in rows of one cell over their devices with the maker before each device."""
    n = _device(grid)
    over = [_alone(row) for row in grid.rows]
    makers = [t for t in over if t]
    if n is None or len(makers) < LEAST or not over[0] or len(makers) == len(over) or not all(map(_is_maker, makers)):
        return grid
    rows: list[Row] = []
    held = ""
    for row, maker in zip(grid.rows, over, strict=True):
        held = maker or held
        if not maker:
            rows.append((*row[:n], replace(row[n], text=f"{held} {row[n].text}".strip()), *row[n + 1 :]))
    return replace(grid, rows=tuple(rows), titles=())


def _alone(row: Row) -> str:
    """Return the text of a row with one cell, or with the same in all (it reached over them); else ""."""
    texts = [c.text for c in row if c.text]
    one = len(texts) == 1 and bool(row[0].text)
    return texts[0] if one or (len(texts) == len(row) > 1 and len(set(texts)) == 1) else ""
