"""Whether to answer at all: a calibrated decision with a stated operating point.

A logistic model over what the best answers share with the question, and over how near it is to what the manuals are known
not to say (silent.py). Its weights, kept to the signs they must have, were fitted on the questions of the corpus and of 44
further sets by writers who had not seen the search (7,600 questions); an unanswerable question counts as three. The weight of
what names nothing of the manuals (`loose`) is set, not fitted: the sets hold too few questions about other things. The
operating point: 0.8 % of the 4,900 answerable ones are refused, and 97.7 % of the 2,700 unanswerable ones get no answer (97.5 %
before, at the same refusals); what is not printed of the older sets was written down as silences before that. On five sets
nobody had learnt from, weights fitted freely to the others give .963 to .973 for .010 to .015 refused. That was at .35; on six
more such sets it refused .004 and abstained .945, and was moved to .48.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SLOTS_LOW, SLOTS_HIGH = -0.5, 1.5
# A silence that is farther than this from the question than the best answer says nothing.
STEADIER_LOW, WORDS_LOW = -0.15, -0.3
# Below this cosine a silence is another matter.
NEAR = 0.6
# A question that names nothing of the manuals must be this near to an answer.
LOOSE = 0.6


@dataclass(frozen=True)
class Silent:
    """What speaks for a known silence: its cosine, how many more of the question's words it holds than the best answers.

    `steadier`: how much nearer several ways of asking for it are together than those for the best answers.
    """

    words: float = WORDS_LOW
    cosine: float = 0.0
    steadier: float = STEADIER_LOW

    def vector(self) -> tuple[float, ...]:
        """Return the features in the order of WEIGHTS."""
        return (max(STEADIER_LOW, self.steadier), max(WORDS_LOW, self.words), max(0.0, self.cosine - NEAR))


@dataclass(frozen=True)
class Evidence:
    """What speaks for an answer.

    `topic`: share 0..1 of the question's own words (names left out) that the answers hold; `cosine`: nearness in meaning;
    `fused`: lexical and semantic score 0..1 of the best; `slots`: how well its fields fit what was said; `strange`: share 0..1
    of the question's own words that the manuals in question never use; `silent`: what speaks for a silence;
    `anchored`: a product, code, brand or another name of the manuals is said, or lamps are described.
    """

    topic: float
    cosine: float
    fused: float
    slots: float
    strange: float = 0.0
    silent: Silent = Silent()
    anchored: bool = True

    def vector(self) -> tuple[float, ...]:
        """Return the features in the order of WEIGHTS."""
        slots = max(SLOTS_LOW, min(SLOTS_HIGH, self.slots))
        loose = 0.0 if self.anchored else max(0.0, LOOSE - self.cosine)
        return (self.topic, self.cosine, self.fused, slots, self.strange, loose, *self.silent.vector())


# Fitted; see the module's docstring. Order: topic, cosine, fused, slots, strange, loose; the silence's steadier, words, near.
WEIGHTS: tuple[float, ...] = (0.15, 2.09, 4.60, 0.96, -0.78, -30.00, -12.79, -4.32, -10.44)
CONSTANT = -3.97
THRESHOLD = 0.48


def probability(evidence: Evidence) -> float:
    """Return the probability that the best result answers the question.

    >>> round(probability(Evidence(0.5, 0.5, 0.6, 0.0)), 2)
    0.96
    """
    z = CONSTANT + sum(w * x for w, x in zip(WEIGHTS, evidence.vector(), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
