"""Numbered tables: which of them are pin maps and which legends or lists of wires, whose columns they are, and heads that slipped."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(text, name="demo-x1.md"):
    return imported(read_bytes(text.encode(), name)).rows()


def pins(text, name="demo-x1.md"):
    return [(r.get("connector", ""), r["pin"], r["signal"]) for r in rows(text, name) if r["kind"] == "pin"]


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * (lines[0].count("|") + 1), *body])


LEGENDS = {
    "things and what is printed beside them": (
        "# 2.2 Interface description",
        "No. | Item | Silk-screen",
        ["1 | Positive pole | +", "2 | Negative pole | -", "3 | Main switch | PWR", "4 | Relay output | DO", "5 | Upper port | CAN, RS485"],
    ),
    "a picture of the panel": (
        "# 3 Rear panel with interfaces",
        "No. | Marking | Function",
        ["1 | B+ | positive terminal", "2 | B- | negative terminal", "3 | COM | communication with the inverter", "4 | RST | reset"],
    ),
    "parts among the names": (
        "# 2 Port definition",
        "# | Name | Remark",
        ["1 | DIP switch | address", "2 | CAN port | to the inverter", "3 | Power button | start", "4 | Battery +", "5 | Display"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", LEGENDS)
def test_a_legend_holds_no_contacts(form):
    """What a picture numbers are sockets, keys and lamps: a running number over them makes no contacts of them."""
    heading, head, body = LEGENDS[form]
    assert pins(f"{heading}\n\nFigure 3 shows them.\n\n" + table(head, *body)) == []


@pytest.mark.parametrize(
    ("heading", "head", "size"),
    [
        ("Wiring", "No. | Cable | Cross-section | Length", "16 mm² | 2 m"),
        ("Connection in turn", "Item | Conductor | Model A | Model B", "4 AWG | 2 AWG"),
        ("Terminals and wires", "No. | Wire | Size", "6 sq mm"),
    ],
)
def test_a_list_of_wires_is_no_connector(heading, head, size):
    """Rows with the size of a wire are wires to be bought or laid; their running numbers are no contacts."""
    body = [f"1 | B- | {size}", f"2 | P- | {size}", f"3 | B+ | {size}", f"4 | PE | {size}"]
    assert pins(f"# {heading}\n\n" + table(head, *body)) == []


def test_running_numbers_without_a_word_for_contacts_are_doubted():
    """A table of signals under `No.` is read; where no word near it says contact or plug, that is said of every row."""
    body = table("No. | Signal", "1 | CAN-H", "2 | CAN-L", "3 | GND", "4 | NC")
    plain = [r for r in rows(f"# 4 RS485 and CAN\n\n{body}") if r["kind"] == "pin"]
    named = [r for r in rows(f"# 4 Connector X3\n\n{body}") if r["kind"] == "pin"]
    assert len(plain) == len(named) == 4
    assert all("may only count the rows" in str(r) for r in plain)
    assert not any("may only count the rows" in str(r) for r in named)


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("J1 and J2, cell taps", ("J1", "J2")),
        ("Plugs CN3 and CN4", ("CN3", "CN4")),
        ("Sockets LINK-A, LINK-B", ("LINK-A", "LINK-B")),
    ],
)
@pytest.mark.parametrize("what", ["Meaning", "Description", "Function"])
def test_each_name_is_followed_by_a_column_of_what_its_contacts_are_for(heading, names, what):
    """`Pin | J1 | Meaning | J2 | Meaning`: each name heads the signals of its own connector, also behind a page break."""
    one, two = names
    head = f"Pin\t{one}\t{what}\t{two}\t{what}"
    first = ["1\tCAN-H\tbus high\tTX\tsent", "2\tCAN-L\tbus low\tRX\treceived"]
    second = ["3\tGND\treference\tGND\treference", "4\tNC\tempty\t12V\tsupply"]
    text = "\n".join([f"3 {heading}", "", "The contacts count from the left.", "", head, *first, "", head, *second, ""])
    assert sorted(pins(text, "demo-x1.txt")) == sorted(
        [(one, str(n), s) for n, s in enumerate(["CAN-H", "CAN-L", "GND", "NC"], 1)]
        + [(two, str(n), s) for n, s in enumerate(["TX", "RX", "GND", "12V"], 1)]
    )


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("No. | A/CAN Pin | B/485 Pin | LINK Pin", ("A/CAN", "B/485", "LINK")),
        ("No. | INV Pin | PC Pin | CHAIN Pin", ("INV", "PC", "CHAIN")),
        ("Pin | PCS pins | HMI pins | PARA pins", ("PCS", "HMI", "PARA")),
    ],
)
def test_columns_headed_by_a_name_and_the_word_for_contacts(head, names):
    """Several heads of a name and `Pin` are a connector each, whatever the names are and however few signals a column has."""
    body = [
        "PIN1 | NC | RS485-B1 | LINK-485B",
        "PIN2 | GND | RS485-A1 | LINK-485A",
        "PIN3 | CANH | NC | DI+",
        "PIN4 | CANL | NC | DI-",
    ]
    found = pins("# 2.7 Definition of RJ45 Port Pin\n\nAll are RJ45.\n\n" + table(head, *body))
    wanted = [
        ["NC", "GND", "CANH", "CANL"],
        ["RS485-B1", "RS485-A1", "NC", "NC"],
        ["LINK-485B", "LINK-485A", "DI+", "DI-"],
    ]
    assert sorted(found) == sorted(
        (name, str(n), s) for name, column in zip(names, wanted, strict=True) for n, s in enumerate(column, 1)
    )


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Link 0 / Link 1", ("Link 0", "Link 1")),
        ("COM1/2", ("COM1", "COM2")),
        ("LINK-IN / LINK-OUT", ("LINK-IN", "LINK-OUT")),
    ],
)
def test_a_column_for_two_sockets(head, names):
    """A head that names two sockets is a column for both of them."""
    body = ["1 | RS485B | NC", "2 | RS485A | GND", "3 | GND | SYNC", "4 | CANH | CAN_INH", "5 | CANL | CAN_INL"]
    found = pins("# Definition of port pins\n\n" + table(f"Pin No. | Inverter | {head}", *body))
    signals = ["NC", "GND", "SYNC", "CAN_INH", "CAN_INL"]
    assert {f for f in found if f[0] != "Inverter"} == {(n, str(k), s) for n in names for k, s in enumerate(signals, 1)}


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Terminal X1 | Wire | Colour", "X1"),
        ("LAN socket | Signal | Colour", "LAN"),
        ("CN7 connector | Signal | Colour", "CN7"),
        ("Pins of J3 | Assignment | Colour", "J3"),
    ],
)
def test_the_head_over_the_contacts_names_their_connector(head, name):
    """`Terminal X1`, `LAN socket` over numbers that are complete are a connector's contacts under its name."""
    body = ["1 | L1 | brown", "2 | L2 | black", "3 | N | blue", "4 | PE | green-yellow"]
    found = pins("# 4.1 Supply\n\nStrip the wires.\n\n" + table(head, *body))
    assert found == [(name, str(n), s) for n, s in enumerate(["L1", "L2", "N", "PE"], 1)]


