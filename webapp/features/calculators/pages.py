"""What the pages of the calculators show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.features.conflicts.pages import Dispute
from webapp.page import Fragment, Page
from webapp.present.links import DeviceLink, Link, Place


@dataclass(frozen=True)
class Shelf:
    """The calculators of one family, and the devices they are for."""

    title: str
    anchor: str
    calculators: tuple[Link, ...]
    devices: tuple[DeviceLink, ...]


@dataclass(frozen=True)
class FormField:
    """One input of the form. `hint` says what it is and what may be given; `error` what was wrong with it."""

    id: str
    name: str
    label: str
    kind: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    value: str
    required: bool
    hint: str
    error: str


@dataclass(frozen=True)
class Cited:
    """One section of a manual and the facts of it that were used."""

    place: Place
    facts: tuple[Link, ...]


@dataclass(frozen=True)
class Worked:
    """A calculation as it is shown: a result, or with `reason` a refusal with what is `allowed`."""

    given: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    working: tuple[str, ...]
    warnings: tuple[str, ...]
    disputes: tuple[Dispute, ...]
    cited: tuple[Cited, ...]
    reason: str = ""
    allowed: str = ""


@dataclass(frozen=True, kw_only=True)
class CalculatorsPage(Page):
    """All calculators, or those of one device."""

    template: ClassVar[str] = "calculators/list.html"
    device: DeviceLink | None
    shelves: tuple[Shelf, ...]
    others: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class CalculatorPage(Page):
    """One calculator. `worked` is None until it has its inputs; `problem` is what went wrong beside the fields."""

    template: ClassVar[str] = "calculators/calculator.html"
    id: str
    heading: str
    about: str
    devices: tuple[DeviceLink, ...]
    fields: tuple[FormField, ...]
    worked: Worked | None
    problem: str
    link: str
    json_url: str
    rules: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class WorkedFragment(Fragment):
    """What came out, alone: for a form that is filled in while its page stays open."""

    template: ClassVar[str] = "calculators/worked.html"
    worked: Worked | None
    problem: str
    link: str
    json_url: str
