"""Ruled tables of a PDF page: from ruling lines to cells (pdfplumber's geometry), from cells to rows with spans filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.ingest.flow import Bounds, FlowCell, FlowTable
from kb.ingest.pdf_lines import Line, bounds, joined, lines
from kb.ingest.pdf_page import Content, Edge
from kb.ingest.pdf_unruled import padded, rows_of, whites

SNAP = 3.0
MIN_EDGE = 5.0
# Ruling lines of one page; a drawing has more, and looking for tables in it takes minutes.
MOST_EDGES = 6000
# Lines in the first cell of a row from which it may be several rows whose ruling was left out.
MANY_LINES = 3
# Ruled rows up to which this may be so.
FEW_ROWS = 3


@dataclass(frozen=True)
class Ruled:
    """A table and the rectangle that it fills."""

    table: FlowTable
    box: Bounds


def ruled(page: Content, known: frozenset[str]) -> list[Ruled]:
    """Return the ruled tables of a page, from the top down. What has one column or one cell is a frame and no table."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [_edge(e) for e in [*page.edges, *_sides(page.edges), *_ends(page.edges)] if _long(e)]
    if not edges or len(edges) > MOST_EDGES:
        return []
    merged = merge_edges(edges, SNAP, SNAP, SNAP, SNAP)
    cells = intersections_to_cells(edges_to_intersections(merged, SNAP + 1, SNAP + 1))
    out = []
    for boxes in cells_to_tables(cells):
        made = _table(page, [tuple(map(float, b)) for b in boxes], known)  # type: ignore[misc]
        if made:
            out.append(made)
    return sorted(out, key=lambda r: r.box[1])


def _long(edge: Edge) -> bool:
    return max(edge.x1 - edge.x0, edge.bottom - edge.top) >= MIN_EDGE


def _edge(e: Edge) -> dict[str, Any]:
    """Return an edge as pdfplumber's functions take it; a thin rectangle becomes its middle line."""
    whole = {"x0": e.x0, "x1": e.x1, "top": e.top, "bottom": e.bottom, "object_type": "line"}
    if e.upright:
        x = (e.x0 + e.x1) / 2
        return {**whole, "x0": x, "x1": x, "width": 0.0, "height": e.bottom - e.top, "orientation": "v"}
    y = (e.top + e.bottom) / 2
    return {**whole, "top": y, "bottom": y, "width": e.x1 - e.x0, "height": 0.0, "orientation": "h"}


def _sides(edges: Sequence[Edge]) -> list[Edge]:
    """Return the sides of tables that are open left and right: lines of one length, with an inner upright line between them."""
    groups: dict[tuple[int, int], list[Edge]] = {}
    for e in _whole([e for e in edges if not e.upright and not e.soft]):
        groups.setdefault((round(e.x0 / 2), round(e.x1 / 2)), []).append(e)
    out = []
    uprights = [e for e in edges if e.upright and not e.soft]
    for group in groups.values():
        if len(group) < 3:
            continue
        x0, x1 = group[0].x0, group[0].x1
        held: list[Edge] = []
        for e in sorted(group, key=lambda g: g.top):
            linked = held and any(
                x0 + 2 < u.x0 < x1 - 2 and u.top <= held[-1].top + SNAP and u.bottom >= e.top - SNAP for u in uprights
            )
            if held and not linked:
                out += _closed(held, x0, x1)
                held = []
            held.append(e)
        out += _closed(held, x0, x1)
    return out


def _ends(edges: Sequence[Edge]) -> list[Edge]:
    """Return the last line of tables that a page break cut off: upright lines that end at one height, without a line there."""
    out = []
    uprights = [e for e in edges if e.upright and not e.soft]
    level = [e for e in edges if not e.upright]
    for low in (True, False):
        groups: dict[int, list[Edge]] = {}
        for e in uprights:
            groups.setdefault(round((e.bottom if low else e.top) / 2), []).append(e)
        for group in groups.values():
            y = group[0].bottom if low else group[0].top
            x0, x1 = min(e.x0 for e in group), max(e.x0 for e in group)
            closed = any(abs(e.top - y) < SNAP and e.x0 < x1 and e.x1 > x0 for e in level)
            if len({round(e.x0) for e in group}) >= 3 and not closed:
                out.append(Edge(x0, y, x1, y))
    return out


def _whole(edges: Sequence[Edge]) -> list[Edge]:
    """Join level lines that follow each other at one height."""
    out: list[Edge] = []
    for e in sorted(edges, key=lambda x: (round(x.top), x.x0)):
        if out and abs(out[-1].top - e.top) < 1 and e.x0 - out[-1].x1 < SNAP:
            out[-1] = Edge(out[-1].x0, out[-1].top, max(out[-1].x1, e.x1), out[-1].bottom)
        else:
            out.append(e)
    return out


def _closed(held: Sequence[Edge], x0: float, x1: float) -> list[Edge]:
    if len(held) < 3:
        return []
    return [Edge(x0, held[0].top, x0, held[-1].top), Edge(x1, held[0].top, x1, held[-1].top)]


def _marks(values: Sequence[float]) -> list[float]:
    """Return positions, those within the snap distance made one."""
    out: list[float] = []
    for v in sorted(values):
        if not out or v - out[-1] > SNAP:
            out.append(v)
    return out


def _index(marks: Sequence[float], value: float) -> int:
    return min(range(len(marks)), key=lambda n: abs(marks[n] - value))


