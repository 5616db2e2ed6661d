"""eval: how well search answers the question set, or a benchmark of other people."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kb.commands import text

if TYPE_CHECKING:
    from kb.evals.beyond import Detail


def questions(bundle: Path, file: Path, split: str, *, as_json: bool) -> None:
    """Ask the questions of a file and print a table and the misses. Raises CorpusError for a file that is none."""
    from kb.bundle.store import open_bundle
    from kb.evals import questions as q
    from kb.model.facts import base_id
    from kb.search.engine import Engine

    engine = Engine(open_bundle(bundle))
    asked = [x for x in q.load(file) if split in {"all", x.split}]
    q.check(asked, engine.kb.facts, file)
    outcomes = q.ask(engine, asked)
    rows = q.table(outcomes)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(rows)).decode())
        return
    click.echo(
        text.heading(
            f"{'group':<26}{'n':>4} {'first':>6} {'in 3':>6} {'MRR':>6} {'nDCG':>6} {'refused':>8} {'abstain':>8}"
        )
    )
    for row in rows:
        figures = (row.first, row.third, row.mrr, row.ndcg)
        rates = (row.refused, row.abstained)
        cells = "".join(f" {_share(v):>6}" for v in figures) + "".join(f" {_share(v):>8}" for v in rates)
        click.echo(f"{row.group[:26]:<26}{row.questions:>4}{cells}")
    click.echo(f"\nmedian {rows[0].p50_ms:.1f} ms, 95th percentile {rows[0].p95_ms:.1f} ms a question\n")
    for o in outcomes:
        right = {base_id(a) for a in o.question.answers}
        if o.question.unanswerable and o.answered:
            click.echo(text.wrap(f"answered, should not: {o.question.text} → {', '.join(o.ranked[:2])}", "    ", "  "))
        elif not o.question.unanswerable and not o.answered:
            click.echo(text.wrap(f"refused: {o.question.text} ({o.question.answers[0]})", "    ", "  "))
        elif not o.question.unanswerable and not right & set(o.ranked[:1]):
            click.echo(
                text.wrap(f"not first: {o.question.text} → {o.ranked[0]}, wanted {o.question.answers[0]}", "    ", "  ")
            )


def _share(value: float) -> str:
    return "–" if value != value else f"{value:.3f}"  # noqa: PLR0124 - the one number that differs from itself is NaN


def benchmark(bundle: Path, folder: Path, *, as_json: bool) -> None:
    """Run the engine without device knowledge on a BEIR-format folder."""
    from kb.bundle.store import open_bundle
    from kb.evals import beir

    kb = open_bundle(bundle)
    bar = text.Bar(quiet=as_json)
    scores = beir.run(folder, kb.encoder, kb.english | kb.dictionary, bar.show)
    bar.done()
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(scores)).decode())
        return
    click.echo(f"{scores.name}: {scores.texts} texts, {scores.queries} judged queries")
    click.echo(f"  nDCG@10 {scores.ndcg10:.4f}   hit@1 {scores.hit1:.4f}   recall@10 {scores.recall10:.4f}")
    click.echo(f"  median {scores.p50_ms:.1f} ms, 95th percentile {scores.p95_ms:.1f} ms a query")


def imports(corpus: Path, originals: Path | None, *, as_json: bool) -> None:
    """Import the originals and the golden manuals and print precision and recall, each wrong row with its doubt mark."""
    from kb.evals import beyond, golden
    from kb.evals.extraction import total

    compared = [(x, "original") for x in golden.originals(corpus, originals)] if originals is not None else []
    compared += [(x, "golden, held back" if held else "golden") for x, held in golden.pairs(golden.default_folder())]
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode([golden.plain(x, group) for x, group in compared])).decode())
        return
    columns = (("pin", "connector", "connector"), ("alarm", "cause", "cause"), ("alarm", "actions", "actions"))

    def besides(details: Iterable[Detail], kind: str = "") -> str:
        """The columns of what is said besides the keys: of its own kind in a row, of all kinds in the last one."""
        told = {(d.kind, d.what): f"{d.agreed}/{d.compared}" for d in details}
        return "".join(f" {told.get((k, w), '') if k == kind or not kind else '':>9}" for k, w, _ in columns)

    head = f"{'':<40}{'found':>6} {'right':>6} {'wanted':>6} {'P':>6} {'P sure':>7} {'R':>6}"
    head += "".join(f" {name:>9}" for *_, name in columns)
    for comparison, group in compared:
        click.echo(text.heading(f"{comparison.manual} ({group})"))
        click.echo(text.dim(head))
        for score in [*(s for s in comparison.scores if s.found or s.wanted), comparison.core]:
            rates = f" {_share(score.precision):>6} {_share(score.sure_precision):>7} {_share(score.recall):>6}"
            own = besides(comparison.details, score.kind) if score is not comparison.core else ""
            click.echo(f"  {score.kind:<38}{score.found:>6} {score.right:>6} {score.wanted:>6}{rates}{own}".rstrip())
        for kind, what, doubt in comparison.wrong:
            click.echo(
                text.wrap(f"wrong {kind}: {what}. {f'Doubt: {doubt}' if doubt else 'No doubt mark!'}", "      ", "    ")
            )
        click.echo("")
    for group in dict.fromkeys(g for _, g in compared):
        score = total((x.core for x, g in compared if g == group), group)
        click.echo(
            f"{group}: precision {_share(score.precision)}, without doubt mark {_share(score.sure_precision)}, "
            f"recall {_share(score.recall)} of {score.wanted} facts"
        )
        summed = beyond.total(d for x, g in compared if g == group for d in x.details)
        if summed:
            said = ", ".join(f"{d.what} of {d.agreed} of {d.compared} {d.kind}s" for d in summed)
            click.echo(text.wrap(f"agreed besides the keys: {said}", "  ", "  "))


def tickets(bundle: Path, corpus: Path, split: str, *, as_json: bool) -> None:
    """Answer the project's tickets and print a table and the misses. Raises CorpusError when a ticket is wrong."""
    from kb.bundle.store import open_bundle
    from kb.evals import tickets as t
    from kb.model.errors import CorpusError
    from kb.search.engine import Engine

    kb = open_bundle(bundle)
    found = t.load(corpus / "tickets")
    problems = t.check(kb, found)
    if problems:
        raise CorpusError(problems)
    outcomes = t.run(Engine(kb), [x for x in found if split in {"all", x.split}])
    rows = t.table(outcomes)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(rows)).decode())
        return
    heads = ("device", "cause", "fact", "danger", "asked", "answer")
    click.echo(text.heading(f"{'group':<13}{'n':>4}" + "".join(f"{h:>8}" for h in heads) + f"{'wrong':>7}{'false':>6}"))
    for r in rows:
        shares = (r.device, r.cause, r.fact, r.danger, r.asked, r.answered)
        click.echo(
            f"{r.group:<13}{r.tickets:>4}"
            + "".join(f"{_share(v):>8}" for v in shares)
            + f"{r.proposed:>7}{r.ungrounded:>6}"
        )
    note = (
        "wrong: proposals to tickets that the manuals do not cover. false: figures, codes and colours in replies that the "
        f"facts cited do not say. Median {rows[0].p50_ms:.0f} ms, 95th percentile {rows[0].p95_ms:.0f} ms, worst {rows[0].worst_ms:.0f} ms."
    )
    click.echo(f"\n{text.wrap(note)}\n")
    for o in outcomes:
        for miss in t.misses(o):
            click.echo(text.wrap(f"{o.ticket.id}: {miss}", "    ", "  "))
