"""Tables of switches for kinds of battery with their charge voltages: settings of the product, no list of partners."""

from __future__ import annotations

import re

from kb.importing import words
from kb.importing.grids import Grid

# Kinds of cells, as chargers list them, and what leaves the choice to the user.
_KIND = re.compile(
    r"(?i)\b(?:flooded|agm|gel|wet|sealed|vrla|sla|opz[sv]|tubular|flat plate|calcium|lead(?:[- ]?(?:acid|carbon|crystal))?|"
    r"li-?fe-?po-?4|lfp|lto|nmc|nca|li-?ion|lithium(?:[- ]ion| iron phosphate)?|ni-?(?:cd|mh|fe)|salt ?water)\b|"
    r"^(?:set|defined|chosen|programmed) (?:by|in|with) |^(?:user|custom|app)\b"
)
_TALKS = re.compile(
    r"(?i)\b(?:protocols?|profiles?|languages?|drivers?|interface|bus|communicat\w+|can|rs-?485|modbus|ports?)\b"
)
_VOLTS = re.compile(r"(?i)^[\d.,]+ ?(?:[-–] ?[\d.,]+ ?)?V(?:dc)?$")
LEAST = 2


def column(grid: Grid) -> int | None:
    """Return the column of kinds of battery of a table with charge voltages that tells of no bus and no protocol, else None."""
    cells = [c.text for row in grid.rows for c in row]
    if any(_TALKS.search(t) for t in [*grid.header, *cells]) or any(
        words.role_matches("speed", h) for h in grid.header
    ):
        return None
    for n in range(grid.width):
        texts = [t for t in grid.column(n) if t]
        kinds = sum(bool(_KIND.search(t)) for t in texts)
        volts = [k for k in range(grid.width) if k != n and sum(bool(_VOLTS.match(t)) for t in grid.column(k)) >= LEAST]
        if volts and len(texts) == len(grid.rows) and kinds >= LEAST and 2 * kinds > len(texts):
            return n
    return None


def told(grid: Grid, kind: str, cells: dict[int, str]) -> str:
    """Return what a row sets: the kind of battery, then each figure of its other columns under its head; dashes say nothing."""
    rest = (f"{grid.header[n]} {t}".strip() for n, t in cells.items() if re.search(r"\w", t))
    return "; ".join([kind, *rest])
