"""A product the manuals cover: names, panel, connectors, and how completely each fact kind is covered."""

from __future__ import annotations

import msgspec


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the manual tells people to call."""

    who: str
    detail: str = ""
    source: str = ""


class PanelLamp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lamp and its place on the panel (row and column count from 1)."""

    name: str
    label: str
    colors: tuple[str, ...] = ()
    row: int = 1
    col: int = 1
    shows: str = ""


class Panel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lamps of a device; `order_known` is false when the manual shows the order only as a figure."""

    order_known: bool = False
    lamps: tuple[PanelLamp, ...] = ()


class Connector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A connector's shape, number of contacts and how it is numbered."""

    name: str
    shape: str
    pins: int = 0
    numbering: str = ""
    purpose: str = ""
    section: str = ""


class Device(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device file of `corpus/devices`."""

    id: str
    name: str
    maker: str
    type: str
    aliases: tuple[str, ...]
    manuals: tuple[str, ...]
    coverage: dict[str, str]
    short: str = ""
    family: str = ""
    contact: Contact | None = None
    panel: Panel = Panel()
    connectors: tuple[Connector, ...] = ()
