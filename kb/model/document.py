"""A manual edition as a typed document: sections, and blocks with their line spans in the edition file."""

from __future__ import annotations

import msgspec


class Original(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The manufacturer's text this edition was written from: file name and SHA-256 of its bytes."""

    file: str
    sha256: str


class FrontMatter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of an edition. `tag` ends the ids of this edition's facts when another edition covers the same device."""

    id: str
    title: str
    edition: str
    language: str
    maker: str
    devices: tuple[str, ...]
    original: Original
    short: str = ""
    date: str | None = None
    market: str = ""
    tag: str = ""


class Attributes(msgspec.Struct, frozen=True):
    """What a `{.class #id key=value}` line says, and the line it stands on."""

    line: int
    classes: tuple[str, ...] = ()
    id: str = ""
    values: dict[str, str] = {}

    def get(self, key: str, default: str = "") -> str:
        """Return the value of `key`, or the default."""
        return self.values.get(key, default)


class Table(msgspec.Struct, frozen=True, tag=True):
    """A table: header names, rows of plain-text cells, and the edition line of each row."""

    line: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_lines: tuple[int, ...]
    attributes: Attributes | None = None


class Listing(msgspec.Struct, frozen=True, tag=True):
    """An ordered or bulleted list, its items as plain text."""

    line: int
    ordered: bool
    items: tuple[str, ...]
    item_lines: tuple[int, ...]
    attributes: Attributes | None = None


class AlertItem(msgspec.Struct, frozen=True):
    """One statement of an alert with its own id."""

    line: int
    id: str
    text: str
    src: str = ""


class Alert(msgspec.Struct, frozen=True, tag=True):
    """A danger, warning, caution or notice block."""

    line: int
    level: str
    items: tuple[AlertItem, ...]
    attributes: Attributes | None = None


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """A paragraph as plain text."""

    line: int
    text: str


Block = Table | Listing | Alert | Paragraph


class Section(msgspec.Struct, frozen=True):
    """A section: the original's number, the title, its anchor, and the original's lines."""

    line: int
    level: int
    number: str
    title: str
    anchor: str
    src: str
    blocks: tuple[Block, ...] = ()


class Document(msgspec.Struct, frozen=True):
    """One edition, read."""

    file: str
    meta: FrontMatter
    sections: tuple[Section, ...]
    sha256: str
