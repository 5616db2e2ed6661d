"""Which alarms a lamp state tells: those whose lamps are the state's lamps."""

from __future__ import annotations

from kb.bundle.kept import kept
from kb.bundle.store import KnowledgeBase
from kb.identify.looks import compare, of_lamp
from kb.identify.states import State
from kb.model.facts import Alarm, base_id


def alarms_of(kb: KnowledgeBase, device: str, state: State) -> tuple[Alarm, ...]:
    """Return the alarms of a device that show this state's lamps, each once; those that share most lamps with it.

    Alarms that the state names come first. Several alarms often show the same lamps: then all of them are returned.
    """
    return kept(kb, ("alarms", device, state.id), lambda: _alarms(kb, device, state))


def _alarms(kb: KnowledgeBase, device: str, state: State) -> tuple[Alarm, ...]:
    found: dict[str, tuple[int, Alarm]] = {}
    for alarm in kb.select("alarm", device):
        if not isinstance(alarm, Alarm) or not alarm.lamp:
            continue
        agreed = _agreed(state, alarm)
        if agreed and base_id(alarm.id) not in found:
            found[base_id(alarm.id)] = (agreed, alarm)
    most = max((n for n, _ in found.values()), default=0)
    told = state.fact.meaning.casefold()
    best = [a for n, a in found.values() if n == most]
    return tuple(sorted(best, key=lambda a: not any(w and w.casefold() in told for w in (a.code, a.name))))


def _agreed(state: State, alarm: Alarm) -> int:
    """Return how many lamps of an alarm are as the state has them; 0 when one is not, or none of them is lit."""
    agreed, lit = 0, False
    for lamp in alarm.lamp:
        look = of_lamp(lamp)
        told = state.lamp(lamp.indicator)
        if look is None or told is None:
            continue
        verdict, _ = compare(look, told)
        if verdict == "contradicts":
            return 0
        if verdict == "fits":
            agreed += 1
            lit = lit or look.pattern != "off"
    return agreed if lit else 0
