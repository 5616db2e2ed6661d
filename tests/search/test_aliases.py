"""Names are found in a question in any case and spacing, the longest first, and never twice over."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.aliases import Names, squash, tokens

TABLE = Names(
    [
        ("SigenStor", "ec"),
        ("SigenStor BAT", "bat"),
        ("my sigen", "app"),
        ("sigen inverter", "ec"),
        ("AC", "1"),
        ("ac", "2"),
    ]
)


def found(text: str) -> list[tuple[str, ...]]:
    """The values of the names in a text, in order."""
    return [f.values for f in TABLE.find(tokens(text))]


@pytest.mark.parametrize("written", ["SR-48100 H", "sr48100h", "SR 48100H", "Sr_48100-h", "ＳＲ48100Ｈ"])
def test_a_name_is_the_same_in_any_spacing(written):
    """Case, blanks, hyphens and wide letters make no other name."""
    assert squash(written) == "sr48100h"


def test_a_decimal_point_counts():
    """EC 5.0 is not EC 50; a full stop at the end of a sentence is no part of a name."""
    assert squash("EC 5.0") == "ec5.0" != squash("EC 50")
    assert squash("EC 5.0.") == "ec5.0"


@given(st.text(max_size=60))
def test_squashing_twice_changes_nothing(text):
    """What is squashed stays as it is, so that a stored name may be looked up again."""
    assert squash(squash(text)) == squash(text)


@given(st.text(max_size=60))
def test_tokens_stand_in_order_and_do_not_overlap(text):
    """Tokens are pieces of the question from left to right."""
    cut = tokens(text)
    assert all(a.end <= b.start for a, b in pairwise(cut))
    assert all(t.start < t.end for t in cut)


@pytest.mark.parametrize("written", ["sigenstor bat", "SigenStorBAT", "sigen-stor b-a-t", "SIGENSTOR-BAT"])
def test_the_longest_name_is_meant(written):
    """A device whose name begins with that of another one is not read as the other one."""
    assert found(f"the {written} is dark") == [("bat",)]


def test_a_name_that_reaches_further_wins():
    """In "my sigen inverter" the inverter is meant, though "my sigen" is an app."""
    assert found("my sigen inverter") == [("ec",)]
    assert found("my sigen is new") == [("app",)]


def test_a_name_inside_a_word_is_none():
    """A name is made of whole runs of letters: "AC" does not stand in "back"."""
    assert found("back to the battery") == []


def test_one_name_may_have_several_values():
    """A name that two things share stands for both, in the order they were given."""
    assert found("AC") == [("1", "2")]


@given(st.lists(st.sampled_from(["sigen", "stor", "bat", "my", "inverter", "AC", "x", "-", "5"]), max_size=12))
def test_found_names_do_not_overlap(words):
    """No piece of a question belongs to two names of one table."""
    hits = TABLE.find(tokens(" ".join(words)))
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert all(h.values == TABLE.table[h.name] for h in hits)


def test_every_name_of_every_device_is_found(engine, kb):
    """A device is known by its id, name, short name and each alias, as printed, in lower case, hyphenated and in one word."""
    names = engine.understander.gazetteer.devices
    missed = []
    for device in kb.devices.values():
        for name in filter(None, (device.id, device.name, device.short, *device.aliases)):
            for written in (name, name.lower(), name.upper(), name.replace(" ", "-"), name.replace(" ", "")):
                if not any(device.id in f.values for f in names.find(tokens(f"what of the {written} please"))):
                    missed.append((device.id, written))
    assert missed == []


@pytest.mark.parametrize("text", ["SR48", "two SR48s", "sr481", "the Sr-48 in my rack", "SR4810 alarm", "RS-R51"])
def test_a_designation_cut_short_is_known(engine, text):
    """People write as much of a designation as tells it from all others."""
    assert engine.understander.read(text).devices == {"sr48100h"}


@pytest.mark.parametrize("text", ["SR48 200", "SR4 alarm", "SR48200", "SR47", "CT12", "SDM12"])
def test_another_designation_is_not_ours_cut_short(engine, text):
    """What goes on with other digits, or leaves one digit only, names nothing of ours."""
    assert engine.understander.read(text).devices == frozenset()


@pytest.mark.parametrize(
    ("text", "devices"),
    [
        ("my Sigen blinks blue", set()),
        ("My Sigen app does not open", {"mysigen-app"}),
        ("mySigen does not open", {"mysigen-app"}),
        ("my SigenStor blinks", {"sigenstor-ec"}),
        ("my mySigen login", {"mysigen-app"}),
    ],
)
def test_whose_it_is_makes_no_app_of_it(engine, text, devices):
    """Somebody's Sigen is equipment; the app is written in one word, or called an app."""
    assert engine.understander.read(text).devices == devices
