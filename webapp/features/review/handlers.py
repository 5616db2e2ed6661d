"""What the pages of `/desk/review` do: drafts, uploads, decisions, comparing, publishing. routes.py guards and calls them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kb.importing import decide, drafts, head, jobs, pageview, propose
from kb.importing.decide import Decision
from kb.importing.errors import ImportError_
from kb.importing.front import TODO
from kb.importing.publish import PublishError, publish
from kb.importing.review import Draft, ReviewError
from kb.ingest.text import MAX_BYTES
from kb.model.errors import NotFoundError, QueryError
from webapp import bundle, errors
from webapp.features.desk.pages import Problem
from webapp.features.desk.view import tabs
from webapp.features.review import view
from webapp.features.review.pages import DraftComparePage, DraftPage, DraftsPage, ImportPage
from webapp.page import render, shell

# Seconds between two looks at an import; the page asks again by itself, without script.
_AGAIN = "2"
_TAB = "review.drafts"
_SHOWN = 300
# A form around the file: its fields and boundaries.
_AROUND = 64 * 1024


def cannot(e: ReviewError | ImportError_) -> AnyResponse:
    """Say what is wrong with a draft or an original that cannot be read."""
    what, todo = (e.problem.what, e.problem.todo) if isinstance(e, ReviewError) else (e.what, e.todo)
    place = f"{e.problem.file}, line {e.problem.line}" if isinstance(e, ReviewError) else e.file
    return errors.answer(errors.Said(409, "unreadable", f"{place}: {what}.", f"{todo.rstrip('.')}."))


def overview() -> AnyResponse:
    """Serve the drafts and the upload."""
    return _drafts()


def _drafts(wrong: str = "", status: int = 200) -> AnyResponse:
    off = ""
    try:
        home = view.folder()
    except NotFoundError as e:
        off, home = str(e.args[0]), None
    return render(
        DraftsPage(
            title="Imports – Pinlight",
            shell=shell(),
            styles=view.STYLES,
            tabs=tabs(_TAB),
            off=off,
            drafts=view.listed() if home else (),
            running=tuple(view.running(j) for j in jobs.jobs(home)) if home else (),
            suffixes=",".join(jobs.SUFFIXES),
            megabytes=MAX_BYTES // 1_000_000,
            wrong=wrong,
        ),
        status,
    )


def upload() -> AnyResponse:
    """Take a file and import it in a process of its own."""
    # The one place that takes more than a form: bounded by what the import itself would read.
    request.max_content_length = MAX_BYTES + _AROUND
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _drafts("Choose a file first.", 422)
    try:
        job = jobs.start(view.folder(), sent.filename, sent.stream, request.form.get("device", "").strip()[:60])
    except QueryError as e:
        return _drafts(f"{e}.", 422)
    return redirect(url_for("review.job", job_id=job.id), 303)


def job(job_id: str) -> AnyResponse:
    """Serve how an import stands; one that is done leads to its draft."""
    found = jobs.status(view.folder(), job_id)
    if found.state == "done":
        return redirect(url_for("review.draft", name=found.draft), 303)
    page = ImportPage(
        title=f"{found.file} – Pinlight",
        shell=shell(),
        styles=view.STYLES,
        tabs=tabs(_TAB),
        job=view.running(found),
    )
    response = render(page)
    if found.state == "running":
        response.headers["Refresh"] = _AGAIN
    return response


def dismiss(job_id: str) -> AnyResponse:
    """Forget an import that failed."""
    jobs.dismiss(view.folder(), job_id)
    return redirect(url_for("review.drafts"), 303)


def draft(name: str) -> AnyResponse:
    """Serve a draft: the row that is asked for, or the least sure of those that wait."""
    return _draft(name)


def _draft(
    name: str,
    *,
    row: str | None = None,
    problem: str = "",
    problems: tuple[Problem, ...] = (),
    typed: Mapping[str, str] | None = None,
    done: str = "",
    status: int = 200,
) -> AnyResponse:
    path = view.path_of(name)
    found = drafts.load(path)
    kind = request.args.get("kind", "")
    kind = kind if any(i.kind == kind for i in found.items) else ""
    item = view.chosen(found, request.args.get("row", "") if row is None else row, kind)
    beside = view.original(path, found)
    meta = found.document.meta
    left, rows = len(found.undecided), len(found.items)
    current = item.id if item else ""
    corpus = view.corpus()
    return render(
        DraftPage(
            title=f"{meta.title} – Pinlight",
            shell=shell(),
            styles=view.STYLES,
            scripts=("review.js",),
            tabs=tabs(_TAB),
            name=name,
            heading=meta.title,
            about=", ".join(
                [
                    *(
                        x
                        for x, said in ((meta.maker, meta.maker), (f"edition {meta.edition}", meta.edition))
                        if said != TODO
                    ),
                    meta.original.file,
                ]
            ),
            rows=rows,
            left=left,
            dropped=len(found.dropped),
            width=f"{100 * (rows - left) / rows:.1f}" if rows else "100",
            kinds=view.choices(found, kind, name) if left else (),
            card=view.card(found, item, name, kind, dict(typed or {})) if item else None,
            lines=view.lines(beside, item),
            pictures=view.pictures(beside, item, name, path),
            original=meta.original.file,
            queue=tuple(view.listed_row(i, name, kind, current) for i in view.queue(found, kind)[:_SHOWN]),
            decided=tuple(view.listed_row(i, name, "", current) for i in found.items if not i.undecided)[:_SHOWN],
            head=view.head_fields(found, dict(typed or {})),
            editions=view.editions(bundle.current().kb, found, name),
            can_publish=(corpus / "manuals").is_dir(),
            stubs=view.missing_devices(found),
            problem=problem,
            problems=problems,
            done=done,
        ),
        status,
    )


def decided(name: str) -> AnyResponse:
    """Write a decision; then the next row. What cannot be written is said beside the row, with what was typed."""
    path, row, form = view.path_of(name), request.form.get("row", ""), request.form
    now = drafts.load(path)
    try:
        item = now.item(row)
        following = _following(now, row)
        # The row as the page showed it: what another changed meanwhile is not written over.
        drafts.decide(path, _decision(now, row, form), expected=replace(item, mark=form.get("mark", "")))
    except (ReviewError, NotFoundError) as e:
        typed = {k.removeprefix("cell-"): v for k, v in form.items() if k.startswith("cell-")}
        return _draft(name, row=row, problem=_said(e), typed=typed, status=409)
    kind = request.args.get("kind", "")
    return redirect(url_for("review.draft", name=name, kind=kind or None, row=following or None), 303)


def _following(draft: Draft, row: str) -> str:
    """Return the row after this one, of those that wait; a row that was decided already is shown again."""
    waiting = [i.id for i in view.queue(draft, request.args.get("kind", ""))]
    if row not in waiting:
        return row
    at = waiting.index(row)
    return waiting[at + 1] if at + 1 < len(waiting) else ""


def _decision(draft: Draft, row: str, form: Mapping[str, str]) -> Decision:
    if form.get("do") == "drop":
        return functools.partial(decide.drop, item_id=row, why=form.get("why", ""))
    sure: decide.Sure = "likely" if form.get("likely") else "certain"
    cells = draft.item(row).cells
    # A browser sends lines with CR LF; what differs from the row is a correction, whichever button was pressed.
    sent = {c: form[f"cell-{c}"].replace("\r\n", "\n") for c in cells if f"cell-{c}" in form}
    changed = {c: v for c, v in sent.items() if v.strip() != cells[c]}
    if changed:
        return functools.partial(decide.correct, item_id=row, values=changed, sure=sure)
    return functools.partial(decide.accept, item_id=row, sure=sure)


def _said(e: Exception) -> str:
    if isinstance(e, ReviewError):
        # The page says by itself that nothing was changed.
        todo = e.problem.todo.removesuffix("Nothing was changed").rstrip(". ")
        return f"{e.problem.what[:1].upper()}{e.problem.what[1:]}. {todo}."
    return f"{e.args[0] if e.args else e}."


def fill(name: str) -> AnyResponse:
    """Fill in the head of a draft."""
    path = view.path_of(name)
    values = {k: v for k in head.KEYS if (v := request.form.get(f"cell-{k}", "").strip())}
    try:
        drafts.decide(path, functools.partial(head.fill, values=values))
    except ReviewError as e:
        return _draft(name, problem=_said(e), typed=values, status=409)
    return redirect(url_for("review.draft", name=name), 303)


def published(name: str) -> AnyResponse:
    """Put a decided draft into the corpus, or say everything that stands in the way."""
    path = view.path_of(name)
    stub, over = bool(request.form.get("stub")), bool(request.form.get("replace"))
    try:
        done = publish(path, view.corpus() / "manuals", stub=stub, replace=over)
    except PublishError as e:
        problems = tuple(Problem(f"{p.file}, line {p.line}", p.what, p.todo) for p in e.problems)
        return _draft(name, problems=problems, status=409)
    begun = "".join(f" Begun: {p.name}." for p in done.devices)
    return _draft(name, done=f"{done.facts} facts stand in the corpus now as {done.manual.name}.{begun}")


def page(name: str, page: str) -> AnyResponse:
    """Serve a page of the draft's PDF as a picture."""
    path = view.path_of(name)
    found = view.original(path, drafts.load(path))
    if found is None or found.path.suffix.lower() != ".pdf" or page not in {str(p.page) for p in found.places}:
        raise NotFoundError("There is no such page")
    drawn = pageview.picture(found.path, int(page), view.pages_of(path))
    # A copy, not the file: nothing stays open, and no address of the desk is kept by a browser.
    return Response(drawn.path.read_bytes(), mimetype="image/png", headers={"Cache-Control": "no-store"})


_TOTALS = {"differs": "changed", "only-b": "added", "only-a": "dropped", "equal": "alike"}


def compare(name: str, manual: str) -> AnyResponse:
    """Serve what a draft changes against an edition, and what it contradicts."""
    kb = bundle.current().kb
    if manual not in kb.manuals:
        raise NotFoundError(f"There is no manual {manual[:80]!r}")
    found = drafts.load(view.path_of(name))
    totals, kinds = view.compared(kb, found, manual, name)
    told = kb.manuals[manual]
    against = propose.proposals(found.facts, {manual: tuple(kb.select(manual=manual))}, kb.conflict_of)
    return render(
        DraftComparePage(
            title=f"{found.document.meta.title} and {told.short or told.title} – Pinlight",
            shell=shell(),
            styles=view.STYLES,
            tabs=tabs(_TAB),
            heading=found.document.meta.title,
            a=told.short or told.title,
            b="the draft",
            back=url_for("review.draft", name=name),
            totals=tuple((said, totals.get(state, 0)) for state, said in _TOTALS.items()),
            kinds=kinds,
            stranger=not set(told.devices) & set(found.document.meta.devices),
            conflicts=propose.as_yaml(against),
            found=len(against),
        )
    )
