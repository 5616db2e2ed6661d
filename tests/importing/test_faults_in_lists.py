"""Faults whose columns were left one under the other, as lists of one length; headings with a code over cause and remedy."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

FRAME = "DEMO X1\nManual\n\n1 Introduction\n\nIt hangs.\n\n2 {heading}\n\nCall your dealer if a message stays.\n\n{body}\n\n3 Care\n\nWipe it dry.\n"
CODES = ("F34", "F41", "F42", "F55")
NAMES = ("AC over current", "Parallel stop", "AC line low voltage", "Busbar voltage too high")
CAUSES = ("Load too large", "Another unit stopped", "Weak grid", "Strings too long")
DO = ("Reduce the backup load", "Check the other units", "Check the grid voltage", "Check the strings")


def alarms(body, heading="Fault information"):
    rows = imported(read_bytes(FRAME.format(body=body, heading=heading).encode(), "demo-x1.txt")).rows()
    return {r["code"]: r for r in rows if r["kind"] == "alarm"}


def stacked(*lists):
    return "\n\n".join("\n".join(x) for x in lists)


@pytest.mark.parametrize("lists", [(CODES, NAMES), (CODES, NAMES, DO), (CODES, NAMES, CAUSES, DO)])
def test_lists_of_one_length_are_counted_together(lists):
    """Each code has the name, and where they are printed the cause and remedy, of its place in the lists; each is doubted."""
    found = alarms(stacked(*lists))
    assert [(c, found[c]["name"]) for c in CODES] == list(zip(CODES, NAMES, strict=True))
    assert all(found[c]["doubt"] for c in CODES)
    if DO in lists:
        assert [DO[n] in found[c]["actions"] for n, c in enumerate(CODES)] == [True] * 4
    if CAUSES in lists:
        assert [found[c]["cause"] for c in CODES] == list(CAUSES)


def test_a_list_that_lost_a_line_is_not_counted():
    """Where the names are fewer than the codes nobody can say which belongs to which."""
    found = alarms(stacked(CODES, NAMES[:-1], DO))
    assert not any(r["name"] == NAMES[0] and r["code"] != CODES[0] for r in found.values())
    assert CODES[3] not in found or found[CODES[3]]["doubt"]


@pytest.mark.parametrize("marks", [("Reason.", "Measure."), ("Cause:", "Remedy:"), ("Possible cause –", "Solution –")])
def test_a_heading_with_a_code_over_cause_and_remedy_is_a_fault(marks):
    """Headings name the codes; the words for cause and remedy may end with a full stop."""
    cause, remedy = marks
    told = (
        ("7201", "Measuring circuit failed", "No valid frame", "Return the unit"),
        ("7301", "Clock fault", "Coin cell empty", "Replace the cell"),
    )
    body = "".join(f"<h3>Code {c}: {n}</h3><p>{cause} {w}. {remedy} {d}.</p>" for c, n, w, d in told)
    text = f"<html><body><h1>DEMO X1</h1><h2>2 Faults</h2>{body}<h2>3 Care</h2><p>Wipe it.</p></body></html>"
    rows = imported(read_bytes(text.encode(), "demo.html")).rows()
    assert {(r["code"], r["name"], r["cause"]) for r in rows if r["kind"] == "alarm"} == {t[:3] for t in told}
