"""A page in the order it is read: bands across the page from the top down, and within a band one text column after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from kb.ingest.pdf_lines import lines
from kb.ingest.pdf_page import Word
from kb.ingest.pdf_ruled import Ruled

Region = tuple[list[Word], list[Ruled]]
# Lines that both columns must have, and letters in the usual line of running text.
MIN_LINES = 4
MIN_LETTERS = 18
# Share of its column that the usual line fills.
FILLED = 0.62
GUTTER = 9.0


def regions(words: Sequence[Word], tables: Sequence[Ruled], width: float) -> Iterator[Region]:
    """Yield the words and ruled tables of a page in reading order."""
    gutter = _gutter(words, tables, width)
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


def _gutter(words: Sequence[Word], tables: Sequence[Ruled], width: float) -> float | None:
    """Return the middle of the strip between two columns of running text; None for a page of one column."""
    found = lines(words)
    if len(found) < MIN_LINES:
        return None
    best: tuple[int, float] | None = None
    chosen = 0.0
    x0, x1 = min(w.x0 for w in words), max(w.x1 for w in words)
    step = 3.0
    x = x0 + 0.3 * (x1 - x0)
    while x < x0 + 0.7 * (x1 - x0):
        both = 0
        for line in found:
            crossed = any(w.x0 - GUTTER / 2 < x < w.x1 + GUTTER / 2 for w in line.words)
            if not crossed and line.words[0].x1 < x < line.words[-1].x0:
                both += 1
        value = (both, -abs(x - width / 2))
        if both >= MIN_LINES and (best is None or value > best):
            best = value
            chosen = x
        x += step
    if best is None:
        return None
    sides: list[list[tuple[float, int]]] = [[], []]
    for line in found:
        if any(w.x0 < chosen < w.x1 for w in line.words):
            continue
        for n, part in enumerate(
            ([w for w in line.words if w.x1 <= chosen], [w for w in line.words if w.x0 >= chosen])
        ):
            if part:
                sides[n].append((part[-1].x1 - part[0].x0, sum(len(w.text) for w in part)))
    for n, lengths in enumerate(sides):
        room = chosen - x0 if n == 0 else x1 - chosen
        if (
            len(lengths) < MIN_LINES
            or median(c for _, c in lengths) < MIN_LETTERS
            or median(a for a, _ in lengths) < FILLED * room
        ):
            return None
    return chosen if not any(t.box[0] < chosen < t.box[2] and t.box[3] - t.box[1] > 400 for t in tables) else None
