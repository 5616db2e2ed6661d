"""Lamps told in sentences of a list: `GRID (green): blinks while the grid is checked; lit while feeding in`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.importing import lamp_words, words
from kb.importing.blocks import Cell, ListItem, Paragraph, Section
from kb.importing.found import Found
from kb.importing.lamp_words import State
from kb.importing.lamps import state_found

_NAME = re.compile(
    r"^([A-Z][\w/+-]*(?: [\w/+-]+){0,2}?)\s*(?:\(([^)]{3,14})\)\s*)?((?:LED|light|lamp|indicator)s?\b\s*)?(?:\(([^)]{3,14})\)\s*)?[:–—-]\s+(\S.*)$"
)
# The state comes first, a word of time or condition parts it from what it means.
_TOLD = re.compile(
    r"^(.{2,40}?)\s*,?\s*\b(?:when(?:ever)?|while|if|as long as|during|after|in case of|with|on|means|shows|indicates|signals)\b:?\s+(\S.*)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:The )?((?:[A-Z]\w* )?(?:LED|lamp|light|indicator)(?: (?:ring|bar|strip|\w\d?))?|[A-Z]\w* (?:LED|lamp|light|indicator)) "
    r"((?:is |stays |remains )?(?:flash|blink|puls|light|lit|off|on|glow|stead|solid|red|green|blue|yellow|orange|white)\w*(?: [\w ]{2,24})?)[.:]?$"
)
# One line of this form may be chance.
MIN_LINES = 2


def from_section(section: Section) -> list[Found]:
    """Return the states of lamps that a list describes in sentences; the list has to speak of lamps."""
    rows: list[Found] = []
    names: set[str] = set()
    about = bool(words.LAMP.search(section.heading.text))
    for cell in _lines(section):
        about = about or bool(words.LAMP.search(cell.text))
        match = _NAME.match(cell.text)
        if match is None or not about:
            continue
        color = match[2] or match[4] or ""
        if color and not words.COLOR.fullmatch(color.strip()):
            color = ""
        for state, meaning in _states(match[5]):
            names.add(match[1])
            own = lamp_words.with_color(state, color) if state.pattern != "off" else state
            row = state_found(
                {"meaning": meaning}, match[1], replace(own, pattern=own.pattern or "steady"), (cell.place,), 0.8
            )
            rows.append(row if own.pattern else row.questioned("a colour and no pattern is printed"))
    rows += _subjects(section)
    return rows if len(rows) >= MIN_LINES or (rows and about and len(names) == 1) else []


def _subjects(section: Section) -> list[Found]:
    """`LED ring flashes blue` on a line of its own, what it means on the lines under it."""
    out: list[Found] = []
    for block in section.blocks:
        if not isinstance(block, Paragraph):
            continue
        first, *rest = block.lines
        match = _SUBJECT.match(first.text)
        state = lamp_words.read(match[2]) if match else None
        if match and state and rest and rest[0].text[:1].isupper() and not _SUBJECT.match(rest[0].text):
            said = {"meaning": " ".join(c.text for c in rest)}
            found = state_found(said, match[1], replace(state, pattern=state.pattern or "steady"), (block.place,), 0.8)
            out.append(found if state.pattern else found.questioned("a colour and no pattern is printed"))
    return out


def _lines(section: Section) -> Iterator[Cell]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from block.lines
        elif isinstance(block, ListItem):
            yield Cell(block.text, block.place)


def _states(text: str) -> Iterator[tuple[State, str]]:
    pieces: list[tuple[State, str]] = []
    for piece in re.split(r"\s*[;,]\s*|(?<=\w)\.\s+", text.rstrip(".")):
        match = _TOLD.match(piece)
        state = lamp_words.read(match[1]) if match else None
        if match and state:
            pieces.append((state, match[2]))
        elif pieces:
            pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]}, {piece}")
        else:
            return
    yield from pieces
