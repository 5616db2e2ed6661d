"""The search page works without signal; names are then looked up on the phone (static/js/lookup.js)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from kb.bundle.store import KnowledgeBase


def offline(_kb: KnowledgeBase) -> Iterator[str]:
    """Name the empty search page."""
    yield url_for("search.results")
