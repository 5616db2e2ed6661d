"""A question about lamps collects every state that matches what was said, most likely first."""

from __future__ import annotations

import pytest
import whole

from kb.model.facts import Alarm, LedState, base_id

STATES = [f for f in whole.corpus().facts if isinstance(f, LedState)]
# A state with two lamps of a colour is listed for this colour; a dark lamp shows none.
COLORED = sorted({(d, x.color) for f in STATES for d in f.devices for x in f.lamps if x.color and x.pattern != "off"})
# The words of the AC device hold the name of its lamp "AC": see the test marked for it.
NAMED = {
    "growatt-65": "growatt battery",
    "sigenstor-ec": "sigenstor",
    "sigen-hybrid": "sigen hybrid",
    "sigenstor-bat": "sigenstor battery",
}


def shining(device: str, color: str) -> set[str]:
    """The states of a device in which a lamp shines in a colour."""
    return {
        base_id(f.id) for f in STATES if device in f.devices for x in f.lamps if x.color == color and x.pattern != "off"
    }


def found(answer, count: int | None = None) -> list[str]:
    """The lamp states of an answer, in order."""
    return [base_id(r.id) for r in answer.results if r.kind == "led_state"][:count]


@pytest.mark.parametrize("device", sorted({d for d, c in COLORED if c == "red"}))
@pytest.mark.parametrize("text", ["red light", "the lamp is red", "why is there a red led"])
def test_red_light_lists_every_red_state(engine, device, text):
    """A red light on a chosen device lists every red state of it before any other state."""
    right = shining(device, "red")
    answer = engine.search(text, device=device)
    assert answer.answered
    assert set(found(answer, len(right))) == right


@pytest.mark.parametrize("device", sorted(NAMED))
def test_red_light_of_a_named_device(engine, device):
    """The same holds where the device is named in the question."""
    right = shining(device, "red")
    answer = engine.search(f"red light on my {NAMED[device]}")
    assert answer.answered
    assert set(found(answer, len(right))) == right


@pytest.mark.parametrize(("device", "color"), [x for x in COLORED if x[1] != "red"], ids="-".join)
def test_every_colour_lists_its_states(engine, device, color):
    """Any colour of a panel finds its states first; a battery that borrows the inverter's lamps included."""
    right = shining(device, color)
    answer = engine.search(f"{color} light", device=device, limit=30)
    listed = found(answer)
    assert answer.answered
    assert listed[0] in right
    assert right <= set(listed)


def test_the_lamps_of_a_panel_without_colours(engine):
    """Where the manual prints no colours, a red light is most likely the one that tells of faults: every such state is listed."""
    answer = engine.search("red light on sr48100h", limit=20)
    alarm = {
        f.id
        for f in STATES
        if "sr48100h" in f.devices
        for x in f.lamps
        if x.indicator == "ALM" and x.pattern in {"steady", "flash"}
    }
    assert set(found(answer, len(alarm))) == alarm


def test_a_flashing_alarm_lamp_gives_the_states_of_its_rhythm(engine, kb):
    """A question for "ALM flashing" on the SR48100H lists the states in which ALM flashes, which is FLASH3 in each, before all others."""
    right = {
        f.id
        for f in STATES
        if "sr48100h" in f.devices
        for x in f.lamps
        if x.indicator == "ALM" and x.pattern == "flash"
    }
    answer = engine.search("ALM flashing on SR48100H")
    listed = found(answer, len(right))
    assert set(listed) == right
    assert {x.blink for i in listed for x in kb.facts[i].lamps if x.indicator == "ALM"} == {"FLASH3"}


def test_what_to_look_at_is_told(engine):
    """Several states that fit come with what tells them apart: the lamp RUN, in each of its ways."""
    told = engine.search("ALM flashing on SR48100H").tell_apart
    assert len(told) == 4
    assert all(line.startswith("RUN ") for line in told)
    assert len({line.split(":")[0] for line in told}) == 4


def test_nothing_is_told_apart_where_one_state_fits(engine):
    """A question that fits one state, or is about no lamp, has nothing to tell apart."""
    assert engine.search("SR48100H RUN off and ALM flashing light").tell_apart == ()
    assert engine.search("weight of the SR48100H").tell_apart == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("blue flashing sigenstor battery", "sigenstor-ec/led/storage-blue-flash"),
        ("green blinking light on the sigenstor battery", "sigenstor-ec/led/storage-green-flash"),
        ("sigenstor AC lamp steady blue", "sigenstor-ec/led/ac-blue-steady"),
        ("sigenstor AC light blinks blue", "sigenstor-ec/led/ac-blue-flash"),
        ("growatt red light flashing", "growatt-65/led/alm-flash"),
        ("sr48100h RUN off ALM flashing light", "sr48100h/led/discharge-cuvp-puvp"),
        ("growatt battery charging, led1-3 flashing, led4 off", "growatt-65/led/charging-51-75"),
        ("growatt battery charging, led1-3 flashing led4 off", "growatt-65/led/charging-51-75"),
        ("growatt idle three lights lit", "growatt-65/led/idle-61-80"),
        ("growatt discharging, two lights on", "growatt-65/led/discharging-41-60"),
        ("sr48100h all lamps dark", "sr48100h/led/power-off"),
    ],
)
def test_colour_rhythm_and_mode_together(engine, text, first):
    """What is said of colour, rhythm, lamps, their number and the mode picks the one state that has all of it."""
    answer = engine.search(text)
    assert answer.answered
    assert found(answer, 1) == [first]


