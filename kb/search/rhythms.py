"""Times that a question tells of a lamp: how long it is lit and dark, how often, and which of both is the longer one."""

from __future__ import annotations

import re

from kb.model.numerals import counts

_SECONDS = {"s": 1.0, "sec": 1.0, "sek": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0, "ms": 0.001}
_COUNTED = counts(5) | {"half": 0.5, "half a": 0.5, "half an": 0.5, "a": 1, "an": 1}
# "Dark ones" has no seconds: a word stands apart from its unit.
_AMOUNT = (
    r"(\d+(?:\.\d+)?(?=\s*[ms])|(?:one|two|three|four|five|half an?|half|an?)(?=\s))\s*(ms|s|sec|sek|secs|seconds?)\b"
)
_STATE = r"(on|off|lit|dark|out|unlit)"
# "On for half a second", "0.5 s on".
_TIME = re.compile(
    rf"\b{_STATE}\s+(?:for\s+)?(?:(?:about|nearly|almost|around|roughly|only|just|some)\s+)*{_AMOUNT}"
    rf"|(?<![a-z.]){_AMOUNT}(?:\s+{_STATE})?",
    re.IGNORECASE,
)
# "LED1 every 3 s, LED2 every 2": the unit is told once.
_EVERY_S = re.compile(r"\bevery \d+(?:\.\d+)? ?s(?:ec\w*)?\b", re.IGNORECASE)
_EVERY_BARE = re.compile(
    r"\b(every \d(?:\.\d+)?)(?=\s*(?:[,.;?!]|$|and\b|led|soc|run|alm|how\b|what\b|then\b))", re.IGNORECASE
)
# "LED3 every second", and not every second lamp.
_EACH_SECOND = re.compile(
    r"\b(every|each|per) (sec(?:ond)?)\b(?! (?:[a-z]+ )?(?:day|lamp|time|led|light|one|battery|pack))", re.IGNORECASE
)
# "Half a second on, 1.5 off".
_BARE_SECOND = re.compile(
    r"(\b(?:s|sec|seconds?) on\W+(?:and )?)(\d(?:\.\d{1,2})?)( (?:off|dark|out)\b)", re.IGNORECASE
)
# "0.2 on 1.8 off" are seconds, "200 on 1800 off" thousandths; "6 on 7 off" are switches.
_BARE_TIMES = re.compile(
    r"(?<![\w.])(\d\.\d{1,2}|\d{3,4})( on\W+(?:and )?)(\d\.\d{1,2}|\d{3,4}|\d)( off\b)", re.IGNORECASE
)
_AND_A_HALF = re.compile(
    r"\b(?:a|one|1) (sec(?:ond)?) and a half|\b(?:one|1) and a half (sec(?:ond)?)s?\b", re.IGNORECASE
)
_EVERY = re.compile(r"\b(every|once|each|per|rh?yth?m|intervals?|period)\b", re.IGNORECASE)
_STATES = {"on": "on", "lit": "on", "off": "off", "dark": "off", "out": "off", "unlit": "off"}


# A rhythm told by which part of it is the longer one.
_BRIEFLY = r"(?:for )?(?:an? )?(?:tiny |short |split |brief |very short |little )*(?:moment|instant|split second|blink|flick|tick)"
_MOSTLY_ON = re.compile(
    rf"\b(?:(?:nearly|almost) (?:always|all the time)|mostly|most of the time) (?:on|lit|shining)\b"
    r"|\b(?:on|lit|shining|shines|burns) (?:(?:nearly|almost) all|most of) the time\b"
    r"|\b(?:tiny|short|brief|little) (?:gap|pause|break|dark|interruption)s?\b"
    r"|\b(?:long on|on long)\W+(?:and )?(?:short off|off short)"
    rf"|\b(?:goes|turns|winks|drops|is|gets) (?:only |just )?(?:dark|off|out) (?:only |just )?{_BRIEFLY}\b"
    r"|\b(?:only|just) (?:shortly|briefly) (?:off|dark|out)\b",
    re.IGNORECASE,
)
_MOSTLY_OFF = re.compile(
    rf"\b(?:(?:nearly|almost) (?:always|all the time)|mostly|most of the time) (?:off|dark|out)\b"
    rf"|\b(?:off|dark|out) (?:(?:nearly|almost) all|most of) the time\b|\b(?:one|single|short|brief|little) (?:blip|flick|flicker)s?\b"
    rf"|\b(?:short on|on short)\W+(?:and )?(?:long off|off long)"
    rf"|\blong (?:pause|dark|gap)s?\b|\b(?:lit|on|lights? up|comes? on) (?:only |just )?{_BRIEFLY}\b",
    re.IGNORECASE,
)
MOSTLY_ON, MOSTLY_OFF = "mostly on", "mostly off"

