"""Blocks → recognised rows: every recogniser is asked about every section; what two of them claim goes to the surer one."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.importing import (
    alarm_bits,
    alarm_cells,
    alarm_codes,
    alarm_entries,
    alarm_grids,
    alarm_lines,
    alarm_lists,
    alarm_pairs,
    alarms,
    blinks,
    bullets,
    cell_lines,
    cell_tables,
    clauses,
    column_blocks,
    further,
    lamp_attributes,
    lamp_bars,
    lamp_counted,
    lamp_lines,
    lamp_names,
    lamp_sentences,
    lamp_signs,
    lamp_stream,
    lamp_words,
    lamps,
    mended,
    misread,
    naming,
    partner_headings,
    partners,
    pin_items,
    pin_lines,
    pin_rows,
    pins,
    records,
    runon,
    separated,
    shifted_heads,
    squares,
    switch_heads,
    switch_items,
    switches,
    told,
    unheaded,
    upright,
    words,
)
from kb.importing import grids as grid_reader
from kb.importing.blocks import Cell, Manual, Section
from kb.importing.errors import ImportError_
from kb.importing.found import Found
from kb.importing.grids import Grid
from kb.importing.sentences import LIKELY

# Lines between the end of one section and the text of the next that may still belong together.
NEAR = 10
# A manual of 400 pages takes a few seconds; what takes longer was made to.
MAX_SECONDS = 60.0
# Lines between a table and the heading behind it that may be its own.
FOLLOWS = 60
_UNNAMED = "the connector's name was not found"
_AFTER = "the connector was named after the heading that follows"
# Share of the rows of a table put together from lines that must be facts.
MOST_ROWS = 0.8
# Words of a heading that contacts are named after.
SHORT = 5
# Tables cell by cell that are tried in one section.
MOST_TRIED = 60
_UNHEADED = "the table has no header: its columns were told by what they hold"


@dataclass(frozen=True)
class Recognised:
    """The sections of a manual and the rows found in them, in reading order; `taken` are the lines that became facts."""

    sections: tuple[Section, ...]
    found: tuple[Found, ...]
    taken: frozenset[int]


def recognise(manual: Manual) -> Recognised:
    """Read all facts of a manual that its layout and the field's vocabulary show."""
    sections = tuple(
        partner_headings.rejoined(bullets.listed(clauses.unfolded(s)))
        for s in manual.sections()
        if s.blocks or s.heading.text
    )
    found: list[Found] = []
    earlier: list[Cell] = []
    tables = [mended.pieced(list(grid_reader.grids(s))) for s in sections]
    spelt = alarms.abbreviations([g for grids in tables for g in grids])
    tables = [[partner_headings.grouped(g) for g in grids] for grids in tables]
    tables, of_makers = partner_headings.under_makers(tables)
    found += of_makers
    begun = time.monotonic()
    for n, section in enumerate(sections):
        if time.monotonic() - begun > MAX_SECONDS:
            raise ImportError_(
                manual.source.file,
                f"it takes longer than {MAX_SECONDS:.0f} seconds to read",
                "Give the pages with the tables alone",
            )
        near = [c for c in earlier[-6:] if section.place.first - c.place.last <= NEAR]
        rows = alarm_codes.of_one_make(list(_section(section, tables[n], near, spelt)))
        found += [replace(f, section=n) for f in rows]
        earlier = grid_reader.stream(section)
    headed = [replace(f, section=n) for n, s in enumerate(sections) if (f := alarm_lines.headed(s))]
    # Running text cut in the middle looks like a row: a lamp's name is no half of a sentence.
    found = [f for f in found if f.kind != "led_state" or lamp_words.is_name(f.cells["lamps"])]
    found = [f for f in found if f.kind != "led_state" or not lamp_words.is_rhythm(f.cells["meaning"])]
    found = partners.with_brands([*found, *told.beside(found, sections)])
    found = lamp_names.colored(found, sections)
    found = switch_heads.by_block(found, sections)
    found = _named_after(found, sections)
    found = _after_headings(found, sections)
    found = _settled(_completed(alarm_pairs.paired([*found, *(headed if _are_faults(headed) else [])])))
    found = misread.doubted(found, manual.lines)
    # A sentence that tells a fact says more than it: its text stays beside the fact, where it can be found.
    tabled = (f for f in found if LIKELY not in f.repairs)
    taken = frozenset(line for f in tabled for p in f.places for line in range(p.first, p.last + 1))
    return Recognised(sections, tuple(found), taken)


