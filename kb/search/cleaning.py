"""A question as it was sent → text that can be read: no control or direction characters, no lone surrogates, not too long."""

from __future__ import annotations

import re

from kb.model.errors import QueryError

MAX_QUERY = 2000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


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
