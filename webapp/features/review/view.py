"""From drafts and their originals to what the review's pages show."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from flask import url_for

from kb.bundle.store import KnowledgeBase
from kb.curation.compare import compare
from kb.curation.corpus import default_root
from kb.importing import beside, decide, drafts, head, jobs, pageview, propose
from kb.importing.beside import Beside, Spot
from kb.importing.blocks import Box
from kb.importing.review import Draft, Item
from kb.model.errors import NotFoundError, PinlightError
from webapp.config import of_app
from webapp.features.compare import view as comparing
from webapp.features.compare.pages import Kind
from webapp.features.desk.view import STYLES as DESK
from webapp.features.review.pages import Card, Choice, DraftRow, Field, OriginalLine, Picture, QueueRow, Running
from webapp.present.links import Link
from webapp.present.words import kind_word

STYLES = (*DESK, "reading.css", "review.css")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
# Cells of this length are shown in a field of several lines.
_LONG = 56
# Pages beside a row: a table is torn over two, never over more.
_PAGES = 2
# Points shown around what a row was read from, and the smallest part of a page: enough to see the table's header.
_ROOM = 48
_WIDE, _TALL = 330, 170
# Forms that a cell has to keep (corpus/README.md section 3).
_HINTS = {
    "lamps": "RUN: green flash 0.5/1.5; ALM: off",
    "lamp": "ALM: red flash",
    "dip": "1=ON 2=OFF",
    "pins": "4-7 CAN-H; 5-8 CAN-L",
    "position": "ON or OFF",
    "safety": "stop-using, or nothing",
    "actions": "steps in order, parted by ;",
    "checks": "steps in order, parted by ;",
    "steps": "one step on each line",
    "brands": "parted by ;",
    "on_s": "seconds lit",
    "off_s": "seconds dark",
    "id": "our own short name for the row",
}


def folder() -> Path:
    """Return the folder of drafts. Raises NotFoundError where none was chosen."""
    found = of_app().drafts
    if found is None or not found.is_dir():
        raise NotFoundError("There is no folder of drafts: name one in PINLIGHT_DRAFTS")
    return found


def corpus() -> Path:
    """Return the corpus that drafts are published into."""
    named = os.environ.get("PINLIGHT_CORPUS", "").strip()
    return Path(named) if named else default_root()


def path_of(name: str) -> Path:
    """Return the file of a draft. Raises NotFoundError for a name that is none."""
    path = folder() / f"{name}.md"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFoundError(f"There is no draft {name[:60]!r}")
    return path


def listed() -> tuple[DraftRow, ...]:
    """Return the drafts, those with the most left to decide first."""
    out = []
    for path in folder().glob("*.md"):
        if not _NAME.fullmatch(path.stem):
            continue
        url = url_for("review.draft", name=path.stem)
        try:
            draft = drafts.load(path)
        except PinlightError as e:
            out.append(DraftRow(path.stem, path.name, url, 0, 0, "0", str(e)))
            continue
        left, rows = len(draft.undecided), len(draft.items)
        title = draft.document.meta.title
        out.append(DraftRow(title, path.name, url, left, rows, _share(rows - left, rows), ""))
    return tuple(sorted(out, key=lambda d: (-d.left, d.file)))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "100"


def running(job: jobs.Job) -> Running:
    """Return an import as it is shown."""
    url = url_for("review.job", job_id=job.id)
    return Running(job.id, job.file, job.state, job.what, _share(job.done, job.total), job.error, url)


def choices(draft: Draft, kind: str, name: str) -> tuple[Choice, ...]:
    """Return the filters by kind."""
    counts = [(k, left) for k, (_, left) in draft.counts().items() if left]
    every = Choice("All", url_for("review.draft", name=name), len(draft.undecided), not kind)
    return (
        every,
        *(
            Choice(kind_word(k, plural=True), url_for("review.draft", name=name, kind=k), n, k == kind)
            for k, n in counts
        ),
    )


def chosen(draft: Draft, row: str, kind: str) -> Item | None:
    """Return the row that is shown: the named one, else the least sure of those that wait."""
    named = next((i for i in draft.items if i.id == row), None)
    return named or next(iter(queue(draft, kind)), None)


def queue(draft: Draft, kind: str) -> tuple[Item, ...]:
    """Return the rows that wait, of one kind when it is named."""
    return tuple(i for i in draft.undecided if not kind or i.kind == kind)


def card(draft: Draft, item: Item, name: str, kind: str, typed: dict[str, str] | None = None) -> Card:
    """Return the row as it is decided; `typed` is what a person had written when it was refused."""
    waiting = [i.id for i in queue(draft, kind)]
    at = waiting.index(item.id) if item.id in waiting else -1
    shared = decide.shared(draft, item)
    fields = tuple(
        _field(c, (typed or {}).get(c, v), required=c in item.required, shared=c in shared)
        for c, v in item.cells.items()
    )
    # What the manual did not say and our own id are out of the way until somebody wants them.
    aside = {f.name for f in fields if f.name == "id" or not (f.value or f.required)}
    around = [waiting[n] if 0 <= n < len(waiting) and at >= 0 else "" for n in (at - 1, at + 1)]
    previous, following = (url_for("review.draft", name=name, kind=kind or None, row=i) if i else "" for i in around)
    return Card(
        id=item.id,
        mark=item.mark,
        kind=kind_word(item.kind),
        says=item.says,
        doubt=item.doubt,
        sure=f"{item.confidence:.0%}" if item.confidence is not None else "",
        note=item.note,
        repair=item.repair,
        where=f"{item.section}, lines {item.lines}",
        state=item.certainty,
        undecided=item.undecided,
        likely=item.certainty == "likely",
        fields=tuple(f for f in fields if f.name not in aside),
        more=tuple(f for f in fields if f.name in aside),
        previous=previous,
        following=following,
    )


def _field(name: str, value: str, *, required: bool, shared: bool = False) -> Field:
    return Field(
        name=name,
        label=name.replace("_", " "),
        value=value,
        long=len(value) > _LONG or "\n" in value or name == "steps",
        required=required,
        shared=shared,
        hint=_HINTS.get(name, ""),
    )


def head_fields(draft: Draft, typed: dict[str, str] | None = None) -> tuple[Field, ...]:
    """Return what is still to be filled in at the head of a draft."""
    return tuple(_field(k, (typed or {}).get(k, ""), required=True) for k in head.missing(draft))


def listed_row(item: Item, name: str, kind: str, current: str) -> QueueRow:
    """Return a row of the list below."""
    sure = f"{item.confidence:.0%} sure" if item.confidence is not None else ""
    told = sure if item.undecided else item.certainty
    detail = " · ".join(x for x in (kind_word(item.kind), told) if x)
    url = url_for("review.draft", name=name, kind=kind or None, row=item.id)
    return QueueRow(url, item.says, detail, item.id == current)


def original(path: Path, draft: Draft) -> Beside | None:
    """Return the original of a draft as it was read at its import; a PDF from elsewhere is not read here."""
    named = draft.document.meta.original
    found = beside.find(named, (path.with_suffix(""), path.parent, of_app().originals))
    if found is None:
        return None
    kept = path.with_suffix("") / jobs.BESIDE
    try:
        if kept.is_file() and found.parent == kept.parent:
            return _kept(found, kept, kept.stat().st_mtime_ns)
        return None if found.suffix.lower() == ".pdf" else beside.open_beside(found)
    except (PinlightError, OSError):
        return None


@lru_cache(maxsize=4)
def _kept(path: Path, kept: Path, _changed: int) -> Beside:
    return beside.from_kept(path, kept.read_bytes())


def lines(found: Beside | None, item: Item | None) -> tuple[OriginalLine, ...]:
    """Return the lines beside a row."""
    if found is None or item is None:
        return ()
    return tuple(OriginalLine(x.number, x.text, x.cited, x.gap) for x in found.excerpt(item.lines))


def pictures(found: Beside | None, item: Item | None, name: str, path: Path) -> tuple[Picture, ...]:
    """Return the parts of the pages that a row was read from."""
    if found is None or item is None or found.path.suffix.lower() != ".pdf":
        return ()
    by_page: dict[int, list[Spot]] = {}
    for spot in found.spots(item.lines):
        by_page.setdefault(spot.page, []).append(spot)
    out = []
    for page, spots in list(by_page.items())[:_PAGES]:
        try:
            drawn = pageview.picture(found.path, page, pages_of(path))
        except PinlightError:
            continue
        boxes = [s.box for s in spots if s.box is not None]
        out.append(
            Picture(
                url=url_for("review.page", name=name, page=page),
                page=page,
                width=drawn.width,
                height=drawn.height,
                view=" ".join(map(str, _part(boxes, drawn.width, drawn.height))),
                boxes=tuple(
                    (
                        f"{b.left - 1:.1f}",
                        f"{b.top - 1:.1f}",
                        f"{b.right - b.left + 2:.1f}",
                        f"{b.bottom - b.top + 2:.1f}",
                    )
                    for b in boxes
                ),
            )
        )
    return tuple(out)


def _part(boxes: list[Box], width: int, height: int) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the part of a page around what a row was read from."""
    if not boxes:
        return 0, 0, width, height
    left = max(0, int(min(b.left for b in boxes)) - _ROOM)
    top = max(0, int(min(b.top for b in boxes)) - _ROOM)
    right = min(width, max(int(max(b.right for b in boxes)) + _ROOM, left + _WIDE))
    bottom = min(height, max(int(max(b.bottom for b in boxes)) + _ROOM, top + _TALL))
    left, top = max(0, min(left, right - _WIDE)), max(0, min(top, bottom - _TALL))
    return left, top, right - left, bottom - top


