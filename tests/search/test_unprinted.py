"""Codes and designations that are shaped like printed ones, and are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.facts import Alarm, Model
from kb.model.numerals import roman


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("sr48100h shows BOTP whats that", ("BOTP",)),
        ("The inverter reports fault PCOTP. Meaning?", ("PCOTP",)),
        ("is COTP bad", ("COTP",)),
        ("SR48100H alarm COVP", ()),
        ("alarm CVOP came up", ()),  # two letters swapped
        ("COVP alarm ASAP please", ()),
        ("shows STOP on the screen", ()),
        ("ALARM BOTP WHAT NOW", ()),  # all of it is in capitals
        ("I sent the BOTP to her", ()),  # nobody says that it is a code
        ("dotp alarm sr48100h", ("dotp",)),  # in small letters, beside an alarm
        ("sr48100h covp alarm", ()),
        ("sr48100h CIMP alrm", ("CIMP",)),
        ("stop alarm", ()),
        ("sr48100h trip alarm", ()),
        ("sr48100h covpp alarm", ()),  # a slip of one that is printed
    ],
)
def test_codes_of_no_manual(engine, text, codes):
    """A word in capitals that ends like the alarms' codes, read off a screen, is a code that no manual prints."""
    assert engine.understander.unprinted.shouted(text) == codes


def test_every_printed_code_is_printed(engine, kb):
    """No code of the manuals is taken for an unknown one, whatever is said around it."""
    codes = [f.code for f in kb.facts.values() if isinstance(f, Alarm) and f.code]
    assert codes
    for code in codes:
        for text in (f"shows {code} now", f"alarm {code}", f"what is {code}?", f"{code} fault"):
            assert not engine.understander.read(text).unknown_codes, text


def test_every_printed_designation_is_printed(engine, kb):
    """A printed designation is known in any spacing; the same shape with a number that is not in the table is not."""
    designations = [f.designation for f in kb.facts.values() if isinstance(f, Model)]
    assert designations
    for d in designations:
        for text in (d, d.lower(), d.replace("-", " "), f"packs of the {d}?"):
            assert not engine.understander.unprinted.designations(text), text
    assert engine.understander.unprinted.designations("Which packs make up a SigenStor-5S-24?") == ("SigenStor-5S-24",)
    answer = engine.search("Which packs make up a SigenStor-5S-24?")
    assert not answer.answered
    assert "SigenStor-5S-24" in answer.why_not


@given(st.integers(1, 39))
def test_roman_numerals(number):
    """Roman numerals are read as they are written."""
    text = "".join(
        one * (digit % 5)
        if digit % 5 < 4 and digit < 5
        else {4: one + five, 9: one + ten}.get(digit, five + one * (digit - 5))
        for digit, one, five, ten in ((number // 10, "X", "", ""), (number % 10, "I", "V", "X"))
    )
    assert roman(text) == number


def test_a_version_that_is_not_printed(engine, kb):
    """Where the manual has versions I to III there is no version IV, and each printed one is answered."""
    no = engine.search("pins of the Version IV cable of the SR48100H")
    assert not no.answered
    assert "Version IV" in no.why_not
    for version in ("I", "II", "III"):
        assert engine.search(f"pins of the Version {version} cable of the SR48100H").answered


def test_a_protocol_by_its_number(engine, kb):
    """A protocol asked for by its number comes first, for every number the manuals list."""
    numbers = {f.protocol_id for f in kb.select("protocol")}
    assert numbers
    for number in sorted(numbers):
        answer = engine.search(f"Which inverters use protocol ID {number}?")
        assert answer.answered, number
        assert kb.facts[answer.results[0].id].protocol_id == number


def test_a_name_in_a_monitoring_is_no_model(engine):
    """What somebody calls a battery of ours in a monitoring is no model of its maker."""
    assert not engine.understander.read("7718;GROWATT-BATT-6.5kWh;Current limit failure").unknown_codes
    assert engine.understander.read("7718;GROWATT-XH-9000;Current limit failure").unknown_codes


@pytest.mark.parametrize("word", ["temp", "trip", "stop", "pump", "damp", "step", "loop"])
@pytest.mark.parametrize("said", ["{} alarm", "{} fault on the sr48100h", "error {}", "growatt alarm {}"])
def test_a_word_in_small_letters_is_no_code(engine, word, said):
    """What ends like an alarm's code and is an English word is read as the word: "temp alarm" is about the temperature."""
    assert engine.understander.read(said.format(word)).unknown_codes == ()
