"""How likely a sentence tells of danger: the fitted reader of an opened bundle (kb/bundle/dangers.py)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.bundle import classifier, dangers
from kb.bundle.kept import kept, per_bundle
from kb.bundle.store import KnowledgeBase

_KEPT = 4096
_FEWEST_LETTERS = 4


@per_bundle
def _weights(kb: KnowledgeBase) -> classifier.Weights | None:
    return classifier.unpack(kb.extras.get(dangers.NAME, ""))


def shares(kb: KnowledgeBase, sentence: str) -> dict[str, float]:
    """Return how likely a sentence tells of each kind of danger; all of them and "none" sum to 1. Empty without a fitted reader."""
    weights = _weights(kb)
    if weights is None or len(sentence.strip()) < _FEWEST_LETTERS:
        return {}

    def read(text: str) -> tuple[float, ...]:
        vector: NDArray[np.float32] = kb.encoder.encode([text])
        return tuple(map(float, weights.shares(vector)[0]))

    known = kept(kb, shares, lambda: lru_cache(maxsize=_KEPT)(read))
    # With the product's name and with the kind of thing in its place: the name alone speaks against danger, its absence for it.
    ways = dict.fromkeys(" ".join(x.split()) for x in (sentence, kb.product_names.sub(dangers.NAMELESS, sentence)))
    mean = np.mean([known(x) for x in ways], axis=0)
    return dict(zip(weights.names, map(float, mean), strict=True))
