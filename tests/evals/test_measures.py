"""The measures are what they are said to be: worked by hand, and within their bounds on any ranking."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.evals import measures
from kb.evals.measures import ndcg_at, percentile, recall_at, reciprocal_rank, success_at

IDS = st.sampled_from("abcdefghij")
RANKED = st.lists(IDS, unique=True)
RIGHT = st.sets(IDS)
GRADES = st.dictionaries(IDS, st.sampled_from([0.0, 1.0, 2.0, 3.0]))
K = st.integers(1, 12)


def test_the_worked_examples_hold():
    """The examples in the docstrings are true, and each measure has one."""
    result = doctest.testmod(measures)
    assert result.failed == 0
    assert result.attempted >= 5


def test_ndcg_by_hand():
    """Grades 3, 2, 3, 0, 1, 2 in this order, of 3, 3, 3, 2, 2, 2, 1 in all: nDCG@6 with linear gain is 0.785."""
    grades = {"a": 3.0, "b": 2.0, "c": 3.0, "e": 1.0, "f": 2.0, "g": 3.0, "h": 2.0}
    gain = 3 + 2 / math.log2(3) + 3 / 2 + 0 + 1 / math.log2(6) + 2 / math.log2(7)
    best = 3 + 3 / math.log2(3) + 3 / 2 + 2 / math.log2(5) + 2 / math.log2(6) + 2 / math.log2(7)
    assert ndcg_at(6, list("abcdef"), grades) == pytest.approx(gain / best)
    assert gain / best == pytest.approx(0.785, abs=0.001)


def test_ndcg_counts_no_further_than_k():
    """A right id beyond k gains nothing, and the best possible list is cut at k as well."""
    assert ndcg_at(1, ["x", "a"], {"a": 1.0}) == 0.0
    assert ndcg_at(1, ["a"], {"a": 1.0, "b": 1.0}) == 1.0
    assert ndcg_at(2, ["x", "a"], {"a": 2.0}) == pytest.approx(1 / math.log2(3))


def test_ndcg_without_judgements_is_zero():
    """A query for which nothing is right scores 0 and does not fail."""
    assert ndcg_at(10, ["a"], {}) == ndcg_at(10, ["a"], {"a": 0.0}) == 0.0


@pytest.mark.parametrize(("ranked", "rr"), [("abc", 1.0), ("xab", 0.5), ("xyzb", 0.25), ("xyz", 0.0), ("", 0.0)])
def test_reciprocal_rank_by_hand(ranked, rr):
    """One over the place of the first right id; later ones do not count."""
    assert reciprocal_rank(list(ranked), {"a", "b"}) == rr


@pytest.mark.parametrize(
    ("k", "ranked", "share"),
    [(1, "abx", 1 / 3), (2, "abx", 2 / 3), (3, "xyz", 0.0), (10, "cab", 1.0), (2, "xabc", 1 / 3)],
)
def test_recall_by_hand(k, ranked, share):
    """The share of three right ids among the first k."""
    assert recall_at(k, list(ranked), {"a", "b", "c"}) == pytest.approx(share)


@pytest.mark.parametrize(("q", "value"), [(50, 3.0), (95, 5.0), (100, 5.0), (1, 1.0), (0, 1.0), (40, 2.0)])
def test_percentile_by_hand(q, value):
    """The nearest rank: a value that was measured, in whatever order the values came."""
    assert percentile([5.0, 1.0, 4.0, 2.0, 3.0], q) == value


def test_the_percentile_of_nothing_is_zero():
    """Without values there is no percentile, and no error."""
    assert percentile([], 95) == 0.0


@given(RANKED, RIGHT, GRADES, K)
def test_all_measures_lie_between_0_and_1(ranked, right, grades, k):
    """No ranking scores below 0 or above 1."""
    for value in (success_at(k, ranked, right), reciprocal_rank(ranked, right), recall_at(k, ranked, right)):
        assert 0.0 <= value <= 1.0
    assert 0.0 <= ndcg_at(k, ranked, grades) <= 1.0 + 1e-12


@given(GRADES, K)
def test_the_ideal_order_has_one(grades, k):
    """Nothing scores better than the best order, which has 1 when anything is right."""
    ideal = sorted(grades, key=lambda i: -grades[i])
    assert ndcg_at(k, ideal, grades) == pytest.approx(1.0 if any(grades.values()) else 0.0)


@given(RANKED, RIGHT, K)
def test_looking_further_finds_no_less(ranked, right, k):
    """Success and recall do not fall with k."""
    assert success_at(k, ranked, right) <= success_at(k + 1, ranked, right)
    assert recall_at(k, ranked, right) <= recall_at(k + 1, ranked, right)


@given(RANKED, RIGHT)
def test_the_measures_agree_on_the_first_place(ranked, right):
    """The right id stands first exactly when success@1 is 1 and when the reciprocal rank is 1."""
    assert (success_at(1, ranked, right) == 1.0) == (reciprocal_rank(ranked, right) == 1.0)


@given(RANKED.filter(lambda r: len(r) > 1), GRADES, K, st.data())
def test_a_better_id_moved_forward_never_costs(ranked, grades, k, data):
    """Swapping a better id with a worse one before it cannot lower nDCG."""
    first = data.draw(st.integers(0, len(ranked) - 2))
    second = data.draw(st.integers(first + 1, len(ranked) - 1))
    better = list(ranked)
    if grades.get(ranked[second], 0.0) > grades.get(ranked[first], 0.0):
        better[first], better[second] = better[second], better[first]
    assert ndcg_at(k, better, grades) >= ndcg_at(k, ranked, grades) - 1e-12


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100))
def test_a_percentile_is_one_of_the_values(values, q):
    """A time that is reported was measured."""
    assert percentile(values, q) in values
