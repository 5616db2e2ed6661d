"""The fit of the signs that tell covered tickets from others, on a few letters of the corpus."""

from __future__ import annotations

import numpy as np
import pytest

from kb.bundle.store import open_bundle
from kb.curation import letters
from kb.curation.corpus import default_root
from kb.evals import covered
from kb.search.engine import Engine
from kb.suggest.coverage import SIGNS


@pytest.fixture(scope="module")
def found():
    """The cases of some letters, put into two files by turns."""
    engine = Engine(open_bundle())
    some = letters.read(default_root(), engine.kb.devices, (), [])[::15]
    return covered.cases(engine, [("one", some[::2]), ("two", some[1::2])])


def test_each_case_has_all_signs(found):
    """A ticket that names a product has one figure for each sign, and both sorts of tickets are there."""
    assert all(c.signs.shape == (len(SIGNS),) and np.isfinite(c.signs).all() for c in found)
    assert {c.covered for c in found} == {True, False}
    assert {c.file for c in found} == {"one", "two"}


def test_the_fit_tells_them_apart(found):
    """Fitted weights put the covered ones higher in the mean, and what search answers speaks for a ticket."""
    weights, height = covered.fit(found)
    points = np.array([c.signs @ weights + height for c in found])
    ours = np.array([c.covered for c in found])
    assert points[ours].mean() > points[~ours].mean()
    assert weights[SIGNS.index("answered")] > 0
