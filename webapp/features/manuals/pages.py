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


@dataclass(frozen=True, kw_only=True)
class ManualPage(Page):
    """The contents of one manual."""

    template: ClassVar[str] = "manuals/manual.html"
    head: Head
    devices: tuple[DeviceLink, ...]
    entries: tuple[Entry, ...]


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
    previous: Link | None
    following: Link | None
