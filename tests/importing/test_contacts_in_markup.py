"""Contacts in Markdown and HTML: several in a cell, lists of terms, and tables whose heads spell out contact and name."""

from __future__ import annotations

import pytest

from kb.importing import signals
from kb.importing.api import imported, read_bytes


def contacts(text, name="demo-x1-manual.md"):
    """(connector, contact, signal) of each contact, and whether any is doubted."""
    rows = [r for r in imported(read_bytes(text.encode(), name)).rows() if r["kind"] == "pin"]
    return [(r["connector"], r["pin"], r["signal"]) for r in rows], any(r["doubt"] for r in rows)


def page(body):
    return f"<!doctype html><html><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("1-3", "1 2 3"),
        ("1 to 3, 8", "1 2 3 8"),
        ("pins 3 and 6", "3 6"),
        ("1, 2, and 4", "1 2 4"),
        ("2…4", "2 3 4"),
        ("1-2-3", ""),
        ("8-3", ""),
        ("0-3", ""),
        ("1-40", ""),
        ("2.5", ""),
    ],
)
def test_a_cell_names_ranges_and_lists_of_contacts(said, wanted):
    """Ranges run upwards from one at least; what may be a figure or a date is none."""
    assert signals.keys(said) == wanted.split()


SEVERAL = {
    "a range": ("1-2", "DC+", "3, 4", "DC-", ["DC+", "DC+", "DC-", "DC-"]),
    "a name for each": ("1, 2", "CAN-H, CAN-L", "3 and 4", "RS485-A and RS485-B", ["CAN-H", "CAN-L", "RS485-A", "RS485-B"]),
    "lines in a cell": ("1<br>2", "CAN-H / CAN-L", "3<br>4", "GND", ["CAN-H", "CAN-L", "GND", "GND"]),
}  # fmt: skip


@pytest.mark.parametrize("form", SEVERAL)
@pytest.mark.parametrize("markup", ["markdown", "html"])
def test_several_contacts_share_a_cell(form, markup):
    """Each takes the name of the cell, or its own where as many are listed."""
    one, first, two, second, wanted = SEVERAL[form]
    rows = [("Contacts", "Signal"), (one, first), (two, second)]
    if markup == "markdown":
        lines = ["| " + " | ".join(r) + " |" for r in rows]
        text, name = "\n".join(["# 4.1 Plug B", "", lines[0], "|---|---|", *lines[1:]]), "demo-x1.md"
    else:
        cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows)
        text, name = page(f"<h2>4.1 Plug B</h2><table>{cells}</table>"), "demo-x1.html"
    assert contacts(text, name) == ([("Plug B", str(n), s) for n, s in enumerate(wanted, 1)], False)


@pytest.mark.parametrize("inner", ["{}", "<p>{}</p>"])
def test_a_term_and_its_description_are_one_item(inner):
    """`<dt>Pin 1</dt><dd>+12 V – supply</dd>`: contact, name and use."""
    said = [("Pin 1", "+12 V – supply"), ("Pin 2", "S-DATA – one wire"), ("Pin 3", "0 V – return")]
    terms = "".join(f"<dt>{a}</dt>\n<dd>{inner.format(b)}</dd>" for a, b in said)
    found, doubted = contacts(page(f"<h2>4.4 Socket AUX</h2><dl>{terms}</dl><p>See 5.</p>"), "demo-x1.html")
    assert found == [("Socket AUX", "1", "+12 V"), ("Socket AUX", "2", "S-DATA"), ("Socket AUX", "3", "0 V")]
    assert not doubted


def test_a_question_stays_apart_from_its_answer():
    """A term that is a sentence or a question is no name of what follows."""
    text = page("<h2>9 Questions</h2><dl><dt>How many packs fit?</dt><dd>Up to eight of them.</dd></dl>")
    manual = read_bytes(text.encode(), "demo-x1.html")
    assert [b.text for s in manual.sections() for b in s.blocks] == ["How many packs fit?", "Up to eight of them."]


def test_heads_that_say_contact_and_marking_make_a_pin_map():
    """Markings nobody else uses are names where the heads say so; a column of buses beside them is none."""
    rows = ["| 1 | 1A | COM1 | RS485 line A |", "| 2 | 1B | COM1 | RS485 line B |", "| 3 | CH | CAN | CAN high |"]
    rows += ["| 4 | CL | CAN | CAN low |", "| 5 | EM 1 | – | emergency contact |"]
    text = "\n".join(["# 4.2 Plug B", "", "| Contact | Marking | Bus | Meaning |", "|---|---|---|---|", *rows])
    assert contacts(text) == (
        [("Plug B", str(n), s) for n, s in enumerate(["1A", "1B", "CH", "CL", "EM 1"], 1)],
        False,
    )