@pytest.mark.parametrize(
    "head",
    [
        "Pin Symbol     Description      Pin   Symbol    Description",
        "Pin   Symbol   Description      Pin Symbol      Description",
    ],
)
def test_two_heads_with_one_gap_lost_stand_over_their_own_columns(head):
    """A header of one cell less than its columns is cut where two heads share a cell, so that both halves are headed alike."""
    body = [
        "1     BC0      minus of cell 1  5     BC4       plus of cell 4",
        "2     BC1      plus of cell 1   6     BC5       plus of cell 5",
        "3     BC2      plus of cell 2   7     BC6       plus of cell 6",
        "4     BC3      plus of cell 3   8     BC7       plus of cell 7",
    ]
    text = "\n".join(["5.1 Sampling cable J1", "", "J1 is a plug of 8 poles.", "", head, *body, ""])
    assert sorted(pins(text, "demo-x1.txt")) == [("J1", str(n), f"BC{n - 1}") for n in range(1, 9)]


@pytest.mark.parametrize(
    "again", ["Address\tSW1-1\tSW1-2\tSW1-3", "ADDRESS\tSW1-1\tSW1-2\tSW1-3", "Address\tSW1-1 \tSW1-2\tSW1-3"]
)
def test_the_header_behind_a_page_break_is_no_row(again):
    """A header that stands again over the rest of a table of switches is the header; no setting is read from it."""
    lines = [
        "Address\tSW1-1\tSW1-2\tSW1-3",
        "0\tOFF\tOFF\tOFF",
        "1\tON\tOFF\tOFF",
        "",
        again,
        "2\tOFF\tON\tOFF",
        "3\tON\tON\tOFF",
    ]
    found = rows("\n".join(["5 Dial switch", "", "SW1 has three levers.", "", *lines, ""]), "demo-x1.txt")
    assert [(r["switch"], r["position"], r["meaning"]) for r in found if r["kind"] == "dip"] == [
        ("1-3", "OFF OFF OFF", "Address 0"),
        ("1-3", "ON OFF OFF", "Address 1"),
        ("1-3", "OFF ON OFF", "Address 2"),
        ("1-3", "ON ON OFF", "Address 3"),
    ]


def test_running_numbers_under_a_port_over_signals_are_contacts():
    """`No.` over signals alone, under a heading of a port, numbers contacts; brackets are no part of a connector's name."""
    body = ["1 | RS485B | TX", "2 | RS485A | RX", "3 | GND | GND", "4 | CANH | IN+"]
    text = table("No. | Definition (COM1) | Definition (COM2)", *body)
    found = [r for r in rows(f"# 3.3 Wiring of the communication port\n\n{text}") if r["kind"] == "pin"]
    assert {r["connector"] for r in found} == {"COM1", "COM2"}
    assert not any(r["doubt"] for r in found)
