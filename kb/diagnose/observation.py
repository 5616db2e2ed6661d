"""What was seen elsewhere, on a lamp page or an alarm page, as answers of a fault model's tests.

Nothing is guessed: an answer is taken over only when one choice of a test fits better than every other; where several
fit, they are named, and the person chooses. Lamps are compared name by name; what an observation leaves open fits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast, get_args

from kb.curation.fault_steps import lamps_of
from kb.diagnose.model import Model, Probe
from kb.model.errors import QueryError
from kb.model.facts import Alarm, Fact, Lamp, Pattern, base_id

PATTERNS: tuple[str, ...] = get_args(Pattern)
_EXACT = 1.0
_BY_ANY = 0.5  # a picture that leaves the lamp open fits, but less than one that names what was seen
_MAX_PART = 40


@dataclass(frozen=True)
class Taken:
    """What an observation answers: `answers` by test; `fits`, the choices of a test of which several fit."""

    answers: Mapping[str, str] = field(default_factory=dict)
    fits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_lamp(text: str) -> Lamp:
    """Return the lamp of `NAME:color:pattern`; colour and pattern may be empty. Raises QueryError for anything else."""
    parts = [p.strip() for p in text.split(":")]
    if not 1 <= len(parts) <= 3 or not parts[0] or any(len(p) > _MAX_PART for p in parts):  # noqa: PLR2004 - three parts
        raise QueryError(f"{text[:60]!r} is no lamp: write NAME:color:pattern, as in ALM:red:flash")
    name, color, pattern = (*parts, "", "")[:3]
    pattern = pattern.lower() or "any"
    if pattern not in PATTERNS:
        raise QueryError(f"{pattern!r} is no pattern of a lamp: use one of {', '.join(PATTERNS)}")
    return Lamp(indicator=name, color=color.lower() or None, pattern=cast("Pattern", pattern))


def write_lamp(lamp: Lamp) -> str:
    """Return a lamp as `read_lamp` reads it."""
    return f"{lamp.indicator}:{lamp.color or ''}:{lamp.pattern}"


def from_observation(
    model: Model, facts: Mapping[str, Fact], lamps: Sequence[Lamp] = (), alarm: Alarm | None = None
) -> Taken:
    """Return the answers that lamps and an alarm give in this model. Without lamps, those that the alarm itself shows count."""
    shown = tuple(lamps) or (alarm.lamp if alarm is not None else ())
    answers: dict[str, str] = {}
    fits: dict[str, tuple[str, ...]] = {}
    for probe in model.probes:
        named = _named(probe, alarm)
        if named:
            answers[probe.id] = named
        elif probe.kind == "lamp" and shown:
            best = _best(probe, facts, shown)
            if len(best) == 1:
                answers[probe.id] = best[0]
            elif len(best) > 1:
                fits[probe.id] = best
    return Taken(answers, fits)


def covers(model: Model, alarm: Alarm) -> bool:
    """Return whether a cause of this model stands on this alarm, in any edition."""
    wanted = base_id(alarm.id)
    return any(base_id(i) == wanted for c in model.source.causes for i in c.cites)


def _named(probe: Probe, alarm: Alarm | None) -> str:
    """Return the choice that names this alarm: by its fact, or by the alarm's own short id."""
    if alarm is None:
        return ""
    slug = base_id(alarm.id).rsplit("/", 1)[-1]
    place = probe.place(alarm.id)
    if place is None and probe.kind != "lamp":
        place = probe.place(slug)
    return "" if place is None else probe.options[place].id


def _best(probe: Probe, facts: Mapping[str, Fact], seen: Sequence[Lamp]) -> tuple[str, ...]:
    """Return the choices that fit what was seen best; none when the test is about other lamps."""
    scores = [(o.id, _score(lamps_of(facts.get(o.facts[0])), seen)) for o in probe.options if o.facts]
    top = max((s for _, s in scores), default=0.0)
    return tuple(i for i, s in scores if s == top) if top > 0 else ()


def _score(shown: Sequence[Lamp], seen: Sequence[Lamp]) -> float:
    """Return how much of what was seen a picture tells; 0 when it says otherwise of any lamp."""
    by_name = {x.indicator.casefold(): x for x in shown}
    total = 0.0
    for lamp in seen:
        picture = by_name.get(lamp.indicator.casefold())
        if picture is None or (lamp.pattern == "any" and not lamp.color):
            continue
        if (
            lamp.color
            and picture.color
            and lamp.color != picture.color
            and "off" not in {lamp.pattern, picture.pattern}
        ):
            return 0.0
        if "any" in {lamp.pattern, picture.pattern}:
            total += _BY_ANY
        elif lamp.pattern == picture.pattern:
            total += _EXACT
        else:
            return 0.0
    return total
