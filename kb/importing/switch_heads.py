"""What stands over columns of switch positions: the numbers of the switches, with the block or bank they belong to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kb.importing.blocks import Cell, Section, Table
from kb.importing.found import Found
from kb.importing.grids import Grid

PREFIX = r"(?:dip|dial|sw|s|k|switch|lever|jumper|jp|toggle|sliders?|slides?|bit|pin|key|code|#|no\.?|addr?|adr)"
_SWITCH = re.compile(rf"(?i)^{PREFIX}?(?: ?(?:switch|code|bit))?[-_ ]?#?(\d{{1,2}})#?$")
_BLOCK = re.compile(r"^([A-Z]{1,3}\d{1,2})[.:/-](\d{1,2})$|^([A-K])(\d{1,2})$|^block ([A-Z]{1,4}) (\d{1,2})$")
LEAST = 2
_BANK = re.compile(r"\b(?:(?:SW|DIP|S)[- ]?\d{1,2}|(?i:bank|block) [A-Z])\b")
# What a position is printed as, and the marks of a drawn one; which of them is ON is a custom, so it is said.
STATES = {"1": "ON", "ON": "ON", "0": "OFF", "OFF": "OFF", "O": "OFF", "X": "ANY"}
# What text recognition makes of ON and OFF stands beside them.
MISREAD = {"0N": "ON", "0FF": "OFF", "OFE": "OFF", "0FE": "OFF", "DN": "ON"}
MARKS = {
    **STATES,
    **MISREAD,
    "●": "ON",
    "○": "OFF",
    "■": "ON",
    "□": "OFF",
    "▲": "ON",
    "▼": "OFF",
    "↑": "ON",
    "↓": "OFF",
}


def numbered(head: str) -> tuple[str, int] | None:
    """Return the block and number that a head or cell names a switch by: `S10.5` is 5 of S10, `DIP 2` is 2 of no block."""
    if found := _BLOCK.match(head):
        return (found[1] or found[3] or found[5], int(found[2] or found[4] or found[6]))
    found = _SWITCH.match(head)
    return ("", int(found[1])) if found else None


def apart(grid: Grid) -> Grid:
    """Cut a column of settings under the names of its switches (`A1 A2 A3` over `● ○ ○`) into a column for each."""
    for n, head in enumerate(grid.header):
        heads = head.split()
        names = [numbered(h) for h in heads]
        cells = [c.split() for c in grid.column(n)]
        if len(heads) < 2 or not all(names) or not cells or any(len(c) != len(heads) for c in cells):
            continue
        if all(t.upper() in MARKS for c in cells for t in c):
            rows = tuple(
                (*row[:n], *(Cell(t, row[n].place) for t in row[n].text.split()), *row[n + 1 :]) for row in grid.rows
            )
            return replace(grid, header=(*grid.header[:n], *heads, *grid.header[n + 1 :]), rows=rows, titles=())
    return grid


# Rows that may stand over the numbers of the switches.
_TITLES = 2


def _apart(cell: Cell, count: int) -> list[Cell] | None:
    """Return a cell as so many, one for each switch over it; None when it holds another number of positions."""
    parts = cell.text.split()
    if count < LEAST:
        return [cell]
    return [Cell(t, cell.place) for t in parts] if len(parts) == count else None


def _numbered_inside(grid: Grid) -> Grid | None:
    """Return a table without a header whose first rows hold the numbers of its switches under what they are part of, else None."""
    for at, row in enumerate(grid.rows[:_TITLES]):
        cut = [[t.lstrip("#") for t in c.text.split()] for c in row]
        numbers = [t for c in cut for t in c]
        body = [[_apart(c, len(k)) for c, k in zip(r, cut, strict=True)] for r in grid.rows[at + 1 :]]
        counting = len(numbers) > 1 and numbers == [str(k) for k in range(1, len(numbers) + 1)]
        if not counting or all(cut) or len(body) < LEAST or any(c is None for r in body for c in r):
            continue
        rows = tuple(tuple(x for c in r if c for x in c) for r in body)
        over = [[" ".join(r[n].text for r in grid.rows[:at] if r[n].text)] for n in range(grid.width)]
        header = tuple(t for n, k in enumerate(cut) for t in ([f"#{x}" for x in k] or over[n]))
        marks = {c.text.upper() for r in rows for c, h in zip(r, header, strict=True) if h[:1] == "#"}
        if {"ON", "OFF"} <= marks <= {*STATES, "", "-", "–", "—", "*"}:
            return replace(grid, header=header, rows=rows, headed=True)
    return None


_OVER = re.compile(r"(?i)(?P<before>.*?)\s*(?P<marks>(?:(?:#|dip|sw|switch|bit|s|k)?[-_ ]?\d(?:\s+|$)){2,})$")


def headed_above(grid: Grid) -> Grid:
    """Return a table of positions without a header under the marks of its switches, which the line over it ends with: `#1 #2 #3 #4`.

    A first row that holds the numbers of the switches alone, over settings of as many positions, goes into their head.
    """
    if grid.headed and len(grid.rows) > LEAST and sum(bool(c.text) for c in grid.rows[0]) == 1:
        n, numbers_ = next((n, c.text.split()) for n, c in enumerate(grid.rows[0]) if c.text)
        counted = len(numbers_) > 1 and numbers_ == [str(k) for k in range(1, len(numbers_) + 1)]
        marks = [r[n].text.upper().split() for r in grid.rows[1:]]
        if counted and all(len(m) == len(numbers_) and all(t in MARKS for t in m) for m in marks):
            header = (*grid.header[:n], f"{grid.header[n]} {' '.join(numbers_)}", *grid.header[n + 1 :])
            return replace(grid, header=header, rows=grid.rows[1:])
    if not grid.headed and (found := _numbered_inside(grid)):
        return found
    marked = [
        n for n in range(grid.width) if grid.column(n) and all(t.upper() in {"ON", "OFF"} for t in grid.column(n))
    ]
    over = _OVER.fullmatch(grid.caption.strip())
    numbers = [int(n) for n in re.findall(r"\d", over["marks"])] if over else []
    counting = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    if grid.headed or any(grid.header) or not over or not counting or len(marked) != len(numbers):
        return grid
    first = re.match(r"(?i)(?:\S+ )?(?:address|pack|unit|group|slave|node|station)\b", over["before"])
    names = {n: f"#{k}" for n, k in zip(marked, numbers, strict=True)}
    header = tuple(names.get(n, first[0] if first and n == 0 else "") for n in range(grid.width))
    return replace(grid, header=header, headed=True)


_RUN = re.compile(r"^(?P<word>[A-Za-z][A-Za-z /.-]*?)?\s*(?P<numbers>\d(?: \d)*)$")


def gathered(grid: Grid) -> Grid:
    """Return a table whose switches share heads with other columns with a column for each: `Switch 1 2 | Float 3` over `▼ ▼`, `▲ 28.2 V`."""
    for n, head in enumerate(grid.header):
        first = _RUN.match(head)
        names = first["numbers"].split() if first and first["word"] else []
        own = [_led(r[n].text, len(names)) for r in grid.rows]
        if len(names) < 2 or names != [str(k) for k in range(1, len(names) + 1)] or any(o is None or o[1] for o in own):
            continue
        cells = [list(o[0]) for o in own if o]
        after = n + 1
        rest: list[tuple[str, ...]] = [()] * len(cells)
        heads: tuple[str, ...] = ()
        more = _RUN.match(grid.header[after]) if after < grid.width else None
        others = more["numbers"].split() if more else []
        led = [_led(r[after].text, len(others)) for r in grid.rows] if others else []
        if more and others == [str(len(names) + k) for k in range(1, len(others) + 1)] and all(led):
            names += others
            cells = [[*c, *o[0]] for c, o in zip(cells, led, strict=True) if o]
            heads = (more["word"] or "",)
            rest = [(o[1],) for o in led if o]
            after += 1
        rows = tuple(
            (*r[:n], *(Cell(t, r[n].place) for t in (*own_, *told)), *r[after:])
            for r, own_, told in zip(grid.rows, cells, rest, strict=True)
        )
        word = first["word"].strip() if first else ""
        names = [f"{word} {k}" if numbered(f"{word} {k}") else k for k in names]
        return replace(grid, header=(*grid.header[:n], *names, *heads, *grid.header[after:]), rows=rows, titles=())
    return grid


def _led(text: str, count: int) -> tuple[tuple[str, ...], str] | None:
    """Return the positions that a cell begins with, so many of them, and the rest; None when it does not."""
    parts = text.split()
    marks = tuple(parts[:count])
    good = len(marks) == count and all(m.upper() in MARKS for m in marks)
    return (marks, " ".join(parts[count:])) if good else None


_LETTERED = re.compile(r"([A-Z]{1,4})[-_. ]?(\d{1,2})")
_LEVERS = r"(?i:levers?|switch(?:es)?|dips?|sliders?|jumpers?|bits|coding \w+|selectors?|blocks?|banks?)"
_OF_SWITCHES = re.compile(r"(?i)\b(?:dip|switch(?:es)?|levers?|selectors?|dials?|sliders?|jumpers?|coding)\b")
# Lamps, relays, inputs and lines are numbered in the same manner.
_NO_SWITCHES = re.compile(r"L|LED|SOC|H|D|DO|DI|AI|AO|IO|I|O|Q|R|RL|RLY|REL|IN|OUT|T|CT|PV|U|V|P|N|NO|NC|PIN|CH|MPPT")


def lettered(grid: Grid) -> Grid:
    """Return a table with its switches called as the text calls them: `M1`, `M2` after `the levers M1 to M4` are 1 and 2 of block M."""
    heads = {n: m for n, h in enumerate(grid.header) if (m := _LETTERED.fullmatch(h))}
    named = {m[1] for m in heads.values()}
    counted = sorted(int(m[2]) for m in heads.values())
    if len(named) != 1 or len(heads) < 2 or counted != list(range(counted[0], counted[0] + len(counted))):
        return grid
    (letter,) = named
    if all(numbered(m[0]) for m in heads.values()) or not all(
        t.upper() in MARKS for n in heads for t in grid.column(n)
    ):
        return grid
    about = f"{grid.caption} {grid.section.heading.text}"
    text = " ".join([about, *(b.text for b in grid.section.blocks if not isinstance(b, Table))])
    called = re.search(rf"\b{_LEVERS}\s+(?:\w+\s+)?{letter}(?:[-_. ]?{counted[0]})?\b|\b{letter}[- ]{_LEVERS}\b", text)
    marks = {t.upper() for n in heads for t in grid.column(n)}
    # Three columns and more of ON and OFF that are counted from one, under a heading of switches.
    plain = marks == {"ON", "OFF"} and len(heads) > LEAST and counted[0] == 1 and bool(_OF_SWITCHES.search(about))
    if not called and not (plain and not _NO_SWITCHES.fullmatch(letter)):
        return grid
    header = tuple(f"block {letter} {heads[n][2]}" if n in heads else h for n, h in enumerate(grid.header))
    return replace(grid, header=header)


def of_a_block(grid: Grid) -> bool:
    """Tell whether columns headed by a block and its switches hold nothing but ON and OFF: `S1.4`, `S1.5`."""
    named = [n for n in range(grid.width) if (head := numbered(grid.header[n])) and head[0]]
    marks = [t.upper() for n in named for t in grid.column(n)]
    return len(named) > 1 and {"ON", "OFF"} <= set(marks) <= {"ON", "OFF", "", "-", "–", "—", "ANY", "X", "*"}


def by_block(found: Sequence[Found], sections: Sequence[Section]) -> list[Found]:
    """Name switches by their block where two blocks have the same numbers: `S10 1-2` beside `S20 1-2`.

    The block is what stands over the columns, else what the section's heading calls the switch.
    """
    shown = Counter((f.cells["switch"], f.cells["position"]) for f in found if f.kind == "dip")
    out = []
    for f in found:
        if f.kind == "dip" and shown[f.cells["switch"], f.cells["position"]] > 1:
            said = _BANK.search(sections[f.section].heading.text)
            block = dict(f.group).get("block", "") or (said[0] if said else "")
            named = {**f.cells, "switch": f"{block} {f.cells['switch']}".strip()}
            out.append(replace(f, cells=named, group=()))
        else:
            out.append(replace(f, group=()) if f.kind == "dip" else f)
    return _at_once(out)


_TWICE = "these positions stand in several rows, for different things"


def _at_once(found: Sequence[Found]) -> list[Found]:
    """Return the settings with each position of a switch once: what a table gives it in several rows, it means all of that."""
    out: list[Found] = []
    at: dict[tuple[str, str, int], int] = {}
    for f in found:
        if f.kind != "dip":
            out.append(f)
            continue
        key = (f.cells["switch"], f.cells["position"], f.section)
        first = out[at[key]] if key in at else None
        if first is None:
            at[key] = len(out)
            out.append(f)
        elif f.cells["meaning"] not in first.cells["meaning"].split("; "):
            cells = {**first.cells, "meaning": f"{first.cells['meaning']}; {f.cells['meaning']}"}
            both = replace(first, cells=cells, places=(*first.places, *f.places))
            out[at[key]] = both if _TWICE in both.doubts else both.questioned(_TWICE, 0.9)
    return out