def _named_after(found: list[Found], sections: tuple[Section, ...]) -> list[Found]:
    """Name contacts without a connector after the heading that follows: a torn page may have put their table before it."""
    named = {dict(f.group)["connector"] for f in found if f.kind == "pin"}
    out = []
    for f in found:
        following = sections[f.section + 1] if 0 <= f.section < len(sections) - 1 else None
        near = following and following.heading.place.first - f.places[-1].last <= FOLLOWS
        name = naming.connector("", following) if following and near else ""
        if f.kind == "pin" and _UNNAMED in f.doubts and name and name not in named:
            doubts = tuple(_AFTER if d == _UNNAMED else d for d in f.doubts)
            out.append(replace(f, group=(("connector", name),), doubts=doubts))
        else:
            out.append(f)
    return out


def _after_headings(found: list[Found], sections: tuple[Section, ...]) -> list[Found]:
    """Name contacts that are still without a connector after their own heading, where it is short; the doubt stays."""
    out = []
    for f in found:
        said = sections[f.section].heading.text if f.kind == "pin" and _UNNAMED in f.doubts else ""
        short = (
            0 < len(said.split()) <= SHORT and len(said) <= naming.LONGEST and dict(f.group)["connector"] == "connector"
        )
        out.append(replace(f, group=(("connector", said.strip(" .:")),)) if short else f)
    return out


def _are_faults(headed: list[Found]) -> bool:
    """Tell whether headings with codes are a list of faults: several, of one make, half of them named like faults."""
    makes = {alarm_codes.make_of(f.cells["code"]) for f in headed}
    faults = sum(bool(words.FAULT.search(f.cells["name"])) for f in headed)
    return len(headed) > 1 and len(makes) <= 3 and faults >= 0.5 * len(headed)


def _section(section: Section, tables: list[Grid], earlier: list[Cell], spelt: dict[str, str]) -> Iterator[Found]:
    told = [f for g in [*records.grids(section), *alarm_cells.grids(section)] for f in _whole(g, spelt)]
    told += switch_items.from_section(section)
    told += [*lamp_stream.from_section(section), *alarm_lists.from_section(section)]
    yield from told
    lines = {n for f in told for p in f.places for n in range(p.first, p.last + 1)}
    for grid in tables:
        if not lines & {c.place.first for r in grid.rows for c in r}:
            yield from _grid(grid, spelt)
    square = [f for g in runon.grids(section) for f in switches.from_grid(g) if not lines & {p.first for p in f.places}]
    square += [f for g in squares.grids(section) if not cell_tables.misaligned(g) for f in _grid(g, spelt)]
    square += _connectors(column_blocks.from_section(section), "", section)
    known = {n for f in square for p in f.places for n in range(p.first, p.last + 1)}
    for grid in cell_lines.grids(section):
        if not known & {c.place.first for r in grid.rows for c in r}:
            square += _grid(grid, spelt)
    held = list(_lines(section, earlier, spelt))
    lines |= {n for f in square for p in f.places for n in range(p.first, p.last + 1)}
    square += _set_out(section, spelt, held, lines)
    first = {n for f in told for p in f.places for n in range(p.first, p.last + 1)}
    square = [f for f in square if not first & {n for p in f.places for n in range(p.first, p.last + 1)}]
    yield from square
    taken = lines | {n for f in square for p in f.places for n in range(p.first, p.last + 1)}
    read: set[int] = set()
    for found in held:
        if not any(p.first in taken for p in found.places):
            yield found
            read |= {n for p in found.places for n in range(p.first, p.last + 1)}
    for grid in [*squares.by_make(section), *runon.by_make(section), *pin_items.grids(section)]:
        lines = {c.place.first for r in grid.rows for c in r}
        if not lines & (taken | read) and not cell_tables.misaligned(grid):
            more = _grid(grid, spelt)
            yield from more
            read |= {n for f in more for p in f.places for n in range(p.first, p.last + 1)}
    yield from _cells(section, spelt, taken | read)


