"""`/desk/login`, `/desk/logout`; which page behind it is where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.features.desk import guard
from webapp.features.desk.blueprint import bp
from webapp.later import Later, later
from webapp.page import render, shell

if TYPE_CHECKING:
    from webapp.features.desk import pages, view
else:
    pages = later("webapp.features.desk.pages")
    view = later("webapp.features.desk.view")

__all__ = ["bp"]

_LISTS = later("webapp.features.desk.lists")
_STATE = later("webapp.features.desk.state")
# Method, address, endpoint, and the module whose function of this name answers. All of it behind the keeper's guard.
_PAGES = (
    ("GET", "/desk", "overview", _STATE),
    ("POST", "/desk/checks", "check", _STATE),
    ("GET", "/desk/searches", "searches", _LISTS),
    ("POST", "/desk/searches", "settle", _LISTS),
    ("GET", "/desk/feedback", "feedback", _LISTS),
    ("GET", "/desk/outcomes", "outcomes", _LISTS),
    ("POST", "/desk/outcomes", "undo", _LISTS),
    ("GET", "/desk/data", "data", _LISTS),
    ("POST", "/desk/data", "purge", _LISTS),
    ("GET", "/desk/export/<name>.csv", "export", _LISTS),
)

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
    page = pages.LoginPage(
        title="The keeper’s desk – Pinlight",
        shell=shell(),
        styles=view.STYLES,
        closed=not guard.has_token(),
        wrong=wrong,
        plain=not request.is_secure and not _is_here(),
        following=request.values.get("next", "") if _following() else "",
    )
    return render(page, status)


def _is_here() -> bool:
    return request.host.partition(":")[0] in {"localhost", "127.0.0.1", "[::1]"}


def _page(module: Later, name: str) -> Callable[..., Response]:
    """Return a guarded view that loads its module when a keeper first comes."""

    def page(**values: str) -> Response:
        answer: Response = getattr(module, name)(**values)
        return answer

    page.__name__ = name
    return guard.keeper(page)


for _method, _address, _name, _module in _PAGES:
    bp.add_url_rule(_address, _name, _page(_module, _name), methods=[_method])
