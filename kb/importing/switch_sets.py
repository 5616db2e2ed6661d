"""Switches that set something together, named in one cell: `1, 2` beside `OFF, ON`, `SW1+SW2` beside `both ON`, `3` beside `ON`."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from kb.importing.found import Found
from kb.importing.grids import Grid, places
from kb.importing.switch_heads import MARKS, STATES, numbered

# Switches that one cell names, and the numbers between the first and the last of them.
MOST, WIDEST = 6, 12
_PART = re.compile(r"(?i)\s*(?:[,;/+&]|\band\b)\s*")
_RANGE = re.compile(r"(?i)^(\D*)(\d{1,2}) ?(?:-|–|~|to|…|\.\.) ?\1(\d{1,2})$")
_ALL = re.compile(r"(?i)^(?:both|all)(?: \w+)? (on|off)$")
_HEAD = re.compile(r"(?i)\b(?:on|off)\b")
_NONE = re.compile(r"(?i)none|no|[-–—]|nil|0")
_DASH = re.compile(r"[-–—/]*")
_OF_ONE = re.compile(r"(?i)^(?:dip|sw|s|switch|lever|slider|jumper|jp|bit)[ _-]?(?:switch)?[ #_-]?\d")
# The positions of one switch.
PAIR = 2
# What is set, the switches that are ON, and those that are OFF.
SHOWN = 3
_NOT_NAMED = "the switches between them are not named: they are taken as free"


def numbers(text: str) -> tuple[int, ...]:
    """Return the switches that a cell names, in its order: `1, 2`, `SW3 and SW4`, `1-3`; () when it names anything else.

    >>> numbers("1, 2"), numbers("SW1 + SW3"), numbers("2 to 4"), numbers("5 A")
    ((1, 2), (1, 3), (2, 3, 4), ())
    """
    if (span := _RANGE.match(text.strip())) and numbered(f"{span[1]}{span[2]}"):
        low, high = int(span[2]), int(span[3])
        return tuple(range(low, high + 1)) if low < high < low + MOST else ()
    out = []
    for part in _PART.split(re.sub(r"(?i)^(?:switches|levers|bits|keys)\s+", "", text.strip())):
        named = numbered(part) or numbered(f"SW{part}")
        if named is None or named[0]:
            return ()
        out.append(named[1])
    ordered = all(a < b for a, b in pairwise(out))
    return tuple(out) if out and len(out) <= MOST and ordered and out[-1] - out[0] < WIDEST else ()


def positions(text: str, count: int) -> tuple[str, ...]:
    """Return the positions of `count` switches: `OFF, ON`, `ON ON`, `01`, `both OFF`; () when the cell prints not as many.

    >>> positions("OFF, ON", 2), positions("both ON", 2), positions("01", 2), positions("ON", 2)
    (('OFF', 'ON'), ('ON', 'ON'), ('OFF', 'ON'), ())
    """
    if found := _ALL.match(text.strip()):
        return (found[1].upper(),) * count
    parts = [p for p in re.split(r"(?i)\s*[,;/+&|-]\s*|\s+and\s+|\s+", text.strip()) if p]
    if len(parts) == 1 and count > 1 and re.fullmatch(r"[01]+", parts[0]):
        parts = list(parts[0])
    if len(parts) != count or any(p.upper() not in MARKS for p in parts):
        return ()
    return tuple(MARKS[p.upper()] for p in parts)


def from_grid(grid: Grid) -> list[Found]:
    """Return the settings of a table of switches, positions and meanings where some rows name several switches, else nothing."""
    for key in range(grid.width):
        named = [numbers(t) for t in grid.column(key)]
        if not all(named) or not any(len(n) > 1 for n in named) or len(named) < 2:
            continue
        for n in range(grid.width):
            shown = [positions(r[n].text, len(s)) for r, s in zip(grid.rows, named, strict=True)]
            # A dash is no setting: the switches of that row are not used.
            whole = [bool(s) or bool(_DASH.fullmatch(r[n].text)) for r, s in zip(grid.rows, shown, strict=True)]
            if n != key and any(shown) and all(whole):
                rest = [k for k in range(grid.width) if k not in {key, n}]
                kept = [k for k, s in enumerate(shown) if s]
                part = replace(grid, rows=tuple(grid.rows[k] for k in kept))
                return _rows(part, [named[k] for k in kept], [shown[k] for k in kept], rest)
    return []


def by_state(grid: Grid) -> list[Found]:
    """Return the settings of a table with a column of the switches that are ON and one of those that are OFF, else nothing."""
    heads = [{m.upper() for m in _HEAD.findall(h)} for h in grid.header]
    if grid.width != SHOWN or sorted(map(sorted, heads)) != [[], ["OFF"], ["ON"]]:
        return []
    on, off, told = heads.index({"ON"}), heads.index({"OFF"}), heads.index(set())
    sets = [(_listed(r[on].text), _listed(r[off].text)) for r in grid.rows]
    out = []
    for row, (up, down) in zip(grid.rows, sets, strict=True):
        whole = sorted((*(up or ()), *(down or ())))
        if up is None or down is None or not row[told].text or len(whole) < 2:
            return []
        if whole != list(range(1, len(whole) + 1)):
            return []  # a switch stands in both, or in neither
        position = " ".join("ON" if n in up else "OFF" for n in whole)
        cells = {"switch": f"1-{len(whole)}", "position": position, "meaning": row[told].text}
        out.append(Found("dip", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3)))
    return out if len({f.cells["position"] for f in out}) == len(out) > 1 else []


def of_one_column(grid: Grid) -> list[Found]:
    """Return the two positions of the one switch that heads a column: `Dip1 | Baud rate` over `0 | 115200`, `1 | 9600`."""
    for n, head in enumerate(grid.header):
        switch = numbered(head) if _OF_ONE.match(head) else None
        marks = [t.upper() for t in grid.column(n)]
        if not switch or len(marks) != PAIR or any(m not in STATES for m in marks):
            continue
        states = [STATES[m] for m in marks]
        told = [
            "; ".join(
                f"{grid.header[k]} {c.text}" if re.match(r"\d", c.text) else c.text
                for k, c in enumerate(row)
                if k != n and c.text
            )
            for row in grid.rows
        ]
        if set(states) != {"ON", "OFF"} or not all(told) or len(set(told)) < PAIR:
            continue
        return [
            Found(
                "dip",
                {"switch": str(switch[1]), "position": s, "meaning": t},
                places(row),
                round(0.5 + 0.5 * grid.confidence, 3),
            )
            for row, s, t in zip(grid.rows, states, told, strict=True)
        ]
    return []


def _listed(text: str) -> tuple[int, ...] | None:
    return () if _NONE.fullmatch(text.strip()) else numbers(text) or None


def _rows(grid: Grid, named: list[tuple[int, ...]], shown: list[tuple[str, ...]], rest: list[int]) -> list[Found]:
    out = []
    for row, own, states in zip(grid.rows, named, shown, strict=True):
        meaning = "; ".join(row[k].text for k in rest if row[k].text)
        if not meaning:
            continue
        low, high = own[0], own[-1]
        by_number = dict(zip(own, states, strict=True))
        position = " ".join("any" if (s := by_number.get(n, "ANY")) == "ANY" else s for n in range(low, high + 1))
        cells = {
            "switch": str(low) if low == high else f"{low}-{high}",
            "position": position,
            "meaning": meaning,
        }
        found = Found("dip", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3))
        out.append(found.questioned(_NOT_NAMED, 0.9) if len(own) != high - low + 1 else found)
    return out if len(out) > 1 else []
