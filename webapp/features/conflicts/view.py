"""From a conflict to what is shown of it, wherever it is shown."""

from __future__ import annotations

from kb.bundle.store import KnowledgeBase
from kb.model.facts import Conflict
from webapp.features.conflicts.pages import Dispute, Side
from webapp.present.links import device_link, fact_url, place


def dispute_of(kb: KnowledgeBase, conflict: Conflict) -> Dispute:
    """Return both sides of a disagreement with their places."""
    return Dispute(
        conflict.topic,
        fact_url(conflict.id),
        conflict.advice,
        tuple(Side(r.says, place(kb, r.source)) for r in conflict.readings),
        tuple(device_link(kb, d) for d in conflict.devices),
    )
