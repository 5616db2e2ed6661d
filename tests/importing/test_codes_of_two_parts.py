"""Faults whose code has two parts: a group, in a column or in the heading, and a number within it."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.model.facts import kind_of


def table(header, rows):
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{h}</th>' for h in header)}</tr>{cells}</table>"


def alarms(body):
    text = f"<html><body><h1>DEMO X1</h1><h2>1 Use</h2><p>A lamp.</p>{body}</body></html>"
    result = imported(read_bytes(text.encode(), "demo.html"))
    return {f.code: (f.name, result.found[f.id].doubt) for f in result.facts if kind_of(f) == "alarm"}


@pytest.mark.parametrize(
    ("header", "example", "sign"),
    [
        (("Group", "Sub", "Message", "Possible cause", "What to do"), "The screen shows 14.2, for instance.", "."),
        (("Main code", "Sub-code", "Text", "Cause", "Remedy"), "The app writes 14-2.", "-"),
        (("Fault", "Detail", "Description", "Reason", "Remedy"), "Nothing more is known.", ""),
    ],
)
def test_group_and_number_make_one_code(header, example, sign):
    """They are joined as the section writes an example; where it writes none, the rows are doubted."""
    rows = [
        ("14 Mains", "1", "Voltage too low", "Weak grid", "Check the fuses"),
        ("", "2", "Voltage too high", "Long wire", "Ask the grid company"),
        ("20 Fan", "1", "Fan blocked", "Dirt", "Clean the fan"),
    ]
    found = alarms(f"<h2>2 Messages</h2><p>{example}</p>{table(header, rows)}")
    joint = sign or "-"
    assert {c: n for c, (n, _) in found.items()} == {
        f"14{joint}1": "Voltage too low",
        f"14{joint}2": "Voltage too high",
        f"20{joint}1": "Fan blocked",
    }
    assert all(bool(doubt) != bool(sign) for _, doubt in found.values())


def test_the_heading_names_the_group():
    """Tables of parts under `K1 Supply` and `K2 Plug`."""
    header = ("Part", "Message", "Reason", "Remedy")
    first = table(header, [("/1", "Voltage too low", "Long wire", "Measure"), ("/2", "Phase lost", "Fuse", "Check it")])
    second = table(header, [("/1", "Plug too hot", "Dirt", "Clean it"), ("/2", "Plug open", "Wear", "Push it in")])
    found = alarms(f"<h2>2 Messages</h2><h3>K1 Supply</h3>{first}<h3>K2 Plug</h3>{second}")
    assert list(found) == ["K1/1", "K1/2", "K2/1", "K2/2"]


def test_parts_of_a_thing_are_no_codes():
    """Spare parts are numbered, too; their table says neither why nor what to do."""
    rows = [("1", "Cover", "2"), ("2", "Fan", "1"), ("3", "Screw", "8")]
    assert not alarms(f"<h2>E1 Fault spares</h2>{table(('Part', 'Name', 'Quantity'), rows)}")


def test_a_table_set_out_cell_by_cell_is_put_together():
    """Heads in one paragraph, then each cell by itself; the head stands again on the next page. A row that lacks a cell ends it."""
    cells = "02 Cells|1|Cell too high|Charger set wrong|Lower the charge voltage|2|Cell too low|Deep discharge|Charge at once"
    head = "No.\nSub\nDescription\nReason\nRemedy"
    more = "07 Heat|1|Board too hot|No air|Give it room|2|Board too cold|Warm the room|3|Sensor open|Wire off|Call us"
    said = "\n\n".join([head, *cells.split("|"), head, *more.split("|")])
    text = f"DEMO X1 battery\n\n1 Use\n\nHang it up.\n\n2 Protections\n\nThe app shows 02-1, for example.\n\n{said}\n\n3 Care\n\nWipe it.\n"
    result = imported(read_bytes(text.encode(), "demo.txt"))
    found = {f.code: f.name for f in result.facts if kind_of(f) == "alarm"}
    assert found.items() >= {"02-1": "Cell too high", "02-2": "Cell too low"}.items()
    assert found.get("07-2", "Board too cold") == "Board too cold"
    assert "Call us" not in found.values()
