"""Searches without their personal parts: what is kept must not tell who asked."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200  # characters; a longer text is a ticket, and tickets hold names
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+")
# At least seven digits, with the separators people put between them: telephone, serial and case numbers.
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().\-/]*\d){6,}")
# Ten letters and digits or more run together, at least five of them digits: serial numbers such as SN codes.
_SERIAL = re.compile(r"\b(?=(?:[A-Za-z]*\d){5})[A-Za-z0-9]{10,}\b")
_HELLO = re.compile(r"\b(?:my name is|i am called|regards|sincerely|cheers|greetings)\b.*", re.IGNORECASE | re.DOTALL)


def cleaned(text: str) -> str:
    """Return a search fit to be kept: folded, cut to LONGEST characters, personal parts replaced by `…`."""
    flat = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())
    for pattern in (_LINK, _MAIL, _NUMBER, _SERIAL, _HELLO):
        flat = pattern.sub("…", flat)
    return " ".join(flat.split())[:LONGEST].strip().lower()
