"""From lamps that were seen to the states that fit, with a reason for each lamp, and what to look at next.

Lamps that no state tells together form groups: on a panel whose lamps speak for themselves (one for the DC side, one for
the packs) each group shows a state of its own at the same time; within a group exactly one is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kb.bundle.kept import kept
from kb.bundle.store import KnowledgeBase
from kb.curation.conflicts import differences
from kb.curation.statements import lamp_words
from kb.identify.looks import Look, Verdict, compare, of_lamp, refines, words
from kb.model.errors import QueryError
from kb.model.facts import Conflict, Lamp, LedState, base_id

MAX_NEAR = 4
MAX_SEEN = 40


class Option(msgspec.Struct, frozen=True):
    """One thing that can be said of a lamp.

    `printed` when a state of the manual shows it; `cycle` when tapping through the lamp comes by it; `refines` are the
    places of coarser options that it makes more exact.
    """

    key: str
    words: str
    look: Look
    printed: bool
    cycle: bool
    refines: tuple[int, ...] = ()


class BoardLamp(msgspec.Struct, frozen=True):
    """A lamp of a device with everything that can be said of it, in the order in which one taps through it."""

    name: str
    label: str
    shows: str
    drawn: bool
    options: tuple[Option, ...]


class State(msgspec.Struct, frozen=True):
    """A state told once, with its equals of other editions, and the group of lamps that tells it.

    `general_to` are states that say the same and more: both hold at once, so they are no alternatives to each other.
    """

    fact: LedState
    also: tuple[LedState, ...]
    group: int
    disputed: dict[str, frozenset[str]]
    general_to: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The fact's id."""
        return self.fact.id

    def lamp(self, name: str) -> Lamp | None:
        """Return what this state says of a lamp, or None where it says nothing."""
        return next((x for x in self.fact.lamps if x.indicator == name), None)

    def shows(self, name: str, look: Look) -> bool:
        """Return whether this state says exactly this of a lamp."""
        lamp = self.lamp(name)
        return lamp is not None and of_lamp(lamp) == look

    def judge(self, name: str, seen: Look) -> tuple[Verdict, str]:
        """Return whether a lamp that was seen agrees with this state, and why."""
        return compare(seen, self.lamp(name), disputed=self.disputed.get(name, frozenset()))


class Board(msgspec.Struct, frozen=True):
    """A device's lamps and states. `groups` are names of lamps that are told together."""

    device: str
    lamps: tuple[BoardLamp, ...]
    states: tuple[State, ...]
    groups: tuple[tuple[str, ...], ...]

    def find(self, name: str) -> BoardLamp:
        """Return a lamp by its name, in any case. Raises QueryError that names the lamps there are."""
        for lamp in self.lamps:
            if lamp.name.casefold() == name.strip().casefold():
                return lamp
        have = ", ".join(x.name for x in self.lamps) or "none"
        raise QueryError(f"{self.device} has no lamp {name.strip()[:40]!r}; its lamps are: {have}")


class Reason(msgspec.Struct, frozen=True):
    """What one seen lamp says for or against a state."""

    indicator: str
    verdict: Verdict
    seen: str
    told: str
    why: str


class Match(msgspec.Struct, frozen=True):
    """A state with how many seen lamps agree and contradict, how many may show anything, and the reason of each."""

    state: State
    fits: int
    contradicts: int
    free: int
    reasons: tuple[Reason, ...]


class Way(msgspec.Struct, frozen=True):
    """What a lamp may show, and the states that would be left."""

    words: str
    key: str
    states: tuple[str, ...]


class Next(msgspec.Struct, frozen=True):
    """The lamp that tells the remaining states apart best. `about` is what to see of it: its look, colour or rhythm."""

    indicator: str
    about: str
    ways: tuple[Way, ...]


