"""Tables of switch positions whose cells are parted by one space: lines of one make, told by where their ONs and OFFs stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.importing.blocks import Cell, Place, Section
from kb.importing.grids import Grid, runs

LEAST = 3
# Cells that may stand before the positions: a number and a name. One position alone is no setting.
LEAD, FEWEST = 2, 2
_POSITION = re.compile(r"(?i)^(?:on|off|[01])$")
_WORD = re.compile(r"(?i)^(?:on|off)$")
_NUMBERED = re.compile(r"(?i)^(?:dip|dial|sw|s|k|pin|key|switch|bit|lever|#|no\.?)?[-_]?(\d{1,2})#?$")


@dataclass(frozen=True)
class _Line:
    """A line with positions in it: what stands before them, they, what follows."""

    before: tuple[str, ...]
    states: tuple[str, ...]
    after: str
    place: Place


def grids(section: Section) -> Iterator[Grid]:
    """Yield the tables of switch positions in the lines of a section."""
    for cells in runs(section):
        at = 0
        while at < len(cells):
            end = _end(cells, at)
            if end - at >= LEAST and (grid := _grid(cells, at, end, section)):
                yield grid
                at = end
            else:
                at += 1


def _split(cell: Cell, count: int = 0) -> _Line | None:
    tokens = cell.text.split()
    position = _WORD if any(_WORD.match(t) for t in tokens) else _POSITION
    start = next(
        (n for n, t in enumerate(tokens) if position.match(t) and (position is _WORD or _more(tokens, n))), None
    )
    if start is None or start > LEAD:
        return None
    end = start
    while end < len(tokens) and position.match(tokens[end]) and (not count or end - start < count):
        end += 1
    if end - start < FEWEST:
        return None
    return _Line(tuple(tokens[:start]), tuple(tokens[start:end]), " ".join(tokens[end:]), cell.place)


def _placed(cell: Cell, lead: int, count: int) -> _Line | None:
    """Cut a line where the header says that its switches stand: behind `lead` other cells."""
    tokens = cell.text.split()
    states = tokens[lead : lead + count]
    if len(states) < count or not all(_POSITION.match(t) for t in states):
        return None
    return _Line(tuple(tokens[:lead]), tuple(states), " ".join(tokens[lead + count :]), cell.place)


def _more(tokens: Sequence[str], n: int) -> bool:
    return sum(bool(_POSITION.match(t)) for t in tokens[n : n + 3]) == 3


def _end(cells: Sequence[Cell], at: int) -> int:
    n = at
    while n < len(cells) and _split(cells[n]) and (n == at or cells[n].place.first - cells[n - 1].place.last <= 2):
        n += 1
    return n


def _grid(cells: Sequence[Cell], at: int, end: int, section: Section) -> Grid | None:
    """Cut the lines at their positions; the header above them says how many switches there are, where it is printed."""
    head = cells[at - 1].text.split() if at else []
    numbers = [n for n, t in enumerate(head) if _NUMBERED.match(t)]
    counted = [int(m[1]) for n in numbers if (m := _NUMBERED.match(head[n]))]
    count = len(counted) if counted == list(range(1, len(counted) + 1)) and len(counted) > 1 else 0
    held = cells[at:end]
    first = [x for c in held if (x := _split(c, count))]
    if count and all(placed := [_placed(c, numbers[0], count) for c in held]):
        first = [x for x in placed if x]
    sizes = {len(x.states) for x in first}
    leads = {len(x.before) for x in first}
    if len(sizes) != 1 or len(leads) != 1 or len({x.states for x in first}) < len(first):
        return None
    (size,), (lead_,) = sizes, leads
    if count and size != count:
        return None
    names = head[: numbers[0]] if count else []
    before = tuple(names[-lead_:]) if lead_ and len(names) >= lead_ else tuple("Name" for _ in range(lead_))
    after = " ".join(head[numbers[-1] + 1 :]) if count else ""
    told = any(x.after for x in first)
    if not told and not lead_:
        return None
    rows = tuple(tuple(Cell(t, x.place) for t in (*x.before, *x.states, *((x.after,) if told else ()))) for x in first)
    header = (*before, *(str(n) for n in range(1, size + 1)), *((after or "Meaning",) if told else ()))
    caption = " ".join(c.text for c in cells[max(0, at - 3) : at] if len(c.text.split()) <= 14)
    return Grid(header, rows, caption, section, "spaces", 0.75 if count else 0.7, True)  # noqa: FBT003
