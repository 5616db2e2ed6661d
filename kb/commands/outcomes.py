"""outcomes: what was told to have helped, what that does to the priors, and taking it back."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kb.commands import text
from kb.model.errors import QueryError

if TYPE_CHECKING:
    from kb.userdata import UserData


def outcomes(bundle: Path, undo: tuple[str, ...], *, purge: bool, as_json: bool) -> None:
    """Take back what is asked for, then print outcomes, their effect cause by cause, and what was taken back.

    Raises QueryError for an `undo` that is neither a number nor a day, NotFoundError for an unknown number.
    """
    from kb.bundle.store import open_bundle
    from kb.diagnose import api, learn
    from kb.userdata import Settings, UserData

    settings = Settings.of(os.environ)
    data = UserData.open(settings.path)
    today = datetime.now(UTC).date()
    taken = sum(_undo(data, word, today) for word in undo)
    gone = data.purge(today, settings.keep_days) if purge else 0
    kb = open_bundle(bundle)
    found = data.outcomes.all()
    told = tuple(r.outcome for r in found)
    changes = learn.changes(api.models(kb), told, today, settings.half_life)
    if as_json:
        answer = {
            "learning": settings.learn,
            "half_life_days": settings.half_life,
            "undone": taken,
            "purged": gone,
            "outcomes": [{"id": r.id, **msgspec.to_builtins(r.outcome)} for r in found],
            "changes": [msgspec.to_builtins(c) for c in changes],
            "log": [msgspec.to_builtins(u) for u in data.outcomes.log()],
        }
        click.echo(msgspec.json.format(msgspec.json.encode(answer)).decode())
        return
    if undo:
        click.echo(f"Taken back: {taken}")
    if purge:
        click.echo(f"Removed as older than {settings.keep_days} days: {gone}")
    state = "on" if settings.learn else "off: priors stay as the corpus states them (PINLIGHT_LEARN=on)"
    click.echo(text.heading(f"{len(found)} outcomes, learning is {state}"))
    for r in found:
        o = r.outcome
        click.echo(f"   {r.id:5d}  {o.day}  {o.model}: {o.cause} by {o.repair} ({o.role})")
    for c in changes:
        if c.outcomes or abs(c.after - c.before) >= 0.005:  # noqa: PLR2004 - half a percent point is nothing to see
            held = ", held at its floor" if c.held else ""
            line = f"{c.before:5.1%} → {c.after:5.1%}  {c.model}: {c.name} ({c.outcomes} outcomes, weight {c.weight:.1f}{held})"
            click.echo(text.wrap(line, "        ", "   "))


def _undo(data: UserData, word: str, today: date) -> int:
    if word.isdecimal():
        return data.outcomes.undo(int(word), today, "pinlight outcomes")
    try:
        day = date.fromisoformat(word)
    except ValueError:
        raise QueryError(f"{word!r} is neither the number of an outcome nor a day such as 2026-11-21") from None
    return data.outcomes.undo_day(day, today, "pinlight outcomes")
