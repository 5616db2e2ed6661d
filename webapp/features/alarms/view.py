"""From alarm facts to what their pages show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flask import url_for

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.curation.conflicts import differences
from kb.model.facts import Alarm, Caution, Fact, Lamp, base_id, kind_of
from webapp.features.alarms.pages import Line, Mention, Shelf
from webapp.present import links
from webapp.present.words import doubt_word, kind_word

# The editions write this where the original names an alarm and says nothing about what to do.
NO_ACTION = "not given in this manual"
# A single everyday word ("overload") stands in many facts that are not about this alarm.
_NAME_WORDS = 2
MAX_MENTIONS = 12


def address(fact_id: str) -> tuple[str, str]:
    """Return the device and the name that an alarm's address is made of."""
    device, _, name = base_id(fact_id).partition("/alarm/")
    return device, name


def editions(kb: KnowledgeBase, device: str, name: str) -> tuple[Alarm, ...]:
    """Return one alarm as each edition tells it; none when there is no such alarm."""
    found = (kb.facts[i] for i in kb.editions_of.get(f"{device}/alarm/{name}", ()))
    return tuple(f for f in found if isinstance(f, Alarm))


def actions(alarm: Alarm) -> tuple[str, ...]:
    """Return what to do, without the line that says that the manual gives nothing."""
    return tuple(a for a in alarm.actions if a != NO_ACTION)


def told_apart(told: Sequence[Alarm]) -> tuple[list[Alarm], list[Alarm]]:
    """Split the editions after the first into those that say the same and those that differ."""
    same: list[Alarm] = []
    differing: list[Alarm] = []
    for other in told[1:]:
        (differing if differences(told[0], other) else same).append(other)
    return same, differing


def shelf(kb: KnowledgeBase, device: str) -> Shelf:
    """Return the alarms of a device, each once."""
    seen: dict[str, Alarm] = {}
    for fact in kb.select("alarm", device):
        if isinstance(fact, Alarm):
            seen.setdefault(base_id(fact.id), fact)
    return Shelf(links.device_link(kb, device), tuple(_line(kb, a) for a in seen.values()))


def _line(kb: KnowledgeBase, alarm: Alarm) -> Line:
    return Line(
        alarm.code,
        alarm.name,
        links.alarm_url(alarm.id),
        alarm.cause,
        alarm.safety == "stop-using",
        doubt_word(alarm),
        any(i in kb.conflict_of for i in kb.editions_of[base_id(alarm.id)]),
        " ".join([alarm.code, *alarm.aliases]).lower(),
    )


_Look = frozenset[tuple[object, ...]]


def _look(lamps: Iterable[Lamp]) -> _Look:
    return frozenset((x.indicator, x.color, x.pattern, x.on_s, x.off_s, x.times) for x in lamps if x.pattern != "any")


def alike(kb: KnowledgeBase, alarm: Alarm) -> tuple[links.Link, ...]:
    """Return the other alarms that this panel shows in the very same way."""
    look = _look(alarm.lamp)
    if not look:
        return ()
    found: dict[str, links.Link] = {}
    for device in alarm.devices:
        for other in kb.select("alarm", device):
            if isinstance(other, Alarm) and base_id(other.id) != base_id(alarm.id) and _look(other.lamp) == look:
                found.setdefault(
                    base_id(other.id),
                    links.Link(statements.title(other), links.alarm_url(other.id), other.cause),
                )
    return tuple(found.values())


@per_bundle
def _said(kb: KnowledgeBase) -> dict[str, str]:
    """Every fact that may speak about an alarm, as one lower-case line."""
    return {i: statements.statement(f).lower() for i, f in kb.facts.items() if not isinstance(f, Alarm | Caution)}


def mentions(kb: KnowledgeBase, alarm: Alarm) -> tuple[Mention, ...]:
    """Return the facts of the same devices that name the alarm by its code or its full names."""
    known = _mentioned(kb)
    if alarm.id not in known:
        known[alarm.id] = tuple(_naming(kb, alarm))
    found = (kb.facts[i] for i in known[alarm.id])
    return tuple(Mention(kind_word(kind_of(f)), statements.title(f), links.page_url(f.id)) for f in found)


@per_bundle
def _mentioned(kb: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """Which facts name which alarm, as far as anybody asked."""
    _ = kb
    return {}


def _naming(kb: KnowledgeBase, alarm: Alarm) -> Iterable[str]:
    names = [n for n in (alarm.name, *alarm.aliases) if len(n.split()) >= _NAME_WORDS]
    wanted = "|".join(re.escape(n.lower()) for n in dict.fromkeys([*([alarm.code] if alarm.code else []), *names]))
    if not wanted:
        return []
    named = re.compile(rf"(?<!\w)(?:{wanted})(?!\w)")
    found: dict[str, Fact] = {}
    for fact_id, line in _said(kb).items():
        fact = kb.facts[fact_id]
        if named.search(line) and set(fact.devices) & set(alarm.devices):
            found.setdefault(base_id(fact_id), fact)
    return [f.id for f in found.values()][:MAX_MENTIONS]


def contact(kb: KnowledgeBase, device: str) -> str:
    """Return whom the manual tells people to ask about a device, or nothing."""
    known = kb.devices.get(device)
    if known is None or known.contact is None:
        return ""
    return known.contact.who + (f" ({known.contact.detail})" if known.contact.detail else "")


def offline(kb: KnowledgeBase) -> Iterable[str]:
    """Yield the addresses that belong in the offline pack: every alarm, and the lists."""
    yield url_for("alarms.alarms")
    for device in kb.devices:
        yield url_for("alarms.alarms", device=device)
    yield from dict.fromkeys(links.alarm_url(f.id) for f in kb.select("alarm"))
