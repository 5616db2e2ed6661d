"""The compiled tree decides as the live engine, stays finite, and can be read on paper."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from kb.diagnose import draw
from kb.diagnose.model import ROLES
from kb.diagnose.policy import ASKS
from kb.diagnose.session import next_step, replay
from kb.diagnose.tree import compile_tree, nodes


@pytest.mark.parametrize("role", ROLES)
def test_every_node_is_the_live_engines_next_step(lantern, role):
    """Walk every path: the node's step is what the engine says after the same answers."""
    tree = compile_tree(lantern, "lantern", role)

    def check(node, answers):
        step = next_step(replay(lantern, answers, role))
        if node.kind == "bound":
            return
        assert node.kind == ("ask" if step.kind in ASKS else step.kind)
        if node.branches:
            items = lantern.fixes if step.kind == "do" else lantern.probes
            assert node.id == items[step.place].id
        for branch in node.branches:
            check(branch.node, {**answers, node.id: branch.answer})

    check(tree.root, {})


def test_the_tree_is_bounded(lantern):
    """No path is deeper than asked for, every leaf is an end, shares of the branches sum to their node's."""
    tree = compile_tree(lantern, "lantern", "installer", depth=3, least=0)

    def check(node, depth):
        assert depth <= 3
        assert bool(node.branches) == (node.kind in {"ask", "do"})
        if node.branches:
            assert sum(b.node.share for b in node.branches) == pytest.approx(node.share)
        for branch in node.branches:
            check(branch.node, depth + 1)

    check(tree.root, 0)
    assert any(n.kind == "bound" for n in nodes(tree.root))


def test_the_drawing_fits_a4(lantern):
    """The SVG is well formed, has whole pages, a title, no text beyond the margin, no box over the edge of a page."""
    drawn = ET.fromstring(draw.svg(compile_tree(lantern, "Lantern & Co", "installer")))  # noqa: S314 - our own drawing
    space = "{http://www.w3.org/2000/svg}"
    assert float(drawn.get("height").removesuffix("mm")) % draw.HEIGHT == 0
    assert "Lantern & Co" in drawn.find(f"{space}title").text
    for box in drawn.findall(f"{space}rect")[1:]:
        top, tall = float(box.get("y")), float(box.get("height"))
        assert int(top // draw.HEIGHT) == int((top + tall) // draw.HEIGHT)
        assert float(box.get("x")) + float(box.get("width")) <= draw.WIDTH - draw.MARGIN + 0.1
    for text in drawn.findall(f"{space}text")[1:]:
        assert float(text.get("x")) + len(text.text) * draw.GLYPH <= draw.WIDTH
    assert drawn.findall(f"{space}text")[1].get("font-size") is None


def test_markdown_and_json_hold_the_same_steps(lantern):
    """Every question of the tree stands in the Markdown; the JSON nests as the tree does."""
    tree = compile_tree(lantern, "lantern", "installer")
    text, plain = draw.markdown(tree), draw.to_json(tree)
    for node in nodes(tree.root):
        assert node.text in text
    assert plain["root"]["id"] == "smoke"
    assert plain["root"]["branches"][0]["node"]["kind"] == "escalate"
    assert "DANGER: Leave the room" in text
