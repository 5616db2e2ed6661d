"""The lights of a house and the colour of a housing say nothing of a panel's lamps."""

from __future__ import annotations

import pytest

from kb.search.other_lights import house_lights, of_housings


@pytest.mark.parametrize(
    ("text", "lights"),
    [
        ("only the fridge, the boiler and the lights stay on", True),
        ("can it keep the lights on in a blackout", True),
        ("lights and fridge on backup", True),
        ("the AC lamp blinks blue. The kettle and the oven are on", False),
        ("which lights are on", False),
    ],
)
def test_lights_of_a_house(text, lights):
    """Named beside kitchen machines, or kept on, lights are those of rooms."""
    assert house_lights(text) is lights


@pytest.mark.parametrize(
    ("text", "colors"),
    [
        ("that white Growatt slab stood in water", {"white"}),
        ("the grey-white Growatt 6.5 unit, red lamp", {"white"}),
        ("red light on the battery", set()),
        ("battery shows red", set()),
        ("green battery light", set()),
        ("it is red on the inverter", set()),
    ],
)
def test_the_colour_of_a_box(text, colors):
    """A colour in front of the thing itself is that of its housing."""
    assert of_housings(text, {"white", "red", "green"}) == colors


def test_a_white_box_is_no_white_lamp(engine):
    """A flooded white battery is answered, and not refused for a lamp that nobody spoke of."""
    answer = engine.search("My white Growatt unit was standing in water for some hours. May I switch it on?")
    assert answer.answered
    assert "lamp" not in (answer.why_not or "")
