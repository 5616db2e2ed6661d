"""Lamps that are counted: "three of the four are on" and "two blink" bring the state with as many."""

from __future__ import annotations

import pytest
import whole

from kb.model.facts import LedState, base_id

WORDS = ("none", "one", "two", "three", "four")


def _row(state: LedState) -> tuple[int, int]:
    """How many numbered lamps (LED1 to LED4) are steady, and how many flash."""
    shown = [x.pattern for x in state.lamps if x.indicator[-1:].isdigit()]
    return shown.count("steady"), shown.count("flash")


STATES = [
    f
    for f in whole.corpus().facts
    if isinstance(f, LedState)
    and f.devices == ("growatt-65",)
    and f.mode.casefold() in {"charging", "discharging", "idle"}
]
COUNTED = [f for f in STATES if sum(_row(f))]


def _of_as_many(state: LedState) -> set[str]:
    """The states of a mode that show the same row: of these no count can choose one."""
    return {base_id(f.id) for f in COUNTED if f.mode == state.mode and _row(f) == _row(state)}


def test_every_mode_of_the_battery_is_counted():
    """The five rows of each mode are asked, so that a state that is lost does not pass unseen."""
    assert len(COUNTED) == 15


@pytest.mark.parametrize(
    ("steady", "flashing"),
    [
        ("{n} lights on, battery {mode}", "{n} lights blinking, battery {mode}"),
        ("growatt {mode}, {n} leds lit", "growatt {mode}, {n} leds are flashing"),
        (
            "{n} of the four lights are on while the growatt is {mode}",
            "{n} of the four lights blink while the growatt is {mode}",
        ),
        (
            "my growatt battery is {mode} and shows {n} steady lights",
            "my growatt battery is {mode} and {n} lights keep blinking",
        ),
    ],
)
@pytest.mark.parametrize("state", COUNTED, ids=[base_id(f.id) for f in COUNTED])
def test_as_many_lamps_as_were_counted(engine, state, steady, flashing):
    """Told how many lamps of the row are on or blink, and the mode, the state with as many comes first."""
    on, blink = _row(state)
    told = (flashing if blink else steady).format(n=WORDS[blink or on], mode=state.mode.casefold())
    answer = engine.search(told, device="growatt-65")
    assert answer.answered, told
    assert base_id(answer.results[0].id) in _of_as_many(state), told


@pytest.mark.parametrize(
    ("text", "steady", "flashing"),
    [
        ("three blinking and the rest dark", None, 3),
        ("one steady, two flashing", 1, 2),
        ("two of the four are lit", 2, None),
        ("LED 1 is on", None, None),
        ("switch 2 is on", None, None),
        ("it gives two flashes", None, None),
    ],
)
def test_what_is_counted(engine, text, steady, flashing):
    """A number of a lamp or of a switch, and the flashes of a rhythm, count no lamps."""
    seen = engine.understander.read(text).seen
    assert (seen.steady, seen.flashing) == (steady, flashing)


@pytest.mark.parametrize(
    "text",
    [
        "While my Growatt battery charges, the first light blinks slowly, the second a bit quicker, the third once a second, and the fourth is dark",
        "growatt battery is charging, light one blinks slow, two a bit faster, three fastest and four is dark",
        "growatt charging: lamps 1, 2 and 3 flash, lamp 4 is off",
    ],
)
def test_lamps_told_in_their_order(engine, text):
    """The lamps of a row by their place in it."""
    answer = engine.search(text)
    assert answer.answered
    assert base_id(answer.results[0].id) == "growatt-65/led/charging-51-75"
