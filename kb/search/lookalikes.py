"""Lamp states that look alike: which lamp tells them apart, and how."""

from __future__ import annotations

from collections.abc import Sequence

from kb.curation.statements import lamp_words
from kb.model.facts import Lamp, LedState

MAX_STATES = 6


def tell_apart(states: Sequence[LedState]) -> tuple[str, ...]:
    """Return what to look at to tell states of one panel apart, a line for each state; nothing for fewer than two.

    The lamp that splits the states best comes first; a second one is added where states still look alike. States that
    no lamp tells apart are said to be so.
    """
    states = tuple(states)[:MAX_STATES]
    if len(states) < 2:  # noqa: PLR2004 - one state has nothing to be told from
        return ()
    names = list(dict.fromkeys(x.indicator for s in states for x in s.lamps))
    looks = {s.id: {x.indicator: _look(x) for x in s.lamps} for s in states}
    chosen: list[str] = []
    for _ in range(2):
        best = max(names, key=lambda n: (len({_seen(looks[s.id], [*chosen, n]) for s in states}), -names.index(n)))
        if len({_seen(looks[s.id], [*chosen, best]) for s in states}) > len(
            {_seen(looks[s.id], chosen) for s in states}
        ):
            chosen.append(best)
    if not chosen:
        return (
            f"These states look the same: {'; '.join(s.meaning for s in states)}. Only what the battery or inverter does tells them apart.",
        )
    out = []
    alike = [s for s in states if sum(_seen(looks[o.id], chosen) == _seen(looks[s.id], chosen) for o in states) > 1]
    for state in states:
        shown = [x for n in chosen for x in state.lamps if x.indicator == n]
        seen = ", ".join(lamp_words(x) for x in shown) or f"{', '.join(chosen)} not told"
        also = "; looks like another one here, go by what the device does" if state in alike else ""
        out.append(f"{seen}: {state.meaning}{also}")
    return tuple(out)


def _look(lamp: Lamp) -> tuple[object, ...]:
    return (lamp.color, lamp.pattern, lamp.on_s, lamp.off_s, lamp.period_s, lamp.times)


def _seen(looks: dict[str, tuple[object, ...]], names: Sequence[str]) -> tuple[object, ...]:
    return tuple(looks.get(n) for n in names)
