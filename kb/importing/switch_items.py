"""Switches as items of a list: `Pack 1: 1000`, `0100 – pack 2`, `Bit 5: resistor. ON = connected, OFF = open`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.importing import switches
from kb.importing.blocks import Cell, Section
from kb.importing.found import Found
from kb.importing.grids import Grid, stream
from kb.importing.switch_settings import setting

LEAST = 2
# Lines from one item to the next.
NEAR = 3
_ABOUT = re.compile(r"(?i)\b(?:dip|switch(?:es)?|levers?|coding)\b")
_BULLET = re.compile(r"^(?:[-–—•·●*]|\(?\w[.)])\s+")
_SET = r"(?:[01]{3,10}|(?i:on|off)(?:[ ,/-]{1,3}(?i:on|off))+)"
_BEFORE = re.compile(rf"^(?P<what>[A-Za-z][\w ./()-]{{1,40}}?)\s*(?:[:=–—]|\s-\s)\s*(?P<set>{_SET})[.;]?$")
_AFTER = re.compile(rf"^(?P<set>{_SET})\s*(?:[:=–—]|\s-\s)\s*(?P<what>[A-Za-z]\S*(?: \S+){{0,8}}?)[.;]?$")
_EACH = re.compile(
    r"(?i)^(?:(?:dip|sw|switch|lever|bit|key|slider)[- ]?(?:switch)?\s*#?)(?P<n>\d{1,2})\s*(?:[:–—]|\s-\s|\()\s*(?P<about>[^:;=()]{3,60}?)\)?\s*"
    r"[.:;,(]\s*"
    r"(?P<one>on|off)\s*[:=–—-]\s*(?P<first>[^;,.]\S*(?: [^;,]+?)?)\s*[;,/.]\s*(?:and )?(?P<two>on|off)\s*[:=–—-]\s*(?P<second>\S.*?)\)?\.?$"
)


def from_section(section: Section) -> list[Found]:
    """Return the settings that items of a section print, two of them or more, and the two positions of single switches."""
    told = " ".join([section.heading.text, *(c.text for c in stream(section))])
    if not _ABOUT.search(told):
        return []
    out: list[Found] = []
    held: list[tuple[str, str, Cell]] = []
    for cell in [*stream(section), Cell("", section.place)]:
        text = _BULLET.sub("", cell.text)
        if each := _EACH.match(text):
            out += _positions(each, cell)
        found = _BEFORE.match(text) or _AFTER.match(text)
        near = not held or 0 < cell.place.first - held[-1][2].place.last <= NEAR
        if found and near and (not held or len(setting(held[0][1])) == len(setting(found["set"]))):
            held.append((found["what"], found["set"], cell))
            continue
        out += _settings(held, section)
        held = [(found["what"], found["set"], cell)] if found else []
    return out


def _positions(found: re.Match[str], cell: Cell) -> list[Found]:
    if found["one"].lower() == found["two"].lower():
        return []
    return [
        Found(
            "dip",
            {
                "switch": found["n"],
                "position": found[state].upper(),
                "meaning": f"{found['about'].strip()}: {found[said].strip()}",
            },
            (cell.place,),
            0.9,
        )
        for state, said in (("one", "first"), ("two", "second"))
    ]


def _settings(held: Sequence[tuple[str, str, Cell]], section: Section) -> list[Found]:
    if len(held) < LEAST or len({s for _, s, _ in held}) < len(held):
        return []
    rows = tuple((Cell(what, cell.place), Cell(printed, cell.place)) for what, printed, cell in held)
    grid = Grid(("Meaning", "DIP setting"), rows, "", section, "guessed", 0.8, headed=True)
    return [f for f in switches.from_grid(grid) if f.kind == "dip"]
