"""What was seen is taken over in people's words; what is not understood is said; nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.diagnose import api, observe, words
from kb.diagnose.words import Look
from kb.model.facts import Lamp

COLORS = {"red": "red", "green": "green", "blue": "blue"}
PATTERNS = {
    "flash": "flash",
    "flashing": "flash",
    "blinking": "flash",
    "solid": "steady",
    "lit": "steady",
    "dark": "off",
}
NAMES = {"alm": "ALM", "run": "RUN"}


def told(kb, device, answers, role="lay"):
    """What the troubleshooter answers."""
    return api.diagnose(kb, device, answers, role)


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("ALM flashing red, RUN off", {"ALM": Look("red", "flash"), "RUN": Look(None, "off")}),
        ("a red ALM and RUN is dark", {"ALM": Look("red"), "RUN": Look(None, "off")}),
        ("ALM and RUN flashing", {"ALM": Look(None, "flash"), "RUN": Look(None, "flash")}),
        ("ALM is not lit", {"ALM": Look(None, "off")}),
        ("ALM is not flashing but solid", {}),
        ("RUN: solid green", {}),
        ("no lamp named here", {}),
    ],
)
def test_lamps_are_read_one_by_one(said, seen):
    """Each lamp with its own words; what is only denied, or stands beyond a stop, is not made up."""
    assert words.lamps_in(said, NAMES, COLORS, PATTERNS) == seen


@pytest.mark.parametrize(
    ("value", "look"),
    [
        ("red flash", Look("red", "flash")),
        ("solid GREEN", Look("green", "steady")),
        ("off", Look(None, "off")),
        ("on", Look(None, "steady")),
        ("not lit", Look(None, "off")),
        ("?", Look()),
    ],
)
def test_one_lamp_is_read(value, look):
    """Colour and pattern of what one lamp shows."""
    assert words.look(value, COLORS, PATTERNS) == look


def test_pictures_that_agree():
    """Only pictures with a named lamp that agrees and none that contradicts; all of them, or none, teaches nothing."""
    flash, steady = (Lamp("ALM", "red", "flash"),), (Lamp("ALM", "red", "steady"),)
    assert words.pictures([flash, steady], {"ALM": Look("red", "flash")}) == (0,)
    assert words.pictures([flash, steady], {"ALM": Look("red")}) == ()
    assert words.pictures([flash, steady], {"RUN": Look(None, "off")}) == ()


@pytest.mark.parametrize("value", ["NO", "No", "no!", "nope", "none", "Nothing of the kind", "nothing"])
def test_no_in_many_words(kb, value):
    """A choice is found by its id in any case, its label, and the words people have for no."""
    found = told(kb, "sr48100h", {"problem": "sr48100h-communication", "danger": value})
    assert found["answers"]["danger"] == "no"


@pytest.mark.parametrize("value", ["dunno", "don't know", "Can't tell", "not sure", "?"])
def test_cant_tell_in_many_words(kb, value):
    """Who cannot tell may say so in any words; it is no information and no mistake."""
    found = told(kb, "sr48100h", {"problem": "sr48100h-communication", "plug": value})
    assert found["answers"]["plug"] == "cant-tell"
    assert not found["dropped"]


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("Yes, fixed", "fixed"),
        ("worked", "fixed"),
        ("no, still there", "not-fixed"),
        ("didn't help", "not-fixed"),
        ("Not fixed", "not-fixed"),
        ("can't do", "cant-do"),
        ("impossible", "cant-do"),
        ("purple", None),
    ],
)
def test_outcomes_in_many_words(value, outcome):
    """After a repair people say yes and no in their own way."""
    assert words.outcome(value) == outcome


def test_keys_and_labels_in_any_spelling(kb):
    """`Setting_Right`, the question itself and a label are understood, and what was taken over is said."""
    model = next(m for m in api.models(kb) if m.id == "sr48100h-communication")
    ask = model.probes[model.probe("plug")].ask
    found = told(
        kb, "sr48100h", {"Problem": "SR48100H-Communication", "Setting_Right": "Yes", ask: "yes, both", "brand": "DEYE"}
    )
    assert found["model"]["id"] == model.id
    assert {k: v for k, v in found["answers"].items() if k != "problem"} == {
        "setting-right": "yes",
        "plug": "yes",
        "brand": "deye",
    }
    assert {(t["key"], t["id"], t["answer"]) for t in found["taken"]} >= {
        ("brand", "brand", "deye"),
        (ask, "plug", "yes"),
    }


def test_lamps_told_in_part_are_one_of_several_pictures(kb):
    """ALM flashing fits some pictures and not others: their causes share what the others lose, and it is not asked again."""
    plain = {"problem": "sr48100h-alm-on"}
    found = told(kb, "sr48100h", {**plain, "lamp:alm": "Flashing"})
    taken = found["taken"][0]
    assert taken["id"] == "panel"
    assert "|" in taken["answer"]
    assert found["answers"]["panel"] == taken["answer"]
    shares = {c["id"]: c["p"] for c in found["causes"]}
    before = {c["id"]: c["p"] for c in told(kb, "sr48100h", plain)["causes"]}
    assert shares["warn-imbalance"] > before["warn-imbalance"]
    assert shares["docp"] < before["docp"] / 3
    assert told(kb, "sr48100h", {**plain, "danger": "no", "panel": taken["answer"]})["next"]["id"] != "panel"


def test_every_alarm_that_is_a_cause_can_be_told(kb):
    """Each alarm fact that a cause cites, told by its id, is answered by a question or said not to be told apart; never dropped silently."""
    count = 0
    for model in api.models(kb):
        alarms = [i for c in model.source.causes for i in c.cites if "/alarm/" in i]
        for alarm in alarms:
            reading = observe.read(kb, model, {"alarm": alarm})
            assert reading.taken or reading.unclear, alarm
            count += bool(reading.taken)
    assert count > 60


def test_an_alarm_is_found_by_code_name_and_alias(kb):
    """Any case, with or without the maker's words; an alarm of no manual is refused in words."""
    for said in ("COVP", "covp", "Cell over voltage protection", "sr48100h/alarm/covp"):
        found = told(kb, "sr48100h", {"problem": "sr48100h-charge-discharge", "alarm": said})
        assert found["causes"][0]["id"] in {"covp", "povp"}
        assert found["taken"][0]["key"] == "alarm"
    dropped = told(kb, "sr48100h", {"problem": "sr48100h-charge-discharge", "alarm": "E99"})["dropped"]
    assert (dropped[0]["id"], dropped[0]["answer"]) == ("alarm", "E99")


