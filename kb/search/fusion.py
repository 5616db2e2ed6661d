"""Lexical and semantic scores of all entries, made comparable and added.

Sums of normalised scores beat rank fusion (RRF) on the two device-manual sets of DESIGN.md section 4 (0.771 and 0.907
against 0.696 and 0.830 nDCG@10), because BM25's margin on an exact word is evidence that ranks throw away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
# Share of the lexical side. People's phrases stand beside the facts, so words carry far: on the learn questions 0.6 puts
# 1.5 points more answers first than 0.45. A collection without such phrases is best at 0.4 (plain.py).
LEXICAL_SHARE = 0.6
# Cosines of all-MiniLM-L6-v2 between a question and an unrelated text lie near 0.1, between paraphrases near 0.8: this
# band is stretched to 0..1 so that both sides weigh alike.
COSINE_LOW = 0.1
COSINE_HIGH = 0.8


@dataclass(frozen=True)
class Fused:
    """Scores of every entry: `total` for ranking; the two sides, each 0..1, for the decision whether to answer."""

    total: Scores
    lexical: Scores
    semantic: Scores


def semantic(cosines: Scores) -> Scores:
    """Stretch cosines to 0..1."""
    stretched: Scores = np.clip((cosines - COSINE_LOW) / (COSINE_HIGH - COSINE_LOW), 0.0, 1.0).astype(np.float32)
    return stretched


def relative(scores: Scores) -> Scores:
    """Divide by the best score, so that the best entry has 1."""
    best = float(scores.max(initial=0.0))
    return (scores / best).astype(np.float32) if best > 0 else scores


def fuse(lexical: Scores, cosines: Scores, share: float = LEXICAL_SHARE) -> Fused:
    """Fuse both sides; `lexical` are raw BM25 scores, `cosines` inner products of unit vectors, both of shape (entries,)."""
    lex, sem = relative(lexical), semantic(cosines)
    return Fused((share * lex + (1.0 - share) * sem).astype(np.float32), lex, sem)
