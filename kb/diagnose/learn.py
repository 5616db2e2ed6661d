"""Priors that learn from outcomes, within bounds that no stream of outcomes can break.

The stated priors are worth SAMPLE cases; each outcome adds one to its cause, and fades to half with every half-life
(Dirichlet counts with fading: Spiegelhalter and Lauritzen, "Sequential updating of conditional probabilities on
directed graphical structures", Networks 20, 1990). Three bounds make it safe to leave on: a cause gets at most DAY
counts on one day, at most CAUSE counts in all, and no cause falls below a floor, a share of what was stated for it.
For a cause that is unsafe the floor is higher, and something else keeps the same, since it stands for what nobody
has thought of. Questions about danger and rules do not depend on priors at all.

Pure: outcomes in, priors out. Nothing here reads a file or a clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from kb.diagnose.model import Floats, Model
from kb.userdata.records import Outcome

SAMPLE = 50.0  # cases that the stated priors are worth
DAY = 3.0  # outcomes of one cause on one day that count
CAUSE = 100.0  # counts of one cause, at most: twice what is stated
FLOOR = 0.25  # of its stated prior each cause keeps
UNSAFE_FLOOR = 0.75  # of its stated prior an unsafe cause keeps, and something else

Priors = Mapping[str, tuple[float, ...]]
"""Fault model id → prior of each of its causes, something else last; models that are missing keep what is stated."""


@dataclass(frozen=True)
class Change:
    """What outcomes did to one cause: its prior before and after, how many outcomes, what they weigh today."""

    model: str
    cause: str
    name: str
    before: float
    after: float
    outcomes: int
    weight: float
    held: bool


def weights(model: Model, outcomes: Iterable[Outcome], today: date, half_life: float) -> Floats:
    """Return what the outcomes of each cause weigh today, shape (causes,): capped by day, faded, capped in all.

    Outcomes of other models, of causes that are gone, and of days to come weigh nothing.
    """
    place = {c: n for n, c in enumerate(model.causes)}
    days = Counter((o.cause, o.day) for o in outcomes if o.model == model.id and o.cause in place and o.day <= today)
    out = np.zeros(len(model.causes))
    for (cause, day), count in days.items():
        out[place[cause]] += min(count, DAY) * 0.5 ** ((today - day).days / half_life)
    return np.minimum(out, CAUSE)


def floors(model: Model) -> Floats:
    """Return the least prior that each cause keeps, shape (causes,)."""
    kept = np.where(model.unsafe, UNSAFE_FLOOR, FLOOR)
    kept[-1] = UNSAFE_FLOOR
    return np.asarray(kept * model.prior)


def updated(model: Model, counts: Floats) -> Floats:
    """Return the prior after these counts: mean of the Dirichlet, raised to the floors, what is above them rescaled."""
    prior = model.prior * SAMPLE + counts
    prior = prior / prior.sum()
    least = floors(model)
    held = np.zeros(len(prior), dtype=bool)
    while (low := (prior < least) & ~held).any():
        held |= low
        free = prior[~held]
        prior = np.where(held, least, prior)
        prior[~held] = free * (1.0 - least[held].sum()) / free.sum()
    return np.asarray(prior)


def priors(
    models: Iterable[Model], outcomes: Iterable[Outcome], today: date, half_life: float
) -> dict[str, tuple[float, ...]]:
    """Return the learnt prior of every model that has outcomes."""
    told = tuple(outcomes)
    out: dict[str, tuple[float, ...]] = {}
    for model in models:
        counts = weights(model, told, today, half_life)
        if counts.any():
            out[model.id] = tuple(map(float, updated(model, counts)))
    return out


def changes(models: Iterable[Model], outcomes: Iterable[Outcome], today: date, half_life: float) -> tuple[Change, ...]:
    """Return what the outcomes did, cause by cause, for the keeper; causes of models without outcomes are left out."""
    told = tuple(outcomes)
    out: list[Change] = []
    for model in models:
        counts = weights(model, told, today, half_life)
        if not counts.any():
            continue
        after, least = updated(model, counts), floors(model)
        number = Counter(o.cause for o in told if o.model == model.id)
        for n, cause in enumerate(model.causes):
            out.append(
                Change(
                    model=model.id,
                    cause=cause,
                    name=model.cause_name(n),
                    before=float(model.prior[n]),
                    after=float(after[n]),
                    outcomes=number[cause],
                    weight=float(counts[n]),
                    held=bool(after[n] <= least[n] + 1e-12),
                )
            )
    return tuple(out)


@lru_cache(maxsize=64)
def with_prior(model: Model, prior: tuple[float, ...]) -> Model:
    """Return the model with another prior; remembered, so that its sessions are remembered too."""
    return replace(model, prior=np.array(prior))


def applied(model: Model, learnt: Priors | None) -> Model:
    """Return the model with what was learnt of it; as it is when nothing was, or when its causes have changed since."""
    prior = (learnt or {}).get(model.id)
    return model if prior is None or len(prior) != len(model.causes) else with_prior(model, prior)
