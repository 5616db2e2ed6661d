"""Lists of partners: which column names the partner, which the protocol, and which the bus, in every order and under every head."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def partners(text, name="demo-x1-manual.txt"):
    """(protocol, bus, brands, whether doubtful) of each protocol read."""
    rows = imported(read_bytes(text.encode(), name)).rows()
    return [
        (r["protocol_id"], r["bus"], r["brands"], bool(r["doubt"]))
        for r in rows
        if r["kind"] == "protocol" and not r["dip"]
    ]


def table(*rows, by="|"):
    if by == "|":
        lines = ["| " + " | ".join(r) + " |" for r in rows]
        return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
    if by == "html":
        cells = ["".join(f"<td>{c}</td>" for c in r) for r in rows]
        return "<table>\n" + "\n".join(f"<tr>{c}</tr>" for c in cells) + "\n</table>"
    return "\n".join(by.join(r) for r in rows)


FORMS = {
    "a code first, several partners in a cell": (
        "Works with",
        [("Profile", "Device", "Bus", "Speed"), ("P1", "Acme, Borea", "RS-485", "9600"), ("P2", "Ceres / Dova", "CAN", "500k")],
        [("P1", "RS485", ("Acme", "Borea"), False), ("P2", "CAN", ("Ceres", "Dova"), False)],
    ),
    "the protocol after the partner": (
        "Storages",
        [("Maker", "Driver", "Bus", "Address"), ("Acme", "ac-can", "CAN", "1"), ("Borea", "bo-can", "CAN", "1"), ("Ceres", "ce-485", "RS485", "3")],
        [("ac-can", "CAN", ("Acme",), False), ("bo-can", "CAN", ("Borea",), False), ("ce-485", "RS485", ("Ceres",), False)],
    ),
    "an entry of a menu": (
        "Energy meters",
        [("Partner", "Entry in the menu", "Connection", "Speed"), ("Acme E3", "EM3", "RS485", "9600"), ("Borea & Dova", "BOR", "RS485", "19200")],
        [("EM3", "RS485", ("Acme E3",), False), ("BOR", "RS485", ("Borea", "Dova"), False)],
    ),
    "choice at the end": (
        "Inverters",
        [("Brand", "Bus", "Bit rate", "Set to"), ("Acme", "CAN", "500 kbit/s", "17"), ("Borea or Ceres", "RS485", "9600", "4")],
        [("17", "CAN", ("Acme",), False), ("4", "RS485", ("Borea", "Ceres"), False)],
    ),
    "codes under a head that says nothing": (
        "Inverters",
        [("Brand", "Designation", "Bus"), ("Acme", "AC-1", "CAN"), ("Borea", "BO-7", "RS485"), ("Ceres", "CE-2", "CAN")],
        [("AC-1", "CAN", ("Acme",), True), ("BO-7", "RS485", ("Borea",), True), ("CE-2", "CAN", ("Ceres",), True)],
    ),
    "a column for each bus": (
        "Compatible inverters",
        [("Brand", "CAN", "RS485"), ("Acme", "P1", "–"), ("Borea", "–", "P5"), ("Ceres", "P2", "P6")],
        [
            ("P1", "CAN", ("Acme",), False),
            ("P5", "RS485", ("Borea",), False),
            ("P2", "CAN", ("Ceres",), False),
            ("P6", "RS485", ("Ceres",), False),
        ],
    ),
    "marks under each bus": (
        "Compatible inverters",
        [("Brand", "CAN bus", "RS485"), ("Acme", "✓", "–"), ("Borea", "no", "yes")],
        [("Acme", "CAN", ("Acme",), True), ("Borea", "RS485", ("Borea",), True)],
    ),
    "heads in other words": (
        "Partner units",
        [("Prot", "Unit", "Via", "Baud"), ("P1", "Acme, Ceres", "CAN", "500k"), ("P2", "Borea", "RS485", "9600")],
        [("P1", "CAN", ("Acme", "Ceres"), False), ("P2", "RS485", ("Borea",), False)],
    ),
    "no protocol at all": (
        "Compatible inverters",
        [("Inverter", "Bus", "Address", "Adapter", "Series"), ("Acme", "CAN", "1", "AD-1", "S6"), ("Borea", "RS485", "2", "AD-2", "H3")],
        [("Acme", "CAN", ("Acme",), True), ("Borea", "RS485", ("Borea",), True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("by", ["|", "\t", "html"])
@pytest.mark.parametrize("form", FORMS)
def test_the_columns_of_a_list_of_partners_are_told_by_head_and_make(form, by):
    """Partner, protocol and bus stand in any order; adapters, addresses and series are no protocols; a guess is doubted."""
    title, rows, wanted = FORMS[form]
    mark = "" if by == "\t" else "# "
    name = "demo-x1-manual.txt" if by == "\t" else "demo-x1-manual.md"
    assert partners(f"{mark}6.2 {title}\n\nChoose it before use.\n\n{table(*rows, by=by)}\n", name) == wanted


def test_one_switch_with_a_column_of_its_own_is_the_setting_of_the_partner():
    """`DIP 4` over ON and OFF: the other switches stay free."""
    rows = [("Inverter", "Entry", "Bus", "DIP 4"), ("Acme", "AC", "CAN", "OFF"), ("Borea", "BO", "RS485", "ON")]
    text = f"# 6.2 Inverters\n\n{table(*rows)}\n"
    found = imported(read_bytes(text.encode(), "demo-x1-manual.md")).rows()
    assert [(r["protocol_id"], dict(r["dip"])) for r in found if r["kind"] == "protocol"] == [
        ("AC", {"4": "OFF"}),
        ("BO", {"4": "ON"}),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("Device", "Cable", "Bus", "Length"), ("Logger", "CAT5", "RS485", "10 m"), ("Display", "CAT5", "CAN", "2 m")],
        [
            ("Port", "Bus", "Used for"),
            ("COM1", "RS485", "Inverter"),
            ("COM2", "CAN", "Battery"),
            ("COM3", "RS485", "Energy meter"),
        ],
        [
            ("Interface", "Type", "Device"),
            ("X1", "CAN", "Inverter"),
            ("X2", "RS485", "Energy meter"),
            ("X3", "CAN", "Next pack"),
        ],
        [("Contact", "Marking", "Bus"), ("1", "A", "RS485"), ("2", "B", "RS485"), ("3", "H", "CAN"), ("4", "L", "CAN")],
    ],
)
def test_a_table_of_cables_ports_or_contacts_is_no_list_of_partners(rows):
    """A column of buses alone makes no protocol."""
    assert partners(f"# 4.5 Communication lines\n\n{table(*rows)}\n", "demo-x1-manual.md") == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Batteries of Acme are read with the driver ac-485 on RS485 at 19200 bit/s.",
            [("ac-485", "RS485", ("Acme",))],
        ),
        (
            "Borea Data Loggers read the meter with the profile NORDIC over RS485.",
            [("NORDIC", "RS485", ("Borea Data Loggers",))],
        ),
        ("From version 3.0 Ceres has its own protocol CER, No. 8, at CAN 500K.", [("CER", "CAN", ("Ceres",))]),
        ("Dova batteries are operated with type LI-08, protocol FREE, on CAN.", [("FREE", "CAN", ("Dova",))]),
        ("The protocol of the meter is told over RS485 by the service.", []),
        ("Systems of other makers may be read with the driver xy-485 on RS485.", []),
        ("Do not use the profile NORDIC for Acme over RS485.", []),
        ("Acme batteries with protocol FREE are not supported on CAN.", []),
    ],
)
def test_a_sentence_tells_partner_protocol_and_bus(sentence, wanted):
    """What is called protocol, profile or driver counts before a type or number; without a partner nothing is read."""
    assert [x[:3] for x in partners(f"# 6.2 Partners\n\n{sentence}\n", "demo-x1-manual.md")] == wanted


@pytest.mark.parametrize(
    ("head", "items", "wanted"),
    [
        (
            "Protocols",
            ("P1: Acme, Ceres (CAN)", "P2: Borea (RS485)"),
            [("P1", "CAN", ("Acme", "Ceres"), True), ("P2", "RS485", ("Borea",), True)],
        ),
        (
            "Inverters on CAN",
            ("Profile 1 – Acme", "Profile 2 – Borea and Dova"),
            [("1", "CAN", ("Acme",), True), ("2", "CAN", ("Borea", "Dova"), True)],
        ),
        ("Protocols", ("P1: Acme, Ceres", "P2: Borea"), []),
        ("Error codes of the protocol", ("E1: Battery lost (CAN)", "E2: Meter lost (RS485)"), []),
        ("Ports", ("X1: Acme (CAN)", "X2: Borea (RS485)"), []),
    ],
)
def test_a_list_of_protocols_names_code_partners_and_bus(head, items, wanted):
    """Each item says code and partners, the bus stands behind them or in the heading; a person looks at it."""
    text = "\n".join([f"# 6.2 {head}", "", *(f"- {i}" for i in items), ""])
    assert partners(text, "demo-x1-manual.md") == wanted
