"""How letters are cut and what in them counts: short forms, guesses, signs, frost, partners' products, what a battery is that says nothing."""

from __future__ import annotations

import pytest

from kb.diagnose import api
from kb.suggest import cut, evidence, mail
from kb.suggest.advise import suggest
from kb.suggest.read import read


@pytest.fixture(scope="module")
def models(kb):
    """All fault models."""
    return api.models(kb)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("We need the max. DC voltage of it.", ["We need the max. DC voltage of it."]),
        ("Ask Dr. Brown. He knows it.", ["Ask Dr. Brown.", "He knows it."]),
        ("how do i get a new one?? i am not logged in", ["how do i get a new one??", "i am not logged in"]),
        ("Is it on? no lamp shines", ["Is it on?", "no lamp shines"]),
    ],
)
def test_where_sentences_end(engine, text, cut):
    """A short form ends no sentence; a question mark does, whatever follows it."""
    found = read(engine, mail.read("", text)).sentences
    assert [s.text for s in found] == cut


@pytest.mark.parametrize(
    ("text", "complains"),
    [
        ("Should I believe the figure, or is the gauge defective?", True),
        ("Have I got a dud?", True),
        ("The battery hardly gives anything in the evening.", True),
        ("It is empty within no time.", True),
        ("How heavy is the battery?", False),
    ],
)
def test_who_asks_whether_it_is_broken_complains(engine, text, complains):
    """A question whether a thing is defective says that something is wrong."""
    assert read(engine, mail.read("", text)).sentences[0].complains is complains


@pytest.mark.parametrize(
    "text", ["What is it?", "Did the marten cut something?", "Could the lightning have blown the port?"]
)
def test_who_asks_what_it_is_asks_what_now(text):
    """After a fault is told, these ask for its cause and nothing that is printed for itself."""
    assert cut.WHAT_NOW.fullmatch(text.rstrip("?"))


def test_who_owns_a_wallbox_of_another_make_has_no_other(engine):
    """A wallbox called by its kind alone is the one that its owner named."""
    found = suggest(engine, "Wallbox", "I own a go-e and the wallbox blinks red since today. What does it mean?")
    assert found.causes == ()
    assert found.answers == ()


def test_what_is_needed_is_asked(engine):
    """A list of what is needed is a question without a question mark."""
    assert read(engine, mail.read("", "For the plan I need of the EC 6.0: the fuse, the weight.")).sentences[0].asks


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("String 1 measures +352 V, string 2 minus 348 V", "negative"),
        ("the meter says plus 402 V on the string", "positive"),
        ("string 2: -348 V", "negative"),
    ],
)
def test_a_sign_in_words_is_a_sign(models, text, sign):
    """Minus 348 V is as negative as -348 V; one negative string is enough."""
    found = [f for m in models if (f := evidence.signs(m, text))]
    assert found
    assert {v for f in found for v in f.values()} == {sign}


@pytest.mark.parametrize("text", ["It is about zero in the barn", "around freezing in there", "minus 3 degrees"])
def test_frost_is_told_without_a_figure(models, text):
    """What is about zero falls into the cold band of every question that has one."""
    found = [f for m in models if (f := evidence.temperatures(m, text))]
    assert found
    assert not any("hot" in v or "warm" in v for f in found for v in f.values())


def test_a_partners_product_beside_ours_is_no_foreign_one(engine):
    """An SR48100H that a Victron Cerbo GX does not see is ours to speak of; a Cerbo GX alone is not."""
    ours = suggest(
        engine, "Cerbo GX does not see it", "My SR48100H works. The Cerbo GX does not list it on its CAN bus."
    )
    theirs = suggest(engine, "Cerbo GX", "The screen of my Cerbo GX stays black since yesterday.")
    assert ours.device == "sr48100h"
    assert ours.causes
    assert (theirs.covered, theirs.causes, theirs.answers) == (False, (), ())


def test_a_hot_place_is_no_danger(engine):
    """In a shed where you cannot breathe for heat nobody has breathed in anything; next to a battery, or with fumes, one may."""
    place = suggest(engine, "Growatt 6.5 kWh stops", "In the shed you can't breathe, so hot it is. It stops each noon.")
    person = suggest(engine, "Growatt 6.5 kWh", "It smells sharp, I breathed it in and feel sick.")
    assert person.safety
    assert not {c.fact for c in person.safety} & {c.fact for c in place.safety}
    beside = suggest(engine, "Growatt 6.5 kWh", "You can't breathe next to the battery, what do we do?")
    assert {c.fact for c in person.safety} & {c.fact for c in beside.safety}


def test_a_battery_without_a_light_is_asked_which_it_is(engine):
    """What comes near to a cause of a fault of ours is no other kind of thing, though telephones have batteries as well."""
    found = suggest(
        engine, "", "Back from two months abroad: a battery without a single light, the button does nothing."
    )
    assert found.covered
    assert found.ask_device


def test_a_quote_above_few_words_about_its_writer_is_the_letter():
    """An agent who quotes a customer and asks below what he can do passes the letter on; who answers our quoted mail does not."""
    asked = mail.read("Dark", "> The battery stays dark since Monday.\n\nAnything he can do himself?\nJo")
    answered = mail.read("Dark", "> Please hold the button for five seconds.\n\nI did, it stays dark.")
    assert "stays dark since Monday" in asked.text
    assert "five seconds" not in answered.text


@pytest.mark.parametrize("how_many", ["six", "6", "4x"])
def test_where_an_order_stays_is_the_offices_matter(engine, how_many):
    """Who asks where so many batteries are waits for a delivery, however the number is written."""
    found = suggest(engine, "PO 40552", f"Where are my {how_many} Growatt 6.5 kWh? They were promised for last week.")
    assert (found.causes, found.answers) == ((), ())
