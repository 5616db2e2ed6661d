"""Pins and lamps told by their place or number, what is not meant, and what two printed places tell differently."""

from __future__ import annotations

import pytest

from kb.search import cues


@pytest.mark.parametrize(
    ("text", "at_odds"),
    [
        ("the book gives two different charge ranges, which", True),
        ("one book says ripple control, the other says reserved", True),
        ("do the two guides disagree on pin 6", True),
        ("the lamps show two different colours", False),
        ("where in the guide is the pin table", False),
    ],
)
def test_what_is_printed_at_odds(text, at_odds):
    """That two printed places differ is told from two lamps that do."""
    assert (cues.AT_ODDS.search(text) is not None) is at_odds


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
