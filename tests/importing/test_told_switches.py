"""Sentences about switches: called by a letter or by their block, set to a sign, with the other position told behind."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def told(heading, text):
    rows = imported(read_bytes(f"# {heading}\n\n{text}\n".encode(), "demo-x1.txt")).rows()
    return [(r["switch"].split()[-1], r["position"], r["meaning"]) for r in rows if r["kind"] == "dip"]


FORMS = {
    "signs that the text explains": (
        "DIP switch", "I means ON, O means OFF. With SW5 in position I the output has 60 Hz, in position O the output has 50 Hz.",
        [("5", "ON", "output has 60 Hz"), ("5", "OFF", "output has 50 Hz")],
    ),
    "a lever of a block called by a letter": (
        "Block N", "Lever N4 is set to ON when this battery reports, and to OFF on all others of the group.",
        [("4", "ON", "this battery reports"), ("4", "OFF", "all others of the group")],
    ),
    "the other position by otherwise": (
        "Switch S2", "With key 4 at ON the CAN runs with 250 kbit/s, otherwise with 500 kbit/s.",
        [("4", "ON", "CAN runs with 250 kbit/s"), ("4", "OFF", "with 500 kbit/s")],
    ),
    "a group of keys": (
        "Switch S2", "The sixth cabinet is coded by putting keys 1 and 3 to ON with key 2 at OFF.", [("1-3", "ON OFF ON", "sixth cabinet")],
    ),
    "switches with their block": (
        "SW4, role", "With SW4-1 ON both sockets share the current; with SW4-1 OFF the first one is served.",
        [("1", "ON", "both sockets share the current"), ("1", "OFF", "first one is served")],
    ),
    "bits that are one or nought": (
        "DIP switch", "Bit 5 = 1 sets RS485 at 115200; bit 5 = 0 sets RS485 at 9600.",
        [("5", "ON", "RS485 at 115200"), ("5", "OFF", "RS485 at 9600")],
    ),
    "a switch with a name": (
        "Parallel", "The switch PAR is near the ports. Single unit: PAR1 OFF, PAR2 OFF. Units in the middle: PAR1 OFF, PAR2 ON.",
        [("1-2", "OFF OFF", "Single unit"), ("1-2", "OFF ON", "Units in the middle")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_sentences_tell_of_switches(form):
    """Each position that a sentence tells is a setting of the right switch, the other one is not lost."""
    heading, text, wanted = FORMS[form]
    assert told(heading, text) == wanted


@pytest.mark.parametrize(("heading", "text"), [
    ("Panel", "Press keys 1 and 3 on the panel for three seconds."),
    ("Switch SW1", "SW1 is on the communication board beside the plug."),
    ("Switches", "The switch S1 is on the left side, S2 on the right."),
    ("Registers", "Bit 5 = 1 sets the alarm, bit 5 = 0 clears it."),
    ("Switch SW1", "Switch 8 is OFF when delivered."),
    ("Switch SW1", "Key 5 stays OFF and key 6 is set to ON (CAN)."),
])  # fmt: skip
def test_what_is_no_setting(heading, text):
    """Keys that are pressed, places, registers, and what is delivered set nothing."""
    assert told(heading, text) == []
