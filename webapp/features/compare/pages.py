"""What the comparing of two editions shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kb.curation.compare import Pieces
from webapp.page import Page
from webapp.present.links import DeviceLink, Link


@dataclass(frozen=True)
class Side:
    """One of the two editions."""

    id: str
    title: str
    short: str
    edition: str
    url: str
    facts: int


@dataclass(frozen=True)
class Differing:
    """One field told differently; each side in lines, each line in pieces that are marked when the other side lacks them."""

    name: str
    a: tuple[Pieces, ...]
    b: tuple[Pieces, ...]


@dataclass(frozen=True)
class Twin:
    """One thing that both editions tell, differently: both links, the fields, and the judged disagreements."""

    title: str
    a: str
    b: str
    fields: tuple[Differing, ...]
    conflicts: tuple[Link, ...]


@dataclass(frozen=True)
class Kind:
    """The comparison of one kind of fact."""

    anchor: str
    title: str
    differs: tuple[Twin, ...]
    only_a: tuple[Link, ...]
    only_b: tuple[Link, ...]
    equal: tuple[Link, ...]


@dataclass(frozen=True)
class Couple:
    """Two manuals that tell of the same device: how many facts they share and how many of those differ."""

    url: str
    a: str
    b: str
    shared: int
    differing: int
    devices: tuple[DeviceLink, ...]


@dataclass(frozen=True)
class Choice:
    """One manual that can be chosen."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ChoosePage(Page):
    """Which two to compare."""

    template: ClassVar[str] = "compare/choose.html"
    couples: tuple[Couple, ...]
    choices: tuple[Choice, ...]
    conflicts: int


@dataclass(frozen=True, kw_only=True)
class ComparePage(Page):
    """Two editions side by side."""

    template: ClassVar[str] = "compare/compare.html"
    a: Side
    b: Side
    swapped: str
    kinds: tuple[Kind, ...]
    totals: tuple[tuple[str, int], ...]
    json_url: str
