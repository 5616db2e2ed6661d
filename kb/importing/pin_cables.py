"""Cables: a table with the contacts of both ends side by side, `Contact | Signal | Contact | Signal`, each row a wire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.importing import signals
from kb.importing.blocks import Place, Table
from kb.importing.carried import DASHES
from kb.importing.grids import Grid, places

LEAST = 2
# Share of the wires that carry the same at both ends, or cross a pair.
SAME = 0.6
_KEY = r"(?:pins?|contacts?|poles?|terminals?|ways?)(?: ?(?:no|number|#)\.?)?"
_HEAD = re.compile(
    rf"(?i)^(?P<before>[\w /+.-]{{0,24}}?)\s*\b{_KEY}\b\.?\s*(?:\(?(?:of |at |on )?(?:the )?(?P<after>[\w /+.-]{{0,24}}?)\)?)$"
)
_CABLE = re.compile(r"(?i)\b(?:cables?|leads?|cords?|wires? from|adapters?|patch|crossed|crossover|harness)\b")
_CROSSED = frozenset({("TX", "RX"), ("TXD", "RXD"), ("TX+", "RX+"), ("TX-", "RX-"), ("OUT", "IN")})
_ONE_END = "one end of a cable: contacts that have no wire are not printed"
_ENDS = ("first end of the cable", "second end of the cable")


@dataclass(frozen=True)
class Wire:
    """One contact of one end, with the contact of the other end that its wire leads to."""

    connector: str
    pin: str
    signal: str
    to: str
    places: tuple[Place, ...]
    doubt: str = _ONE_END


def is_cable(grid: Grid) -> bool:
    """Tell whether a table shows both ends of a cable."""
    return bool(_ends(grid))


def wires(grid: Grid) -> Iterator[Wire]:
    """Yield the contacts of both ends of a cable, end by end; nothing when the table is another one."""
    ends = _ends(grid)
    for here, there in (ends, ends[::-1]) if ends else ():
        name, key, signal = here
        other, far, _ = there
        for row in grid.rows:
            for pin in signals.keys(row[key].text):
                if row[signal].text and row[signal].text not in DASHES:
                    to = ", ".join(signals.keys(row[far].text))
                    yield Wire(
                        name, pin, row[signal].text, f"{other} {to}" if to else "", places((row[key], row[signal]))
                    )


def _ends(grid: Grid) -> tuple[tuple[str, int, int], ...]:
    """Return name, column of contacts and column of signals of both ends."""
    heads = [(n, m) for n, h in enumerate(grid.header) if (m := _HEAD.match(h)) and _numbered(grid, n)]
    if not grid.headed or len(heads) != LEAST:
        return ()
    (one, _), (two, _) = heads
    first = next((n for n in range(one + 1, two) if _carries(grid, n)), None)
    second = next((n for n in range(two + 1, grid.width) if _carries(grid, n)), None)
    if one or first is None or second is None:
        return ()
    if signals.complete(_keys(grid, one)) and signals.complete(_keys(grid, two)):
        return ()  # two connectors side by side, or a cable that needs no such care
    pairs = [
        (signals.plain(r[first].text), signals.plain(r[second].text))
        for r in grid.rows
        if r[first].text and r[second].text
    ]
    same = sum(a == b or a in b or b in a or (a, b) in _CROSSED or (b, a) in _CROSSED for a, b in pairs)
    told = " ".join(
        [grid.caption, grid.section.heading.text, *(b.text for b in grid.section.blocks if not isinstance(b, Table))]
    )
    named = [_title(grid, n, m) for n, m in heads]
    if len(pairs) < LEAST or not (_CABLE.search(told) or all(named)) or same < SAME * len(pairs):
        return ()
    one_name, two_name = named if all(named) and named[0] != named[1] else _ENDS
    return ((one_name, one, first), (two_name, two, second))


def _title(grid: Grid, n: int, head: re.Match[str]) -> str:
    """Return what an end is called: in the head of its contacts, or in the row over it."""
    own = (head["before"] or head["after"] or "").strip(" -/")
    return own or next((r[n].text for r in grid.titles if r[n].text), "")


def _keys(grid: Grid, n: int) -> list[str]:
    return [k for t in grid.column(n) for k in signals.keys(t)]


def _numbered(grid: Grid, n: int) -> bool:
    texts = [t for t in grid.column(n) if t and t not in DASHES]
    keys = _keys(grid, n)
    return len(texts) >= LEAST and all(signals.keys(t) for t in texts) and len(set(keys)) == len(keys)


def _carries(grid: Grid, n: int) -> bool:
    texts = [t for t in grid.column(n) if t and t not in DASHES]
    return len(texts) >= LEAST and sum(map(signals.strong, texts)) >= SAME * len(texts)
