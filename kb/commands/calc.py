"""calc: list the calculators, work one out."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kb.calc.errors import BadInput
from kb.calc.offer import Offer
from kb.calc.registry import list_calculators, run
from kb.calc.result import CalcResult, CalculatorInfo, Refusal, SourceRef, to_json
from kb.commands import text
from kb.model.facts import Conflict

if TYPE_CHECKING:
    from kb.bundle.store import KnowledgeBase


def calc(bundle: Path, calculator: str | None, inputs: tuple[str, ...], *, as_list: bool, as_json: bool) -> bool:
    """List the calculators, or work one out and print result, working and sources. False when the manual refuses.

    Raises UnknownCalculator and BadInput with a sentence that says what is allowed.
    """
    from kb.bundle.store import open_bundle

    kb = open_bundle(bundle)
    if as_list or calculator is None:
        _list(list_calculators(kb), as_json=as_json)
        return True
    outcome = run(kb, calculator, parse(inputs))
    if as_json:
        _out(to_json(outcome))
    elif isinstance(outcome, Refusal):
        click.echo(refusal(kb, outcome))
    else:
        click.echo(result(kb, outcome))
    return not outcome.refused


def parse(inputs: tuple[str, ...]) -> dict[str, str]:
    """Return name → value of `name=value` words. Raises BadInput for a word without `=` or a name given twice."""
    out: dict[str, str] = {}
    for word in inputs:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise BadInput(name, f"{word!r} is not an input: write NAME=VALUE, as in packs=4")
        if name.strip() in out:
            raise BadInput(name, f"{name.strip()!r} is given twice; give it once")
        out[name.strip()] = value
    return out


def _out(plain: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(plain)).decode())


def _list(infos: tuple[CalculatorInfo, ...], *, as_json: bool) -> None:
    if as_json:
        _out([to_json(i) for i in infos])
        return
    for info in infos:
        click.echo(text.heading(info.id))
        click.echo(text.wrap(info.title, "   "))
        for item in info.inputs:
            state = "" if item.required else f" [{item.default or 'optional'}]"
            click.echo(text.dim(text.wrap(f"{item.name}{state}: {item.allowed}", "        ", "     ")))
    click.echo(f"\n{len(infos)} calculators. `pinlight calc ID name=value …` works one out.")


def offered(found: Offer) -> str:
    """Return the calculator a question asks for as the last lines of a search: how to call it, and what it gives."""
    words = " ".join(shlex.quote(f"{name}={value}") for name, value in found.inputs.items())
    call = f"pinlight calc {found.calculator.id} {words}".rstrip()
    outcome = found.outcome
    if isinstance(outcome, Refusal):
        said = outcome.reason
    elif isinstance(outcome, CalcResult):
        said = "; ".join(f"{o.label} {o.text}" for o in found.figures)
    else:
        missing = [
            f.name for f in found.calculator.fields if f.required and f.name not in found.inputs and not f.default
        ]
        said = f"needs {', '.join(missing)}" if missing else ""
    lines = [text.heading(f"Work it out: {found.calculator.title}")]
    if said:
        lines.append(text.wrap(said, "   "))
    return "\n".join([*lines, text.dim(text.wrap(call, "     ", "   "))])


def _inputs(outcome: CalcResult | Refusal) -> list[str]:
    told = ", ".join(f"{i.label} {i.text}" for i in outcome.inputs)
    return [text.dim(text.wrap(told, "   "))] if told else []


def result(kb: KnowledgeBase, outcome: CalcResult) -> str:
    """Return a result for 80 columns: results, working, warnings, conflicts, sources."""
    lines = [text.heading(outcome.title), *_inputs(outcome), ""]
    lines += [text.wrap(f"{o.label}: {o.text}", "      ", "   ") for o in outcome.outputs]
    if outcome.working:
        lines += ["", "Working", *(text.wrap(w, "     ", "   ") for w in outcome.working)]
    if outcome.warnings:
        lines += ["", *(text.wrap(w, "     ", "   ! ") for w in outcome.warnings)]
    lines += _conflicts(kb, outcome.conflicts)
    lines += ["", "Sources"]
    lines += _sources(kb, outcome.sources)
    return "\n".join(lines)


def _sources(kb: KnowledgeBase, sources: tuple[SourceRef, ...]) -> list[str]:
    """Return the places of the figures, the lines of one section together; the JSON has them fact by fact."""
    lines: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for s in sources:
        short = kb.manuals[s.manual].short if s.manual in kb.manuals else s.manual
        section = s.title if s.title.startswith(s.section) else f"{s.section} {s.title}"
        lines.setdefault((short, s.edition, section, s.manual), {})[s.lines] = None
    return [
        text.dim(text.wrap(f"{short}, edition {edition}, {section.strip()}, lines {', '.join(said)}", "     ", "   "))
        for (short, edition, section, _), said in lines.items()
    ]


def refusal(kb: KnowledgeBase, outcome: Refusal) -> str:
    """Return a refusal for 80 columns: the reason, what is allowed, where that stands."""
    lines = [text.heading(outcome.title), *_inputs(outcome), ""]
    lines += [text.wrap(outcome.reason, "   "), text.wrap(f"Allowed: {outcome.allowed}", "   ")]
    lines += _conflicts(kb, outcome.conflicts)
    if outcome.sources:
        lines += ["", "Sources", *_sources(kb, outcome.sources)]
    return "\n".join(lines)


def _conflicts(kb: KnowledgeBase, ids: tuple[str, ...]) -> list[str]:
    lines: list[str] = []
    for conflict_id in ids:
        fact = kb.facts.get(conflict_id)
        if isinstance(fact, Conflict):
            lines += ["", text.wrap(f"Manuals disagree: {fact.topic}", "     ", "   ! ")]
            lines += [text.wrap(r.says, "       ", "     • ") for r in fact.readings]
            lines.append(text.dim(f"     pinlight show {conflict_id}"))
    return lines
