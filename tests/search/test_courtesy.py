"""Greetings, names and thanks around a question change nothing: it is read, and answered, as without them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.curation.corpus import default_root
from kb.evals import questions
from kb.search.courtesy import without_courtesy

AROUND = [
    "Hi, quick question: {}",
    "{} Thanks a lot!",
    "Hello support team, {} Kind regards, Anna Nowak",
    "A customer asks: {}",
    "Please tell me {}",
    "ok so {}",
    "Sorry to bother you again. {}",
    "This is Marek from Solar Nord. {}",
    "Good morning all, hope you are well. {} Many thanks in advance, Ben",
    "Thanks for the quick reply. {}",
    "Fwd: Ticket 48213: {}",
    "URGENT!!! {} Customer is waiting on the line.",
    "{} Sent from my iPhone",
    "On site now: {} asap",
    "Good day, installer from Porto on the line: {} Obrigado, Rui",
    "Hello, Tomas on site in Brno, ticket 20931. {} Yours faithfully, Dr. T. Novak, Brno",
]
ASKED = [q.text for q in questions.load(default_root() / "questions.yaml")]


@pytest.mark.parametrize("around", AROUND)
def test_every_question_is_read_as_without_what_stands_around_it(engine, around):
    """Each question of the corpus, put politely, is the same question."""
    read = engine.understander.read
    for question in ASKED:
        assert read(around.format(question)).corrected.rstrip("?. ") == read(question).corrected.rstrip("?. ")


@pytest.mark.parametrize(
    "text",
    [
        "Hi",
        "Thanks!",
        "Kind regards, Anna",
        "thanks to the heat it stopped charging",
        "This is ALM on the SR48100H.",
        "what does regards mean",
        "hello lamp",
    ],
)
def test_what_is_nothing_else_stays(text):
    """A text that is only a greeting is left as it is, and words that are part of what is told are no thanks."""
    assert without_courtesy(text) == text


def test_a_products_name_is_no_courtesy(engine):
    """Who greets the product, or thanks it, has named it."""
    assert "sigenstor-ec" in engine.understander.read("Hello Sigenstor, why is the lamp red?").devices


@pytest.mark.parametrize(
    "question",
    [
        "Fire. What do I do?",
        "COVP. What now?",
        "Red Light. What does it mean?",
        "Smoke, Flames. It burns.",
        "Alarm from COVP. What do I do?",
        "is this alarm urgent?",
        "growatt wire colour br",
        "set the power as the customer wishes",
        "Right, left or middle lamp?",
    ],
)
def test_what_is_told_after_a_greeting_is_never_taken_for_a_name(engine, question):
    """A word of the manuals is no writer's name, and no word that may be asked of is thanks or hurry."""
    read = engine.understander.read
    for around in ("{}", "Hello, {}", "Hi. {}", "Good morning! {}"):
        assert read(around.format(question)).corrected == read(question).corrected
        assert question.split()[0].strip(".,").lower() in read(around.format(question)).corrected.lower()


@given(st.text(max_size=200))
def test_any_text_keeps_something_and_gains_nothing(text):
    """Nothing is added, and a text with something in it is never emptied."""
    rest = without_courtesy(text)
    assert set(rest) <= set(text)
    assert len(rest) <= len(text)
    assert bool(rest.strip()) == bool(text.strip())
