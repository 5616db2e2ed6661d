"""One switch and its position in a cell or line, and beside or under it what that means: `6 OFF | speed from the menu`, `#5 ON`, `9600 baud`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.importing.blocks import Cell, Section
from kb.importing.found import Found
from kb.importing.grids import Grid, places, stream
from kb.importing.switch_heads import MISREAD, PREFIX

LEAST, LONGEST = 2, 16
_STATE = r"(?P<state>ON|OFF|On|Off|on|off|0N|0FF|OFE)"
_SET = re.compile(
    rf"^(?:(?i:{PREFIX}|slide)s?[-_ .]?)?#?(?P<number>\d{{1,2}})\s*(?:[:=,–-]|(?i:in|at|to|is|set to))?\s*{_STATE}$"
)
_ABOUT = re.compile(r"(?i)\b(?:dip|switch(?:es)?|levers?|slides?|sliders?|jumpers?|bits)\b")


def from_grid(grid: Grid) -> list[Found]:
    """Return the positions of a table with a column of switches with their positions, every cell of it such; else nothing."""
    for n in range(grid.width):
        named = [_SET.match(t) for t in grid.column(n)]
        rest = [k for k in range(grid.width) if k != n]
        if len(named) < LEAST or not all(named) or not rest or len({_key(m) for m in named if m}) < len(named):
            continue
        if all(any(r[k].text for k in rest) for r in grid.rows):
            return [
                _found(m, "; ".join(r[k].text for k in rest if r[k].text), r, 0.5 + 0.5 * grid.confidence)
                for r, m in zip(grid.rows, named, strict=True)
                if m
            ]
    return []


def from_section(section: Section) -> list[Found]:
    """Return the positions that stand in lines of their own, each over what it means; a switch has two of them."""
    lines = stream(section)
    told = " ".join([section.heading.text, *(c.text for c in lines)])
    if not _ABOUT.search(told):
        return []
    out: list[Found] = []
    seen: list[tuple[str, str]] = []
    at = 0
    while at + 1 < len(lines):
        named, under = _SET.match(lines[at].text), lines[at + 1]
        meaning = under.text.strip()
        near = under.place.first - lines[at].place.last <= LEAST + 1
        short = len(meaning.split()) <= LONGEST and bool(re.search(r"[A-Za-z]{2}", meaning))
        if named and near and short and not _SET.match(meaning):
            seen.append(_key(named))
            out.append(_found(named, meaning, (lines[at], under), 0.85))
            at += 2
        else:
            at += 1
    both = {n for n, _ in seen if {s for k, s in seen if k == n} == {"ON", "OFF"}}
    return [f for f in out if f.cells["switch"] in both] if len(set(seen)) == len(seen) else []


def _key(found: re.Match[str]) -> tuple[str, str]:
    state = found["state"].upper()
    return str(int(found["number"])), MISREAD.get(state, state)


def _found(named: re.Match[str], meaning: str, row: Sequence[Cell], sure: float) -> Found:
    number, state = _key(named)
    made = Found("dip", {"switch": number, "position": state, "meaning": meaning}, places(tuple(row)), round(sure, 3))
    printed = named["state"].upper()
    return made if printed == state else made.mended(f"Printed {named['state']}, read as {state}")
