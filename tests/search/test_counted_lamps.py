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


ALL_STATES = [f for f in whole.corpus().facts if isinstance(f, LedState) and "@" not in f.id]
TOLD = [
    {"off": "off", "steady": "on", "flash": "flashing", "rhythm": " {on} s on, {off} s off"},
    {"off": "out", "steady": "lit", "flash": "blinking", "rhythm": " on for {on} sec and off for {off} sec"},
    {"off": "dark", "steady": "steady", "flash": "flashes", "rhythm": " {on} seconds on {off} off"},
]


def looks(state: LedState) -> tuple[tuple[object, ...], ...]:
    """What a state shows: states that look alike cannot be told apart by looking."""
    return tuple(
        sorted(
            (
                x.indicator,
                x.pattern,
                x.color or "" if x.pattern != "off" else "",
                x.on_s or 0,
                x.off_s or 0,
                x.period_s or 0,
            )
            for x in state.lamps
            if x.pattern != "any"
        )
    )


def as_told(state: LedState, words: dict[str, str]) -> str:
    """A state told lamp by lamp; a row that shows one thing is told as a row."""
    row = [x for x in state.lamps if x.indicator[-1:].isdigit()]
    alike = len(row) == 4 and len({x.pattern for x in row}) == 1 and row[0].pattern in {"off", "steady"}
    said = [f"all four {row[0].indicator[:-1]} lamps {words[row[0].pattern]}"] if alike else []
    for x in state.lamps:
        if x.pattern == "any" or (alike and x in row):
            continue
        what = words[x.pattern]
        if x.pattern == "flash" and x.on_s and x.off_s:
            what += words["rhythm"].format(on=x.on_s, off=x.off_s)
        elif x.pattern == "flash" and x.period_s:
            what += f" every {x.period_s:g} s"
        said.append(f"{x.indicator} {x.color or '' if x.pattern != 'off' else ''} {what}")
    return " ".join(", ".join(said).split())


@pytest.mark.parametrize("words", TOLD, ids=["off-on", "out-lit", "dark-steady"])
@pytest.mark.parametrize(
    "state", [f for f in ALL_STATES if len(looks(f)) > 1], ids=[base_id(f.id) for f in ALL_STATES if len(looks(f)) > 1]
)
def test_every_state_told_lamp_by_lamp(engine, kb, state, words):
    """Every state of several lamps, told lamp by lamp with its rhythms, brings a state that looks so."""
    told = f"{kb.devices[state.devices[0]].short} {(state.mode or '').lower()}: {as_told(state, words)}"
    answer = engine.search(told)
    first = kb.facts[answer.results[0].id]
    assert answer.answered, told
    assert isinstance(first, LedState), told
    assert looks(first) == looks(state), told
