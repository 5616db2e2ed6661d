"""Faults whose columns stand one under the other: a list of codes, a list of as many names, and perhaps one of as many remedies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.importing import alarm_parts, words
from kb.importing.alarm_codes import make_of
from kb.importing.alarms import Entry, found
from kb.importing.blocks import Cell, Paragraph, Section
from kb.importing.found import Found

LEAST = 3
# Share of a list's lines that must be advice, or names of faults where the heading speaks of none.
MOST = 0.5
# Lists beside the codes: names, causes, remedies.
LISTS = 3
_CODE = re.compile(r"(?:[A-Z]{1,3}[-_ ]?\d{1,4}|0x[0-9A-Fa-f]{1,6}|(?i:err(?:or)?|fault|alarm)\.? ?\d{1,4})")
_TOPIC = re.compile(r"(?i)\b(?:faults?|errors?|alarms?|warnings?|protections?|trouble-?shooting|events?|messages?)\b")
_DOUBT = "codes, names and remedies stand in lists of their own: they were counted together"


def from_section(section: Section) -> list[Found]:
    """Return the faults of a section's lists of one length that stand one after the other, the codes first."""
    out = alarm_parts.from_section(section)
    lists = [b.lines if isinstance(b, Paragraph) else () for b in section.blocks]
    for at, codes in enumerate(lists):
        marks = [c.text for c in codes]
        if len(marks) < LEAST or not all(map(_CODE.fullmatch, marks)) or len(set(marks)) < len(marks):
            continue
        if len({make_of(m) for m in marks}) > 1:
            continue
        beside: list[Sequence[Cell]] = []
        for more in lists[at + 1 : at + 1 + LISTS]:
            if len(more) != len(codes) or all(_CODE.fullmatch(c.text) for c in more):
                break
            beside.append(more)
        names = next((b for b in beside if not _advice(b)), None)
        if names is None:
            continue
        faults = sum(bool(words.FAULT.search(c.text)) for c in names)
        if not _TOPIC.search(section.heading.text) and faults < MOST * len(names):
            continue
        actions = next((b for b in beside if _advice(b)), None)
        cause = next((b for b in beside if b is not names and b is not actions), None)
        for n, code in enumerate(codes):
            cells = {"code": code.text, "name": names[n].text}
            cells |= {"actions": actions[n].text} if actions else {}
            cells |= {"cause": cause[n].text} if cause else {}
            row = found(Entry(cells, (code.place, *(b[n].place for b in beside))), {}, base=0.7, coded=True)
            out += [row.questioned(_DOUBT, 0.85)] if row else []
    return out


def _advice(lines: Sequence[Cell]) -> bool:
    return sum(bool(words.ACTION.match(c.text)) for c in lines) >= MOST * len(lines)
