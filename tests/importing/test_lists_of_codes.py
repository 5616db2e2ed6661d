"""Lists of fault codes: under whatever heading they stand, over as many pages as they need, rows that read like a header."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

ROWS = [
    ("E10", "Supply voltage low", "Long supply line", "Measure under load"),
    ("E12", "Phase missing", "Fuse blown", "Check the fuses"),
    ("E13", "Wrong rotation", "L2 and L3 exchanged", "Correct the terminal"),
    ("E30", "Meter not reached", "Wrong entry", "Check the line"),
    ("E42", "Ventilation required", "Vehicle asks for it", "Charge in the open"),
    ("E61", "Contactor welded", "Short circuit", "Call service"),
]
BETWEEN = ["Demo X1 handbook 12", "Table 8 (continued)", "Messages, continued", "12"]


def alarms(text):
    draft = imported(read_bytes(text.encode(), "demo-x1-manual.txt"))
    return [(r["code"], r["name"], r["cause"], "; ".join(r["actions"])) for r in draft.rows() if r["kind"] == "alarm"]


def table(*rows):
    return "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize(
    "heads",
    [
        ("No.", "Message", "Likely cause", "What helps"),
        ("Code", "Message", "Why", "What you can do"),
        ("Number", "Event", "Origin", "Try this"),
        ("Code", "Name", "Reason", "Solve"),
    ],
)
@pytest.mark.parametrize("heading", ["9 Messages", "9 What the display shows"])
def test_codes_with_cause_and_remedy_are_faults(heads, heading):
    """Codes of one make, each another, with causes and remedies are faults though no heading says the word."""
    assert alarms(f"{heading}\n\n{table(heads, *ROWS)}") == ROWS


def test_codes_of_orders_are_no_faults():
    """Codes beside reasons and measures of another kind stay out: hardly a name has a word of a fault."""
    rows = [
        (f"P{n}", name, "chosen by the installer", "See the app")
        for n, name in enumerate(("Colour", "Volume", "Date", "Tariff"), 1)
    ]
    assert not alarms(f"9 Settings\n\n{table(('Code', 'Name', 'Reason', 'What to do'), *rows)}")


def test_a_row_that_reads_like_a_header_is_a_row():
    """`Inverter offline` and `Cable or protocol` could head columns; behind the code before it this is one more fault."""
    more = ("E62", "Inverter offline", "Cable or protocol", "Check the plug")
    last = ("E70", "Battery missing", "Cable or protocol", "Check the plug")
    heads = ("Code", "Alarm", "Reason", "Handling")
    assert alarms(f"8 Alarm codes\n\n{table(heads, *ROWS, more)}") == [*ROWS, more]
    assert alarms(f"8 Alarm codes\n\n{table(heads, *ROWS, more, last)}") == [*ROWS, more, last]


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("again", [True, False])
def test_a_list_goes_on_behind_the_line_of_a_new_page(between, again):
    """A running line or `(continued)` between two pieces does not end a list whose codes count on, with or without its header."""
    heads = ("Code", "Alarm", "Reason", "Handling")
    rest = table(heads, *ROWS[3:]) if again else table(*ROWS[3:])
    assert alarms(f"8 Alarm codes\n\n{table(heads, *ROWS[:3])}\n\n{between}\n\n{rest}") == ROWS


@pytest.mark.parametrize("codes", ["E01, E02", "E01/E02", "E01 E02", "E01 & E02", "E01 and E02"])
def test_a_row_of_several_codes_is_a_row_for_each(codes):
    """Several codes of one make in a cell are as many faults, all with a doubt; a single code has none."""
    rows = [(codes, "Cell voltage wrong", "Charger too strong", "Check the charger"), *ROWS[:3]]
    draft = imported(
        read_bytes(
            f"8 Fault codes\n\n{table(('Code', 'Fault', 'Cause', 'Remedy'), *rows)}".encode(), "demo-x1-manual.txt"
        )
    )
    found = {r["code"]: bool(r["doubt"]) for r in draft.rows() if r["kind"] == "alarm"}
    assert found == {"E01": True, "E02": True, "E10": False, "E12": False, "E13": False}
