"""The policy costs what it must, against exhaustive search."""

from __future__ import annotations

import numpy as np
import pytest
from lantern import COMMUNICATION, communication, compiled, random_plain

from kb.diagnose import policy
from kb.diagnose.policy import Beliefs, Plan, decide
from kb.diagnose.session import next_step, replay


def _step_cost(base, needs, met, model):
    return base + float(model.condition_cost[needs & ~met].sum())


def _bits(row):
    return sum(1 << n for n, x in enumerate(row) if x)


def optimum(model):
    """The least expected cost of any plan, by exhaustive search over all answers and repairs in every order.

    In plain numbers and bits: a model has some ten thousand situations, for which small arrays would take a second.
    """
    price = [
        sum(float(c) for n, c in enumerate(model.condition_cost) if mask >> n & 1)
        for mask in range(1 << len(model.conditions))
    ]
    tests = [(p.cost, p.likelihood.tolist(), _bits(n)) for p, n in zip(model.probes, model.probe_needs, strict=True)]
    fixes = [(f.cost, (1 - f.cures).tolist(), _bits(n)) for f, n in zip(model.fixes, model.fix_needs, strict=True)]
    known = {}

    def times(weight, row):
        return [w * x for w, x in zip(weight, row, strict=True)]

    def best(said, done, met, weight):
        # Weights follow from what was said and done, so they are no part of the situation's name.
        if (said, done, met) in known:
            return known[said, done, met]
        mass = sum(weight)
        lowest = mass * model.handing_on
        for r, (base, fails, needs) in enumerate(fixes):
            if not done >> r & 1:
                cost = mass * (base + price[needs & ~met])
                if cost < lowest:
                    lowest = min(lowest, cost + best(said, done | 1 << r, met | needs, times(weight, fails)))
        for t, (base, table, needs) in enumerate(tests):
            if said[t] is None:
                cost = mass * (base + price[needs & ~met])
                for o, row in enumerate(table):
                    if cost >= lowest:
                        break
                    cost += best((*said[:t], o, *said[t + 1 :]), done, met | needs, times(weight, row))
                lowest = min(lowest, cost)
        known[said, done, met] = lowest
        return lowest

    return best((None,) * len(tests), 0, 0, model.prior.tolist())


def achieved(model):
    """The exact expected cost of following the engine to every end."""
    plan = Plan(model, tuple(range(len(model.probes))), tuple(range(len(model.fixes))))

    def follow(at):
        mass = float(at.weight.sum())
        if mass < 1e-9:
            return 0.0
        step = decide(plan, at)
        asked, done, met = at.asked.copy(), at.done.copy(), at.met
        if step.kind == "ask":
            probe, needs = model.probes[step.place], model.probe_needs[step.place]
            asked[0, step.place] = True
            cost = mass * _step_cost(probe.cost, needs, met[0], model)
            return cost + sum(follow(Beliefs(at.weight * row, asked, done, met | needs)) for row in probe.likelihood)
        if step.kind == "do":
            fix, needs = model.fixes[step.place], model.fix_needs[step.place]
            done[0, step.place] = True
            cost = mass * _step_cost(fix.cost, needs, met[0], model)
            return cost + follow(Beliefs(at.weight * (1 - fix.cures), asked, done, met | needs))
        return mass * model.handing_on

    def none(n):
        return np.zeros((1, n), dtype=bool)

    return follow(
        Beliefs(model.prior[None], none(len(model.probes)), none(len(model.fixes)), none(len(model.conditions)))
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_policy_costs_at_most_five_percent_more_than_the_best_plan(seed):
    """On every small random model the engine's expected cost is within 5 % of exhaustive search."""
    model = compiled(random_plain(seed))
    best = optimum(model)
    assert best - 1e-6 <= achieved(model) <= 1.05 * best


def test_the_published_communication_faults_take_about_two_checks():
    """Battery and inverter do not talk: in the order of P/C the published faults need 2.08 checks on average."""
    model = compiled(communication())
    total = 0.0
    for name, share in COMMUNICATION.items():
        answers = {}
        while (step := next_step(replay(model, answers))).kind == "do":
            fix = model.fixes[step.place].id
            answers[fix] = "fixed" if fix == f"fix-{name}" else "not-fixed"
        assert step.kind == "fixed"
        total += share / 100 * len(answers)
    assert total <= 2.1


def test_a_condition_that_holds_already_costs_nothing_again():
    """With the lid open, the repair beneath it comes before an equally likely one that is a little dearer."""
    plain = random_plain(0)
    two = [{"id": n, "name": n, "prior": 0.4, "why": "-", "cites": ["x"], "repair": f"r-{n}"} for n in ("in", "out")]
    fixes = [
        {"id": "r-in", "name": "in", "steps": ["x"], "cost": 5, "who": "lay", "verify": "?", "needs": ["a"]},
        {"id": "r-out", "name": "out", "steps": ["x"], "cost": 6, "who": "lay", "verify": "?"},
    ]
    model = compiled({**plain, "causes": two, "repairs": fixes, "tests": []})
    plan = Plan(model, (), (0, 1))
    closed = np.zeros((1, 2), dtype=bool)
    for met, first in ((closed, 1), (np.array([[True, False]]), 0)):
        at = Beliefs(model.prior[None], np.zeros((1, 0), bool), np.zeros((1, 2), bool), met)
        assert decide(plan, at).place == first


def test_a_decision_weighs_a_bounded_number_of_beliefs(monkeypatch):
    """A model of 20 causes and 20 tests, far larger than ours, is decided over no more beliefs than ROWS, twice at most."""
    names = [f"c{n}" for n in range(20)]
    rng = np.random.default_rng(1)
    plain = random_plain(0)
    plain["causes"] = [{**plain["causes"][0], "id": n, "prior": 0.04, "repair": f"r-{n}"} for n in names]
    plain["repairs"] = [{**plain["repairs"][0], "id": f"r-{n}", "cost": float(rng.uniform(5, 60))} for n in names]
    yes_no = [{"id": i, "label": i} for i in ("y", "n")]
    plain["tests"] = [
        {"id": f"t{k}", "kind": "look", "ask": "?", "cost": 2, "who": "lay", "choices": yes_no,
         "expect": {n: "y" for n in names if rng.random() < 0.3}, "otherwise": "n"}
        for k in range(20)
    ]  # fmt: skip
    weighed = []
    real = policy.expected_cost
    monkeypatch.setattr(policy, "expected_cost", lambda plan, at: weighed.append(len(at.weight)) or real(plan, at))
    assert next_step(replay(compiled(plain), {})).kind in {"ask", "do"}
    assert sum(weighed) <= 2 * policy.ROWS
