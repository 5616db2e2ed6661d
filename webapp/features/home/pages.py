"""What the front page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.features.home.doors import Door
from webapp.page import Page
from webapp.present.links import Link


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """The front page."""

    template: ClassVar[str] = "home/page.html"
    doors: tuple[Door, ...]
    devices: tuple[Link, ...]
    manuals: tuple[Link, ...]
    conflicts: int
