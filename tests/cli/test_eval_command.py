"""`pinlight eval --questions` measures a question set of somebody else, and says what is wrong with one that cannot be."""

from __future__ import annotations

import json

import pytest

GOOD = {"id": "x1", "text": "What does COVP mean?", "answers": ["sr48100h/alarm/covp"]}
NONE = {"id": "x2", "text": "What does a Growatt battery cost?", "unanswerable": True}


def _file(tmp_path, *questions):
    path = tmp_path / "others.yaml"
    path.write_text("".join(f"- {json.dumps(x)}\n" for x in questions), "utf-8")
    return path


def test_a_set_of_somebody_else(pinlight, tmp_path):
    """Its table counts its own questions; who asks, in which style and of which kind need not be told."""
    path = _file(tmp_path, GOOD, NONE)
    row = next(r for r in pinlight.json("eval", "--questions", path) if r["group"] == "all")
    assert (row["questions"], row["first"], row["abstained"]) == (2, 1.0, 1.0)
    said = pinlight.text("eval", "--questions", path).split("\n")
    assert {line.split()[0] for line in said[1 : said.index("")]} == {"all", "device", "split"}


@pytest.mark.parametrize(
    ("questions", "complaint"),
    [
        ([], "others.yaml:1: It holds no question"),
        ([NONE, GOOD | {"answers": ["x/y/z"]}], "others.yaml:2: x1 is answered by x/y/z, which is no fact"),
        ([GOOD | {"answers": []}], "x1 has no answers"),
        ([GOOD | {"unanswerable": True}], "x1 has answers"),
        ([GOOD | {"answer": "covp"}], "unknown field"),
    ],
)
def test_a_set_that_cannot_be_asked(pinlight, tmp_path, questions, complaint):
    """Nothing is measured, and the place and what is wrong are said."""
    path = tmp_path / "others.yaml"
    path = _file(tmp_path, *questions) if questions else path
    if not questions:
        path.write_text("[]\n", "utf-8")
    assert complaint in pinlight.refused("eval", "--questions", path)
