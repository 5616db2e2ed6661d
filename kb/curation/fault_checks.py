"""Checks of one fault model: references, priors, choices that can be reached, causes that can be told apart, no dead end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from kb.curation.fault_steps import base_of, expand, lamps_of, picture
from kb.curation.fault_types import CANT_TELL, OTHER, RANK, FaultModel, Repair, Shares, Test, shares, wanted
from kb.model.device import Device
from kb.model.facts import Alarm, Caution, Fact, Faq, LedState, Remedy

_FORM = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_EPSILON = 1e-6
Found = Iterator[tuple[str, str, str]]
"""Whose problem it is (an id of the file), what is wrong, what to do."""


def problems_of(model: FaultModel, devices: Mapping[str, Device], facts: Mapping[str, Fact]) -> Found:
    """Yield everything that is wrong with a model."""
    yield from _ids(model)
    yield from _references(model, devices, facts)
    yield from _figures(model)
    for test in model.tests:
        yield from _test(model, test, facts)
    yield from _conditions(model)
    yield from _circles(model)
    yield from _safety(model, facts)
    yield from _alike(model, facts)


def _ids(model: FaultModel) -> Found:
    owned = [x.id for group in (model.causes, model.repairs, model.tests) for x in group]
    for name, count in Counter(owned).items():
        if count > 1:
            yield name, f"the id {name!r} is used {count} times", "Give causes, repairs and tests ids of their own"
        if not _FORM.fullmatch(name) or name in {OTHER, CANT_TELL, "problem"}:
            yield name, f"{name!r} cannot be an id", "Use lower case letters, digits and dashes; some words are taken"
    if not model.causes:
        yield model.id, "the model has no causes", "Write at least one"
    used = {c.repair for c in model.causes}
    known = {r.id for r in model.repairs}
    for cause in model.causes:
        if cause.repair not in known:
            yield cause.id, f"the repair {cause.repair!r} is not in this file", "Add it, or name another (no dead end)"
        if not cause.cites:
            yield cause.id, f"the cause {cause.id} cites no fact", "Name the facts it is taken from"
    for repair in model.repairs:
        if repair.id not in used:
            yield repair.id, f"no cause uses the repair {repair.id}", "Name it at a cause, or delete it"
        if not repair.facts and not repair.steps:
            yield repair.id, f"the repair {repair.id} has no steps", "Write facts: or steps:"
        if not repair.verify and repair.who != "maker":
            yield repair.id, f"the repair {repair.id} does not say how one sees that it helped", "Write verify:"


def _references(model: FaultModel, devices: Mapping[str, Device], facts: Mapping[str, Fact]) -> Found:
    for device in model.devices or ("",):
        if device not in devices:
            yield model.id, f"the device {device!r} is unknown", f"Use one of {', '.join(sorted(devices))}"
    cited: list[tuple[str, str]] = [(model.id, i) for i in (*model.escalate.cites, *model.left_out)]
    for group in (model.causes, model.repairs, model.tests, model.rules, model.conditions):
        cited += [(x.id, i) for x in group for i in x.cites]
    for owner, fact_id in cited:
        if fact_id not in facts:
            yield owner, f"{owner} cites the unknown fact {fact_id!r}", "Write the fact's id (`pinlight facts`)"
    for repair in model.repairs:
        for reference in repair.facts:
            if expand(reference, facts) is None:
                yield repair.id, f"{reference!r} names no fact or no step of it", "Write id, id#2 or id#2-3"


def _figures(model: FaultModel) -> Found:
    total = sum(c.prior for c in model.causes) + (model.something_else or 0.0)
    if total > 1 + _EPSILON:
        yield model.id, f"the priors sum to {total:.3f}", "Causes and something_else together may reach 1"
    for cause in model.causes:
        if not 0 < cause.prior <= 1:
            yield cause.id, f"the prior of {cause.id} is {cause.prior}", "Write more than 0, at most 1"
    items: tuple[Repair | Test, ...] = (*model.repairs, *model.tests)
    for item in items:
        if item.cost <= 0:
            yield item.id, f"{item.id} costs {item.cost}", "Write minutes, more than 0"
    for repair in model.repairs:
        if not 0 < repair.works <= 1:
            yield repair.id, f"works of {repair.id} is {repair.works}", "Write more than 0, at most 1"


def _test(model: FaultModel, test: Test, facts: Mapping[str, Fact]) -> Found:
    causes = {c.id for c in model.causes} | {OTHER}
    for name in (*test.expect, *test.states):
        if name not in causes:
            yield test.id, f"{test.id} speaks of the unknown cause {name!r}", f"Use one of {', '.join(sorted(causes))}"
    if test.kind == "lamp":
        yield from _lamps(test, facts)
        return
    if test.states or test.also or test.device:
        yield test.id, f"{test.id} is no lamp test", "Write kind: lamp, or choices: and expect:"
    ids = [c.id for c in test.choices]
    if len(set(ids)) < 2 or len(set(ids)) < len(ids) or CANT_TELL in ids:  # noqa: PLR2004 - one choice is no question
        yield test.id, f"the choices of {test.id} are fewer than two, or not different", "Give each its own id"
        return
    if not 1 / len(ids) < test.accuracy <= 1 - _EPSILON:
        yield (
            test.id,
            f"the accuracy of {test.id} is {test.accuracy}",
            f"Write more than {1 / len(ids):.2f}, less than 1",
        )
    for said in (*test.expect.values(), test.otherwise):
        yield from _shares(test.id, ids, said)
    yield from _reached(model, test, ids)


def _lamps(test: Test, facts: Mapping[str, Fact]) -> Found:
    if test.choices or test.expect or test.otherwise:
        yield test.id, f"{test.id}: a lamp test derives its choices", "Write states: and also:, nothing else"
    named = [*(i for ids in test.states.values() for i in ids), *test.also]
    for fact_id in named:
        if not lamps_of(facts.get(fact_id)):
            yield (
                test.id,
                f"{test.id}: {fact_id!r} is no fact with lamps",
                "Name led_state facts, or alarms with lamp",
            )
    if len({picture(lamps_of(facts.get(i))) for i in named}) < 2:  # noqa: PLR2004 - one choice is no question
        yield test.id, f"{test.id} has fewer than two pictures", "Add LED facts under also:"


def _reached(model: FaultModel, test: Test, ids: list[str]) -> Found:
    likely = {i for s in (*test.expect.values(), test.otherwise) for i in ([s] if isinstance(s, str) else s)}
    for group in (*(r.when for r in model.rules), *(t.only_if for t in model.tests)):
        likely.update(wanted(group[test.id]) if test.id in group else ())
    for name in ids:
        if name not in likely and (test.otherwise or not test.expect):
            yield test.id, f"nothing ever makes the choice {name!r} of {test.id} likely", "Expect it, or delete it"


def _shares(owner: str, ids: list[str], said: Shares) -> Found:
    if isinstance(said, str):
        if said and said not in ids:
            yield owner, f"{owner} expects the unknown choice {said!r}", f"Use one of {', '.join(ids)}"
        return
    if set(said) - set(ids):
        yield owner, f"{owner} expects the unknown choice {min(set(said) - set(ids))!r}", f"Use {', '.join(ids)}"
    if abs(sum(said.values()) - 1) > _EPSILON or any(v < 0 for v in said.values()):
        yield owner, f"shares of {owner} sum to {sum(said.values()):.3f}", "Make them sum to 1"


def _conditions(model: FaultModel) -> Found:
    known = {c.id: c for c in model.conditions}
    used: set[str] = set()
    items: tuple[Repair | Test, ...] = (*model.tests, *model.repairs)
    for item in items:
        used.update(item.needs)
        for name in (*item.needs, *getattr(item, "undoes", ())):
            if name not in known:
                yield item.id, f"{item.id} names the unknown condition {name!r}", "Add it under conditions:"
            elif name in item.needs and RANK[known[name].who] > RANK[item.who]:
                yield item.id, f"{item.id} is for {item.who}, but {name} is for {known[name].who}", "Raise who:"
    for name in known:
        if name not in used:
            yield name, f"nobody needs the condition {name}", "Delete it"


def _circles(model: FaultModel) -> Found:
    tests = {t.id: t for t in model.tests}
    for owner, group in [*((r.id, r.when) for r in model.rules), *((t.id, t.only_if) for t in model.tests)]:
        for name, choice in group.items():
            if name not in tests:
                yield owner, f"{owner} waits for the unknown test {name!r}", "Name a test of this file"
            elif tests[name].kind != "lamp" and set(wanted(choice)) - {c.id for c in tests[name].choices}:
                yield owner, f"{owner} waits for an answer that {name} does not have", "Name its choices"
    for test in model.tests:
        seen, todo = set[str](), list(test.only_if)
        while todo:
            name = todo.pop()
            if name not in seen and name in tests:
                seen.add(name)
                todo.extend(tests[name].only_if)
        if test.id in seen:
            yield test.id, f"{test.id} waits for itself", "Break the circle of only_if"


def _safety(model: FaultModel, facts: Mapping[str, Fact]) -> Found:
    waited = {name for rule in model.rules for name in rule.when}
    stopping = {name for rule in model.rules if rule.stop for name in rule.when}
    for test in model.tests:
        if test.first and test.id not in waited:
            yield (
                test.id,
                f"{test.id} is asked first, but no rule waits for it",
                "Only questions about danger come first",
            )
        if test.id in stopping and RANK[test.who] == 0 and not test.first and not test.only_if and test.cost <= 1:
            yield test.id, f"a rule stops everything after {test.id}, yet it is not asked first", "Write first: true"
    for cause in model.causes:
        named = [*cause.cites, *(i for t in model.tests for i in t.states.get(cause.id, ()))]
        told = any(
            (isinstance(f, LedState | Alarm) and f.safety != "none") or isinstance(f, Caution)
            for f in (facts.get(i) for i in named)
        )
        if cause.safety != "none" and not model.rules and not told:
            yield cause.id, f"{cause.id} is {cause.safety}, but no rule and no cited fact says so", "Add one of them"


def _signature(model: FaultModel, cause: str, facts: Mapping[str, Fact]) -> tuple[object, ...]:
    out: list[object] = []
    for test in model.tests:
        if test.kind == "lamp":
            out.append(frozenset(picture(lamps_of(facts.get(i))) for i in test.states.get(cause, ())))
        elif test.choices:
            out.append(tuple(round(p, 6) for p in shares(test, cause).values()))
    return tuple(out)


def _alike(model: FaultModel, facts: Mapping[str, Fact]) -> Found:
    said = [set(a.causes) for a in model.alike]
    names = [c.id for c in model.causes]
    for name in sorted({n for s in said for n in s} - set(names)):
        yield model.id, f"alike names the unknown cause {name!r}", f"Use {', '.join(names)}"
    signatures = {n: _signature(model, n, facts) for n in names}
    for n, one in enumerate(names):
        for two in names[n + 1 :]:
            if signatures[one] == signatures[two] and not any({one, two} <= s for s in said):
                yield two, f"no test tells {one} and {two} apart", "Add a test, or say it under alike: with the reason"


def unreached(models: tuple[FaultModel, ...], facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Return the alarm, remedy and FAQ facts of the models' devices that no model cites, shows or leaves out with a reason."""
    devices = {d for m in models for d in m.devices}
    cited: set[str] = set()
    for m in models:
        cited.update(m.left_out, m.escalate.cites)
        cited.update(i for group in (m.causes, m.repairs, m.tests, m.rules) for x in group for i in x.cites)
        cited.update(base_of(i) for r in m.repairs for i in r.facts)
        cited.update(i for t in m.tests for ids in (*t.states.values(), t.also) for i in ids)
    return tuple(
        f.id
        for f in facts.values()
        if isinstance(f, Alarm | Remedy | Faq) and devices & set(f.devices) and f.id not in cited
    )
