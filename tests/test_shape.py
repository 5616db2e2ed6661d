"""The shape of the project: module size, and documents that keep up with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.extract.registry import LISTS, TABLES
from kb.ingest.markdown import LEVELS, front_matter_fields
from kb.model.facts import COLORS
from kb.model.units import UNITS

ROOT = Path(__file__).resolve().parents[1]
WALL = 500
README = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")


def modules():
    """Python files of the library, the web app and the scripts."""
    folders = ("kb", "webapp", "scripts")
    found = [p for f in folders for p in (ROOT / f).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return [p for p in found if p.suffix == ".py" or (p.parent.name == "scripts" and not p.suffix)]


def test_no_module_is_longer_than_the_wall():
    """A module that outgrows 500 lines holds two things."""
    found = modules()
    assert len(found) > 40
    long = {
        p.relative_to(ROOT).as_posix(): n
        for p in found
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > WALL
    }
    assert not long


@pytest.mark.parametrize("name", [*TABLES, *LISTS])
def test_every_fact_class_is_written_down(name):
    """corpus/README.md has a row for each class, with its kind and all its columns."""
    row = next((x for x in README.split("\n") if x.startswith(f"| `.{name}`")), None)
    assert row, f"corpus/README.md has no row for .{name}"
    if name in TABLES:
        assert f"→ {TABLES[name].kind} " in row
        columns = TABLES[name].columns
        for column in (*columns.required, *columns.optional, *(a.rstrip("!") for a in columns.attributes)):
            assert re.search(rf"\b{column}\b", row), f".{name}: {column} is not in corpus/README.md"
        for column in columns.required:
            assert f"**{column}**" in row, f".{name}: {column} is required, and corpus/README.md does not say so"


def test_no_class_is_written_down_that_does_not_exist():
    """The table of classes in corpus/README.md names no other class."""
    assert set(re.findall(r"^\| `\.(\w+)`", README, re.MULTILINE)) == {*TABLES, *LISTS}


def test_units_levels_colours_and_head_are_written_down():
    """Every unit, alert level, lamp colour and key of the head stands in corpus/README.md."""
    units = README[README.index("**unit**:") :].split("\n\n")[0]
    missing = [u for u in UNITS if u != "-" and not re.search(rf"(?<!\w){re.escape(u)}(?!\w)", units)]
    assert not missing
    assert all(level in README for level in LEVELS)
    assert all(color in README for color in COLORS)
    head = README[README.index("## 1.") : README.index("## 2.")]
    assert all(f"\n{key}:" in head for key in front_matter_fields())
