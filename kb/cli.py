"""The command line: `pinlight build`, `facts`, `show`, `search`, `calc`, `conflicts`, `check`, `audit`, `serve`."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Any

import click

import kb.threads  # noqa: F401 - must come before numpy
from kb import __version__
from kb.model.errors import PinlightError


class _Group(click.Group):
    """A group whose errors are sentences: a PinlightError prints its text and exits with 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PinlightError as e:
            click.echo(f"pinlight: {e}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            # The reader (`| head`) went away; that is no failure of ours.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


def _corpus_default() -> Path:
    from kb.curation.corpus import default_root

    return default_root()


def _bundle_default() -> Path:
    from kb.bundle.swap import default_root

    return default_root()


corpus_option = click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    envvar="PINLIGHT_CORPUS",
    default=_corpus_default,
    help="Corpus folder.",
    show_default="the project's own",
)
bundle_option = click.option(
    "--bundle",
    type=click.Path(path_type=Path),
    envvar="PINLIGHT_BUNDLE",
    default=_bundle_default,
    help="Folder of the built knowledge base.",
    show_default="build/kb",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="pinlight")
def main() -> None:
    """What the light means, which pin is which, and what to do next — from the manuals, with the place in the manual."""


@main.command()
@corpus_option
@bundle_option
@click.option("--force", is_flag=True, help="Build even when nothing changed.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def build(corpus: Path, bundle: Path, *, force: bool, quiet: bool) -> None:
    """Build the knowledge base; only what changed is embedded again."""
    from kb.commands import corpus as commands

    commands.build(corpus, bundle, force=force, quiet=quiet)


@main.command()
@corpus_option
def check(corpus: Path) -> None:
    """Check the corpus without building."""
    from kb.commands import corpus as commands

    commands.check(corpus)


@main.command()
@click.option(
    "--originals",
    type=click.Path(path_type=Path),
    envvar="PINLIGHT_ORIGINALS",
    required=True,
    help="Folder with the manufacturers' texts.",
)
@corpus_option
@json_option
def audit(originals: Path, corpus: Path, *, as_json: bool) -> None:
    """Compare every fact with the original lines it cites."""
    from kb.commands import corpus as commands

    if not commands.audit(corpus, originals, as_json=as_json):
        raise SystemExit(1)


@main.command()
@corpus_option
@json_option
def conflicts(corpus: Path, *, as_json: bool) -> None:
    """List where manuals disagree, and candidates not yet judged."""
    from kb.commands import corpus as commands

    commands.conflicts(corpus, as_json=as_json)


@main.command()
@click.option("--kind", help="Only this kind: led_state, blink, alarm, pin, cable, …")
@click.option("--device", help="Only this device.")
@click.option("--manual", help="Only this manual.")
@bundle_option
@json_option
def facts(kind: str | None, device: str | None, manual: str | None, bundle: Path, *, as_json: bool) -> None:
    """List the facts of the knowledge base."""
    from kb.commands import lookup

    lookup.facts(bundle, kind, device, manual, as_json=as_json)


@main.command()
@click.argument("fact_id", metavar="ID")
@bundle_option
@json_option
def show(fact_id: str, bundle: Path, *, as_json: bool) -> None:
    """Show one fact with its source."""
    from kb.commands import lookup

    lookup.show(bundle, fact_id, as_json=as_json)


@main.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--device", help="Only this device.")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="At most so many results.")
@click.option("--draft", type=click.Path(path_type=Path), help="Ask an imported manual that nobody has reviewed.")
@bundle_option
@json_option
def search(
    text: tuple[str, ...], device: str | None, limit: int, draft: Path | None, bundle: Path, *, as_json: bool
) -> None:
    """Answer a question from the manuals."""
    if draft is not None:
        from kb.commands import importing

        importing.ask(draft, " ".join(text), limit, bundle, as_json=as_json)
        return
    from kb.commands import lookup

    lookup.search(bundle, " ".join(text), device, limit, as_json=as_json)


@main.command()
@click.argument("calculator", metavar="[ID]", required=False)
@click.argument("inputs", metavar="[NAME=VALUE]...", nargs=-1)
@click.option("--list", "as_list", is_flag=True, help="List the calculators with their inputs.")
@bundle_option
@json_option
def calc(calculator: str | None, inputs: tuple[str, ...], bundle: Path, *, as_list: bool, as_json: bool) -> None:
    """Work out a calculator, as in `calc sr48100h-bank packs=4`.

    Where the manuals give no answer for these inputs, a sentence says what they allow and why ("refused": true in
    the JSON). Only an input that cannot be read ends with exit code 1.
    """
    from kb.commands import calc as commands

    commands.calc(bundle, calculator, inputs, as_list=as_list, as_json=as_json)


@main.command()
@click.argument("device")
@click.argument("connector", required=False)
@bundle_option
@json_option
def pinout(device: str, connector: str | None, bundle: Path, *, as_json: bool) -> None:
    """Draw a device's connectors with every contact."""
    from kb.commands import wiring

    wiring.pinout(bundle, device, connector, as_json=as_json)


@main.command()
@click.argument("device")
@click.argument("brand")
@click.option("--packs", type=click.IntRange(1, 999), help="Add the inverter's settings for so many batteries.")
@bundle_option
@json_option
def cable(device: str, brand: str, packs: int | None, bundle: Path, *, as_json: bool) -> None:
    """Draw the cable from a device to a brand, with DIP switches."""
    from kb.commands import wiring

    wiring.cable(bundle, device, brand, packs, as_json=as_json)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--embed-origin", "origins", multiple=True, metavar="URL", help="A site that may hold the widget; may be repeated."
)
@bundle_option
def serve(host: str, port: int, origins: tuple[str, ...], bundle: Path) -> None:
    """Serve the web app and the API."""
    # What a start makes stays: looking for garbage in it takes a tenth of the start. `serve` turns it on again.
    gc.disable()
    from webapp.features.embed.origins import origin
    from webapp.server import serve as run

    try:
        allowed = tuple(origin(o) for o in origins)
    except ValueError as e:
        raise click.BadParameter(str(e), param_hint="--embed-origin") from e
    run(host, port, bundle, embed_origins=allowed)


