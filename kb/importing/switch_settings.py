"""Settings of switches as cells print them: several positions in one cell, or a column for each switch."""

from __future__ import annotations

import re

from kb.importing.blocks import ListItem, Row
from kb.importing.found import Found
from kb.importing.grids import Grid
from kb.importing.switch_heads import MARKS, MISREAD, STATES, numbered
from kb.importing.switch_numbers import MOST, Numbers

_PATTERN = re.compile(r"(?<![\w.:,–-])(?!0[xX])([01XxO]{2,10})(?![\w.:,–-])")
_NAMED = re.compile(r"(?i)(?:dip|sw|s|#|switch|bit)?[-_ ]?(\d{1,2})\s*(?:[:=]|is|to|set to)?\s*\b(on|off|0|1)\b")
MOST_SWITCHES = 12
LEGEND = re.compile(r"(?i)[●■▲↑][^.;●○■□▲▼↑↓]{0,30}\bon\b")
DRAWN = "a filled mark was read as ON"


def setting(text: str) -> tuple[str, ...]:
    """Return a switch setting, ON/OFF/ANY for each switch from the first on: `X000010`, `ON OFF OFF`, `1:ON 2:OFF`; else ()."""
    if (found := _PATTERN.search(text)) and len(set(found[1].upper()) & {"0", "1"}) > 0:
        return tuple(STATES[c.upper()] for c in found[1])
    named = _NAMED.findall(text)
    if len(named) >= 2 and [int(n) for n, _ in named] == list(range(1, len(named) + 1)):
        return tuple(STATES[v.upper()] for _, v in named)
    plain = text.replace(",", " ").replace("/", " ").replace("-", " ").split()
    if 2 <= len(plain) <= MOST_SWITCHES and all(p.upper() in STATES for p in plain):
        return tuple(STATES[p.upper()] for p in plain)
    return ()


def notation(states: tuple[str, ...], first: int = 1) -> str:
    """Return a setting in the corpus form, of the switches from `first` on, those before it free: `1=any 2=OFF 3=ON`."""
    whole = (*["ANY"] * (first - 1), *states)
    return " ".join(f"{n}={'any' if s == 'ANY' else s}" for n, s in enumerate(whole, 1))


def without_picture(text: str) -> str:
    """Drop what is left of the drawing of a switch: `ON 1 2 3 4 5 6 7`."""
    return re.sub(
        r"(?i)(?:\bon\b\s*)?(?:\bno\b\s*)?(?:\b1 2(?: 3)?(?: 4)?(?: 5)?(?: 6)?(?: 7)?(?: 8)?(?: 9)?\b)|\bON NO\b",
        " ",
        text,
    ).strip()


def number_columns(grid: Grid) -> list[int]:
    """Columns headed by the numbers of switches, whose cells are positions; bare numbers that leave some out need ON and OFF."""
    named = [(n, head) for n in range(grid.width) if (head := numbered(grid.header[n])) and positional(grid, n)]
    named.sort(key=lambda x: x[1][1])  # the switches may be drawn from right to left
    numbers = [number for _, (_, number) in named]
    if len(named) < 2 or len({block for _, (block, _) in named}) > 1 or len(set(numbers)) < len(numbers):
        return []
    counting = numbers == list(range(1, len(numbers) + 1))
    marked = not any(grid.header[n].isdecimal() for n, _ in named) or all(worded(grid, n) for n, _ in named)
    whole = all(positional(grid, n) for n in range(grid.width) if numbered(grid.header[n]))
    return [n for n, _ in named] if counting or (marked and whole and numbers[-1] <= MOST) else []


def worded(grid: Grid, n: int) -> bool:
    return all(not t.isdecimal() for t in grid.column(n))


def of_columns(grid: Grid, columns: list[int]) -> Numbers:
    return Numbers(tuple(head[1] for n in columns if (head := numbered(grid.header[n]))))


def positional(grid: Grid, n: int) -> bool:
    texts = [t for t in grid.column(n) if t]
    return bool(texts) and all(t.upper() in MARKS or t in {"-", "–", "—", "*"} for t in texts)


def drawn(found: Found, row: Row, grid: Grid) -> Found:
    """Doubt a setting that is drawn: the custom that a filled mark is ON. A misread position is said."""
    marks = {c.text.upper() for c in row} & MARKS.keys() - STATES.keys()
    for said in sorted(marks & MISREAD.keys()):
        found = found.mended(f"Printed {said}, read as {MISREAD[said]}")
    drawn = bool(marks - MISREAD.keys())
    return found.questioned(DRAWN, 0.9) if drawn and not explained(grid) else found


def explained(grid: Grid) -> bool:
    """Tell whether the text around says that the filled mark is ON; a mark at the start of a line may have been taken for an item's."""
    said = (f"{b.marker} {b.text}" if isinstance(b, ListItem) else b.text for b in grid.section.blocks)
    return bool(LEGEND.search(" ".join(said)))
