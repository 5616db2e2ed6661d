"""From a device to what its page shows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from flask import url_for

from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.model.device import Device
from kb.model.facts import KINDS, Alarm, Cable, Conflict, Fact, Procedure, base_id
from webapp.features.calculators.view import calculator_links
from webapp.features.compare.view import pairs
from webapp.features.devices.pages import Covered, Entry, Listing, Part, Plug
from webapp.present import groups, links
from webapp.present.words import count, doubt_word, kind_word

ByKind = dict[str, tuple[Fact, ...]]
# So many names can be taken in at a glance; a longer list is folded.
_GLANCE = 8
# Told in full on this page: the only kind that has no page of tables of its own.
_PARTS = ("caution",)
_TABLES = (
    ("facts.lights", "Lamp states and rhythms", ("led_state", "blink")),
    ("facts.pins", "Contacts, cables and switches", ("pin", "cable", "protocol", "dip")),
    ("facts.figures", "Figures, rules and models", ("spec", "rule", "model")),
)


def doors(kb: KnowledgeBase, device: Device, by_kind: ByKind) -> Iterable[links.Link]:
    """Yield the ways in for this device, only those with something behind them."""
    if by_kind["led_state"]:
        url = links.leds_url(device.id) or url_for("facts.lights", device=device.id)
        yield links.Link("What does the light mean?", url)
    if by_kind["pin"]:
        yield links.Link(
            "Which pin is which?", "#connectors" if device.connectors else url_for("facts.pins", device=device.id)
        )
    # Most devices have no fault model: the troubleshooter would send people away again.
    if device.id in links.diagnosed(kb) and (url := links.trouble_url(device.id)):
        yield links.Link("Something is wrong", url)
    elif by_kind["alarm"] or by_kind["remedy"] or by_kind["faq"]:
        yield links.Link("Something is wrong", url_for("alarms.alarms", device=device.id))
    if calculator_links(kb, device=device.id):
        yield links.Link("Work it out", "#work")


def plugs(device: Device) -> Iterable[Plug]:
    """Yield the connectors with the link to their pages."""
    for c in device.connectors:
        shape = c.shape.upper() if c.shape == "rj45" else c.shape
        detail = ", ".join(p for p in (shape, count(c.pins, "contact") if c.pins else "") if p)
        yield Plug(c.name, c.purpose, detail, links.connector_url(device.id, c.name))


def listings(kb: KnowledgeBase, device: Device, by_kind: ByKind) -> Iterable[Listing]:
    """Yield the lists of what has pages of its own, in the order in which it is looked up on site."""
    told = (
        _listing("Alarms", "alarms", (_alarm(f) for f in _once(by_kind["alarm"]) if isinstance(f, Alarm))),
        _listing("What to check", "remedies", (_plain(f) for f in _once([*by_kind["remedy"], *by_kind["faq"]]))),
        _listing("Cables", "cables", (_cable(f) for f in _once(by_kind["cable"]) if isinstance(f, Cable))),
        _listing(
            "Work it out", "work", (Entry(c.text, c.url, c.detail) for c in calculator_links(kb, device=device.id))
        ),
        _listing("Procedures", "procedures", (_procedure(kb, f) for f in _once(by_kind["procedure"]))),
        _listing(
            "Where the manuals disagree",
            "conflicts",
            (Entry(f.topic, links.fact_url(f.id), f.advice) for f in by_kind["conflict"] if isinstance(f, Conflict)),
        ),
    )
    yield from (x for x in told if x.entries)
    tables = (
        Entry(title, url_for(endpoint, device=device.id), count(n, "entry", "entries"))
        for endpoint, title, kinds in _TABLES
        if (n := sum(len(_once(by_kind[k])) for k in kinds))
    )
    if (found := _listing("Tables", "tables", tables)).entries:
        yield found


def _listing(title: str, anchor: str, entries: Iterable[Entry]) -> Listing:
    found = tuple(entries)
    return Listing(title, anchor, found, len(found) > _GLANCE)


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """One of all editions: each of these pages tells of the others."""
    return list({base_id(f.id): f for f in reversed(list(facts))}.values())[::-1]


def _alarm(alarm: Alarm) -> Entry:
    title = statements.title(alarm)
    return Entry(title, links.page_url(alarm.id), alarm.cause, doubt_word(alarm), alarm.safety == "stop-using")


def _plain(fact: Fact) -> Entry:
    return Entry(statements.title(fact), links.page_url(fact.id), tag=doubt_word(fact))


def _cable(cable: Cable) -> Entry:
    version = f"version {cable.version}" if cable.version else ""
    state = {"figure-only": "figure only", "protocol-only": "no pin map"}.get(cable.status, "")
    text = " ".join(p for p in (cable.to, cable.to_port if cable.to_port not in cable.to else "") if p)
    return Entry(
        text, links.fact_url(cable.id), " · ".join(p for p in (cable.bus, version, state) if p), doubt_word(cable)
    )


def _procedure(kb: KnowledgeBase, fact: Fact) -> Entry:
    steps = count(len(fact.steps), "step") if isinstance(fact, Procedure) else ""
    editions = len(kb.editions_of[base_id(fact.id)])
    detail = steps + (f" · {count(editions, 'edition')}" if editions > 1 else "")
    return Entry(statements.title(fact), links.page_url(fact.id), detail, doubt_word(fact))


def parts(kb: KnowledgeBase, by_kind: ByKind) -> Iterable[Part]:
    """Yield the kinds that are told in full."""
    for kind in _PARTS:
        if by_kind[kind]:
            shown = groups.of_kind(kb, kind, by_kind[kind])
            total = sum(len(g.cards) for g in shown)
            yield Part(kind_word(kind, plural=True), kind.replace("_", "-"), total, shown)


def couples(kb: KnowledgeBase, device: Device) -> Iterable[links.Link]:
    """Yield the pairs of this device's manuals that share facts, with how many of them differ."""
    for a, b in combinations([m for m in device.manuals if m in kb.manuals], 2):
        shared = [p for p in pairs(kb, a, b) if p.a is not None and p.b is not None and device.id in p.a.devices]
        if shared:
            one, other = (kb.manuals[m].short or kb.manuals[m].title for m in (a, b))
            differ = sum(1 for p in shared if p.state == "differs")
            yield links.Link(
                f"{one} and {other}", url_for("compare.compare", a=a, b=b), f"{differ} of {len(shared)} differ"
            )


def coverage(device: Device, by_kind: ByKind) -> Iterable[Covered]:
    """Yield for each kind whether the manuals tell it and whether it was read."""
    for kind in KINDS:
        said = device.coverage.get(kind, "todo")
        state, _, reason = said.partition(":")
        name = kind_word(kind, plural=True)
        if state == "done":
            yield Covered(name, "read", f"{count(len(by_kind[kind]), 'entry', 'entries')}, all editions counted")
        elif state == "exempt":
            yield Covered(name, "not in its manuals", reason.strip())
        else:
            yield Covered(name, "not read yet", "The manuals may say more than is shown here.")


def offline(kb: KnowledgeBase) -> Iterable[str]:
    """Yield the addresses that belong in the offline pack: every device."""
    for device in kb.devices:
        yield url_for("devices.device", device_id=device)
