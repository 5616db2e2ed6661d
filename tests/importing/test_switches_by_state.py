"""Settings told by two columns: the switches that are ON, and those that are OFF."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def settings(head, body):
    text = f"# 5 DIP switches\n\n| {head} |\n|---|---|---|\n" + "".join(f"| {b} |\n" for b in body)
    rows = imported(read_bytes(text.encode(), "demo-x1.md")).rows()
    return [(r["switch"], r["position"], r["meaning"]) for r in rows if r["kind"] == "dip"]


WANTED = [("1-3", "OFF OFF OFF", "First"), ("1-3", "ON OFF OFF", "Second"), ("1-3", "ON ON ON", "Third")]


@pytest.mark.parametrize(("head", "none"), [
    ("Battery | Levers ON | Levers OFF", "none"), ("Unit | ON | OFF", "–"), ("Pack | Switches on | Switches off", "none"),
])  # fmt: skip
def test_each_row_names_all_switches(head, none):
    """What stands under ON is ON and the rest is OFF."""
    assert settings(head, [f"First | {none} | 1, 2, 3", "Second | 1 | 2, 3", f"Third | 1, 2, 3 | {none}"]) == WANTED


def test_a_switch_in_both_columns_is_no_setting():
    """A table that contradicts itself is left alone."""
    assert settings("Battery | Levers ON | Levers OFF", ["First | 1 | 1, 2, 3", "Second | 1 | 2, 3"]) == []
