"""`letters/*.yaml`: letters to a helpdesk, and whether the manuals cover them. What tells letters apart is fitted to them and judged by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from kb.curation.devices import decode_yaml
from kb.curation.fault_types import FaultModel
from kb.model.errors import Problem
from kb.model.letter import Letter

FOLDER = "letters"


def read(
    root: Path, devices: Collection[str], models: Iterable[FaultModel], problems: list[Problem]
) -> tuple[Letter, ...]:
    """Read all letters; doubled ids, empty letters, and devices and causes that do not exist are problems."""
    known = {f"{m.id}/{c.id}" for m in models for c in m.causes}
    out: dict[str, Letter] = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        file = path.relative_to(root.parent).as_posix()
        for letter in decode_yaml(path.read_bytes(), tuple[Letter, ...], file=file, problems=problems) or ():
            if letter.id in out:
                problems.append(Problem(file, 1, f"the letter {letter.id!r} stands twice", "Give it its own id"))
            if not (letter.subject.strip() or letter.body.strip()):
                problems.append(Problem(file, 1, f"the letter {letter.id!r} is empty", "Write what it says"))
            problems.extend(
                Problem(file, 1, f"the letter {letter.id!r} names no device {d!r}", "See corpus/devices")
                for d in letter.devices
                if d not in devices
            )
            problems.extend(
                Problem(
                    file, 1, f"the letter {letter.id!r} names no cause {c!r}", "Write model/cause, see corpus/faults"
                )
                for c in letter.causes
                if c not in known
            )
            out.setdefault(letter.id, letter)
    return tuple(out.values())
