"""`/manual/<id>` and `/manual/<id>/<anchor>`."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, request, url_for

from kb.bundle.store import KnowledgeBase
from kb.model.document import FrontMatter, Section
from kb.model.errors import NotFoundError
from webapp import bundle
from webapp.features.compare.view import couples
from webapp.features.manuals import blocks, excerpts, within
from webapp.features.manuals.pages import Entry, Head, ManualPage, SectionPage
from webapp.features.search.ask import clean
from webapp.page import render, shell
from webapp.present.links import Link, device_link

bp = Blueprint("manuals", __name__, template_folder="templates")
# Words to look for in one manual, not a pasted ticket.
MAX_ASKED = 200


def _manual(kb: KnowledgeBase, manual_id: str) -> FrontMatter:
    try:
        return kb.manuals[manual_id]
    except KeyError:
        raise NotFoundError(f"There is no manual {manual_id[:80]!r}") from None


def _head(meta: FrontMatter) -> Head:
    edition = "edition not stated" if meta.edition == "not stated" else f"edition {meta.edition}"
    market = "" if meta.market in {"", "any"} else meta.market
    return Head(
        meta.title,
        meta.short or meta.title,
        edition,
        meta.date or "",
        meta.maker,
        market,
        url_for("manuals.manual", manual_id=meta.id),
    )


def _entries(kb: KnowledgeBase, manual_id: str, current: str = "") -> tuple[Entry, ...]:
    sections = kb.sections[manual_id].values()
    top = min((s.level for s in sections), default=1)
    return tuple(
        Entry(
            s.number,
            s.title,
            url_for("manuals.section", manual_id=manual_id, anchor=s.anchor),
            s.level - top + 1,
            s.anchor == current,
        )
        for s in sections
    )


@bp.get("/manual/<manual_id>")
def manual(manual_id: str) -> Response:
    """Serve the contents of a manual; with `q` the sections that have these words."""
    kb = bundle.current().kb
    meta = _manual(kb, manual_id)
    asked = clean(request.args.get("q", ""))[:MAX_ASKED]
    return render(
        ManualPage(
            title=f"{meta.short or meta.title} – Pinlight",
            shell=shell(),
            styles=("reading.css",),
            head=_head(meta),
            devices=tuple(device_link(kb, d) for d in meta.devices if d in kb.devices),
            entries=_entries(kb, manual_id),
            asked=asked,
            hits=within.search(kb, manual_id, asked),
            elsewhere=url_for("search.results", q=asked),
            couples=tuple(_couples(kb, meta)),
        )
    )


@bp.get("/manual/<manual_id>/<anchor>")
def section(manual_id: str, anchor: str) -> Response:
    """Serve one section of a manual."""
    kb = bundle.current().kb
    meta = _manual(kb, manual_id)
    found = kb.section(manual_id, anchor)
    order = list(kb.sections[manual_id].values())
    at = next(n for n, s in enumerate(order) if s.anchor == anchor)
    heading = " ".join(p for p in (found.number, found.title) if p)
    return render(
        SectionPage(
            title=f"{heading} – {meta.short or meta.title} – Pinlight",
            shell=shell(),
            styles=("reading.css",),
            head=_head(meta),
            entries=_entries(kb, manual_id, anchor),
            number=found.number,
            heading=found.title,
            lines=found.src,
            blocks=blocks.of_section(kb, manual_id, found),
            asked="",
            original=excerpts.excerpt(kb, manual_id, found.src),
            previous=_way(manual_id, order[at - 1]) if at else None,
            following=_way(manual_id, order[at + 1]) if at + 1 < len(order) else None,
        )
    )


def _couples(kb: KnowledgeBase, meta: FrontMatter) -> Iterable[Link]:
    name = meta.short or meta.title
    for couple in couples(kb):
        if name in {couple.a, couple.b}:
            other = couple.b if couple.a == name else couple.a
            yield Link(other, couple.url, f"{couple.differing} of {couple.shared} shared facts differ")


def _way(manual_id: str, to: Section) -> Link:
    return Link(
        " ".join(p for p in (to.number, to.title) if p),
        url_for("manuals.section", manual_id=manual_id, anchor=to.anchor),
    )
