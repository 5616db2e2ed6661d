"""A session is a replay of answers; it ends, asks nothing twice, and offers a lay person nothing unsafe."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lantern import PLAIN, compiled, random_plain

from kb.curation.fault_types import OUTCOMES, RANK
from kb.diagnose.model import ROLES
from kb.diagnose.session import next_step, replay
from kb.model.errors import QueryError

LANTERN = compiled(PLAIN)
VALUES = {p.id: [*(o.id for o in p.options), "cant-tell"] for p in LANTERN.probes} | {
    f.id: ["not-fixed", "cant-do"] for f in LANTERN.fixes
}
ANSWERS = st.fixed_dictionaries({}, optional={n: st.sampled_from(v) for n, v in VALUES.items()})


def walk(model, role, rng, start=()):
    """Answer at random to the end; return the steps with the state each was proposed in."""
    answers, steps = dict(start), []
    for _ in range(100):
        state = replay(model, answers, role)
        step = next_step(state)
        steps.append((state, step))
        if step.kind in {"fixed", "escalate"}:
            return steps
        if step.kind == "do":
            answers[model.fixes[step.place].id] = rng.choice(OUTCOMES)
        else:
            probe = model.probes[step.place]
            answers[probe.id] = rng.choice([*(o.id for o in probe.options), "cant-tell"])
    raise AssertionError("no end after 100 steps")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("seed", range(25))
def test_every_walk_ends_and_asks_nothing_known_and_nothing_unsafe(seed, role):
    """Whatever is answered, a session ends fixed or handed on; no step comes twice, none is above the role or its conditions."""
    rng = random.Random(seed)  # noqa: S311 - a walk that can be repeated
    for model in (LANTERN, compiled(random_plain(seed))):
        seen = set()
        for state, step in walk(model, role, rng):
            if step.kind in {"fixed", "escalate"}:
                continue
            key = (step.kind == "do", step.place)
            assert key not in seen
            seen.add(key)
            item = model.fixes[step.place] if step.kind == "do" else model.probes[step.place]
            assert item.id not in dict(state.answers)
            needs = (model.fix_needs if step.kind == "do" else model.probe_needs)[step.place]
            assert RANK[item.who] <= RANK[role]
            for condition, need, met in zip(model.source.conditions, needs, state.met, strict=True):
                assert met or not need or RANK[condition.who] <= RANK[role]


@given(ANSWERS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_answers_changes_no_belief(answers, rng):
    """Answers from a ticket, from the lamps and from a person weigh the same in any order."""
    items = list(answers.items())
    rng.shuffle(items)
    one, two = replay(LANTERN, answers), replay(LANTERN, dict(items))
    assert np.array_equal(one.belief, two.belief)
    assert set(one.answers) == set(two.answers)
    assert {d.id for d in one.dropped} == {d.id for d in two.dropped}


@given(ANSWERS, st.sampled_from(ROLES))
@settings(max_examples=60, deadline=None)
def test_a_replay_of_what_was_kept_is_the_same_state(answers, role):
    """Dropping what makes no sense is done once: the kept answers replay to the same belief with nothing dropped."""
    state = replay(LANTERN, answers, role)
    again = replay(LANTERN, dict(state.answers), role)
    assert np.array_equal(state.belief, again.belief)
    assert not again.dropped
    assert next_step(state) == next_step(again)


@given(ANSWERS, st.sampled_from(sorted(VALUES)), st.data())
@settings(max_examples=60, deadline=None)
def test_changing_an_answer_keeps_the_later_ones_that_make_sense(answers, name, data):
    """After a change, each other answer is kept or named as dropped, and dropped only where its question lost its ground."""
    changed = {**answers, name: data.draw(st.sampled_from(VALUES[name]))}
    state = replay(LANTERN, changed)
    assert {n for n, _ in state.answers} | {d.id for d in state.dropped} == set(changed)
    for dropped in state.dropped:
        assert dropped.id == "roof"
        assert changed.get("rain") != "yes"
        assert "Did it rain?" in dropped.why


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=5))
@settings(max_examples=40, deadline=None)
def test_garbage_is_dropped_with_a_plain_word(answers):
    """Unknown tests and impossible answers leave the nearest valid state: the one without them."""
    state = replay(LANTERN, answers)
    assert len(state.dropped) + len(state.answers) == len(answers)
    assert all(d.why for d in state.dropped)


def test_danger_comes_first_and_stops_all():
    """The question about smoke is asked before anything else; yes hands on at once, in every role."""
    for role in ROLES:
        assert LANTERN.probes[next_step(replay(LANTERN, {}, role)).place].id == "smoke"
        state = replay(LANTERN, {"smoke": "yes", "panel": "run"}, role)
        assert next_step(state).kind == "escalate"
        assert [d.id for d in state.dangers] == ["fire"]


def test_when_danger_is_likely_a_lay_person_is_offered_nothing_beside_it():
    """Water in the lantern: no lay repair of another cause is proposed, even if it is cheap."""
    state = replay(LANTERN, {"smoke": "no", "panel": "wet", "rain": "yes", "roof": "no"})
    assert state.belief[LANTERN.causes.index("wet")] > 0.5
    assert next_step(state).kind != "do"


def test_conditions_are_kept_and_undone():
    """Measuring opens the lid; drying closes it; what could not be done opens nothing."""
    assert replay(LANTERN, {"volt": "none"}, "installer").met.tolist() == [True]
    assert replay(LANTERN, {"volt": "none", "dry": "not-fixed"}, "installer").met.tolist() == [False]
    assert replay(LANTERN, {"swap": "cant-do", "volt": "cant-tell"}, "installer").met.tolist() == [False]


def test_a_lay_person_hands_on_with_what_the_next_one_needs():
    """Nothing a lay person may do is left: a quick question that saves the installer more is asked, once, then it is handed on."""
    state = replay(LANTERN, {"smoke": "no", "press": "not-fixed"})
    step = next_step(state)
    assert step.kind == "tell"
    asked = LANTERN.probes[step.place].id
    assert asked == "panel"
    rng = random.Random(0)  # noqa: S311 - a walk that can be repeated
    steps = walk(LANTERN, "lay", rng, {**dict(state.answers), asked: "cant-tell"}.items())
    kinds = [decision.kind for _, decision in steps]
    assert kinds[-1] == "escalate"
    assert set(kinds) <= {"tell", "escalate"}


def test_an_unknown_role_is_refused():
    """A role that does not exist is an error with the ones that do."""
    with pytest.raises(QueryError, match="lay, installer, support"):
        replay(LANTERN, {}, "boss")
