"""States told in sentences under the heading of the one lamp they are about: `A slow green pulse says that …`, `At steady blue …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.importing import lamp_words, words
from kb.importing.blocks import Section
from kb.importing.found import Found
from kb.importing.lamp_words import State
from kb.importing.lamps import state_found
from kb.importing.sentences import LIKELY, sentences
from kb.importing.told_lamps import cut_state
from kb.model.numerals import figures

# A heading that is the name of one lamp, or of one strip, ring or bar of lamps.
_ONE = re.compile(
    r"(?i)(?:the )?((?:(?:light|led|lamp|indicator|signal|status|state|front)[ -])?(?:strip|ring|bar|band|stripe|belt|tube|halo)"
    r"(?: of (?:light|leds|lamps))?|(?:status|state|power|charge|fault|alarm|front|logo)[ -](?:led|lamp|light|indicator))"
)
_LAMPISH = re.compile(r"(?i)\b(?:leds?|lamps?|lights?|lit|flash\w*|blink\w*|puls\w+)\b")
_VERB = r"(?:means?|says?|shows?|indicates?|signals?|tells?(?: you)?|reports?|stands? for|announces?)"
_SAYS = re.compile(
    rf"(?i)^(?:and |but )?(?:an? |the )?(?P<state>[\w ,-]{{3,72}}?)\s+{_VERB}\s+(?:that\s+|of\s+)?(?P<told>\S.*)$"
)
_AT = re.compile(r"(?i)^(?:at|on|with|by|in)\s+(?P<rest>\S.*)$")
_SUBJECT = re.compile(r"(?i)^\s*,?\s*(?P<told>(?:the|an?|there|it|no|one|this)\s+\S.*)$")
# Where another state begins to be told in the same sentence.
_NEXT = re.compile(
    rf"(?i)\s*[,;]\s*(?:and |but )?(?=(?:an? )?(?:{words.COLOR.pattern}|steady|slow|quick|fast|flash\w*|blink\w*|puls\w+)\b)"
)
_FOLLOWED = re.compile(r"(?i)\s*,?\s*\bfollowed by [^,;]{3,40}$")
_COUNT = re.compile(
    r"(?i)\b(two|three|four|five|\d)\s+(?:(?:short|long|quick|slow|brief)\s+)?((?:\w+\s+)?(?:flash|blink|puls)\w*)"
)
_FIGURE = figures(5, least=2)


def lamp_of(section: Section) -> str:
    """Return the one lamp that a section's heading names, or "" where it names none or its text speaks of no light."""
    found = _ONE.fullmatch(section.heading.text.strip(" .:"))
    text = " ".join(b.text for b in section.blocks[:3])
    return section.heading.text.strip(" .:") if found and _LAMPISH.search(f"{found[1]} {text}") else ""


def from_section(section: Section) -> list[Found]:
    """Return the states that the sentences of a section tell of the lamp in its heading."""
    name = lamp_of(section)
    if not name:
        return []
    out = []
    for paragraph in sentences(section):
        for sentence in paragraph:
            for state, told in _stated(sentence.text.strip().rstrip(".")) if sentence.sure else ():
                row = state_found({"meaning": told}, name, state, (sentence.place,), 0.75)
                out.append(row.mended(LIKELY, 1.0).questioned("the lamp is the one that the heading names", 0.9))
    return out


def _stated(text: str) -> Iterator[tuple[State, str]]:
    for piece in _NEXT.sub("\n", text).split("\n"):
        said, at = _SAYS.match(piece), _AT.match(piece)
        if said and (state := _state(said["state"])):
            yield state, said["told"].strip(" ,;.")
        elif at:
            read, rest = cut_state(at["rest"])
            told = _SUBJECT.match(rest)
            if read and told and not words.ACTION.match(told["told"]):
                yield read, told["told"].strip(" ,;.")


def _state(text: str) -> State | None:
    """Return what a noun says that the lamp does: `slow pulse in green`, `three short red flashes followed by a pause`."""
    plain = _COUNT.sub(lambda m: f"{m[2]} {_FIGURE.get(m[1].lower(), m[1])} times", _FOLLOWED.sub("", text))
    state = lamp_words.read(re.sub(r"(?i)\bpulse\b", "pulses", plain))
    return replace(state, pattern=state.pattern or "steady") if state else None
