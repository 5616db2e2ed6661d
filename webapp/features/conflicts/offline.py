"""All disagreements can be read without signal."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from kb.bundle.store import KnowledgeBase
from webapp.present.links import fact_url


def offline(kb: KnowledgeBase) -> Iterator[str]:
    """Name the list and each disagreement."""
    yield url_for("conflicts.conflicts")
    for fact in kb.select("conflict"):
        yield fact_url(fact.id)
