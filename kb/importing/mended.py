"""Tables whose columns were glued or set side by side, put right before they are read: by counting, never by one document's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.importing import signals, words
from kb.importing.blocks import Cell, Row
from kb.importing.grids import Grid, stream

_MARKED = re.compile(r"^([A-Z]{1,3}\d{0,2})[ ]?[.:/-][ ]?(\d{1,2})$")
_FIGURE = re.compile(r"[-–+<>≤≥]?\d[\d.,]*")
_UNIT = re.compile(r"(?:m?V|m?A|k?W|k?Hz|m?s|min|h|C|Ah|m?Ω|ohm)\b|[°℃%Ω]")
LEAST = 2
_MARK = re.compile(r"(?:X|J|P|CN|TB|XT|CON)-?\d{1,3}")
# What belongs to the name that begins with a signal's: `Fault contact`, `Stop input +`.
_GOES_ON = re.compile(r"(?i)(?:contact|input|output|line|relay|signal|button|loop|pulse|switch)s?(?: ?[+–−-])?")


def contacts(grid: Grid) -> Grid:
    """Return a table of contacts with its numbers in a column of their own, or the table as it is."""
    return _described(_marked(_unglued(_turned(_parted(grid)))))


def columns(grid: Grid) -> Grid:
    """Cut a column that two heads share (`Contact Wire` over `T1 brown`, `T2 black`): the first word of each cell, and the rest."""
    for n, head in enumerate(grid.header):
        heads = head.split()
        cells = [c.split(None, 1) for c in grid.column(n)]
        if not grid.headed or len(heads) != LEAST or words.roles(head) or not all(words.roles(h) for h in heads):
            continue
        if len(cells) < LEAST or any(len(c) != LEAST for c in cells):
            continue
        firsts = [c[0] for c in cells]
        if all(_FIGURE.fullmatch(number) and _UNIT.match(rest) for number, rest in cells):
            continue  # a value with its unit is one thing
        if len(set(firsts)) < len(firsts) or not all(re.search(r"\d|^[A-Z+-]{1,4}$", t) for t in firsts):
            continue
        rows = tuple(
            (*r[:n], Cell(c[0], r[n].place), Cell(c[1], r[n].place), *r[n + 1 :])
            for r, c in zip(grid.rows, cells, strict=True)
        )
        return replace(grid, header=(*grid.header[:n], *heads, *grid.header[n + 1 :]), rows=rows, titles=())
    return grid


def _described(grid: Grid) -> Grid:
    """`1 | CAN-H bus to the inverter, high line`: signal and description in one cell, the numbers beside it complete."""
    for key, n in ((k, k + 1) for k in range(grid.width - 1)):
        numbers = [k for t in grid.column(key) for k in signals.keys(t)]
        texts = [t for t in grid.column(n) if t]
        if len(numbers) != len(grid.rows) or len(numbers) < LEAST + 1:
            continue
        lettered = all(n.isalpha() for n in numbers) and len(set(numbers)) == len(numbers)
        if not signals.complete(numbers) and not lettered:
            continue
        parts = [signals.led(t) for t in texts]
        cut = sum(bool(p and p[1] and not _GOES_ON.fullmatch(p[1])) for p in parts)
        if (
            sum(p is not None for p in parts) < 0.8 * len(texts)
            or cut < LEAST
            or any(signals.strong(t) and " " in t for t in texts)
        ):
            continue
        rows = []
        for row in grid.rows:
            signal, rest = signals.led(row[n].text) or (row[n].text, "")
            place = row[n].place
            rows.append((*row[:n], Cell(signal, place), Cell(rest, place), *row[n + 1 :]))
        header = (*grid.header[: n + 1], "description" if grid.headed else "", *grid.header[n + 1 :])
        return replace(grid, header=header, rows=tuple(rows))
    return grid


def _parted(grid: Grid) -> Grid:
    """Cut the columns of contacts that share a head (`X3 | 1 2 | 3` over `Signal | A B | GND`), as many signals under it as numbers."""
    mark = _MARK.fullmatch(grid.header[0]) if grid.header else None
    if not grid.headed or not (mark or (grid.header and words.role_matches("pin", grid.header[0]))):
        return grid
    heads = [h.split() for h in grid.header[1:]]
    numbers = [t for h in heads for t in h]
    if all(len(h) == 1 for h in heads) or not all(t.isdecimal() for t in numbers) or not signals.complete(numbers):
        return grid
    cells = [[r[n + 1].text.split() for n in range(len(heads))] for r in grid.rows]
    whole = [all(len(h) == 1 or len(c) == len(h) for h, c in zip(heads, row, strict=True)) for row in cells]
    if not any(whole):
        return grid
    rows: list[Row] = []
    for row, cut, apart in zip(grid.rows, cells, whole, strict=True):
        new = [row[0]]
        for n, head in enumerate(heads):
            parts = cut[n] if apart and len(head) > 1 else [row[n + 1].text] * len(head)
            new += [Cell(t, row[n + 1].place) for t in parts]
        rows.append(tuple(new))
    return replace(grid, header=(grid.header[0], *numbers), rows=tuple(rows), titles=())


def pieced(grids: Sequence[Grid]) -> list[Grid]:
    """Return tables of contacts that were set in pieces (`Pin | 8 | 7 | 6 | 5`, then `Pin | 4 | 3 | 2 | 1`) as one, the others as they are."""
    out: list[Grid] = []
    for found in grids:
        grid = _with_titles(found)
        last = out[-1] if out else None
        if last and last.section is grid.section and (whole := _whole(last, grid)):
            out[-1] = whole
        else:
            out.append(grid)
    return out


def _with_titles(grid: Grid) -> Grid:
    """Return a table whose first piece was taken for titles over the second as one table."""
    over = grid.titles[:1]
    named = bool(over) and [r[0].text for r in grid.titles[1:]] == [r[0].text for r in grid.rows]
    if not named or over[0][0].text != grid.header[0] or not all(c.text.isdecimal() for c in over[0][1:]):
        return grid
    first = replace(grid, header=tuple(c.text for c in over[0]), rows=grid.titles[1:], titles=(), caption="")
    return _whole(first, grid) or grid


def _whole(one: Grid, two: Grid) -> Grid | None:
    numbers = [(g, g.header[1:]) for g in (one, two)]
    known = [n for _, heads in numbers for n in heads]
    same = [r[0].text for r in one.rows] == [r[0].text for r in two.rows]
    if not (one.headed and two.headed and same and known and all(n.isdecimal() for n in known)):
        return None
    counted = [int(n) for n in known]
    down = counted == list(range(counted[0], counted[0] - len(counted), -1))
    up = counted == list(range(counted[0], counted[0] + len(counted)))
    if one.header[0] != two.header[0] or not words.role_matches("pin", one.header[0]) or not (down or up):
        return None
    rows = tuple((*a, *b[1:]) for a, b in zip(one.rows, two.rows, strict=True))
    return replace(one, header=(*one.header, *two.header[1:]), rows=rows)


def _turned(grid: Grid) -> Grid:
    """`Pin | 1 | 2 | 3 | …` over a line of signals for each connector: return it with a contact a row."""
    numbers = [k for h in grid.header[1:] for k in signals.keys(h)]
    if (
        not grid.headed
        or grid.width < LEAST + (1 if (mark := _MARK.fullmatch(grid.header[0])) else 2)
        or not (words.role_matches("pin", grid.header[0]) or mark)
        or len(numbers) != grid.width - 1
        or not signals.complete(numbers)
    ):
        return grid
    shares = [sum(signals.strong(c.text) for c in r[1:]) / max(1, sum(bool(c.text) for c in r[1:])) for r in grid.rows]
    if max(shares, default=0) < 0.6:
        return grid
    place = grid.rows[0][0].place
    rows = tuple((Cell(number, place), *(r[n] for r in grid.rows)) for n, number in enumerate(numbers, 1))
    if mark:
        # The connector's own mark stands over its contacts; the rows say what they tell of them.
        return replace(grid, header=("Pin", *(r[0].text for r in grid.rows)), rows=rows, caption=grid.header[0])
    one = len(grid.rows) == 1
    heads = ("Signal",) if one else tuple(re.sub(r"\s*\(.*\)$", "", r[0].text) for r in grid.rows)
    return replace(grid, header=("Pin", *heads), rows=rows)


def _marked(grid: Grid) -> Grid:
    """`X5.1`, `X5.2`, …: the connector's marking before each number, the same in all rows."""
    for n in range(grid.width):
        found = [_MARKED.match(t) for t in grid.column(n)]
        marks = {m[1] for m in found if m}
        if len(found) < LEAST or not all(found):
            continue
        numbers = [m[2] for m in found if m]
        each = {k: [str(int(m[2])) for m in found if m and m[1] == k] for k in marks}
        if not all(signals.complete(own) for own in each.values()):
            continue
        if len(marks) > 1:
            rows = tuple(
                (replace(r[n], text=m[1]), *r[:n], replace(r[n], text=m[2]), *r[n + 1 :])
                for r, m in zip(grid.rows, found, strict=True)
                if m
            )
            header = ("Connector", *("Pin" if k == n else h for k, h in enumerate(grid.header)))
            return replace(grid, rows=rows, header=header)
        (mark,) = marks
        rows = tuple(
            (*r[:n], replace(r[n], text=number), *r[n + 1 :]) for r, number in zip(grid.rows, numbers, strict=True)
        )
        header = tuple("Pin" if k == n else h for k, h in enumerate(grid.header))
        return replace(grid, rows=rows, header=header, caption=f"Connector {mark}")
    return grid


