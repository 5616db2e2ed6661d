"""A page in the order it is read: bands across the page from the top down, and within a band one text column after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from kb.ingest.pdf_lines import Line, lines
from kb.ingest.pdf_page import Content, Word
from kb.ingest.pdf_ruled import Ruled

Region = tuple[list[Word], list[Ruled]]
# Lines that both columns must have, and letters in the usual line of running text.
MIN_LINES = 4
MIN_LETTERS = 18
# Share of its column that the usual line fills.
FILLED = 0.62
GUTTER = 9.0
# Places that are tried, the freest first.
MOST_PLACES = 12
# Difference in height (points) that lines of one row of a table do not have.
OFF = 0.8
# Share of a column's lines that wide spaces may cut; a table's are nearly all.
TORN = 0.35


def regions(words: Sequence[Word], tables: Sequence[Ruled], page: Content) -> Iterator[Region]:
    """Yield the words and ruled tables of a page in reading order."""
    gutter = _gutter(words, tables, page)
    if gutter is None:
        yield list(words), sorted(tables, key=lambda t: t.box[1])
        return
    left: Region = ([], [])
    right: Region = ([], [])
    whole: Region = ([], [])
    things: list[tuple[float, str, list[Word], Ruled | None]] = []
    for line in lines(words):
        if any(w.x0 < gutter < w.x1 for w in line.words) or _flows_over(line.words, gutter):
            things.append((line.top, "whole", list(line.words), None))
        else:
            for side, part in (
                ("left", [w for w in line.words if w.x1 <= gutter]),
                ("right", [w for w in line.words if w.x0 >= gutter]),
            ):
                if part:
                    things.append((line.top, side, part, None))
    for r in tables:
        side = "left" if r.box[2] <= gutter else "right" if r.box[0] >= gutter else "whole"
        things.append((r.box[1], side, [], r))
    for _, side, part, ruled in sorted(things, key=lambda t: t[0]):
        if side == "whole":
            if left[0] or left[1] or right[0] or right[1]:
                yield left
                yield right
                left, right = ([], []), ([], [])
            held = whole
        else:
            if whole[0] or whole[1]:
                yield whole
                whole = ([], [])
            held = left if side == "left" else right
        held[0].extend(part)
        if ruled:
            held[1].append(ruled)
    for region in (whole, left, right):
        if region[0] or region[1]:
            yield region


def _flows_over(words: Sequence[Word], gutter: float) -> bool:
    """Tell whether a line runs on over the gutter without more than the space between two words."""
    before = [w for w in words if w.x1 <= gutter]
    after = [w for w in words if w.x0 >= gutter]
    return bool(before and after) and after[0].x0 - before[-1].x1 < GUTTER * 0.8


def _gutter(words: Sequence[Word], tables: Sequence[Ruled], page: Content) -> float | None:
    """Return the middle of the strip between two columns of running text; None for a page of one column."""
    found = lines(words)
    if len(found) < MIN_LINES:
        return None
    x0, x1 = min(w.x0 for w in words), max(w.x1 for w in words)
    places: list[tuple[int, int, float, float]] = []
    x = x0 + 0.3 * (x1 - x0)
    while x < x0 + 0.7 * (x1 - x0):
        both = crossed = 0
        for line in found:
            if any(w.x0 - GUTTER / 2 < x < w.x1 + GUTTER / 2 for w in line.words):
                crossed += 1
            elif line.words[0].x1 < x < line.words[-1].x0:
                both += 1
        crossed += sum(t.box[0] < x < t.box[2] for t in tables)
        ruled = sum(not e.upright and e.x0 < x - GUTTER and e.x1 > x + GUTTER for e in page.edges)
        if both >= MIN_LINES and crossed <= both and ruled < MIN_LINES:
            places.append((crossed, -both, abs(x - page.width / 2), x))
        x += 3.0
    for *_, place in sorted(places)[:MOST_PLACES]:
        if (_prose(found, place, x0, x1) and not _rows_agree(found, place)) or _independent(found, place):
            return place
    return None


def _prose(found: Sequence[Line], cut: float, x0: float, x1: float) -> bool:
    """Tell whether both sides hold lines that fill their column, as running text does and a table does not."""
    sides: list[list[tuple[float, int]]] = [[], []]
    torn = [0, 0]
    for line in found:
        if any(w.x0 < cut < w.x1 for w in line.words):
            continue
        for n, part in enumerate(([w for w in line.words if w.x1 <= cut], [w for w in line.words if w.x0 >= cut])):
            if part:
                torn[n] += len(Line(tuple(part)).segments()) > 1
                sides[n].append((part[-1].x1 - part[0].x0, sum(len(w.text) for w in part)))
    return all(
        len(lengths) >= MIN_LINES
        and torn[n] <= TORN * len(lengths)
        and median(c for _, c in lengths) >= MIN_LETTERS
        and median(a for a, _ in lengths) >= FILLED * (cut - x0 if n == 0 else x1 - cut)
        for n, lengths in enumerate(sides)
    )


def _independent(found: Sequence[Line], cut: float) -> bool:
    """Tell whether left and right are set without regard for each other: lines side by side stand at different heights."""
    both = off = 0
    for line in found:
        one, two = [w.top for w in line.words if w.x1 <= cut], [w.top for w in line.words if w.x0 >= cut]
        if one and two:
            both += 1
            off += abs(median(one) - median(two)) > OFF
    return both >= MIN_LINES and off > both / 2


def _rows_agree(found: Sequence[Line], cut: float) -> bool:
    """Tell whether the white between lines stands at the same heights on both sides, as between the rows of a table."""
    whites: list[list[float]] = [[], []]
    for n in (0, 1):
        side = [w for line in found for w in line.words if (w.x1 <= cut) == (n == 0)]
        reach: float | None = None
        for w in sorted(side, key=lambda w: w.top):
            if reach is not None and w.top - reach > 0.5 * w.size:
                whites[n].append((w.top + reach) / 2)
            reach = max(reach or w.bottom, w.bottom)
    few, many = sorted(whites, key=len)
    agreed = sum(any(abs(a - b) < 4 for b in many) for a in few)
    return len(few) >= 3 and agreed >= 0.7 * len(few)
