"""Tables that lost a gap: two heads in one cell (`Pin Symbol | Description | `), with the last columns bare, or with cells run together."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.importing import signals, words
from kb.importing.grids import Grid

# Cells of a bare column that must be filled, and contacts of a column of contacts that must be numbers.
FILLED, NUMBERS = 0.5, 0.8


_TWO = re.compile(r"(?i)((?:pin|contact|terminal|pole)s?(?: ?no\.?)?) (\w+)")
_CELL = re.compile(r"((?:pin ?)?\d{1,2}) +(\S.*)")


def parted(grid: Grid) -> Grid:
    """Return a table with each head over its own column, where a cell of two heads and a bare column show that they slipped.

    Where no column is bare, the cells under `Pin Symbol` hold both as well, `5 BC4`: they are cut.
    """
    for n, head in enumerate(grid.header):
        two = _TWO.fullmatch(head)
        cells = [_CELL.fullmatch(t) for t in grid.column(n)]
        if (
            not two
            or not grid.headed
            or not words.roles(two[2])
            or not all(c or not t for c, t in zip(cells, grid.column(n), strict=True))
        ):
            continue
        numbers = [c[1] for c in cells if c]
        if len(numbers) > 1 and len(set(numbers)) == len(numbers):
            rows = tuple(
                (*r[:n], replace(r[n], text=c[1] if c else ""), replace(r[n], text=c[2] if c else ""), *r[n + 1 :])
                for r, c in zip(grid.rows, cells, strict=True)
            )
            header = (*grid.header[:n], two[1], two[2], *grid.header[n + 1 :])
            return parted(replace(grid, header=header, rows=rows, titles=()))
    return _moved(grid)


def _moved(grid: Grid) -> Grid:
    for bare in range(1, grid.width):
        filled = sum(bool(t) for t in grid.column(bare))
        if grid.header[bare] or not grid.headed or filled < FILLED * len(grid.rows):
            continue
        for header in _candidates(grid.header, bare):
            if _fits(grid, header):
                return replace(grid, header=header)
        return grid
    return grid


def _candidates(header: tuple[str, ...], bare: int) -> list[tuple[str, ...]]:
    """Return the header with each cell before the bare one cut in two known heads, the ones behind it moved on."""
    out = []
    for n in range(bare):
        said = header[n].split()
        for k in range(1, len(said)):
            two = (" ".join(said[:k]), " ".join(said[k:]))
            if all(words.roles(t) for t in two):
                out.append((*header[:n], *two, *header[n + 1 : bare], *header[bare + 1 :]))
    return out


def _fits(grid: Grid, header: tuple[str, ...]) -> bool:
    """Tell whether a header stands twice side by side, or has numbers under each word for a contact and none else under it."""
    half = len(header) // 2
    if len(header) > 2 and len(header) % 2 == 0 and header[:half] == header[half:]:
        return True
    keys = [n for n, h in enumerate(header) if re.match(r"(?i)(?:pin|contact|terminal|pole)s?\b", h)]
    if not keys or not all(words.roles(h) for h in header):
        return False
    numbered = [n for n in range(len(header)) if _numbers(grid, n)]
    return keys == numbered


def _numbers(grid: Grid, n: int) -> bool:
    texts = [t for t in grid.column(n) if t]
    return bool(texts) and sum(bool(signals.keys(t)) for t in texts) >= NUMBERS * len(texts)
