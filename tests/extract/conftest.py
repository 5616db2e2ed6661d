"""The Glow 5 again: a section of its manual, for tests of what is taken out of it."""

from __future__ import annotations

import pytest

from kb.extract.registry import facts_of
from kb.ingest import markdown

HEAD = """---
id: glow-guide
title: "Glow 5 battery: guide"
edition: "v01"
language: en
maker: Glow
devices: [glow-5, glow-8]
tag: "TAG"
original: {file: glow-guide.txt, sha256: "00"}
---

## 3.1 Panel {#panel src=10-90}

"""


class Extractor:
    """Takes the facts out of one section and keeps what was said about it."""

    def __init__(self):
        self.problems = []
        self.lines = {}

    def __call__(self, body, tag="", head=HEAD):
        self.text = head.replace("TAG", tag) + body
        document = markdown.read(self.text.encode(), file="manuals/glow-guide.md", problems=self.problems)
        assert document is not None, [str(p) for p in self.problems]
        found = list(facts_of(document, self.problems))
        self.lines = {f.id: line for f, line in found}
        return [f for f, _ in found]

    def one(self, body, tag=""):
        """The only fact of a body without faults."""
        facts = self(body, tag)
        assert not self.problems, [str(p) for p in self.problems]
        (fact,) = facts
        return fact

    def line_of(self, words):
        return next(n for n, x in enumerate(self.text.split("\n"), 1) if words in x)

    def said(self, at, what, todo):
        """Assert that exactly this was complained about, on the line with these words."""
        assert len(self.problems) == 1, [str(p) for p in self.problems]
        (problem,) = self.problems
        assert (problem.file, problem.line) == ("manuals/glow-guide.md", self.line_of(at)), str(problem)
        assert what in problem.what, str(problem)
        assert todo in problem.todo, str(problem)


@pytest.fixture
def extract():
    """Takes the facts out of a section."""
    return Extractor()


@pytest.fixture
def table():
    """Writes a fact table: `table("leds", id="x", lamps="RUN: off", meaning="…")`."""

    def write(kind, /, attributes="", **cells):
        head, rule, row = ("| " + " | ".join(x) + " |" for x in (cells, ["---"] * len(cells), cells.values()))
        return f"{{.{kind}{' ' + attributes if attributes else ''}}}\n{head}\n{rule}\n{row}\n"

    return write
