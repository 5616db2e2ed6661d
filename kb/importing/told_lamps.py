"""Lamps told in running sentences: `When the red lamp flashes twice a second, the pack is too hot`, `A steady green light means ready`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from kb.importing import lamp_words, words
from kb.importing.blocks import Section
from kb.importing.found import Found
from kb.importing.lamp_words import State
from kb.importing.lamps import state_found
from kb.importing.sentences import LIKELY, Sentence, sentences
from kb.model.numerals import counts

_COLOR = words.COLOR.pattern
_NOUN = (
    r"(?:status |signal |pilot |warning |indicator |control )?(?:LEDs?|lamps?|lights?|indicators?|indicator (?:light|lamp)|"
    r"(?:light |LED )?ring(?: of light)?|(?:light|LED) (?:bar|strip)|LED (?:ring|bar|strip))"
)
_HOW = (
    r"(?:(?:steady|steadily lit|solid|constant|continuous|permanent|flashing|blinking|pulsing|flickering|breathing|"
    r"slowly (?:flashing|blinking)|(?:fast|quickly|rapidly) (?:flashing|blinking)|lit|unlit|dark)(?:,? ))"
)
# `the red lamp`, `the RUN LED`, `LED H1 (green)`, `the lamp POWER`.
_SUBJECT = re.compile(
    rf"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Bb]oth|[Aa]ll|[Aa]ny|[Tt]his)\s+)?(?P<how>(?i:{_HOW}))?(?P<color>(?i:{_COLOR})\s+)?(?P<how2>(?i:{_HOW}))?"
    rf"(?P<name>(?:[A-Z][A-Z\d/+-]{{0,9}}|[A-Z][a-z]{{2,9}}|[“\"][\w /+-]{{1,14}}[”\"])\s+)?(?i:(?P<color2>{_COLOR})\s+)?(?P<noun>\b(?i:{_NOUN}))\b"
    r"(?:\s+(?P<after>(?:[A-Z]{1,4}\d{0,2}|[A-Z]{2,9}|[“\"][\w /+-]{1,14}[”\"])(?![\w-])))?(?:\s*\((?P<color3>(?i:"
    + _COLOR
    + r"))\))?"
)
_FOREIGN = re.compile(
    r"(?i)\b(?:room|ceiling|cellar|emergency|street|head|traffic|work(?:ing)?|day|sun|day|ambient|garage|of the (?:vehicle|car|"
    r"router|modem|switch|meter)|in the (?:vehicle|car|app|cellar|room|house)|on the (?:router|modem|vehicle))\s*"
)
_WHEN = (
    r"(?:when(?:ever)?|if|while|as long as|as soon as|once|until|during|in case of|in the event of|after|because|to (?:show|"
    r"indicate|signal) (?:that)?|in)"
)
_THEN = re.compile(rf"(?i)^[\s,]*(?:and )?({_WHEN})\s+(?:that )?(\S.*)$")
_MEANS = re.compile(
    r"(?i)^[\s,]*(?:which |this |that |it )?(?:means|indicates?|shows?|signals?|signifies|stands? for|points? to|tells?(?: you)?|says?|reports?|"
    r"announces?|is a sign)\b\s*(?:that |of )?\s*:?\s*(\S.*)$"
)
_OPENING = re.compile(rf"(?i)^(?:{_WHEN}|at|on|with)\s+(.{{3,90}}?),\s+$|^(?:{_WHEN})\s+(.{{3,60}}?)\s+$")
_IF = re.compile(r"(?i)^(?:and |but )?(?:when(?:ever)?|if|should|while|as long as|as soon as|once)\s+$")
# Where a further state of the same lamp begins: `and goes out …`, `; it flashes …`, `, then lights steadily …`.
_MORE = re.compile(
    r"(?i)(?:[,;]\s*|\s+)(?:and |but |or )?(?:then |it |they |both )?(?=(?:flash(?:es)?|blinks?|puls(?:es|ates)|goes (?:out|off|"
    r"dark)|lights?(?: up)?|is (?:lit|off|on|dark|out|red|green|blue|orange|yellow|white|amber)|stays|remains|turns|changes to|"
    r"glows|flickers)\b)"
)
_IT = re.compile(r"(?i)^(?:it|this lamp|this led|the lamp|the led|the light|the indicator)\b\s*")
_NONE = re.compile(r"(?i)\b(?:no|without(?: a| an)?|not have an?|neither)\s+(?:\w+ )?$")
MOST = 9
_DOES = r"flash\w*|blink\w*|puls\w+|is|are|stays?|remains?|lights?|goes?|glows?|turns?|flicker\w*|shows?"
_ELSEWHERE = re.compile(
    r"(?i)^(?:on|at|in|of) the (?:other |connected )?(?:inverter|battery|charger|meter|router|modem|car|vehicle|generator|pack|phone)\b"
)
_LEAD = re.compile(
    r"(?i)^(?:in addition|moreover|besides|also|note|please note|further(?:more)?|additionally)\s*[:,]?\s+(?:that\s+)?"
)
_SHOWN_BY = re.compile(
    r"(?i)^(.{3,60}?)\s+(?:is|are)\s+(?:shown|indicated|signal?led|displayed|reported|announced|recogni[sz]ed)\s+(?:by|with)\s*$"
)
_COUNTED = re.compile(
    r"(?i)^(?P<count>one|a single|two|a double|three|four|five|six|\d{1,2})\s+(?:(?:short|long|quick|slow|"
    rf"fast)\s+)?(?:(?P<lit>{_COLOR})\s+)?(?:flash(?:es)?|blinks?|puls(?:es)?)\s+(?:of|by|from)\s+"
)
_PAUSE = re.compile(
    r"(?i)^\s*,?\s*(?:followed by|with|and)\s+(?:an? )?(?:long |short )?(?:pause|break)s?(?: of [\w.]+ \w+)?\s*,?"
)
_COUNTS = counts(6) | {"a single": 1, "a double": 2}
_THAT = re.compile(r"(?i)^\s*,?\s*(?:that|which)\s+")
_WHILE = re.compile(
    r"(?i)^\s*,?\s*while\s+[^,;]{3,40}?(?=\s*,|\s+(?:means?|indicates?|shows?|signals?|reports?|tells?)\b)"
)
# How many lamps, and how they shine with each other: neither belongs to what it means.
_EACH = re.compile(r"(?i)(?<=\s)(?:(?:all|only|both|each|the|of|these|two|three|four|five|six|\d)\s+)+$")
_AT_ONCE = re.compile(
    r"(?i)^\s*(?:together|simultaneously|at the same time|alternately|in turns?|one after (?:the )?other)\b"
)
_AND = re.compile(r"(?i)^\s*(?:,|and|&)\s*(?=\S)")
# A further thing that the lamp does, before it is said what that means.
_GOES_ON = re.compile(
    r"(?i)^\s*(?:,\s*|\s+and\s+)(?:and |then )*(?:goes|begins?|pauses?|turns?|starts?|stays?|repeats?|is dark|then)\b[^,]*"
)
# A state does not end with these: they begin what it means.
_OPEN_END = re.compile(r"(?i)in|with|and|at|for|of|the|an?|when|while|if|as|after|or|then|to|by|from")
# Advice is no meaning, nor is the rest of a sentence that was cut off.
_NO_MEANING = re.compile(
    rf"(?i)^(?:please |then )?(?:turn|count the|note the|{words.ACTION.pattern})|(?:^|\s)(?:and|or|the|an?|of|to|with)$"
)
_LATER = re.compile(rf"(?i)^({_WHEN})\s+(\S.*?),?\s+it\s+")


@dataclass(frozen=True)
class _Lamp:
    """Who is spoken of: its name, its colour, and how it is called shining, where the noun says that (`a steady green light`)."""

    name: str
    color: str
    how: str = ""


def from_section(section: Section, *, names: Collection[str] = ()) -> list[Found]:
    """Return the states of lamps that sentences of a section explain; `names` are lamps that the manual's tables name."""
    out: list[Found] = []
    for paragraph in sentences(section):
        lamp: _Lamp | None = None
        for said in paragraph:
            sentence = replace(said, text=_named(said.text, names))
            if not sentence.sure or _ELSEWHERE.match(sentence.text):
                continue
            found = list(_told(sentence, lamp))
            out += [f for f, _ in found]
            named = [x for m in _SUBJECT.finditer(sentence.text) if (x := _lamp(m, sentence.text))]
            told = [x for x in named if x.name or x.color] or named
            lamp = told[-1] if told else lamp
    return out


