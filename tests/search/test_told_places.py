"""Pins and lamps told by their place or number, what is not meant, and what two printed places tell differently."""

from __future__ import annotations

import pytest
import whole

from kb.model.facts import Dip, Pin, base_id
from kb.search import asked, cues, plugs, switches


@pytest.fixture(scope="module")
def read(engine):
    """Read a question in the project's own words."""
    return engine.understander.read


@pytest.mark.parametrize(
    ("text", "at_odds"),
    [
        ("the book gives two different charge ranges, which", True),
        ("one book says ripple control, the other says reserved", True),
        ("do the two guides disagree on pin 6", True),
        ("One page says the button needs five seconds, another page names no time. Which holds?", True),
        ("the page with the parts says blue. The page with the table says green", True),
        ("on one page it is only recommended, further down it is compulsory", True),
        ("the table says no threat but also says stop using it", True),
        ("your tables dont match", True),
        ("the lamps show two different colours", False),
        ("the guide says to press the button, but the lamp stays dark", False),
        ("which page shows the pins", False),
        ("where in the guide is the pin table", False),
    ],
)
def test_what_is_printed_at_odds(text, at_odds):
    """That two printed places differ is told from two lamps that do."""
    assert (cues.AT_ODDS.search(text) is not None) is at_odds


@pytest.mark.parametrize(
    ("text", "pins"),
    [
        ("the 16 pin plug of the sigenstor", set()),
        ("16 pin terminal block", set()),
        ("the 5th pin of COM", {"5"}),
        ("wire five in the network plug", {"5"}),
        ("terminal ten of the sensor", {"10"}),
        ("the dry contact one, what is on number four", {"4"}),
    ],
)
def test_how_many_pins_is_no_pin(text, pins):
    """A plug's number of pins, and "one" for a plug, are no places in it; words for numbers are."""
    assert plugs.pins(text) == pins


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("sr48100h 6off 7off which id", {"6": "OFF", "7": "OFF"}),
        ("6 on 7 off protocol", {"6": "ON", "7": "OFF"}),
        ("one lamp on, one off", {}),
        ("switched on at 6 on Sunday", {}),
    ],
)
def test_switches_that_are_only_numbered(read, text, positions):
    """Two numbers at least with on or off behind each are switches, also without the word."""
    assert switches.positions(read(text).corrected) == positions


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("when does mySigen turn the SG heat pump off again", "off"),
        ("the pump keeps cutting out", "off"),
        ("takes the power away from a smart load", "off"),
        ("Heat pump powers on", "on"),
        ("when does the load come on", "on"),
        ("turn it off and on again", ""),
        ("which lamp is on", ""),
        ("the pump", ""),
    ],
)
def test_which_way_something_is_switched(text, turned):
    """On and off are told from each other, and from what tells both or neither."""
    assert cues.turned(text) == turned


@pytest.mark.parametrize("load", ["smart-load", "heat-pump"])
@pytest.mark.parametrize(("said", "fact"), [("switched on", "on"), ("switched off", "off")])
def test_the_rule_for_the_way_that_is_asked_about_comes_first(engine, load, said, fact):
    """Of two rules, one for switching on and one for switching off, the one asked for stands first."""
    answer = engine.search(f"mySigen: when is the {load.replace('-', ' ')} {said} in auto mode?")
    rules = [r.id for r in answer.results if r.id.startswith(f"mysigen-app/rule/{load}-o")]
    assert rules[0] == f"mysigen-app/rule/{load}-{fact}"


@pytest.mark.parametrize(
    ("text", "connector", "pins"),
    [
        ("Which signal is on 4 of Link IN on the SR48100H", "Link IN", {"4"}),
        ("COM number 7 on the SigenStor EC, what signal?", "COM", {"7"}),
        ("COM terminal no. 12 sigenstor", "COM", {"12"}),
        ("SigenStor COM, 5 packs", "COM", set()),
    ],
)
def test_pins_told_by_their_connector(engine, text, connector, pins):
    """A number beside a connector's name is a pin when a word says so; a number of packs is none."""
    reading = engine.understander.read(text)
    assert connector in reading.connectors
    assert reading.pins == pins