@main.command("eval")
@click.argument("what", type=click.Choice(["questions", "import", "tickets"]), default="questions")
@click.option(
    "--split", type=click.Choice(["all", "learn", "check"]), default="all", help="Which half of the questions."
)
@click.option(
    "--questions",
    "others",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Another question set, in the form of corpus/questions.yaml.",
)
@click.option("--beir", type=click.Path(path_type=Path), help="Folder with corpus.jsonl, queries.jsonl and qrels.")
@click.option(
    "--originals", type=click.Path(path_type=Path), envvar="PINLIGHT_ORIGINALS", help="For import: the manuals."
)
@corpus_option
@bundle_option
@json_option
def evaluate(  # noqa: PLR0913, PLR0917 - one for each option
    what: str,
    split: str,
    others: Path | None,
    beir: Path | None,
    originals: Path | None,
    corpus: Path,
    bundle: Path,
    *,
    as_json: bool,
) -> None:
    """Measure search, the import, or the suggestions to tickets."""
    from kb.commands import evals

    if what == "import":
        evals.imports(corpus, originals, as_json=as_json)
    elif what == "tickets":
        evals.tickets(bundle, corpus, split, as_json=as_json)
    elif beir is not None:
        evals.benchmark(bundle, beir, as_json=as_json)
    else:
        evals.questions(bundle, others or corpus / "questions.yaml", split, as_json=as_json)


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="DRAFT.md", help="Write the draft edition here.")
@click.option("--device", help="Id of the product it describes, when the guess is wrong.")
@json_option
def import_manual(file: Path, out: Path | None, device: str | None, *, as_json: bool) -> None:
    """Read a manual into a draft that a person reviews."""
    from kb.commands import importing

    importing.run(file, out, device, as_json=as_json)


