"""Questions to a draft that nobody has reviewed: its passages and recognised facts in the plain index, no device knowledge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.bundle.encoder import TextEncoder
from kb.curation.passages import cut
from kb.curation.statements import statement
from kb.extract.registry import facts_of
from kb.importing.draft import DOUBT
from kb.importing.errors import ImportError_
from kb.ingest import markdown
from kb.model.document import Document
from kb.model.errors import Problem
from kb.model.facts import Caution, Fact
from kb.search.plain import PlainIndex, Text


@dataclass(frozen=True)
class Answer:
    """A found passage: its section, lines of the manual, the text, its score, and the doubts of the facts in it."""

    id: str
    section: str
    title: str
    lines: str
    text: str
    score: float
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A text of a draft as it is indexed, with its place."""

    text: Text
    section: str
    lines: str
    doubts: tuple[str, ...] = ()


def read_draft(path: Path) -> tuple[Document, tuple[Fact, ...]]:
    """Read a draft. Raises ImportError_ with its first problem when it is not in the corpus form."""
    problems: list[Problem] = []
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise ImportError_(
            str(path), e.strerror or "it cannot be read", "Name a draft that `pinlight import --out` wrote"
        ) from e
    document = markdown.read(raw, file=path.name, problems=problems)
    facts = tuple(f for f, _ in facts_of(document, problems)) if document is not None else ()
    if document is None or problems:
        raise ImportError_(
            str(path),
            f"it is not a draft in the corpus form ({problems[0]})",
            "Name a draft that `pinlight import --out` wrote",
        )
    return document, facts


def passages(document: Document, facts: Sequence[Fact]) -> list[Passage]:
    """Return what a question is compared with: the passages of the text, and each recognised fact as a statement."""
    out = []
    for passage in cut(document):
        out.append(
            Passage(
                Text(passage.id, f"{passage.number} {passage.title}".strip(), passage.text), passage.number, passage.src
            )
        )
    for fact in facts:
        if isinstance(fact, Caution):
            continue  # its text is in the passages already
        doubt = (fact.note.partition(DOUBT)[2],) if DOUBT in fact.note else ()
        title = f"{fact.source.section} {fact.source.title}".strip()
        out.append(Passage(Text(fact.id, title, statement(fact)), fact.source.section, fact.source.lines, doubt))
    return out


class DraftIndex:
    """A draft ready to be asked."""

    def __init__(
        self, document: Document, facts: Sequence[Fact], encoder: TextEncoder, english: frozenset[str] = frozenset()
    ) -> None:
        """Index and embed the draft's passages and facts."""
        self.passages = {p.text.id: p for p in passages(document, facts)}
        self.index = PlainIndex([p.text for p in self.passages.values()], encoder, english) if self.passages else None

    def ask(self, question: str, limit: int = 5) -> list[Answer]:
        """Return the passages that answer best, best first."""
        if self.index is None or not re.search(r"\w", question):
            return []
        out = []
        for hit in self.index.search(question, limit):
            p = self.passages[hit.id]
            out.append(Answer(hit.id, p.section, p.text.title, p.lines, p.text.text, round(hit.score, 4), p.doubts))
        return out
