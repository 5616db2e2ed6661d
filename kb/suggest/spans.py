"""How long a thing stood unused, in months, as people tell it: "eleven months ago", "arrived in March, boxed till now (Nov)".

A question whose choices name times ("up to six months", "more than six months") is answered by it. Only what stood there
counts: a battery that has run for two years was not stored for two years.
"""

from __future__ import annotations

import re

import numpy as np

from kb.diagnose.model import Floats, Model, Probe

# How likely a cause stays that is told of another time ("two months", where it takes more than six).
OTHER_TIME = 0.05
_NUMBERS = {
    w: n
    for n, w in enumerate(
        re.findall(
            r"\w+",
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen",
        )
    )
}
_NUMBERS |= {"a": 1, "an": 1, "couple": 2, "dozen": 12}
_PER = {"year": 12.0, "yr": 12.0, "month": 1.0, "week": 12 / 52, "day": 12 / 365}
_COUNT = rf"(?:\d{{1,3}}(?:[.,]\d)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_SPAN = re.compile(
    rf"\b(?:(?P<part>half|three[ -]quarters(?: of)?|a quarter(?: of)?|quarter(?: of)?)\s+(?:a |an |one )?(?=year)|(?P<count>{_COUNT})"
    rf"(?: of| or so| good| full| whole| long|\s*\+)?\s*-?\s*(?P<half>and a half )?)(?P<unit>year|yr|month|week|day)s?\b"
    rf"(?P<more>\s+and (?:a half|{_COUNT} months?))?",
    re.IGNORECASE,
)
_PARTS = {"half": 0.5, "three": 0.75, "a": 0.25, "quarter": 0.25}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
# "Arrived march, in its box till now (nov)": from the one month to the other.
_FROM = re.compile(
    rf"\b(?:since|from|arrived|delivered|came|bought|received|booked in|got (?:it|them))\b[^.;!?]{{0,20}}?\b(?P<first>{_MONTH})\b",
    re.IGNORECASE,
)
_TO = re.compile(rf"\b(?:till|until|to|now|today|it is|it's)\b[^.;!?]{{0,14}}?\b(?P<last>{_MONTH})\b", re.IGNORECASE)
# "Since spring of last year": at least so many months, whenever this year it is said.
_LAST_YEAR = re.compile(
    r"\b(?:spring|january|february|march|april|may)(?: of)? last year\b|\blast year'?s spring\b", re.IGNORECASE
)
_AT_LEAST = 7.0
# That it stood there, and was not used.
_UNUSED = re.compile(
    r"\b(?:in|still|left|kept|stayed|packed|sealed)\W+(?:\w+\W+){0,4}?(?:box(?:es)?|cartons?|crates?|packag\w+|packing|wrapping|pallets?)\b|\bboxed\b"
    r"|\bun(?:opened|used|touched|sold|packed)\b|\b(?:old|new old|dead|back) stock\b|\bfrom stock\b|\bshelf\b|\bwarehouses?\b|\bdepots?\b"
    r"|\bin (?:storage|store)\b|\bstored\b|\bput away\b|\bpacked (?:in|up|away)\b"
    r"|\b(?:never|nobody (?:ever )?|no one (?:ever )?|not(?: yet)?(?: been)?|n'?t)\W*(?:was |were |been |has |have |ever )*"
    r"(?:connected|installed|mounted|used|wired|commissioned|opened|touched|charged|switched on|powered)\b"
    r"|\b(?:lay|lain|laid|lying|lies|stood|standing|sat|sitting|rested) (?:\w+ ){0,5}?(?:in|on|at|under|there|unused|idle|around|about|dry|packed)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    rf"\b(?P<how>up to|less than|under|more than|over|longer than)\s+(?P<count>{_COUNT})\s+(?P<unit>month|week|year)s?\b",
    re.IGNORECASE,
)
_OVER = frozenset({"more than", "over", "longer than"})
_SENTENCES = re.compile(r"(?<!\d)[.!?;]\s+|\n+")
# When it came is told apart from how it stood; how long somebody has a house is told apart as well.
_CAME = re.compile(
    r"\b(?:deliver\w*|bought|purchased|arrived|came|booked in|received|made in|produc\w+)\b", re.IGNORECASE
)


def _number(word: str) -> float:
    word = word.lower().replace(",", ".")
    return float(_NUMBERS[word]) if word in _NUMBERS else float(word)


def _months(found: re.Match[str]) -> float:
    unit = _PER[found["unit"].lower()]
    if found["part"]:
        return unit * _PARTS[re.split(r"[ -]", found["part"].lower())[0]]
    told = _number(found["count"]) + (0.5 if found["half"] else 0.0)
    more = (found["more"] or "").split()
    if more[1:2] == ["a"]:
        told += 0.5
    elif more:
        return told * unit + _number(more[1])
    return told * unit


def unused(text: str) -> float | None:
    """Return the months that a thing stood unused, the longest that is told with such words; None when nothing says so.

    >>> unused("still in its carton, delivery note is from a year and two months ago")
    14.0
    >>> unused("arrived march, boxed in the cellar till now (nov)")
    8.0
    >>> unused("it has run for two years") is None
    True
    """
    if not _UNUSED.search(text):
        return None
    about = [x for x in _SENTENCES.split(text) if _UNUSED.search(x) or _CAME.search(x)]
    told = [_months(m) for x in about for m in _SPAN.finditer(x)]
    first, last = _FROM.search(text), _TO.search(text)
    if first and last and last.start("last") > first.start("first"):
        months = [_MONTHS.index(m[:3].lower()) for m in (first["first"], last["last"])]
        told.append(float((months[1] - months[0]) % 12))
    if _LAST_YEAR.search(text):
        told.append(_AT_LEAST)
    return max(told, default=None)


def _bands(probe: Probe) -> dict[str, tuple[bool, float]]:
    found = {o.id: m for o in probe.options if (m := _LIMIT.search(o.label))}
    return {o: (m["how"].lower() in _OVER, _number(m["count"]) * _PER[m["unit"].lower()]) for o, m in found.items()}


def answers(model: Model, told: str) -> dict[str, str]:
    """Return the answers to how long it stood unused: the months told fall into one of the times that a question's choices name."""
    months = unused(told)
    out: dict[str, str] = {}
    for probe in model.probes if months is not None else ():
        bands = _bands(probe)
        inside = [o for o, (over, x) in bands.items() if (months > x if over else months <= x)] if months else []
        if len(bands) > 1 and len(inside) == 1:
            out[probe.id] = inside[0]
    return out


def factors(model: Model, told: str) -> Floats:
    """Return how likely each cause stays, something else last, after the months that are told: a cause of another time hardly does.

    Months are reckoned, not guessed from words, so they weigh more than an answer that was heard.
    """
    said = answers(model, told)
    tests = {t.id: t for t in model.source.tests}
    wrong = [
        any(isinstance(x := tests[t].expect.get(c.id), str) and x != answer for t, answer in said.items())
        for c in model.source.causes
    ]
    return np.array([*(OTHER_TIME if w else 1.0 for w in wrong), 1.0])
