"""A session is a frozen replay of answers: the same answers give the same state, whatever came before.

Answers are keyed by test id, or by repair id with `fixed`, `not-fixed` or `cant-do`. They may come in any order and
from elsewhere. An answer that makes no sense (any more) is dropped and named; all others stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kb.curation.fault_types import CANT_TELL, OUTCOMES, RANK
from kb.diagnose.belief import CONTRADICTION, conflict, posterior
from kb.diagnose.model import ROLES, Bools, Danger, Floats, Model
from kb.diagnose.policy import Beliefs, Decision, Plan, decide, worth_telling
from kb.model.errors import QueryError

UNSAFE = 0.5  # from here on a lay person is only offered what serves the unsafe causes themselves


@dataclass(frozen=True)
class Dropped:
    """An answer that was not used, and why."""

    id: str
    answer: str
    why: str


@dataclass(frozen=True, eq=False)
class State:
    """What is known after a replay. `answers` are those kept, in their order; options by number, repairs by outcome."""

    model: Model
    role: str
    answers: tuple[tuple[str, str], ...]
    dropped: tuple[Dropped, ...]
    belief: Floats
    asked: Bools
    done: Bools
    met: Bools
    options: dict[int, tuple[int, ...]]
    dangers: tuple[Danger, ...]
    fixed: int | None
    contradicts: bool


def replay(model: Model, answers: Mapping[str, str], role: str = "lay") -> State:
    """Return the state that these answers lead to. Raises QueryError for an unknown role."""
    if role not in ROLES:
        raise QueryError(f"there is no role {role!r}: use one of {', '.join(ROLES)}")
    kept, dropped = _sift(model, answers)
    asked = np.zeros(len(model.probes), dtype=bool)
    done = np.zeros(len(model.fixes), dtype=bool)
    met = np.zeros(len(model.conditions), dtype=bool)
    options: dict[int, tuple[int, ...]] = {}
    failed: list[int] = []
    fixed: int | None = None
    for name, answer in kept:
        test, fix = model.probe(name), model.fix(name)
        if test is not None:
            asked[test] = True
            places = model.probes[test].places(answer)
            if places:
                options[test] = places
                met = met | model.probe_needs[test]
        elif fix is not None:
            done[fix] = True
            if answer != "cant-do":
                met = (met | model.fix_needs[fix]) & ~model.fix_undoes[fix]
            if answer == "not-fixed":
                failed.append(fix)
            elif answer == "fixed" and fixed is None:
                fixed = fix
    given = {model.probes[t].id: model.probes[t].name(o) for t, o in options.items()}
    # In the order of the file, so that rounding does not depend on who told what first.
    said = sorted(options.items())
    return State(
        model=model,
        role=role,
        answers=tuple(kept),
        dropped=tuple(dropped),
        belief=posterior(model, said, sorted(failed)),
        asked=asked,
        done=done,
        met=met,
        options=options,
        dangers=tuple(d for d in model.dangers if _may_hold(model, d.when, given)),
        fixed=fixed,
        contradicts=conflict(model, said) > CONTRADICTION,
    )


def _sift(model: Model, answers: Mapping[str, str]) -> tuple[list[tuple[str, str]], list[Dropped]]:
    kept: dict[str, str] = {}
    dropped: dict[str, Dropped] = {}
    for name, raw in answers.items():
        answer = raw.strip()
        test, fix = model.probe(name), model.fix(name)
        if test is not None:
            options = model.probes[test].options
            places = model.probes[test].places(answer)
            if not places and answer != CANT_TELL:
                allowed = ", ".join([*(o.id for o in options), CANT_TELL])
                dropped[name] = Dropped(name, answer, f"this question has no answer {answer!r}; it has {allowed}")
            else:
                kept[name] = model.probes[test].name(places) if places else answer
        elif fix is not None and answer in OUTCOMES:
            kept[name] = answer
        elif fix is not None:
            dropped[name] = Dropped(name, answer, f"after a repair one says {', '.join(OUTCOMES)}")
        else:
            dropped[name] = Dropped(name, answer, "this fault model has no such question or repair (any more)")
    changed = True
    while changed:  # dropping one answer may take the ground from another
        changed = False
        for name in list(kept):
            test = model.probe(name)
            if test is not None and not _holds(model, model.probes[test].only_if, kept):
                said = " and ".join(
                    model.probes[n].ask for n in map(model.probe, model.probes[test].only_if) if n is not None
                )
                dropped[name] = Dropped(name, kept.pop(name), f"it only makes sense after another answer to: {said}")
                changed = True
    return list(kept.items()), [dropped[n] for n in answers if n in dropped]


def _holds(model: Model, when: Mapping[str, tuple[str, ...]], given: Mapping[str, str]) -> bool:
    """Return whether every test that `when` names was answered with one of its choices (or a LED fact of that choice).

    Of an answer told in part every choice must be among them: what only might be so is asked, not acted on.
    """
    for name, choices in when.items():
        test = model.probe(name)
        if test is None or name not in given or given[name] == CANT_TELL:
            return False
        probe = model.probes[test]
        told = probe.places(given[name])
        if not told or not set(told) <= {probe.place(c) for c in choices}:
            return False
    return True


def _may_hold(model: Model, when: Mapping[str, tuple[str, ...]], given: Mapping[str, str]) -> bool:
    """Return whether a danger may be there: of an answer told in part one choice suffices, for caution's sake."""
    for name, choices in when.items():
        test = model.probe(name)
        if test is None:
            return False
        probe = model.probes[test]
        if not set(probe.places(given.get(name, ""))) & {probe.place(c) for c in choices}:
            return False
    return True


