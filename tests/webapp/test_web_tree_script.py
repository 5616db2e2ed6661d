"""Trees without a server: tree.js, walked along every path of every compiled tree, stands at the server's own next step."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from kb.diagnose import api
from kb.diagnose.model import ROLES
from webapp.features.trouble.trees import compiled

TREE_JS = Path(__file__).resolve().parents[2] / "webapp" / "static" / "js" / "tree.js"


class Folds(HTMLParser):
    """The steps and folds of a tree's page as a tree of ids and answers."""

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.root = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if "data-step" in values:
            node = {"id": values["data-step"], "branches": []}
            if self.root is None:
                self.root = node
            else:
                self.open[-1]["node"] = node
            self.open.append(node)
        elif "data-answers" in values:
            branch = {"answers": values["data-answers"].split()}
            self.open[-1]["branches"].append(branch)
            self.open.append(branch)
        elif self.open and tag in {"div", "details"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and tag in {"div", "details"}:
            self.open.pop()


def paths(node, way=()):
    """Every path from the root, with the node it leads to."""
    yield [list(step) for step in way], node
    for branch in node["branches"]:
        yield from paths(branch["node"], (*way, (node["id"], branch["answer"])))


def walked(lines):
    """What tree.js says to each tree and its paths, in one node process."""
    done = subprocess.run(
        ["node", Path(__file__).with_name("tree_walk.mjs"), TREE_JS],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def trees(kb):
    """Every fault model for every role, compiled as the server does: device, role, model, root."""
    found = []
    for model in api.models(kb):
        device = model.source.devices[0]
        for role in ROLES:
            root = msgspec.to_builtins(compiled(model, kb.device(device).name, role).root)
            found.append((device, role, model.id, json.loads(json.dumps(root))))
    return found


def test_every_path_of_every_tree(trees):
    """After any answers that the tree knows, the next step is the compiled one: kind, words, steps, check and answers."""
    ways = [list(paths(root)) for *_, root in trees]
    told = walked([{"root": t[3], "paths": [p for p, _ in w]} for t, w in zip(trees, ways, strict=True)])
    count = 0
    for (device, role, model, _), way, answers in zip(trees, ways, told, strict=True):
        for (path, node), got in zip(way, answers, strict=True):
            where = (device, role, model, path)
            assert got["step"] == {k: v for k, v in node.items() if k != "branches"}, where
            assert got["answers"] == [b["answer"] for b in node["branches"]], where
            assert got["taken"] == len(path), where
            assert got["left"] == [], where
            count += 1
    assert count > 1000


def test_answers_in_any_order_and_foreign_ones(trees):
    """Answers are keyed by their question: their order does not matter, and what no step asks is left over."""
    _, _, _, root = trees[0]
    path, node = max(paths(root), key=lambda found: len(found[0]))
    mixed = [["nonsense", "1"], *reversed(path), ["role", "lay"]]
    told = walked([{"root": root, "paths": [mixed]}])[0][0]
    assert told["step"]["text"] == node["text"]
    assert told["left"] == [["nonsense", "1"], ["role", "lay"]]


def test_the_page_holds_the_whole_tree(client, trees):
    """The folds of each page lead along every path to a step that asks or says the same, so the page needs no other data."""
    lines, wanted = [], []
    for device, role, model, root in trees:
        page = client.get(f"/trouble/{device}/tree?role={role}&problem={model}")
        way = list(paths(root))
        lines.append({"root": Folds(page.text).root, "paths": [p for p, _ in way]})
        wanted.append(way)
    for tree, way, answers in zip(trees, wanted, walked(lines), strict=True):
        for (path, node), got in zip(way, answers, strict=True):
            assert (got["step"]["id"], got["taken"]) == (node["id"], len(path)), (tree[:3], path)
