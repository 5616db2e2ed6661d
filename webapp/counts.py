"""Where the rate limits count: in this process, without a thread of its own.

The storage that comes with `limits` starts a timer thread for nearly every hit to remove what has run out, which cost some
15 % of the work of a search. Here what has run out is swept by a hit, at most once a minute.
"""

from __future__ import annotations

import threading
import time

from limits.storage import Storage

SCHEME = "pinlight"
URI = f"{SCHEME}://"
_SWEEP_S = 60.0


class Counts(Storage):
    """Hits in fixed windows, by key: how many, and until when (seconds since 1970). Safe to use from many threads."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the base class reads it so

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **_options: float | str | bool) -> None:  # noqa: FBT001, FBT002 - the library's signature
        """Start at zero; the address holds nothing."""
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._lock = threading.Lock()
        self._known: dict[str, tuple[int, float]] = {}
        self._swept = time.time()

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What may go wrong below: nothing of its own."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count a hit; the first of a window begins it. Return how many the window has now."""
        now = time.time()
        with self._lock:
            if now - self._swept >= _SWEEP_S:
                self._known = {k: kept for k, kept in self._known.items() if kept[1] > now}
                self._swept = now
            count, until = self._known.get(key, (0, 0.0))
            if until <= now:
                count, until = 0, now + expiry
            self._known[key] = (count + amount, until)
            return count + amount

    def get(self, key: str) -> int:
        """Return the hits of the running window."""
        count, until = self._known.get(key, (0, 0.0))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window ends; now, when there is none."""
        now = time.time()
        return max(now, self._known.get(key, (0, now))[1])

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget all; return how many keys there were."""
        with self._lock:
            n = len(self._known)
            self._known = {}
            return n

    def clear(self, key: str) -> None:
        """Forget one key."""
        with self._lock:
            self._known.pop(key, None)
