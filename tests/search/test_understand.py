"""A question is read for what it speaks of: devices, brands, pins, signals, lamps, rhythm, kind of question, and what it denies."""

from __future__ import annotations

import pytest

from kb.model.errors import NotFoundError, QueryError
from kb.search.understand import MAX_QUERY, clean


@pytest.fixture(scope="module")
def read(engine):
    """Read a question in the words of the project's corpus."""
    return engine.understander.read


@pytest.mark.parametrize(
    ("text", "device"),
    [
        ("SR48100H alarm", "sr48100h"),
        ("sr 48100 h alarm", "sr48100h"),
        ("my RACK-BATTERY is dark", "sr48100h"),
        ("the sigenstorbat hums", "sigenstor-bat"),
        ("sigen battery blue", "sigenstor-bat"),
        ("SigenStor is red", "sigenstor-ec"),
        ("comms module", "commmod"),
        ("wallbox offline", "ev-ac-charger"),
        ("my sigen inverter", "sigenstor-ec"),
        ("sdm-230 modbus", "sensor-sp-dh"),
    ],
)
def test_a_device_is_known_by_any_of_its_names(read, text, device):
    """An alias in any case and spacing names the device."""
    reading = read(text)
    assert (reading.device, reading.devices) == (device, frozenset({device}))


def test_a_named_device_brings_its_family(read):
    """Who names the battery of a SigenStor is also told what holds for the SigenStor; never what holds for another family."""
    family = read("sigenstor battery").family
    assert {"sigenstor-bat", "sigenstor-ec"} <= family
    assert not family & {"growatt-65", "sr48100h"}


def test_two_devices_are_both_read_and_none_is_the_one(read):
    """With two devices named, no single one is meant."""
    reading = read("growatt battery or SR48100H")
    assert reading.devices == {"growatt-65", "sr48100h"}
    assert reading.device is None


@pytest.mark.parametrize("text", ["growatt battery", "growatt 6.5 kwh battery red light", "growatt red light"])
def test_growatt_is_the_battery(read, text):
    """Growatt alone, or with a word of the battery, is the battery and no inverter brand."""
    reading = read(text)
    assert (reading.devices, reading.brands) == (frozenset({"growatt-65"}), frozenset())


@pytest.mark.parametrize(
    "text", ["growatt inverter pins", "which protocol for my growatt hybrid", "Growatt's inverter cable"]
)
def test_growatt_is_the_inverter(read, text):
    """Where the question speaks of an inverter and of no battery, Growatt is a brand."""
    reading = read(text)
    assert (reading.devices, reading.brands) == (frozenset(), frozenset({"Growatt"}))


@pytest.mark.parametrize(
    "text",
    [
        "The PCS screen reports a current sampling failure of the Growatt",
        "Growatt inverter shows relay 2 failure",
    ],
)
def test_an_alarm_of_the_growatt_battery_speaks_of_the_battery(read, text):
    """Where a maker makes both, the name of an alarm tells whose it is, wherever it is shown."""
    assert read(text).devices == {"growatt-65"}


def test_growatt_beside_another_device_is_the_inverter(read):
    """Another battery that is connected to Growatt is connected to its inverter."""
    reading = read("connect my sr48100h to growatt")
    assert (reading.devices, reading.brands) == (frozenset({"sr48100h"}), frozenset({"Growatt"}))


def test_growatt_alone_is_both(read):
    """A bare name may mean either, and both readings are kept."""
    reading = read("growatt")
    assert (reading.devices, reading.brands) == (frozenset({"growatt-65"}), frozenset({"Growatt"}))


@pytest.mark.parametrize(
    "text", ["what must I do", "battery must be charged", "must it be earthed", "it must work with can"]
)
def test_must_is_a_word(read, text):
    """The word "must" in a sentence is no inverter brand."""
    assert read(text).brands == frozenset()


@pytest.mark.parametrize(
    "text", ["MUST", "must", "the MUST one", "dip for a must inverter", "must protocol", "connect to must"]
)
def test_must_is_a_brand(read, text):
    """In capitals, alone, or beside a word that says so, MUST is the inverter brand."""
    assert read(text).brands == frozenset({"MUST"})


def test_a_text_all_in_capitals_shouts_no_brand(read):
    """Capitals say nothing when everything is in capitals."""
    assert read("WHAT MUST I DO NOW").brands == frozenset()


