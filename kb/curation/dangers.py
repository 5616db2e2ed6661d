"""`dangers.yaml`: how people tell of danger, and what only sounds like it. A reader is fitted to it when the knowledge base is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.curation.devices import decode_yaml
from kb.curation.fault_types import FaultModel
from kb.model.danger import Dangers
from kb.model.errors import Problem

NAME = "dangers.yaml"
FEWEST_SAID = 10
"""A kind of danger with fewer sentences is known only to who writes these."""
HARMLESS = "no"
"""The answer to a question about danger when there is none."""


def read(root: Path, models: Iterable[FaultModel], problems: list[Problem]) -> Dangers:
    """Read the file; a corpus without one reads danger by the words of its questions alone.

    Doubled sentences, kinds with too few of them, and choices that stand in no model or in no kind are problems.
    """
    path = root / NAME
    if not path.is_file():
        return Dangers()
    file = path.relative_to(root.parent).as_posix()
    found = decode_yaml(path.read_bytes(), Dangers, file=file, problems=problems)
    if found is None:
        return Dangers()
    problems.extend(Problem(file, 1, what, todo) for what, todo in _wrong(found, _choices(models)))
    return found


def _choices(models: Iterable[FaultModel]) -> frozenset[str]:
    """Return the answers of all questions about danger: those that a rule which stops everything waits for."""
    out: set[str] = set()
    for model in models:
        stops = {t for r in model.rules if r.stop for t in r.when}
        out.update(c.id for t in model.tests if t.first and t.id in stops for c in t.choices)
    return frozenset(out - {HARMLESS})


def _wrong(found: Dangers, choices: frozenset[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for kind in found.kinds:
        if kind.id in seen:
            yield f"the kind {kind.id!r} was used already", "Give each kind its own id"
        seen.add(kind.id)
        if len(kind.said) < FEWEST_SAID:
            yield f"{kind.id} needs at least {FEWEST_SAID} sentences", "Write them as people write to a helpdesk"
        for choice in kind.choices:
            if choices and choice not in choices:
                yield (
                    f"{kind.id}: no question about danger has the answer {choice!r}",
                    f"There are {', '.join(sorted(choices))}",
                )
    for choice in sorted(choices - {c for k in found.kinds for c in k.choices}):
        yield f"no kind of danger means the answer {choice!r}", "Add it to the choices of a kind"
    told: set[str] = set()
    for text in (*(x for k in found.kinds for x in k.said), *found.harmless):
        if not text.strip() or text in told:
            yield f"{text!r} is empty or stands in the file already", "Keep it where it belongs"
        told.add(text)
