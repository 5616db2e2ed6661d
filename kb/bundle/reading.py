"""Sections of the manuals read out: text in our own words, and the facts that stand there."""

from __future__ import annotations

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.curation.passages import block_text
from kb.model.contract import FactSaid
from kb.model.document import FrontMatter, Section
from kb.model.errors import NotFoundError
from kb.model.facts import to_json


class SectionHead(msgspec.Struct, frozen=True):
    """A section: `anchor` is its name in addresses, `lines` are those of the original, `facts` counts what stands in it."""

    anchor: str
    number: str
    title: str
    level: int
    lines: str
    facts: int


class SectionSaid(msgspec.Struct, frozen=True):
    """A section read out: its text in our own words, and the facts that stand in it."""

    manual: str
    edition: str
    section: SectionHead
    text: str
    facts: tuple[FactSaid, ...]


def manual_named(kb: KnowledgeBase, manual: str) -> FrontMatter:
    """Return a manual by its id. Raises NotFoundError with the known ones."""
    try:
        return kb.manuals[manual]
    except KeyError:
        raise NotFoundError(f"There is no manual {manual[:80]!r}; known are {', '.join(kb.manuals)}") from None


def head(kb: KnowledgeBase, manual: str, section: Section) -> SectionHead:
    """Return what a list of contents shows of a section."""
    found = len(kb.facts_in.get((manual, section.anchor), ()))
    return SectionHead(section.anchor, section.number, section.title, section.level, section.src, found)


def section_named(kb: KnowledgeBase, manual: str, name: str) -> Section:
    """Return a section by its anchor, its number or its title, in any case. Raises NotFoundError with some that there are."""
    sections = kb.sections[manual_named(kb, manual).id]
    if name in sections:
        return sections[name]
    wanted = name.strip().removeprefix("#").casefold()
    found = [s for s in sections.values() if wanted and wanted in {s.anchor.casefold(), s.number, s.title.casefold()}]
    if len(found) == 1:
        return found[0]
    near = found or [s for s in sections.values() if wanted and wanted in f"{s.number} {s.title}".casefold()]
    told = ", ".join(f"{s.anchor} ({s.number} {s.title})".replace("( ", "(") for s in (near or sections.values()))[:600]
    said = "several sections are called" if found else "there is no section"
    raise NotFoundError(f"{manual}: {said} {name[:80]!r}. Give one of these anchors: {told}")


def read_section(kb: KnowledgeBase, manual: str, name: str) -> SectionSaid:
    """Read a section out. Raises NotFoundError for an unknown manual or section."""
    meta = manual_named(kb, manual)
    section = section_named(kb, manual, name)
    facts = [to_json(f) for f in kb.facts_in.get((manual, section.anchor), ())]
    return SectionSaid(
        manual=manual,
        edition=meta.edition,
        section=head(kb, manual, section),
        text="\n\n".join(said for b in section.blocks if (said := block_text(b))),
        facts=msgspec.convert(facts, tuple[FactSaid, ...]),
    )
