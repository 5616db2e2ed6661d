"""What a fault costs to find and mend, in minutes, by each way of working; exact, not sampled, but for random work.

Every way is followed down its whole tree of answers and repairs; branches rarer than `least` are not followed but
valued by repairs in the order of P/C, alike for all ways. Danger is taken as answered "no": asking for it is owed to
nobody's plan. Other questions that a model asks first are paid by the engine and by the optimum alike.
Roles: support, so that everything but the maker's work is open.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from kb.diagnose.model import Bools, Floats, Model, Option
from kb.diagnose.observe import danger_tests
from kb.diagnose.policy import Beliefs, Decision, Plan, decide, expected_cost
from kb.model.facts import Source

HAND_ON = Decision("escalate", -1, 0.0, 0.0)
_TINY = 1e-9


@dataclass(frozen=True)
class At:
    """A situation: options by test, repairs done, conditions met, and the unnormalised P(cause and all of this)."""

    said: tuple[tuple[int, int], ...]
    done: frozenset[int]
    met: tuple[bool, ...]
    weight: Floats = field(compare=False, hash=False)

    @property
    def mass(self) -> float:
        """How likely one comes here."""
        return float(self.weight.sum())


Way = Callable[[Model, At], Decision]
"""A way of working: what to do next in a situation."""


def start(model: Model) -> At:
    """Return the situation before the first question."""
    return At((), frozenset(), (False,) * len(model.conditions), model.prior.copy())


def open_tests(model: Model, at: At) -> tuple[int, ...]:
    """Return the tests that make sense now."""
    said = {model.probes[t].id: model.probes[t].options[o] for t, o in at.said}
    asked = {t for t, _ in at.said}
    return tuple(
        n
        for n, p in enumerate(model.probes)
        if n not in asked and p.who != "maker" and all(_holds(said.get(k), v) for k, v in p.only_if.items())
    )


def _holds(option: Option | None, wanted: tuple[str, ...]) -> bool:
    return option is not None and (option.id in wanted or bool(set(option.facts) & set(wanted)))


def open_fixes(model: Model, at: At) -> tuple[int, ...]:
    """Return the repairs that are left."""
    return tuple(n for n, f in enumerate(model.fixes) if n not in at.done and f.who != "maker")


def step_cost(model: Model, base: float, needs: Bools, met: tuple[bool, ...]) -> float:
    """Return the minutes of a step with the conditions it still needs."""
    return base + float(model.condition_cost[needs & ~np.array(met, dtype=bool)].sum())


def after(model: Model, at: At, step: Decision) -> tuple[float, list[At]]:
    """Return what a step costs in this situation (times its mass), and the situations it leads to."""
    met = np.array(at.met, dtype=bool)
    if step.kind in {"ask", "first"}:
        probe, needs = model.probes[step.place], model.probe_needs[step.place]
        now = tuple(map(bool, met | needs))
        kids = [
            At(tuple(sorted((*at.said, (step.place, o)))), at.done, now, at.weight * row)
            for o, row in enumerate(probe.likelihood)
        ]
        return at.mass * step_cost(model, probe.cost, needs, at.met), kids
    fix, needs = model.fixes[step.place], model.fix_needs[step.place]
    now = tuple(map(bool, (met | needs) & ~model.fix_undoes[step.place]))
    kid = At(at.said, at.done | {step.place}, now, at.weight * (1 - fix.cures))
    return at.mass * step_cost(model, fix.cost, needs, at.met), [kid]


def cost(model: Model, way: Way, least: float = 2e-4, count: Callable[[Decision], float] | None = None) -> float:
    """Return the expected minutes of a way; with `count`, the expected sum of what `count` gives each step instead."""

    def follow(at: At) -> float:
        if at.mass < least:
            return 0.0 if count else float(expected_cost(_plan(model, at, tests=False), _row(model, at))[0])
        step = way(model, at)
        if step.kind == "escalate":
            return 0.0 if count else at.mass * model.handing_on
        paid, kids = after(model, at, step)
        return (at.mass * count(step) if count else paid) + sum(map(follow, kids))

    return follow(start(model))


def _plan(model: Model, at: At, *, tests: bool = True) -> Plan:
    return Plan(model, open_tests(model, at) if tests else (), open_fixes(model, at))


def _row(model: Model, at: At) -> Beliefs:
    asked, done = np.zeros((1, len(model.probes)), dtype=bool), np.zeros((1, len(model.fixes)), dtype=bool)
    asked[0, [t for t, _ in at.said]] = True
    done[0, list(at.done)] = True
    met = np.array(at.met, dtype=bool).reshape(1, -1)
    return Beliefs(at.weight[None], asked, done, met)


def engine(model: Model, at: At) -> Decision:
    """Work as the live troubleshooter does: what is asked first, then the best step."""
    tests = open_tests(model, at)
    first = next((t for t in tests if model.probes[t].first), None)
    if first is not None:
        return Decision("first", first, 0.0, 0.0)
    return decide(_plan(model, at), _row(model, at))


def optimum(model: Model) -> float:
    """Return the least expected minutes that any way can reach, by dynamic programming over all situations."""
    memo: dict[At, float] = {}

    def best(at: At) -> float:
        mass = at.mass
        lowest = mass * model.handing_on
        if lowest < _TINY:
            return lowest
        found = memo.get(at)
        if found is not None:
            return found
        tests = open_tests(model, at)
        first = [t for t in tests if model.probes[t].first][:1]
        steps = [Decision("ask", t, 0.0, 0.0) for t in first or tests]
        if first:
            lowest = math.inf
        else:
            gains = {r: float(at.weight @ model.fixes[r].cures) for r in open_fixes(model, at)}
            steps = [
                Decision("do", r, 0.0, 0.0) for r in sorted(gains, key=lambda r: -gains[r]) if gains[r] > _TINY
            ] + steps
        for step in steps:
            total, kids = after(model, at, step)
            for kid in kids:
                if total >= lowest:
                    break
                total += best(kid)
            lowest = min(lowest, total)
        memo[at] = lowest
        return lowest

    return best(start(model))


def by_manual(model: Model) -> Way:
    """Return the way of the manual: its remedies in the order they are printed, no questions, then handing on."""

    def printed(r: int) -> tuple[str, int, int]:
        repair = next(x for x in model.source.repairs if x.id == model.fixes[r].id)
        # A repair stands where its first step does.
        return next((_line(model.sources, x) for x in (*repair.facts, *repair.cites)), ("~", 0, 0))

    order = sorted(range(len(model.fixes)), key=lambda r: (printed(r), r))

    def way(m: Model, at: At) -> Decision:
        left = [r for r in order if r in open_fixes(m, at) and float(at.weight @ m.fixes[r].cures) > _TINY]
        return Decision("do", left[0], 0.0, 0.0) if left else HAND_ON

    return way


def _line(sources: Mapping[str, Source], reference: str) -> tuple[str, int, int]:
    base, _, step = reference.partition("#")
    source = sources.get(base)
    digits = "".join(c if c.isdigit() else " " for c in source.lines).split() if source else []
    number = step.partition("-")[0]
    return (source.manual if source else "~", int(digits[0]) if digits else 0, int(number) if number else 0)


def by_repairs(model: Model, at: At) -> Decision:
    """Work by P/C alone, without any further question: the best repair, or handing on."""
    return decide(_plan(model, at, tests=False), _row(model, at))


def fixed_tree(model: Model, most: int = 4, leaves: int = 1500) -> tuple[Way, tuple[str, ...]]:
    """Return the best fixed list of questions found greedily (then repairs by P/C), and the questions.

    It is the tree a person would draw: everybody gets the same questions in the same order, skipping those that
    make no sense after an earlier answer; only the repairs depend on the answers.
    """
    chosen: list[int] = []

    def way_of(order: list[int]) -> Way:
        def way(m: Model, at: At) -> Decision:
            now = open_tests(m, at)
            left = [t for t in order if t in now] if not at.done else []
            return Decision("ask", left[0], 0.0, 0.0) if left else by_repairs(m, at)

        return way

    def value(order: list[int]) -> float:
        """Return the cost with the repairs valued by P/C, which is exact for independent costs."""

        def follow(at: At) -> float:
            left = [t for t in order if t in open_tests(model, at)]
            if not left or at.mass < 1e-6:  # noqa: PLR2004 - nothing rarer can move a choice
                return float(expected_cost(_plan(model, at, tests=False), _row(model, at))[0])
            paid, kids = after(model, at, Decision("ask", left[0], 0.0, 0.0))
            return paid + sum(map(follow, kids))

        return follow(start(model))

    best = value([])
    while len(chosen) < most:
        room = leaves / math.prod(len(model.probes[t].options) for t in chosen)
        tried = [
            (value([*chosen, t]), t)
            for t in range(len(model.probes))
            if t not in chosen and len(model.probes[t].options) <= room
        ]
        if not tried or min(tried)[0] >= best - _TINY:
            break
        best, test = min(tried)
        chosen.append(test)
    return way_of(chosen), tuple(model.probes[t].id for t in chosen)


def random_work(model: Model, draws: int = 400, seed: int = 1) -> float:
    """Return the mean minutes of taking any open step at random until it is fixed or nothing is left, sampled."""
    rng = random.Random(seed)  # noqa: S311 - a simulation, no secret
    total = 0.0
    for _ in range(draws):
        cause = rng.choices(range(len(model.causes)), weights=list(map(float, model.prior)))[0]
        at = start(model)
        while True:
            steps = [Decision("ask", t, 0.0, 0.0) for t in open_tests(model, at)]
            steps += [Decision("do", r, 0.0, 0.0) for r in open_fixes(model, at)]
            if not any(s.kind == "do" for s in steps):
                total += model.handing_on
                break
            step = rng.choice(steps)
            base, needs = (
                (model.probes[step.place].cost, model.probe_needs[step.place])
                if step.kind == "ask"
                else (model.fixes[step.place].cost, model.fix_needs[step.place])
            )
            total += step_cost(model, base, needs, at.met)
            _, kids = after(model, at, step)
            if step.kind == "ask":
                at = rng.choices(kids, weights=[float(x) for x in model.probes[step.place].likelihood[:, cause]])[0]
            elif rng.random() < float(model.fixes[step.place].cures[cause]):
                break
            else:
                at = kids[0]
    return total / draws


def without_danger(model: Model) -> Model:
    """Return the model with the question about danger taken as answered: nothing of the kind."""
    return keep(
        model, range(len(model.causes) - 1), [n for n, p in enumerate(model.probes) if p.id not in danger_tests(model)]
    )


def keep(model: Model, causes: range | list[int], tests: list[int]) -> Model:
    """Return the model with only these causes and tests; what is left out becomes something else."""
    kept = [*causes, len(model.causes) - 1]
    prior = model.prior[kept].copy()
    prior[-1] += 1.0 - prior.sum()
    names = {model.probes[t].id for t in tests}
    tests = [t for t in tests if set(model.probes[t].only_if) <= names]
    fixes = [n for n, f in enumerate(model.fixes) if bool((f.cures[kept] > 0).any())]
    return replace(
        model,
        causes=tuple(model.causes[c] for c in kept),
        prior=prior / prior.sum(),
        probes=tuple(replace(model.probes[t], likelihood=model.probes[t].likelihood[:, kept]) for t in tests),
        fixes=tuple(replace(model.fixes[f], cures=model.fixes[f].cures[kept]) for f in fixes),
        probe_needs=model.probe_needs[tests],
        fix_needs=model.fix_needs[fixes],
        fix_undoes=model.fix_undoes[fixes],
        unsafe=model.unsafe[kept],
        dangers=(),
    )


def situations(model: Model) -> int:
    """Return how many situations there may be: answers of all tests, each open or closed, times repairs done or not."""
    open_ = sum(f.who != "maker" for f in model.fixes)
    return math.prod(len(p.options) + 1 for p in model.probes) << open_


def solvable(model: Model, most: int = 40_000) -> Model:
    """Return the model, or the largest part of it that dynamic programming can solve.

    Left out, in turn: the test with most options beyond the three that tell most, then the rarest cause.
    """
    causes, tests = list(range(len(model.causes) - 1)), list(range(len(model.probes)))
    small = keep(model, causes, tests)
    while situations(small) > most:
        if len(tests) > 3 and (len(tests) - 3) * 2 >= len(causes) - 5:  # noqa: PLR2004 - tests and causes go in turn
            tests.remove(min(tests, key=lambda t: telling(model, t)))
        elif len(causes) > 3:  # noqa: PLR2004 - fewer are no choice
            causes.remove(min(causes, key=lambda c: float(model.prior[c])))
        else:
            tests.remove(max(tests, key=lambda t: len(model.probes[t].options)))
        small = keep(model, causes, tests)
    return small


def telling(model: Model, test: int) -> float:
    """Return how many bits of the cause an answer tells on average, for each minute it takes."""
    table = model.probes[test].likelihood
    joint = table * model.prior
    total = joint.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        bits = np.nansum(joint * np.log2(joint / (total * model.prior)))
    return float(bits / model.probes[test].cost)
