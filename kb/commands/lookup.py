"""facts, show, search: the reader's commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kb.commands import text
from kb.curation import statements
from kb.model.errors import QueryError
from kb.model.facts import KINDS, Cable, Conflict, Fact, Procedure, to_json

if TYPE_CHECKING:
    from kb.bundle.store import KnowledgeBase
    from kb.search.answer import Answer


def _out(plain: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(plain)).decode())


def facts(bundle: Path, kind: str | None, device: str | None, manual: str | None, *, as_json: bool) -> None:
    """List facts, one line each."""
    from kb.bundle.store import open_bundle

    if kind is not None and kind not in KINDS:
        raise QueryError(f"there is no kind {kind!r}. Kinds are {', '.join(KINDS)}")
    kb = open_bundle(bundle)
    if device is not None:
        kb.device(device)
    if manual is not None and manual not in kb.manuals:
        raise QueryError(f"there is no manual {manual!r}. Known are {', '.join(kb.manuals)}")
    found = list(kb.select(kind, device, manual))
    if as_json:
        _out([to_json(f) for f in found])
        return
    for fact in found:
        click.echo(text.heading(fact.id))
        click.echo(text.wrap(statements.statement(fact), "   "))
    click.echo(f"\n{len(found)} facts.")


def show(bundle: Path, fact_id: str, *, as_json: bool) -> None:
    """Show one fact whole."""
    from kb.bundle.store import open_bundle

    kb = open_bundle(bundle)
    fact = kb.fact(fact_id)
    if as_json:
        _out(to_json(fact))
        return
    click.echo(card(fact, kb.manuals[fact.source.manual].short))
    for other in kb.editions_of[fact_id.partition("@")[0]]:
        if other != fact_id:
            click.echo(text.dim(f"   also: {other}"))
    for conflict in kb.conflicts_of.get(fact_id, ()):
        click.echo(f"   ! manuals disagree: pinlight show {conflict}")


def card(fact: Fact, short: str, number: int | None = None) -> str:
    """Return a fact as a block of text with its source."""
    mark = f"{number}. " if number is not None else ""
    lines = [text.titled(f"{mark}{statements.title(fact)}", text.kind_word(fact), "   ", "" if mark else None)]
    if isinstance(fact, Cable) and fact.pins:
        lines.append(
            f"   {fact.from_port} → {fact.to_port or fact.to}"
            + (f", {fact.bus}" if fact.bus else "")
            + (f", cable version {fact.version}" if fact.version else "")
        )
        lines += text.wires((w.from_pin, w.to_pin, w.signal + (" (optional)" if w.optional else "")) for w in fact.pins)
    elif isinstance(fact, Procedure):
        lines += [text.wrap(step, "      ", f"   {n:>2}. ") for n, step in enumerate(fact.steps, 1)]
    elif isinstance(fact, Conflict):
        for reading in fact.readings:
            lines.append(text.wrap(reading.says, "     ", "   • "))
            lines.append(text.dim(text.wrap(text.cite(reading.source), "     ")))
        lines.append(text.wrap(fact.advice, "     ", "   → "))
    else:
        lines.append(text.wrap(statements.text(fact), "   "))
    lines += text.doubt(fact)
    lines.append(text.dim(text.wrap(text.cite(fact.source, short), "   ")))
    lines.append(text.dim(f"   {fact.id}"))
    return "\n".join(lines)


def _reading(answer: Answer) -> None:
    reading = " · ".join(answer.reading.terms)
    if reading:
        click.echo(text.dim(text.wrap(f"Read as: {reading}", "   ")))
    if answer.reading.corrected:
        click.echo(text.dim(f"   Spelling: {answer.reading.corrected}"))


def _after(kb: KnowledgeBase, answer: Answer) -> None:
    """Print what helps to choose among the answers."""
    if answer.tell_apart:
        click.echo("\nTo tell them apart, look at:")
        for line in answer.tell_apart:
            click.echo(text.wrap(line, "     ", "   • "))
    if answer.ask_device:
        click.echo("\nWhich device is it? " + kb.called(answer.ask_device))


def search(bundle: Path, query: str, device: str | None, limit: int, *, as_json: bool) -> None:
    """Answer a question."""
    from kb.bundle.store import open_bundle
    from kb.calc.offer import offer, offer_json
    from kb.commands.calc import offered
    from kb.search.answer import to_json as answer_json
    from kb.search.engine import Engine

    kb = open_bundle(bundle)
    answer = Engine(kb).search(query, device=device, limit=limit)
    found = offer(kb, query, device)
    if as_json:
        _out({**answer_json(answer), "calculator": offer_json(found)})
        return
    _reading(answer)
    if found is not None and found.asked:
        click.echo(offered(found))
    if not answer.answered and not (found and found.answers):
        click.echo(text.heading("Not in the manuals."))
        click.echo(text.wrap(answer.why_not or "Nothing in the manuals answers this.", "   "))
        if answer.contact:
            click.echo(text.wrap(f"Ask: {answer.contact}", "   "))
        if answer.results:
            click.echo("\nNearest topics:")
    for n, result in enumerate(answer.results, 1):
        click.echo("")
        if result.kind == "passage":
            click.echo(text.titled(f"{n}. {result.title}", "passage", "   ", ""))
            click.echo(text.wrap(result.text, "   "))
            click.echo(text.dim(text.wrap(text.cite(result.source, kb.manuals[result.source.manual].short), "   ")))
        else:
            click.echo(card(kb.facts[result.id], kb.manuals[result.source.manual].short, n))
        if result.conflict:
            click.echo(f"   ! manuals disagree: pinlight show {result.conflict}")
    _after(kb, answer)
    if found is not None and not found.asked:
        click.echo(f"\n{offered(found)}")
    click.echo(text.dim(f"\n{answer.took_ms:.0f} ms"))