def _table(page: Content, boxes: list[Bounds], known: frozenset[str]) -> Ruled | None:
    xs, ys = _marks([x for b in boxes for x in (b[0], b[2])]), _marks([y for b in boxes for y in (b[1], b[3])])
    whole = (xs[0], ys[0], xs[-1], ys[-1])
    if len(xs) < 3 or len(ys) < 3 or _drawing(page, whole):
        return None
    inside = [w for w in page.words if whole[0] <= (w.x0 + w.x1) / 2 <= whole[2] and whole[1] <= w.middle <= whole[3]]
    grid: list[list[FlowCell | None]] = [[None] * (len(xs) - 1) for _ in ys[1:]]
    held: dict[Bounds, list[Line]] = {}
    for box in boxes:
        words = [
            w for w in inside if box[0] - 1 <= (w.x0 + w.x1) / 2 <= box[2] + 1 and box[1] - 1 <= w.middle <= box[3] + 1
        ]
        held[box] = lines(words)
        bold = bool(words) and all(w.bold for w in words)
        cell = FlowCell(joined([x.text for x in held[box]], known), page.number, box, bold)
        left, right = _index(xs, box[0]), max(_index(xs, box[2]), _index(xs, box[0]) + 1)
        top, bottom = _index(ys, box[1]), max(_index(ys, box[3]), _index(ys, box[1]) + 1)
        for r in range(top, bottom):
            for c in range(left, right):
                grid[r][c] = cell
    if not any(c and c.text for row in grid for c in row):
        return None
    rows = _unstacked(grid, held, page.number, known)
    rows = [row for row in rows if any(c and c.text for c in row)]
    if sum(len({c.box for c in row if c}) > 1 for row in rows) < 2 and len(rows) < 3:
        return None
    table = [
        tuple(
            _shown(c, row, page.number) if n == 0 or not _same(c, row[n - 1], row) else _blank(c)
            for n, c in enumerate(row)
        )
        for row in rows
    ]
    filled = sum(bool(c and c.text) for row in rows for c in row) / max(1, sum(map(len, rows)))
    missing = sum(c is None for row in rows for c in row)
    sure = 1.0 - (0.2 if missing else 0.0) - (0.15 if filled < 0.4 else 0.0)
    return Ruled(FlowTable(_headed(tuple(table)), "ruled", round(sure, 2)), whole)


def _shown(cell: FlowCell | None, _row: Sequence[FlowCell | None], number: int) -> FlowCell:
    return cell or FlowCell("", number)


def _blank(cell: FlowCell | None) -> FlowCell:
    return FlowCell("", cell.page if cell else 0, cell.box if cell else None)


def _same(cell: FlowCell | None, before: FlowCell | None, row: Sequence[FlowCell | None]) -> bool:
    """A cell that reaches over the whole row is a title: it stands once. Any other stands in each column that it covers."""
    return cell is not None and before is not None and cell.box == before.box and len({c.box for c in row if c}) == 1


def _drawing(page: Content, box: Bounds) -> bool:
    """Tell whether a table of lines stands inside a drawing, or a drawing fills it."""
    return any(
        p[0] - 4 <= box[0] and p[1] - 4 <= box[1] and p[2] + 4 >= box[2] and p[3] + 4 >= box[3] for p in page.pictures
    )


def _headed(rows: tuple[tuple[FlowCell, ...], ...]) -> tuple[tuple[FlowCell, ...], ...]:
    """Bold cells are a header only in a first row whose filled cells are all bold while the rows under it are not."""
    first = [c for c in rows[0] if c.text]
    bold = len(first) > 1 and all(c.header for c in first) and not all(c.header for r in rows[1:] for c in r if c.text)
    return tuple(tuple(FlowCell(c.text, c.page, c.box, bold and n == 0) for c in row) for n, row in enumerate(rows))


def _unstacked(
    grid: list[list[FlowCell | None]], held: dict[Bounds, list[Line]], number: int, known: frozenset[str]
) -> list[list[FlowCell | None]]:
    """Cut a ruled row that holds many printed rows (only the header and the columns are ruled) as a table without rules."""
    if len(grid) > FEW_ROWS:
        return grid
    out: list[list[FlowCell | None]] = []
    for row in grid:
        boxes = [c.box for c in row if c and c.box]
        texts = [held[b] for b in boxes]
        long = [t for t in texts if len(t) > 1]
        if len(boxes) < len(row) or len(set(boxes)) < len(row) or len(long) < 2:
            out.append(row)
            continue
        cuts = [b[2] for b in boxes[:-1]]
        words = [w for t in texts for x in t for w in x.words]
        groups, _ = rows_of(words, cuts, ())
        keyed = sum(any(w.x1 <= cuts[0] + 1 for w in g) for g in groups)
        apart = padded(whites(words), words[0].size)
        if len(groups) < 2 or (not apart and (len(groups) < MANY_LINES or keyed < 0.3 * len(groups))):
            out.append(row)
            continue
        for group in groups:
            made: list[FlowCell | None] = []
            for n in range(len(row)):
                part = [w for w in group if sum((w.x0 + w.x1) / 2 > c for c in cuts) == n]
                text = joined([x.text for x in lines(part)], known)
                made.append(
                    FlowCell(text, number, bounds(part) if part else None, bool(part) and all(w.bold for w in part))
                )
            out.append(made)
    return out
