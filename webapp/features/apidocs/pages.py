"""What the documentation of the interface shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from webapp.page import Page


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence: words, or a name as it is written in code."""

    text: str
    code: bool


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body: its name, what it is, and what may stand in it."""

    name: str
    about: tuple[Piece, ...]
    allowed: str
    required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One operation. `url` opens the example in a browser; empty for what is posted. `more` counts lines that are left out."""

    id: str
    method: str
    path: str
    summary: str
    about: tuple[Piece, ...]
    fields: tuple[Field, ...]
    body: tuple[Field, ...]
    url: str
    curl: str
    answer: str
    more: int
    errors: tuple[int, ...]


@dataclass(frozen=True)
class Section:
    """Operations that belong together."""

    anchor: str
    name: str
    about: str
    operations: tuple[Shown, ...]


@dataclass(frozen=True)
class Fault:
    """A status that is no success."""

    status: int
    about: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class ApiPage(Page):
    """The whole documentation."""

    template: ClassVar[str] = "apidocs/page.html"
    description: str
    version: str
    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]
    fault: str
    rate: str
    origins: tuple[str, ...]
