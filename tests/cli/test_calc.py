"""`pinlight calc`, and the calculator that a search offers."""

from __future__ import annotations

import pytest

CALC = "sr48100h-bank"
CONTRACT = {"id", "title", "inputs", "outputs", "working", "sources", "warnings", "conflicts", "refused"}


def test_the_list_tells_every_calculator(pinlight, fits):
    """`--list`, and no argument at all, name each calculator with its inputs, in 80 columns; the JSON has the same."""
    said = pinlight.text("calc", "--list")
    fits(said)
    assert said == pinlight.text("calc")
    listed = pinlight.json("calc", "--list")
    assert len(listed) > 30
    assert all(c["id"] in said and {"id", "title", "about", "devices", "inputs"} <= set(c) for c in listed)


def test_a_result_as_text_and_json(pinlight, fits):
    """A result has figures, working and sources; the JSON has every name of the contract."""
    said = pinlight.text("calc", CALC, "packs=4")
    fits(said)
    assert "Maximum charging current limit: 280 A" in said
    assert "Working" in said
    assert "Sources" in said
    told = pinlight.json("calc", CALC, "packs=4")
    assert set(told) == CONTRACT
    assert told["refused"] is False
    assert {o["name"]: o["value"] for o in told["outputs"]}["charge_max"] == 280


def test_a_refusal_is_an_answer(pinlight):
    """Outside the manual's range the sentence tells the range and its place; the exit code is 0, `refused` is true."""
    assert "1 to 32 packs; you said 33" in " ".join(pinlight.text("calc", CALC, "packs=33").split())
    told = pinlight.json("calc", CALC, "packs=33")
    assert told["refused"] is True
    assert told["reason"]
    assert told["allowed"]
    assert told["sources"]


@pytest.mark.parametrize(
    "words",
    [["nonsense"], [CALC], [CALC, "packs"], [CALC, "packs=x"], [CALC, "packs=4", "packs=5"], [CALC, "pack=4"],
     [CALC, "packs=nan"], [CALC, "packs=5 kW"], ["growatt-runtime", "load=1e-320"]],
)  # fmt: skip
def test_a_slip_is_one_sentence(pinlight, words):
    """An unknown calculator, a missing, unknown or unreadable input: a sentence and exit code 1, never a traceback."""
    assert len(pinlight.refused("calc", *words).split()) > 5


def test_search_opens_the_calculator(pinlight, fits):
    """A question for a quantity is worked out, with the call that repeats it; the JSON has the result and the address."""
    query = "charge current for 4 batteries sr48100h"
    said = pinlight.text("search", query)
    fits(said)
    assert "Work it out: SR48100H: battery bank" in said
    assert "200 A" in said
    assert "280 A" in said
    assert "pinlight calc sr48100h-bank packs=4" in said
    told = pinlight.json("search", query)["calculator"]
    assert (told["id"], told["inputs"], told["url"]) == (CALC, {"packs": "4"}, f"/calculator/{CALC}?packs=4")
    assert told["result"]["refused"] is False


def test_search_offers_no_calculator_where_none_fits(pinlight):
    """Most questions ask for no calculator: the key is there, and null."""
    assert pinlight.json("search", "red light flashing")["calculator"] is None


def test_a_model_name_is_no_quantity(pinlight):
    """The digits in "SR48100H" are not read as 48100 hours."""
    told = pinlight.json("search", "sr48100h storage 3 months 20 °C")["calculator"]
    assert told["inputs"] == {"months": "3 month", "temperature": "20 °C"}
