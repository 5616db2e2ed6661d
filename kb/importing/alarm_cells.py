"""Tables of faults whose cells empty lines part, each of one line or several: `Code`, `Name`, `Reason`, `Handling`, then the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.importing import alarm_codes
from kb.importing.blocks import Cell, ListItem, Paragraph, Section
from kb.importing.grids import Grid, roles_of

LEAST_ROWS, LEAST_WIDTH, MOST_WIDTH = 3, 3, 6
LONGEST_HEAD = 4
# Share of the rows that may lack a cell or have one too many; those are left out.
ODD = 0.2
_ROLES = frozenset({"code", "name", "cause", "actions", "recovery", "effect", "level", "meaning"})
_CODE = re.compile(r"(?:[A-Z]{1,3}[-_ ]?\d{1,4}|0x[0-9A-Fa-f]{1,6}|\d{2,5}|(?i:err(?:or)?|fault|alarm)\.? ?\d{1,4})")


def grids(section: Section) -> Iterator[Grid]:
    """Yield the tables of a section whose rows each begin with a code, told by the distance of the codes."""
    held: list[Cell] = []
    for block in [*section.blocks, None]:
        if isinstance(block, Paragraph | ListItem):
            held.append(Cell(block.text, block.place))
            continue
        yield from _tables(held, section)
        held = []


def _tables(cells: Sequence[Cell], section: Section) -> Iterator[Grid]:
    at = 0
    while at < len(cells):
        width = 0
        while width < MOST_WIDTH and at + width < len(cells) and _heads(cells[at + width].text):
            width += 1
        heads = tuple(c.text for c in cells[at : at + width])
        key = next((n for n, h in enumerate(heads) if "code" in roles_of(h)), None)
        if width < LEAST_WIDTH or key is None:
            at += 1
            continue
        rows, end = _rows(cells, at + width, heads, key)
        if len(rows) >= LEAST_ROWS:
            caption = cells[at - 1].text if at and len(cells[at - 1].text.split()) <= 2 * LONGEST_HEAD else ""
            yield Grid(heads, tuple(rows), caption, section, "guessed", 0.8, headed=True)
        at = max(end, at + 1)


def _heads(text: str) -> bool:
    return len(text.split()) <= LONGEST_HEAD and not _code(text) and bool(roles_of(text) & _ROLES)


def _code(text: str) -> bool:
    return bool(_CODE.fullmatch(alarm_codes.unmisread(text)[0]))


def _rows(cells: Sequence[Cell], at: int, heads: Sequence[str], key: int) -> tuple[list[tuple[Cell, ...]], int]:
    """Return the rows from a place on, and where they end; none where many of them have not as many cells as heads."""
    width, odd = len(heads), 0
    rows: list[tuple[Cell, ...]] = []
    while at + width <= len(cells) and _code(cells[at + key].text):
        ends = range(at + key + 1, min(at + key + 1 + 2 * width, len(cells)))
        following = next((n - key for n in ends if _code(cells[n].text)), at + width)
        # The heads may be printed again on the next page.
        again = [c.text for c in cells[at + width : following]] == list(heads)
        if following - at == width or again:
            rows.append(tuple(cells[at : at + width]))
        else:
            odd += 1
        at = following
    return (rows if odd <= ODD * len(rows) else []), at
