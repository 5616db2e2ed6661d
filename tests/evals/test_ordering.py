"""The weights of the second look can be fitted again, and point the way they are set."""

from __future__ import annotations

import numpy as np
import pytest

from kb.evals import ordering
from kb.evals.questions import Question
from kb.search import rank


def test_the_fit_finds_the_weights_that_made_the_order():
    """Pairs whose order follows known weights give these weights back, beside the score's."""
    truth = np.array([1.0, -0.5, 0.0, 2.0])
    rows = np.random.default_rng(7).normal(size=(4000, 4))
    noise = np.random.default_rng(8).logistic(scale=0.3, size=len(rows))
    ordered = rows * np.sign(rows @ truth + noise)[:, None]
    found = ordering.fit(ordered)
    assert list(found) == list(ordering.FEATURES)
    assert list(found.values()) == pytest.approx(truth.tolist(), abs=0.2)


def test_a_pair_is_the_right_answer_less_a_rival(engine, kb):
    """Each question gives the right candidate's features less those of its best rivals; one without a right candidate gives none."""
    fact = next(kb.select("spec", "growatt-65"))
    asked = Question("q1", f"Growatt {fact.name}", "owner", "spec", "plain", (fact.id,))
    lost = Question("q2", asked.text, "owner", "spec", "plain", ("growatt-65/spec/nothing-of-the-kind",))
    found = ordering.pairs(engine, [asked])
    assert found.shape == (ordering.RIVALS, len(ordering.FEATURES))
    assert len(ordering.pairs(engine, [asked, lost])) == ordering.RIVALS


def test_the_weights_in_use_have_the_signs_of_the_fit():
    """Among the best, fields and look-ups count less than before, and several near ways of asking more."""
    assert -1.0 < rank.FIELDS_AGAIN < 0.0
    assert -rank.EXACT < rank.EXACT_AGAIN < 0.0
    assert rank.WAYS_WEIGHT > 0.0
