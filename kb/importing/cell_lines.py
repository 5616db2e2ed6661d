"""Tables of which every cell stands on a line of its own: states and meanings in turn, switch positions, wrapped cells, columns in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.importing import lamp_words, words
from kb.importing.blocks import Cell, Section
from kb.importing.grids import Grid, runs
from kb.importing.switch_heads import numbered

LEAST = 3
MOST = 12
# Letters of a line that may have been cut at the edge of its column, and words in a head.
FULL_LINE, LONGEST_HEAD = 20, 4
_NAME = re.compile(r"[A-Z]{1,4}-?\d{0,2}|LED ?\w{0,6}|[A-Z][a-z]+")
_TIME = re.compile(r"(?i)\d+(?:\.\d+)? ?(?:m?s|sec(?:onds?)?)\.?")
# The two strokes of a switch, and what text recognition makes of them.
_STROKES = {"1": "1", "0": "0", "ON": "1", "OFF": "0", "I": "1", "L": "1", "|": "1", "O": "0"}


def grids(section: Section) -> Iterator[Grid]:
    """Yield the tables of a section that stand cell by cell, each told by the make of what alternates."""
    for cells in runs(section):
        at = 0
        while at < len(cells):
            for recogniser in (_positions, _levers, _lamps, _states, _rhythms, _counted, _columns):
                if found := recogniser(cells, at, section):
                    grid, taken = found
                    yield grid
                    at += taken
                    break
            else:
                at += 1


def _grid(header: Sequence[str], rows: Sequence[Sequence[Cell]], caption: str, section: Section) -> Grid:
    return Grid(tuple(header), tuple(tuple(r) for r in rows), caption, section, "guessed", 0.75, headed=True)


def _caption(cells: Sequence[Cell], at: int) -> str:
    text = cells[at - 1].text if at else ""
    return text if len(text.split()) <= LONGEST_HEAD + 2 else ""


def _stroke(cell: Cell) -> Cell | None:
    said = _STROKES.get(cell.text.upper())
    return replace(cell, text=said) if said else None


def _positions(cells: Sequence[Cell], at: int, section: Section) -> tuple[Grid, int] | None:
    """`1`, `2`, `3`, `Cells`, then `0`, `I`, `0`, `14`: the switches over their positions and what each combination sets."""
    count = 0
    while at + count < len(cells) and (head := numbered(cells[at + count].text)) and head[1] == count + 1:
        count += 1
    width = count + 1
    if not 2 <= count <= MOST or at + width >= len(cells) or not re.match(r"[A-Z]", cells[at + count].text):
        return None
    rows: list[tuple[Cell, ...]] = []
    start = at + width
    while start + width <= len(cells):
        states = [_stroke(c) for c in cells[start : start + count]]
        if not all(states):
            break
        rows.append((*(s for s in states if s), cells[start + count]))
        start += width
    shown = {tuple(c.text for c in r[:-1]) for r in rows}
    if len(rows) < LEAST or len(shown) < len(rows):
        return None
    header = [c.text for c in cells[at : at + width]]
    return _grid(header, rows, _caption(cells, at), section), start - at


def _levers(cells: Sequence[Cell], at: int, section: Section) -> tuple[Grid, int] | None:
    """`Lever`, `I`, `0`, then `4`, what up does, what down does: rows that count on."""
    if len(cells) < at + LEAST or "switch" not in words.roles(cells[at].text):
        return None
    heads = [_stroke(c) for c in cells[at + 1 : at + 3]]
    if {h.text for h in heads if h} != {"0", "1"}:
        return None
    rows: list[tuple[Cell, ...]] = []
    start, last = at + 3, 0
    while start + LEAST <= len(cells):
        head = numbered(cells[start].text)
        told = cells[start + 1 : start + 3]
        if not head or (rows and head[1] != last + 1) or any(numbered(c.text) for c in told):
            break
        rows.append((cells[start], *told))
        start, last = start + LEAST, head[1]
    if len(rows) < 2:
        return None
    header = [cells[at].text, *(h.text for h in heads if h)]
    return _grid(header, rows, _caption(cells, at), section), start - at


def _states(cells: Sequence[Cell], at: int, section: Section) -> tuple[Grid, int] | None:
    """`H1`, `Operating state`, then `dark`, `no voltage`, `lit`, …: what one lamp does and what it says, in turn."""
    if at + 2 >= len(cells) or not words.roles(cells[at + 1].text) & {"mode", "meaning", "state"}:
        return None
    head = cells[at].text
    if not (_NAME.fullmatch(head) or words.roles(head) & {"state", "indicator"}):
        return None
    rows: list[tuple[Cell, ...]] = []
    start = at + 2
    while start + 1 < len(cells):
        shown = lamp_words.read(cells[start].text)
        if shown is None or not shown.pattern or lamp_words.pure(cells[start + 1].text):
            break
        rows.append((cells[start], cells[start + 1]))
        start += 2
    if len(rows) < LEAST:
        return None
    told = " ".join([section.heading.text, *(c.text for c in cells[: at + 2])])
    if not words.LAMP.search(told):
        return None  # what an output or a relay does is no lamp
    if words.roles(head):
        return _grid([head, cells[at + 1].text], rows, _caption(cells, at), section), start - at
    color = re.search(rf"\b{re.escape(head)}\b (?:is |\(|lights? |: ?)?{words.COLOR.pattern}", told, re.IGNORECASE)
    lit = replace(cells[at], text=color[1] if color else "")
    named = [(cells[at], lit, *r) for r in rows]
    return _grid(["Lamp", "Colour", "State", "Meaning"], named, _caption(cells, at), section), start - at


def _lamps(cells: Sequence[Cell], at: int, section: Section) -> tuple[Grid, int] | None:
    """`Lamp`, `Colour`, `State`, `Meaning`, then name and colour once before the states and meanings of each lamp."""
    heads = [c.text for c in cells[at : at + 4]]
    if len(heads) < 4 or not words.role_matches("indicator", heads[0]) or not words.role_matches("color", heads[1]):
        return None
    if not all(_is_head(h) and not lamp_words.pure(h) for h in heads):
        return None
    rows: list[tuple[Cell, ...]] = []
    lamp: tuple[Cell, Cell] | None = None
    start = at + 4
    while start + 1 < len(cells):
        color = words.COLOR.fullmatch(cells[start + 1].text)
        if color and start + LEAST < len(cells) and not _lit(cells[start]) and _lit(cells[start + 2]):
            lamp = (cells[start], cells[start + 1])
            start += 2
        if lamp is None or not _lit(cells[start]) or lamp_words.pure(cells[start + 1].text):
            break
        rows.append((*lamp, cells[start], cells[start + 1]))
        start += 2
    if len(rows) < LEAST:
        return None
    return _grid(["Lamp", "Colour", "State", "Meaning"], rows, _caption(cells, at), section), start - at


def _lit(cell: Cell) -> bool:
    shown = lamp_words.read(cell.text)
    return bool(shown and shown.pattern)


def _rhythms(cells: Sequence[Cell], at: int, section: Section) -> tuple[Grid, int] | None:
    """`Type`, `ON`, `OFF`, then `Flash1`, `0.25s`, `3.75s`, …: the names of rhythms, each with the times it is lit and dark."""
    heads = [c.text for c in cells[at : at + 3]]
    if len(heads) < LEAST or not words.roles(heads[0]) or not words.role_matches("times_on", heads[1]):
        return None
    if not words.role_matches("times_off", heads[2]):
        return None
    rows: list[tuple[Cell, ...]] = []
    start = at + 3
    while start + 2 < len(cells) and not _TIME.fullmatch(cells[start].text):
        if not all(_TIME.fullmatch(c.text) for c in cells[start + 1 : start + 3]):
            break
        rows.append(tuple(cells[start : start + 3]))
        start += 3
    return (_grid(heads, rows, _caption(cells, at), section), start - at) if rows else None


def _counted(cells: Sequence[Cell], at: int, section: Section) -> tuple[Grid, int] | None:
    """Rows that count from one under as many heads, where the last cell of a row may go on in a line of its own."""
    if cells[at].text != "1":
        return None
    width = 0
    while at - width > 0 and width < MOST and _is_head(cells[at - width - 1].text):
        width += 1
    for size in range(width, LEAST - 1, -1):
        header = [c.text for c in cells[at - size : at]]
        if sum(bool(words.roles(h)) for h in header) < 0.7 * size:
            continue
        rows: list[list[Cell]] = []
        start = at
        while start + size <= len(cells) and cells[start].text == str(len(rows) + 1):
            row = list(cells[start : start + size])
            if any(c.text[:1].islower() for c in row[1:]) or any(c.text == str(len(rows) + 2) for c in row[1:]):
                break
            start += size
            rows.append(row)
            while start < len(cells) and cells[start].text[:1].islower() and len(row[-1].text) >= FULL_LINE:
                more = cells[start]
                row[-1] = Cell(f"{row[-1].text} {more.text}", row[-1].place | more.place)
                start += 1
        if len(rows) >= LEAST and not (start < len(cells) and cells[start].text == str(len(rows) + 1)):
            return _grid(header, rows, _caption(cells, at - size), section), start - at
    return None


def _is_head(text: str) -> bool:
    return len(text.split()) <= LONGEST_HEAD and text[:1].isalpha() and text[-1:] not in ".;:,"


def _columns(cells: Sequence[Cell], at: int, section: Section) -> tuple[Grid, int] | None:
    """`Contact`, `1` to `8`, `Signal`, then eight cells: the columns stand one after the other."""
    if not words.role_matches("pin", cells[at].text):
        return None
    count = 0
    while at + 1 + count < len(cells) and cells[at + 1 + count].text == str(count + 1):
        count += 1
    start = at + 1 + count
    if count < LEAST or start + count >= len(cells) or not words.roles(cells[start].text) & {"signal", "function"}:
        return None
    columns = [cells[at + 1 : at + 1 + count]]
    header = [cells[at].text]
    while start + count < len(cells) and words.roles(cells[start].text):
        held = cells[start + 1 : start + 1 + count]
        if any(c.text.isdecimal() for c in held):
            break
        header.append(cells[start].text)
        columns.append(held)
        start += count + 1
    if len(columns) < 2:
        return None
    return _grid(header, list(zip(*columns, strict=True)), _caption(cells, at), section), start - at