def test_blue_flashing_battery_is_discharging(engine):
    """The blue flashing of the battery means discharging, and that is what the first answer says."""
    first = engine.search("blue flashing sigenstor battery").results[0]
    assert "discharging" in first.text.lower()
    assert "sigenstor-bat" in first.devices


def test_dropping_the_colour_widens_the_list(engine):
    """Who drops the colour is no longer held to it."""
    with_it = engine.search("red flashing light", device="sigenstor-bat")
    without = engine.search("red flashing light", device="sigenstor-bat", drop=("red",))
    assert found(with_it, 1) == ["sigenstor-ec/led/storage-red-flash"]
    assert "red" not in without.reading.terms
    flashing = {"storage-red-flash", "storage-green-flash", "storage-blue-flash"}
    assert {i.rsplit("/", maxsplit=1)[-1] for i in found(without, 3)} == flashing


def test_lamps_without_a_device_come_from_each_panel(engine):
    """Without a device, states of several panels are listed and the question is which one."""
    answer = engine.search("red light", limit=20)
    assert {i.split("/")[0] for i in found(answer)} >= {"growatt-65", "sigenstor-ec"}
    assert len(answer.ask_device) > 1


def test_a_device_name_names_no_lamp(engine):
    """A lamp's name inside a device's name is no lamp: "red light on SigenStor AC" is not about the lamp AC."""
    assert engine.understander.read("red light on sigenstor ac").lamps == frozenset()


def test_a_lamp_with_a_rhythm_is_a_lamp_question(engine):
    """The words "ALM solid" speak of a lamp without the word: states with a steady ALM stand before those in which it flashes."""
    listed = found(engine.search("sr48100h ALM solid"), 3)
    assert set(listed) == {"sr48100h/led/temperature-protection", "sr48100h/led/discharge-docp", "sr48100h/led/failure"}


def test_a_label_of_several_lamps_means_each(engine):
    """What is said of "SOC", which labels four lamps, is said of none of them alone."""
    assert set(engine.understander.read("SOC lights steady").seen.lamps) != {"SOC4"}


SINGLE = [
    (f, f.lamps[0])
    for f in STATES
    if len(f.lamps) == 1
    and f.lamps[0].pattern in {"flash", "steady", "off"}
    and (f.lamps[0].color or f.lamps[0].pattern == "off")
]
DOES = {
    "flash": ("is blinking", "keeps flashing"),
    "steady": ("is steady", "stays lit"),
    "off": ("is off", "won't light up"),
}


@pytest.mark.parametrize(
    "said",
    [
        "{lamp} light on my {device} {does} {color}",
        "The {lamp} lamp on the {device} {does} {color}, what does that mean?",
        "the {lamp} light of our {device} {does} {color}",
        "what does it mean when the {color} {lamp} lamp on the {device} in the cellar {does}?",
    ],
)
@pytest.mark.parametrize(("state", "lamp"), SINGLE, ids=[f.id for f, _ in SINGLE])
def test_where_the_lamp_is_does_not_say_that_it_is_on(engine, kb, state, lamp, said):
    """Told of "the light on my battery", each printed state of a single lamp comes first."""
    device = kb.devices[state.devices[0]]
    color = lamp.color if lamp.pattern != "off" else ""
    for does in DOES[lamp.pattern]:
        told = said.format(lamp=lamp.indicator, device=device.short or device.name, does=does, color=color or "")
        answer = engine.search(" ".join(told.split()))
        first = kb.facts[answer.results[0].id]
        assert answer.answered, told
        assert isinstance(first, LedState), told
        shown = {(x.indicator, x.pattern, x.color if x.pattern != "off" else "") for x in first.lamps}
        assert (lamp.indicator, lamp.pattern, color or "") in shown, told


DOWN, UP = "sigenstor-ec/led/strip-flow-down", "sigenstor-ec/led/strip-flow-up"


@pytest.mark.parametrize(
    "where", ["the light strip of my SigenStor {runs}", "sigenstor led strip {runs}, charging or not?"]
)
@pytest.mark.parametrize(
    ("runs", "state"),
    [
        ("runs down", DOWN),
        ("runs from top to bottom", DOWN),
        ("flows towards the floor", DOWN),
        ("moves downwards", DOWN),
        ("runs up", UP),
        ("runs from the bottom to the top", UP),
        ("flows towards the ceiling", UP),
        ("is climbing", UP),
    ],
)
def test_light_that_runs_down_is_not_light_that_runs_up(engine, where, runs, state):
    """The two directions mean the opposite of each other: the one that is told comes first, in whatever words."""
    answer = engine.search(where.format(runs=runs))
    assert answer.answered
    assert base_id(answer.results[0].id) == state


