"""Contacts set in pieces and shared heads, connectors that are a column each, settings beside each other, partners with numbers."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.importing.signals import strong


def rows(text, kind, name="demo-x1.md"):
    return [r for r in imported(read_bytes(text.encode(), name)).rows() if r["kind"] == kind]


def pins(text, name="demo-x1.md"):
    return [(r["connector"], r["pin"], r["signal"]) for r in rows(text, "pin", name)]


def dips(text, name="demo-x1.md"):
    return [(r["switch"], r["position"], r["meaning"]) for r in rows(text, "dip", name)]


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * (lines[0].count("|") + 1), *body])


@pytest.mark.parametrize(
    "name", ["LINK_A", "AD-IN", "AD-RTN", "CANH_B", "BMS_CANL_2", "WAKE_12V", "SEQ-COM", "DISP_GND"]
)
def test_names_of_a_line_are_signals(name):
    """A name with the line that it is of is a signal; a model or a code is none."""
    assert strong(name)
    assert not any(map(strong, ("SH-RT", "US-5000", "Cella-In", "OV-17", "AB-CD", "K-LINE-X")))


@pytest.mark.parametrize(
    ("one", "two"),
    [("CHAIN IN", "CHAIN OUT"), ("LINK-1", "LINK-2"), ("BMS", "METER / RS485"), ("SYNC UP", "SYNC DOWN")],
)
def test_sockets_with_free_contacts_are_a_column_each(one, two):
    """Free contacts say nothing against a column of signals, and what both are for does not make one of them a description."""
    told = "# 4.2 Sockets\n\n" + table(
        f"Pin | {one} | {two}",
        "1 | 485_A2 | 485_A3",
        "2 | 485_B2 | 485_B3",
        "3 | not used | not used",
        "4 | AD-IN | AD-OUT",
        "5 | --- | not used",
        "6 | GND | GND",
    ).replace("CHAIN", "LINK")
    one, two = (t.replace("CHAIN", "LINK") for t in (one, two))
    found = pins(told)
    assert {(c, p, s) for c, p, s in found if p in "146"} == {
        (one, "1", "485_A2"), (two, "1", "485_A3"), (one, "4", "AD-IN"), (two, "4", "AD-OUT"), (one, "6", "GND"), (two, "6", "GND"),
    }  # fmt: skip


@pytest.mark.parametrize("counting", ["87654321", "12345678"])
def test_contacts_in_two_pieces_are_one_connector(counting):
    """A table that goes on below with the next numbers is one connector, counted up or down, with the name of its heading."""
    signals = dict(
        zip("87654321", ["RS485_B", "RS485_A", "GND", "CAN_H", "CAN_L", "GND", "WAKE+", "WAKE-"], strict=True)
    )
    first, last = counting[:4], counting[4:]
    text = "\n".join(
        [
            "Maker\n\nDEMO X1\n\n1 Sockets\n\n1.1 BMS port\n",
            "\t".join(["Pin", *first]),
            "\t".join(["Definition", *(signals[n] for n in first)]),
            "",
            "\t".join(["Pin", *last]),
            "\t".join(["Definition", *(signals[n] for n in last)]),
            "",
        ]
    )
    assert sorted(pins(text, "demo-x1.txt")) == sorted(("BMS", n, s) for n, s in signals.items())


@pytest.mark.parametrize("mark", ["X7", "CN12", "J3"])
def test_contacts_that_share_a_head_are_cut(mark):
    """As many signals under a head as numbers in it: a contact each; the connector is the mark over them."""
    text = "# 3.3 Signals\n\nPlug-in terminal with six poles.\n\n" + table(
        f"{mark} | 1 2 | 3 | 4 5 | 6", "Signal | A B | GND | EN+ EN- | 12 V", "Use | meter | | release | output 50 mA"
    )
    assert pins(text) == [(mark, str(n), s) for n, s in enumerate(["A", "B", "GND", "EN+", "EN-", "12 V"], 1)]


def test_shared_heads_without_as_many_signals_are_left():
    """Where no row has a signal for each number nothing is guessed."""
    text = "# 3.3 Signals\n\n" + table("X7 | 1 2 | 3 | 4 5 | 6", "Signal | bus of the meter | GND | release | 12 V")
    assert not [p for p in pins(text) if p[1] in "1245"]


@pytest.mark.parametrize(("on", "off"), [("↑", "↓"), ("▲", "▼"), ("●", "○"), ("■", "□")])
def test_positions_drawn_over_columns(on, off):
    """A drawn position heads what the switch does there; that the filled mark is ON is doubted unless the text says so."""
    body = ("SW2-1 | Card needed | No card", "SW2-2 | Follower | Leader", "SW2-3 | 120 Ω | No resistor")
    plain = "# 4.2 DIP switch SW2\n\n" + table(f"Lever | {on} | {off} (factory)", *body)
    assert dips(plain)[:2] == [("SW2-1", "ON", "Card needed"), ("SW2-1", "OFF", "No card")]
    assert all(r["doubt"] for r in rows(plain, "dip"))
    told = (
        plain.replace("SW2\n\n", f"SW2\n\n{on} is ON.\n\n")
        if on != "■"
        else plain.replace("SW2\n\n", "SW2\n\n■ means on.\n\n")
    )
    assert len(dips(told)) == 6
    assert not any(r["doubt"] for r in rows(told, "dip"))


@pytest.mark.parametrize("free", ["–", "-", "—"])
def test_addresses_beside_each_other_with_a_free_place(free):
    """A table of addresses that stands twice side by side is one; a place of dashes in its last row is none."""
    cells = [("ON OFF OFF", "1"), ("OFF ON OFF", "2"), ("ON ON OFF", "3"), ("OFF OFF ON", "4"), ("ON OFF ON", "5")]
    drawn = [" | ".join([n, *("●" if p == "ON" else "○" for p in said.split())]) for said, n in cells]
    drawn.append(" | ".join([free] * 4))
    lines = [f"{drawn[n]} | {drawn[n + 3]}" for n in range(3)]
    text = "# 4.4 Address switch\n\n" + table("Address | 1 | 2 | 3 | Address | 1 | 2 | 3", *lines)
    assert dips(text) == [("1-3", a, f"Address {b}") for a, b in cells]


@pytest.mark.parametrize(
    "setting", [lambda n: f"{n:04b}"[::-1], lambda n: f"{n:04b}"[::-1].replace("1", "●").replace("0", "○")]
)
def test_numbers_and_settings_beside_each_other_without_heads(setting):
    """Numbers that count on in the third column make one list of settings; a number alone is the address that the heading names."""
    body = "\n".join(f"{n}\t{setting(n)}\t{n + 4}\t{setting(n + 4)}" for n in range(4))
    text = f"Maker\n\nDEMO X1\n\n1 Settings\n\n1.1 Address switch\n\nFour levers, 1 (●) is ON.\n\n{body}\n\nText.\n"
    found = dips(text, "demo-x1.txt")
    wanted = [" ".join("ON" if c == "1" else "OFF" for c in f"{n:04b}"[::-1]) for n in range(8)]
    assert [(p, m) for _, p, m in found] == [(p, f"Address {n}") for n, p in enumerate(wanted)]


@pytest.mark.parametrize("head", ["Dip1", "SW 3", "Lever 5", "DIP switch 2"])
def test_the_two_positions_of_the_switch_over_a_column(head):
    """`Dip1` over 0 and 1 with what each chooses is a switch of its own; a bare number over them is none."""
    text = "# 2.4 DIP switches\n\nDip1 chooses the speed.\n\n" + table(f"{head} | Baud rate", "0 | 115200", "1 | 9600")
    number = head[-1]
    assert dips(text) == [(number, "OFF", "Baud rate 115200"), (number, "ON", "Baud rate 9600")]


@pytest.mark.parametrize("mark", ["ADR", "ADDR", "Adr"])
def test_levers_called_by_what_they_set(mark):
    """Columns `ADR 1`, `ADR 2` of ON and OFF are switches."""
    text = "# Bus address\n\n" + table(
        f"Bus address | {mark} 1 | {mark} 2", "1 (factory) | OFF | OFF", "2 | ON | OFF", "3 | OFF | ON"
    )
    assert [(s, p) for s, p, _ in dips(text)] == [("1-2", "OFF OFF"), ("1-2", "ON OFF"), ("1-2", "OFF ON")]


@pytest.mark.parametrize("head", ["No.", "Number", "#"])
def test_partners_that_are_chosen_by_their_number(head):
    """Numbers with gaps before the partners are what is chosen; two of noughts and ones among them are no setting of switches."""
    body = (
        "01 | Acme | Force | CAN",
        "02 | Borealis | Tower | CAN",
        "05 | Ceres | Prime | CAN",
        "11 | Dione | Atrix | RS485",
    )
    text = "# 5.3 Battery list\n\nEnter the number under Storage.\n\n" + table(f"{head} | Maker | Series | Bus", *body)
    found = rows(text, "protocol")
    assert [(r["protocol_id"], r["brands"][0]) for r in found] == [
        ("01", "Acme"), ("02", "Borealis"), ("05", "Ceres"), ("11", "Dione"),
    ]  # fmt: skip
    assert not any(r.get("dip") for r in found)


def test_running_numbers_are_no_protocols():
    """Numbers that only count the rows are none, unless the text says that they are chosen."""
    body = ("1 | Acme | Force | CAN", "2 | Borealis | Tower | CAN", "3 | Ceres | Prime | RS485")
    text = "# 5.3 Battery list\n\nApproved types.\n\n" + table("No. | Maker | Series | Bus", *body)
    assert [r["protocol_id"] for r in rows(text, "protocol")] == ["Acme", "Borealis", "Ceres"]
    told = text.replace("Approved types.", "Select the number of the battery in the menu; choose by the number.")
    assert [r["protocol_id"] for r in rows(told, "protocol")] == ["1", "2", "3"]


@pytest.mark.parametrize("what", ["Pack", "Unit", "Address"])
def test_numbers_beside_positions_stay_numbers(what):
    """Where the text says what 1 and 0 mean, the numbers of what is set are not taken for positions."""
    text = "# 6.1 DIP switch\n\n1 means ON, 0 means OFF.\n\n" + table(
        f"{what} | Bit 1 | Bit 2", "0 | 0 | 0", "1 | 1 | 0", "2 | 0 | 1"
    )
    assert [m for _, _, m in dips(text)] == [f"{what} 0", f"{what} 1", f"{what} 2"]