def _named(text: str, names: Collection[str]) -> str:
    """Write the word for a lamp behind its bare name, where what it does follows: `If COM flashes` is `If COM LED flashes`."""
    known = [re.escape(n) for n in names if re.fullmatch(r"[A-Z][A-Z\d/+-]{1,9}", n)]
    if not known:
        return text
    follows = rf"\s+(?:{_DOES}|that|which|followed|means?|says?|tells?|indicates?)\b|\s*(?:,|and|&|while)\s"
    bare = rf"\b({'|'.join(known)})\b(?!\s*(?:LED|lamp|light|indicator|[-(:]))(?={follows})"
    return re.sub(bare, r"\1 LED", text)


def _lamp(match: re.Match[str], text: str) -> _Lamp | None:
    """Return who a noun speaks of; None for lamps of another thing, and where it says that there is none."""
    before = text[: match.start()]
    if (
        _NONE.search(before)
        or _FOREIGN.search(text[match.end() : match.end() + 24])
        or _FOREIGN.search(before[-12:] + match[0])
    ):
        return None
    named = (match["name"] or match["after"] or "").strip(' “”"')
    if re.fullmatch(
        r"(?i)(?:the|a|an|this|if|when|while|each|both|all|any|one|its|in|is|no|led|status|once|during|after|before|only|some|many|"
        r"these|those|every|other|neither|either|such|which|watch|see|then|also|two|three|four)",
        named,
    ):
        named = ""
    if match["noun"].lower().endswith("s") and not (named or match["color"] or match["color2"]):
        return None  # `the lamps`: which of them is not said
    kind = re.match(r"(?i)(status|signal|pilot|warning|control)\s", match["noun"])
    if not named and kind:
        named = kind[1].capitalize()
    said = match["color"] or match["color2"] or match["color3"] or ""
    found = words.COLOR.search(said)
    how = (match["how"] or match["how2"] or "").strip(" ,")
    return _Lamp(named, words.COLOR_WORDS[found[1].lower()] if found else "", how)


