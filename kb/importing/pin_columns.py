"""Columns of a pin map that are a connector each: headed by buses, ports, names of the heading, or models of the same connector."""

from __future__ import annotations

import re

from kb.importing import signals, words
from kb.importing.carried import DASHES
from kb.importing.grids import Grid, roles_of
from kb.importing.pin_groups import FREE

BUS_NAME = re.compile(r"(?i)\b(?:CAN|RS-?\d{3}|BMS|link|console|meter|parallel|COM\d?)\b")
_PORT_HEAD = re.compile(
    r"(?i)^(?:BMS|meters?|EMS|link|para(?:llel)?|sync|LAN|inverter|battery|PCS|logger|[A-Z]{1,2}\d{1,2})"
    r"(?:[-_ ]?(?:\d|[A-D]|in|out|up|down))?(?: ?/ ?(?:link|para(?:llel)?|sync|COM|BMS)[-_ ]?(?:\d|[A-D]|in|out|up|down))?$"
)


def signal_columns(grid: Grid, key: int) -> list[int]:
    """Columns that each are a connector of their own: headed by a bus or port, filled with signals."""
    if beside := named_columns(grid, key) or variants(grid, key):
        return beside
    out = []
    for n in range(grid.width):
        texts = [t for t in grid.column(n) if t and t not in DASHES and not FREE.match(t)]
        if (
            n == key
            or not texts
            or (words.role_matches("signal", grid.header[n]) and not BUS_NAME.search(grid.header[n]))
            or words.role_matches("function", grid.header[n])
        ):
            continue
        named = words.PIN_EVIDENCE.search(grid.header[n]) or _PORT_HEAD.match(grid.header[n])
        if sum(signals.strong(t) for t in texts) >= 0.6 * len(texts) and named:
            out.append(n)
    return out


def named_columns(grid: Grid, key: int) -> list[int]:
    """Columns headed by the connectors that the heading or caption names: `SYS-IN | SYS-OUT` under `Sockets SYS-IN and SYS-OUT`."""
    told = re.findall(r"[\w/+-]+", f"{grid.caption} {grid.section.heading.text}")
    named = [
        n for n in range(grid.width) if n != key and grid.header[n] in told and re.search(r"[A-Z]", grid.header[n])
    ]
    rest = [n for n in range(grid.width) if n not in {key, *named}]
    return named if len(named) > 1 and not rest else []


def variants(grid: Grid, key: int) -> list[int]:
    """Columns that are the same connector in several models or versions: nothing but signals under heads that are no role."""
    rest = [n for n in range(grid.width) if n != key]
    for n in rest:
        texts = [t for t in grid.column(n) if t and t not in DASHES]
        strong = sum(signals.strong(t) for t in texts)
        head = grid.header[n]
        if not head or roles_of(head) - {"brands"} or len(texts) < 0.5 * len(grid.rows) or strong < 0.6 * len(texts):
            return []
        if words.PIN_EVIDENCE.search(head) or _PORT_HEAD.match(head):
            return []
    return rest if len(rest) > 1 and len({grid.header[n] for n in rest}) == len(rest) else []
