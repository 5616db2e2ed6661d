"""From a tapped rhythm to the patterns it may be: robust on and off times, likelihoods, ties told instead of guessed.

A person holds a key while the lamp is lit. What is measured wrong: each interval by its own error, all of them by one
bias (slower in pressing than in letting go, or the other way round), the first and the last are cut off, a tap is
missed or doubled. The arithmetic is kept plain, because static/js/leds-rhythm.js does the same and a test compares them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from kb.bundle.kept import kept
from kb.bundle.store import KnowledgeBase
from kb.curation.statements import number
from kb.identify.looks import Look
from kb.identify.states import Board, board
from kb.model.errors import QueryError
from kb.model.facts import Blink

MAX_INTERVALS = 200
MAX_MS = 120_000.0
BOUNCE_MS = 40.0  # no finger lets go and presses again within this
DOUBLED = 0.35  # a gap shorter than this share of the usual one, inside one flash, is a doubled tap
MISSED = 0.3  # how near a long gap must come to one or two flashes more, to be a missed one
KEPT = 0.6  # intervals further from the median than this (in ln) are no rhythm but a slip
STEADY_MS = 3000.0  # held at least this long without a gap: steady
TIMING = 0.15  # spread of a single interval, as a share of it
TIMING_FLOOR = 0.05  # what many intervals do not average away
BIAS_S = 0.04  # spread of the bias between pressing and letting go
BIAS_STEPS = 12  # the bias is searched from -3 to +3 spreads in steps of a quarter
FITS = 3.2  # distance, in spreads, up to which a rhythm is a candidate
TIE = math.log(3.0)  # closer than three to one is no decision
SHORTEST_S, LONGEST_S = 0.05, 10.0  # what a flash without printed times may be

PatternKind = Literal["off", "steady", "timed", "period", "untimed"]


class Pattern(msgspec.Struct, frozen=True):
    """A pattern to choose from. Times in seconds; `names` are the manual's names of it, `lamps` those that show it."""

    id: str
    kind: PatternKind
    on_s: float | None = None
    off_s: float | None = None
    period_s: float | None = None
    times: int | None = None
    names: tuple[str, ...] = ()
    lamps: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Measured(msgspec.Struct, frozen=True):
    """What a tap train tells: on and off in seconds, from how many intervals each, and what was set aside.

    `shape` is `flash`, `steady` (held all the time), `off` (never pressed) or `unsure` (too little was tapped).
    """

    shape: Literal["flash", "steady", "off", "unsure"]
    on_s: float = 0.0
    off_s: float = 0.0
    n_on: int = 0
    n_off: int = 0
    flashes: int = 0
    missed: int = 0
    doubled: int = 0
    held_s: float = 0.0


class Ranked(msgspec.Struct, frozen=True):
    """A pattern with how well it fits: `score` is a log likelihood, `distance` in spreads, `share` of all candidates."""

    pattern: Pattern
    score: float
    distance: float
    fits: bool
    share: float
    tied: tuple[str, ...]


def check(on_ms: Sequence[float], off_ms: Sequence[float]) -> None:
    """Raise QueryError for intervals that no tapping gives."""
    if len(on_ms) > MAX_INTERVALS or len(off_ms) > MAX_INTERVALS:
        raise QueryError(f"there are more than {MAX_INTERVALS} intervals; send the last ones")
    if not len(off_ms) <= len(on_ms) <= len(off_ms) + 1 and (on_ms or len(off_ms) > 1):
        raise QueryError("on and off take turns, beginning with on: give as many off times as on times, or one less")
    for value in (*on_ms, *off_ms):
        if not (math.isfinite(value) and 0 < value <= MAX_MS):
            raise QueryError(f"{value:g} is no interval; give milliseconds above 0, at most {MAX_MS:.0f}")


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    n = len(ordered)
    middle = n // 2
    return ordered[middle] if n % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _joined(
    on: list[float], off: list[float], limit_gap: float, limit_on: float
) -> tuple[list[float], list[float], int]:
    """Join presses that a short gap splits, where what they make is no longer than a flash."""
    ons, offs, doubled = [on[0]], list[float](), 0
    for gap, press in zip(off, on[1:], strict=False):
        if gap < limit_gap and ons[-1] + gap + press <= limit_on:
            ons[-1] += gap + press
            doubled += 1
        else:
            offs.append(gap)
            ons.append(press)
    return ons, offs, doubled


def _trimmed(values: Sequence[float]) -> tuple[float, int]:
    """Return the geometric mean of the values near their median, in seconds, and how many those are."""
    centre = math.log(_median(values))
    logs = [math.log(v) for v in values]
    kept = [x for x in logs if abs(x - centre) <= KEPT] or logs
    return math.exp(sum(kept) / len(kept)) / 1000, len(kept)


