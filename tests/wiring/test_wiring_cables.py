"""Cable plans and DIP blocks against the facts: every cable, every brand, every protocol."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle.store import KnowledgeBase
from kb.model.errors import NotFoundError, QueryError
from kb.model.facts import Cable, Dip, Pin, Protocol
from kb.wiring import dips
from kb.wiring.ends import end, ends, far_cables, wired
from kb.wiring.plan import UNKNOWN, plan
from kb.wiring.sockets import sockets


@pytest.fixture(scope="session")
def plans(kb: KnowledgeBase):
    return [plan(kb, d, e.slug) for d in kb.devices for e in ends(kb, d)]


def test_every_cable_fact_is_reachable_from_every_device_it_names(kb: KnowledgeBase):
    """From the near device by a plan of its own, from the far device by the list of cables that lead to it."""
    for fact in kb.select("cable"):
        assert isinstance(fact, Cable)
        for device in fact.devices:
            own = {i for e in ends(kb, device) for r in plan(kb, device, e.slug).routes for i in r.facts}
            assert fact.id in own or fact in far_cables(kb, device), (fact.id, device)


def test_every_brand_the_manuals_name_has_a_cable_page(kb: KnowledgeBase):
    """Brands of cables and of protocols alike, found by name, by slug, in any case."""
    for fact in kb.select():
        if isinstance(fact, Cable | Protocol):
            device = fact.from_device if isinstance(fact, Cable) else fact.devices[0]
            for brand in fact.brands:
                found = end(kb, device, brand.upper())
                assert found.name == brand
                assert end(kb, device, found.slug) is found


def test_a_route_holds_exactly_the_wires_of_its_fact(kb: KnowledgeBase, plans):
    """No wire is added or lost, no number changed; a chain has none."""
    for made in plans:
        for route in made.routes:
            got = [(w.from_pin, w.to_pin, w.signal, w.optional) for w in route.wires]
            if route.status == "chain":
                assert got == []
                continue
            for i in route.facts:
                assert got == [(w.from_pin, w.to_pin, w.signal, w.optional) for w in kb.facts[i].pins]


def test_wires_start_at_a_contact_of_the_socket_that_carries_their_signal(kb: KnowledgeBase, plans):
    """The pin table and the cable map agree on every near contact, or the wire says how the table calls it."""
    for made in plans:
        for route in made.routes:
            told = {c.pin: c.signal for s in sockets(kb, made.device) if s.slug == route.socket for c in s.contacts}
            for w in route.wires:
                assert w.from_pin in told
                assert told[w.from_pin] == (w.told or w.signal)


def test_open_pins_and_wired_pins_are_the_whole_rj45(kb: KnowledgeBase, plans):
    """Every contact of the near RJ45 is either wired or told to stay open."""
    seen = 0
    for made in plans:
        for route in made.routes:
            near = next((s for s in sockets(kb, made.device) if s.slug == route.socket), None)
            if near and near.shape == "rj45" and route.wires:
                seen += 1
                assert sorted([*route.open_pins, *(w.from_pin for w in route.wires)]) == sorted(near.numbers)
    assert seen


def test_what_is_not_printed_is_asked(plans):
    """A plan with an unknown contact, or without wires, has questions; a whole one has none."""
    for made in plans:
        unknown = any(w.to_pin == UNKNOWN for r in made.routes for w in r.wires)
        lacking = made.status in {"figure-only", "protocol-only"}
        assert bool(made.ask) == (unknown or lacking), made.name
        assert lacking == all(not r.wires for r in made.routes) or made.status == "chain"


def test_figures_cautions_and_procedures_are_facts_of_the_device(kb: KnowledgeBase, plans):
    """Everything beside the wires is read from the fact base and holds for the device."""
    for made in plans:
        for i in (*(f.fact for f in made.figures), *made.cautions, *made.procedures):
            assert made.device in kb.facts[i].devices, (made.name, i)


def test_two_alike_in_parallel_are_there(kb: KnowledgeBase):
    """A connector whose every contact leads to another connector of the next device has a page with both sockets."""
    chains = [(d, e) for d in wired(kb) for e in ends(kb, d) if e.status == "chain"]
    assert chains
    for device, one in chains:
        (route,) = plan(kb, device, one.slug).routes
        assert (route.from_port, route.to_port) == one.ports
        facts = [f for f in kb.select("pin", device) if isinstance(f, Pin) and f.connector == route.from_port]
        assert all(f.connects_to.startswith(route.to_port) for f in facts)
        assert route.wires == ()


def test_dip_blocks_are_the_protocols_setting(kb: KnowledgeBase):
    """Master: exactly the fact's positions, free where it has none. Slaves: never a position that no fact gives them."""
    for fact in kb.select("protocol"):
        assert isinstance(fact, Protocol)
        made = dips.setting(kb, fact)
        assert {s.number: s.position for s in made.master if s.position} == fact.dip
        assert len(made.master) == len(made.slave) == len(fact.dip_pattern)
        for switch, printed in zip(made.master, fact.dip_pattern, strict=True):
            assert {"X": "", "1": "ON", "0": "OFF"}[printed] == switch.position
        for switch in made.slave:
            assert switch.rule == "keep" or switch.position == fact.dip.get(switch.number, "")
        known = {(f.switch, f.position, f.meaning) for f in kb.select("dip") if isinstance(f, Dip)}
        assert {(c.number, p, m) for c in made.choices for p, m in c.positions} <= known


def test_a_dip_row_finds_its_protocols(kb: KnowledgeBase):
    """Each protocol is found by its own printed row and by every row that its free switches allow, and by no other id."""
    for one in dips.settings(kb):
        free = [n for n, s in enumerate(one.master) if not s.position]
        for choice in itertools.product("01", repeat=len(free)):
            row = ["1" if s.position == "ON" else "0" for s in one.master]
            for n, c in zip(free, choice, strict=True):
                row[n] = c
            found = dips.matching(kb, "".join(row))
            assert one in found
            assert {s.protocol_id for s in found} == {one.protocol_id}
        assert one in dips.matching(kb, one.pattern.lower())


@given(st.text(max_size=20))
def test_any_other_row_is_refused_or_matches_by_length(kb, text):
    """Nonsense gives a sentence, not a crash; a readable row gives settings of that many switches."""
    try:
        found = dips.matching(kb, text)
    except QueryError as e:
        assert "DIP row" in str(e)  # noqa: PT017 - the message is the rule
        return
    assert all(len(s.master) == len(text.strip()) for s in found)


def test_an_unknown_brand_is_refused_with_the_known_ones(kb: KnowledgeBase):
    """The message names every other end there is."""
    device = wired(kb)[0]
    with pytest.raises(NotFoundError, match=ends(kb, device)[0].slug):
        plan(kb, device, "no such brand")


def test_packs_are_carried_and_change_nothing_else(kb: KnowledgeBase):
    """The number of batteries is kept in the plan; wires and switches do not depend on it."""
    device = wired(kb)[-1]
    slug = ends(kb, device)[0].slug
    one, four = plan(kb, device, slug), plan(kb, device, slug, 4)
    assert (one.packs, four.packs) == (None, 4)
    assert one.routes == four.routes
    assert one.settings == four.settings
