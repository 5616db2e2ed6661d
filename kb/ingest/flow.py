"""What a manual without lines of its own (PDF, HTML) is read into: lines and tables in reading order, each with its place."""

from __future__ import annotations

from typing import Literal

import msgspec

Bounds = tuple[float, float, float, float]


class FlowCell(msgspec.Struct, frozen=True):
    """Text of a table cell; `box` is left, top, right, bottom in points from the page's top left corner as it is read.

    A cell that reaches over several rows or columns stands in each of them, with the same box.
    """

    text: str
    page: int = 0
    box: Bounds | None = None
    header: bool = False


class FlowLine(msgspec.Struct, frozen=True, tag="line"):
    """A line of text; `level` is that of a heading (0: none), `gap` says that space parts it from the line before."""

    text: str
    page: int = 0
    box: Bounds | None = None
    level: int = 0
    gap: bool = False


class FlowTable(msgspec.Struct, frozen=True, tag="table"):
    """Rows of cells; `confidence` (0 to 1) says how sure the reader is of its rows and columns."""

    rows: tuple[tuple[FlowCell, ...], ...]
    origin: Literal["ruled", "unruled", "markup"]
    confidence: float = 1.0

    @property
    def width(self) -> int:
        """The number of columns of its widest row."""
        return max((len(r) for r in self.rows), default=0)


FlowItem = FlowLine | FlowTable


class Flow(msgspec.Struct, frozen=True):
    """A manual in reading order; `unread` says in words what was left out."""

    items: tuple[FlowItem, ...]
    pages: int = 0
    unread: tuple[str, ...] = ()
