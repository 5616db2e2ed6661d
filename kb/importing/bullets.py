"""Lists that a reader took for tables: a column of bullets beside one of items is a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.importing.blocks import Block, Cell, ListItem, Section, Table

# The signs of lists; a filled or empty circle may be a lamp or a switch.
_BULLET = re.compile(r"[·•▪◦‣➢►✓–—*-]")
LEAST = 2


def listed(section: Section) -> Section:
    """Return a section with its tables of bullets as lists, in their order; other tables stay as they are."""
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Table) and (items := _items(block)):
            blocks += items
        else:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _items(table: Table) -> Sequence[ListItem]:
    rows = [[c for c in r if c.text] for r in table.rows]
    rows = [r for r in rows if r]
    bulleted = [r for r in rows if _BULLET.fullmatch(r[0].text)]
    if len(bulleted) < LEAST or rows[0] is not bulleted[0] or any(len(r) > LEAST for r in rows):
        return []
    if len({r[0].text for r in bulleted}) > 1 or any(len(r) < LEAST for r in bulleted):
        return []
    out: list[list[Cell]] = []
    for row in rows:
        if row in bulleted:
            out.append([row[1]])
        else:
            out[-1] += row  # the rest of a wrapped item
    return [ListItem("•", ordered=False, lines=tuple(lines)) for lines in out]
