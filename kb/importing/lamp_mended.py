"""Tables with a lamp a column, put right before they are read: turned ones, wrapped lines, modes that stand for several rows."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.importing import lamp_words, words
from kb.importing.blocks import Cell, Place, Row, Table
from kb.importing.grids import Grid

_DASH = {"-", "–", "—", "/", ""}
# What a cell may hold where the lamp does not matter.
_OPEN = _DASH | {"any", "Any", "either", "ANY"}
_LAMP_NAME = re.compile(
    r"(?i)^(?:run|alm|alarm|fault|err(?:or)?|power|pwr|soc\d?|led[-_ ]?\d?|l\d"
    r"|comm?|bat(?:tery)?|grid|ac|dc|sys(?:tem)?|status|net|wifi|chg|inv|warn(?:ing)?)(?: led| light| lamp| indicator)?$"
)


def rejoined(grid: Grid, lamps: list[int]) -> Grid:
    """Join lines that hold no lamp to the row above them; a first line of marks under small words is the rest of the header."""
    rows: list[Row] = []
    for at, row in enumerate(grid.rows):
        marks = {row[n].text for n in lamps}
        words_ = [c.text for n, c in enumerate(row) if n not in lamps and c.text and c.text not in {"●", "○"}]
        if at == 0 and _heads_on(marks, words_) and len(grid.rows) > 1:
            continue
        if rows and marks == {""} and words_ and (len(words_) == 1 or words_[0][:1].islower()):
            rows[-1] = tuple(
                Cell(_parted(a.text, b.text), a.place | b.place) if b.text else a
                for a, b in zip(rows[-1], row, strict=True)
            )
        else:
            rows.append(row)
    return replace(grid, rows=tuple(rows))


def _heads_on(marks: set[str], said: list[str]) -> bool:
    return len(marks - {""}) == 1 and bool(said) and all(t[:1].islower() and not lamp_words.pure(t) for t in said)


def _parted(text: str, more: str) -> str:
    return f"{text[:-1]}{more}" if text.endswith("-") and more[:1].islower() else f"{text} {more}".strip()


def turned(grid: Grid) -> Grid:
    """Lamps a row and situations a column, each cell a pattern: return the table with rows and columns exchanged."""
    first = [t for t in grid.column(0) if t]
    inside = [c.text for r in grid.rows for c in r[1:] if c.text]
    named = sum(bool(_LAMP_NAME.match(t)) for t in first) >= 0.7 * max(1, len(first))
    heads = [h for h in grid.header[1:] if h]
    over = sum(bool(_LAMP_NAME.match(h)) for h in heads) >= 0.7 * max(1, len(heads))
    if over or re.match(r"(?i)(?:stat(?:e|us)|mode|condition|situation)\b", grid.header[0]):
        return grid  # the lamps stand along the top
    called = bool(_LAMPS.fullmatch(grid.header[0]))
    if not (grid.headed and (named or called) and len(first) > 1 and len(heads) == grid.width - 1) or any(
        lamp_words.pure(h) for h in heads
    ):
        return grid
    whole = [r for r in grid.rows if all(lamp_words.pure(c.text) or c.text in _OPEN for c in r[1:])]
    if (
        not inside
        or len(whole) < (LEAST if called else len(grid.rows))
        or any(words.role_matches("state", h) for h in heads)
    ):
        return grid
    place = grid.rows[0][0].place
    rows = tuple((Cell(head, place), *(r[n] for r in grid.rows)) for n, head in enumerate(grid.header) if n)
    return replace(grid, header=("", *(r[0].text for r in grid.rows)), rows=rows)


# What heads a column of lamps and nothing else; and rows of nothing but states that tell the lamps of such a table.
_LAMPS = re.compile(r"(?i)(?:leds?|lamps?|lights?|indicators?)(?: (?:names?|lamps?|lights?))?")
LEAST = 2
_PACE = re.compile(r"(?i)(?:very )?(?:slow|fast|quick|rapid)(?:ly)?")
_PACED = re.compile(
    r"(?i)\b(?:slow|fast|quick|rapid)(?:ly)?[ -](?:flash|blink|puls)|\b(?:flash|blink|puls)\w* (?:slow|fast|quick|rapid)"
)


def paced(grid: Grid) -> tuple[Grid, frozenset[Place]]:
    """Write `Slow` and `Quick` out as flashing in columns whose other cells are the states of lamps.

    Returns the places of those cells too, where the text around the table does not say that flashing is meant.
    """
    columns = []
    for n in range(grid.width):
        texts = [t for t in grid.column(n) if t not in _DASH]
        others = [t for t in texts if not _PACE.fullmatch(t)]
        if others and len(others) < len(texts) and all((s := lamp_words.read(t)) and s.pattern for t in others):
            columns.append(n)
    # A lamp that flashes only is known by its neighbours.
    for n in range(grid.width):
        texts = [t for t in grid.column(n) if t not in _DASH]
        if columns and n not in columns and texts and all(_PACE.fullmatch(t) for t in texts):
            columns.append(n)
    if not columns:
        return grid, frozenset()
    told = " ".join([grid.caption, *(b.text for b in grid.section.blocks if not isinstance(b, Table))])
    rows: list[Row] = []
    places = set()
    for row in grid.rows:
        cells = list(row)
        for n in columns:
            if _PACE.fullmatch(row[n].text):
                cells[n] = Cell(f"{row[n].text} flashing", row[n].place)
                places.add(row[n].place)
        rows.append(tuple(cells))
    return replace(grid, rows=tuple(rows)), frozenset() if _PACED.search(told) else frozenset(places)


_LIT = re.compile(r"(?i)lights?|lighting|lighted|illuminated|shines|shining|burns|burning")


def lit(grid: Grid) -> Grid:
    """Write `Light` out as lit in columns whose other cells are the states of lamps; elsewhere it is the word for a lamp."""
    columns, sure = [], False
    for n in range(grid.width):
        texts = [t for t in grid.column(n) if t not in _OPEN]
        others = [t for t in texts if not _LIT.fullmatch(t)]
        if len(others) == len(texts) or not all(map(_state, others)):
            continue
        columns.append(n)
        sure = sure or bool(others)
    if not sure:
        return grid
    rows = tuple(
        tuple(replace(c, text="lit") if n in columns and _LIT.fullmatch(c.text) else c for n, c in enumerate(row))
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def modes_of(grid: Grid, before: list[int]) -> list[str]:
    """Return the mode of each row: a cell over several rows may stand at the top, in the middle or at the foot of its group."""
    modes = [""] * len(grid.rows)
    if not before:
        return modes
    texts = grid.column(before[0])
    if len(before) == 1:
        return list(texts)
    second = grid.column(before[1])
    start, seen, name = 0, set[str](), ""
    for at in range(len(grid.rows) + 1):
        ended = at == len(grid.rows)
        fresh = not ended and bool(texts[at]) and bool(name) and not _alike(texts[at], name)
        again = not ended and bool(second[at]) and second[at] in seen
        if ended or fresh or again:
            for n in range(start, at):
                modes[n] = name
            if ended:
                break
            start, seen, name = at, set(), ""
        if texts[at] and not name:
            name = texts[at]
        if second[at]:
            seen.add(second[at])
    return modes


def _alike(a: str, b: str) -> bool:
    """Tell whether two words differ by one letter: the same cell read twice."""
    a, b = a.lower(), b.lower()
    return a == b or (len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= 1)


_COUNTED = re.compile(r"(?i)^(?P<stem>[A-Z]{1,4}[-_ ]?)\d$")


def spanned(grid: Grid, lamps: list[int]) -> list[int]:
    """Return counted lamps (`SOC4` to `SOC1`) beside those of a table over which words reach in some rows: `According to SOC`."""
    stems = [m["stem"].upper() if (m := _COUNTED.match(h)) else "" for h in grid.header]
    for stem in dict.fromkeys(s for s in stems if s):
        group = [n for n, s in enumerate(stems) if s == stem]
        whole = len(group) > 1 and group == list(range(group[0], group[0] + len(group)))
        if not whole or set(group) <= set(lamps) or not {group[0] - 1, group[-1] + 1} & set(lamps):
            continue
        heads = [grid.header[n] for n in group]
        lines = ([row[n].text for n in group] for row in grid.rows)
        cells = [c for c in lines if any(c) and c != heads]
        if cells and any(len(c) == sum(_state(t) for t in c) for c in cells) and all(_read(c) for c in cells):
            return group
    return []


def _state(text: str) -> bool:
    return bool((said := lamp_words.read(text)) and said.pattern)


def _read(cells: list[str]) -> bool:
    """Tell whether the cells of a row are each a state, or the first are words that reach over the others."""
    return all(map(_state, cells)) or (bool(cells[0]) and not _state(cells[0]) and not any(cells[1:]))
