"""What one lamp does, in a manual's words → colour, pattern and rhythm of the lamp notation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from kb.importing import words
from kb.model.numerals import CARDINALS, counts

_NUMBER = r"(\d+(?:\.\d+)?)"
_UNIT = r"\s*(ms|s|sec(?:onds?)?|milliseconds?)?"
_ON_OFF = (
    re.compile(
        rf"{_NUMBER}{_UNIT}\s*(?:on|lit)\b[\s/,;&-]*(?:and\s*)?{_NUMBER}{_UNIT}\s*(?:off|dark)\b", re.IGNORECASE
    ),
    re.compile(
        rf"\bon\b(?: for)?[\s:]*{_NUMBER}{_UNIT}[\s/,;&-]*(?:and\s*)?\boff\b(?: for)?[\s:]*{_NUMBER}{_UNIT}",
        re.IGNORECASE,
    ),
)
_PERIOD = re.compile(
    rf"(?:every|T\s*=|period(?: of)?|cycle(?: of)?|interval(?: of)?|once (?:per|every|in))\s*{_NUMBER}{_UNIT}|"
    rf"{_NUMBER}{_UNIT}\s*(?:period|interval|cycle)",
    re.IGNORECASE,
)
_EVERY_SECOND = re.compile(r"\b(?:every second|once (?:a|per) second|1 ?Hz)\b", re.IGNORECASE)
_TIMES = re.compile(
    r"\b(\d+|once|twice|two|three|four|five)\s*(?:×|x)?\s*(?:times)?\b(?=\s*(?:flash|blink|times|$))|\b(once|twice)\b|"
    r"\b(\d+)\s*(?:times|flashes|blinks)\b",
    re.IGNORECASE,
)
_COUNT = counts(5, least=2) | {"once": 1, "twice": 2, "double": 2, "triple": 3}
_MULTIPLE = re.compile(r"\b(double|triple)[- ]?(?:flash|blink|pulse)", re.IGNORECASE)
_NAMED = re.compile(r"\b((?:FLASH|BLINK|FLICKER)[ _-]?\d)\b(?!\s*(?:s|ms|sec|hz|times?)\b)", re.IGNORECASE)
# Words that describe a state without being its colour or pattern.
_FILLING = re.compile(
    r"\b(?:led|light|lamp|indicator|is|are|the|a|and|then|with|in|of|for|colou?r|slow(?:ly)?|quick(?:ly)?|fast|rapid(?:ly)?|"
    r"short(?:ly)?|long|brief(?:ly)?|"
    r"normal(?:ly)?|always|once|twice|per|every|second|seconds|times?|ms|s|sec|period|cycle|interval|at|hz|stays?|remains?|keeps?|"
    r"turns?|turned|lights?|"
    r"single|double|triple|pauses?|break|flash|state|status|steady|simultaneously|together|alternate(?:ly)?|alternating|intermittent(?:ly)?|bright|"
    r"green|red|up|one|all|or|two|three|four|five|approx(?:imately)?|about|minutes?|min)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class State:
    """Colour (or ""), pattern, and rhythm in the notation of corpus/README.md section 3 ("0.5/1.5", "T=2", "x5", a name)."""

    color: str
    pattern: str
    rhythm: str = ""
    more_colors: tuple[str, ...] = ()

    @property
    def notation(self) -> str:
        """The state in the lamp notation."""
        return " ".join(x for x in (self.color, self.pattern, self.rhythm if self.pattern == "flash" else "") if x)


def seconds(value: str, unit: str | None) -> float:
    """Return a printed time in seconds; a number without a unit above 20 is in milliseconds."""
    number = float(value)
    return number / 1000 if (unit or "").lower().startswith("m") or (not unit and number > 20) else number


def _figure(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def rhythm(text: str) -> str:
    """Return the rhythm that a text prints, in the lamp notation, or ""."""
    for pattern in _ON_OFF:
        if found := pattern.search(text):
            on, off = seconds(found[1], found[2] or found[4]), seconds(found[3], found[4] or found[2])
            return f"{_figure(on)}/{_figure(off)}" if on > 0 and off > 0 else ""
    if found := _NAMED.search(text):
        return re.sub(r"[ _-]", "", found[1]).upper()
    if found := _PERIOD.search(text):
        value = seconds(found[1] or found[3], found[2] or found[4])
        return f"T={_figure(value)}" if value > 0 else ""
    if _EVERY_SECOND.search(text):
        return "T=1"
    if found := _MULTIPLE.search(text):
        return f"x{_COUNT[found[1].lower()]}"
    if found := _TIMES.search(text):
        word = next(g for g in found.groups() if g).lower()
        count = _COUNT.get(word) or (int(word) if word.isdecimal() else 0)
        if 0 < count <= 20 and (count > 1 or "time" in text.lower()):
            return f"x{count}"
    return ""


def pattern_of(text: str) -> str:
    """Return off, steady or flash when the text says one of them, else ""."""
    if words.FLASH.search(text) or any(p.search(text) for p in _ON_OFF):
        return "flash"
    plain = words.NOT_LAMP.sub(" ", text)
    if words.OFF.search(plain) and not re.search(r"\b(?:on|lit|solid|steady)\b(?!.*\boff\b)", plain, re.IGNORECASE):
        return "off"
    if words.STEADY.search(plain):
        return "steady"
    return ""


# Times spelt out: `two seconds on`.
_SPELT = re.compile(rf"(?i)\b(?:{'|'.join(counts(10))})(?= (?:second|millisecond|minute)s?\b)")
# Verbs that are a lamp's state where they stand alone; `lights` is a noun elsewhere.
_ALONE = re.compile(r"(?i)^(?:lights|shines|burns|illuminate[sd])$")
# Rhythms counted in Roman figures: Flash I, Flash III.
_ROMAN = re.compile(r"(?i)^((?:flash|blink|flicker)(?:ing)?)[ -](?-i:I{1,3}|IV|VI?)$")


@lru_cache(maxsize=20_000)
def read(text: str) -> State | None:
    """Return the state that a whole cell or phrase describes; None when it is not the description of a lamp's state."""
    text = re.sub(r"(?i)^0(?=(?:n|ff)$)", "o", text.strip())
    text = _ROMAN.sub(r"\1", _ALONE.sub("lit", text))
    if not text or len(text) > 90:
        return None
    text = re.sub(r"(?i)\bhalf (?:a |an )?second\b", "0.5 s", text)
    text = _SPELT.sub(lambda m: str(CARDINALS.index(m[0].lower())), text)
    pattern = pattern_of(text)
    colors = tuple(dict.fromkeys(words.COLOR_WORDS[c.lower()] for c in words.COLOR.findall(text)))
    if not pattern and not colors:
        return None
    left = words.OFF.sub(" ", words.STEADY.sub(" ", words.FLASH.sub(" ", text)))
    left = words.COLOR.sub(" ", _FILLING.sub(" ", re.sub(r"[\W\d_]+", " ", left)))
    if any(len(w) > 1 for w in left.split()):
        return None
    return State(colors[0] if colors else "", pattern, rhythm(text) if pattern == "flash" else "", colors[1:])


