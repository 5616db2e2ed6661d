"""What a device page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kb.model.device import Device, PanelLamp
from webapp.page import Page
from webapp.present.groups import Group
from webapp.present.links import Link
from webapp.present.panel import Face


@dataclass(frozen=True)
class Plug:
    """One connector: what it is for, its shape and how it is counted; `url` is empty while it has no page of its own."""

    name: str
    purpose: str
    detail: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One line of a list: what it leads to, a remark below it, a tag beside it."""

    text: str
    url: str
    detail: str = ""
    tag: str = ""
    stop: bool = False


@dataclass(frozen=True)
class Listing:
    """Things that have pages of their own, by name; folded when they are too many for a glance."""

    title: str
    anchor: str
    entries: tuple[Entry, ...]
    folded: bool


@dataclass(frozen=True)
class Part:
    """Facts told in full, in groups; folded because they are read at leisure."""

    title: str
    anchor: str
    count: int
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Covered:
    """How completely one kind was read from the manuals."""

    kind: str
    state: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DevicePage(Page):
    """One product: first what is looked up on site, then what is read at leisure, last what the manuals do not say."""

    template: ClassVar[str] = "devices/device.html"
    device: Device
    doors: tuple[Link, ...]
    leds: str
    lamps: tuple[PanelLamp, ...]
    face: Face | None
    plugs: tuple[Plug, ...]
    listings: tuple[Listing, ...]
    parts: tuple[Part, ...]
    manuals: tuple[Link, ...]
    couples: tuple[Link, ...]
    coverage: tuple[Covered, ...]
