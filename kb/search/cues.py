"""Patterns of everyday language: which words make which kind of question; pins, quantities, codes, negation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.bundle.analysis import terms
from kb.model.numerals import as_roman

PLACES = re.compile(r"(?:p|pin|pins|led|soc|lamp|pv|ph|phase|l|step|switch|sw|dip|q|no)\d+(?:-\d+)?", re.IGNORECASE)
QUANTITY = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)\s*(kwh|kw|wh|mah|ma|ah|v|a|w|hz|mm2|mm|cm|km|m|kg|%|\u00b0?c|\u2103|s|sec|min|h|hours?|days?|months?|years?|"
    r"cycles|packs?|batter(?:y|ies)|modules?|inverters?|units?)(?![\w])",
    re.IGNORECASE,
)
CODE = re.compile(r"(?=[a-z0-9-]*\d)(?=[a-z0-9-]*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*", re.IGNORECASE)
NOT = re.compile(
    r"\b(not|no|never|won'?t|wont|can'?t|cant|cannot|doesn'?t|doesnt|isn'?t|isnt|without|stopped|refuses)\b",
    re.IGNORECASE,
)

# A short dip of a light is no DIP switch.
DIP_WORD = r"(?:(?-i:DIPs?)|(?<!short )(?<!brief )(?<!small )(?<!quick )(?<!little )(?<!slight )dips?)"

# Which words make which kind of question; the kinds of fact that answer it stand in slots.py.
CUES: dict[str, re.Pattern[str]] = {
    "pin": re.compile(
        r"\b(pins?|pinouts?|wires?|wiring|wired|conductor|rj-?45|a\+|b-|(?:which|what)(?: two| three| four)? contacts?"
        r"|(?:contact|terminal|screw|wire) (?:by|to) (?:contact|terminal|screw|wire))\b",
        re.IGNORECASE,
    ),
    "cable": re.compile(
        r"\b(cables?|lead|hook(ed)? up|wire (it|up)|connect(ing|ed)?\b.*\b(to|with)|patch)\b", re.IGNORECASE
    ),
    "dip": re.compile(
        rf"\b({DIP_WORD}|dip ?switch(es)?|(?:tiny|little|small|micro|mini) switches|switch(es)? (setting|position|[1-9])"
        r"|protocol|baud|address(ing)?|master|slave)\b",
        re.IGNORECASE,
    ),
    "alarm": re.compile(
        r"\b(alarm|fault|faulty|error|protection|code|failure|warning|trips?|tripp(ed|ing))\b", re.IGNORECASE
    ),
    "howto": re.compile(
        r"\b(how (do|can|to|should|would)|steps?|procedure|instructions?|way to|what do i (do|press)|set ?up|replace|install|change|reset)\b",
        re.IGNORECASE,
    ),
    "figure": re.compile(
        r"\b(how (many|much|long|high|large|big|far|deep|heavy|thick|often|hot|cold|wide|tall|fast|"
        r"close|near|old)|max(imum)?|min(imum)?|limit|rated|rating|range|dimensions?|weight|distance|value|diameter|spec(s|ification)?|"
        r"(what|which|wich) (is the )?(size|voltage|current|level|temperature|torque|distance|length|power|capacity|weight|section|breaker|"
        r"humidity|diameter))\b",
        re.IGNORECASE,
    ),
    "why": re.compile(r"\b(why|reason|cause|how come)\b", re.IGNORECASE),
    "may": re.compile(
        r"\b(can i|may i|should i|is it (ok|okay|safe|allowed|fine)|am i allowed|allowed|safe to|dangerous|forbidden|"
        r"ok to|okay to|must i|do i (have|need) to|a must|mandatory|required|can (it|the|my|this|we|you)\b(?!.*\b(bus|cable|pins?)\b))\b",
        re.IGNORECASE,
    ),
    "trouble": re.compile(
        r"\b(won'?t|wont|doesn'?t|doesnt|does not|not working|stopped|keeps?|problem|issue|fails?|failed|"
        r"dead|lost|unable|can'?t|cannot|no longer|stuck|missing|wrong|broken|isn'?t)\b",
        re.IGNORECASE,
    ),
}

STRANGE_COLORS = ("purple", "violet", "pink", "cyan", "magenta", "turquoise", "brown")
"""Colours that people tell and no lamp of these manuals has."""
# A lamp that looks like this is in no state that a manual describes, and a fault may be.
ODD = re.compile(r"\b(strange\w*|weird\w*|wierd\w*|odd|oddly|abnormal\w*|funny|crazy)\b", re.IGNORECASE)
CONFLICT = re.compile(
    r"\b(differ|different\w*|disagree|conflict|contradict\w*|which (one|is) (is )?(right|correct|true)|manuals?|guides?|books?)\b",
    re.IGNORECASE,
)
# Said of what is printed, so that it cannot be about two lamps: that it disagrees; that one place says this, another that;
# that a place says this and also that.
_PRINTED = (
    r"(?:books?|manuals?|guides?|editions?|pages?|tables?|papers?|documents?|sources?|sections?|chapters?|drawings?|sheets?"
    r"|leaflets?|booklets?|appendix|annex)"
)
_TELLS = (
    r"(?:says?|said|tells?|prints?|shows?|gives?|names?|lists?|puts?|calls?|has|states?|claims?|reads?|speaks?|talks?|marks?"
    r"|recommended|required|compulsory|mandatory|optional)"
)
AT_ODDS = re.compile(
    rf"\b{_PRINTED}\b[^.?!]*\b(?:disagree\w*|contradict\w*|conflict\w*"
    r"|two (?:different|separate|conflicting|sets|values|figures|ranges|numbers|answers)|different (?:values|figures|ranges|numbers|things|answers)"
    r"|(?:don'?t|do not|doesn'?t|does not) (?:agree|match|fit)|(?:the |an)other(?: one)?(?: says| has| gives| shows| prints| names| lists| puts)?)\b"
    rf"|\b(?:disagree|contradict)\w*\b[^.?!]*\b{_PRINTED}\b"
    r"|\b(?:says?|prints?|find|found|shows?|gives?|names?|see|read) both\b"
    r"(?! (?:of|batter|pack|lamp|light|led|cable|pin|side|unit|device|inverter))"
    rf"|\b{_PRINTED}\b[^.?!]{{0,50}}\b{_TELLS}\b[^?!]{{2,160}}\b{_PRINTED}\b[^.?!]{{0,50}}\b{_TELLS}\b"
    rf"|\b{_PRINTED}\b[^.?!]{{0,50}}\b{_TELLS}\b[^.?!]{{2,120}}\b(?:but|and|yet|then)\b[^.?!]{{0,15}}\b(?:also|elsewhere|later|further|lower)\b"
    rf"|\bone {_PRINTED} {_TELLS}\b[^?!]{{2,60}}\bone {_TELLS}\b"
    rf"|\bone {_PRINTED}\b[^?!]{{2,160}}\b(?:elsewhere|later on|further (?:down|on|up|back)|lower down)\b",
    re.IGNORECASE,
)
PROTOCOL = re.compile(r"\b(?:protocol\s*(?:id|no\.?|number|#)?|id)\s*(\d{1,2})\b", re.IGNORECASE)
"""A protocol by its number, which is the match's first group."""
_VERSION = re.compile(r"\bversion[ -]?(i{1,3}|iv|v|[1-5])\b", re.IGNORECASE)
_LEAD = re.compile(r"\b(?:cables?|leads?|cords?|patch|wires?|kits?)\b", re.IGNORECASE)
_CAN = re.compile(r"\bCAN\b|\bcan[- ]?bus\b|\bcan (?:cable|port|pins?|plug|wire|protocol|connection)")
_RS485 = re.compile(r"\brs[- ]?485\b|\b485\b|\bmodbus\b", re.IGNORECASE)


