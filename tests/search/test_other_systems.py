"""What is printed for one system is no answer for another: the pins, cables, codes and lamps of a stranger burn a port."""

from __future__ import annotations

import pytest
import whole

from kb.curation import statements
from kb.model.facts import Cable, Pin, base_id, kind_of

KINDS = ("pin", "cable", "protocol", "dip", "alarm", "led_state", "blink", "spec")
ASKED_OF = ("growatt-65", "sr48100h", "sigenstor-ec")
BRANDS = sorted(
    {b for f in whole.corpus().facts if isinstance(f, Cable) and f.devices == ("sr48100h",) for b in f.brands}
    - {"Growatt"}
)


def of_others(engine, kind, device):
    """The facts of a kind that are of no product used with this one, by their titles; one that names its product asks of both."""
    kb = engine.kb
    ours = kb.used_with([device])
    found = {base_id(f.id): f for f in kb.facts.values() if kind_of(f) == kind and ours.isdisjoint(f.devices)}
    said = {statements.title(f): f for f in found.values()}
    return sorted(title for title in said if not engine.understander.read(title).devices)


@pytest.mark.parametrize("device", ASKED_OF)
@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_is_no_answer(engine, kb, kind, device):
    """Every fact of another system, asked for by its title and of this product: refused, or answered by what is its own."""
    ours, name = kb.used_with([device]), kb.devices[device].short
    asked = of_others(engine, kind, device)
    assert asked or kind in {"dip", "protocol", "blink"}, "there is nothing to ask for"
    wrong = []
    for title in asked:
        answer = engine.search(f"{name}: {title}")
        if answer.answered and ours.isdisjoint(answer.results[0].devices):
            wrong.append(f"{title} -> {answer.results[0].id}")
    assert wrong == []


@pytest.mark.parametrize("brand", BRANDS)
def test_a_battery_and_an_inverter_of_any_maker(engine, brand):
    """The Growatt battery goes to every inverter by the one cable that its manual prints, never by another battery's."""
    for text in ("growatt battery to {} cable", "which pins of the growatt battery go to the {}"):
        answer = engine.search(text.format(brand))
        assert answer.answered, text
        assert base_id(answer.results[0].id) == "growatt-65/cable/pcs-can", text


@pytest.mark.parametrize("brand", BRANDS)
def test_the_rack_battery_has_a_cable_for_each_maker(engine, brand):
    """Beside its own battery the maker's cable stays first."""
    answer = engine.search(f"sr48100h cable to {brand}")
    first = engine.kb.facts[answer.results[0].id]
    assert answer.answered
    assert isinstance(first, Cable)
    assert brand in first.brands


@pytest.mark.parametrize(
    ("text", "connector"),
    [
        ("growatt link in pin 3", "Link IN"),
        ("sigenstor Link OUT pin 5", "Link OUT"),
        ("which signal is on pin 4 of the link-in plug of the growatt battery", "Link IN"),
    ],
)
def test_a_connector_that_the_product_does_not_have(engine, text, connector):
    """It is said that the manuals describe none, and no pin of the same number is shown as the answer."""
    answer = engine.search(text)
    assert not answer.answered
    assert connector in answer.why_not


def test_a_connector_of_one_may_be_a_word_of_another(engine):
    """The rack battery has a plug named Dry contact; the inverter's dry contacts are pins of its COM."""
    answer = engine.search("sigenstor dry contact output pins")
    assert answer.answered
    assert base_id(answer.results[0].id).startswith("sigenstor-ec/com/")


@pytest.mark.parametrize("letter", ["A", "B"])
@pytest.mark.parametrize("text", ["RS485 {} pins on SR48100H", "sr48100h rs485{}", "SR48100H link in: rs458 {}"])
def test_a_signal_is_that_of_the_product_named(engine, text, letter):
    """RS485A is printed for the Growatt alone; of the rack battery it means the signals that begin so."""
    answer = engine.search(text.format(letter))
    first = engine.kb.facts[answer.results[0].id]
    assert answer.answered
    assert isinstance(first, Pin)
    assert first.devices == ("sr48100h",)
    assert first.signal.startswith(f"RS485-{letter}")


def test_the_gateway_of_another_maker(engine):
    """A Conext Gateway is Schneider's, and not the Sigen Gateway."""
    reading = engine.understander.read("schneider conext gateway battery cable")
    assert reading.brands == {"Schneider"}
    assert not reading.devices


@pytest.mark.parametrize(
    ("text", "device", "brands"),
    [
        ("growatt 6.5 float voltage for victron multiplus", "growatt-65", {"Victron"}),
        ("the little switches of the Growatt 6.5 for a Solis", "growatt-65", {"Solis"}),
        ("growatt 6.5 kw inverter dip", None, {"Growatt"}),
        ("Growatt 6.5 inverter to the SR48100H, which dips", "sr48100h", {"Growatt"}),
    ],
)
def test_a_growatt_of_that_size_is_the_battery(engine, text, device, brands):
    """Unless kilowatts or an inverter are told."""
    reading = engine.understander.read(text)
    assert reading.device == device
    assert brands <= reading.brands


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("sr48100h wake+ pin", "WAKE+"),
        ("sr48100h link in wake plus pin, which number", "WAKE+"),
        ("sigenstor can-h pin", "CAN-H"),
        ("growatt DI2 pin", "DI2"),
    ],
)
def test_a_signal_that_the_product_does_not_carry(engine, text, signal):
    """It is said that none of its connectors carries it, and no pin of it is shown as the answer."""
    answer = engine.search(text)
    assert not answer.answered
    assert signal in answer.why_not


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("growatt wake plus", "growatt-65/com1-com2/8"),
        ("growatt wake minus", "growatt-65/com1-com2/7"),
        ("sr48100h gnd pin", "sr48100h/link-"),
        ("sigen battery pack bat plus, which letter", "sigenstor-bat/stacked-connector/d"),
    ],
)
def test_a_signal_said_in_words(engine, text, pin):
    """WAKE+ may be said as "wake plus", and GND is SGND where that is printed."""
    answer = engine.search(text)
    assert answer.answered
    assert base_id(answer.results[0].id).startswith(pin)


def test_a_makers_product_that_no_manual_names(engine):
    """A charge controller of another maker is no inverter of the list."""
    assert not engine.search("Morningstar TriStar w/ SR48100H closed loop: protocol ID + cable ver.?").answered
