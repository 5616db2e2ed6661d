"""Prints a made-up manual (make.Manual) as a PDF in the layouts that makers use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from make import Manual, Rows
from pdf_writer import A4, Page, pdf, width, wrapped

Table = tuple[Sequence[str], Rows]
_HEAD = re.compile(r"^(#{1,4}\s+)?(?:\*\*)?((?:\d{1,2})(?:\.\d{1,2})*)?\.?\s*(.*?)(?:\*\*)?$")


@dataclass
class Look:
    """How a maker sets its manuals."""

    table: str = "ruled"  # ruled, zebra, lines, plain, open, rowless, merged
    columns: int = 1
    size: float = 9.5
    head: str = ""
    foot: str = "Page {page}"
    again: bool = True  # the header of a table comes again after a page break
    numbers: bool = True  # headings carry numbers
    middle: bool = False  # cells are centred upright
    hyphens: bool = False
    sideways: bool = False  # pages with tables are turned
    bold_head: bool = True
    padding: float = 4.0


@dataclass
class Book:
    """A manual being set: the page, and the height reached on it."""

    look: Look
    pages: list[Page] = field(default_factory=list)
    y: float = 0.0
    column: int = 0
    top: float = 70.0

    def __post_init__(self) -> None:
        self.turn()

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def bottom(self) -> float:
        return A4[1] - 75

    @property
    def room(self) -> float:
        whole = A4[0] - 110
        return whole if self.look.columns == 1 else (whole - 22) / 2

    @property
    def left(self) -> float:
        return 55 + self.column * (self.room + 22)

    def turn(self) -> None:
        """Begin a page with its running lines."""
        page = Page()
        self.pages.append(page)
        n = len(self.pages)
        if self.look.head and n > 1:
            page.text(55, 34, self.look.head, 8)
            page.line(55, 48, A4[0] - 55, 48)
        if n > 1:
            page.text(A4[0] / 2 - 14, A4[1] - 42, self.look.foot.format(page=n), 8)
        self.y, self.column = self.top, 0

    def need(self, high: float) -> bool:
        """Go on to the next column or page when there is no room; tell whether a new one was begun."""
        if self.y + high <= self.bottom:
            return False
        if self.column + 1 < self.look.columns:
            self.column += 1
            self.y = self.top
        else:
            self.turn()
        return True

    def say(self, text: str, size: float | None = None, font: str = "regular", indent: float = 0) -> None:
        """Set a paragraph."""
        size = size or self.look.size
        for line in wrapped(text, self.room - indent, size, font):
            self.need(size * 1.35)
            self.page.text(self.left + indent, self.y, line, size, font)
            self.y += size * 1.3
        self.y += size * 0.7

    def heading(self, level: int, text: str) -> None:
        size = {1: 1.7, 2: 1.35, 3: 1.15}.get(level, 1.0) * self.look.size
        if level == 1 and len(self.pages) > 1 and self.y > self.top + 200 and self.look.columns == 1:
            self.turn()
        self.need(size * 5)
        self.y += size * 0.8
        self.say(text, size, "bold")

    def item(self, marker: str, text: str) -> None:
        size = self.look.size
        lines = wrapped(text, self.room - 16, size)
        for n, line in enumerate(lines):
            self.need(size * 1.35)
            if n == 0:
                self.page.text(self.left, self.y, marker, size)
            self.page.text(self.left + 16, self.y, line, size)
            self.y += size * 1.3
        self.y += size * 0.3

    def table(self, header: Sequence[str], rows: Rows) -> None:
        """Set a table."""
        size = self.look.size - 0.5
        pad = self.look.padding
        room = self.room
        natural = [
            max(width(r[n], size, "bold" if k == 0 else "regular") for k, r in enumerate([header, *rows])) + 2 * pad + 2
            for n in range(len(header))
        ]
        least = [
            max((width(w, size, "bold") for r in [header, *rows] for w in r[n].split()), default=10) + 2 * pad + 2
            for n in range(len(header))
        ]
        wide = _shared(natural, least, room)
        self.need(size * 6)
        start: list[tuple[float, float, Sequence[str]]] = []
        self.row(header, wide, size, head=True, shade=False, above=None)
        above: Sequence[str] | None = None
        for n, row in enumerate(rows):
            high = (
                max(len(wrapped(t, w - 2 * pad, size)) for t, w in zip(row, wide, strict=True)) * size * 1.2 + 2 * pad
            )
            if self.need(high):
                above = None
                if self.look.again:
                    self.row(header, wide, size, head=True, shade=False, above=None)
                else:
                    self.rule(sum(wide))
            below = rows[n + 1] if n + 1 < len(rows) else None
            self.row(row, wide, size, head=False, shade=n % 2 == 1, above=above, below=below)
            above = row
        del start
        self.rule(sum(wide))
        self.y += 12

    def rule(self, wide: float) -> None:
        if self.look.table in {"ruled", "lines", "open", "rowless", "merged"}:
            self.page.line(self.left, self.y, self.left + wide, self.y)

    def row(
        self,
        cells: Sequence[str],
        wide: Sequence[float],
        size: float,
        *,
        head: bool,
        shade: bool,
        above: Sequence[str] | None,
        below: Sequence[str] | None = None,
    ) -> None:
        """Set one row; in merged tables a cell like the one above it, to the left of all that differ, is one with it."""
        pad, kind = self.look.padding, self.look.table
        font = "bold" if head and self.look.bold_head else "regular"
        pieces = [wrapped(t, w - 2 * pad, size, font) for t, w in zip(cells, wide, strict=True)]
        high = max(map(len, pieces)) * size * 1.2 + 2 * pad
        x0, top, total = self.left, self.y, sum(wide)
        if shade and kind == "zebra":
            self.page.area(x0, top, x0 + total, top + high, 0.92)
        if head and kind in {"zebra", "ruled", "merged"}:
            self.page.area(x0, top, x0 + total, top + high, 0.8)
        joined = [
            kind == "merged" and above is not None and bool(t) and above[n] == t and n < 2 for n, t in enumerate(cells)
        ]
        x = x0
        for n, lines in enumerate(pieces):
            if kind in {"ruled", "merged"} or (kind == "lines" and head):
                if not joined[n]:
                    self.page.line(x, top, x + wide[n], top)
            elif kind == "open" or (kind == "rowless" and (head or above is None)):
                self.page.line(x, top, x + wide[n], top)
            if kind in {"ruled", "rowless", "merged"} or (kind == "open" and n):
                self.page.line(x, top, x, top + high)
            if not joined[n]:
                drop = (high - 2 * pad - len(lines) * size * 1.2) / 2 if self.look.middle else 0
                for k, text in enumerate(lines):
                    self.page.text(x + pad, top + pad + drop + k * size * 1.2, text, size, font)
            x += wide[n]
        if kind in {"ruled", "rowless", "merged"}:
            self.page.line(x, top, x, top + high)
        if kind == "lines" and head:
            self.page.line(x0, top + high, x0 + total, top + high)
        del below
        self.y += high


def _shared(natural: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Give each column its natural width when there is room, else narrow the widest."""
    if sum(natural) <= room:
        return list(natural)
    out = list(natural)
    while sum(out) > room:
        free = [n for n in range(len(out)) if out[n] > least[n] + 0.5]
        if not free:
            return [w * room / sum(out) for w in out]
        n = max(free, key=lambda k: out[k])
        out[n] -= min(4.0, out[n] - least[n], max(0.5, sum(out) - room))
    return out


