"""The measures of `scripts/bench diagnose` count what they say, on models small enough to reckon by hand."""

from __future__ import annotations

import pytest
from lantern import COMMUNICATION, communication, compiled, random_plain

from kb.diagnose import api
from kb.evals import diagnosis


def test_repairs_alone_cost_what_arithmetic_says():
    """Published shares, 10 minutes each, every repair sure, 1 in 101 something else: 2.08 checks where it is one of them."""
    model = compiled(communication())
    order = sorted(COMMUNICATION.values(), reverse=True)
    checks = sum((n + 1) * share / 100 for n, share in enumerate(order))
    assert checks == pytest.approx(2.08)
    by_hand = (10 * checks + 0.01 * (60 + model.handing_on)) / 1.01
    assert diagnosis.cost(model, diagnosis.engine, 1e-9) == pytest.approx(by_hand)
    assert diagnosis.optimum(model) == pytest.approx(by_hand)
    assert diagnosis.cost(model, diagnosis.engine, 1e-9, lambda _: 1.0) == pytest.approx((checks + 0.01 * 6) / 1.01)
    assert diagnosis.random_work(model) == pytest.approx((35 + 3) / 1.01, rel=0.1)


@pytest.mark.parametrize("seed", range(8))
def test_no_way_beats_the_optimum_and_the_engine_stays_close(seed):
    """On random models: optimum <= engine <= 1.05 optimum, and every other way costs at least the optimum."""
    model = compiled(random_plain(seed))
    best = diagnosis.optimum(model)
    engine = diagnosis.cost(model, diagnosis.engine, 1e-9)
    fixed, _ = diagnosis.fixed_tree(model)
    assert best - 1e-6 <= engine <= 1.05 * best
    for way in (fixed, diagnosis.by_manual(model), diagnosis.by_repairs):
        assert diagnosis.cost(model, way, 1e-9) >= best - 1e-6


def test_the_manuals_own_order_is_that_of_its_lines(kb):
    """Communication: the manual checks the cable, then the DIP switches, then the protocol of the inverter."""
    model = next(m for m in api.models(kb) if m.id == "sr48100h-communication")
    way, at = diagnosis.by_manual(model), diagnosis.start(model)
    seen = []
    while (step := way(model, at)).kind == "do":
        seen.append(model.fixes[step.place].id)
        at = diagnosis.after(model, at, step)[1][0]
    first = [
        next(n for n, i in enumerate(seen) if i.startswith(p)) for p in ("fit-", "set-dip", "set-inverter", "both")
    ]
    assert first == sorted(first)


def test_a_part_of_a_model_is_a_model(kb):
    """What is left out becomes something else: shares still sum to 1, likelihoods keep their columns, repairs their causes."""
    for model in api.models(kb):
        part = diagnosis.solvable(diagnosis.without_danger(model), 2000)
        assert diagnosis.situations(part) <= 2000
        assert part.prior.sum() == pytest.approx(1)
        assert all(p.likelihood.shape == (len(p.options), len(part.causes)) for p in part.probes)
        assert all(bool((f.cures > 0).any()) for f in part.fixes)