def _told(sentence: Sentence, last: _Lamp | None) -> Iterator[tuple[Found, _Lamp]]:
    text = _LEAD.sub("", sentence.text.strip().rstrip(".!"))
    counted = _COUNTED.match(text)
    match = next((m for m in _SUBJECT.finditer(text) if _lamp(m, text)), None)
    if counted and match and match.start() == counted.end() and (lamp := _lamp(match, text)):
        told = _MEANS.match(_PAUSE.sub("", text[match.end() :]))
        lamp = replace(lamp, color=words.COLOR_WORDS[counted["lit"].lower()]) if counted["lit"] else lamp
        count = _COUNTS.get(counted["count"].lower()) or int(counted["count"])
        state = State(lamp.color, "flash", f"x{count}" if count > 1 else "")
        if told:
            yield from _made(lamp, state, told[1], sentence, guessed=False)
        return
    spoken = _IT.match(text) if match is None or match.start() > 0 else None
    if match is not None and not (spoken and last):
        lamp = _lamp(match, text)
        if lamp is None:
            return
        opening, rest, guessed = text[: match.start()], text[match.end() :], False
        both = _AND.match(rest)
        second = _SUBJECT.match(rest, both.end()) if both else None
        if second and (other := _lamp(second, text)) and (lamp.name or lamp.color) and (other.name or other.color):
            yield from _together((lamp, other), opening, rest[second.end() :], sentence)
            return
        bare = re.fullmatch(r"(?i)the (?:led|lamp|light|indicator)", match[0].strip())
        if bare and last and not lamp.color and not lamp.name:
            lamp, guessed = replace(last, how=lamp.how), True
    elif last is not None and spoken:
        opening, rest, lamp, guessed = "", text[spoken.end() :], replace(last, how=""), True
    elif last is not None and (said := re.match(rf"(?i)^({_WHEN})\s+it\s+", text)):
        opening, rest, lamp, guessed = f"{said[1]} ", text[said.end() :], replace(last, how=""), True
    elif last is not None and (said := _LATER.match(text)):
        opening, rest, lamp, guessed = f"{said[1]} {said[2]}, ", text[said.end() :], replace(last, how=""), True
    else:
        return
    yield from _states(lamp, opening, rest, sentence, guessed=guessed)


def _together(lamps: tuple[_Lamp, _Lamp], opening: str, rest: str, sentence: Sentence) -> Iterator[tuple[Found, _Lamp]]:
    """`When RUN and ALM flash together, …`: one state of two lamps."""
    plain = re.sub(r"(?i)\b(?:together|simultaneously|at the same time|both|alternately|in turn)\b", " ", rest)
    for found, lamp in _states(lamps[0], opening, re.sub(r"  +", " ", plain), sentence, guessed=False):
        shown = words.COLOR.sub("", found.cells["lamps"].partition(": ")[2]).strip()
        each = [f"{x.name or 'Indicator'}: {x.color} {shown}".replace("  ", " ") for x in lamps]
        cells = {**found.cells, "lamps": "; ".join(each), "id": " ".join(each)}
        yield replace(found, cells=cells), lamp


