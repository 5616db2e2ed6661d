"""From the request's words to the engine's question: cleaned, bounded, with a device that exists."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from kb.model.errors import QueryError
from kb.search.answer import Answer
from webapp import metrics
from webapp.bundle import Snapshot
from webapp.config import MAX_QUERY_CHARS

MAX_LIMIT = 50
MAX_DROPS = 20


def clean(raw: str) -> str:
    """Return the question without control characters, in one line. Raises QueryError when it is too long."""
    if len(raw) > MAX_QUERY_CHARS:
        raise QueryError(f"The question has {len(raw)} characters; at most {MAX_QUERY_CHARS} can be searched")
    # Control, format (also the direction marks of RTL tricks) and lone surrogates carry no meaning to search for.
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} else c for c in raw)
    return " ".join(kept.split())


def device_of(snapshot: Snapshot, args: Mapping[str, str]) -> str | None:
    """Return the device filter, or None. Raises QueryError for an unknown device."""
    named = clean(args.get("device", ""))
    if named and named not in snapshot.kb.devices:
        raise QueryError(f"There is no device {named[:60]!r}; known are {', '.join(snapshot.kb.devices)}")
    return named or None


def limit_of(args: Mapping[str, str], default: int) -> int:
    """Return how many results are wanted. Raises QueryError when that is no sensible number."""
    raw = args.get("limit", "").strip()
    if not raw:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 4 and 1 <= int(raw) <= MAX_LIMIT):  # noqa: PLR2004 - digits
        raise QueryError(f"limit must be a number from 1 to {MAX_LIMIT}")
    return int(raw)


def drops_of(args: MultiDict[str, str]) -> tuple[str, ...]:
    """Return the parts of the reading that the asker has dropped. Raises QueryError for too many."""
    found = tuple(dict.fromkeys(d for d in (clean(raw) for raw in args.getlist("drop")) if d))
    if len(found) > MAX_DROPS:
        raise QueryError(f"At most {MAX_DROPS} parts of the reading can be dropped")
    return found


def search(snapshot: Snapshot, query: str, args: MultiDict[str, str], default_limit: int) -> Answer:
    """Ask the engine with the request's filter, limit and drops."""
    device, limit = device_of(snapshot, args), limit_of(args, default_limit)
    answer = snapshot.engine.search(query, device=device, limit=limit, drop=drops_of(args))
    metrics.searched(answered=answer.answered)
    return answer