def _unglued(grid: Grid) -> Grid:
    """`1 NC`, `2 C`, `3 NO` in the first column under `Terminal Signal`: numbers and signals whose gap was too small to see."""
    if not grid.headed or not grid.rows:
        return grid
    parts = [signals.leading(r[0].text) for r in grid.rows]
    head = grid.header[0].split()
    if len(head) < LEAST or not words.role_matches("pin", head[0]) or not all(p is not None for p in parts):
        return grid
    cut = [p for p in parts if p is not None]
    if not signals.complete([number for number, _, _ in cut]) or len(cut) < LEAST:
        return grid
    rows: list[Row] = []
    for row, (number, signal, rest) in zip(grid.rows, cut, strict=True):
        place = row[0].place
        rows.append((Cell(number, place), Cell(signal, place), Cell(rest, place), *row[1:]))
    return replace(grid, header=(head[0], head[1], " ".join(head[2:]), *grid.header[1:]), rows=tuple(rows))


def panels(grid: Grid) -> list[Grid]:
    """Return a table whose lamp columns come twice (`Charging L4 | L3 | … | Discharging L4 | L3 | …`) as one for each time.

    The words before the first lamp of each set say when it holds; they stand in the first column of its table.
    """
    grid = _two_heads(grid)
    heads = [h.split() for h in grid.header]
    last = [h[-1].upper() if h else "" for h in heads]
    for name in dict.fromkeys(last):
        starts = [n for n, x in enumerate(last) if x == name]
        if not name or len(starts) < LEAST or starts[0] == 0:
            continue
        size = starts[1] - starts[0]
        sets = [last[s : s + size] for s in starts]
        labels = [" ".join(heads[s][:-1]) for s in starts]
        even = all(x == sets[0] for x in sets) and size >= LEAST and len(set(sets[0])) == size
        labels = labels if any(labels) else _over(grid, len(starts))
        if not even or len(labels) != len(starts) or not all(labels) or len(set(labels)) < len(labels):
            continue
        before, after = range(starts[0]), range(starts[-1] + size, grid.width)
        out = []
        for start, label in zip(starts, labels, strict=True):
            columns = [*before, *range(start, start + size), *after]
            header = ("", *(heads[c][-1] if start <= c < start + size else grid.header[c] for c in columns))
            rows = tuple((Cell(label, r[start].place), *(r[c] for c in columns)) for r in grid.rows)
            out.append(replace(grid, header=header, rows=rows))
        return out
    return [grid]


