"""A lamp that counts its faults: the number of its flashes in one column, what each number means in another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.importing import alarms, words
from kb.importing.blocks import Paragraph
from kb.importing.found import Found
from kb.importing.grids import Grid, places
from kb.importing.lamp_words import State
from kb.importing.lamps import state_found

LEAST = 2
# Letters of a text that is looked at.
LONGEST = 600
_HEAD = re.compile(
    rf"(?i)^(?:(?:number|no\.?|count|how many) (?:of )?)?(?:{words.COLOR.pattern} )?"
    r"(?P<what>blinks?|blinking|flash(?:es|ing)?|pulses?)(?: of (?:the )?(?:led|lamp|light|ring|bar|indicator))?"
    r"(?: counts?| numbers?| codes?)?$"
)
_COUNT = re.compile(r"(?i)^(?P<count>\d{1,2})(?: ?(?:x|×|times|flashes|flash|blinks|blink|pulses))?$")
# `the ring flashes red`, `the status LED blinks`, `flashes of the LED bar`: who it is that counts.
_WHO = re.compile(
    r"(?i)\b(?:the|its|this|of)\s+(?P<name>(?:[\w/+-]+ ){0,2}?(?:leds?|lamp|light|indicator|ring|bar|strip|halo|band)"
    r"(?:[ -](?:ring|bar|strip|band))?)\s+(?:then |only |now )?(?:flash|blink|puls|count|show)"
)
_RING = re.compile(r"(?i)\b(?:rings?|bars?|strips?|halos?|bands?)\b")
_LAMP_NAME = re.compile(r"\b([A-Za-z]\w*) (?:LED|lamp|light|indicator)\b")
_MARKED = re.compile(r"(?i:codes?|flashes|blinks) of (?:the )?([A-Z]{1,3}\d{1,2})\b")
_DOES = re.compile(
    r"\b(?!(?:LEDs?|The|In|If|When)\b)([A-Z]{1,4}\d{1,2}|[A-Z]{2,8})\s+(?:then |only |now )?"
    r"(?:repeats|shows|signals|flashes|blinks|counts|tells|reports|indicates)\b"
)
_NO_NAME = re.compile(
    r"(?i)the|each|led|of|one|its|this|a|an|any|red|green|blue|orange|yellow|white|amber|violet|purple"
)
_UNNAMED = "the lamp's name was not found"


def counted(grid: Grid) -> bool:
    """Tell whether a table says what each number of flashes means."""
    return bool(grid.headed and grid.width >= LEAST and _HEAD.match(grid.header[0]))


def from_grid(grid: Grid) -> list[Found]:
    """Number of blinks | meaning: one lamp counts its faults. What is to be done stands with the state."""
    head = _HEAD.match(grid.header[0]) if counted(grid) else None
    told = _told(grid)
    # A meter's pulses are no lamp, and what flashes is one.
    if head is None or not (words.LAMP.search(f"{told} {grid.header[0]}") or _lights(head["what"], told)):
        return []
    said = _column(grid, ("meaning", "name"))
    advice = _column(grid, ("actions",))
    name, color = _name(told), _color(grid.header[0], told)
    out: list[Found] = []
    for row in grid.rows:
        count = _COUNT.match(row[0].text)
        meaning = row[said].text if said is not None else next((c.text for c in row[1:] if c.text), "")
        if not count or not meaning:
            continue
        cells = {"meaning": meaning, "action": row[advice].text if advice not in {None, said} else ""}
        found = state_found(cells, name, State(color, "flash", f"x{count['count']}"), places(row), grid.confidence)
        out.append(found if name else found.questioned(_UNNAMED, 0.75))
    return out if len(out) >= LEAST and len(out) >= 0.6 * len(grid.rows) else []


def faults(grid: Grid, lamps: Sequence[Found], abbreviations: dict[str, str]) -> list[Found]:
    """Return the faults that a lamp counts, where more is told of them than the lamp's state holds: a code or a cause."""
    coded = alarms.from_grid(grid, abbreviations)
    if coded and all(f.cells["code"] for f in coded):
        return coded
    caused = any(words.role_matches("cause", h) for h in grid.header)
    return alarms.of_lamps(grid, lamps, abbreviations) if caused else []


def _lights(what: str, told: str) -> bool:
    return not what.lower().startswith("pulse") and bool(_RING.search(told) or words.FLASH.search(told))


def _told(grid: Grid) -> str:
    """Return the words that may name the lamp: caption, heading, and the text over the table."""
    at = grid.rows[0][0].place.first if grid.rows else 0
    over = [
        b.text[:LONGEST]
        for b in grid.section.blocks
        if isinstance(b, Paragraph) and b.place.last < at and len(b.lines) < 6
    ]
    return " ".join(dict.fromkeys([grid.section.heading.text, *over[-2:], grid.caption]))


def _column(grid: Grid, roles: Sequence[str]) -> int | None:
    """Return the column of a role behind the numbers: the first whose head is a word for it and no code or cause."""
    for role in roles:
        for n in range(1, grid.width):
            head = grid.header[n]
            other = words.roles(head) & {"code", "cause", "actions"} if role != "actions" else set()
            if words.role_matches(role, head) and not other and any(grid.column(n)):
                return n
    return None


def _name(told: str) -> str:
    who = _WHO.search(told)
    named = next((m[1] for m in _LAMP_NAME.finditer(told) if not _NO_NAME.fullmatch(m[1])), "")
    named = next((m[1] for m in _MARKED.finditer(told)), named)
    named = named or next((m[1] for m in _DOES.finditer(told)), "")
    if named or who is None:
        return named
    name = re.sub(r"(?i)^(?:the|a|an)\s+", "", who["name"])
    return "" if re.fullmatch(r"(?i)(?:leds?|lamp|light|indicator)", name) else name


def _color(head: str, told: str) -> str:
    """Return the colour in which the lamp counts: its head says it, or the only colour in the words about flashing."""
    colored = words.COLOR.search(head)
    if colored:
        return words.COLOR_WORDS[colored[1].lower()]
    sentences = [s for s in re.split(r"(?<=[.;:])\s+", told) if words.FLASH.search(s)]
    said = {words.COLOR_WORDS[m[1].lower()] for s in sentences for m in words.COLOR.finditer(s)}
    return said.pop() if len(said) == 1 else ""
