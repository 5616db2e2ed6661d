"""The contacts of a plug that a question names, by number, by letter, by place or by order."""

from __future__ import annotations

import re

from kb.model.numerals import ORDINALS, figures

_NUMBERS = figures(16)
_PIN = re.compile(
    r"\b(?:pins?|contacts?)\s*(?:is\s+)?(?:no\.?|number|#)?\s*(\d{1,2}|[a-h])\b(?!\s*(?:v|volts?|a|amps?)\b)"
    r"|\b(?:wire|conductor|core|position)\s+(?:no\.?\s*|number\s+|#\s*)?(\d{1,2})(?=\s+(?:in|of|on|at|for|carr\w+|does|do|is)\b|\s*\?|$)"
    r"|\b(\d{1,2})(?:st|nd|rd|th)?\s+pin\b(?!\s*(?:no\.?|number|#)?\s*\d)(?! ?(?:plug|connector|terminal|block|strip|socket|header|jack)s?\b)"
    r"|\b(?:terminals?|clamp)\s*(?:no\.?|number|#)?\s*(\d{1,2})\b(?!\s*(?:mm|x|a\b|amps?))"
    r"|\b(?:part|piece|point|letter)\s+([a-h])\b(?!['\u2019\w])"
    r"|\b(?:pins|contacts|terminals)\b[^?!]{1,90}\b(?:number|no\.?|nr\.?) ?(\d{1,2})\b"
    r"|\b(?:which|what) (?:pin|contact)\b[^.?!,;]{1,40}\bis (?:number|no\.?|nr\.?|#) ?(\d{1,2})\b",
    re.IGNORECASE,
)
PIN_PAIR = re.compile(r"\bpins? ?(\d+)\s*(?:to|and|-|\u2192|>)+\s*(?:pin ?)?(\d+)", re.IGNORECASE)
# "The dry contact one, what is on number four?": this "one" is no number.
_PIN_WORD = re.compile(
    rf"(?<!\bthe dry )\b(pins?|contacts?|conductors?|positions?|slots?|terminals?|wires?|cores?)\s+(?:no\.?\s+|number\s+)?({'|'.join(_NUMBERS)})\b",
    re.IGNORECASE,
)
_ON_NUMBER = re.compile(
    rf"\b((?:on|at|of|for|from|to|into|goes to|is) (?:number|no\.?)) ({'|'.join(_NUMBERS)})\b", re.IGNORECASE
)
_ORDINAL = re.compile(rf"\b({'|'.join(ORDINALS)}) (pins?|contacts?)\b", re.IGNORECASE)
# "The seventh wire", where a plug is spoken of.
_NTH_WIRE = re.compile(
    rf"\b({'|'.join(ORDINALS)}|\d(?=st|nd|rd|th))(?:st|nd|rd|th)? (wire|conductor|core|leg|position|slot|way)\b",
    re.IGNORECASE,
)
# A place in a plug, which is a pin only where a plug is spoken of: a SIM card has its slot as well.
_IN_PLUG = re.compile(
    r"\b(?:position|pos\.?|slot|way|screw|(?:on|at|of|for|from|into) (?=n))\s*(?:no\.?|number|#)?\s*(\d{1,2}|[a-h])\b(?!['\u2019\w])"
    r"|\b(?:contacts?|pins?|wires?|parts?|pieces?) (?:lettered|labell?ed|marked|named|called|numbered|with the letter)"
    r" [\"'\u201c\u2018]?([a-h]|\d{1,2})\b"
    r"|\b(?:sits?|goes|lands?|belongs?|carried|runs) (?:on|at|in|to) (\d{1,2})\b(?! ?(?:v|a|mm|%|\u00b0|am|pm|o'clock))",
    re.IGNORECASE,
)
_GOESORDINALS = re.compile(rf"\b(?:goes|comes|sits|is|stands|belongs) ({'|'.join(ORDINALS)})\b", re.IGNORECASE)
_PLUG = re.compile(
    r"\b(?:plugs?|connectors?|rj-?45|sockets?|crimp\w*|terminals?|terminal block|dry contact|header|jack|pins?|contacts?|conductors?|568b?"
    r"|link (?:in|out)|com)\b",
    re.IGNORECASE,
)


