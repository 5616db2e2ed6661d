"""The manuals can be read without signal."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from kb.bundle.store import KnowledgeBase


def offline(kb: KnowledgeBase) -> Iterator[str]:
    """Name the contents and all sections of each manual."""
    for manual, sections in kb.sections.items():
        yield url_for("manuals.manual", manual_id=manual)
        for anchor in sections:
            yield url_for("manuals.section", manual_id=manual, anchor=anchor)
