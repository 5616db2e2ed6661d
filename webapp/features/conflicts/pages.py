"""What the pages of disagreements show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page
from webapp.present.cards import Card
from webapp.present.links import DeviceLink, Place


@dataclass(frozen=True)
class Side:
    """What one place says."""

    says: str
    place: Place


@dataclass(frozen=True)
class Dispute:
    """One disagreement: both sides, and what to do about it."""

    topic: str
    url: str
    advice: str
    sides: tuple[Side, ...]
    devices: tuple[DeviceLink, ...]


@dataclass(frozen=True)
class Shelf:
    """The disagreements about one device (the first that each names)."""

    device: DeviceLink
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, kw_only=True)
class ConflictsPage(Page):
    """All disagreements, by device."""

    template: ClassVar[str] = "conflicts/list.html"
    shelves: tuple[Shelf, ...]


@dataclass(frozen=True, kw_only=True)
class ConflictPage(Page):
    """One disagreement with the facts it touches."""

    template: ClassVar[str] = "conflicts/conflict.html"
    dispute: Dispute
    cards: tuple[Card, ...]
