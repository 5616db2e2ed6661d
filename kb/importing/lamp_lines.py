"""Lamp tables that lost their columns: `Flashing: charging` in a list, rows run together, or one cell to a line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kb.importing import lamp_words, words
from kb.importing.blocks import Cell, ListItem, Paragraph, Section, Table, spanned
from kb.importing.found import Found
from kb.importing.grids import Grid, places, roles_of, runs
from kb.importing.lamp_words import State
from kb.importing.lamps import state_found

_NAMED = re.compile(
    r"\b(?:([A-Z][\w/]*(?: [\w/]+){0,2})\s+(?:indicator|light|lamp|LED)|(?:LED|indicator|lamp)\s+([A-Z]\w*))\b"
)
_HEADER = re.compile(
    r"(?i)\b(?:indicator|led|lamp|light)s?\b.*\b(?:state|status|colou?r|display|pattern)\b.*\b(?:description|meaning|explanation|"
    r"definition|indication|behaviou?r|message|function|remark)\b"
)
# The last word of a state; an article belongs to the meaning.
_ENDING = re.compile(
    rf"(?:{words.FLASH.pattern}|{words.STEADY.pattern}|{words.OFF.pattern}|{words.COLOR.pattern}|\d\s*m?s|times|\blights?|\bled|\))\W*$",
    re.IGNORECASE,
)
# A state whose meaning stands on the next line, and a lamp's name on a line of its own.
_OPEN = re.compile(r"^[A-Za-z][\w ,()/.]{1,40}\s*[=:]$")
_OWN_LINE = re.compile(r"^[A-Z][\w/-]*(?: [\w/-]+)?$")
WORDS_OF_STATE = 8
# `Flashing: 0.8 s light, 0.4 s dark` explains the word and is no state.
_TIMED = re.compile(r"\d+(?:[.,]\d+)? ?m?s\b.*\b(?:on|off|light|lit|dark)\b")
_COLORED = re.compile(rf"(?i){words.COLOR.pattern},? (?:steady|solid|flashing|blinking|breathing|pulsing|lit|on)\b")
LEAST_COLORED = 2
PAIR = 2
_SWITCH = re.compile(r"(?i)^(?:sw|dip|switch|lever|jumper|jp)[-_ #]*\d")


def from_section(section: Section) -> list[Found]:
    """Return the lamp states that stand in the lines of a section, outside its tables."""
    listed = list(_listed(section))
    found: list[Found] = []
    for cells in runs(section):
        torn = _run_together(cells) or _single_cells(cells)
        # `ON = ready` says more than its order: a list of such lines outweighs a reading of cells.
        found += torn if len(torn) >= len(listed) else []
    taken = {p.first for f in found for p in f.places}
    found += [f for f in listed if not taken & {p.first for p in f.places}]
    return found or list(_colored(section))


def _colored(section: Section) -> Iterator[Found]:
    """`blue, breathing Charging is going on`: colour and pattern in front, among others of the kind that a table kept."""
    states = [
        c.text
        for b in section.blocks
        if isinstance(b, Table)
        for r in b.rows
        for c in r[:1]
        if _COLORED.fullmatch(c.text)
    ]
    if len(states) < LEAST_COLORED or not words.LAMP.search(_about(section)):
        return
    held: list[Cell] = []
    for block in [*section.blocks, None]:
        lines = block.lines if isinstance(block, Paragraph) else ()
        goes_on = bool(held and lines) and lines[0].text[:1].islower() and not _COLORED.match(lines[0].text)
        if held and not goes_on:
            match = _COLORED.match(held[0].text)
            meaning = " ".join([held[0].text[match.end() :] if match else "", *(c.text for c in held[1:])]).strip()
            state = lamp_words.read(match[0]) if match else None
            if state and meaning[:1].isupper():
                row = state_found({"meaning": meaning}, "", state, tuple(c.place for c in held), 0.7)
                yield row.questioned("the lamp's name was not found", 0.75)
            held = []
        if goes_on or (lines and _COLORED.match(lines[0].text)):
            held += lines


def _about(section: Section) -> str:
    return " ".join([section.heading.text, *(b.text for b in section.blocks[:2])])


def _listed(section: Section) -> Iterator[Found]:
    """`Flashing green: charging` in list items or lines of their own; the lamp is named before the list or in the heading."""
    name, name_at = _lamp_in(section.heading.text), section.heading.place
    seen = bool(words.LAMP.search(section.heading.text))
    pending = ""
    for block in _by_line(section):
        text = block.text
        pairs = lamp_words.splits(text) if len(text) < 400 else []
        own = re.match(
            r"^([A-Z][\w/ ]{0,24}?)\s*(?:\(([^)]{3,12})\))?\s*(?:LED|light|lamp|indicator)?\s*[:–—-]\s*(.+)$", text
        )
        if not pairs and own and block.lines[0].text.startswith(own[1]) and (more := lamp_words.splits(own[3])):
            pairs, name = more, lamp_words.lamp_name(own[1])
            seen = True
        if _SWITCH.match(text):
            continue  # `SW1: ON = …` is a switch
        if pairs and seen and pending and _OWN_LINE.match(pending) and not roles_of(pending) & {"state", "meaning"}:
            name, name_at = lamp_words.lamp_name(pending), block.place
        bare = re.match(rf"^({words.COLOR.pattern})\s*[:=–-]\s*(\S.*)$", text, re.IGNORECASE)
        if not pairs and bare and seen:
            lit = State(words.COLOR_WORDS[bare[1].lower()], "steady")
            row = state_found({"meaning": text[bare.end(1) :].lstrip(" :=–-")}, name, lit, (block.place, name_at), 0.8)
            row = row.questioned("a colour and no pattern is printed")
            yield row if name else row.questioned("the lamp's name was not found", 0.75)
            continue
        pending = "" if pairs else pending
        if pairs and seen:
            for said, meaning in pairs:
                state = lamp_words.read(re.sub(r"[()]", " ", said))
                if state and state.pattern and not _TIMED.match(meaning) and not lamp_words.is_rhythm(meaning):
                    row = state_found({"meaning": meaning}, name, state, (block.place, name_at), 0.8)
                    yield row if name else row.questioned("the lamp's name was not found", 0.75)
            continue
        if words.LAMP.search(f"{pending} {text}") and len(text.split()) <= 14:
            seen = True
            if found := _lamp_in(f"{pending} {text}"):
                name, name_at = found, block.place
        pending = text if len(text.split()) <= 3 else ""


def _by_line(section: Section) -> Iterator[Paragraph | ListItem]:
    """Yield the paragraphs and list items; a paragraph whose lines are each a state with its meaning comes line by line."""
    for block in section.blocks:
        if (
            isinstance(block, Paragraph)
            and sum(bool(_OPEN.match(c.text) or lamp_words.splits(c.text)) for c in block.lines) > 1
        ):
            yield from (Paragraph(tuple(lines)) for lines in _rejoined(block.lines))
        elif isinstance(block, Paragraph | ListItem):
            yield block


def _rejoined(lines: tuple[Cell, ...]) -> list[list[Cell]]:
    """Cut a paragraph at each state; a line that begins small, or follows `ON =`, goes on with the one before it."""
    out: list[list[Cell]] = []
    for cell in lines:
        waiting = bool(out) and bool(_OPEN.match(out[-1][-1].text))
        if out and (waiting or (cell.text[:1].islower() and lamp_words.splits(" ".join(c.text for c in out[-1])))):
            out[-1].append(cell)
        else:
            out.append([cell])
    return out


def _lamp_in(text: str) -> str:
    """Return the lamp that a short line names: `2 Network state indicator` → Network state; a table's header names none."""
    if _HEADER.search(text) or len(text.split()) > 10:
        return ""
    plain = re.sub(r"^\W*\d{1,2}(?:\.\d+)*\W*\s+", "", text)
    found = re.search(
        r"((?:[A-Z][\w/-]*|state|status|[A-Z]+)(?: (?:[A-Za-z/-]+)){0,2}?)\s+(?:indicator|light|lamp|LED)s?\b", plain
    )
    if found and not re.fullmatch(r"(?i)(?:the|led|each|status|description|definition)", found[1]):
        return lamp_words.lamp_name(found[0])
    found = re.search(r"\b(?:LED|indicator|lamp)\s+([A-Z]{2,}\d?|\d)\b", plain)
    return found[1] if found else ""


