"""Fault models of a knowledge base, compiled once and kept while the knowledge base lives."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.curation import fault_types
from kb.curation.fault_steps import base_of, expand
from kb.curation.fault_types import OTHER, FaultModel, Test, other_prior, shares, wanted
from kb.diagnose import lamps
from kb.diagnose.model import Bools, Danger, Fix, Model, Option, Probe
from kb.model.facts import Alarm, Caution, Fact, LedState, Remedy


@per_bundle
def models(kb: KnowledgeBase) -> tuple[Model, ...]:
    """Return all fault models of a knowledge base, by id."""
    return tuple(compile_model(m, kb.facts) for m in fault_types.decode(kb.extras.get("faults", "")))


def compile_model(model: FaultModel, facts: Mapping[str, Fact]) -> Model:
    """Resolve the facts of a checked model and lay its figures out in arrays."""
    causes = (*(c.id for c in model.causes), OTHER)
    prior = np.array([*(c.prior for c in model.causes), other_prior(model)])
    conditions = tuple(c.id for c in model.conditions)

    def flags(rows: tuple[tuple[str, ...], ...]) -> Bools:
        return np.array([[c in row for c in conditions] for row in rows], dtype=bool).reshape(
            len(rows), len(conditions)
        )

    cited = {i for c in model.causes for i in c.cites} | set(model.escalate.cites)
    cited |= {
        i for group in (model.repairs, model.tests, model.rules, model.conditions) for x in group for i in x.cites
    }
    cited |= {base_of(i) for r in model.repairs for i in r.facts}
    cited |= {i for t in model.tests for ids in (*t.states.values(), t.also) for i in ids}
    return Model(
        source=model,
        causes=causes,
        prior=prior / prior.sum(),
        probes=tuple(_probe(t, t.device or model.devices[0], causes, facts) for t in model.tests),
        fixes=tuple(_fix(model, n, causes, facts) for n in range(len(model.repairs))),
        conditions=conditions,
        condition_cost=np.array([c.cost for c in model.conditions], dtype=float),
        probe_needs=flags(tuple(t.needs for t in model.tests)),
        fix_needs=flags(tuple(r.needs for r in model.repairs)),
        fix_undoes=flags(tuple(r.undoes for r in model.repairs)),
        dangers=tuple(
            Danger(r.id, {k: wanted(v) for k, v in r.when.items()}, r.do, r.cites, r.stop) for r in model.rules
        ),
        unsafe=np.array([*(c.safety != "none" for c in model.causes), False]),
        handing_on=model.escalate.cost,
        sources={i: facts[i].source for i in sorted(cited) if i in facts},
        safety_texts={c.id: _warnings(c.cites, facts) for c in model.causes if c.safety != "none"},
        call={c.id: who for c in model.causes if (who := _call(model, c.repair, c.cites, facts))},
    )


def _probe(test: Test, device: str, causes: tuple[str, ...], facts: Mapping[str, Fact]) -> Probe:
    if test.kind == "lamp":
        options, table = lamps.likelihood(test, causes, facts)
    else:
        options = tuple(Option(c.id, c.label) for c in test.choices)
        table = np.array([list(shares(test, c).values()) for c in causes]).T
    return Probe(
        id=test.id,
        kind=test.kind,
        ask=test.ask,
        help=test.help,
        options=options,
        likelihood=np.ascontiguousarray(table),
        cost=test.cost,
        who=test.who,
        first=test.first,
        only_if={k: wanted(v) for k, v in test.only_if.items()},
        cites=test.cites,
        device=device,
    )


def _fix(model: FaultModel, place: int, causes: tuple[str, ...], facts: Mapping[str, Fact]) -> Fix:
    repair = model.repairs[place]
    served = {c.id for c in model.causes if c.repair == repair.id}
    steps = [s for reference in repair.facts for s in expand(reference, facts) or ()]
    return Fix(
        id=repair.id,
        name=repair.name,
        steps=tuple(dict.fromkeys((*steps, *repair.steps))),
        cites=tuple(dict.fromkeys((*(base_of(i) for i in repair.facts), *repair.cites))),
        verify=repair.verify,
        cures=np.array([repair.works if c in served else 0.0 for c in causes]),
        cost=repair.cost,
        who=repair.who,
    )


def _warnings(cites: tuple[str, ...], facts: Mapping[str, Fact]) -> tuple[tuple[str, str], ...]:
    """Return what the cited facts say of danger, as (text, fact id)."""
    out: list[tuple[str, str]] = []
    for fact in (facts.get(i) for i in cites):
        if isinstance(fact, Caution):
            out.append((fact.text, fact.id))
        elif isinstance(fact, LedState) and fact.safety != "none":
            out.append((f"Stop using it. {fact.meaning}. {fact.action}".strip(), fact.id))
        elif isinstance(fact, Alarm) and fact.safety != "none":
            out.append((f"Stop using it: {fact.name}. {'; '.join(fact.actions)}", fact.id))
    return tuple(out)


def _call(model: FaultModel, repair: str, cites: tuple[str, ...], facts: Mapping[str, Fact]) -> str:
    """Return whom the manual names for a cause: the remedies that stand behind it say so."""
    named = [*cites, *(base_of(i) for r in model.repairs if r.id == repair for i in r.facts)]
    found = (facts.get(i) for i in named)
    return next((f.escalate_to for f in found if isinstance(f, Remedy) and f.escalate_to), "")
