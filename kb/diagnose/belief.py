"""The exact posterior over the causes and something else, from noisy answers and tried repairs.

One cause is at work (the single-fault assumption of Heckerman, Breese and Rommelse, "Decision-theoretic
troubleshooting", CACM 38(3), 1995), and answers depend on the cause alone. So the posterior is the prior times one
likelihood per answer: exact, and the same in whatever order the answers came. `cant-tell` and `cant-do` weigh
nothing. A repair that did not help takes away the share of its causes that it would have cured.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from kb.diagnose.model import Floats, Model

CONTRADICTION = math.log(10)  # answers ten times less likely together than apart are worth a second look


def row(model: Model, test: int, options: int | tuple[int, ...]) -> Floats:
    """Return P(answer | cause) of an answer that names one option, or several of which one was meant."""
    table = model.probes[test].likelihood
    return np.asarray(table[options] if isinstance(options, int) else table[list(options)].sum(axis=0))


def posterior(model: Model, said: Iterable[tuple[int, int | tuple[int, ...]]], failed: Iterable[int]) -> Floats:
    """Return P(cause | answers, failed repairs). `said` are (test, option or options) numbers, `failed` repair numbers."""
    weight = model.prior.copy()
    for test, options in said:
        weight = weight * row(model, test, options)
        weight = weight / weight.sum()
    for fix in failed:
        weight = weight * (1.0 - model.fixes[fix].cures)
        weight = weight / weight.sum()
    return weight


def conflict(model: Model, said: Iterable[tuple[int, int | tuple[int, ...]]]) -> float:
    """Return the log of how much less likely the answers are together than apart (Jensen's conflict measure)."""
    weight, apart = model.prior.copy(), 0.0
    count = 0
    for test, options in said:
        likely = row(model, test, options)
        apart += math.log(float(model.prior @ likely))
        weight = weight * likely
        count += 1
    return apart - math.log(float(weight.sum())) if count > 1 else 0.0