def allowed(state: State, who: str, needs: Bools) -> bool:
    """Return whether a person of this role may do it, with the conditions it still needs."""
    rank = RANK[state.role]
    open_ = [c for c, n, m in zip(state.model.source.conditions, needs, state.met, strict=True) if n and not m]
    return RANK[who] <= rank and all(RANK[c.who] <= rank for c in open_)


def askable(state: State) -> tuple[int, ...]:
    """Return the tests that this person may be asked now: not asked yet, allowed, and sensible after the answers."""
    given = dict(state.answers)
    return tuple(
        n
        for n, p in enumerate(state.model.probes)
        if not state.asked[n]
        and allowed(state, p.who, state.model.probe_needs[n])
        and _holds(state.model, p.only_if, given)
    )


def doable(state: State) -> tuple[int, ...]:
    """Return the repairs that this person may do now; `maker` repairs are always handed on."""
    model = state.model
    found = [
        n
        for n, f in enumerate(model.fixes)
        if not state.done[n] and f.who != "maker" and allowed(state, f.who, model.fix_needs[n])
    ]
    if state.role == "lay" and float(state.belief[model.unsafe].sum()) >= UNSAFE:
        found = [n for n in found if bool((model.fixes[n].cures[model.unsafe] > 0).any())]
    return tuple(found)


def next_step(state: State) -> Decision:
    """Return the next step: fixed, a danger that stops all, a question about danger, else what the policy finds best."""
    if state.fixed is not None:
        return Decision("fixed", state.fixed, 0.0, 0.0)
    if any(d.stop for d in state.dangers):
        return Decision("escalate", -1, state.model.handing_on, 0.0)
    tests = askable(state)
    first = next((t for t in tests if state.model.probes[t].first), None)
    if first is not None:
        return Decision("first", first, 0.0, 0.0)
    at = Beliefs(state.belief[None], state.asked[None], state.done[None], state.met[None])
    best = decide(Plan(state.model, tests, doable(state)), at)
    if best.kind != "escalate":
        return best
    # Handing on, but not with empty hands: what is quick to answer and saves the next person more is asked first.
    return worth_telling(Plan(state.model, tests, _theirs(state)), at) or best


def _theirs(state: State) -> tuple[int, ...]:
    """Return the repairs that wait for somebody of a higher role, the maker left out."""
    return tuple(
        n
        for n, f in enumerate(state.model.fixes)
        if not state.done[n] and f.who != "maker" and not allowed(state, f.who, state.model.fix_needs[n])
    )


@lru_cache(maxsize=4096)
def step_after(model: Model, answers: tuple[tuple[str, str], ...], role: str) -> tuple[State, Decision]:
    """Return state and next step after these answers; remembered, so that a trail costs nothing anew."""
    state = replay(model, dict(answers), role)
    return state, next_step(state)
