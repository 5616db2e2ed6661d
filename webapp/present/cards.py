"""A card: one fact (or passage) with everything that must be shown beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import request, url_for

from kb.bundle.kept import kept
from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.curation.passages import Passage
from kb.model.facts import Alarm, Caution, Conflict, Fact, LedState, Protocol, Source, kind_of
from webapp.present import links, words
from webapp.present.lamps import LampView, gathered, strips, views


@dataclass(frozen=True)
class CautionLine:
    """A caution to read before acting."""

    level: str
    text: str
    url: str
    anchor: str = ""


@dataclass(frozen=True)
class Switch:
    """One switch of a DIP row: `free` when the setting leaves it to other rules."""

    number: str
    position: str
    look: str


@dataclass(frozen=True)
class Card:
    """What a card template sees, under the one name `card`."""

    kind: str
    id: str
    url: str
    title: str
    text: str
    fact: Fact | Passage
    places: tuple[links.Place, ...]
    devices: tuple[links.DeviceLink, ...]
    doubt: str = ""
    remarks: tuple[words.Remark, ...] = ()
    conflicts: tuple[links.Link, ...] = ()
    cautions: tuple[CautionLine, ...] = ()
    notices: tuple[CautionLine, ...] = ()
    lamps: tuple[LampView, ...] = ()
    gathered: tuple[LampView, ...] = ()
    strips: tuple[tuple[str, LampView], ...] = ()
    switches: tuple[Switch, ...] = ()
    stop: bool = False
    onward: links.Link | None = None
    terms: frozenset[str] = frozenset()
    # What a long title says first, and the rest of it as a line of its own.
    headline: str = ""
    further: str = ""
    # Where this row stands on its page, for links to it; only the manual reader sets it.
    anchor: str = ""


def fact_card(
    kb: KnowledgeBase,
    fact: Fact,
    *,
    also: Iterable[Source] = (),
    cautions: Iterable[str] = (),
    terms: frozenset[str] = frozenset(),
) -> Card:
    """Return the card of a fact. `also` are places of other editions that say the same.

    Cards are made once for each knowledge base: a device page holds a hundred of them, and most pages show the same ones.
    """
    if kb.facts.get(fact.id) is not fact:
        # A draft's fact, which is in no knowledge base yet.
        return _made(kb, fact, tuple(also), tuple(cautions), terms)
    places, more = tuple(also), tuple(cautions)
    # Addresses begin with the place that the app is mounted at.
    key = ("card", request.script_root, fact.id, places, more)
    card = kept(kb, key, lambda: _made(kb, fact, places, more, frozenset()))
    return replace(card, terms=terms) if terms else card


def _made(
    kb: KnowledgeBase, fact: Fact, also: tuple[Source, ...], cautions: tuple[str, ...], terms: frozenset[str]
) -> Card:
    state, title = isinstance(fact, LedState), statements.title(fact)
    shown = views(fact.lamps if isinstance(fact, LedState) else fact.lamp if isinstance(fact, Alarm) else ())
    told = caution_lines(kb, [*getattr(fact, "cautions", ()), *cautions])
    return Card(
        kind=kind_of(fact),
        id=fact.id,
        url=links.page_url(fact.id),
        title=title,
        headline=words.headline(title) if state else title,
        further=words.further(title) if state else "",
        text=statements.text(fact),
        fact=fact,
        places=(links.place(kb, fact.source, fact.id), *(links.place(kb, s) for s in also)),
        devices=tuple(links.device_link(kb, d) for d in fact.devices),
        doubt=words.doubt_word(fact),
        remarks=words.remarks(fact),
        conflicts=conflict_links(kb, fact),
        lamps=shown,
        cautions=tuple(c for c in told if c.level != "notice"),
        notices=tuple(c for c in told if c.level == "notice"),
        gathered=gathered(shown),
        strips=strips(shown),
        switches=switch_row(fact) if isinstance(fact, Protocol) else (),
        stop=getattr(fact, "safety", "none") == "stop-using",
        onward=links.onward(kb, fact),
        terms=terms,
    )


def passage_card(kb: KnowledgeBase, passage: Passage, *, terms: frozenset[str] = frozenset()) -> Card:
    """Return the card of a passage."""
    meta = kb.manuals[passage.manual]
    source = Source(passage.manual, meta.edition, passage.number, passage.title, passage.src, passage.anchor)
    return Card(
        kind="passage",
        id=passage.id,
        title=passage.title,
        headline=passage.title,
        text=passage.text,
        fact=passage,
        terms=terms,
        url=url_for("manuals.section", manual_id=passage.manual, anchor=passage.anchor),
        places=(links.place(kb, source),),
        devices=tuple(links.device_link(kb, d) for d in passage.devices),
    )


def cards(kb: KnowledgeBase, facts: Iterable[Fact]) -> tuple[Card, ...]:
    """Return the cards of several facts."""
    return tuple(fact_card(kb, f) for f in facts)


def at_fact(card: Card) -> Card:
    """Return the card with the fact's own address: beside its manual and its other editions, the single reading counts."""
    return replace(card, url=links.fact_url(card.id))


def conflict_links(kb: KnowledgeBase, fact: Fact) -> tuple[links.Link, ...]:
    """Return the links to the disagreements that this fact is part of."""
    found = (kb.facts.get(i) for i in kb.conflicts_of.get(fact.id, ()))
    return tuple(links.Link(c.topic, links.fact_url(c.id), c.advice) for c in found if isinstance(c, Conflict))


# Danger first: the order in which a person must read them.
_LEVELS = ("danger", "warning", "caution", "notice")


def caution_lines(kb: KnowledgeBase, ids: Iterable[str]) -> tuple[CautionLine, ...]:
    """Return the named cautions, gravest first."""
    found = [f for f in (kb.facts.get(i) for i in dict.fromkeys(ids)) if isinstance(f, Caution)]
    found.sort(key=lambda f: _LEVELS.index(f.level))
    return tuple(CautionLine(f.level, f.text, links.fact_url(f.id)) for f in found)


def switch_row(fact: Protocol) -> tuple[Switch, ...]:
    """Return the DIP row of a protocol from switch 1 on; a switch that the setting leaves out is free."""
    numbers = [int(n) for n in fact.dip if n.isdigit()]
    last = max([*numbers, len(fact.dip_pattern)], default=0)
    row = []
    for n in range(1, last + 1):
        position = fact.dip.get(str(n), "")
        row.append(Switch(str(n), position or "free", position.lower() or "free"))
    return tuple(row)
