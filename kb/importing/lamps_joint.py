"""States that several lamps show at once, told in sentences: `RUN and ALM flash together: an update`, `All three lights flashing tell that …`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from kb.importing import lamp_words, words
from kb.importing.blocks import Section
from kb.importing.found import Found
from kb.importing.lamp_words import State
from kb.importing.sentences import LIKELY, Sentence, sentences
from kb.model.numerals import counts

LEAST, LONGEST = 2, 16
_NOUN = r"(?:LEDs?|lamps?|lights?|indicators?)"
_COUNTS = counts(6, least=2) | {"both": 2}
_ALL = re.compile(
    rf"(?i)\b(?:(?P<both>both)|all (?:of )?(?:the )?(?P<count>two|three|four|five|six|\d))\s+(?:\w+\s+)?{_NOUN}\b"
)
_DO = (
    r"(?P<how>(?:(?:are|is|will|all|both|then|only|slowly|quickly|rapidly|fast)\s+)*"
    r"(?:flash(?:es|ing)?|blink(?:s|ing)?|lit|on|off|dark|light(?:s)?(?: up)?|go(?:es)? out|stay (?:on|lit|off)|in (?:mode )?(?:flash|blink)\w*)\b"
    r"(?:\s+(?:steadily|slowly|quickly|rapidly|fast|red|green|yellow|orange|blue|white))?)"
)
# How they do it with each other, and in which rhythm: `in mode Flash 2 together`, `at the same time`.
_WITH = re.compile(
    r"(?i)^[\s,]*(?:(?:in|with|at) (?:the )?(?:mode |rhythm |pattern )?(?P<rhythm>(?:flash|blink|flicker)(?:ing)?[ _-]?\w{1,2})\b|"
    r"(?P<named>(?-i:[A-Z\d])\b)|for [\w.]+ ?(?:seconds?|s|minutes?|min)\b|together|simultaneously|"
    r"at the same time|at once|in step|alternately|in turns?|in (?P<color>red|green|yellow|orange|amber|blue|white)\b)"
)
_TOLD = re.compile(
    r"(?i)^\s*(?:[:–—]\s*|,\s*(?:then )?(?:this means (?:that )?)?|(?:,\s*)?(?:which |this |they )?(?:means?|indicates?|shows?|signals?|"
    r"tells?(?: you)?|says?|reports?|announces?|stands? for)\s+(?:that\s+|of\s+)?)(?P<told>\S.*)$"
)
# What it means may stand behind it as a time, or before it.
_WHEN = re.compile(
    r"(?i)^\s*,?\s*(?:when(?:ever)?|if|while|as long as|during|in case of|after|as soon as)\s+(?:that\s+)?(?P<told>\S.*)$"
)
_WHILE = re.compile(
    r"(?i)^(?:when(?:ever)?|if|while|as long as|during|in case of|after|as soon as)\s+(?P<told>\S+ [^;:]+?)\s*,?\s*$"
)
_BEFORE = re.compile(r"(?i)^(?:(?:when(?:ever)?|if|should|while|as long as|during|after)\b[^,;:]*?\s|the\s+)?$")
_ADVICE = re.compile(rf"(?i)^(?:please |then )?(?:{words.ACTION.pattern})")


def from_section(section: Section, *, names: Collection[str] = ()) -> list[Found]:
    """Return the states of lamps that a section's sentences tell of two or more of them; `names` are the lamps of the manual.

    `All three lights` are those lamps, where the manual has three.
    """
    known = [
        n
        for n in sorted(names)
        if re.fullmatch(r"[A-Z][A-Z\d/+-]{1,11}|[A-Z]\d{1,2}|[A-Z][a-z]{2,11}", n) and n != "Indicator"
    ]
    return [f for p in sentences(section) for s in p if s.sure for f in _told(s, known)] if len(known) >= LEAST else []


def _told(sentence: Sentence, known: list[str]) -> Iterator[Found]:
    text = sentence.text.strip().rstrip(".!;")
    found = _who(text, known)
    if found is None:
        return
    lamps, start, end = found
    does = re.match(rf"(?i)^\s+(?:{_NOUN}\s+)?{_DO}", text[end:])
    if not does or not (_BEFORE.match(text[:start]) or _WHILE.match(text[:start])):
        return
    rest = text[end + does.end() :]
    how = re.sub(r"(?i)^in (?:mode )?|\b(?:are|is|will|all|both|then|only)\b", " ", does["how"]).strip()
    joined = rhythm = ""
    while more := _WITH.match(rest):
        joined += more[0]
        rhythm = more["rhythm"] or (f"{how} {more['named']}" if more["named"] else rhythm)
        how = f"{more['color']} {how}" if more["color"] else how
        rest = rest[more.end() :]
    state = lamp_words.read(f"{how} {rhythm}".strip())
    told = _TOLD.match(rest) or _WHEN.match(rest) or (None if rest.strip() else _WHILE.match(text[:start]))
    if state is None or told is None:
        return
    alone = len(lamps) == 1 and (text[start:end].lower().startswith("only") or re.match(r"(?i)\s*\w+ing\b", text[end:]))
    if not (alone or (len(lamps) > 1 and (joined or len(lamps) > LEAST or "all" in text[start:end].lower()))):
        return
    meaning = re.split(r",\s+(?:which|and then|so that)\b|;\s", told["told"])[0].strip(" .,")
    if len(meaning.split()) > LONGEST or _ADVICE.match(meaning) or lamp_words.pure(meaning):
        return
    own = State(state.color, state.pattern or "steady", state.rhythm)
    cells = {
        "lamps": "; ".join(f"{n}: {own.notation}" for n in lamps),
        "meaning": meaning,
        "id": f"{' '.join(lamps)} {own.pattern}",
    }
    yield replace(Found("led_state", cells, (sentence.place,), 0.75).mended(LIKELY, 1.0))


def _who(text: str, known: list[str]) -> tuple[list[str], int, int] | None:
    """Return the lamps that a sentence names side by side, or all of them, with where that stands."""
    name = rf"(?:{'|'.join(sorted(map(re.escape, known), key=len, reverse=True))})(?![\w-])"
    some = re.search(rf"\b{name}(?:(?:, | and |, and | & | \+ |/){name})+", text)
    if some:
        return re.findall(name, some[0]), some.start(), some.end()
    one = re.search(rf"\b(?:[Oo]nly (?:the )?)?(?P<name>{name})(?=\s+(?:flash|blink|lit\b|is lit))", text)
    if one:
        return [one["name"]], one.start(), one.end()
    every = _ALL.search(text)
    if every:
        count = 2 if every["both"] else _COUNTS.get(every["count"].lower()) or int(every["count"])
        return (known, every.start(), every.end()) if count == len(known) else None
    return None
