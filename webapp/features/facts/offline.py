"""Every fact and every door works without signal."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from kb.bundle.store import KnowledgeBase
from kb.model.facts import Conflict
from webapp.present.links import fact_url

_DOORS = ("facts.lights", "facts.pins", "facts.figures")


def offline(kb: KnowledgeBase) -> Iterator[str]:
    """Name the doors, each device behind each door, and the page of each fact. Equal kinds stand together."""
    for door in _DOORS:
        yield url_for(door)
        for device in kb.devices:
            yield url_for(door, device=device)
    for fact in kb.facts.values():
        if not isinstance(fact, Conflict):
            yield fact_url(fact.id)
