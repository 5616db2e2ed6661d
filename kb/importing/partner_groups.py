"""Tables of partners whose bus stands in a row over them (`CAN, 500 kbit/s`), or whose columns for each bus ran into one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kb.importing.blocks import Cell, Row
from kb.importing.grids import Grid

LEAST, MOST, LONGEST = 2, 5, 8
_BUS = (
    r"(?:CAN(?:[ -]?bus)?|RS-?485|RS-?232|Modbus(?: RTU| TCP)?|Ethernet|USB)"
    r"(?: ?\d? ?[,@(/]? ?(?:at )?\d[\d.]* ?(?:k?bit/s|kbps|kbaud|bps|baud|k)\)?)?"
)
_BUSES = re.compile(rf"\b{_BUS}", re.IGNORECASE)
_DASH = re.compile(r"[-–—/✗×]|no|none|n/a", re.IGNORECASE)
_CODE = re.compile(r"(?=.*[A-Z\d✓✔●○xX])[\w.+/#✓✔●○-]{1,16}")


def grouped(grid: Grid, bus_of: Callable[[str], str]) -> Grid:
    """Return a table with a column of buses where rows of one cell say which bus those under them use."""
    over = {k: text for k, row in enumerate(grid.rows) if (text := _alone(row)) and bus_of(text)}
    first = min(over, default=-1)
    if first != 0 or len(over) == len(grid.rows) or any(bus_of(h) for h in grid.header):
        return grid
    body: list[Row] = []
    held = Cell("", grid.rows[0][0].place)
    for k, row in enumerate(grid.rows):
        if k in over:
            held = Cell(over[k], row[0].place)
        elif _alone(row):
            return grid  # another row of one cell: what it is over is not known
        else:
            body.append((*row, held))
    return replace(grid, header=(*grid.header, "Bus"), rows=tuple(body), titles=())


def _alone(row: Row) -> str:
    """Return the text of a row that has one cell, or that one in all of its columns (it reached over them); else ""."""
    texts = [c.text for c in row if c.text]
    one = len(texts) == 1 and bool(row[0].text)
    wide = len(texts) == len(row) > 1 and len(set(texts)) == 1
    return texts[0] if (one or wide) and len(texts[0].split()) <= LONGEST else ""


def apart(grid: Grid) -> Grid:
    """Cut a column under the names of several buses into one for each: `CAN 500 kbps CAN 250 kbps RS485` over `PYL-C – PYL-R`."""
    for n, head in enumerate(grid.header):
        heads = [m[0].strip() for m in _BUSES.finditer(head)]
        rest = _BUSES.sub(" ", head).split()
        cells = [r[n].text.split() for r in grid.rows]
        if not LEAST <= len(heads) <= MOST or len(set(heads)) < len(heads) or len(rest) > LEAST:
            continue
        if not cells or any(len(c) != len(heads) for c in cells):
            continue
        if not all(_DASH.fullmatch(t) or _CODE.fullmatch(t) for c in cells for t in c):
            continue
        rows = tuple((*r[:n], *(Cell(t, r[n].place) for t in r[n].text.split()), *r[n + 1 :]) for r in grid.rows)
        return replace(grid, header=(*grid.header[:n], *heads, *grid.header[n + 1 :]), rows=rows, titles=())
    return grid
