"""One cell to a line and no cell lost: the running numbers stand at equal distances, so the table is square again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kb.importing import lamp_words
from kb.importing.blocks import Cell, Section
from kb.importing.grids import Grid, roles_of, runs

# Two cells a row need no square (kb.importing.pin_lines reads them), more than this is no table of a manual.
MIN_WIDTH, MAX_WIDTH = 3, 9
MIN_ROWS = 3
# Columns of states that make a table of lamps, and words in the name of one.
MIN_STATES, LONGEST_NAME = 2, 4
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
        made = [*[False] * labels, *[True] * states]
        count = 0
        while pure[start + count * width : start + (count + 1) * width] == made:
            count += 1
        header = tuple(c.text for c in cells[start - width : start])
        shown = [c.text for n in range(count) for c in cells[start + n * width + labels : start + (n + 1) * width]]
        # Colour and pattern of one lamp stand side by side as well: then the heads say so, and colours are no states.
        if any(roles_of(h) & {"state", "color", "meaning"} for h in header[labels:]):
            continue
        if not all((state := lamp_words.read(t)) and state.pattern for t in shown):
            continue
        if count >= MIN_ROWS and not any(lamp_words.pure(h) or len(h.split()) > LONGEST_NAME for h in header):
            rows = tuple(tuple(cells[start + n * width : start + (n + 1) * width]) for n in range(count))
            yield Grid(header, rows, "", section, "guessed", 0.75, headed=True)


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
