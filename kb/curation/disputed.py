"""Which conflicts a fact is part of. Apart from the reading of conflicts, which an opened bundle has no need of."""

from __future__ import annotations

from collections.abc import Iterable

from kb.model.facts import Conflict, Fact


def conflicts_by_fact(facts: Iterable[Fact]) -> dict[str, str]:
    """Return, for each fact id that a conflict names, the id of that conflict."""
    return {i: c.id for c in facts if isinstance(c, Conflict) for i in c.facts}
