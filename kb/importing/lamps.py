"""Lamp tables: a lamp a row with colour, state and meaning; a lamp a column with a pattern in each cell; a state a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.importing import lamp_each, lamp_matrix, lamp_mended, lamp_rows, lamp_words, mended, words
from kb.importing.blocks import Cell, Row
from kb.importing.found import Found
from kb.importing.grids import Grid, places
from kb.importing.lamp_matrix import DASH, SOUND, about_lamps, own_color
from kb.importing.lamp_words import State

# What a note begins with, which may read like a lamp: `Note: Flash 1 is 0.25 s on`.
_NO_LAMP = re.compile(r"(?i)(?:notes?|remarks?|hints?|tips?|legend|key|n\.?b\.?|nota)")
# A heading that names the one lamp its table is about; `LED status` and `Indicators` name none.
_ONE_LAMP = re.compile(
    r"(?i)(?:[\d.]+ )?((?:[a-z-]+ )?(?:light|led|lamp|indicator)[ -](?:strip|ring|bar|band|stripe|belt|tube|halo)|"
    r"(?:status|state|power|charge|charging|fault|alarm|rgb|front|logo)[ -](?:led|lamp|light|indicator))"
)


def from_grid(grid: Grid) -> list[Found]:
    """Return the lamp states of a table, or nothing when it is no lamp table."""
    grid = lamp_mended.lit(grid)
    parts = mended.panels(grid)
    if len(parts) > 1:
        return [f for part in parts for f in lamp_matrix.from_grid(part)]
    if each := lamp_each.from_grid(grid):
        return each
    return lamp_matrix.from_grid(grid) or _by_state(grid) or _by_color(grid) or _rows(grid) or list(_inside(grid))


def _share(grid: Grid, n: int, kind: str) -> float:
    texts = [t for t in grid.column(n) if t not in DASH]
    if not texts:
        return 0.0
    states = [lamp_words.read(t) for t in texts]
    if kind == "pattern":
        return sum(bool(s and s.pattern) for s in states) / len(texts)
    return sum(bool((s and s.color) or lamp_rows.TINT.fullmatch(t)) for s, t in zip(states, texts, strict=True)) / len(
        texts
    )


def _mostly_filled(grid: Grid, n: int) -> bool:
    """Tell whether a column says something of nearly every row; remarks beside a few of them are no meanings."""
    return sum(bool(t) for t in grid.column(n)) >= 0.8 * len(grid.rows)


def _rows(grid: Grid) -> list[Found]:
    """Indicator | colour | state | meaning; the colour may stand with the state, the indicator may be lost."""
    state = max(
        (n for n in range(grid.width) if not SOUND.search(grid.header[n])),
        key=lambda n: (_share(grid, n, "pattern"), words.role_matches("state", grid.header[n])),
        default=0,
    )
    sure = _share(grid, state, "pattern")
    filled = sum(t not in DASH for t in grid.column(state))
    if sure < 0.6 or filled < 2 or not about_lamps(grid):
        return []
    color = next(
        (
            n
            for n in range(grid.width)
            if n != state
            and _share(grid, n, "color") >= 0.7
            and _share(grid, n, "pattern") < 0.3
            and not _of_lamps(grid, n)
        ),
        None,
    )
    rest = [n for n in range(grid.width) if n not in {state, color}]
    meaning = max(
        rest,
        key=lambda n: (
            sum(len(t) for t in grid.column(n))
            + 400 * (words.role_matches("meaning", grid.header[n]) and _mostly_filled(grid, n))
            - 1000 * words.role_matches("actions", grid.header[n])
        ),
        default=None,
    )
    if meaning is None or _legend(grid, meaning) or _of_signs(grid, meaning):
        return []
    # A cell that reaches over several rows stands at the first of them; the names stand left of what they name.
    names = [n for n in rest if n != meaning and not all(re.fullmatch(r"\d*", t) for t in grid.column(n))]
    name = next(
        (n for n in names if words.role_matches("indicator", grid.header[n])),
        names[0] if names and names[0] < min(meaning, state) else None,
    )
    action = next((n for n in rest if n not in {meaning, name} and words.role_matches("actions", grid.header[n])), None)
    out: list[Found] = []
    held_name = _one_lamp(grid, state) if name is None else ""
    held_color = held_state = ""
    lost = (
        bool(
            grid.headed
            and any(words.role_matches("indicator", h) and "name" not in h.lower() for h in grid.header)
            and name is None
        )
        or name is None
    )
    for row in grid.rows:
        if name is not None and row[name].text:
            held_name, held_color, held_state = row[name].text, "", ""
        said = row[state].text
        told = row[meaning].text
        if color is not None and row[color].text:
            held_color, held_state = row[color].text, ""
        if not said and told and held_state and name is not None and told[:1].islower() and out:
            out[-1] = _extended(out[-1], told, row)
            continue
        if not said and not told:
            continue
        dash = said in {"-", "–", "—"}
        read, tint, moving = (State("", "off"), "", False) if dash else lamp_rows.read(said, [c.text for c in row])
        if not read and told and not said and out and (name is None or not row[name].text):
            out[-1] = _extended(out[-1], told, row)
            continue
        if not read or not told:
            continue
        held_state = said
        read = lamp_words.with_color(read, row[color].text if color is not None and row[color].text else held_color)
        if held_name:
            read = lamp_words.with_color(read, own_color(held_name))
        pattern = read.pattern or "steady"
        cells = {"lamps": "", "meaning": told, "action": row[action].text if action is not None else ""}
        found = state_found(
            cells,
            (lamp_words.lamp_name(held_name) if name is not None else held_name) if held_name else "",
            State(read.color, pattern, read.rhythm, read.more_colors),
            places(row),
            grid.confidence,
        )
        several = lamp_rows.named(held_name, grid.column(name)) if name is not None else []
        found = lamp_rows.together(found, several, replace(read, pattern=pattern)) if several else found
        unlit = (color is not None or bool(tint)) and not read.color and read.pattern != "off"
        if tint and not read.color:
            found = replace(found, cells={**found.cells, "note": f"The colour is printed as {tint.lower()}."})
        for wrong, reason, factor in (
            (not read.pattern, "the table prints a colour and no pattern", 0.7),
            (dash, "a dash in the state column was read as off", 0.8),
            (moving, f"{said!r} was taken for flashing", 0.8),
            (lost and not held_name, "the lamp's name was lost", 0.75),
            (unlit and bool(tint), f"the lamp notation has no colour {tint.lower()}", 0.8),
            (unlit and not tint, "the colour was lost", 0.8),
        ):
            found = found.questioned(reason, factor) if wrong else found
        out.append(found)
    return out


def _of_lamps(grid: Grid, n: int) -> bool:
    """Tell whether a column of colours names lamps: `LED` over `Green LED`, `Red LED`."""
    texts = [t for t in grid.column(n) if t]
    called = [t for t in texts if words.LAMP.search(t)]
    return words.role_matches("indicator", grid.header[n]) and 2 * len(called) > len(texts)


def _one_lamp(grid: Grid, state: int | None = None) -> str:
    """Return the lamp that caption, heading or the head of its states names, where a table has no column of names: `Light strip`."""
    head = [grid.header[state]] if state is not None else []
    told = (re.sub(r"[:.]$", "", t.strip()) for t in (grid.caption, *head, grid.section.heading.text))
    return next((m[1] for t in told if (m := _ONE_LAMP.fullmatch(t))), "")


def _of_signs(grid: Grid, n: int) -> bool:
    """Tell whether a column only says what the signs beside it stand for: `● | on`, `– | either`."""
    told = [t for t in grid.column(n) if t]
    plain = [t for t in told if lamp_words.pure(re.sub(r",.*", "", t)) or lamp_matrix.ANY.fullmatch(t)]
    return len(plain) == len(told) > 1


def _legend(grid: Grid, n: int) -> bool:
    """Tell whether a column says what signs show (`ALM light flickers`), and not what that means."""
    told = [t for t in grid.column(n) if words.LAMP.search(t) and lamp_words.pattern_of(t) and len(t.split()) <= 6]
    return 2 * len(told) > len(grid.rows)


def _extended(found: Found, told: str, row: Row) -> Found:
    cells = {**found.cells, "meaning": f"{found.cells['meaning']} {told}".strip()}
    return Found(
        found.kind, cells, (*found.places, *places(row)), found.confidence, found.doubts, found.repairs, found.group
    )


def state_found(cells: dict[str, str], name: str, state: State, where: tuple, base: float) -> Found:  # type: ignore[type-arg]
    """Return one lamp's state as a row."""
    lamp = name or "Indicator"
    said = {
        **cells,
        "lamps": f"{lamp}: {state.notation}",
        "id": f"{lamp} {state.color} {state.pattern} {state.rhythm.replace('/', '-')}",
    }
    said["safety"] = (
        "stop-using" if words.STOP_USE.search(f"{cells.get('meaning', '')} {cells.get('action', '')}") else ""
    )
    found = Found("led_state", said, where, round(0.5 + 0.5 * base, 3))
    if _NO_LAMP.fullmatch(lamp):
        found = found.questioned("what stands for the lamp's name is the word for a note")
    if state.more_colors:
        found = found.questioned(f"several colours are printed, {state.color} was taken")
    return found