class GroupFinding(msgspec.Struct, frozen=True):
    """What was found for one group of lamps.

    `matches` agree in at least one lamp and contradict in none; `open` are not ruled out, but nothing speaks for them;
    `near` contradict in one lamp only. `alike` is true when no lamp can tell the matches apart.
    """

    lamps: tuple[str, ...]
    touched: bool
    matches: tuple[Match, ...]
    open: tuple[Match, ...]
    near: tuple[Match, ...]
    ruled_out: int
    next: Next | None
    alike: bool


class Finding(msgspec.Struct, frozen=True):
    """What the seen lamps mean, group by group in the order of the panel."""

    device: str
    seen: dict[str, Look]
    groups: tuple[GroupFinding, ...]

    @property
    def matches(self) -> tuple[Match, ...]:
        """All states that fit, group after group."""
        return tuple(m for g in self.groups for m in g.matches)


def board(kb: KnowledgeBase, device: str) -> Board:
    """Return the lamps and states of a device. Raises NotFoundError for an unknown device."""
    kb.device(device)  # an unknown one is not kept
    return kept(kb, ("board", device), lambda: _board(kb, device))


def _board(kb: KnowledgeBase, device: str) -> Board:
    panel = kb.device(device).panel.lamps
    facts = [f for f in kb.select("led_state", device) if isinstance(f, LedState)]
    told = _merged(facts)
    heads = [f for f, _ in told]
    drawn = [x.name for x in panel]
    names = [*drawn, *dict.fromkeys(x.indicator for f in facts for x in f.lamps if x.indicator not in drawn)]
    groups = _groups(names, heads)
    disputes = _disputed(kb, facts)
    group_of = {name: n for n, group in enumerate(groups) for name in group}
    states = tuple(
        State(f, also, group_of[f.lamps[0].indicator], disputes.get(f.id, {}), _specials(f, heads, disputes))
        for f, also in told
    )
    described = {x.name: x for x in panel}
    lamps = tuple(
        BoardLamp(
            n,
            described[n].label if n in described else n,
            described[n].shows if n in described else "",
            n in described,
            _options(heads, n),
        )
        for n in names
    )
    # In the order of the corpus within a group, groups in the order of the panel.
    return Board(device, lamps, tuple(sorted(states, key=lambda s: s.group)), groups)


def _merged(facts: Iterable[LedState]) -> list[tuple[LedState, tuple[LedState, ...]]]:
    """Tell each state once with its equals of other editions; editions that differ stay apart."""
    kept: dict[str, list[tuple[LedState, list[LedState]]]] = {}
    for fact in facts:
        others = kept.setdefault(base_id(fact.id), [])
        twin = next((same for first, same in others if not differences(first, fact)), None)
        if twin is None:
            others.append((fact, []))
        else:
            twin.append(fact)
    return [(f, tuple(same)) for pairs in kept.values() for f, same in pairs]


def _groups(names: Sequence[str], states: Iterable[LedState]) -> tuple[tuple[str, ...], ...]:
    """Join lamps that a state tells together; a lamp that no state tells is in no group."""
    home: dict[str, str] = {}

    def root(name: str) -> str:
        while home[name] != name:
            name = home[name]
        return name

    for state in states:
        for lamp in state.lamps:
            home.setdefault(lamp.indicator, lamp.indicator)
            home[root(lamp.indicator)] = root(state.lamps[0].indicator)
    groups: dict[str, list[str]] = {}
    for name in names:
        if name in home:
            groups.setdefault(root(name), []).append(name)
    return tuple(tuple(g) for g in groups.values())


