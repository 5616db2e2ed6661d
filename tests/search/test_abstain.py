"""The decision whether to answer grows with what speaks for the answer, and hangs on one named threshold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search import abstain
from kb.search.abstain import SLOTS_HIGH, SLOTS_LOW, THRESHOLD, Evidence, probability
from kb.search.engine import Engine

SHARE = st.floats(0, 1)
EVIDENCE = st.builds(Evidence, SHARE, st.floats(-1, 1), SHARE, st.floats(-10, 10))
NOTHING, ALL = Evidence(0.0, 0.0, 0.0, 0.0), Evidence(1.0, 0.9, 1.0, 1.0)
FUZZY = "which way up should the battery be carried"


@given(EVIDENCE)
def test_it_is_a_probability(evidence):
    """Whatever the evidence, the outcome lies between 0 and 1."""
    assert 0.0 <= probability(evidence) <= 1.0


@given(EVIDENCE, st.sampled_from(["topic", "cosine", "fused", "slots"]), st.floats(0, 2))
def test_more_evidence_never_speaks_against_an_answer(evidence, feature, more):
    """Each feature alone can only raise the probability."""
    better = replace(evidence, **{feature: getattr(evidence, feature) + more})
    assert probability(better) >= probability(evidence)


@pytest.mark.parametrize("feature", ["topic", "cosine", "fused", "slots"])
def test_each_feature_counts(feature):
    """None of the features is without weight."""
    middle = Evidence(0.5, 0.4, 0.5, 0.3)
    assert probability(replace(middle, **{feature: 0.9})) > probability(middle)


@given(EVIDENCE, st.floats(0, 1))
def test_strange_words_speak_against_an_answer(evidence, more):
    """Words that the manuals never use can only lower the probability."""
    assert probability(replace(evidence, strange=evidence.strange + more)) <= probability(evidence)
    assert probability(Evidence(0.5, 0.4, 0.5, 0.3, 1.0)) < probability(Evidence(0.5, 0.4, 0.5, 0.3))


@given(EVIDENCE, st.floats(0, 100))
def test_fields_count_only_so_far(evidence, beyond):
    """Fields that fit or contradict beyond the bounds add nothing: no field alone decides."""
    high, low = replace(evidence, slots=SLOTS_HIGH), replace(evidence, slots=SLOTS_LOW)
    assert probability(replace(evidence, slots=SLOTS_HIGH + beyond)) == probability(high)
    assert probability(replace(evidence, slots=SLOTS_LOW - beyond)) == probability(low)


def test_the_threshold_parts_nothing_from_everything():
    """Without any evidence there is no answer, with all of it there is one."""
    assert 0.0 < THRESHOLD < 1.0
    assert probability(NOTHING) < THRESHOLD < probability(ALL)


def test_search_decides_by_the_threshold(engine, monkeypatch):
    """A question that only resembles a fact is answered below the named threshold and refused above it; order stays."""
    engine = Engine(engine.kb)  # its own, because an engine keeps its answers
    monkeypatch.setattr(abstain, "THRESHOLD", 0.0)
    low = engine.search(FUZZY)
    engine = Engine(engine.kb)
    monkeypatch.setattr(abstain, "THRESHOLD", 1.1)
    high = engine.search(FUZZY)
    assert (low.answered, high.answered) == (True, False)
    assert low.results == high.results


@pytest.mark.parametrize("text", ["COVP", "victron", "link in pin 4", "SigenStor-5S-10"])
def test_what_is_looked_up_needs_no_probability(engine, monkeypatch, text):
    """A name that the manuals print is answered at any threshold."""
    monkeypatch.setattr(abstain, "THRESHOLD", 1.1)
    assert engine.search(text).answered


@pytest.mark.parametrize(
    "text", ["who won the match", "sing me a song about pirates", "zxqv wpkj", "how do I bake bread"]
)
def test_what_is_far_from_the_manuals_is_refused(engine, text):
    """A question about something else is refused, says so, and shows the nearest topics."""
    answer = engine.search(text)
    assert not answer.answered
    assert answer.why_not
    assert answer.results
    assert answer.ask_device == ()


def test_a_refusal_names_whom_to_ask(engine):
    """Who is refused is told whom to contact; another maker's product is its maker's matter."""
    assert "maker or supplier" in engine.search("pylontech manual").contact
    assert engine.search("torque for the sr48100h terminals").contact == (
        engine._contact(engine.understander.read("sr48100h"), ())
    )
    assert engine.search("COVP").contact == ""


def test_no_candidates_are_no_evidence(engine):
    """Where nothing was found, nothing speaks for an answer."""
    assert engine.evidence(engine.understander.read("red"), []) == NOTHING


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("growatt batery burning wat shud we do", "growatt-65/remedy/fire"),
        ("electrolyte of the growatt got in her eye", "growatt-65/remedy/leakage-eyes"),
        ("growatt leeking", "growatt-65/remedy/leakage"),
    ],
)
def test_danger_is_never_refused(engine, text, first):
    """Who tells of danger, however it is spelt, gets what the manual says to do then: sure or not."""
    answer = engine.search(text)
    assert answer.answered
    assert answer.results[0].id.startswith(first)


def test_danger_is_answered_below_the_threshold(engine, monkeypatch):
    """It is danger that answers, not the probability; the same threshold refuses what is no danger."""
    monkeypatch.setattr(abstain, "THRESHOLD", 1.1)
    fresh = Engine(engine.kb)
    assert fresh.search("smoke comes out of the growatt battery, what do we do").answered
    assert not fresh.search(FUZZY).answered
