"""Numbered clauses that a reader took for rows: `4.6.1 | The service port is …` is a paragraph, the number is its own."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.importing.blocks import Block, Cell, Paragraph, Section, Table

_NUMBER = re.compile(r"(?:[A-Z]|\d{1,2})(?:\.\d{1,2}){1,3}\.?")
# Words that a clause has at least; share of the rows that must be such.
WORDS, SHARE, PAIR = 6, 0.7, 2


def unfolded(section: Section) -> Section:
    """Return a section with its clauses as paragraphs, in their order; tables stay as they are."""
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Table) and _of_clauses(block, section.heading.number):
            blocks += [_paragraph(row) for row in block.rows if any(c.text for c in row)]
        else:
            blocks.append(_bare(block, section.heading.number))
    return replace(section, blocks=tuple(blocks))


def _bare(block: Block, number: str) -> Block:
    """Return a paragraph without the number of its clause; anything else as it is."""
    if not number or not isinstance(block, Paragraph):
        return block
    first = block.lines[0]
    text = re.sub(rf"^{re.escape(number)}\.\d{{1,2}}\.?\s+(?=[A-Z])", "", first.text)
    return (
        block
        if text == first.text or len(text.split()) < WORDS - 2
        else Paragraph((replace(first, text=text), *block.lines[1:]))
    )


def _of_clauses(table: Table, number: str) -> bool:
    """Tell whether the rows are sentences under numbers that go on the heading's own."""
    rows = [[c.text for c in r if c.text] for r in table.rows]
    rows = [r for r in rows if r]
    if not rows or not number or any(len(r) > PAIR for r in rows):
        return False
    first = rows[0]
    told = [r for r in rows if len(r) > 1 and _NUMBER.fullmatch(r[0]) and len(r[1].split()) >= WORDS]
    sentence = sum(r[1][-1:] in ".:;" or len(r[1].split()) > 2 * WORDS for r in told)
    return (
        len(first) > 1
        and first[0].startswith(f"{number}.")
        and len(told) >= SHARE * len(rows)
        and 2 * sentence >= len(told)
    )


def _paragraph(row: tuple[Cell, ...]) -> Paragraph:
    cells = [c for c in row if c.text]
    return Paragraph((replace(cells[-1], place=cells[0].place | cells[-1].place),))