@pytest.mark.parametrize(
    ("text", "pins"),
    [
        ("pin 4 of Link IN", {"4"}),
        ("pins no. 7", {"7"}),
        ("contact b", {"B"}),
        ("Pin A on the stacked connector", {"A"}),
        ("the 3rd pin", {"3"}),
        ("pin 1 to pin 8", {"1", "8"}),
        ("pin #12", {"12"}),
        ("pin a cable to the wall", set()),
        ("spin 4 times", set()),
        ("8 pin 3", {"3"}),
    ],
)
def test_pins(read, text, pins):
    """Numbers and letters of pins are read; the article is no pin, and "8 pin" before a number says how many there are."""
    assert read(text).pins == pins


@pytest.mark.parametrize(
    ("text", "connectors"),
    [
        ("link-in pin 4", {"Link IN"}),
        ("LINK OUT", {"Link OUT"}),
        ("com1 of the growatt", {"COM1/COM2"}),
        ("dry contacts", {"Dry contact"}),
        ("dry contact 2", {"Dry contact"}),
    ],
)
def test_connectors(read, text, connectors):
    """A connector is known in any spacing, in the plural, and by one half of a double name."""
    assert read(text).connectors == connectors


def test_a_connector_of_another_device_is_not_meant(read):
    """With a device named, only its own connectors are read."""
    assert read("growatt battery link in").connectors == frozenset()
    assert read("sr48100h link in").connectors == {"Link IN"}


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("CANH", {"CANH", "CAN-H"}),
        ("can-h pin", {"CANH", "CAN-H"}),
        ("485-B2", {"485-B2"}),
        ("BAT+", {"BAT+"}),
        ("bat -", {"BAT-"}),
        ("sigen bat", set()),
    ],
)
def test_signals(read, text, signals):
    """Signals are read in all their spellings; plus and minus are two signals, and without a sign there is none."""
    assert read(text).signals == signals


@pytest.mark.parametrize(
    ("text", "colors"),
    [
        ("red light", {"red"}),
        ("it glows amber", {"orange"}),
        ("yellowish lamp", {"orange"}),
        ("gray", {"grey"}),
        ("blue and green lamps", {"blue", "green"}),
        ("a bored cat", set()),
    ],
)
def test_colours(read, text, colors):
    """People's words for colours are the manuals' colours, and a colour makes a lamp question."""
    reading = read(text)
    assert reading.colors == colors
    assert reading.lamp_question is bool(colors)


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("light keeps blinking", {"flash"}),
        ("solid light", {"steady"}),
        ("red pulsing led", {"flash"}),
        ("the lamp is unlit", {"off"}),
        ("led steady then flickers", {"steady", "flash"}),
        ("solid ground", set()),
    ],
)
def test_rhythm(read, text, patterns):
    """Rhythm words count only where something shines."""
    assert read(text).patterns == patterns


@pytest.mark.parametrize(
    "text", ["not charging", "never starts", "won't turn on", "wont charge", "it stopped", "cannot log in", "no light"]
)
def test_negation(read, text):
    """What is denied is noticed."""
    assert read(text).negated


@pytest.mark.parametrize("text", ["it charges", "note the nominal knot", "another notice"])
def test_no_negation(read, text):
    """The word "not" inside another word denies nothing."""
    assert not read(text).negated


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("51.2V 100Ah", ((51.2, "v"), (100.0, "ah"))),
        ("12 packs and 3 inverters", ((12.0, "packs"), (3.0, "inverters"))),
        ("at 45 °C", ((45.0, "°c"),)),
        ("16mm2 cable", ((16.0, "mm2"),)),
        ("10 kWh", ((10.0, "kwh"),)),
        ("room 101", ()),
    ],
)
def test_quantities(read, text, quantities):
    """A figure with its unit is a quantity; a bare number is none."""
    assert read(text).quantities == quantities


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("0.5s on 1.5 s off", ((0.5, "on"), (1.5, "off"))),
        ("every four seconds", ((4.0, "every"),)),
        ("half a second", ((0.5, ""),)),
        ("200 ms lit", ((0.2, "on"),)),
    ],
)
def test_times(read, text, times):
    """Times are read in seconds, each with what it is the time of."""
    assert read(text).times == times


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("which pin is ground", "pin"),
        ("cable to victron", "cable"),
        ("dip switch for two packs", "dip"),
        ("an error came up", "alarm"),
        ("how do I reset it", "howto"),
        ("how large must the breaker be", "figure"),
        ("why does it stop", "why"),
        ("can I open the battery", "may"),
        ("it won't start", "trouble"),
    ],
)
def test_the_kind_of_question(read, text, cue):
    """The wording tells what kind of answer is wanted."""
    assert cue in read(text).cues


