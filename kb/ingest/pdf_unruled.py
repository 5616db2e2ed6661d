"""Tables without ruling lines: columns by the white strips that all their lines keep free, rows by the space between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kb.ingest.flow import FlowCell, FlowTable
from kb.ingest.pdf_lines import Line, bounds, joined, lines
from kb.ingest.pdf_page import Edge, Word

# A strip of white between two columns, in letter sizes.
GUTTER = 0.75
# The same where the column right of it keeps its left edge; between two words of a line there is half as much.
NARROW, EDGE = 0.5, 0.7
# Space between two lines of a table, in letter sizes, that ends it.
TABLE_GAP = 2.6
# White between two lines, in letter sizes, that lines of one cell never have.
PADDED = 0.7
# Width of a column, in letter sizes, from which a cell that fills it may have gone on in the next line.
ROOMY = 7
_CAPTION = re.compile(r"(?i)^(?:table|figure|fig\.?)\s*\d")
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}")
_MARKER = re.compile(
    r"^(?:\(?\d{1,2}[.)]|\(\d{1,2}\)|[•●○▪■◆➢✓*–—-]|[a-zA-Z][.)]|[ivx]{1,4}[.)]|(?i:step\s?\d{1,2}[.:]?)|□)$"
)
Strip = tuple[float, float]


def spans(found: Sequence[Line], body: float) -> list[tuple[int, int, list[Strip]]]:
    """Return where tables stand among lines: first line, line after the last, and the white strips between their columns.

    `body` is the letter size of running text.
    """
    out = []
    at = 0
    while at < len(found):
        if len(found[at].segments()) < 2 or _never(found[at]):
            at += 1
            continue
        end, strips = _grown(found, at, body)
        if end - at >= 2 and strips and not _listed(found[at:end], strips):
            out.append((at, end, strips))
            at = end
        else:
            at += 1
    return out


def _never(line: Line) -> bool:
    return bool(_LEADER.search(line.text) or _CAPTION.match(line.text))


def _strips(line: Line, strips: list[Strip] | None) -> list[Strip]:
    """Return what remains free of the strips (None: the whole width between its first and last word)."""
    if strips is None:
        gaps = []
        segments = line.segments()
        for a, b in pairwise(segments):
            gaps.append((a[-1].x1, b[0].x0))
        return gaps
    out = []
    for left, right in strips:
        free = [(left, right)]
        for w in line.words:
            free = [
                piece for a, b in free for piece in ((a, min(b, w.x0)), (max(a, w.x1), b)) if piece[1] - piece[0] > 0.5
            ]
        if free:
            best = max(free, key=lambda s: s[1] - s[0])
            # A narrow strip counts where the next column begins at its edge, as it does in the lines above.
            aligned = abs(best[1] - right) <= EDGE and any(abs(w.x0 - right) <= EDGE for w in line.words)
            if best[1] - best[0] >= (NARROW if aligned else GUTTER) * line.size:
                out.append(best)
    return out


def _grown(found: Sequence[Line], at: int, body: float) -> tuple[int, list[Strip]]:
    """Take line after line as long as white strips are left."""
    strips = _open(found[at])
    inner = [s for s in strips if s[0] > found[at].words[0].x0]
    strips, end = inner, at + 1
    gaps: list[float] = []
    crossings = 0
    while end < len(found):
        line, before = found[end], found[end - 1]
        gap = line.top - before.bottom
        if _never(line) or gap > TABLE_GAP * body or line.size > 1.25 * max(found[at].size, body):
            break
        several = len(line.segments()) > 1
        usual = max([*gaps, 0.2 * body]) if gaps else gap
        if not several and len(gaps) > 1 and gap > 1.6 * usual:
            break
        wide = bool(gaps) and gap > 1.35 * usual
        if wide and line.bold and not before.bold and several:
            break  # the header of another table
        left = _strips(line, strips)
        lost = len(strips) - len(left)
        if lost and len(gaps) > 1 and not wide and crossings * 5 < end - at and _resumes(found, end, strips):
            left, lost, crossings = strips, 0, crossings + 1  # a cell that reaches over several columns
        if not left or (lost and (not several or wide)) or (lost > 1 and end - at > 3 and lost >= len(strips) / 2):
            break
        gaps.append(gap)
        strips, end = (
            [*_beyond(found[at:end], line, before=True), *left, *_beyond(found[at:end], line, before=False)],
            end + 1,
        )
    # A last line of one segment that starts at the left and stands apart is the next paragraph.
    while (
        end - at > 2
        and len(found[end - 1].segments()) < 2
        and found[end - 1].top - found[end - 2].bottom > 0.9 * body
        and (found[end - 1].words[0].x0 < found[at].words[0].x0 + body)
    ):
        end -= 1
    return end, strips


def _beyond(held: Sequence[Line], line: Line, *, before: bool) -> list[Strip]:
    """Return the strip beside a column that the lines so far did not have, left or right of them: the header of a first
    column is often empty.
    """
    if before:
        bound = min(x.words[0].x0 for x in held)
        inside = [w.x1 for w in line.words if w.x1 < bound]
        rest = [w for w in line.words if w.x1 >= bound]
        free = (max(inside), min(bound, rest[0].x0)) if inside and rest else None
    else:
        bound = max(x.words[-1].x1 for x in held)
        inside = [w.x0 for w in line.words if w.x0 > bound]
        rest = [w for w in line.words if w.x0 <= bound]
        free = (max(bound, rest[-1].x1), min(inside)) if inside and rest else None
    return [free] if free and free[1] - free[0] >= GUTTER * line.size else []


def _resumes(found: Sequence[Line], at: int, strips: Sequence[Strip]) -> bool:
    """Tell whether the line after one that crosses strips keeps all of them free again, and fills columns."""
    if at + 1 >= len(found):
        return False
    after = found[at + 1]
    return len(after.segments()) > 1 and len(_strips(after, list(strips))) == len(strips)


def _open(line: Line) -> list[Strip]:
    return _strips(line, None)


def _listed(found: Sequence[Line], strips: Sequence[Strip]) -> bool:
    """Tell whether what stands before the only strip are the markers of a list, or nothing stands in columns at all."""
    if sum(len(x.segments()) > 1 for x in found) < 2:
        return True
    cut = strips[0][1]
    first = [" ".join(w.text for w in x.words if w.x1 <= cut) for x in found]
    filled = [t for t in first if t]
    return len(strips) == 1 and bool(filled) and sum(bool(_MARKER.match(t)) for t in filled) >= 0.8 * len(filled)


def table(
    found: Sequence[Line], strips: Sequence[Strip], rules: Sequence[Edge], page: int, known: frozenset[str]
) -> FlowTable | None:
    """Return lines as a table: cut into columns at the strips, joined into rows; None when it is too uncertain to be one."""
    cuts = [(a + b) / 2 for a, b in strips]
    words = [w for x in found for w in x.words]
    groups, sure = rows_of(words, cuts, rules)
    rows = []
    for group in groups:
        parts: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
        for w in group:
            parts[sum((w.x0 + w.x1) / 2 > c for c in cuts)].append(w)
        rows.append(
            tuple(
                FlowCell(joined([x.text for x in lines(p)], known), page, bounds(p), all(w.bold for w in p))
                if p
                else FlowCell("", page)
                for p in parts
            )
        )
    rows = [r for r in rows if any(c.text for c in r)]
    if len(rows) < 2 or sum(sum(bool(c.text) for c in r) > 1 for r in rows) < max(2, 0.4 * len(rows)):
        return None
    narrow = min(b - a for a, b in strips) < 1.1 * median(x.size for x in found)
    sure -= (0.1 if narrow else 0.0) + (0.1 if len(rows) < 3 else 0.0)
    first = [c for c in rows[0] if c.text]
    bold = len(first) > 1 and all(c.header for c in first) and not all(c.header for r in rows[1:] for c in r if c.text)
    told = tuple(tuple(FlowCell(c.text, c.page, c.box, bold and n == 0) for c in row) for n, row in enumerate(rows))
    return FlowTable(told, "unruled", round(sure, 2))


def rows_of(words: Sequence[Word], cuts: Sequence[float], rules: Sequence[Edge]) -> tuple[list[list[Word]], float]:
    """Group words into rows: by ruling lines or stripes where there are enough, else by the space, else by the first column."""
    box = bounds(words)
    size = median(w.size for w in words)
    marks: list[float] = []
    wide = 0.5 * (box[2] - box[0])
    for rule in sorted((r for r in rules if not r.upright and r.x1 - r.x0 >= wide), key=lambda r: r.top):
        if box[1] < rule.top < box[3] and (not marks or rule.top - marks[-1] > 3):
            marks.append(rule.top)
    tops = lines(words)
    keyed = sum(any(w.x1 <= cuts[0] + 1 for w in x.words) for x in tops)
    # Two rules frame a header; rules between the rows are about as many as the rows.
    if len(marks) >= 2 and len(marks) + 1 >= 0.5 * keyed:
        groups = _cut(words, marks)
        if max(len(lines(g)) for g in groups) <= 8:
            return groups, 0.9
    spaces = whites(words)
    if not spaces:
        return [list(words)], 0.4
    widths = sorted(s for s, _ in spaces)
    least, most = widths[0], widths[-1]
    columns = _columns(words, cuts)
    if most - least >= 0.25 * size:
        limit = (least + most) / 2 if most < 3 * max(least, 0.35 * size) else least + max(0.3 * size, 0.35 * least)
        groups = _cut(words, [y for s, y in spaces if s > limit])
        # Spaces that part rows leave each row its first column, and never part a cell that runs on.
        keyed = sum(any(w.x1 <= cuts[0] + 1 for w in g) for g in groups)
        if keyed >= 0.7 * len(groups) or not _torn(groups, columns):
            return groups, 0.8
    groups = _cut(words, [y for _, y in spaces])
    if padded(spaces, size):
        return groups, 0.85
    whole = _by_wrap(groups, columns)
    return whole, 0.85 if len(whole) == len(groups) else 0.7


def whites(words: Sequence[Word]) -> list[tuple[float, float]]:
    """Return the heights at which no column has text: how much white, and its middle."""
    size = median(w.size for w in words)
    out: list[tuple[float, float]] = []
    reach: float | None = None
    for w in sorted(words, key=lambda w: w.top):
        if reach is not None and w.top > reach - 0.2 * size:
            out.append((w.top - reach, (w.top + reach) / 2))
        reach = max(reach or w.bottom, w.bottom)
    return out


def padded(spaces: Sequence[tuple[float, float]], size: float) -> bool:
    """Tell whether all lines stand further apart than the lines of one cell do."""
    return bool(spaces) and min(s for s, _ in spaces) >= PADDED * size


Column = tuple[float, float]


def _columns(words: Sequence[Word], cuts: Sequence[float]) -> list[Column]:
    """Return where each column's text begins and ends."""
    out = []
    for n in range(len(cuts) + 1):
        part = [w for w in words if _column(w, cuts) == n]
        left = cuts[n - 1] if n else 0.0
        out.append((min((w.x0 for w in part), default=left), max((w.x1 for w in part), default=left)))
    return out


