"""From the comparison of two lists of facts to what the pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from flask import url_for

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.curation.compare import Field, Pair, Pieces, compare, marked
from kb.model.errors import NotFoundError
from kb.model.facts import Fact
from webapp.features.compare.pages import Couple, Differing, Kind, Side, Twin
from webapp.present import links
from webapp.present.cards import conflict_links
from webapp.present.words import kind_word


@per_bundle
def _all(kb: KnowledgeBase) -> dict[tuple[str, str], tuple[Pair, ...]]:
    """The comparisons asked for so far; a manual has some hundred facts, so all of them together stay small."""
    _ = kb
    return {}


def pairs(kb: KnowledgeBase, a: str, b: str) -> tuple[Pair, ...]:
    """Return the comparison of two manuals. Raises NotFoundError for an unknown one."""
    for manual in (a, b):
        if manual not in kb.manuals:
            raise NotFoundError(f"There is no manual {manual[:80]!r}")
    known = _all(kb)
    if (a, b) not in known:
        known[a, b] = compare(kb.select(manual=a), kb.select(manual=b))
    return known[a, b]


def side(kb: KnowledgeBase, manual: str) -> Side:
    """Return a manual as it is named above its column."""
    meta = kb.manuals[manual]
    edition = "edition not stated" if meta.edition == "not stated" else f"edition {meta.edition}"
    facts = sum(1 for _ in kb.select(manual=manual))
    return Side(
        manual, meta.title, meta.short or meta.title, edition, url_for("manuals.manual", manual_id=manual), facts
    )


def kinds(kb: KnowledgeBase, found: Iterable[Pair]) -> tuple[Kind, ...]:
    """Return the comparison by kind: what differs in full, the rest as links."""
    by_kind: dict[str, list[Pair]] = {}
    for pair in found:
        by_kind.setdefault(pair.kind, []).append(pair)
    told: set[str] = set()
    return tuple(
        Kind(
            kind.replace("_", "-"),
            kind_word(kind, plural=True),
            tuple(_twin(kb, p, told) for p in of if p.state == "differs"),
            tuple(_link(p.fact) for p in of if p.state == "only-a"),
            tuple(_link(p.fact) for p in of if p.state == "only-b"),
            tuple(_link(p.fact) for p in of if p.state == "equal"),
        )
        for kind, of in by_kind.items()
    )


def _link(fact: Fact) -> links.Link:
    title, said = statements.title(fact), statements.text(fact)
    return links.Link(title, links.fact_url(fact.id), "" if said == title else said)


def _twin(kb: KnowledgeBase, pair: Pair, told: set[str]) -> Twin:
    if pair.a is None or pair.b is None:
        raise ValueError("what differs has two sides")
    found = dict.fromkeys((*conflict_links(kb, pair.a), *conflict_links(kb, pair.b)))
    # One judgement often covers several facts in a row: its advice is said with the first of them.
    conflicts = tuple(replace(c, detail="") if c.url in told else c for c in found)
    told.update(c.url for c in conflicts)
    return Twin(
        statements.title(pair.a),
        links.fact_url(pair.a.id),
        links.fact_url(pair.b.id),
        tuple(_field(f) for f in pair.fields),
        conflicts,
    )


# Field names as people say them; a name that is not here is said as it is, with its underscores gone.
_FIELDS = {"connects_to": "goes to", "on_s": "on, s", "off_s": "off, s", "dip": "switches", "lamp": "lamps"}


# Which words differ is the costly part of a comparison, and the same each time.
@lru_cache(maxsize=1024)
def _field(field: Field) -> Differing:
    a, b = [], []
    # Line by line, as the steps of two lists stand; the longer list ends with lines that the other one lacks.
    for n in range(max(len(field.a), len(field.b))):
        left, right = marked(field.a[n] if n < len(field.a) else "", field.b[n] if n < len(field.b) else "")
        a.append(left)
        b.append(right)
    name = _FIELDS.get(field.name, field.name.replace("_", " "))
    return Differing(name, _full(a), _full(b))


def _full(lines: Iterable[Pieces]) -> tuple[Pieces, ...]:
    return tuple(line for line in lines if line)


def couples(kb: KnowledgeBase) -> tuple[Couple, ...]:
    """Return the pairs of manuals that tell the same things, the closest first."""
    found: list[Couple] = []
    for a, b in combinations(kb.manuals, 2):
        shared = [p for p in pairs(kb, a, b) if p.state in {"equal", "differs"}]
        if not shared:
            continue
        devices = dict.fromkeys(d for p in shared for d in p.fact.devices if p.b is not None and d in p.b.devices)
        found.append(
            Couple(
                url_for("compare.compare", a=a, b=b),
                kb.manuals[a].short or kb.manuals[a].title,
                kb.manuals[b].short or kb.manuals[b].title,
                len(shared),
                sum(1 for p in shared if p.state == "differs"),
                tuple(links.device_link(kb, d) for d in devices),
            )
        )
    return tuple(sorted(found, key=lambda c: -c.shared))


def offline(kb: KnowledgeBase) -> Iterable[str]:
    """Yield the addresses that belong in the offline pack: the pairs of editions that share facts."""
    yield url_for("compare.choose")
    for couple in couples(kb):
        yield couple.url
        # "Swap the sides" leads here.
        a, b = couple.url.rsplit("/", 2)[1:]
        yield url_for("compare.compare", a=b, b=a)
