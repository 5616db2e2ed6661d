"""A linear classifier of sentence vectors, as a bundle keeps it: fitted at the build, read without scikit-learn."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Weights:
    """A linear classifier: `names` of the classes; `slopes`, shape (classes, dimension); `heights`, shape (classes,)."""

    names: tuple[str, ...]
    slopes: NDArray[np.float32]
    heights: NDArray[np.float32]

    def shares(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the probability of each class, shape (vectors, classes), for vectors of shape (vectors, dimension)."""
        points = np.asarray(vectors @ self.slopes.T + self.heights, dtype=np.float64)
        lifted = np.exp(points - points.max(axis=1, keepdims=True))
        return np.asarray(lifted / lifted.sum(axis=1, keepdims=True))


class _Kept(msgspec.Struct, frozen=True):
    key: str
    names: tuple[str, ...]
    slopes: str
    heights: str


def pack(weights: Weights | None, made_of: str = "") -> str:
    """Write weights, and the `key` of what they were made of, as JSON; an empty text for none."""
    if weights is None:
        return ""
    slopes, heights = (
        base64.b64encode(x.astype(np.float32).tobytes()).decode() for x in (weights.slopes, weights.heights)
    )
    return msgspec.json.encode(_Kept(made_of, weights.names, slopes, heights)).decode()


def made_of(raw: str) -> str:
    """Return the key of what packed weights were made of."""
    return msgspec.json.decode(raw, type=_Kept).key if raw else ""


def unpack(raw: str) -> Weights | None:
    """Read what `pack` wrote."""
    if not raw:
        return None
    kept = msgspec.json.decode(raw, type=_Kept)
    slopes, heights = (np.frombuffer(base64.b64decode(x), dtype=np.float32) for x in (kept.slopes, kept.heights))
    return Weights(kept.names, slopes.reshape(len(kept.names), -1), heights)
