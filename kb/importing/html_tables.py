"""`<table>` in a Markdown conversion → a table: rows and cells with their spans filled, everything else is text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from kb.importing.blocks import Cell, Place, Row, Table
from kb.importing.clean import tidy

OPEN = re.compile(r"<table\b", re.IGNORECASE)
_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
# A table that is not closed within so many lines is no table.
MAX_LINES = 2000
MAX_SPAN = 60


class _Rows(HTMLParser):
    """Collects the cells of one table; scripts and styles say nothing."""

    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = first
        self.rows: list[list[tuple[str, bool, int, int, int]]] = []
        self.text: list[str] | None = None
        self.head, self.spans, self.line = False, (1, 1), first
        self.muted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.closed()
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.closed()
            given = dict(attrs)
            self.text, self.head = [], tag == "th"
            self.spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self.line = self.first + self.getpos()[0] - 1
        elif tag in {"br", "p", "li", "div"} and self.text is not None:
            self.text.append("; " if tag == "li" else " ")
        elif tag in {"script", "style"}:
            self.muted = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self.closed()
        elif tag in {"script", "style"}:
            self.muted = False

    def handle_data(self, data: str) -> None:
        if self.text is not None and not self.muted:
            self.text.append(data)

    def closed(self) -> None:
        """Keep the open cell."""
        if self.text is not None:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append((tidy("".join(self.text)), self.head, *self.spans, self.line))
        self.text = None


def _span(value: str | None) -> int:
    return min(MAX_SPAN, max(1, int(value))) if value and value.isdecimal() else 1


def read(lines: Sequence[str], at: int) -> tuple[Table | None, int]:
    """Return the table that begins on line `at` (from 0) and how many lines it takes; None when it holds no rows."""
    end = next((n for n in range(at, min(len(lines), at + MAX_LINES)) if _CLOSE.search(lines[n])), None)
    if end is None:
        return None, 1
    parser = _Rows(at + 1)
    parser.feed("\n".join(lines[at : end + 1]))
    parser.close()
    rows = _square(parser.rows)
    return (Table(rows, "markup", 1.0) if rows else None), end - at + 1


def _square(raw: list[list[tuple[str, bool, int, int, int]]]) -> tuple[Row, ...]:
    """Give every row all its cells: a cell over several rows stands in each of them, one over several columns in the first."""
    below: dict[int, tuple[int, str]] = {}
    out: list[Row] = []
    for row in raw:
        cells: list[Cell] = []
        waiting = list(row)
        while waiting or below.get(len(cells), (0, ""))[0] > 0:
            column = len(cells)
            place = Place(row[0][4], row[0][4]) if row else Place(1, 1)
            left, held = below.get(column, (0, ""))
            if left > 0:
                below[column] = (left - 1, held)
                cells.append(Cell(held, place))
                continue
            text, head, wide, high, line = waiting.pop(0)
            for n in range(wide):
                below[column + n] = (high - 1, text if n == 0 else "")
                cells.append(Cell(text if n == 0 or head else "", Place(line, line), header=head))
        if cells:
            out.append(tuple(cells))
    return tuple(out)
