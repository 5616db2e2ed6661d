"""A code, designation, pin, signal or brand of the manuals ranks first, in any case and spacing: always, for all of them.

The names are read from the corpus, so that what is added tomorrow is held to the same rule.
"""

from __future__ import annotations

import re

import pytest
import whole

from kb.bundle.analysis import fold
from kb.curation import statements
from kb.model.facts import Alarm, Blink, Cable, Faq, Model, Pin, Procedure, Protocol, Remedy, Rule, Spec, base_id

CORPUS = whole.corpus()
BETWEEN = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")


def of(*kinds):
    """The facts of some kinds."""
    return [f for f in CORPUS.facts if isinstance(f, kinds)]


def each(names):
    """Each name once, in a fixed order."""
    return sorted(set(filter(None, names)))


def key(name: str) -> str:
    """A name without case, blanks and the signs between its parts; a sign at its end counts (BAT+ is not BAT-)."""
    low = fold(name).lower().strip()
    return re.sub(r"[^a-z0-9.]", "", low) + (low[-1] if low[-1:] in {"+", "-"} else "")


def ways(name: str) -> list[str]:
    """How people write a name."""
    spaced = BETWEEN.sub(" ", name)
    hyphen, blank = re.compile(r"(?<=\w)-(?=\w)"), re.compile(r"(?<=\w) (?=\w)")
    found = [name, name.lower(), name.upper(), spaced, spaced.lower(), f'"{name}"', f"   {name}  ", f"{name}?"]
    found += [hyphen.sub(" ", name), hyphen.sub("", name), blank.sub("-", name), blank.sub("", name)]
    return list(dict.fromkeys(found))


def few_ways(name: str) -> list[str]:
    """How people write a name of several words: the words stay apart, case and signs around it vary."""
    return list(dict.fromkeys([name, name.lower(), name.upper(), f'"{name}"', f" {name}?"]))


def failing(engine, questions, right, **options):
    """The questions whose first result is not right, with what came first."""
    wrong = []
    for question in questions:
        answer = engine.search(question, limit=1, **options)
        first = answer.results[0] if answer.results else None
        if first is None or not right(first.facts):
            wrong.append(f"{question!r} → {first.id if first else 'nothing'}")
        elif not answer.answered:
            wrong.append(f"{question!r} → not answered, though {first.id} is first")
    return wrong


@pytest.mark.parametrize("code", each(f.code for f in of(Alarm)))
def test_alarm_code(engine, code):
    """An alarm's code finds the alarm."""
    assert failing(engine, ways(code), lambda f: f.get("kind") == "alarm" and key(f["code"]) == key(code)) == []


@pytest.mark.parametrize("name", each(f.name for f in of(Alarm)))
def test_alarm_name(engine, name):
    """An alarm's name finds an alarm with this name."""
    assert failing(engine, few_ways(name), lambda f: f.get("kind") == "alarm" and key(f["name"]) == key(name)) == []


@pytest.mark.parametrize("alias", each(a for f in of(Alarm) for a in f.aliases))
def test_alarm_alias(engine, alias):
    """Another name of an alarm finds an alarm that has it."""

    def right(f):
        return f.get("kind") == "alarm" and key(alias) in {key(f["name"]), *(key(a) for a in f["aliases"])}

    assert failing(engine, few_ways(alias), right) == []


@pytest.mark.parametrize("designation", each(f.designation for f in of(Model)))
def test_model_designation(engine, designation):
    """A sales designation finds the model."""
    assert (
        failing(engine, ways(designation), lambda f: f.get("kind") == "model" and f["designation"] == designation) == []
    )


@pytest.mark.parametrize("name", each(f.name for f in of(Blink)))
def test_blink_name(engine, name):
    """The name of a rhythm finds the rhythm."""
    assert failing(engine, ways(name), lambda f: f.get("kind") == "blink" and f["name"] == name) == []


@pytest.mark.parametrize("brand", each(b for f in of(Cable, Protocol) for b in f.brands))
def test_brand(engine, brand):
    """A brand alone finds its cable or its protocol."""
    assert failing(engine, ways(brand), lambda f: f.get("kind") in {"cable", "protocol"} and brand in f["brands"]) == []


@pytest.mark.parametrize("signal", each(f.signal for f in of(Pin)))
def test_signal(engine, signal):
    """A signal's name finds a pin that carries it; CANH and CAN-H are one name, BAT+ and BAT- are two."""
    assert failing(engine, ways(signal), lambda f: f.get("kind") == "pin" and key(f["signal"]) == key(signal)) == []


PINS = each((f.connector, f.pin, f.devices) for f in of(Pin))


@pytest.mark.parametrize(("connector", "pin", "devices"), PINS, ids=lambda x: "" if isinstance(x, tuple) else x)
def test_pin_of_a_connector(engine, connector, pin, devices):
    """Device, connector and number find the pin, whichever is said first, and however the connector is written."""

    def right(f):
        return (
            f.get("kind") == "pin" and (f["connector"], f["pin"]) == (connector, pin) and {*devices} & {*f["devices"]}
        )

    shorts = [CORPUS.devices[d].short or CORPUS.devices[d].name for d in devices]
    said = f"{shorts[0]} {connector} pin {pin}"
    asked = {said.lower(), said.upper(), BETWEEN.sub(" ", said), f'"{said}"', f"  {said} "}
    asked |= {f"{connector} pin {pin} {shorts[0]}", f"pin {pin} of {connector} on {shorts[0]}"}
    asked |= {f"{short} {connector} pin {pin}" for short in shorts}
    written = (connector.replace(" ", "-"), connector.replace(" ", ""), *connector.split("/"))
    asked |= {f"{shorts[0]} {c} pin {pin}" for c in written}
    wrong = failing(engine, sorted(asked), right)
    wrong += failing(engine, [f"{connector} pin {pin}"], right, device=devices[0])
    assert wrong == []


TITLED = [f for f in of(Spec, Rule, Procedure, Remedy, Faq, Cable) if " " in statements.title(f)]


@pytest.mark.parametrize("kind", sorted({type(f).__name__ for f in TITLED}))
def test_a_whole_title(engine, kb, kind):
    """A fact's title, typed whole, brings a fact that is called so: alone, and with the product's name before it.

    Titles that name a product, a maker or an alarm, or describe a lamp, are about that as well, and left out.
    """
    called = {(base_id(f.id), statements.title(f)) for f in kb.facts.values()}
    wrong = []
    for fact in (f for f in TITLED if type(f).__name__ == kind):
        title = statements.title(fact)
        reading = engine.understander.read(title)
        if reading.devices or reading.brands or reading.codes or reading.lamp_question:
            continue
        for text in (title, f"{kb.devices[fact.devices[0]].short}: {title}"):
            answer = engine.search(text)
            if not (answer.answered and (base_id(answer.results[0].id), title) in called):
                wrong.append(f"{text} -> {answer.results[0].id}")
    assert wrong == []
