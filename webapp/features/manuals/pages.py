"""What the manual reader shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page
from webapp.present.cards import Card, CautionLine
from webapp.present.links import DeviceLink, Link


@dataclass(frozen=True)
class Head:
    """A manual as it is named above its pages."""

    title: str
    short: str
    edition: str
    date: str
    maker: str
    market: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One line of the contents."""

    number: str
    title: str
    url: str
    level: int
    current: bool = False


@dataclass(frozen=True)
class Block:
    """One block of a section; `form` says which of the other fields hold it."""

    form: str
    text: str = ""
    items: tuple[str, ...] = ()
    alerts: tuple[CautionLine, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    kind: str = ""
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A section that has the words that were asked for, with the line that has most of them."""

    number: str
    title: str
    url: str
    line: str
    terms: frozenset[str]


@dataclass(frozen=True)
class Excerpt:
    """The maker's own text of a section, and which lines of the original it is."""

    said: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ManualPage(Page):
    """The contents of one manual; with `asked` words also the sections that have them."""

    template: ClassVar[str] = "manuals/manual.html"
    head: Head
    devices: tuple[DeviceLink, ...]
    entries: tuple[Entry, ...]
    asked: str
    hits: tuple[Hit, ...]
    elsewhere: str
    couples: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class SectionPage(Page):
    """One section, with the way back and on."""

    template: ClassVar[str] = "manuals/section.html"
    head: Head
    entries: tuple[Entry, ...]
    number: str
    heading: str
    lines: str
    blocks: tuple[Block, ...]
    asked: str
    original: Excerpt | None
    previous: Link | None
    following: Link | None