def _disputed(kb: KnowledgeBase, facts: Sequence[LedState]) -> dict[str, dict[str, frozenset[str]]]:
    """For each state and lamp, the other colours that a judged disagreement of the manuals gives that lamp."""
    by_id = {f.id: f for f in facts}
    out: dict[str, dict[str, frozenset[str]]] = {}
    for conflict in kb.select("conflict"):
        if not isinstance(conflict, Conflict):
            continue
        party = [by_id[i] for i in conflict.facts if i in by_id]
        colors: dict[str, set[str]] = {}
        for lamp in (x for f in party for x in f.lamps if x.color):
            colors.setdefault(lamp.indicator, set()).add(str(lamp.color))
        for fact in party:
            for lamp in fact.lamps:
                others = colors.get(lamp.indicator, set()) - {lamp.color}
                if others and lamp.color:
                    mine = out.setdefault(fact.id, {})
                    mine[lamp.indicator] = mine.get(lamp.indicator, frozenset()) | frozenset(map(str, others))
    return out


def _specials(
    fact: LedState, others: Iterable[LedState], disputes: Mapping[str, Mapping[str, frozenset[str]]]
) -> frozenset[str]:
    """Return the states that tell of all lamps of this one, alike, and of more lamps."""
    mine = {x.indicator for x in fact.lamps}
    found = set()
    for other in others:
        theirs = {x.indicator: x for x in other.lamps}
        if not mine < set(theirs):
            continue
        disputed = disputes.get(other.id, {})
        looks = ((x, of_lamp(x)) for x in fact.lamps)
        if all(
            look is None
            or compare(look, theirs[x.indicator], disputed=disputed.get(x.indicator, frozenset()))[0] != "contradicts"
            for x, look in looks
        ):
            found.add(other.id)
    return frozenset(found)


_ORDER = {"off": 0, "steady": 1, "flash": 2, "lit": 3}


def _options(states: Sequence[LedState], name: str) -> tuple[Option, ...]:
    """Return off, what the manual prints for the lamp, then what can be said without colour or rhythm."""
    told = [x for f in states for x in f.lamps if x.indicator == name]
    if not told:
        return ()
    printed = {look for x in told if (look := of_lamp(x)) is not None and look.pattern != "lit"}
    ordered = sorted(
        printed, key=lambda k: (_ORDER[k.pattern], (k.on_s or 0) + (k.off_s or 0) + (k.period_s or 0), k.key)
    )
    looks = list(dict.fromkeys([Look("off"), *ordered, Look("steady"), Look("flash"), Look("lit")]))
    timed = any(k.timed or k.period_s or k.times for k in printed)
    lit = any(k.pattern in {"steady", "flash"} for k in printed)
    return tuple(
        Option(
            look.key,
            _said(look, printed, timed=timed),
            look,
            look in printed,
            look.pattern == "off" or look in printed or (not lit and look.pattern != "lit"),
            tuple(n for n, other in enumerate(looks) if refines(look, other)),
        )
        for look in looks
    )


def _said(look: Look, printed: Iterable[Look], *, timed: bool) -> str:
    """Say an option as a person who looks at the lamp would."""
    if look.pattern == "lit":
        return "lit, not sure whether it blinks"
    if look.color is None and look.pattern != "off" and any(k.color and k.pattern == look.pattern for k in printed):
        return f"{'steady' if look.pattern == 'steady' else 'flashing'}, colour not known"
    if look == Look("flash", look.color):
        return f"{look.color}, flashing" if look.color else "flashing, rhythm not measured" if timed else "flashing"
    return words(look)


def identify(found: Board, seen: Mapping[str, Look]) -> Finding:
    """Return what the seen lamps mean. Raises QueryError for a lamp that the device does not have."""
    if len(seen) > MAX_SEEN:
        raise QueryError(f"{len(seen)} lamps are told; at most {MAX_SEEN} can be")
    known = {found.find(name).name: look for name, look in seen.items()}
    groups = tuple(_group(found, n, known) for n in range(len(found.groups)))
    return Finding(found.device, known, groups)