def versions(text: str) -> frozenset[str]:
    """Return the versions of a cable that a question names, as printed: "cable version 2" is version II.

    >>> sorted(versions("the version-i lead or cable version 3")), sorted(versions("app version 4"))
    (['I', 'III'], [])
    """
    said = _VERSION.findall(text) if _LEAD.search(text) else ()
    return frozenset(as_roman(int(v)) if v.isdecimal() else v.upper() for v in said)


_REFUSED_BUS = re.compile(
    r"\b(?:not|no|instead of|rather than)(?: over| via| on| by| through)?(?: the| a)? (?:can|rs-?485)\b(?: ?-?bus)?(?! you| i\b| we)",
    re.IGNORECASE,
)


def bus(text: str) -> str:
    """Return CAN or RS485 when exactly one of them is named as a bus and not refused, else an empty text.

    >>> bus("on RS485, not CAN"), bus("RS485 instead of the CAN bus"), bus("CAN or RS485")
    ('RS485', 'RS485', '')
    """
    text = _REFUSED_BUS.sub(" ", text)
    can, rs485 = _CAN.search(text) is not None, _RS485.search(text) is not None
    return ("CAN" if can else "RS485") if can != rs485 else ""


# What stands behind AC, DC or another name when it is no lamp.
_WIRING = frozenset(
    {
        "switch", "switches", "breaker", "input", "output", "cable", "cables", "side", "terminal", "terminals", "port", "ports", "wire",
        "voltage", "current", "connector", "connectors", "fuse", "isolator", "coupled", "plug", "socket", "line", "wiring",
    }
)  # fmt: skip
_RATING = re.compile(
    r"(?<![\w.,-])(?:ec ?|ac ?|hybrid ?)?(\d{1,2}\.\d)(?![\w.%]|\s*(?:v|a|mm|m|s|sec|seconds?|kwh|ah|hz|volts?|amps?)\b)",
    re.IGNORECASE,
)
_KILOWATT = re.compile(r"(?<![\w.,-])(\d{1,2}(?:\.\d)?)\s?kw\b", re.IGNORECASE)


