"""The exact posterior over the causes and something else, from noisy answers and tried repairs.

One cause is at work (the single-fault assumption of Heckerman, Breese and Rommelse, "Decision-theoretic
troubleshooting", CACM 38(3), 1995), and answers depend on the cause alone. So the posterior is the prior times one
likelihood per answer: exact, and the same in whatever order the answers came. `cant-tell` and `cant-do` weigh
nothing. A repair that did not help takes away the share of its causes that it would have cured.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from kb.diagnose.model import Floats, Model

CONTRADICTION = math.log(10)  # answers ten times less likely together than apart are worth a second look


def posterior(model: Model, said: Iterable[tuple[int, int]], failed: Iterable[int]) -> Floats:
    """Return P(cause | answers, failed repairs). `said` are (test, option) numbers, `failed` repair numbers."""
    weight = model.prior.copy()
    for test, option in said:
        weight = weight * model.probes[test].likelihood[option]
        weight = weight / weight.sum()
    for fix in failed:
        weight = weight * (1.0 - model.fixes[fix].cures)
        weight = weight / weight.sum()
    return weight


def conflict(model: Model, said: Iterable[tuple[int, int]]) -> float:
    """Return the log of how much less likely the answers are together than apart (Jensen's conflict measure)."""
    weight, apart = model.prior.copy(), 0.0
    count = 0
    for test, option in said:
        row = model.probes[test].likelihood[option]
        apart += math.log(float(model.prior @ row))
        weight = weight * row
        count += 1
    return apart - math.log(float(weight.sum())) if count > 1 else 0.0