def pages_of(path: Path) -> Path:
    """Return where the drawn pages of a draft's original are kept."""
    return path.with_suffix("") / "pages"


def missing_devices(draft: Draft) -> tuple[str, ...]:
    """Return the products of a draft that have no file in the corpus."""
    known = {p.stem for p in (corpus() / "devices").glob("*.yaml")}
    named = (*draft.document.meta.devices, *(d for f in draft.facts for d in f.devices))
    return tuple(d for d in dict.fromkeys(named) if d not in known)


def editions(kb: KnowledgeBase, draft: Draft, name: str) -> tuple[Link, ...]:
    """Return the editions that a draft may be compared with, those of the same product first."""
    same = propose.sharing(draft.document.meta.devices, kb.manuals)
    order = (*same, *(m for m in kb.manuals if m not in same))
    return tuple(
        Link(
            kb.manuals[m].short or kb.manuals[m].title,
            url_for("review.compare", name=name, manual=m),
            "the same product" if m in same else "",
        )
        for m in order
    )


def compared(kb: KnowledgeBase, draft: Draft, manual: str, name: str) -> tuple[dict[str, int], tuple[Kind, ...]]:
    """Return the comparison of an edition (first) with a draft: counts by state, and by kind; draft facts lead to their rows."""
    pairs = compare(kb.select(manual=manual), draft.facts)
    totals: dict[str, int] = {}
    for p in pairs:
        totals[p.state] = totals.get(p.state, 0) + 1
    rows = {i.id for i in draft.items}

    def here(fact_id: str) -> str:
        known = fact_id if fact_id in rows else None
        return url_for("review.draft", name=name, row=known)

    kinds = []
    for kind in comparing.kinds(kb, pairs):
        own = [p for p in pairs if p.kind.replace("_", "-") == kind.anchor]
        differ = [p.b.id for p in own if p.state == "differs" and p.b]
        added = [p.b.id for p in own if p.state == "only-b" and p.b]
        kinds.append(
            replace(
                kind,
                differs=tuple(replace(t, b=here(i)) for t, i in zip(kind.differs, differ, strict=True)),
                only_b=tuple(replace(x, url=here(i)) for x, i in zip(kind.only_b, added, strict=True)),
            )
        )
    return totals, tuple(kinds)