def structured(make_all: object) -> list[Manual]:
    """Return made-up manuals whose tables are still tables: `parts` holds texts and (header, rows)."""

    def keep(self: Manual, _style: object, header: Sequence[str], rows: Rows, fact: object = None) -> None:
        self.parts.append((header, rows))  # type: ignore[arg-type]
        for row in rows:
            if callable(fact) and (made := fact(*row)):
                self.facts += made if isinstance(made, list) else [made]

    before = Manual.table
    Manual.table = keep  # type: ignore[method-assign,assignment]
    try:
        return list(make_all())  # type: ignore[operator]
    finally:
        Manual.table = before  # type: ignore[method-assign]


def printed(manual: Manual, look: Look, filler: Sequence[tuple[str, Sequence[str]]] = ()) -> bytes:
    """Return a manual as a PDF. `filler` are chapters (title, paragraphs) of running text after the first part."""
    book = Book(look)
    for n, part in enumerate(manual.parts):
        if isinstance(part, str):
            _text(book, part, cover=n == 0)
        else:
            book.table(*part)
        if n == 1:
            for title, paragraphs in filler:
                book.heading(1, title)
                for p in paragraphs:
                    book.say(p)
    return pdf(book.pages)


def _text(book: Book, said: str, *, cover: bool) -> None:
    for at, paragraph in enumerate(said.split("\n\n")):
        lines = [x for x in paragraph.split("\n") if x.strip()]
        if cover and at == 0:
            for k, line in enumerate(lines):
                book.say(line.lstrip("# "), 24 if k == 0 else 14, "bold" if k == 0 else "regular")
            continue
        for line in lines:
            head = _HEAD.match(line.strip())
            text = line.strip().lstrip("#").strip().strip("*")
            marked = line.lstrip().startswith("#")
            chapter = head and head[2] and len(text.split()) <= 9 and text[-1] not in ".:;" and head[3][:1].isalpha()
            if head and (
                marked or (chapter and ("." in head[2] or (at == 0 and line is lines[0] and len(lines) == 1)))
            ):
                level = head[2].count(".") + 1 if head[2] else line.count("#")
                book.heading(level, f"{head[2] + ' ' if head[2] and book.look.numbers else ''}{head[3].strip('*')}")
            elif re.match(r"^[-•*]\s", text):
                book.item("•", text[1:].strip())
            elif step := re.match(r"^(\d{1,2}[.)])\s+(.*)", text):
                book.item(step[1], step[2])
            else:
                book.say(text)
