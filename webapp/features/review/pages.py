"""What the pages of the review show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.features.compare.pages import Kind
from webapp.features.desk.pages import DeskPage, Problem
from webapp.present.links import Link


@dataclass(frozen=True)
class DraftRow:
    """A draft in the list. `width` is the decided share in percent; `wrong` says why it cannot be read."""

    title: str
    file: str
    url: str
    left: int
    rows: int
    width: str
    wrong: str


@dataclass(frozen=True)
class Running:
    """An import that is running or failed. `width` is its progress in percent."""

    id: str
    file: str
    state: str
    what: str
    width: str
    error: str
    url: str


@dataclass(frozen=True)
class Field:
    """A cell as a form field; `shared` when it stands once over the table and so holds for all its rows."""

    name: str
    label: str
    value: str
    long: bool
    required: bool
    shared: bool
    hint: str


@dataclass(frozen=True)
class Card:
    """The row that is being decided."""

    id: str
    mark: str
    kind: str
    says: str
    doubt: str
    sure: str
    note: str
    repair: str
    where: str
    state: str
    undecided: bool
    likely: bool
    fields: tuple[Field, ...]
    more: tuple[Field, ...]
    previous: str
    following: str


@dataclass(frozen=True)
class OriginalLine:
    """A line of the original; `gap` when lines before it are left out."""

    number: int
    text: str
    cited: bool
    gap: bool


@dataclass(frozen=True)
class Picture:
    """A part of a page: the address of the whole, the part that is shown (`view`), and the boxes on it, all in points."""

    url: str
    page: int
    width: int
    height: int
    view: str
    boxes: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class QueueRow:
    """A row in the list below."""

    url: str
    says: str
    detail: str
    current: bool


@dataclass(frozen=True)
class Choice:
    """A filter by kind, with the number of rows that wait."""

    text: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class DraftsPage(DeskPage):
    """The drafts of the folder, what is being imported, and the upload. `off` says why there is no folder."""

    template: ClassVar[str] = "review/drafts.html"
    off: str
    drafts: tuple[DraftRow, ...]
    running: tuple[Running, ...]
    suffixes: str
    megabytes: int
    wrong: str


@dataclass(frozen=True, kw_only=True)
class ImportPage(DeskPage):
    """One import, until it is done."""

    template: ClassVar[str] = "review/import.html"
    job: Running


@dataclass(frozen=True, kw_only=True)
class DraftPage(DeskPage):
    """A draft: the row to decide, the original beside it, and what is left."""

    template: ClassVar[str] = "review/draft.html"
    name: str
    heading: str
    about: str
    rows: int
    left: int
    dropped: int
    width: str
    kinds: tuple[Choice, ...]
    card: Card | None
    lines: tuple[OriginalLine, ...]
    pictures: tuple[Picture, ...]
    original: str
    queue: tuple[QueueRow, ...]
    decided: tuple[QueueRow, ...]
    head: tuple[Field, ...]
    editions: tuple[Link, ...]
    can_publish: bool
    stubs: tuple[str, ...]
    problem: str
    problems: tuple[Problem, ...]
    done: str


@dataclass(frozen=True, kw_only=True)
class DraftComparePage(DeskPage):
    """A draft against an edition that is there, and the contradictions as entries for the corpus."""

    template: ClassVar[str] = "review/compare.html"
    heading: str
    a: str
    b: str
    back: str
    totals: tuple[tuple[str, int], ...]
    kinds: tuple[Kind, ...]
    stranger: bool
    conflicts: str
    found: int
