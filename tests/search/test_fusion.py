"""Two sides are made comparable and added; the outcome is bounded, and neither side alone changes its own order."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.search import fusion
from kb.search.fusion import COSINE_HIGH, COSINE_LOW, LEXICAL_SHARE, fuse, relative, semantic

BM25 = st.floats(0, 1000, width=32)
COSINE = st.floats(-1, 1, width=32)
SHARE = st.floats(0, 1)
PAIRS = st.lists(st.tuples(BM25, COSINE), min_size=1, max_size=40)


def arrays(pairs):
    """Both sides of some entries."""
    lexical, cosines = zip(*pairs, strict=True)
    return np.array(lexical, dtype=np.float32), np.array(cosines, dtype=np.float32)


def order(scores) -> list[int]:
    """Places, best first; the place breaks ties."""
    return np.argsort(-scores, kind="stable").tolist()


@given(PAIRS, SHARE)
def test_scores_lie_between_0_and_1(pairs, share):
    """Both sides and their sum lie in 0..1, whatever BM25 and the encoder gave."""
    fused = fuse(*arrays(pairs), share)
    for scores in (fused.total, fused.lexical, fused.semantic):
        assert scores.dtype == np.float32
        assert scores.min() >= 0.0
        assert scores.max() <= 1.0 + 1e-6


@given(PAIRS)
def test_the_best_word_match_has_one(pairs):
    """The best lexical score counts 1; without any match the side is zero."""
    lexical, _ = arrays(pairs)
    assert relative(lexical).max() == (1.0 if lexical.max() > 0 else 0.0)


@given(PAIRS, SHARE)
def test_the_order_is_the_same_each_time(pairs, share):
    """Fused twice, entries stand in the same order."""
    assert order(fuse(*arrays(pairs), share).total) == order(fuse(*arrays(pairs), share).total)


@given(PAIRS, st.integers(2, 4))
def test_equal_entries_stand_by_place(pairs, copies):
    """Entries with the same evidence have the same score, and the earlier one stands first."""
    n = len(pairs)
    ranked = order(fuse(*arrays(pairs * copies)).total)
    for place in range(n):
        assert [p for p in ranked if p % n == place] == [place + k * n for k in range(copies)]


@given(PAIRS)
def test_without_words_meaning_keeps_its_order(pairs):
    """Where no word matches, the order is that of the cosines as stretched."""
    _, cosines = arrays(pairs)
    assert order(fuse(np.zeros_like(cosines), cosines).total) == order(
        (np.float32(1 - LEXICAL_SHARE) * semantic(cosines)).astype(np.float32)
    )


@given(PAIRS)
def test_without_meaning_words_keep_their_order(pairs):
    """Where the encoder says nothing, a better word match never stands behind a worse one."""
    lexical, _ = arrays(pairs)
    ranked = order(fuse(lexical, np.zeros_like(lexical)).total)
    values = relative(lexical)[ranked]
    assert all(a >= b or np.isclose(a, b, rtol=1e-6, atol=1e-30) for a, b in pairwise(values))


@given(PAIRS, st.integers(0, 39), st.floats(0, 1, width=32))
def test_more_evidence_never_lowers_a_score(pairs, at, more):
    """A nearer text does not lose by being nearer."""
    lexical, cosines = arrays(pairs)
    at %= len(pairs)
    nearer = cosines.copy()
    nearer[at] += np.float32(more)
    assert fuse(lexical, nearer).total[at] >= fuse(lexical, cosines).total[at]


def test_the_band_of_cosines():
    """What is as far as an unrelated text counts nothing, what is as near as a paraphrase counts all."""
    middle = (COSINE_LOW + COSINE_HIGH) / 2
    stretched = semantic(np.array([-1, COSINE_LOW, middle, COSINE_HIGH, 1], dtype=np.float32))
    assert np.allclose(stretched, [0, 0, 0.5, 1, 1], atol=1e-6)


def test_the_sum_by_hand():
    """The shares are the weights of the sum."""
    lexical = np.array([4, 2, 0], dtype=np.float32)
    cosines = np.array([COSINE_LOW, COSINE_HIGH, COSINE_HIGH], dtype=np.float32)
    assert np.allclose(fuse(lexical, cosines, 0.25).total, [0.25, 0.25 * 0.5 + 0.75, 0.75], atol=1e-6)
    assert 0.0 < fusion.LEXICAL_SHARE < 1.0


def test_nothing_to_fuse():
    """No entries are no scores, and no error."""
    empty = np.zeros(0, dtype=np.float32)
    assert fuse(empty, empty).total.shape == (0,)
