"""What the pages of facts show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.features.manuals.pages import Excerpt
from webapp.page import Page
from webapp.present.cards import Card
from webapp.present.groups import Group
from webapp.present.links import DeviceLink, Link


@dataclass(frozen=True, kw_only=True)
class FactPage(Page):
    """One fact with its doubts, its other editions and the disagreement it is part of."""

    template: ClassVar[str] = "facts/fact.html"
    card: Card
    same: tuple[Link, ...]
    differing: tuple[Card, ...]
    calculators: tuple[Link, ...]
    original: Excerpt | None
    own_page: str
    json_url: str


@dataclass(frozen=True)
class Stack:
    """Groups of one kind under a heading."""

    title: str
    anchor: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, kw_only=True)
class DoorPage(Page):
    """The facts behind one door, for one device; without a device it offers the devices."""

    template: ClassVar[str] = "facts/door.html"
    heading: str
    devices: tuple[Link, ...]
    device: DeviceLink | None
    stacks: tuple[Stack, ...]
    silent: str
