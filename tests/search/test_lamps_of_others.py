"""A lamp that only another product has is no lamp of the one that was named."""

from __future__ import annotations

from kb.model.facts import LedState
from kb.search.rank import Candidate


def first(engine, fact_id: str) -> list[Candidate]:
    """An order in which this fact stands first."""
    return [Candidate(engine.kb.place_of[fact_id], 1.0, 0.0, 1.0, 0.9, 0.5)]


def test_another_products_lamp_is_not_told_of_the_named_one(engine, kb):
    """Every lamp state is told of its own products, and refused by name for every other one that has lamp states of its own."""
    states = [f for f in kb.facts.values() if isinstance(f, LedState)]
    with_lamps = [d for d in kb.devices.values() if any(d.id in f.devices for f in states)]
    readings = {d.id: engine.understander.read("red light", d.id) for d in with_lamps}
    for fact in states:
        for device in with_lamps:
            said = engine.elsewhere.lamp(readings[device.id], first(engine, fact.id))
            name = device.short or device.name
            expected = "" if device.id in fact.devices else f"The manuals describe no such lamp of {name}."
            assert said == expected, (fact.id, device.id)


def test_a_product_without_lamp_states_shows_its_systems(engine, kb):
    """Where a manual prints no state of a product, the state of another one is not refused by this rule."""
    bare = [d for d in kb.devices if not any(kb.select("led_state", d))]
    state = next(i for i, f in kb.facts.items() if isinstance(f, LedState))
    assert bare
    for device in bare:
        assert engine.elsewhere.lamp(engine.understander.read("red light", device), first(engine, state)) == ""


def test_own_lamps_are_told(engine):
    """A red light of a product that has lamps is answered with its own state."""
    for device in ("growatt-65", "sr48100h", "sigenstor-bat", "mysigen-app"):
        reading = engine.understander.read("red light", device)
        assert engine.elsewhere.lamp(reading, engine._ranked(reading, device, 10)) == ""
    assert isinstance(engine.kb.facts[engine.search("red light", device="growatt-65").results[0].id], LedState)


def test_what_is_no_lamp_question_is_no_lamp_of_another(engine):
    """Only who asks about lamps can ask about another's; without results there is nothing to compare."""
    reading = engine.understander.read("weight of the growatt battery")
    assert engine.elsewhere.lamp(reading, engine._ranked(reading, None, 10)) == ""
    assert engine.elsewhere.lamp(engine.understander.read("red light on the growatt battery"), []) == ""
