"""The whole corpus in memory: editions, facts, devices, conflicts; loaded with every problem named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kb.curation import asks, checks, conflicts, dangers, faults, letters, matters, silences, vocabulary
from kb.curation.devices import read_devices
from kb.curation.fault_types import FaultModel
from kb.extract.registry import facts_of
from kb.ingest import markdown
from kb.model.danger import Dangers
from kb.model.device import Device
from kb.model.document import Document
from kb.model.errors import CorpusError, Problem
from kb.model.facts import Alarm, Blink, Fact, Lamp, LedState, Pin
from kb.model.letter import Letter
from kb.model.matter import Elsewhere
from kb.model.silence import Silence

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Place:
    """Where a fact stands in the corpus: file and line."""

    file: str
    line: int


@dataclass(frozen=True)
class Corpus:
    """Everything that was read, in a fixed order: manuals by id, facts in reading order, conflicts last."""

    root: Path
    documents: tuple[Document, ...]
    devices: dict[str, Device]
    facts: tuple[Fact, ...]
    places: dict[str, Place]
    sha256: str
    judged: tuple[conflicts.Judged, ...] = ()
    asks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = field(default=())
    faults: tuple[FaultModel, ...] = ()
    silences: tuple[Silence, ...] = ()
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    dangers: Dangers = field(default_factory=Dangers)
    letters: tuple[Letter, ...] = ()

    def fact(self, fact_id: str) -> Fact | None:
        """Return the fact with this id, or None."""
        return next((f for f in self.facts if f.id == fact_id), None)


def default_root() -> Path:
    """Return the project's own corpus folder."""
    return Path(__file__).resolve().parents[2] / "corpus"


def corpus_hash(root: Path) -> str:
    """Return the SHA-256 over names and bytes of all files that the knowledge base is built from."""
    digest = hashlib.sha256()
    for path in corpus_files(root):
        raw = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


def corpus_files(root: Path) -> list[Path]:
    """Return the files of the corpus in a fixed order (questions are for tests only and stay out)."""
    found = [
        *sorted((root / "manuals").glob("*.md")),
        *sorted((root / "devices").glob("*.yaml")),
        *sorted((root / "asks").glob("*.yaml")),
        *sorted((root / "silences").glob("*.yaml")),
        *sorted((root / "faults").glob("*.yaml")),
        *sorted((root / letters.FOLDER).glob("*.yaml")),
        *(root / n for n in ("conflicts.yaml", "vocabulary.yaml", matters.NAME, dangers.NAME)),
    ]
    return [p for p in found if p.is_file()]


def load(root: Path, progress: Progress | None = None) -> Corpus:
    """Read and check the whole corpus.

    Raises CorpusError, listing every problem, when anything is wrong.
    """
    corpus = survey(root, progress)
    if corpus.problems:
        raise CorpusError(list(corpus.problems))
    return corpus


def survey(root: Path, progress: Progress | None = None) -> Corpus:
    """Read and check the corpus without raising; problems are in `.problems`."""
    problems: list[Problem] = []
    manuals = sorted((root / "manuals").glob("*.md")) if root.is_dir() else []
    if not manuals:
        problems.append(
            Problem(f"{root}", 1, "no manuals/*.md here", "Name the corpus folder with --corpus or PINLIGHT_CORPUS")
        )
    documents: list[Document] = []
    facts: list[Fact] = []
    places: dict[str, Place] = {}
    for path in manuals:
        if progress:
            progress(path.stem)
        document = markdown.read_file(path, root.parent, problems)
        if document is None:
            continue
        documents.append(document)
        for fact, line in facts_of(document, problems):
            if fact.id in places:
                problems.append(_duplicate(fact, places[fact.id], document.file, line))
                continue
            facts.append(fact)
            places[fact.id] = Place(document.file, line)
    devices = read_devices(root, problems)
    vocabulary.read(root, problems)
    facts = resolve_blinks(facts, places, problems)
    found, judged = conflicts.read(root, documents, problems)
    for conflict, line in found:
        if conflict.id in places:
            problems.append(_duplicate(conflict, places[conflict.id], f"{root.name}/conflicts.yaml", line))
        facts.append(conflict)
        places[conflict.id] = Place(f"{root.name}/conflicts.yaml", line)
    by_place = {i: (p.file, p.line) for i, p in places.items()}
    checks.run(documents, devices, facts, by_place, root.name, problems)
    conflicts.check_references(found, judged, {f.id for f in facts}, f"{root.name}/conflicts.yaml", problems)
    asked = asks.read(root, [f.id for f in facts], problems)
    silent = silences.read(root, devices, documents, set(places), problems)
    models = faults.read(root, devices, {f.id: f for f in facts}, problems)
    elsewhere = matters.read(root, problems)
    told = dangers.read(root, models, problems)
    written = letters.read(root, devices, models, problems)
    return Corpus(
        root,
        tuple(documents),
        devices,
        tuple(facts),
        places,
        corpus_hash(root),
        judged,
        asked,
        tuple(problems),
        models,
        silent,
        elsewhere,
        told,
        written,
    )


def _duplicate(fact: Fact, first: Place, file: str, line: int) -> Problem:
    if isinstance(fact, Pin):
        what = f"two pins of {fact.connector} have the number {fact.pin} (the other is at {first.file}:{first.line})"
        return Problem(file, line, what, "Give each contact its own number, as the manual prints it")
    return Problem(file, line, f"the id {fact.id!r} was used at {first.file}:{first.line}", "Give each fact its own id")


def resolve_blinks(facts: Iterable[Fact], places: dict[str, Place], problems: list[Problem]) -> list[Fact]:
    """Fill in the on and off times of lamps that name a rhythm; an unknown rhythm is a problem."""
    facts = list(facts)
    known = {(d, f.name): f for f in facts if isinstance(f, Blink) for d in f.devices}

    def timed(fact: LedState | Alarm, lamps: tuple[Lamp, ...]) -> tuple[Lamp, ...]:
        out: list[Lamp] = []
        for lamp in lamps:
            blink = (
                next((known[d, lamp.blink] for d in fact.devices if (d, lamp.blink) in known), None)
                if lamp.blink
                else None
            )
            if lamp.blink and blink is None:
                place = places[fact.id]
                problems.append(
                    Problem(
                        place.file,
                        place.line,
                        f"the rhythm {lamp.blink!r} of {lamp.indicator} is not in a .blinks table",
                        "Add it there, or write on/off seconds",
                    )
                )
            out.append(msgspec.structs.replace(lamp, on_s=blink.on_s, off_s=blink.off_s) if blink else lamp)
        return tuple(out)

    result: list[Fact] = []
    for fact in facts:
        if isinstance(fact, LedState):
            fact = msgspec.structs.replace(fact, lamps=timed(fact, fact.lamps))  # noqa: PLW2901
        elif isinstance(fact, Alarm) and fact.lamp:
            fact = msgspec.structs.replace(fact, lamp=timed(fact, fact.lamp))  # noqa: PLW2901
        result.append(fact)
    return result
