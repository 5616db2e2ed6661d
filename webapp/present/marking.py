"""The words of the question, marked in the answer."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from kb.bundle.analysis import terms

_WORD = re.compile(r"\w+(?:[.\-/+'\u2019]\w+)*")


def wanted(question: str) -> frozenset[str]:
    """Return the terms to mark, as the index reads them: "flashing" marks "flash" and "flashes"."""
    return frozenset(terms(question))


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
        word_terms = terms(found.group())
        if word_terms and wanted_terms.issuperset(word_terms[:1]):
            out += [escape(text[at : found.start()]), "<mark>", escape(found.group()), "</mark>"]
            at = found.end()
    out.append(escape(text[at:]))
    return Markup("").join(Markup(piece) for piece in out)  # noqa: S704 - each piece is escaped or one of our two tags
