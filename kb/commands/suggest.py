"""suggest: a ticket in, a cited reply out."""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kb.commands import text
from kb.model.errors import QueryError

if TYPE_CHECKING:
    from kb.suggest.model import Suggestion

MOST = 4
_LEAST = 0.02
_MARK = re.compile(r"(?:\d+\.|-|\[\d+\]) ")


def suggest(bundle: Path, file: str, subject: str, device: str | None, role: str, *, as_json: bool) -> None:
    """Read a ticket from a file, or from standard input for "-", and print what can be said to it.

    Raises QueryError for a file that cannot be read, an empty or too large ticket or an unknown role, NotFoundError for
    an unknown device.
    """
    from kb.bundle.store import open_bundle
    from kb.diagnose import api
    from kb.search.engine import Engine
    from kb.suggest.advise import suggest as advise
    from kb.userdata import Settings

    body = read(file)
    kb = open_bundle(bundle)
    learnt = api.learnt(kb, Settings.of(os.environ), datetime.now(UTC).date())
    found = advise(Engine(kb), subject, body, device=device, role=role, learnt=learnt)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        click.echo(page(found))


def read(file: str) -> str:
    """Return the text of a ticket; bytes that are no UTF-8 are read as Latin-1, as old mail programs write it."""
    from kb.suggest.mail import MAX_BYTES

    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" else Path(file).read_bytes()[: MAX_BYTES + 1]
    except OSError as e:
        raise QueryError(f"{file} cannot be read: {e.strerror or e}. Name a file, or - for standard input") from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def page(found: Suggestion) -> str:
    """Return a suggestion for 80 columns: what was read, what it may be, the reply, what could not be told."""
    lines: list[str] = []
    if not found.covered:
        lines += [text.heading("Not in the manuals"), text.wrap(found.why_not, "   ")]
        lines += [text.wrap(f"Ask: {found.contact}", "   ")] if found.contact else []
        return "\n".join(lines)
    lines += _read(found)
    lines += [
        text.wrap(f"{cause.p:4.0%}  {cause.name}", "         ", "   ")
        for cause in found.causes[:MOST]
        if cause.p >= _LEAST
    ]
    lines += ["", text.heading("Reply"), "", *map(_line, found.reply.plain.splitlines()), *_unknown(found)]
    return "\n".join(lines)


def _line(line: str) -> str:
    """Return a line of the reply, wrapped under its number or bullet."""
    mark = _MARK.match(line)
    hang = " " * (3 + (len(mark[0]) if mark else 0))
    return text.wrap(line, hang, "   ") if line else ""


def _read(found: Suggestion) -> list[str]:
    lines = []
    about = next((d for d in found.devices if d.id == found.device), None)
    head = about.name if about is not None else "Which product it is was not said"
    lines.append(text.titled(head, about.why, "   ", "") if about is not None else text.heading(head))
    for item in found.observations:
        lines.append(text.wrap(f"Seen: {item.label or item.text}", "         ", "   "))
    for tried in found.tried:
        lines.append(text.wrap(f"Tried: {tried.text}", "          ", "   "))
    return lines


def _unknown(found: Suggestion) -> list[str]:
    told = [text.wrap(x, "     ", "   • ") for x in found.unknown]
    if found.left_out:
        told.append(text.wrap(f"Left out of the ticket: {', '.join(found.left_out)}", "     ", "   • "))
    return ["", text.heading("Not told"), *told] if told else []
