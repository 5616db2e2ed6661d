"""Tables whose heads say more than their cells: positions as heads, modes to be set for a partner, chemistries beside switches."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(heading, text, *table):
    lines = ["| " + " | ".join(r) + " |" for r in table]
    lines.insert(1, "|" + "---|" * len(table[0]))
    manual = f"# Demo X1\n\n## {heading}\n\n{text}\n\n" + "\n".join(lines) + "\n"
    return imported(read_bytes(manual.encode(), "demo-x1.md")).rows()


def of(kind, found, *columns):
    return [tuple(r[c] for c in columns) for r in found if r["kind"] == kind]


@pytest.mark.parametrize(("off", "on", "said"), [
    ("OFF (factory setting)", "ON", ("OFF", "ON")),
    ("Position OFF", "Position ON", ("OFF", "ON")),
    ("OFF position [as delivered]", "ON position", ("OFF", "ON")),
    ("Meaning at OFF", "Meaning at ON", ("OFF", "ON")),
    ("OFF, default", "ON", ("OFF", "ON")),
    ("Position 0", "Position 1", ("0", "1")),
    ("0 (factory setting)", "1", ("0", "1")),
    ("Lever down", "Lever up", ("down", "up")),
])  # fmt: skip
@pytest.mark.parametrize("names", [("S2.3", "S2.4", "S2.5"), ("3", "4", "5")])
def test_positions_as_heads(off, on, said, names):
    """A head for each position and a row for each switch: one fact for each position of it."""
    table = [("two fans", "one fan"), ("starts at once", "waits for the card"), ("follower", "leader")]
    found = rows(
        "6 Switch block",
        "The block is under the cover.",
        ("Switch", off, on),
        *((n, *t) for n, t in zip(names, table, strict=True)),
    )
    wanted = [(n, p, m) for n, t in zip(names, table, strict=True) for p, m in zip(said, t, strict=True)]
    assert of("dip", found, "switch", "position", "meaning") == wanted


def test_the_position_when_delivered_is_no_meaning():
    """A column that says how each switch is delivered tells nothing of what its positions mean."""
    table = [
        ("Switch", "Function", "OFF", "ON", "Delivered"),
        ("1", "end resistor", "open", "connected", "OFF"),
        ("2", "speed", "9600", "19200", "ON"),
    ]
    assert of("dip", rows("6 DIP switch", "Two switches.", *table), "switch", "position", "meaning") == [
        ("1", "OFF", "end resistor; open"), ("1", "ON", "end resistor; connected"), ("2", "OFF", "speed; 9600"), ("2", "ON", "speed; 19200"),
    ]  # fmt: skip


PARTNERS = ("Alvento", "Borvik", "Celesta", "Dornum")


@pytest.mark.parametrize(
    "head", ["Lithium mode", "Battery type", "Mode", "Setting", "Code", "Battery code", "BMS mode no."]
)
@pytest.mark.parametrize(
    "codes", [("00", "01", "06", "12"), ("Li 2", "Li 3", "Li 5", "Li 7"), ("PYL", "BYD", "WOW", "DYN")]
)
def test_what_is_set_for_a_partner_is_its_protocol(head, codes):
    """Codes or short names under a head of modes, types or settings are what the product calls the protocol."""
    lines = ["CAN", "CAN", "RS485", "CAN"]
    speeds = ["500 kbps", "250 kbps", "9600 bps", "500 kbps"]
    table = [(p, f"{p[0]}5000 mini", c, b, s) for p, c, b, s in zip(PARTNERS, codes, lines, speeds, strict=True)]
    found = rows(
        "6 Compatible batteries", "Set it in the menu.", ("Brand", "Model", head, "Communication", "Baud rate"), *table
    )
    assert of("protocol", found, "protocol_id", "bus", "brands", "doubt") == [
        (c, b, (p,), "") for p, c, b in zip(PARTNERS, codes, lines, strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [
        ("HV", "LV", "HV", "LV"),
        ("Master", "Slave", "Slave", "Master"),
        ("00", "01", "10", "11"),
        ("RTU", "TCP", "RTU", "RTU"),
    ],
)
def test_modes_of_another_kind_are_no_protocol(cells):
    """How a partner is wired or talks, and how two switches stand, is no name of a protocol without a doubt."""
    table = [(p, c, b) for p, c, b in zip(PARTNERS, cells, ["CAN", "CAN", "RS485", "CAN"], strict=True)]
    found = rows("6 Compatible batteries", "See below.", ("Brand", "Mode", "Communication"), *table)
    told = [r for r in found if r["kind"] == "protocol" and not r["doubt"]]
    assert told == []
