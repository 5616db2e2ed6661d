"""A manual of a battery that nobody makes, written down for the tests of the reader."""

from __future__ import annotations

import pytest

from kb.ingest import markdown

HEAD = """---
id: glow-guide
title: "Glow 5 battery: guide"
edition: "v01"
language: en
maker: Glow
devices: [glow-5]
original: {file: glow-guide.txt, sha256: "00"}
---
"""


class Reader:
    """Reads an edition and keeps what was said about it."""

    head = HEAD

    def __init__(self):
        self.problems = []

    def raw(self, raw):
        return markdown.read(raw, file="manuals/glow-guide.md", problems=self.problems)

    def __call__(self, body, head=HEAD):
        return self.raw((head + body).encode())

    def line_of(self, body, words, head=HEAD):
        """The edition line (from 1) that begins with or holds the words."""
        return next(n for n, x in enumerate((head + body).split("\n"), 1) if words in x)

    def only_problem(self):
        assert len(self.problems) == 1, [str(p) for p in self.problems]
        return self.problems[0]


@pytest.fixture
def read():
    """Reads the body of an edition."""
    return Reader()
