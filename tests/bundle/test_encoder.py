"""The sentence encoder that serves without torch."""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from kb.bundle import entries, export
from kb.bundle.encoder import MAX_TOKENS, Encoder, encode_parts
from kb.model.errors import BundleError

HARD = ["", " ", "?", "Ω ℃ ±", "💡🔴", "\u202eרשת", "pin " * 2000, "CAN-H\x00CAN-L"]


@pytest.fixture(scope="module")
def texts(kb):
    """Texts of every length: what is embedded in the bundle, drawn with a fixed seed, and hard ones."""
    return [e.embedded() for e in random.Random(7).sample(kb.entries, 40)] + HARD  # noqa: S311 - a fixed draw


@pytest.fixture(scope="module")
def encoder(kb) -> Encoder:
    """The bundle's encoder on two threads."""
    return Encoder(kb.folder, threads=2)


@pytest.fixture(scope="module")
def vectors(encoder, texts):
    """The texts' vectors."""
    return encoder.encode(texts)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_vectors_are_those_of_the_model(encoder, texts, vectors, tmp_path, monkeypatch):
    """A fresh export gives the vectors that sentence-transformers gives, within 1e-4, also for texts that are cut.

    The bundle's encoder, which may be a smaller one, stays within a cosine of 0.9 of it.
    """
    from sentence_transformers import SentenceTransformer

    monkeypatch.delenv("PINLIGHT_MODEL", raising=False)
    model = SentenceTransformer(str(export.model_folder()), device="cpu")
    model.max_seq_length = MAX_TOKENS
    some = [*range(20), *range(40, len(texts))]
    # Few at once: in one batch all would be padded to the longest.
    expected = model.encode([texts[i] for i in some], normalize_embeddings=True, batch_size=4)
    info, exported = export.prepare(tmp_path, "fp32")
    assert info.sha256 == export.MODEL_SHA256
    assert float(np.abs(Encoder(exported).encode([texts[i] for i in some]) - expected).max()) < 1e-4
    assert float((vectors[some] * expected).sum(axis=1)[:20].min()) > 0.9
    shutil.rmtree(exported)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_model_of_another_kind_is_exported_as_it_is(encoder, texts, tmp_path, monkeypatch):
    """A graph without a mask is made of a BERT with mean pooling; another model's own graph, mask and all, gives its vectors."""
    from sentence_transformers import SentenceTransformer

    from kb.bundle import bert

    monkeypatch.delenv("PINLIGHT_MODEL", raising=False)
    model = SentenceTransformer(str(export.model_folder()), device="cpu")
    assert bert.fits(model)
    model[1].pooling_mode = "cls"
    assert not bert.fits(model)
    model[1].pooling_mode = "mean"
    monkeypatch.setattr(bert, "fits", lambda _model: False)
    _, exported = export.prepare(tmp_path, "fp32")
    expected = model.encode(texts[:5], normalize_embeddings=True, batch_size=1)
    assert float(np.abs(Encoder(exported).encode(texts[:5]) - expected).max()) < 1e-4
    assert float((encoder.encode(texts[:5]) * expected).sum(axis=1).min()) > 0.9
    shutil.rmtree(exported)


def test_vectors_have_length_one(encoder, texts, vectors):
    """Every vector is a unit vector, so that the inner product is the cosine."""
    assert vectors.shape == (len(texts), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_company_does_not_matter(encoder, texts, vectors):
    """A text's vector depends neither on the order nor on which texts share its batch."""
    order = random.Random(8).sample(range(len(texts)), len(texts))  # noqa: S311 - a fixed draw
    np.testing.assert_allclose(encoder.encode([texts[i] for i in order]), vectors[order], atol=2e-6)
    for i in order[:3]:
        np.testing.assert_allclose(encoder.encode([texts[i]])[0], vectors[i], atol=2e-6)


def test_no_texts_give_no_vectors(encoder):
    """An empty list is answered with an empty array of the right width."""
    assert encoder.encode_all([], 2).shape == encoder.encode([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize("workers", [1, 2, 3, 100])
def test_shared_work_gives_the_same_vectors(encoder, texts, vectors, workers):
    """However many threads share the texts, each text gets its vector, in order."""
    some = texts[:7] + HARD[:2]
    expected = np.concatenate([vectors[:7], vectors[40:42]])
    np.testing.assert_allclose(encoder.encode_all(some, workers), expected, atol=1e-6)


def test_one_encoder_serves_all_threads(encoder, texts, vectors):
    """Eight threads at once get the vectors that one thread gets."""
    some = range(0, len(texts), 3)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: encoder.encode([texts[i]])[0], some))
    np.testing.assert_allclose(np.stack(found), vectors[list(some)], atol=2e-6)


def test_stored_vectors_are_those_of_the_texts(kb, encoder):
    """Row n of the vectors is the vector of text n, whatever build embedded it."""
    said, _ = entries.texts(kb.entries)
    rows = random.Random(9).sample(range(len(said)), 20)  # noqa: S311 - a fixed draw
    stored = np.stack([kb.vectors.reconstruct(n) for n in rows])
    np.testing.assert_allclose(stored, encoder.encode([said[n] for n in rows]), atol=1e-5)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["missing", "no such form"])
def test_an_encoder_that_cannot_be_read_says_what_to_do(glow_home, name, damage):
    """A missing or unreadable file of the encoder is an error that names the folder and the command that mends it."""
    (folder,) = glow_home.bundle.glob("v-*")
    (folder / name).unlink()
    if damage != "missing":
        (folder / name).write_bytes(b"{}")
    with pytest.raises(BundleError, match=r"the encoder cannot be opened.*`pinlight build`") as error:
        Encoder(folder)
    assert str(folder) in str(error.value)


def test_parts_give_the_same_vectors(encoder, texts, vectors):
    """Part by part, on all cores, each text has the vector that it has alone; an encoder of another make is asked in order."""

    class Other:
        """Encodes a text as its length."""

        def encode(self, texts):
            """Return the lengths."""
            return np.array([[float(len(t))] for t in texts], dtype=np.float32).reshape(len(texts), 1)

    def quiet(_what, _done, _total):
        """Say nothing."""

    many = [*texts, *texts, *texts]
    assert np.array_equal(encode_parts(many, encoder, quiet), np.concatenate([vectors] * 3))
    assert encode_parts([], encoder, quiet).shape == (0, encoder.dimension)
    assert encode_parts(["a", "bb"] * 100, Other(), quiet).ravel().tolist() == [1.0, 2.0] * 100
