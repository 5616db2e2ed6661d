"""Which cause people tell of: a classifier of vectors, fitted at the build to what is said of each cause, kept in the bundle.

The nearest phrase alone says little where two causes are told in nearly the same words; what sets them apart is learnt from all
phrases together, and from whole letters (`corpus/letters`) whose cause is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from kb.bundle import covered
from kb.bundle.classifier import Weights, multinomial
from kb.curation.fault_types import FaultModel
from kb.model.device import Device
from kb.model.letter import Letter

NAME = "cause-weights"
"""The name under which a bundle keeps them."""
# How freely the classifier follows what is said (the inverse of the ridge); from 3 to 30 it hardly matters.
FREEDOM = 10.0
# A letter counts as much as so many phrases. Each set of letters judged by the others (330 in eleven sets), the right cause of the
# product comes first in .873 without letters, .900 where they count 1, .915 from 3 on.
LETTER = 3.0


class Said(NamedTuple):
    """What is said of a cause, as model/cause, and how much it counts."""

    cause: str
    text: str
    counts: float = 1.0


def phrases(models: Iterable[FaultModel]) -> tuple[Said, ...]:
    """Return what is said of each cause."""
    return tuple(Said(f"{m.id}/{c.id}", x) for m in models for c in m.causes for x in (c.name, *c.said))


def told_in(letters: Iterable[Letter], devices: Iterable[Device]) -> tuple[Said, ...]:
    """Return the letters whose cause is known, as they are compared; one that tells of several counts a part for each."""
    known = [x for x in letters if x.causes]
    texts = covered.texts(known, devices)
    return tuple(Said(c, t, LETTER / len(x.causes)) for x, t in zip(known, texts, strict=True) for c in x.causes)


def key(told: Sequence[Said], model: str) -> str:
    """Return what the weights depend on, as a hash: what is said, and the encoder `model`."""
    return hashlib.sha256(msgspec.json.encode((told, model, FREEDOM))).hexdigest()


def fit(told: Sequence[Said], vectors: Mapping[str, NDArray[np.float32]]) -> Weights | None:
    """Fit the classifier to what is said, with its vectors by text; None when there are fewer than two causes."""
    if not told:
        return None
    # Vectors that a bundle kept are halves; rounding all makes a build from nothing fit the same.
    seen = np.stack([vectors[x.text] for x in told]).astype(np.float16).astype(np.float32)
    return multinomial(seen, [x.cause for x in told], FREEDOM, np.array([x.counts for x in told]))
