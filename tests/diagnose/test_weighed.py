"""What a ticket's words made likely travels in an address: short, bounded, and the same each time it is read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.diagnose import api, learn, weighed
from kb.diagnose.session import replay


@pytest.fixture(scope="module")
def models(kb):
    """Every fault model."""
    return api.models(kb)


@given(data=st.data())
def test_a_prior_comes_back_as_it_went(models, data):
    """Packed and read again a prior is the same to half a percent of each share, within what a text holds; and the text is short."""
    model = data.draw(st.sampled_from(models))
    logs = data.draw(st.lists(st.floats(-weighed.LEAST, 0), min_size=len(model.causes), max_size=len(model.causes)))
    prior = model.prior * np.exp(logs)
    text = weighed.pack(model, model.prior, prior / prior.sum())
    assert len(text) <= weighed.MAX_TEXT
    assert weighed.model_of(text, models) is model
    back = np.array(weighed.moved(model, text, None)[model.id])
    assert back == pytest.approx(prior / prior.sum(), rel=0.005, abs=1e-9)


@given(text=st.text(max_size=300), data=st.data())
def test_no_text_excludes_a_cause(models, text, data):
    """Whatever an address says, it is left out or gives every cause a share, and what is learnt of other models stays."""
    model = data.draw(st.sampled_from(models))
    signs = st.text(weighed._SIGNS, min_size=2 * len(model.causes), max_size=2 * len(model.causes))
    said = f"{model.id}.{data.draw(signs)}" if data.draw(st.booleans()) else text
    found = weighed.model_of(said, models)
    if found is not None:
        priors = weighed.moved(found, said, {"another": (1.0,)})
        assert priors["another"] == (1.0,)
        prior = np.array(priors[found.id])
        assert prior.sum() == pytest.approx(1.0)
        assert (prior > 0).all()
        assert (prior / found.prior).max() / (prior / found.prior).min() <= np.exp(weighed.LEAST) * (1 + 1e-6)


def test_a_text_of_another_version_fits_no_model(models):
    """A cause more or less, a model that is gone, a sign that is none: nothing is weighed."""
    model = models[0]
    text = weighed.pack(model, model.prior, model.prior)
    for wrong in (text[:-2], text + "AA", "gone." + text.partition(".")[2], text[:-1] + "!", "", "."):
        assert weighed.model_of(wrong, models) is None, wrong


def test_dangers_do_not_depend_on_what_was_weighed(models):
    """An address cannot talk a danger away: rules hold whatever the prior is."""
    model = next(m for m in models if any(d.stop for d in m.dangers))
    rule = next(d for d in model.dangers if d.stop)
    answers = {test: choices[0] for test, choices in rule.when.items()}
    heavy = np.full(len(model.causes), 1e-6)
    heavy[0] = 1.0
    text = weighed.pack(model, model.prior, heavy)
    other = learn.applied(model, weighed.moved(model, text, None))
    assert [d.id for d in replay(other, answers).dangers] == [d.id for d in replay(model, answers).dangers]
