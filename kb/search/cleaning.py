"""A question as it was sent → text that can be read: no control or direction characters, no lone surrogates, not too long."""

from __future__ import annotations

import re

from kb.model.errors import QueryError
from kb.model.numerals import NTH, counts, figures

MAX_QUERY = 2000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_ORDINALS = dict(zip(("1st", "2nd", "3rd", "4th"), NTH, strict=False))
_ORDINAL = re.compile(
    r"\b(1st|2nd|3rd|4th)\b(?! (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|pin))", re.IGNORECASE
)
_PER_CENT = re.compile(r"\bper cent\b", re.IGNORECASE)
_TENS = {
    w: str(n)
    for n, w in enumerate(("ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 1)
}
_TENS_OF = re.compile(rf"\b({'|'.join(_TENS)})(?= ?(?:percent\b|%))", re.IGNORECASE)
# "Wats the password": only in front of such a word it is no watts.
_WATS = re.compile(
    r"(^|[,;.?!-] )watts(?= (?:the|my|your|our|this|that|it|a)\b)| watts(?= it (?:do|does|4|for|mean|means)\b)",
    re.IGNORECASE,
)
# A baud rate as the trade writes it: 115k2, 9k6.
_BAUD = re.compile(r"\b(\d{1,3})k(\d)\b", re.IGNORECASE)
# "9600bd", "200ms on 1800of".
_BD = re.compile(r"\b(\d{4,6}) ?bd\b", re.IGNORECASE)
_OFF_CUT = re.compile(r"\b(\d{2,4}) ?off?(?= ?(?:[,.;?!]|$))", re.IGNORECASE)
# "On-off-on-off", as somebody writes down what a lamp does.
_ON_OFF = re.compile(r"\bon[ ,/-]+off(?:[ ,/-]+on[ ,/-]+off)+\b(?:[ ,/-]+on\b)?", re.IGNORECASE)

# "… of one battery, not the maximum?": what is not meant. "Not only this but that" means both.
_CONTRAST = re.compile(
    r"(?:,|;| -| \u2013|\()\s*(?:and |but )?not (?:just|merely|simply|the|an?(?! single\b)|its|(?:in|for|at|on) the|for)\b"
    r"(?![^.?!]*\b(?:but|as well|also)\b)"
    r"[^,.;?!()]{1,40}(?=[,.;?!)]|$)",
    re.IGNORECASE,
)
# "Through the PCS instead of the buttons": the buttons are not meant. "May I take A instead of B" asks of both.
_INSTEAD = re.compile(
    r"\s+(?:instead of|rather than)(?: (?:by|via|through|with|from|using|on))?(?: (?:the|an?|its|their|my|our))? "
    r"(?!(?:the|an?|its|their)\b)[\w-]+(?: buttons?| cable| switch)?(?=\s*(?:[,.;:?!)]|$))",
    re.IGNORECASE,
)
_OF_BOTH = re.compile(r"\b(?:can|could|may|is it|would|if|why|allowed|ok|mean\w*)\b", re.IGNORECASE)
_UNLIT = re.compile(
    r"\b(?:won'?t|will not|would not|wouldn'?t|does(?:n'?t| not)|did(?:n'?t| not)|never) light(?:s)?(?: up)?\b(?! the)"
    r"|\b(?:is|are|was)(?:n'?t| not) (?:lit|glowing|shining|illuminated)(?: up)?\b",
    re.IGNORECASE,
)
# "How do I turn of the battery".
_TURN_OF_IT = re.compile(
    r"\b((?:how (?:do|can|to|should)(?: (?:i|we|you))?|cannot|can'?t|want to|have to|need to) (?:turn|switch|shut|power)) of"
    r"(?= (?:the|my|it|this|a|our|an)\b)",
    re.IGNORECASE,
)
# "485 A" is the wire A of RS485; in small letters only beside a word for wires, for "a" is an article.
_WIRE_485 = re.compile(
    r"(?<![\w-])(?:[Rr][Ss][ -]?)?485[ -]?(?:([AB])(?![\w+]| ?\d)|([ab])(?= (?:pin|wire|line|terminal|contact|core)s?\b))"
)
# "Going on and off" is blinking.
_ON_AND_OFF = re.compile(
    r"\b(?:go(?:es|ing)|turn(?:s|ing)|com(?:es|ing)|light(?:s|ing)|switch(?:es|ing)) on and off\b", re.IGNORECASE
)
_BLUE_TOOTH = re.compile(r"\bblue tooth\b", re.IGNORECASE)
# "Lit without blinking", "green, not flashing".
_UNBLINKING = re.compile(
    r"\b(?:without|with no)(?: any)? (?:blink|flash|flicker|puls)(?:ing|es|ers)?\b"
    r"|\b(lit|on|red|blue|green|white|orange|glow(?:s|ing)?|shin(?:es|ing))(?:,| and| but)? not (?:blink|flash|flicker|puls)ing\b",
    re.IGNORECASE,
)
# "SR48100H can" has no verb for it, "as fast as it can" has.
_BARE_CAN = re.compile(
    r"(?<=\w )(?<!\bi )(?<!\bit )(?<!\bwe )(?<!\bhe )(?<!\byou )(?<!\bshe )(?<!\bthey )\bcan\b(?=\W*$)"
)
# "Plus n minus".
_N_IS_AND = re.compile(r"(?<=[a-z]{2}) n (?=[a-z]{3})", re.IGNORECASE)
# What is there no longer: "swaps his Victron for a Sunsynk".
_SWAPPED = re.compile(
    r"\b(?:swap(?:s|ped|ping)?|exchang(?:e|es|ed|ing)|replac(?:e|es|ed|ing)|chang(?:e|es|ed|ing)) (?:out )?"
    r"(?:his|her|the|my|our|their|an?) (?:old )?(?:[A-Z][\w-]+ ?){1,2}(?:inverter )?(?:for|with|by|to|against) ((?:an?|the|his|her|my|our) [A-Z])"
)
# "Charges fine but does not discharge": what goes well is not the matter.
_WELL_BUT = re.compile(
    r"\b(?:does |will )?(?:(?:dis)?charg(?:e|es|ing|ed)(?: it| up)? (?:just )?(?:fine|ok|okay|normally|well|alright|all right|properly)"
    r"|(?:take|accept)s? (?:a |the |its |on )?charge(?: fine| ok| okay| normally| well)?)"
    r"[ ,;-]+(?:but|yet|though|however|only)[ ,]+(?=[^.?!]*\b(?:not|no|nothing|never|\w+n'?t|refus\w+)\b)",
    re.IGNORECASE,
)


def without_contrast(text: str) -> str:
    """Return a text without what it says is not meant: it would be found by the words that it refuses.

    >>> without_contrast("What is the normal current, not the maximum?")
    'What is the normal current?'
    >>> without_contrast("the fan runs, not a single lamp is lit"), without_contrast("not just the fan, but the pump")
    ('the fan runs, not a single lamp is lit', 'not just the fan, but the pump')
    >>> without_contrast("it charges fine but does not discharge"), without_contrast("the rack takes a charge, yet gives nothing")
    ('it does not discharge', 'the rack gives nothing')
    >>> without_contrast("start it through the PCS instead of the buttons, please"), without_contrast("can I use AC instead of DC?")
    ('start it through the PCS, please', 'can I use AC instead of DC?')
    >>> without_contrast("He swaps his Victron for a Sunsynk")
    'He has a Sunsynk'
    """
    text = text if _OF_BOTH.search(text) else _INSTEAD.sub("", text)
    return _SWAPPED.sub(r"has \1", _WELL_BUT.sub("", _CONTRAST.sub("", text)))


# "Switch 6 of, what does that mean?"
_SWITCHED_OF = re.compile(
    r"\b((?:switch|dip|sw|slider) ?(?:no\.? ?|number )?\d{1,2}(?: is| set to| to)?) of"
    r"(?= ?(?:[,.;?!]|$| (?:what|which|means?|meaning|why|how|on)\b))",
    re.IGNORECASE,
)


# "Not a single light" has nothing to do with a battery that stands single.
_NOT_ONE = re.compile(r"\bnot (?:a|one) single(?= (?:\w+ )?(?:light|lamp|led|bar)\b)", re.IGNORECASE)


# "Relay two", "level three"; "version one" as well.
_NUMBERED = re.compile(
    r"\b(relay|level|version|string|flash|protocol(?: id)?) (one|two|three|four|five)\b(?! (?:of|more|times|seconds?|minutes?|packs?|batter))",
    re.IGNORECASE,
)
_FIGURE = figures(5)


_COUNT_WORDS = figures(16)
# "It turns of", and not the turn of a screw: at the end, or before what no thing follows.
_TURNED_OF = re.compile(
    r"\b((?:turn|switch|shut|power|go)(?:s|es|ed|ing)?) of\b"
    r"(?=\s*(?:[?.!,;]|$|(?:on|at|in|by|after|when|if|which|what|why|how|again)\b))",
    re.IGNORECASE,
)
_KILOWATTS = re.compile(rf"\b({'|'.join(_COUNT_WORDS)}) (?:kw|kilowatts?)\b(?! ?h)", re.IGNORECASE)
# "Three and three quarters", "a quarter of a second".
_QUARTERS = {"a quarter": ".25", "one quarter": ".25", "a half": ".5", "three quarters": ".75"}
_AND_QUARTERS = re.compile(
    r"(\b(?:lit|dark|on|off) (?:for )?)?\b(one|two|three|four|five|[1-9]) and (a quarter|one quarter|a half|three quarters)"
    r"(?: (?:of an? )?(seconds?|minutes?|hours?))?(?=[ ,.;?!]|$)",
    re.IGNORECASE,
)
# "A fifth of a second", "three quarters of a minute"; of what stands behind "and" see above.
_PARTS = {"half": 2, "quarter": 4, "third": 3, "fifth": 5, "eighth": 8, "tenth": 10}
_PART_OF = re.compile(
    rf"(?<!and )\b(an?|one|two|three|four) ({'|'.join(_PARTS)})s? (?:of )?an? (second|sec|minute)\b", re.IGNORECASE
)
# "On 1.8 s, of 0.2 s".
_ON_AND_OF = re.compile(
    r"(\bon (?:for )?[\d.]+ ?(?:ms|s|sec|sek|seconds?)\b,?(?: and)?) of\b(?= (?:for )?\d)", re.IGNORECASE
)
_WHOLES = counts(4)


def _with_quarters(match: re.Match[str]) -> str:
    """Return "3.75" for "three and three quarters"; of a lamp that is lit or dark so long, seconds are meant."""
    shown, number, quarters, unit = match.groups()
    following = match.string[match.end() : match.end() + 1]
    unit = unit or ("seconds" if shown and following != " " else "")
    return f"{shown or ''}{_FIGURE.get(number.lower(), number)}{_QUARTERS[quarters.lower()]} {unit}".rstrip()


def as_printed(text: str) -> str:
    """Return a text in which figures, rhythms and positions are written as the manuals print them.

    >>> as_printed("red, on-off-on-off at 5 per cent"), as_printed("the 2nd bracket")
    ('red, flashing at 5 percent', 'the second bracket')
    >>> as_printed("forty percent full at 115k2")
    '40 percent full at 115200'
    >>> as_printed("watts the maximum in watts")
    "what's the maximum in watts"
    >>> as_printed("dip switch 6 of, why"), as_printed("switch 6 of the battery")
    ('dip switch 6 off, why', 'switch 6 of the battery')
    >>> as_printed("how long till it turns of?"), as_printed("the turns of the screw")
    ('how long till it turns off?', 'the turns of the screw')
    >>> as_printed("trouble with relay two"), as_printed("protocol one of them")
    ('trouble with relay 2', 'protocol one of them')
    >>> as_printed("lit a quarter of a second, dark for three and three quarters")
    'lit 0.25 second, dark for 3.75 seconds'
    >>> as_printed("dark for a fifth of a second"), as_printed("on 1.8 sec of 0.2 sec")
    ('dark for 0.2 second', 'on 1.8 sec off 0.2 sec')
    >>> as_printed("two and a half hours"), as_printed("one and a half"), as_printed("on for 1 and a half kW")
    ('2.5 hours', '1.5', 'on for 1.5 kW')
    >>> as_printed("the ALM lamp won't light up"), as_printed("LED2 isn't lit")
    ('the ALM lamp stays dark', 'LED2 stays dark')
    >>> as_printed("LED1 and LED2 lit without blinking"), as_printed("it is green, not flashing")
    ('LED1 and LED2 lit steady', 'it is green steady')
    >>> as_printed("growatt battery can"), as_printed("charge it as fast as you can")
    ('growatt battery CAN', 'charge it as fast as you can')
    >>> as_printed("how do i turn of the battery"), as_printed("half a turn of the screw")
    ('how do i turn off the battery', 'half a turn of the screw')
    >>> as_printed("the red lamp is going on and off"), as_printed("does it have blue tooth")
    ('the red lamp is blinking', 'does it have bluetooth')
    >>> as_printed("SP-DH 485 A pin"), as_printed("rs485 b wire"), as_printed("is RS485 a bus"), as_printed("485-A2")
    ('SP-DH RS485 A pin', 'RS485 B wire', 'is RS485 a bus', '485-A2')
    >>> as_printed("plus n minus swapped"), as_printed("terminals L n N")
    ('plus and minus swapped', 'terminals L n N')
    """
    text = _BARE_CAN.sub("CAN", text)
    text = _WIRE_485.sub(lambda m: f"RS485 {(m[1] or m[2]).upper()}", text)
    text = _ON_AND_OFF.sub("blinking", _BLUE_TOOTH.sub("bluetooth", text))
    text = _UNBLINKING.sub(lambda m: f"{m[1]} steady" if m[1] else "steady", text)
    text = _UNLIT.sub("stays dark", _N_IS_AND.sub(" and ", text))
    text = _KILOWATTS.sub(lambda m: f"{_COUNT_WORDS[m[1].lower()]} kW", text)
    text = _AND_QUARTERS.sub(_with_quarters, text)
    text = _PART_OF.sub(lambda m: f"{_WHOLES.get(m[1].lower(), 1) / _PARTS[m[2].lower()]:g} {m[3]}", text)
    text = _NUMBERED.sub(lambda m: f"{m[1]} {_FIGURE[m[2].lower()]}", text)
    text = _ORDINAL.sub(lambda m: _ORDINALS[m[1].lower()], text)
    text = _NOT_ONE.sub("no", text)
    for of_for_off in (_SWITCHED_OF, _TURNED_OF, _TURN_OF_IT, _ON_AND_OF):
        text = of_for_off.sub(r"\1 off", text)
    text = _TENS_OF.sub(lambda m: f"{_TENS[m[1].lower()]}0", _PER_CENT.sub("percent", text))
    text = _WATS.sub(lambda m: f"{m[1] if m[1] is not None else ' '}what's", text)
    text = _OFF_CUT.sub(r"\1 off", _BD.sub(r"\1 baud", text))
    text = _BAUD.sub(r"\1\g<2>00", text)
    return _ON_OFF.sub("flashing", text)


def clean(query: str) -> str:
    """Return the question without control and direction characters. Raises QueryError when it is empty or too long."""
    if len(query) > MAX_QUERY:
        raise QueryError(
            f"the question has {len(query)} characters; at most {MAX_QUERY} are read. Shorten it, or send a ticket to /api/v1/suggest"
        )
    text = re.sub(r"\s+", " ", _CONTROL.sub(" ", _SURROGATE.sub(" ", query))).strip()
    if not text:
        raise QueryError("the question is empty. Type what you see, or a code, a pin or a brand")
    return text
