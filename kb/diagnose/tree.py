"""The same decisions as a finite tree, for paper, phone and offline.

Each node is the live engine's next step after the answers on its path; nothing is decided anew. A path ends at the
engine's own ends, or at a bound of depth or likelihood, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import structs

from kb.curation.fault_types import CANT_TELL
from kb.diagnose import api, ends
from kb.diagnose.model import Model
from kb.diagnose.session import State, next_step, replay

DEPTH = 8
LEAST = 0.02  # paths rarer than one in 50 go on live: a sheet is for the common ones
UNSURE = 0.04  # how often a person cannot tell, or cannot do: only to judge how rare a path is
BOUND = "This sheet ends here: go on with the live troubleshooter, or hand on with what you know."


class Node(msgspec.Struct, frozen=True):
    """A step of the tree. `branches` is empty at an end. `share` is how many of 1 come here."""

    kind: str
    id: str
    text: str
    share: float
    probably: str
    safety: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    verify: str = ""
    why: str = ""
    branches: tuple[Branch, ...] = ()


class Branch(msgspec.Struct, frozen=True):
    """An answer, and where it leads."""

    answer: str
    label: str
    node: Node


class Tree(msgspec.Struct, frozen=True):
    """A compiled tree of one fault model for one role."""

    model: str
    title: str
    entry: str
    device: str
    role: str
    root: Node


def compile_tree(model: Model, device: str, role: str = "lay", *, depth: int = DEPTH, least: float = LEAST) -> Tree:
    """Return the tree of a model: at most `depth` answers deep, paths rarer than `least` cut off with a word."""
    root = _grow(model, {}, role, depth, least, 1.0)
    return Tree(model.id, model.source.title, model.source.entry, device, role, root)


def _grow(  # noqa: PLR0917 - a path and its bounds
    model: Model, answers: Mapping[str, str], role: str, depth: int, least: float, share: float
) -> Node:
    state = replay(model, answers, role)
    step = next_step(state)
    told = api.describe(state, step, "")
    top, p = ends.ranked(state)[0]
    probably = f"{model.cause_name(top)} ({ends.percent(p)})"
    safety = tuple(str(s["text"]) for s in ends.safety(state))
    why = str(told.get("why", ""))
    if step.kind in {"fixed", "escalate"}:
        text = str(told.get("fixed") or told.get("escalate"))
        return Node(step.kind, "", text, share, probably, safety, why=why)
    if depth == 0 or share < least:
        return Node("bound", "", BOUND, share, probably, safety)
    asks = step.kind != "do"
    name = str(told["id"])
    before = told.get("before") if asks else told.get("steps")
    return Node(
        kind="ask" if asks else "do",
        id=name,
        text=str(told["ask"] if asks else told["do"]),
        share=share,
        probably=probably,
        safety=safety,
        steps=tuple(map(str, before)) if isinstance(before, list) else (),
        verify=str(told.get("verify", "")),
        why=why,
        branches=tuple(
            Branch(answer, label, _grow(model, {**answers, name: answer}, role, depth - 1, least, share * part))
            for answer, label, part in _answers(state, step.place, asks=asks)
        ),
    )


def pruned(tree: Tree, least: float) -> Tree:
    """Return a tree with the paths rarer than `least` cut off, as if it had been compiled so."""
    return structs.replace(tree, root=_cut(tree.root, least))


def _cut(node: Node, least: float) -> Node:
    if not node.branches:
        return node
    if node.share < least:
        return Node("bound", "", BOUND, node.share, node.probably, node.safety)
    return structs.replace(node, branches=tuple(structs.replace(b, node=_cut(b.node, least)) for b in node.branches))


def _answers(state: State, place: int, *, asks: bool) -> list[tuple[str, str, float]]:
    """Return the answers of a step with their words and how often they come."""
    if asks:
        probe = state.model.probes[place]
        likely = probe.likelihood @ state.belief
        found = [(o.id, o.label, float(p) * (1 - UNSURE)) for o, p in zip(probe.options, likely, strict=True)]
        return [*found, (CANT_TELL, "Can't tell", UNSURE)]
    helps = float(state.belief @ state.model.fixes[place].cures)
    return [
        ("fixed", "Yes, fixed", helps * (1 - UNSURE)),
        ("not-fixed", "No, still there", (1 - helps) * (1 - UNSURE)),
        ("cant-do", "Can't do this", UNSURE),
    ]


def nodes(node: Node) -> list[Node]:
    """Return a node and all beneath it, in reading order."""
    return [node, *(n for b in node.branches for n in nodes(b.node))]
