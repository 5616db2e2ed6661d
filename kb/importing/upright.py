"""Tables set otherwise than a row for each thing: turned (attributes down), twice side by side, with a running number before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.importing import lamp_words, pin_cables, signals, words
from kb.importing.blocks import Cell, Row
from kb.importing.grids import Grid, roles_of
from kb.importing.switch_heads import MARKS, numbered

# A turned table of one column of values is a list of properties.
LEAST = 3
# Columns of two pairs side by side; positions of switches in one cell.
PAIRS = 4
_SETTING = re.compile(r"[01]{2,10}|(?:ON|OFF|on|off){2,10}|[●○]{2,10}|[↑↓]{2,10}|[■□]{2,10}|[▲▼]{2,10}")
# What heads the last column of a table.
_LAST = frozenset({"meaning", "function", "actions", "recovery", "position", "effect"})
# Share of the first column that must head something.
HEADS = 0.7
_SERIAL = re.compile(r"(?i)^(?:no|nr|s/?n|item|pos|seq|index|serial|line|row|#|№)?\.?(?: ?(?:no|number)\.?)?$")
_KEYED = re.compile(
    r"(?i)\b(?:pins?|terminals?|contacts?|poles?|codes?|switch(?:es)?|dip|sw|levers?|abbreviations?|(?:error|fault|alarm|event) (?:no|number|id)\b)"
)
_MARK = re.compile(r"[A-Z][\w.-]{1,7}")
_CODED = re.compile(r"[A-Z]{3,5}\d?$|(?:[A-Z]{1,3}[-_ ]?|(?i:err(?:or)?|fault|alarm)\.? ?)\d{1,4}$|0x[0-9A-Fa-f]{1,6}$")
_CONTACT = re.compile(r"(?i)(?:rj-?\d\d )?(?:pins?|contacts?|terminals?|poles?|clamps?|no)(?: ?(?:no|number|#)\.?)?\.?")
_LAMP = re.compile(r"[A-Z][A-Z\d/+-]{1,7}|(?:LED|L) ?\d")
_SETS_WHAT = re.compile(r"(?i)(?:definition|function|meaning|name|description|purpose|item|sets)s?")
_LEVERS = re.compile(
    r"(?i)(?:(?:dip|coding|slide) ?)?(?:switch|lever|key|slider|bit|dip|jumper)(?: ?(?:no|number)\.?)?\.?"
)
_POSITION = re.compile(r"(?i)^(?:(?:position|set to|state) )?(?:on|off|0|1|up|down)$")


def upright(grid: Grid) -> Grid:
    """Return the table with a row for each thing, or as it is."""
    return _unnumbered(_turned(_reheaded(_stacked(_counted_beside(grid)))))


def _reheaded(grid: Grid) -> Grid:
    """Return a table of switches whose second row (`Definition | baud rate | …`) was taken for its head with the row of numbers over it."""
    over = grid.titles[-1] if grid.titles else ()
    numbers = [n[1] for c in over[1:] if (n := numbered(c.text))]
    counted = bool(numbers) and len(numbers) == grid.width - 1 and numbers == list(range(1, len(numbers) + 1))
    if not counted or not _SETS_WHAT.fullmatch(grid.header[0]) or not over[0].text:
        return grid
    first = tuple(Cell(h, c.place) for h, c in zip(grid.header, over, strict=True))
    return replace(grid, header=tuple(c.text for c in over), rows=(first, *grid.rows), titles=())


def _stacked(grid: Grid) -> Grid:
    """A header that stands twice (or more often) side by side: its halves are one table."""
    for parts in (2, 3, 4):
        size = grid.width // parts
        heads = [grid.header[n * size : (n + 1) * size] for n in range(parts)]
        if not grid.headed or size < 2 or grid.width % parts or any(h != heads[0] for h in heads) or not all(heads[0]):
            continue
        if _titled(grid, parts, size) or pin_cables.is_cable(grid):
            continue
        if all(bool(signals.keys(h)) for h in heads[0]):
            continue  # the numbers of contacts or switches
        rows = [r[n * size : (n + 1) * size] for n in range(parts) for r in grid.rows]
        kept = tuple(r for r in rows if any(c.text.strip("-–—") for c in r))
        return replace(grid, header=heads[0], rows=kept, titles=())
    return grid


def _counted_beside(grid: Grid) -> Grid:
    """Return a table without heads whose numbers count on beside each other (`0 | 0000 | 8 | 0001`) with a row for each setting."""
    pairs = range(0, grid.width, 2)
    if grid.headed or grid.width < PAIRS or grid.width % 2:
        return grid
    rows = [r[n : n + 2] for n in pairs for r in grid.rows if any(c.text.strip("-–—") for c in r[n : n + 2])]
    first = [r[0].text for r in rows]
    settings = [r[1].text.replace(" ", "") for r in rows]
    if not all(t.isdecimal() for t in first) or not all(_SETTING.fullmatch(t) for t in settings):
        return grid
    counting = [int(t) for t in first] == list(range(int(first[0]), int(first[0]) + len(first)))
    same = len({len(t) for t in settings}) == 1 and len(set(settings)) == len(settings)
    return replace(grid, header=("", ""), rows=tuple(rows)) if counting and same else grid


def _titled(grid: Grid, parts: int, size: int) -> bool:
    """Tell whether the halves are connectors of their own: each has its title, and its contacts do not go on with those before."""
    over = []
    whole = [k for n in range(parts) for r in grid.rows for k in signals.keys(r[n * size].text)]
    if signals.complete(whole):
        return False
    for n in range(parts):
        over.append(" ".join(c.text for r in grid.titles for c in r[n * size : (n + 1) * size] if c.text))
        numbers = [k for r in grid.rows for k in signals.keys(r[n * size].text)]
        if not (signals.complete(numbers) or signals.counted_on(numbers)):
            return False
    return all(over) and len(set(over)) == parts and bool(_CONTACT.fullmatch(grid.header[0]))


def _turned(grid: Grid) -> Grid:
    if grid.width < LEAST or not grid.rows:
        return grid
    # Heads have no box of their own: with one box for all of them they would be one cell that reaches over all.
    top: Row = tuple(Cell(h, replace(grid.rows[0][0].place, box=None)) for h in grid.header)
    table = (top, *grid.rows) if grid.headed else grid.rows
    if len(table) < 2 or not (
        _headed_down(table) or _states_down(table) or _positions_down(table) or _settings_down(table)
    ):
        return grid
    columns = list(zip(*table, strict=True))
    header = tuple(c.text for c in columns[0])
    rows = tuple(tuple(column) for column in columns[1:] if any(c.text for c in column))
    return replace(grid, header=header, rows=rows, headed=True, titles=())


def _headed_down(table: Sequence[Row]) -> bool:
    """Tell whether the first column holds the heads: most of it heads columns, and the first row hardly does."""
    first = [r[0].text for r in table]
    if not all(first) or len(set(first)) < len(first):
        return False
    known = sum(bool(roles_of(t)) and not lamp_words.pure(t) for t in first)
    across = [c.text for c in table[0] if c.text]
    beyond = [t for t in across[1:] if roles_of(t)]
    if known < 2 or known < HEADS * len(first):
        return False
    # A table headed both ways is read by its first row; a value may be called like a head (`Fault`).
    return not beyond or (
        known == len(first) and 2 * len(beyond) < len(across) - 1 and not roles_of(across[-1]) & _LAST
    )


def _states_down(table: Sequence[Row]) -> bool:
    """Tell whether lamps or switches stand down and the situations across: rows of nothing but states, and a row of words."""
    if roles_of(table[0][0].text) & {"indicator", "switch"} and _named_states(table):
        return True
    even: list[str] = []
    told: list[str] = []
    for row in table:
        cells = [c.text for c in row[1:]]
        shown = all(cells) and all(_shows(t) for t in cells)
        (even if shown else told).append(row[0].text)
    heads = [t for t in told if roles_of(t) & {"mode", "state", "meaning", "function", "position"} or _sets(t)]
    named = [t for t in even if t and not lamp_words.pure(t) and len(t.split()) <= 4]
    if len(even) < 2 or len(named) < len(even) or not told or len(heads) < len(told):
        return False
    across = [n for c in table[0][1:] if (n := numbered(c.text))]
    if len(across) == len(table[0]) - 1 and all(c.text.upper() in MARKS for r in table[1:] for c in r[1:]):
        return False  # what is set stands down, and the switches are counted across
    switches = [n[1] for t in even if (n := numbered(t))]
    if switches and _sets(table[0][0].text) and "switch" not in roles_of(table[0][0].text):
        return False  # units or addresses count down the table, and their switches stand across
    if switches:
        return switches == list(range(1, len(even) + 1)) and not any(numbered(c.text) for c in table[0][1:])
    return _lamps_down(table, told, even)


def _lamps_down(table: Sequence[Row], told: Sequence[str], even: Sequence[str]) -> bool:
    """Tell whether the rows of states are lamps: by the word for a situation over them, or a row of words at the foot."""
    across = [c.text for c in table[0][1:]]
    if list(told) == [table[0][0].text] and roles_of(told[0]) & {"mode", "state"}:
        return all(_LAMP.fullmatch(t) for t in even) and not any(_LAMP.fullmatch(t) for t in across)
    # Situations that stand down have their own lamps across, and then no row of words.
    return bool(roles_of(told[-1]) & {"meaning", "function"}) and len(told) + len(even) == len(table)


def _shows(text: str) -> bool:
    state = lamp_words.read(text)
    return text.upper() in MARKS or bool(state and state.pattern)


def _sets(text: str) -> bool:
    return bool(re.match(r"(?i)(?:address|pack|unit|module|battery|setting|meaning|slave|id)\b", text))


def _named_states(table: Sequence[Row]) -> bool:
    """Tell whether the first column is the states of lamps whose names stand across: `LED | POWER | LINK` over `On`, `Off`."""
    down = [lamp_words.read(r[0].text) for r in table[1:]]
    across = [c.text for c in table[0][1:]]
    inside = [c.text for r in table[1:] for c in r[1:] if c.text]
    return (
        len(down) > 1
        and all(s and s.pattern for s in down)
        and len({s.pattern for s in down if s}) == len(down)
        and not any(lamp_words.pure(t) for t in across)
        and not roles_of(across[-1]) - {"name", "code"}
        and not any(lamp_words.pure(t) for t in inside)
    )


def _positions_down(table: Sequence[Row]) -> bool:
    """Tell whether the positions of switches stand down and the switches across: `DIP switch | 1 | 2` over `ON`, `OFF`."""
    across = [numbered(c.text) for c in table[0][1:]]
    down = [r[0].text for r in table[1:]]
    numbers = [n[1] for n in across if n]
    return (
        "switch" in roles_of(table[0][0].text)
        and len(numbers) == len(across)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and len(down) > 1
        and len(set(down)) == len(down)
        and sum(bool(_POSITION.match(t)) for t in down) > 1
        and all(_POSITION.match(t) or _SETS_WHAT.fullmatch(t) for t in down)
    )


def _settings_down(table: Sequence[Row]) -> bool:
    """Tell whether the switches stand down and what they set across: `Lever | Address 1 | Address 2` over `1`, `2`, each with positions."""
    first, *body = table
    down = [n[1] for r in body if (n := numbered(r[0].text))]
    across = [c.text for c in first[1:]]
    settings = list(zip(*([c.text.upper() for c in r[1:]] for r in body), strict=True))
    return (
        ("switch" in roles_of(first[0].text) or bool(_LEVERS.fullmatch(first[0].text)))
        and len(down) == len(body) > 1
        and down == list(range(down[0], down[0] + len(down)))
        and len(across) > 1
        and len(set(across)) == len(across)
        and all(re.search(r"[A-Za-z]{2}|\d", t) and t.upper() not in MARKS and not _POSITION.match(t) for t in across)
        and all(t in MARKS for s in settings for t in s)
        and len(set(settings)) == len(settings)
    )


def _unnumbered(grid: Grid) -> Grid:
    """Leave out a running number of the rows, where another column is headed as what names them."""
    first = grid.column(0)
    if (
        not grid.headed
        or grid.width < LEAST
        or not _SERIAL.match(grid.header[0])
        or not all(t.isdecimal() for t in first)
    ):
        return grid
    numbers = [int(t) for t in first]
    if len(numbers) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return grid
    for n in range(1, grid.width):
        texts = [t for t in grid.column(n) if t]
        keyed = bool(_KEYED.search(grid.header[n])) and bool(texts) and all(_names(t) for t in texts)
        marked = len(texts) == len(set(texts)) == len(first) and all(_CODED.match(t) for t in texts)
        if keyed or (marked and "signal" not in roles_of(grid.header[n])):
            rows = tuple(r[1:] for r in grid.rows)
            return replace(grid, header=grid.header[1:], rows=rows, titles=())
    return grid


def _names(text: str) -> bool:
    return bool(signals.keys(text) or words.CODE.match(text) or numbered(text) or _MARK.fullmatch(text))