# "Flashing really fast", "a quick blink": told of what is seen. "How fast does it flash", "is it fast or slow" asks for it.
_FLASHES = r"(?:flash|blink|flicker|puls|wink)\w*"
_TEMPOS = {"fast": "fast", "quick": "fast", "rapid": "fast", "slow": "slow"}
_TEMPO = r"(fast|quick|rapid|slow)(?:er|ly)?"
_TOLD_TEMPO = re.compile(rf"\b{_FLASHES}(?: [a-z]+){{0,2}} {_TEMPO}\b|\b{_TEMPO}(?: [a-z]+)? {_FLASHES}", re.IGNORECASE)
_ASKED_TEMPO = re.compile(
    rf"\b(?:how|which|what|or|and|more|less) {_TEMPO}\b|\b{_TEMPO} (?:or|and)\b|\bhow often\b|\b(?:rhythm|rate|speed|frequency|interval)s?\b",
    re.IGNORECASE,
)
# A lamp with a period of at most so many seconds flashes fast, from so many on slowly.
FAST_S, SLOW_S = 1.0, 2.0


def times(text: str) -> tuple[tuple[float, str], ...]:
    """Return the times of a question in seconds, each with what it is the time of: on, off, every, or nothing said.

    Which part of a rhythm is the longer one stands there as MOSTLY_ON or MOSTLY_OFF, without seconds.

    >>> times("nearly always on, goes dark only for a moment, every 2 sec")
    ((2.0, 'every'), (0.0, 'mostly on'))
    >>> times("0.2 on, 1.8 off"), times("200 on 1800 off"), times("it has switch 6 on 7 off")
    (((0.2, 'on'), (1.8, 'off')), ((0.2, 'on'), (1.8, 'off')), ())
    >>> times("lit for nearly two seconds, then out for 0.2 second")
    ((2.0, 'on'), (0.2, 'off'))
    """
    every = "every" if _EVERY.search(text) else ""
    if _EVERY_S.search(text):
        text = _EVERY_BARE.sub(r"\1 s", text)
    text = _EACH_SECOND.sub(r"\1 1 \2", text)
    text = _BARE_SECOND.sub(r"\1\2 s\3", text)
    text = _BARE_TIMES.sub(_with_units, text)
    out = []
    for said in _TIME.findall(_AND_A_HALF.sub("1.5 seconds", text)):
        state, amount, unit = said[:3] if said[0] else (said[5], *said[3:5])
        value = _COUNTED.get(amount.lower())
        seconds = (float(amount) if value is None else value) * _SECONDS[unit.lower()]
        out.append((round(seconds, 4), _STATES.get(state.lower(), every)))
    out += [(0.0, name) for name, p in ((MOSTLY_ON, _MOSTLY_ON), (MOSTLY_OFF, _MOSTLY_OFF)) if p.search(text)]
    return tuple(out)


def tempo(text: str) -> str:
    """Return "fast" or "slow" when a lamp is told to flash so, else an empty text: also when this is what is asked.

    >>> tempo("red light flashing really fast"), tempo("a slow green blink"), tempo("how fast does it flash")
    ('fast', 'slow', '')
    """
    told = _TOLD_TEMPO.search(text)
    return _TEMPOS[(told[1] or told[2]).lower()] if told and not _ASKED_TEMPO.search(text) else ""


def without_tempo(text: str) -> str:
    """Return a text without how fast a lamp is told to flash; what is asked stays.

    >>> without_tempo("red light flashing really fast"), without_tempo("is it a fast or a slow blink")
    ('red light flashing really', 'is it a fast or a slow blink')
    """
    return re.sub(rf"\s*\b{_TEMPO}\b", "", text, flags=re.IGNORECASE) if tempo(text) else text


def _with_units(match: re.Match[str]) -> str:
    unit = "s" if "." in match[1] else "ms"
    return f"{match[1]} {unit}{match[2]}{match[3]} {unit}{match[4]}"