def _states(
    lamp: _Lamp, opening: str, rest: str, sentence: Sentence, *, guessed: bool
) -> Iterator[tuple[Found, _Lamp]]:
    if lamp.how and (shown := _SHOWN_BY.match(opening)):
        yield from _made(lamp, lamp_words.read(lamp.how), shown[1], sentence, guessed=guessed)
        return
    if lamp.how and (means := _MEANS.match(rest)):
        yield from _made(lamp, lamp_words.read(lamp.how), means[1], sentence, guessed=guessed)
        return
    if lamp.color and not lamp.how and (means := _MEANS.match(rest)):
        # `A red light shows a fault`: lit, though nobody says so.
        yield from _made(lamp, State(lamp.color, "steady"), means[1], sentence, guessed=True)
        return
    opening = _EACH.sub("", opening)
    bound = _THAT.match(rest)
    state, after = cut_state(rest[bound.end() :] if bound else rest)
    if bound and state and (means := _MEANS.match(_WHILE.sub("", after))):
        yield from _made(lamp, state, means[1], sentence, guessed=guessed)
        return
    if state is None and lamp.how:
        state, after = lamp_words.read(lamp.how), rest
    if state is None:
        return
    after = _AT_ONCE.sub("", after)
    if _IF.match(opening):
        # `When the red lamp flashes, the pack is too hot`.
        while going := _GOES_ON.match(after):
            after = after[going.end() :]
        told = re.match(r"^\s*,\s*(?:then )?(\S.*)$", after)
        if told and not words.ACTION.match(told[1]):
            yield from _made(lamp, state, _plain(told[1]), sentence, guessed=guessed)
        return
    before = _OPENING.match(opening)
    pieces = _MORE.split(after)
    head = pieces[0]
    told = _THEN.match(head) or _MEANS.match(head)
    if told:
        yield from _made(lamp, state, told[told.lastindex or 1], sentence, guessed=guessed)
    elif (
        before
        and not re.search(r" the \w+$", before[1] or before[2])
        and not re.match(r"(?i)^\s*(?:on|at)\s+the\b", opening)
    ):
        yield from _made(lamp, state, (before[1] or before[2]).strip(), sentence, guessed=guessed)
    held = state
    for piece in pieces[1:]:
        more, left = cut_state(piece)
        following = (_THEN.match(left) or _MEANS.match(left)) if more else None
        if more and following:
            own = more if more.color or more.pattern == "off" else replace(more, color=held.color)
            yield from _made(lamp, own, following[following.lastindex or 1], sentence, guessed=guessed)


def cut_state(rest: str) -> tuple[State | None, str]:
    """Cut what a lamp does off the beginning of a text: the longest run of words that says nothing else."""
    tokens = list(re.finditer(r"[^\s,;:]+", rest))
    best: tuple[State | None, str] = (None, rest)
    for count in range(1, min(MOST, len(tokens)) + 1):
        said = rest[: tokens[count - 1].end()]
        if _OPEN_END.fullmatch(tokens[count - 1][0]):
            continue
        if re.search(r"[,;:]", said.strip()) and not re.search(r"(?i)\b(?:and|or)\b", said):
            break
        plain = re.sub(r"(?i)\bsteadily\b|\bpermanently\b|\bcontinuously\b|\bconstantly\b", "steady", said)
        plain = re.sub(
            r"(?i)\b(?:burns|shines|shows|turns|changes to|becomes|will|starts? to|begins? to|starts?|itself|at intervals of|again|only|also|now)\b",
            " ",
            plain,
        )
        plain = re.sub(r"(?i)\bevery (?:two|2) seconds\b", "every 2 s", plain)
        plain = re.sub(r"(?i)\b(?:lights|lit)\b(?! up)", "lit", plain)
        state = lamp_words.read(plain.strip())
        if state is not None and (state.pattern or state.color):
            best = (replace(state, pattern=state.pattern or "steady"), rest[tokens[count - 1].end() :])
    return best


def _plain(told: str) -> str:
    return re.sub(r"(?i)^(?:this means|it means|that means|this indicates)\s+(?:that\s+)?", "", told)


def _made(
    lamp: _Lamp, state: State | None, meaning: str, sentence: Sentence, *, guessed: bool
) -> Iterator[tuple[Found, _Lamp]]:
    told = re.sub(r"(?i)^(?:that |the fact that )", "", re.split(r",\s+which\b|;\s", meaning)[0]).strip(" .,;")
    # What ends with a colon says that a list or table follows, which tells it.
    if state is None or not state.pattern or len(told) < 3 or lamp_words.pure(told) or told.endswith(":"):
        return
    if _NO_MEANING.search(told):
        return
    own = lamp_words.with_color(state, lamp.color) if state.pattern != "off" else state
    row = state_found({"meaning": told}, lamp.name, own, (sentence.place,), 0.75)
    row = row.mended(LIKELY, 1.0)
    yield (row.questioned("which lamp is meant stands in the sentence before", 0.9) if guessed else row), lamp