def _cells(section: Section, spelt: dict[str, str], read: set[int]) -> list[Found]:
    """Ask for tables cell by cell in the lines that nobody has read; of tables that share lines the largest counts."""
    out: list[Found] = []
    tried = [g for g in cell_tables.grids(section) if not read & {c.place.first for r in g.rows for c in r}]
    for grid in sorted(tried, key=lambda g: -len(g.rows) * g.width)[:MOST_TRIED]:
        lines = {c.place.first for r in grid.rows for c in r}
        if not lines & read and (found := _whole(grid, spelt)):
            out += found
            read |= lines
    return out


def _set_out(section: Section, spelt: dict[str, str], held: list[Found], taken: set[int]) -> list[Found]:
    """Ask for what lines parted by signs hold; the reading with most columns that most rows agree with counts.

    Lamps, switches and faults that the recognisers of lines `held` in the same lines, as many of them, stay as those read them.
    """
    out: list[Found] = []
    known = Counter(p.first for f in held if f.kind in {"led_state", "alarm", "dip"} for p in f.places[:1])
    for tried in separated.grids(section):
        for grid in tried:
            lines = {c.place.first for r in grid.rows for c in r}
            if taken & lines:
                break
            found = _whole(grid, spelt)
            if found and sum(known[n] for n in lines) >= len(found) and not _shorter(found, held, lines):
                break
            if found:
                out += found
                taken |= {n for f in found for p in f.places for n in range(p.first, p.last + 1)}
                break
    return out


def _shorter(found: list[Found], held: list[Found], lines: set[int]) -> bool:
    """Tell whether the names of faults are shorter than those that were read of the same lines: the rest went into other columns."""
    one = [len(f.cells["name"]) for f in found if f.kind == "alarm"]
    other = [len(f.cells["name"]) for f in held if f.kind == "alarm" and f.places[0].first in lines]
    return bool(one and other) and 2 * sum(one) * len(other) < sum(other) * len(one)


def _whole(grid: Grid, spelt: dict[str, str]) -> list[Found]:
    """Return what a table put together from lines holds, where most of its rows are facts."""
    found = _grid(grid, spelt)
    read = {p.first for f in found for p in f.places}
    # Partners on a bus that no fact has a place for are read as well.
    other = {f.kind for f in found} == {"protocol"}
    rows = sum(
        bool(read & {c.place.first for c in r}) or (other and any(partners.other_bus(c.text) for c in r))
        for r in grid.rows
    )
    return found if rows >= MOST_ROWS * len(grid.rows) else []


def _lines(section: Section, earlier: list[Cell], spelt: dict[str, str]) -> Iterator[Found]:
    """Ask the recognisers of what stands outside tables."""
    items = pin_items.from_section(section)
    listed = {p.first for f in items for p in f.places}
    lines = [f for f in pin_lines.from_section(section, earlier) if not listed & {p.first for p in f.places}]
    yield from _connectors([*items, *lines], "", section)
    lamps_found = lamp_bars.from_section(section) or lamp_lines.from_section(section)
    read = {p.first for f in lamps_found for p in f.places}
    yield from lamps_found
    yield from (f for f in lamp_sentences.from_section(section) if not read & {p.first for p in f.places})
    yield from alarm_lines.from_section(section, spelt) or alarm_entries.from_section(section)
    yield from switches.from_section(section)
    yield from further.faqs(section)
    yield from further.procedures(section)


