"""Tables with a column for each of a few lamps in which every row is about one of them: the others hold a dash."""

from __future__ import annotations

import re

from kb.importing import lamp_words, words
from kb.importing.blocks import Paragraph
from kb.importing.found import Found
from kb.importing.grids import Grid, places, roles_of
from kb.importing.lamp_matrix import DASH
from kb.importing.lamp_words import State

LEAST_ROWS, LEAST_LAMPS, MOST_LAMPS = 3, 2, 5
LONGEST_NAME = 3
_TINT = re.compile(r"(?i)\b(?:light |dark )?(?:cyan|turquoise|teal|purple|violet|magenta|pink|lilac|indigo|lime)\b")
_FOOTNOTE = re.compile(r"(?:^|[.;] )([1-9])\)? (?=[A-Z])")
# A light that moves along its lamps.
_RUNS = re.compile(r"(?i)\b(?:running|circling|rotating|chasing|travelling|moving)\b")
_NOT_LAMPS = {"meaning", "mode", "actions", "cause", "times_on", "times_off", "switch", "pin", "signal"}


def from_grid(grid: Grid) -> list[Found]:
    """Return the states of such a table: each row that of its one lamp; nothing where a row tells of none or of several."""
    if not grid.headed or len(grid.rows) < LEAST_ROWS:
        return []
    lamps = [n for n in range(grid.width - 1) if _of_states(grid, n)]
    rest = [n for n in range(grid.width) if n not in lamps and any(grid.column(n))]
    if not LEAST_LAMPS <= len(lamps) <= MOST_LAMPS or lamps[-1] != len(lamps) - 1 + lamps[0] or not rest:
        return []
    said = next((n for n in rest if n > lamps[-1] and "meaning" in roles_of(grid.header[n])), None)
    if said is None or any(n < lamps[0] for n in rest):
        return []
    out: list[Found] = []
    notes = {m[1] for b in grid.section.blocks for m in _FOOTNOTE.finditer(b.text) if isinstance(b, Paragraph)}
    for row in grid.rows:
        told = [n for n in lamps if row[n].text not in DASH]
        if len(told) != 1 or not row[said].text:
            return []
        state, tint = _state(row[told[0]].text)
        if state is None:
            return []
        name = lamp_words.lamp_name(grid.header[told[0]])
        meaning = row[said].text
        # A raised figure that stands for a note below the table is no part of the word before it.
        meaning = meaning[:-1] if meaning[-1] in notes and meaning[-2:-1].isalpha() else meaning
        cells = {
            "id": f"{name} {state.color} {state.pattern} {meaning[:20]}",
            "lamps": f"{name}: {state.notation}",
            "meaning": meaning,
            "safety": "stop-using" if words.STOP_USE.search(meaning) else "",
            "note": f"Printed as {tint.lower()}." if tint else "",
        }
        out.append(Found("led_state", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3)))
    return out


def _of_states(grid: Grid, n: int) -> bool:
    """Tell whether a column has a short name of its own and holds states with a pattern, and dashes, and nothing else."""
    head = grid.header[n]
    if not head or len(head.split()) > LONGEST_NAME or roles_of(head) & _NOT_LAMPS:
        return False
    told = [t for t in grid.column(n) if t not in DASH]
    return bool(told) and len(told) < len(grid.rows) and all(_state(t)[0] for t in told)


def _state(text: str) -> tuple[State | None, str]:
    """Return what a cell says that the lamp does, with a pattern, and the words for which the lamp notation has none."""
    bare = _RUNS.sub("flashing", _TINT.sub(" ", text)).strip(" ,;")
    state = lamp_words.read(bare)
    odd = [m[0] for pattern in (_TINT, _RUNS) if (m := pattern.search(text))]
    return (state if state and state.pattern else None), ", ".join(odd)
