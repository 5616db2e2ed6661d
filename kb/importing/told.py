"""What sentences tell besides tables: every reader of sentences is asked, and what a table says already is not said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.importing import (
    lamp_headed,
    lamp_names,
    lamps_joint,
    signals,
    told_alarms,
    told_lamps,
    told_partners,
    told_pins,
    told_switches,
)
from kb.importing.alarm_codes import make_of
from kb.importing.blocks import Section
from kb.importing.found import Found
from kb.importing.sentences import LIKELY

_READERS = (
    told_pins.from_section,
    told_partners.from_section,
    lamp_headed.from_section,
)
_BESIDE = "a table tells of the same matter; this was read from a sentence"
_PATTERNS = frozenset({"off", "steady", "flash", "any"})
# What was changed once, and words that are explained, are no facts of this product.
_HISTORY = re.compile(
    r"(?i)\b(?:changes|revisions?|history|release notes|what(?: is|'s) new|glossary|abbreviations|terms)\b"
)
# What shines in one colour or another: its colour is half of what it says.
_MANY_COLORED = re.compile(r"\b(?:strip|stripe|ring|bar|band|belt|halo|rgb)\b")
_ALONE = "no table tells the lamps of this product"
_UNNAMED = "the connector's name was not found"


def beside(found: Sequence[Found], sections: Sequence[Section]) -> list[Found]:
    """Return the facts told in sentences that the rows found so far do not hold; where there are such rows, each with a doubt."""
    out: list[Found] = []
    kinds = {f.kind for f in found}
    taken = {n for f in found for p in f.places for n in range(p.first, p.last + 1)}
    held = {k for f in found for k in _keys(f)}
    makes = {make_of(f.cells["code"]) for f in found if f.kind == "alarm" and f.cells.get("code")}
    lists = {f.section for f in found if f.kind == "alarm" and f.cells.get("code", "").isdecimal()}
    names = {x.partition(":")[0] for f in found if f.kind == "led_state" for x in f.cells["lamps"].split("; ")}
    names |= {n for s in sections for n in lamp_names.introduced(s)}
    upwards = told_switches.up_is_on(sections)
    named = any(f.kind == "dip" and "ON" in f.cells["position"].split() for f in found)
    for number, section in enumerate(sections):
        if _HISTORY.search(section.heading.text):
            continue
        read = [f for reader in _READERS for f in reader(section)]
        joint = lamps_joint.from_section(section, names=names)
        said = {f.places for f in joint}
        read += joint
        read += [f for f in told_lamps.from_section(section, names=names) if f.places not in said]
        read += told_alarms.from_section(section, makes=makes, numbered=number in lists)
        for f in [*read, *told_switches.from_section(section, upwards=upwards, named=named)]:
            row = replace(f, section=number)
            row = row if LIKELY in row.repairs else row.mended(LIKELY, 1.0)
            lines = {n for p in f.places for n in range(p.first, p.last + 1)}
            keys = _keys(row)
            # Lamps that shine together may say another thing than a row that shows the same.
            together = {(*k, row.cells["meaning"]) for k in keys if k[0] == "lamps"}
            if lines & taken or held & (together or keys):
                continue
            # What two lamps say together, each of them may say another thing alone.
            held |= together | {k for k in keys if not together or k[0] == "lamps"}
            if row.kind == "pin" and not dict(row.group)["connector"]:
                row = replace(row, group=(("connector", "connector"),)).questioned(_UNNAMED, 0.9)
            if row.kind in kinds:
                row = row.questioned(_BESIDE, 0.85)
            elif row.kind == "led_state":
                # A sentence may speak of a lamp of another thing, and nothing else here tells which lamps there are.
                row = row.questioned(_ALONE, 0.85)
            out.append(row)
    return out


def _keys(f: Found) -> set[tuple[str, ...]]:
    """Return what a fact is known by, so that it is not told twice."""
    cells = f.cells
    if f.kind == "pin":
        name = signals.plain(dict(f.group).get("connector", ""))
        said = ("pin", cells["pin"], signals.plain(cells["signal"]))
        return {("pin", name, cells["pin"]), said} if name else {said}
    if f.kind == "dip":
        # Blocks of switches have sections of their own.
        return {("dip", str(f.section), re.sub(r"\D", "", cells["switch"]), cells["position"].upper())}
    if f.kind == "protocol":
        return {("protocol", b.lower(), cells["bus"]) for b in cells["brands"].split("; ")}
    if f.kind == "alarm":
        code = re.sub(r"(?i)^(?:err(?:or)?|fault|alarm)|[\s._-]", "", cells["code"]).lower()
        return {("alarm", code or cells["name"].lower())}
    if f.kind == "led_state":
        each = {k for lamp in cells["lamps"].split("; ") for k in _shown(lamp)}
        return each if len(each) < 2 else {*each, ("lamps", *sorted(" ".join(k[1:]) for k in each))}
    return set()


def _shown(lamp: str) -> set[tuple[str, ...]]:
    """Return a lamp by its name and what it does, where it has a name, else by its colour and what it does."""
    name, _, state = lamp.partition(":")
    said = state.split()
    pattern = " ".join(x for x in said if x in _PATTERNS or re.fullmatch(r"x\d+", x))
    own = name.strip().lower()
    if _MANY_COLORED.search(own):
        return {("lamp", own, *said[:3])}
    return {("lamp", own, pattern)} if own != "indicator" else {("lamp", "", *said[:2])}
