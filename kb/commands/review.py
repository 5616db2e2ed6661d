"""review: the doubtful rows of a draft, each beside the original, decided one by one and written at once."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec

from kb.commands import text
from kb.commands.importing import KIND_WORDS
from kb.importing import beside, decide, drafts, head
from kb.importing.beside import Beside
from kb.importing.decide import Decision
from kb.importing.errors import ImportError_
from kb.importing.review import Draft, Item
from kb.model.errors import PinlightError, QueryError

KEYS = "a accept · c correct · d drop · s skip · b back · q quit"


@dataclass(frozen=True)
class Asked:
    """What the options of `pinlight review` ask for."""

    accepted: Sequence[str] = ()
    corrected: str | None = None
    values: Sequence[str] = ()
    dropped: str | None = None
    why: str = ""
    filled: Sequence[str] = ()
    likely: bool = False
    listed: bool = False
    everything: bool = False
    original: Path | None = None
    as_json: bool = False

    def steps(self) -> list[Decision]:
        """Return the decisions. Raises QueryError when the options do not fit together."""
        sure: decide.Sure = "likely" if self.likely else "certain"
        if self.values and self.corrected is None:
            raise QueryError(f"{self.values[0]}: values belong to --correct ID COLUMN=VALUE")
        steps: list[Decision] = [functools.partial(decide.accept, item_id=i, sure=sure) for i in self.accepted]
        if self.corrected is not None:
            if not self.values:
                raise QueryError("--correct needs what is right: --correct ID COLUMN=VALUE …")
            told = dict(_value(v) for v in self.values)
            steps.append(functools.partial(decide.correct, item_id=self.corrected, values=told, sure=sure))
        if self.dropped is not None:
            steps.append(functools.partial(decide.drop, item_id=self.dropped, why=self.why))
        if self.filled:
            steps.append(functools.partial(head.fill, values=dict(_value(v) for v in self.filled)))
        return steps


def run(path: Path, asked: Asked) -> None:
    """Decide what the options say, or list, or go through the doubtful rows with a person."""
    steps = asked.steps()
    for step in steps:
        drafts.decide(path, step)
    if asked.listed or steps or asked.as_json:
        draft = drafts.load(path)
        if asked.as_json:
            data = as_data(draft, everything=asked.everything)
            click.echo(msgspec.json.format(msgspec.json.encode(data)).decode())
        else:
            _list(draft, everything=asked.everything)
        return
    _Session(path, _beside(path, asked.original), everything=asked.everything).run()


def as_data(draft: Draft, *, everything: bool = False) -> dict[str, Any]:
    """Return a draft for programs: counts, and its undecided rows (with `everything`, all rows), the least sure first."""
    return {
        "draft": draft.file,
        "manual": draft.document.meta.id,
        "counts": {k: {"rows": n, "undecided": left} for k, (n, left) in draft.counts().items()},
        "undecided": len(draft.undecided),
        "missing": list(head.missing(draft)),
        "dropped": draft.dropped,
        "rows": [item_data(i) for i in (draft.items if everything else draft.undecided)],
    }


def item_data(item: Item) -> dict[str, Any]:
    """Return a row for programs."""
    names = ("id", "kind", "line", "lines", "section", "certainty", "confidence", "doubt", "note", "repair", "says")
    return {**{n: getattr(item, n) for n in names}, "cells": item.cells}


def _value(told: str) -> tuple[str, str]:
    name, equals, value = told.partition("=")
    if not equals or not name.strip():
        raise QueryError(f"{told!r}: write COLUMN=VALUE, as in signal=CAN-H")
    return name.strip(), value


def _list(draft: Draft, *, everything: bool) -> None:
    left = draft.undecided
    for item in draft.items if everything else left:
        sure = f"{item.confidence:.2f}, " if item.confidence is not None else ""
        state = f"{sure}lines {item.lines}" if item.undecided else f"{item.certainty}, lines {item.lines}"
        click.echo(text.wrap(item.says, "   ", " ? " if item.undecided else "   "))
        click.echo(text.dim(text.wrap(f"{item.id} ({state})", "     ")))
        if item.undecided:
            click.echo(text.wrap(item.doubt, "       ", "     ? "))
    if left:
        click.echo(f"\n{len(left)} of {len(draft.items)} rows wait for a decision.")
    else:
        click.echo(f"{_ready(draft)} `pinlight publish {draft.file}` comes next.")


def _ready(draft: Draft) -> str:
    count = len(draft.items)
    return f"Nothing is left to decide: {count} row{'s' if count != 1 else ''}, {len(draft.dropped)} dropped."


def folders(draft: Path) -> tuple[Path | None, ...]:
    """Return where the original of a draft may lie: beside it, in the folder of its name, and in PINLIGHT_ORIGINALS."""
    named = os.environ.get("PINLIGHT_ORIGINALS", "").strip()
    return (draft.parent, draft.with_suffix(""), Path(named) if named else None)


def _beside(path: Path, original: Path | None) -> Beside | None:
    if original is not None:
        return beside.open_beside(original)
    named = drafts.load(path).document.meta.original
    try:
        found = beside.find(named, folders(path))
        return beside.open_beside(found) if found else None
    except ImportError_ as e:
        click.echo(f"pinlight: {e}", err=True)
        return None


class _Session:
    """One person at a terminal. Every decision is in the file before the next row is shown."""

    def __init__(self, path: Path, original: Beside | None, *, everything: bool) -> None:
        self.path, self.original, self.everything = path, original, everything
        self.at = 0
        self.skipped: set[str] = set()
        # What `back` undoes: the row, and the text of the file before and after its decision (None after a skip).
        self.trail: list[tuple[str, tuple[str, str] | None]] = []

    def run(self) -> None:
        draft = drafts.load(self.path)
        self._hello(draft)
        while True:
            draft = drafts.load(self.path)
            item = self._next(draft)
            if item is None:
                break
            self._show(draft, item)
            if not self._ask(draft, item):
                break
        left = len(drafts.load(self.path).undecided)
        if not left:
            self._head()
        click.echo("")
        if left:
            click.echo(f"{left} rows still wait. Go on at any time: pinlight review {self.path}")
        else:
            click.echo(f"{_ready(drafts.load(self.path))}\nNext: pinlight publish {self.path}")

    def _head(self) -> None:
        """Ask for what the cover prints and the import did not find; an empty answer leaves it for later."""
        for key in head.missing(drafts.load(self.path)):
            try:
                said = click.prompt(f"  {key} on the cover", prompt_suffix=": ", default="", show_default=False).strip()
                if said:
                    drafts.decide(self.path, functools.partial(head.fill, values={key: said}))
            except click.Abort:
                return
            except PinlightError as e:
                click.echo(text.wrap(str(e), "    ", "  ! "))

    def _hello(self, draft: Draft) -> None:
        click.echo(text.heading(draft.document.meta.title))
        for kind, (rows, left) in draft.counts().items():
            click.echo(f"  {rows:>5}  {KIND_WORDS.get(kind, kind):<26}{f'{left} to decide' if left else 'decided'}")
        if self.original is None:
            named = draft.document.meta.original.file
            click.echo(
                text.wrap(f"The original is not here. To see it beside the rows: --original {named}", "  ", "\n  ")
            )

    def _next(self, draft: Draft) -> Item | None:
        pool = draft.items if self.everything else draft.undecided
        return next((i for i in pool if i.id not in self.skipped), None)

    def _show(self, draft: Draft, item: Item) -> None:
        left = len(draft.undecided)
        sure = f" ({item.confidence:.2f} sure)" if item.confidence is not None else ""
        click.echo("\n" + text.heading(text.wrap(item.says, "  ")))
        click.echo(text.dim(text.wrap(f"{item.id}{sure}", "  ")))
        if item.doubt:
            click.echo(text.wrap(item.doubt, "    ", "  ? "))
        if item.repair:
            click.echo(text.wrap(f"Mended: {item.repair}", "    ", "  ~ "))
        click.echo("")
        wide = max(map(len, item.cells))
        for column, value in item.cells.items():
            if value or column in item.required:
                for n, line in enumerate(value.split("\n")):
                    click.echo(text.wrap(line, " " * (wide + 4), f"  {column if not n else '':<{wide}}  "))
        click.echo("\n" + text.dim(f"  {item.section}, lines {item.lines} of the original"))
        self._original(item)
        click.echo(text.dim(f"\n  {left} to decide · {KEYS}"))

    def _original(self, item: Item) -> None:
        if self.original is None:
            return
        for spot in self.original.spots(item.lines)[:1]:
            box = spot.box
            where = (
                f", {box.left:.0f}-{box.right:.0f} across, {box.top:.0f}-{box.bottom:.0f} down (points)" if box else ""
            )
            click.echo(text.dim(f"  page {spot.page} of {self.original.path}{where}"))
        for line in self.original.excerpt(item.lines):
            if line.gap:
                click.echo(text.dim("       …"))
            said = f"{line.number:>5} {'▌' if line.cited else ' '} {line.text.replace(chr(9), '  ')}"
            said = said if len(said) <= text.width() else said[: text.width() - 1] + "…"
            click.echo(text.heading(said) if line.cited else text.dim(said))

    def _ask(self, draft: Draft, item: Item) -> bool:
        """Take one decision; False to stop."""
        actions: dict[str, Callable[[], None]] = {
            "a": lambda: self._write(draft, item, decide.accept),
            "c": lambda: self._write(draft, item, functools.partial(decide.correct, values=self._values(item))),
            "d": lambda: self._write(
                draft, item, functools.partial(decide.drop, why=click.prompt("  Why", prompt_suffix=": "))
            ),
            "s": lambda: self._skip(item),
            "b": self._back,
        }
        while True:
            try:
                key = click.prompt("  >", prompt_suffix=" ", default="", show_default=False).strip().lower()[:1]
            except click.Abort:
                return False
            if key == "q":
                return False
            if key not in actions:
                click.echo(f"  {KEYS}")
                continue
            try:
                actions[key]()
            except click.Abort:
                click.echo("")
            except PinlightError as e:
                click.echo(text.wrap(str(e), "    ", "  ! "))
            else:
                return True

    def _write(self, draft: Draft, item: Item, step: Callable[..., str]) -> None:
        done = drafts.decide(self.path, functools.partial(step, item_id=item.id), expected=item)
        self.trail.append((item.id, (draft.text, done.text)))
        # With all rows a decided one would come again.
        self.skipped.add(item.id)

    def _skip(self, item: Item) -> None:
        self.trail.append((item.id, None))
        self.skipped.add(item.id)

    def _back(self) -> None:
        if not self.trail:
            click.echo("  This is where you began.")
            return
        item_id, texts = self.trail[-1]
        if texts is not None:
            drafts.restore(self.path, *texts)
        self.trail.pop()
        self.skipped.discard(item_id)

    def _values(self, item: Item) -> dict[str, str]:
        """Ask cell by cell; an empty answer keeps what stands there, a dash empties it."""
        click.echo(text.dim("  Enter keeps what stands there, - empties the cell."))
        values: dict[str, str] = {}
        for column, value in item.cells.items():
            shown = value.replace("\n", "; ")
            said = click.prompt(f"  {column} [{shown}]", prompt_suffix=" ", default="", show_default=False).strip()
            if said:
                values[column] = "" if said == "-" and column not in {"signal", "position"} else said
        return values
