"""Answers that hold what is asked for come before answers that are merely near."""

from __future__ import annotations

import re

import pytest

from kb.model.facts import base_id
from kb.search.asked import Told, of_another_screw


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


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("heating film of the sr48100h stops at which temp", "end"),
        ("sr48100h heating finished at how many degrees", "end"),
        ("at what temp does the sr48100h stop warming itself", "end"),
        ("when does the heating of the SR48100H start, temperature", "start"),
        ("sr48100h heater begins below how many degrees", "start"),
    ],
)
def test_where_heating_starts_and_where_it_stops(engine, text, end):
    """The two temperatures are told apart by what is asked of the heating."""
    answer = engine.search(text)
    assert answer.answered
    assert base_id(answer.results[0].id) == f"sr48100h/spec/heating-{end}-temperature"


@pytest.mark.parametrize("code", ["CHTP", "CLTP", "DHTP", "DLTP"])
def test_the_exact_figure_is_the_figure(engine, code):
    """No manual prints at which temperature an alarm trips, however exactly it is asked for."""
    assert not engine.search(f"At which exact temperature does {code} trip on the SR48100H?").answered


def test_what_has_to_be_bought_is_told_and_its_price_is_not(engine):
    """That the module is bought separately is printed."""
    answer = engine.search("We want 4G on the SigenStor. Does the CommMod come in the box, or is it an extra purchase?")
    assert answer.answered
    assert base_id(answer.results[0].id) == "commmod/caution/commmod-separate"
    assert not engine.search("what does the commmod cost to purchase").answered


def test_what_is_lacking_is_not_asked_about(engine):
    """A charger without PV is not started like one with it."""
    answer = engine.search("I use the EV AC Charger alone, without PV. How do I stop charging in the app?")
    assert base_id(answer.results[0].id) == "ev-ac-charger/procedure/start-stop-pure"


def test_a_setting_of_the_sibling_is_not_its_own(engine):
    """OCPP is printed for the AC charger, and not for the DC module."""
    assert not engine.search(
        "Can the Sigen DC charging module go to an OCPP server, where do I pick the platform?"
    ).answered
    assert engine.search("ocpp setting of the ev ac charger").answered


def test_of_is_off_where_nothing_follows(engine):
    """What "turns of" goes off; the turns of a screw stay what they are."""
    read = engine.understander.read
    assert read("how long till it switches of?").corrected.endswith("off?")
    assert "turns of the screw" in read("how many turns of the screw at the growatt").corrected
    answer = engine.search("growatt how long do I press the power button till it turns of")
    assert answer.answered
    assert base_id(answer.results[0].id) == "growatt-65/spec/power-off-press"


def test_a_leak_that_is_misspelt_is_a_leak(engine):
    """Who tells of danger in haste gets what to do."""
    answer = engine.search("somthing is leekin out of the sr48100 pak waht first")
    assert answer.answered
    assert base_id(answer.results[0].id) == "sr48100h/remedy/leak"


def test_another_thread_is_another_screw(engine, kb):
    """For every torque that names a thread: its own is answered with it, and no other thread with its torque."""
    torques = [f for f in kb.select("spec") if f.unit == "N·m" and (m := re.search(r"\bM(\d+)\b", f.name)) and m]
    assert torques
    for fact in torques:
        own = re.search(r"\bM(\d+)\b", fact.name)[1]
        device = kb.devices[fact.devices[0]]
        assert engine.search(f"torque of the M{own} screws of the {device.short or device.name}").answered
        for other in {"4", "5", "6", "10", "12"} - {own}:
            for question in (
                f"torque for m{other}",
                f"{device.name} M{other} torque",
                f"how tight is an M{other} screw",
            ):
                answer = engine.search(question)
                assert not (answer.answered and base_id(answer.results[0].id) == base_id(fact.id)), question


def test_a_length_is_no_thread(engine):
    """Metres and a screw's own thread are no other screw."""
    assert of_another_screw("is 5 m enough for M8", [Told("M8 screw", frozenset())]) == ""
    assert of_another_screw("torque", [Told("M8 screw", frozenset())]) == ""
    assert of_another_screw("torque of m6", []) == ""
