"""Cells that take one word of a short list."""

from __future__ import annotations

from typing import cast

from kb.extract.rows import Row
from kb.model import units
from kb.model.facts import Safety


def choice(row: Row, column: str, allowed: tuple[str, ...], default: str) -> str:
    """Return the cell, or the default when empty; a word outside the list is a problem."""
    word = row[column] or default
    if word not in allowed:
        row.complain(f"{column} is {word!r}", f"Write one of {', '.join(allowed)}")
        return default
    return word


def safety(row: Row) -> Safety:
    """Return the safety cell: none or stop-using."""
    return cast("Safety", choice(row, "safety", ("none", "stop-using"), "none"))


def unit(row: Row, text: str) -> str:
    """Return the canonical unit; an unknown one is a problem."""
    found = units.canonical(text)
    if found is None:
        row.complain(f"the unit {text!r} is unknown", "Use a unit of kb/model/units.py, or add it there")
        return "-"
    return found
