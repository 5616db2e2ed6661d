"""Facts in the service of a fault model: the steps a fact tells, the lamps it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.curation.statements import statement
from kb.model.facts import Alarm, Caution, Fact, Faq, Lamp, LedState, Procedure, Remedy

_REFERENCE = re.compile(r"^(?P<id>[^#]+)(?:#(?P<first>\d+)(?:-(?P<last>\d+))?)?$")
Picture = tuple[tuple[str, str, str, float, float, float, int], ...]


def steps_of(fact: Fact) -> tuple[str, ...]:
    """Return what a fact tells a person to do, in its order; a fact that tells nothing to do gives its statement."""
    match fact:
        case Procedure(steps=steps) | Remedy(checks=steps) | Alarm(actions=steps) if steps:
            return steps
        case Faq(answer=text) | Caution(text=text) | LedState(action=text) if text:
            return (text,)
        case _:
            return (statement(fact),)


def base_of(reference: str) -> str:
    """Return the fact id of `id#2-3`."""
    return reference.partition("#")[0]


def expand(reference: str, facts: Mapping[str, Fact]) -> tuple[str, ...] | None:
    """Return the steps that `id`, `id#2` or `id#2-3` names; None when there is no such fact or step."""
    found = _REFERENCE.match(reference)
    fact = facts.get(found["id"]) if found else None
    if found is None or fact is None:
        return None
    steps = steps_of(fact)
    if found["first"] is None:
        return steps
    first, last = int(found["first"]), int(found["last"] or found["first"])
    return steps[first - 1 : last] if 1 <= first <= last <= len(steps) else None


def lamps_of(fact: Fact | None) -> tuple[Lamp, ...]:
    """Return the lamps that a fact shows: LED states and alarms with a lamp; nothing for others."""
    if isinstance(fact, LedState):
        return fact.lamps
    return fact.lamp if isinstance(fact, Alarm) else ()


def picture(lamps: tuple[Lamp, ...]) -> Picture:
    """Return what a person sees, as a key: two facts with the same key look the same. A lamp in any state shows nothing."""
    return tuple(
        sorted(
            (x.indicator, x.color or "", x.pattern, x.on_s or 0.0, x.off_s or 0.0, x.period_s or 0.0, x.times or 0)
            for x in lamps
            if x.pattern != "any" or x.color
        )
    )
