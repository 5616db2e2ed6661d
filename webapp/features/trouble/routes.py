"""`/trouble`, `/trouble/<device>` and its trees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kb.bundle.store import KnowledgeBase
from kb.diagnose.model import PROBLEM
from kb.model.errors import NotFoundError, QueryError
from kb.userdata import Once
from webapp import bundle, learning, telling
from webapp.api import diagnose as api
from webapp.features.trouble import asked
from webapp.later import later
from webapp.page import render

if TYPE_CHECKING:
    from kb.diagnose import api as api_of_trouble
    from kb.diagnose import draw
    from webapp.features.trouble import trees, view
else:
    api_of_trouble = later("kb.diagnose.api")
    draw = later("kb.diagnose.draw")
    trees = later("webapp.features.trouble.trees")
    view = later("webapp.features.trouble.view")

bp = Blueprint("trouble", __name__, template_folder="templates")


def offline(kb: KnowledgeBase) -> Iterable[str]:
    """Return the addresses that belong on the phone."""
    return trees.offline(kb)


@bp.get("/trouble")
def start() -> Response:
    """Serve the choice of the device."""
    kb = bundle.current().kb
    return render(view.start_page(kb, asked.read(request.args).role))


@bp.get("/trouble/<device_id>")
def session(device_id: str) -> Response:
    """Serve the next step after the answers in the address."""
    kb = bundle.current().kb
    return render(view.session_page(kb, device_id, asked.read(request.args)))


@bp.post("/trouble/<device_id>/outcome")
def tell(device_id: str) -> AnyResponse:
    """Count what helped, once for each page. Raises QueryError for a page that is too old, or answers that fixed nothing."""
    kb = bundle.current().kb
    if not learning.on():
        raise NotFoundError("This Pinlight keeps no outcomes")
    said = asked.read(request.args)
    given = request.form.get("mark", "")
    if not learning.is_mark(given, view.case(device_id, said)):
        raise QueryError("This page is too old to be counted: go back and load it once more")
    found = api_of_trouble.outcome(kb, device_id, {**said.answers, **said.seen}, said.role, telling.today())
    if found is None:
        raise QueryError("These answers do not say that something helped")
    fresh = Once(telling.opened()).outcome(given, found)
    return redirect(url_for("trouble.told", device_id=device_id, counted="yes" if fresh else "before"), 303)


@bp.get("/trouble/<device_id>/outcome")
def told(device_id: str) -> Response:
    """Say that it was counted."""
    return render(view.told_page(bundle.current().kb, device_id, fresh=request.args.get("counted") != "before"))


@bp.get("/trouble/<device_id>/tree")
def tree(device_id: str) -> Response:
    """Serve the whole tree of a problem, or the choice of problems."""
    kb, role, problem = _tree_of()
    return render(trees.tree_page(kb, device_id, role, problem))


@bp.get("/trouble/<device_id>/tree.svg")
def tree_svg(device_id: str) -> Response:
    """Serve the drawing of one problem, all sheets or one `sheet`."""
    kb, role, problem = _tree_of()
    found = trees.models(kb, device_id, problem)
    if len(found) > 1:
        raise QueryError(f"A drawing holds one problem: add problem={found[0].id} or another of its kind")
    name = kb.device(device_id).name
    wanted = request.args.get("sheet", "")
    if not wanted:
        return Response(draw.svg(trees.compiled(found[0], name, role)), mimetype="image/svg+xml")
    sheets = trees.sheets(found[0], name, role)
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 4 and 1 <= int(wanted) <= len(sheets)):  # noqa: PLR2004 - digits
        raise QueryError(f"This drawing has the sheets 1 to {len(sheets)}")
    return Response(sheets[int(wanted) - 1], mimetype="image/svg+xml")


@bp.get("/trouble/<device_id>/tree.md")
def tree_md(device_id: str) -> Response:
    """Serve the trees as Markdown."""
    kb, role, problem = _tree_of()
    name = kb.device(device_id).name
    found = trees.models(kb, device_id, problem)
    text = "\n".join(draw.markdown(trees.compiled(m, name, role)) for m in found)
    return Response(text, mimetype="text/markdown")


@bp.get("/trouble/<device_id>/tree.json")
def tree_json(device_id: str) -> Response:
    """Serve the trees as the JSON interface does."""
    kb, role, problem = _tree_of()
    return Response(msgspec.json.encode(api.trees(kb, device_id, role, problem)), mimetype="application/json")


def _tree_of() -> tuple[KnowledgeBase, str, str]:
    """Return the knowledge base, the role and the problem that a tree's address names."""
    kb = bundle.current().kb
    said = asked.read(request.args)
    return kb, said.role, said.answers.get(PROBLEM, "")