def test_every_pin_by_its_place(engine, kb):
    """Each pin of each connector comes first when it is asked for by its number and its connector's name."""
    seen = set()
    for pin in kb.select("pin"):
        device = kb.devices[pin.devices[0]]
        if not pin.pin.isdigit() or (pin.connector, pin.pin, device.id) in seen:
            continue
        seen.add((pin.connector, pin.pin, device.id))
        name = pin.connector.split("/")[0]
        answer = engine.search(f"{device.short or device.name}: what is on number {pin.pin} of {name}?")
        first = kb.facts[answer.results[0].id]
        assert answer.answered
        assert (getattr(first, "pin", None), getattr(first, "connector", None)) == (pin.pin, pin.connector), pin.id
    assert len(seen) > 50


def test_what_is_not_meant_is_not_looked_for(engine):
    """What the question says is not meant finds nothing."""
    reading = engine.understander.read("What is the normal charging current of one SR48100H, not the maximum?")
    assert "maximum" not in reading.corrected
    assert reading.text.endswith("not the maximum?")


@pytest.mark.parametrize(
    ("text", "flashing", "off"),
    [
        (
            "Growatt is charging: lights 1, 2 and 3 flicker and light 4 stays dark",
            {"LED1", "LED2", "LED3"},
            {"LED4"},
        ),
        ("growatt lamp 1 flashing, lamp 2 off", {"LED1"}, {"LED2"}),
    ],
)
def test_lamps_of_a_row_by_their_numbers(engine, text, flashing, off):
    """Lamps that are told by their numbers are those of the named product's row."""
    seen = engine.understander.read(text).seen.lamps
    assert {n for n, s in seen.items() if s.pattern == "flash"} == flashing
    assert {n for n, s in seen.items() if s.pattern == "off"} == off


@pytest.mark.parametrize(
    ("text", "set_to"),
    [
        ("dip1 off = which baud rate", {"1": "OFF"}),
        ("dip 6 off 7 on", {"6": "OFF", "7": "ON"}),
        ("switches 2-4 on and switch 7 is off", {"2": "ON", "3": "ON", "4": "ON", "7": "OFF"}),
        ("slider one set to ON", {"1": "ON"}),
        ("what does setting the first address switch of the SR48100H to on do", {"1": "ON"}),
        ("the sixth little switch is on", {"6": "ON"}),
        ("first switch it on, then wait", {}),
        ("switch 7 is down", {}),
        ("switch it off for 3 minutes, then on", {}),
    ],
)
def test_positions_of_switches(text, set_to):
    """Each switch has the position that is told of it; up and down are printed nowhere."""
    assert switches.positions(text) == set_to
    assert set(set_to) <= switches.switches(text)


def test_every_switch_by_its_position(engine, kb):
    """Each row of each DIP table comes first when its switch and position are told."""
    rows = list(kb.select("dip"))
    for row in rows:
        name = kb.devices[row.devices[0]].short or kb.devices[row.devices[0]].name
        first = kb.facts[engine.search(f"{name} dip{row.switch} {row.position.lower()} = ?").results[0].id]
        assert (getattr(first, "switch", None), getattr(first, "position", None)) == (row.switch, row.position), row.id
    assert rows


def test_every_lettered_part_of_a_connector(engine, kb):
    """Contacts that the manual letters are found as parts, and a letter beyond them is refused."""
    lettered = [p for p in kb.select("pin") if p.pin.isalpha() and len(p.pin) == 1]
    for pin in lettered:
        name = kb.devices[pin.devices[0]].name
        first = kb.facts[
            engine.search(f"what is part {pin.pin.lower()} of the {pin.connector} of the {name}").results[0].id
        ]
        assert getattr(first, "pin", None) == pin.pin, pin.id
        beyond = engine.search(f"{name} {pin.connector}, part H?")
        assert not beyond.answered, beyond
    assert lettered


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "SR48100H: RUN gives one short blip every four seconds and ALM flashes every two seconds",
            "sr48100h/led/standby-warning",
        ),
        ("Growatt charging: LED4 winks once a second, LED1 only every four seconds", "growatt-65/led/charging-76-99"),
    ],
)
def test_each_lamp_has_its_own_period(engine, text, fact):
    """Periods are those of the lamps they are told of: the state whose lamps have them comes first."""
    assert engine.search(text).results[0].id == fact