def test_contacts_with_gaps_are_doubted():
    """Two pairs of columns, numbers missing: the contacts are read, and the gap is told."""
    rows = [
        "| 1 | S1 of CT L1 | 2 | L1 voltage |",
        "| 3 | S2 of CT L1 | 5 | L2 voltage |",
        "| 6 | S1 of CT L2 | 9 | N |",
    ]
    text = "\n".join(
        ["# 4.2 Measuring terminals", "", "| Terminal | Signal | Terminal | Signal |", "|---|---|---|---|", *rows]
    )
    found, doubted = contacts(text)
    assert {n for _, n, _ in found} == {"1", "2", "3", "5", "6", "9"}
    assert doubted


@pytest.mark.parametrize(
    "rows",
    [
        [
            "| Terminal | Name | Torque |",
            "| 1 | Grid clamp | 2 Nm |",
            "| 2 | Earth clamp | 3 Nm |",
            "| 3 | Lid | 1 Nm |",
        ],
        [
            "| Pos. | Name | Function |",
            "| 1 | Display | shows power |",
            "| 2 | Key | start |",
            "| 3 | CAN socket | inverter |",
        ],
    ],
)
def test_clamps_and_the_legend_of_a_panel_are_no_contacts(rows):
    """Numbered parts are not the contacts of a connector."""
    text = "\n".join(["# 4.1 Connectors and controls", "", rows[0], "|---|---|---|", *rows[1:]])
    assert contacts(text) == ([], False)


def test_how_contacts_are_counted_is_no_connector():
    """`Pins from left to right:` over a list: the heading names the connector."""
    found, _ = contacts("# 4 Connector J4\n\nPins from left to right:\n\n1. CAN-H\n2. CAN-L\n3. GND\n4. +12 V\n")
    assert {c for c, _, _ in found} == {"Connector J4"}


def test_a_torn_letter_is_mended():
    """An H whose bar and posts were read apart is an H, and its printed form is kept."""
    assert signals.unghosted("CAN-l-l") == ("CAN-H", "Printed CAN-l-l, read as CAN-H")
    assert signals.unghosted("I-I")[1] == ""


def test_the_marking_of_the_strip_may_head_its_contacts():
    """`TS` over 1 to 4 under `Terminal strip TS`; a wrapped line goes on with the row above."""
    text = (
        "5.4 Terminal strip TS\n\nThe strip takes wires up to 1.5 mm².\n\n"
        "TS        Mark              Function\n"
        "1         EM 1              Emergency contact\n"
        "2         EM 2              Emergency contact, return\n"
        "3         R1 A              Relay 1, closes with each fault of the list from\n"
        "                            40 upwards\n"
        "4         R1 B              Relay 1, second pole\n"
    )
    rows = [r for r in imported(read_bytes(text.encode(), "demo-x1.txt")).rows() if r["kind"] == "pin"]
    assert [(r["pin"], r["signal"]) for r in rows] == [("1", "EM 1"), ("2", "EM 2"), ("3", "R1 A"), ("4", "R1 B")]
    assert rows[2]["function"] == "Relay 1, closes with each fault of the list from 40 upwards"
    assert rows[3]["function"] == "Relay 1, second pole"


@pytest.mark.parametrize("sign", [" – ", ", ", ": "])
def test_a_list_of_contacts_tells_name_and_use(sign):
    """Names that no vocabulary knows are cut where a sign parts them from their use, if each line says that it is a contact."""
    said = [("+12 V", "supply of the sensor"), ("S-DATA", "one wire"), ("AXN1", "light"), ("GND", "return")]
    lines = "\n".join(f"- Contact {n}: {a}{sign}{b}" for n, (a, b) in enumerate(said, 1))
    found, _ = contacts(f"# 4.4 Socket AUX\n\n{lines}\n")
    assert found == [("Socket AUX", str(n), a) for n, (a, _) in enumerate(said, 1)]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Contact 1 of plug A takes +24 V and contact 2 takes 0 V.", [("1", "+24 V"), ("2", "0 V")]),
        ("Pole 8 is marked REM: the charger stops while it is bridged.", [("8", "REM")]),
        ("Pin 3 of J4 carries DISP, the data of the display.", [("3", "DISP")]),
        ("Pin 3 of J4 must never carry DISP.", []),
        ("Pin 3 is marked on the board.", []),
    ],
)
def test_a_sentence_names_what_stands_beside_a_contact(sentence, wanted):
    """Zero volts is a signal as well; capitals are a name where the sentence says marked or carries."""
    found, _ = contacts(f"# 4.1 Plug A\n\n{sentence}\n")
    assert [(n, s) for _, n, s in found] == wanted
