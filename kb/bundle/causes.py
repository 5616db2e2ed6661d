"""Which cause people tell of: a classifier of sentence vectors, fitted at the build to what is said of each cause, kept in the bundle.

The nearest phrase alone says little where two causes are told in nearly the same words; what sets them apart is learnt from all
phrases together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from kb.bundle.classifier import Weights, multinomial
from kb.curation.fault_types import FaultModel

NAME = "cause-weights"
"""The name under which a bundle keeps them."""
# How freely the classifier follows the phrases (the inverse of the ridge); from 3 to 30 it hardly matters.
FREEDOM = 10.0


def phrases(models: Iterable[FaultModel]) -> tuple[tuple[str, str], ...]:
    """Return what is said of each cause, as (model/cause, phrase)."""
    return tuple((f"{m.id}/{c.id}", x) for m in models for c in m.causes for x in (c.name, *c.said))


def key(told: Sequence[tuple[str, str]], model: str) -> str:
    """Return what the weights depend on, as a hash: the phrases, and the encoder `model`."""
    return hashlib.sha256(msgspec.json.encode((told, model, FREEDOM))).hexdigest()


def fit(told: Sequence[tuple[str, str]], vectors: Mapping[str, NDArray[np.float32]]) -> Weights | None:
    """Fit the classifier to phrases with their vectors by text; None when there are fewer than two causes."""
    if not told:
        return None
    # Vectors that a bundle kept are halves; rounding all makes a build from nothing fit the same.
    seen = np.stack([vectors[x] for _, x in told]).astype(np.float16).astype(np.float32)
    return multinomial(seen, [cause for cause, _ in told], FREEDOM)