def test_only_every_so_often_is_not_the_only_lamp(engine):
    """Only a lamp that is said to be the only one makes the others dark."""
    assert not engine.understander.read("growatt LED1 flashes, LED4 only every four seconds").seen.others_off
    assert engine.understander.read("growatt LED1 only, nothing more").seen.others_off


@pytest.mark.parametrize("word", ["blinkin", "chargin", "flashin"])
def test_a_word_written_as_it_is_spoken(engine, word):
    """A g that nobody says is written again; words that end so are left alone."""
    assert engine.understander.speller.correct(word) == f"{word}g"
    assert engine.understander.speller.correct("within") is None


def test_inches_are_no_code(engine):
    """The size of a rack in inches is not a code that no manual prints."""
    assert engine.understander.read("sr48100h into 19in rack").unknown_codes == ()
    assert not engine.search("mySigen sends me alarm 2005_3. What is wrong with my system?").answered


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("crimping the lan plug, conductor at position five", {"5"}),
        ("what colour goes in slot 7 of the rj45 plug", {"7"}),
        ("the connector has a contact lettered A. What is on it", {"A"}),
        ("link in p4 signal", set()),
        ("SIM card in slot 2", set()),
    ],
)
def test_a_place_in_a_plug_is_a_pin(text, found):
    """Positions, slots and lettered contacts are pins where a plug is spoken of, and nowhere else."""
    assert plugs.pins(text) == found


def test_every_colour_by_its_place_in_the_plug(engine, kb):
    """Each wire colour comes first when it is asked for by its place in the plug, in figures or words."""
    words = dict(enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight"), 1))
    colored = [p for p in kb.select("pin") if p.wire_color and p.pin.isdigit()]
    for pin in colored:
        name = kb.devices[pin.devices[0]].short or kb.devices[pin.devices[0]].name
        for place in (pin.pin, words[int(pin.pin)]):
            first = kb.facts[engine.search(f"{name} RJ45 plug: what colour is at position {place}?").results[0].id]
            assert getattr(first, "pin", None) == pin.pin, (pin.id, place)
    assert colored


def test_every_cable_version_by_its_number(engine, kb):
    """A lead that has a version of its own comes first when the version is named, in Roman or other figures."""
    cables = [c for c in kb.select("cable") if c.version and c.to.endswith(f"version {c.version})")]
    for cable in cables:
        number = str(("I", "II", "III", "IV").index(cable.version) + 1)
        for version in (cable.version, cable.version.lower(), number):
            found = engine.search(f"{cable.from_device} pin map of the inverter lead version {version}")
            assert found.results[0].id.split("@")[0] == cable.id.split("@")[0], (cable.id, version)
    assert len(cables) >= 2


def test_every_protocol_by_its_id(engine, kb):
    """A row of the protocol table comes first when its id and its bus are told."""
    for protocol in kb.select("protocol"):
        found = engine.search(f"SR48100H: which brands use ID {protocol.protocol_id} over {protocol.bus}?")
        first = kb.facts[found.results[0].id]
        assert (getattr(first, "protocol_id", None), getattr(first, "bus", None)) == (
            protocol.protocol_id,
            protocol.bus,
        )


def test_a_com_fault_is_no_socket(engine):
    """What fails in "BMS com fail" is the communication; beside other words COM is the terminal."""
    assert engine.understander.read("BMS com fail after the swap").connectors == frozenset()
    assert engine.understander.read("pin 4 of COM").connectors == {"COM"}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("growatt alarm relai2 failiure, whats the reason", "growatt-65/alarm/relay2-failure"),
        ("SR48100H sw7 on?", "sr48100h/dip/7-on"),
        ("dip1 off = ? sr48100h", "sr48100h/dip/1-off"),
        (
            "My Growatt battery is charging and is about forty percent full. Which lights ought to blink?",
            "growatt-65/led/charging-26-50",
        ),
        ("How fast does the SR48100H talk on RS485 with its first little switch down in OFF?", "sr48100h/dip/1-off"),
        ("SR48100H dipp swich 6 of, waht does that meen", "sr48100h/dip/6-off"),
        (
            "growatt battery discharging, only led1, led2 and led3 lit, how full is it",
            "growatt-65/led/discharging-61-80",
        ),
        ("growatt 6.5 discharging, only led1 and led2 are lit", "growatt-65/led/discharging-41-60"),
        ("every lamp on the SR48100H is dark, what state is it in", "sr48100h/led/power-off"),
        ("SR48100H, not a single light is lit", "sr48100h/led/power-off"),
        ("Which makes of inverter does the SR48100H serve with protocol 0 on RS485?", "sr48100h/protocol/0-rs485"),
    ],
)
def test_numbers_are_what_they_are_said_to_be(engine, text, fact):
    """Misspelt numbered parts and positions, a short word for switch, a protocol's number before a bus; how many lamps are lit."""
    found = engine.search(text)
    assert (found.answered, found.results[0].id) == (True, fact)


