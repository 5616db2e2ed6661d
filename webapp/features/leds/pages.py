"""What the LED finder shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page
from webapp.present.cards import Card
from webapp.present.lamps import Strip
from webapp.present.links import DeviceLink, Link
from webapp.present.panel import Face
from webapp.present.words import Remark


@dataclass(frozen=True)
class OptionView:
    """One thing that can be said of a lamp. `value` stands in the address; times in milliseconds, empty when unknown."""

    place: int
    value: str
    words: str
    lines: tuple[str, ...]
    look: str
    blink: str
    strip: Strip | None
    chosen: bool
    cycle: bool
    printed: bool
    refines: str
    pattern: str
    plain: str


@dataclass(frozen=True)
class LampChoice:
    """A lamp to tap, with everything that can be said of it; `silent` when the manual prints no state of it."""

    id: str
    name: str
    label: str
    shows: str
    silent: bool
    group: int
    options: tuple[OptionView, ...]
    chosen: OptionView | None


@dataclass(frozen=True)
class Row:
    """What a state says of one lamp. `table` has a sign per option; `verdict` is for the option that is chosen."""

    lamp: str
    told: str
    plain: str
    table: str
    verdict: str
    word: str


@dataclass(frozen=True)
class StateView:
    """A state with its own small panel, lamp by lamp, and where to go from it."""

    id: str
    place: int
    group: int
    group_name: str
    general: str
    card: Card
    mode: str
    action: str
    face: Face
    rows: tuple[Row, ...]
    alarms: tuple[Link, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Bucket:
    """States that stand together: those that fit, those that nearly do, those not ruled out, all others.

    `otherwise` is the title once a lamp was told, where it is another then.
    """

    id: str
    title: str
    about: str
    states: tuple[StateView, ...]
    folded: bool
    otherwise: str = ""


@dataclass(frozen=True)
class WayView:
    """What a lamp may show next, how many states that leaves, and the address with it."""

    words: str
    left: str
    url: str


@dataclass(frozen=True)
class Step:
    """What was found for one group of lamps, and which lamp to look at next."""

    said: str
    ask: str
    ways: tuple[WayView, ...]


@dataclass(frozen=True)
class RhythmView:
    """A rhythm of the device, for the pad to choose from and for the eye to compare."""

    id: str
    kind: str
    on: str
    off: str
    period: str
    times: str
    words: str
    names: str
    lamps: str
    blink: str
    strip: Strip | None


@dataclass(frozen=True, kw_only=True)
class ChoosePage(Page):
    """Which device it is; the ones without a lamp table say why."""

    template: ClassVar[str] = "leds/choose.html"
    devices: tuple[Link, ...]
    silent: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class SilentPage(Page):
    """A device whose manuals have no lamp states."""

    template: ClassVar[str] = "leds/silent.html"
    device: DeviceLink
    reason: str
    face: Face | None
    devices: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class FinderPage(Page):
    """The panel to tap, the states that fit, and what to look at next."""

    template: ClassVar[str] = "leds/finder.html"
    device: DeviceLink
    path: str
    sheet: str
    rows: tuple[tuple[LampChoice, ...], ...]
    note: str
    problem: str
    steps: tuple[Step, ...]
    buckets: tuple[Bucket, ...]
    rhythms: tuple[RhythmView, ...]
    trouble: str
    total: int
