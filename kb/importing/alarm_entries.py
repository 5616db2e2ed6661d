"""Faults that follow each other without a table: a line with the code and its name, under it why and what to do.

The code may stand with the name (`#11 – Clock not set`) or on a line of its own (`F01`, then the name).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.importing import words
from kb.importing.alarm_codes import make_of
from kb.importing.alarms import NOT_PRINTED, Entry, found
from kb.importing.blocks import Block, Cell, ListItem, Paragraph, Section
from kb.importing.found import Found
from kb.importing.grids import roles_of

# Entries of one list, and words in the name of a fault.
LEAST, LONGEST = 3, 9
# Share of the names that have to sound like faults, where the heading speaks of none.
FAULTS = 0.5
_CODE = r"(?:#\d{1,4}|[A-Z]{1,3}[-_]?\d{1,4}|0x[0-9A-Fa-f]{1,6}|(?i:err(?:or)?|fault|alarm|warning|event|message|code)\.?[ #-]{0,2}\d{1,4})"
_NAMED = re.compile(rf"^({_CODE})\s*(?:[-–—:.)|]\s*|\s+)([A-Z]\S*(?: \S+)*)$")
_SENTENCE = re.compile(r"(?<=[.!;])\s+")
_ALONE = re.compile(rf"^({_CODE})[.:]?$")
_ABOUT = re.compile(
    r"(?i)\b(?:faults?|errors?|alarms?|warnings?|messages?|events?|failures?|protections?|trouble-?shooting|malfunctions?)\b"
)
_DOUBT = "the faults stand one under the other without a table: names, causes and remedies were told by their order"


@dataclass(frozen=True)
class _Entry:
    code: str
    name: str
    head: Cell
    rest: tuple[Block, ...]
    apart: bool


def from_section(section: Section) -> list[Found]:
    """Return the faults of a section that begin with a code each, all of one make, with the lines under it."""
    entries = _entries([b for b in section.blocks if b.text.strip()])
    codes = [e.code for e in entries]
    makes = {make_of(c) for c in codes}
    if len(entries) < LEAST or len(makes) > 1 or len(set(codes)) < len(codes):
        return []
    faults = sum(bool(words.FAULT.search(e.name)) for e in entries)
    if not all(e.rest for e in entries) or not (_ABOUT.search(section.heading.text) or faults >= FAULTS * len(entries)):
        return []
    if any(roles_of(e.name) & {"actions", "recovery", "cause", "signal"} for e in entries):
        return []
    most = max(len(e.rest) for e in entries[:-1])
    # Where most end with advice, the others do too, whatever its first word is.
    advised = sum(len(e.rest) > 1 and bool(words.ACTION.match(e.rest[:most][-1].text)) for e in entries)
    ends = advised >= FAULTS * len(entries)
    out: list[Found] = []
    for entry in entries:
        rest = entry.rest[:most]
        listed = any(isinstance(b, ListItem) for b in rest) and any(isinstance(b, Paragraph) for b in rest)
        told = [
            (s, (listed and isinstance(b, ListItem)) or (ends and n == len(rest) > 1) or bool(words.ACTION.match(s)))
            for n, b in enumerate(rest, 1)
            for s in _SENTENCE.split(b.text)
            if s
        ]
        cause = " ".join(s for s, advice in told if not advice).strip()
        cells = {
            "code": entry.code,
            "name": entry.name,
            "cause": cause or NOT_PRINTED,
            "actions": "; ".join(s.strip(" .") for s, advice in told if advice),
        }
        row = found(Entry(cells, (entry.head.place, *(b.place for b in rest))), {}, base=0.8, coded=True)
        out += [row.questioned(_DOUBT, 0.9) if entry.apart else row] if row else []
    return out if len(out) == len(entries) else []


def _entries(blocks: Sequence[Block]) -> list[_Entry]:
    """Cut the blocks where a line with a code begins; of codes with names and codes alone the more frequent counts."""
    single = [b.lines[0] if isinstance(b, Paragraph) and len(b.lines) == 1 else None for b in blocks]
    forms = Counter(
        form for c in single if c for form in (_NAMED, _ALONE) if form.match(c.text.strip("*_ ")) and _short(c.text)
    )
    if not forms:
        return []
    form = forms.most_common(1)[0][0]
    at = [n for n, c in enumerate(single) if c and form.match(c.text.strip("*_ ")) and _short(c.text)]
    out = []
    for n, end in zip(at, [*at[1:], len(blocks)], strict=True):
        head = single[n]
        match = form.match(head.text.strip("*_ ")) if head else None
        if head is None or match is None:
            continue
        under = list(blocks[n + 1 : end])
        if form is _ALONE:
            if not under or not _short(under[0].text) or not under[0].text[:1].isupper():
                return []
            name, under = under[0].text, under[1:]
        else:
            name = match[2]
        out.append(_Entry(match[1], name.strip(" .:"), head, tuple(under), form is _ALONE))
    return out


def _short(text: str) -> bool:
    return len(text.split()) <= LONGEST + 2 and not text.rstrip().endswith((".", ";", ","))
