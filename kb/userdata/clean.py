"""Searches without their personal parts: what is kept must not tell who asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 200  # characters; a longer text is a ticket, and tickets hold names
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+")
# At least seven digits, with the separators people put between them: telephone, serial and case numbers.
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().\-/]*\d){6,}")
# Ten letters and digits or more run together, at least five of them digits: serial numbers such as SN codes.
_SERIAL = re.compile(r"\b(?=(?:[A-Za-z]*\d){5})[A-Za-z0-9]{10,}\b")
# Internet addresses of a device: a short one has too few digits to be taken for a telephone number.
_HOST = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_RUN = re.compile(r"…(?:[^\w…]*…)+")  # several words in a row that went are one gap
_FIGURE = 4  # digits that stay as they are: 57.6 V, pin 8, 1000 V
_HELLO = re.compile(r"\b(?:my name is|i am called|regards|sincerely|cheers|greetings)\b.*", re.IGNORECASE | re.DOTALL)


Known = Container[str]
"""Words that may be kept, in lower case: those of the manuals and of the vocabulary."""


def _may_stay(word: str, known: Known) -> bool:
    return word in known or (word.isdecimal() and len(word) <= _FIGURE)


def cleaned(text: str, known: Known | None = None) -> str:
    """Return a search fit to be kept: folded, cut to LONGEST characters, personal parts replaced by `…`.

    No pattern tells a name from a word. With `known` only those words stay: a name of nobody is among them.
    """
    flat = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())
    for pattern in (_LINK, _MAIL, _NUMBER, _HOST, _SERIAL, _HELLO):
        flat = pattern.sub("…", flat)
    if known is not None:
        flat = _WORD.sub(lambda m: m[0] if _may_stay(m[0].lower(), known) else "…", flat)
        flat = _RUN.sub("…", flat)
    return " ".join(flat.split())[:LONGEST].strip().lower()