def _by_state(grid: Grid) -> list[Found]:
    """Lamp | on | off | flashing: a state a column, meanings in the cells."""
    columns = [(n, s) for n in range(grid.width) if (s := lamp_words.read(grid.header[n])) and s.pattern]
    key = next((n for n in range(grid.width) if n not in {k for k, _ in columns}), None)
    if len(columns) < 2 or key is None or not about_lamps(grid):
        return []
    if any(re.fullmatch(r"[\d.]+\s*m?s", t, re.IGNORECASE) for n, _ in columns for t in grid.column(n)):
        return []
    out: list[Found] = []
    for row in grid.rows:
        name = lamp_words.lamp_name(row[key].text)
        for n, state in columns:
            said = row[n].text
            if name and said not in DASH and not lamp_words.pure(said):
                own = lamp_words.with_color(state, own_color(row[key].text))
                out.append(state_found({"meaning": said}, name, own, places((row[key], row[n])), grid.confidence))
    return out


def _by_color(grid: Grid) -> list[Found]:
    """LED | green | yellow | red over rows of patterns: a colour a column, the states down, meanings in the cells."""
    columns = [n for n, h in enumerate(grid.header) if words.COLOR.fullmatch(h)]
    down = [lamp_words.read(r[0].text) for r in grid.rows]
    if len(columns) < 2 or 0 in columns or not all(s and s.pattern and not s.color for s in down):
        return []
    name = _one_lamp(grid)
    out: list[Found] = []
    for row, state in zip(grid.rows, down, strict=True):
        for n in columns:
            said = row[n].text
            if state is None or said in DASH or lamp_words.pure(said):
                continue
            own = lamp_words.with_color(state, grid.header[n])
            found = state_found({"meaning": said}, name or "LED", own, places((row[0], row[n])), grid.confidence)
            out.append(found if name else found.questioned("the lamp's name was lost", 0.75))
    return out


