"""What was typed on a phone without spaces, or without vowels, is read as it was meant; codes and other products' names stay whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.facts import Alarm, Model


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("dip6on dip7off sr48100h", "dip 6 on dip 7 off sr48100h"),
        ("com15 sigenstor", "com 15 sigenstor"),
        ("growatt bat2pcs lead", "growatt bat to pcs lead"),
        ("sr48100h pin2pin", "sr48100h pin to pin"),
        ("sigenstor wall 2bat", "sigenstor wall 2 bat"),
        ("growatt5.5 outside", "growatt 5.5 outside"),
        ("sr48100h 120ohm", "sr48100h 120 ohm"),
        ("Dip8 on", "Dip 8 on"),
        ("growat65 red lamp", "growatt 65 red lamp"),
        ("2xgrowat65 kit", "2 x growatt 65 kit"),
        ("growatt only2 screws", "growatt only 2 screws"),
        ("vltronic2sr48 cable", "voltronic to sr48 cable"),
        ("grwtt 7mnths", "growatt 7 months"),
        ("lnkout3 sr48", "linkout pin 3 sr48"),
        ("drycntct 3n4 sr48", "drycontact 3 and 4 sr48"),
        ("3rdprty invrtr", "third party inverter"),
        ("dip rate115200 sr48100h", "dip rate 115200 sr48100h"),
        ("sunsynk2sr48100 can", "sunsynk to sr48100h CAN"),
        ("sigenstor rj45wire7", "sigenstor rj45 wire 7"),
        ("grwt65com1pin5", "growatt 65 com 1 pin 5"),
        ("sr48100hCHTP", "sr48100h CHTP"),
        ("sr48100hrackkit", "sr48100h rack kit"),
        ("commod 200mson 1800of", "commmod 200 ms on 1800 off"),
        ("dip1of sr48100h", "dip 1 off sr48100h"),
        ("m8torqe sigenstor", "m8 torque sigenstor"),
        ("sr481ooh pin 7", "sr48100h pin 7"),
    ],
)
def test_words_and_numbers_are_set_apart(engine, typed, read):
    """A space that was left out between a word and a number is put back."""
    assert engine.understander.read(typed).corrected == read


def test_what_was_set_apart_is_shown_and_can_be_dropped(engine):
    """The reading tells what was taken apart, as it tells corrected words, and the user may refuse it."""
    reading = engine.understander.read("sr48100h dip6on")
    assert reading.corrections == {"dip6on": "dip 6 on"}
    assert engine.understander.read("sr48100h dip6on", drop=["dip6on"]).corrected == "sr48100h dip6on"


def test_a_slip_inside_what_was_glued_is_shown_with_it(engine):
    """One correction for one word as it was typed, which can be dropped by either side."""
    right = {"vltronic2sr48": "voltronic to sr48", "cbl": "cable"}
    assert engine.understander.read("vltronic2sr48 cbl").corrections == right
    for side in ("vltronic2sr48", "voltronic to sr48"):
        assert engine.understander.read("vltronic2sr48 cbl", drop=[side]).corrections == {"cbl": "cable"}


@pytest.mark.parametrize(
    "text",
    [
        "US2000C",
        "E43",
        "SDM230",
        "sdm120ct",
        "RS485",
        "48V",
        "2x5",
        "flash5",
        "x1",
        "m8",
        "6s8",
        "51.2v",
        "MP2",
        "x3hybrid",
        "SR48100L",
        "sr48100x",
        "sr48200",
        "goodwe5000",
    ],
)
def test_what_belongs_together_stays_together(engine, text):
    """A code, a quantity, another maker's product: letters and digits that are one word."""
    assert engine.understander.glued.apart(text) == text


def test_every_designation_of_the_corpus_stays_whole(engine, kb):
    """No code, model or device name with digits is cut, as printed and in small letters."""
    names = {n for d in kb.devices.values() for n in (d.name, d.short, *d.aliases)}
    names |= {f.designation for f in kb.facts.values() if isinstance(f, Model)}
    names |= {f.code for f in kb.facts.values() if isinstance(f, Alarm) and f.code}
    cut = [n for name in names for n in (name, name.lower()) if engine.understander.glued.apart(n) != n]
    assert cut == []


@given(st.text(st.sampled_from("dipcomxon 0123456789.-ABZ"), max_size=30))
@settings(max_examples=300)
def test_nothing_but_spaces_is_added(engine, text):
    """Setting apart keeps every letter and digit, but for a 2 that stands for "to" and an n for "and"; done twice, it changes nothing more."""
    glued = engine.understander.glued
    once = glued.apart(text)
    assert re.sub(r"\s+", "", once.replace(" to ", "2").replace(" and ", "n")) == re.sub(r"\s+", "", text)
    assert glued.apart(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("trps", "trips"),
        ("dflt", "default"),
        ("lng", "long"),
        ("chrg", "charge"),
        ("nmbr", "number"),
        ("brkr", "breaker"),
        ("cnnct", "connect"),
    ],
)
def test_vowels_that_were_left_out_are_put_back(engine, typed, meant):
    """A word of consonants alone is the commonest word with these consonants."""
    assert engine.understander.speller.correct(typed) == meant


@pytest.mark.parametrize("word", ["bms", "mppt", "rcd", "vpn", "dns", "gsm", "kwh", "mm", "CHRG", "dnsp", "ssl"])
def test_an_abbreviation_is_no_word_without_vowels(engine, word):
    """What the trade abbreviates, and what is written in capitals, is left alone."""
    assert engine.understander.speller.correct(word) is None


def test_hostile_text_is_bounded(engine):
    """Of a text full of glued words only the first are taken apart, and a word without end stays whole."""
    many = " ".join(f"dip{n}on{n}" for n in range(100))
    assert 0 < len(engine.understander.glued.changes(many)) <= 24
    endless = "dip1" * 200
    assert engine.understander.glued.apart(endless) == endless


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("chrglimt", "charge limit"),
        ("drllbit", "drill bit"),
        ("cellvolt", "cell volt"),
        ("sigenstrcom15", "sigenstor com 15"),
        ("4hols", "4 holes"),
        ("minus10", "minus 10"),
        ("stck99", "stuck 99"),
        ("pim6", "pin 6"),
        ("dio 7", "dip 7"),
    ],
)
def test_two_words_in_haste(engine, typed, read):
    """Words that are used everywhere are read where they were shortened and run together, or the next key was hit."""
    assert engine.understander.read(typed).corrected == read


@pytest.mark.parametrize(
    "name", ["hoymiles", "kostal", "solis", "goodwe", "powerwall", "resu10", "force3", "triple power"]
)
def test_other_makers_names_are_not_cut(engine, name):
    """A product of another maker does not become two words of the manuals."""
    assert engine.understander.read(name).corrected == name
