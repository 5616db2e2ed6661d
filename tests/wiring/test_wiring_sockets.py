"""Sockets against the facts they are put together from: every record of the corpus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle.store import KnowledgeBase
from kb.model.errors import NotFoundError
from kb.model.facts import Caution, Pin
from kb.wiring import signals
from kb.wiring.names import device_named
from kb.wiring.sockets import lead_colors, socket, sockets


def test_every_pin_fact_stands_in_its_socket_and_nothing_else_does(kb: KnowledgeBase):
    """The contacts of a device's sockets are its pin facts, each once; editions that say the same share one table."""
    for device in kb.devices:
        told = {c.fact: c for s in sockets(kb, device) for t in s.tables for c in t.contacts}
        facts = {f.id: f for f in kb.select("pin", device) if isinstance(f, Pin)}
        assert set(told) <= set(facts)
        for i, fact in facts.items():
            twins = [c for c in told.values() if (c.pin, c.signal) == (fact.pin, fact.signal)]
            assert twins, i
        for i, contact in told.items():
            fact = facts[i]
            assert (contact.pin, contact.signal, contact.wire_color) == (fact.pin, fact.signal, fact.wire_color)


def test_every_connector_of_every_device_record_has_a_socket(kb: KnowledgeBase):
    """Slugs are unique in a device, and a socket is found by slug and by name."""
    for device in kb.devices.values():
        found = sockets(kb, device.id)
        assert len({s.slug for s in found}) == len(found)
        assert {c.name for c in device.connectors} <= {s.name for s in found}
        for one in found:
            assert socket(kb, device.id, one.slug) is one
            assert socket(kb, device.id, one.name).name == one.name


def test_the_number_of_contacts_is_the_records(kb: KnowledgeBase):
    """Where the record counts the contacts, as many are drawn; no pin fact lies outside."""
    for device in kb.devices:
        for one in sockets(kb, device):
            if one.pins and one.tables:
                assert len(one.numbers) == one.pins, one


def test_editions_are_never_mixed_in_one_table(kb: KnowledgeBase):
    """All contacts of a table come from one manual; a second table of a socket differs from the first."""
    for device in kb.devices:
        for one in sockets(kb, device):
            for table in one.tables:
                assert {c.source.manual for c in table.contacts} == {table.source.manual}
            bodies = [[(c.pin, c.signal, c.function, c.connects_to) for c in t.contacts] for t in one.tables]
            assert all(a != b for n, a in enumerate(bodies) for b in bodies[:n])


def test_a_side_is_called_printed_only_when_the_record_does_not_deny_it(kb: KnowledgeBase):
    """No numbering that says "not printed" or "only as a figure" is drawn as printed, and only an RJ45 has a usual side."""
    for device in kb.devices:
        for one in sockets(kb, device):
            if "not printed" in one.numbering or "figure" in one.numbering:
                assert one.side in {"usual", "unknown", "none"}, one
            assert one.side != "usual" or one.shape == "rj45"


def test_opposites_are_mutual_and_of_one_group(kb: KnowledgeBase):
    """If pin a must not be swapped with b, then b not with a; both belong to one group and have opposite legs."""
    pairs = 0
    for device in kb.devices:
        for table in (t for s in sockets(kb, device) for t in s.tables):
            told = {c.pin: c for c in table.contacts}
            for contact in table.contacts:
                for pin in contact.opposites:
                    assert contact.pin in told[pin].opposites
                    assert told[pin].group == contact.group
                    assert told[pin].leg != contact.leg
                    pairs += 1
            assert sorted(p for g in table.groups for p in g.pins) == sorted(told)
    assert pairs


def test_cautions_that_guard_a_connector_are_with_it(kb: KnowledgeBase):
    """Every caution with `guards connector:X` is found at X of every device that it names and that has X."""
    for fact in kb.select("caution"):
        if isinstance(fact, Caution) and fact.guards.startswith("connector:"):
            name = fact.guards.removeprefix("connector:")
            homes = [s for d in fact.devices for s in sockets(kb, d) if s.name == name]
            assert homes
            assert all(fact.id in s.cautions for s in homes)


@pytest.mark.parametrize(
    ("name", "group", "leg"),
    [
        ("CAN-H", "can", "H"), ("CANL", "can", "L"), ("can_high", "can", "H"), ("RS485-B1", "rs485-1", "B"),
        ("485-A2", "rs485-2", "A"), ("RS485A", "rs485-", "A"), ("SGND", "ground", ""), ("GND2", "ground", ""),
        ("PE", "earth", ""), ("DO1-COM", "relay-do1", "COM"), ("DI4", "inputs", ""), ("WAKE+", "poles-wake", "+"),
        ("BAT-", "poles-bat", "-"), ("Passive INPUT", "other-passive input", ""),
    ],
)  # fmt: skip
def test_a_signals_name_tells_group_and_leg(name, group, leg):
    """The forms in which manuals write one signal are read alike."""
    read = signals.read(name)
    assert (read.group, read.leg) == (group, leg)


@pytest.mark.parametrize(
    ("name", "empty"), [("NC", True), ("N/C", True), ("NULL", True), ("not connected", True), ("CAN-H", False)]
)
def test_a_contact_that_stays_empty_is_known_by_its_name(name, empty):
    """NC and its like mean: do not connect."""
    assert signals.read(name).empty is empty


@given(st.text(max_size=40))
def test_any_text_is_a_signal_with_a_group(text):
    """No name breaks the reader, and two opposite legs are never the same leg."""
    read = signals.read(text)
    assert read.group
    assert read.opposite != read.leg or not read.leg


def test_lead_colours_are_facts(kb: KnowledgeBase):
    """The aid's colours are those of the pin facts of one manual, no more."""
    colors = lead_colors(kb)
    assert colors is not None
    facts = [
        f for f in kb.select("pin", manual=colors.source.manual) if isinstance(f, Pin) and f.signal == colors.standard
    ]
    assert {f.pin: f.wire_color for f in facts} == colors.colors


def test_devices_are_found_by_every_unshared_name(kb: KnowledgeBase):
    """An id, a short name or an alias leads to its device or to a refusal that names the devices it may be."""
    for device in kb.devices.values():
        assert device_named(kb, device.id) == device.id
        for name in (device.name, device.short, *device.aliases):
            if not name:
                continue
            try:
                assert device_named(kb, name.upper()) == device.id
            except NotFoundError as e:
                assert device.id in str(e)  # noqa: PT017 - the refusal must name it
    with pytest.raises(NotFoundError, match="Known are"):
        device_named(kb, "no such device")


def test_an_unknown_connector_is_refused_with_the_known_ones(kb: KnowledgeBase):
    """The message names what there is."""
    device = next(d for d in kb.devices if sockets(kb, d))
    with pytest.raises(NotFoundError, match=sockets(kb, device)[0].slug):
        socket(kb, device, "nonsense")
