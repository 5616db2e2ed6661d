"""A figure that holds for some sizes of a product alone is not told of another size: the wrong breaker burns."""

from __future__ import annotations

import re

import pytest
import whole

from kb.model.facts import Spec, base_id

RANGE = re.compile(r"(\d\.\d) ?[-\u2013] ?(\d\.\d) ?(?:SP|kW)")
SIZED = sorted(
    {
        (base_id(f.id), f.name, float(m[1]), float(m[2]))
        for f in whole.corpus().facts
        if isinstance(f, Spec) and (m := RANGE.search(f.condition))
    }
)
SIZES = [n / 10 for n in (30, 36, 40, 46, 50, 60)]


def test_there_are_sized_figures():
    """The corpus holds figures for the small and for the large inverters, each with a range."""
    assert len(SIZED) >= 4


@pytest.mark.parametrize(
    "said", ["{name} for a SigenStor EC {size}", "{name}, {size} kW SigenStor", "sigen hybrid {size} SP: {name}?"]
)
@pytest.mark.parametrize(("fact", "name", "low", "high"), SIZED, ids=[f for f, *_ in SIZED])
def test_the_figure_of_the_named_size_comes_first(engine, fact, name, low, high, said):
    """For each size within a range the figure of this range is first, and never that of the other."""
    others = {f for f, n, *_ in SIZED if n == name} - {fact}
    for size in SIZES:
        if low <= size <= high:
            found = [base_id(r.id) for r in engine.search(said.format(name=name, size=size)).results]
            assert fact in found, size
            assert all(found.index(fact) < found.index(o) for o in others if o in found), (size, found[:3])


@pytest.mark.parametrize(
    "said",
    [
        "AC isolator amps for a SigenStor EC {size} SP",
        "AC isolator amps for a SigenStor EC {size}",
        "AC isolator amps for a {size} kW SigenStor",
        "AC isolator for the {size} EC",
        "how many amps must the AC switch of a Sigen Hybrid {size} SP have",
        "sigenstor {size} ac switch rating",
        "Which breaker on the AC side of a {size} kW inverter, SigenStor",
        "ac breaker amps ec {size}",
        "what AC isolator for Sigen Hybrid {size}",
        "electrician asks what ampere rating you advise for the AC isolator next to a SigenStor EC {size} SP",
    ],
)
@pytest.mark.parametrize("size", SIZES)
def test_the_isolator_is_that_of_the_size_that_was_named(engine, size, said):
    """In everyday words too: a 3.6 takes the small isolator, a 5.0 the large one."""
    first = base_id(engine.search(said.format(size=size)).results[0].id)
    low, high = next((low, high) for f, _, low, high in SIZED if f == first)
    assert low <= size <= high


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "said", ["AC isolator size ec{size}", "isolator size ec {size}", "main isolator size ec{size}"]
)
def test_a_figure_of_another_size_never_comes_before_its_own(engine, said, size):
    """Where it may be any isolator that is meant, the one of the named size still stands before that of the others."""
    found = [base_id(r.id) for r in engine.search(said.format(size=size)).results]
    of = {f: low <= size <= high for f, _, low, high in SIZED if "ac-switch-current" in f}
    named = [of[f] for f in found if f in of]
    assert named
    assert named[0]


def test_a_formula_for_so_many_packs(engine, kb):
    """Where a formula is printed for some numbers of packs, the one that holds for the number told comes first."""
    formulas = [
        (f, v)
        for f in kb.select("rule")
        for v in f.variables
        if v.unit == "packs" and v.min is not None and v.max is not None and "hole height" in f.name.lower()
    ]
    assert len(formulas) >= 4
    for fact, packs in formulas:
        others = {
            base_id(o.id)
            for o, v in formulas
            if o.name == fact.name and not v.min <= packs.min <= v.max and base_id(o.id) != base_id(fact.id)
        }
        found = [base_id(r.id) for r in engine.search(f"{fact.name} with {packs.min:.0f} SigenStor packs").results]
        at = found.index(base_id(fact.id))
        assert all(at < found.index(o) for o in others if o in found), (fact.id, found[:4])
