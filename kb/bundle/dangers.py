"""The reader of danger: a classifier of sentence vectors, fitted when the knowledge base is built, kept in the bundle.

People tell of a burning smell or of liquid on their skin in words that no list holds ("it whiffs of scorched toast down there"),
and write of smoke, eyes and water where nothing is wrong. So the kinds of danger are told apart by meaning: a multinomial logistic
regression over the vectors of `corpus/dangers.yaml`, with all else that people write of our products as harmless.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from kb.bundle.classifier import Weights, multinomial
from kb.model.danger import Dangers
from kb.model.letter import Letter

NAME = "danger-weights"
"""The name under which a bundle keeps them."""
NONE = "none"
NAMELESS = "battery"
"""What stands for a product's name in a sentence that is read."""
# What is written of faults and of other matters counts less than what was written to sound like danger: there is ten times as much
# of it. Between 0.1 and 0.5 the curve of what is found against what is wrongly found is the same.
OTHERS = 0.1
# How freely the classifier follows its sentences (the inverse of the ridge); from 3 to 40 it hardly matters.
FREEDOM = 10.0
MAYBE = re.compile(
    r"\b(?:smok|smell|smelt|burn|scorch|sing(?:e|ed)\b|fire|flame|spark|bang|boom|hiss|explo|leak|drip|ooz|electrolyte|swollen|swell|bulg|belly|flood|soak|wet\b"
    r"|under water|in water|water (?:in|got|came|stood)|dropp|fell|fallen|slip|dent|crack|crush|chew|gnaw|bare|shock|too hot|melt)",
    re.IGNORECASE,
)
"""What may be danger where a fault is told of: more than is meant, for it only chooses what is looked at."""


def fit(
    told: Dangers, vectors: NDArray[np.float32], others: NDArray[np.float32], freedom: float = FREEDOM
) -> Weights | None:
    """Fit the classifier; None when no danger is told of, or nothing else that it could be told from.

    `vectors`: those of `told.texts` in their order, shape (texts, dimension); `others`: of sentences that tell of no danger.
    """
    kind_of = {x: k.id for k in told.kinds for x in k.said}
    labels = [kind_of.get(x, NONE) for x in told.texts] + [NONE] * len(others)
    if not kind_of or NONE not in labels:
        return None
    counted = np.concatenate([np.ones(len(vectors)), np.full(len(others), OTHERS)])
    return multinomial(np.concatenate([vectors, others]), labels, freedom, counted)


def others(told: Dangers, letters: Iterable[Letter], besides: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences of letters, and what is said `besides`, each once, that tell of no danger.

    What is said of faults, and letters with a fault, may tell of danger as well: of these, sentences with a word of danger stay out.
    """
    known = frozenset(told.texts)
    harmless = [x for letter in letters if letter.expect == "none" for x in letter.sentences]
    faults = [x for letter in letters if letter.expect != "none" for x in letter.sentences]
    calm = (x for x in (*besides, *faults) if not MAYBE.search(x))
    return tuple(dict.fromkeys(x for x in (*calm, *harmless) if x not in known))


def key(told: Dangers, besides: Sequence[str], model: str) -> str:
    """Return what the weights depend on, as a hash: all sentences, the classifier's figures, and the encoder `model`."""
    parts = msgspec.json.encode((told, besides, model, OTHERS, FREEDOM))
    return hashlib.sha256(parts).hexdigest()