@pytest.mark.parametrize("still", ["none is blinking", "none of them blinks", "nothing flashes", "no lamp is flashing"])
def test_lamps_of_which_none_blinks_are_steady(engine, still):
    """Four lamps of which none blinks are a full battery, and not one whose fourth lamp blinks."""
    answer = engine.search(f"The growatt is charging and all 4 small lamps stay on and {still}. Meaning?")
    assert base_id(answer.results[0].id) == "growatt-65/led/charging-100"


WARNINGS = [f for f in whole.corpus().facts if isinstance(f, Alarm) and f.name.startswith("Warning: ")]


@pytest.mark.parametrize("alarm", WARNINGS, ids=[f.id for f in WARNINGS])
def test_a_warning_is_found_by_its_name_turned_round(engine, kb, alarm):
    """What is printed as "Warning: low voltage" is told as a low voltage warning, also where its lamp is told besides."""
    device, what = kb.devices[alarm.devices[0]].short, alarm.name.removeprefix("Warning: ")
    told = [f"{what} warning on {device}", f"{device} says {what} warning, what now"]
    if alarm.lamp:
        told += [
            f"the {device} gives a {what} warning and the ALM lamp blinks",
            f"{device} alm blinking, {what} warning",
        ]
    for said in told:
        answer = engine.search(said)
        assert answer.answered, said
        assert base_id(answer.results[0].id) == base_id(alarm.id), said


@pytest.mark.parametrize(
    "told",
    ["The light strip of the SigenStor became red", "sigenstor strip is purple", "yellow light strip, sigenstor"],
)
def test_colours_of_a_lamp_that_the_manual_gives_no_colours_are_refused(engine, told):
    """Other lamps of the same panel have printed colours: their states do not answer for this one."""
    assert not engine.search(told).answered


@pytest.mark.parametrize("told", ["0.2 on 1.8 off", "200 on 1800 off", "0.2 s on, 1.8 s off"])
def test_a_rhythm_told_without_units(engine, told):
    """Two figures beside "on" and "off" are seconds or thousandths, as they can only be."""
    ids = [base_id(r.id) for r in engine.search(f"commmod lamp {told}").results]
    assert ids.index("commmod/blink/slow-200-1800") < ids.index("commmod/blink/slow-1800-200")
    assert ids[0] in {"commmod/blink/slow-200-1800", "commmod/led/network-connecting"}


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("stays lit for nearly two seconds, then drops out for a fifth of a second", "commmod/led/network-standby"),
        ("comes on for a fifth of a second and is dark for almost two seconds", "commmod/led/network-connecting"),
        ("is on an eighth of a second and off an eighth of a second", "commmod/led/network-data"),
    ],
)
def test_parts_of_a_second_and_nearly_two(engine, told, state):
    """A rhythm told in words is the one that is printed in figures."""
    answer = engine.search(f"the network lamp on the commmod {told}, what does it mean?")
    assert answer.answered
    assert base_id(answer.results[0].id) == state


def test_lit_without_blinking_and_neither_charging_nor_discharging(engine):
    """A lamp that "lights without blinking" is steady, and "no charge no discharge" is idle."""
    answer = engine.search(
        "Growatt makes nothing, no charge no discharge. Only LED1 lights without blinking, and RUN green."
    )
    assert answer.answered
    assert base_id(answer.results[0].id) == "growatt-65/led/idle-14-40"


def test_periods_in_words(engine):
    """Both "in a 2 sec rhythm" and "every second" tell a period."""
    answer = engine.search(
        "my growatt is charging, led2 blinks in a 2 sec rythm and led3 every second, wots the charge"
    )
    assert answer.answered
    assert base_id(answer.results[0].id) == "growatt-65/led/charging-51-75"


@pytest.mark.parametrize("kind", ["battery", "inverter", "battery pack"])
def test_the_kind_of_a_product_is_no_silence(engine, kind):
    """Nothing that is not printed is given as the reason for a word that asks nothing."""
    assert engine.search(kind).silence is None


def test_periods_told_one_after_the_other(engine):
    """The unit is said once: "every 3 sec, every 2, every 1"."""
    answer = engine.search("growatt charging led1 blinks evry 3 sec led2 evry 2 led3 evry 1, how full is it")
    assert answer.answered
    assert base_id(answer.results[0].id) == "growatt-65/led/charging-51-75"


def test_a_product_without_lamp_states_blinks_in_vain(engine):
    """Colour and rhythm are a lamp, whether it is called so or not."""
    answer = engine.search("Sigen EV AC charger blinks red three times, which fault is that?")
    assert not answer.answered
    assert "lamp" in answer.why_not
