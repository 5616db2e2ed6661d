"""What the manuals are known not to say, as an answer's rival: a question nearer to a silence than to any fact is not answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.bundle.store import KnowledgeBase
from kb.model.silence import Silence
from kb.search.understanding import Understanding

# How many of the nearest silences get a look at their words.
_POOL = 8
# What is not said of a sibling says less of the product that was named.
SIBLING = 0.1
# Words in common count less than meaning when the nearest silence is chosen.
WORDS = 0.4


@dataclass(frozen=True)
class Heard:
    """The silence nearest to a question: `cosine` with its nearest way of asking, `share` 0..1 of the question's words it holds.

    `looked_at` are the places of the nearest ones; `steadier`: how much nearer several ways of asking are than those of the facts.
    """

    silence: Silence
    cosine: float
    share: float
    looked_at: tuple[int, ...] = ()
    steadier: float = 0.0


class Silences:
    """The silences of one knowledge base, in the order of their vectors."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Collect whose they are and the words they are asked with."""
        self.all = kb.silences
        self._devices = [frozenset(s.devices) for s in self.all]
        self._terms = kb.silence_terms

    def nearest(
        self,
        reading: Understanding,
        cosines: NDArray[np.float32],
        answering: frozenset[str],
        weights: dict[str, float],
        colors: frozenset[str] = frozenset(),
    ) -> Heard | None:
        """Return the silence nearest to a question, or None. One about lamps must speak of all `colors` that were said, as terms.

        `cosines` are those of the silences, in order; `answering` the devices of the best answer, which a silence must be about
        when the question names no device; `weights` the question's own words with their rarity.
        """
        fitting = self._about(reading.devices | reading.family or answering)
        if colors:
            fitting = fitting & self._speaking(colors)
        if not fitting.any():
            return None
        if reading.devices:
            cosines = cosines - np.where(self._about(reading.devices), np.float32(0.0), np.float32(SIBLING))
        ranked = np.where(fitting, cosines, -1.0)
        best: Heard | None = None
        pool = tuple(n for n in np.argsort(-ranked, kind="stable")[:_POOL].tolist() if fitting[n])
        for n in pool:
            heard = Heard(self.all[n], float(cosines[n]), self._share(n, weights), pool)
            if best is None or _said(heard) > _said(best):
                best = heard
        return best

    @lru_cache(maxsize=128)  # noqa: B019 - silences live as long as their bundle
    def _about(self, devices: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([bool(d & devices) for d in self._devices], dtype=bool)

    @lru_cache(maxsize=32)  # noqa: B019
    def _speaking(self, words: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([words <= t for t in self._terms], dtype=bool)

    def apart(self, n: int, reading: Understanding) -> float:
        """Return what a silence loses for being of a sibling of the product that was named."""
        return SIBLING if reading.devices and not self._devices[n] & reading.devices else 0.0

    def _share(self, n: int, weights: dict[str, float]) -> float:
        total = sum(weights.values())
        return sum(w for t, w in weights.items() if t in self._terms[n]) / total if total else 0.0


def _said(heard: Heard) -> float:
    return heard.cosine + WORDS * heard.share
