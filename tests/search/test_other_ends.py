"""Who tells one contact and asks for the one at the other end asks for the cable: a pin's own page does not tell it."""

from __future__ import annotations

import pytest

from kb.model.facts import Cable, base_id


def wired(kb):
    """Each wire of each cable that is printed for a brand or by its version: how the cable is called, and the battery's contact."""
    for cable in kb.select("cable", "sr48100h"):
        assert isinstance(cable, Cable)
        called = (
            f"{cable.brands[0]} inverter" if cable.brands else f"cable version {cable.version}" if cable.version else ""
        )
        if called and cable.pins:
            yield cable, called, cable.pins[0].from_pin


@pytest.mark.parametrize(
    "said",
    [
        "{called}: battery contact {pin} of the SR48100H goes to which pin on the inverter plug?",
        "SR48100H with {called}, pin {pin} lands on what contact of the inverter?",
    ],
)
def test_the_other_end_is_the_cables(engine, kb, said):
    """For every cable of the SR48100H, the question for the other end of one of its wires brings a cable first."""
    cables = list(wired(kb))
    assert len(cables) > 10
    wrong = []
    for _, called, pin in cables:
        found = engine.search(said.format(called=called, pin=pin))
        if found.results[0].kind not in {"cable", "conflict"}:
            wrong.append((called, pin, found.results[0].id))
    assert wrong == []


def test_the_brands_own_cable_is_among_the_first(engine, kb):
    """It is the cable of the brand that was named."""
    for cable, called, pin in wired(kb):
        found = engine.search(f"{called} and SR48100H: pin {pin} goes to which pin of the inverter's socket")
        assert base_id(cable.id) in [base_id(r.id) for r in found.results[:3]], (cable.id, called)


def test_the_parameters_number_is_not_part_of_its_name(engine, kb):
    """Each setting of the app with a name of four words or more is found by it in a sentence, without its number."""
    settings = [f for f in kb.select("spec", "mysigen-app") if "(parameter" in f.name and len(f.name.split()) > 5]
    assert len(settings) > 10
    wrong = []
    for fact in settings:
        name = fact.name.split(" (parameter")[0]
        same = {base_id(f.id) for f in settings if f.name.split(" (parameter")[0].casefold() == name.casefold()}
        first = engine.search(f'What exactly does the field "{name}" limit?').results[0]
        if base_id(first.id) not in same:
            wrong.append((name, first.id))
    assert wrong == []


@pytest.mark.parametrize(
    "said",
    [
        "which pins on the {brand} side for the growatt battery",
        "Growatt 6.5 kWh battery: pinout of the {brand} inverter's BMS port",
        "{brand} with the growatt battery: COM1 pins to which pins of the inverter, pins to pins",
    ],
)
def test_the_end_that_no_manual_prints(engine, kb, said):
    """The pins of a maker's inverter are not told from the Growatt battery's own end; its cable is, and says what it prints."""
    makers = {kb.devices[d].maker for d in kb.devices}
    brands = sorted({b for c in kb.select("cable", "sr48100h") for b in c.brands if "version" not in b} - makers)
    assert len(brands) > 10
    refused = {b: engine.search(said.format(brand=b)) for b in brands}
    assert [b for b, a in refused.items() if a.answered and b in a.reading.terms] == []
    for brand in brands:
        cable = engine.search(f"growatt battery to {brand} inverter cable")
        if brand in cable.reading.terms:
            assert cable.answered, brand
            assert cable.results[0].id == "growatt-65/cable/pcs-can", brand


def test_the_makers_own_inverter_is_on_its_cable(engine):
    """The battery maker's own inverter is what its cable is printed for."""
    assert engine.search("growatt battery to growatt inverter pins").answered
