"""The blocks of a section with their facts: the n-th row of a fact table is the n-th fact of the section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kb.bundle.store import KnowledgeBase
from kb.model.document import Alert, Listing, Paragraph, Section, Table
from kb.model.facts import Caution, Conflict, Fact, kind_of
from webapp.features.manuals.pages import Block
from webapp.present.cards import CautionLine, at_fact, cards
from webapp.present.links import fact_url, spot

# Columns that are the corpus's own bookkeeping.
_OWN_COLUMNS = frozenset({"id", "src", "certainty", "repair", "note"})


def of_section(kb: KnowledgeBase, manual: str, section: Section) -> tuple[Block, ...]:
    """Return a section's blocks for showing."""
    # A conflict is filed under its first reading but stands in no block.
    facts = iter([f for f in kb.facts_in.get((manual, section.anchor), ()) if not isinstance(f, Conflict)])
    return tuple(_block(kb, b, facts) for b in section.blocks)


def _take(facts: Iterator[Fact], n: int) -> list[Fact]:
    return [f for _, f in zip(range(n), facts, strict=False)]


def _block(kb: KnowledgeBase, block: Paragraph | Listing | Alert | Table, facts: Iterator[Fact]) -> Block:
    match block:
        case Paragraph():
            return Block("paragraph", text=block.text)
        case Alert():
            found = [f for f in _take(facts, len(block.items)) if isinstance(f, Caution)]
            return Block("alert", alerts=tuple(CautionLine(f.level, f.text, fact_url(f.id), spot(f.id)) for f in found))
        case Listing():
            if block.attributes is not None and block.attributes.classes:
                return _facts(kb, _take(facts, 1))
            return Block("steps" if block.ordered else "points", items=block.items)
        case Table():
            if block.attributes is not None and block.attributes.classes:
                return _facts(kb, _take(facts, len(block.rows)))
            kept = [n for n, h in enumerate(block.header) if h not in _OWN_COLUMNS]
            header = tuple(block.header[n] for n in kept)
            return Block(
                "table", header=header, rows=tuple(tuple(r[n] for n in kept if n < len(r)) for r in block.rows)
            )


def _facts(kb: KnowledgeBase, found: list[Fact]) -> Block:
    return Block(
        "facts",
        kind=kind_of(found[0]) if found else "",
        cards=tuple(replace(at_fact(c), anchor=spot(c.id)) for c in cards(kb, found)),
    )