@pytest.mark.parametrize(
    ("text", "bus"),
    [
        ("CAN cable", "CAN"),
        ("can I open it", ""),
        ("can bus", "CAN"),
        ("modbus wiring", "RS485"),
        ("CAN or RS485", ""),
        ("rs-485", "RS485"),
    ],
)
def test_the_bus(read, text, bus):
    """CAN is a bus where it is written as one; two buses named are none in particular."""
    assert read(text).bus == bus


def test_pairs_and_switches(read):
    """A pair of pins and the number of a switch are read as such."""
    assert read("pin 4 to pin 7").pin_pairs == {("4", "7")}
    assert read("dip switch 6 on").switches == {"6"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [("covp", {"COVP"}), ("CUVP and PUVP", {"CUVP", "PUVP"}), ("5s-10", {"SigenStor-5S-10"}), ("flash 3", {"FLASH3"})],
)
def test_codes(read, text, codes):
    """Codes, designations and named rhythms are read in any case and spacing, also without the maker's prefix."""
    assert read(text).codes == codes


@pytest.mark.parametrize("code", ["E9999", "XJ900", "CN3", "SDM999", "SR48200"])
def test_unknown_codes(read, code):
    """A code that no manual prints is noticed."""
    assert read(f"what is {code}").unknown_codes == (code,)


@pytest.mark.parametrize(
    "text",
    ["COVP", "RS485", "100Ah at 48V", "LED4", "SDM120", "16mm2", "pin4", "3rd", "SigenStor-5S-10", "RJ45", "SOC2"],
)
def test_known_codes_and_quantities_are_not_unknown(read, text):
    """What the manuals print, a quantity or a place on a device is no unknown code."""
    assert read(f"what is {text}").unknown_codes == ()


def test_other_makers(read):
    """Makers that the manuals do not cover are noticed, in any spacing and misspelt."""
    assert read("pylontech cable").foreign == ("pylontech",)
    assert read("pyloontech cable").foreign == ("pylontech",)
    assert read("LG-Chem battery").foreign == ("lgchem",)
    assert read("victron cable").foreign == ()


def test_peoples_words_are_expanded(read):
    """The manuals' words for people's phrases are searched as well; words that only begin alike are not."""
    assert "WLAN" in read("wifi lost").expansions
    assert "circuit breaker" in read("the breaker trips").expansions
    assert "4G" not in read("filtered").expansions


FULL = "sr48100h victron COVP link in pin 4 CANH red flashing RUN light"


@pytest.mark.parametrize(
    ("drop", "part", "left"),
    [
        ("sr48100h", "devices", set()),
        ("Victron", "brands", set()),
        ("COVP", "codes", set()),
        ("Link IN", "connectors", set()),
        ("4", "pins", set()),
        ("pin 4", "pins", set()),
        ("CANH", "signals", set()),
        ("red", "colors", set()),
        ("flash", "patterns", set()),
        ("RUN", "lamps", set()),
    ],
)
def test_dropping_a_part_narrows_the_reading(read, drop, part, left):
    """What the caller drops is gone from the reading; the question itself stays as typed."""
    before, after = read(FULL), read(FULL, drop=(drop,))
    assert getattr(before, part)
    assert getattr(after, part) == left
    assert after.text == before.text


def test_dropping_one_part_leaves_the_others(read):
    """Dropping the colour leaves brand, pin and device as they were."""
    before, after = read(FULL), read(FULL, drop=("red",))
    for part in ("devices", "brands", "codes", "connectors", "pins", "signals", "lamps", "patterns"):
        assert getattr(after, part) == getattr(before, part)


@pytest.mark.parametrize("drop", ["sigenstro", "sigenstor"])
def test_a_correction_can_be_dropped(read, drop):
    """Who meant what was typed drops the correction, by the wrong word or by the right one."""
    assert read("sigenstro red").corrections == {"sigenstro": "sigenstor"}
    reading = read("sigenstro red", drop=(drop,))
    assert (reading.corrections, reading.corrected) == ({}, "sigenstro red")


def test_the_callers_device_wins(read):
    """The device that the caller chose stands over the one that is named; an unknown one is refused."""
    assert read("growatt red light", "sr48100h").devices == {"sr48100h"}
    with pytest.raises(NotFoundError, match="nonsuch"):
        read("red light", "nonsuch")


