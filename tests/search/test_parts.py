"""A model is known by what it is made of: how many parts of which size, and which inverter."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.facts import Model
from kb.search import parts


def _size(name):
    return re.search(r"(\d+\.\d)", name)[1]


def _asked(model, form):
    told = [form.format(n=n, size=_size(name)) for name, n in model.parts.items() if n]
    return f"which model is {model.inverter} with {' and '.join(told)}"


@pytest.mark.parametrize("form", ["{n} x BAT {size}", "{n}x{size}", "{n} of the {size} packs"])
def test_every_model_is_found_by_its_parts(engine, kb, form):
    """The designation whose inverter and packs are named comes first, for every one the manuals list."""
    models = [f for f in kb.facts.values() if isinstance(f, Model) and f.inverter]
    # Two editions, or two misprinted rows, may give the same parts to two designations.
    made = {}
    for f in models:
        made.setdefault((f.inverter, tuple(sorted(f.parts.items()))), set()).add(f.designation)
    missed = []
    for f in models:
        first = kb.facts.get(engine.search(_asked(f, form)).results[0].id)
        right = made[f.inverter, tuple(sorted(f.parts.items()))]
        if not isinstance(first, Model) or first.designation not in right:
            missed.append((f.id, first and first.id))
    assert models
    assert missed == []


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from([5, 8])), max_size=4))
def test_parts_are_read_as_they_are_told(told):
    """Each count with its size is read, once, in the order of the text."""
    text = ", ".join(f"{n} x bat {size}.0" for n, size in told)
    assert parts.counted(text) == tuple(dict.fromkeys((n, float(size)) for n, size in told))


@pytest.mark.parametrize(
    "text", ["", "6.0 SP with 3 packs", "two 5.0 kW inverters", "pin 5 of 8", "2.5 x 8", "8 packs"]
)
def test_what_counts_no_parts(text):
    """A number without a size, a rating, a place in a plug: no part is counted."""
    assert parts.counted(text) == ()


def test_a_size_that_the_model_does_not_come_in_says_nothing(kb):
    """Packs of another size are no evidence for or against a model."""
    model = next(f for f in kb.facts.values() if isinstance(f, Model))
    assert parts.agreement(model, ((2, 11.0),), frozenset()) == 0


@pytest.mark.parametrize(
    ("text", "designation"),
    [
        ("a 5 kW inverter with one five and one eight pack, what is the model called", "SigenStor-5S-13"),
        ("EC 5.0 with a pair of the bigger packs, under what name is it ordered", "SigenStor-5S-16"),
        ("three of the fat eights under an EC 6.0, name of the set", "SigenStor-6S-24"),
        ("five kilowatt EC and two of the small ones, which model is that", "SigenStor-5S-10"),
        ("a 6 kW EC with one small and one large pack, which set is it", "SigenStor-6S-13"),
    ],
)
def test_parts_in_everyday_words(engine, kb, text, designation):
    """Sizes are also told in words, and by which is the bigger one."""
    first = kb.facts[engine.search(text).results[0].id]
    assert isinstance(first, Model)
    assert first.designation == designation
