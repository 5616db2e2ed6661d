"""What the page of a procedure shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page
from webapp.present.cards import Card
from webapp.present.links import DeviceLink, Link


@dataclass(frozen=True)
class Figure:
    """A figure that stands in the same section: what, how much, under which condition, and its own page."""

    name: str
    value: str
    condition: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ProcedurePage(Page):
    """One procedure. `key` names its ticks on the reader's own device; another knowledge base starts anew."""

    template: ClassVar[str] = "procedures/procedure.html"
    device: DeviceLink
    card: Card
    key: str
    figures: tuple[Figure, ...]
    same: tuple[Link, ...]
    differing: tuple[Link, ...]
    previous: Link | None
    following: Link | None