@main.command()
@click.argument("draft", type=click.Path(path_type=Path), metavar="DRAFT.md")
@click.argument("values", metavar="[COLUMN=VALUE]...", nargs=-1)
@click.option("--list", "as_list", is_flag=True, help="List the undecided rows, the least sure first.")
@click.option("--all", "everything", is_flag=True, help="Go through or list all rows, not only the undecided ones.")
@click.option("--accept", multiple=True, metavar="ID", help="Take a row as it stands; may be repeated.")
@click.option("--correct", metavar="ID", help="Change cells of a row: --correct ID signal=CAN-H function=…")
@click.option("--drop", metavar="ID", help="Take a row out; --why says why.")
@click.option("--why", default="", metavar="TEXT", help="The reason for --drop; it is kept in the draft.")
@click.option("--fill", multiple=True, metavar="KEY=VALUE", help="Fill in the head: --fill maker=…; may be repeated.")
@click.option("--likely", is_flag=True, help="Mark what is accepted or corrected as likely, not certain.")
@click.option("--original", type=click.Path(path_type=Path), metavar="FILE", help="The manual, to see it beside a row.")
@json_option
def review(  # noqa: PLR0913, PLR0917 - one for each option
    draft: Path,
    values: tuple[str, ...],
    accept: tuple[str, ...],
    correct: str | None,
    drop: str | None,
    why: str,
    fill: tuple[str, ...],
    original: Path | None,
    *,
    as_list: bool,
    everything: bool,
    likely: bool,
    as_json: bool,
) -> None:
    """Decide the doubtful rows of a draft, beside the original."""
    from kb.commands import review as commands

    asked = commands.Asked(
        accepted=accept,
        corrected=correct,
        values=values,
        dropped=drop,
        why=why,
        filled=fill,
        likely=likely,
        listed=as_list,
        everything=everything,
        original=original,
        as_json=as_json,
    )
    commands.run(draft, asked)


@main.command()
@click.argument("draft", type=click.Path(path_type=Path), metavar="DRAFT.md")
@click.option("--into", type=click.Path(path_type=Path), help="Manuals folder of a corpus (default: of --corpus).")
@click.option("--stub", is_flag=True, help="Begin a device file for each product that has none.")
@click.option("--replace", is_flag=True, help="Write over an edition of the same id.")
@corpus_option
def publish(draft: Path, into: Path | None, corpus: Path, *, stub: bool, replace: bool) -> None:
    """Put a reviewed draft into the corpus, once nothing is open."""
    from kb.commands import publish as commands

    commands.run(draft, into or corpus / "manuals", stub=stub, replace=replace)


@main.command()
@click.argument("a")
@click.argument("b")
@click.option("--conflicts", is_flag=True, help="Print only what contradicts, as entries for corpus/conflicts.yaml.")
@bundle_option
@json_option
def compare(a: str, b: str, bundle: Path, *, conflicts: bool, as_json: bool) -> None:
    """Compare two editions fact by fact, pins first.

    A and B are ids of manuals, or files of drafts or editions.
    """
    from kb.commands import compare as commands

    commands.run(bundle, a, b, conflicts=conflicts, as_json=as_json)


@main.command()
@click.option("--device", required=True, help="Device id, such as sr48100h.")
@click.option("--role", default="lay", show_default=True, help="lay, installer or support.")
@click.option("--answer", "answers", multiple=True, metavar="ID=VALUE", help="What is known already; may be repeated.")
@bundle_option
@json_option
def diagnose(device: str, role: str, answers: tuple[str, ...], bundle: Path, *, as_json: bool) -> None:
    """Find what is wrong, question by question."""
    from kb.commands import diagnose as commands

    commands.diagnose(bundle, device, role, answers, as_json=as_json)


