"""Cables with the contacts of both ends side by side, terminals that count on from another row, heads under titles."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(text, name="demo-x1.md"):
    return [r for r in imported(read_bytes(text.encode(), name)).rows() if r["kind"] == "pin"]


def pins(text, name="demo-x1.md"):
    return [(r["connector"], r["pin"], r["signal"]) for r in rows(text, name)]


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * (lines[0].count("|") + 1), *body])


WIRES = ("4 | CAN-H | 7 | CAN-H", "5 | CAN-L | 8 | CAN-L", "2 | GND | 3 | GND")
ONE = [("4", "CAN-H"), ("5", "CAN-L"), ("2", "GND")]
TWO = [("7", "CAN-H"), ("8", "CAN-L"), ("3", "GND")]


@pytest.mark.parametrize(
    ("heads", "one", "two"),
    [
        ("Battery pin | Signal | Inverter pin | Signal", "Battery", "Inverter"),
        ("Contact of the battery | Signal | Contact of the inverter | Signal", "battery", "inverter"),
        ("Pin (BMS) | Name | Pin (PCS) | Name", "BMS", "PCS"),
        ("Contact | Signal | Contact | Signal", "first end of the cable", "second end of the cable"),
    ],
)
def test_both_ends_of_a_cable(heads, one, two):
    """Each row is a wire: a contact of each end with its signal, its other end beside it; contacts without a wire are a doubt."""
    found = rows("# 4.6 Cable to the inverter\n\nThe cable has these wires.\n\n" + table(heads, *WIRES))
    wanted = [(one, p, s) for p, s in ONE] + [(two, p, s) for p, s in TWO]
    assert sorted((r["connector"], r["pin"], r["signal"]) for r in found) == sorted(wanted)
    assert all(r["doubt"] for r in found)
    assert {r["connects_to"] for r in found if r["connector"] == one} == {f"{two} {p}" for p, _ in TWO}


def test_both_ends_under_their_titles():
    """The ends may be named in a row of titles over the heads."""
    text = "# 4.6 Patch cable\n\n" + table("Battery side | | Inverter side | ", "Pin | Signal | Pin | Signal", *WIRES)
    found = pins(text)
    assert sorted(found) == sorted([("Battery side", p, s) for p, s in ONE] + [("Inverter side", p, s) for p, s in TWO])


def test_crossed_wires_and_colours():
    """A pair may be crossed, and a column of colours may stand between."""
    text = "# 4.7 Service cable\n\n" + table(
        "Unit pin | Signal | Colour | PC pin | Signal", "3 | TX | brown | 2 | RX", "4 | RX | white | 3 | TX", "6 | GND | blue | 5 | GND"
    )  # fmt: skip
    assert ("PC", "2", "RX") in pins(text)
    assert ("Unit", "3", "TX") in pins(text)


@pytest.mark.parametrize(
    "body",
    [("1 | L1 | 5 | DI1", "2 | L2 | 6 | DI2", "3 | L3 | 7 | DI3", "4 | N | 8 | DI4")],
)
def test_a_row_of_terminals_side_by_side_is_no_cable(body):
    """Numbers that count on in the second half are one row of terminals, not the ends of a cable."""
    found = rows("# 4.3 Terminal row\n\n" + table("No. | Signal | No. | Signal", *body))
    assert [(r["pin"], r["signal"]) for r in sorted(found, key=lambda r: int(r["pin"]))] == [
        ("1", "L1"), ("2", "L2"), ("3", "L3"), ("4", "N"), ("5", "DI1"), ("6", "DI2"), ("7", "DI3"), ("8", "DI4"),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["Terminal", "Pole", "Contact"])
def test_terminals_that_count_on_under_titles(word):
    """Two rows of terminals under titles, counted from 11 and 21, are a connector each, though no count begins with one."""
    text = "# 4.3 Main terminals\n\n" + table(
        "Voltage inputs | | Current inputs | | ", f"**{word}** | **Marking** | **{word}** | **Marking** | **Wire**",
        "11 | V1 | 21 | I1 S1 | white", "12 | V2 | 22 | I1 S2 | black", "13 | V3 | 23 | I2 S1 | white", "14 | VN | 24 | I2 S2 | black",
    )  # fmt: skip
    found = pins(text)
    assert [x for x in found if x[0] == "Voltage inputs"] == [
        ("Voltage inputs", n, s) for n, s in (("11", "V1"), ("12", "V2"), ("13", "V3"), ("14", "VN"))
    ]
    assert ("Current inputs", "24", "I2 S2") in found


@pytest.mark.parametrize("sign", [" – ", ": ", " = "])
def test_a_list_of_terminals_that_counts_on(sign):
    """Lines that count on from 31, each led by a signal's name, are contacts; that numbers are left out is a doubt."""
    text = f"# 4.4 Signal terminals\n\nThe block serves pulses:\n\n- 31 PO1+{sign}pulse plus\n- 32 PO1-{sign}pulse minus\n- 33 GND{sign}reference\n"
    found = rows(text)
    assert [(r["pin"], r["signal"]) for r in found] == [("31", "PO1+"), ("32", "PO1-"), ("33", "GND")]
    assert all(r["doubt"] for r in found)


@pytest.mark.parametrize(
    "lines", [("- 24 V supply", "- 25 A fuse", "- 26 GND"), ("- 10 screws", "- 11 washers", "- 12 nuts")]
)
def test_figures_and_parts_are_no_terminals(lines):
    """Values with a unit and parts that count up by chance are no contacts."""
    assert not [r for r in rows("# 3.1 Box\n\nIn the box:\n\n" + "\n".join(lines) + "\n") if r["pin"] in {"10", "24"}]


@pytest.mark.parametrize(("sign", "free"), [(" · ", "free"), (" | ", "not used"), (", ", "free"), (" • ", "open")])
def test_contacts_in_a_line_with_free_ones(sign, free):
    """A list of contacts in a line, parted by any sign and wrapped after one, is a connector; the free ones keep their numbers."""
    names = ["RS485_B", "RS485_A", free, "CAN_L", "CAN_H", "CAN_GND"]
    items = [f"{n} = {s}" for n, s in enumerate(names, 1)]
    text = f"Maker\n\nDEMO X1\n\n1 Sockets\n\n1.1 COM-A port\n\n{sign.join(items[:4])}{sign.rstrip()}\n{sign.join(items[4:])}\n\nText.\n"
    found = [(r["pin"], r["signal"]) for r in rows(text, "demo-x1.txt") if r["signal"] != free]
    assert found == [("1", "RS485_B"), ("2", "RS485_A"), ("4", "CAN_L"), ("5", "CAN_H"), ("6", "CAN_GND")]
