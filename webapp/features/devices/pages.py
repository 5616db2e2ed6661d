"""What a device page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kb.model.device import Connector, Device, PanelLamp
from webapp.page import Page
from webapp.present.groups import Group
from webapp.present.links import Link


@dataclass(frozen=True)
class Part:
    """One part of the page: a heading, its facts in groups, and a link to all of them where that is another page."""

    title: str
    anchor: str
    count: int
    groups: tuple[Group, ...]
    folded: bool


@dataclass(frozen=True)
class Covered:
    """How completely one kind was read from the manuals."""

    kind: str
    state: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DevicePage(Page):
    """One product: panel, connectors, alarms, procedures, figures, disagreements, manuals, coverage."""

    template: ClassVar[str] = "devices/device.html"
    device: Device
    manuals: tuple[Link, ...]
    doors: tuple[Link, ...]
    lamps: tuple[PanelLamp, ...]
    connectors: tuple[Connector, ...]
    calculators: tuple[Link, ...]
    parts: tuple[Part, ...]
    conflicts: tuple[Link, ...]
    coverage: tuple[Covered, ...]
