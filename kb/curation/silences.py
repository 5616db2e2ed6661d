"""`silences/*.yaml`: what the manuals do not say. Compared with a question beside the facts, so that a look-alike is no answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
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
    """Read all files, in order.

    An unknown device or fact, a doubled id, too few ways of asking, a word of `nowhere` that does stand in the manuals are problems.
    """
    known = _Known(root, devices, documents, fact_ids)
    out: dict[str, Silence] = {}
    for path in sorted((root / "silences").glob("*.yaml")):
        file = path.relative_to(root.parent).as_posix()
        found = decode_yaml(path.read_bytes(), tuple[Silence, ...], file=file, problems=problems) or ()
        lines = {
            m[1]: n for n, x in enumerate(path.read_text("utf-8", "replace").split("\n"), 1) if (m := _LINE.match(x))
        }
        for silence in found:
            wrong = [*known.wrong(silence), *known.said(silence)]
            if silence.id in out:
                wrong.append((f"the id {silence.id!r} was used already", "Give each silence its own id"))
            problems.extend(Problem(file, lines.get(silence.id, 1), what, todo) for what, todo in wrong)
            out.setdefault(silence.id, silence)
    return tuple(out.values())


_LINE = re.compile(r"- id: [\"']?([^\s\"']+)")


@dataclass(frozen=True)
class _Known:
    root: Path
    devices: dict[str, Device]
    documents: Sequence[Document]
    fact_ids: Collection[str]
    texts: dict[str, str] = field(default_factory=dict)

    def wrong(self, silence: Silence) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the form of a silence, and what to do."""
        if not _ID.fullmatch(silence.id):
            yield f"the id {silence.id!r} is not of the form device/silence/name", "Write it like battery/silence/noise"
        if not silence.devices or not silence.topic.strip():
            yield f"{silence.id} names no device or no topic", "Say whose manuals do not say what"
        for device in silence.devices:
            if device not in self.devices:
                yield f"there is no device {device!r}", f"Known are {', '.join(self.devices)}"
        for fact in silence.near:
            if fact not in self.fact_ids:
                yield f"there is no fact {fact!r}", "`pinlight facts` lists them all"
        if len(silence.asks) < FEWEST_ASKS or any(not a.strip() or len(a.split()) > MAX_WORDS for a in silence.asks):
            yield (
                f"{silence.id} needs at least {FEWEST_ASKS} ways of asking of at most {MAX_WORDS} words",
                "Write them as people would ask",
            )

    def said(self, silence: Silence) -> Iterator[tuple[str, str]]:
        """Yield the words of `nowhere` that do stand in a manual."""
        for word in silence.nowhere:
            for device in silence.devices:
                low, text = word.lower(), self._text(device)
                # Most words are not there at all; only a hit is worth a look at its borders.
                if low in text and re.search(rf"(?<!\w){re.escape(low)}(?!\w)", text):
                    yield (
                        f"{word!r} does stand in a manual of {device}, so {silence.id} may be said there",
                        "Look it up: drop the silence, or the word from `nowhere`",
                    )

    def _text(self, device: str) -> str:
        """Return all that the editions of a device say, in lower case."""
        if device not in self.texts:
            files = [self.root.parent / d.file for d in self.documents if device in d.meta.devices]
            self.texts[device] = "\n".join(f.read_text("utf-8", "replace") for f in files).lower()
        return self.texts[device]
