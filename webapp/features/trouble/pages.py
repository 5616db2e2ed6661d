"""What the troubleshooter's pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page
from webapp.present.cards import CautionLine, Switch
from webapp.present.lamps import LampView
from webapp.present.links import DeviceLink, Link, Place


@dataclass(frozen=True)
class RoleLink:
    """The same page for another person."""

    id: str
    text: str
    url: str
    current: bool


@dataclass(frozen=True)
class Warned:
    """A danger, said before all else; `stop` when nothing more may be tried."""

    text: str
    stop: bool
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Choice:
    """An answer as a button. `lamps` are what it looks like, `hint` why it is offered first; a problem has its `tree`."""

    text: str
    url: str
    hint: str = ""
    lamps: tuple[LampView, ...] = ()
    strips: tuple[tuple[str, LampView], ...] = ()
    grave: bool = False
    tree: str = ""


@dataclass(frozen=True)
class Setting:
    """A DIP row or another setting that a test is about."""

    text: str
    switches: tuple[Switch, ...]
    url: str


@dataclass(frozen=True)
class Bar:
    """A cause with its probability; `width` of 100."""

    name: str
    percent: str
    width: str
    place: Place | None


@dataclass(frozen=True)
class Told:
    """One answer of the trail and its other answers."""

    ask: str
    said: str
    learnt: str
    others: tuple[Link, ...]


@dataclass(frozen=True)
class Step:
    """The one thing to answer or to do. `kind`: ask, do, fixed or escalate."""

    kind: str
    title: str
    lead: str
    help: str
    before: tuple[str, ...]
    steps: tuple[str, ...]
    verify: str
    why: str
    choices: tuple[Choice, ...]
    unsure: Choice | None
    cautions: tuple[CautionLine, ...]
    notices: tuple[CautionLine, ...]
    settings: tuple[Setting, ...]
    places: tuple[Place, ...]
    form: str
    note: str
    lines: int
    mail: str
    contact: str


@dataclass(frozen=True)
class Outcome:
    """The form that counts what helped: where it is sent, and the mark that lets it count once."""

    url: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class SessionPage(Page):
    """A step of a session, why it is next, and what was said so far."""

    template: ClassVar[str] = "trouble/session.html"
    device: DeviceLink
    problem: str
    number: int
    notes: tuple[str, ...]
    contradicts: bool
    safety: tuple[Warned, ...]
    step: Step
    bars: tuple[Bar, ...]
    rest: str
    trail: tuple[Told, ...]
    back: str
    roles: tuple[RoleLink, ...]
    again: str
    tree: str
    share: str
    outcome: Outcome | None = None


@dataclass(frozen=True, kw_only=True)
class ToldPage(Page):
    """The thanks after an outcome; not `fresh` when this page had told it before."""

    template: ClassVar[str] = "trouble/told.html"
    device: DeviceLink
    fresh: bool


@dataclass(frozen=True)
class Entry:
    """A complaint: where it is worked on, and its whole tree, which is there without signal too."""

    text: str
    url: str
    tree: str


@dataclass(frozen=True)
class Shelf:
    """A device and what may be wrong with it."""

    device: DeviceLink
    entries: tuple[Entry, ...]
    tree: str


@dataclass(frozen=True, kw_only=True)
class StartPage(Page):
    """Which device, and what is the matter."""

    template: ClassVar[str] = "trouble/start.html"
    shelves: tuple[Shelf, ...]
    others: tuple[Link, ...]
    roles: tuple[RoleLink, ...]


@dataclass(frozen=True)
class Twig:
    """A node of a tree for reading: its step, what is new of danger, and where each answer leads.

    `id` is the test's or repair's, `answers` are those that lead here, for static/js/tree.js.
    """

    id: str
    answers: tuple[str, ...]
    kind: str
    word: str
    text: str
    safety: tuple[str, ...]
    steps: tuple[str, ...]
    verify: str
    live: str
    branches: tuple[tuple[str, Twig], ...]


@dataclass(frozen=True, kw_only=True)
class TreePage(Page):
    """A whole tree to walk without a server, to read, and to print. `sheets` are the addresses of its A4 drawings."""

    template: ClassVar[str] = "trouble/tree.html"
    device: DeviceLink
    heading: str
    role: str
    twig: Twig | None
    steps: int
    sheets: tuple[str, ...]
    forms: tuple[Link, ...]
    problems: tuple[Link, ...]
    roles: tuple[RoleLink, ...]
    live: str
