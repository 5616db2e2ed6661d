"""What a question says of single lamps is read lamp by lamp: colour, rhythm, how many are lit, and in which mode."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.facts import Lamp, LedState, Source
from kb.search import agreement, observe
from kb.search.observe import Observation, Seen

LAMPS = {"run": "RUN", "alm": "ALM", "ms": "M/S", **{f"led{n}": f"LED{n}" for n in range(1, 5)}}
PATTERNS = {"flashing": "flash", "blinking": "flash", "solid": "steady", "steady": "steady", "dark": "off"}
COLORS = {"red": "red", "green": "green", "amber": "orange"}


def seen(text: str) -> observe.Observation:
    """What is said of the lamps of a panel."""
    return observe.observe(text, LAMPS, COLORS, PATTERNS)


def said(text: str) -> dict[str, str | None]:
    """The rhythm that is said of each lamp."""
    return {name: x.pattern for name, x in seen(text).lamps.items()}


def state(mode: str = "", **lamps: str) -> LedState:
    """A state of the panel."""
    shown = tuple(Lamp(n, pattern=p) for n, p in lamps.items())
    return LedState(
        id="d/led/x", devices=("d",), source=Source("m", "1", "1", "T", "1"), lamps=shown, meaning="x", mode=mode
    )


@pytest.mark.parametrize(
    ("text", "lamps"),
    [
        ("RUN solid ALM off", {"RUN": "steady", "ALM": "off"}),
        ("alm flashing", {"ALM": "flash"}),
        ("flashing ALM", {"ALM": "flash"}),
        ("ALM is flashing and RUN is dark", {"ALM": "flash", "RUN": "off"}),
        ("M/S on", {"M/S": "steady"}),
        ("ALM off, RUN steady", {"ALM": "off", "RUN": "steady"}),
        ("the lamp RUN", {"RUN": None}),
        ("nothing of lamps", {}),
    ],
)
def test_lamp_by_lamp(text, lamps):
    """What stands after a lamp, or before it when nothing does, is what this lamp shows."""
    assert said(text) == lamps


@pytest.mark.parametrize(
    ("text", "color"), [("red ALM", "red"), ("ALM is red", "red"), ("amber ALM", "orange"), ("ALM flashing", None)]
)
def test_the_colour_of_a_lamp(text, color):
    """The colour beside a lamp is this lamp's; people's words are the manuals' colours."""
    assert seen(text).lamps["ALM"].color == color


def test_each_lamp_has_its_own_colour():
    """Colours do not leak over a comma."""
    assert {n: x.color for n, x in seen("red ALM, green RUN").lamps.items()} == {"ALM": "red", "RUN": "green"}


@pytest.mark.parametrize("text", ["RUN steady, ALM off", "RUN flashing; ALM on"])
def test_what_is_said_of_one_lamp_does_not_reach_the_next(text):
    """A comma ends what is said of a lamp: in "RUN steady, ALM off" ALM is off."""
    assert said(text)["ALM"] == text.rsplit(" ", maxsplit=1)[-1].replace("on", "steady")


def test_a_denied_rhythm_is_not_seen():
    """A lamp that is not flashing is not read as flashing."""
    assert said("RUN is not flashing")["RUN"] != "flash"


@pytest.mark.parametrize(
    "text", ["LED1-3 on", "led1 to 3 on", "LED1 through LED3 on", "LED 1-3 on", "LED1 LED2 LED3 on"]
)
def test_ranges(text):
    """A range of lamps stands for each of them, and what is said holds for all."""
    assert said(text) == {"LED1": "steady", "LED2": "steady", "LED3": "steady"}


def test_a_range_and_another_lamp():
    """What follows a range is said of its own lamp."""
    expected = {"LED1": "steady", "LED2": "steady", "LED3": "steady", "LED4": "flash"}
    assert said("LED1-3 on, LED4 flashing") == expected


