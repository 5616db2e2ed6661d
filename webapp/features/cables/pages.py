"""What the pages of cables show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from webapp.features.conflicts.pages import Dispute
from webapp.page import Page
from webapp.present.cards import CautionLine
from webapp.present.dips import DipBlock
from webapp.present.links import DeviceLink, Link, Place


@dataclass(frozen=True)
class Choice:
    """Other ends of one standing: all wires printed, figure only, protocol only, between two of them."""

    title: str
    detail: str
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class BuilderPage(Page):
    """Choose the device, then the other end."""

    template: ClassVar[str] = "cables/builder.html"
    device: DeviceLink | None
    devices: tuple[Link, ...]
    choices: tuple[Choice, ...]
    silent: str


@dataclass(frozen=True)
class WireRow:
    """One wire in the table: the same as in the drawing."""

    from_pin: str
    to_pin: str
    signal: str
    line: Markup
    marks: tuple[str, ...]


@dataclass(frozen=True)
class RouteView:
    """One printed way of wiring."""

    anchor: str
    heading: str
    drawing: Markup | None
    near: Link
    far: Link
    tags: tuple[str, ...]
    wires: tuple[WireRow, ...]
    open_pins: str
    numbers: str
    side: str
    remarks: tuple[tuple[str, bool], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class SettingView:
    """A protocol's DIP setting; `free` are switches that it leaves open, each with what its positions do."""

    protocol_id: str
    bus: str
    blocks: tuple[DipBlock, ...]
    free: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    url: str
    place: Place


@dataclass(frozen=True)
class Sheet:
    """The inverter's settings for a number of batteries, or why there are none."""

    packs: str
    count: str
    hint: str
    error: str
    figures: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    url: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class FigureRow:
    """A figure about the cable."""

    name: str
    text: str
    condition: str
    url: str


@dataclass(frozen=True, kw_only=True)
class CablePage(Page):
    """One cable: drawing, wires, DIP blocks, settings, figures, cautions, checks, what to ask."""

    template: ClassVar[str] = "cables/cable.html"
    device: DeviceLink
    heading: str
    other: str
    answer: str
    whole: bool
    routes: tuple[RouteView, ...]
    settings: tuple[SettingView, ...]
    sheet: Sheet | None
    rows: tuple[FigureRow, ...]
    row_places: tuple[Place, ...]
    lines: tuple[CautionLine, ...]
    minds: tuple[CautionLine, ...]
    disputes: tuple[Dispute, ...]
    checks: tuple[str, ...]
    questions: tuple[str, ...]
    contact: str
    procedures: tuple[Link, ...]
    back: str
    json_url: str