@main.command()
@click.argument("file", default="-", metavar="[FILE]")
@click.option("--subject", default="", help="The ticket's subject.")
@click.option("--device", help="Device id, when the helpdesk knows the product.")
@click.option("--role", default="support", show_default=True, help="Who acts: lay, installer or support.")
@bundle_option
@json_option
def suggest(file: str, subject: str, device: str | None, role: str, bundle: Path, *, as_json: bool) -> None:
    """Read a ticket and write a cited reply.

    FILE is plain text or HTML; without it, or with -, the ticket is read from standard input.
    """
    from kb.commands import suggest as commands

    commands.suggest(bundle, file, subject, device, role, as_json=as_json)


@main.command()
@click.option("--undo", multiple=True, metavar="ID|DAY", help="Take back an outcome, or all of a day; may be repeated.")
@click.option("--purge", is_flag=True, help="Remove what is older than PINLIGHT_KEEP_DAYS.")
@bundle_option
@json_option
def outcomes(undo: tuple[str, ...], bundle: Path, *, purge: bool, as_json: bool) -> None:
    """List what people said helped, and what that changes."""
    from kb.commands import outcomes as commands

    commands.outcomes(bundle, undo, purge=purge, as_json=as_json)


@main.command("desk-token")
@click.option("--revoke", is_flag=True, help="Take the present token back: the desk is closed.")
def desk_token(*, revoke: bool) -> None:
    """Make the token that opens the keeper's desk; shown once."""
    from kb.commands import desk as commands

    commands.desk_token(revoke=revoke)


@main.command()
@click.argument("device")
@click.option("--role", default="lay", show_default=True, help="lay, installer or support.")
@click.option("--svg", "form", flag_value="svg", help="A drawing for A4 paper.")
@click.option("--md", "form", flag_value="md", default="md", help="A nested list (the default).")
@click.option("--json", "form", flag_value="json", help="The trees as data.")
@click.option("--model", default=None, help="Only this fault model.")
@bundle_option
def tree(device: str, role: str, form: str, model: str | None, bundle: Path) -> None:
    """Print the troubleshooting trees of a device."""
    from kb.commands import diagnose as commands

    commands.tree(bundle, device, role, form, model)


@main.command()
@click.argument("device")
@click.option("--lamp", "lamps", multiple=True, metavar="NAME=LOOK", help="What a lamp shows, as in ALM=red,flash.")
@click.option("--taps", help="A tapped rhythm: milliseconds lit, dark, lit, …")
@bundle_option
@json_option
def leds(device: str, lamps: tuple[str, ...], taps: str | None, bundle: Path, *, as_json: bool) -> None:
    """Say what lamps mean, or which rhythm was tapped.

    LOOK is off, steady, flash, lit, or flash-0.5-1.5 with its seconds on and off; a colour may stand before it. It may
    be repeated. With --taps, --lamp RUN only names the lamp. Without either, all states of the device are listed.
    """
    from kb.commands import leds as commands

    commands.leds(bundle, device, lamps, taps, as_json=as_json)


@main.command()
@click.option("--http", is_flag=True, help="Serve streamable HTTP instead of stdio.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http: address to listen at.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="With --http: port.")
@click.option("--allow", "names", multiple=True, metavar="NAME", help="With --http: a name clients reach it by.")
@bundle_option
def mcp(*, http: bool, host: str, port: int, names: tuple[str, ...], bundle: Path) -> None:
    """Serve the tools for assistants (MCP).

    Over stdio for the program that starts it; with --http at http://HOST:PORT/mcp. Requests that name another host
    or come from another site are refused unless --allow names it.
    """
    from kb.commands import mcp as commands

    commands.serve(bundle, http=http, host=host, port=port, names=names)


if __name__ == "__main__":
    main()
