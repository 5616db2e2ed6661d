"""What the search shows: the page, and the part of it that changes while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Fragment, Page
from webapp.present.cards import Card
from webapp.present.links import DeviceLink, Link, Place


@dataclass(frozen=True)
class Chip:
    """One part of how the question was read. `drop` is the address of the same search without it, or empty."""

    text: str
    detail: str
    drop: str


@dataclass(frozen=True)
class Group:
    """Answers for one device; `device` is None when all answers are for the one asked about."""

    device: DeviceLink | None
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Work:
    """The calculator that the question asks for. `given` are the inputs read from it, `figures` label and text of results.

    `leads` puts it above the answers; `refusal` is the sentence when the manual gives nothing for these inputs.
    """

    title: str
    url: str
    given: str
    figures: tuple[tuple[str, str], ...]
    refusal: str
    leads: bool
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Outcome:
    """The result of one search as it is shown. `groups` are the nearest topics when nothing was answered, `ways` the ways on.

    `tell_apart` are a lamp's look and what it then means, for states that look much alike.
    """

    query: str
    answered: bool
    count: int
    chips: tuple[Chip, ...]
    groups: tuple[Group, ...]
    ask: tuple[Link, ...]
    why_not: str
    searched: tuple[Link, ...]
    contacts: tuple[str, ...]
    work: Work | None = None
    tell_apart: tuple[tuple[str, str], ...] = ()
    ways: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One device in the filter."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class SearchPage(Page):
    """The search page; `outcome` is None while nothing was asked."""

    template: ClassVar[str] = "search/page.html"
    query: str
    choices: tuple[Choice, ...]
    outcome: Outcome | None


@dataclass(frozen=True, kw_only=True)
class ResultsFragment(Fragment):
    """Only the results, for the script that shows them as one types."""

    template: ClassVar[str] = "search/fragment.html"
    outcome: Outcome | None
