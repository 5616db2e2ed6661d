"""One switch and its position in a cell or line, and beside or under it what that means: `6 OFF | speed from the menu`, `#5 ON`, `9600 baud`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.importing.blocks import Cell, Section
from kb.importing.found import Found
from kb.importing.grids import Grid, places, stream
from kb.importing.switch_heads import MISREAD, PREFIX

LEAST, LONGEST = 2, 16
_STATE = r"(?P<state>ON|OFF|On|Off|on|off|0N|0FF|OFE)"
_SET = re.compile(
    rf"^(?:(?i:{PREFIX}|slide)s?[-_ .]?)?#?(?P<number>\d{{1,2}})\s*(?:[:=,–-]|(?i:in|at|to|is|set to))?\s*{_STATE}$"
)
# Several of them before what they mean together.
_NAME = rf"(?:(?i:{PREFIX}|slide)e?s?[-_ .]?)?#?"
_EACH = rf"{_NAME}\d{{1,2}}(?:\s*(?:,|and|/|&|\+|-|–|to)\s*{_NAME}\d{{1,2}})*\s*(?:[:=]|(?i:in|at|to|both|all|are|is)\s)*\s*"
_STATES = r"(?:ON|OFF|On|Off|on|off|0N|0FF|OFE)\b"
_PART = re.compile(rf"(?P<list>{_EACH})(?P<state>{_STATES})")
_JOINT = re.compile(
    rf"^(?P<set>{_EACH}{_STATES}(?:\s*(?:[,;/+]|and)?\s*(?:and\s+)?{_EACH}{_STATES})*)\s*(?:[:=→–—]|\s-\s)\s*(?P<what>\S.*)$"
)
# A switch of a block, `SW3-1`, is no range.
_BLOCK = re.compile(r"\b(?i:sw|dip|s|k|b|ds|bank|block)[ -]?\d{1,2}[-.:/]\d")
_FURTHER = re.compile(rf"[;.]\s+(?={_EACH}{_STATES})")
_BULLET = re.compile(r"^(?:[-–—•·▪*]|\(?\w[.)])\s+")
WIDEST = 11
_ABOUT = re.compile(r"(?i)\b(?:dip|switch(?:es)?|levers?|slides?|sliders?|jumpers?|bits)\b")


def from_grid(grid: Grid) -> list[Found]:
    """Return the positions of a table with a column of switches with their positions, every cell of it such; else nothing."""
    if found := _in_turn(grid):
        return found
    for n in range(grid.width):
        grid = _without_free(grid, n)
        named = [_SET.match(t) for t in grid.column(n)]
        rest = [k for k in range(grid.width) if k != n]
        if any(_SET.match(r[k].text) for r in grid.rows for k in rest):
            return []  # several switches together
        if len(named) < LEAST or not all(named) or not rest or len({_key(m) for m in named if m}) < len(named):
            continue
        if all(any(r[k].text for k in rest) for r in grid.rows):
            return [
                _found(m, "; ".join(r[k].text for k in rest if r[k].text), r, 0.5 + 0.5 * grid.confidence)
                for r, m in zip(grid.rows, named, strict=True)
                if m
            ]
    return []


_BOTH = re.compile(r"(?i)^(on|off)\s*[/|]\s*(on|off)$")
_NUMBER = re.compile(rf"(?i)^(?:{PREFIX}[-_ .]?)?#?(\d{{1,2}})$")


def _in_turn(grid: Grid) -> list[Found]:
    """Return `1 | ON / OFF | master / slave`: both positions in one cell, and in another as many meanings in the same order."""
    both = next((n for n in range(grid.width) if grid.rows and all(_BOTH.match(t) for t in grid.column(n))), None)
    key = next((n for n in range(grid.width) if n != both and all(_NUMBER.match(t) for t in grid.column(n))), None)
    if both is None or key is None:
        return []
    out: list[Found] = []
    for row in grid.rows:
        states, number = _BOTH.match(row[both].text), _NUMBER.match(row[key].text)
        told = [re.split(r"\s*/\s*", c.text) for n, c in enumerate(row) if n not in {both, key}]
        pairs = [t for t in told if len(t) == len(("ON", "OFF")) and all(t)]
        if states is None or number is None or len(pairs) != 1 or states[1].upper() == states[2].upper():
            return []
        out += [
            Found(
                "dip",
                {"switch": number[1], "position": state.upper(), "meaning": what},
                places(row),
                round(0.5 + 0.5 * grid.confidence, 3),
            )
            for state, what in zip(states.groups(), pairs[0], strict=True)
        ]
    return out


_BARE = re.compile(rf"^(?:(?i:{PREFIX}|slide)s?[-_ .]?)#?\d{{1,2}}$")
_NOTHING = re.compile(
    r"(?i)\b(?:no function|not used|unused|reserved|spare|free|without function|none|no effect|for (?:the )?(?:factory|service))\b"
)


def _without_free(grid: Grid, n: int) -> Grid:
    """Return a table without the rows of switches that do nothing, which have no position: `Lever 4 | No function`."""
    rows = tuple(r for r in grid.rows if not (_BARE.match(r[n].text) and _NOTHING.search(" ".join(c.text for c in r))))
    return replace(grid, rows=rows) if LEAST <= len(rows) < len(grid.rows) else grid


def joint(section: Section) -> list[Found]:
    """Return what lines tell behind settings: `1 and 2 OFF: single battery`, `6 ON: resistor in; 6 OFF: resistor out`.

    A switch alone has to stand in both positions.
    """
    out: list[Found] = []
    for cell in stream(section):
        text = _BULLET.sub("", cell.text).rstrip(".")
        lines = [] if _BLOCK.search(text) else [_JOINT.match(t) for t in _FURTHER.split(text)]
        out += [_told(m, cell) for m in lines if m] if all(lines) else []
    settings = {(f.cells["switch"], f.cells["position"]) for f in out}
    told = " ".join([section.heading.text, *(c.text for c in stream(section))])
    if not _ABOUT.search(told) or len(settings) < len(out) or len(out) < LEAST:
        return []
    positions: dict[str, set[str]] = {}
    for f in out:
        positions.setdefault(f.cells["switch"], set()).add(f.cells["position"])
    return [f for f in out if "-" in f.cells["switch"] or {"ON", "OFF"} <= positions[f.cells["switch"]]]


def _told(line: re.Match[str], cell: Cell) -> Found:
    named: dict[int, str] = {}
    for m in _PART.finditer(line["set"]):
        numbers = [int(n) for n in re.findall(r"\d+", m["list"])]
        span = re.fullmatch(r"\D*\d+\s*(?:-|–|to)\s*\d+\D*", m["list"])
        if span and numbers[0] < numbers[1] <= numbers[0] + WIDEST:
            numbers = list(range(numbers[0], numbers[1] + 1))
        named |= dict.fromkeys(numbers, MISREAD.get(m["state"].upper(), m["state"].upper()))
    low, high = min(named), max(named)
    shown = [named.get(n, "any") for n in range(low, min(high, low + WIDEST) + 1)]
    switch = f"{low}-{high}" if high > low else f"{low}"
    cells = {"switch": switch, "position": " ".join(shown), "meaning": line["what"].strip(" .;")}
    return Found("dip", cells, (cell.place,), 0.85)


def from_section(section: Section) -> list[Found]:
    """Return the positions that stand in lines of their own, each over what it means; a switch has two of them."""
    if found := joint(section):
        return found
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
