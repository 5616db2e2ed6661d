"""import: a manual that just arrived becomes a draft, with what was found and how surely."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click
import msgspec

from kb.commands import text
from kb.importing.api import Imported, imported, read_manual
from kb.importing.errors import ImportError_

KIND_WORDS = {
    "pin": "contacts",
    "led_state": "lamp states",
    "blink": "blink patterns",
    "alarm": "alarms and faults",
    "dip": "DIP switch positions",
    "protocol": "protocol settings",
    "cable": "cable maps",
    "spec": "figures",
    "procedure": "procedures",
    "remedy": "troubleshooting entries",
    "faq": "questions and answers",
    "caution": "cautions",
}
# Doubtful rows shown in the summary; all of them stand in the draft.
SHOWN = 12


def run(file: Path, out: Path | None, device: str | None, *, as_json: bool) -> None:
    """Import one file; print a summary or JSON; write the draft when asked. Nothing is written when anything fails."""
    bar = _Bar()
    bar.show("reading", 0, 3)
    try:
        result = imported(read_manual(file, bar.show), device=device, report=bar.show)
    finally:
        bar.done()
    if out is not None:
        write(out, result.text)
    if as_json:
        payload = {
            "file": result.manual.source.file,
            "sha256": result.manual.source.sha256,
            "format": result.manual.source.format,
            "manual": msgspec.to_builtins(result.document.meta),
            "counts": result.counts(),
            "doubtful": sum(bool(r["doubt"]) for r in result.rows()),
            "facts": result.rows(),
            "unread": [*result.manual.unread, *result.dropped],
            "draft": str(out) if out else None,
        }
        click.echo(msgspec.json.format(msgspec.json.encode(payload)).decode())
        return
    _summary(result, out)


def write(out: Path, said: str) -> None:
    """Write a file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as e:
        raise ImportError_(
            str(out), f"the draft cannot be written ({e.strerror})", "Name a file in a folder that exists"
        ) from e
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(said)
        temporary.chmod(0o644)
        temporary.replace(out)
    except OSError as e:
        temporary.unlink(missing_ok=True)
        raise ImportError_(
            str(out), f"the draft cannot be written ({e.strerror})", "Free some space or name another file"
        ) from e


def _summary(result: Imported, out: Path | None) -> None:
    meta = result.document.meta
    click.echo(text.titled(meta.title, f"{meta.maker}, edition {meta.edition}, device {meta.devices[0]}", "  "))
    click.echo("")
    rows = result.rows()
    if not result.counts():
        click.echo(
            text.wrap("No fact tables were recognised. The text itself can be searched once it is a draft (--out).")
        )
    for kind, count in result.counts().items():
        doubtful = sum(r["kind"] == kind and bool(r["doubt"]) for r in rows)
        sure = f"{doubtful} doubtful" if doubtful else "none doubtful"
        click.echo(f"  {count:>5}  {KIND_WORDS.get(kind, kind):<26}{sure}")
    doubted = sorted((r for r in rows if r["doubt"]), key=lambda r: float(r["confidence"]))
    if doubted:
        click.echo("\n" + text.heading("To look at first"))
        for row in doubted[:SHOWN]:
            said = f"{row['id']} (lines {row['source']['lines']}, {float(row['confidence']):.2f}): {row['doubt']}"
            click.echo(text.wrap(said, "     ", "   ? "))
        if len(doubted) > SHOWN:
            click.echo(f"     and {len(doubted) - SHOWN} more")
    for what in result.dropped:
        click.echo(text.wrap(f"Left out: {what}", "     ", "   ! "))
    click.echo("")
    click.echo(
        text.wrap(
            f"Draft written to {out}. Nothing in it is published before it is reviewed."
            if out
            else "Nothing was written. --out DRAFT.md writes the draft."
        )
    )


def ask(draft: Path, question: str, limit: int, bundle: Path, *, as_json: bool) -> None:
    """Answer a question from a draft that nobody has reviewed."""
    from kb.bundle.store import open_bundle
    from kb.importing.ask import DraftIndex, read_draft

    document, facts = read_draft(draft)
    kb = open_bundle(bundle)
    answers = DraftIndex(document, facts, kb.encoder, kb.english | kb.dictionary).ask(question, limit)
    if as_json:
        payload = {
            "query": question,
            "manual": document.meta.id,
            "reviewed": False,
            "results": msgspec.to_builtins(answers),
        }
        click.echo(msgspec.json.format(msgspec.json.encode(payload)).decode())
        return
    if not answers:
        click.echo("Nothing of it stands in this draft.")
    for n, answer in enumerate(answers, 1):
        click.echo(text.heading(f"{n}. {answer.title}"))
        click.echo(text.wrap(answer.text, "   "))
        for doubt in answer.doubts:
            click.echo(text.wrap(f"Doubtful: {doubt}", "     ", "   ? "))
        click.echo(text.dim(text.wrap(f"{document.meta.title}, not reviewed, lines {answer.lines}", "   ")))


class _Bar:
    """A moving bar on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self.live = sys.stderr.isatty()

    def show(self, what: str, done: int, total: int) -> None:
        if self.live:
            full = 28
            filled = full * done // max(1, total)
            click.echo(f"\r  {'█' * filled}{'░' * (full - filled)}  {what:<16}", err=True, nl=False)

    def done(self) -> None:
        if self.live:
            click.echo("\r" + " " * 60 + "\r", err=True, nl=False)
