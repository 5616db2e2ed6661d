"""Facts that a manual tells in sentences only: read when both members are said, left alone when a sentence speaks of something else."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.importing.lamp_words import is_name

FRAME = "DEMO X1 unit\nManual\n\n1 Introduction\n\nThe unit is mounted on a wall.\n\n2 {head}\n\n{text}\n\n3 Care\n\nWipe it with a dry cloth.\n"


def rows(head, text):
    return imported(read_bytes(FRAME.format(head=head, text=text).encode(), "demo-x1.txt")).rows()


def of(kind, head, text, *names):
    """The values of the named fields of each fact of a kind."""
    return [tuple(r[n] for n in names) for r in rows(head, text) if r["kind"] == kind]


PINS = {
    "a contact carries": ("Pin 4 carries CAN-H and pin 5 carries CAN-L.", [("4", "CAN-H"), ("5", "CAN-L")]),
    "a signal goes to": ("Connect CAN-H to pin 7 and CAN-L to pin 8. The shield goes to pin 6.", [("7", "CAN-H"), ("8", "CAN-L"), ("6", "Shield")]),
    "in brackets": ("The bus uses pins 4 (CAN-H) and 5 (CAN-L) of the socket.", [("4", "CAN-H"), ("5", "CAN-L")]),
    "in order": ("CAN-H and CAN-L are on pins 1 and 2.", [("1", "CAN-H"), ("2", "CAN-L")]),
    "nothing connected": ("Pin 1 is RS485-B. Pins 3 and 6 are not connected.", [("1", "RS485-B"), ("3", "NC"), ("6", "NC")]),
    "the pair of a bus": ("For RS485 the pair A and B is on contacts 7 and 8.", [("7", "RS485-A"), ("8", "RS485-B")]),
    "which is": ("Put the shield on pin 7, which is GND.", [("7", "GND")]),
}  # fmt: skip


@pytest.mark.parametrize("form", PINS)
def test_contacts_are_read_with_the_signal_that_a_link_binds_to_them(form):
    """Number and signal both stand in the sentence; a contact left free is NC."""
    text, wanted = PINS[form]
    assert of("pin", "Socket X4 of the CAN port", text, "pin", "signal") == wanted


def test_what_a_contact_is_for_is_doubted():
    """`the release input` is no signal's name: a person looks at it."""
    found = of(
        "pin",
        "Clamp X2",
        "Contact 2 is the release input and contact 4 is the ground of both inputs.",
        "pin",
        "signal",
        "doubt",
    )
    assert [(p, s, bool(d)) for p, s, d in found] == [("4", "Ground", False), ("2", "Release input", True)]


SWITCHES = {
    "several for one thing": ("Set switches 1 and 3 to ON for address 5.", [("1-3", "ON any ON", "address 5")]),
    "what it is for comes first": ("For the master put lever 1 to ON and leave lever 2 at OFF.", [("1-2", "ON OFF", "master")]),
    "who has it": ("Every slave of the group has lever 1 at OFF and lever 2 at ON.", [("1-2", "OFF ON", "slave of the group")]),
    "a condition": ("If switch 2 is ON, the buzzer is silent.", [("2", "ON", "buzzer is silent")]),
    "both positions": (
        "Switch 1 selects the baud rate: ON = 500 kbit/s, OFF = 250 kbit/s.",
        [("1", "ON", "baud rate: 500 kbit/s"), ("1", "OFF", "baud rate: 250 kbit/s")],
    ),
    "the other position after it": (
        "Lever 4 ON changes the bus to 250 kbit/s, with OFF it works at 500 kbit/s.",
        [("4", "ON", "changes the bus to 250 kbit/s"), ("4", "OFF", "works at 500 kbit/s")],
    ),
    "a label": ("Leading station: lever 1 up, lever 2 down. Up is ON.", [("1-2", "ON OFF", "Leading station")]),
}  # fmt: skip


@pytest.mark.parametrize("form", SWITCHES)
def test_settings_of_numbered_switches_are_read_with_what_they_set(form):
    """What it sets stands before the setting, behind it, or is its subject; joined switches are one setting."""
    text, wanted = SWITCHES[form]
    assert of("dip", "DIP switches", text, "switch", "position", "meaning") == wanted


LAMPS = {
    "a condition": ("When the red lamp flashes twice a second, the pack is too hot.", [("red", "flash", "the pack is too hot")]),
    "a noun": ("A steady green light means that the unit is ready.", [("green", "steady", "the unit is ready")]),
    "a situation first": ("During charging the blue LED blinks slowly.", [("blue", "flash", "charging")]),
    "one state after the other": (
        "The POWER lamp flashes green during the self-test and then lights steadily when the unit is ready.",
        [("green", "flash", "the self-test"), ("green", "steady", "the unit is ready")],
    ),
    "a count": ("Three flashes of the blue COM lamp tell that the server is not reached.", [("blue", "flash", "the server is not reached")]),
    "which flashes": ("A red ring that flashes slowly reports a temperature too high.", [("red", "flash", "a temperature too high")]),
}  # fmt: skip