def match(state: State, seen: Mapping[str, Look]) -> Match:
    """Return how a state agrees with the seen lamps."""
    reasons = []
    for name, look in seen.items():
        verdict, why = state.judge(name, look)
        lamp = state.lamp(name)
        told = lamp_words(lamp).removeprefix(f"{name} ") if lamp is not None else ""
        reasons.append(Reason(name, verdict, words(look, seen=True), told, why))
    fits, against = (sum(r.verdict == v for r in reasons) for v in ("fits", "contradicts"))
    free = sum(r.verdict == "open" and bool(r.told) for r in reasons)
    return Match(state, fits, against, free, tuple(reasons))


def _group(found: Board, number: int, seen: Mapping[str, Look]) -> GroupFinding:
    lamps = found.groups[number]
    mine = {n: look for n, look in seen.items() if n in lamps}
    states = [s for s in found.states if s.group == number]
    judged = [match(s, mine) for s in states]
    # Among states that fit alike the one that is dangerous to go on with is read first.
    agreeing = sorted(
        (m for m in judged if m.fits and not m.contradicts),
        key=lambda m: (-m.fits, m.free, m.state.fact.safety != "stop-using"),
    )
    neutral = [m for m in judged if not m.fits and not m.contradicts]
    near = sorted((m for m in judged if _is_near(m, mine)), key=lambda m: -m.fits)[:MAX_NEAR] if mine else []
    out = sum(m.contradicts > 0 for m in judged)
    left = {m.state.id for m in (agreeing or neutral)}
    rest = [m.state for m in (agreeing or neutral) if not m.state.general_to & left]
    step = next_look(found, lamps, rest, mine) if mine and len(rest) > 1 else None
    alike = bool(mine) and bool(agreeing) and len(rest) > 1 and step is None
    return GroupFinding(lamps, bool(mine), tuple(agreeing), tuple(neutral), tuple(near), out, step, alike)


def _is_near(m: Match, seen: Mapping[str, Look]) -> bool:
    """One lamp speaks against it, and others for it; or that lamp at least shows the colour or the pattern."""
    if m.contradicts != 1:
        return False
    if m.fits:
        return True
    name = next(r.indicator for r in m.reasons if r.verdict == "contradicts")
    lamp = m.state.lamp(name)
    told = of_lamp(lamp) if lamp is not None else None
    look = seen[name]
    if told is None or "off" in {told.pattern, look.pattern}:
        return False
    return told.pattern == look.pattern or bool(told.color and told.color == look.color)


def next_look(found: Board, lamps: Sequence[str], states: Sequence[State], seen: Mapping[str, Look]) -> Next | None:
    """Return the lamp whose look leaves the fewest states on average; None where none tells them apart.

    A lamp that was seen without its colour or rhythm is asked again for what is missing.
    """
    best: tuple[float, Next] | None = None
    for lamp in (x for x in found.lamps if x.name in lamps):
        ways = _ways(lamp, states, seen.get(lamp.name))
        sizes = [len(w.states) for w in ways]
        if len(ways) < 2 or min(sizes) == len(states):  # noqa: PLR2004 - one way tells nothing
            continue
        left = sum(n * n for n in sizes) / sum(sizes)
        if best is None or left < best[0] - 1e-9:
            best = (left, Next(lamp.name, _about(lamp, seen.get(lamp.name)), ways))
    return best[1] if best else None


def _ways(lamp: BoardLamp, states: Sequence[State], seen: Look | None) -> tuple[Way, ...]:
    place = next((n for n, o in enumerate(lamp.options) if o.look == seen), None)
    ways = []
    for option in lamp.options:
        if seen is not None and (place is None or place not in option.refines):
            continue
        if not any(s.shows(lamp.name, option.look) for s in states):
            continue
        left = tuple(s.id for s in states if s.judge(lamp.name, option.look)[0] != "contradicts")
        if left:
            ways.append(Way(option.words, option.key, left))
    return tuple(ways)


def _about(lamp: BoardLamp, seen: Look | None) -> str:
    if seen is None:
        return "look"
    return "rhythm" if seen.pattern == "flash" and not any(o.look.color for o in lamp.options) else "detail"
