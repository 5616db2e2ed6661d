"""Rows whose cells are parted by signs of writing instead of columns: `4 – CAN-H – high line`, `RUN (green): in operation`, `E01;Fan;Clean it`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.importing.blocks import Cell, ListItem, Paragraph, Place, Section, Table
from kb.importing.grids import Grid, looks_like_header

LEAST = 2
# Letters of a row; what is longer is a paragraph. Words of a line over the rows that may be their caption.
LONGEST, CAPTION = 320, 14
MOST_COLUMNS = 9
# Letters of a line that may have been broken at the edge of the page.
FULL = 45
# The signs, by what they are called: two lines are of one make when they begin with the same signs in the same order.
_SIGNS = re.compile(
    r"(?P<dots>\s*(?:\.{3,}|…+|_{3,})\s*)|(?P<arrow>\s*(?:→|⇒|->|=>)\s*)|(?P<dash>\s+[–—-]{1,2}\s+|(?<=[\w)])[–—]\s+)|(?P<bar>\s*\|\s*)|"
    r"(?P<semi>\s*;\s*)|(?P<equal>\s+=\s*|=(?=\s))|(?P<close>\)\s*(?::|=|–|—|-(?=\s))\s*)|(?P<colon>\s*:\s+)|(?P<open>\s*\()|"
    r"(?P<comma>,\s+|,(?=\S)(?!\d))|(?P<shut>\))"
)
# Signs that stand between cells and hardly inside one; cells of a line, and lines, that say so.
_STRONG = (re.compile(r"\s+[–—]\s+"), re.compile(r"\s*\|\s*"), re.compile(r"\s*;\s+"), re.compile(r"\s+/\s+"))
CELLS = 2
_CAPTION = re.compile(r"(?i)^(?:figure|fig\.|table|tab\.|picture|illustration)\s*\d")
_NUMBER = re.compile(r"^(?:\(?(\d{1,2})[.)]|\((\d{1,2})\))\s+(?=\S)")


@dataclass(frozen=True)
class _Line:
    """A line cut at its signs: `parts` are one more than `signs`; `kept` are the signs as they are printed."""

    cell: Cell
    parts: tuple[str, ...]
    signs: tuple[str, ...]
    kept: tuple[str, ...]


def grids(section: Section) -> Iterator[list[Grid]]:
    """Yield the readings of each run of lines of one make, those with most columns first."""
    for held in pieces(section):
        yield from _by_strong_signs(held, section)
        lines = [_cut(c) for c in _joined(held)]
        at = 0
        while at < len(lines):
            end = at + 1
            shared = lines[at].signs
            while shared and end < len(lines) and (more := _common(shared, lines[end].signs)):
                shared, end = more, end + 1
            if shared and end - at >= LEAST:
                caption = [x.cell.text for x in lines[max(0, at - 2) : at] if len(x.cell.text.split()) <= CAPTION]
                if tried := _readings(lines[at:end], shared, " ".join(caption), section):
                    yield tried
                at = end
            else:
                at += 1


def _by_strong_signs(held: Sequence[Cell], section: Section) -> Iterator[list[Grid]]:
    """Yield runs of lines that one sign parts into as many cells (`Acme A1, A2 — P1 — RS485`), where other signs would part them unlike."""
    at = 0
    while at < len(held):
        for sign in _STRONG:
            # Line by line, as far as they are alike: a text of thousands of lines is looked through once.
            cells = len(sign.split(held[at].text))
            if cells <= CELLS:
                continue
            end = at
            while end < len(held) and len(held[end].text) <= LONGEST and len(sign.split(held[end].text)) == cells:
                end += 1
            run = held[at:end]
            if len(run) <= CELLS:
                continue
            if len({_cut(c).signs[: cells - 1] for c in run}) > 1:
                rows = tuple(tuple(Cell(t.strip(), c.place) for t in sign.split(c.text)) for c in run)
                yield [Grid(("",) * cells, rows, "", section, "guessed", 0.8, headed=False)]
            at = end - 1
            break
        at += 1


def pieces(section: Section) -> Iterator[list[Cell]]:
    """Yield the lines and list items (each whole, with its number) of a section between its tables."""
    held: list[Cell] = []
    for block in section.blocks:
        if isinstance(block, Table):
            if held:
                yield held
            held = []
        elif isinstance(block, ListItem):
            numbered = block.ordered and any(c.isdecimal() for c in block.marker)
            held.append(Cell(f"{block.marker} {block.text}" if numbered else block.text, block.place))
        elif isinstance(block, Paragraph):
            held += block.lines
    if held:
        yield held


def _joined(cells: Sequence[Cell]) -> list[Cell]:
    """Join a line that begins small to a full one before it: a row that was wrapped."""
    out: list[Cell] = []
    for cell in cells:
        near = bool(out) and cell.place.first - out[-1].place.last <= 1
        if near and cell.text[:1].islower() and len(out[-1].text) >= FULL and out[-1].text[-1:] not in ".:;":
            out[-1] = Cell(f"{out[-1].text} {cell.text}", out[-1].place | cell.place)
        else:
            out.append(cell)
    return out


def _cut(cell: Cell) -> _Line:
    text = cell.text.strip()
    if len(text) > LONGEST or _CAPTION.match(text):
        return _Line(cell, (text,), (), ())
    parts: list[str] = []
    signs: list[str] = []
    kept: list[str] = []
    number = _NUMBER.match(text)
    at = 0
    if number:
        parts.append(number[1] or number[2])
        signs.append("number")
        kept.append(number[0])
        at = number.end()
    depth = 0
    begun = at
    for found in _SIGNS.finditer(text, at):
        name = found.lastgroup or ""
        if (name in {"shut", "close"} and not depth) or (name == "open" and depth):
            continue
        if found.start() == begun and name != "open":
            continue
        depth += (name == "open") - (name in {"shut", "close"})
        parts.append(text[begun : found.start()].strip())
        signs.append(name)
        kept.append(found[0])
        begun = found.end()
    parts.append(text[begun:].strip())
    return _Line(cell, tuple(parts), tuple(signs), tuple(kept))


def _common(one: Sequence[str], two: Sequence[str]) -> tuple[str, ...]:
    out = []
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        out.append(a)
    return tuple(out)


def _readings(lines: Sequence[_Line], shared: tuple[str, ...], caption: str, section: Section) -> list[Grid]:
    out = []
    for count in range(min(len(shared), MOST_COLUMNS), 0, -1):
        signs = shared[:count]
        # A comma alone parts what is listed in a sentence; a bracket that is not closed is a remark.
        if signs in {("comma",), ("number",), ("open",), ("number", "comma")} and len(lines) <= LEAST:
            continue
        rows = [_row(x, count) for x in lines]
        rows = [r for r in rows if r]
        if len(rows) < len(lines) or not all(any(c.text for c in r) for r in rows):
            continue
        headed = looks_like_header(rows[0])
        body = rows[1:] if headed else rows
        header = tuple(c.text for c in rows[0]) if headed else ("",) * len(rows[0])
        if len(body) >= LEAST:
            out.append(Grid(header, tuple(body), caption, section, "guessed", 0.8, headed))
    return out


def _row(line: _Line, count: int) -> tuple[Cell, ...]:
    """Return the first `count` cells of a line and what follows them as one; brackets that are left open are closed again."""
    place: Place = line.cell.place
    rest = line.parts[count]
    for sign, part in zip(line.kept[count:], line.parts[count + 1 :], strict=True):
        rest += sign + part
    cells = [*line.parts[:count], rest]
    # `RUN (green) – in operation`: an empty cell between a bracket and a dash is none.
    cells = [c for n, c in enumerate(cells) if c or n in {0, len(cells) - 1}]
    if line.signs[:count].count("open") > sum(s in {"shut", "close"} for s in line.signs[:count]):
        cells[-1] = re.sub(r"\)\s*[.;]?$", "", cells[-1]) if cells[-1].count(")") > cells[-1].count("(") else cells[-1]
    return tuple(Cell(t.strip(" .") if n < len(cells) - 1 else t.rstrip("."), place) for n, t in enumerate(cells))
