"""Rows of lamp tables that name several lamps at once (`Red LED and blue LED`, `All three LEDs`), and tints no notation has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.importing import lamp_words, words
from kb.importing.found import Found
from kb.importing.lamp_words import State
from kb.model.numerals import counts

LEAST, MOST = 2, 8
_NOUN = r"(?:leds?|lamps?|lights?|indicators?)"
_COUNTS = counts(6, least=2) | {"both": 2}
_ALL = re.compile(
    rf"(?i)(?:(?P<both>both)|all(?: of)?(?: the)?(?: (?P<count>two|three|four|five|six|\d))?)(?: {_NOUN})?(?: together)?"
)
_BETWEEN = re.compile(r"\s*(?:,| and | & |\+|/|\band\b)\s*")

# A ring of lamps may turn; the notation knows no such pattern.
_MOVING = re.compile(
    r"(?i)(?:(?:slow|fast|quick)(?:ly)? )?(?:rotat|chas|circl|runn|mov|turn|sweep)(?:ing|es|s)(?: light)?"
)
# Colours that lamps have and the lamp notation has no word for.
TINT = re.compile(r"(?i)(?:light |dark )?(?:cyan|turquoise|teal|purple|violet|magenta|pink|lilac|indigo|lime)")


def named(text: str, column: Sequence[str]) -> list[str]:
    """Return the lamps that a cell of a column of lamps names together, as the other cells print them; [] when it names one.

    >>> named("All three LEDs", ["Red LED", "Green LED", "", "Blue LED"])
    ['Red LED', 'Green LED', 'Blue LED']
    >>> named("RUN + ALM", ["RUN", "ALM"]), named("AC/DC", ["AC/DC", "RUN"])
    (['RUN', 'ALM'], [])
    """
    plain = re.sub(r"\s+", " ", text).strip(" .:")
    known = list(
        dict.fromkeys(t for t in column if t and t != text and not _ALL.fullmatch(t) and not _BETWEEN.search(t))
    )
    every = _ALL.fullmatch(plain)
    if every:
        count = 2 if every["both"] else _COUNTS.get((every["count"] or "").lower()) or int(every["count"] or 0)
        return known if LEAST <= len(known) <= MOST and count in {0, len(known)} else []
    by_name = {_bare(t): t for t in known}
    parts = [by_name.get(_bare(p), "") for p in _BETWEEN.split(plain) if p]
    return parts if len(parts) >= LEAST and all(parts) and len(set(parts)) == len(parts) else []


def _bare(name: str) -> str:
    return re.sub(rf"(?i)\b{_NOUN}\b|\s+", " ", name).strip().lower()


def together(found: Found, lamps: Sequence[str], state: State) -> Found:
    """Return a row of one lamp's state as that of several lamps, each with the colour that its own name says."""
    shown = []
    for lamp in lamps:
        color = lamp if len(words.COLOR.findall(lamp)) == 1 else ""
        own = lamp_words.with_color(replace(state, color=""), color) if color else state
        shown.append((lamp_words.lamp_name(lamp), own))
    cells = {
        **found.cells,
        "lamps": "; ".join(f"{name}: {own.notation}" for name, own in shown),
        "id": " ".join([*(name for name, _ in shown), state.pattern, state.rhythm.replace("/", "-")]),
    }
    return replace(found, cells=cells)


def read(said: str, row: Sequence[str]) -> tuple[State | None, str, bool]:
    """Return the state that a cell describes, the tint printed in it or in its row, and whether it was a light that moves.

    >>> read("Purple, blinking", ["Purple, blinking"])
    (State(color='', pattern='flash', rhythm='', more_colors=()), 'Purple', False)
    """
    state = lamp_words.read(said)
    tint = next((t for t in row if TINT.fullmatch(t)), "")
    if state is None and (tinted := re.search(rf"(?i)\b{TINT.pattern[4:]}\b", said)):
        tint, said = tinted[0], said.replace(tinted[0], " ").strip(" ,;:")
        state = lamp_words.read(said)
    if state is None and _MOVING.search(said):
        state = lamp_words.read(_MOVING.sub("flashing", said))
        return state, tint, state is not None
    return state, tint, False
