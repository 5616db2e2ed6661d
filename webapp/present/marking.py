"""The words of the question, marked in the answer."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from kb.bundle.analysis import terms

_WORD = re.compile(r"\w+(?:[.\-/+'\u2019]\w+)*")


def wanted(question: str) -> frozenset[str]:
    """Return the terms to mark, as the index reads them: "flashing" marks "flash" and "flashes"."""
    return frozenset(terms(question))


@lru_cache(maxsize=20_000)
def _term(word: str) -> str:
    """Return the first term of a word, or nothing for a stop word. The manuals' words come again and again."""
    return next(iter(terms(word)), "")


def mark(text: str, wanted_terms: frozenset[str]) -> Markup:
    """Escape `text`, then wrap its wanted words in <mark>.

    Every piece goes through `escape` on its own; only the two tags around it are ours. That is the defence: what a
    manual or a question contains can never become markup.
    """
    if not wanted_terms:
        return escape(text)
    out: list[str] = []
    at = 0
    for found in _WORD.finditer(text):
        if _term(found.group()) in wanted_terms:
            out += [escape(text[at : found.start()]), "<mark>", escape(found.group()), "</mark>"]
            at = found.end()
    out.append(escape(text[at:]))
    return Markup("").join(Markup(piece) for piece in out)  # noqa: S704 - each piece is escaped or one of our two tags
