"""`/desk/login`, `/desk/logout`; the pages behind it are in their own modules and join this blueprint."""

from __future__ import annotations

import re

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.features.desk import guard, lists, state
from webapp.features.desk.blueprint import bp
from webapp.features.desk.pages import LoginPage
from webapp.features.desk.view import STYLES
from webapp.page import render, shell

__all__ = ["bp", "lists", "state"]

# Where a login may lead: a page of the desk, and nothing that a browser takes for another host.
_OWN = re.compile(r"/desk(?:/[A-Za-z0-9._-]+)*/?")


@bp.get("/desk/login")
def login() -> Response:
    """Ask for the token, or say how to make one."""
    return _login(wrong=False, status=200)


@bp.post("/desk/login")
def enter() -> Response:
    """Take the token and lead on to the page that was wanted."""
    given = request.form.get("token", "").strip()
    if not guard.lock().opens(given, request.remote_addr or ""):
        return _login(wrong=True, status=401)
    return guard.enter(redirect(_following() or url_for("desk.overview"), 303))


@bp.post("/desk/logout")
def leave() -> Response:
    """End the session."""
    return guard.leave(redirect(url_for("desk.login"), 303))


def _following() -> str:
    wanted = request.values.get("next", "")
    return request.script_root + wanted if _OWN.fullmatch(wanted) and ".." not in wanted else ""


def _login(*, wrong: bool, status: int) -> Response:
    page = LoginPage(
        title="The keeper’s desk – Pinlight",
        shell=shell(),
        styles=STYLES,
        closed=not guard.has_token(),
        wrong=wrong,
        plain=not request.is_secure and not _is_here(),
        following=request.values.get("next", "") if _following() else "",
    )
    return render(page, status)


def _is_here() -> bool:
    return request.host.partition(":")[0] in {"localhost", "127.0.0.1", "[::1]"}
