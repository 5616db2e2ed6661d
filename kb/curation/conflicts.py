"""Places where manuals disagree: the judged ones (`conflicts.yaml`), and candidates found by comparing facts.

A candidate is (1) one thing that two editions describe differently (ids equal but for the edition tag), (2) one
named figure with two values on the same device, (3) a fact read with a doubt. Each is either part of a judged
conflict or listed under `judged` with the reason why it is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from kb.extract.rows import LINES
from kb.model.document import Document
from kb.model.errors import Problem
from kb.model.facts import Conflict, Fact, Reading, Source, Spec, base_id, kind_of


class ReadingEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One side of a conflict as written down."""

    manual: str
    section: str
    lines: str
    says: str


class ConflictEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One conflict as written down."""

    id: str
    topic: str
    devices: tuple[str, ...]
    readings: tuple[ReadingEntry, ...]
    advice: str
    facts: tuple[str, ...] = ()


class Judged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Facts that look like a conflict and are none, with the reason."""

    facts: tuple[str, ...]
    why: str


class ConflictFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `conflicts.yaml`."""

    conflicts: tuple[ConflictEntry, ...] = ()
    judged: tuple[Judged, ...] = ()


class Candidate(msgspec.Struct, frozen=True):
    """Facts that may disagree, and why they were picked."""

    why: str
    facts: tuple[str, ...]
    differs: tuple[str, ...] = ()


def read(
    root: Path, documents: Sequence[Document], problems: list[Problem]
) -> tuple[list[tuple[Conflict, int]], tuple[Judged, ...]]:
    """Read `conflicts.yaml`; a corpus without one has no conflicts."""
    path = root / "conflicts.yaml"
    if not path.is_file():
        return [], ()
    file = path.relative_to(root.parent).as_posix()
    raw = path.read_bytes()
    from kb.curation.devices import decode_yaml  # YAML is for building; a bundle keeps JSON

    entries = decode_yaml(raw, ConflictFile, file=file, problems=problems)
    if entries is None:
        return [], ()
    lines = {
        x.split(":", 1)[1].strip(): n
        for n, x in enumerate(raw.decode().split("\n"), 1)
        if x.lstrip("- ").startswith("id:")
    }
    known = {d.meta.id: d for d in documents}
    out: list[tuple[Conflict, int]] = []
    for entry in entries.conflicts:
        line = lines.get(entry.id, 1)
        readings = tuple(_reading(r, known, file, line, problems) for r in entry.readings)
        if len(readings) < 2:  # noqa: PLR2004 - a disagreement has two sides
            problems.append(
                Problem(file, line, f"the conflict {entry.id!r} has fewer than two readings", "Give both sides")
            )
            continue
        out.append(
            (
                Conflict(
                    id=f"conflict/{entry.id}",
                    devices=entry.devices,
                    source=readings[0].source,
                    topic=entry.topic,
                    readings=readings,
                    advice=entry.advice,
                    facts=entry.facts,
                ),
                line,
            )
        )
    return out, entries.judged


def _reading(entry: ReadingEntry, known: dict[str, Document], file: str, line: int, problems: list[Problem]) -> Reading:
    document = known.get(entry.manual)
    section = next((s for s in document.sections if entry.section in {s.number, s.anchor}), None) if document else None
    if document is None:
        problems.append(
            Problem(file, line, f"the manual {entry.manual!r} is unknown", f"Use one of {', '.join(known)}")
        )
    elif section is None:
        problems.append(
            Problem(
                file,
                line,
                f"{entry.manual} has no section {entry.section!r}",
                "Write the section's number, or its anchor where it has none",
            )
        )
    if not LINES.match(entry.lines.replace(" ", "")):
        problems.append(
            Problem(
                file,
                line,
                f"lines {entry.lines!r} of {entry.manual} does not name lines of the original",
                'Write lines: "12-34"',
            )
        )
    return Reading(
        Source(
            entry.manual,
            document.meta.edition if document else "",
            section.number if section else entry.section,
            section.title if section else "",
            entry.lines,
            section.anchor if section else "",
        ),
        entry.says,
    )


def check_references(
    found: Iterable[tuple[Conflict, int]], judged: Iterable[Judged], ids: set[str], file: str, problems: list[Problem]
) -> None:
    """Complain of fact ids in `conflicts.yaml` that no fact has."""
    for conflict, line in found:
        problems.extend(
            Problem(file, line, f"{conflict.id} names the unknown fact {i!r}", "Write the fact's id")
            for i in conflict.facts
            if i not in ids
        )
    for entry in judged:
        problems.extend(
            Problem(file, 1, f"judged names the unknown fact {i!r}", "Write the fact's id")
            for i in entry.facts
            if i not in ids
        )


PROVENANCE = frozenset({"id", "devices", "source", "certainty", "note", "repair"})


def differences(a: Fact, b: Fact) -> tuple[str, ...]:
    """Return `field: one ≠ other` for every field in which two facts of one kind differ (provenance left out)."""
    if kind_of(a) != kind_of(b):
        return (f"kind: {kind_of(a)} ≠ {kind_of(b)}",)
    out: list[str] = []
    for name in a.__struct_fields__:
        if name not in PROVENANCE and getattr(a, name) != getattr(b, name):
            out.append(f"{name}: {_short(getattr(a, name))} ≠ {_short(getattr(b, name))}")
    return tuple(out)


def _short(value: object) -> str:
    text = str(msgspec.to_builtins(value))
    return text if len(text) < 120 else text[:117] + "…"  # noqa: PLR2004 - a line of the listing


def candidates(facts: Sequence[Fact], judged: Iterable[Judged]) -> list[Candidate]:
    """Return the candidates that nobody has judged yet."""
    settled = {i for c in facts if isinstance(c, Conflict) for i in c.facts} | {i for j in judged for i in j.facts}
    found: list[Candidate] = []
    plain = [f for f in facts if not isinstance(f, Conflict)]
    editions: dict[str, list[Fact]] = defaultdict(list)
    for fact in plain:
        editions[base_id(fact.id)].append(fact)
    for same in editions.values():
        for other in same[1:]:
            differs = differences(same[0], other)
            if differs:
                found.append(Candidate("two editions differ", (same[0].id, other.id), differs))
    figures: dict[tuple[str, str, str], list[Spec]] = defaultdict(list)
    for fact in plain:
        if isinstance(fact, Spec) and not fact.text:
            for device in fact.devices:
                figures[device, fact.name.lower(), fact.unit].append(fact)
    for same_name in figures.values():
        first = same_name[0]
        for figure in same_name[1:]:
            if (
                base_id(figure.id) != base_id(first.id)
                and (figure.min, figure.value, figure.max) != (first.min, first.value, first.max)
                and figure.condition == first.condition
            ):
                found.append(Candidate("one name, two figures", (first.id, figure.id), differences(first, figure)))
    found.extend(
        Candidate("read with a doubt", (f.id,), (f.note or f.repair,)) for f in plain if f.certainty == "doubtful"
    )
    return [c for c in dict.fromkeys(found) if not all(i in settled for i in c.facts)]
