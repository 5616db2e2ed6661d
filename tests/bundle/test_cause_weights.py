"""The classifier of causes: fitted at the build to what is said of each, kept in the bundle."""

from __future__ import annotations

import numpy as np
import pytest

from kb.bundle import causes, classifier
from kb.bundle.store import open_bundle
from kb.curation.corpus import default_root
from kb.curation.corpus import load as load_corpus
from kb.diagnose import api
from kb.model.letter import Letter


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
    """Of the phrases that it is fitted to, beside whole letters, more than nine in ten lead to their own cause."""
    told = causes.phrases(m.source for m in api.models(kb))[::7]
    shares = weights.shares(kb.encoder.encode([x.text for x in told]))
    right = [weights.names[n] == x.cause for n, x in zip(shares.argmax(axis=1), told, strict=True)]
    assert np.mean(right) >= 0.92


def test_letters_whose_cause_is_known_teach_as_well():
    """A letter counts as much as three phrases, shared among the causes that it tells of; others teach nothing of causes."""

    def letter(number: int, *right: str) -> Letter:
        return Letter(f"x-{number}", "owner", "red lamp", f"it beeps {number}", (), "advise", causes=right)

    told = causes.told_in([letter(1, "m/a"), letter(2, "m/a", "m/b"), letter(3)], ())
    assert [(x.cause, x.counts) for x in told] == [("m/a", 3.0), ("m/a", 1.5), ("m/b", 1.5)]
    assert told[0].text == "red lamp. it beeps 1"


def test_the_letters_of_the_corpus_tell_of_causes():
    """The causes of letters exist, and only letters that the manuals cover have one."""
    corpus = load_corpus(default_root())
    known = [x for x in corpus.letters if x.causes]
    assert {x.expect for x in known} == {"advise"}
    assert {c for x in known for c in x.causes} <= {f"{m.id}/{c.id}" for m in corpus.faults for c in m.causes}


def test_the_same_phrases_give_the_same_weights():
    """The key depends on the phrases and the encoder; one cause alone teaches nothing."""
    corpus = load_corpus(default_root())
    told = causes.phrases(corpus.faults)
    assert causes.key(told, "model") == causes.key(told, "model")
    assert causes.key(told, "model") != causes.key(told[1:], "model")
    assert causes.key(told, "model") != causes.key(told, "other")
    alone = [x for x in told if x.cause == told[0].cause]
    assert causes.fit(alone, {x.text: np.ones(4, dtype=np.float32) for x in alone}) is None


def test_two_causes_are_told_apart():
    """With two causes each has a line of its own, and their shares sum to one."""
    rng = np.random.default_rng(3)
    told = [causes.Said(f"m/{n % 2}", f"phrase {n}") for n in range(20)]
    vectors = {x.text: (np.eye(8)[int(x.cause[-1])] + rng.normal(scale=0.1, size=8)).astype(np.float32) for x in told}
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
