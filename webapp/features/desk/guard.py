"""Who may see the desk: `@keeper` on a view, the session behind it, and a bound on wrong tokens.

    @bp.get("/desk/review")
    @keeper
    def drafts() -> Response: ...

A view under the guard is answered with `no-store` (webapp/caching.py leaves /desk alone), is in no offline pack, and
may be asked with the cookie of /desk/login or, by scripts, with `Authorization: Bearer TOKEN`.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import abort, current_app, redirect, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from kb.userdata import Sessions, UserData, token
from kb.userdata.keeping import SESSION_S
from webapp.config import settings

COOKIE = "pinlight-desk"
PATH = "/desk"
_EXTENSION = "pinlight-desk"
# A person mistypes a pasted token once or twice. Beyond that it is guessing, and each try costs a tenth of a second.
TRIES = 5
TRIES_ALL = 30
WINDOW_S = 60.0
# Addresses whose tries are remembered at a time, in memory only; a flood from more is stopped by TRIES_ALL.
_ADDRESSES = 1000

P = ParamSpec("P")


class Lock:
    """Counts wrong tokens by address and together, remembers the one that was right; safe for many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start without tries."""
        self._clock = clock
        self._guard = threading.Lock()
        self._wrong: dict[str, deque[float]] = {}
        self._right: tuple[str, bytes] = ("", b"")

    def opens(self, given: str, address: str) -> bool:
        """Tell whether this is the token. Raises TooManyRequests after too many wrong ones."""
        data = settings().path
        stamp, name = token.stamp(data), hashlib.sha256(given.encode("utf-8", "surrogatepass")).digest()
        if not stamp:
            return False
        # Scripts send it with every request: the slow hash of a token that was right is not reckoned again.
        if self._right[0] == stamp and hmac.compare_digest(self._right[1], name):
            return True
        # One at a time: each takes 32 MB, and tries side by side must not slip past the count.
        with self._guard:
            self._count(address)
            if token.holds(data, given):
                self._right = (stamp, name)
                self._wrong.pop(address, None)
                return True
            self._wrong.setdefault(address, deque()).append(self._clock())
            return False

    def _count(self, address: str) -> None:
        since = self._clock() - WINDOW_S
        for known in list(self._wrong):
            tries = self._wrong[known]
            while tries and tries[0] <= since:
                tries.popleft()
            if not tries:
                del self._wrong[known]
        mine = self._wrong.get(address, ())
        together = sum(map(len, self._wrong.values()))
        if len(mine) >= TRIES or together >= TRIES_ALL or len(self._wrong) >= _ADDRESSES:
            raise TooManyRequests(retry_after=int(WINDOW_S))


def lock() -> Lock:
    """Return the running app's lock."""
    found = current_app.extensions.setdefault(_EXTENSION, Lock())
    if not isinstance(found, Lock):
        raise TypeError("only a Lock stands here")
    return found


def has_token() -> bool:
    """Tell whether a token was made."""
    return bool(token.stamp(settings().path))


def is_keeper() -> bool:
    """Tell whether this request comes from the keeper. Raises TooManyRequests after too many wrong bearer tokens."""
    stamp = token.stamp(settings().path)
    if not stamp:
        return False
    if by_token():
        return True
    name = request.cookies.get(COOKIE, "")
    return bool(name) and Sessions(UserData.open(settings().path)).holds(name, stamp, time.time())


def by_token() -> bool:
    """Tell whether this request carries the token itself."""
    said = request.authorization
    given = said.token if said is not None and said.type == "bearer" else None
    return bool(given) and lock().opens(given or "", request.remote_addr or "")


def keeper(view: Callable[P, Any]) -> Callable[P, Any]:
    """Guard a view: the keeper sees it, a browser is led to the login, everything else gets 401."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        not_in_a_frame()
        if is_keeper():
            return view(*args, **kwargs)
        if request.method not in {"GET", "HEAD"} or request.authorization is not None:
            abort(401)
        # Only the path of a page of the desk: the login sends nobody anywhere else.
        return redirect(url_for("desk.login", next=request.path), 303)

    return guarded


def not_in_a_frame() -> None:
    """Refuse the desk inside the widget's frame, which other sites may hold: nobody shall be made to click there."""
    if request.environ.get("pinlight.embedded"):
        abort(404)


def enter(response: Response) -> Response:
    """Open a session and put its name into the only cookie there is."""
    data = settings().path
    name = Sessions(UserData.open(data)).open(token.stamp(data), time.time())
    response.set_cookie(
        COOKIE,
        name,
        max_age=SESSION_S,
        path=request.script_root + PATH,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return response


def leave(response: Response) -> Response:
    """End the session of this request and remove its cookie."""
    name = request.cookies.get(COOKIE, "")
    if name:
        Sessions(UserData.open(settings().path)).close(name)
    response.delete_cookie(
        COOKIE, path=request.script_root + PATH, httponly=True, samesite="Strict", secure=request.is_secure
    )
    return response
