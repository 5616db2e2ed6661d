"""Faults that stand across a table, and faults told in sentences by a bare number beside numbers that a table explains."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

FAULTS = (
    ("401", "Overvoltage of a cell", "Charger set wrong", "Check the charger"),
    ("402", "Undervoltage of a cell", "Battery empty", "Charge at once"),
    ("405", "Overtemperature", "Room too warm", "Let it cool"),
    ("408", "Overcurrent", "Load too large", "Reduce the load"),
)


def alarms(text, name="demo.html"):
    rows = imported(read_bytes(text.encode(), name)).rows()
    return {r["code"]: r for r in rows if r["kind"] == "alarm"}


def table(rows):
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows) + "</table>"


def page(body, heading="Faults"):
    return f"<html><body><h1>DEMO X1 battery</h1><p>Manual.</p><h2>2 {heading}</h2>{body}<h2>3 Data</h2><p>None.</p></body></html>"


@pytest.mark.parametrize(
    "heads",
    [
        ("Event", "Name", "Why", "Do"),
        ("Code", "Fault", "Cause", "Remedy"),
        ("Message", "Description", "Reason", "What to do"),
        ("No.", "Event", "Possible cause", "Solution"),
    ],
)
def test_faults_that_stand_across_are_read_one_by_one(heads):
    """Where heads stand down and a fault is a column, each column is one fault, whatever the heads are called."""
    found = alarms(page(table(zip(heads, *FAULTS, strict=True))))
    assert {c: r["name"] for c, r in found.items()} == {f[0]: f[1] for f in FAULTS}
    assert [found[f[0]]["cause"] for f in FAULTS] == [f[2] for f in FAULTS]


BESIDE = page(table([("Code", "Fault", "Cause", "Remedy"), *FAULTS]) + "<p>{said}</p>", "Fault list")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("431 stands for a weak auxiliary supply.", "Weak auxiliary supply"),
        ("When 431 appears, the fuse of the fan is blown.", "Fuse of the fan is blown"),
        ("Finally, 431 tells that the lid was opened.", "Lid was opened"),
        ("The code 431 merely records that the lid was opened.", "Lid was opened"),
        ("431 is stored if the sensor is out of range.", "Sensor is out of range"),
        ("An alert of the same group, 431 (bus off), clears by itself.", "Bus off"),
    ],
)
def test_a_bare_number_is_told_beside_numbers_of_a_table(said, name):
    """Where a table explains numbers, a sentence may explain one more without a word before it; it is doubted."""
    found = alarms(BESIDE.format(said=said))
    assert found["431"]["name"] == name
    assert found["431"]["doubt"]


@pytest.mark.parametrize(
    "said",
    ["230 V is the voltage of the grid.", "When 500 cycles are over, the warranty ends.", "The 431 screws mean work."],
)
def test_a_number_that_counts_something_is_no_fault(said):
    """A quantity in a sentence beside a table of numbered faults is none of them."""
    assert len(alarms(BESIDE.format(said=said))) == len(FAULTS)


def test_marks_that_are_told_line_by_line_need_no_word_of_a_fault_each():
    """Flags in lines of their own are read together once two of them speak of faults."""
    flags = ("0x01: charge blocked", "0x02: emergency stop received", "0x04: sensor fault", "0x10: pack missing")
    found = alarms(page("".join(f"<p>{f}</p>" for f in flags), "Flags"))
    assert set(found) == {f[:4] for f in flags}
