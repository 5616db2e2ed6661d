"""What the words of a ticket made likely, as a short text that an address carries: `<model>.<two characters for each cause>`.

A suggestion reckons with more than answers: how near the ticket's words come to what people say of a cause, and answers
that were half told. That moves the prior and stands in no answer, so a link with the answers alone would show other shares.
Two characters hold the logarithm of a cause's weight, in steps of 1/256, 0 for the heaviest down to about -16: enough to
show the same percentages, and bounded, so that no address can exclude a cause. Dangers and rules do not depend on priors.

Pure: the same text gives the same prior.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kb.diagnose import learn
from kb.diagnose.model import Floats, Model

NAME = "weighed"
"""The name under which an address carries it."""
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BASE = len(_SIGNS)
STEP = 1 / 256
LEAST = (_BASE**2 - 1) * STEP
"""The largest difference of two logarithms that a text holds."""
MAX_TEXT = 200


def pack(model: Model, stated: Floats, moved: Floats) -> str:
    """Return by how much `moved` weighs each cause otherwise than `stated` does, both of shape (causes,) and positive."""
    weight = np.log(np.maximum(moved, 1e-300)) - np.log(np.maximum(stated, 1e-300))
    levels = np.minimum((weight.max() - weight) / STEP, _BASE**2 - 1).round().astype(int)
    return f"{model.id}.{''.join(_SIGNS[n // _BASE] + _SIGNS[n % _BASE] for n in levels.tolist())}"


def model_of(text: str, models: Iterable[Model]) -> Model | None:
    """Return the model that a text weighs; None when it is none of these, has other causes by now, or was made up."""
    name, _, signs = text.partition(".")
    model = next((m for m in models if m.id == name), None) if len(text) <= MAX_TEXT else None
    fits = model is not None and len(signs) == 2 * len(model.causes) and set(signs) <= set(_SIGNS)
    return model if fits else None


def moved(model: Model, text: str, learnt: learn.Priors | None) -> dict[str, tuple[float, ...]]:
    """Return the priors with those of this model weighed as a text says; `text` is one that `model_of` gave the model for."""
    signs = text.partition(".")[2]
    levels = [_BASE * _SIGNS.index(a) + _SIGNS.index(b) for a, b in zip(signs[::2], signs[1::2], strict=True)]
    prior = learn.applied(model, learnt).prior * np.exp(-STEP * np.array(levels))
    return {**(learnt or {}), model.id: tuple(map(float, prior / prior.sum()))}
