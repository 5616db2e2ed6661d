"""What the pages of the desk show. Every page of the desk, of other features too, has `tabs` and extends desk/layout.html."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page
from webapp.present.links import DeviceLink, Link


@dataclass(frozen=True)
class Tab:
    """A page of the desk in its navigation."""

    text: str
    url: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class DeskPage(Page):
    """The frame of the desk alone; pages inherit from it and name a template that extends desk/layout.html."""

    template: ClassVar[str] = "desk/layout.html"
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, kw_only=True)
class LoginPage(Page):
    """The way in. `closed` when no token was made yet, `wrong` after a wrong one; `following` is where it leads."""

    template: ClassVar[str] = "desk/login.html"
    closed: bool
    wrong: bool
    plain: bool
    following: str


@dataclass(frozen=True)
class Row:
    """A name and what stands beside it."""

    name: str
    value: str


@dataclass(frozen=True)
class Problem:
    """Something to look into: where, what, and what to do."""

    where: str
    what: str
    todo: str


@dataclass(frozen=True)
class Checked:
    """The corpus as it was checked last. `share` of `share_of` facts stand in the originals; `failed` says why none is told."""

    sound: bool
    problems: tuple[Problem, ...]
    more: int
    facts: int
    candidates: tuple[Problem, ...]
    share: str
    share_of: str
    failed: str


@dataclass(frozen=True)
class Gap:
    """What of a device nobody has read yet, and what its manuals do not hold."""

    device: DeviceLink
    todo: tuple[str, ...]
    exempt: tuple[Row, ...]


@dataclass(frozen=True)
class Disputed:
    """The conflicts of a device."""

    device: DeviceLink
    topics: tuple[Link, ...]


@dataclass(frozen=True)
class Figure:
    """What waits for the keeper: how many, of what, and where."""

    number: str
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class OverviewPage(DeskPage):
    """What is served, whether it is sound, what is open. `behind`: the corpus has changed since it was built."""

    template: ClassVar[str] = "desk/overview.html"
    figures: tuple[Figure, ...]
    build: tuple[Row, ...]
    problem: str
    behind: bool
    has_corpus: bool
    checked: Checked | None
    manuals: tuple[Link, ...]
    kinds: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    conflicts: tuple[Disputed, ...]


@dataclass(frozen=True)
class Unanswered:
    """A search that had no answer: its text as kept, how often, when last, where to try it again."""

    text: str
    count: str
    last: str
    url: str


@dataclass(frozen=True)
class Day:
    """Searches without an answer on one day; `width` of 100 against the busiest day."""

    name: str
    count: str
    width: str


@dataclass(frozen=True, kw_only=True)
class SearchesPage(DeskPage):
    """What people asked in vain. `off` says why nothing is kept."""

    template: ClassVar[str] = "desk/searches.html"
    off: str
    searches: tuple[Unanswered, ...]
    more: int
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Voice:
    """A card and what people called it; `url` is empty for a fact that is gone, `width` is the share of right, of 100."""

    title: str
    id: str
    url: str
    right: str
    wrong: str
    share: str
    width: str
    last: str
    asked: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FeedbackPage(DeskPage):
    """Was this right? Card by card."""

    template: ClassVar[str] = "desk/feedback.html"
    off: str
    voices: tuple[Voice, ...]
    order: tuple[Tab, ...]


@dataclass(frozen=True)
class Told:
    """An outcome: what helped."""

    id: str
    day: str
    model: str
    cause: str
    repair: str
    role: str
    undone: str


@dataclass(frozen=True)
class Shift:
    """What outcomes did to a cause; `before` and `after` are widths of 100 too."""

    name: str
    before: str
    after: str
    width_before: str
    width_after: str
    outcomes: str
    weight: str
    held: bool


@dataclass(frozen=True)
class ModelShift:
    """The causes of one fault model."""

    title: str
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, kw_only=True)
class OutcomesPage(DeskPage):
    """What people said helped, what that does to the priors, and taking it back."""

    template: ClassVar[str] = "desk/outcomes.html"
    off: str
    learning: bool
    half_life: str
    outcomes: tuple[Told, ...]
    more: int
    models: tuple[ModelShift, ...]
    days: tuple[Row, ...]
    log: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class DataPage(DeskPage):
    """What is kept, for how long, and removing it. `removed` is said after a purge."""

    template: ClassVar[str] = "desk/data.html"
    rows: tuple[Row, ...]
    keep: str
    removed: str
    exports: tuple[Link, ...]
