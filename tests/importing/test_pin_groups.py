"""Pin maps of several connectors in one table, contacts listed in a cell or as items, and contacts told with their connector's mark."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def pins(text, name="demo-x1.md"):
    rows = imported(read_bytes(text.encode(), name)).rows()
    return [(r.get("connector", ""), r["pin"], r["signal"]) for r in rows if r["kind"] == "pin"]


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * (lines[0].count("|") + 1), *body])


SOCKETS = {
    "sockets by the word": ("# Sockets INV and LINK", "Contact | Wire | Socket INV | Socket LINK", "INV", "LINK"),
    "ports behind their names": ("# Communication", "Pin | UP port | DOWN port", "UP", "DOWN"),
    "names of the heading, with what they are for": ("# Sockets CN5 and CN7", "Pin | CN5 (CAN) | CN7 (chain)", "CN5 (CAN)", "CN7 (chain)"),
}  # fmt: skip


@pytest.mark.parametrize("form", SOCKETS)
def test_a_column_for_each_socket(form):
    """Columns headed by sockets are a connector each, also where the signals are phrases; a wire's colour holds for both."""
    heading, head, one, two = SOCKETS[form]
    wires = ["white-orange | ", "orange | ", "blue | "] if "Wire" in head else ["", "", ""]
    rows = [
        f"{n} | {w}{a} | {b}"
        for n, (w, a, b) in enumerate(
            zip(wires, ["CAN high", "CAN low", "reference"], ["ADR out", "ADR in", "stop line +"], strict=True), 1
        )
    ]
    found = pins(f"{heading}\n\nBoth are of type RJ45.\n\n" + table(head, *rows))
    assert sorted(found) == sorted(
        [
            (one, "1", "CAN high"),
            (one, "2", "CAN low"),
            (one, "3", "reference"),
            (two, "1", "ADR out"),
            (two, "2", "ADR in"),
            (two, "3", "stop line +"),
        ]
    )


@pytest.mark.parametrize(
    "head", ["Group | Terminal | Line | Colour", "Side | Pin | Signal | Wire", "Block | No. | Conductor | Colour"]
)
def test_contacts_that_count_from_one_again_are_another_connector(head):
    """A first column that parts the rows names the connectors, whatever heads it."""
    body = [
        "AC IN | 1 | L | brown",
        " | 2 | N | blue",
        " | 3 | PE | green",
        "AC OUT | 1 | L | brown",
        " | 2 | N | blue",
        " | 3 | PE | green",
    ]
    found = pins("# AC terminals\n\n" + table(head, *body))
    assert found == [(c, str(n), s) for c in ("AC IN", "AC OUT") for n, s in enumerate(("L", "N", "PE"), 1)]


LISTED = {
    "joined by and": ("Function | Terminals | Remark", ["Fault contact | K1 and K2 | 30 V", "Stop input | K3 (+) and K4 (–) | bridge"]),
    "joined by strokes": ("Function | Terminals | Remark", ["Fault contact | K1/K2 | 30 V", "Stop input | K3 (+) / K4 (–) | bridge"]),
    "in front": ("Terminal | Signal | Remark", ["K1, K2 | Fault contact | 30 V", "K3 (+), K4 (–) | Stop input | bridge"]),
}  # fmt: skip


@pytest.mark.parametrize("form", LISTED)
def test_several_contacts_in_one_cell(form):
    """Each contact that a cell lists carries what stands beside it, with its own sign."""
    head, body = LISTED[form]
    found = pins("# Terminal row K\n\n" + table(head, *body))
    assert [f[1:] for f in found] == [
        ("1", "Fault contact"),
        ("2", "Fault contact"),
        ("3", "Stop input +"),
        ("4", "Stop input –"),
    ]


def test_cables_and_codes_in_one_cell_are_no_contacts():
    """Codes that two rows share, or that do not count from one, are no list of contacts."""
    for body in (
        ["Fan | F1 and F2 | 5 A", "Pump | F1 and F3 | 5 A"],
        ["Fan | Q10 and Q11 | 5 A", "Pump | Q12 and Q13 | 5 A"],
    ):
        assert pins("# Terminals\n\n" + table("Function | Fuses | Remark", *body)) == []


