"""Labels and sentences for comparing: spellings folded, words that carry meaning, and the share of them that two texts have."""

from __future__ import annotations

import re

_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "is",
        "are",
        "and",
        "or",
        "be",
        "on",
        "for",
        "by",
        "with",
        "it",
        "at",
        "from",
        "this",
        "that",
        "not",
        "as",
        "will",
        "may",
    ]
)
_SAME = {
    "fault": "fail", "faulty": "fail", "failure": "fail", "fails": "fail", "failed": "fail", "error": "fail", "protection": "protect",
    "protected": "protect", "cells": "cell", "lights": "light", "led": "light", "lamp": "light", "indicator": "light",
    "overvoltage": "overvolt", "undervoltage": "undervolt", "discharging": "discharge", "charging": "charge", "normally": "normal",
    "batteries": "battery", "communications": "communication", "comm": "communication",
}  # fmt: skip


def folded(text: str) -> str:
    """Return a label without case, spaces and signs between letters; CAN_H, CANH and can-h are one.

    >>> folded("CAN_H"), folded("RS-485 A"), folded("BAT+")
    ('canh', 'rs485a', 'bat+')
    """
    said = text.lower().replace("−", "-").replace("–", "-").replace("high", "h").replace("low", "l")
    return re.sub(r"[\s_./(),:;]|-(?=\w)", "", said)


def tokens(text: str) -> set[str]:
    """Return the words of a text that carry meaning, word families made one.

    >>> sorted(tokens("The DC side is faulty."))
    ['dc', 'fail', 'side']
    """
    said = re.sub(r"over[ -]?(voltage|current|temperature|load|charge)", r"over \1", text.lower())
    said = re.sub(r"under[ -]?(voltage|temperature)", r"under \1", said)
    return {_SAME.get(w, w) for w in re.findall(r"[a-z]+\d*|\d+(?:\.\d+)?", said)} - _STOP


def shared(a: str, b: str) -> float:
    """Return the share of the shorter text's words that the other has too.

    >>> shared("DC side running", "The DC side is running.")
    1.0
    """
    one, two = tokens(a), tokens(b)
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0
