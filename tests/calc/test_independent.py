"""Every calculator against examples that were worked by hand from the original manuals, without sight of the code.

examples_independent.yaml: a situation in domain words (`given`), what must come out (`expect`, or `refuse: true`), and
`run`: the calculator with its inputs, and `check`, which says where each expected value stands in its answer:

    NAME             the output of that name        NAME.min  NAME.max  NAME.text  NAME.tolerance   a part of it
    N                the N-th output, from 0        label:WORDS         the output whose label has these words
    all:NAME,NAME    yes when all of them are yes   labels  labels.without   what the labels hold, or do not
    warnings         the warnings                   wires    "from-to" pairs    band.low  band.high   of an SOC band

A value with a number is compared as a quantity, yes and no as such, anything else as a regular expression. `none` means
that no such output may be there.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec
import pint
import pytest

from kb.calc import registry
from kb.calc.errors import BadInput
from kb.calc.result import CalcResult, Refusal

EXAMPLES = msgspec.yaml.decode(Path(__file__).with_name("examples_independent.yaml").read_text(encoding="utf-8"))
REFUSED = [e for e in EXAMPLES if e["refuse"]]
ANSWERED = [e for e in EXAMPLES if not e["refuse"]]
QUANTITY = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(?: (\S.*))?")
# The calculators' names of units in Pint's words; pieces, packs and the like are plain numbers.
UNITS = {"mm2": "mm**2", "m²": "m**2", "bps": "bit/s", "MB/month": "megabyte/month", "°C": "degC", "Ah": "A*h"}
NUMBERS = {"-", "", "pcs", "packs", "poles", "switches", "batteries", "inverters", "P"}


@cache
def pints():
    return pint.UnitRegistry()


def quantity(number, unit):
    """A number with a unit of the calculators or of the examples."""
    if unit in NUMBERS:
        return pints().Quantity(number, "")
    return pints().Quantity(number, UNITS.get(unit, unit))


def output(result, name):
    """The output a name, a position or the words of a label stand for; None when there is none."""
    if name.isdigit():
        return result.outputs[int(name)]
    if name.startswith("label:"):
        found = [o for o in result.outputs if re.search(name.removeprefix("label:"), o.label, re.IGNORECASE)]
        assert found, f"no output is labelled {name!r}; there are {[o.label for o in result.outputs]}"
        return found[0]
    return next((o for o in result.outputs if o.name == name), None)


def same(expected, value, unit, text):
    """Whether an answer is the expected value."""
    if isinstance(value, bool):
        return expected == ("yes" if value else "no")
    number = QUANTITY.fullmatch(expected)
    if number and isinstance(value, int | float):
        wanted, got = quantity(float(number[1]), number[2] or "-"), quantity(value, unit)
        if not got.is_compatible_with(wanted):
            return False
        return got.to(wanted.units).magnitude == pytest.approx(wanted.magnitude, rel=1e-5, abs=1e-9)
    return any(re.fullmatch(expected, str(said), re.IGNORECASE | re.DOTALL) for said in (value, text))


def agrees(result, expected, where):
    """Whether the place in an answer holds the expected value."""
    plain = {
        "warnings": lambda: any(re.fullmatch(expected, w, re.IGNORECASE | re.DOTALL) for w in result.warnings),
        "labels": lambda: set(expected.split(", ")) <= {o.label for o in result.outputs},
        "labels.without": lambda: set(expected.split(", ")).isdisjoint(o.label for o in result.outputs),
        "wires": lambda: all(
            (o := output(result, f"pin{a}")) is not None and o.value == b
            for a, _, b in (wire.partition("-") for wire in expected.split(", "))
        ),
    }
    if where in plain:
        return plain[where]()
    if where.startswith("all:"):
        values = [output(result, n) for n in where.removeprefix("all:").split(",")]
        return expected == ("yes" if all(v is not None and v.value is True for v in values) else "no")
    if where.startswith("band."):
        ends = [float(x) for x in re.findall(r"[0-9]+", str(result.outputs[0].value))]
        return same(expected, ends[0 if where.endswith("low") else -1], "%", "")
    name, part = (where, "") if where.startswith("label:") else where.partition(".")[::2]
    found = output(result, name)
    if found is None:
        return expected == "none"
    if part == "tolerance":
        spread = re.search(r"± ?([0-9.]+)", found.text)
        return spread is not None and same(expected, float(spread[1]), found.unit, "")
    value = {"": found.value, "min": found.min, "max": found.max, "text": found.text}[part]
    return same(expected, value, found.unit, found.text)


def answer(kb, example):
    """What the calculator says to the example's situation; a text when it does not take an input."""
    if "skip" in example["run"]:
        pytest.skip(example["run"]["skip"])
    try:
        return registry.run(kb, example["run"]["calculator"], example["run"]["inputs"])
    except BadInput as e:
        return str(e)


@pytest.mark.parametrize("example", ANSWERED, ids=[e["id"] for e in ANSWERED])
def test_answer_is_the_one_worked_by_hand(kb, example):
    """The calculator's outputs are those of the example, with working and sources."""
    result = answer(kb, example)
    assert isinstance(result, CalcResult), f"{example['why']}\nit said: {result}"
    assert example["run"]["check"].keys() == example["expect"].keys()
    wrong = {
        name: expected
        for name, expected in example["expect"].items()
        if not agrees(result, expected, example["run"]["check"][name])
    }
    told = "\n".join([*(f"{o.name}: {o.text}" for o in result.outputs), *result.warnings])
    assert not wrong, f"{example['why']}\nit said:\n{told}"
    assert result.working
    assert result.sources


@pytest.mark.parametrize("example", REFUSED, ids=[e["id"] for e in REFUSED])
def test_no_answer_outside_the_manual(kb, example):
    """Outside the manual's range there is no number, but a sentence with what is allowed and where it stands."""
    result = answer(kb, example)
    other = example["run"].get("refusal_as_warning")
    if other:
        # Another edition gives the rule; the one the example asks about must say that it does not.
        assert isinstance(result, CalcResult)
        assert any(other in w for w in result.warnings)
        return
    assert isinstance(result, Refusal | str), f"{example['why']}\nit said: {result}"
    said = result if isinstance(result, str) else f"{result.reason} {result.allowed}"
    assert len(said.split()) > 4
    assert re.search(r"section|[0-9]+\.[0-9]+|manual|guide", said), said


def test_examples_are_whole():
    """Ids are unique, every example has its columns, and answered ones expect something."""
    assert len({e["id"] for e in EXAMPLES}) == len(EXAMPLES) > 120
    for e in EXAMPLES:
        assert e.keys() == {"id", "calculator_hint", "device", "given", "expect", "refuse", "run", "why"}
        assert bool(e["expect"]) is not e["refuse"], e["id"]
