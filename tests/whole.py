"""The project's own corpus, read once in each process for all tests that look at it; it is immutable."""

from __future__ import annotations

from functools import cache

from kb.curation.corpus import Corpus, default_root, survey


@cache
def corpus() -> Corpus:
    """Everything that stands in corpus/."""
    return survey(default_root())
