"""Danger in people's words: the one that is meant, and none where the words say something else."""

from __future__ import annotations

import pytest

from kb.diagnose import api


def read(kb, device, text):
    """The danger that is read from a sentence, or None."""
    taken = api.diagnose(kb, device, {"said": text}, "support")["taken"]
    return next((t["answer"] for t in taken if t["id"] == "danger"), None)


@pytest.mark.parametrize(
    ("text", "growatt", "sr48100h", "sigenstor"),
    [
        ("something leaked and splashed into my husband's eyes", "eyes", "eye", None),
        ("liquid splashed him in the eye", "eyes", "eye", None),
        ("the battery leaks", "damage", "leak", "dropped"),
        ("it burns", "fire", "fire", "fire"),
        ("there is smoke", "fire", "fire", "fire"),
        ("a burnt smell comes from it", "fire", "fire", "fire"),
        ("a child swallowed some", "swallowed", "swallowed", None),
    ],
)
def test_the_danger_that_is_meant(kb, text, growatt, sr48100h, sigenstor):
    """Of dangers told alike the one with words of its own is read; smoke and burning are fire for every product."""
    found = [read(kb, d, text) for d in ("growatt-65", "sr48100h", "sigenstor-ec")]
    assert found[:2] == [growatt, sr48100h]
    assert found[2] == sigenstor


@pytest.mark.parametrize(
    "text",
    [
        "only ALM burns permanent",
        "the red light is burning",
        "the port RS485_2 was damaged on delivery",
        "after that everything dropped and the house was dark",
        "our cellar gets water now and then, so it should hang",
        "the smoke detector beeps",
        "the light strip used to run like water",
        "he washed his hands with water",
        "the dog's water bowl froze solid",
        "we closed the cabin as always: water off, shutters, mousetraps",
        "from there to the water it is a long walk",
        "foam, water or what kind of extinguisher should I buy",
        "the insurer demands a fire extinguisher beside it",
        "both cables are at the top one, that was nicer for the eye",
        "my wife keeps an eye on it",
        "he went out for a smoke",
        "the temperature dropped at night",
    ],
)
@pytest.mark.parametrize("device", ["growatt-65", "sr48100h", "sigenstor-ec"])
def test_what_is_no_danger(kb, device, text):
    """A lamp that burns is lit, a damaged socket is no damaged battery, and a cellar that is damp at times is a place."""
    assert read(kb, device, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "liquid got in my eyes",
        "the cellar is under water",
        "water got into the battery",
        "I used a fire extinguisher on the battery",
        "the battery dropped from the trolley",
        "rain water runs into it",
    ],
)
def test_what_is_danger_still_is(kb, text):
    """What people do with water, eyes and fire is left out, and what happened to the battery or to somebody is not."""
    assert read(kb, "growatt-65", text) is not None