def _column(word: Word, cuts: Sequence[float]) -> int:
    return sum((word.x0 + word.x1) / 2 > c for c in cuts)


def _parts(group: Sequence[Word], columns: Sequence[Column]) -> dict[int, list[Word]]:
    """Return the words of a row by column, in reading order."""
    out: dict[int, list[Word]] = {}
    for line in lines(group):
        for w in line.words:
            n = max((k for k, c in enumerate(columns) if w.x0 >= c[0] - 1), default=0)
            out.setdefault(n, []).append(w)
    return out


def _runs_on(above: Sequence[Word], below: Sequence[Word], column: Column) -> bool:
    """Tell whether text goes on from one line to the next: its first word did not fit above."""
    last, first = above[-1], below[0]
    if column[1] - column[0] < ROOMY * last.size or len(above) < 2:
        return False
    return last.x1 + 0.28 * last.size + (first.x1 - first.x0) > column[1] - 0.5


def _torn(groups: Sequence[list[Word]], columns: Sequence[Column]) -> bool:
    """Tell whether many rows look like the second lines of the rows above them."""
    pairs = [(_parts(a, columns), _parts(b, columns)) for a, b in pairwise(groups)]
    return sum(
        0 not in b and all(n in a and _runs_on(a[n], b[n], columns[n]) for n in b) for a, b in pairs
    ) > 0.2 * len(pairs)


