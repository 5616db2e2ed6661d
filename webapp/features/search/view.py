"""From an Answer to what the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import url_for

from kb.bundle.store import KnowledgeBase
from kb.calc.offer import Offer, offer, sources
from kb.calc.result import Refusal
from kb.search.answer import Answer, Result
from webapp.features.search.pages import Chip, Group, Outcome, Work
from webapp.present import links, marking
from webapp.present.cards import Card, fact_card, passage_card


def outcome(kb: KnowledgeBase, answer: Answer, asked_device: str | None, dropped: tuple[str, ...] = ()) -> Outcome:
    """Return a search's outcome for showing."""
    terms = marking.wanted(answer.reading.corrected or answer.query)
    found = offer(kb, answer.query, asked_device)
    shown = [c for c in (_card(kb, r, terms) for r in answer.results) if c is not None]
    device = answer.reading.device
    return Outcome(
        query=answer.query,
        answered=answer.answered or bool(found and found.answers),
        count=len(shown) + bool(found and found.answers),
        chips=tuple(_chips(kb, answer, asked_device, dropped)),
        groups=_groups(shown if answer.answered else shown[:_NEAREST], device),
        ask=tuple(_ask(kb, answer)),
        why_not=answer.why_not,
        searched=tuple(_searched(kb, device)),
        contacts=tuple(_contacts(kb, answer)),
        work=_work(kb, found) if found else None,
        tell_apart=tuple(_told_apart(line) for line in answer.tell_apart),
        ways=() if answer.answered else tuple(_ways(kb, answer, asked_device)),
    )


# Nearest topics are a hint, not an answer: more of them would look like one.
_NEAREST = 6
# One card shows where the figures stand; the page of the calculator shows all of them.
_PLACES = 2


# What a state covers in detail stands on its card; here it would hide what tells the states apart.
_DETAIL = re.compile(r" \([^()]{24,}\)")


def _told_apart(line: str) -> tuple[str, str]:
    seen, _, means = line.partition(": ")
    return seen, _DETAIL.sub("", means)


def _work(kb: KnowledgeBase, found: Offer) -> Work:
    outcome = found.outcome
    places = dict.fromkeys(links.place(kb, kb.facts[i].source) for i in sources(kb, found))
    return Work(
        title=found.calculator.title,
        url=f"{found.url}#result",
        given=", ".join(f"{i.label}: {i.text}" for i in outcome.inputs) if outcome is not None else "",
        figures=tuple((o.label, o.text) for o in found.figures),
        refusal=outcome.reason if isinstance(outcome, Refusal) else "",
        leads=found.asked and outcome is not None,
        places=tuple(places)[:_PLACES],
    )


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


def _search_url(query: str, device: str | None, drop: Iterable[str] = ()) -> str:
    return url_for("search.results", q=query, device=device or None, drop=list(drop) or None)


# The engine names patterns by its own words; the reading says them in people's.
_PATTERNS = {"flashing": "flash", "on steady": "steady"}


def _chips(kb: KnowledgeBase, answer: Answer, asked: str | None, dropped: tuple[str, ...]) -> Iterable[Chip]:
    """Yield the parts of the reading: devices, what was read otherwise than it was typed, then the rest."""
    reading, query = answer.reading, answer.query
    corrected = dict(reading.corrections)
    names = set()
    for device_id in reading.devices or ((reading.device,) if reading.device else ()):
        name = links.device_link(kb, device_id).short
        names.add(name)
        url = _search_url(query, None, dropped) if asked else _search_url(query, None, (*dropped, device_id))
        wrong = next((w for w, right in corrected.items() if right.lower() in name.lower().split()), "")
        if wrong and not asked and (without := _without(query, wrong, None, dropped)):
            # A name that was misspelt is one part of the reading, not two.
            del corrected[wrong]
            yield Chip(name, f"for “{wrong}”", without)
        else:
            yield Chip(name, "device", url)
    typed = set(query.lower().split())
    for wrong, right in corrected.items():
        yield Chip(right, f"for “{wrong}”", _without(query, wrong, asked, dropped))
        if right.lower() not in typed:
            names.add(right.lower())
    for term in reading.terms:
        if term in names:
            continue
        if term.startswith("pin "):
            # A pin number is part of the sentence; it is dropped with its word.
            yield Chip(term, "", _without(query, term, asked, dropped))
        else:
            yield Chip(term, "", _search_url(query, asked, (*dropped, _PATTERNS.get(term, term))))


def _without(query: str, word: str, device: str | None, dropped: tuple[str, ...]) -> str:
    """Return the address of the same search without this word, or nothing when no question would be left."""
    left, n = re.subn(rf"(?<!\w){re.escape(word)}(?!\w)", " ", query, count=1, flags=re.IGNORECASE)
    left = " ".join(left.split())
    return _search_url(left, device, dropped) if n and left else ""


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


def _ways(kb: KnowledgeBase, answer: Answer, asked: str | None) -> Iterable[links.Link]:
    """Yield where to go on from a question without an answer."""
    device = answer.reading.device or ""
    if asked:
        yield links.Link("Search all devices", _search_url(answer.query, None))
    if url := links.trouble_url(device if device in links.diagnosed(kb) else ""):
        yield links.Link("Find the cause step by step", url)
    shown = device if device and any(True for _ in kb.select("led_state", device)) else ""
    if url := links.leds_url(shown) if shown else links.reach("/leds"):
        yield links.Link("Tell by the lamps", url)
    yield links.Link("All alarms", url_for("alarms.alarms", device=device or None))


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
