"""Who types a product and a topic and no question asks for all there is of it: it is answered, and not with what the manuals do not say."""

from __future__ import annotations

import re

import pytest

from kb.model.facts import Alarm, LedState, Pin

KINDS = {
    "alarm": ("alarms", "alarm list", "protections"),
    "dip": ("dip switches", "dip switch settings", "dip switch table"),
    "protocol": ("protocols", "protocol list", "protocol settings"),
    "led_state": ("lamps", "leds", "lights", "led meaning", "indicator lights"),
}
BESIDE = {"dip": {"protocol"}, "protocol": {"dip", "cable"}, "led_state": {"blink"}}


def called(kb, device: str) -> str:
    """What a product is called."""
    return kb.devices[device].short or kb.devices[device].name


@pytest.mark.parametrize("words", ["pinout", "pins", "pin assignment", "connector", "wiring"])
def test_each_connector(engine, kb, words):
    """Every connector of every product that has pins, in five wordings, brings a pin or a cable."""
    named = {
        (f.devices[0], c) for f in kb.facts.values() if isinstance(f, Pin) for c in re.split("[-/]", f.connector)[:1]
    }
    assert len(named) >= 6
    wrong = []
    for device, connector in sorted(named):
        answer = engine.search(f"{called(kb, device)} {connector} {words}")
        if not answer.answered or answer.results[0].kind not in {"pin", "cable", "passage", "spec"}:
            wrong.append((device, connector, answer.why_not, answer.results[0].id))
    assert wrong == []


@pytest.mark.parametrize(("kind", "words"), [(k, w) for k, ws in KINDS.items() for w in ws])
def test_each_kind(engine, kb, kind, words):
    """Asked for its alarms, lamps, switches or protocols, each product that has any brings one of them among the first two."""
    wrong = []
    for device in sorted({f.devices[0] for f in kb.select(kind)}):
        for question in (f"{called(kb, device)} {words}", f"{words} {called(kb, device)}"):
            answer = engine.search(question)
            kinds = {r.kind for r in answer.results[:2]}
            if not answer.answered or not kinds & ({kind, "conflict", "passage"} | BESIDE.get(kind, set())):
                wrong.append((question, answer.why_not, [r.id for r in answer.results[:2]]))
    assert wrong == []


def test_a_list_of_alarms_holds_alarms_alone(engine, kb):
    """An alarm list is the product's own alarms; a list of codes is those with a code, and refused where none has one."""
    for device in sorted({f.devices[0] for f in kb.facts.values() if isinstance(f, Alarm)}):
        listed = engine.search(f"{called(kb, device)} alarm list", limit=3).results
        assert all(r.kind == "alarm" and device in r.devices for r in listed), device
    coded = engine.search("SR48100H error codes", limit=5)
    assert all(kb.facts[r.id].code for r in coded.results)
    assert not engine.search("growatt alarm codes").answered


def test_each_section_in_words(engine, kb):
    """A product and the title of a section of its manual: answered, unless all that the section says is shown as a figure."""
    refused = {}
    for passage in kb.passages.values():
        question = f"{called(kb, passage.devices[0])} {passage.title}"
        answer = engine.search(question)
        if not answer.answered and "only as a figure" not in answer.why_not:
            refused[question] = answer.why_not
    # That this is done without a word of how is what the home guide says of it.
    assert set(refused) <= {"SigenStor EC Installing the Sigen CommMod"}


@pytest.mark.parametrize("product", ["growatt", "sr48100h"])
def test_a_bus_alone_names_its_pins(engine, kb, product):
    """A product with "can" or "rs485" behind it is its pins on this bus, and no verb."""
    for bus, signal in (("can", "CAN"), ("rs485", "485")):
        first = kb.facts[engine.search(f"{product} {bus}").results[0].id]
        assert isinstance(first, Pin)
        assert signal in first.signal


@pytest.mark.parametrize(
    ("question", "device"), [("commmod light", "commmod"), ("rs485 pins sigenstor", "sigenstor-ec")]
)
def test_its_own_before_its_siblings(engine, kb, question, device):
    """Lamps and pins of the product that is named come before those of what is used with it."""
    first = kb.facts[engine.search(question).results[0].id]
    assert device in first.devices
    assert not isinstance(first, LedState) or device == "commmod"


def test_what_is_asked_of_a_topic_may_still_be_silent(engine):
    """A question about a topic, and a topic with a word that its answers do not hold, are weighed as before."""
    for question in (
        "what does DIP switch 9 of the SR48100H do",
        "growatt battery efficiency",
        "which baud rate does the growatt's RS485 link use",
    ):
        assert not engine.search(question).answered, question
