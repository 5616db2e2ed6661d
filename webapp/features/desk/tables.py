"""The keeper's lists as CSV (RFC 4180), whole and without what a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kb.bundle.store import KnowledgeBase
from kb.diagnose import api, learn
from kb.userdata import Settings, UserData
from webapp.api.table import safe

_ALL = 1_000_000
Rows = Iterable[tuple[object, ...]]


@dataclass(frozen=True)
class Table:
    """A list: its name for people, its head, and how its rows are read."""

    name: str
    head: tuple[str, ...]
    rows: Callable[[UserData, KnowledgeBase, Settings, date], Rows]

    def write(self, data: UserData, kb: KnowledgeBase, settings: Settings, today: date) -> str:
        """Return the whole list as text."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.head)
        for row in self.rows(data, kb, settings, today):
            writer.writerow([safe(c) if isinstance(c, str) else c for c in row])
        return out.getvalue()


def _searches(data: UserData, _kb: KnowledgeBase, _settings: Settings, _today: date) -> Rows:
    for s in data.searches.top(_ALL):
        yield s.text, s.count, s.first, s.last


def _feedback(data: UserData, _kb: KnowledgeBase, _settings: Settings, _today: date) -> Rows:
    asked = data.feedback.asked(_ALL)
    for t in data.feedback.tallies():
        yield t.card, t.right, t.wrong, t.last, "; ".join(asked.get(t.card, ()))


def _outcomes(data: UserData, _kb: KnowledgeBase, _settings: Settings, _today: date) -> Rows:
    for r in data.outcomes.all(undone=True):
        o = r.outcome
        yield r.id, o.day, o.model, o.cause, o.repair, o.role, o.bundle, r.undone or ""


def _priors(data: UserData, kb: KnowledgeBase, settings: Settings, today: date) -> Rows:
    told = tuple(r.outcome for r in data.outcomes.all())
    for c in learn.changes(api.models(kb), told, today, settings.half_life):
        yield c.model, c.cause, c.name, round(c.before, 4), round(c.after, 4), c.outcomes, round(c.weight, 2), c.held


TABLES: Mapping[str, Table] = {
    "searches": Table("Searches without an answer", ("text", "count", "first", "last"), _searches),
    "feedback": Table("Feedback", ("fact", "right", "wrong", "last", "asked_when_wrong"), _feedback),
    "outcomes": Table(
        "Outcomes", ("id", "day", "model", "cause", "repair", "role", "knowledge_base", "undone"), _outcomes
    ),
    "priors": Table(
        "Learnt priors", ("model", "cause", "name", "before", "after", "outcomes", "weight", "held"), _priors
    ),
}