def test_half_a_sentence_is_no_lamp():
    """Running text cut in the middle by an extractor is no row of a lamp table."""
    assert is_name("RUN: flash; ALM: off")
    assert is_name("LED 3: steady")
    for cut in (
        "two times and the DC is off: flash",
        "in turn. The: flash",
        "the WiFi: steady",
        "see leaflet of the: steady",
    ):
        assert not is_name(cut), cut


@pytest.mark.parametrize("form", LAMPS)
def test_lamps_are_read_with_colour_pattern_and_meaning(form):
    """Who shines, how, and what that means all stand in the sentence."""
    text, wanted = LAMPS[form]
    found = of("led_state", "Lamps", text, "lamps", "meaning")
    assert [(lamps[0]["color"], lamps[0]["pattern"], meaning) for lamps, meaning in found] == wanted


def test_a_lamp_told_in_sentences_alone_is_doubted():
    """Where no table tells the lamps, each one waits for a person; `It flashes …` the more: which lamp that is stands elsewhere."""
    found = of(
        "led_state",
        "Lamps",
        "The RUN LED lights up green when power is fed in. It flashes while the grid is checked.",
        "lamps",
        "doubt",
    )
    assert [(x[0]["indicator"], x[0]["pattern"], bool(d)) for x, d in found] == [
        ("RUN", "steady", True),
        ("RUN", "flash", True),
    ]
    once, twice = (d for _, d in found)
    assert once in twice
    assert once != twice


PARTNERS = {
    "choose": ("For Victron choose protocol 3 over CAN.", [("3", "CAN", ("Victron",))]),
    "a list": (
        "- PYL for Deye and Sunsynk, CAN at 500 kbit/s\n- IMN for Imeon, by RS485 with 9600 baud",
        [("PYL", "CAN", ("Deye", "Sunsynk")), ("IMN", "RS485", ("Imeon",))],
    ),
    "speaks": ("The Sunwoda Atrix speaks PYL-HV, but over CAN at 250 kbit/s.", [("PYL-HV", "CAN", ("Sunwoda Atrix",))]),
}  # fmt: skip


@pytest.mark.parametrize("form", PARTNERS)
def test_partners_are_read_with_bus_and_protocol(form):
    """Brand, bus and the name of the protocol stand in one sentence."""
    text, wanted = PARTNERS[form]
    assert of("protocol", "Inverters", text, "protocol_id", "bus", "brands") == wanted


FAULTS = {
    "means": ("Error E07 means that the fan is blocked; check the fan.", [("E07", "Fan is blocked")]),
    "the display shows": ("If the display shows F12, the insulation resistance is too low.", [("F12", "Insulation resistance is too low")]),
    "in brackets": ("Fault 21 (overtemperature) is reported when the heat sink is hotter than 90 °C.", [("21", "Overtemperature")]),
    "with a code": ("With 0x30 the card reader is defective.", [("0x30", "Card reader is defective")]),
    "a misread figure": ("Error El4 stands for a broken sensor.", [("E14", "Broken sensor")]),
}  # fmt: skip


@pytest.mark.parametrize("form", FAULTS)
def test_codes_are_read_with_what_they_mean(form):
    """A code is a fault when the sentence says what it stands for; what is to be done is its action."""
    text, wanted = FAULTS[form]
    assert of("alarm", "Messages", text, "code", "name") == wanted


NOTHING = (
    ("Other device", "If your inverter has no CAN socket, use its RS232 port; there, pin 2 is usually TX."),
    ("Note", "For example, pin 4 of a cable may carry CAN-H. Never connect CAN-H to pin 3."),
    ("Lamps", "The device has no red lamp. On the inverter the red lamp means its own fault."),
    ("Installation", "Connect pin 1 first and then the others. Set the switch to ON before use."),
    ("Breaker", "If the breaker is OFF, switch it to ON and wait for 10 seconds."),
    ("Storage", "The room light must be on during work. The light in the cellar flashes if the breaker trips."),
    ("Changes", "Pin 7 of X2 is now an output. The error E07 was reported too often."),
    ("App", "Tap ON to switch on the lamp in the app. The green button starts the update."),
)


@pytest.mark.parametrize(("head", "text"), NOTHING)
def test_examples_other_devices_and_advice_are_no_facts(head, text):
    """Nothing is read from a sentence that speaks of another product, an example, a former edition or of what to do."""
    assert [r for r in rows(head, text) if r["kind"] in {"pin", "led_state", "dip", "protocol", "alarm"}] == []


def test_a_sentence_that_says_what_a_table_says_adds_nothing():
    """The same fact is told once; a new one beside a table is kept with a doubt."""
    text = "Pin\tSignal\n1\tGND\n2\tCANH\n3\tCANL\n\nPin 2 carries CANH. Pin 4 carries WAKE+."
    found = of("pin", "CAN port", text, "pin", "signal", "doubt")
    assert [(p, s, bool(d)) for p, s, d in found] == [
        ("1", "GND", False),
        ("2", "CANH", False),
        ("3", "CANL", False),
        ("4", "WAKE+", True),
    ]
