"""Tables whose heads are names of their own: switches of a block, connectors, two sockets at once, lamps told by colours."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(text, kind, *names, name="demo-x2-manual.md"):
    """The values of the named fields of each fact of a kind, as the draft of a text gives them."""
    found = imported(read_bytes(text.encode(), name)).rows()
    return [tuple(r[n] for n in names) for r in found if r["kind"] == kind]


SWITCHES = {
    "switches of a block": (
        "## 5 Switch S3\n\n| S3.1 | S3.2 | Curve |\n|---|---|---|\n| 0 | 0 | gel |\n| 1 | 0 | wet |\n| 0 | 1 | lithium |",
        [("1-2", "OFF OFF", "gel"), ("1-2", "ON OFF", "wet"), ("1-2", "OFF ON", "lithium")],
    ),
    "switches of a block that begin later": (
        "## 5 Switch S3\n\n| S3.4 | S3.5 | Current |\n|---|---|---|\n| 0 | 0 | 5 A |\n| 1 | 0 | 10 A |\n| 0 | 1 | 20 A |",
        [("4-5", "OFF OFF", "5 A"), ("4-5", "ON OFF", "10 A"), ("4-5", "OFF ON", "20 A")],
    ),
    "one switch of a block a row": (
        "## 5 Switch S3\n\n| Switch | 0 | 1 |\n|---|---|---|\n| S3.6 | at once | at night |\n| S3.7 | open | closed |",
        [("S3.6", "0", "at once"), ("S3.6", "1", "at night"), ("S3.7", "0", "open"), ("S3.7", "1", "closed")],
    ),
    "positions drawn in one cell": (
        "## 5 DIP bank C\n\n| C1 C2 C3 | Battery |\n|---|---|\n| ● ○ ○ | Alpha |\n| ○ ● ○ | Beta |\n| ● ● ○ | Gamma |",
        [("1-3", "ON OFF OFF", "Alpha"), ("1-3", "OFF ON OFF", "Beta"), ("1-3", "ON ON OFF", "Gamma")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", SWITCHES)
def test_switches_may_be_named_by_their_block(form):
    """A head such as S3.4 is switch 4 of block S3; names of several switches may stand over one cell of marks."""
    text, wanted = SWITCHES[form]
    assert rows(text, "dip", "switch", "position", "meaning") == wanted


def test_a_drawn_position_is_doubted():
    """That a filled mark is ON is a custom and not printed: a person confirms it."""
    text, _ = SWITCHES["positions drawn in one cell"]
    assert all("filled mark" in doubt for (doubt,) in rows(text, "dip", "doubt"))


def test_a_setting_for_each_partner_says_both():
    """Switches beside partners and their bus are settings and, where the bus is known, protocols."""
    text = (
        "## 5 DIP bank C: battery\n\n| C1 C2 | Battery | Bus | Speed |\n|---|---|---|---|\n| ● ○ | Alpha | CAN | 500 kbps |\n"
        "| ○ ● | Beta | RS485 | 9600 bps |\n| ● ● | Gamma | CAN | 250 kbps |\n| ○ ○ | Lead, open loop | none | - |"
    )
    assert len(rows(text, "dip", "id")) == 4
    assert rows(text, "protocol", "brands", "bus") == [(("Alpha",), "CAN"), (("Beta",), "RS485"), (("Gamma",), "CAN")]


def test_partners_may_have_a_language():
    """What one maker calls a protocol is another's language; make, bus and speed head the other columns."""
    text = (
        "## 6 Lithium batteries\n\n<table>\n<tr><td>Make of battery</td><td>Language</td><td>Bus</td><td>Speed</td></tr>\n"
        "<tr><td>Alpha</td><td>J1939</td><td>CAN</td><td>250 kbit/s</td></tr>\n"
        "<tr><td>Beta</td><td>CANopen</td><td>CAN</td><td>125 kbit/s</td></tr>\n</table>"
    )
    assert rows(text, "protocol", "protocol_id", "brands", "doubt") == [
        ("J1939", ("Alpha",), ""),
        ("CANopen", ("Beta",), ""),
    ]


