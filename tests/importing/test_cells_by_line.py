"""Tables whose cells stand one to a line, over page breaks and with one cell wrapped, and headings that have no numbers."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.importing.pagebreaks import BREAK, without_running


def rows(text, kind, *names, name="demo-x3-manual.txt"):
    """The values of the named fields of each fact of a kind, as the draft of a text gives them."""
    found = imported(read_bytes(text.encode(), name)).rows()
    return [tuple(r[n] for n in names) for r in found if r["kind"] == kind]


def lines(*cells):
    """Cells one to a line."""
    return "\n".join(cells)


SWITCHES = {
    "strokes in columns": (
        lines("4.2 DIP switch S2", "", "1", "2", "Cells", "0", "0", "16", "I", "0", "15", "O", "l", "14", "I", "I", "by software"),
        [("1-2", "OFF OFF", "Cells 16"), ("1-2", "ON OFF", "Cells 15"), ("1-2", "OFF ON", "Cells 14"), ("1-2", "ON ON", "by software")],
    ),
    "levers that count on": (
        lines("4.2 DIP switch S2", "", "Lever", "I", "0", "4", "terminated", "open", "5", "wake line needed", "wake line not used"),
        [("4", "1", "terminated"), ("4", "0", "open"), ("5", "1", "wake line needed"), ("5", "0", "wake line not used")],
    ),
    "settings without spaces": (
        lines("4.2 Selector SW1", "", "SW1 Address", "0000 1 (single)", "1000 2", "O100 3"),
        [("1-4", "OFF OFF OFF OFF", "Address 1 (single)"), ("1-4", "ON OFF OFF OFF", "Address 2"), ("1-4", "OFF ON OFF OFF", "Address 3")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", SWITCHES)
def test_switches_stand_cell_by_cell(form):
    """Strokes of a switch are I and 0, or what text recognition makes of them; the heads tell how many belong together."""
    text, wanted = SWITCHES[form]
    assert rows(text, "dip", "switch", "position", "meaning") == wanted


def test_a_combination_that_stands_twice_is_no_table_of_settings():
    """Settings differ from row to row; what repeats lost a cell."""
    text = lines("4.2 DIP switch S2", "", "1", "2", "Cells", "0", "0", "16", "0", "0", "15", "I", "0", "14")
    assert rows(text, "dip", "id") == []


LAMP = lines(
    "7.1 Lamps H1 and H2", "", "H1 is green and tells what the battery does.", "", "H1", "Operating state", "dark", "no voltage",
    "lit", "current flows", "half a second on, half a second off", "waiting for the charger",
)  # fmt: skip


def test_one_lamp_stands_over_its_states():
    """Lamp and meaning head cells in turn; the colour is what the text says of that lamp."""
    found = [(lamp, meaning) for (lamp,), meaning in rows(LAMP, "led_state", "lamps", "meaning")]
    assert [(x["indicator"], x["color"], x["pattern"], meaning) for x, meaning in found] == [
        ("H1", "green", "off", "no voltage"),
        ("H1", "green", "steady", "current flows"),
        ("H1", "green", "flash", "waiting for the charger"),
    ]
    assert (found[-1][0]["on_s"], found[-1][0]["off_s"]) == (0.5, 0.5)


def test_what_an_output_does_is_no_lamp():
    """On and off in turn with words are states of a lamp only where the text speaks of lamps."""
    text = lines(
        "7.1 Relay", "", "Output", "State", "on", "motor runs", "off", "motor stands", "flashing", "motor starts"
    )
    assert rows(text, "led_state", "id") == []


def test_counted_flashes_are_states_and_faults():
    """A lamp that counts its faults tells both: its state by the number of flashes, and the fault with cause and remedy."""
    text = lines(
        "7.1 Lamp H2", "", "Blink codes of H2:", "", "Flashes", "Fault", "Cause", "Remedy", "1", "Cell voltage too high", "Charger set too high",
        "Lower the charger", "2", "Cell voltage too low", "Battery empty", "Charge, if need be with the button held", "for override", "3",
        "Lead broken", "Harness", "Check the harness",
    )  # fmt: skip
    assert rows(text, "alarm", "name", "actions")[1] == (
        "Cell voltage too low",
        ("Charge, if need be with the button held for override",),
    )
    assert [(x["indicator"], x["times"]) for ((x,),) in rows(text, "led_state", "lamps")] == [
        ("H2", 1),
        ("H2", 2),
        ("H2", 3),
    ]


PINS = {
    "groups of contacts": (
        lines("6.3 Plug X3", "", "Contact", "Signal", "1 + 2", "T1 cells", "3 + 4", "T2 cells"),
        [("1", "T1 cells"), ("2", "T1 cells"), ("3", "T2 cells"), ("4", "T2 cells")],
    ),
    "columns one after the other": (
        lines("6.3 Socket J2", "", "Contact", "1", "2", "3", "4", "", "Signal", "CANL", "CANH", "0V", "+12V"),
        [("1", "CANL"), ("2", "CANH"), ("3", "0V"), ("4", "+12V")],
    ),
    "contacts of relays": (
        lines("6.3 Relay terminals", "", "Relay Terminal Contact", "K1 1 K1 NO", "2 K1 C", "3 K1 NC", "K2 4 K2 NO", "5 K2 C", "6 K2 NC"),
        [("1", "K1 NO"), ("2", "K1 C"), ("3", "K1 NC"), ("4", "K2 NO"), ("5", "K2 C"), ("6", "K2 NC")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", PINS)
def test_contacts_stand_cell_by_cell(form):
    """Numbers in groups, in a column of their own, or behind the name of a relay: they count on from one."""
    text, wanted = PINS[form]
    assert rows(text, "pin", "pin", "signal") == wanted


def test_a_name_in_a_counted_series_is_mended_and_doubted():
    """B0 to B5 with 84 for B4: the figure looks like the letter, and its place says which; a person confirms it."""
    cells = [x for n in range(7) for x in (str(n + 1), "84" if n == 4 else f"B{n}")]
    found = rows(lines("6.1 Plug X1", "", "Contact", "Signal", *cells), "pin", "signal", "doubt")
    assert [signal for signal, _ in found] == [f"B{n}" for n in range(7)]
    assert [bool(doubt) for _, doubt in found] == [n == 4 for n in range(7)]


def test_a_figure_that_may_be_a_letter_is_doubted():
    """SYN0 beside SYNI: one of them was misread, and nothing says which."""
    text = lines("6.3 Socket J2", "", "Pin", "Signal", "1", "CANL", "2", "CANH", "3", "SYN0", "4", "SYNI")
    assert [bool(doubt) for (doubt,) in rows(text, "pin", "doubt")] == [False, False, True, True]


def test_a_signal_beside_numbers_is_no_running_line():
    """GND comes again far apart beside 2, 4 and 8, as a page's name does beside its number; it is a cell all the same."""
    text = [x for n in (2, 4, 8) for x in (str(n), "GND", *(f"line {n} {k} of the text" for k in range(20)))]
    assert BREAK not in without_running(text)