# A colour beside these is a wire's, not a lamp's.
OF_WIRES = re.compile(r"\b(wires?|leads?|cables?|cores?|conductors?|terminals?|sleeves?|plugs?)\b", re.IGNORECASE)


_SOFTWARE = frozenset({"firmware", "bms", "software", "laptop", "update", "upgrade", "file", "version", "canalyst"})
_SHINING = frozenset(
    {"light", "lights", "led", "leds", "lamp", "lamps", "indicator", "indicators", "alm", "run", "soc", "red", "green", "blue"}
)  # fmt: skip


_FAILS = frozenset(
    {"fail", "fails", "failed", "failure", "fault", "error", "err", "loss", "lost", "problem", "issue", "trouble", "timeout", "alarm"}
)  # fmt: skip


def is_communication(name: str, after: Sequence[str]) -> bool:
    """Tell whether "com" is said for communication, which is no socket: "BMS com fail"."""
    return name.lower() == "com" and bool(after) and after[0] in _FAILS


def flashes_software(words: Sequence[str]) -> bool:
    """Tell whether "flashing" is said of software and of no lamp: "flashing the BMS from a laptop"."""
    said = set(words)
    return any(w.startswith("flash") for w in said) and bool(said & _SOFTWARE) and not said & _SHINING


def part_of_wiring(after: Sequence[str]) -> bool:
    """Tell whether the word after a lamp's name makes it a part: the "DC switch" is no lamp."""
    return bool(after) and after[0] in _WIRING


def ratings(text: str) -> frozenset[float]:
    """Return the ratings a question names: "EC 5.0", "a 6 kW inverter".

    >>> sorted(ratings("switch for an EC 5.0 or a 6 kW one at 1.5 V"))
    [5.0, 6.0]
    """
    return frozenset(float(x) for x in (*_RATING.findall(text), *_KILOWATT.findall(text)))


_MOMENT = re.compile(r"\bin (?:a|the) (?:blink|flash)\b|\bblink of an eye\b", re.IGNORECASE)


def in_a_moment(text: str) -> bool:
    """Tell whether a blink or a flash is but a moment: "leapt from 88 to 100 in a blink"."""
    return _MOMENT.search(text) is not None


_UNIT = r"mm\u00b2|mm2?|m|cm|v|a|ah|kwh?|w|%|s|ms|min|h|hours?|days?|months?|years?|\u00b0c|packs?|batteries"
_OR = re.compile(
    rf"([\w.\u00b2\u00b0-]+)(?: (?:{_UNIT}))? or (?:rather |is it |the |a |an )?([\w.\u00b2\u00b0-]+)", re.IGNORECASE
)


def alternatives(text: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of terms that a text names as either this or that.

    >>> alternatives("is the lamp green or blue"), alternatives("25 mm2 or 35 mm2?"), alternatives("on or off")
    ((('green', 'blue'),), (('25', '35'),), (('on', 'off'),))
    """
    pairs = ((terms(a) or [a.lower()], terms(b) or [b.lower()]) for a, b in _OR.findall(text))
    return tuple((a[0], b[0]) for a, b in pairs if a[0] != b[0])


# What is switched, in which direction: "turn the pump off again", "it keeps cutting out".
_TURNED_OFF = re.compile(
    r"\b(?:(?:turn|switch|power|shut)(?:s|ed|ing)?(?: [\w-]+){0,4}? off|go(?:es)? off|(?:shut|switch)(?:s|ting)? (?:\w+ )?down|cut(?:s|ting)? out"
    r"|drops? out|(?:take|cut)s?(?: \w+)? power (?:away|off)|stops? running|completion condition"
    r"|(?:heat|warm)\w*(?: \w+){0,4} (?:stop|end|finish)(?:s|ed|es)?|(?:stop|end|finish)(?:s|ed|es)?(?: \w+)? (?:heat|warm)ing)\b",
    re.IGNORECASE,
)
_TURNED_ON = re.compile(
    r"\b(?:(?:turn|switch|power)(?:s|ed|ing)?(?: [\w-]+){0,4}? on|come(?:s)? on|kicks? in|start(?:s|ed|ing)? (?:up|running)|opening condition"
    r"|(?:heat|warm)\w*(?: \w+){0,4} (?:start|begin)(?:s|ed|ning)?|(?:start|begin)s?(?: \w+)? (?:heat|warm)(?:ing)?)\b",
    re.IGNORECASE,
)


def turned(text: str) -> str:
    """Return "on" or "off" when a text tells that something is switched in this one direction, else an empty text.

    >>> turned("when does it turn the heat pump off again"), turned("Heat pump powers on"), turned("turn it off and on")
    ('off', 'on', '')
    """
    off, on = _TURNED_OFF.search(text) is not None, _TURNED_ON.search(text) is not None
    return ("off" if off else "on") if off != on else ""