def _grid(grid: Grid, spelt: dict[str, str]) -> list[Found]:
    """Ask for what a table holds; a table without a header is asked again under the heads that its cells ask for."""
    straight = upright.upright(
        lamp_attributes.together(lamp_signs.spelled(mended.columns(pin_rows.headed(shifted_heads.parted(grid)))))
    )
    if found := _recognised(straight, spelt):
        return found
    for tried in unheaded.headed(straight):
        if found := _recognised(tried, spelt):
            return [f.questioned(_UNHEADED, 0.8) for f in found]
    return []


def _recognised(grid: Grid, spelt: dict[str, str]) -> list[Found]:
    """Ask one recogniser after the other; the ones with the narrowest signs come first."""
    found = switches.from_grid(grid)
    if found and all(f.kind == "dip" for f in found):
        return [*found, *partners.from_grid(switch_heads.apart(grid))]  # a setting for each partner says both
    if found:
        return found
    for recogniser in (partners.from_grid, blinks.from_grid):
        if found := recogniser(grid):
            return found
    if found := lamp_counted.from_grid(grid):
        return [*lamp_counted.faults(grid, found, spelt), *found]
    if found := lamps.from_grid(grid) or lamp_lines.from_pairs(grid):
        return alarms.of_lamps(grid, found, spelt) or found
    if not _advises(grid) and (found := pins.from_grid(grid)):
        return _connectors(found, grid.caption, grid.section)
    return (
        alarm_bits.from_grid(grid)
        or alarm_grids.from_grid(grid, spelt)
        or further.remedies(grid)
        or further.specs(grid)
    )


def _advises(grid: Grid) -> bool:
    """Tell whether a column of causes and one of remedies are headed: then `E-1` is a fault and no contact."""
    causes = {n for n, h in enumerate(grid.header) if words.role_matches("cause", h)}
    actions = {n for n, h in enumerate(grid.header) if words.role_matches("actions", h)}
    return bool(causes and actions) and len(causes | actions) > 1


def _completed(found: list[Found]) -> list[Found]:
    """Add what follows from the whole: rhythms printed with lamp states, and faults told by lamps alone."""
    states = [f for f in found if f.kind == "led_state"]
    known = {(f.cells["on_s"], f.cells["off_s"]) for f in found if f.kind == "blink"}
    out = [
        *found,
        *(
            replace(f, section=states[0].section)
            for f in lamp_lines.blinks_of(states)
            if (f.cells["on_s"], f.cells["off_s"]) not in known
        ),
    ]
    if not any(f.kind in {"alarm", "remedy"} for f in found):
        section = {f.places: f.section for f in states}
        out += [replace(f, section=section[f.places]) for f in alarms.derived(states)]
    return _rhythms(out)


def _rhythms(found: list[Found]) -> list[Found]:
    """A rhythm's name that no table explains cannot stand in a lamp state: it is left out and said."""
    names = {f.cells["name"] for f in found if f.kind == "blink"}
    out = []
    for row in found:
        f = row
        key = "lamps" if f.kind == "led_state" else "lamp"
        used = set(re.findall(r"flash (FLASH\d|BLINK\d|FLICKER\d)", f.cells.get(key, "")))
        lost = used - names
        if lost:
            text = re.sub(rf" (?:{'|'.join(sorted(lost))})", "", f.cells[key])
            f = replace(
                f, cells={**f.cells, key: text, "note": f"The rhythm {', '.join(sorted(lost))} is not explained."}
            )
        out.append(f)
    return out


def _connectors(found: list[Found], caption: str, section: Section) -> list[Found]:
    """Give contacts without a connector the name of their table or section; an unknown name is a doubt."""
    out: list[Found] = []
    for f in found:
        attributes = dict(f.group)
        name = attributes.get("connector", "") or naming.connector(caption, section)
        both, alike = naming.twins(caption, section) if not attributes.get("connector", "") else ((), False)
        if both:
            rows = [replace(f, group=(("connector", n),)) for n in both]
            out += rows if alike else [r.questioned("one table for two connectors", 0.9) for r in rows]
            continue
        row = replace(f, group=(("connector", name or "connector"),))
        out.append(row if name else row.questioned(_UNNAMED, 0.9))
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
