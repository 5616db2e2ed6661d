"""compare: two editions fact by fact, each a manual of the knowledge base or a draft, and what they contradict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec

from kb.bundle.store import KnowledgeBase, open_bundle
from kb.commands import text
from kb.commands.importing import KIND_WORDS
from kb.curation import statements
from kb.curation.compare import Pair, State, compare, counts
from kb.importing import drafts, propose
from kb.model.document import FrontMatter
from kb.model.errors import NotFoundError
from kb.model.facts import Fact, to_json

STATES: dict[State, str] = {
    "differs": "Changed: the first says, then the second",
    "only-a": "Dropped: only in the first",
    "only-b": "Added: only in the second",
}
SUMMED: tuple[tuple[State, str], ...] = (
    ("differs", "changed"),
    ("only-b", "added"),
    ("only-a", "dropped"),
    ("equal", "alike"),
)
_MORE = {"rule": "formulas", "model": "models"}


@dataclass(frozen=True)
class Side:
    """One of the two: its head and facts. `draft` when it is not in the knowledge base."""

    meta: FrontMatter
    facts: tuple[Fact, ...]
    draft: bool


def side(kb: KnowledgeBase, named: str) -> Side:
    """Return a manual by its id, or a draft or edition by its file. Raises NotFoundError for neither."""
    if named in kb.manuals:
        return Side(kb.manuals[named], tuple(kb.select(manual=named)), draft=False)
    path = Path(named)
    if path.suffix == ".md" or path.exists():
        draft = drafts.load(path)
        return Side(draft.document.meta, draft.facts, draft=True)
    raise NotFoundError(f"There is no manual and no file {named!r}. Manuals: {', '.join(kb.manuals)}")


def run(bundle: Path, a: str, b: str, *, conflicts: bool, as_json: bool) -> None:
    """Compare and print."""
    kb = open_bundle(bundle)
    one, other = side(kb, a), side(kb, b)
    pairs = compare(one.facts, other.facts)
    rivals: dict[str, Sequence[Fact]] = {one.meta.id: one.facts}
    for name in propose.sharing(other.meta.devices, kb.manuals, other.meta.id):
        rivals.setdefault(name, tuple(kb.select(manual=name)))
    found = propose.proposals(other.facts, rivals, kb.conflict_of)
    if as_json:
        payload = {
            "a": one.meta.id,
            "b": other.meta.id,
            "counts": counts(pairs),
            "pairs": [
                {
                    "kind": p.kind,
                    "state": p.state,
                    "title": statements.title(p.fact),
                    "a": to_json(p.a) if p.a else None,
                    "b": to_json(p.b) if p.b else None,
                    "paired_by": p.by,
                    "fields": msgspec.to_builtins(p.fields),
                }
                for p in pairs
            ],
            "conflicts": [msgspec.to_builtins(p.entry) for p in found],
        }
        click.echo(msgspec.json.format(msgspec.json.encode(payload)).decode())
    elif conflicts:
        click.echo(propose.as_yaml(found) or "# Nothing contradicts another edition.", nl=False)
    else:
        _print(one, other, pairs, found)


def _print(one: Side, other: Side, pairs: Sequence[Pair], found: Sequence[propose.Proposal]) -> None:
    for word, s in (("First ", one), ("Second", other)):
        state = ", a draft" if s.draft else ""
        click.echo(
            text.wrap(f"{s.meta.title}, edition {s.meta.edition}{state}, {len(s.facts)} facts", " " * 9, f"{word}   ")
        )
    click.echo("")
    for kind, of in counts(pairs).items():
        said = [f"{of[s]} {w}" for s, w in SUMMED if of[s]]
        word = KIND_WORDS.get(kind) or _MORE.get(kind, kind)
        click.echo(f"  {word:<26}{', '.join(said)}")
    if not set(one.meta.devices) & set(other.meta.devices):
        click.echo(
            "\n" + text.wrap("They name no device in common, so little can be paired. Import again with --device ID.")
        )
    for kind in counts(pairs):
        for state, head in STATES.items():
            of_kind = [p for p in pairs if p.kind == kind and p.state == state]
            if of_kind:
                word = KIND_WORDS.get(kind) or _MORE.get(kind, kind)
                click.echo("\n" + text.heading(text.wrap(f"{word.capitalize()}. {head}")))
            for pair in of_kind:
                _pair(pair)
    if found:
        note = f"{len(found)} of them contradict an edition that is there. --conflicts prints them for corpus/conflicts.yaml."
        click.echo("\n" + text.wrap(note))


def _pair(pair: Pair) -> None:
    fact = pair.fact
    click.echo(text.wrap(f"{statements.title(fact)} (lines {fact.source.lines})", "    ", "  "))
    if not pair.fields:
        return
    for field in pair.fields:
        click.echo(text.wrap(f"{field.name.replace('_', ' ')}: {_said(field.a)}", "      ", "    - "))
        click.echo(text.wrap(_said(field.b), "      ", "    + "))


def _said(lines: tuple[str, ...]) -> str:
    return "; ".join(lines) or "nothing"
