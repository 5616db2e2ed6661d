"""What stands in the widget's frame when it opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page
from webapp.present.links import Link


@dataclass(frozen=True)
class Way:
    """One way in, with its picture."""

    title: str
    url: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class EmbedPage(Page):
    """The frame's first page: search, the ticket's answer when the helpdesk hands one in, ways on.

    `ways` lead to the pages of the product that is `chosen` (its name, or empty); `devices` are the products to choose from,
    none when one is chosen, `back` leads to the choice again. `suggest` is the address to which a ticket is posted.
    """

    template: ClassVar[str] = "embed/page.html"
    ways: tuple[Way, ...]
    devices: tuple[Link, ...]
    chosen: str
    back: str
    suggest: str
