"""Lamp likelihoods come from the LED facts."""

from __future__ import annotations

import pytest

from kb.diagnose.lamps import alike
from kb.diagnose.session import replay
from kb.model.facts import Lamp


def test_facts_that_look_the_same_are_one_choice(lantern):
    """Two LED states with one picture cannot be told apart, so they are one answer; either fact's id names it."""
    panel = lantern.probes[lantern.probe("panel")]
    assert [o.id for o in panel.options] == ["fuse", "wet", "run"]
    assert panel.place("lantern/led/dry") == panel.place("lantern/led/run") == 2


def test_each_column_is_a_distribution(lantern):
    """For every test and every cause, the answers sum to 1 and none is impossible."""
    for probe in lantern.probes:
        assert probe.likelihood.sum(axis=0) == pytest.approx(1)
        assert (probe.likelihood > 0).all()


def test_a_picture_speaks_for_the_cause_that_shows_it(lantern):
    """The LED fact's picture makes its cause likelier; a cause without states is told nothing by itself."""
    state = replay(lantern, {"panel": "lantern/led/wet"})
    wet, fuse = lantern.causes.index("wet"), lantern.causes.index("fuse")
    assert state.belief[wet] > lantern.prior[wet]
    assert state.belief[fuse] < 0.1 * lantern.prior[fuse] + 0.05
    off = lantern.causes.index("off")
    assert lantern.probes[lantern.probe("panel")].likelihood[:, off] == pytest.approx(1 / 3)


def test_what_looks_alike_is_mixed_up_more():
    """Dark for lit is rarer than steady for flashing, which is rarer than one rhythm for another; `any` fits all."""
    off, steady = Lamp("A", pattern="off"), Lamp("A", "red", "steady")
    slow, fast = Lamp("A", "red", "flash", 1, 1), Lamp("A", "red", "flash", 0.2, 0.2)
    assert alike(off, steady) < alike(steady, fast) < alike(slow, fast) < alike(fast, fast) == 1
    assert alike(Lamp("A"), steady) == 1
    assert alike(Lamp("A", "green", "steady"), steady) < 0.1
