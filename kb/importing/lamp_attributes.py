"""Lamps whose colour and light stand in rows of their own under the situations: `LED: colour`, `LED: light`."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.importing import lamp_words, words
from kb.importing.blocks import Cell, Row, spanned
from kb.importing.grids import Grid

_DASH = frozenset({"", "-", "–", "—", "/"})
_COLOR = re.compile(r"(?i)\W*\b(?:light )?colou?r\W*$")
_LIGHT = re.compile(
    r"(?i)\W*\b(?:light|state|status|mode|behaviou?r|pattern|display|flash(?:ing)?(?: pattern)?|signal|rhythm)\W*$"
)


def together(grid: Grid) -> Grid:
    """Return the table with a row for each situation and each lamp's colour and light in one cell, or as it is."""
    if not grid.headed or grid.width < 2 or len(grid.rows) < 2 or len(grid.rows) % 2:
        return grid
    names: list[str] = []
    lamps: list[tuple[Row, Row]] = []
    for first, second in zip(grid.rows[::2], grid.rows[1::2], strict=True):
        pair = (first, second) if _COLOR.search(first[0].text) else (second, first)
        name = _COLOR.sub("", pair[0][0].text).strip(" :,-–")
        if not _COLOR.search(pair[0][0].text) or name != _LIGHT.sub("", pair[1][0].text).strip(" :,-–"):
            return grid
        if not all(_colored(c.text) for c in pair[0][1:]) or not all(_lit(c.text) for c in pair[1][1:]):
            return grid
        names.append(name)
        lamps.append(pair)
    if len(set(names)) < len(names) or (len(names) > 1 and not all(names)) or not all(grid.header[1:]):
        return grid
    place = spanned(c.place for pair in lamps for r in pair for c in r)
    rows: list[Row] = []
    for n in range(1, grid.width):
        shown = [(color[n], light[n]) for color, light in lamps]
        states = [(Cell("" if a.text in _DASH else a.text, a.place), b) for a, b in shown]
        said = Cell(grid.header[n], place)
        if len(names) == 1:
            rows.append((Cell(names[0] or "LED", place), *states[0], said))
        else:
            rows.append((said, *(Cell(f"{a.text} {b.text}".strip(), a.place | b.place) for a, b in states)))
    header = ("Lamp", "Colour", "State", "Meaning") if len(names) == 1 else ("Condition", *names)
    return replace(grid, header=header, rows=tuple(rows), titles=())


def _colored(text: str) -> bool:
    return text in _DASH or bool(words.COLOR.fullmatch(text))


def _lit(text: str) -> bool:
    read = lamp_words.read(text)
    return bool(read and read.pattern and not read.color)
