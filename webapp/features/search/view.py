"""From an Answer to what the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import url_for

from kb.bundle.store import KnowledgeBase
from kb.model.device import Device
from kb.search.answer import Answer, Result
from webapp.features.search.pages import Chip, Group, Outcome
from webapp.present import links, marking
from webapp.present.cards import Card, fact_card, passage_card


def outcome(kb: KnowledgeBase, answer: Answer, asked_device: str | None) -> Outcome:
    """Return a search's outcome for showing."""
    terms = marking.wanted(answer.query)
    shown = [c for c in (_card(kb, r, terms) for r in answer.results) if c is not None]
    device = answer.reading.device
    return Outcome(
        query=answer.query, answered=answer.answered, count=len(shown), chips=tuple(_chips(kb, answer, asked_device)),
        groups=_groups(shown, device), ask=tuple(_ask(kb, answer)), why_not=answer.why_not,
        searched=tuple(_searched(kb, device)), contacts=tuple(_contacts(kb, answer)),
    )  # fmt: skip


def _card(kb: KnowledgeBase, result: Result, terms: frozenset[str]) -> Card | None:
    fact = kb.facts.get(result.id)
    if fact is not None:
        return fact_card(kb, fact, also=result.also, cautions=result.cautions, terms=terms)
    passage = kb.passages.get(result.id)
    return passage_card(kb, passage, terms=terms) if passage else None


def _groups(cards: list[Card], device: str | None) -> tuple[Group, ...]:
    if device is not None or len({c.devices[0].id for c in cards if c.devices}) < 2:  # noqa: PLR2004 - a group needs a neighbour
        return (Group(None, tuple(cards)),) if cards else ()
    found: dict[links.DeviceLink | None, list[Card]] = {}
    for card in cards:
        found.setdefault(card.devices[0] if card.devices else None, []).append(card)
    return tuple(Group(d, tuple(c)) for d, c in found.items())


def _search_url(query: str, device: str | None) -> str:
    return url_for("search.results", q=query, **({"device": device} if device else {}))


def _chips(kb: KnowledgeBase, answer: Answer, asked: str | None) -> Iterable[Chip]:
    reading, query = answer.reading, answer.query
    if reading.device is not None:
        device = kb.devices.get(reading.device)
        name = (device.short or device.name) if device else reading.device
        if asked:
            yield Chip(name, "device", _search_url(query, None))
        else:
            yield Chip(name, "device", _without(query, _names(device), None) if device else "")
    for wrong, right in reading.corrections.items():
        yield Chip(right, f"for “{wrong}”", _without(query, [wrong], asked))
    for term in reading.terms:
        if term not in reading.corrections.values():
            yield Chip(term, "", _without(query, [term], asked))


def _names(device: Device) -> list[str]:
    return sorted({device.name, device.short, device.id, *device.aliases}, key=len, reverse=True)


def _without(query: str, words: Iterable[str], device: str | None) -> str:
    """Return the address of the same search without the first of these words that the query holds."""
    for word in words:
        if not word:
            continue
        left, n = re.subn(rf"(?<!\w){re.escape(word)}(?!\w)", " ", query, count=1, flags=re.IGNORECASE)
        left = " ".join(left.split())
        if n and left:
            return _search_url(left, device)
    return ""


def _ask(kb: KnowledgeBase, answer: Answer) -> Iterable[links.Link]:
    for device_id in answer.ask_device:
        if device_id in kb.devices:
            yield links.Link(links.device_link(kb, device_id).short, _search_url(answer.query, device_id))


def _searched(kb: KnowledgeBase, device: str | None) -> Iterable[links.Link]:
    known = kb.devices[device].manuals if device in kb.devices else tuple(kb.manuals)
    for manual in known:
        if manual in kb.manuals:
            meta = kb.manuals[manual]
            yield links.Link(meta.short or meta.title, url_for("manuals.manual", manual_id=manual))


def _contacts(kb: KnowledgeBase, answer: Answer) -> Iterable[str]:
    if answer.contact:
        yield answer.contact
        return
    asked = [answer.reading.device] if answer.reading.device else list(kb.devices)
    said: dict[str, list[str]] = {}
    for device in (kb.devices[d] for d in asked if d in kb.devices):
        if device.contact:
            who = device.contact.who + (f" ({device.contact.detail})" if device.contact.detail else "")
            said.setdefault(who, []).append(device.short or device.name)
    for who, names in said.items():
        yield f"{', '.join(names)}: {who}"
