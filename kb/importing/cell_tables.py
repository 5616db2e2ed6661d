"""Tables of which every cell stands on a line of its own, told by their heads: rows after rows, or columns after columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from kb.importing import lamp_words, signals, switch_settings, words
from kb.importing.blocks import Cell, Section
from kb.importing.grids import Grid, roles_of, runs
from kb.importing.switch_heads import MARKS, numbered

LEAST, MOST_ROWS = 2, 40
MOST_COLUMNS = 9
LONGEST_HEAD = 5
# Cells of one section that are looked at as the first head of a table.
MOST_LOOKED = 400
# Letters of a cell that may go on in the next line.
FULL = 12
# Heads that must be known among those of a table.
KNOWN = 0.6
_CODE = re.compile(r"^(?:[A-Z]{1,3}[-_ ]?\d{1,4}|0x[0-9A-Fa-f]{1,6}|(?i:err(?:or)?|fault|alarm)\.? ?\d{1,4})$")
_BUS = re.compile(
    r"(?i)(?:can(?:[- ]?bus)?|rs-?485|modbus(?: rtu)?)(?:[ ,@/]+(?:at )?\d[\d.]* ?(?:k|kbps|kbit/s|kbaud|baud|bps|bit/s)?)?"
)
_FIGURE = re.compile(r"(?i)^[<>≤≥±+-]?\s*\d+(?:[.,]\d+)?\s*(?:V|A|mA|W|kW|Hz|°C|℃|%|s|ms|min|h|kbps|kbit/s|baud|bps)?$")


# What a cell is by its look, and no head is.
_NO_HEAD = frozenset({"position", "state", "setting", "code"})


def misaligned(grid: Grid) -> bool:
    """Tell whether a head stands in the first row: then the table began one cell too early."""
    if not grid.rows or not grid.headed:
        return False
    for n in range(grid.width):
        first, *rest = grid.column(n)
        if roles_of(first) and not make(first) and rest and not any(roles_of(t) for t in rest):
            return True
    return False


def grids(section: Section) -> Iterator[Grid]:
    """Yield what may be tables cell by cell; whoever asks has to see whether their rows are facts."""
    left = MOST_LOOKED
    for raw in runs(section):
        yield from (g for g in _parted(raw, section) if not misaligned(g))
        for cells in dict.fromkeys((tuple(raw), tuple(_joined(raw)))):
            for at in range(len(cells) - LEAST):
                text = cells[at].text
                if not _heads(text) or not (roles_of(text) or _column(text)) or make(text) in _NO_HEAD:
                    continue
                left -= 1
                if left < 0:
                    return  # a section of nothing but heads holds no table
                tried = (*_rows(cells, at, section), *_columns(cells, at, section))
                yield from (g for g in tried if not misaligned(g))


def _heads(text: str) -> bool:
    return 0 < len(text.split()) <= LONGEST_HEAD and text[-1:] not in ".;,!?" and bool(re.search(r"[A-Za-z]", text))


def _column(text: str) -> bool:
    """Tell whether a text heads a column without being a word for one: the number of a switch, the mark of a lamp."""
    return bool(numbered(text) or re.fullmatch(r"[A-Z][A-Z\d/+-]{1,7}", text)) and make(text) not in {
        "position",
        "state",
    }


def _joined(cells: Sequence[Cell]) -> list[Cell]:
    """Join a line that begins small to the full one before it."""
    out: list[Cell] = []
    for cell in cells:
        near = bool(out) and cell.place.first - out[-1].place.last <= 1
        small = cell.text[:1].islower() and not make(cell.text)
        if near and small and len(out[-1].text) >= FULL and not make(out[-1].text):
            out[-1] = Cell(f"{out[-1].text} {cell.text}", out[-1].place | cell.place)
        else:
            out.append(cell)
    return out


@lru_cache(maxsize=20_000)
def make(text: str) -> str:
    """Return what a cell is by its look alone: code, number, position, state, bus, setting, figure; else ""."""
    state = lamp_words.read(text)
    if text.upper() in MARKS and not signals.keys(text):
        return "position"
    if signals.keys(text):
        return "number"
    if _CODE.match(text):
        return "code"
    if _BUS.fullmatch(text):
        return "bus"
    if state and state.pattern:
        return "state"
    if switch_settings.setting(text):
        return "setting"
    return "figure" if _FIGURE.match(text) else ""


def _rows(cells: Sequence[Cell], at: int, section: Section) -> Iterator[Grid]:
    """Heads, then the cells of the first row, of the second, …: the makes of the cells come again row by row."""
    run = 1
    while run < MOST_COLUMNS and at + run < len(cells) and _heads(cells[at + run].text):
        run += 1
    for width in range(run, LEAST - 1, -1):
        header = [c.text for c in cells[at : at + width]]
        if any(make(h) in _NO_HEAD for h in header):
            continue
        known = sum(bool(roles_of(h) or numbered(h)) for h in header)
        if known < KNOWN * width and not (known >= LEAST and all(roles_of(h) or _column(h) for h in header)):
            continue
        body = cells[at + width : at + width * (MOST_ROWS + 1)]
        first = _made(body[:width], width)
        count = 1
        while _alike(first, _made(body[count * width : (count + 1) * width], width)):
            count += 1
        if count < LEAST or not any(first):
            continue
        # Half a row more of the same make would be a row that lost a cell.
        rows = tuple(tuple(body[n * width : (n + 1) * width]) for n in range(count))
        yield _guessed(header, rows, cells[at - 1].text if at else "", section)


def _guessed(header: Sequence[str], rows: tuple[tuple[Cell, ...], ...], caption: str, section: Section) -> Grid:
    """Return rows that were put together from single cells; a long line above them is no caption."""
    short = caption if len(caption.split()) <= 2 * LONGEST_HEAD else ""
    return Grid(tuple(header), rows, short, section, "guessed", 0.75, headed=True)


def _parted(cells: Sequence[Cell], section: Section) -> Iterator[Grid]:
    """Empty lines between the rows: groups of as many lines, the first of them heads."""
    groups: list[list[Cell]] = []
    for cell in cells:
        if groups and cell.place.first - groups[-1][-1].place.last <= 1:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    at = 0
    while at < len(groups):
        width = len(groups[at])
        end = at + 1
        while end < len(groups) and len(groups[end]) == width:
            end += 1
        header = [c.text for c in groups[at]]
        known = sum(bool(roles_of(h) or numbered(h)) for h in header)
        if LEAST <= width <= MOST_COLUMNS and end - at > LEAST and known >= max(LEAST, KNOWN * width):
            caption = groups[at - 1][-1].text if at else ""
            yield Grid(
                tuple(header),
                tuple(tuple(g) for g in groups[at + 1 : end]),
                caption,
                section,
                "guessed",
                0.75,
                headed=True,
            )
        at = max(at + 1, end - 1 if end > at + 1 else at + 1)


def _made(row: Sequence[Cell], width: int) -> tuple[str, ...]:
    return tuple(make(c.text) for c in row) if len(row) == width else ()


def _alike(first: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two rows are of one make; a state may be printed as a word that is a position as well."""
    if len(first) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(first, other, strict=True) if a or b]
    same = [a == b or {a, b} == {"state", "position"} for a, b in pairs]
    return bool(pairs) and all(same)


