"""Questions to a draft that nobody has reviewed: its passages and recognised facts in the plain index, no device knowledge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.bundle.encoder import TextEncoder
from kb.curation.passages import cut
from kb.curation.statements import statement
from kb.extract.registry import facts_of
from kb.importing.alarms import NOT_PRINTED
from kb.importing.asked_words import told_of
from kb.importing.draft import DOUBT
from kb.importing.errors import ImportError_
from kb.ingest import markdown
from kb.model.document import Document
from kb.model.errors import Problem
from kb.model.facts import Caution, Fact
from kb.search.plain import PlainIndex, Text

# A draft's passages hold many matters in few words: shorter windows than those of other collections put 1 in 50 more first.
WINDOW = (40, 15)
# Rows of one table look alike. When they crowd out every other section, the one row that was meant is hard to see as well.
OF_ONE_SECTION = 1
# A fact's sentence is short and holds a name or two, so a question that shares one of them is near it whatever it asks. A
# passage of the text must be this much worse before a fact goes before it.
FACT_BEHIND = 0.08
# Words of the field that a list of common English words lacks; no other word of the manual is meant by them.
TRADE = frozenset(
    re.findall(
        r"\w+",
        "volt volts amp amps ampere amperes watt watts ohm ohms hertz kilowatt kilowatts inverter inverters charger chargers "
        "wifi ethernet bluetooth photovoltaic firmware",
    )
)
# Leaders of a table of contents: whatever is asked, the contents name it and tell nothing.
_LEADER = re.compile(r"(?:\. ?){4,}|…")
CONTENTS = 3
# "Cause: not printed in this manual." stands at many faults alike.
_UNSAID = re.compile(rf"\b[A-Z]\w+: {re.escape(NOT_PRINTED)}\.?\s*")
# Each question of a list of questions, with its answer.
_ASKED = re.compile(r"(?<=[.!?:;]) (?=(?:Q[.:;]|[A-Z][^.!?]{8,140}\?))")


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
    # The whole text, where the index leaves something of it out.
    told: str = ""


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
    under = _lists_of_questions(document)
    for passage in cut(document):
        if len(_LEADER.findall(passage.text)) >= CONTENTS:
            continue
        number, title = _place(under, passage.number, passage.title)
        parts = _ASKED.split(passage.text) if passage.text.count("?") > 1 else [passage.text]
        out += [
            Passage(Text(f"{passage.id}.{n}" if n else passage.id, title, part), number, passage.src)
            for n, part in enumerate(parts)
        ]
    for fact in facts:
        if isinstance(fact, Caution):
            continue  # its text is in the passages already
        doubt = (fact.note.partition(DOUBT)[2],) if DOUBT in fact.note else ()
        number, title = _place(under, fact.source.section, fact.source.title)
        told = statement(fact)
        said = _UNSAID.sub("", told).strip()
        out.append(Passage(Text(fact.id, title, said), number, fact.source.lines, doubt, told))
    return out


def _lists_of_questions(document: Document) -> dict[str, tuple[str, str]]:
    """Return for each heading that is a question the number and title of the section that lists it."""
    out: dict[str, tuple[str, str]] = {}
    above: tuple[str, str] | None = None
    for section in document.sections:
        if not section.title.rstrip().endswith("?"):
            above = section.number, section.title
        elif above is not None and not section.number:
            out.setdefault(section.title, above)
    return out


def _place(under: dict[str, tuple[str, str]], number: str, title: str) -> tuple[str, str]:
    """Return the section's number, and its number and title as they are shown: a question with the section that lists it."""
    if number or title not in under:
        return number, f"{number} {title}".strip()
    number, whole = under[title]
    return number, f"{number} {whole}".strip() + f": {title}"


class DraftIndex:
    """A draft ready to be asked."""

    def __init__(
        self, document: Document, facts: Sequence[Fact], encoder: TextEncoder, english: frozenset[str] = frozenset()
    ) -> None:
        """Index and embed the draft's passages and facts."""
        self.passages = {p.text.id: p for p in passages(document, facts)}
        texts = [p.text for p in self.passages.values()]
        known = english | TRADE if english else english
        self.index = PlainIndex(texts, encoder, known, window=WINDOW, whole=0.0) if self.passages else None

    def ask(self, question: str, limit: int = 5) -> list[Answer]:
        """Return the passages that answer best, best first; of one section no more than OF_ONE_SECTION while others are left."""
        if self.index is None or not re.search(r"\w", question):
            return []
        first: list[Answer] = []
        more: list[Answer] = []
        seen: Counter[tuple[str, str]] = Counter()
        for score, p in self._ranked(question):
            seen[p.section, p.text.title] += 1
            held = first if seen[p.section, p.text.title] <= OF_ONE_SECTION else more
            held.append(
                Answer(p.text.id, p.section, p.text.title, p.lines, p.told or p.text.text, round(score, 4), p.doubts)
            )
        return [*first, *more][:limit]

    def _ranked(self, question: str) -> list[tuple[float, Passage]]:
        """Return all passages with their scores, best first."""
        if self.index is None:
            return []
        hits = [
            (h.score, self.passages[h.id]) for h in self.index.search(question, len(self.passages), told_of(question))
        ]
        behind = [(max(0.0, score - FACT_BEHIND) if p.told else score, p) for score, p in hits]
        return sorted(behind, key=lambda x: -x[0])
