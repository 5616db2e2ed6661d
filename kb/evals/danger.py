"""How well danger is read in people's sentences (kb.diagnose.danger): what is found, and what is wrongly found.

    python -m kb.evals.danger SENTENCES.yaml…

A file is a list of sentences, the harmless ones without a kind:

    - {text: "it whiffs of scorched toast down there", danger: true, kind: fire}
    - {text: "the red lamp burns all night", danger: false}

Sentences of corpus/dangers.yaml say little here, for the reader is fitted to them: write others.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from kb.bundle.store import KnowledgeBase, open_bundle
from kb.curation.devices import decode_yaml
from kb.diagnose import api, danger
from kb.diagnose.model import Probe
from kb.diagnose.observe import danger_tests, danger_words
from kb.model.errors import CorpusError, Problem


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody writes, whether it tells of danger, and of which kind."""

    text: str
    danger: bool
    kind: str | None = None


def load(path: Path) -> tuple[Sentence, ...]:
    """Read sentences. Raises CorpusError."""
    problems: list[Problem] = []
    found = decode_yaml(path.read_bytes(), tuple[Sentence, ...], file=path.name, problems=problems)
    if found is None or problems:
        raise CorpusError(problems)
    return found


def question(kb: KnowledgeBase) -> Probe | None:
    """Return the question about danger that has the most answers, and so knows the most words; None when nobody asks."""
    asked = [p for m in api.models(kb) for p in m.probes if p.id in danger_tests(m)]
    return max(asked, key=lambda p: len(p.options), default=None)


def reader(kb: KnowledgeBase) -> Callable[[str], bool]:
    """Return what tells whether a text speaks of danger, as the question with the most answers would read it."""
    asked = question(kb)
    words = partial(danger_words, asked) if asked is not None else lambda _: danger.Words()
    return lambda text: bool(danger.told(kb, text, words))


def shares(read: Mapping[Sentence, bool]) -> dict[str, tuple[int, float]]:
    """Return how many sentences each group has, and the share of them in which danger was found.

    >>> one, other = Sentence("it burns", True, "fire"), Sentence("the lamp burns", False)
    >>> shares({one: True, other: False})
    {'dangerous': (1, 1.0), '  fire': (1, 1.0), 'harmless': (1, 0.0)}
    """
    kinds = sorted({s.kind or "no kind told" for s in read if s.danger})
    groups = {
        "dangerous": [f for s, f in read.items() if s.danger],
        **{f"  {k}": [f for s, f in read.items() if s.danger and (s.kind or "no kind told") == k] for k in kinds},
        "harmless": [f for s, f in read.items() if not s.danger],
    }
    return {name: (len(found), sum(found) / len(found)) for name, found in groups.items() if found}


def report(read: Mapping[Sentence, bool]) -> Iterable[str]:
    """Yield the shares, then what was missed and what was wrongly found."""
    for name, (count, share) in shares(read).items():
        yield f"{name:<16}{count:>5}  {'wrongly ' if name == 'harmless' else ''}found {share:.3f}"
    yield from (f"missed: {s.text} ({s.kind or 'no kind told'})" for s, f in read.items() if s.danger and not f)
    yield from (f"wrongly found: {s.text}" for s, f in read.items() if f and not s.danger)


def main(files: Sequence[str]) -> None:
    """Print how well the built knowledge base reads the sentences of these files."""
    tells = reader(open_bundle())
    read = {s: tells(s.text) for f in files for s in load(Path(f))}
    for line in report(read):
        print(line)  # noqa: T201 - a program


if __name__ == "__main__":
    main(sys.argv[1:])