def _run_together(cells: list[Cell]) -> list[Found]:
    """Under a header run together (`Indicator Color State Description`): each row begins with name or state."""
    out: list[Found] = []
    active = colored = False
    legend = list(
        dict.fromkeys(
            lamp_words.lamp_name(c.text)
            for c in cells
            if len(c.text.split()) <= 3 and re.search(r"(?i)\bindicator$", c.text)
        )
    )
    name = ""
    last = 0
    for cell in cells:
        if _HEADER.search(cell.text) and len(cell.text.split()) <= 9:
            active, colored, name = True, "color" in cell.text.lower() or "colour" in cell.text.lower(), ""
            last = cell.place.last
            continue
        if not active:
            continue
        label, state, meaning = leading_state(cell.text)
        if state is not None and meaning:
            name = label or name
            row = state_found({"meaning": meaning}, lamp_words.lamp_name(name), state, (cell.place,), 0.7)
            if not name:
                row = row.questioned("the lamp's name was lost", 0.75)
            if colored and not state.color:
                row = row.questioned("the colour was lost", 0.8)
            if re.match(r"^[–—-]\s", cell.text):
                row = row.questioned("a dash in the state column was read as off", 0.8)
            out.append(row)
        elif out and cell.place.first <= last + 1 and not re.match(r"^\d+[.)]\s", cell.text):
            cells_ = {**out[-1].cells, "meaning": f"{out[-1].cells['meaning']} {cell.text}"}
            out[-1] = Found(
                "led_state", cells_, (*out[-1].places, cell.place), out[-1].confidence, out[-1].doubts, out[-1].repairs
            )
        elif re.match(r"^\d+[.)]\s", cell.text):
            active = False
        last = cell.place.last
    if len(out) < 2:
        return []
    return _by_legend(out, legend)


