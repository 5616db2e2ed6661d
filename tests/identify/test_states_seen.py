"""From seen lamps to states."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.identify.alarms import alarms_of
from kb.identify.looks import Look, compare, of_lamp, parse, refines
from kb.identify.states import board, identify
from kb.model.errors import NotFoundError, QueryError
from kb.model.facts import COLORS, Lamp, base_id

TIMES = st.floats(0.05, 60, allow_nan=False).map(lambda v: round(v, 3))
LOOKS = st.one_of(
    st.just(Look("off")),
    st.builds(Look, st.sampled_from(["steady", "flash", "lit"]), st.none() | st.sampled_from(sorted(COLORS))),
    st.builds(lambda c, a, b: Look("flash", c, a, b), st.none() | st.sampled_from(sorted(COLORS)), TIMES, TIMES),
    st.builds(lambda a: Look("flash", period_s=a), TIMES),
    st.builds(lambda n: Look("flash", times=n), st.integers(1, 50)),
)


def boards(kb):
    return [b for b in (board(kb, d) for d in kb.devices) if b.states]


@given(LOOKS)
def test_an_address_keeps_a_look(look):
    """Written into an address and read back, a look is the same."""
    color, _, pattern = look.key.partition(":")
    assert parse(color, pattern) == look


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_words_are_read_or_refused_with_a_sentence(color, pattern):
    """What is no look is refused by a sentence that says what is allowed; nothing else is raised."""
    try:
        look = parse(color, pattern)
    except QueryError:
        with pytest.raises(QueryError, match=r"use|write"):
            parse(color, pattern)
    else:
        assert parse(*look.key.split(":", 1)) == look


@given(LOOKS, LOOKS)
def test_a_finer_look_never_fits_where_a_coarser_one_does_not(fine, coarse):
    """What rules a state out when seen roughly rules it out when seen exactly."""
    if not refines(fine, coarse) or fine.pattern == "lit":
        return
    lamp = Lamp("X", coarse.color, "flash", 0.5, 1.5)
    if compare(coarse, lamp)[0] == "contradicts":
        assert compare(fine, lamp)[0] == "contradicts"


def test_every_state_is_found_by_its_own_lamps(kb):
    """Told all that a state says, that state fits without contradiction and nothing fits in more lamps."""
    seen_states = 0
    for found in boards(kb):
        for state in found.states:
            seen = {x.indicator: look for x in state.fact.lamps if (look := of_lamp(x)) is not None}
            if not seen:
                continue
            group = identify(found, seen).groups[state.group]
            mine = next((m for m in group.matches if m.state.id == state.id), None)
            assert mine is not None, state.id
            assert mine.fits == len(seen)
            assert mine.fits == group.matches[0].fits, state.id
            seen_states += 1
    assert seen_states > 60


def test_every_state_is_found_without_its_colours_and_rhythms(kb):
    """Colours unknown and rhythms not measured, a state still fits: nothing depends on colour alone."""
    for found in boards(kb):
        for state in found.states:
            seen = {x.indicator: Look(look.pattern) for x in state.fact.lamps if (look := of_lamp(x)) is not None}
            if seen:
                ids = {m.state.id for m in identify(found, seen).groups[state.group].matches}
                assert state.id in ids


def test_every_fact_stands_in_one_state_and_every_lamp_on_the_board(kb):
    """No state and no lamp of the facts is lost; equal editions are told once with both places."""
    for device in kb.devices:
        facts = list(kb.select("led_state", device))
        found = board(kb, device)
        told = [f.id for s in found.states for f in (s.fact, *s.also)]
        assert sorted(told) == sorted(f.id for f in facts)
        names = {x.name for x in found.lamps}
        assert names == {x.name for x in kb.devices[device].panel.lamps} | {x.indicator for f in facts for x in f.lamps}
        assert sorted(n for g in found.groups for n in g) == sorted({x.indicator for f in facts for x in f.lamps})
        for state in found.states:
            assert {base_id(f.id) for f in state.also} <= {base_id(state.id)}


def test_what_to_look_at_next_tells_states_apart(kb):
    """Every way of the next look leaves fewer states than there were on at least one side, and names real options."""
    asked = 0
    for found in boards(kb):
        for lamp in found.lamps:
            for option in lamp.options:
                for group in identify(found, {lamp.name: option.look}).groups:
                    if group.next is None:
                        continue
                    asked += 1
                    sizes = [len(w.states) for w in group.next.ways]
                    left = len(group.matches or group.open)
                    assert len(sizes) > 1
                    assert min(sizes) < left
                    keys = {o.key for o in found.find(group.next.indicator).options}
                    assert {w.key for w in group.next.ways} <= keys
    assert asked > 20


def test_following_the_next_look_ends_at_the_state_or_its_twins(kb):
    """Who always looks where told, at a panel that shows a state, ends with that state among states alike."""
    for found in boards(kb):
        for state in found.states:
            looks = {x.indicator: look for x in state.fact.lamps if (look := of_lamp(x)) is not None}
            if not looks:
                continue
            seen = dict([next(iter(looks.items()))])
            for _ in range(12):
                group = identify(found, seen).groups[state.group]
                assert state.id in {m.state.id for m in (*group.matches, *group.open)}, (state.id, seen)
                if group.next is None or group.next.indicator not in looks:
                    break
                seen[group.next.indicator] = looks[group.next.indicator]


def test_states_that_no_lamp_tells_apart_are_said_to_be_alike(kb):
    """RUN off and ALM steady stands for three states in the manual: all are told, none is preferred, nothing is asked."""
    found = board(kb, "sr48100h")
    group = identify(found, {"RUN": Look("off"), "ALM": Look("steady")}).groups[0]
    assert group.alike
    assert group.next is None
    assert {m.state.id.split("/")[-1] for m in group.matches} == {"discharge-docp", "temperature-protection", "failure"}
    assert len({m.fits for m in group.matches}) == 1


def test_a_disputed_colour_rules_nothing_out(kb):
    """Where a judged disagreement gives a lamp two colours, both fit, and the reason tells the other one."""
    found = board(kb, "growatt-65")
    states = [s for s in found.states if s.disputed.get("RUN")]
    assert states
    for state in states:
        told = of_lamp(state.lamp("RUN"))
        for other in state.disputed["RUN"]:
            verdict, why = state.judge("RUN", Look(told.pattern, other))
            assert verdict == "fits"
            assert other in why
            assert told.color in why


def test_lamps_that_speak_for_themselves_are_answered_side_by_side(kb):
    """On a panel of single lamps each one is answered on its own, and a lamp not looked at is not ruled out."""
    found = board(kb, "sigenstor-ec")
    finding = identify(found, {"DC": Look("flash", "orange"), "AC": Look("steady", "green")})
    touched = {g.lamps: [m.state.id for m in g.matches] for g in finding.groups if g.touched}
    assert set(touched) == {("DC",), ("AC",)}
    assert all(len(ids) == 1 for ids in touched.values())
    assert all(not g.ruled_out for g in finding.groups if not g.touched)


def test_a_near_state_differs_in_one_lamp(kb):
    """States that look much the same contradict in exactly one lamp, and fit in another or share colour or pattern."""
    for found in boards(kb):
        for lamp in found.lamps:
            for option in lamp.options:
                for group in identify(found, {lamp.name: option.look}).groups:
                    assert all(m.contradicts == 1 for m in group.near)


def test_alarms_of_a_state_show_its_lamps(kb):
    """An alarm told with a state contradicts none of its lamps, and lights one of them."""
    found = 0
    for one in boards(kb):
        for state in one.states:
            for alarm in alarms_of(kb, one.device, state):
                found += 1
                for lamp in alarm.lamp:
                    look, told = of_lamp(lamp), state.lamp(lamp.indicator)
                    if look is not None and told is not None:
                        assert compare(look, told)[0] != "contradicts"
    assert found > 20


def test_unknown_names_are_refused_with_what_there_is(kb):
    """An unknown device or lamp is refused by a sentence that names the known ones."""
    with pytest.raises(NotFoundError, match="sr48100h"):
        board(kb, "nope")
    with pytest.raises(QueryError, match="RUN, ALM"):
        identify(board(kb, "sr48100h"), {"XYZ": Look("off")})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_observation_is_answered(kb, data):
    """Whatever is told of real lamps, each state stands in exactly one place: fits, open, or ruled out."""
    found = data.draw(st.sampled_from(boards(kb)))
    names = [x.name for x in found.lamps]
    seen = data.draw(st.dictionaries(st.sampled_from(names), LOOKS, min_size=1, max_size=5))
    finding = identify(found, seen)
    for number, group in enumerate(finding.groups):
        total = sum(s.group == number for s in found.states)
        assert len(group.matches) + len(group.open) + group.ruled_out == total
        assert not {m.state.id for m in group.matches} & {m.state.id for m in group.near}
