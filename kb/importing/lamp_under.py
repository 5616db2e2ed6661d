"""States listed under a heading that is a lamp: `PWR (green)` or `Lamp NET (blue)`, then `blinking: waiting for the key`.

And lists whose lines name several lamps, each with its state: `RUN flashing, ALM off: standby`.
"""

from __future__ import annotations

import re

from kb.importing import lamp_words, words
from kb.importing.blocks import Cell, ListItem, Paragraph, Section, spanned
from kb.importing.found import Found
from kb.importing.lamp_words import State
from kb.importing.lamps import state_found

LEAST = 2
# Words of a state, and share of the list's lines that have to begin with one.
LONGEST, MOST = 6, 0.7
_LAMP = r"(?:leds?|lamp|light|indicator)"
_NAME = re.compile(
    rf"^(?:the )?(?P<before>(?i:{_LAMP})\s+)?(?P<name>[A-Z\d][\w/&+.%-]{{0,15}}(?: [A-Z\d][\w/&+-]{{0,11}}){{0,2}}?)"
    rf"(?P<after>\s+(?i:{_LAMP}))?(?:\s*[(,–—:-]\s*(?P<color>[A-Za-z]+)(?:\s+(?i:{_LAMP}))?\)?)?$"
)
_PARTED = re.compile(r"^\W{0,2}(?P<state>[A-Za-z][\w .,/()-]{1,60}?)\s*(?::|=|\s[–—-]|→)\s+(?P<told>\S.*)$")
_WITH_STATE = re.compile(rf"^([A-Z][A-Z\d/+-]{{1,7}})(?:\s+(?i:{_LAMP}))?\s+(?:is\s+)?(\S.*)$")
_VERB = re.compile(
    r"(?i)^(?:it |the (?:lamp|light|led) )?(?:is|are|lights(?: up)?|shines|glows|burns|stays|remains)\b\s*"
)


def lamp_of(heading: str) -> tuple[str, str]:
    """Return the lamp and the colour (or "") that a heading is made of; two empty texts where it is something else."""
    found = _NAME.match(heading.strip(" .:"))
    if not found:
        return "", ""
    color = (found["color"] or "").lower()
    if color and not words.COLOR.fullmatch(color):
        return "", ""
    if not (found["before"] or found["after"] or color):
        return "", ""
    return found["name"], color


def from_section(section: Section) -> list[Found]:
    """Return the states that a list under the name of a lamp tells; nothing where most of its lines begin with no state."""
    name, color = lamp_of(section.heading.text)
    if not name:
        return _several(section)
    lines = [line for block in section.blocks if isinstance(block, (ListItem, Paragraph)) for line in _lines(block)]
    read = [(cell, stated) for cell in lines if (stated := _stated(cell.text))]
    listed = [cell for cell in lines if _PARTED.match(cell.text)]
    if len(read) < LEAST or len(read) < MOST * len(listed):
        return []
    out = []
    for cell, (state, told) in read:
        colored = lamp_words.with_color(state, color) if color and state.pattern != "off" and not state.color else state
        out.append(state_found({"meaning": told}, name, colored, (section.heading.place, cell.place), 0.85))
    return out


def _several(section: Section) -> list[Found]:
    """Return the states of the lines of a list that each name the same lamps, two or more, with their states."""
    items = [b for b in section.blocks if isinstance(b, ListItem)]
    read = [(item, parts) for item in items if (parts := _each(item.text))]
    named = {tuple(name for name, _ in parts[0]) for _, parts in read}
    if len(read) <= LEAST or len(read) < MOST * len(items) or len(named) > 1:
        return []
    out = []
    for item, (lamps, told) in read:
        cells = {
            "id": told[:40],
            "lamps": "; ".join(f"{name}: {state.notation}" for name, state in lamps),
            "meaning": told,
            "safety": "stop-using" if words.STOP_USE.search(told) else "",
        }
        out.append(Found("led_state", cells, (item.place,), 0.9))
    return out


def _each(text: str) -> tuple[list[tuple[str, State]], str] | None:
    """Return the lamps with their states that stand before the colon of a line, and what follows it."""
    before, sign, told = text.partition(":")
    lamps: list[tuple[str, State]] = []
    for part in re.split(r"\s*[,;&+]\s*|\s+and\s+", before.strip()):
        match = _WITH_STATE.match(part)
        state = lamp_words.read(match[2]) if match else None
        if match is None or state is None or not state.pattern:
            return None
        lamps.append((match[1], state))
    names = {name for name, _ in lamps}
    return (lamps, told.strip()) if sign and told.strip() and len(names) == len(lamps) >= LEAST else None


def _lines(block: ListItem | Paragraph) -> list[Cell]:
    """Return an item as one line; of a paragraph each line that begins with a state, with those that go on with it."""
    if isinstance(block, ListItem):
        return [Cell(block.text, block.place)]
    out: list[list[Cell]] = []
    for cell in block.lines:
        if out and not _stated(cell.text):
            out[-1].append(cell)
        else:
            out.append([cell])
    return [Cell(" ".join(c.text for c in held), spanned(c.place for c in held)) for held in out]


def _stated(text: str) -> tuple[State, str] | None:
    """Return the state that a line begins with, and what it means."""
    parted = _PARTED.match(text)
    if parted is None or len(parted["state"].split()) > LONGEST:
        return None
    said = re.sub(r"(?i)\bsteadily\b|\bconstantly\b|\bpermanently\b|\bcontinuously\b", "steady", parted["state"])
    bare = _VERB.sub("", said).strip() or "on"
    state = lamp_words.read(bare)
    if state is None or not state.pattern:
        return None
    return state, parted["told"].strip()
