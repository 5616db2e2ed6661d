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


def sharing(grid: Grid) -> list[Grid]:
    """Return a table for each socket of `Contact | Socket A | Socket B` over `Signal | Wire | Signal | Wire`; [] when it is none."""
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
