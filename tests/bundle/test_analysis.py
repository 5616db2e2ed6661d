"""Text → index terms: one door for questions and documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle.analysis import STOP_WORDS, fold, stem, terms

ANY_TEXT = st.text(st.characters(), max_size=200)  # lone surrogates, controls and all


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAN-H", "canh"),
        ("CAN-H", "can-h"),
        ("CAN-H", "CAN H"),
        ("485-B2", "485B2"),
        ("485-B2", "485 b2"),
        ("RS485-A1", "rs485a1"),
        ("RS485", "RS-485"),
        ("RS485", "rs 485"),
        ("0.5s", "0.5 s"),
        ("SigenStor-5S-10", "sigenstor 5S 10"),
        ("FLASH1", "flash1"),
    ],
)
def test_ways_to_write_a_code_share_terms(one, other):
    """However a code is written, with or without hyphen, space or capitals, the ways share a term."""
    assert set(terms(one)) & set(terms(other)), (terms(one), terms(other))


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("CAN-H", "canh", {"can", "h"}),
        ("485-B2", "485b2", {"485", "b", "2"}),
        ("0.5s", "0.5s", {"0.5"}),
        ("COM1/COM2", "com1com2", {"com", "1", "2"}),
        ("RS485", "rs485", {"485"}),
        ("48100H", "48100h", {"48100", "h"}),
    ],
)
def test_a_compound_is_found_whole_and_by_its_parts(text, whole, parts):
    """A compound gives itself in one piece, and its runs of letters and digits."""
    found = terms(text)
    assert found[0] == whole
    assert parts <= set(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TNF-\u03b1", ["tnf\u03b1", "tnf", "\u03b1"]),
        ("\u03ba\u03cc\u03ba\u03ba\u03b9\u03bd\u03bf LED", ["\u03ba\u03bf\u03ba\u03ba\u03b9\u03bd\u03bf", "led"]),
        ("\u041a\u0420\u0410\u0421\u041d\u042b\u0419", ["\u043a\u0440\u0430\u0441\u043d\u044b\u0438"]),
        ("gro\u00df", ["gro\u00df"]),
        ("\u03c610", ["\u03c610", "\u03c6", "10"]),
    ],
)
def test_letters_of_every_script_make_words(text, found):
    """A word is a run of letters and digits of any script; accents are folded, and no word is cut at a letter beyond a to z."""
    assert terms(text) == found


def test_can_the_bus_is_not_can_the_verb():
    """Written CAN, in capitals, it is the bus; "can" is a word without meaning, unless it is part of a name."""
    assert terms("CAN bus") != terms("can bus")
    assert "canbus" in terms("a CAN cable")
    assert terms("can you") == []
    assert "can" in terms("can-h")


def test_on_the_position_is_not_on_the_preposition():
    """Written ON, in capitals, it is a switch position; "on" is a word without meaning."""
    assert terms("ON") == ["on"]
    assert terms("on") == []


@pytest.mark.parametrize("word", ["not", "no", "off"])
def test_words_that_turn_the_meaning_stay(word):
    """Without "not", "no" and "off" a question says the opposite."""
    assert terms(word) == [word]


def test_stop_words_leave_nothing():
    """A sentence of stop words alone has no terms."""
    assert terms(" ".join(sorted(STOP_WORDS))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("charging", "charges"), ("cables", "cable"), ("batteries", "battery"), ("flashing", "flashes"), ("café", "cafe")],
)
def test_forms_of_a_word_are_one_term(one, other):
    """Endings and accents do not keep a question from its answer."""
    assert terms(one) == terms(other)


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212")
def test_every_dash_is_a_hyphen(dash):
    """A manual's typography does not hide a code."""
    assert terms(f"CAN{dash}H") == terms("CAN-H")


@pytest.mark.parametrize("word", ["485b2", "5s", "48100h", "1s"])
def test_words_with_digits_are_not_stemmed(word):
    """The end of a code is part of it."""
    assert stem(word) == word


def test_a_run_without_an_end_is_no_word():
    """A run of letters longer than any word of a manual is left out, so that pasted data costs nothing."""
    assert terms("a" * 65) == []
    assert terms("x" * 100_000 + " battery") == terms("battery")


@given(ANY_TEXT)
def test_terms_are_found_in_any_text(text):
    """Nothing that can be typed makes the analysis fail, and a term is never empty and has no blank in it."""
    for term in terms(text):
        assert term
        assert term == term.lower()
        assert not any(c.isspace() for c in term)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text):
    """Folded text stays as it is when it is folded again."""
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_folded_text_has_the_same_terms(text):
    """It does not matter whether a text was folded before."""
    assert terms(fold(text)) == terms(text)


@given(ANY_TEXT, ANY_TEXT)
def test_terms_of_two_lines_are_those_of_each(one, other):
    """Terms do not reach over the end of a line."""
    assert terms(f"{one}\n{other}") == terms(one) + terms(other)


@pytest.mark.parametrize("text", ["0.5s", "5 s", "S", "s", "A+", "'s"])
def test_single_letters_give_no_empty_term(text):
    """Stemming never eats a whole word: an empty term would match every other one."""
    assert "" not in terms(text)
