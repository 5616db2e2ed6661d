"""Headings of a PDF by their size, where the tables hold more text than the paragraphs around them."""

from __future__ import annotations

import pytest

from kb.ingest.pdf_headings import Levels
from kb.ingest.pdf_lines import Line
from kb.ingest.pdf_page import Word

TEXT = (
    "Behind the cover stand two sockets and a row of terminals, all of them for wires of a small section",
    "only.",
    "The unit starts by itself.",
    "Terminals are counted from the left.",
    "Read the word from the left: lever 1 first;",
    "and the last one is for the service, which loads the software of the unit with it by a stick",
    "of its own",
)


def lines(texts, size, top):
    out = []
    for n, text in enumerate(texts):
        at = top + 14 * n
        words = (Word(w, 50 + 30 * k, at, 75 + 30 * k, at + size, size, False) for k, w in enumerate(text.split()))
        out.append(Line(tuple(words)))
    return out


@pytest.mark.parametrize("size", [9, 9.5, 10])
def test_paragraphs_larger_than_the_tables_are_no_headings(size):
    """A size whose lines are sentences is running text, though the most common size is that of the tables; the larger is a heading."""
    table = lines(["0x01 Grid missing Breaker open close it"] * 60, 8, 1000)
    heading = lines(["3.1 Sockets"], 12, 10)
    text = [line for k in range(3) for line in lines(TEXT, size, 100 + 200 * k)]
    levels = Levels([*heading, *text[:7], *table[:20], *text[7:14], *table[20:40], *text[14:], *table[40:]])
    assert [levels.of(line, None, None) for line in text] == [0] * len(text)
    assert levels.of(heading[0], None, None) == 2


def test_headings_a_little_larger_than_the_text_stay_headings():
    """Lines of a size that hold a few words and end like no sentence are headings, however many they are."""
    text = [line for k in range(8) for line in lines(TEXT, 9, 100 + 200 * k)]
    heads = lines([f"{n} Care of part {n}" for n in range(1, 9)], 10.5, 50)
    levels = Levels([x for k, head in enumerate(heads) for x in (head, *text[7 * k : 7 * k + 7])])
    assert [levels.of(head, None, None) for head in heads] == [1] * 8


@pytest.mark.parametrize("text", ["8.2 Switch 6", "4.3 Plug with poles 20 to 31", "5.1 Socket X 12"])
def test_a_bold_numbered_heading_may_end_with_a_number(text):
    """It is a heading among sentences, and a line of the contents among lines of its kind."""

    def bold(said, top):
        words = (Word(w, 50 + 30 * k, top, 75 + 30 * k, top + 9, 9, True) for k, w in enumerate(said.split()))
        return Line(tuple(words))

    body = lines(TEXT, 9, 100)
    head = bold(text, 50)
    levels = Levels([*body, head])
    assert levels.of(head, body[2], body[3]) == 2
    assert levels.of(head, bold("8.1 Address 5", 30), body[3]) == 0
