"""The intermediate form that every reader fills: a manual as headings, paragraphs, list items, tables and alerts.

Text, Markdown, HTML and PDF readers produce these types; the recognisers read nothing else. Every piece of text keeps
its place, so that a fact can be traced to the lines (or the page) it was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Origin = Literal["tabs", "pipes", "spaces", "ruled", "unruled", "markup", "guessed"]
AlertLevel = Literal["danger", "warning", "caution", "notice"]


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Place:
    """Lines `first` to `last` (from 1, both ends included) of the manual's text; for a PDF also the page (from 1) and box.

    A reader of a format without lines (PDF, HTML) numbers the lines of the text it extracted, through the whole file.
    """

    first: int
    last: int
    page: int = 0
    box: Box | None = None

    def __or__(self, other: Place) -> Place:
        """Return the smallest place that holds both; the page is the earlier one's."""
        low = self if self.first <= other.first else other
        return Place(min(self.first, other.first), max(self.last, other.last), low.page, low.box)


def spanned(places: Iterable[Place]) -> Place:
    """Return the smallest place that holds all of a non-empty collection."""
    found = list(places)
    whole = found[0]
    for place in found[1:]:
        whole |= place
    return whole


def lines_of(places: Iterable[Place]) -> str:
    """Return places as the `src` of an edition: `12-14,20`, in order, neighbours joined."""
    out: list[list[int]] = []
    for first, last in sorted({(p.first, p.last) for p in places}):
        if out and first <= out[-1][1] + 1:
            out[-1][1] = max(out[-1][1], last)
        else:
            out.append([first, last])
    return ",".join(f"{a}-{b}" if b > a else f"{a}" for a, b in out)


@dataclass(frozen=True)
class Cell:
    """A piece of text with its place: a line of a paragraph, or a cell of a table (`header` when it is marked as one)."""

    text: str
    place: Place
    header: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; `number` is the manual's own ("5.4.1"), empty when it has none."""

    level: int
    number: str
    text: str
    place: Place


@dataclass(frozen=True)
class Paragraph:
    """Lines that stand together. They are kept apart, since a torn table may look like a paragraph."""

    lines: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The paragraph as running text."""
        return " ".join(c.text for c in self.lines)

    @property
    def place(self) -> Place:
        """All its lines."""
        return spanned(c.place for c in self.lines)


@dataclass(frozen=True)
class ListItem:
    """An item of a list; `marker` is what stood before it ("-", "3.", "Step 2"), `ordered` when that counts."""

    marker: str
    ordered: bool
    lines: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The item as running text, without its marker."""
        return " ".join(c.text for c in self.lines)

    @property
    def place(self) -> Place:
        """All its lines."""
        return spanned(c.place for c in self.lines)


@dataclass(frozen=True)
class Table:
    """Rows of cells. `confidence` (0 to 1) says how sure the reader is of rows and columns, by the table's `origin`."""

    rows: tuple[Row, ...]
    origin: Origin
    confidence: float = 1.0

    @property
    def place(self) -> Place:
        """All its cells."""
        return spanned(c.place for row in self.rows for c in row)

    @property
    def width(self) -> int:
        """The number of columns of its widest row."""
        return max((len(r) for r in self.rows), default=0)

    @property
    def text(self) -> str:
        """The table as running text, a row a sentence."""
        return " ".join("; ".join(c.text for c in row if c.text) + "." for row in self.rows)


@dataclass(frozen=True)
class Alert:
    """A danger, warning, caution or notice, one cell for each statement."""

    level: AlertLevel
    items: tuple[Cell, ...]

    @property
    def place(self) -> Place:
        """All its statements."""
        return spanned(c.place for c in self.items)

    @property
    def text(self) -> str:
        """The statements as running text."""
        return " ".join(c.text for c in self.items)


Block = Heading | Paragraph | ListItem | Table | Alert


@dataclass(frozen=True)
class Section:
    """A heading and the blocks up to the next one; the text before the first heading has a heading of its own."""

    heading: Heading
    blocks: tuple[Block, ...]

    @property
    def place(self) -> Place:
        """Heading and blocks."""
        return spanned([self.heading.place, *(b.place for b in self.blocks)])


@dataclass(frozen=True)
class Source:
    """The file a manual was read from: name without path, SHA-256 of its bytes, format ("text", "markdown", "html", "pdf")."""

    file: str
    sha256: str
    format: str


@dataclass(frozen=True)
class Manual:
    """A manual, read but not understood yet. `lines` is its whole text by line; `unread` says in words what was left out."""

    source: Source
    blocks: tuple[Block, ...]
    lines: tuple[str, ...]
    pages: int = 0
    unread: tuple[str, ...] = field(default=())

    def sections(self) -> Iterator[Section]:
        """Yield the sections in reading order."""
        heading = Heading(1, "", self.source.file.rpartition(".")[0] or self.source.file, Place(1, 1))
        held: list[Block] = []
        for block in self.blocks:
            if isinstance(block, Heading):
                if held:
                    yield Section(heading, tuple(held))
                elif heading.place.first > 1 or heading.number:
                    yield Section(heading, ())
                heading, held = block, []
            else:
                held.append(block)
        yield Section(heading, tuple(held))
