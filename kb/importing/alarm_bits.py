"""Faults that are the bits of a word of states: `Bit | Meaning`."""

from __future__ import annotations

import re

from kb.importing import words
from kb.importing.alarms import OTHER, Entry, found
from kb.importing.found import Found
from kb.importing.grids import Grid, places

_REGISTER = re.compile(r"(?i)\b(?:registers?|modbus)\b")


def from_grid(grid: Grid) -> list[Found]:
    """Return the faults of a word of states, bit by bit; a bit that says something else, and a table of registers, are left out."""
    bit = next((n for n, h in enumerate(grid.header) if re.fullmatch(r"(?i)bit(?: ?(?:no|number|#)\.?)?", h)), None)
    told = " ".join(h for n, h in enumerate(grid.header) if n != bit and not re.fullmatch(r"(?i)hex|value", h))
    if (
        bit is None
        or not grid.headed
        or _REGISTER.search(f"{grid.caption} {grid.section.heading.text}")
        or OTHER.search(told)
        or any(words.role_matches("actions", h) for h in grid.header)
    ):
        return []
    rest = [n for n in range(grid.width) if n != bit and any(len(t.split()) > 1 for t in grid.column(n))]
    name = max(rest, key=lambda n: sum(bool(words.FAULT.search(t)) for t in grid.column(n)), default=None)
    if name is None or not all(re.fullmatch(r"(?i)(?:bit ?)?\d{1,2}", t) for t in grid.column(bit)):
        return []
    if sum(bool(words.FAULT.search(t)) for t in grid.column(name)) < 0.5 * len(grid.rows):
        return []
    out = []
    for row in grid.rows:
        number = re.sub(r"\D", "", row[bit].text)
        entry = Entry({"code": f"bit {number}", "name": row[name].text}, places(row))
        made = found(entry, {}, base=grid.confidence, coded=True)
        out += [made.questioned("a bit of a word of states", 0.9)] if made else []
    return out
