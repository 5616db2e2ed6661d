"""Faults in lines of their own that begin with a word for cause and remedy, without a colon behind it."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

TOLD = [
    ("101", "Fan blocked", "Feather in the fan", "Clean the fan"),
    ("102", "Cell too hot", "Air path closed", "Clear the air path"),
    ("201", "Isolation fault", "Moisture at the plug", "Dry the plug"),
    ("301", "Inverter silent", "Cable pulled out", "Check the cable"),
]


def faults(text):
    """(code, name, cause, actions) of each fault."""
    rows = [r for r in imported(read_bytes(text.encode(), "demo-x1-manual.txt")).rows() if r["kind"] == "alarm"]
    return [(r["code"], r["name"], r["cause"], "; ".join(r["actions"])) for r in rows]


def manual(cause, remedy, gap="\n", *, told=TOLD):
    lines = [gap.join([f"{c} {n}", f"{cause} {why}", f"{remedy} {do}"]) for c, n, why, do in told]
    return "Demo X1\n\n8 Messages\n\n8.1 Messages by number\n\n" + "\n\n".join(lines) + "\n\n9 Care\n\nWipe it.\n"


@pytest.mark.parametrize(("cause", "remedy"), [("Reason", "Remedy"), ("Cause", "Action"), ("Trigger", "Solution")])
def test_lines_that_begin_with_cause_and_remedy_are_one_fault(cause, remedy):
    """Title, cause and remedy of each message stand together, whether or not empty lines part them."""
    assert faults(manual(cause, remedy, "\n\n")) == TOLD


def test_a_sentence_that_begins_so_is_no_record():
    """Words that begin a line once or twice, or without a remedy beside them, head nothing."""
    text = "Demo X1\n\n8 Messages\n\nReason Fan is the word on the label.\n\nRemedy Kit is its part.\n"
    assert faults(text) == []
