"""What the calculators' script needs on a phone without signal: kb.calc.portable's data, and how its sources are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.calc.portable.pack import pack
from kb.model.facts import Conflict
from webapp.bundle import Snapshot
from webapp.features.calculators.view import source_name
from webapp.features.conflicts.view import dispute_of
from webapp.present import links
from webapp.present.links import Place

# Stands for a fact's id in the address of its page.
_ANY = "ID"
# The last snapshot's version and its data: made once, asked for by each phone.
_last: dict[str, bytes] = {}


def encoded(snapshot: Snapshot) -> bytes:
    """Return the data as JSON. It needs a request context for the addresses."""
    key = f"{snapshot.version} {links.fact_url(_ANY)}"
    if key not in _last:
        made = msgspec.json.encode(data(snapshot.kb))
        _last.clear()
        _last[key] = made
    return _last[key]


def data(kb: KnowledgeBase) -> dict[str, Any]:
    """Return the data as plain JSON types; `shown` is what webapp/static/js/worked.js draws sources and disputes from."""
    told = pack(kb)
    places: dict[tuple[str, str, str, str, str], int] = {}

    def number(group: str, place: Place) -> int:
        return places.setdefault((group, place.manual, place.edition, place.section, place.url), len(places))

    facts: dict[str, tuple[str | int, int, str]] = {}
    disputes: dict[str, Mapping[str, Any]] = {}
    for plain in told["facts"]:
        fact = kb.facts[plain["id"]]
        if isinstance(fact, Conflict):
            found = dispute_of(kb, fact)
            disputes[fact.id] = {
                "topic": found.topic,
                "url": found.url,
                "advice": found.advice,
                "sides": [(s.says, number("", s.place), s.place.lines) for s in found.sides],
                "devices": [(d.short, d.url) for d in found.devices],
            }
            continue
        place = links.place(kb, fact.source)
        group = f"{fact.source.manual}#{fact.source.anchor}"
        # Most are called as their own field `name` says: that is told once.
        name = source_name(fact)
        facts[fact.id] = (0 if plain.get("name") == name else name, number(group, place), place.lines)
    shown = {"places": list(places), "facts": facts, "disputes": disputes, "fact_url": links.fact_url(_ANY)}
    return {**told, "shown": shown}
