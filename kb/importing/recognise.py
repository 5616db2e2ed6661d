"""Blocks → recognised rows: every recogniser is asked about every section; what two of them claim goes to the surer one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.importing import grids as grid_reader
from kb.importing import naming, pin_lines, pins
from kb.importing.blocks import Cell, Manual, Section
from kb.importing.found import Found
from kb.importing.grids import Grid

# Lines between the end of one section and the text of the next that may still belong together.
NEAR = 10


@dataclass(frozen=True)
class Recognised:
    """The sections of a manual and the rows found in them, in reading order; `taken` are the lines that became facts."""

    sections: tuple[Section, ...]
    found: tuple[Found, ...]
    taken: frozenset[int]


def recognise(manual: Manual) -> Recognised:
    """Read all facts of a manual that its layout and the field's vocabulary show."""
    sections = tuple(s for s in manual.sections() if s.blocks or s.heading.text)
    found: list[Found] = []
    earlier: list[Cell] = []
    for n, section in enumerate(sections):
        near = [c for c in earlier[-6:] if section.place.first - c.place.last <= NEAR]
        found += [replace(f, section=n) for f in _section(section, near)]
        earlier = grid_reader.stream(section)
    found = _settled(found)
    taken = frozenset(line for f in found for p in f.places for line in range(p.first, p.last + 1))
    return Recognised(sections, tuple(found), taken)


def _section(section: Section, earlier: list[Cell]) -> Iterator[Found]:
    for grid in grid_reader.grids(section):
        yield from _grid(grid)
    yield from _connectors(pin_lines.from_section(section, earlier), "", section)


def _grid(grid: Grid) -> list[Found]:
    found = pins.from_grid(grid)
    if found:
        return _connectors(found, grid.caption, grid.section)
    return []


def _connectors(found: list[Found], caption: str, section: Section) -> list[Found]:
    """Give contacts without a connector the name of their table or section; an unknown name is a doubt."""
    out: list[Found] = []
    for f in found:
        attributes = dict(f.group)
        name = attributes.get("connector", "") or naming.connector(caption, section)
        row = replace(f, group=(("connector", name or "connector"),))
        out.append(row if name else row.questioned("the connector's name was not found", 0.9))
    return out


def _settled(found: list[Found]) -> list[Found]:
    """Drop rows that say the same twice; two contacts with one number and different signals are both doubted."""
    out: list[Found] = []
    seen: dict[tuple[object, ...], int] = {}
    for f in found:
        if f.kind != "pin":
            out.append(f)
            continue
        key = (f.group, f.cells["pin"])
        if key not in seen:
            seen[key] = len(out)
            out.append(f)
        elif out[seen[key]].cells["signal"] != f.cells["signal"]:
            first = out[seen[key]]
            out[seen[key]] = first.questioned("another table of this name gives this contact another signal", 0.8)
            name = f"{dict(f.group)['connector']} (2)"
            out.append(
                replace(f, group=(("connector", name),)).questioned(
                    "another table of this name gives this contact another signal", 0.8
                )
            )
    return out
