"""Switches told in sentences: `Set switches 1 and 3 to ON for address 5`, `If switch 2 is ON, the buzzer is silent`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kb.importing.blocks import Section
from kb.importing.found import Found
from kb.importing.sentences import Sentence, sentences

_KEY = r"(?:(?:DIP(?:[ -]?switch(?:es)?)?|(?:coding |address |mode )?switch(?:es)?|levers?|SW|jumpers?|positions?)\s*(?:nos?\.?\s*)?#?)"
_NUMBERS = r"(\d{1,2}(?:\s*(?:,|/|&|and|to|–|-|,\s*and)\s*\d{1,2})*)"
_STATE = r"[\"“]?(ON|OFF|on|off|On|Off|UP|DOWN)[\"”]?"
_SET = re.compile(
    rf"\b{_KEY}\s*{_NUMBERS}(?: (?:of|on) [\w ]{{1,16}}?)?\s*(?:(?:is|are|must be|has to be|have to be|should be)\s+)?(?:set |put |"
    rf"turned |switched |moved |pushed )?"
    rf"(?:to |in |into |at |on )?(?:the )?(?:position )?{_STATE}(?: position)?\b",
    re.IGNORECASE,
)
_ALSO = re.compile(
    rf"(?i)(?:^|[,;]\s*(?:and |but )?|\s(?:and|but)\s)(?:(?:set|put|turn|switch) (?:it|them) to |(?:if|when) (?:it is|set to) |"
    rf"in (?:the )?(?:position )?|if |set to |at |with )?(?:the )?{_STATE}(?: position)?\s*(?:[:=,–—]|it\b|means|for|to|"
    rf"in\b)?\s*(\S.*)$"
)
_SELECTS = re.compile(
    rf"(?i)^(?:the )?{_KEY}\s*(\d{{1,2}})\s+(?:selects?|sets?|chooses?|switches|determines?|controls?|defines?|changes|is for|"
    rf"is used for|activates|enables|connects)\s+(?:the )?([\w /-]{{3,60}}?)\s*(?:[:(,–—]|\s-\s)\s*(.+)$"
)
_EACH = re.compile(
    rf"{_STATE}(?: position)?\s*(?:=|:|–|—|for|means|is|selects|sets)\s*(\S.*?)(?=(?:\s*[,;/]|"
    rf"\s+and)\s*{_STATE}(?: position)?\s*(?:=|:|–|—|for|means|is|selects|sets)|[.)]?$)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"(?i)^\s*(?:position )?(?:,|:|–|—|=|for|to|when|if|in order to|means|selects?|sets?|gives?|and|the|so that|as)(?!\w)\s*(\S.*)$"
)
_OTHER = re.compile(r"(?i)\b(?:breaker|isolator|circuit|mains|main switch|before|first|then wait|again)\b")
DOUBT = "what the switch sets was read from a sentence"


def from_section(section: Section) -> list[Found]:
    """Return the positions of numbered switches that sentences of a section give a meaning."""
    out: list[Found] = []
    for paragraph in sentences(section):
        last = ""
        for sentence in paragraph:
            if not sentence.sure:
                continue
            found = list(_selected(sentence)) or list(_set(sentence))
            if not found and last and (more := _ALSO.match(sentence.text)):
                found = [_found({last: more[1].upper()}, more[2], sentence)]
            if found:
                last = found[-1].cells["switch"] if len(found) == 1 or found[-1].cells["switch"].isdigit() else last
            out += [f for f in found if f.cells["meaning"]]
    return out


def _selected(sentence: Sentence) -> Iterator[Found]:
    """`Switch 1 selects the baud rate: ON = 500 kbit/s, OFF = 250 kbit/s`."""
    head = _SELECTS.match(sentence.text)
    if not head:
        return
    each = list(_EACH.finditer(head[3]))
    if len({m[1].upper() for m in each}) == len(each) > 1:
        for m in each:
            yield _found({head[1]: m[1].upper()}, f"{head[2].strip()}: {m[2].strip(' .')}", sentence)


def _set(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    marks = list(_SET.finditer(text))
    if not marks or (_OTHER.search(text) and "DIP" not in text):
        return
    states: dict[str, str] = {}
    for m in marks:
        states |= dict.fromkeys(_numbers(m[1]), m[2].upper())
    first, last = marks[0], marks[-1]
    # `with 1 ON and 2 OFF …` is one setting: nothing but a joint stands between its parts.
    joined = all(
        re.fullmatch(r"(?i)\s*(?:,|and|, and|with)\s*(?:set |turn )?", text[a.end() : b.start()])
        for a, b in pairwise(marks)
    )
    if not joined:
        for a, b in zip(marks, [*marks[1:], None], strict=True):
            rest = text[a.end() : b.start() if b else len(text)]
            if told := _purpose(rest):
                yield _found(dict.fromkeys(_numbers(a[1]), a[2].upper()), told, sentence)
        return
    told = _purpose(text[last.end() :])
    before = re.match(
        r"(?i)^(?:for|to(?: set| select| choose| get)?)\s+(.{3,60}?),?\s+(?:set|put|turn|switch|move)\b", text
    )
    if before and before.end() <= first.start() + len("the "):
        told = before[1]
    if not told:
        return
    main, _, rest = told.partition("; ")
    also = _ALSO.search(told)
    if also and len(states) == 1 and also[1].upper() != next(iter(states.values())):
        (switch,) = states
        yield _found(states, told[: also.start()], sentence)
        yield _found({switch: also[1].upper()}, re.sub(r"^(?:it )", "", also[2]), sentence)
        return
    del rest
    yield _found(states, main, sentence)


def _purpose(rest: str) -> str:
    found = _PURPOSE.match(rest) or re.match(r"^\s+((?:the|a|an|this|it)\s+\S.*)$", rest)
    told = found[1].strip(" .,;") if found else ""
    return told if len(told) > 2 and not re.match(r"(?i)^(?:wait|before|then)\b", told) else ""


def _numbers(text: str) -> list[str]:
    span = re.fullmatch(r"\s*(\d{1,2})\s*(?:to|–|-)\s*(\d{1,2})\s*", text)
    if span and int(span[1]) < int(span[2]) <= int(span[1]) + 12:
        return [str(n) for n in range(int(span[1]), int(span[2]) + 1)]
    return [str(int(n)) for n in re.findall(r"\d+", text)]


def _found(states: dict[str, str], told: str, sentence: Sentence) -> Found:
    numbers = sorted(map(int, states))
    told = told.strip(" .,;")
    if len(numbers) == 1:
        cells = {"switch": str(numbers[0]), "position": states[str(numbers[0])], "meaning": told}
    else:
        low, high = numbers[0], numbers[-1]
        shown = [states.get(str(n), "any") for n in range(low, high + 1)]
        cells = {"switch": f"{low}-{high}", "position": " ".join(shown), "meaning": told}
    return Found("dip", cells, (sentence.place,), 0.85).mended(DOUBT, 1.0)
