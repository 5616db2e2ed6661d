"""Numbered tables that are no pin maps: the legend of a picture, a list of wires; and rows that are counted, which is doubted."""

from __future__ import annotations

import re

from kb.importing import pin_groups, signals
from kb.importing.grids import Grid

UNSURE = "the numbers may only count the rows: nothing says that they are contacts"
# A running number, which legends, lists of parts and pin maps have alike.
_RUNNING = re.compile(
    r"(?i)^(?:(?:no|nr|number|num|#|№|s/?n|item|items|index|ref(?:erence)?|pos(?:ition)?|mark|fig(?:ure)?)\.?(?: no\.?)?)?$"
)
_SPELLED = re.compile(r"(?i)^(?:pin|contact|terminal|pole)s?[\s.:#-]*\d")
# What a legend calls the things that it numbers.
_THINGS = re.compile(
    r"(?i)^(?:items?|parts?|components?|elements?|objects?|equipment|devices?|assembl(?:y|ies)|fittings?|controls?|"
    r"(?:part|component|item|interface|port|device) names?|name of (?:the )?(?:parts?|components?|interfaces?|ports?)|denominations?)$"
)
_PICTURE = re.compile(
    r"(?i)\b(?:front|rear|back|top|bottom|control|operat\w+) (?:side|plate)\b|\b(?:panel|appearance|outline|overview|layout|exterior|views?)\b"
)
_CONTACTS = re.compile(
    r"(?i)\b(?:pin ?-?outs?|pins?|contacts?|terminals?|poles?|clamps?|rj-?\d\d|d[be]-?\d{1,2}|plugs?|sockets?|connectors?|strips?)\b|"
    r"\b(?:CN|TB|CON|XT|X|J|JP|P)-?\d{1,3}\b"
)
_PORT = re.compile(r"(?i)\b(?:ports?|interfaces?|COM\d|terminals?)\b")
_SIZE = re.compile(r"(?i)\b\d+ ?awg\b|\bawg ?\d+|\bmm ?(?:2|²)|\bsq\.? ?mm\b")
# Share of the cells of a column.
MOST, SURE = 0.6, 0.8


def is_other(grid: Grid, key: int) -> bool:
    """Tell whether a numbered table is the legend of a picture or a list of wires, `key` the column of its numbers.

    Only where the numbers are headed as a running number; a column that is full of signals is a pin map all the same.
    """
    if not _running(grid, key):
        return False
    rest = [n for n in range(grid.width) if n != key]
    if any(_share(grid, n, _SIZE) >= MOST for n in rest):
        return True
    if any(_signals(grid, n) >= SURE for n in rest):
        return False
    told = f"{grid.caption} {grid.section.heading.text}"
    things = any(_THINGS.match(grid.header[n].strip()) for n in rest)
    pictured = bool(_PICTURE.search(told)) and not _CONTACTS.search(grid.section.heading.text)
    return things or pictured or any(pin_groups.of_a_panel([t for t in grid.column(n) if t]) for n in rest)


def unsure(grid: Grid, key: int) -> bool:
    """Tell whether nothing around a table says that its running numbers are contacts."""
    told = " ".join([grid.caption, grid.section.heading.text, *grid.header, *(c.text for r in grid.titles for c in r)])
    if _PORT.search(told) and any(_signals(grid, n) >= SURE for n in range(grid.width) if n != key):
        return False
    return grid.headed and _running(grid, key) and not _CONTACTS.search(told)


def _running(grid: Grid, key: int) -> bool:
    spelled = sum(bool(_SPELLED.match(t)) for t in grid.column(key))
    return bool(_RUNNING.match(grid.header[key].strip())) and 2 * spelled < len(grid.rows)


def _share(grid: Grid, n: int, pattern: re.Pattern[str]) -> float:
    texts = [t for t in grid.column(n) if t]
    return sum(bool(pattern.search(t)) for t in texts) / len(texts) if texts else 0.0


def _signals(grid: Grid, n: int) -> float:
    texts = [t for t in grid.column(n) if t]
    return sum(map(signals.strong, texts)) / len(texts) if texts else 0.0
