"""A question opens the right calculator with the inputs it names, or none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.calc import CalcResult, prefill, run
from kb.calc.registry import find

QUESTIONS = [
    ("charge current for 4 batteries sr48100h", "sr48100h-bank", {"packs": "4"}),
    ("mounting hole height 2 packs wall", "sigenstor-mounting-holes", {"packs": "2", "mounting": "wall"}),
    (
        "Height of the holes for six SigenStor packs on the floor?",
        "sigenstor-mounting-holes",
        {"packs": "6", "mounting": "floor"},
    ),
    ("runtime growatt 1 kW load", "growatt-runtime", {"load": "1 kW"}),
    ("dip for solis", "sr48100h-dip", {"brand": "Solis"}),
    ("dip growatt inverter", "sr48100h-dip", {"brand": "Growatt"}),
    ("For how long may a SR48100H deliver 150 A?", "sr48100h-peak-time", {"current": "150 A"}),
    ("sim card data plan 3 inverters", "sigenstor-sim-plan", {"inverters": "3"}),
    ("ac breaker for sigen hybrid 4.6", "sigenstor-ac-switch", {"size": "4.6", "type": "Hybrid"}),
    ("pv strings 3.6 kW sigenstor", "sigenstor-pv-strings", {"size": "3.6"}),
    ("cable version for Victron CAN", "sr48100h-cable-version", {"brand": "Victron", "bus": "CAN"}),
    ("inverter settings 6 packs sr48100h Deye", "sr48100h-inverter-settings", {"packs": "6", "brand": "Deye"}),
    ("rack battery storage 4 months at -5 °C", "sr48100h-storage", {"months": "4 month", "temperature": "-5 °C"}),
    ("parallel batteries 52.1 V and 53.4 V growatt", "growatt-parallel-ready", {"u1": "52.1 V", "u2": "53.4 V"}),
    (
        "heat pump surplus pv 5 kW load 1.2kW charging 2 kW start 1 kW",
        "mysigen-heat-pump",
        {"pv": "5 kW", "load": "1.2 kW", "charge": "2 kW", "start": "1 kW"},
    ),
    (
        "third party inverter 4 kW, load 2 kW, charging 3 kW",
        "mysigen-third-party-inverter",
        {"inverter": "4 kW", "load": "2 kW", "charge": "3 kW"},
    ),
    ("how many SR48100H for 30 kWh", "sr48100h-packs", {"energy": "30 kWh"}),
    ("how many packs of the SR48100H for 20 kWh and 300 A", "sr48100h-packs", {"energy": "20 kWh", "current": "300 A"}),
    ("How many Growatt 6.5 batteries do I need for 12 kWh?", "growatt-batteries", {"energy": "12 kWh"}),
    ("how much energy do 4 SR48100H hold", "sr48100h-bank", {"packs": "4"}),
    ("how many kwh do two growatt batteries hold", "growatt-bank", {"batteries": "2"}),
    ("how many power cable pairs for 300 A", "sr48100h-cable-pairs", {"current": "300 A"}),
]


@pytest.mark.parametrize(("question", "calculator", "inputs"), QUESTIONS, ids=[q[0] for q in QUESTIONS])
def test_question_opens_its_calculator(kb, question, calculator, inputs):
    """Calculator and inputs are those of the question, and what was filled in can be read."""
    assert (calculator, inputs) == prefill(kb, question)


def test_the_limits_of_four_packs(kb):
    """The charge current of four packs is 200 A rated and 280 A at most."""
    calculator, inputs = prefill(kb, "charge current for 4 batteries sr48100h")
    outcome = run(kb, calculator, inputs)
    assert isinstance(outcome, CalcResult)
    values = {o.name: o.value for o in outcome.outputs}
    assert (values["charge_standard"], values["charge_max"]) == (200, 280)


@pytest.mark.parametrize(
    "question",
    [
        "what does ALM mean",
        "red light flashing since last night",
        "charge current for 4 batteries",
        "how long must I press the button to switch the Growatt battery on",
        "Price of a second Growatt battery?",
        "",
        "dip " * 400,
    ],
)
def test_other_questions_open_none(kb, question):
    """A question that names no calculation, or fits two devices alike, opens none."""
    assert prefill(kb, question) is None


@settings(deadline=None, max_examples=150)
@given(text=st.text(alphabet="dip solis growatt 0123456789.,-kWAV°C% load packs wall charge", max_size=80))
def test_no_question_crashes(kb, text):
    """Any text gives none, or a calculator with inputs of its own."""
    found = prefill(kb, text)
    assert found is None or found[1].keys() <= {i.name for i in find(kb, found[0]).info(kb).inputs}
