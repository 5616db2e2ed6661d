"""Answers that hold what is asked for come before answers that are merely near."""

from __future__ import annotations

import pytest

from kb.model.facts import base_id


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("SR48100H how many amp hours?", "sr48100h/spec/nominal-capacity"),
        ("rs485 speed limit on the sigenstor signal cabel", "sigenstor-ec/spec/cable-rs485-baud-max"),
        ("growat chargin at 80 percent, how quick does LED 3 blink", "growatt-65/led/charging-76-99"),
        ("growat chargin at 30 percent, how quick does LED 2 blink", "growatt-65/led/charging-26-50"),
    ],
)
def test_what_holds_the_asked_figure_comes_first(engine, question, first):
    """A figure of the dimension, a property or a band of charge that is asked for decides between near answers."""
    assert base_id(engine.search(question).results[0].id) == first


@pytest.mark.parametrize("percent", [5, 30, 60, 90])
def test_every_band_of_charge(engine, kb, percent):
    """Among the lamp states of one battery, those come first in whose band the percentage lies."""
    reading = engine.understander.read(f"growatt charging at {percent} percent, which LED flashes")
    for candidate in engine._ranked(reading, None, 10)[:1]:
        text = kb.entries[candidate.place].title
        low, high = (int(x) for x in text.replace("%", " ").split("SOC ")[1].split() if x.isdigit())
        assert low <= percent <= high, text


def test_other_products_gain_nothing(engine, kb):
    """Where a product is named, another product's figure counts for nothing."""
    reading = engine.understander.read("SR48100H how many amp hours")
    ranked = engine._once(engine.ranker.rank(reading, engine.compared(reading)), 10)
    before = {c.place: c.score for c in ranked}
    after = {c.place: c.score for c in engine.figures.first(reading, ranked)}
    assert before.keys() == after.keys()
    raised = [p for p in after if after[p] > before[p]]
    assert raised
    assert all("sr48100h" in kb.owners(kb.entries[p]) for p in raised)


def test_nothing_asked_nothing_changed(engine):
    """A question for no figure, property or percentage keeps its order."""
    reading = engine.understander.read("growatt battery smells of smoke")
    ranked = engine._once(engine.ranker.rank(reading, engine.compared(reading)), 10)
    assert engine.figures.first(reading, ranked) == ranked
