"""diagnose, tree: the troubleshooter in the terminal and on paper."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from kb.commands import text
from kb.model.errors import NotFoundError, QueryError

if TYPE_CHECKING:
    from kb.bundle.store import KnowledgeBase
    from kb.diagnose.learn import Priors


def diagnose(bundle: Path, device: str, role: str, answers: tuple[str, ...], *, as_json: bool) -> None:
    """Print the next step; ask on when a person sits there and has answered nothing on the command line.

    Raises NotFoundError for an unknown device, QueryError for an unknown role or an answer without `=`.
    """
    from kb.bundle.store import open_bundle
    from kb.diagnose import api
    from kb.userdata import Settings

    kb = open_bundle(bundle)
    given = parse(answers)
    learnt = api.learnt(kb, Settings.of(os.environ), datetime.now(UTC).date())
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(api.diagnose(kb, device, given, role, learnt))).decode())
    elif not answers and sys.stdin.isatty():
        talk(kb, device, role, learnt)
    else:
        click.echo(page(api.diagnose(kb, device, given, role, learnt)))


def parse(answers: tuple[str, ...]) -> dict[str, str]:
    """Return id → value of `id=value` words. Raises QueryError for a word without `=`."""
    out: dict[str, str] = {}
    for word in answers:
        name, equals, value = word.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise QueryError(f"{word!r} is not an answer: write ID=VALUE, as in panel=charge-normal")
        out[name.strip()] = value.strip()
    return out


def page(told: dict[str, Any]) -> str:
    """Return what `diagnose` says for 80 columns: danger, next step, what it probably is, what was not used."""
    lines: list[str] = []
    for item in told["safety"]:
        lines.append(text.wrap(f"DANGER: {item['text']}", "   ", " ! "))
    lines += _step(told["next"])
    for cause in told["causes"][:4]:
        if cause["p"] >= 0.02:  # noqa: PLR2004 - below that it is not worth a line
            lines.append(text.dim(f"   {cause['p']:4.0%}  {cause['name']}"))
    for item in told["taken"]:
        lines.append(text.dim(text.wrap(f"Taken over: {item['id']}={item['answer']}  {item['label']}", "   ", "   ")))
    for item in told["dropped"]:
        lines.append(text.dim(text.wrap(f"Not used: {item['id']}={item['answer']}: {item['why']}", "   ", "   ")))
    if told["contradicts"]:
        lines.append(text.wrap("These answers do not fit together well; check them once more.", "   ", " ! "))
    return "\n".join(lines)


def _step(step: dict[str, Any]) -> list[str]:
    if "fixed" in step or "escalate" in step:
        head = f"Fixed: {step['fixed']}" if "fixed" in step else f"Hand on to {step['escalate']}"
        return [text.heading(head), text.wrap(step["why"], "   ", "   "), "", *step["note"].split("\n"), ""]
    lines = [text.heading(step["ask"] if "ask" in step else f"Do: {step['do']}")]
    todo = step["before"] if step.get("before") else step.get("steps", [])
    lines += [text.wrap(s, "      ", f"   {n}. ") for n, s in enumerate(todo, 1)]
    if step.get("help"):
        lines.append(text.wrap(step["help"], "   ", "   "))
    if step.get("verify"):
        lines.append(text.wrap(f"Then: {step['verify']}", "   ", "   "))
    lines += [text.wrap(f"{step['id']}={c['id']}  {c['label']}", "        ", "   • ") for c in step["choices"]]
    lines += [text.dim(text.wrap(f"Why now: {step['why']}", "   ", "   ")), ""]
    return lines


def talk(kb: KnowledgeBase, device: str, role: str, learnt: Priors | None = None) -> None:
    """Ask until it is fixed or handed on. An answer is a number of the list or an id; `b` goes one answer back."""
    from kb.diagnose import api

    answers: dict[str, str] = {}
    while True:
        told: dict[str, Any] = api.diagnose(kb, device, answers, role, learnt)
        click.echo(page(told))
        step = told["next"]
        if "choices" not in step:
            return
        ids = [c["id"] for c in step["choices"]]
        said = click.prompt(f"1-{len(ids)}, an id, or b for back", type=str).strip()
        if said == "b":
            answers.popitem() if answers else None
        elif said in ids:
            answers[step["id"]] = said
        elif said.isdigit() and 1 <= int(said) <= len(ids):
            answers[step["id"]] = ids[int(said) - 1]
        else:
            click.echo(f"There is no answer {said!r} here.")


def tree(bundle: Path, device: str, role: str, form: str, model: str | None = None) -> None:
    """Print the trees of a device's fault models. Raises NotFoundError and QueryError as `diagnose` does."""
    from kb.bundle.store import open_bundle
    from kb.diagnose import api, draw

    kb = open_bundle(bundle)
    found = [m for m in api.models_of(kb, device) if model in {None, m.id}]
    if not found:
        ids = ", ".join(m.id for m in api.models_of(kb, device))
        raise NotFoundError(f"{device} has no fault model {model!r}. It has {ids}")
    if form == "svg" and len(found) > 1:
        raise QueryError(f"a drawing holds one fault model; add --model with one of {', '.join(m.id for m in found)}")
    trees = [draw.fitted(m, kb.device(device).name, role) for m in found]
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode([draw.to_json(t) for t in trees])).decode())
    else:
        click.echo("\n".join(draw.svg(t) if form == "svg" else draw.markdown(t) for t in trees), nl=False)