ITEMS = {
    "with the connector's mark": (
        "X4 pole 1 – DO1: Relay, open", "X4 pole 2 – DO2: Relay, open", "X4 pole 3 – C: Common of both",
        "X4 pole 4 – S0+: Pulse input", "X4 pole 5 – S0−: Pulse input",
    ),
    "with a colon": (
        "Pin 1: DO1 – relay, open", "Pin 2: DO2 – relay, open", "Pin 3: C – common of both", "Pin 4: S0+ – pulse input",
        "Pin 5: S0− – pulse input",
    ),
    "with brackets": (
        "Terminal 1 = DO1 (relay)", "Terminal 2 = DO2 (relay)", "Terminal 3 = C (common)", "Terminal 4 = S0+ (pulse)",
        "Terminal 5 = S0− (pulse)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", ITEMS)
@pytest.mark.parametrize("bullet", ["- ", "□ ", ""])
def test_contacts_as_items(form, bullet):
    """Every item of a list of contacts is read, the sign at the end of a name stays with it."""
    lines = ("\n\n" if not bullet else "\n").join(f"{bullet}{x}" for x in ITEMS[form])
    found = pins(f"# X4 terminals\n\n{lines}\n")
    assert found == [("X4", str(n), s) for n, s in enumerate(("DO1", "DO2", "C", "S0+", "S0−"), 1)]


@pytest.mark.parametrize("sign", [" - PIN1 to PIN2: ", ": pins 1 and 2, ", " (PIN 1 / 2): "])
def test_the_two_ends_of_a_contact(sign):
    """`Dry contact 1 - PIN1 to PIN2` gives both contacts the name."""
    two = sign.replace("1", "3").replace("2", "4")
    found = pins(
        f"3.3 DO\n\nDO terminal (30V 1A)\n\nDry contact 1{sign}normally open\nDry contact 2{two}normally closed\n",
        "demo-x1.txt",
    )
    assert found == [
        ("DO", "1", "Dry contact 1"),
        ("DO", "2", "Dry contact 1"),
        ("DO", "3", "Dry contact 2"),
        ("DO", "4", "Dry contact 2"),
    ]


TWINS = {
    "a letter each": ("CAN A and CAN B", "Both sockets are wired one to one.", ("CAN A", "CAN B")),
    "words, told to be alike": ("UP and DOWN port", "Both ports have the same definition.", ("UP", "DOWN")),
    "numbers behind a dash": ("LINK-1 & LINK-2", "They are wired alike.", ("LINK-1", "LINK-2")),
}


@pytest.mark.parametrize("form", TWINS)
def test_two_sockets_with_one_map(form):
    """A table under the names of two sockets that are wired alike holds for both."""
    heading, said, names = TWINS[form]
    found = pins(f"# {heading}\n\n{said}\n\n" + table("Pin | Signal", "1 | CAN-H", "2 | CAN-L", "3 | GND"))
    assert sorted(found) == sorted((c, str(n), s) for c in names for n, s in enumerate(("CAN-H", "CAN-L", "GND"), 1))


def test_cells_in_lines_with_numbers_left_out():
    """Number, signal and what it is for in turn, some numbers not used: read, with a doubt."""
    cells = ["1", "PAR-H", "data", "2", "PAR-L", "data", "5", "SYNC", "pulse", "8", "PGND", "reference"]
    text = "# 5.2 Port PARA\n\nOnly these contacts are used:\n\n" + "\n\n".join(cells) + "\n"
    rows = [r for r in imported(read_bytes(text.encode(), "demo-x1.txt")).rows() if r["kind"] == "pin"]
    assert [(r["pin"], r["signal"], r["function"]) for r in rows] == [
        ("1", "PAR-H", "data"), ("2", "PAR-L", "data"), ("5", "SYNC", "pulse"), ("8", "PGND", "reference"),
    ]  # fmt: skip
    assert all(r["doubt"] for r in rows)


TOLD = {
    "the letters of a relay": (
        "5.3 Dry contact", "Terminal 1 is NC, terminal 2 is C and terminal 3 is NO.", {"1": "NC", "2": "C", "3": "NO"},
    ),
    "the lines of a bus": (
        "5.3 RS485 adapter", "Terminal 1 of the adapter is A, terminal 2 is B and terminal 3 is the reference.",
        {"1": "A", "2": "B", "3": "Reference"},
    ),
    "the mark of a row": (
        "5.3 Terminal row K", "A room sensor is connected to K7 and its return to K8.",
        {"7": "room sensor", "8": "return of the room sensor"},
    ),
    "the mark of a plug": (
        "5.3 Plug X5", "The start input is at X5-2. Its X5-3 carries +12V.", {"2": "start input", "3": "+12V"},
    ),
    "one signal at two contacts": (
        "5.3 Meter port", "METER-485_B is available at pin 1 and also at pin 8, GND at pins 3 and 6.",
        {"1": "METER-485_B", "8": "METER-485_B", "3": "GND", "6": "GND"},
    ),
    "signals beside their contacts": (
        "5.3 Network port", "The socket NET uses pin 1 TX+, pin 2 TX-, pin 3 RX+ and pin 6 RX-.", {"1": "TX+", "2": "TX-", "3": "RX+", "6": "RX-"},
    ),
    "long minus signs": (
        "5.3 COM-B", "Pins 1 and 8 are both LINK+, pins 2 and 7 are both LINK–.", {"1": "LINK+", "8": "LINK+", "2": "LINK-", "7": "LINK-"},
    ),
    "a contact that has a signal of its own": ("5.3 CAN port", "CAN-H is at pin 4 and pin 5 is CAN-L.", {"5": "CAN-L"}),
    "a keyed place": ("5.3 J1 port", "Position J1-26 is a key and has no contact.", {}),
}  # fmt: skip


@pytest.mark.parametrize("form", TOLD)
def test_contacts_told_with_their_mark(form):
    """A sentence may call a contact by its connector's mark, and a signal by one letter."""
    heading, said, wanted = TOLD[form]
    found = {p: s.lower() for _, p, s in pins(f"{heading}\n\n{said}\n", "demo-x1.txt")}
    assert found == {p: s.lower() for p, s in wanted.items()}


@pytest.mark.parametrize("number", ["4.6", "B.2"])
def test_clauses_are_no_table(number):
    """What stands under numbers that go on the heading's own are sentences, not rows."""
    text = f"""<!DOCTYPE html><html><body><h1>Demo X1</h1><p>Read all of it first.</p><h2>{number} J6, service port</h2><table>
    <tr><td>{number}.1</td><td>The port is a nine-way D-sub. TXD is on pin 2 and RXD on pin 3.</td></tr>
    <tr><td>{number}.2</td><td>Pin 5 carries GND, and all other pins of it are open.</td></tr></table></body></html>"""
    assert {f[1:] for f in pins(text, "demo-x1.html")} >= {("2", "TXD"), ("3", "RXD"), ("5", "GND")}


def test_counted_taps_under_places():
    """`Pos. | Tap` twice side by side under a connector's mark: names that count with the places are signals."""
    body = [f"{n} | C{n - 1} | {n + 5} | C{n + 4}" for n in range(1, 6)]
    found = pins("# J1, cell taps\n\n" + table("Pos. | Tap | Pos. | Tap", *body))
    assert [f[1:] for f in found] == [(str(n), f"C{n - 1}") for n in range(1, 11)]
    assert pins("# Spare parts\n\n" + table("Pos. | Part | Pos. | Part", *body)) == []


def test_a_connector_turned_of_two_contacts():
    """The connector's mark over its numbers, signals and what they are for in the rows under them."""
    text = "# X1: supply\n\n" + table(
        "X1 | 1 | 2", "Signal | +24 V | 0 V", "Description | Supply, plus | Supply, minus"
    )
    assert pins(text) == [("X1", "1", "+24 V"), ("X1", "2", "0 V")]


@pytest.mark.parametrize(
    "head",
    ["Position | Name | Function", "No. | Name | Description", "Item | Interface | Remark", "Pos. | Part | Function"],
)
@pytest.mark.parametrize("heading", ["2.2 Front panel", "2.2 Interfaces and terminals", "2.2 Ports of the pack"])
@pytest.mark.parametrize("letters", [True, False])
def test_the_legend_of_a_panel_is_no_connector(head, heading, letters):
    """Handles, sockets, keys and lamps that are numbered or lettered on a picture are no contacts."""
    parts = [
        "Handle",
        "Grounding",
        "Positive terminal",
        "Dry contact",
        "Reset",
        "Link IN",
        "Link OUT",
        "DIP",
        "RUN",
        "ALM",
        "Power switch",
    ]
    body = [f"{chr(65 + n) if letters else n + 1} | {part} | see there" for n, part in enumerate(parts)]
    assert pins(f"# {heading}\n\n" + table(head, *body)) == []
