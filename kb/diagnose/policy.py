"""The step with the least expected cost of repair (ECR), in minutes.

Repairs are ranked by P/C, probability over cost (Kadane and Simon, "Optimal strategies for a class of constrained
sequential problems", Annals of Statistics 5(2), 1977); with one fault and independent costs that order is the best
one. A condition (cover open, system off) is paid once, so each order is also tried with every group of repairs that
share conditions drawn together. A test is worth its cost when knowing its answer lowers the ECR by more (Heckerman,
Breese and Rommelse 1995); we look one step ahead, and further where few rows suffice. Handing on always ends a plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from kb.diagnose.model import Bools, Floats, Model, Probe

ROWS = 1000  # beliefs that one decision may weigh: 2 to 5 ms on one core
DEEPEST = 4
_TINY = 1e-12
_TIE = 1e-9
ASKS = frozenset({"ask", "first", "tell"})
"""Kinds of decision that are a question: the best one now, one about danger, one for whoever takes over."""


@dataclass(frozen=True, eq=False)
class Beliefs:
    """Many situations at once, a row each. Weights need not sum to 1: every cost is in proportion to them."""

    weight: Floats
    asked: Bools
    done: Bools
    met: Bools

    def join(self, *others: Beliefs) -> Beliefs:
        """Return the rows of all, one under the other."""
        parts = (self, *others)
        return Beliefs(
            np.concatenate([p.weight for p in parts]),
            np.concatenate([p.asked for p in parts]),
            np.concatenate([p.done for p in parts]),
            np.concatenate([p.met for p in parts]),
        )


@dataclass(frozen=True, eq=False)
class Plan:
    """What may be done: a model with the tests and repairs that are open to this person now."""

    model: Model
    tests: tuple[int, ...]
    fixes: tuple[int, ...]

    # A plan is weighed for hundreds of beliefs: what depends on it alone is laid out once.
    @cached_property
    def cures(self) -> Floats:
        """The probability that a repair ends a cause, shape (repairs, causes)."""
        return np.array([self.model.fixes[r].cures for r in self.fixes])

    @cached_property
    def costs(self) -> Floats:
        """What each repair costs without its conditions."""
        return np.array([self.model.fixes[r].cost for r in self.fixes])

    @cached_property
    def needs(self) -> Bools:
        """The conditions that each repair needs, shape (repairs, conditions)."""
        return self.model.fix_needs[list(self.fixes)]

    @cached_property
    def undoes(self) -> Bools:
        """The conditions that each repair undoes, shape (repairs, conditions)."""
        return self.model.fix_undoes[list(self.fixes)]

    @cached_property
    def groups(self) -> list[Bools]:
        """The sets of conditions that repairs need; the empty one first."""
        rows = {tuple(map(bool, r)) for r in self.needs} if self.fixes else set()
        none = (False,) * len(self.model.conditions)
        return [np.array(r, dtype=bool) for r in (none, *sorted(rows - {none}))]


@dataclass(frozen=True)
class Decision:
    """The next step: ask, first, tell (test number), do, fixed (repair number) or escalate; what it costs, what it saves."""

    kind: str
    place: int
    cost: float
    saves: float


def expected_cost(plan: Plan, at: Beliefs) -> Floats:
    """Return the ECR of each row when only repairs are left: the best prefix of a P/C order, then handing on."""
    model = plan.model
    mass: Floats = at.weight.sum(axis=1)
    best: Floats = mass * model.handing_on
    if not plan.fixes:
        return best
    base, needs, undoes = plan.costs, plan.needs, plan.undoes
    gain = (at.weight @ plan.cures.T) * ~at.done[:, list(plan.fixes)]
    for group in plan.groups:
        rest = needs & ~group
        cost = base + _open(rest, at.met, model.condition_cost)
        order = np.argsort(-gain / cost, axis=1, kind="stable")
        best = np.minimum(best, _run(order, gain, mass, base, needs, undoes, at.met, model))
    return best


def _open(needs: Bools, met: Bools, cost: Floats) -> Floats:
    """Return what the conditions of each item still cost in each row, shape (rows, items)."""
    out: Floats = (~met * cost) @ needs.T.astype(float)
    return out


def _run(  # noqa: PLR0913, PLR0917 - the tables of one reckoning, laid side by side
    order: np.typing.NDArray[np.intp],
    gain: Floats,
    mass: Floats,
    base: Floats,
    needs: Bools,
    undoes: Bools,
    met: Bools,
    model: Model,
) -> Floats:
    """Return the cost of following an order row by row, stopping to hand on where that is cheapest."""
    gains = np.take_along_axis(gain, order, axis=1)
    left = mass[:, None] - np.cumsum(gains, axis=1)
    before = np.concatenate([mass[:, None], left[:, :-1]], axis=1)
    paid = base[order]
    if len(model.conditions):
        paid = paid.copy()
        for n in range(order.shape[1]):
            now = needs[order[:, n]]
            paid[:, n] += (~met & now) @ model.condition_cost
            met = (met | now) & ~undoes[order[:, n]]
    return np.asarray((np.cumsum(before * paid, axis=1) + left * model.handing_on).min(axis=1))


def _children(plan: Plan, at: Beliefs, *, repairs: bool) -> tuple[list[Beliefs], list[tuple[str, int, Floats]]]:
    """Return the situations after each step, and for each step what taking it costs in each row."""
    model = plan.model
    mass = at.weight.sum(axis=1)
    kids: list[Beliefs] = []
    steps: list[tuple[str, int, Floats]] = []
    for t in plan.tests:
        probe, needs = model.probes[t], model.probe_needs[t : t + 1]
        count = len(probe.options)
        weight = (at.weight[:, None, :] * probe.likelihood[None]).reshape(-1, at.weight.shape[1])
        asked = np.repeat(at.asked, count, axis=0)
        asked[:, t] = True
        kid = Beliefs(weight, asked, np.repeat(at.done, count, 0), np.repeat(at.met | needs, count, 0))
        cost = mass * (probe.cost + _open(needs, at.met, model.condition_cost)[:, 0])
        kids.append(kid)
        steps.append(("ask", t, np.where(at.asked[:, t], np.inf, cost)))
    for r in plan.fixes if repairs else ():
        needs, undoes = model.fix_needs[r : r + 1], model.fix_undoes[r : r + 1]
        done = at.done.copy()
        done[:, r] = True
        weight = at.weight * (1.0 - model.fixes[r].cures)
        kids.append(Beliefs(weight, at.asked, done, (at.met | needs) & ~undoes))
        cost = mass * (model.fixes[r].cost + _open(needs, at.met, model.condition_cost)[:, 0])
        steps.append(("do", r, np.where(at.done[:, r], np.inf, cost)))
    return kids, steps


def values(plan: Plan, at: Beliefs, depth: int) -> Floats:
    """Return the expected cost of each row when the next `depth` steps are chosen freely, the rest by P/C."""
    best = expected_cost(plan, at)
    if depth == 0:
        return best
    for total in _totals(plan, at, depth - 1, repairs=depth > 1)[1]:
        best = np.minimum(best, total)
    return best


def _totals(
    plan: Plan, at: Beliefs, depth: int, *, repairs: bool
) -> tuple[list[tuple[str, int, Floats]], list[Floats]]:
    kids, steps = _children(plan, at, repairs=repairs)
    if not kids:
        return [], []
    after = values(plan, kids[0].join(*kids[1:]), depth)
    totals: list[Floats] = []
    place, rows = 0, len(at.weight)
    for kid, (_, _, cost) in zip(kids, steps, strict=True):
        size = len(kid.weight)
        totals.append(cost + after[place : place + size].reshape(rows, -1).sum(axis=1))
        place += size
    return steps, totals


def decide(plan: Plan, at: Beliefs) -> Decision:
    """Return the best next step of one situation; among equals a repair first, then a test, in the file's order."""
    plan = replace(
        plan,
        tests=tuple(t for t in plan.tests if not at.asked[0, t] and _tells(plan.model.probes[t])),
        fixes=tuple(r for r in plan.fixes if not at.done[0, r] and at.weight[0] @ plan.model.fixes[r].cures > _TINY),
    )
    mass = float(at.weight.sum())
    without = float(expected_cost(plan, at)[0])
    steps, totals = _totals(plan, at, 0, repairs=True)
    width = _width(plan)
    narrow = plan
    if width > 1:
        depth = 1
        while depth + 1 < DEEPEST and width ** (depth + 2) <= ROWS:
            depth += 1
        if width**2 > ROWS:
            narrow = _narrowed(plan, steps, totals)
        steps, totals = _totals(narrow, at, depth, repairs=True)
    hand_on = mass * plan.model.handing_on
    best = Decision("escalate", -1, hand_on / mass, max(0.0, without - hand_on) / mass)
    lowest = hand_on - _TIE
    for (kind, place, _), total in sorted(zip(steps, totals, strict=True), key=lambda x: x[0][0] != "do"):
        if float(total[0]) < lowest - _TIE:
            lowest = float(total[0])
            best = Decision(kind, place, lowest / mass, max(0.0, without - lowest) / mass)
    return best


