"""Pages → the manual in reading order: running lines dropped, columns one after the other, tables, headings, joined lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.ingest.flow import Bounds, Flow, FlowCell, FlowItem, FlowLine, FlowTable
from kb.ingest.pdf_columns import regions
from kb.ingest.pdf_headings import Levels
from kb.ingest.pdf_lines import Line, divided, lines
from kb.ingest.pdf_page import Content, Word
from kb.ingest.pdf_ruled import Ruled, ruled
from kb.ingest.pdf_unruled import spans, table

# Share of the page's height at its top and bottom in which running lines stand.
MARGIN = 0.12
# Pages on which a line must stand again before it is a running line.
AGAIN = 3
FEW = 8
_PAGE = re.compile(r"\W*(?:page )?#(?: ?(?:of|/) ?#)?\W*")


def flow(pages: Sequence[Content], unread: Sequence[str] = ()) -> Flow:
    """Return the pages as one manual in reading order."""
    known = frozenset(
        re.sub(r"\W+$", "", w.text).lower()
        for p in pages
        for w in p.words
        if len(w.text) > 3 and not w.text.endswith("-")
    )
    running = _running(pages)
    told = list(unread)
    bodies: list[tuple[Content, list[Ruled], list[Word]]] = []
    for page in pages:
        words, labels = _body(page, running.get(page.number, set()))
        tables = [r for r in ruled(page, known) if not _margin_only(r, page, running.get(page.number, set()))]
        words = [w for w in words if not any(_within(w, r.box) for r in tables)]
        if labels:
            told.append(f"page {page.number}: {labels} words inside a picture were left out")
        if page.lost:
            told.append(f"page {page.number}: {page.lost} signs without a letter (icons) are shown as □")
        if page.slanted:
            told.append(f"page {page.number}: {page.slanted} letters that stand askew were left out")
        bodies.append((page, tables, words))
    levels = Levels([x for _, _, words in bodies for x in lines(words)])
    items: list[FlowItem] = []
    for page, tables, words in bodies:
        first = True
        for region_words, region_tables in regions(words, tables, page):
            for item in _region(page, region_words, region_tables, levels, known):
                _add(items, item, starts_page=first, page=page, known=known)
                first = False
    return Flow(tuple(items), len(pages), tuple(told))


def _within(word: Word, box: Bounds) -> bool:
    return box[0] - 1 <= (word.x0 + word.x1) / 2 <= box[2] + 1 and box[1] - 1 <= word.middle <= box[3] + 1


def _plain(text: str) -> str:
    return re.sub(r"\d+|\b[ivxl]+\b", "#", text.lower()).strip()


def _running(pages: Sequence[Content]) -> dict[int, set[tuple[float, float]]]:
    """Return by page the heights (top, bottom) of lines that stand alike on many pages, page numbers among them."""
    seen: dict[tuple[str, int], list[tuple[int, Line, bool]]] = {}
    for page in pages:
        found = lines(page.words)
        for n, line in enumerate(found):
            if line.bottom < MARGIN * page.height or line.top > (1 - MARGIN) * page.height:
                height = line.top if line.top < page.height / 2 else page.height - line.bottom + 10_000
                for near in (-1, 0, 1):
                    key = (_plain(line.text), round(height / 4) + near)
                    seen.setdefault(key, []).append((page.number, line, n in {0, len(found) - 1}))
    least = max(AGAIN, min(8, 0.25 * len(pages)))
    out: dict[int, set[tuple[float, float]]] = {}
    for (text, _), where in seen.items():
        # In a short file two are enough for a page number, or for the same words at the very edge.
        alike = (
            len({line.text for _, line, _ in where}) == 1 and all(outer for *_, outer in where) and len(pages) <= FEW
        )
        enough = 2 if alike or _PAGE.fullmatch(text) else least
        if len({n for n, *_ in where}) >= enough:
            for number, line, _ in where:
                out.setdefault(number, set()).add((line.top, line.bottom))
    return out


def _margin_only(r: Ruled, page: Content, running: set[tuple[float, float]]) -> bool:
    """Tell whether a ruled table is a letterhead: all its text is running lines."""
    inside = [w for w in page.words if _within(w, r.box)]
    return bool(inside) and all(any(t - 1 <= w.middle <= b + 1 for t, b in running) for w in inside)


def _body(page: Content, running: set[tuple[float, float]]) -> tuple[list[Word], int]:
    """Return the words that are neither running lines nor labels in pictures, and the number of the latter."""
    words = [w for w in page.words if not any(t - 1 <= w.middle <= b + 1 for t, b in running)]
    kept = [w for w in words if not any(_within(w, p) for p in page.pictures)]
    return kept, len(words) - len(kept)


def _region(
    page: Content, words: Sequence[Word], tables: Sequence[Ruled], levels: Levels, known: frozenset[str]
) -> Iterator[FlowItem]:
    """Yield what stands in one column, from the top down."""
    found = lines(words)
    breaks = [r.box[1] for r in tables]
    at = 0
    for n, edge in enumerate([*breaks, float("inf")]):
        part = []
        while at < len(found) and found[at].top < edge:
            part.append(found[at])
            at += 1
        yield from _text(page, part, levels, known)
        if n < len(tables):
            yield tables[n].table


def _text(page: Content, found: Sequence[Line], levels: Levels, known: frozenset[str]) -> Iterator[FlowItem]:
    where = {first: (end, strips) for first, end, strips in _outside(found, levels)}
    at = 0
    last: Line | None = None
    while at < len(found):
        if at in where:
            end, strips = where[at]
            made = table(found[at:end], strips, page.edges, page.number, known)
            if made:
                yield made
                last, at = None, end
                continue
        line = found[at]
        level = levels.of(line, found[at - 1] if at else None, found[at + 1] if at + 1 < len(found) else None)
        apart = (
            last is None or line.top - last.bottom > 0.55 * min(line.size, last.size) or abs(line.size - last.size) > 1
        )
        yield FlowLine(line.text, page.number, line.box, level, apart)
        last = line
        at += 1


def _outside(found: Sequence[Line], levels: Levels) -> Iterator[tuple[int, int, list[tuple[float, float]]]]:
    """Yield the unruled tables between headings: a heading belongs to no table."""
    start = 0
    for n, line in enumerate([*found, None]):
        if line is not None and not (len(line.segments()) == 1 and levels.large(line)):
            continue
        for first, end, strips in spans(found[start:n], levels.body):
            yield start + first, start + end, strips
        start = n + 1


def _add(items: list[FlowItem], item: FlowItem, *, starts_page: bool, page: Content, known: frozenset[str]) -> None:
    """Add an item; a table that goes on from the page before, a divided word and a heading of two lines are joined."""
    last = items[-1] if items else None
    if (
        isinstance(item, FlowTable)
        and isinstance(last, FlowTable)
        and starts_page
        and (whole := _continued(last, item, page))
    ):
        items[-1] = whole
    elif (
        isinstance(item, FlowLine)
        and isinstance(last, FlowLine)
        and item.level
        and item.level == last.level
        and (not item.gap and item.page == last.page and not re.match(r"^\d", item.text))
    ):
        items[-1] = FlowLine(f"{last.text} {item.text}", last.page, last.box, last.level, last.gap)
    elif (
        isinstance(item, FlowLine)
        and isinstance(last, FlowLine)
        and not item.level
        and not item.gap
        and (cut := divided(last.text, item.text, known))
    ):
        head, _, rest = item.text.partition(" ")
        stem = last.text.rstrip("\u00ad")
        stem = stem.removesuffix("-") if cut == "drop" else stem
        items[-1] = FlowLine(f"{stem}{head}", last.page, last.box, last.level, last.gap)
        if rest:
            items.append(FlowLine(rest, item.page, item.box))
    else:
        items.append(item)


def _continued(before: FlowTable, after: FlowTable, page: Content) -> FlowTable | None:
    """Return two tables as one when the second goes on with the first: as many columns in the same places."""
    if before.width != after.width or after.rows[0][0].page != page.number:
        return None
    one, two = _lefts(before), _lefts(after)
    both = [abs(a - b) for a, b in zip(one, two, strict=True) if a is not None and b is not None]
    if not both or max(both) > (6 if before.origin == after.origin == "ruled" else 14):
        return None
    rows = list(after.rows)
    head = [c.text for c in before.rows[0]]
    again = [c.text for c in rows[0]] == head
    while rows and [c.text for c in rows[0]] == head:
        rows.pop(0)
    if not again and rows and any(c.header for c in rows[0]):
        return None  # a header of its own
    old = list(before.rows)
    rest = [c for c in rows[0] if c.text] if rows else []
    cut = bool(rest) and not rows[0][0].text and 2 * len(rest) <= len(head) and all(c.text[0].islower() for c in rest)
    if cut:
        # The first row goes on with the last one of the page before.
        old[-1] = tuple(
            FlowCell(f"{a.text} {b.text}".strip(), a.page, a.box, a.header)
            for a, b in zip(old[-1], rows[0], strict=True)
        )
        rows.pop(0)
    return FlowTable((*old, *rows), before.origin, min(before.confidence, after.confidence))


def _lefts(t: FlowTable) -> list[float | None]:
    return [
        min((row[n].box[0] for row in t.rows if n < len(row) and row[n].box), default=None)  # type: ignore[index]
        for n in range(t.width)
    ]