@pytest.mark.parametrize("text", ["LED3-1 on", "LED1-9 on", "rev2-2"])
def test_what_is_no_range_stays(text):
    """A range counts up, and no further than a panel has lamps."""
    assert observe.spread(text) == text


@pytest.mark.parametrize(
    ("text", "lit"),
    [
        ("three lights on", 3),
        ("4 solid bars", 4),
        ("one green led lit", 1),
        ("a single light", 1),
        ("2 of the soc leds", 2),
        ("2 leds flashing", None),
        ("lights are on", None),
        ("7 leds", None),
        ("14 leds", None),
        ("only led1, led2 and led3 are solid", 3),
        ("every lamp on it is dark", 0),
        ("all lights are off", 0),
        ("not a single led is lit", 0),
        ("all lights flash and go off", None),
        ("all lights but one are off", None),
        ("no lamp is missing", None),
    ],
)
def test_how_many_are_lit(text, lit):
    """A number before the lamps tells how many are lit, unless they flash."""
    assert seen(text).lit == lit


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("while charging", {"charg"}),
        ("while discharging", {"discharg"}),
        ("it supplies nothing", set()),
        ("idle", {"idle"}),
        ("in stand-by", {"standby"}),
        ("two batteries in parallel", {"parallel"}),
        ("switched off", {"power off"}),
        ("red light", set()),
        ("nothing is charging", set()),
        ("it is not discharging", set()),
        ("won't charge, just idle", {"idle"}),
        ("not charging but discharging", {"discharg"}),
    ],
)
def test_modes(text, modes):
    """Charging and discharging are two modes, people's words stand for each, and a mode that is denied is none."""
    assert seen(text).modes == modes


def test_agreement_and_contradiction():
    """Each lamp that was said to show something agrees with a state or contradicts it."""
    lamps = (Lamp("RUN", "green", "steady"), Lamp("ALM", None, "off"), Lamp("M/S", None, "any"))
    assert agreement.fits(lamps, Observation({"RUN": Seen("green", "steady")})) == (2, 0)
    assert agreement.fits(lamps, Observation({"RUN": Seen("red", "flash")})) == (0, 2)
    assert agreement.fits(lamps, Observation({"ALM": Seen(None, "flash")})) == (0, 1)


@pytest.mark.parametrize(
    ("text", "others_off"),
    [
        ("only the ALM lamp is on", True),
        ("ALM alone, red", True),
        ("just the red ALM", True),
        ("ALM on, all the others are dark", True),
        ("ALM on and everything else is off", True),
        ("ALM flashes, nothing else is lit", True),
        ("ALM on, RUN off", False),
        ("RUN on and ALM on", False),
        ("all the others are dark", False),
        ("only while charging", False),
    ],
)
def test_the_only_lamp_that_is_lit(text, others_off):
    """Who says that a lamp is the only one, or that the others are dark, says so of every lamp not named; of no lamp, of none."""
    assert seen(text).others_off is others_off


def test_lamps_said_to_be_the_only_ones():
    """Where the others are dark, a state in which another lamp shines is contradicted; one that may do anything says nothing."""
    alone = Observation({"ALM": Seen("red", "steady")}, others_off=True)
    alm = Lamp("ALM", "red", "steady")
    assert agreement.fits((alm, Lamp("RUN", None, "off")), alone) == (3, 0)
    assert agreement.fits((alm, Lamp("RUN", "green", "steady")), alone) == (2, 1)
    assert agreement.fits((alm, Lamp("RUN", None, "any")), alone) == agreement.fits((alm,), alone) == (2, 0)


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("red and flashing", {"flash"}),
        ("not solid", {"flash"}),
        ("does not blink", {"steady"}),
        ("it never goes dark", {"off"}),
        ("never dark", {"steady"}),
        ("isn't really flashing any more", {"steady"}),
        ("without blinking", {"steady"}),
        ("solid, not flashing", {"steady"}),
        ("not the red one, it is solid", {"steady"}),
        ("red", set()),
    ],
)
def test_a_rhythm_that_is_denied_is_its_opposite(text, patterns):
    """What is not solid flashes, and what does not blink or go dark is steady; the denial stands directly before the word."""
    words = text.replace("'", " ").replace(",", " ").split()
    assert observe.patterns_said(words, {**PATTERNS, "blink": "flash"}) == patterns


