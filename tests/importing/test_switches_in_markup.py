"""Switches in Markdown and HTML: heads over heads, terms with descriptions, drawn positions, several positions in a line."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def switches(text, name="demo-x1-manual.md"):
    """(switch, position, meaning) of each setting."""
    rows = imported(read_bytes(text.encode(), name)).rows()
    return [(r["switch"], r["position"], r["meaning"]) for r in rows if r["kind"] == "dip"]


def page(body):
    return f"<!doctype html><html><body><h2>5 Settings</h2>{body}</body></html>"


ADDRESSES = [("1-3", "ON OFF OFF", "Address 1"), ("1-3", "OFF ON OFF", "Address 2")]
HEAD = "<thead><tr><th rowspan='2'>Function</th><th colspan='3'>DIP</th></tr><tr><th>1</th><th>2</th><th>3</th></tr></thead>"
ROWS = "".join(
    f"<tr><td>{what}</td>" + "".join(f"<td>{p}</td>" for p in at.split()) + "</tr>" for _, at, what in ADDRESSES
)
FORMS = {
    "the word stands over the numbers": (page(f"<table>{HEAD}{ROWS}</table>"), "demo-x1.html", ADDRESSES),
    "drawn, what is set stands down": (
        "# 5 DIP\n\n| Function | 1 | 2 | 3 |\n|---|:-:|:-:|:-:|\n| Address 1 | ● | ○ | ○ |\n| Address 2 | ○ | ● | ○ |\n\n● = ON\n",
        "demo-x1.md",
        ADDRESSES,
    ),
    "a block and its switches": (
        "# 5 Bit rate\n\n| S1.4 | S1.5 | Bit rate |\n|---|---|---|\n| OFF | OFF | 9600 |\n| ON | OFF | 19200 |\n",
        "demo-x1.md",
        [("4-5", "OFF OFF", "Bit rate 9600"), ("4-5", "ON OFF", "Bit rate 19200")],
    ),
    "both positions in an item": (
        "# 5 Switches S1\n\n* Switch 1 ON: address by DHCP. Switch 1 OFF: fixed address.\n* Switch 2 ON: terminated\n",
        "demo-x1.md",
        [("1", "ON", "address by DHCP"), ("1", "OFF", "fixed address"), ("2", "ON", "terminated")],
    ),
    "terms and descriptions": (
        page("<h3>DIP switches</h3><dl><dt>Switch 1 ON</dt><dd>terminated</dd><dt>Switch 1 OFF</dt><dd>open</dd></dl>"),
        "demo-x1.html",
        [("1", "ON", "terminated"), ("1", "OFF", "open")],
    ),
    "a cell over two rows": (
        page(
            "<h3>DIP switches</h3><table><tr><th>Switch</th><th>Position</th><th>Meaning</th></tr>"
            "<tr><td rowspan='2'>1</td><td>ON</td><td>master</td></tr><tr><td>OFF</td><td>slave</td></tr>"
            "<tr><td rowspan='2'>2</td><td>ON</td><td>closed</td></tr><tr><td>OFF</td><td>open</td></tr></table>"
        ),
        "demo-x1.html",
        [("1", "ON", "master"), ("1", "OFF", "slave"), ("2", "ON", "closed"), ("2", "OFF", "open")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_switches_are_read_from_markup(form):
    """The word for a switch may stand over the numbers, in the heading, or be told by a block's name over ON and OFF."""
    text, name, wanted = FORMS[form]
    assert switches(text, name) == wanted


@pytest.mark.parametrize(
    "table",
    [
        "| S1.4 | S1.5 | Energy |\n|---|---|---|\n| 12 | 14 | total |\n| 13 | 15 | tariff |",
        "| A1 | A2 | State |\n|---|---|---|\n| on | dark | start |\n| dark | on | fault |",
    ],
)
def test_registers_and_lamps_with_such_names_are_no_switches(table):
    """A block's name over anything but ON and OFF alone tells of no switch."""
    assert switches(f"# 5 Values\n\n{table}\n") == []


def test_the_printed_state_names_a_lever_s_place():
    """`Up (ON)` over a column is ON, and `Down (OFF)` is OFF."""
    told = "# 6 Lever block\n\n| Lever | Up (ON) | Down (OFF) |\n|---|---|---|\n| 5 | heater on | blocked |\n| 6 | closed | open |\n"
    assert switches(told) == [
        ("5", "ON", "heater on"),
        ("5", "OFF", "blocked"),
        ("6", "ON", "closed"),
        ("6", "OFF", "open"),
    ]