def pure(text: str) -> bool:
    """Tell whether a cell is a pattern or colour and nothing else."""
    return read(text) is not None


def with_color(state: State, color: str) -> State:
    """Return the state with the colour of another cell, when it has none of its own."""
    found = words.COLOR.search(color)
    return replace(state, color=words.COLOR_WORDS[found[1].lower()]) if found and not state.color else state


def lamp_name(text: str) -> str:
    """Return a lamp's name without the words that any lamp has: `RUN indicator (green)` → RUN; signs of the notation go."""
    name = re.sub(r"\([^)]*\)|[●○■□★☆◆◇◎⚫⚪*]", " ", text)
    name = (
        re.sub(r"(?i)\b(?:led ?)?(?:indicat(?:or|ion)s?|lights?|lamps?|leds?(?![\d-]))\b", " ", name)
        if len(name.split()) > 1
        else name
    )
    name = words.COLOR.sub(" ", name) if len(name.split()) > 1 else name
    name = re.sub(r"[:;,|\"]+", " ", name)
    return re.sub(r"\s+", " ", re.sub(r"^\W*\d{1,2}[.)]?\s+(?=\D)", "", name.strip())).strip(" -–—.")


def splits(text: str) -> list[tuple[str, str]]:
    """Return (state, meaning) pairs of a text like `Flashing: charging; Steady green - full`, or [] when it has none."""
    out: list[tuple[str, str]] = []
    for piece in _glued(text) or re.split(r"\s*(?:;|•|●(?=\s*\w)|·|\n)\s*", text):
        found = re.match(r"^(.{2,70}?(?:\([^)]*\))?)\s*(?::|=|–|—| - )\s*(\S.*)$", piece)
        if found and (state := read(re.sub(r"[()]", " ", found[1]))) and state.pattern:
            out.append((found[1], found[2]))
        elif out and piece:
            out[-1] = (out[-1][0], f"{out[-1][1]} {piece}")
    return out


