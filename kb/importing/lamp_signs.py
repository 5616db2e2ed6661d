"""Lamp tables whose cells are letters and signs that the text explains: `G green, ~ flashing, a dot · means dark`."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.importing import lamp_words
from kb.importing.blocks import Cell, ListItem, Paragraph, Section, Table
from kb.importing.grids import Grid
from kb.importing.lamp_matrix import ANY
from kb.importing.switch_heads import numbered

# Signs that a legend explains, cells that are made of them, and letters of a text that is looked at.
LEAST, LONGEST = 2, 1200
MOST_WORDS = 4
_SIGN = r"[A-Z]{1,2}|\d|[^\w\s.,;:()\[\]\"'“”‘’/%&]"
_GIVEN = re.compile(
    rf"(?<![\w.])(?P<sign>{_SIGN})(?:\s*(?P<equal>=|:|→|–|—)\s*|\s+(?P<verb>means?|is|for|stands for|shows|that)?\s*)"
    r"(?:that\s+)?(?:the |a |an )?(?=[A-Za-z])"
)
_NOT_SAID = re.compile(
    r"(?i)^(?:(?:the )?(?:led|lamp|light|indicator) )?(?:may (?:be|show) anything|does not matter|any(?: state)?\b|either\b|irrelevant|"
    r"don'?t care|no matter|not relevant)"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")
_PLAIN = frozenset({"A", "I"})


def spelled(grid: Grid) -> Grid:
    """Return a table with the words for what its cells' signs stand for, or as it is.

    At least two signs are explained, and the cells of a whole column or row are made of nothing but them.
    """
    # Columns headed by the numbers of switches hold positions, whose 0 and 1 the readers of switches know.
    switches = sum(bool(numbered(h)) for h in grid.header) >= LEAST
    legend = _legend(grid.section) if grid.headed and not switches else {}
    if len(legend) < LEAST:
        return grid
    sign = re.compile("|".join(sorted(map(re.escape, legend), key=len, reverse=True)))
    whole = re.compile(rf"(?:(?:{sign.pattern})\s?)+")
    told = [[_words(c.text, legend, sign) if whole.fullmatch(c.text) else "" for c in r] for r in grid.rows]
    across = [n for n in range(grid.width) if len(grid.rows) >= LEAST and all(r[n] for r in told)]
    down = [n for n, r in enumerate(told) if grid.width > LEAST and all(r[1:])]
    if len(across) < LEAST and len(down) < LEAST:
        return grid
    rows = tuple(
        tuple(
            Cell(said, c.place) if said and (n in across or at in down) else c
            for n, (c, said) in enumerate(zip(r, more, strict=True))
        )
        for at, (r, more) in enumerate(zip(grid.rows, told, strict=True))
    )
    return replace(grid, rows=rows)


def _words(text: str, legend: dict[str, str], sign: re.Pattern[str]) -> str:
    """Return what the signs of a cell say together: `G~` is green flashing; a colour alone is lit."""
    said = [legend[m[0]] for m in sign.finditer(text)]
    if any(ANY.fullmatch(s) for s in said):
        return "any" if len(said) == 1 else ""
    plain = " ".join(said)
    state = lamp_words.read(plain)
    if state is None or len(state.more_colors) > 0:
        return ""
    return plain if state.pattern else f"{plain} on"


def _legend(section: Section) -> dict[str, str]:
    """Return the signs that a section's text explains, each with the words for what a lamp does; a sign told twice is left out."""
    out: dict[str, set[str]] = {}
    for block in section.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                cells = [c.text for c in row if c.text]
                if len(cells) == LEAST and re.fullmatch(_SIGN, cells[0]) and (said := _state(cells[1])):
                    out.setdefault(cells[0], set()).add(said)
        elif isinstance(block, Paragraph | ListItem):
            text = block.text[:LONGEST]
            for m in _GIVEN.finditer(text):
                said = _state(text[m.end() : m.end() + 60])
                if said and (m["equal"] or m["sign"] not in _PLAIN):
                    out.setdefault(m["sign"], set()).add(said)
    return {k: min(v) for k, v in out.items() if len(v) == 1}


def _state(text: str) -> str:
    """Return the words at the beginning of a text that say what a lamp does, or ""."""
    if _NOT_SAID.match(text):
        return "any"
    words = list(_WORD.finditer(re.split(r"[,.;:()]", text)[0]))[:MOST_WORDS]
    for count in range(len(words), 0, -1):
        said = text[words[0].start() : words[count - 1].end()]
        state = lamp_words.read(said)
        if (
            state
            and (state.pattern or state.color)
            and words[count - 1][0].lower() not in {"and", "or", "the", "a", "of"}
        ):
            return said
    return ""
