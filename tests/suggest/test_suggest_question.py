"""What is asked in a long letter is found and answered; what asks on of a thing that no manual prints is not."""

from __future__ import annotations

import pytest

from kb.model.facts import base_id
from kb.suggest import question
from kb.suggest.advise import suggest


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The stairs are steep and everybody asks me how heavy the box is.", "how heavy the box is"),
        ("My brother wants to know the width of the cabinet, because he builds the shelf.", "the width of the cabinet"),
        (
            "up to how many can stand in one row, before one needs another cabinet?",
            "up to how many can stand in one row",
        ),
        ("We have two of them, can it be of another size?", "can it be of another size"),
        ("Which cable fits this socket?", ""),
        ("It hangs in the cellar.", ""),
        ("And why?", ""),
    ],
)
def test_the_question_in_a_sentence(text, asked):
    """What is told before and the reason after are left out; a sentence that is a question is not cut."""
    assert question.within(text) == asked


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        (
            "Our Growatt 6.5 kWh battery comes on Tuesday. The stairs are narrow, I need helpers and every one asks me how many kilos it has.",
            "growatt-65/spec/weight",
        ),
        (
            "A joiner builds the niche for our SR48100H in larch. Which outer dimensions does one SR48100H have, in all directions?",
            "sr48100h/spec/dimension",
        ),
    ],
)
def test_a_plain_question_in_a_letter_about_something_else_is_answered(engine, body, fact):
    """A letter may be about stairs and joiners: a figure that the manuals print is told all the same."""
    found = suggest(engine, "", body)
    assert fact in {base_id(a["id"]) for a in found.answers}
    assert not found.causes


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "SR48100H and telephone",
            "I want to see my SR48100H over bluetooth. What is the name of the app? And which PIN does it want?",
        ),
        ("where are my 3 SR48100H", "Ordered on the 2nd, nothing came. Can someone chase the carrier?"),
        ("survey", "Would you forward my questionnaire to your customers who have an inverter with a battery?"),
        ("noise", "Since the SigenStor EC runs I hear noise on short wave. Is there a ferrite kit for the DC side?"),
    ],
)
def test_what_no_manual_prints_gets_no_proposal(engine, subject, body):
    """Neither a word of it (a PIN, a number of pieces, the DC side) nor what was told calmly beside it proposes anything."""
    found = suggest(engine, subject, body)
    assert not found.covered, found.reply.plain
    assert not (found.causes + found.answers + found.ask_device)


def test_what_asks_why_of_a_thing_not_printed_keeps_its_cause(engine):
    """Who writes "what do I have to do?" asks for no figure: that a sentence before it is known not to be answered takes no cause away."""
    found = suggest(
        engine,
        "no data",
        "Our SigenStor EC is offline in the app since Monday. That day we got a new router and the old one went into the bin. "
        "Lights look ok. What do I have to do?",
    )
    assert found.causes


def test_the_app_is_the_product_when_all_is_about_the_app(engine):
    """Whoever waits for the mail with the password writes about the app, also when the thing on the wall is named first."""
    found = suggest(
        engine,
        "waiting for the mail",
        "Fitter set up the SigenStor and said I get an email to choose a password for mySigen. Nothing came.",
    )
    assert found.device == "mysigen-app"


def test_the_second_of_two_is_no_model_number(engine):
    """Such as "nr1" and "nr2" count batteries; they name no product of the maker that the manuals do not cover."""
    found = suggest(
        engine,
        "parallel growatt",
        "Two Growatt 6.5 kWh, red light at start. Before wiring nr1 had 51.6 V and nr2 53.3 V.",
    )
    assert found.device == "growatt-65"
    assert found.causes
