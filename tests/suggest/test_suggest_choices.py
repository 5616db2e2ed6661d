"""What people say of a question's choices: weighed as half an answer, bounded, and never taken over as one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.diagnose import api, observe
from kb.suggest import choices, likeness
from kb.suggest.advise import suggest


@pytest.fixture(scope="module")
def models(kb):
    """Every fault model by its id."""
    return {m.id: m for m in api.models(kb)}


def _leans(kb, model, text):
    """Return test → option that a sentence leans to."""
    told = likeness.told(kb, [text], text)
    found = choices.weigh(model, choices.nearness(kb, model, told), ())
    return {model.probes[x.test].id: model.probes[x.test].options[x.option].id for x in found}


def test_every_question_has_peoples_words(models):
    """Each question but lamps, dangers and lists of makes has phrases for every choice, and none stands at two choices of it."""
    for model in models.values():
        dangers = observe.danger_tests(model)
        for test in model.source.tests:
            if test.kind == "lamp" or test.id in dangers:
                assert not any(c.said for c in test.choices), test.id
                continue
            told = [x for c in test.choices for x in c.said]
            makes = len(told) and sum(not c.said for c in test.choices) > len(test.choices) / 2
            assert makes or all(c.said for c in test.choices), (model.id, test.id)
            assert len(set(told)) == len(told), (model.id, test.id)


def test_a_choices_own_words_lean_to_it(kb, models):
    """Nine of ten first phrases, sent as a sentence, lean to their choice or to none; few lean to another."""
    wrong = total = 0
    for model in models.values():
        for test, option, phrase in choices.phrases(model)[::8]:
            probe = model.probes[test]
            total += 1
            wrong += _leans(kb, model, phrase).get(probe.id, probe.options[option].id) != probe.options[option].id
    assert total > 60
    assert wrong / total <= 0.02


@pytest.mark.parametrize(
    ("model", "text", "test", "option"),
    [
        ("sigenstor-communication-4g", "The antenna rod came off in the storm", "antenna-there", "no"),
        ("sigenstor-communication-4g", "Last week a new router was put in", "since", "yes"),
        ("sr48100h-communication", "We put a terminator into the free port of the last pack", "resistor-there", "yes"),
        ("sr48100h-communication", "There is no terminator in any port", "resistor-there", "no"),
        ("growatt-65-start-parallel", "The second one was bought two years later", "twins", "no"),
    ],
)
def test_other_words_for_an_answer_are_heard(kb, models, model, text, test, option):
    """A sentence without a word of the label leans to the choice it means, denied or not."""
    assert _leans(kb, models[model], text).get(test) == option


def test_what_says_nothing_leans_nowhere(kb, models):
    """Small talk and an empty ticket half answer nothing."""
    for model in models.values():
        assert _leans(kb, model, "Many thanks in advance and have a nice weekend") == {}
        assert choices.nearness(kb, model, likeness.told(kb, [], "  ")) == {}


def test_what_was_answered_is_not_weighed_again(kb, models):
    """A question that has its answer is left out."""
    model = models["sigenstor-communication-4g"]
    told = likeness.told(kb, ["Last week a new router was put in"], "")
    assert "since" not in {
        model.probes[x.test].id for x in choices.weigh(model, choices.nearness(kb, model, told), {"since"})
    }


@given(data=st.data())
def test_half_an_answer_is_bounded(kb, models, data):
    """However a ticket leans, priors sum to 1, no cause is excluded, and none gains on another by more than MOST for each question."""
    model = data.draw(st.sampled_from(sorted(models.values(), key=lambda m: m.id)))
    open_ = [n for n, p in enumerate(model.probes) if p.kind != "lamp"]
    tests = data.draw(st.lists(st.sampled_from(open_), unique=True, max_size=4))
    leanings = []
    for n in tests:
        size = len(model.probes[n].options)
        best = data.draw(st.integers(0, size - 1))
        rest = data.draw(st.lists(st.floats(1 / choices.MOST, 1.0), min_size=size, max_size=size))
        leanings.append(choices.Leaning(n, best, tuple(1.0 if k == best else w for k, w in enumerate(rest))))
    after = choices.weighed(model, model.prior, leanings)
    assert after.sum() == pytest.approx(1.0)
    assert (after > 0).all()
    ratio = (after / model.prior).max() / (after / model.prior).min()
    assert ratio <= choices.MOST ** len(leanings) * (1 + 1e-9)
    assert np.allclose(choices.weighed(model, model.prior, leanings[::-1]), after)


def test_half_an_answer_is_still_asked_for(engine):
    """What was only half told stands in no answer of the suggestion."""
    found = suggest(engine, "SigenStor offline", "The whole house went offline. The antenna rod came off in the storm.")
    assert "antenna-there" not in {o.test for o in found.observations}
    assert any("antenna" in c.name.lower() for c in found.causes[:3])