def _columns(cells: Sequence[Cell], at: int, section: Section) -> Iterator[Grid]:
    """A head, then its whole column, the next head, its column: the heads stand at equal distances."""
    for count in range(LEAST, min(MOST_ROWS, len(cells) - at - LEAST) + 1):
        step = count + 1
        starts = [at]
        while (
            len(starts) < MOST_COLUMNS and starts[-1] + 2 * step <= len(cells) and _heads(cells[starts[-1] + step].text)
        ):
            head = cells[starts[-1] + step].text
            starts.append(starts[-1] + step)
            if not (roles_of(head) or _column(head)):
                break  # the last head may be any word
        if len(starts) < LEAST:
            continue
        heads = [cells[s].text for s in starts]
        if len(set(heads)) < len(heads):
            continue
        switches_ = [n[1] for h in heads if (n := numbered(h))]
        told = any(map(roles_of, heads)) or switches_ == list(range(1, len(switches_) + 1)) != []
        if not told:
            continue
        columns = [cells[s + 1 : s + step] for s in starts]
        if not _even(columns) or (words.role_matches("pin", heads[0]) and _torn(columns)):
            continue
        header = tuple(cells[s].text for s in starts)
        rows = tuple(zip(*columns, strict=True))
        yield _guessed(header, rows, cells[at - 1].text if at else "", section)


def _torn(columns: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether empty lines part the cells of a column in some places only: then a column ends there, and another begins."""
    gaps = [b.place.first - a.place.last > 1 for c in columns for a, b in pairwise(c)]
    return any(gaps) and sum(gaps) <= 0.5 * len(gaps)


def _even(columns: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether each column is of one make, words counting as one, and one of them is of another make than words."""
    makes: list[set[str]] = []
    for column in columns:
        makes.append({make(c.text) for c in column})
        if len(makes[-1]) > LEAST:
            return False
    heads = sum(bool(roles_of(c.text)) and not make(c.text) for column in columns for c in column)
    one = all(len(m) == 1 or m <= {"state", "position"} or m <= {"", "number", "code"} for m in makes)
    told = len(columns) > LEAST and any(words.FAULT.search(c.text) for c in columns[0])
    other = any(m != {""} for m in makes) or told
    return one and other and heads <= 0.3 * sum(map(len, columns))
