"""Conflict candidates: what may disagree and nobody has judged."""

from __future__ import annotations

from kb.curation import conflicts

GUIDE, QUICK, CONFLICTS = "manuals/glow-guide.md", "manuals/glow-quick.md", "conflicts.yaml"


def found(shelf):
    corpus = shelf.survey()
    return [(c.why, c.facts) for c in conflicts.candidates(corpus.facts, corpus.judged)]


def test_a_judged_conflict_is_no_candidate(shelf):
    """What conflicts.yaml names is settled."""
    assert found(shelf) == []


def test_two_editions_that_differ_are_a_candidate(shelf):
    """The same id in two editions with another figure is found, and how it differs is told."""
    shelf.write(CONFLICTS, "conflicts: []\n")
    corpus = shelf.survey()
    (candidate,) = conflicts.candidates(corpus.facts, corpus.judged)
    assert candidate.facts == ("glow-5/spec/charge-voltage", "glow-5/spec/charge-voltage@quick")
    assert (candidate.why, candidate.differs) == ("two editions differ", ("value: 56.0 ≠ 57.0",))


def test_two_editions_that_agree_are_none(shelf):
    """The same figure twice is no candidate."""
    shelf.write(CONFLICTS, "conflicts: []\n")
    shelf.change(QUICK, "| 57 |", "| 56 |")
    assert found(shelf) == []


def test_one_name_with_two_figures_is_a_candidate(shelf):
    """One named figure with two values on one device is found, unless the condition tells them apart."""
    row = "| temperature | Temperature | -10 | | 50 | °C | 6 |"
    shelf.change(GUIDE, row, f"{row}\n| storage | temperature | 0 | | 40 | °C | 6 |")
    assert found(shelf) == [("one name, two figures", ("glow-5/spec/temperature", "glow-5/spec/storage"))]


def test_a_doubtful_fact_is_a_candidate_until_judged(shelf):
    """A fact read with a doubt is listed, until somebody writes down why it stands."""
    shelf.change(GUIDE, "{.blinks src=9}", "{.blinks src=9 certainty=doubtful}")
    assert found(shelf) == [("read with a doubt", ("glow-5/blink/flash1",))]
    shelf.change(CONFLICTS, "judged: []", 'judged:\n- {facts: ["glow-5/blink/flash1"], why: "read twice"}')
    assert found(shelf) == []


def test_readings_may_name_number_or_anchor(shelf):
    """A reading's section is found by its number or its anchor, and carries the section's title."""
    conflict = shelf.load().fact("conflict/charge-voltage")
    assert [(r.source.section, r.source.anchor, r.source.title) for r in conflict.readings] == [
        ("2", "figures", "Figures"),
        ("1", "figures", "Figures"),
    ]


def test_kinds_that_differ_are_told():
    """Two facts of different kinds differ by their kind alone."""
    from kb.model.facts import Blink, Dip, Source

    source = Source("m", "1", "1", "t", "1")
    blink = Blink(id="a", devices=("d",), source=source, name="F", on_s=1, off_s=1)
    dip = Dip(id="b", devices=("d",), source=source, switch="1", position="ON", meaning="x")
    assert conflicts.differences(blink, dip) == ("kind: blink ≠ dip",)
