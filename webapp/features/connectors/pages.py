"""What the pages of connectors show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from webapp.features.conflicts.pages import Dispute
from webapp.page import Page
from webapp.present.cards import CautionLine
from webapp.present.links import DeviceLink, Link, Place
from webapp.present.words import Remark


@dataclass(frozen=True)
class Entry:
    """A connector in a list: its small picture, its name, what it is for."""

    icon: Markup
    text: str
    url: str
    detail: str
    purpose: str


@dataclass(frozen=True)
class Shelf:
    """The connectors of one device; `blind` names those of which the manuals print no contact."""

    device: DeviceLink
    entries: tuple[Entry, ...]
    blind: tuple[Entry, ...]
    cable_url: str
    cable_text: str


@dataclass(frozen=True, kw_only=True)
class ConnectorsPage(Page):
    """All connectors by device, or those of one device."""

    template: ClassVar[str] = "connectors/list.html"
    device: DeviceLink | None
    shelves: tuple[Shelf, ...]
    others: tuple[Link, ...]


@dataclass(frozen=True)
class Row:
    """One contact in the table, and enlarged."""

    pin: str
    signal: str
    function: str
    group: str
    swatch: Markup
    url: str
    fact_url: str
    not_with: tuple[str, ...]
    twins: tuple[str, ...]
    marks: tuple[str, ...]
    goes_to: tuple[str, ...]
    wire: str
    lead: str
    remarks: tuple[Remark, ...]
    conflicts: tuple[Link, ...]
    place: Place
    chosen: bool


@dataclass(frozen=True)
class Band:
    """A signal group in the legend."""

    name: str
    pins: str
    swatch: Markup


@dataclass(frozen=True)
class Table:
    """One edition's drawing and rows; `heading` names the edition where there are several."""

    anchor: str
    heading: str
    drawing: Markup | None
    rows: tuple[Row, ...]
    bands: tuple[Band, ...]
    places: tuple[Place, ...]
    all_go_to: str


@dataclass(frozen=True)
class Lead:
    """The optional aid: colours of a ready-made lead by its standard, and where they are printed."""

    standard: str
    rows: tuple[tuple[str, str, str], ...]
    place: Place


@dataclass(frozen=True)
class OtherEnd:
    """What the connector is wired to: the cable's page, its wires in words, and the far socket's drawing when it is known."""

    name: str
    url: str
    detail: str
    wires: tuple[tuple[str, str, str], ...]
    drawing: Markup | None
    far_url: str
    far_name: str


@dataclass(frozen=True, kw_only=True)
class ConnectorPage(Page):
    """One connector: drawing, one row a contact, what must not be swapped, cautions, the other side."""

    template: ClassVar[str] = "connectors/connector.html"
    device: DeviceLink
    heading: str
    shape: str
    purpose: str
    side: str
    side_loud: bool
    tables: tuple[Table, ...]
    swaps: tuple[str, ...]
    lines: tuple[CautionLine, ...]
    disputes: tuple[Dispute, ...]
    lead: Lead | None
    ends: tuple[OtherEnd, ...]
    more_ends: tuple[Link, ...]
    siblings: tuple[Link, ...]
    silent: str
    label_url: str
    cable_url: str
    json_url: str


@dataclass(frozen=True, kw_only=True)
class LabelPage(Page):
    """A small label for the cabinet: the QR code, the connector's name, its contacts."""

    template: ClassVar[str] = "connectors/label.html"
    device: DeviceLink
    heading: str
    url: str
    back: str
    qr_url: str
    rows: tuple[tuple[str, str], ...]
    side: str
    places: tuple[Place, ...]
