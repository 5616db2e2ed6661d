"""`silences/*.yaml`: what the manuals do not say. Compared with a question beside the facts, so that a look-alike is no answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from kb.curation.asks import MAX_WORDS
from kb.curation.devices import decode_yaml
from kb.model.device import Device
from kb.model.document import Document
from kb.model.errors import Problem
from kb.model.silence import Silence

FEWEST_ASKS = 3
"""One or two ways of asking catch only who asks in these words."""
_ID = re.compile(r"[a-z0-9.-]+/silence/[a-z0-9.-]+")


def read(
    root: Path,
    devices: dict[str, Device],
    documents: Sequence[Document],
    fact_ids: Collection[str],
    problems: list[Problem],
) -> tuple[Silence, ...]:
    """Read all files, in order. An unknown device or fact, a doubled id, too few ways of asking, a word that does stand in the manuals: problems."""
    out: dict[str, Silence] = {}
    texts: dict[str, str] = {}
    for path in sorted((root / "silences").glob("*.yaml")):
        file = path.relative_to(root.parent).as_posix()
        found = decode_yaml(path.read_bytes(), tuple[Silence, ...], file=file, problems=problems) or ()
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        for silence in found:
            line = next(
                (n for n, x in enumerate(lines, 1) if re.match(rf"- id: \"?{re.escape(silence.id)}\"?\s*(#|$)", x)), 1
            )

            def problem(what: str, todo: str, file: str = file, line: int = line) -> None:
                problems.append(Problem(file, line, what, todo))

            if not _ID.fullmatch(silence.id):
                problem(
                    f"the id {silence.id!r} is not of the form device/silence/name",
                    "Write it like growatt-65/silence/noise",
                )
            if silence.id in out:
                problem(f"the id {silence.id!r} was used already", "Give each silence its own id")
            for device in silence.devices:
                if device not in devices:
                    problem(f"there is no device {device!r}", f"Known are {', '.join(devices)}")
            for fact in silence.near:
                if fact not in fact_ids:
                    problem(f"there is no fact {fact!r}", "`pinlight facts` lists them all")
            if not silence.devices or not silence.topic.strip():
                problem(f"{silence.id} names no device or no topic", "Say whose manuals do not say what")
            if len(silence.asks) < FEWEST_ASKS or any(
                not a.strip() or len(a.split()) > MAX_WORDS for a in silence.asks
            ):
                problem(
                    f"{silence.id} needs at least {FEWEST_ASKS} ways of asking of at most {MAX_WORDS} words",
                    "Write them as people would ask",
                )
            for word in silence.nowhere:
                for device in silence.devices:
                    text = texts.setdefault(device, _said(root, device, documents))
                    if re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", text):
                        problem(
                            f"{word!r} does stand in a manual of {device}, so {silence.id} may be said there",
                            "Look it up: drop the silence, or the word from `nowhere`",
                        )
            out.setdefault(silence.id, silence)
    return tuple(out.values())


def _said(root: Path, device: str, documents: Sequence[Document]) -> str:
    """Return all that the editions of a device say, in lower case."""
    files = [root.parent / d.file for d in documents if device in d.meta.devices]
    return "\n".join(f.read_text(encoding="utf-8", errors="replace") for f in files).lower()
