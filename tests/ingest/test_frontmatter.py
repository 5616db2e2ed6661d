"""The head of an edition."""

from __future__ import annotations

import pytest

BODY = "\n## 1 Safety {#safety src=1-4}\n\nKeep it dry.\n"


def test_the_head_is_read(read):
    """All keys arrive with their types; what may be left out has its default."""
    meta = read(BODY).meta
    assert not read.problems
    assert (meta.id, meta.devices, meta.tag, meta.date) == ("glow-guide", ("glow-5",), "", None)
    assert meta.original.file == "glow-guide.txt"


@pytest.mark.parametrize(
    ("change", "line", "what", "todo"),
    [
        pytest.param(
            ("---\nid:", "id:"), 1, "front matter is missing or not closed", "Begin the file with ---", id="not-opened"
        ),
        pytest.param(
            ('"00"}\n---', '"00"}'),
            1,
            "front matter is missing or not closed",
            "Begin the file with ---",
            id="not-closed",
        ),
        pytest.param(
            ("language: en\n", ""), 1, "missing required field `language`", "README.md section 1", id="key-lacks"
        ),
        pytest.param(
            ("maker: Glow", "maker: [Glow]"), 6, "Expected `str`, got `array`", "README.md section 1", id="wrong-type"
        ),
        pytest.param(
            ("maker: Glow", "maker: Glow\nvendor: Glow"),
            7,
            "unknown field `vendor`",
            "README.md section 1",
            id="unknown-key",
        ),
        pytest.param(("maker: Glow", "maker: Glow\nmaker: Dim"), 7, "'maker' stands twice", "Keep one", id="key-twice"),
        pytest.param(
            ("maker: Glow", "maker: Glow: Inc"),
            6,
            "front matter is not YAML",
            "Quote values that hold a colon",
            id="no-yaml",
        ),
    ],
)
def test_a_broken_head_is_named_with_its_line(read, change, line, what, todo):
    """A head that cannot be read says which line, what is wrong and what to do."""
    read(BODY, read.head.replace(*change))
    problem = read.only_problem()
    assert problem.file == "manuals/glow-guide.md"
    assert problem.line == line
    assert what in problem.what
    assert todo in problem.todo
