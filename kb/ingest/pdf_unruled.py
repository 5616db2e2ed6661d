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
# Space between two lines of a table, in letter sizes, that ends it.
TABLE_GAP = 2.6
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
            out.append(max(free, key=lambda s: s[1] - s[0]))
    least = GUTTER * line.size
    return [s for s in out if s[1] - s[0] >= least]


def _grown(found: Sequence[Line], at: int, body: float) -> tuple[int, list[Strip]]:
    """Take line after line as long as white strips are left."""
    strips = _open(found[at])
    inner = [s for s in strips if s[0] > found[at].words[0].x0]
    strips, end = inner, at + 1
    gaps: list[float] = []
    while end < len(found):
        line, before = found[end], found[end - 1]
        gap = line.top - before.bottom
        if _never(line) or gap > TABLE_GAP * body or line.size > 1.25 * max(found[at].size, body):
            break
        several = len(line.segments()) > 1
        usual = median(gaps) if gaps else gap
        if not several and len(gaps) > 1 and gap > 1.9 * max(*gaps, 0.2 * body):
            break
        left = _strips(line, strips)
        lost = len(strips) - len(left)
        if not left or (lost and not several) or (lost > 1 and end - at > 3 and lost >= len(strips) / 2):
            break
        if several and end - at == 1 and line.bold != found[at].bold and not lost:
            pass  # the header's weight differs from the first row's
        if not several and gap > max(usual, 0.3 * body) * 1.9 and end - at > 2:
            break
        gaps.append(gap)
        strips, end = left, end + 1
    # A last line of one segment that starts at the left and stands apart is the next paragraph.
    while (
        end - at > 2
        and len(found[end - 1].segments()) < 2
        and found[end - 1].top - found[end - 2].bottom > 0.9 * body
        and (found[end - 1].words[0].x0 < found[at].words[0].x0 + body)
    ):
        end -= 1
    # Strips may be wider when the lines that were given back no longer bound them.
    return end, strips


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
    groups, sure = _rows(words, cuts, rules)
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


def _rows(words: Sequence[Word], cuts: Sequence[float], rules: Sequence[Edge]) -> tuple[list[list[Word]], float]:
    """Group words into rows: by ruling lines or stripes where there are enough, else by the space, else by the first column."""
    box = bounds(words)
    size = median(w.size for w in words)
    marks: list[float] = []
    wide = 0.5 * (box[2] - box[0])
    for rule in sorted((r for r in rules if not r.upright and r.x1 - r.x0 >= wide), key=lambda r: r.top):
        if box[1] < rule.top < box[3] and (not marks or rule.top - marks[-1] > 3):
            marks.append(rule.top)
    tops = lines(words)
    if len(marks) >= 3 or (marks and len(marks) >= 0.3 * len(tops)):
        groups = _cut(words, marks)
        if max(len(lines(g)) for g in groups) <= 8:
            return groups, 0.9
    # The white between rows: heights at which no column has text.
    spaces: list[tuple[float, float]] = []
    reach = None
    for w in sorted(words, key=lambda w: w.top):
        if reach is not None and w.top > reach - 0.2 * size:
            spaces.append((w.top - reach, (w.top + reach) / 2))
        reach = max(reach or w.bottom, w.bottom)
    if not spaces:
        return [list(words)], 0.4
    widths = sorted(s for s, _ in spaces)
    least, most = widths[0], widths[-1]
    several = _wrapped(tops, cuts)
    if not several or most - least < 0.25 * size:
        # Even spacing: nothing is wrapped, or only the first column tells where a row begins.
        groups = _cut(words, [y for _, y in spaces])
        if not several:
            return groups, 0.85
        return _by_first(groups, cuts), 0.7
    limit = (least + most) / 2 if most < 3 * max(least, 0.35 * size) else least + max(0.3 * size, 0.35 * least)
    groups = _cut(words, [y for s, y in spaces if s > limit])
    # Spaces that part rows must leave each row its first column.
    keyed = sum(any(w.x1 <= cuts[0] + 1 for w in g) for g in groups)
    if keyed < 0.7 * len(groups):
        return _by_first(_cut(words, [y for _, y in spaces]), cuts), 0.6
    return groups, 0.8


def _wrapped(found: Sequence[Line], cuts: Sequence[float]) -> bool:
    """Tell whether some lines have nothing in the first column, as the second line of a cell has."""
    without = sum(not any(w.x1 <= cuts[0] + 1 for w in x.words) for x in found)
    small = sum(any(t.text[:1].islower() for t in _firsts(x, cuts)) for x in found)
    return without > 0 or small > 0.1 * len(found)


def _firsts(line: Line, cuts: Sequence[float]) -> list[Word]:
    """Return the first word of each column of a line."""
    out: dict[int, Word] = {}
    for w in line.words:
        out.setdefault(sum((w.x0 + w.x1) / 2 > c for c in cuts), w)
    return list(out.values())


def _cut(words: Sequence[Word], marks: Sequence[float]) -> list[list[Word]]:
    groups: list[list[Word]] = [[] for _ in range(len(marks) + 1)]
    for w in words:
        groups[sum(w.middle > y for y in marks)].append(w)
    return [g for g in groups if g]


def _by_first(groups: Sequence[list[Word]], cuts: Sequence[float]) -> list[list[Word]]:
    """Begin a row at each line with text in its first column; the other lines go on with the row before."""
    out: list[list[Word]] = []
    for group in groups:
        first = [w for w in group if w.x1 <= cuts[0] + 1]
        goes_on = bool(first) and first[0].text[:1].islower() and all(t.text[:1].islower() for t in first[:1])
        if out and (not first or goes_on):
            out[-1] += group
        else:
            out.append(list(group))
    return out
