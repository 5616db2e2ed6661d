"""A whole tree as a page: to walk without a server, to read, to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from flask import url_for
from msgspec import structs

from kb.bundle.store import KnowledgeBase
from kb.diagnose import api, draw
from kb.diagnose.model import PROBLEM, ROLES, Model
from kb.diagnose.tree import Node, Tree
from kb.model.errors import NotFoundError
from webapp.features.trouble.asked import ROLE_WORDS, query, session_url, tree_url
from webapp.features.trouble.pages import RoleLink, TreePage, Twig
from webapp.features.trouble.view import SCRIPTS, STYLES
from webapp.page import shell
from webapp.present import links

WORDS = {"ask": "Ask", "do": "Do", "fixed": "Fixed", "escalate": "Hand on to", "bound": "From here on"}


# A tree takes up to half a second to compile; a knowledge base has some forty.
@lru_cache(maxsize=128)
def compiled(model: Model, device: str, role: str) -> Tree:
    """Return the tree of a model for a device (by name) and a role; remembered."""
    return structs.replace(_grown(model, role), device=device)


@lru_cache(maxsize=128)
def _grown(model: Model, role: str) -> Tree:
    """Return the tree of a model without a device's name: growing it is the costly part, and equal for all of its devices."""
    return draw.fitted(model, "", role)


@lru_cache(maxsize=16)
def sheets(model: Model, device: str, role: str) -> tuple[str, ...]:
    """Return the drawing of a tree, one SVG for each A4 sheet; remembered."""
    return draw.sheets(compiled(model, device, role))


def models(kb: KnowledgeBase, device: str, problem: str) -> tuple[Model, ...]:
    """Return the fault models of a device, or the one that `problem` names. Raises NotFoundError when there is none."""
    found = api.models_of(kb, device)
    named = tuple(m for m in found if problem in {"", m.id})
    if not named:
        raise NotFoundError(
            f"{kb.device(device).name} has no problem {problem[:60]!r} (any more). It has {', '.join(m.id for m in found)}"
        )
    return named


def tree_page(kb: KnowledgeBase, device: str, role: str, problem: str) -> TreePage:
    """Return the page of a tree; with several problems and none named, the choice of them."""
    found = models(kb, device, problem)
    model = found[0] if len(found) == 1 else None
    link = links.device_link(kb, device)
    tree = compiled(model, link.name, role) if model else None
    pages = len(sheets(model, link.name, role)) if model else 0
    named = model.id if model else ""
    several = len(api.models_of(kb, device)) > 1
    start = query(role, ((PROBLEM, named),) if named and several else ())
    walk = _Walk(session_url(device, ""), draw.likenesses(tree.root)) if tree else None
    twig = walk.twig(tree.root, start, ()) if walk and tree else None

    def form(text: str, kind: str) -> links.Link:
        return links.Link(text, tree_url(device, role, named, kind))

    return TreePage(
        title=f"{model.source.title if model else f'Troubleshooting trees of {link.name}'} – Pinlight",
        shell=shell(),
        styles=STYLES,
        scripts=(*SCRIPTS, "tree.js"),
        device=link,
        heading=model.source.entry if model else "Troubleshooting trees",
        role=ROLE_WORDS[role],
        twig=twig,
        steps=_steps(twig) if twig else 0,
        sheets=tuple(f"{tree_url(device, role, named, 'tree_svg')}&sheet={n}" for n in range(1, pages + 1)),
        forms=(form("Drawing (SVG)", "tree_svg"), form("Text (Markdown)", "tree_md"), form("Data (JSON)", "tree_json"))
        if tree
        else (),
        problems=tuple(links.Link(m.source.entry, tree_url(m.source.devices[0], role, m.id)) for m in found)
        if model is None
        else (),
        roles=tuple(RoleLink(r, ROLE_WORDS[r], tree_url(device, r, named), r == role) for r in ROLES),
        live=session_url(device, start),
    )


def offline(kb: KnowledgeBase) -> Iterator[str]:
    """Name the start pages, the choice of trees of each device, and each tree under each of its devices."""
    for role in ROLES:
        yield f"{url_for('trouble.start')}{query(role)}"
    yield url_for("trouble.start")
    known = api.models(kb)
    for device in dict.fromkeys(d for m in known for d in m.source.devices):
        yield url_for("trouble.session", device_id=device)
        for role in ROLES:
            yield session_url(device, query(role))
            yield tree_url(device, role)
    for model in known:
        for device in model.source.devices:
            for role in ROLES:
                yield tree_url(device, role, model.id)


def _steps(twig: Twig) -> int:
    return 1 + sum(_steps(child) for _, child in twig.branches)


@dataclass(frozen=True)
class _Walk:
    """What is the same on the whole way through a tree."""

    session: str
    known: draw.Likenesses

    def twig(self, node: Node, said: str, told: tuple[str, ...], here: tuple[str, ...] = ()) -> Twig:
        """Return a node for reading; `said` is the query that leads to it. A danger is said where it is new on its path, as on paper."""
        answers = {b.label: b.answer for b in node.branches}
        branches = []
        for words, child in draw.branches(node, self.known):
            # What goes on alike stands once for several answers; the live session takes the first of them.
            answer = answers.get(words) or next(a for label, a in answers.items() if words.startswith(label))
            way = draw.answers_to(node, child, self.known)
            branches.append((words, self.twig(child, f"{said}&{urlencode({node.id: answer})}", node.safety, way)))
        return Twig(
            id=node.id,
            answers=here,
            kind=node.kind,
            word=WORDS[node.kind],
            text=node.text,
            safety=tuple(s for s in node.safety if s not in told),
            steps=node.steps,
            verify=node.verify,
            live=self.session + said,
            branches=tuple(branches),
        )