def from_pairs(grid: Grid) -> list[Found]:
    """`LED | Indicator Explanation` over `DC | Green led solid light PV normal`: state and meaning ran together in one cell."""
    out: list[Found] = []
    name, odd = "", 0
    told = " ".join([grid.caption, grid.section.heading.text, *grid.header, *(c.text for r in grid.rows for c in r)])
    for row in grid.rows if grid.width == PAIR and words.LAMP.search(told) else ():
        label, state, meaning = leading_state(row[1].text)
        if label or state is None or not meaning:
            odd += bool(row[1].text) and bool(out)
            continue
        name = lamp_words.lamp_name(row[0].text) or name
        found = state_found({"meaning": meaning}, name, state, places(row), 0.75)
        out.append(found if name else found.questioned("the lamp's name was lost", 0.75))
    return out if len(out) > PAIR and odd <= 0.2 * len(out) else []


def _by_legend(found: list[Found], legend: list[str]) -> list[Found]:
    """Where the names are lost and the section lists lamps whose name stands in a meaning, that is the lamp (said as repair)."""
    out = []
    for f in found:
        fits = (
            [name for name in legend if re.search(rf"\b{re.escape(name.split()[0])}\b", f.cells["meaning"])]
            if f.cells["lamps"].startswith("Indicator:")
            else []
        )
        if len(fits) == 1:
            cells = {
                **f.cells,
                "lamps": f.cells["lamps"].replace("Indicator", fits[0], 1),
                "id": f.cells["id"].replace("Indicator", fits[0], 1),
            }
            out.append(
                Found(
                    f.kind,
                    cells,
                    f.places,
                    f.confidence,
                    f.doubts,
                    (*f.repairs, "lamp named after the list of lamps in this section"),
                )
            )
        else:
            out.append(f)
    return out


def leading_state(text: str) -> tuple[str, State | None, str]:
    """Cut a row run together into lamp, state and meaning: `RUN Green on Normal operation`."""
    parts = text.split()
    if parts and parts[0] in {"–", "—", "-"} and len(parts) > 2:
        return "", State("", "off"), " ".join(parts[1:])
    for skipped in range(min(3, len(parts))):
        label = " ".join(parts[:skipped])
        if skipped and not re.fullmatch(r"[A-Z][\w/.-]*(?: [\w/.-]+)?", label):
            continue
        for count in range(min(WORDS_OF_STATE, len(parts) - skipped - 1), 0, -1):
            said = " ".join(parts[skipped : skipped + count])
            meaning = parts[skipped + count :]
            state = lamp_words.read(said)
            if (
                state
                and state.pattern
                and _ENDING.search(said)
                and meaning[0][:1].isupper()
                and not lamp_words.read(meaning[0])
            ):
                return label, state, " ".join(meaning)
    return "", None, ""


