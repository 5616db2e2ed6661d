"""The posterior is exact: pyAgrum, a Bayesian network library, says the same."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from lantern import PLAIN, compiled, random_plain

from kb.diagnose.belief import conflict, posterior
from kb.diagnose.session import replay

with warnings.catch_warnings():
    # SWIG's generated classes.
    warnings.simplefilter("ignore")
    import pyagrum as gum


def oracle(model, said, failed):
    """The posterior by pyAgrum's exact inference over a network of cause, answers and outcomes."""
    net = gum.BayesNet()
    net.add(gum.LabelizedVariable("cause", "", list(model.causes)))
    net.cpt("cause")[:] = model.prior
    evidence = {}
    for t, o in said:
        probe = model.probes[t]
        net.add(gum.LabelizedVariable(probe.id, "", [str(n) for n in range(len(probe.options))]))
        net.addArc("cause", probe.id)
        for c, cause in enumerate(model.causes):
            net.cpt(probe.id)[{"cause": cause}] = probe.likelihood[:, c]
        evidence[probe.id] = o
    for r in failed:
        fix = model.fixes[r]
        net.add(gum.LabelizedVariable(fix.id, "", ["fixed", "not"]))
        net.addArc("cause", fix.id)
        for c, cause in enumerate(model.causes):
            net.cpt(fix.id)[{"cause": cause}] = [fix.cures[c], 1 - fix.cures[c]]
        evidence[fix.id] = 1
    engine = gum.LazyPropagation(net)
    engine.setEvidence(evidence)
    engine.makeInference()
    return engine.posterior("cause").toarray()


@pytest.mark.parametrize("seed", range(12))
def test_the_posterior_is_that_of_pyagrum(seed):
    """Random models with random answers and failed repairs: equal to nine digits."""
    rng = np.random.default_rng(seed)
    model = compiled(random_plain(seed)) if seed else compiled(PLAIN)
    said = [(t, int(rng.integers(len(p.options)))) for t, p in enumerate(model.probes) if rng.random() < 0.7]
    failed = [r for r in range(len(model.fixes)) if rng.random() < 0.4]
    np.testing.assert_allclose(posterior(model, said, failed), oracle(model, said, failed), atol=1e-9)


def test_cannot_tell_is_no_information(lantern):
    """An answer that says nothing, and a repair that could not be done, change no probability."""
    for answers in ({"rain": "cant-tell"}, {"panel": "cant-tell", "press": "cant-do"}):
        np.testing.assert_allclose(replay(lantern, answers).belief, lantern.prior, atol=1e-12)


def test_something_else_is_always_there(lantern):
    """No sequence of answers makes something else, or any cause, impossible."""
    state = replay(lantern, {"smoke": "yes", "panel": "run", "rain": "no", "press": "not-fixed", "swap": "not-fixed"})
    assert lantern.causes[-1] == "something-else"
    assert (state.belief > 0).all()
    assert state.belief.sum() == pytest.approx(1)


def test_contradicting_answers_are_noticed():
    """Two sure answers that point to different causes are called a contradiction; two that agree are not."""
    yes_no = [{"id": i, "label": i} for i in ("y", "n")]
    tests = [
        {"id": n, "kind": "look", "ask": "?", "cost": 1, "who": "lay", "choices": yes_no, "accuracy": 0.99,
         "expect": {n2: "y"}, "otherwise": "n"}
        for n, n2 in (("a", "off"), ("b", "fuse"))
    ]  # fmt: skip
    tests[1]["expect"] = {"fuse": "y"}
    model = compiled({**PLAIN, "tests": tests, "rules": []})
    assert replay(model, {"a": "y", "b": "y"}).contradicts
    assert not replay(model, {"a": "y", "b": "n"}).contradicts
    assert conflict(model, [(0, 0)]) == 0
