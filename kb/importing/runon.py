"""Tables of switch positions whose cells are parted by one space: lines of one make, told by where their ONs and OFFs stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from kb.importing import words
from kb.importing.blocks import Cell, Place, Section
from kb.importing.grids import Grid, runs

_PACKED = re.compile(r"^([01O]{3,10})\s+(\S.{0,60})$", re.IGNORECASE)
LEAST = 3
# Cells that may stand before the positions: a number and a name. One position alone is no setting.
LEAD, FEWEST = 2, 2
_HEADED = re.compile(r"(?i)^((?:switch |dial )?(?:pos(?:ition)?|setting|value|code|no)\.?)\s+(\S.{2,60})$")
_POSITION = re.compile(r"(?i)^(?:on|off|[01])$")
_WORD = re.compile(r"(?i)^(?:on|off)$")
_NUMBERED = re.compile(r"(?i)^(?:dip|dial|sw|s|k|pin|key|switch|bit|lever|#|no\.?)?[-_]?(\d{1,2})#?$")


# What a piece of a line may be by its look alone, longest first: a bus, a figure with its unit, a lamp's state.
_PIECES = {
    "bus": re.compile(r"(?i)(?:CAN(?:[- ]?bus)?|RS-?485|Modbus RTU)(?=\s|$)"),
    "figure": re.compile(
        r"[<>≤≥±]?\s?\d+(?:[.,]\d+)?\s?(?:V|A|mA|W|kW|Hz|°C|℃|%|s|ms|min|h|kbps|kbit/s|baud|bps)(?=\s|$)"
    ),
    "state": re.compile(
        r"(?i)(?:(?:fast|slow|quick)(?:ly)? )?(?:steady|solid|flash(?:es|ing)?(?: ?\d)?|blink(?:s|ing)?|on|off|lit|dark|[●○☆★◐◑])(?=\s|$)"
    ),
}
MOST_HEADS = 10
# Letters of a row; what is longer is a paragraph.
LONGEST_LINE = 200


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
        yield from _counted(cells, section)
        yield from _packed(cells, section)
        split = [_split(c) is not None for c in cells]
        at = 0
        while at < len(cells):
            end = _end(cells, split, at)
            if end - at >= LEAST and (grid := _grid(cells, at, end, section)):
                yield grid
                at = end
            else:
                at += 1


def by_make(section: Section) -> Iterator[Grid]:
    """Yield tables run together with single spaces whose lines are of one make: `Cell over voltage 3.65 V 3.40 V`.

    Each line is a name, then figures, buses or states in the same order, then perhaps words. The line above has to head them.
    """
    for cells in runs(section):
        at = 1
        while at < len(cells):
            first = _cut(cells[at].text)
            end = at
            while first and end < len(cells) and (cut := _cut(cells[end].text)) and cut[0] == first[0]:
                end += 1
            if first and end - at >= LEAST:
                rows = [_cut(c.text) for c in cells[at:end]]
                told = any(r and r[1][-1] for r in rows)
                texts = [r[1] if told else r[1][:-1] for r in rows if r]
                header = _header(cells[at - 1].text, [*first[0], *([""] if told else [])])
                if header and len({t[0] for t in texts}) > 1:
                    body = tuple(
                        tuple(Cell(t, c.place) for t in row) for row, c in zip(texts, cells[at:end], strict=True)
                    )
                    yield Grid(header, body, "", section, "guessed", 0.7, True)  # noqa: FBT003
            at = max(end, at + 1)


def _cut(text: str) -> tuple[tuple[str, ...], list[str]] | None:
    """Return the makes of a line's pieces (the name first, of no make) and the pieces, with what follows them as the last."""
    if len(text) > LONGEST_LINE:
        return None
    for begin in (m.end() for m in re.finditer(r"\s+", text)):
        makes, pieces, at = [""], [text[:begin].strip()], begin
        while at < len(text):
            found = next(((n, m) for n, p in _PIECES.items() if (m := p.match(text, at))), None)
            if found is None:
                break
            makes.append(found[0])
            pieces.append(found[1][0].strip())
            at = found[1].end()
            while at < len(text) and text[at] == " ":
                at += 1
        if len(makes) > 1:
            return (tuple(makes), [*pieces, text[at:].strip()]) if not pieces[0].isdecimal() else None
    return None


def _header(text: str, makes: Sequence[str]) -> tuple[str, ...]:
    """Cut a header that ran together into as many heads as there are columns, so that most of them head something."""
    tokens = text.split()
    if not len(makes) <= len(tokens) <= MOST_HEADS or text[-1:] in ".;:":
        return ()
    best: tuple[int, tuple[str, ...]] = (0, ())
    for cuts in combinations(range(1, len(tokens)), len(makes) - 1):
        heads = tuple(" ".join(tokens[a:b]) for a, b in pairwise((0, *cuts, len(tokens))))
        known = sum(bool(words.roles(h)) or (m == "state" and h.isupper()) for h, m in zip(heads, makes, strict=True))
        best = max(best, (known, heads), key=lambda x: x[0])
    return best[1] if best[0] > 0.6 * len(makes) else ()


def _counted(cells: Sequence[Cell], section: Section) -> Iterator[Grid]:
    """`Pos. Current`, `0 6 A`, `1 10 A`, …: positions that count up, each with what it chooses; the head says that they are positions."""
    for at, head in enumerate(cells):
        found = _HEADED.match(head.text)
        if not found:
            continue
        rows: list[tuple[Cell, Cell]] = []
        for cell in cells[at + 1 :]:
            number = re.match(r"^([0-9A-F])\s+(\S.*)$", cell.text)
            if not number or int(number[1], 16) != len(rows) + (
                int(rows[0][0].text, 16) if rows else int(number[1], 16)
            ):
                break
            rows.append((Cell(number[1], cell.place), Cell(number[2], cell.place)))
        if len(rows) >= LEAST:
            yield Grid((found[1], found[2]), tuple(rows), "", section, "spaces", 0.75, True)  # noqa: FBT003


def _packed(cells: Sequence[Cell], section: Section) -> Iterator[Grid]:
    """`SW1 Address`, `0000 1`, `1000 2`, …: settings of one length without spaces, each once, under two heads."""
    at = 1
    while at < len(cells):
        rows: list[tuple[Cell, Cell]] = []
        while at + len(rows) < len(cells) and (found := _PACKED.match(cells[at + len(rows)].text)):
            place = cells[at + len(rows)].place
            rows.append((Cell(found[1].upper().replace("O", "0"), place), Cell(found[2], place)))
        head = cells[at - 1].text.split()
        shown = {r[0].text for r in rows}
        even = len(shown) == len(rows) and len({len(x) for x in shown}) == 1
        if len(rows) >= LEAST and even and 2 <= len(head) <= LEAST and any(words.roles(h) or h.isupper() for h in head):
            yield Grid((head[0], " ".join(head[1:])), tuple(rows), "", section, "spaces", 0.75, True)  # noqa: FBT003
        at += max(1, len(rows))


def _split(cell: Cell, count: int = 0) -> _Line | None:
    if len(cell.text) > LONGEST_LINE:
        return None
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


def _end(cells: Sequence[Cell], split: Sequence[bool], at: int) -> int:
    """Return where the lines with positions that begin at `at` end; an empty line may stand between two."""
    n = at
    while n < len(cells) and split[n] and (n == at or cells[n].place.first - cells[n - 1].place.last <= 2):
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
