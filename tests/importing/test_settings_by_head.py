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


KINDS = [
    ("Set by app", "-", "-"),
    ("Flooded", "58.8 V", "55.2 V"),
    ("AGM", "57.2 V", "54.4 V"),
    ("LiFePO4, 16 cells", "56.8 V", "54.0 V"),
]
MEANT = [
    "Set by app",
    "Flooded; Absorption 58.8 V; Float 55.2 V",
    "AGM; Absorption 57.2 V; Float 54.4 V",
    "LiFePO4, 16 cells; Absorption 56.8 V; Float 54.0 V",
]


@pytest.mark.parametrize("kind", ["Battery", "Battery type", "Chemistry", "Type"])
@pytest.mark.parametrize("heads", [("1", "2"), ("SW1", "SW2"), ("S3.1", "S3.2")])
def test_kinds_of_battery_beside_switches_are_settings(kind, heads):
    """Switches beside chemistries and charge voltages set the charger; the chemistries are no brands on a bus."""
    table = [(*s, *k) for s, k in zip([("OFF", "OFF"), ("ON", "OFF"), ("OFF", "ON"), ("ON", "ON")], KINDS, strict=True)]
    found = rows(
        "5 Charge voltages, switches 1 and 2",
        "The CAN port is explained later.",
        (*heads, kind, "Absorption", "Float"),
        *table,
    )
    assert of("dip", found, "switch", "position", "meaning") == [
        ("1-2", p, m) for p, m in zip(["OFF OFF", "ON OFF", "OFF ON", "ON ON"], MEANT, strict=True)
    ]
    assert of("protocol", found, "brands") == []


def test_a_head_over_the_switches():
    """The same with one head over the numbers of the switches."""
    heads = "<tr><th colspan=2>Switch</th><th rowspan=2>Battery</th><th rowspan=2>Absorption</th><th rowspan=2>Float</th></tr>"
    heads += "<tr><th>1</th><th>2</th></tr>"
    body = "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in (*s.split(), *k)) + "</tr>"
        for s, k in zip(["OFF OFF", "ON OFF", "OFF ON", "ON ON"], KINDS, strict=True)
    )
    page = f"<html><body><h1>Demo X1</h1><h2>5 Charge voltages, switches 1 and 2</h2><table>{heads}{body}</table></body></html>"
    found = imported(read_bytes(page.encode(), "demo-x1.html")).rows()
    assert of("dip", found, "meaning") == [(m,) for m in MEANT]
    assert of("protocol", found, "brands") == []


def test_brands_beside_switches_stay_partners():
    """Names of makers on a bus are partners, though a column tells the kind of their cells."""
    table = [
        ("ON", "OFF", "Alvento", "LFP", "CAN"),
        ("OFF", "ON", "Borvik", "NMC", "CAN"),
        ("ON", "ON", "Celesta", "LFP", "RS485"),
    ]
    found = rows("5 DIP switch", "Set the switches.", ("1", "2", "Brand", "Cells", "Bus"), *table)
    assert of("protocol", found, "brands", "bus") == [
        (("Alvento",), "CAN"),
        (("Borvik",), "CAN"),
        (("Celesta",), "RS485"),
    ]
