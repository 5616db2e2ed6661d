"""Columns set apart by spaces only, as a layout-keeping extractor leaves them: find the gutters, cut the lines there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.importing.blocks import Cell, Place, Row, Table
from kb.importing.clean import tidy

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
# Three lines with gaps in the same place are columns; one or two may be chance.
MIN_LINES = 2
MAX_LINES = 400


def span(lines: Sequence[str], at: int) -> int:
    """Return how many lines from `at` on stand in columns; 0 when they do not."""
    n, last, gapped = at, at, 0
    while n < len(lines) and n - at < MAX_LINES:
        line = lines[n]
        if not line.strip():
            # One empty line may part two rows; two end the table.
            if n + 1 >= len(lines) or not lines[n + 1].strip() or n - last > 0:
                break
            n += 1
            continue
        if "\t" in line or line.lstrip().startswith(("|", "#")):
            break
        if _GAP.search(line.strip()):
            gapped += 1
        elif len(line) - len(line.lstrip()) < 3 and len(line.strip()) > 30:
            break  # a line of running text from the left margin
        last = n
        n += 1
    taken = last - at + 1
    if gapped < MIN_LINES or not _gutters([x for x in lines[at : at + taken] if x.strip()]):
        return 0
    return taken


def _gutters(lines: Sequence[str]) -> list[int]:
    """Return the columns (character positions) at which every line may be cut."""
    width = max(len(x) for x in lines)
    # A heading cell may reach over a gutter; nine lines of ten keep it free.
    allowed = len(lines) // 10
    free = [sum(n < len(x) and x[n] != " " for x in lines) <= allowed for n in range(width)]
    out: list[int] = []
    n = 0
    while n < width:
        if free[n]:
            end = n
            while end < width and free[end]:
                end += 1
            if end - n >= 2 and n > 0 and end < width:
                out.append(end)
            n = end
        else:
            n += 1
    return out


def table(lines: Sequence[str], at: int, taken: int) -> Table:
    """Cut `taken` lines from `at` on into cells at their gutters; a line without text in a column has an empty cell."""
    used = [(n, lines[n]) for n in range(at, at + taken) if lines[n].strip()]
    cuts = [0, *_gutters([x for _, x in used])]
    rows: list[Row] = []
    for n, line in used:
        cells = []
        ends: list[int | None] = [*cuts[1:], None]
        for start, end in zip(cuts, ends, strict=True):
            cells.append(Cell(tidy(line[start:end]), Place(n + 1, n + 1)))
        rows.append(tuple(cells))
    return Table(tuple(rows), "spaces", 0.8)