_LAMP = re.compile(r"(?:[A-Z]{1,4}|LED) ?\d{0,2}")
_WHEN = re.compile(
    r"(?i)(?:dis)?charg(?:e|ing)|idle|stand ?by|float(?:ing)?|at rest|(?:in )?operation|on|off[- ]?grid|on[- ]?grid"
)
# Lines over a table in which the heads over its sets of lamps may stand.
LOOK_BACK = 8


def _two_heads(grid: Grid) -> Grid:
    """Two rows of heads that were taken for rows: situations, and under each of them the same lamps; they become the header."""
    if any(grid.header) or len(grid.rows) <= LEAST:
        return grid
    over, under = ([c.text for c in r] for r in grid.rows[:2])
    when = [t for t in over[1:] if t]
    if len(when) < LEAST or not all(_WHEN.fullmatch(t) for t in when) or not all(map(_LAMP.fullmatch, under[1:])):
        return grid
    header = (over[0] or under[0], *(f"{a} {b}".strip() for a, b in zip(over[1:], under[1:], strict=True)))
    return replace(grid, header=header, rows=grid.rows[2:], headed=True)


def _over(grid: Grid, count: int) -> list[str]:
    """Return the words for situations in the lines over a table, when there are as many as it has sets of lamps."""
    lines = [c.text for c in stream(grid.section) if c.place.first < grid.rows[0][0].place.first][-LOOK_BACK:]
    lines += [c.text for row in grid.titles for c in row]
    said = list(dict.fromkeys(t for t in lines if _WHEN.fullmatch(t)))
    return said if len(said) == count else []