def _by_wrap(groups: Sequence[list[Word]], columns: Sequence[Column]) -> list[list[Word]]:
    """Join a line to the row above when its text went on there in every column, or it is one rest of a cell without a key."""
    out: list[list[Word]] = []
    last: dict[int, list[Word]] = {}
    for group in groups:
        own = _parts(group, columns)
        on = [n for n in own if n in last and _runs_on(last[n], own[n], columns[n])]
        small = [n for n in own if own[n][0].text[:1].islower()]
        goes_on = bool(out) and (
            (bool(on) and len(on) == len(own) and (0 not in own or len(small) == len(own)))
            or (0 not in own and len(own) == 1 and not _lone(own, last))
            or (0 not in own and 2 * len(on) >= len(own) and bool(small))
        )
        if goes_on:
            out[-1] += group
            last = {**last, **own}
        else:
            out.append(list(group))
            last = own
    return out


def _lone(own: dict[int, list[Word]], last: dict[int, list[Word]]) -> bool:
    """Tell whether the only filled column had nothing above it."""
    return not set(own) & set(last)


def _cut(words: Sequence[Word], marks: Sequence[float]) -> list[list[Word]]:
    groups: list[list[Word]] = [[] for _ in range(len(marks) + 1)]
    for w in words:
        groups[sum(w.middle > y for y in marks)].append(w)
    return [g for g in groups if g]
