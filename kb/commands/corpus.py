"""check, build, audit, conflicts: the keeper's commands."""

from __future__ import annotations

import time
from pathlib import Path

import click
import msgspec

from kb.commands import text
from kb.model.errors import CorpusError


def build(corpus: Path, bundle: Path, *, force: bool, quiet: bool) -> None:
    """Build the knowledge base with a progress bar."""
    from kb.bundle import writer

    start = time.perf_counter()
    bar = text.Bar(quiet=quiet)
    built = writer.build(corpus, bundle, report=bar.show, force=force)
    bar.done()
    counts = built.manifest.counts
    if built.fresh:
        click.echo(
            f"Built {counts['facts']} facts and {counts['passages']} passages from {counts['manuals']} manuals "
            f"in {time.perf_counter() - start:.1f} s ({built.embedded} embedded anew)."
        )
    else:
        click.echo(f"Up to date: {counts['facts']} facts, {counts['passages']} passages, {counts['manuals']} manuals.")


def check(corpus: Path) -> None:
    """Check the corpus without building."""
    from kb.curation.corpus import survey

    found = survey(corpus)
    if found.problems:
        raise CorpusError(list(found.problems))
    todo = [f"{d.id}: {k}" for d in found.devices.values() for k, v in d.coverage.items() if v == "todo"]
    click.echo(
        f"The corpus is sound: {len(found.documents)} manuals, {len(found.devices)} devices, {len(found.facts)} facts."
    )
    for line in todo:
        click.echo(f"  still to do: {line}")


def audit(corpus: Path, originals: Path, *, as_json: bool) -> bool:
    """Compare every fact with the original; True when enough of them are verified."""
    from kb.curation.audit import audit as run
    from kb.curation.audit import render
    from kb.curation.corpus import load

    report = run(load(corpus), originals)
    click.echo(msgspec.json.format(msgspec.json.encode(report)).decode() if as_json else render(report))
    return report.passed


def conflicts(corpus: Path, *, as_json: bool) -> None:
    """List judged conflicts and candidates nobody has judged yet."""
    from kb.curation.conflicts import candidates
    from kb.curation.corpus import load
    from kb.model.facts import Conflict, to_json

    loaded = load(corpus)
    judged = [f for f in loaded.facts if isinstance(f, Conflict)]
    open_ones = candidates(loaded.facts, loaded.judged)
    if as_json:
        plain = {"conflicts": [to_json(f) for f in judged], "candidates": msgspec.to_builtins(open_ones)}
        click.echo(msgspec.json.format(msgspec.json.encode(plain)).decode())
        return
    for fact in judged:
        click.echo(text.titled(fact.topic, fact.id, "", ""))
        for reading in fact.readings:
            click.echo(text.wrap(reading.says, "     ", "   • "))
            click.echo(text.dim(text.wrap(text.cite(reading.source), "     ")))
        click.echo(text.wrap(fact.advice, "     ", "   → ") + "\n")
    click.echo(f"{len(judged)} judged conflicts, {len(open_ones)} candidates not yet judged.")
    for candidate in open_ones:
        click.echo("\n" + text.wrap(f"{candidate.why}: {' | '.join(candidate.facts)}", "    ", "  "))
        for line in candidate.differs:
            click.echo(text.wrap(line, "      ", "    - "))
