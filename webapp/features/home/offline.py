"""The front page works without signal."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from kb.bundle.store import KnowledgeBase


def offline(_kb: KnowledgeBase) -> Iterator[str]:
    """Name the front page."""
    yield url_for("home.page")
