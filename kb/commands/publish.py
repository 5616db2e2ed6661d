"""publish: a draft whose doubtful rows are decided becomes an edition of the corpus."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands import text
from kb.importing.publish import publish


def run(draft: Path, into: Path, *, stub: bool, replace: bool) -> None:
    """Publish a draft and say what comes next."""
    done = publish(draft, into, stub=stub, replace=replace)
    click.echo(f"Published {done.facts} facts as {done.manual}.")
    for device in done.devices:
        click.echo(text.wrap(f"Begun: {device}. Read it over; kinds without a fact are todo.", "  "))
    click.echo(
        text.wrap(
            "Its paragraphs are the maker's words as they were imported. Before you pass this corpus on, write them anew "
            "(corpus/README.md)."
        )
    )
    click.echo("Next: pinlight check, pinlight build")
