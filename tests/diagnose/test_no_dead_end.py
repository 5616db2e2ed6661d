"""From every answer there is a way on: no dead end, no question twice, nothing for a lay person that is not."""

from __future__ import annotations

import random

import pytest

from kb.curation import fault_checks
from kb.curation.fault_types import CANT_TELL, OUTCOMES, RANK
from kb.diagnose import api
from kb.diagnose.model import ROLES
from kb.diagnose.policy import ASKS
from kb.diagnose.session import next_step, replay

WALKS = 25
SMALL = ("sr48100h-unable-to-start", "sigenstor-strip-light")


def sound(state, step, role):
    """What must hold of every step; returns its id and answers, or nothing at an end."""
    model = state.model
    if step.kind in {"fixed", "escalate"}:
        told = api.describe(state, step, "device")
        assert told["note"].startswith("Device: device")
        assert told.get("escalate") or told.get("fixed")
        return None
    asks = step.kind in ASKS
    item = (model.probes if asks else model.fixes)[step.place]
    assert item.id not in dict(state.answers), f"{item.id} twice"
    needs = (model.probe_needs if asks else model.fix_needs)[step.place]
    open_ = [c for c, n, m in zip(model.source.conditions, needs, state.met, strict=True) if n and not m]
    assert all(RANK[x.who] <= RANK[role] for x in (item, *open_)), f"{item.id} is not for {role}"
    return item.id, [*(o.id for o in item.options), CANT_TELL] if asks else list(OUTCOMES)


@pytest.mark.parametrize("role", ROLES)
def test_random_walks_end(kb, role):
    """Any answers at all, on every fault model: each session ends, with a note, within its questions and repairs."""
    rng = random.Random(role)  # noqa: S311 - a walk, no secret
    for model in api.models(kb):
        for _ in range(WALKS):
            answers = {}
            for _ in range(len(model.probes) + len(model.fixes) + 1):
                state = replay(model, answers, role)
                found = sound(state, next_step(state), role)
                if found is None:
                    break
                answers[found[0]] = rng.choice(found[1])
            else:
                pytest.fail(f"{model.id} does not end after {answers}")


@pytest.mark.parametrize("name", SMALL)
def test_every_answer_sequence_of_the_small_models_ends(kb, name):
    """All sequences of a lay person's answers, none left out; those that end in danger are one step long."""
    model = next(m for m in api.models(kb) if m.id == name)
    seen, todo = set(), [()]
    while todo:
        answers = todo.pop()
        state = replay(model, dict(answers), "lay")
        found = sound(state, next_step(state), "lay")
        for choice in found[1] if found else ():
            path = tuple(sorted((*answers, (found[0], choice))))
            if path not in seen:  # the same answers in another order give the same state
                seen.add(path)
                todo.append(path)
    assert len(seen) > 100


def test_every_alarm_remedy_and_faq_is_reached(kb):
    """No such fact of a covered device is out of reach; with one fewer cause to name it, the check says which."""
    models = tuple(m.source for m in api.models(kb))
    assert fault_checks.unreached(models, kb.facts) == ()
    for model in models:
        without = tuple(m for m in models if m is not model)
        lost = fault_checks.unreached(without, kb.facts)
        kept = {d for m in without for d in m.devices}
        own = {i for c in model.causes for i in c.cites if "/alarm/" in i and set(kb.facts[i].devices) & kept}
        shared = {i for m in without for c in m.causes for i in c.cites}
        shared |= {i for m in without for t in m.tests for ids in (*t.states.values(), t.also) for i in ids}
        shared |= {i for m in without for x in (*m.repairs, *m.tests, *m.rules) for i in x.cites}
        shared |= {i.partition("#")[0] for m in without for r in m.repairs for i in r.facts} | {
            i for m in without for i in m.left_out
        }
        assert own - shared <= set(lost)


def test_what_a_lay_person_reads_is_a_lay_persons_work(kb):
    """No repair for a lay person cites a caution that keeps it for trained staff as its step."""
    for model in api.models(kb):
        for repair in model.source.repairs:
            if repair.who == "lay":
                steps = {i.partition("#")[0] for i in repair.facts}
                assert not [i for i in steps if i.endswith("/qualified-personnel")], (model.id, repair.id)


def test_dangers_are_asked_before_anything_else(kb):
    """Every model with rules that stop everything asks for that danger first, in every role."""
    for model in api.models(kb):
        stopping = {t for d in model.dangers if d.stop for t in d.when}
        for role in ROLES if stopping else ():
            step = next_step(replay(model, {}, role))
            assert step.kind == "first"
            assert model.probes[step.place].id in stopping
