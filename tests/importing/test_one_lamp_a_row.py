"""Tables with a column for each lamp in which a row is about one of them alone."""

from __future__ import annotations

from kb.importing.api import imported, read_bytes
from kb.model.facts import kind_of


def states(header, rows):
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    head = "".join(f"<th>{h}</th>" for h in header)
    text = f"<html><body><h1>DEMO X1</h1><h2>1 Lights</h2><p>The ring and LINK are lamps.</p><table><tr>{head}</tr>{cells}</table></body></html>"
    result = imported(read_bytes(text.encode(), "demo.html"))
    return [
        ([(x.indicator, x.color, x.pattern) for x in f.lamps], f.meaning, f.note)
        for f in result.facts
        if kind_of(f) == "led_state"
    ]


def test_a_dash_says_nothing_of_the_other_lamp():
    """Each row is a state of the lamp whose cell is filled; no lamp is called by a state, and none is said to be off."""
    rows = [
        ("white, steady", "–", "Ready"),
        ("green, running", "–", "Charging"),
        ("turquoise, flashing", "–", "Waiting for sun"),
        ("–", "blue, steady", "Network found"),
        ("–", "off", "No network"),
    ]
    found = states(("Ring", "LINK", "What it means"), rows)
    assert [f[:2] for f in found] == [
        ([("Ring", "white", "steady")], "Ready"),
        ([("Ring", "green", "flash")], "Charging"),
        ([("Ring", None, "flash")], "Waiting for sun"),
        ([("LINK", "blue", "steady")], "Network found"),
        ([("LINK", None, "off")], "No network"),
    ]
    assert "running" in found[1][2]
    assert "turquoise" in found[2][2]


def test_rows_about_both_lamps_are_read_as_before():
    """Where a row shows both lamps, the dash may be a lamp that is dark."""
    rows = [("on", "on", "Full"), ("flashing", "–", "Charging"), ("–", "flashing", "Alarm")]
    assert any(len(f[0]) > 1 for f in states(("RUN", "ALM", "Meaning"), rows))
