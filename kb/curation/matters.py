"""`matters.yaml`: what letters are about that no manual tells of. Compared with a ticket, so that nothing is proposed to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.curation.asks import MAX_WORDS
from kb.curation.devices import decode_yaml
from kb.model.errors import Problem
from kb.model.matter import Elsewhere

NAME = "matters.yaml"
FEWEST_SAID = 3
"""One or two sentences catch only who writes these."""


def read(root: Path, problems: list[Problem]) -> Elsewhere:
    """Read the file; a corpus without one has nothing to compare with. Doubled ids and sentences, and too few of them, are problems."""
    path = root / NAME
    if not path.is_file():
        return Elsewhere()
    file = path.relative_to(root.parent).as_posix()
    found = decode_yaml(path.read_bytes(), Elsewhere, file=file, problems=problems) or Elsewhere()
    problems.extend(Problem(file, 1, what, todo) for what, todo in _wrong(found))
    return found


def _wrong(found: Elsewhere) -> Iterator[tuple[str, str]]:
    ids: set[str] = set()
    said: set[str] = set()
    for matter in found.matters:
        if matter.id in ids:
            yield f"the id {matter.id!r} was used already", "Give each matter its own id"
        ids.add(matter.id)
        if not matter.matter.strip() or len(matter.said) < FEWEST_SAID:
            yield (
                f"{matter.id} needs a name and at least {FEWEST_SAID} sentences",
                "Write them as people write to a helpdesk",
            )
        for text in matter.said:
            if not text.strip() or len(text.split()) > MAX_WORDS:
                yield f"{matter.id}: {text!r} is empty or longer than {MAX_WORDS} words", "Write one sentence"
            if text in said:
                yield f"{matter.id}: {text!r} stands in the file already", "Keep it where it belongs"
            said.add(text)
    for fault in (*found.faults, *found.our_faults):
        if fault.count("{}") != 1:
            yield f"{fault!r} does not say where the thing stands", "Put {} once in its place"
