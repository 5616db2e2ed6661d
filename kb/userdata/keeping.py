"""Two shelves for the web app: the keeper's sessions, and what may be told once only. Both hold hashes, never the thing itself."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.userdata.records import Outcome
    from kb.userdata.store import UserData

SESSION_S = 8 * 3600  # a working day: whoever leaves the desk open is out of it the next morning
_ID_BYTES = 32


@dataclass(frozen=True)
class Sessions:
    """Sessions of the keeper's desk. `now` is in seconds since 1970; `stamp` names the token that opened one."""

    data: UserData

    def open(self, stamp: str, now: float) -> str:
        """Open a session and return its id; the file holds only the id's hash. Those that have ended are removed."""
        name = secrets.token_urlsafe(_ID_BYTES)
        with self.data.connected() as db:
            db.execute("DELETE FROM sessions WHERE ends <= ?", (int(now),))
            db.execute(
                "INSERT INTO sessions (hash, stamp, ends) VALUES (?, ?, ?)", (_hash(name), stamp, int(now) + SESSION_S)
            )
        return name

    def holds(self, name: str, stamp: str, now: float) -> bool:
        """Tell whether a session is open, was opened by the present token, and has not ended."""
        if not name or not stamp:
            return False
        with self.data.connected() as db:
            found = db.execute(
                "SELECT 1 FROM sessions WHERE hash = ? AND stamp = ? AND ends > ?", (_hash(name), stamp, int(now))
            ).fetchone()
        return found is not None

    def close(self, name: str) -> None:
        """End a session."""
        with self.data.connected() as db:
            db.execute("DELETE FROM sessions WHERE hash = ?", (_hash(name),))


@dataclass(frozen=True)
class Once:
    """What counts once only, however often a page sends it."""

    data: UserData

    def outcome(self, nonce: str, outcome: Outcome) -> bool:
        """Store an outcome unless this nonce has stored one before; return whether it was stored."""
        with self.data.connected() as db:
            o = outcome
            fresh = db.execute(
                "INSERT OR IGNORE INTO once (hash, day) VALUES (?, ?)", (_hash(nonce), o.day.isoformat())
            ).rowcount
            if not fresh:
                return False
            db.execute(
                "INSERT INTO outcomes (day, model, cause, repair, role, bundle) VALUES (?, ?, ?, ?, ?, ?)",
                (o.day.isoformat(), o.model, o.cause, o.repair, o.role, o.bundle),
            )
        return True


def _hash(name: str) -> str:
    # A random name of 256 bits needs no salt and no slow hash: there is nothing to guess from.
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
