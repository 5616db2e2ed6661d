"""The question in a long sentence: "my husband has his back, and they all ask me how many kilos the thing has"."""

from __future__ import annotations

import re

# What begins a question within a sentence, with the word before it that belongs to it.
_BEGINS = re.compile(
    r"\b(?:(?:up to|at|for|to|in|on|of|from|with) )?"
    r"(?:how (?:many|much|long|far|high|heavy|wide|deep|big|large|often|old|warm|hot|cold|close|near|loud|thick|do|to|can|should|must)"
    r"|which|what|whether)\b"
    r"|\b(?:to know|tell (?:me|us|him|her|them)) (?=the\b)"
    r"|\b(?:is|are) (?:there|it|that|this|they)\b|\b(?:may|must|can|could|should) (?:i|we|it|they|one|he|she|the)\b",
    re.IGNORECASE,
)
# What follows a question gives its reason: "otherwise they send only one man".
_REASON = re.compile(
    r",?\s+(?:otherwise|because|before (?:i|we|he|she|they|one)\b|so that|since|as (?:i|we|he|she|they)\b)\b.*|,\s+(?:so|then|he|she|they|we|i)\b.*"
    r"|,\s+(?:(?:the|my|our|his|her|this)\s+)?\w+ (?:has|have|is|are|was|wants?|needs?|says?)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_TO_KNOW = re.compile(r"^(?:to know|tell \w+)\s+", re.IGNORECASE)
# With fewer words than these it asks of something that stands elsewhere; and with as many before it the whole is the question.
_LEAST = 4


def within(text: str) -> str:
    """Return the question that a long sentence ends with, "" where the whole is one or holds none.

    >>> within("The stairs are steep and they all ask me how many kilos the thing has.")
    'how many kilos the thing has'
    >>> within("Removal people want to know the weight of the battery, otherwise they send one man.")
    'the weight of the battery'
    >>> within("Which pins do I need?")
    ''
    """
    for found in _BEGINS.finditer(text):
        if found.start() == 0 and not _REASON.search(text):
            return ""
        asked = _TO_KNOW.sub("", _REASON.sub("", text[found.start() :], count=1)).strip(" .?!")
        if len(asked.split()) >= _LEAST:
            return asked if asked != text.strip(" .?!") else ""
    return ""
