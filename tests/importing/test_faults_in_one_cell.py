"""Faults whose name, cause and remedy share a cell, codes stacked in one cell, and tables whose cells empty lines part."""

from __future__ import annotations

import pytest

from kb.importing import alarm_joint
from kb.importing.api import imported, read_bytes

FRAME = "# DEMO X4 inverter\n\n## 1 Introduction\n\nIt is hung on a wall.\n\n## 2 {heading}\n\n{table}\n\n## 3 Care\n\nWipe it dry.\n"


def alarms(table, heading="Event messages", name="demo-x4.md"):
    text = FRAME.format(heading=heading, table=table)
    text = text if name.endswith("md") else text.replace("# ", "").replace("#", "")
    return [r for r in imported(read_bytes(text.encode(), name)).rows() if r["kind"] == "alarm"]


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("Message, cause and corrective measures", "Corrective measures:"),
        ("Description and remedy", "Remedy:"),
        ("Event / cause / what to do", "What to do:"),
        ("Text", "Corrective action:"),
    ],
)
@pytest.mark.parametrize("codes", ["3201 3202 3203", "3201, 3202, 3203", "3201/3202/3203"])
def test_a_cell_that_tells_all_of_a_code_is_cut(head, label, codes):
    """The name ends where a sentence begins, the remedy begins at its label; stacked codes are a doubted row each."""
    table = f"""| Event number | {head} |
|---|---|
| {codes} | Grid voltage too high The impedance of the line is too high. {label} • Ask the grid operator. • Use a thicker cable. |
| 3310 | PV overvoltage Too many modules are in series. {label} • Take one out. |
| 3405 | Memory fault Values could not be saved. {label} • Contact the service. |
"""
    found = alarms(table)
    assert [r["code"] for r in found] == ["3201", "3202", "3203", "3310", "3405"]
    assert [r["name"] for r in found] == ["Grid voltage too high"] * 3 + ["PV overvoltage", "Memory fault"]
    assert found[0]["cause"] == "The impedance of the line is too high."
    assert found[0]["actions"] == ("Ask the grid operator.", "Use a thicker cable.")
    assert [bool(r["doubt"]) for r in found] == [True, True, True, False, True]


@pytest.mark.parametrize(
    ("text", "name", "cause", "sure"),
    [
        ("Grid Voltage Too High The grid is unstable. Remedy: Wait.", "Grid Voltage Too High", "The grid is unstable.", True),
        ("Fan blocked. Dust in the fan. Remedy: Clean it.", "Fan blocked", "Dust in the fan.", True),
        ("Fan blocked Cause: Dust. Remedy: Clean it.", "Fan blocked", "Dust.", True),
        ("Overtemperature The heat sink is hot. Remedy: Wait.", "Overtemperature", "The heat sink is hot.", True),
        ("Error in Modbus communication The meter is silent. Remedy: Wait.", "Error in Modbus communication", "The meter is silent.", True),
        ("Relay stuck Contacts are welded. Remedy: Wait.", "Relay stuck", "Contacts are welded.", False),
    ],
)  # fmt: skip
def test_where_a_name_ends(text, name, cause, sure):
    """An article begins the sentence for certain; another capital is taken with a doubt."""
    assert alarm_joint.parted(text)[:2] == (name, cause)
    assert alarm_joint.parted(text)[3] is sure


def test_figures_and_prose_are_no_codes():
    """A table of settings whose texts give advice is none of faults."""
    table = "| No. | Setting and use |\n|---|---|\n| 1 | Mode The way it works. Help: See 5. |\n| 2 | Time The hour. Help: See 6. |\n"
    assert not alarms(table, heading="Menu")


@pytest.mark.parametrize(
    "heads", [("Code", "Name", "Reason", "Handling"), ("Error code", "Fault", "Cause", "Solution")]
)
@pytest.mark.parametrize(
    "codes", [("W01", "W02", "P11", "Pl2"), ("101", "102", "201", "202"), ("E-1", "E-2", "E-3", "E-4")]
)
def test_cells_of_several_lines_that_empty_lines_part(heads, codes):
    """Each block between empty lines is a cell; a misread code is mended, and a page's foot between rows tears nothing."""
    told = [
        ("String voltage high", "one string above\n3.55 V", "lower the charge voltage of\nthe charger"),
        ("Capacity low", "SOC below 10 %", "charge soon"),
        ("Single overcharge\nprotection", "one string above 3.62 V", "discharge, it recovers at 3.46\nV"),
        ("Short circuit", "output is short circuited", "remove the load and press KEY"),
    ]
    cells = [*heads, *(c for code, row in zip(codes, told, strict=True) for c in (code, *row))]
    found = alarms("\n\n".join(cells), heading="Code list", name="demo-x4.txt")
    assert [r["code"].replace("Pl2", "P12") for r in found] == [c.replace("l", "1") for c in codes]
    assert [r["name"] for r in found] == [n.replace("\n", " ") for n, _, _ in told]
    assert found[2]["actions"] == ("discharge, it recovers at 3.46 V",)


def test_a_row_that_lost_a_cell_is_doubted():
    """One odd row among six is read for what it holds, with a doubt; the others are whole."""
    rows = [(f"E0{n}", f"Sensor {n} fault", "Wire broken", "Check the wire") for n in range(1, 7)]
    cells = ["Code", "Name", "Reason", "Handling", *(c for r in rows for c in (r[:3] if r[0] == "E03" else r))]
    found = {r["code"]: r for r in alarms("\n\n".join(cells), heading="Code list", name="demo-x4.txt")}
    assert sorted(found) == [r[0] for r in rows]
    assert [code for code, r in found.items() if r["doubt"]] == ["E03"]
    assert all(found[c]["actions"] == ("Check the wire",) for c in found if c != "E03")


def test_codes_with_cause_and_remedy_are_faults_under_a_heading_of_messages():
    """`N-01` with text, reason and what to do is read; that no word of a fault stands there is said."""
    table = """| Code | Text | Reason | What to do |
|---|---|---|---|
| N-01 | Two leaders in the group | Both are set | Set one of them |
| N-02 | Card unknown | Not taught | Teach it |
| N-03 | Clock not set | No network | Connect it |
"""
    found = alarms(table, heading="Messages in the app")
    assert [r["code"] for r in found] == ["N-01", "N-02", "N-03"]
    assert all(r["doubt"] for r in found)
