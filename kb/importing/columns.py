"""Columns set apart by spaces only, as a layout-keeping extractor leaves them: find the gutters, cut the lines there."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from kb.importing import words
from kb.importing.blocks import Cell, Place, Row, Table, spanned
from kb.importing.clean import tidy
from kb.importing.pagebreaks import BREAK

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_PIECE = re.compile(r"\S+(?: \S+)*")
# Without columns, fewer lines or cells are spaces in a sentence.
MIN_CELLS, MIN_RAGGED = 3, 3
# Three lines with gaps in the same place are columns; one or two may be chance.
MIN_LINES = 2
MAX_LINES = 400
# Blank lines about the end of a page.
TURN = 12
# Lines of titles over the header of a table.
MAX_TITLES = 3


def span(lines: Sequence[str], at: int) -> int:
    """Return how many lines from `at` on stand in columns; 0 when they do not."""
    n, last, gapped = at, at, 0
    while n < len(lines) and n - at < MAX_LINES:
        line = lines[n]
        if BREAK in line or (not line.strip() and _turned(lines, n)):
            # A page ends in the table, and the next does not begin another one.
            following = next((x for x in lines[n : n + TURN] if x.strip()), "")
            if gapped < MIN_LINES or not _GAP.search(following.strip()) or _heads(following, lines[at]):
                break
            n += 1
            continue
        if not line.strip():
            # One empty line may part two rows, where it parts all of them; two end the table.
            if not _under(lines, at, n) and (not _parted(lines, at, n) or _heads(lines[n + 1], lines[at])):
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
        return _ragged(lines, at)
    return taken


def _parted(lines: Sequence[str], at: int, blank: int) -> bool:
    """Tell whether every row from `at` on has an empty line after it, and the one after `blank` is a row as well."""
    alone = all(not lines[n].strip() for n in range(at + 1, blank + 1, 2))
    return (blank - at) % 2 == 1 and alone and blank + 1 < len(lines) and bool(_GAP.search(lines[blank + 1].strip()))


def _under(lines: Sequence[str], at: int, blank: int) -> bool:
    """Tell whether the line after an empty one stands under the header's cells: rows of several lines may be set apart so."""
    heads = [m.start() for m in _PIECE.finditer(lines[at])]
    known = sum(bool(words.roles(c)) for c in _PIECE.findall(lines[at]))
    if len(heads) < MIN_CELLS or blank + 1 >= len(lines) or known < MIN_LINES:
        return False
    found = [m.start() for m in _PIECE.finditer(lines[blank + 1])]
    fits = sum(any(abs(start - head) <= 1 for head in heads) for start in found)
    alone = len(found) == 1 and found[0] >= heads[1] and found[0] in heads
    another = all(words.roles(c) and c.lower() not in {"on", "off"} for c in _PIECE.findall(lines[blank + 1]))
    return alone or (len(found) > 1 and fits == len(found) and not another)


def _turned(lines: Sequence[str], at: int) -> bool:
    """Tell whether a page ends in the blank lines from `at` on."""
    for x in lines[at : at + TURN]:
        if x.strip():
            return False
        if BREAK in x:
            return True
    return False


def _heads(line: str, first: str) -> bool:
    """Tell whether a line is the header of another table than the one that begins with `first`."""
    cells = _PIECE.findall(line)
    known = sum(bool(words.roles(c)) for c in cells)
    return known >= 2 and known >= 0.5 * len(cells) and line.split() != first.split()


def _ragged(lines: Sequence[str], at: int) -> int:
    """Return how many lines from `at` on have the same number of cells, three or more, though they do not stand in columns."""
    count = len(_PIECE.findall(lines[at]))
    n = at
    while n < len(lines) and n - at < MAX_LINES and lines[n].strip() and "\t" not in lines[n]:
        if len(_PIECE.findall(lines[n])) != count:
            break
        n += 1
    # Two cells a line are columns where both are headed.
    enough = count >= MIN_CELLS or (count == MIN_CELLS - 1 and all(map(words.roles, _PIECE.findall(lines[at]))))
    return n - at if enough and n - at >= MIN_RAGGED else 0


def _even(lines: Sequence[str]) -> int:
    """Return the number of cells of each line, where all have the same, three or more; else 0."""
    counts = {len(_PIECE.findall(x)) for x in lines}
    return max(counts) if len(counts) == 1 and len(lines) >= MIN_RAGGED and max(counts) >= MIN_CELLS else 0


def _gutters(lines: Sequence[str]) -> list[int]:
    """Return the character positions at which lines may be cut; titles that reach over the header's columns do not count."""
    best = _free(lines)
    for skipped in range(1, 1 + MAX_TITLES):
        if len(lines) - skipped >= 2 * MAX_TITLES and len(more := _free(lines[skipped:])) > len(best):
            best = more
    return best


def _free(lines: Sequence[str]) -> list[int]:
    """Return the columns (character positions) at which every line may be cut."""
    width = max(len(x) for x in lines)
    # A heading cell may reach over a gutter; nine lines of ten keep it free.
    allowed = len(lines) // 10
    filled = np.zeros(width, dtype=np.int64)
    for x in lines:
        filled[: len(x)] += np.frombuffer(x.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) != ord(" ")
    free = (filled <= allowed).tolist()
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


def _begun(line: str, start: int, end: int | None) -> str:
    """Return the pieces of a line that begin in a column; they may reach over its end."""
    pieces = _PIECE.finditer(line)
    return " ".join(m[0] for m in pieces if start <= m.start() and (end is None or m.start() < end))


def table(lines: Sequence[str], at: int, taken: int) -> Table:
    """Cut `taken` lines from `at` on into cells at their gutters; a line without text in a column has an empty cell."""
    used = [(n, lines[n]) for n in range(at, at + taken) if lines[n].strip()]
    gutters = _gutters([x for _, x in used])
    # Cells that do not stand in columns are still counted: each line has as many.
    if not gutters or _even([x for _, x in used]) > len(gutters) + 1:
        torn = tuple(tuple(Cell(tidy(m[0]), Place(n + 1, n + 1)) for m in _PIECE.finditer(line)) for n, line in used)
        return Table(torn, "spaces", 0.7)
    cuts = [0, *gutters]
    rows: list[Row] = []
    for n, line in used:
        cells = []
        ends: list[int | None] = [*cuts[1:], None]
        crossed = any(cut < len(line) and line[cut - 1] != " " and line[cut] != " " for cut in cuts[1:])
        for start, end in zip(cuts, ends, strict=True):
            text = _begun(line, start, end) if crossed else line[start:end]
            cells.append(Cell(tidy(text), Place(n + 1, n + 1)))
        rows.append(tuple(cells))
    return Table(_grouped(rows, lines, at), "spaces", 0.8)


def _grouped(rows: list[Row], lines: Sequence[str], at: int) -> tuple[Row, ...]:
    """Join the lines of each row, where empty lines part the rows and each group of lines has one first cell."""
    groups: list[list[Row]] = []
    for row in rows:
        before = row[0].place.first - 2
        if not groups or before < at or not lines[before].strip():
            groups.append([])
        groups[-1].append(row)
    wrapped = [g for g in groups if len(g) > 1]
    if len(groups) < MIN_RAGGED or not wrapped or any(sum(bool(r[0].text) for r in g) != 1 for g in groups):
        return tuple(rows)
    return tuple(
        tuple(
            Cell(" ".join(c.text for c in column if c.text), spanned(c.place for c in column))
            for column in zip(*g, strict=True)
        )
        for g in groups
    )
