"""What is named like a thing of the manuals and is none: another model of a maker, a part with a higher number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.facts import Model, Source, Spec, base_id
from kb.search import slots


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("Growatt MIN 5000 fault", "Growatt MIN 5000"),
        ("growatt spf5000 with my battery", "Growatt spf5000"),
        ("Growatt's MOD-10000", "Growatt MOD-10000"),
        ("growatt 10 kWh battery", "Growatt 10 kWh"),
        ("Growatt 2.5kwh pack", "Growatt 2.5kwh"),
        ("growatt 6.5 kWh battery", ""),
        ("growatt battery at 6500 W", ""),
        ("growatt error 403", ""),
        ("growatt com 100 m long", ""),
        ("growatt max 1000 cycles", ""),
        ("growatt battery", ""),
        ("MIN 5000", ""),
    ],
)
def test_other_models_of_a_maker(engine, text, model):
    """A series with a number, or a size in kWh, beside a maker's name that no manual prints is another model; an amount is none."""
    assert engine.limits.models.other(text) == model


def test_what_is_known_is_no_other_model(engine):
    """A code of the manuals beside the maker's name is no model."""
    assert engine.limits.models.other("growatt abc 123") == "Growatt abc 123"
    assert engine.limits.models.other("growatt abc 123", ["ABC123"]) == ""


def test_printed_designations_are_never_refused(engine):
    """Every designation and every name that is printed can be asked for with its maker's name."""
    for fact in engine.kb.facts.values():
        if isinstance(fact, Model):
            maker = engine.kb.devices[fact.devices[0]].maker
            assert engine.limits.models.other(f"{maker} {fact.designation}") == "", fact.id
    for device in engine.kb.devices.values():
        for name in (device.name, device.short, *device.aliases):
            assert engine.limits.models.other(f"{device.maker} {name}") == "", name


def test_a_size_that_is_not_joined_is_refused_and_one_to_connect_is_not(engine):
    """Who asks for a cable to another model asks for the cable; who asks about the model is told that no manual covers it."""
    read = engine.understander.read
    alone, joined = read("growatt min 5000 display"), read("cable for a growatt min 5000")
    assert "covers Growatt min 5000." in engine.limits._models(alone, alone.corrected)
    assert engine.limits._models(joined, joined.corrected) == ""


@pytest.mark.parametrize("suffix", ["", " x", " A", " kW", " packs", " batteries", ".5", "%", "°", " mm"])
def test_a_number_is_a_part_only_without_a_unit(engine, suffix):
    """After letters a number names a part; with a unit, a decimal or things it is an amount."""
    said = engine.limits.numbered.absent(f"which side for PV 7{suffix} please", frozenset({"sigenstor-ec"}))
    assert bool(said) is (suffix == "")


@pytest.mark.parametrize("text", ["do 7", "where do 9 go", "pv 7", "pin 9", "PIN 9", "PV0", "com9x", "LED", "PV 17"])
def test_what_is_no_numbered_part(engine, text):
    """Small words, contacts, zero, and letters that go on are no numbered parts."""
    assert engine.limits.numbered.absent(text, frozenset({"sigenstor-ec", "growatt-65", "sr48100h"})) == ""


def test_no_part_that_is_printed_is_denied(engine):
    """Every numbered part of every system is there, and the one after the highest is not; contacts and lamps are looked up elsewhere."""
    numbered = engine.limits.numbered
    devices = {s: frozenset(d for d, of in engine.kb.systems.items() if of == s) for s in engine.kb.systems.values()}
    tried = 0
    for system, parts in numbered._of.items():
        for prefix, numbers in parts.items():
            if prefix in numbered._looked_up or len(numbers) < 2:
                continue
            blank = " " if prefix[-1].isdigit() else ""
            tried += 1
            assert not any(numbered.absent(f"{prefix}{blank}{n}", devices[system]) for n in numbers)
            beyond = max(numbers) + 1
            if beyond < 10:
                said = numbered.absent(f"{prefix}{blank}{beyond}", devices[system])
                assert said.startswith(f"There is no {prefix}{blank}{beyond} in the manuals"), said
    assert tried > 3


def test_without_a_product_no_part_is_denied(engine):
    """Whose part is meant is not known, and another product may have it."""
    assert engine.limits.numbered.absent("PV9", frozenset()) == ""


@given(st.text(alphabet="PVCOM RJ45-_19.xA%", max_size=24))
def test_any_text_is_looked_through(engine, text):
    """Whatever is typed, the sentence is empty or names a part and at least two that are there."""
    for said in (engine.limits.numbered.absent(text, frozenset({"sigenstor-ec"})), engine.limits.models.other(text)):
        assert said == "" or " they name " in said or said.startswith("Growatt ")


def spec(name: str) -> Spec:
    """A figure of the project's own that holds for a range."""
    return Spec(id="d/spec/x", devices=("d",), source=Source("m", "1", "1", "T", "1"), name=name, value=1.0, unit="A")


@pytest.mark.parametrize(
    ("name", "text", "sign"),
    [
        ("breaker, inverter 4.6-6.0 SP", "breaker for an EC 5.0", 1),
        ("breaker, inverter 4.6-6.0 SP", "breaker for a 6 kW inverter", 1),
        ("breaker, inverter 4.6 to 6.0", "breaker for an EC 8.0", -1),
        ("breaker, inverter 3.0/4.0 or 8.0-12.0", "breaker for an EC 10.0", 1),
        ("breaker, inverter 4.6-6.0 SP", "breaker for my inverter", 0),
        ("breaker of 2-3 poles", "breaker for an EC 5.0", 0),
    ],
)
def test_a_figure_for_a_range_of_ratings(engine, name, text, sign):
    """Of figures that hold for a range of ratings, the one whose range holds the rating that was said fits, the others do not."""
    score = slots.field_score(spec(name), engine.understander.read(text))
    assert score == pytest.approx(sign * slots.FIT.rating)


@pytest.mark.parametrize(
    "text",
    [
        "sigen three phase 12 kW TP, ac breaker",
        "12 kW sigenstor ac cable",
        "sigenstor ec 8 kw isolator",
        "sigen bat 10 weight",
        "SigenStor BAT 10.0 weight",
        "Which RS485 pins does the Sigen Sensor TPX-CH use?",
        "sigen sensor tp-dh terminals",
    ],
)
def test_a_size_or_a_sensor_that_no_manual_covers(engine, text):
    """What is printed of a smaller one is no answer."""
    assert not engine.search(text).answered


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sigenstor 5kw isolator", "sigenstor-ec/spec/ac-switch-current-4.6-6.0"),
        ("sigenstor ec 3.6 kW breaker", "sigenstor-ec/spec/ac-switch-current-3.0-4.0"),
        ("sigenstor 8 kw heat pump", "mysigen-app/spec/heat-pump-power"),
        ("sensor SP-DH terminals", "sigenstor-ec/cable/sensor-sp-dh"),
    ],
)
def test_a_size_that_is_covered_and_one_of_another_thing(engine, text, first):
    """A printed size is answered, and kilowatts of a load are none of the inverter."""
    answer = engine.search(text)
    assert answer.answered
    assert base_id(answer.results[0].id) == first
