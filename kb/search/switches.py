"""The DIP switches that a question names, and how they are set."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.model.numerals import ORDINALS, figures

_NUMBERS = figures(16)
_SWITCH = re.compile(
    r"\b(?:switch(?:es)?|sw|dips?|sliders?)[ -]?(?:no\.? ?|nr\.? ?|number |#)?(\d+)(?:\s*(?:-|to|\u2013)\s*(\d+))?\b",
    re.IGNORECASE,
)
# "No. 3 of the little switches".
_NUMBER_OF_SWITCHES = re.compile(
    r"\b(?:no\.?|number|nr\.?|#) ?(\d) of (?:the |its |those |these )?(?:[a-z]+ ){0,2}(?:switches|dips|sliders)\b",
    re.IGNORECASE,
)
# "The first address switch", "the sixth little dip switch"; "first switch it off" is no switch.
_ORDINAL_SWITCH = re.compile(
    rf"(?<=\b(?:the|its|our) )({'|'.join(ORDINALS)})(?: (?!on\b|off\b)[a-z]+)?(?: dip)? (?:switch|dip|slider)\b",
    re.IGNORECASE,
)
# "The first one is ON", where switches are spoken of.
_ORDINAL_ONE = re.compile(
    rf"(?<=\bthe )({'|'.join(ORDINALS)})(?: one)?(?= (?:is|are|stands?|sits?|set|on|off|to|at|flipped|turned|pushed)\b)",
    re.IGNORECASE,
)
_ANY = re.compile(r"\b(?:switch(?:es)?|sw|dips?|sliders?|levers?)\b", re.IGNORECASE)
_MANY = re.compile(r"\b(?:switches|dips|sliders|levers)\b", re.IGNORECASE)
# "Dip switch 6 and 7 both off", "dips 2, 3 and 5 are on".
_LISTED = re.compile(
    r"(?<![\w.])(\d(?:(?: ?, ?(?:and )?| ?(?:and|&|\+) ?)\d)+)((?: (?:both|all|are|is|set|to|stand|at|in|turned|flipped|put))* (on|off))\b",
    re.IGNORECASE,
)
_SWITCH_WORD = re.compile(rf"\b(switch|dip|slider)\s+(?:no\.?\s+|number\s+)?({'|'.join(_NUMBERS)})\b", re.IGNORECASE)
_STANDS = "stands?|sits?|stays?|points?"
_SET = (
    r"(\d+)(?:\s*(?:-|to|\u2013)\s*(\d+))?"
    rf"(?: (?:of|on|at) (?:the |my |our |your )?[\w-]+(?= (?:to|is|set|at|in|{_STANDS}|has|was) ))?"
    rf"(?: (?:is|are|was|{_STANDS}|remains|kept|left|set|put|flipped|turned|moved|pushed|slid|up|down|over|at|in|to|on the|the|position))*"
    r"[ =:]+(on|off|1|0)\b"
)
_ONE_SET = re.compile(_SET, re.IGNORECASE)
# "Dip 6 off 7 on, switch 2 on".
_ALL_SET = re.compile(
    rf"\b(?:switch|sw|dip|slider|lever)(?:e?s)?[ -]?(?:no\.? ?|nr\.? ?|number |#)?{_SET}(?:[ ,;/+]+(?:and )?(?:switch |dip |slider |no\. ?)?{_SET})*",
    re.IGNORECASE,
)
# "6 off 7 off": two at least, or it is anything.
_BARE_SET = re.compile(rf"(?<![\w.]){_SET}[ ,;/+]+(?:and )?{_SET}(?:[ ,;/+]+(?:and )?{_SET})*(?![\w.])", re.IGNORECASE)
_MOST_SWITCHES = 16


def switches(text: str) -> frozenset[str]:
    """Return the numbers of the switches of a question: "dip switches 2-5" names four.

    >>> sorted(switches("dip switches 2-5 and switch 7")), sorted(switches("switch one to ON"))
    (['2', '3', '4', '5', '7'], ['1'])
    """
    out = set(positions(text))
    text = _switches_counted(text)
    for first, last in _SWITCH.findall(text):
        out.update(_through(first, last))
    out.update(_NUMBER_OF_SWITCHES.findall(text))
    return frozenset(out)


def positions(text: str) -> dict[str, str]:
    """Return the positions of switches that are told, ON or OFF. No manual here says whether up or down is ON.

    >>> positions("switch 7 is off"), positions("slider one set to ON"), positions("switch 7 is down")
    ({'7': 'OFF'}, {'1': 'ON'}, {})
    >>> positions("dip1 off = which baud rate"), positions("dip 6 off 7 on")
    ({'1': 'OFF'}, {'6': 'OFF', '7': 'ON'})
    >>> positions("switch number 6 on the SR48100H stands at OFF. What is it for")
    {'6': 'OFF'}
    >>> positions("dip switch 6 and 7 both off"), positions("7 white switches in a row. The first one is ON")
    ({'6': 'OFF', '7': 'OFF'}, {'1': 'ON'})
    >>> positions("6 off 7 off which id"), positions("at 6 on Monday"), positions("2 lamps on 1 off")
    ({'6': 'OFF', '7': 'OFF'}, {}, {})
    """
    text = _switches_counted(text)
    return {
        n: "ON" if to.lower() in {"on", "1"} else "OFF"
        for told in [*_ALL_SET.finditer(text)] or _BARE_SET.finditer(text)
        for first, last, to in _ONE_SET.findall(told[0])
        for n in _through(first, last)
    }


def _switches_counted(text: str) -> str:
    """Write the numbers of switches in figures.

    >>> _switches_counted("the sixth little switch, slider one")
    'the switch 6, slider 1'
    """
    text = _ORDINAL_SWITCH.sub(lambda m: f"switch {ORDINALS[m[1].lower()]}", text)
    if _MANY.search(text):
        text = _ORDINAL_ONE.sub(lambda m: f"switch {ORDINALS[m[1].lower()]}", text)
    if _ANY.search(text):
        text = _LISTED.sub(lambda m: " ".join(f"switch {n} {m[3]}" for n in re.findall(r"\d", m[1])), text)
    return _SWITCH_WORD.sub(lambda m: f"{m[1]} {_NUMBERS[m[2].lower()]}", text)


def _through(first: str, last: str) -> Iterable[str]:
    low, high = int(first), int(last or first)
    return map(str, range(low, high + 1)) if 0 <= high - low < _MOST_SWITCHES else (first,)