@pytest.mark.parametrize(
    "text",
    [
        "wats the defalt wifi pasword for the growat 6.5 batery",
        "how much dough for one SR48100H",
        "how menny years garantee do i get on the sigenstor bat",
    ],
)
def test_slang_for_what_no_manual_prints(engine, text):
    """Money and terms of warranty are printed nowhere, by whatever word they are asked for."""
    assert not engine.search(text).answered


@pytest.mark.parametrize("connector", ["dry connector", "dry port", "dry terminal", "Dry Contacts"])
def test_a_connector_by_another_word_for_connector(engine, connector):
    """People call the dry contact a dry connector; it has six pins, so there is no eighth."""
    assert engine.understander.read(f"SR48100H {connector} pin 3").connectors == {"Dry contact"}
    assert not engine.search(f"Which contact of the SR48100H {connector} is number 8?").answered


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Which colour is the CANH wire in the Growatt 6.5 network cable?", False),
        ("which colour has the wire of pin 7 in the sigenstor rj45", True),
        ("what colour is the positive wire of the growatt 6.5", True),
        ("what colours does the casing of the growatt 6.5 come in", False),
    ],
)
def test_the_colour_of_another_wire_says_nothing(engine, text, answered):
    """The colour of a wire is answered where it is printed of that wire, and of the case by nothing."""
    assert engine.search(text).answered is answered


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("a cell went over the voltage threshold while charging", True),
        ("the amps exceeded the current limit", True),
        ("what is the voltage threshold", False),
        ("at which value does it go over to standby", False),
    ],
)
def test_a_limit_that_was_passed_is_told(text, passed):
    """Who says that a threshold was passed does not ask for its figure."""
    assert (asked.without_passed(text) != text) is passed


def test_a_signal_is_that_of_the_product_named(engine):
    """CANH of one battery is written CAN-H on another: what is read is the named one's, and without a name both."""
    assert engine.understander.read("growatt CANH pin").signals == {"CANH"}
    assert len(engine.understander.read("CANH pin").signals) > 1


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Is the run light on my Growatt battery supposed to be green or blue?", "conflict/growatt-run-colour"),
        ("growatt battery run lamp: blue or green", "conflict/growatt-run-colour"),
    ],
)
def test_this_or_that_is_answered_by_the_disagreement(engine, question, first):
    """Where two places print the two things that a question leaves open, their disagreement is the answer."""
    assert engine.search(question).results[0].id == first


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("may the little switch number three of the sr48100h be moved", "3"),
        ("no. 3 of the little switches of the sr48100h", "3"),
        ("sr48100h dip5", "5"),
        ("sr48100h sw6on what for", "6"),
    ],
)
def test_a_switch_is_answered_by_its_own_rows(engine, question, fact):
    """The rows of another switch never stand before those of the switch that is named."""
    dips = [r.id.split("/")[-1][0] for r in engine.search(question).results if "/dip/" in r.id]
    assert dips[0] == fact
    assert dips == sorted(dips, key=lambda n: n != fact)


NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
DIPS = sorted({(f.switch, f.position) for f in whole.corpus().facts if isinstance(f, Dip)})


@pytest.mark.parametrize(("switch", "position"), DIPS, ids="-".join)
def test_each_row_of_a_switch_told_by_its_order_or_in_a_list(engine, switch, position):
    """A position of one switch is never answered by the other position, be it told in a list or by the switch's place in the row."""
    other = "off" if position.lower() == "on" else "on"
    beside = "7" if switch == "6" else "6"
    for said in (
        f"SR48100H, dip switch {switch} and {beside} both {position.lower()}, what is that?",
        f"SR48100H has 7 little white switches in a row. The {NTH[int(switch) - 1]} one is {position}. What does it do?",
    ):
        rows = [r.id.split("/")[-1].lower() for r in engine.search(said, limit=20).results if "/dip/" in r.id]
        assert f"{switch}-{position.lower()}" in rows, said
        if f"{switch}-{other}" in rows:
            assert rows.index(f"{switch}-{position.lower()}") < rows.index(f"{switch}-{other}"), said


LAN = sorted(
    {
        f.pin
        for f in whole.corpus().facts
        if isinstance(f, Pin) and base_id(f.id).startswith("sigenstor-ec/rj45-1-rj45-2/")
    }
)


@pytest.mark.parametrize("pin", LAN)
def test_each_wire_of_a_plug_by_its_order(engine, pin):
    """The seventh wire of a plug is its pin 7."""
    assert len(LAN) == 8
    answer = engine.search(
        f"What colour is the {NTH[int(pin) - 1]} wire when I crimp the LAN plug for the SigenStor EC?"
    )
    assert base_id(answer.results[0].id) == f"sigenstor-ec/rj45-1-rj45-2/{pin}"


@pytest.mark.parametrize("sensor", ["SP-DH", "SP-CT120-DH"])
@pytest.mark.parametrize(
    "text",
    [
        "Sigen Sensor {} RS485 pins to inverter COM pins",
        "which contacts on the SigenStor COM plug go to which on the {} sensor?",
        "wires between sigenstor and sensor {}: which terminals go with which",
    ],
)
def test_both_ends_of_a_cable(engine, text, sensor):
    """Asked which pins go to which, the cable is the answer, and no single pin of it."""
    answer = engine.search(text.format(sensor))
    assert answer.answered
    assert base_id(answer.results[0].id) == f"sigenstor-ec/cable/sensor-{sensor.lower()}"


@pytest.mark.parametrize(
    "text",
    [
        "Which two contacts of the COM port carry the link from one Growatt battery to the other?",
        "growatt battery to battery cable pinout",
        "Growatt 6.5: link lead batt to batt, which signal sits on which RJ45 pin?",
    ],
)
def test_a_cable_from_one_to_its_like(engine, text):
    """From one battery to the next it is the parallel cable."""
    answer = engine.search(text)
    assert answer.answered
    assert base_id(answer.results[0].id) == "growatt-65/cable/parallel-rs485"


def test_a_range_of_letters_is_no_pin(engine):
    """The contacts are A to D; the one that is asked about is the earth."""
    answer = engine.search("the plug on a Sigen battery pack has contacts marked A to D. Which letter is the earth?")
    assert base_id(answer.results[0].id) == "sigenstor-bat/stacked-connector/c"


@pytest.mark.parametrize(
    "text",
    [
        "How do I enter the electricity rate plan in mySigen, screen by screen?",
        "ac cable connection sigenstor how",
    ],
)
def test_what_only_a_figure_shows(engine, text):
    """A passage that says no more than that a figure shows it is no answer, and where the figure is, is said."""
    answer = engine.search(text)
    assert not answer.answered
    assert "figure" in answer.why_not