def _cells(cells: list[Cell]) -> list[Cell]:
    """Join the lines of one cell: where cells are parted by empty lines, what stands together is one cell."""
    gaps = sum(b.place.first - a.place.last > 1 for a, b in itertools.pairwise(cells))
    parted = gaps >= 0.5 * max(1, len(cells) - 1)
    out: list[Cell] = []
    for cell in cells:
        joined = out and cell.place.first - out[-1].place.last <= 1 and (parted or cell.text[:1].islower())
        if joined and not lamp_words.pure(cell.text) and not lamp_words.pure(out[-1].text):
            out[-1] = Cell(f"{out[-1].text} {cell.text}", spanned([out[-1].place, cell.place]))
        else:
            out.append(cell)
    return out


def _single_cells(cells: list[Cell]) -> list[Found]:
    """One cell to a line: header cells in a row, then name, state, meaning over and over; a name may hold for several states."""
    cells = _cells(cells)
    start = _header_end(cells)
    if start is None:
        return []
    at, columns = start
    named = any("indicator" in c for c in columns)
    out: list[Found] = []
    # The line over the header may name the one lamp that the table is about.
    over = cells[at - len(columns) - 1].text if at > len(columns) else ""
    name = lamp_words.lamp_name(over) if words.LAMP.search(over) and len(over.split()) <= 3 else ""
    held: list[Cell] = []
    while at < len(cells):
        run = [cells[at]]
        if not lamp_words.pure(cells[at].text):
            held.append(cells[at])
            at += 1
            if len(held) > 4:
                break
            continue
        # Colour and pattern may stand in cells of their own.
        while at + len(run) < len(cells) and lamp_words.pure(cells[at + len(run)].text):
            run.append(cells[at + len(run)])
        state = lamp_words.read(" ".join(c.text for c in run))
        if held and named and (out or held):
            name = held[-1].text if len(held[-1].text.split()) <= 4 else name
        held = []
        at += len(run)
        if state is None or not state.pattern or at >= len(cells) or lamp_words.pure(cells[at].text):
            continue
        meaning = cells[at]
        at += 1
        row = state_found(
            {"meaning": meaning.text}, lamp_words.lamp_name(name), state, (*(c.place for c in run), meaning.place), 0.75
        )
        out.append(row if name else row.questioned("the lamp's name was lost", 0.75))
    return out if len(out) >= 2 else []


def _header_end(cells: list[Cell]) -> tuple[int, list[frozenset[str]]] | None:
    """Return where the cells begin after the header of a lamp table, with the roles of its header cells."""
    for at in range(len(cells) - 3):
        roles: list[frozenset[str]] = []
        while (
            at + len(roles) < len(cells)
            and len(roles) < 6
            and (r := roles_of(cells[at + len(roles)].text))
            and not lamp_words.pure(cells[at + len(roles)].text)
        ):
            roles.append(r)
        told = " ".join(c.text for c in cells[max(0, at - 1) : at + len(roles)])
        if (
            len(roles) >= 2
            and _complete(roles, cells[at + len(roles) : at + len(roles) + 3])
            and re.search(r"(?i)led|lamp|light|indicator|colou?r", told)
        ):
            return at + len(roles), roles
    return None


def _complete(roles: list[frozenset[str]], following: list[Cell]) -> bool:
    """Tell whether header cells have a state and a meaning; where no state is headed, the cells after them must be one."""
    told = [n for n, r in enumerate(roles) if r & {"meaning", "mode"}]
    if not told:
        return False
    if any("state" in r for n, r in enumerate(roles) if n != told[-1]):
        return True
    return bool(following) and lamp_words.pure(following[0].text) and "indicator" in roles[0] | roles[-1]


def blinks_of(found: list[Found]) -> list[Found]:
    """Return the rhythms that lamp states print in seconds, as blinks with a name made of their times."""
    out: dict[str, Found] = {}
    for f in found:
        for on, off in re.findall(r"flash (\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)", f.cells["lamps"]):
            name = f"flash-{on}-{off}"
            out.setdefault(
                name,
                Found(
                    "blink",
                    {"name": name, "on_s": on, "off_s": off, "meaning": f.cells["meaning"]},
                    f.places,
                    f.confidence,
                    f.doubts,
                ),
            )
    return list(out.values())
