"""Identification for programs: typed requests and answers, used by the API, the command line and the MCP server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.identify import rhythm
from kb.identify.alarms import alarms_of
from kb.identify.looks import Look, Verdict, of_lamp, parse, words
from kb.identify.states import Board, Finding, Match, State, board, identify
from kb.model.errors import QueryError
from kb.model.facts import Lamp, Source


class SeenLamp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lamp as it was seen. `color` may be left out: not known; `pattern` is off, steady, flash, lit or flash-ON-OFF."""

    indicator: str
    pattern: str
    color: str = ""


# Only told here, for the descriptions: rhythm.check refuses with a sentence.
_INTERVALS = msgspec.Meta(
    extra_json_schema={
        "maxItems": rhythm.MAX_INTERVALS,
        "items": {"type": "number", "exclusiveMinimum": 0, "maximum": rhythm.MAX_MS},
    }
)


class Taps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tapped rhythm in milliseconds: how long it was held, and how long let go in between."""

    on_ms: Annotated[tuple[float, ...], _INTERVALS] = ()
    off_ms: Annotated[tuple[float, ...], _INTERVALS] = ()


class LampSaid(msgspec.Struct, frozen=True):
    """What a state says of a lamp, as data and in words."""

    indicator: str
    key: str
    words: str
    color: str | None
    pattern: str
    on_s: float | None
    off_s: float | None
    period_s: float | None
    times: int | None


class StateSaid(msgspec.Struct, frozen=True):
    """A state with all places that tell it."""

    id: str
    meaning: str
    mode: str
    action: str
    safety: str
    certainty: str
    note: str
    lamps: tuple[LampSaid, ...]
    lamps_told_together: tuple[str, ...]
    alarms: tuple[str, ...]
    sources: tuple[Source, ...]
    conflict: str | None


class Why(msgspec.Struct, frozen=True):
    """What one seen lamp says for or against a state."""

    indicator: str
    verdict: Verdict
    seen: str
    told: str
    why: str


class Ranked(msgspec.Struct, frozen=True):
    """A state with its rank; equal ranks are ties. `standing` is fits, near (one lamp differs) or open (nothing for it)."""

    rank: int
    standing: str
    fits: int
    contradicts: int
    state: StateSaid
    reasons: tuple[Why, ...]


class LookNext(msgspec.Struct, frozen=True):
    """The lamp to look at next, and what each of its looks would leave."""

    indicator: str
    about: str
    ways: dict[str, tuple[str, ...]]


class Told(msgspec.Struct, frozen=True):
    """What was found for lamps that are told together. `alike`: no lamp can tell the fitting states apart."""

    lamps: tuple[str, ...]
    results: tuple[Ranked, ...]
    ties: tuple[tuple[str, ...], ...]
    alike: bool
    next: LookNext | None


class Identified(msgspec.Struct, frozen=True):
    """The answer to lamps that were seen."""

    device: str
    seen: dict[str, str]
    answered: bool
    groups: tuple[Told, ...]


class PatternSaid(msgspec.Struct, frozen=True):
    """A pattern with how well the taps fit it; `share` of all candidates, `tied` with those that cannot be told apart."""

    rank: int
    id: str
    words: str
    names: tuple[str, ...]
    lamps: tuple[str, ...]
    facts: tuple[str, ...]
    fits: bool
    share: float
    tied: tuple[str, ...]
    sources: tuple[Source, ...]


class Tapped(msgspec.Struct, frozen=True):
    """The answer to a tapped rhythm."""

    device: str
    indicator: str | None
    measured: rhythm.Measured
    answered: bool
    patterns: tuple[PatternSaid, ...]


class DeviceStates(msgspec.Struct, frozen=True):
    """All lamps and states of a device."""

    device: str
    lamps: dict[str, tuple[str, ...]]
    count: int
    states: tuple[StateSaid, ...]


def states_of(kb: KnowledgeBase, device: str) -> DeviceStates:
    """Return every lamp with its looks and every state of a device. Raises NotFoundError for an unknown device."""
    found = board(kb, device)
    lamps = {x.name: tuple(o.key for o in x.options if o.printed) for x in found.lamps}
    return DeviceStates(device, lamps, len(found.states), tuple(_said(kb, found, s) for s in found.states))


def seen_of(found: Board, lamps: Sequence[SeenLamp]) -> dict[str, Look]:
    """Read seen lamps. Raises QueryError that says which is wrong, and what is allowed."""
    return {found.find(x.indicator).name: parse(x.color, x.pattern) for x in lamps}


def by_lamps(kb: KnowledgeBase, device: str, lamps: Sequence[SeenLamp]) -> Identified:
    """Return the states that seen lamps mean, ranked, with reasons, ties and sources.

    Raises NotFoundError for an unknown device, QueryError for a lamp or look that there is not, or none at all.
    """
    found = board(kb, device)
    if not lamps:
        raise QueryError("no lamp is told; give at least one, as in ALM flash")
    finding = identify(found, seen_of(found, lamps))
    groups = tuple(_group(kb, found, finding, n) for n, g in enumerate(finding.groups) if g.touched)
    return Identified(device, {n: k.key for n, k in finding.seen.items()}, bool(finding.matches), groups)


def by_taps(kb: KnowledgeBase, device: str, taps: Taps, indicator: str | None = None) -> Tapped:
    """Return the patterns of a device, or of one lamp, that a tapped rhythm may be; ties are told.

    Raises NotFoundError for an unknown device, QueryError for an unknown lamp or intervals that no tapping gives.
    """
    patterns = rhythm.patterns(kb, device, indicator)
    measured = rhythm.measure(taps.on_ms, taps.off_ms)
    ranked = rhythm.rank(measured, patterns)
    said = tuple(_pattern(kb, n, r) for n, r in enumerate(ranked, 1))
    return Tapped(device, indicator, measured, any(r.fits for r in ranked), said)


def _pattern(kb: KnowledgeBase, place: int, r: rhythm.Ranked) -> PatternSaid:
    p = r.pattern
    sources = {(s.manual, s.anchor): s for s in (kb.facts[i].source for i in p.facts)}
    return PatternSaid(
        place,
        p.id,
        rhythm.words(p),
        p.names,
        p.lamps,
        p.facts,
        r.fits,
        round(r.share, 4),
        r.tied,
        tuple(sources.values()),
    )


def _group(kb: KnowledgeBase, found: Board, finding: Finding, number: int) -> Told:
    g = finding.groups[number]
    results: list[Ranked] = []
    for standing, some in (("fits", g.matches), ("open", g.open), ("near", g.near)):
        last: tuple[int, int] | None = None
        rank = len(results)
        for m in some:
            if (m.fits, m.free) != last:
                rank, last = len(results) + 1, (m.fits, m.free)
            results.append(_ranked(kb, found, m, rank, standing))
    by_rank: dict[int, list[str]] = {}
    for r in results:
        if r.standing == "fits":
            by_rank.setdefault(r.rank, []).append(r.state.id)
    ties = tuple(tuple(ids) for ids in by_rank.values() if len(ids) > 1)
    step = LookNext(g.next.indicator, g.next.about, {w.key: w.states for w in g.next.ways}) if g.next else None
    return Told(g.lamps, tuple(results), ties, g.alike, step)


def _ranked(kb: KnowledgeBase, found: Board, m: Match, rank: int, standing: str) -> Ranked:
    reasons = tuple(Why(r.indicator, r.verdict, r.seen, r.told, r.why) for r in m.reasons)
    return Ranked(rank, standing, m.fits, m.contradicts, _said(kb, found, m.state), reasons)


def _said(kb: KnowledgeBase, found: Board, state: State) -> StateSaid:
    fact = state.fact
    return StateSaid(
        fact.id,
        fact.meaning,
        fact.mode,
        fact.action,
        fact.safety,
        fact.certainty,
        fact.note,
        tuple(_lamp(x) for x in fact.lamps),
        found.groups[state.group],
        tuple(a.id for a in alarms_of(kb, found.device, state)),
        (fact.source, *(f.source for f in state.also)),
        kb.conflict_of.get(fact.id),
    )


def _lamp(lamp: Lamp) -> LampSaid:
    look = of_lamp(lamp)
    if look is None:
        return LampSaid(lamp.indicator, "", "in any state", None, "any", None, None, None, None)
    return LampSaid(
        lamp.indicator,
        look.key,
        words(look),
        look.color,
        look.pattern,
        look.on_s,
        look.off_s,
        look.period_s,
        look.times,
    )


def lamps_from(given: Mapping[str, str]) -> tuple[SeenLamp, ...]:
    """Read `NAME` → `colour,pattern` or `pattern`, as the command line takes them."""
    out = []
    for name, said in given.items():
        color, comma, pattern = said.partition(",")
        out.append(SeenLamp(name, pattern.strip() if comma else said.strip(), color.strip() if comma else ""))
    return tuple(out)
