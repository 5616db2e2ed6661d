"""Partners under a heading, a line or a row for each maker: the maker stands with its devices, single rows are read too."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def partners(text, name="demo-x1-manual.md"):
    rows = imported(read_bytes(text.encode(), name)).rows()
    return sorted((r["protocol_id"], r["bus"], *r["brands"]) for r in rows if r["kind"] == "protocol")


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * (lines[0].count("|") + 1), *body])


HEADS = {
    "device, profile, line": ("Device | Profile | Line | Baud", "{device} | {id} | {bus} | 9600"),
    "model, protocol, port": ("Inverter model | Protocol | Port | Baud", "{device} | {id} | {bus} | 500K"),
    "id first": ("Id | Type | Bus", "{id} | {device} | {bus}"),
    "map of registers": ("Partner device | Map | Connection | Addr.", "{device} | {id} | {bus} | 3"),
}  # fmt: skip
LISTS = {
    "Acme": [("E3–10", "AC-1", "CAN")],
    "Borea Energy": [("Wind 5", "BO-7", "RS485"), ("Wind 9", "BO-8", "RS485")],
    "Ceres": [("C4 Pro", "CE-2", "CAN")],
}
WANTED = [
    ("AC-1", "CAN", "Acme E3–10"),
    ("BO-7", "RS485", "Borea Energy Wind 5"),
    ("BO-8", "RS485", "Borea Energy Wind 9"),
]


def under(over, head, line):
    parts = []
    for maker, devices in LISTS.items():
        rows = [line.format(device=d, id=i, bus=b) for d, i, b in devices]
        parts.append(f"{over.format(maker)}\n\n{table(head, *rows)}")
    return "\n\n".join(parts)


@pytest.mark.parametrize("over", ["### {}", "### 6.1 {}", "**{}**", "Table 4: {}", "### {} inverters"])
@pytest.mark.parametrize("form", HEADS)
def test_the_maker_over_a_table_stands_with_its_devices(form, over):
    """Tables with the same heads under a maker each are one list, also where they have one row; the maker comes before the device."""
    head, line = HEADS[form]
    found = partners("## Partners\n\nChoose the entry in the app.\n\n" + under(over, head, line))
    assert found[:3] == WANTED
    assert found[3][:2] == ("CE-2", "CAN")


@pytest.mark.parametrize("form", HEADS)
def test_the_maker_in_a_row_over_its_devices(form):
    """A row of one cell that is a maker belongs to the devices under it."""
    head, line = HEADS[form]
    rows = []
    for maker, devices in LISTS.items():
        rows += [maker + " |" * head.count("|"), *(line.format(device=d, id=i, bus=b) for d, i, b in devices)]
    found = partners("## Partners\n\nChoose the protocol in the app.\n\n" + table(head, *rows))
    assert found[:3] == WANTED


def test_headings_that_are_no_makers_are_not_put_before_devices():
    """Kinds of devices over tables with the same heads are no makers."""
    head = "Device | Profile | Line"
    text = "\n\n".join(
        f"### {over}\n\n{table(head, 'Acme E3 | A1 | CAN', 'Borea 9 | B2 | RS485')}"
        for over in ("Hybrid inverters", "Three-phase", "Meters")
    )
    brands = {b for row in partners(text) for b in row[2:]}
    assert brands == {"Acme E3", "Borea 9"}


def test_a_row_cut_off_by_a_wrapped_cell_is_read():
    """The rest of a wrapped name between two pieces of a table belongs to the row above it."""
    rows = ["Model\tProtocol\tPort\tBaud", "Acme E3\tAC-1\tCAN\t500K", "Borea 2000\tBO-7\tCAN\t500K", "TL-UP"]
    text = "\n".join(["6.1 Partners", "", *rows, "Ceres 9 (485)\tCE-5\tRS485\t9600", ""])
    found = partners(text, "demo-x1.txt")
    assert [f[:2] for f in found] == [("AC-1", "CAN"), ("BO-7", "CAN"), ("CE-5", "RS485")]


@pytest.mark.parametrize(
    ("head", "sentence", "read"),
    [
        ("P09", "Set P09 to the number of the row.", True),
        ("F-12", "Select the value in F-12 for the battery.", True),
        ("[36]", "Enter the number in menu [36].", True),
        ("P09", "Program P08 holds the working mode.", False),
    ],
)
def test_the_item_of_a_menu_that_the_text_says_to_set(head, sentence, read):
    """A column headed by an item of the menu holds what is set for each partner, where the text says so."""
    rows = ["Acme | E3 | 11 | CAN", "Borea | W 5 | 12 | RS485", "Ceres | C4 | 21 | CAN"]
    found = partners(f"## Approved batteries\n\n{sentence}\n\n" + table(f"Make | Series | {head} | Line", *rows))
    assert (("11", "CAN", "Acme") in found) is read