@pytest.mark.parametrize("text", ["", "  ", "\x00\x01", "\u200b\u202e", "\ud800"])
def test_an_empty_question_is_refused(text):
    """A question without a visible character is an error that says what to type."""
    with pytest.raises(QueryError, match="empty"):
        clean(text)


def test_a_long_question_is_refused():
    """A question may have MAX_QUERY characters and no more."""
    assert len(clean("x" * MAX_QUERY)) == MAX_QUERY
    with pytest.raises(QueryError, match=str(MAX_QUERY)):
        clean("x" * (MAX_QUERY + 1))


def test_control_and_direction_signs_are_blanks():
    """Signs that nobody sees do not reach the search."""
    assert clean("red\x00 \u202elight\n\tnow ") == "red light now"


def test_labels_are_words_for_people(read):
    """The chips of a reading speak plainly and name nothing twice."""
    labels = read(FULL).labels()
    assert {"Victron", "COVP", "Link IN", "pin 4", "red", "flashing", "RUN"} <= set(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("text", ["SR 48100 H alarm", "SigenStor-5S-10"])
def test_a_name_holds_no_quantity(read, text):
    """The digits of a designation are not a quantity."""
    assert read(text).quantities == ()


def test_a_letter_beyond_those_there_are_is_a_pin(read):
    """Pin E is read, so that it can be said that there is none."""
    assert read("pin E of the stacked connector").pins == {"E"}


@pytest.mark.parametrize(
    "said", ["won't charge", "doesnt charge", "refuses to charge", "is not charging", "no longer charging"]
)
def test_a_negation_before_a_word_is_read_in_any_form(read, said):
    """Every negation of the vocabulary stands for the same: "~ charge" is the manual's "unable to charge"."""
    assert "unable to charge" in read(f"rack battery {said}").expansions


def test_words_typed_in_a_hurry_are_written_out(read):
    """Short forms of chats are read as the words they stand for."""
    assert read("SR48100H doesnt start, wat now").corrected == "SR48100H doesn't start, what now"


@pytest.mark.parametrize(
    ("text", "shines"),
    [
        ("flashing the BMS from a laptop", False),
        ("flash new firmware", False),
        ("the BMS light is flashing", True),
        ("ALM flashing after a BMS update", True),
        ("RUN flashes", True),
    ],
)
def test_flashing_software_is_no_lamp(read, text, shines):
    """Who flashes firmware or a BMS asks about no lamp, unless one is named."""
    assert read(text).lamp_question is shines


@pytest.mark.parametrize(
    ("text", "color"), [("green wire", "green"), ("the blue cable", "blue"), ("which terminal is red", "red")]
)
def test_a_wires_colour_is_no_lamps(read, text, color):
    """A colour beside a wire or a terminal is said, and speaks of no lamp; beside a lamp it does."""
    assert (read(text).colors, read(text).lamp_question) == ({color}, False)
    assert read(f"{text}, {color} light").lamp_question


@pytest.mark.parametrize("part", ["switch", "breaker", "cables", "input"])
def test_a_part_is_not_the_lamp_of_its_name(read, part):
    """The "DC switch" or "AC breaker" is a part of the wiring and not the lamp DC or AC."""
    assert read(f"sigenstor ec DC {part}, red light").lamps == frozenset()
    assert read("sigenstor ec DC light red").lamps == {"DC"}


@pytest.mark.parametrize(
    ("text", "ratings"),
    [
        ("switch for an EC 5.0", {5.0}),
        ("a 6 kW inverter", {6.0}),
        ("5.5 kW or 3.0", {5.5, 3.0}),
        ("2.5 mm wire at 3.5 V, 1.5 s", set()),
        ("99.5%", set()),
        ("version 1.2.3", set()),
        ("9.2 kWh", set()),
        ("8 packs", set()),
    ],
)
def test_ratings(read, text, ratings):
    """A number with one decimal, or of kilowatts, is a rating; lengths, times, volts, shares and versions are none."""
    assert read(text).ratings == ratings


def test_a_number_before_a_lamps_letters_is_a_time(read):
    """Who says "125 ms" names a time and not the lamp M/S."""
    assert read("sr48100h light on for 125 ms").lamps == frozenset()
    assert read("sr48100h MS light on").lamps == {"M/S"}


def test_a_brand_by_its_first_name(read):
    """People leave the second name of a brand out; a word of English alone names none."""
    assert read("CAN cable to studer").brands == {"Studer Innotec"}
    assert read("a cable to studio").brands == frozenset()
