"""Strips of contacts in two rows or two halves: `Upper | Signal | Lower | Signal`, and sockets that share a column of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kb.importing import signals, words
from kb.importing.blocks import Cell
from kb.importing.grids import Grid, roles_of

LEAST, HALVES = 2, 4
# Which row of a strip a column numbers.
_ROW = re.compile(
    r"(?i)^(?:(?:upper|lower|top|bottom|left|right|front|rear|back|inner|outer)(?: row| side)?|row [12AB])\b"
)
_KEY = re.compile(r"(?i)(?:pin|pole|contact|terminal|way|clamp)s?(?: ?(?:no|number|#)\.?)?|(?:no|number|#)\.?")


def headed(grid: Grid) -> Grid:
    """Return a strip with the word for a contact over the numbers of each of its rows, where all their numbers together are complete."""
    columns = [n for n, h in enumerate(grid.header) if _ROW.match(h)]
    if not grid.headed or len(columns) < LEAST or columns[0] != 0:
        return grid
    numbers = [c.split()[0] for n in columns for c in grid.column(n) if c]
    if not signals.complete(numbers) and not signals.counted_on(numbers):
        return grid
    header: list[str] = []
    rows: list[tuple[Cell, ...]] = [() for _ in grid.rows]
    for n, head in enumerate(grid.header):
        parts = _ROW.sub("Pin", head).split(None, 1) if n in columns else [head]
        glued = n in columns and len(parts) > 1 and all(len(c.split(None, 1)) > 1 for c in grid.column(n) if c)
        header += parts if glued else parts[:1]
        for k, row in enumerate(grid.rows):
            cells = row[n].text.split(None, 1) if glued and row[n].text else [row[n].text, ""][: 1 + glued]
            rows[k] = (*rows[k], *(replace(row[n], text=t) for t in cells))
    return replace(grid, header=tuple(header), rows=tuple(rows), titles=())


_MARKED = re.compile(r"(?:CN|TB|CON|XT|X|J|JP|P|K)-?\d{1,3}|[A-Z][A-Z\d]*[-_ ]?(?:\d{1,2}|[A-D]|IN|OUT)")


def _named(grid: Grid) -> list[Grid]:
    """Return a table for each connector of `Pin | J1 | Meaning | J2 | Meaning`: its name heads its signals, the same heads follow each."""
    for size in range(LEAST, (grid.width - 1) // 2 + 1):
        starts = [*range(1, grid.width, size)]
        after = [grid.header[s + 1 : s + size] for s in starts]
        names = [grid.header[s] for s in starts]
        told = re.findall(r"[\w/+-]+", f"{grid.caption} {grid.section.heading.text}")
        named = all(_MARKED.fullmatch(n) or (n in told and n[:1].isupper()) for n in names)
        if (grid.width - 1) % size or len(set(names)) < len(names) or not named or any(a != after[0] for a in after):
            continue
        if not all(roles_of(h) for h in after[0]) or any(roles_of(n) & {"signal", "function"} for n in names):
            continue
        return [
            replace(
                grid,
                header=(grid.header[0], "Signal", *grid.header[s + 1 : s + size]),
                rows=tuple((r[0], *r[s : s + size]) for r in grid.rows if any(c.text for c in r[s : s + size])),
                caption=name,
                titles=(),
            )
            for s, name in zip(starts, names, strict=True)
        ]
    return []


def sharing(grid: Grid) -> list[Grid]:
    """Return a table for each socket of `Contact | Socket A | Socket B` over `Signal | Wire | Signal | Wire`; [] when it is none."""
    if grid.headed and grid.width > HALVES and _KEY.fullmatch(grid.header[0]) and (named := _named(grid)):
        return named
    over = grid.titles[-1] if grid.titles else ()
    if not grid.headed or grid.width < HALVES + 1 or len(over) != grid.width or not _KEY.fullmatch(grid.header[0]):
        return []
    spans = _spans([c.text for c in over])
    heads = [tuple(grid.header[n] for n in span) for _, span in spans]
    names = [name for name, _ in spans]
    even = len(spans) >= LEAST and all(h == heads[0] for h in heads) and len(heads[0]) >= LEAST
    whole = spans and spans[-1][1][-1] == grid.width - 1 and len(set(names)) == len(names)
    if not even or not whole or not any(roles_of(h) & {"signal", "function"} for h in heads[0]):
        return []
    if any(bool(words.roles(h) & {"pin"}) for h in heads[0]):
        return []  # each has numbers of its own
    return [
        replace(
            grid,
            header=(grid.header[0], *head),
            rows=tuple((r[0], *(r[n] for n in span)) for r in grid.rows),
            caption=name,
            titles=(),
        )
        for (name, span), head in zip(spans, heads, strict=True)
    ]


def _spans(over: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Return the titles behind the first column with the columns under each: a title is repeated, or the cells after it are empty."""
    held = ""
    filled = []
    for text in over[1:]:
        held = text or held
        filled.append(held)
    return [(name, [n + 1 for n, _ in group]) for name, group in groupby(enumerate(filled), key=lambda x: x[1]) if name]
