"""The project's own question set, and how well the engine answers it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kb.curation.devices import decode_yaml
from kb.evals import measures
from kb.model.errors import CorpusError, Problem
from kb.model.facts import base_id
from kb.search.engine import Engine


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question with the facts that answer it (ids without edition tag)."""

    id: str
    text: str
    who: str = ""
    kind: str = ""
    style: str = ""
    answers: tuple[str, ...] = ()
    device: str | None = None
    unanswerable: bool = False
    why: str = ""

    @property
    def split(self) -> str:
        """Return "learn" or "check": by the first byte of SHA-256 of the id, so that nobody chooses."""
        return "learn" if hashlib.sha256(self.id.encode()).digest()[0] % 2 == 0 else "check"


class Outcome(msgspec.Struct, frozen=True):
    """How one question was answered: ids in order, and whether the engine answered at all."""

    question: Question
    ranked: tuple[str, ...]
    answered: bool
    took_ms: float


class Scores(msgspec.Struct, frozen=True):
    """Means over a group of questions. `refused` is the share of answerable ones that were refused, `abstained` of unanswerable ones that were."""

    group: str
    questions: int
    first: float
    third: float
    mrr: float
    ndcg: float
    refused: float
    abstained: float
    p50_ms: float
    p95_ms: float


def load(path: Path) -> tuple[Question, ...]:
    """Read the question set. Raises CorpusError."""
    problems: list[Problem] = []
    found = decode_yaml(path.read_bytes(), tuple[Question, ...], file=path.name, problems=problems)
    if found is None or problems:
        raise CorpusError(problems)
    return found


def check(questions: Iterable[Question], facts: Iterable[str], path: Path) -> None:
    """Raise CorpusError where an answer is no fact of the knowledge base, edition tag or not, or where there is no question.

    A set of somebody else is written by hand too, and an id that is nowhere would count as a miss of the search.
    """
    known = {base_id(f) for f in facts}
    questions = list(questions)
    lines = path.read_text("utf-8").splitlines()
    problems: list[Problem] = []
    for x in questions:
        line = next((n for n, text in enumerate(lines, 1) if x.id in text), 1)
        wrong = [f"{x.id} is answered by {a}, which is no fact" for a in x.answers if base_id(a) not in known]
        if bool(x.answers) == x.unanswerable:
            wrong.append(f"{x.id} has {'answers' if x.answers else 'no answers'}, but unanswerable is {x.unanswerable}")
        problems += [Problem(path.name, line, w, "Take ids that `pinlight search --json` gives") for w in wrong]
    if not questions:
        problems.append(Problem(path.name, 1, "It holds no question", "Write them as in corpus/questions.yaml"))
    if problems:
        raise CorpusError(problems, so="nothing was asked")


def ask(engine: Engine, questions: Iterable[Question], limit: int = 10) -> list[Outcome]:
    """Ask every question once."""
    out = []
    for question in questions:
        answer = engine.search(question.text, limit=limit)
        ranked = tuple(base_id(r.id) for r in answer.results)
        out.append(Outcome(question, ranked, answer.answered, answer.took_ms))
    return out


def score(group: str, outcomes: Iterable[Outcome]) -> Scores:
    """Return the means of a group. A right answer counts only when the engine also said that it answers."""
    outcomes = list(outcomes)
    asked = [o for o in outcomes if not o.question.unanswerable]
    none = [o for o in outcomes if o.question.unanswerable]

    def mean(values: list[float]) -> float:
        return sum(values) / len(values) if values else float("nan")

    def right(o: Outcome) -> set[str]:
        return {base_id(a) for a in o.question.answers}

    times = [o.took_ms for o in outcomes]
    return Scores(
        group,
        len(outcomes),
        mean([measures.success_at(1, o.ranked, right(o)) * o.answered for o in asked]),
        mean([measures.success_at(3, o.ranked, right(o)) * o.answered for o in asked]),
        mean([measures.reciprocal_rank(o.ranked, right(o)) for o in asked]),
        mean([measures.ndcg_at(10, o.ranked, dict.fromkeys(right(o), 1.0)) for o in asked]),
        mean([float(not o.answered) for o in asked]),
        mean([float(not o.answered) for o in none]),
        measures.percentile(times, 50),
        measures.percentile(times, 95),
    )


def table(outcomes: Iterable[Outcome]) -> list[Scores]:
    """Return the scores of all questions, of both splits, and of each kind, device, style and asker that is told."""
    outcomes = list(outcomes)
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for o in outcomes:
        q = o.question
        for name in (
            "all",
            f"split {q.split}",
            f"kind {q.kind}",
            f"style {q.style}",
            f"who {q.who}",
            f"device {q.device or 'not named'}",
        ):
            if not name.endswith(" "):
                groups[name].append(o)
    return [score(name, groups[name]) for name in sorted(groups)]
