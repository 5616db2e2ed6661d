from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle.store import open_bundle
from kb.curation.compare import ORDER, compare, counts, lines, marked
from kb.curation.conflicts import differences
from kb.model.facts import KINDS, Conflict, Lamp, LedState, Pin, Source, Variable, Wire, base_id

AT = Source("m", "1", "1", "One", "1")


def pin(fact_id: str, signal: str = "GND", **more) -> Pin:
    return Pin(
        **{"id": fact_id, "devices": ("d",), "source": AT, "connector": "Link IN", "pin": "4", "signal": signal, **more}
    )


@pytest.fixture(scope="module")
def manuals(bundle_root):
    kb = open_bundle(bundle_root)
    return {m: tuple(kb.select(manual=m)) for m in kb.manuals}


def test_every_fact_of_two_manuals_stands_in_exactly_one_pair(manuals):
    """Whatever two manuals are compared, no fact is lost, doubled or paired with another kind."""
    for a, b in permutations(manuals, 2):
        found = compare(manuals[a], manuals[b])
        for side, facts in (("a", manuals[a]), ("b", manuals[b])):
            ids = [getattr(p, side).id for p in found if getattr(p, side) is not None]
            assert sorted(ids) == sorted(f.id for f in facts if not isinstance(f, Conflict))
        assert all(type(p.a) is type(p.b) for p in found if p.a and p.b)


def test_a_manual_is_like_itself(manuals):
    """Compared with itself every fact is told alike."""
    for facts in manuals.values():
        assert {p.state for p in compare(facts, facts)} == {"equal"}


def test_the_comparison_has_no_preferred_side(manuals):
    """Swapped sides give the same pairs with the sides swapped."""
    swap = {"only-a": "only-b", "only-b": "only-a", "equal": "equal", "differs": "differs"}
    for a, b in combinations(manuals, 2):
        there = {(p.a and p.a.id, p.b and p.b.id, p.state) for p in compare(manuals[a], manuals[b])}
        back = {(p.b and p.b.id, p.a and p.a.id, swap[p.state]) for p in compare(manuals[b], manuals[a])}
        assert there == back


def test_what_differs_is_what_the_curation_finds(manuals):
    """Two editions of one fact differ here exactly where the search for contradictions says so, field by field."""
    seen = 0
    for a, b in combinations(manuals, 2):
        for pair in compare(manuals[a], manuals[b]):
            if pair.a is not None and pair.b is not None and pair.by == "id":
                names = [d.partition(":")[0] for d in differences(pair.a, pair.b)]
                assert [f.name for f in pair.fields] == names
                assert (pair.state == "differs") == bool(names)
                assert all(f.a != f.b for f in pair.fields), pair.a.id
                seen += bool(names)
    assert seen


def test_pins_come_first_and_counts_add_up(manuals):
    """The order is the order of harm, and the counts are those of the pairs."""
    assert set(ORDER) == set(KINDS) - {"conflict"}
    for a, b in combinations(manuals, 2):
        found = compare(manuals[a], manuals[b])
        places = [ORDER.index(p.kind) for p in found]
        assert places == sorted(places)
        assert sum(sum(c.values()) for c in counts(found).values()) == len(found)


def test_ids_without_edition_tag_make_a_pair():
    """The edition tag is no difference; a changed signal is, and both values are given."""
    (pair,) = compare([pin("d/link/4")], [pin("d/link/4@new", "CAN-H")])
    assert (pair.state, pair.by) == ("differs", "id")
    assert [(f.name, f.a, f.b) for f in pair.fields] == [("signal", ("GND",), ("CAN-H",))]


def test_key_fields_make_a_pair_where_the_id_is_new():
    """The same pin of the same connector under a new id is the same thing, in any case and spacing."""
    (pair,) = compare([pin("d/link/4")], [pin("d/renamed/4", connector="LINK  in")])
    assert pair.by == "key"
    assert base_id(pair.a.id) != base_id(pair.b.id)


def test_another_device_is_another_thing():
    """Two products both have a pin 4 of Link IN; that does not make them one."""
    found = compare([pin("d/link/4")], [pin("e/link/4", devices=("e",))])
    assert [p.state for p in found] == ["only-a", "only-b"]


def test_a_key_that_two_facts_share_pairs_neither():
    """Where a key names two facts of one side nobody can say which is meant: all stay alone."""
    found = compare([pin("d/x/4"), pin("d/y/4", "CAN-L")], [pin("d/z/4")])
    assert [p.state for p in found] == ["only-a", "only-a", "only-b"]


def test_lamp_states_are_paired_by_what_is_seen():
    """The same lamps with another meaning are one state told differently, not two states."""

    def state(fact_id, meaning):
        lamp = Lamp("ALM", "red", "flash", 0.5, 1.5)
        return LedState(id=fact_id, devices=("d",), source=AT, lamps=(lamp,), meaning=meaning)

    (pair,) = compare([state("d/led/a", "low")], [state("d/led/b", "high")])
    assert [f.name for f in pair.fields] == ["meaning"]


def test_values_are_said_in_lines():
    """Lists give a line for each item, figures are said as the manuals print them, nothing gives no line."""
    assert lines(("one", "two")) == ("one", "two")
    assert lines(56.0) == ("56",)
    assert lines(None) == lines("") == lines(()) == ()
    assert lines({"1": "ON"}) == ("1: ON",)
    assert lines((Wire("1", "2", "GND", optional=True),)) == ("1 → 2 GND (optional)",)
    assert lines((Variable("N", "packs", 3, 6), Variable("x", "mm"))) == ("N in packs from 3 to 6", "x in mm")
    assert lines((Lamp("RUN", None, "off"),)) == ("RUN off",)


@given(st.text(max_size=80), st.text(max_size=80))
def test_marking_keeps_every_character(a, b):
    """The pieces of both sides, joined, are the texts again; equal texts have nothing marked."""
    left, right = marked(a, b)
    assert "".join(t for t, _ in left) == a
    assert "".join(t for t, _ in right) == b
    if a == b:
        assert not any(differs for _, differs in (*left, *right))


def test_only_the_differing_words_are_marked():
    """One changed word is marked on both sides, the rest is not."""
    assert marked("Digital input 1: reserved", "Digital input 2: reserved") == (
        (("Digital input ", False), ("1", True), (": reserved", False)),
        (("Digital input ", False), ("2", True), (": reserved", False)),
    )
