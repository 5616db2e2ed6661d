"""What the pages about working without signal show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page


@dataclass(frozen=True, kw_only=True)
class OfflinePage(Page):
    """How to keep Pinlight on a phone, and what is kept there. The script fills in how it stands on this one."""

    template: ClassVar[str] = "offline/page.html"


@dataclass(frozen=True, kw_only=True)
class AwayPage(Page):
    """What a phone without signal shows for an address that it does not keep."""

    template: ClassVar[str] = "offline/away.html"
