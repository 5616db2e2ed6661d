"""The ends of a session: fixed and verified, or handed on to whom the manual names with a note that says everything."""

from __future__ import annotations

from kb.diagnose.model import Model
from kb.diagnose.session import State, doable

SHOWN = 0.02  # causes below this share are not worth a line
WARN = 0.3  # from this share on a cause's danger is told, although not proven
_WORDS = {"maker": "the maker", "support": "support", "installer": "an installer", "lay": "you"}


def percent(share: float) -> str:
    """Return a share as people read it: `62 %`, `under 1 %`."""
    return "under 1 %" if share < 0.01 else f"{share:.0%}".replace("%", " %")  # noqa: PLR2004 - one in a hundred


def ranked(state: State) -> list[tuple[int, float]]:
    """Return the causes with their probability, likeliest first."""
    order = sorted(range(len(state.model.causes)), key=lambda n: (-state.belief[n], n))
    return [(n, float(state.belief[n])) for n in order]


def safety(state: State) -> list[dict[str, object]]:
    """Return what must be said before all else: fired rules, then warnings of unsafe causes that are likely."""
    out: list[dict[str, object]] = [
        {"id": d.id, "text": d.do, "stop": d.stop, "cites": list(d.cites)} for d in state.dangers
    ]
    told = {str(o["text"]) for o in out}
    for n, share in ranked(state):
        if share < WARN or not state.model.unsafe[n]:
            continue
        cause = state.model.causes[n]
        name = state.model.cause_name(n)
        warnings = state.model.safety_texts.get(cause) or ((f"Stop using it; this may be: {name}.", ""),)
        for text, fact_id in warnings:
            if text not in told:
                told.add(text)
                out.append({"id": cause, "text": text, "stop": False, "cites": [fact_id] if fact_id else []})
    return out


def hand_to(state: State) -> tuple[str, str]:
    """Return whom to turn to, and why: whom the likely cause's remedy names, the installer for a lay person, else the model's."""
    model = state.model
    escalate = model.source.escalate
    if any(d.stop for d in state.dangers):
        return escalate.who, "this is a danger: nothing more should be tried"
    open_to_me = doable(state)
    for n, share in ranked(state):
        if n >= len(model.source.causes) or share < SHOWN:
            continue
        cause = model.source.causes[n]
        fix = model.fix(cause.repair)
        if fix is None or state.done[fix] or fix in open_to_me:
            continue
        repair = model.fixes[fix]
        if state.role == "lay" and repair.who in {"lay", "installer"}:
            return escalate.lay or "your installer", f"what is left ({repair.name}) is work for an installer"
        return model.call.get(
            cause.id
        ) or escalate.who, f"what is left ({repair.name}) is work for {_WORDS[repair.who]}"
    return escalate.who, "no step that is left is worth its time"


def answer_words(model: Model, name: str, answer: str) -> tuple[str, str]:
    """Return a question and its answer in words."""
    test, fix = model.probe(name), model.fix(name)
    if test is not None:
        probe = model.probes[test]
        told = " or: ".join(probe.options[n].label for n in probe.places(answer))
        return probe.ask, told or "cannot tell"
    if fix is not None:
        words = {"fixed": "done, it helped", "not-fixed": "done, it did not help", "cant-do": "could not be done"}
        return model.fixes[fix].name, words[answer]
    return name, answer


def case_note(state: State, device: str) -> str:
    """Return the text to hand on: device, danger, what was seen, what was tried, what it probably is, what was not used."""
    model = state.model
    who, why = hand_to(state)
    lines = [f"Device: {device}", f"Complaint: {model.source.entry}", f"To: {who} ({why})"]
    warnings = safety(state)
    lines.append(f"Safety: {'; '.join(str(w['text']) for w in warnings) if warnings else 'no danger was reported'}")
    seen = [answer_words(model, n, a) for n, a in state.answers if model.probe(n) is not None]
    tried = [answer_words(model, n, a) for n, a in state.answers if model.fix(n) is not None]
    for title, pairs in (("Seen", seen), ("Tried", tried)):
        lines.append(f"{title}: nothing yet" if not pairs else f"{title}:")
        lines += [f"- {ask} {answer}" if ask.endswith("?") else f"- {ask}: {answer}" for ask, answer in pairs]
    lines.append("Probably:")
    lines += [f"- {percent(p)} {model.cause_name(n)}" for n, p in ranked(state) if p >= SHOWN]
    if state.contradicts:
        lines.append("The answers do not fit together well; check them once more.")
    if state.dropped:
        lines.append("Not used: " + "; ".join(f"{d.id} = {d.answer} ({d.why})" for d in state.dropped))
    return "\n".join(lines)
