"""One cell to a line and no cell lost: the running numbers stand at equal distances, so the table is square again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kb.importing import lamp_words, words
from kb.importing.blocks import Cell, Section
from kb.importing.grids import Grid, roles_of, runs

# Two cells a row need no square (kb.importing.pin_lines reads them), more than this is no table of a manual.
MIN_WIDTH, MAX_WIDTH = 3, 9
MIN_ROWS = 3
# Columns of states that make a table of lamps, and words in the name of one.
MIN_STATES, LONGEST_NAME = 2, 4
LONGEST_CAPTION = 10
_PLACEHOLDERS = frozenset({"-", "--", "---", "–", "—", "/"})


def grids(section: Section) -> Iterator[Grid]:
    """Yield the square tables that stand line by line in a section."""
    taken: set[int] = set()
    for cells in runs(section):
        start = 0
        while start < len(cells):
            if cells[start].text == "1" and (found := _square(cells, start)):
                marks, width = found
                header = _header(cells[:start], width)
                if header:
                    rows = tuple(tuple(cells[m : m + width]) for m in marks)
                    caption = cells[start - width - 1].text if start > width else ""
                    yield Grid(header, rows, caption, section, "guessed", 0.8, headed=True)
                    taken |= {c.place.first for r in rows for c in r}
                start = marks[-1] + width
            else:
                start += 1
    for grid in _of_states(section):
        if not taken & {c.place.first for r in grid.rows for c in r}:
            yield grid


def _of_states(section: Section) -> Iterator[Grid]:
    """Yield the lamp tables of a section that lost their lines: labels and states alternate evenly under a header."""
    for cells in runs(section):
        pure = [lamp_words.pure(c.text) for c in cells]
        at = next((n for n, flag in enumerate(pure) if flag), None)
        if at is None:
            continue
        states = next((n for n, flag in enumerate(pure[at:]) if not flag), 0)
        labels = next((n for n, flag in enumerate(pure[at + states :]) if flag), 0)
        width, start = states + labels, at - labels
        if states < MIN_STATES or not labels or width > MAX_WIDTH or start < width:
            continue
        before, count = _begun(cells, pure, at, states, labels)
        start = at - before
        header = tuple(c.text for c in cells[start - width : start])
        made = [*[False] * before, *[True] * states, *[False] * (labels - before)]
        flat = [c.text for c in cells[start : start + count * width]]
        shown = [t for n, t in enumerate(flat) if made[n % width]]
        # Colour and pattern of one lamp stand side by side as well: then the heads say so, and colours are no states.
        if any(roles_of(h) & {"state", "color", "meaning"} for h in header[before : before + states]):
            continue
        if not all((state := lamp_words.read(t)) and state.pattern for t in shown):
            continue
        if count >= MIN_ROWS and not any(lamp_words.pure(h) or len(h.split()) > LONGEST_NAME for h in header):
            rows = tuple(tuple(cells[start + n * width : start + (n + 1) * width]) for n in range(count))
            yield Grid(header, rows, "", section, "guessed", 0.75, headed=True)


def _begun(cells: list[Cell], pure: list[bool], at: int, states: int, labels: int) -> tuple[int, int]:
    """Return how many labels stand before the states of a row, and how many rows that makes.

    The reading with most rows counts, and of two that have as many the one whose labels have the shorter heads.
    """
    width = states + labels
    best: tuple[tuple[int, int, int], int, int] | None = None
    for before in range(labels, -1, -1):
        start = at - before
        made = [*[False] * before, *[True] * states, *[False] * (labels - before)]
        count = 0
        while pure[start + count * width : start + (count + 1) * width] == made and all(
            len(c.text.split()) <= 2 * LONGEST_NAME for c in cells[start + count * width : start + (count + 1) * width]
        ):
            count += 1
        heads = [c.text for c, state in zip(cells[max(0, start - width) : start], made, strict=False) if not state]
        score = (count, -sum(len(h.split()) for h in heads), before)
        if start >= width and (best is None or score > best[0]):
            best = (score, before, count)
    return (best[1], best[2]) if best else (labels, 0)


# What a cell may be by its look alone. A column of one make among columns of others shows where the rows begin.
_MAKES = {
    "bus": re.compile(r"(?i)^(?:can(?:[- ]?bus)?|rs-?(?:485|232)|modbus(?: rtu)?)$"),
    "figure": re.compile(
        r"(?i)^[<>≤≥±+-]?\s*\d+(?:[.,]\d+)?\s*(?:V|A|mA|W|kW|Hz|°C|℃|%|s|ms|min|h|kbps|kbit/s|baud|bps)?$"
    ),
    "color": re.compile(rf"(?i)^{words.COLOR.pattern}$"),
    "code": re.compile(r"^(?:[A-Z]{1,3}[-_ ]?\d{1,4}|0x[0-9A-Fa-f]+|(?i:err(?:or)?|fault|alarm)\.? ?\d{1,4})$"),
}


@lru_cache(maxsize=20_000)
def _make(text: str) -> str:
    if (state := lamp_words.read(text)) and state.pattern:
        return "state"
    return next((name for name, pattern in _MAKES.items() if pattern.match(text)), "")


def by_make(section: Section) -> Iterator[Grid]:
    """Yield tables whose cells stand one to a line under their heads, told by counting: each row has its makes in the same order.

    No cell may be lost, and at least one column is of a make (a bus, a figure, a lamp's state, a code) that its neighbours are not.
    """
    for cells in runs(section):
        at = 0
        while at < len(cells):
            width = 0
            while at + width < len(cells) and width < MAX_WIDTH and _heads(cells[at + width].text):
                width += 1
            taken = 0
            for size in range(width, MIN_WIDTH - 1, -1):
                if sum(bool(words.roles(c.text)) for c in cells[at : at + size]) < 0.5 * size:
                    continue
                rows = _like(cells[at + size :], size)
                if (
                    len(rows) >= MIN_ROWS
                    and sum(bool(words.roles(c.text)) for c in cells[at : at + size]) >= 0.5 * size
                ):
                    caption = cells[at - 1].text if at and len(cells[at - 1].text.split()) <= LONGEST_CAPTION else ""
                    header = tuple(c.text for c in cells[at : at + size])
                    yield Grid(header, tuple(rows), caption, section, "guessed", 0.75, headed=True)
                    taken = size * (len(rows) + 1)
                    break
            at += max(1, taken)


def _heads(text: str) -> bool:
    return (
        len(text.split()) <= LONGEST_NAME
        and text[-1:] not in ".;:,"
        and not _make(text)
        and any(c.isalpha() for c in text)
    )


def _like(cells: list[Cell], width: int) -> list[tuple[Cell, ...]]:
    """Return the rows of one signature at the beginning of the cells; none when nothing tells where a row begins."""
    # A name may look like a state or a figure (`Off`, `5 kW`), so the second and third row have a say.
    every = [[_make(c.text) for c in cells[n : n + width]] for n in range(0, MIN_ROWS * width, width)]
    if len(every[-1]) < width:
        return []
    first = [column[0] if len(set(column)) == 1 else "" for column in zip(*every, strict=True)]
    if not any(first) or all(x == first[0] for x in first):
        return []
    rows: list[tuple[Cell, ...]] = []
    for n in range(0, len(cells) - width + 1, width):
        row = tuple(cells[n : n + width])
        if any(made and _make(c.text) != made for c, made in zip(row, first, strict=True)):
            break
        # Two makes in their places are a row, whatever the remarks begin with; one may be chance.
        free = 1 if sum(map(bool, first)) > 1 else width
        if any(not made and c.text[:1].islower() for c, made in zip(row[:free], first, strict=False)):
            break
        rows.append(row)
    # One more cell of the row's make would be the beginning of a row that lost a cell.
    rest = [_make(c.text) for c in cells[len(rows) * width : (len(rows) + 1) * width]]
    return [] if sum(bool(x) for x in rest) >= max(1, sum(map(bool, first))) else rows


def _square(cells: list[Cell], start: int) -> tuple[list[int], int] | None:
    for width in range(MIN_WIDTH, MAX_WIDTH + 1):
        marks = [start]
        while marks[-1] + width < len(cells) and cells[marks[-1] + width].text == str(len(marks) + 1):
            marks.append(marks[-1] + width)
        whole = marks[-1] + width <= len(cells)
        if len(marks) >= MIN_ROWS and whole and _even(cells, marks, width):
            return marks, width
    return None


def _even(cells: list[Cell], marks: list[int], width: int) -> bool:
    """Tell whether the columns are of one make: placeholders show that no cell is lost, and no cell is the rest of another."""
    body = [cells[m + n].text for m in marks for n in range(1, width)]
    wrapped = sum(t[:1].islower() for t in body)
    return wrapped < 0.2 * len(body) and all(b - a == width for a, b in pairwise(marks))


def _header(before: list[Cell], width: int) -> tuple[str, ...]:
    """Return the last `width` cells before the rows, when they look like heads; a torn header keeps its last names."""
    texts = [c.text for c in before[-width:]]
    if len(texts) < width:
        return ()
    heads = sum(bool(roles_of(t)) or len(t.split()) <= 3 for t in texts)
    return tuple(texts) if heads >= 0.8 * width and not any(t in _PLACEHOLDERS for t in texts) else ()
