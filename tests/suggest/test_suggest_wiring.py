"""What a ticket tells of lead and DIP switches is compared with the manual's tables for the brand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.diagnose import api
from kb.model.facts import base_id
from kb.suggest import mail, read, wiring

OFF = {str(n): "OFF" for n in range(2, 8)}


@pytest.fixture(scope="module")
def judged(engine):
    """What is made of a ticket: the causes that become likelier, and those that become less likely."""
    model = next(m for m in api.models(engine.kb) if m.id == "sr48100h-communication")

    def of(subject, body):
        found = wiring.factors(engine.kb, model, read.read(engine, mail.read(subject, body)).sentences)
        told = {c.id: float(x) for c, x in zip(model.source.causes, found, strict=False)}
        return {c for c, x in told.items() if x > 1}, {c for c, x in told.items() if x < 1}

    return of


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("dip = 0000010 on the master", OFF | {"6": "ON"}),
        ("Dips on the master are X000001", OFF | {"7": "ON"}),
        ("SR48100H: dip 6 up rest down", OFF | {"6": "ON"}),
        ("master: 6 ON, 7 OFF, restarted", {"6": "ON", "7": "OFF"}),
        ("someone set 6 to ON, all rest OFF", OFF | {"6": "ON"}),
        ("DIPs are all at zero", OFF),
        ("the lead goes pin 4 on 4 and pin 5 on 5", {}),
        ("Ticket no. 3 on this one, the dips are fine", {}),
        ("serial 1010101 says the label", {"2": "OFF", "3": "ON", "4": "OFF", "5": "ON", "6": "OFF", "7": "ON"}),
        ("turn it off and on", {}),
        ("led 2 on, the rest off", {}),
    ],
)
def test_positions_as_installers_tell_them(text, positions):
    """A row of zeros and ones, single switches, and the rest of them are read."""
    assert wiring.positions(text) == positions


def test_every_brand_with_its_own_lead_and_switches(engine, judged):
    """For each brand of the tables: printed lead and switches speak against both causes, other ones for them."""
    kb = engine.kb
    model = next(m for m in api.models(kb) if m.id == "sr48100h-communication")
    tried = 0
    for cable in kb.select("cable"):
        protocol = next(
            (p for p in kb.select("protocol") if set(p.brands) & set(cable.brands) and p.bus == cable.bus), None
        )
        if cable.version not in {"I", "II", "III"} or protocol is None:
            continue
        brand = next(b for b in cable.brands if b in protocol.brands)
        of_lead = {c.id for c in model.source.causes if base_id(cable.id) in map(base_id, c.cites)}
        of_dip = {c.id for c in model.source.causes if base_id(protocol.id) in map(base_id, c.cites)}
        if not (of_lead and of_dip):
            continue
        tried += 1
        row = protocol.dip_pattern.replace("X", "0")
        told = "SR48100H on a {}. The lead is version {}. Dips of the master: {}. No communication."
        assert judged(f"{brand} no comms", told.format(brand, cable.version, row)) == (set(), of_lead | of_dip), brand
        other = "III" if cable.version == "I" else "I"
        wrong = "0000011"
        assert judged(f"{brand} no comms", told.format(brand, other, wrong)) == (of_lead | of_dip, set()), brand
    assert tried >= 8


def test_of_several_brands_the_headings_counts(judged):
    """A brand that is named beside the one in the heading is another job's; without a heading of its own nothing is judged."""
    body = "Moved the SR48100H from a Deye job to an MPP Solar, dip = 0000010, lead is the version III one."
    assert judged("MPP Solar, no BMS", body) == ({"dip-0-rs485"}, {"cable-version-iii"})
    assert judged("no BMS", body) == (set(), set())


def test_a_straight_lead_where_contacts_cross(judged):
    """A plain network lead is right where the table goes straight through, and wrong where it does not."""
    assert judged("MUST no comms", "SR48100H and MUST with a normal Cat5 patch lead")[0] == {"cable-must"}
    assert judged("Deye no comms", "SR48100H and Deye with a normal Cat5 patch lead")[1] == {"cable-version-ii"}


@given(st.text(max_size=200))
def test_any_text_tells_positions_or_none(text):
    """Any text is read; what is found are switches in one of their two positions."""
    assert set(wiring.positions(text).values()) <= {"ON", "OFF"}


@pytest.mark.parametrize(
    "text",
    [
        "the rest " + "dip switches " * 3000,
        "all" + " dip switches" * 8000 + ".",
        "dip 1" + " =" * 40000,
        "dip 1" + " is" * 30000,
        "switch " + "1 0 " * 20000,
        "1" + ":" * 90000,
        "rest" + " of them" * 12000,
    ],
)
def test_a_hostile_letter_is_read_at_once(text):
    """No text makes the patterns go back and forth without end."""
    assert set(wiring.positions(text).values()) <= {"ON", "OFF"}
