"""What is said after a voice was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page
from webapp.present.links import Link


@dataclass(frozen=True, kw_only=True)
class ThanksPage(Page):
    """The word of thanks, the way back, and after a "no" the ways on."""

    template: ClassVar[str] = "feedback/thanks.html"
    right: bool
    back: Link
    ways: tuple[Link, ...]