def _inside(grid: Grid) -> Iterator[Found]:
    """A cell that lists states with their meanings: `Flashing (200 ms on/1800 ms off): connecting; …`."""
    if not about_lamps(grid):
        return
    for row in grid.rows:
        for n, cell in enumerate(row):
            pairs = lamp_words.splits(cell.text)
            if not pairs:
                continue
            name = next(
                (
                    lamp_words.lamp_name(c.text)
                    for c in reversed(row[:n])
                    if c.text and not re.fullmatch(r"\d+", c.text) and not words.COLOR.fullmatch(c.text)
                ),
                "",
            )
            color = next((c.text for c in row[:n] if words.COLOR.fullmatch(c.text)), "")
            for said, meaning in pairs:
                own = said if words.COLOR.search(said) else f"{color} {said}".strip()
                yield from _pair(own, meaning, name, (cell,), row, grid.confidence)


def _pair(  # noqa: PLR0917 - one for each thing read
    said: str, meaning: str, name: str, cells: tuple[Cell, ...], row: Row, base: float
) -> Iterator[Found]:
    state = lamp_words.read(re.sub(r"[()]", " ", said))
    if state is None:
        return
    found = state_found({"meaning": meaning}, name, state, places(row) or places(cells), base)
    yield found if name else found.questioned("the lamp's name was lost", 0.75)
