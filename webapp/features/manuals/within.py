"""Search within one manual: the sections that have the words, the fullest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from kb.bundle.analysis import terms
from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.model.document import Alert, Listing, Paragraph, Section, Table
from kb.model.facts import Conflict
from webapp.features.manuals.pages import Hit

MAX_HITS = 20
# A word of the title says what the section is about; so much more does it count than one of the text.
_TITLE = 3


@dataclass(frozen=True)
class _Line:
    text: str
    terms: frozenset[str]


@dataclass(frozen=True)
class _Read:
    section: Section
    title: frozenset[str]
    lines: tuple[_Line, ...]


@per_bundle
def _read(kb: KnowledgeBase) -> dict[str, tuple[_Read, ...]]:
    """Every section's lines with their terms, by manual."""
    return {
        manual: tuple(
            _Read(
                s,
                frozenset(terms(f"{s.number} {s.title}")),
                tuple(_Line(x, frozenset(terms(x))) for x in _lines(kb, manual, s)),
            )
            for s in sections.values()
        )
        for manual, sections in kb.sections.items()
    }


def _lines(kb: KnowledgeBase, manual: str, section: Section) -> Iterator[str]:
    """What a section shows, line by line: its facts as statements, and the text between them."""
    for fact in kb.facts_in.get((manual, section.anchor), ()):
        if not isinstance(fact, Conflict):
            yield statements.statement(fact)
    for block in section.blocks:
        match block:
            case Paragraph():
                yield block.text
            case Listing() if not (block.attributes and block.attributes.classes):
                yield from block.items
            case Table() if not (block.attributes and block.attributes.classes):
                yield from (" · ".join(c for c in row if c) for row in block.rows)
            case Listing() | Table() | Alert():
                pass  # told by its facts


def search(kb: KnowledgeBase, manual: str, asked: str) -> tuple[Hit, ...]:
    """Return the sections with all the words; where no section has all, those with most of them."""
    wanted = frozenset(terms(asked))
    if not wanted:
        return ()
    found: list[tuple[int, int, int, _Read]] = []
    for place, read in enumerate(_read(kb)[manual]):
        everywhere = read.title.union(*(x.terms for x in read.lines))
        have = len(wanted & everywhere)
        if have:
            weight = _TITLE * len(wanted & read.title) + sum(len(wanted & x.terms) for x in read.lines)
            found.append((-have, -weight, place, read))
    most = min((f[0] for f in found), default=0)
    return tuple(_hit(manual, read, wanted) for have, _, _, read in sorted(found, key=lambda f: f[:3]) if have == most)[
        :MAX_HITS
    ]


def _hit(manual: str, read: _Read, wanted: frozenset[str]) -> Hit:
    best = max(read.lines, key=lambda x: len(x.terms & wanted), default=_Line("", frozenset()))
    return Hit(
        read.section.number,
        read.section.title,
        url_for("manuals.section", manual_id=manual, anchor=read.section.anchor),
        best.text if best.terms & wanted else "",
        wanted,
    )