# "3 of 4 batteries on Link IN" is no pin: only a letter, which is told as one, may stand farther off.
_OF_PLACE = re.compile(
    r"(?:(?:^|\W)(?<!protocol )(?<!\bid )(?:(?:no\.?|number|nr\.?|#|terminal|position|slot|way) ?)?"
    r"(\d{1,2})\s+(?:of|on|at|in)\s+(?:the |its |his |your |my )?"
    r"|\bletter ([a-h])\s+(?:of|on|at|in)\s+(?:\w+ ){0,4})$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^(?: (?:plug|socket|port|connector|block|strip|terminal block|jack|header))?[ ,:]*"
    r"(?:(?:no\.?|number|nr\.?|#|terminal|position|slot|way|p) ?(\d{1,2})\b|(\d{1,2})(?= signal\b| wire\b| colou?r\b| function\b| meaning\b))",
    re.IGNORECASE,
)


# "Contacts marked A to D": none of them is asked about by itself.
_MARKED_FROM = re.compile(
    r"\b(?:marked|labell?ed|lettered|named|called|numbered) (?:from )?(?:[A-Z]|\d{1,2}) ?(?:to|through|-|\u2013) ?(?:[A-Z]|\d{1,2})\b",
    re.IGNORECASE,
)
# "Link OUT 5", and little else said.
_LAST = re.compile(r"^ ?(\d{1,2}) ?\??$")
_FEW = 6


def places_at(text: str, start: int, end: int) -> frozenset[str]:
    """Return the numbers of pins told beside a connector's name, which stands in the text from `start` to `end`.

    >>> sorted(places_at("4 of Link IN", 5, 12)), sorted(places_at("COM number 7", 0, 3)), sorted(places_at("COM 7 or so", 0, 3))
    (['4'], ['7'], [])
    >>> sorted(places_at("COM p3", 0, 3)), sorted(places_at("COM 1 signal", 0, 3))
    (['3'], ['1'])
    >>> sorted(places_at("sr48 link out 5", 5, 13))
    ['5']
    """
    before, after = _OF_PLACE.search(text[:start]), _PLACE.match(text[end:])
    last = _LAST.match(text[end:]) if len(text.split()) <= _FEW else None
    return frozenset((m[1] or m[m.lastindex or 1]).upper() for m in (before, after, last) if m)


def pins(text: str) -> frozenset[str]:
    """Return the pin numbers and letters of a question; the article in "pin a cable" is no pin.

    >>> sorted(pins("pin ten and pin 3")), sorted(pins("the second contact"))
    (['10', '3'], ['2'])
    >>> sorted(pins("RJ45 plug: the conductor at position five")), sorted(pins("slot 2 of the SIM tray"))
    (['5'], [])
    >>> sorted(pins("the dry contact one, what is on number four")), sorted(pins("dry contact one"))
    (['4'], ['1'])
    >>> sorted(pins("I count nine contacts in the COM1 plug. What does number 9 do?"))
    ['9']
    >>> sorted(pins("contacts marked A to D, which letter is pin 3"))
    ['3']
    >>> sorted(pins("what colour is the seventh wire in the LAN plug")), sorted(pins("the second wire of the fence"))
    (['7'], [])
    """
    text = _ON_NUMBER.sub(lambda m: f"{m[1]} {_NUMBERS[m[2].lower()]}", _MARKED_FROM.sub(" ", text))
    text = _PIN_WORD.sub(lambda m: f"{m[1]} {_NUMBERS[m[2].lower()]}", text)
    text = _ORDINAL.sub(lambda m: f"{m[2]} {ORDINALS[m[1].lower()]}", text)
    out = set()
    for match in _PIN.finditer(text):
        pin = next(g for g in match.groups() if g)
        if pin != "a" or not re.match(r"\s+\w", text[match.end() :]):
            out.add(pin.upper())
    if _PLUG.search(text):
        out.update(ORDINALS.get(n.lower(), n) for n, _ in _NTH_WIRE.findall(text))
        out.update((m[1] or m[2] or m[3]).upper() for m in _IN_PLUG.finditer(text))
        out.update(ORDINALS[n.lower()] for n in _GOESORDINALS.findall(text))
    return frozenset(out)
