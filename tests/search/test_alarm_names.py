"""An alarm that is told by its whole name is found by it, whatever stands around; what no manual prints of it is refused all the same."""

from __future__ import annotations

import pytest

from kb.model.facts import Alarm, base_id


@pytest.mark.parametrize(
    "form",
    [
        "{name} came up on the {device}, what has to be done?",
        "the {device} says {name}, what now",
        "{device}: {name}. Can it still be used?",
        "customer reports {name} on {device}",
    ],
)
def test_every_alarm_is_found_by_its_name(engine, kb, form):
    """Each alarm's printed name, in small letters and in a sentence, brings that alarm first."""
    alarms = [f for f in kb.facts.values() if isinstance(f, Alarm)]
    missed = []
    for fact in alarms:
        device = kb.devices[fact.devices[0]]
        answer = engine.search(form.format(name=fact.name.lower(), device=device.short or device.name))
        first = kb.facts.get(answer.results[0].id)
        # Two products of one family, or two codes, may share a name.
        if not answer.answered or not isinstance(first, Alarm) or first.name != fact.name:
            missed.append((base_id(fact.id), answer.results[0].id, answer.why_not))
    assert alarms
    assert missed == []


@pytest.mark.parametrize(
    "question",
    [
        "at how many volts does cell over voltage protection come on the SR48100H",
        "SR48100H: after how many seconds does charge over current protection release",
        "cell voltage at which cell under voltage protection comes on the SR48100H",
    ],
)
def test_figures_of_alarms_are_not_made_up(engine, question):
    """A figure that no manual prints of an alarm is not answered by what the alarm is."""
    assert not engine.search(question).answered


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("the Growatt has lost its link to the PCS", "growatt-65/alarm/pcs-communication-loss"),
        ("growatt and pcs no longer talk", "growatt-65/alarm/pcs-communication-loss"),
        ("which cable from the growatt to the pcs", "growatt-65/cable/pcs-can"),
    ],
)
def test_a_word_of_the_field_is_no_brand_where_nothing_is_joined(engine, question, first):
    """PCS stands in half the manual: it is whom a cable goes to only where a cable, a pin or a switch is asked about."""
    assert "pcs" in engine.understander.gazetteer.field_words
    assert base_id(engine.search(question).results[0].id) == first
