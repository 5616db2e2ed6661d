"""Alarms whose columns were read line by line across, so that the lines of their cells alternate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.importing.alarms import Entry, found
from kb.importing.blocks import Cell, Place, spanned
from kb.importing.found import Found

# The words that names of faults are made of.
_FAULT_WORDS = frozenset(
    [
        "protection",
        "against",
        "level",
        "one",
        "two",
        "three",
        "first",
        "second",
        "third",
        "over",
        "under",
        "high",
        "low",
        "voltage",
        "current",
        "temperature",
        "charge",
        "charging",
        "discharge",
        "discharging",
        "short",
        "circuit",
        "cell",
        "cells",
        "pack",
        "module",
        "difference",
        "imbalance",
        "among",
        "between",
        "of",
        "in",
        "to",
        "with",
        "parallel",
        "prallel",
        "connection",
        "failure",
        "fault",
        "error",
        "alarm",
        "warning",
        "relay",
        "relay1",
        "relay2",
        "pre",
        "precharge",
        "sampling",
        "sensor",
        "front",
        "end",
        "communication",
        "internal",
        "external",
        "soc",
        "soh",
        "loss",
        "lost",
        "pcs",
        "bms",
        "mos",
        "ntc",
        "inverter",
        "grid",
        "pv",
        "dc",
        "ac",
        "bus",
        "battery",
        "batteries",
        "limit",
        "limitation",
        "insulation",
        "leakage",
        "fan",
        "load",
        "overload",
        "frequency",
        "phase",
        "the",
        "and",
        "drive",
        "memory",
        "eeprom",
        "heater",
        "fuse",
        "contactor",
        "polarity",
        "reverse",
        "ground",
        "earth",
        "arc",
    ]
)


@dataclass
class _Piece:
    """A cell being put together from lines that stand apart."""

    lines: list[Cell] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(c.text for c in self.lines)


def read(cells: Sequence[Cell], abbreviations: dict[str, str]) -> list[Found]:
    """Columns of a table read line by line across: the lines of its cells alternate.

    A line that begins with a capital or number opens a cell, one that begins small goes on with the cell that waits
    longest; a full stop closes a cell. Cells are then told apart by their words. Every row keeps a doubt.
    """
    pieces: list[_Piece] = []
    open_: list[_Piece] = []
    for cell in cells:
        text = re.sub(r"^\W*\d{1,2}[.)]\s*", "", cell.text)
        if not text:
            continue
        own = [p for p in open_ if _named_so_far(p.text) == _named_so_far(text)]
        if text[:1].islower() and open_:
            # A line of nothing but words of fault names belongs to a name, any other to a cause or an advice.
            piece = (own or open_)[0]
            open_.remove(piece)
        else:
            piece = _Piece()
            pieces.append(piece)
        piece.lines.append(cell)
        if not cell.text.endswith((".", "!")) and len(piece.lines) < 8:
            open_.append(piece)
        open_ = open_[-4:]
    names = [p for p in pieces if _is_name(p.text)]
    names = [p for p in names if not any(_explains(p, other) for other in names if other is not p)]
    if len(names) < 4:
        return []
    others = [p for p in pieces if p not in names]
    out: list[Found] = []
    for name in names:
        where = spanned(c.place for c in name.lines)
        cause = _nearest(others, where, advice=False)
        action = _nearest(others, where, advice=True)
        entry = Entry(
            {"name": name.text, "cause": cause.text if cause else "", "actions": action.text if action else ""},
            tuple(c.place for c in name.lines),
        )
        row = found(entry, abbreviations, base=0.6, coded=False)
        if row:
            out.append(row.questioned("the columns of this table are shuffled: cause and action are the nearest ones"))
    return out


def _named_so_far(text: str) -> bool:
    plain = re.sub(r"\([^)]*\)", " ", text.lower())
    said = [w for w in re.split(r"[\W_]+", plain) if w and not w.isdecimal()]
    return bool(said) and all(w in _FAULT_WORDS for w in said)


def _is_name(text: str) -> bool:
    plain = text.strip(" .")
    return (
        1 < len(plain.split()) <= 12
        and _named_so_far(plain)
        and " or " not in plain
        and not plain.lower().endswith((" limit", " and", " of", " between"))
        and plain.lower().split().count("between") < 2
        and bool(re.search(r"(?i)\b(?:protection|failure|fault|alarm|error|low soc|loss)\b", plain))
        and not text.rstrip().endswith(",")
    )


def _explains(piece: _Piece, name: _Piece) -> bool:
    """Tell whether a piece is the longer wording of a name beside it: its cause."""
    near = abs(piece.lines[0].place.first - name.lines[0].place.first) <= 12
    mine, other = (set(re.findall(r"\w+", p.text.lower())) for p in (piece, name))
    return near and other < mine and "protection" not in mine


def _nearest(pieces: list[_Piece], place: Place, *, advice: bool) -> _Piece | None:
    fitting = [
        p
        for p in pieces
        if bool(re.search(r"(?i)\b(?:should|check|contact|stop|there is|please|ensure|turn|replace|user)\b", p.text))
        == advice
        and len(p.text.split()) > 1
    ]
    near = [p for p in fitting if abs(p.lines[0].place.first - place.first) <= 25]
    return min(near, key=lambda p: abs(p.lines[0].place.first - place.first), default=None)
