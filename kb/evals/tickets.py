"""The project's own tickets (corpus/tickets/*.yaml), and how good the suggestions to them are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.curation.devices import decode_yaml
from kb.diagnose import api
from kb.evals import grounding, measures
from kb.model.errors import CorpusError, PinlightError, Problem
from kb.model.facts import base_id
from kb.model.letter import Letter
from kb.search.engine import Engine
from kb.suggest.advise import suggest
from kb.suggest.model import Suggestion

FIRST = 3


class Ticket(Letter, frozen=True, forbid_unknown_fields=True):
    """A letter and what is right for it (corpus/README.md section 9).

    `devices`: any of these is the product; empty where the ticket does not tell. `causes` are `model/cause`, `facts` base ids; any
    of them is right.
    """

    causes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    danger: bool = False

    @property
    def split(self) -> str:
        """Return "learn" or "check": by the first byte of SHA-256 of the id, so that nobody chooses."""
        return "learn" if hashlib.sha256(self.id.encode()).digest()[0] % 2 == 0 else "check"


class Outcome(msgspec.Struct, frozen=True):
    """What became of one ticket. None where a ticket does not test it."""

    ticket: Ticket
    found: Suggestion | None
    error: str
    device: bool | None
    cause: bool | None
    fact: bool | None
    danger: bool | None
    proposed: bool
    answered: bool
    ungrounded: tuple[str, ...]
    loose: tuple[str, ...]
    same: bool

    @property
    def asked(self) -> bool:
        """Whether the reply asks which product it is."""
        return self.found is not None and bool(self.found.ask_device)


class Scores(msgspec.Struct, frozen=True):
    """Shares 0..1 and counts over a group of tickets; NaN where no ticket tests it.

    `device`: right where it is said; `cause`: a right one among the first three; `fact`: a right one among the answers;
    `asked`: unclear ones that were asked back; `answered`: covered ones with advice; `proposed`: uncovered ones with a
    proposal; `ungrounded`: claims in replies that their facts do not make, `loose` those that another part's facts make.
    """

    group: str
    tickets: int
    device: float
    cause: float
    fact: float
    danger: float
    asked: float
    answered: float
    proposed: int
    ungrounded: int
    loose: int
    unequal: int
    errors: int
    p50_ms: float
    p95_ms: float
    worst_ms: float


def load(folder: Path) -> tuple[Ticket, ...]:
    """Read all tickets. Raises CorpusError when a file is wrong or an id stands twice."""
    problems: list[Problem] = []
    out: list[Ticket] = []
    for path in sorted(folder.glob("*.yaml")):
        found = decode_yaml(path.read_bytes(), tuple[Ticket, ...], file=f"tickets/{path.name}", problems=problems)
        for ticket in found or ():
            if any(t.id == ticket.id for t in out):
                problems.append(
                    Problem(f"tickets/{path.name}", 1, f"ticket {ticket.id!r} stands twice", "Give it its own id")
                )
            out.append(ticket)
    if problems:
        raise CorpusError(problems)
    return tuple(out)


def check(kb: KnowledgeBase, tickets: Iterable[Ticket]) -> list[Problem]:
    """Return what is wrong with tickets: ids that do not exist, expectations that contradict each other."""
    facts = {base_id(i) for i in kb.facts}
    causes = {f"{m.id}/{c}" for m in api.models(kb) for c in m.causes[:-1]}
    out: list[Problem] = []
    for t in tickets:
        wrong = [
            *(f"there is no device {d!r}" for d in t.devices if d not in kb.devices),
            *(f"there is no cause {c!r}" for c in t.causes if c not in causes),
            *(f"there is no fact {f!r}" for f in t.facts if f not in facts),
        ]
        if t.expect == "advise" and not (t.devices and (t.causes or t.facts or t.danger)):
            wrong.append("expects advice and does not say for which product, or which")
        if t.expect != "advise" and (t.causes or t.facts):
            wrong.append("expects no advice and names causes or facts")
        if not (t.subject.strip() or t.body.strip()):
            wrong.append("is empty")
        out += [Problem("tickets", 1, f"{t.id}: {w}", "See corpus/README.md section 9") for w in wrong]
    return out


def run(
    engine: Engine, tickets: Iterable[Ticket], answer: Callable[..., Suggestion] = suggest, role: str = "support"
) -> list[Outcome]:
    """Answer every ticket once."""
    return [_one(engine, t, answer, role) for t in tickets]


def _one(engine: Engine, ticket: Ticket, answer: Callable[..., Suggestion], role: str) -> Outcome:
    try:
        found = answer(engine, ticket.subject, ticket.body, role=role)
    except PinlightError as e:
        return Outcome(
            ticket,
            None,
            str(e),
            None,
            None,
            None,
            None,
            proposed=False,
            answered=False,
            ungrounded=(),
            loose=(),
            same=True,
        )
    model = found.model["id"] if found.model else ""
    causes = [f"{c.model or model}/{c.id}" for c in found.causes if c.facts][:FIRST]
    answers = {base_id(str(a["id"])) for a in found.answers}
    told = {base_id(f) for p in found.parts for f in p.facts}
    proposed = bool(found.covered or found.reply.plain or found.causes or found.answers or found.ask_device)
    return Outcome(
        ticket,
        found,
        "",
        found.device in ticket.devices if ticket.expect == "advise" else None,
        # A question that the manual answers in so many words is answered by that as well as by a cause.
        bool(set(causes) & set(ticket.causes) or answers & set(ticket.facts)) if ticket.causes else None,
        bool((answers | told) & set(ticket.facts)) if ticket.facts and not ticket.causes else None,
        bool(found.safety) if ticket.danger else None,
        proposed,
        bool(found.causes or found.answers or found.safety),
        grounding.ungrounded(engine.kb, found),
        grounding.by_part(engine.kb, found),
        grounding.same_content(found),
    )


def _share(values: Iterable[bool | None]) -> float:
    kept = [v for v in values if v is not None]
    return sum(kept) / len(kept) if kept else float("nan")


def score(group: str, outcomes: Iterable[Outcome]) -> Scores:
    """Return the measures of a group."""
    outs = list(outcomes)
    times = [o.found.took_ms for o in outs if o.found is not None] or [0.0]
    return Scores(
        group,
        len(outs),
        _share(o.device for o in outs),
        _share(o.cause for o in outs),
        _share(o.fact for o in outs),
        _share(o.danger for o in outs),
        _share(o.asked for o in outs if o.ticket.expect == "ask"),
        _share(o.answered for o in outs if o.ticket.expect == "advise"),
        sum(o.proposed for o in outs if o.ticket.expect == "none"),
        sum(len(o.ungrounded) for o in outs),
        sum(len(o.loose) for o in outs),
        sum(not o.same for o in outs),
        sum(bool(o.error) for o in outs),
        measures.percentile(times, 50),
        measures.percentile(times, 95),
        max(times),
    )


def table(outcomes: Iterable[Outcome]) -> list[Scores]:
    """Return the scores of all tickets and of each half."""
    outs = list(outcomes)
    groups = {"all": outs} | {f"split {s}": [o for o in outs if o.ticket.split == s] for s in ("learn", "check")}
    return [score(name, found) for name, found in groups.items() if found]


def misses(outcome: Outcome) -> list[str]:
    """Return in sentences what went wrong with one ticket."""
    t, f = outcome.ticket, outcome.found
    if f is None:
        return [f"error: {outcome.error}"]
    out: list[str] = []
    model = f.model["id"] if f.model else "no model"
    if outcome.device is False:
        out.append(f"device {f.device} ({f.certainty}), wanted {', '.join(t.devices)}; {f.why_not}")
    if outcome.cause is False:
        got = ", ".join(f"{c.model}/{c.id} {c.p:.2f}" for c in f.causes[:FIRST])
        out.append(f"causes of {model}: {got or 'none'}; wanted {', '.join(t.causes)}")
    if outcome.fact is False:
        out.append(f"answers {', '.join(str(a['id']) for a in f.answers) or 'none'}; wanted {', '.join(t.facts)}")
    if outcome.danger is False:
        out.append("the danger was not seen")
    if t.expect == "ask" and not outcome.asked:
        out.append(f"did not ask which product: device {f.device}, {f.why_not}")
    if t.expect == "none" and outcome.proposed:
        out.append(f"proposed something: device {f.device}, {model}, {', '.join(str(a['id']) for a in f.answers)}")
    out += [f"not in its facts: {x}" for x in outcome.ungrounded]
    if not outcome.same:
        out.append("the forms of the reply differ")
    return out
