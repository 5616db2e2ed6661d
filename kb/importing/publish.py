"""A reviewed draft → an edition of the corpus. Nothing is published that nobody decided, and nothing that does not build."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from kb.curation.corpus import corpus_files, survey
from kb.importing import decide, drafts
from kb.importing.front import TODO
from kb.importing.review import Draft
from kb.model.errors import PinlightError, Problem
from kb.model.facts import KINDS, Alarm, Fact, Lamp, LedState, Pin, kind_of

_TYPES = ("battery", "inverter", "charger", "gateway", "sensor", "module", "app")
_UNREVIEWED = "Draft written by"
_HEAD = "Figures and pictures were not read."


class PublishError(PinlightError):
    """A draft may not be published yet; carries everything that stands in the way, each with file, line and what to do."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of the file, so that a person can work down the list."""
        self.problems = sorted(problems, key=lambda p: (p.file, p.line))
        count = len(self.problems)
        head = f"{count} thing{'s stand' if count != 1 else ' stands'} in the way; nothing was published:"
        super().__init__("\n".join([head, *(f"  {p}" for p in self.problems)]))


@dataclass(frozen=True)
class Published:
    """What was written: the edition, and the device files that were begun for it."""

    manual: Path
    devices: tuple[Path, ...]
    facts: int


def open_points(draft: Draft) -> list[Problem]:
    """Return what a person still has to settle: rows that nobody decided, and what is TODO in the head."""
    out = [
        Problem(
            draft.file,
            i.line,
            f"{i.id} is doubtful and nobody has decided it ({i.doubt})",
            f"Accept, correct or drop it: pinlight review {draft.file}",
        )
        for i in draft.undecided
    ]
    for n, line in enumerate(draft.text.split("\n"), 1):
        if n > 1 and line.strip() == "---":
            break
        key, _, value = line.partition(":")
        if re.search(rf"\b{TODO}\b", value):
            out.append(
                Problem(
                    draft.file,
                    n,
                    f"{key.strip()} is {TODO}",
                    "Write what the manual's cover prints, or “not stated” where it prints nothing",
                )
            )
    return out


def publish(path: Path, manuals: Path, *, stub: bool = False, replace: bool = False) -> Published:
    """Copy a decided draft into the `manuals` folder of a corpus, after a trial that the whole corpus passes with it.

    With `stub` a device file is begun for each product that has none. Raises PublishError; then nothing was written.
    """
    draft = drafts.load(path)
    problems = open_points(draft)
    if problems:
        raise PublishError(problems)
    meta = draft.document.meta
    root, target = manuals.parent, manuals / f"{meta.id}.md"
    if not manuals.is_dir():
        raise PublishError(
            [Problem(str(manuals), 1, "there is no such folder", "Name the manuals folder of a corpus: --into DIR")]
        )
    text = _reviewed(draft)
    if target.exists() and not replace and target.read_bytes() != text.encode():
        raise PublishError(
            [Problem(str(target), 1, "this edition is there already", "Change id: in the draft, or say --replace")]
        )
    known = {p.stem for p in (root / "devices").glob("*.yaml")}
    missing = [
        d for d in dict.fromkeys((*meta.devices, *(d for f in draft.facts for d in f.devices))) if d not in known
    ]
    if missing and not stub:
        line = next((n for n, x in enumerate(draft.text.split("\n"), 1) if x.startswith("devices:")), 1)
        raise PublishError(
            Problem(
                draft.file,
                line,
                f"the device {d!r} has no file",
                f"Say --stub to begin {root.name}/devices/{d}.yaml, or write the id of a known device",
            )
            for d in missing
        )
    stubs = {root / "devices" / f"{d}.yaml": device_stub(draft, d) for d in missing}
    _trial(root, {target: text, **stubs})
    for file, content in stubs.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        drafts.write(file, content)
    drafts.write(target, text)
    return Published(target, tuple(stubs), len(draft.facts))


def _reviewed(draft: Draft) -> str:
    said = f"Imported by `pinlight import` and reviewed: every doubtful row was decided, {len(draft.dropped)} dropped."
    text = re.sub(
        r"(?m)^(\d+ facts were recognised, \d+ of them) are marked doubtful and .*$", r"\1 were doubtful.", draft.text
    )
    return decide.told(decide.told(text, said, _UNREVIEWED), _HEAD, _HEAD)


def _trial(root: Path, files: dict[Path, str]) -> None:
    """Check a copy of the corpus with the new files in it; complain of what they bring, not of what was wrong before."""
    with tempfile.TemporaryDirectory(prefix="pinlight-publish-") as folder:
        copy = Path(folder) / root.name
        for file in corpus_files(root):
            place = copy / file.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
        for file, content in files.items():
            place = copy / file.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content, encoding="utf-8")
        found = survey(copy).problems
        if not found:
            return
        before = set(survey(root).problems) if any((root / "manuals").glob("*.md")) else set()
        fresh = [p for p in found if p not in before]
        if fresh:
            raise PublishError(fresh)


def device_stub(draft: Draft, device: str) -> str:
    """Return the beginning of a device file: lamps, connectors and coverage as the draft's facts tell them, the rest to fill in.

    A kind without a fact is `todo`: whether the manual lacks it, only a reader of the manual can say.
    """
    meta = draft.document.meta
    own = [f for f in draft.facts if device in f.devices]
    name = " ".join(w.upper() if any(c.isdecimal() for c in w) else w.capitalize() for w in device.split("-"))
    told = f"{meta.title} {meta.original.file}".lower()
    have = {kind_of(f) for f in own}
    data = {
        "id": device,
        "name": name,
        "short": name,
        "maker": meta.maker,
        "type": next((t for t in _TYPES if t in told), "module"),
        "family": device,
        "aliases": list(dict.fromkeys([name, device])),
        "manuals": [meta.id],
        "panel": {"order_known": False, "lamps": _lamps(own)},
        "connectors": _connectors(own),
        "coverage": {k: "done" if k in have else "todo" for k in KINDS},
    }
    head = (
        "# Begun by `pinlight publish` from the facts of one draft. Read over: name, type, aliases, the order of the lamps,\n"
        "# the shape of each connector, and for each kind that is todo whether the manual really lacks it (exempt: reason).\n"
    )
    return head + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)


def _lamps(facts: Iterable[Fact]) -> list[dict[str, object]]:
    colors: dict[str, list[str]] = {}
    for fact in facts:
        lamps: tuple[Lamp, ...] = (
            fact.lamps if isinstance(fact, LedState) else fact.lamp if isinstance(fact, Alarm) else ()
        )
        for lamp in lamps:
            seen = colors.setdefault(lamp.indicator, [])
            if lamp.color and lamp.color != "grey" and lamp.color not in seen:
                seen.append(lamp.color)
    return [
        {"name": n, "label": n, "colors": c, "row": 1, "col": at, "shows": ""}
        for at, (n, c) in enumerate(colors.items(), 1)
    ]


def _connectors(facts: Iterable[Fact]) -> list[dict[str, object]]:
    pins: dict[str, list[Pin]] = {}
    for fact in facts:
        if isinstance(fact, Pin):
            pins.setdefault(fact.connector, []).append(fact)
    out: list[dict[str, object]] = []
    for name, own in pins.items():
        # A count is only known where contacts are numbered; 0 leaves it open.
        count = max(int(p.pin) for p in own) if all(p.pin.isdecimal() for p in own) else 0
        out.append(
            {
                "name": name,
                "shape": "connector",
                "pins": count,
                "numbering": "side of pin 1 not reviewed",
                "purpose": "",
                "section": own[0].source.section,
            }
        )
    return out
