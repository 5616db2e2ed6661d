"""Tables that are set otherwise than as rows under heads: turned, beside each other, as records, parted by signs, cell by cell, without a head."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

FRAME = "DEMO X1 unit\nManual\n\n1 Introduction\n\nThe unit is mounted on a wall.\n\n2 {head}\n\n{text}\n\n3 Care\n\nWipe it with a dry cloth.\n"
TABLES = {
    "pin": (
        "COM port",
        ("Pin", "Signal", "Description"),
        [("1", "RS485-B", "Data line B"), ("2", "RS485-A", "Data line A"), ("3", "GND", "Reference"), ("4", "CAN-H", "High line")],
        ("pin", "signal"),
        [("1", "RS485-B"), ("2", "RS485-A"), ("3", "GND"), ("4", "CAN-H")],
    ),
    "dip": (
        "DIP switch S1",
        ("Switch", "Position", "Function"),
        [("1", "ON", "Resistor connected"), ("1", "OFF", "Resistor removed"), ("2", "ON", "Start enabled"), ("2", "OFF", "Start disabled")],
        ("switch", "position"),
        [("1", "ON"), ("1", "OFF"), ("2", "ON"), ("2", "OFF")],
    ),
    "led_state": (
        "Lamps on the front",
        ("Lamp", "Status", "Explanation"),
        [("Power", "Green steady", "Feeding in"), ("Power", "Green flashing", "Waiting for the grid"), ("Fault", "Red steady", "A fault occurred")],
        ("meaning",),
        [("Feeding in",), ("Waiting for the grid",), ("A fault occurred",)],
    ),
    "alarm": (
        "Fault codes",
        ("Code", "Fault", "Cause", "Remedy"),
        [
            ("E01", "Cell overvoltage", "A cell is above 3.65 V", "Stop charging"), ("E02", "Fan blocked", "Dirt in the fan", "Clean the fan"),
            ("E03", "Short circuit", "Output shorted", "Remove the load"), ("E04", "Sensor broken", "The cable is open", "Replace the sensor"),
        ],
        ("code", "name"),
        [("E01", "Cell overvoltage"), ("E02", "Fan blocked"), ("E03", "Short circuit"), ("E04", "Sensor broken")],
    ),
}  # fmt: skip


def _turned(head, rows):
    return "\n".join("\t".join(column) for column in zip(head, *rows, strict=True))


def _boxed(head, rows):
    table = [head, *rows]
    wide = [max(len(r[n]) for r in table) for n in range(len(head))]
    rule = "+" + "+".join("-" * (w + 2) for w in wide) + "+"
    lines = ["|" + "|".join(f" {c.ljust(w)} " for c, w in zip(r, wide, strict=True)) + "|" for r in table]
    return rule + "\n" + "\n".join(f"{x}\n{rule}" for x in lines)


LAYOUTS = {
    "attributes down": _turned,
    "twice side by side": lambda h, r: "\n".join(
        "\t".join((*a, *b)) for a, b in zip([h, *r[: (len(r) + 1) // 2]], [h, *r[(len(r) + 1) // 2 :], *[("",) * len(h)] * (len(r) % 2)], strict=True)
    ),
    "a running number before": lambda h, r: "\n".join("\t".join((n, *x)) for n, x in zip(("No.", *map(str, range(1, 9))), [h, *r], strict=False)),
    "records": lambda h, r: "\n\n".join("\n".join(f"{k}: {v}" for k, v in zip(h, x, strict=True)) for x in r),
    "records in a line": lambda h, r: "\n".join(", ".join(f"{k}: {v}" for k, v in zip(h, x, strict=True)) for x in r),
    "parted by commas": lambda h, r: "\n".join(",".join(x) for x in [h, *r]),
    "a drawn box": _boxed,
    "an empty line between rows": lambda h, r: "\n\n".join("   ".join(c.ljust(24) for c in x).rstrip() for x in [h, *r]),
    "uneven spaces": lambda h, r: "\n".join((" " * (3 + n % 4)).join(x) for n, x in enumerate([h, *r])),
    "cells line by line": lambda h, r: "\n".join(c for x in [h, *r] for c in x),
    "columns one after the other": lambda h, r: "\n".join(c for column in zip(h, *r, strict=True) for c in column),
}  # fmt: skip
HEADLESS = {
    "tabs": lambda r: "\n".join("\t".join(x) for x in r),
    "dashes": lambda r: "\n".join(f"- {' – '.join(x)}" for x in r),
    "leaders": lambda r: "\n".join(f"{x[0]} ........ {', '.join(x[1:])}" for x in r),
}


def facts(kind, head, text, names):
    found = imported(read_bytes(FRAME.format(head=head, text=text).encode(), "demo-x1.txt")).rows()
    return [(tuple(r[n] for n in names), r["doubt"]) for r in found if r["kind"] == kind]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", TABLES)
def test_a_table_says_the_same_however_it_is_set(kind, layout):
    """One clean table of each kind, set in each way: the same facts in the same order."""
    head, header, rows, names, wanted = TABLES[kind]
    assert [f for f, _ in facts(kind, head, LAYOUTS[layout](header, rows), names)] == wanted


@pytest.mark.parametrize("layout", HEADLESS)
@pytest.mark.parametrize("kind", TABLES)
def test_a_table_without_heads_is_read_by_its_cells(kind, layout):
    """What the section speaks of and the make of the cells say what the columns hold."""
    head, _, rows, names, wanted = TABLES[kind]
    assert [f for f, _ in facts(kind, head, HEADLESS[layout](rows), names)] == wanted


def test_columns_told_by_their_cells_alone_are_doubted():
    """A table of faults that lost its head may be read wrongly: each row says so."""
    head, _, rows, names, _ = TABLES["alarm"]
    assert all("header" in doubt for _, doubt in facts("alarm", head, HEADLESS["tabs"](rows), names))


def test_misread_and_drawn_positions_are_read_and_said():
    """`0N` is ON with a repair; arrows are positions with a doubt unless the text explains them."""
    table = "Address\t1\t2\nalone\tOFF\tOFF\nfirst\t0N\tOFF\nsecond\tOFF\tON"
    read = imported(read_bytes(FRAME.format(head="DIP switch", text=table).encode(), "demo-x1.txt"))
    assert [(r["position"], r["certainty"]) for r in read.rows()] == [
        ("OFF OFF", "certain"),
        ("ON OFF", "likely"),
        ("OFF ON", "certain"),
    ]
    drawn = "\t1\t2\n6 A\t▼\t▼\n10 A\t▲\t▼\n16 A\t▼\t▲"
    assert [bool(d) for _, d in facts("dip", "DIP switch", drawn, ("position",))] == [True] * 3
    assert [bool(d) for _, d in facts("dip", "DIP switch", f"▲ means up (ON).\n\n{drawn}", ("position",))] == [
        False
    ] * 3


def test_a_head_read_as_a_fault_shows_that_cells_were_put_together_wrongly():
    """Heads stay out of the facts, whatever the columns are called."""
    text = "Abbreviation\nProtection\nMeasure\n\nOVP\nVoltage too high\nDisconnect the charger\n\nUVP\nVoltage too low\nCharge the battery"
    found = facts("alarm", "Protections", text, ("code", "name"))
    assert [f for f, _ in found] == [("OVP", "Voltage too high"), ("UVP", "Voltage too low")]


def test_bits_of_a_word_of_states_are_doubted_and_registers_are_none():
    """Bits that name faults are shown to a person; a table of registers says nothing of faults."""
    table = "Bit\tText\n0\tOverload\n1\tFuse blown\n2\tIn operation"
    assert [(f, bool(d)) for f, d in facts("alarm", "Codes of the portal", table, ("code",))] == [
        (("bit 0",), True), (("bit 1",), True), (("bit 2",), True),
    ]  # fmt: skip
    assert facts("alarm", "Alarm bits of register 30", table, ("code",)) == []
