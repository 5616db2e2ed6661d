"""File in, draft out: `read_manual` for the blocks, `imported` for everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.curation.corpus import Place, resolve_blinks
from kb.extract.registry import facts_of
from kb.importing import draft, flowed, front
from kb.importing.blocks import Manual, lines_of
from kb.importing.errors import ImportError_
from kb.importing.found import Found
from kb.importing.recognise import recognise
from kb.ingest import html, markdown, pdf
from kb.ingest import text as text_file
from kb.model.document import Document
from kb.model.errors import Problem
from kb.model.facts import Fact, kind_of, to_json

Report = Callable[[str, int, int], None]

# A draft whose rows the corpus's own reader refuses is written again without them; more rounds than this is a defect.
ROUNDS = 5


@dataclass(frozen=True)
class Imported:
    """A manual as a draft: its text, the document and facts read back from it, and the row behind each fact."""

    manual: Manual
    text: str
    document: Document
    facts: tuple[Fact, ...]
    found: dict[str, Found]
    dropped: tuple[str, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """Return the facts as JSON values with `confidence`, `doubt` and, for a PDF, `page`."""
        out = []
        for fact in self.facts:
            found = self.found.get(fact.id)
            row = to_json(fact)
            row["kind"] = kind_of(fact)
            row["confidence"] = found.confidence if found else 0.9
            row["doubt"] = found.doubt if found else ""
            if found and found.places and found.places[0].page:
                row["page"] = found.places[0].page
            out.append(row)
        return out

    def counts(self) -> dict[str, int]:
        """Return the number of facts of each kind, most frequent first."""
        return dict(Counter(kind_of(f) for f in self.facts).most_common())


def _nothing(_what: str, _done: int, _total: int) -> None:
    return None


def read_manual(path: Path, report: Report = _nothing) -> Manual:
    """Return the blocks of a file by its content: PDF, HTML, Markdown or plain text. A PDF's pages are reported as they are read.

    Raises ImportError_ naming the file, what is wrong and what to do.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ImportError_(str(path), "this is a folder", "Name one file")
        if size > text_file.MAX_BYTES:
            raise ImportError_(
                str(path),
                f"the file has {size / 1e6:.0f} MB, more than {text_file.MAX_BYTES / 1e6:.0f} MB",
                "Give one manual at a time",
            )
        raw = path.read_bytes()
    except OSError as e:
        raise ImportError_(
            str(path), e.strerror or "it cannot be read", "Check the name and the rights of the file"
        ) from e
    return read_bytes(raw, path.name, report)


def read_bytes(raw: bytes, name: str, report: Report = _nothing) -> Manual:
    """Return the blocks of a file's bytes; `name` is used for messages and to tell Markdown from text."""
    if pdf.is_pdf(raw):
        try:
            flow = pdf.read(raw, report=lambda done, total: report("reading pages", done, total))
        except pdf.UnreadablePdfError as e:
            raise ImportError_(name, e.what, e.todo) from e
        return flowed.read(flow, file=name, raw=raw, form="pdf")
    try:
        decoded = text_file.read(raw)
    except text_file.UnreadableTextError as e:
        raise ImportError_(name, e.what, e.todo) from e
    try:
        if html.is_html("\n".join(decoded.lines[:60])):
            return flowed.read(html.read(text_file.decoded(raw)), file=name, raw=raw, form="html")
        form = "markdown" if name.lower().endswith((".md", ".markdown")) else "text"
        return flowed.marked(decoded.lines, file=name, raw=raw, form=form)
    except html.UnreadableHtmlError as e:
        raise ImportError_(name, e.what, e.todo) from e


def imported(manual: Manual, *, device: str | None = None, report: Report = _nothing) -> Imported:
    """Return the draft of a manual. The draft passes the corpus's own reader; rows that would not are left out and listed."""
    report("recognising", 1, 3)
    recognised = recognise(manual)
    head = front.guess(manual, device)
    dropped: list[str] = []
    report("writing", 2, 3)
    problems: list[Problem] = []
    for _ in range(ROUNDS):
        written = draft.write(manual, recognised, head)
        problems = []
        document = markdown.read(written.text.encode(), file=f"{head['id']}.md", problems=problems)
        if document is None:
            raise ImportError_(
                manual.source.file, f"its draft cannot be read: {problems[0]}", "Report this as a defect of Pinlight"
            )
        placed = list(facts_of(document, problems))
        seen: dict[str, int] = {}
        facts: list[Fact] = []
        for fact, line in placed:
            if fact.id in seen:
                problems.append(Problem(document.file, line, f"the id {fact.id} stands twice", ""))
            else:
                seen[fact.id] = line
                facts.append(fact)
        facts = resolve_blinks(facts, {f.id: Place(document.file, seen[f.id]) for f in facts}, problems)
        bad = {p.line for p in problems} & written.rows.keys()
        if not bad:
            break
        lost = {id(written.rows[n]) for n in bad}
        dropped += [
            f"{p.what} (lines {lines_of(written.rows[p.line].places)} of the manual)" for p in problems if p.line in bad
        ]
        recognised = replace(recognised, found=tuple(f for f in recognised.found if id(f) not in lost))
    else:
        raise ImportError_(
            manual.source.file, f"its draft cannot be read: {problems[0]}", "Report this as a defect of Pinlight"
        )
    if problems:
        raise ImportError_(
            manual.source.file, f"its draft cannot be read: {problems[0]}", "Report this as a defect of Pinlight"
        )
    report("done", 3, 3)
    by_id = {i: written.rows[line] for i, line in seen.items() if line in written.rows}
    return Imported(manual, written.text, document, tuple(facts), by_id, tuple(dropped))