PINS = {
    "the connector's name over its contacts": (
        "## 4 Mains\n\n| X1 | Conductor | Colour |\n|---|---|---|\n| 1 | L1 | brown |\n| 2 | L2 | black |\n| 3 | PE | green |",
        [("X1", "1", "L1"), ("X1", "2", "L2"), ("X1", "3", "PE")],
    ),
    "contacts marked by letter and number": (
        "## 4 Battery plug\n\n| Contact | Signal | Wire |\n|---|---|---|\n| A1 | CAN-H | white |\n| A2 | CAN-L | brown |\n| B1 | NTC | pink |",
        [("Battery plug", "A1", "CAN-H"), ("Battery plug", "A2", "CAN-L"), ("Battery plug", "B1", "NTC")],
    ),
    "strips that number from one": (
        ("## 4 Low voltage\n\n| Strip | Position | Label |\n|---|---|---|\n| TB1 | 1 | CT1 + |\n| | 2 | CT1 – |\n| | 3 | GND |\n"
        "| TB2 | 1 | RSD + |\n| | 2 | RSD – |\n| | 3 | COM |"),
        [("TB1", "1", "CT1 +"), ("TB1", "2", "CT1 –"), ("TB1", "3", "GND"), ("TB2", "1", "RSD +"), ("TB2", "2", "RSD –"), ("TB2", "3", "COM")],
    ),
    "one table for two jacks": (
        "## 4 Parallel jacks (J8 and J9)\n\nSame on both.\n\n| Contact | Signal |\n|---|---|\n| 1 | CANH |\n| 2 | CANL |\n| 3 | GND |",
        [("J8", "1", "CANH"), ("J8", "2", "CANL"), ("J8", "3", "GND"), ("J9", "1", "CANH"), ("J9", "2", "CANL"), ("J9", "3", "GND")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", PINS)
def test_contacts_go_to_the_connector_that_heads_them(form):
    """Connectors are named over the column, beside the rows or in the heading, there even two at once."""
    text, wanted = PINS[form]
    assert sorted(rows(text, "pin", "connector", "pin", "signal")) == sorted(wanted)


def test_one_table_for_two_sockets_is_doubted_unless_they_are_said_to_be_alike():
    """Two connectors in a heading may share the table or not; the text has to say so."""
    text, _ = PINS["one table for two jacks"]
    assert not any(doubt for (doubt,) in rows(text, "pin", "doubt"))
    assert all(
        "two connectors" in doubt for (doubt,) in rows(text.replace("Same on both.", "See below."), "pin", "doubt")
    )


def test_a_color_alone_is_a_lit_lamp_beside_ones_that_blink():
    """Columns of colours in a section of lights, some blinking: a plain colour is steady, `any` is any, dark is off."""
    text = (
        "## 5 Reading the light bar\n\n| Left | Right | What it means |\n|---|---|---|\n| Green | Blue, breathing | Charging |\n"
        "| Green | Blue | Discharging |\n| Any | Red, fast blink | Arc fault, stay away |\n| Dark | Dark | No source connected |"
    )
    found = rows(text, "led_state", "lamps", "meaning", "doubt")
    shown = [
        ([(lamp["indicator"], lamp["color"], lamp["pattern"]) for lamp in lamps], meaning)
        for lamps, meaning, _ in found
    ]
    assert shown == [
        ([("Left", "green", "steady"), ("Right", "blue", "flash")], "Charging"),
        ([("Left", "green", "steady"), ("Right", "blue", "steady")], "Discharging"),
        ([("Left", None, "any"), ("Right", "red", "flash")], "Arc fault, stay away"),
        ([("Left", None, "off"), ("Right", None, "off")], "No source connected"),
    ]  # fmt: skip
    assert [bool(doubt) for *_, doubt in found] == [True, True, False, False]


def test_colors_in_a_table_of_wires_are_no_lamps():
    """Without a word of lights and without blinking, colours are wires."""
    text = "## 5 Cables\n\n| Left | Right | Use |\n|---|---|---|\n| Green | Blue | Input |\n| Red | Green | Output |"
    assert rows(text, "led_state", "id") == []


def test_codes_with_causes_and_remedies_are_faults_under_a_heading_of_faults():
    """Names such as `Output fuse` hold no word of a fault; code, cause and remedy beside them and the heading say what they are."""
    table = (
        "\n\n| Code | Meaning | Possible cause | Remedy |\n|---|---|---|---|\n| F08 | Output fuse | Short | Service |\n"
        "| F33 | Language unknown | Battery | Ask |\n| W52 | Pump | Hose | Look |"
    )
    assert rows(f"## 7 Fault and warning codes{table}", "alarm", "code") == [("F08",), ("F33",), ("W52",)]
    assert rows(f"## 7 Codes of the menu{table}", "alarm", "code") == []


def test_names_without_any_word_of_a_fault_are_doubted():
    """Where the heading alone says that codes are faults, a person looks at them."""
    table = "\n\n| Code | Meaning | Possible cause | Remedy |\n|---|---|---|---|\n| C1 | Charges | Use | None |\n| C2 | Cycles | Use | None |"
    assert all("heading" in doubt for (doubt,) in rows(f"## 7 Error counters{table}", "alarm", "doubt"))


def test_a_light_that_turns_is_doubted_and_a_rhythm_explained_is_no_state():
    """The notation has no pattern for a ring that turns; and what explains `flashing` in seconds says nothing of the device."""
    text = (
        "## 5 Lamp ring\n\n| Ring | Light | Meaning |\n|---|---|---|\n| Yellow | rotating | Main charge |\n| Green | on | Full |\n"
        "| Red | flashing | Warning |\n| Blue | on | Waiting |\n\nFlashing: 0.8 s light, 0.4 s dark. Rotating: one turn in two seconds."
    )
    found = rows(text, "led_state", "lamps", "meaning", "doubt")
    assert [(lamps[0]["color"], lamps[0]["pattern"], meaning) for lamps, meaning, _ in found] == [
        ("yellow", "flash", "Main charge"),
        ("green", "steady", "Full"),
        ("red", "flash", "Warning"),
        ("blue", "steady", "Waiting"),
    ]
    assert "rotating" in found[0][-1]


@pytest.mark.parametrize("heads", [("S1.{}", "S2.{}", "S1", "S2"), ("A{}", "B{}", "A", "B")])
def test_two_blocks_with_the_same_numbers_are_told_apart(heads):
    """Switches 1 and 2 of two blocks are four switches: each is named by its block, and none is dropped."""
    table = "| {} | {} | Use |\n|---|---|---|\n| 0 | 1 | alpha |\n| 1 | 0 | beta |\n| 1 | 1 | gamma |\n\n"
    text = "## 5 DIP switches\n\n" + "".join(table.format(h.format(1), h.format(2)) for h in heads[:2])
    assert [switch for (switch,) in rows(text, "dip", "switch")] == [f"{b} 1-2" for b in heads[2:] for _ in range(3)]


def test_two_selectors_are_told_apart_by_their_headings():
    """SW1 and SW2 have sections of their own: the same setting means something else in each."""
    table = "\n\n| 1 | 2 | Use |\n|---|---|---|\n| OFF | ON | alpha |\n| ON | OFF | beta |\n\n"
    text = f"## 5 Selector SW1{table}## 6 Selector SW2{table.replace('alpha', 'gamma')}"
    assert rows(text, "dip", "switch", "meaning") == [
        ("SW1 1-2", "alpha"),
        ("SW1 1-2", "beta"),
        ("SW2 1-2", "gamma"),
        ("SW2 1-2", "beta"),
    ]