def worth_telling(plan: Plan, at: Beliefs) -> Decision | None:
    """Return the question that saves whoever does `plan.fixes` more time than it takes; None when there is none."""
    tests = tuple(t for t in plan.tests if not at.asked[0, t] and _tells(plan.model.probes[t]))
    without = float(expected_cost(plan, at)[0])
    steps, totals = _totals(replace(plan, tests=tests), at, 0, repairs=False)
    saves = [without - float(total[0]) for total in totals]
    if not saves or max(saves) <= _TIE:
        return None
    best = saves.index(max(saves))
    mass = float(at.weight.sum())
    return Decision("tell", steps[best][1], (without - saves[best]) / mass, saves[best] / mass)


@lru_cache(maxsize=2048)
def _tells(probe: Probe) -> bool:
    table = probe.likelihood
    return bool((table.max(axis=1) - table.min(axis=1)).max() > _TIE)


def _width(plan: Plan) -> int:
    return sum(len(plan.model.probes[t].options) for t in plan.tests) + len(plan.fixes)


def _narrowed(plan: Plan, steps: list[tuple[str, int, Floats]], totals: list[Floats]) -> Plan:
    """Keep the steps that look best one step ahead, as many as may be looked at further."""
    ranked = sorted(range(len(steps)), key=lambda n: float(totals[n][0]))
    tests: list[int] = []
    fixes: list[int] = []
    width = 0
    for n in ranked:
        kind, place, _ = steps[n]
        # A repair is weighed against what was kept before it, itself not among it.
        own = len(plan.model.probes[place].options) if kind == "ask" else 0
        if (width + own) ** 2 > ROWS:
            continue
        width += own or 1
        (tests if kind == "ask" else fixes).append(place)
    return Plan(plan.model, tuple(sorted(tests)), tuple(sorted(fixes)))