def test_running_lines_go_together():
    """The maker's name under the manual's name under the page's number: all three belong to the page, the cell after them does not."""
    page = ["Acme Ltd", "Acme Box manual", *(f"text {n}" for n in range(20))]
    text = [*page]
    for n in range(3, 8):
        text += [
            f"Page {n} of 28",
            "Acme Box manual",
            "Acme Ltd",
            "",
            str(n + 8),
            *(f"words {n} {k}" for k in range(20)),
        ]
    found = without_running(text)
    assert found.count(BREAK) >= 15
    assert all(str(n + 8) in found for n in range(3, 8))


def test_titles_without_numbers_are_told_by_the_empty_lines_about_them():
    """Two empty lines before and one after, short, no stop at the end, and several of them: headings."""
    parts = ("Mounting", "Bus and address", "Selector SW1", "First start", "Care of the box")
    text = "".join(f"\n\n\n{part}\n\nSome words about it. They go on here." for part in parts)
    document = imported(read_bytes(text.encode(), "demo-x3-manual.txt")).document
    assert [s.title for s in document.sections if s.title in parts] == list(parts)


def test_partners_may_go_on_in_a_second_line():
    """A row whose number and bus are empty goes on with the one above it."""
    text = (
        "6.4 Lines and speeds\n\nNo.\tDevice\tLine\tLanguage\tSpeed\n1\tAlpha US\tCAN\tAL 2\t250 kb/s\n\tseries\t\t\t\n"
        "2\tBuilding\tRS485\tModbus\t9600 8N1\n\tsupervisor\t\tRTU\t\n3\tBeta\tCAN\tBET\t500 kb/s\n"
    )
    assert rows(text, "protocol", "protocol_id", "brands", "bus") == [
        ("AL 2", ("Alpha US series",), "CAN"),
        ("Modbus RTU", ("Building supervisor",), "RS485"),
        ("BET", ("Beta",), "CAN"),
    ]
