"""Ranking measures, each with a worked example.

All take the ids in the order they were returned and the set (or grades) of right ones.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence


def success_at(k: int, ranked: Sequence[str], right: Collection[str]) -> float:
    """Return 1 when a right id stands among the first k, else 0.

    >>> success_at(1, ["a", "b"], {"b"}), success_at(2, ["a", "b"], {"b"})
    (0.0, 1.0)
    """
    return float(any(i in right for i in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], right: Collection[str]) -> float:
    """Return 1 / rank of the first right id, 0 when there is none.

    >>> reciprocal_rank(["a", "b"], {"b"})
    0.5
    """
    return next((1.0 / n for n, i in enumerate(ranked, 1) if i in right), 0.0)


def ndcg_at(k: int, ranked: Sequence[str], grades: Mapping[str, float]) -> float:
    """Return nDCG@k with the gain grade / log2(rank + 1) (Järvelin and Kekäläinen 2002, linear gain as in pytrec_eval).

    >>> round(ndcg_at(10, ["x", "a"], {"a": 1.0}), 4)
    0.6309
    """
    gain = sum(grades.get(i, 0.0) / math.log2(n + 1) for n, i in enumerate(ranked[:k], 1))
    best = sum(
        g / math.log2(n + 1) for n, g in enumerate(sorted((g for g in grades.values() if g > 0), reverse=True)[:k], 1)
    )
    return gain / best if best else 0.0


def recall_at(k: int, ranked: Sequence[str], right: Collection[str]) -> float:
    """Return the share of right ids among the first k.

    >>> recall_at(2, ["a", "b", "c"], {"a", "c"})
    0.5
    """
    return len(set(ranked[:k]) & set(right)) / len(right) if right else 0.0


def percentile(values: Sequence[float], q: float) -> float:
    """Return the q-th percentile (nearest rank) of values.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 50)
    2.0
    """
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(q / 100 * len(ordered)) - 1)]
