"""What is asked of a draft: rows of one table do not crowd out the other sections, contents answer nothing, units are no slips."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.importing.ask import OF_ONE_SECTION, DraftIndex
from kb.importing.asked_words import told_of

PACKS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh")
ROWS = "\n".join(f"{n:03b}".replace("1", "ON\t").replace("0", "OFF\t") + f"{p} battery" for n, p in enumerate(PACKS))
MANUAL = f"""DEMO X1 home battery
Manual

Contents
1 Introduction {"." * 30} 3
2 DIP switch {"." * 30} 4
3 Storing {"." * 30} 5
4 Questions {"." * 30} 6

1 Introduction

The battery is hung on a wall. Its bolts are delivered with it. Do not lift it alone.

2 DIP switch

SW1\tSW2\tSW3\tMeaning
{ROWS}

3 Storing

When it has been switched off it may rest for six months; then charge it to the half. Below 40 volts it cannot be used again.

4 Questions

Can it hang outdoors? Yes, under a roof. May it be painted? No, the paint keeps the heat in. Who empties a burnt one? The dealer.
"""


@pytest.fixture(scope="module")
def index(kb):
    result = imported(read_bytes(MANUAL.encode(), "demo-x1.txt"))
    assert sum(f.kind == "dip" for f in result.found.values()) == len(PACKS)
    return DraftIndex(result.document, result.facts, kb.encoder, kb.english)


def test_rows_of_one_table_leave_room_for_other_sections(index):
    """Seven settings say OFF; the passage on a battery that is switched off is among the first five all the same."""
    found = index.ask("how long may it stay switched off", 5)
    sections = [a.section for a in found]
    assert "3" in sections
    assert all(sections[: sections.index("3") + 1].count(s) <= OF_ONE_SECTION for s in sections)


def test_the_contents_answer_nothing(index):
    """No passage is made of the contents, whatever a question shares with them."""
    assert not any("...." in p.text.text for p in index.passages.values())


def test_each_question_of_a_list_is_a_passage_of_its_own(index):
    """A question with its answer is found without the questions beside it."""
    best = index.ask("can I paint it", 1)[0]
    assert "painted" in best.text
    assert "outdoors" not in best.text


def test_units_are_no_slips(index):
    """A unit that the manual spells in another way, or has not at all, is not taken for another word of it."""
    assert index.index.corrected("below 40 volt it needs new amps") == "below 40 volt it needs new amps"


def test_where_everything_is_of_one_section_all_of_it_is_shown(kb):
    """A draft of one section gives as many passages as are wanted."""
    text = MANUAL.rpartition("3 Storing")[0]
    result = imported(read_bytes(text.encode(), "demo-x1.txt"))
    found = DraftIndex(result.document, result.facts, kb.encoder, kb.english).ask("battery", 6)
    assert len(found) == 6


def test_a_sentence_that_tells_a_fact_stays_in_the_text(kb):
    """What a paragraph says besides the fact that was read from it is found as before."""
    said = "Pin 1 of X1 is CAN-H and pin 2 of X1 is CAN-L. The socket must not be fed by the switch of the network."
    text = f"<html><body><h1>DEMO X1</h1><h2>1 Place</h2><p>A wall.</p><h2>2 Socket X1</h2><p>{said}</p><h2>3 Care</h2><p>Wipe it.</p></body></html>"
    result = imported(read_bytes(text.encode(), "demo.html"))
    assert any(f.kind == "pin" for f in result.found.values())
    best = DraftIndex(result.document, result.facts, kb.encoder, kb.english).ask("may the network switch feed it", 1)[0]
    assert "fed by the switch" in best.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how heavy is it", {"weight", "kg"}),
        ("may it be painted", set()),
        ("how much space under the unit", {"clearance", "mm"}),
        ("levers for the fourth battery", {"DIP", "4"}),
        ("set the 12th one", {"12"}),
        ("longest cable between two packs", {"length", "m"}),
        ("blinks quickly", {"flash", "quick"}),
        ("F4.02 on the tool", {"F4"}),
    ],
)
def test_people_ask_in_other_words_than_manuals_print(question, words):
    """Units and words of the field stand for what is asked; nothing is added where none is known."""
    told = set(told_of(question).split())
    assert words <= told
    assert bool(told) == bool(words)


def test_what_manuals_print_is_found_by_what_people_say(kb):
    """Neither "heavy" nor "tight" nor "room" stands in the manual."""
    text = (
        "DEMO X1 home battery\n\n1 Place\n\nKeep 300 mm clear below and 200 mm beside it.\n\n2 Fixing\n\n"
        "Use M6 bolts, 5.5 Nm.\n\n3 Housing\n\nSteel, painted. Mass: 52 kg.\n\n4 Use\n\nThe app shows the state."
    )
    result = imported(read_bytes(text.encode(), "demo-x1.txt"))
    asked = DraftIndex(result.document, result.facts, kb.encoder, kb.english)
    for question, section in (("how heavy is it", "3"), ("how tight are the bolts", "2"), ("how much room below", "1")):
        assert asked.ask(question, 1)[0].section == section


def test_a_heading_that_is_a_question_stands_in_the_list_of_questions(kb):
    """The place of an answer names the section in which the questions are listed, by number and title."""
    text = (
        "<html><body><h1>DEMO X1</h1><h2>1 Place</h2><p>A wall.</p><h2>2 Common questions</h2><h3>Can it be painted?</h3>"
        "<p>No.</p><h3>Who empties it?</h3><p>The dealer.</p><h2>3 Care</h2><p>Wipe it.</p></body></html>"
    )
    result = imported(read_bytes(text.encode(), "demo.html"))
    best = DraftIndex(result.document, result.facts, kb.encoder, kb.english).ask("who empties it", 1)[0]
    assert best.section == "2"
    assert best.title == "2 Common questions: Who empties it?"