@given(st.lists(st.sampled_from([*PATTERNS, "not", "never", "the", "is", "red"]), max_size=8))
def test_denied_rhythms_are_still_rhythms(words):
    """Whatever is denied, only rhythms come out, and none where none was said."""
    found = observe.patterns_said(words, PATTERNS)
    assert found <= {"flash", "steady", "off"}
    assert bool(found) == bool(set(words) & set(PATTERNS))


@pytest.mark.parametrize("part", ["switch", "breaker", "cable", "terminals", "voltage", "input"])
def test_a_part_with_a_lamps_name_is_no_lamp(part):
    """In "RUN switch" nothing is said of the lamp RUN: what stands behind the name makes it a part."""
    assert seen(f"the RUN {part} is off").lamps == {}
    assert seen("the RUN lamp is off").lamps == {"RUN": Seen(None, "off")}


def test_what_is_not_told_contradicts_nothing():
    """A lamp that may do anything, that the state does not tell of, or of which nothing was said, counts neither way."""
    lamps = (Lamp("M/S", None, "any"), Lamp("ALM", "red", "off"))
    assert agreement.fits(lamps, Observation({"M/S": Seen(None, "flash"), "LED1": Seen("red", "flash")})) == (0, 0)
    assert agreement.fits(lamps, Observation({"ALM": Seen()})) == (0, 0)
    assert agreement.fits(lamps, Observation({"ALM": Seen("green", None)})) == (0, 0)  # a dark lamp has no colour


def test_counting_the_lit_lamps_of_a_state():
    """Only numbered lamps are counted, only where the state tells of each, and only those of the rhythm where one was said."""
    assert agreement.lit_count(state(LED1="steady", LED2="flash", LED3="off", RUN="steady")) == 2
    assert agreement.lit_count(state(LED1="steady", LED2="any")) is None
    assert agreement.lit_count(state(RUN="steady")) is None
    mixed = state(LED1="steady", LED2="flash", LED3="flash", LED4="off")
    assert agreement.lit_count(mixed, frozenset({"flash"})) == 2
    assert agreement.lit_count(mixed, frozenset({"steady"})) == 1
    assert (
        agreement.lit_count(mixed, frozenset({"steady", "flash"}))
        == agreement.lit_count(mixed, frozenset({"off"}))
        == 3
    )


@pytest.mark.parametrize(
    ("mode", "modes", "fit"),
    [
        ("Charging", {"charg"}, 1.0),
        ("Discharging", {"charg"}, -1.0),
        ("Discharging", {"discharg"}, 1.0),
        ("Parallel connection", {"parallel"}, 1.0),
        ("off-grid", {"charg"}, 0.0),
        ("", {"charg"}, 0.0),
        ("Charging", set(), 0.0),
    ],
)
def test_a_state_fits_the_mode(mode, modes, fit):
    """A state of the mode that was said fits, one of another mode does not, and silence says nothing."""
    assert agreement.mode_fit(state(mode), frozenset(modes)) == fit


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*LAMPS, *PATTERNS, *COLORS, "LED1-4", "on", "off", ",", "is", "not"]), max_size=14))
def test_any_order_of_words_is_read(words):
    """However the words stand, only lamps of the panel are seen, with known colours and rhythms."""
    found = seen(" ".join(words))
    assert set(found.lamps) <= set(LAMPS.values())
    assert {x.pattern for x in found.lamps.values()} <= {None, "off", "steady", "flash"}
    assert {x.color for x in found.lamps.values()} <= {None, *COLORS.values()}
