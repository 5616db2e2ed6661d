"""Priors learn from outcomes, within bounds that no stream of outcomes breaks."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lantern import PLAIN, compiled

from kb.cli import main
from kb.curation.fault_types import OTHER
from kb.diagnose import api, learn
from kb.diagnose.observe import danger_tests
from kb.diagnose.session import next_step, replay
from kb.model.errors import NotFoundError
from kb.userdata import Outcome, Settings, UserData

TODAY = date(2026, 11, 21)
HALF = 180.0
LANTERN = compiled(PLAIN)


def told(model, cause, count=1, age=0):
    """So many outcomes of a cause, so many days ago."""
    return [Outcome(TODAY - timedelta(days=age), model.id, cause, "swap", "lay", "v")] * count


def test_an_outcome_lifts_its_cause_and_fades():
    """One outcome counts one case beside SAMPLE stated ones; after a half-life it weighs half."""
    place = LANTERN.causes.index("fuse")
    fresh = learn.updated(LANTERN, learn.weights(LANTERN, told(LANTERN, "fuse"), TODAY, HALF))
    old = learn.weights(LANTERN, told(LANTERN, "fuse", age=180), TODAY, HALF)
    assert fresh[place] == pytest.approx((LANTERN.prior[place] * learn.SAMPLE + 1) / (learn.SAMPLE + 1))
    assert old[place] == pytest.approx(0.5)


def test_a_day_and_a_cause_are_capped():
    """A thousand on one day weigh as DAY; a thousand days weigh CAUSE at most."""
    place = LANTERN.causes.index("fuse")
    assert learn.weights(LANTERN, told(LANTERN, "fuse", 1000), TODAY, HALF)[place] == learn.DAY
    many = [o for age in range(1000) for o in told(LANTERN, "fuse", 5, age)]
    assert learn.weights(LANTERN, many, TODAY, HALF)[place] == learn.CAUSE


def test_what_does_not_belong_weighs_nothing():
    """Other models, causes that are gone, and days to come change no prior; the model stays the same object."""
    strange = [
        *told(LANTERN, "moon"),
        Outcome(TODAY, "other", "fuse", "swap", "lay", "v"),
        *told(LANTERN, "fuse", age=-1),
    ]
    assert learn.priors([LANTERN], strange, TODAY, HALF) == {}
    assert learn.applied(LANTERN, {}) is LANTERN
    assert learn.applied(LANTERN, {LANTERN.id: (0.5, 0.5)}) is LANTERN


@st.composite
def streams(draw):
    """Outcomes of the Lantern as nobody honest would send them."""
    names = st.sampled_from(LANTERN.causes)
    return [
        o
        for c, n, age in draw(st.lists(st.tuples(names, st.integers(1, 500), st.integers(0, 900)), max_size=60))
        for o in told(LANTERN, c, n, age)
    ]


@given(streams())
def test_no_stream_breaks_the_bounds(stream):
    """A prior stays a prior, no cause falls below its floor, and the order in which outcomes came does not matter."""
    after = learn.updated(LANTERN, learn.weights(LANTERN, stream, TODAY, HALF))
    assert after.sum() == pytest.approx(1)
    assert (after >= learn.floors(LANTERN) - 1e-12).all()
    np.testing.assert_allclose(after, learn.updated(LANTERN, learn.weights(LANTERN, stream[::-1], TODAY, HALF)))


@settings(deadline=None, max_examples=15)
@given(nth=st.integers(0, 99), causes=st.lists(st.integers(0, 99), min_size=1, max_size=8))
def test_a_poisoned_stream_leaves_every_danger_in_reach(kb, nth, causes):
    """Whatever was sent: danger is still asked first, its rules still fire, unsafe causes keep their floor and are still found."""
    model = api.models(kb)[nth % len(api.models(kb))]
    loud = sorted({model.causes[n % len(model.causes)] for n in causes})
    stream = [o for c in loud for age in range(0, 400, 3) for o in told(model, c, 9, age)]
    learnt = learn.applied(model, learn.priors([model], stream, TODAY, HALF))
    assert (learnt.prior[learnt.unsafe] >= learn.UNSAFE_FLOOR * model.prior[model.unsafe] - 1e-12).all()
    assert learnt.prior[-1] >= learn.UNSAFE_FLOOR * model.prior[-1] - 1e-12
    first = next_step(replay(learnt, {}))
    if danger_tests(model) & {p.id for p in model.probes if p.first}:
        assert learnt.probes[first.place].id in danger_tests(model)
    for rule in model.dangers:
        answers = {t: c[0] for t, c in rule.when.items()}
        fires = {d.id for d in replay(learnt, answers).dangers}
        assert fires == {d.id for d in replay(model, answers).dangers}
        # A question that is only asked after another one is not heard alone.
        heard = all(not p.only_if for p in model.probes if p.id in rule.when)
        assert rule.id in fires or not heard
    for place in np.flatnonzero(model.unsafe):
        answers = {
            p.id: p.options[int(p.likelihood[:, place].argmax())].id
            for p in model.probes
            if not p.only_if and p.likelihood[:, place].max() > 0.6
        }
        stated, now = replay(model, answers).belief, replay(learnt, answers).belief
        if int(stated.argmax()) == place and stated[place] > 0.9:
            assert now[place] > 0.5, f"{model.id}: {model.causes[place]} is out of reach"


def test_learning_is_off_until_it_is_switched_on(kb, tmp_path):
    """The same outcomes change nothing by default, and the next session's causes once PINLIGHT_LEARN is on."""
    path = tmp_path / "user.sqlite"
    answers = {"problem": "sr48100h-communication", "danger": "no", "set-inverter": "yes"}
    outcome = api.outcome(kb, "sr48100h", answers, "installer", TODAY)
    assert (outcome.cause, outcome.repair) == ("inverter-setting", "set-inverter")
    assert api.outcome(kb, "sr48100h", {"problem": "sr48100h-communication"}, "installer", TODAY) is None
    assert api.outcome(kb, "sr48100h", {}, "installer", TODAY) is None
    data = UserData.open(path)
    data.outcomes.add(outcome)
    assert api.learnt(kb, Settings(path), TODAY) == {}
    assert api.learnt(kb, Settings(tmp_path / "none.sqlite", learn=True), TODAY) == {}
    learnt = api.learnt(kb, Settings(path, learn=True), TODAY)
    plain = api.diagnose(kb, "sr48100h", {"problem": "sr48100h-communication"})
    after = api.diagnose(kb, "sr48100h", {"problem": "sr48100h-communication"}, learnt=learnt)
    assert after["causes"][0]["p"] > plain["causes"][0]["p"]


