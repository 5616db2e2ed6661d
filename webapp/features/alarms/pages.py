"""What the pages of alarms show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.features.facts.pages import Stack
from webapp.page import Page
from webapp.present.cards import Card
from webapp.present.links import DeviceLink, Link


@dataclass(frozen=True)
class Line:
    """One alarm in a list. `words` are further names that the filter finds it by."""

    code: str
    name: str
    url: str
    cause: str
    stop: bool
    doubt: str
    disputed: bool
    words: str


@dataclass(frozen=True)
class Shelf:
    """The alarms of one device."""

    device: DeviceLink
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Mention:
    """Something else that the manuals say about the alarm: the kind in words, and where it leads."""

    kind: str
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class AlarmPage(Page):
    """One alarm in all its editions. `actions` is empty where the manual gives none, and `contact` says whom to ask."""

    template: ClassVar[str] = "alarms/alarm.html"
    device: DeviceLink
    card: Card
    aliases: tuple[str, ...]
    actions: tuple[str, ...]
    contact: str
    editions: int
    differing: tuple[Card, ...]
    trouble: str
    leds: str
    alike: tuple[Link, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, kw_only=True)
class AlarmsPage(Page):
    """The alarms of one device with its remedies and questions, or of all devices."""

    template: ClassVar[str] = "alarms/list.html"
    device: DeviceLink | None
    devices: tuple[Link, ...]
    shelves: tuple[Shelf, ...]
    stacks: tuple[Stack, ...]
    silent: str
    trouble: str