def test_an_answer_outranks_a_sentence(kb):
    """What was answered stays, whatever a ticket says."""
    told_ = told(kb, "sr48100h", {"problem": "sr48100h-alm-on", "temperature": "mild", "said": "it is so hot in here"})
    assert told_["answers"]["temperature"] == "mild"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("there is smoke coming from it", "fire"),
        ("no smoke, no leak, just a lamp", None),
        ("the water heater was on", None),
        ("it leaks and some got into my eye", "eye-contact"),
        ("the battery looks swollen", "swollen"),
    ],
)
def test_danger_in_a_sentence_stops_at_once(kb, text, rule):
    """A danger that is told is acted on before anything is asked, whatever the complaint; one that is denied is not."""
    found = told(kb, "sr48100h", {"said": text})
    assert [s["id"] for s in found["safety"] if s["stop"]] == ([rule] if rule else [])
    assert ("escalate" in found["next"]) == bool(rule)


def test_a_danger_answered_without_a_complaint_is_acted_on(kb):
    """danger=water before anybody asked what the matter is."""
    found = told(kb, "sr48100h", {"danger": "water"})
    assert found["safety"][0]["stop"]
    assert "escalate" in found["next"]


def test_the_first_choice_offers_danger(kb):
    """Where the complaint is asked, danger can be said at once and leads to its question."""
    first = told(kb, "sr48100h", {})["next"]
    assert first["choices"][0]["id"] == "danger"
    assert told(kb, "sr48100h", {"problem": "danger"})["next"]["id"] == "danger"


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=30), max_size=4), st.text(max_size=60))
@example({"LOAD": "0"}, "")
def test_any_input_gets_a_plain_answer(kb, answers, said):
    """Nonsense in keys, values and sentences never breaks a session; every key is used, taken over or named, as sent or as an id."""
    found = told(
        kb,
        "sr48100h",
        {"problem": "sr48100h-alm-on", **{k: v for k, v in answers.items() if k != "problem"}, "said": said},
    )
    named = {d["id"] for d in found["dropped"]} | set(found["answers"]) | {t["key"] for t in found["taken"]} | {"said"}
    others = {k for k in answers if observe.plain_key(k) not in {"problem", "said"}}
    assert {k for k in others if named.isdisjoint({k, observe.plain_key(k)})} == set()
    assert found["next"]


@pytest.mark.parametrize(
    ("text", "lamps"),
    [
        ("the alarm lamp blinks", {"ALM": Look(None, "flash")}),
        ("there is a red light", {"ALM": Look("red", None)}),
        ("the light is red", {"ALM": Look("red", None)}),
        ("the green lamp is on", {}),
        ("the running costs are high", {}),
    ],
)
def test_a_lamp_is_known_by_what_it_is_for(text, lamps):
    """ALM is short for alarm, and where one lamp alone can be red, a red light is that one; green may be any of two."""
    shows = {"ALM": {"red", "green"}, "RUN": {"green"}}
    named = words.with_lamps_named(text, NAMES, shows, {"red": "red", "green": "green"})
    assert words.lamps_in(named, NAMES, COLORS, {**PATTERNS, "blinks": "flash"}) == lamps


@pytest.mark.parametrize(
    ("text", "dark"),
    [
        ("all lamps are off", True),
        ("everything is dark", True),
        ("plus and minus both taken off the top pack", False),
        ("everything goes dark with the oven on", False),
    ],
)
def test_dark_lamps_are_no_dark_house(text, dark):
    """That all lamps are out is read; what was taken off, or a house that goes dark, is not."""
    assert words.all_dark(text) is dark


@pytest.mark.parametrize(
    "text",
    [
        "the connection drops out",
        "the voltage dropped under load",
        "nobody was near it",
        "the gas boiler runs",
        "it stands under the roof",
    ],
)
def test_everyday_words_are_no_danger(kb, text):
    """Words that also stand in the labels of dangers stop nobody."""
    for device in ("sr48100h", "growatt-65", "sigenstor-ec"):
        for model in api.models_of(kb, device):
            read = observe.read(kb, model, {"said": text})
            assert not (observe.danger_tests(model) & read.answers.keys()), model.id