def test_the_keeper_sees_and_takes_back(kb, bundle_root, tmp_path, monkeypatch):
    """`pinlight outcomes` names each outcome with before and after; --undo takes one or a day back, and says so."""
    monkeypatch.setenv("PINLIGHT_DATA", str(tmp_path / "user.sqlite"))
    monkeypatch.setenv("PINLIGHT_LEARN", "on")
    data = UserData.open(tmp_path / "user.sqlite")
    day = TODAY - timedelta(days=1)
    for _ in range(2):
        data.outcomes.add(Outcome(day, "sr48100h-soc", "stays-99", "float-calibrate", "lay", "v"))

    def run(*words):
        done = CliRunner().invoke(main, ["outcomes", "--bundle", str(bundle_root), *words])
        return done.exit_code, done.output

    assert "2 outcomes, learning is on" in run()[1]
    assert "A reserve is kept" in run()[1]
    told_ = msgspec.json.decode(run("--json")[1])
    change = next(c for c in told_["changes"] if c["cause"] == "stays-99")
    assert change["after"] > change["before"]
    assert (change["outcomes"], change["held"]) == (2, False)
    assert "Taken back: 1" in run("--undo", "1")[1]
    assert "Taken back: 1" in run("--undo", day.isoformat())[1]
    assert msgspec.json.decode(run("--json", "--purge")[1])["log"][0]["ids"] == [1]
    assert run("--undo", "yesterday")[0] == 1
    with pytest.raises(NotFoundError):
        data.outcomes.undo(77, TODAY)
    assert OTHER in {
        c.cause
        for c in learn.changes(api.models(kb), told(api.models(kb)[0], api.models(kb)[0].causes[0]), TODAY, HALF)
    }
