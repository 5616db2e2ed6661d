"""Faults told in sentences: `Error E07 means that the fan is blocked`, `If the display shows F12, …`, `With 0x30 the reader is defective`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from kb.importing import words
from kb.importing.alarm_codes import make_of, unmisread
from kb.importing.alarms import Entry, found
from kb.importing.blocks import Place, Section
from kb.importing.found import Found
from kb.importing.sentences import LIKELY, Sentence, sentences

_MARK = (
    r"(?-i:[A-Z]{1,3}[-_ ]?\d[\dOlI]{0,3}(?:\.\d)?|[A-Z][lIO]\d{1,3}|[A-Z][a-z]{1,2}\d[\dOlI]{1,2}|Err\.? ?\d{1,4}|"
    r"ERR ?\d{1,4}|0x[0-9A-Fa-f]{1,6})"
)
_PLAIN = r"\d{1,4}|(?-i:(?!(?:CAN|BMS|LED|DIP|SOC|USB|LCD|PCS|OFF|GND|LAN|RUN|ALM|APP)\b)[A-Z]{3,5})(?![\w-])"
_KIND = (
    r"(?:the )?(?:(?:serious|most serious|internal|display|blink|flash) )*(?:error|fault|alarm|warning|alert|message|event|note|"
    r"code|number)s?(?:[ -](?:code|message|number|no\.?))?"
)
# A code with the word for it, or one that stands for itself.
_CODE = rf"(?:{_KIND}\s+[\"“‘']?(?P<code>{_MARK}|{_PLAIN})|[\"“‘']?(?P<bare>{_MARK}))[\"”’']?"
_CALLED = r"\s*(?:\((?P<called>[^()]{3,60})\)\s*)?"
_ADVERB = r"(?:(?:only|also|always|then|just|merely|usually|simply|at the same time)\s+)?"
_TELLS = (
    r"(?:means?|stands for|indicates?|signals?|signifies|shows?|tells?|points? to|reports?|says?|records?|denotes?|warns?(?: of)?|announces?|"
    r"is the (?:code|number|message) (?:for|of)|is (?:reported|shown|displayed|raised|triggered|issued|set|given|output|sent|"
    r"written|entered|stored|logged|recorded) (?:when(?:ever)?|if|on|at|"
    r"in case of|after|as soon as|because|by|with)|"
    r"(?:appears|occurs|comes? up|comes?|arises|is active|is seen|follows|lights) (?:when(?:ever)?|if|on|at|in case of|after|as soon as|with))"
)
_SHOWS = r"(?:shows?|displays?|reports?|reads|gives?|says|sends?|writes|announces?)"
_FORMS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"^{_KIND}\s+(?P<code>{_MARK}|\d{{1,4}})(?P<bare>)\s*[:–—-]\s*(?P<told>\S.*)$",
        rf"^{_CODE},\s*(?P<called>(?:an?|the|too)\s[^,]{{3,60}}),\s*(?P<told>\S.*)$",
        rf"^{_CODE}{_CALLED}\s*,?\s*{_ADVERB}{_TELLS}\s*:?\s*(?:you\s+)?(?:that\s+)?(?P<told>\S.*)$",
        rf"^{_CODE}[^:]{{0,60}}:\s*(?:it|this)\s+(?:only )?(?:says|means|tells|shows|reports|indicates)\s+(?:that\s+)?(?P<told>\S.*)$",
        (
            rf"^(?:if|when(?:ever)?|should)\s+(?:\S+ ){{0,4}}?(?:{_SHOWS}|there is|appears?|sees?)?\s*{_CODE}{_CALLED}(?:\s+(?!the\b|"
            rf"a\b)[^,]{{0,50}})?\s*,\s*(?:then )?(?P<told>\S.*)$"
        ),
        (
            rf"^(?:the |your |a )?(?:\w+ ){{1,3}}{_SHOWS}\s+{_CODE}{_CALLED}\s*,?\s*(?:when(?:ever)?|if|as soon as|after|in case of|"
            rf"because|while|with|on)\s+(?P<told>\S.*)$"
        ),
        rf"^(?:with|at|on|under|for)\s+{_CODE}{_CALLED}\s*,?\s+(?P<told>(?:the|a|an|there|no|one|two)\s+\S.*)$",
        rf"^(?:with|at)\s+{_CODE}\s*,?\s+(?P<told>\S.*)$",
        rf"^(?:the )?(?:\w+ ){{0,3}}(?:message|error|fault|alarm|warning|code|event)s? (?:is|reads|says)\s+{_CODE}\s*[:–—,-]\s*(?P<told>\S.*)$",
        rf"^{_CODE}\s*\((?P<called>[^()]{{3,60}})\)\s+(?P<told>\S.*)$",
        rf"^(?P<code>)(?P<bare>{_MARK})\s*[:–—]\s*(?P<told>\S.*)$",
        (
            rf"^(?:if|when(?:ever)?)\s+(?P<told>[^,]{{4,90}}),\s*(?:the (?:display|screen|app|unit|device) {_SHOWS}\s+)?{_CODE}(?:\s+(?:is|"
            rf"appears|comes|lights|occurs|will|shows).*)?$"
        ),
        (
            rf"^(?P<told>(?:a|an|the|too|no)\s+[^,;:]{{4,70}}?)\s+(?:leads to|causes|triggers|gives|sets|is (?:shown|reported|signalled|"
            rf"displayed|told) (?:as|by|with))\s+{_CODE}"
        ),
    )
)
# `F64 is a heat sink failure`, `If F62 is shown the stop is active`: a word of a fault stands with them.
_FORMS += tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"^{_CODE}\s+is\s+(?:an?|the)\s+(?P<told>\S.*)$",
        (
            rf"^(?:if|when(?:ever)?)\s+{_CODE}\s+(?:is (?:shown|displayed|reported|active)|appears|comes(?: up)?|occurs)\s+"
            r"(?P<told>(?:the|an?|there|no)\s+\S.*)$"
        ),
    )
)
# Numbers without a word before them, beside numbers that a table explains: three figures and more, as quantities come with units.
_LONG = r"(?P<code>\d{3,5})(?P<bare>)"
_LONG_FORMS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"^{_LONG}{_CALLED}\s+{_ADVERB}{_TELLS}\s*:?\s*(?:that\s+)?(?P<told>\S.*)$",
        rf"^(?:finally|lastly|likewise|similarly|and),?\s+{_LONG}{_CALLED}\s+{_ADVERB}{_TELLS}\s*:?\s*(?:that\s+)?(?P<told>\S.*)$",
        (
            rf"^(?:if|when(?:ever)?|should)\s+{_LONG}{_CALLED}\s+(?:is (?:shown|displayed|reported|stored)|appears?|comes?(?: up)?|"
            r"occurs?)\s*,\s*(?P<told>\S.*)$"
        ),
        rf"^(?:an?|the|another)\s+{_KIND}\b[^,]{{0,40}},\s*{_LONG}\s*\((?P<called>[^()]{{3,60}})\),?\s+(?P<told>\S.*)$",
    )
)
# `With 60 the sensor is wrong`, beside sentences that tell other numbers with the word for them.
_NUMBER = re.compile(r"(?i)^(?:with|at|on|under)\s+(?P<code>\d{1,4})(?P<bare>),?\s+(?P<told>(?:the|a|an|no)\s+\S.*)$")
# After these the name is over.
_CUT = re.compile(
    r"\s*;\s*|\.\s+|:\s+|,\s+(?=(?:please\s+)?(?:check|contact|call|restart|switch|disconnect|replace|reduce|clean|wait|update|"
    r"ask)\b)|,\s+(?:which|so that|and (?:nobody|the|it|that|a|only)|but|that is|because|since)\b|"
    r"\s+(?:because|so that|or that|and that)\b"
)
_ARTICLE = re.compile(r"(?i)^(?:that |the |a |an |there (?:is|was) (?:a |an |no )?)")
_SOCKET = re.compile(
    r"(?i)^(?:COM|CAN|LAN|USB|CN|PV|LED|SW|DIP|PIN|BIT|SOC|DI|DO|AI|RJ|IP|RS|UN|EN|AC|DC|[B-DG-KM-VX-Z])[-_ ]?\d{1,4}$|^L\d$|^[XJKQS]\d"
)
_NEXT = re.compile(rf"\b{_CODE}", re.IGNORECASE)
_FIRST = re.compile(rf"^{_CODE}(?=\s+\w)", re.IGNORECASE)
# Numbers are given to settings and devices too.
_NUMBERED = re.compile(r"(?i)(?:the )?numbers?\b")
_IT_MEANS = re.compile(
    r"(?i)^(?:it|this) (?:only |just )?(?:means?|says?|stands for|indicates?|tells?)\s+(?:that\s+)?(?P<told>\S.*)$"
)
MOST_WORDS = 18
_ABOUT = re.compile(
    r"(?i)\b(?:faults?|errors?|alarms?|warnings?|messages?|events?|diagnos\w+|codes?|incidents?|troubles?\w*)\b"
)
# Codes that a section about messages may explain without another word of a fault.
_MAKES = ("E0", "F0", "A0", "W0", "C0", "E-0", "F-0", "ERR 0", "ERR0", "0X0")


def from_section(section: Section, *, makes: Collection[str] = (), numbered: bool = False) -> list[Found]:
    """Return the faults whose code a sentence explains; advice in the same and the next sentences belongs to them.

    `makes` are the makes of the codes that the manual's tables hold (`A000`); a bare code of another make needs a word of a fault.
    So does what is called a number, unless the section's own list of faults is `numbered`.
    """
    out: list[Found] = []
    about = _ABOUT.search(section.heading.text)
    told = sentences(section)
    counted = "0" in makes
    listed = [e["code"] for p in told if len(p) == 1 and p[0].sure and (e := _entry(p[0], makes))]
    for paragraph in told:
        # Beside a code that is explained with a word of a fault stand others of its make, also in lines of their own.
        read = [e["code"] for s in paragraph if s.sure and (e := _entry(s, makes))]
        read += listed if len(paragraph) == 1 else []
        known = {*makes, *map(make_of, read), *(_MAKES if about else ())}
        held: tuple[dict[str, str], Place] | None = None
        for sentence in paragraph:
            plain = any(c.isdecimal() for c in read)
            said = _said_of(sentence)
            other = _NUMBERED.match(said.text) and not numbered and not words.FAULT.search(said.text)
            entry = _entry(said, known, plain=plain, counted=counted) if said.sure and not other else None
            if entry:
                out += _made(*held) if held else []
                held = (entry, sentence.place)
            elif held and words.ACTION.match(sentence.text) and not _NEXT.search(sentence.text):
                cells, place = held
                held = (
                    {**cells, "actions": f"{cells['actions']}; {sentence.text}".strip("; ")},
                    place | sentence.place,
                )
        out += _made(*held) if held else []
    return out


def _said_of(sentence: Sentence) -> Sentence:
    """Return a sentence `It means that …` with the code that the sentence before it begins with in the place of `it`."""
    told = _IT_MEANS.match(sentence.text)
    code = _FIRST.match(sentence.before[-1]) if told and sentence.before else None
    if told is None or code is None:
        return sentence
    return replace(sentence, text=f"{code[0].strip()} means that {told['told']}")


def _entry(
    sentence: Sentence, makes: Collection[str], *, plain: bool = False, counted: bool = False
) -> dict[str, str] | None:
    text = sentence.text.strip().rstrip(".")
    forms = (*_FORMS, *(_LONG_FORMS if counted else ()), *((_NUMBER,) if plain else ()))
    match = next((m for form in forms if (m := form.match(text))), None)
    if not match:
        return None
    code, repair = unmisread((match["code"] or match["bare"]).strip())
    groups = match.groupdict()
    name, told = (groups.get("called") or "").strip(), match["told"].strip()
    if not name and words.ACTION.match(told):
        return None  # `If E07 is shown, restart the unit` says what to do and not what it means
    if match["bare"] and make_of(code) not in makes and (_SOCKET.match(code) or not words.FAULT.search(text)):
        return None
    parts = [p for p in _CUT.split(told) if p]
    rest = told[len(parts[0]) :].strip(" ,;:.") if parts else ""
    advice = [
        p.strip() for p in re.split(r"\s*;\s*|\.\s+|,\s+(?=please\b)", rest) if p and words.ACTION.match(p.strip(" ,"))
    ]
    named = name or _ARTICLE.sub("", parts[0] if parts else told)
    named = named.strip(" ,")
    return {
        "code": code,
        "name": named[:1].upper() + named[1:],
        "cause": parts[0] if name and parts else "",
        "actions": "; ".join(advice),
        "repair": repair,
    }


def _made(cells: dict[str, str], place: Place) -> list[Found]:
    row = found(Entry({k: v for k, v in cells.items() if k != "repair"}, (place,)), {}, base=0.7, coded=True)
    if not row or len(row.cells["name"].split()) > MOST_WORDS:
        return []
    row = row.mended(LIKELY, 1.0)
    return [row.mended(cells["repair"]) if cells["repair"] else row]
