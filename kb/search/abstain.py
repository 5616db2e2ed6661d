"""Whether to answer at all: a calibrated decision with a stated operating point.

A logistic model over what the best answers share with the question. Its weights were fitted on the learn half of
`corpus/questions.yaml`, and on the same questions with their answers taken out of the knowledge base (so that the best
that is left is a look-alike). The operating point: about 1 % of the answerable learn questions are refused by it. What
is certain is decided before it, by rules (limits.py), which catch four of five unanswerable questions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SLOTS_LOW, SLOTS_HIGH = -0.5, 1.5


@dataclass(frozen=True)
class Evidence:
    """What speaks for an answer.

    `topic`: share 0..1 of the question's own words (names left out) that the answers hold; `cosine`: nearness in meaning;
    `fused`: lexical and semantic score 0..1 of the best; `slots`: how well its fields fit what was said; `strange`: share 0..1
    of the question's own words that the manuals in question never use.
    """

    topic: float
    cosine: float
    fused: float
    slots: float
    strange: float = 0.0

    def vector(self) -> tuple[float, ...]:
        """Return the features in the order of WEIGHTS."""
        return (self.topic, self.cosine, self.fused, max(SLOTS_LOW, min(SLOTS_HIGH, self.slots)), self.strange)


# Fitted; see the module's docstring. Order: topic, cosine, fused, slots, strange; then the constant.
WEIGHTS: tuple[float, ...] = (0.91, 1.88, 7.63, 1.22, -0.88)
CONSTANT = -7.67
THRESHOLD = 0.2


def probability(evidence: Evidence) -> float:
    """Return the probability that the best result answers the question.

    >>> round(probability(Evidence(1.0, 0.7, 0.9, 0.3)), 2)
    0.95
    """
    z = CONSTANT + sum(w * x for w, x in zip(WEIGHTS, evidence.vector(), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
