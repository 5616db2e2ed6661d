"""A draft as a list of rows to decide: which are doubtful, how much and why, and where each of them stands."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from kb.curation.compare import ORDER
from kb.curation.corpus import Place, resolve_blinks
from kb.curation.statements import statement
from kb.curation.statements import text as told
from kb.extract.registry import TABLES, facts_of
from kb.importing.draft import DOUBT
from kb.ingest import markdown
from kb.model.document import Attributes, Document, Listing, Section, Table
from kb.model.errors import NotFoundError, PinlightError, Problem
from kb.model.facts import Certainty, Fact, kind_of

_MEASURED = re.compile(r"\s*\(([01](?:\.\d+)?)\)$")
# A doubt without a figure was written by a person, who had a reason: it comes before what the import is half sure of.
UNMEASURED = 0.5
# How ids of rows that were dropped are told in the closing comment.
DROPPED = "Dropped in review: "
# Kinds whose text names the thing already; before others the title is said.
WHOLE = frozenset({"pin", "led_state", "blink"})


class ReviewError(PinlightError):
    """A draft cannot be reviewed or a decision cannot be written: file, line, what and what to do. The file is unchanged."""

    def __init__(self, file: str, line: int, what: str, todo: str) -> None:
        """Keep the parts, so that a page can show them apart."""
        self.problem = Problem(file, line, what, todo)
        super().__init__(f"{self.problem}")


@dataclass(frozen=True)
class Item:
    """A row of a fact table, or a procedure, as it is decided.

    `cells` holds what may be corrected, by column, in the order of the corpus form; `line` counts lines of the draft,
    `lines` those of the original. `confidence` is None where no doubt with a figure is written. `mark` changes with the row.
    """

    id: str
    kind: str
    line: int
    section: str
    lines: str
    cells: dict[str, str]
    required: frozenset[str]
    certainty: Certainty
    doubt: str
    confidence: float | None
    note: str
    repair: str
    says: str
    mark: str

    @property
    def undecided(self) -> bool:
        """Tell whether a person has to decide before the draft may be published."""
        return self.certainty == "doubtful"

    @property
    def rank(self) -> tuple[int, float, int, int]:
        """Sort key: what is undecided first, the least sure before others, pins before everything at equal doubt."""
        sure = 1.0 if not self.undecided else UNMEASURED if self.confidence is None else self.confidence
        return (
            0 if self.undecided else 1 if self.certainty == "likely" else 2,
            sure,
            ORDER.index(self.kind),
            self.line,
        )


@dataclass(frozen=True)
class Draft:
    """A draft that was read without a problem. `items` are in the order in which they should be looked at."""

    file: str
    text: str
    document: Document
    facts: tuple[Fact, ...]
    items: tuple[Item, ...]

    @property
    def undecided(self) -> tuple[Item, ...]:
        """The rows that nobody has decided, the least sure first."""
        return tuple(i for i in self.items if i.undecided)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Ids of the rows that a review took out."""
        return tuple(re.findall(rf"^{DROPPED}(\S+)", self.text, re.MULTILINE))

    def item(self, item_id: str) -> Item:
        """Return the row with this id. Raises NotFoundError saying what to do."""
        found = next((i for i in self.items if i.id == item_id), None)
        if found is None:
            gone = " It was dropped in review." if item_id in self.dropped else ""
            raise NotFoundError(
                f"{self.file}: there is no row {item_id[:120]!r}.{gone} `pinlight review DRAFT.md --list` lists the rows"
            )
        return found

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return for each kind, pins first, how many rows there are and how many of them are undecided."""
        rows = Counter(i.kind for i in self.items)
        left = Counter(i.kind for i in self.undecided)
        return {k: (rows[k], left[k]) for k in ORDER if rows[k]}


def problems_of(text: str, file: str) -> tuple[Document | None, list[tuple[Fact, int]], list[Problem]]:
    """Read a draft as the corpus does: its document, facts with their lines, and everything wrong with it."""
    problems: list[Problem] = []
    document = markdown.read(text.encode("utf-8", errors="replace"), file=file, problems=problems)
    if document is None:
        return None, [], problems
    placed: list[tuple[Fact, int]] = []
    seen: dict[str, int] = {}
    for fact, line in facts_of(document, problems):
        if fact.id in seen:
            what = f"the id {fact.id} was used on line {seen[fact.id]}"
            problems.append(Problem(file, line, what, "Give each fact its own, or drop one of the two"))
            continue
        seen[fact.id] = line
        placed.append((fact, line))
    timed = resolve_blinks([f for f, _ in placed], {f.id: Place(file, n) for f, n in placed}, problems)
    return document, list(zip(timed, (n for _, n in placed), strict=True)), problems


def read(text: str, file: str) -> Draft:
    """Read a draft for review. Raises ReviewError with the first problem when it is not in the corpus form."""
    return _read(text.removeprefix("\ufeff").replace("\r\n", "\n"), file)


# A decision is checked before it is written and shown after: the same text is asked for several times in a row.
@lru_cache(maxsize=2)
def _read(text: str, file: str) -> Draft:
    document, placed, problems = problems_of(text, file)
    if document is None or problems:
        p = min(problems, key=lambda p: p.line)
        raise ReviewError(p.file, p.line, p.what, p.todo)
    lines = text.split("\n")
    by_line = {line: fact for fact, line in placed}
    items = [
        _item(by_line[at.line], at, lines)
        for section in document.sections
        for at in placed_rows(section)
        if at.line in by_line
    ]
    return Draft(file, text, document, tuple(f for f, _ in placed), tuple(sorted(items, key=lambda i: i.rank)))


@dataclass(frozen=True)
class At:
    """Where a row stands: its section, its table (or list of steps), the attribute line, and its own line (from 1)."""

    section: Section
    block: Table | Listing
    attributes: Attributes
    line: int
    cells: dict[str, str]


def placed_rows(section: Section) -> list[At]:
    """Return the rows of the fact tables and the procedures of a section."""
    out: list[At] = []
    for block in section.blocks:
        attrs = getattr(block, "attributes", None)
        if attrs is None or not attrs.classes:
            continue
        if isinstance(block, Table) and attrs.classes[0] in TABLES:
            for row, line in zip(block.rows, block.row_lines, strict=True):
                out.append(At(section, block, attrs, line, dict(zip(block.header, row, strict=False))))
        elif isinstance(block, Listing):
            cells = {"title": attrs.get("title"), "steps": "\n".join(block.items)}
            out.append(At(section, block, attrs, attrs.line, cells))
    return out


def columns_of(at: At) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return what may be corrected in a row, and which of it may not be empty.

    An attribute that the kind demands (the connector of contacts) is written once over the table, so it is corrected for
    all its rows.
    """
    if isinstance(at.block, Listing):
        return ("title", "steps"), frozenset({"title", "steps"})
    columns = TABLES[at.attributes.classes[0]].columns
    over = tuple(a.rstrip("!") for a in columns.attributes if a.endswith("!"))
    must = (*over, *columns.required)
    order = [c for c in (*must, *columns.optional) if c != "id"]
    # The id is our own name for the row: it comes last, after what the manual says.
    return (*order, *(("id",) if "id" in at.block.header else ())), frozenset(must)


def _item(fact: Fact, at: At, lines: list[str]) -> Item:
    columns, required = columns_of(at)
    cells = {c: at.cells.get(c, at.attributes.get(c)) for c in columns}
    note, _, doubt = fact.note.partition(DOUBT)
    measured = _MEASURED.search(doubt)
    row = (
        lines[at.line - 1]
        + "".join(at.attributes.get(c) for c in columns if c not in at.cells)
        + cells.get("steps", "")
    )
    return Item(
        id=fact.id,
        kind=kind_of(fact),
        line=at.line,
        section=f"{at.section.number} {at.section.title}".strip(),
        lines=fact.source.lines,
        cells=cells,
        required=required,
        certainty=fact.certainty,
        doubt=_MEASURED.sub("", doubt) or ("" if fact.certainty != "doubtful" else "marked doubtful without a reason"),
        confidence=float(measured[1]) if measured else None,
        note=note.strip(),
        repair=fact.repair,
        says=told(fact) if kind_of(fact) in WHOLE else statement(fact),
        mark=hashlib.sha256(row.encode("utf-8", errors="replace")).hexdigest()[:16],
    )
