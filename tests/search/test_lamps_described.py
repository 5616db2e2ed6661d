"""Who says what a lamp shows, and nothing else, asks what that means: it is answered, however fast it is told to flash."""

from __future__ import annotations

import pytest

from kb.model.facts import Alarm, LedState, base_id
from kb.search import rhythms
from kb.search.agreement import rhythm

SHOWN = {
    "flash": ("flashes", "is flashing fast", "blinks slowly", "blinking, what is it"),
    "steady": ("is lit, meaning?", "stays lit"),
    "off": ("is off", "stays dark", "is not lit"),
}


def told(kb):
    """Each lamp of a panel with each look that a state prints of it: question, product, lamp and look."""
    for state in (f for f in kb.facts.values() if isinstance(f, LedState)):
        device = kb.devices[state.devices[0]]
        for lamp in state.lamps:
            for words in SHOWN.get(lamp.pattern, ()):
                color = f"{lamp.color} " if lamp.color else ""
                yield f"{color}{lamp.indicator} lamp {words} on the {device.short or device.name}", lamp.pattern
                yield f"{device.short or device.name} {color}{lamp.indicator} light {words}", lamp.pattern


def test_each_lamp_that_is_described_is_answered(engine, kb):
    """Every lamp with every printed look of it, in two or more wordings, brings a state or an alarm, and no refusal."""
    asked = dict(told(kb))
    assert len(asked) > 300
    refused = [q for q in asked if not engine.search(q).answered]
    assert refused == []
    others = [q for q in asked if engine.search(q).results[0].kind not in {"led_state", "alarm", "conflict"}]
    assert others == []


def test_a_described_lamp_brings_a_state_that_shows_it(engine, kb):
    """Where a state comes first, the lamp is in it as it was described, or in any look."""
    for question, pattern in dict(told(kb)).items():
        fact = kb.facts[engine.search(question).results[0].id]
        if isinstance(fact, LedState):
            assert {x.pattern for x in fact.lamps} & {pattern, "any"}, question
        else:
            assert isinstance(fact, Alarm) or fact.id.startswith("conflict/"), question


@pytest.mark.parametrize(
    ("text", "tempo"),
    [
        ("growatt red light flashing fast", "fast"),
        ("ALM flashes quickly", "fast"),
        ("a slow green blink on the battery", "slow"),
        ("blinking really very slowly", "slow"),
        ("rapid red flashing", "fast"),
        ("how fast does the ALM lamp flash", ""),
        ("is it a fast or a slow flash", ""),
        ("flashing, how quickly is normal", ""),
        ("at what rate does it flash fast", ""),
        ("rapid shut down of the SR48100H", ""),
        ("Fast Ethernet lamp flashing", ""),
        ("the battery charges too slowly", ""),
    ],
)
def test_tempo(text, tempo):
    """How fast a lamp flashes is told beside the flashing; asked, or said of something else, it is not told."""
    assert rhythms.tempo(text) == tempo


def test_the_faster_of_two_rhythms_is_meant_by_fast(engine, kb):
    """A panel that prints rhythms: "slowly" brings a lamp with two seconds or more, "fast" one with one second at most."""
    for words, fits in (("fast", lambda s: s <= rhythms.FAST_S), ("slow", lambda s: s >= rhythms.SLOW_S)):
        first = kb.facts[engine.search(f"CommMod light {words} flashing").results[0].id]
        assert [x for x in first.lamps if (s := rhythm(x)[2]) and fits(s)], words


ROWS = ("LED1", "LED2", "LED3", "LED4")


@pytest.mark.parametrize("words", ["lit without blinking", "on, not flashing", "glow with no flicker"])
def test_without_blinking_is_steady(engine, words):
    """What is lit without blinking is lit, and not dark."""
    reading = engine.understander.read(f"growatt battery idle, LED1 and LED2 {words}")
    assert {n: s.pattern for n, s in reading.seen.lamps.items()} == {"LED1": "steady", "LED2": "steady"}


def test_the_first_lamps_of_a_row_are_all_that_are_lit(engine, kb):
    """Who names the first two, three or four lamps of the Growatt's row as lit means no further one."""
    for state in (f for f in kb.facts.values() if isinstance(f, LedState) and f.mode == "Idle"):
        lit = [x.indicator for x in state.lamps if x.indicator in ROWS and x.pattern == "steady"]
        dark = [x.indicator for x in state.lamps if x.indicator in ROWS and x.pattern == "off"]
        if len(lit) < 2 or len(lit) + len(dark) < len(ROWS):
            continue
        named = " and ".join((", ".join(lit[:-1]), lit[-1]))
        for question in (f"growatt battery is idle, {named} are lit", f"{named} on steady, growatt idle. How full?"):
            assert base_id(engine.search(question).results[0].id) == state.id, question


def test_one_lamp_that_differs_between_batteries_brings_both_states(engine):
    """Lit on one battery and dark on the others: both are what the manual says of batteries in parallel."""
    said = "rack of three SR48100H, the M/S lamp is lit on one battery and dark on the other two"
    first = [r.id for r in engine.search(said).results[:2]]
    assert set(first) == {"sr48100h/led/ms-master", "sr48100h/led/ms-slave"}


def test_a_rhythm_is_the_lamps_of_which_it_is_told(engine, kb):
    """RUN and the whole row dark, ALM with its rhythm in words: no state in which RUN has this rhythm."""
    said = (
        "SR48100H: RUN and the whole SOC row are dark, ALM gives half a second of light and then 1.5 seconds of pause"
    )
    assert engine.search(said).results[0].id == "sr48100h/led/discharge-cuvp-puvp"


def test_how_fast_is_asked(engine):
    """Asked for, a rhythm that is not printed is refused, with what the manuals do not say."""
    answer = engine.search("how fast does the ALM lamp of the Growatt battery flash")
    assert not answer.answered
    assert "how fast" in answer.why_not
