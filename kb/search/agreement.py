"""How a printed lamp state agrees with what was seen of the lamps."""

from __future__ import annotations

from kb.model.facts import Lamp, LedState
from kb.search.observe import MODES, ROW, Observation


def fits(lamps: tuple[Lamp, ...], observed: Observation) -> tuple[int, int]:
    """Return how many observed lamps agree with a state, and how many contradict it."""
    agree = contradict = 0
    seen = observed.lamps
    if observed.others_off:
        rows = {m[1] if (m := ROW.fullmatch(name)) else "" for name in seen}
        # "Only LED1 and LED2 are lit" is said of the row.
        row = rows.pop() if len(rows) == 1 else ""
        others = [
            x
            for x in lamps
            if x.indicator not in seen and x.pattern != "any" and x.indicator.rstrip("0123456789").startswith(row)
        ]
        if others:
            agree, contradict = (1, 0) if all(x.pattern == "off" for x in others) else (0, 1)
    by_name = {x.indicator: x for x in lamps}
    for name, what in seen.items():
        lamp = by_name.get(name)
        if lamp is None or (what.color is None and what.pattern is None):
            continue
        if what.pattern is not None and lamp.pattern != "any":
            agree, contradict = (agree + 1, contradict) if lamp.pattern == what.pattern else (agree, contradict + 1)
        if what.color is not None and lamp.color is not None and lamp.pattern != "off":
            agree, contradict = (agree + 1, contradict) if lamp.color == what.color else (agree, contradict + 1)
    return agree, contradict


def rhythm(lamp: Lamp) -> tuple[float | None, float | None, float | None]:
    """Return for how long a lamp is on and off, and its period, in seconds; None where it is not printed."""
    both = round(lamp.on_s + lamp.off_s, 4) if lamp.on_s is not None and lamp.off_s is not None else None
    return lamp.on_s, lamp.off_s, lamp.period_s if lamp.period_s is not None else both


def keeps_time(state: LedState, observed: Observation) -> bool | None:
    """Tell whether each lamp of a state has the period that was told of it; None where none is told beside another lamp."""
    told = {n: v for n, seen in observed.lamps.items() for v, of in seen.times if of == "every"}
    if not told or len(observed.lamps) < 2:  # noqa: PLR2004 - what is told of one lamp alone may be meant of any
        return None
    periods = {x.indicator: rhythm(x)[2] for x in state.lamps}
    return all(periods.get(n) == value for n, value in told.items())


def count_fit(state: LedState, observed: Observation, patterns: frozenset[str]) -> float:
    """Return 1 when as many numbered lamps of a state are lit as was told, -1 when not, between them when in part; 0 when neither is told."""
    numbered = [x.pattern for x in state.lamps if x.indicator[-1:].isdigit()]
    steady, flashing = numbered.count("steady"), numbered.count("flash")
    told = [shown == n for shown, n in ((steady, observed.steady), (flashing, observed.flashing)) if n is not None]
    if told and numbered and "any" not in numbered:
        return sum(1.0 if fits else -1.0 for fits in told) / len(told)
    row = {x.indicator: x.pattern for x in state.lamps if ROW.fullmatch(x.indicator)}
    said = {n: observed.lamps[n].pattern for n in row if n in observed.lamps and observed.lamps[n].pattern}
    if said.keys() == row.keys() and len(row) > 1 and "any" not in row.values():
        return 1.0 if said == row else -1.0  # each lamp of the row is told of
    lit = lit_count(state, patterns) if observed.lit is not None and not told else None
    return 0.0 if lit is None else 1.0 if lit == observed.lit else -1.0


def lit_count(state: LedState, patterns: frozenset[str] = frozenset()) -> int | None:
    """Return how many numbered lamps (LED1, SOC2 …) of a state are lit; None when it does not say of each.

    Where one pattern was said, only lamps that show it count: "all four without blinking".
    """
    numbered = [x for x in state.lamps if x.indicator[-1:].isdigit()]
    if not numbered or any(x.pattern == "any" for x in numbered):
        return None
    shining = {"steady", "flash"}
    return sum(x.pattern in (patterns & shining if len(patterns & shining) == 1 else shining) for x in numbered)


def mode_fit(state: LedState, modes: frozenset[str]) -> float:
    """Return 1 when the state's mode is among those said, -1 when it is another one, 0 when either says nothing."""
    if not modes or not state.mode:
        return 0.0
    mode = state.mode.lower()
    if any(_starts(mode, m) for m in modes):
        return 1.0
    return -1.0 if any(_starts(mode, m) for m in MODES) else 0.0


def _starts(mode: str, stem: str) -> bool:
    return mode.startswith(stem) or f" {stem}" in mode
