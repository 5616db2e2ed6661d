"""Rows of lamps that show a level: `26%-50% ● ●`. Empty cells are lost in the text, so lamps are filled from the first."""

from __future__ import annotations

import itertools
import re

from kb.importing import lamp_words
from kb.importing.blocks import Cell, Section
from kb.importing.found import Found
from kb.importing.grids import runs

_RANGE = re.compile(r"^(\d{1,3})\s*%?\s*(?:[-–~]|to)\s*(\d{1,3})\s*%$|^(\d{1,3})\s*%$")
_SIGN = re.compile(
    r"^([●■★○□◆*]|on|off|flash(?:ing)?|blink(?:ing)?|lit)\s*(?:[(（]?\s*T\s*=\s*(\d+(?:\.\d+)?)\s*s\s*[)）]?)?$",
    re.IGNORECASE,
)
_LAMP = re.compile(r"^((?:LED|SOC|L|D|BAT)[-_ ]?)(\d)$", re.IGNORECASE)
_MODE = re.compile(r"^(?:(?:dis)?charg(?:e|ing)|idle|standby|float)$", re.IGNORECASE)
_OWN = re.compile(r"^((?:LED|SOC|L)[-_ ]?\d)\s+(flickers?|flashes|blinks?|flashing|blinking)", re.IGNORECASE)
MIN_LAMPS = 3
MIN_ROWS = 3
_STEADY = {"●", "on", "lit", "◆", "■"}


def from_section(section: Section) -> list[Found]:
    """Return the level rows that stand in the lines of a section; each carries the doubt that its empty cells are lost."""
    out: list[Found] = []
    for cells in runs(section):
        lamps = _lamps(cells)
        rows = _rows(cells) if len(lamps) >= MIN_LAMPS else []
        if len(rows) < MIN_ROWS:
            continue
        modes = [c.text.lower() for c in cells if _MODE.match(c.text)]
        tracks = _tracks([(low, high) for low, high, _ in rows])
        for n, (low, high, body) in enumerate(rows):
            mode = modes[tracks[n]] if len(modes) > max(tracks) == len(modes) - 1 else ""
            if shown := _shown(body[1:], lamps):
                span = f"{low}%-{high}%" if low != high else f"{low}%"
                cells_ = {
                    "id": f"{mode} {span}",
                    "lamps": shown,
                    "meaning": f"{mode.capitalize()} SOC {span}".strip(),
                    "mode": mode,
                }
                row = Found("led_state", cells_, tuple(c.place for c in body), 0.7)
                out.append(row.questioned("the empty cells of this row are lost: lamps were filled from the first"))
    return out


def _lamps(cells: list[Cell]) -> list[str]:
    """Return the lamps that the header names in ascending order: LED1 to LED4."""
    names: list[str] = []
    for cell in cells:
        found = _LAMP.match(cell.text)
        if found and int(found[2]) == len(names) + 1:
            names.append(cell.text.replace(" ", ""))
    return names


def _rows(cells: list[Cell]) -> list[tuple[int, int, list[Cell]]]:
    out: list[tuple[int, int, list[Cell]]] = []
    for cell in cells:
        if found := _RANGE.match(cell.text):
            low, high = sorted((int(found[1] or found[3]), int(found[2] or found[3])))
            out.append((low, high, [cell]))
        elif out and (_SIGN.match(cell.text) or _OWN.match(cell.text)):
            out[-1][2].append(cell)
        elif out and len(out[-1][2]) > 1 and len(cell.text.split()) > 4:
            break
    return out


def _tracks(ranges: list[tuple[int, int]]) -> list[int]:
    """Number the runs in which the level goes one way: each is a mode of its own."""
    track, way, out = 0, 0, [0]
    for before, after in itertools.pairwise(ranges):
        step = (after[0] > before[0]) - (after[0] < before[0])
        if way and step != way:
            track, way = track + 1, 0
        else:
            way = step or way
        out.append(track)
    return out


def _shown(body: list[Cell], lamps: list[str]) -> str:
    own = next((m for c in body if (m := _OWN.match(c.text))), None)
    if own:
        states = [f"{lamp}: {'flash' if lamp.lower() == own[1].replace(' ', '').lower() else 'off'}" for lamp in lamps]
        return "; ".join(states)
    signs = [m for c in body if (m := _SIGN.match(c.text))]
    timed = [m for m in signs if m[2]]
    # Beside blinking lamps a steady sign belongs to another column (a lamp that shows running).
    used = timed or signs
    if not used:
        return ""
    states = []
    for n, lamp in enumerate(lamps):
        if n >= len(used):
            states.append(f"{lamp}: off")
        elif used[n][2]:
            states.append(f"{lamp}: flash T={used[n][2]}")
        else:
            states.append(f"{lamp}: {_pattern(used[n][1])}")
    return "; ".join(states)


def _pattern(sign: str) -> str:
    if sign.lower() in _STEADY:
        return "steady"
    if sign == "★":
        return "flash"
    state = lamp_words.read(sign)
    return state.pattern if state and state.pattern else "off"