def measure(on_ms: Sequence[float], off_ms: Sequence[float]) -> Measured:
    """Estimate on and off times from what was tapped: pressed, let go, pressed, … in milliseconds.

    Raises QueryError for intervals that no tapping gives.
    """
    check(on_ms, off_ms)
    if not on_ms:
        return Measured("off", held_s=sum(off_ms) / 1000) if sum(off_ms) >= STEADY_MS else Measured("unsure")
    on, off, doubled = _joined(list(on_ms), list(off_ms[: len(on_ms) - 1]), BOUNCE_MS, math.inf)
    if len(on) == 1:
        held = on[0] / 1000
        return Measured("steady" if on[0] >= STEADY_MS else "unsure", flashes=1, doubled=doubled, held_s=held)
    gap = _median(off)
    # Half of the presses may be parts of doubled ones; the longer half tells how long a flash is.
    press = _median(sorted(on)[len(on) // 2 :])
    on, off, more = _joined(on, off, DOUBLED * gap, 1.35 * press)
    doubled += more
    flashes = len(on)
    if not off:
        return Measured("unsure", flashes=flashes, doubled=doubled, held_s=sum(on) / 1000)
    # The first flash may have begun before the first press; the last may have been let go too soon.
    inner = on[1:-1] if flashes > 3 else on[1:] if flashes > 2 else on  # noqa: PLR2004 - three, two flashes
    gap, flash = _median(off), _median(inner)
    period = gap + flash
    kept = [v for v in off if not any(abs(v - gap - k * period) <= MISSED * period for k in (1, 2)) or v <= 1.5 * gap]
    missed = len(off) - len(kept)
    on_s, n_on = _trimmed(inner)
    off_s, n_off = _trimmed(kept or off)
    return Measured("flash", on_s, off_s, n_on, n_off, flashes, missed, doubled, sum(on) / 1000)


def _spread(n: int) -> float:
    return math.sqrt(TIMING * TIMING / n + TIMING_FLOOR * TIMING_FLOOR)


def _timed(m: Measured, on_s: float, off_s: float) -> tuple[float, float]:
    """Return log likelihood (over ln on, ln off) and distance of a rhythm, with the bias that suits it best."""
    s_on, s_off = _spread(m.n_on), _spread(m.n_off)
    best, least = -math.inf, math.inf
    for step in range(-BIAS_STEPS, BIAS_STEPS + 1):
        share = step / 4
        bias = share * BIAS_S
        if m.on_s - bias < SHORTEST_S / 2 or m.off_s + bias < SHORTEST_S / 2:
            continue
        a = math.log((m.on_s - bias) / on_s) / s_on
        b = math.log((m.off_s + bias) / off_s) / s_off
        square = a * a + b * b + share * share
        if -square / 2 > best:
            best, least = -square / 2, math.sqrt(square)
    return best - math.log(2 * math.pi * s_on * s_off), least


def _period(m: Measured, period_s: float) -> tuple[float, float]:
    """Return the same for a flash of which only the period is printed: any share of it may be lit."""
    period = m.on_s + m.off_s
    # A period is the sum of two intervals with errors of their own; the bias cancels out.
    share = m.on_s / period
    spread = math.sqrt((share * _spread(m.n_on)) ** 2 + ((1 - share) * _spread(m.n_off)) ** 2 + TIMING_FLOOR**2)
    distance = math.log(period / period_s) / spread
    # Density over (ln on, ln off) when the lit share is spread evenly: its Jacobian is share × (1 - share).
    return (
        -distance * distance / 2 - math.log(math.sqrt(2 * math.pi) * spread) + math.log(share * (1 - share)),
        abs(distance),
    )


def _untimed(m: Measured, times: int | None) -> tuple[float, float]:
    """Return the same for a flash whose times are not printed: anything a person can see, all alike."""
    score = -2 * math.log(math.log(LONGEST_S / SHORTEST_S))
    # A printed number of flashes speaks a little for or against; where the tapping began and ended is not known.
    if times is not None:
        score += math.log(0.5) if m.flashes == times else math.log(0.5 / 10)
    return score, 0.0


_NEVER = -50.0  # a pattern of another shape


def score(m: Measured, pattern: Pattern) -> tuple[float, float]:
    """Return log likelihood and distance of one pattern."""
    if m.shape in {"off", "steady"} or pattern.kind in {"off", "steady"}:
        return (0.0, 0.0) if m.shape == pattern.kind else (_NEVER, 99.0)
    if pattern.kind == "timed":
        return _timed(m, pattern.on_s or 1.0, pattern.off_s or 1.0)
    if pattern.kind == "period":
        return _period(m, pattern.period_s or 1.0)
    return _untimed(m, pattern.times)


def inherent(a: Pattern, b: Pattern) -> bool:
    """Return whether no timing can tell two patterns apart: the same times, or one that does not print them."""
    if a.kind in {"off", "steady"} or b.kind in {"off", "steady"}:
        return a.kind == b.kind
    if "untimed" in {a.kind, b.kind}:
        return True
    if a.kind == b.kind == "timed":
        return (a.on_s, a.off_s) == (b.on_s, b.off_s)
    return math.isclose(_cycle(a), _cycle(b), rel_tol=1e-9)


def _cycle(p: Pattern) -> float:
    return p.period_s if p.period_s is not None else (p.on_s or 0.0) + (p.off_s or 0.0)


def rank(m: Measured, patterns: Iterable[Pattern]) -> tuple[Ranked, ...]:
    """Return the patterns, likeliest first, each with those it is tied with; nothing when too little was tapped."""
    known = tuple(patterns)
    if m.shape == "unsure":
        return ()
    scored = [(p, *score(m, p)) for p in known]
    order = sorted(range(len(scored)), key=lambda n: (-scored[n][1], n))
    top = scored[order[0]][1] if order else 0.0
    total = sum(math.exp(max(s - top, _NEVER)) for _, s, _ in scored)
    fitting = {p.id for p, s, d in scored if d <= FITS and s > _NEVER}
    out = []
    for n in order:
        p, s, distance = scored[n]
        tied = tuple(
            scored[k][0].id
            for k in order
            if k != n
            and p.id in fitting
            and scored[k][0].id in fitting
            and (abs(scored[k][1] - s) <= TIE or inherent(p, scored[k][0]))
        )
        out.append(Ranked(p, s, distance, p.id in fitting, math.exp(max(s - top, _NEVER)) / total, tied))
    return tuple(out)


def words(p: Pattern) -> str:
    """Say a pattern."""
    if p.kind in {"off", "steady"}:
        return p.kind
    if p.kind == "timed":
        return f"flashing {number(p.on_s or 0)} s on, {number(p.off_s or 0)} s off"
    if p.kind == "period":
        return f"flashing once in {number(p.period_s or 0)} s, lit time not printed"
    return f"flashing {p.times} times, times not printed" if p.times else "flashing, times not printed"


def _pattern_of(look: Look) -> Pattern:
    plain = Look(look.pattern, None, look.on_s, look.off_s, look.period_s, look.times)
    kind: PatternKind = "untimed"
    if look.pattern == "off":
        kind = "off"
    elif look.pattern == "steady":
        kind = "steady"
    elif look.timed:
        kind = "timed"
    elif look.period_s is not None:
        kind = "period"
    return Pattern(plain.key.lstrip(":"), kind, look.on_s, look.off_s, look.period_s, look.times)


def patterns(kb: KnowledgeBase, device: str, indicator: str | None = None) -> tuple[Pattern, ...]:
    """Return the patterns that the manuals give a device, or one lamp of it, each once.

    Raises NotFoundError for an unknown device, QueryError for an unknown lamp.
    """
    found = board(kb, device)
    only = found.find(indicator).name if indicator else None
    return kept(kb, ("patterns", device, only), lambda: _patterns(kb, found, only))


def _patterns(kb: KnowledgeBase, found: Board, only: str | None) -> tuple[Pattern, ...]:
    shown: dict[str, Pattern] = {"off": Pattern("off", "off"), "steady": Pattern("steady", "steady")}
    lamps: dict[str, dict[str, None]] = {}
    facts: dict[str, dict[str, None]] = {}
    for lamp in found.lamps:
        for option in lamp.options if only in {None, lamp.name} else ():
            if option.printed:
                p = _pattern_of(option.look)
                shown.setdefault(p.id, p)
                lamps.setdefault(p.id, {})[lamp.name] = None
                for state in found.states:
                    told = state.lamp(lamp.name)
                    if told is not None and state.judge(lamp.name, option.look)[0] == "fits":
                        facts.setdefault(p.id, {})[state.id] = None
    names: dict[str, dict[str, None]] = {}
    for blink in kb.select("blink", found.device):
        if not isinstance(blink, Blink):
            continue
        p = _pattern_of(Look("flash", None, blink.on_s, blink.off_s))
        # A named rhythm that no lamp table gives may be told in words only; it belongs to the device as a whole.
        shown.setdefault(p.id, p)
        names.setdefault(p.id, {})[blink.name] = None
        facts.setdefault(p.id, {})[blink.id] = None
    return tuple(
        msgspec.structs.replace(
            p, names=tuple(names.get(i, ())), lamps=tuple(lamps.get(i, ())), facts=tuple(facts.get(i, ()))
        )
        for i, p in shown.items()
    )
