"""What holds for every calculator and every input: no crash, plain sentences, physics the right way round."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.calc import BadInput, CalcResult, Refusal, list_calculators, run, to_json
from kb.calc.registry import calculators
from kb.model.errors import PinlightError

QUIET = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.one_of(
    st.integers(-3, 40).map(str),
    st.floats(-500, 5000, allow_nan=False).map(lambda x: f"{x:.4g}"),
    st.sampled_from(
        ["nan", "inf", "-inf", "1e400", "1e12", "0", "-1", "", " ", "1,000", "abc", "5 kW", "5 A", "3 °C", "٣", "\0"]
    ),
)


def values(info):
    """Any text for an input, mostly of its own kind."""
    own = st.sampled_from(info.choices) if info.choices else NUMBERS
    return st.one_of(own, own, NUMBERS, st.text(max_size=8))


@pytest.fixture(scope="session")
def infos(kb):
    """All calculators by id."""
    return {c.id: c for c in list_calculators(kb)}


@QUIET
@given(data=st.data())
def test_no_input_crashes(data, kb, infos):
    """Any input gives a result, a refusal or a PinlightError, and each of them in plain, finite terms."""
    info = infos[data.draw(st.sampled_from(sorted(infos)))]
    given_ = {
        i.name: data.draw(values(i)) for i in info.inputs if data.draw(st.integers(0, 9)) > (0 if i.required else 4)
    }
    if data.draw(st.integers(0, 30)) == 0:
        given_["nonsense"] = "1"
    try:
        outcome = run(kb, info.id, given_)
    except PinlightError:
        return
    to_json(outcome)
    if isinstance(outcome, Refusal):
        assert outcome.reason.endswith(".")
        assert outcome.allowed
        assert outcome.sources
        return
    assert outcome.outputs
    assert outcome.working
    assert outcome.sources
    assert all(not isinstance(o.value, float) or math.isfinite(o.value) for o in outcome.outputs)
    assert len({o.name for o in outcome.outputs}) == len(outcome.outputs)
    assert all(o.text for o in outcome.outputs)
    assert all(c in kb.facts for c in outcome.conflicts)


def number(kb, calculator, name, **given_):
    """The number of one result."""
    outcome = run(kb, calculator, {k: str(v) for k, v in given_.items()})
    assert isinstance(outcome, CalcResult), outcome
    return next(o.value for o in outcome.outputs if o.name == name)


RISING = [
    ("sigenstor-mounting-holes", "l1", "packs", {"mounting": "floor"}, (3, 6)),
    ("sigenstor-sim-plan", "plan", "inverters", {}, (1, 50)),
    ("sigenstor-residual-current", "residual", "inverters", {}, (1, 50)),
    ("sigenstor-distribution-switch", "current", "inverters", {"current": "20"}, (1, 50)),
    ("sr48100h-bank", "energy_usable", "packs", {}, (1, 32)),
    ("sr48100h-bank", "charge_max", "packs", {}, (1, 32)),
    ("sr48100h-stacks", "stacks", "packs", {}, (1, 32)),
    ("sr48100h-cable-pairs", "pairs", "current", {}, (1, 3000)),
    ("growatt-bank", "energy_usable", "batteries", {}, (1, 2)),
]


@pytest.mark.parametrize(
    ("calculator", "output", "name", "rest", "span"), RISING, ids=[f"{r[0]}-{r[1]}" for r in RISING]
)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_more_in_is_never_less_out(data, kb, calculator, output, name, rest, span):
    """More packs, inverters or current never need or give less."""
    low, high = sorted((data.draw(st.integers(*span)), data.draw(st.integers(*span))))
    less, more = ({name: low} | rest), ({name: high} | rest)
    assert number(kb, calculator, output, **less) <= number(kb, calculator, output, **more)


@settings(deadline=None, max_examples=50)
@given(one=st.integers(1, 4400), other=st.integers(1, 4400))
def test_a_larger_load_never_runs_longer(kb, one, other):
    """Growatt runtime falls with the load (W)."""
    small, large = sorted((one, other))
    times = [number(kb, "growatt-runtime", "runtime", load=f"{w} W") for w in (small, large)]
    assert times[0] >= times[1]


@settings(deadline=None, max_examples=50)
@given(one=st.floats(1, 200), other=st.floats(1, 200))
def test_a_larger_current_never_lasts_longer(kb, one, other):
    """SR48100H: the time for a discharge current falls with the current."""
    seconds = {"as long as the charge lasts": math.inf, "5 min": 300, "15 s": 15}

    def time(current):
        outcome = run(kb, "sr48100h-peak-time", {"current": f"{current:.4f}"})
        return seconds[next(o.text for o in outcome.outputs if o.name == "time")]

    small, large = sorted((one, other))
    assert time(small) >= time(large)


@settings(deadline=None, max_examples=50)
@given(watts=st.integers(1, 4400))
def test_units_do_not_change_a_result(kb, watts):
    """The same load in W and in kW gives the same result."""
    spellings = (
        f"{watts} W",
        f"{watts}w",
        f"{watts / 1000} kW",
        f"{watts / 1000}",
        f"{watts / 1000:.4f} kw".replace(".", ","),
    )
    times = {number(kb, "growatt-runtime", "runtime", load=s) for s in spellings}
    assert max(times) == pytest.approx(min(times))


def complaint(kb, calculator, given_):
    """What a calculator answers, an error taken as an answer."""
    try:
        return run(kb, calculator, given_)
    except BadInput as e:
        return e


BAD = ["", "nan", "inf", "-1", "1e12", "abc", "5 furlongs"]


@pytest.mark.parametrize("text", BAD)
def test_a_bad_number_is_told_what_is_allowed(kb, infos, text):
    """Negative, huge, NaN, text, wrong unit, missing: a sentence with what is allowed and the manual's place."""
    for info in infos.values():
        for item in info.inputs:
            negative_is_fine = item.min is None or item.min < 0
            if (
                item.kind not in {"number", "count"}
                or (not text and not item.required)
                or (text == "-1" and negative_is_fine)
            ):
                continue
            given_ = {i.name: i.choices[0] if i.choices else "1" for i in info.inputs if i.required} | {item.name: text}
            where = f"{info.id} {item.name}={text!r}"
            said = complaint(kb, info.id, given_)
            assert isinstance(said, BadInput | Refusal), where
            if isinstance(said, BadInput):
                assert said.name == item.name, where
                assert "Allowed is" in str(said), where
            assert "section" in (said.reason if isinstance(said, Refusal) else str(said)), where


def test_descriptions_are_whole(kb, infos):
    """Every calculator has a title, devices and inputs that say what is allowed; ids are unique and fit a URL."""
    for info in infos.values():
        assert info.title
        assert info.about
        assert set(info.devices) <= set(kb.devices)
        assert all(c.islower() or c.isdigit() or c == "-" for c in info.id)
        for item in info.inputs:
            assert item.label
            assert item.allowed
            assert item.help or item.kind == "yesno"
    assert len(infos) == len(calculators(kb))
