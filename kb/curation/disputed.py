"""Which conflicts a fact is part of. Apart from the reading of conflicts, which an opened bundle has no need of."""

from __future__ import annotations

from collections.abc import Iterable

from kb.model.facts import Conflict, Fact


def conflicts_by_fact(facts: Iterable[Fact]) -> dict[str, tuple[str, ...]]:
    """Return, for each fact id that a conflict names, the ids of all conflicts that name it, in their order."""
    found: dict[str, dict[str, None]] = {}
    for conflict in facts:
        if isinstance(conflict, Conflict):
            for fact_id in conflict.facts:
                found.setdefault(fact_id, {})[conflict.id] = None
    return {i: tuple(ids) for i, ids in found.items()}
