"""Asked which colour a lamp has: told where the manuals print it, and said to be printed nowhere where they do not."""

from __future__ import annotations

import pytest
import whole

from kb.model.facts import Conflict, LedState

CORPUS = whole.corpus()
STATES = [f for f in CORPUS.facts if isinstance(f, LedState)]
LAMPS = [
    (d, x.name)
    for d, device in sorted(CORPUS.devices.items())
    for x in device.panel.lamps
    if any(x.name in {s.indicator for s in f.lamps} for f in STATES if d in f.devices)
]
ASKED = (
    "what colour is the {lamp} lamp of the {device}",
    "which color has the {lamp} light on my {device}",
    "{device}: colour of the {lamp} led",
)


def printed(device: str, lamp: str) -> set[str]:
    """The colours in which a lamp of a product shines, in any state."""
    return {
        x.color
        for f in STATES
        if device in f.devices
        for x in f.lamps
        if x.indicator == lamp and x.color and x.pattern != "off"
    }


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize(("device", "lamp"), [x for x in LAMPS if printed(*x)], ids="-".join)
def test_a_colour_that_is_printed(engine, kb, asked, device, lamp):
    """A state in which the lamp shines in one of its colours comes first, or what the manuals say of it in two ways."""
    answer = engine.search(asked.format(lamp=lamp, device=kb.devices[device].short))
    first = kb.facts[answer.results[0].id]
    assert answer.answered
    assert isinstance(first, Conflict) or printed(device, lamp) & {x.color for x in first.lamps if x.indicator == lamp}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize(("device", "lamp"), [x for x in LAMPS if not printed(*x)], ids="-".join)
def test_a_colour_that_is_not_printed(engine, kb, asked, device, lamp):
    """It is said that no manual prints it, and no other lamp's colour is given."""
    answer = engine.search(asked.format(lamp=lamp, device=kb.devices[device].short))
    assert not answer.answered
    assert "colour" in answer.why_not


@pytest.mark.parametrize(
    "text",
    [
        "SR48100H: SOC1 and SOC2 lit, SOC3 and SOC4 dark in standby. What percentage band does that stand for?",
        "Which state of charge does the SOC2 lamp of the SR48100H stand for?",
        "two soc lamps lit on the sr48100h, how full is it",
        "sr48100h three soc lights on, how many percent",
    ],
)
def test_the_charge_that_a_row_stands_for(engine, text):
    """The rack battery's manual prints no bands; the Growatt's are its own."""
    assert not engine.search(text).answered


def test_a_lamp_that_is_left_open_may_show_anything(engine):
    """While it charges the highest SOC lamp flashes: it must not be said that none does."""
    answer = engine.search("what does soc4 flashing mean, sr48100h charging")
    assert answer.answered
    assert answer.results[0].id == "sr48100h/led/charge-normal"
    assert engine.search("growatt idle, two leds lit, how full is it").results[0].id == "growatt-65/led/idle-41-60"


def test_a_colour_where_none_is_printed(engine):
    """Of a panel whose colours are not printed it is not told what a blue lamp means; a red one may be a fault."""
    answer = engine.search("The ALM lamp on my SR48100H shines blue. Is this good?")
    assert not answer.answered
    assert engine.search("The ALM lamp of the SR48100H is red").answered


def test_an_icon_with_a_colour_is_a_lamp(engine):
    """The battery symbol of the inverter in a colour is its Storage lamp; an icon of the app is none."""
    reading = engine.understander.read("the battery symbol of my SigenStor is steady green")
    assert reading.lamps == {"Storage"}
    assert not engine.understander.read("tap the battery icon in mySigen").lamps
