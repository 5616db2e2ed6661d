"""Who tells one contact and asks for the one at the other end asks for the cable: a pin's own page does not tell it."""

from __future__ import annotations

import pytest

from kb.model.facts import Cable, Pin, base_id


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


@pytest.mark.parametrize(
    "said",
    [
        "{product} 485 {wire} pin",
        "{product}: which pin is RS485 {wire}?",
        "{product}, 485{wire} wire",
        "rs485-{wire} on {product}",
    ],
)
def test_a_and_b_are_not_swapped(engine, kb, said):
    """Asked for A or B of RS485, in any writing, the first pin of every product that has both is A or B as asked."""
    pins = [f for f in kb.facts.values() if isinstance(f, Pin) and "485" in f.signal]
    products = sorted({f.devices[0] for f in pins})
    assert len(products) >= 5
    for product in products:
        name = kb.devices[product].short or kb.devices[product].name
        for wire in "AB":
            first = kb.facts[engine.search(said.format(product=name, wire=wire)).results[0].id]
            assert isinstance(first, Pin), (name, wire)
            assert wire in first.signal.upper().split("485")[-1], (name, wire, first.id)


def test_a_contact_of_another_products_plug_is_not_told(engine, kb):
    """Two products with a plug of one name: a contact that is printed of one only is not told of the other."""
    pins = [f for f in kb.facts.values() if isinstance(f, Pin)]
    by = {}
    for f in pins:
        for d in f.devices:
            by.setdefault((d, f.connector), set()).add(f.pin)
    shared = [
        (d, c, p)
        for (d, c), own in by.items()
        for (o, k), theirs in by.items()
        if k == c and o != d
        for p in theirs - own
    ]
    assert {d for d, *_ in shared} == {"sensor-sp-dh", "sensor-sp-ct120-dh"}
    for device, connector, pin in shared:
        name = kb.devices[device].short or kb.devices[device].name
        answer = engine.search(f"{name}, {connector} terminal {pin}: what is on it?")
        assert not answer.answered, (device, pin)
    for (device, connector), own in by.items():
        name = kb.devices[device].short or kb.devices[device].name
        for pin in own:
            assert engine.search(f"{name}, {connector} pin {pin}").answered, (device, pin)