# Where a further state begins, whose line break was lost: `ON = works BLINK = starts OFF = no supply`.
_STATE_WORD = (
    r"(?:(?:slow(?:ly)?|fast|quick(?:ly)?|rapid(?:ly)?|short|long|steady|continuously|green|red|yellow|orange|blue|white|amber)[ -])*"
    r"(?:on|off|lit|dark|unlit|steady|solid|blink(?:s|ing)?|flash(?:es|ing)?|puls(?:es|ing)|flicker(?:s|ing)?|breathing)(?: \d)?"
)
_FURTHER = re.compile(rf"(?i)(?:^|[\s,.]+)({_STATE_WORD})\s*[=:]\s*[^\W\d]")


def _glued(text: str) -> list[str]:
    """Return the states of a cell whose lines were run together, each with what it means; [] when it is none."""
    starts = [m.start(1) for m in _FURTHER.finditer(text)]
    pieces = [text[a:b].strip(" ,.") for a, b in pairwise([*starts, len(text)])] if starts[:1] == [0] else []
    told = [re.fullmatch(r"(.{2,30}?)\s*[=:]\s*(.*[A-Za-z]{3}.*)", p) for p in pieces]
    states = [read(m[1]) if m else None for m in told]
    return pieces if len(pieces) > 1 and all(s and s.pattern for s in states) else []


_OF_RHYTHM = re.compile(
    r"(?i)\b(?:flash(?:es|ing|ed)?|blink(?:s|ing|ed)?|light|lit|on|off|dark|out|every|once|twice|times?|per|in|a|an|at|for|about|approx|"
    r"each|within|and|then|k?hz|m?s|sec|seconds?|min|minutes?|period|cycle|one|two|three|four|five|half|slow|fast|x|t)\b"
)


def is_rhythm(text: str) -> bool:
    """Tell whether a text says how often or how long a lamp flashes, and nothing else: a note that explains a word.

    >>> is_rhythm("once in 2 s"), is_rhythm("light 0.25 s / off 3.75 s. Flash 2"), is_rhythm("Charge for 2 s")
    (True, True, False)
    """
    timed = re.search(r"(?i)\d ?(?:m?s|sec|seconds?|min|minutes?|hz)\b|\b(?:once|twice|every|times)\b", text)
    return bool(timed) and not re.search(r"[^\W\d_]", _OF_RHYTHM.sub(" ", text))


_LONGEST_NAME = 5
_SENTENCE = re.compile(
    r"(?i)[.!?]\s|\b(?:is|are|was|were|when|whenever|while|if|which|that|below|above|times|means?|indicates?|described)\b|\b(?:the|a|an|of|in|to)$|^(?-i:the|a|an)\s"
)


def is_name(lamps: str) -> bool:
    """Tell whether the lamps of a row (`RUN: flash; ALM: off`) have names, and not pieces of a sentence.

    >>> is_name("RUN: flash; ALM: off"), is_name("when the server is connected: steady")
    (True, False)
    """
    names = [lamp.partition(":")[0].strip() for lamp in lamps.split("; ")]
    return all(len(n.split()) <= _LONGEST_NAME and not _SENTENCE.search(n) for n in names)
