"""`/desk` and `/desk/checks`: what is being served, whether the corpus is sound, what is still open."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from kb.bundle.store import KnowledgeBase
from kb.curation import audit, corpus
from kb.curation.conflicts import candidates
from kb.model.errors import PinlightError
from kb.model.facts import Conflict, kind_of
from kb.userdata import UserData
from webapp import bundle
from webapp.config import of_app, settings
from webapp.features.desk.pages import Checked, Disputed, Figure, Gap, OverviewPage, Problem, Row
from webapp.features.desk.view import STYLES, tabs
from webapp.offline import keeper as packs
from webapp.page import render, shell
from webapp.present.links import Link, device_link
from webapp.present.words import kind_word

_EXTENSION = "pinlight-desk-checks"
# More than a screen of problems is a corpus in the middle of an edit.
_PROBLEMS = 50
_OPEN = 50


@dataclass(frozen=True)
class _Remembered:
    """The last checks, of which corpus they were."""

    corpus: str
    checked: Checked


def overview() -> Response:
    """Serve the state of the knowledge base."""
    return _page()


def check() -> Response:
    """Check the corpus now, and compare it with the originals where they are; then show the state."""
    root = _corpus()
    if root.is_dir():
        current_app.extensions[_EXTENSION] = _Remembered(corpus.corpus_hash(root), _checked(root))
    return redirect(url_for("desk.overview", _anchor="checks"), 303)


def _page() -> Response:
    snapshot, holder = bundle.current(), bundle.holder()
    kb = snapshot.kb
    root = _corpus()
    now = corpus.corpus_hash(root) if root.is_dir() else ""
    known = current_app.extensions.get(_EXTENSION)
    checked = known.checked if isinstance(known, _Remembered) and known.corpus == now else None
    return render(
        OverviewPage(
            title="The keeper’s desk – Pinlight",
            shell=shell(),
            styles=STYLES,
            tabs=tabs("desk.overview"),
            figures=tuple(_figures(kb)),
            build=tuple(_build(kb)),
            problem=holder.problem,
            behind=bool(now) and now != kb.manifest.corpus_sha256,
            has_corpus=bool(now),
            checked=checked,
            manuals=tuple(_manuals(kb)),
            kinds=tuple(Row(kind_word(k, plural=True), str(n)) for k, n in _kinds(kb)),
            gaps=tuple(_gaps(kb)),
            conflicts=tuple(_disputed(kb)),
        )
    )


def _corpus() -> Path:
    named = os.environ.get("PINLIGHT_CORPUS", "").strip()
    return Path(named) if named else corpus.default_root()


def _figures(kb: KnowledgeBase) -> list[Figure]:
    data = UserData.open(settings().path)
    asked = sum(s.count for s in data.searches.top(10_000))
    wrong = sum(t.wrong for t in data.feedback.tallies())
    todo = sum(said == "todo" for d in kb.devices.values() for said in d.coverage.values())
    return [
        Figure(str(asked), "searches without an answer", url_for("desk.searches")),
        Figure(str(wrong), "times a card was called wrong", url_for("desk.feedback", by="wrong")),
        Figure(str(len(data.outcomes.all())), "outcomes told", url_for("desk.outcomes")),
        Figure(str(todo), "kinds of facts not read yet", "#gaps"),
        Figure(str(sum(1 for _ in kb.select("conflict"))), "open conflicts", "#conflicts"),
    ]


def _disputed(kb: KnowledgeBase) -> list[Disputed]:
    found: dict[str, list[Link]] = {}
    for fact in kb.select("conflict"):
        if isinstance(fact, Conflict) and fact.devices:
            url = url_for("conflicts.conflict", name=fact.id.partition("/")[2])
            found.setdefault(fact.devices[0], []).append(Link(fact.topic, url))
    return [Disputed(device_link(kb, d), tuple(topics)) for d, topics in found.items()]


def _build(kb: KnowledgeBase) -> list[Row]:
    m = kb.manifest
    built = datetime.fromisoformat(m.built_at)
    pack = packs.of().newest
    return [
        Row("Version", m.version),
        Row("Built", f"{built.day} {built:%B %Y, %H:%M} UTC"),
        Row("Facts", str(len(kb.facts))),
        Row("Passages", str(len(kb.passages))),
        Row("Manuals", str(len(kb.manuals))),
        Row("Devices", str(len(kb.devices))),
        Row("Encoder", f"{m.model} · {m.precision}"),
        Row("Pack for phones", f"{len(pack.body) / 1000:.0f} kB, {pack.pages} pages" if pack else "not made yet"),
    ]


def _manuals(kb: KnowledgeBase) -> list[Link]:
    counts = dict.fromkeys(kb.manuals, 0)
    for fact in kb.facts.values():
        if fact.source.manual in counts:
            counts[fact.source.manual] += 1
    return [
        Link(m.short or m.title, url_for("manuals.manual", manual_id=i), f"{counts[i]} facts")
        for i, m in kb.manuals.items()
    ]


def _kinds(kb: KnowledgeBase) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for fact in kb.facts.values():
        counts[kind_of(fact)] = counts.get(kind_of(fact), 0) + 1
    return sorted(counts.items(), key=lambda x: (-x[1], x[0]))


def _gaps(kb: KnowledgeBase) -> list[Gap]:
    """Return for each device the kinds that nobody has read yet, and those that its manuals do not hold, with the reason."""
    found: list[Gap] = []
    for device in kb.devices.values():
        todo = tuple(kind_word(k, plural=True) for k, said in device.coverage.items() if said == "todo")
        exempt = tuple(
            Row(kind_word(k, plural=True), said.partition(":")[2].strip())
            for k, said in device.coverage.items()
            if said.startswith("exempt")
        )
        if todo or exempt:
            found.append(Gap(device_link(kb, device.id), todo, exempt))
    return sorted(found, key=lambda g: not g.todo)


def _checked(root: Path) -> Checked:
    found = corpus.survey(root)
    problems = tuple(Problem(f"{p.file}:{p.line}", p.what, p.todo) for p in found.problems[:_PROBLEMS])
    open_ones = candidates(found.facts, found.judged)
    share, share_of, failed = _audit(found)
    return Checked(
        sound=not found.problems,
        problems=problems,
        more=max(0, len(found.problems) - _PROBLEMS),
        facts=len(found.facts),
        candidates=tuple(Problem(" · ".join(c.facts), c.why, "; ".join(c.differs)) for c in open_ones[:_OPEN]),
        share=share,
        share_of=share_of,
        failed=failed,
    )


def _audit(found: corpus.Corpus) -> tuple[str, str, str]:
    """Return the share of facts verified in the originals, of how many, and why it is not known."""
    originals = of_app().originals
    if originals is None:
        return (
            "",
            "",
            "Name the folder of the makers’ texts in PINLIGHT_ORIGINALS to compare every fact with its lines.",
        )
    if found.problems:
        return "", "", "The corpus has problems; mend them first."
    try:
        report = audit.audit(found, originals)
    except PinlightError as e:
        return "", "", str(e)
    return f"{report.total.share:.1%}", str(len(report.facts)), ""
