"""The int8 comparison of one vector with all: as near to the exact cosines as is stated, and never beyond."""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kb.bundle import nearest_graph
from kb.bundle.nearest import NAME, Nearest
from kb.bundle.store import open_bundle
from kb.model.errors import BundleError

# What the docstrings of kb.bundle.nearest state for sentences.
AT_WORST = 0.003
USUALLY = 0.0005


def made(vectors, folder: Path) -> Nearest:
    """The comparison with these vectors, written and opened as a bundle's is."""
    nearest_graph.write(vectors, folder / NAME)
    return Nearest(folder)


def bounds(vectors, vector):
    """How far each cosine may be off: half a level in each component of row and vector, and what float32 rounds."""
    by_rows = np.abs(vector).sum() * np.abs(vectors).max(axis=1) / (2 * nearest_graph.ROW_LEVELS)
    by_vector = np.abs(vectors).sum(axis=1) * np.abs(vector).max() / (2 * nearest_graph.LEVELS * nearest_graph.FINER)
    return (by_rows + by_vector) * 1.02 + 1e-5 * np.abs(vectors) @ np.abs(vector) + 1e-9


@pytest.fixture(scope="module")
def exact(kb):
    """All vectors of the bundle, shape (rows, dimension)."""
    return kb.vectors.reconstruct_n(0, kb.vectors.ntotal)


@pytest.fixture(scope="module")
def asked(kb):
    """Vectors of questions as people put them, drawn with a fixed seed, shape (80, dimension)."""
    texts = [a for e in kb.entries for a in e.asks] + [a for s in kb.silences for a in s.asks]
    return kb.encoder.encode([f"{t} please" for t in random.Random(3).sample(texts, 80)])  # noqa: S311 - a fixed draw


def test_one_cosine_for_each_row(kb, exact):
    """There is one figure for each row of the FAISS index, each of which belongs to an entry or a silence."""
    found = kb.nearest.cosines(exact[0])
    assert found.shape == (kb.nearest.rows,) == (len(kb.vector_owners),) == exact.shape[:1]
    assert found.dtype == np.float32
    assert kb.nearest.dimension == exact.shape[1] == kb.manifest.dimension


def test_cosines_of_questions_are_near_the_exact_ones(kb, exact, asked):
    """A question's cosine with any of the texts is off by 0.003 at worst, and by 0.0005 in the root of the mean square."""
    off = np.stack([kb.nearest.cosines(v) for v in asked]) - asked @ exact.T
    assert float(np.abs(off).max()) < AT_WORST
    assert float(np.sqrt((off**2).mean())) < USUALLY


def test_every_kept_text_finds_itself(kb, exact):
    """The nearest to a text of the bundle is that text, or one that is as near by the exact cosine."""
    for row in range(0, len(exact), 97):
        found = kb.nearest.cosines(exact[row])
        assert found[row] == pytest.approx(1.0, abs=AT_WORST)
        assert float(exact[int(found.argmax())] @ exact[row]) > 1.0 - 2 * AT_WORST


@given(st.data())
def test_any_vectors_stay_within_the_bound(data):
    """Whatever the vectors are and however long, each product is off by no more than rounding to the levels allows."""
    rows, dimension = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 70))
    sizes = st.floats(-1, 1, width=32)
    vectors = data.draw(arrays(np.float32, (rows, dimension), elements=sizes))
    vector = data.draw(arrays(np.float32, (dimension,), elements=sizes))
    with TemporaryDirectory() as folder:
        found = made(vectors, Path(folder)).cosines(vector)
    wanted = vectors.astype(np.float64) @ vector
    assert (np.abs(found - wanted) <= bounds(vectors, vector)).all()


@pytest.mark.parametrize("dimension", [1, 2, 16, 383, 384, 1024])
def test_the_largest_products_do_not_saturate(tmp_path, dimension):
    """Rows and vectors all of whose components are at the largest level, of either sign, give exactly 1 and -1.

    Where two products are added in 16 bits, as on processors without VNNI, these are the first to be cut off.
    """
    one = np.full(dimension, dimension**-0.5, dtype=np.float32)
    compare = made(np.stack([one, -one]), tmp_path)
    for vector, wanted in ((one, [1, -1]), (-one, [-1, 1])):
        np.testing.assert_allclose(compare.cosines(vector), wanted, atol=1e-5)


def test_nothing_is_near_to_nothing(kb, tmp_path):
    """A vector of zeros, and a row of zeros, have the cosine 0 and not the figure of a division by it."""
    assert not kb.nearest.cosines(np.zeros(kb.nearest.dimension, dtype=np.float32)).any()
    compare = made(np.eye(2, dtype=np.float32)[[0, 0]] * [[1], [0]], tmp_path)
    np.testing.assert_allclose(compare.cosines(np.array([1, 0], dtype=np.float32)), [1, 0], atol=1e-5)


def test_all_threads_share_one(glow_home, kb, exact):
    """Threads that ask at the same time open it once, and each gets the figures that one alone gets."""
    fresh = open_bundle(glow_home.bundle)
    rows = range(0, len(exact), 1500)
    alone = [kb.nearest.cosines(exact[n]) for n in rows]
    with ThreadPoolExecutor(8) as pool:
        opened = set(pool.map(lambda _: fresh.nearest, range(8)))
        together = list(pool.map(lambda n: kb.nearest.cosines(exact[n]), rows))
    assert len(opened) == 1
    np.testing.assert_array_equal(together, alone)


@pytest.mark.parametrize("damage", ["missing", "no such form", "another graph"])
def test_what_cannot_be_read_says_what_to_do(glow_home, damage):
    """A missing, unreadable or foreign file is an error that names the file and the command that mends it."""
    (folder,) = glow_home.bundle.glob("v-*")
    (folder / NAME).unlink()
    if damage == "no such form":
        (folder / NAME).write_bytes(b"{}")
    elif damage == "another graph":
        shutil.copyfile(folder / "model.onnx", folder / NAME)
    with pytest.raises(BundleError, match=r"the vectors cannot be opened.*`pinlight build`") as error:
        Nearest(folder)
    assert str(folder / NAME) in str(error.value)
