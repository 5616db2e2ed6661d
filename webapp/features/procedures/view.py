"""From a procedure to what its page shows."""

from __future__ import annotations

from collections.abc import Iterable

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.curation.conflicts import differences
from kb.model.facts import Fact, Procedure, Spec, base_id
from webapp.features.procedures.pages import Figure
from webapp.present import links
from webapp.present.words import figure


def figures(kb: KnowledgeBase, procedure: Procedure) -> tuple[Figure, ...]:
    """Return the figures that stand in the section of the procedure: tools, sizes, times, limits."""
    near = kb.facts_in.get((procedure.source.manual, procedure.source.anchor), ())
    return tuple(
        Figure(f.name, figure(f), f.condition, links.fact_url(f.id))
        for f in near
        if isinstance(f, Spec) and set(f.devices) & set(procedure.devices)
    )


def editions(kb: KnowledgeBase, procedure: Procedure) -> tuple[tuple[links.Link, ...], tuple[links.Link, ...]]:
    """Return the places that tell it alike, and the ones that tell it differently."""
    same: list[links.Link] = []
    differing: list[links.Link] = []
    for other_id in kb.editions_of[base_id(procedure.id)]:
        if other_id != procedure.id:
            other = kb.facts[other_id]
            at = links.place(kb, other.source)
            link = links.Link(f"{at.manual} · {at.section}", links.page_url(other_id), at.lines)
            (differing if differences(procedure, other) else same).append(link)
    return tuple(same), tuple(differing)


@per_bundle
def _order(kb: KnowledgeBase) -> dict[str, tuple[str, str]]:
    """For each procedure the one before and the one after it in its manual; empty at the ends."""
    manuals: dict[str, list[str]] = {}
    for fact in kb.select("procedure"):
        manuals.setdefault(fact.source.manual, []).append(fact.id)
    out: dict[str, tuple[str, str]] = {}
    for ids in manuals.values():
        for n, fact_id in enumerate(ids):
            out[fact_id] = (ids[n - 1] if n else "", ids[n + 1] if n + 1 < len(ids) else "")
    return out


def ways(kb: KnowledgeBase, procedure: Procedure) -> tuple[links.Link | None, links.Link | None]:
    """Return the links to the procedures before and after this one."""
    before, after = _order(kb)[procedure.id]
    return _way(kb.facts.get(before)), _way(kb.facts.get(after))


def _way(to: Fact | None) -> links.Link | None:
    return links.Link(to.title, links.page_url(to.id)) if isinstance(to, Procedure) else None


def offline(kb: KnowledgeBase) -> Iterable[str]:
    """Yield the addresses that belong in the offline pack: every procedure."""
    for fact in kb.select("procedure"):
        yield links.procedure_url(fact.id)
