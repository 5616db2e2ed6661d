"""Classifiers of sentence vectors, as a bundle keeps them: fitted at the build, read without scikit-learn."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

_ROUNDS = 400


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


def multinomial(
    vectors: NDArray[np.float32],
    labels: Sequence[str],
    freedom: float,
    counted: NDArray[np.float64] | None = None,
) -> Weights | None:
    """Fit a multinomial logistic regression to vectors, shape (len(labels), dimension); None where all labels are one.

    `freedom`: how freely it follows them (the inverse of the ridge); `counted`: what each counts, shape (len(labels),).
    """
    if len(set(labels)) < 2:  # noqa: PLR2004 - there is nothing to tell apart
        return None
    from sklearn.linear_model import LogisticRegression

    found = LogisticRegression(C=freedom, max_iter=_ROUNDS).fit(vectors, labels, counted)
    # Of two classes scikit-learn keeps the second one's line alone, for which the first one's is nothing.
    nothing = len(found.classes_) - len(found.coef_)
    slopes, heights = np.pad(found.coef_, ((nothing, 0), (0, 0))), np.pad(found.intercept_, (nothing, 0))
    return Weights(tuple(map(str, found.classes_)), slopes.astype(np.float32), heights.astype(np.float32))


@dataclass(frozen=True, eq=False)
class Neighbours:
    """A kernel classifier of unit vectors: `points`, shape (points, dimension); their `weights`, shape (points,); `height`; `width`.

    A point counts exp(-width · squared distance), as in a support vector machine (Cortes and Vapnik 1995).
    """

    points: NDArray[np.float32]
    weights: NDArray[np.float32]
    height: float
    width: float

    def leaning(self, vector: NDArray[np.float32]) -> float:
        """Return the signed distance from the border for a unit vector: above 0 it is on the side of positive weights."""
        near = np.exp(-self.width * (2.0 - 2.0 * (self.points @ vector)))
        return float(self.weights @ near) + self.height


class _Near(msgspec.Struct, frozen=True):
    key: str
    points: str
    weights: str
    height: float
    width: float


def pack_neighbours(found: Neighbours | None, made_of: str = "") -> str:
    """Write a kernel classifier, and the key of what it was made of, as JSON; an empty text for none. Points keep 16 bits."""
    if found is None:
        return ""
    points = base64.b64encode(found.points.astype(np.float16).tobytes()).decode()
    weights = base64.b64encode(found.weights.astype(np.float32).tobytes()).decode()
    return msgspec.json.encode(_Near(made_of, points, weights, found.height, found.width)).decode()


def unpack_neighbours(raw: str) -> Neighbours | None:
    """Read what `pack_neighbours` wrote."""
    if not raw:
        return None
    kept = msgspec.json.decode(raw, type=_Near)
    weights = np.frombuffer(base64.b64decode(kept.weights), dtype=np.float32)
    points = np.frombuffer(base64.b64decode(kept.points), dtype=np.float16).astype(np.float32)
    return Neighbours(points.reshape(len(weights), -1), weights, kept.height, kept.width)


class _Key(msgspec.Struct, frozen=True):
    key: str


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
    return msgspec.json.decode(raw, type=_Key).key if raw else ""


def unpack(raw: str) -> Weights | None:
    """Read what `pack` wrote."""
    if not raw:
        return None
    kept = msgspec.json.decode(raw, type=_Kept)
    slopes, heights = (np.frombuffer(base64.b64decode(x), dtype=np.float32) for x in (kept.slopes, kept.heights))
    return Weights(kept.names, slopes.reshape(len(kept.names), -1), heights)
