"""The troubleshooter as one function: device and answers in, the JSON of DESIGN.md section 5 out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.curation.fault_types import CANT_TELL
from kb.diagnose import choose, ends, learn, load, observe
from kb.diagnose.model import PROBLEM, ROLES, Bools, Model
from kb.diagnose.policy import ASKS, Decision
from kb.diagnose.session import Dropped, State, step_after
from kb.model.errors import NotFoundError, QueryError
from kb.model.facts import Source
from kb.userdata import Outcome, Settings, UserData

_CANT_TELL = {"id": CANT_TELL, "label": "I can't tell"}
_DANGER = {"id": choose.DANGER, "label": "Danger: fire, smoke, water, a leak, damage, or somebody is hurt"}
_OUTCOMES = [
    {"id": "fixed", "label": "Yes, fixed"},
    {"id": "not-fixed", "label": "No, still there"},
    {"id": "cant-do", "label": "I can't do this"},
]


def models(kb: KnowledgeBase) -> tuple[Model, ...]:
    """Return every fault model of a knowledge base."""
    return load.models(kb)


def models_of(kb: KnowledgeBase, device: str) -> tuple[Model, ...]:
    """Return the fault models of a device. Raises NotFoundError when it is unknown or has none."""
    kb.device(device)
    found = tuple(m for m in load.models(kb) if device in m.source.devices)
    if not found:
        have = sorted({d for m in load.models(kb) for d in m.source.devices})
        raise NotFoundError(f"there is no troubleshooter for {device!r}. There is one for {', '.join(have) or 'none'}")
    return found


def diagnose(
    kb: KnowledgeBase,
    device: str,
    answers: Mapping[str, str],
    role: str = "lay",
    learnt: learn.Priors | None = None,
) -> dict[str, object]:
    """Return safety, causes, next step and trail after these answers.

    Answers may come in people's words and from elsewhere (kb/diagnose/observe.py): `taken` says what was taken over as
    which answer, `dropped` what was not used and why. `learnt` are priors learnt from outcomes (kb/diagnose/learn.py).
    Raises NotFoundError for an unknown device or one without a fault model, QueryError for an unknown role.
    """
    if role not in ROLES:
        raise QueryError(f"there is no role {role!r}: use one of {', '.join(ROLES)}")
    found = models_of(kb, device)
    model, wrong = choose.pick(kb, found, answers)
    if model is None:
        return _which(found, device, role, wrong)
    model = learn.applied(model, learnt)
    told = observe.read(kb, model, {n: a for n, a in answers.items() if observe.plain_key(n) != PROBLEM})
    state, step = step_after(model, tuple(told.answers.items()), role)
    dropped: list[Dropped | observe.Unclear] = [*wrong, *state.dropped, *told.unclear]
    return {
        "device": device,
        "role": role,
        "model": {"id": model.id, "title": model.source.title},
        "safety": [_with_sources(model, item) for item in ends.safety(state)],
        "causes": _causes(state),
        "next": describe(state, step, kb.device(device).name),
        "trail": _trail(state),
        "taken": [msgspec.to_builtins(t) for t in told.taken],
        "dropped": [{"id": d.id, "answer": d.answer, "why": d.why} for d in dropped],
        "contradicts": state.contradicts,
        "answers": {**({PROBLEM: model.id} if len(found) > 1 else {}), **dict(state.answers)},
    }


def learnt(kb: KnowledgeBase, settings: Settings, today: date) -> learn.Priors:
    """Return the learnt priors for an entry point: none while learning is off, or as long as nobody told anything."""
    if not settings.learn or not settings.path.is_file():
        return {}
    told = tuple(r.outcome for r in UserData.open(settings.path).outcomes.all())
    return learn.priors(load.models(kb), told, today, settings.half_life)


def outcome(kb: KnowledgeBase, device: str, answers: Mapping[str, str], role: str, day: date) -> Outcome | None:
    """Return what to record when these answers say that a repair helped; None when they do not.

    The cause is the likeliest of those that the repair serves. Ask the person before storing it, and store it on a
    POST: a page that is loaded again is no second outcome.
    """
    found = models_of(kb, device)
    model, _ = choose.pick(kb, found, answers)
    if model is None:
        return None
    told = observe.read(kb, model, {n: a for n, a in answers.items() if observe.plain_key(n) != PROBLEM})
    state, _ = step_after(model, tuple(told.answers.items()), role)
    if state.fixed is None:
        return None
    fix = model.fixes[state.fixed]
    cause = int((state.belief * fix.cures).argmax())
    return Outcome(day, model.id, model.causes[cause], fix.id, role, kb.manifest.version)


def _which(found: tuple[Model, ...], device: str, role: str, wrong: list[Dropped]) -> dict[str, object]:
    choices: list[dict[str, str]] = [{"id": m.id, "label": m.source.entry} for m in found]
    if any(observe.danger_tests(m) for m in found):
        choices.insert(0, _DANGER)
    return {
        "device": device,
        "role": role,
        "model": None,
        "safety": [],
        "causes": [],
        "next": {
            "id": PROBLEM,
            "ask": "What is the matter?",
            "kind": "question",
            "choices": [*choices, _CANT_TELL],
            "why": "It decides which causes come into question.",
        },
        "trail": [],
        "taken": [],
        "dropped": [{"id": d.id, "answer": d.answer, "why": d.why} for d in wrong],
        "contradicts": False,
        "answers": {},
    }


def _source(source: Source | None) -> dict[str, object] | None:
    return msgspec.to_builtins(source) if source else None


def _sources(model: Model, cites: tuple[str, ...]) -> list[dict[str, object]]:
    return [{"fact": i, **msgspec.to_builtins(model.sources[i])} for i in cites if i in model.sources]


def _with_sources(model: Model, item: dict[str, object]) -> dict[str, object]:
    cites = item["cites"]
    return {**item, "sources": _sources(model, tuple(cites) if isinstance(cites, list) else ())}


def _causes(state: State) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for n, p in ends.ranked(state):
        cause = state.model.source.causes[n] if n < len(state.model.source.causes) else None
        cites = cause.cites if cause else ()
        out.append(
            {
                "id": state.model.causes[n],
                "name": state.model.cause_name(n),
                "p": round(p, 4),
                "source": _source(state.model.sources.get(cites[0])) if cites else None,
                "facts": list(cites),
                "safety": cause.safety if cause else "none",
            }
        )
    return out


def _before(state: State, needs: Bools) -> list[str]:
    """Return the steps that bring about the conditions which do not hold yet."""
    out: list[str] = []
    for condition, need, met in zip(state.model.source.conditions, needs, state.met, strict=True):
        if need and not met:
            out.extend(condition.steps or (condition.name,))
    return out


def describe(state: State, step: Decision, device: str) -> dict[str, object]:
    """Return the next step as JSON: a question, a repair, handing on, or fixed."""
    model = state.model
    if step.kind in ASKS:
        probe = model.probes[step.place]
        choices: list[dict[str, object]] = [
            {"id": o.id, "label": o.label, **({"facts": list(o.facts)} if o.facts else {})} for o in probe.options
        ]
        return {
            "id": probe.id,
            "ask": probe.ask,
            "kind": probe.kind,
            "help": probe.help,
            "device": probe.device,
            "before": _before(state, model.probe_needs[step.place]),
            "choices": [*choices, _CANT_TELL],
            "why": reason(state, step),
            "sources": _sources(model, probe.cites),
        }
    if step.kind == "do":
        fix = model.fixes[step.place]
        return {
            "id": fix.id,
            "do": fix.name,
            "steps": [*_before(state, model.fix_needs[step.place]), *fix.steps],
            "verify": fix.verify,
            "choices": list(_OUTCOMES),
            "why": reason(state, step),
            "sources": _sources(model, fix.cites),
        }
    note = ends.case_note(state, device)
    if step.kind == "fixed":
        return {"fixed": model.fixes[step.place].name, "note": note, "why": reason(state, step)}
    who, why = ends.hand_to(state)
    return {
        "escalate": who,
        "note": note,
        "why": f"{why[0].upper()}{why[1:]}.",
        "sources": _sources(model, model.source.escalate.cites),
    }


def reason(state: State, step: Decision) -> str:
    """Say why this step is next."""
    model = state.model
    if step.kind == "first":
        return "Questions about danger come first."
    if step.kind == "tell":
        return f"Whoever takes over needs to know: it saves them about {max(step.saves, 0.1):.1f} minutes."
    if step.kind == "ask":
        return f"Of all steps, its answer saves most: about {max(step.saves, 0.1):.1f} of {step.cost + step.saves:.0f} minutes."
    if step.kind == "do":
        fix = model.fixes[step.place]
        helps = float(state.belief @ fix.cures)
        return f"It helps with {ends.percent(helps)} and takes {fix.cost:g} minutes; nothing that is left gives more for its time."
    return "It is said to be fixed." if step.kind == "fixed" else "No step that is left is worth its time."


def _trail(state: State) -> list[dict[str, object]]:
    """Return, answer by answer, why it was asked and what it taught."""
    out: list[dict[str, object]] = []
    model = state.model
    for n, (name, answer) in enumerate(state.answers):
        before, step = step_after(model, state.answers[:n], state.role)
        after, _ = step_after(model, state.answers[: n + 1], state.role)
        ask, said = ends.answer_words(model, name, answer)
        items = model.probes if step.kind in ASKS else model.fixes
        asked = step.place >= 0 and items[step.place].id == name
        out.append(
            {
                "id": name,
                "ask": ask,
                "answer": answer,
                "said": said,
                "why": reason(before, step) if asked else "Told without being asked.",
                "learnt": _learnt(before, after),
            }
        )
    return out


def _learnt(before: State, after: State) -> str:
    if after.fixed is not None:
        return "The fault is gone."
    new = [d for d in after.dangers if d not in before.dangers]
    if new:
        return f"Danger: {new[0].do}"
    shift = after.belief - before.belief
    top = int(abs(shift).argmax())
    if abs(shift[top]) < 0.005:  # noqa: PLR2004 - half a percent point is nothing a person would notice
        return "Nothing new."
    name, now, was = after.model.cause_name(top), ends.percent(after.belief[top]), ends.percent(before.belief[top])
    likeliest = ends.ranked(after)[0][0]
    lead = "" if likeliest == top else f" Likeliest is now: {after.model.cause_name(likeliest)}."
    return f"{name}: {was} → {now}.{lead}"
