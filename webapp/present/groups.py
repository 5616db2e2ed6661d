"""Many facts in order: by kind, then by the section they stand in, equal editions told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.bundle.store import KnowledgeBase
from kb.curation.conflicts import differences
from kb.model.facts import Fact, Pin, base_id, kind_of
from webapp.present.cards import Card, fact_card
from webapp.present.links import Place, place


@dataclass(frozen=True)
class Group:
    """Facts of one kind under one heading, and the places that all of them stand in."""

    kind: str
    title: str
    anchor: str
    cards: tuple[Card, ...]
    places: tuple[Place, ...]


def merged(facts: Iterable[Fact]) -> list[tuple[Fact, list[Fact]]]:
    """Return each fact once, with its equals from other editions. Editions that differ stay apart."""
    kept: dict[str, list[tuple[Fact, list[Fact]]]] = {}
    for fact in facts:
        others = kept.setdefault(base_id(fact.id), [])
        for first, same in others:
            if not differences(first, fact):
                same.append(fact)
                break
        else:
            others.append((fact, []))
    return [pair for pairs in kept.values() for pair in pairs]


def by_section(kb: KnowledgeBase, facts: Iterable[Fact]) -> tuple[Group, ...]:
    """Group facts of one kind by their section, in corpus order."""
    found: dict[tuple[str, str], list[tuple[Fact, list[Fact]]]] = {}
    for fact, same in merged(facts):
        found.setdefault((fact.source.manual, fact.source.anchor), []).append((fact, same))
    return tuple(_group(kb, pairs, pairs[0][0].source.title) for pairs in found.values())


def of_kind(kb: KnowledgeBase, kind: str, facts: Iterable[Fact]) -> tuple[Group, ...]:
    """Group facts of one kind the way that kind is read: pins by connector, all others by section."""
    if kind == "pin":
        return connectors(kb, [f for f in facts if isinstance(f, Pin)])
    return by_section(kb, facts)


def connectors(kb: KnowledgeBase, pins: Iterable[Pin]) -> tuple[Group, ...]:
    """Group pins into whole connectors. A second edition is told apart only when a signal differs.

    A table is never mixed from two editions: a person counts its rows against the socket.
    """
    tables: dict[tuple[str, str, str], list[Pin]] = {}
    for pin in pins:
        tables.setdefault((pin.connector, pin.source.manual, pin.id.split("/")[0]), []).append(pin)
    kept: list[tuple[list[Pin], list[Pin]]] = []
    for table in tables.values():
        twin = next((k for k in kept if _same_table(k[0], table)), None)
        if twin:
            twin[1].extend(table)
        else:
            kept.append((table, []))
    return tuple(_group(kb, [(p, []) for p in table], table[0].connector, more) for table, more in kept)


def _same_table(a: Sequence[Pin], b: Sequence[Pin]) -> bool:
    return len(a) == len(b) and all(
        base_id(x.id) == base_id(y.id) and not differences(x, y) for x, y in zip(a, b, strict=True)
    )


def _group(kb: KnowledgeBase, pairs: Sequence[tuple[Fact, list[Fact]]], title: str, more: Iterable[Fact] = ()) -> Group:
    own = [f for f, _ in pairs]
    everywhere = [*own, *(s for _, same in pairs for s in same), *more]
    # One place per section: the lines of the single facts are on their own pages.
    sources = {(f.source.manual, f.source.anchor): f.source for f in reversed(everywhere)}
    places = tuple(place(kb, s) for s in reversed(sources.values()))
    cards = tuple(fact_card(kb, f, also=[s.source for s in same]) for f, same in pairs)
    first = own[0]
    return Group(kind_of(first), title, f"{first.source.manual}-{first.source.anchor}".replace(".", "-"), cards, places)


def of_kinds(facts: Iterable[Fact], kinds: Iterable[str]) -> dict[str, tuple[Fact, ...]]:
    """Return the facts of each named kind, in corpus order."""
    wanted: dict[str, list[Fact]] = {k: [] for k in kinds}
    for fact in facts:
        kind = kind_of(fact)
        if kind in wanted:
            wanted[kind].append(fact)
    return {k: tuple(v) for k, v in wanted.items()}
