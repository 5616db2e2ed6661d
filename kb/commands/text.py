"""Human output for 80 columns: wrapped, indented, coloured only on a terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable

import click

from kb.model.facts import Fact, Source, kind_of

MAX_WIDTH = 80


def width() -> int:
    """Return the width to write for: the terminal's, at most 80."""
    return min(MAX_WIDTH, shutil.get_terminal_size((MAX_WIDTH, 24)).columns)


def wrap(text: str, indent: str = "", first: str | None = None) -> str:
    """Wrap running text to the terminal."""
    return textwrap.fill(
        text,
        width(),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def cite(source: Source, short: str = "") -> str:
    """Return the place in the manual: `SR48100H manual, edition V-01, 3.4 Protection function, lines 453-458`."""
    section = f"{source.section} {source.title}".strip()
    return f"{short or source.manual}, edition {source.edition}, {section}, lines {source.lines}"


def heading(text: str) -> str:
    """Return a bold line."""
    return click.style(text, bold=True)


def titled(title: str, word: str, indent: str = "   ", first: str | None = None) -> str:
    """Return a bold heading with a quiet word after it, wrapped together."""
    lines = wrap(f"{title}  {word}", indent, first).split("\n")
    lines[-1] = heading(lines[-1].removesuffix(word)) + dim(word)
    return "\n".join([*map(heading, lines[:-1]), lines[-1]])


def dim(text: str) -> str:
    """Return a quiet line."""
    return click.style(text, dim=True)


def doubt(fact: Fact) -> list[str]:
    """Return the lines that say a fact was mended or read with a doubt."""
    out = []
    if fact.certainty != "certain":
        out.append(wrap(f"Read as {fact.certainty}." + (f" {fact.note}" if fact.note else ""), "     ", "   ? "))
    elif fact.note:
        out.append(wrap(fact.note, "     ", "   i "))
    if fact.repair:
        out.append(wrap(f"Mended: {fact.repair}", "     ", "   ~ "))
    return out


def wires(rows: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return a wire table, columns aligned."""
    rows = list(rows)
    wide = [max((len(r[n]) for r in rows), default=0) for n in range(3)]
    return [f"     {a:>{wide[0]}} ── {signal:<{wide[2]}} ── {b}" for a, b, signal in rows]


def kind_word(fact: Fact) -> str:
    """Return the kind as a person calls it."""
    return {"led_state": "lamp", "pin": "pin", "spec": "figure"}.get(kind_of(fact), kind_of(fact))


class Bar:
    """One line per stage; a moving bar on a terminal, plain lines elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet, self.stage, self.live = quiet, "", sys.stderr.isatty()

    def show(self, what: str, done: int, total: int) -> None:
        """Show that so many of a stage's things are done."""
        if self.quiet:
            return
        if not self.live:
            if what != self.stage:
                click.echo(f"  {what} …", err=True)
            self.stage = what
            return
        full = 28
        filled = full * done // max(1, total)
        if what != self.stage and self.stage:
            click.echo("", err=True)
        click.echo(f"\r  {what:<22} {'█' * filled}{'░' * (full - filled)} {done}/{total} ", nl=False, err=True)
        self.stage = what

    def done(self) -> None:
        """End the line."""
        if self.live and self.stage and not self.quiet:
            click.echo("", err=True)
