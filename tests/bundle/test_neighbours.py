"""The kernel classifier that a bundle keeps: fitted with scikit-learn at the build, read without it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.svm import SVC

from kb.bundle import classifier, covered
from kb.bundle.classifier import Neighbours
from kb.model.letter import Letter

DIMENSION = 16


def unit(seed: int, rows: int, centre: int) -> np.ndarray:
    """Unit vectors around one axis."""
    found = np.random.default_rng(seed).normal(scale=0.3, size=(rows, DIMENSION))
    found[:, centre] += 1.0
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def letters(ours: int, others: int) -> list[Letter]:
    """So many letters of each kind; what they say does not matter here."""
    kinds = ["advise"] * ours + ["none"] * others
    return [Letter(str(n), "owner", "s", "b", (), kind) for n, kind in enumerate(kinds)]


def test_it_reads_as_it_was_fitted():
    """The distance from the border is the one that scikit-learn works out."""
    vectors = np.concatenate([unit(1, 20, 0), unit(2, 30, 1)])
    labels = [True] * 20 + [False] * 30
    fitted = covered.fit(letters(20, 30), vectors)
    theirs = SVC(C=covered.FREEDOM, gamma=covered.WIDTH, class_weight="balanced").fit(vectors, labels)
    seen = np.concatenate([unit(3, 5, 0), unit(4, 5, 1)])
    assert fitted is not None
    np.testing.assert_allclose([fitted.leaning(v) for v in seen], theirs.decision_function(seen), atol=1e-4)
    assert all(fitted.leaning(v) > 0 for v in seen[:5])
    assert all(fitted.leaning(v) < 0 for v in seen[5:])


@given(st.integers(0, 2**16), st.integers(1, 9), st.floats(-3, 3), st.text())
def test_what_was_packed_comes_back(seed, rows, height, key):
    """Points to 16 bits, weights, height and width to the last bit, and the key of what it was made of."""
    rng = np.random.default_rng(seed)
    one = Neighbours(unit(seed, rows, 0), rng.normal(size=rows).astype(np.float32), height, 2.0)
    raw = classifier.pack_neighbours(one, key)
    two = classifier.unpack_neighbours(raw)
    assert two is not None
    np.testing.assert_allclose(two.points, one.points, atol=1e-3)
    np.testing.assert_array_equal(two.weights, one.weights)
    assert (two.height, two.width) == (one.height, one.width)
    assert classifier.made_of(raw) == key
    seen = unit(seed + 1, 1, 1)[0]
    assert two.leaning(seen) == pytest.approx(one.leaning(seen), abs=0.01 * (1 + rows))


def test_nothing_is_packed_as_nothing():
    """No classifier is an empty text, and an empty text none."""
    assert classifier.pack_neighbours(None, "key") == ""
    assert classifier.unpack_neighbours("") is None
