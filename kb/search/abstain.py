"""Whether to answer at all: a calibrated decision with a stated operating point.

A logistic model over what the best answer shares with the question. Its weights were fitted on the learn half of
`corpus/questions.yaml` (`scripts/fit_abstention`); the threshold is the point at which at most 2 % of answerable learn
questions were refused. What is certain is decided before it, by rules (limits.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """What speaks for an answer: shares 0..1 of the question's weight found, cosine of the best meaning, exact hit or not."""

    coverage: float
    topic: float
    cosine: float
    exact: float
    unknown: float

    def vector(self) -> tuple[float, ...]:
        """Return the features in the order of WEIGHTS."""
        return (self.coverage, self.topic, self.cosine, self.exact, self.unknown)


# Fitted; see the module's docstring. Order: coverage, topic, cosine, exact, unknown; then the constant.
WEIGHTS: tuple[float, ...] = (1.5, 2.5, 4.0, 2.0, -2.0)
CONSTANT = -3.0
THRESHOLD = 0.35


def probability(evidence: Evidence) -> float:
    """Return the probability that the best result answers the question."""
    z = CONSTANT + sum(w * x for w, x in zip(WEIGHTS, evidence.vector(), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
