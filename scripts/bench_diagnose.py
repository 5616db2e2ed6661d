"""What the troubleshooter costs beside the exact optimum, the manual's own order, a fixed tree and random work."""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import replace

import numpy as np

from kb.bundle import swap
from kb.bundle.store import open_bundle
from kb.curation.fault_types import CANT_TELL
from kb.diagnose import load
from kb.diagnose.model import Model
from kb.diagnose.session import next_step, replay
from kb.evals import diagnosis

GOAL_RATIO, GOAL_CHECKS, GOAL_MS = 1.05, 2.1, 10.0
PUBLISHED = "sr48100h-communication"


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench diagnose", description=__doc__)
    parser.add_argument("--states", type=int, default=70_000, help="situations that dynamic programming may hold")
    parser.add_argument("--least", type=float, default=2e-4, help="branches rarer than this are not followed")
    parser.add_argument("--model", default="", help="only models whose id holds this")
    args = parser.parse_args()
    models = [m for m in load.models(open_bundle(swap.default_root())) if args.model in m.id]
    print("Expected minutes until it is mended or handed on; role support, danger answered 'no'.")
    print("exact: dynamic programming on the whole model, or on the part named (causes/tests of all).")
    head = f"{'model':29} {'exact':>7} {'engine':>7} {'ratio':>6}  {'part':12} | {'engine':>7} {'manual':>7} {'fixed':>7} {'random':>7}"
    print(f"{head}\n{'-' * len(head)}")
    worst = 0.0
    for model in models:
        worst = max(worst, line(model, args.states, args.least))
    print(f"\nworst ratio to the optimum: {worst:.3f} (goal <= {GOAL_RATIO})")
    for model in models:
        if model.id == PUBLISHED:
            checks(model, args.least)
    times(models)


def line(model: Model, states: int, least: float) -> float:
    """Print one model; return its ratio to the optimum."""
    whole = diagnosis.without_danger(model)
    part = diagnosis.solvable(whole, states)
    best, ours = diagnosis.optimum(part), diagnosis.cost(part, diagnosis.engine, least / 10)
    full = len(part.causes) == len(whole.causes) and len(part.probes) == len(whole.probes)
    said = "whole" if full else f"{len(part.causes)}/{len(whole.causes)} {len(part.probes)}/{len(whole.probes)}"
    engine = diagnosis.cost(whole, diagnosis.engine, least)
    manual = diagnosis.cost(whole, diagnosis.by_manual(whole), least)
    way, _ = diagnosis.fixed_tree(whole)
    fixed = diagnosis.cost(whole, way, least)
    rand = diagnosis.random_work(whole)
    print(
        f"{model.id:29} {best:7.2f} {ours:7.2f} {ours / best:6.3f}  {said:12} | {engine:7.2f} {manual:7.2f} {fixed:7.2f} {rand:7.1f}",
        flush=True,
    )
    return ours / best


def checks(model: Model, least: float) -> None:
    """Print how many checks the published faults need: each look, measurement and repair is one; a question is none."""
    prior = model.prior.copy()
    prior[-1] = 0.0
    # The published list knows no repair that fails: each check of the right thing ends the fault.
    whole = replace(
        diagnosis.without_danger(model),
        prior=prior / prior.sum(),
        fixes=tuple(replace(f, cures=(f.cures > 0).astype(float)) for f in model.fixes),
    )
    kinds = [p.kind for p in whole.probes]
    work = diagnosis.cost(
        whole, diagnosis.engine, least / 10, lambda s: float(s.kind == "do" or kinds[s.place] != "question")
    )
    all_ = diagnosis.cost(whole, diagnosis.engine, least / 10, lambda _: 1.0)
    print(
        f"\npublished communication faults: {work:.2f} checks on average (goal <= {GOAL_CHECKS}), {all_:.2f} with questions"
    )
    print(
        "counted: looks, measurements and repairs; the question about danger comes before and is no check of the fault"
    )


def times(models: list[Model], walks: int = 40) -> None:
    """Print how long the next step takes on random sessions of all models and roles."""
    rng = random.Random(1)  # noqa: S311 - a simulation, no secret
    took: list[float] = []
    waited: list[float] = []
    for model in models:
        for n in range(walks):
            answers: dict[str, str] = {}
            while True:
                clock, began = time.perf_counter(), time.thread_time()
                state = replay(model, answers, ("lay", "installer", "support")[n % 3])
                step = next_step(state)
                took.append(time.thread_time() - began)
                waited.append(time.perf_counter() - clock)
                if step.kind in {"fixed", "escalate"}:
                    break
                if step.kind == "do":
                    answers[model.fixes[step.place].id] = rng.choice(["not-fixed", "cant-do", "fixed"])
                else:
                    probe = model.probes[step.place]
                    safe = "no" if probe.id == "danger" else rng.choice([*(o.id for o in probe.options), CANT_TELL])
                    answers[probe.id] = safe
    print()
    for name, found in (("processor time", took), ("by the clock", waited)):
        p50, p95, p99 = (1000 * float(np.percentile(found, p)) for p in (50, 95, 99))
        print(f"next step, {name:14}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms over {len(found)} steps")
    print(f"goal: p95 < {GOAL_MS:g} ms; a busy machine shows in the clock only")


if __name__ == "__main__":
    main()
