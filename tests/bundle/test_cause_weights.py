"""The classifier of causes: fitted at the build to what is said of each, kept in the bundle."""

from __future__ import annotations

import numpy as np
import pytest

from kb.bundle import causes, classifier
from kb.bundle.store import open_bundle
from kb.curation.corpus import default_root
from kb.curation.corpus import load as load_corpus
from kb.diagnose import api


@pytest.fixture(scope="module")
def weights(kb):
    """The weights of the project's own bundle."""
    found = classifier.unpack(kb.extras[causes.NAME])
    assert found is not None
    return found


def test_every_cause_has_its_line(kb, weights):
    """All causes of all models can be told apart; what is kept has the key of what it was made of."""
    wanted = {f"{m.id}/{c.id}" for m in api.models(kb) for c in m.source.causes}
    assert set(weights.names) == wanted
    assert classifier.made_of(kb.extras[causes.NAME])


def test_what_is_said_of_a_cause_leads_to_it(kb, weights):
    """Of the phrases that it is fitted to, nineteen in twenty lead to their own cause."""
    told = causes.phrases(m.source for m in api.models(kb))[::7]
    shares = weights.shares(kb.encoder.encode([x for _, x in told]))
    right = [weights.names[n] == cause for n, (cause, _) in zip(shares.argmax(axis=1), told, strict=True)]
    assert np.mean(right) >= 0.95


def test_the_same_phrases_give_the_same_weights():
    """The key depends on the phrases and the encoder; one cause alone teaches nothing."""
    corpus = load_corpus(default_root())
    told = causes.phrases(corpus.faults)
    assert causes.key(told, "model") == causes.key(told, "model")
    assert causes.key(told, "model") != causes.key(told[1:], "model")
    assert causes.key(told, "model") != causes.key(told, "other")
    alone = [x for x in told if x[0] == told[0][0]]
    assert causes.fit(alone, {x: np.ones(4, dtype=np.float32) for _, x in alone}) is None


def test_two_causes_are_told_apart():
    """With two causes each has a line of its own, and their shares sum to one."""
    rng = np.random.default_rng(3)
    told = [(f"m/{n % 2}", f"phrase {n}") for n in range(20)]
    vectors = {x: (np.eye(8)[int(c[-1])] + rng.normal(scale=0.1, size=8)).astype(np.float32) for c, x in told}
    found = causes.fit(told, vectors)
    assert found is not None
    assert found.names == ("m/0", "m/1")
    shares = found.shares(np.eye(8, dtype=np.float32)[:2])
    assert shares.argmax(axis=1).tolist() == [0, 1]
    assert shares.sum(axis=1) == pytest.approx([1.0, 1.0])


def test_a_corpus_without_faults_has_none(glow_home):
    """A corpus with fewer than two causes keeps no weights, and still opens."""
    opened = open_bundle(glow_home.bundle)
    known = [c for m in api.models(opened) for c in m.source.causes]
    assert len(known) < 2
    assert opened.extras[causes.NAME] == ""
