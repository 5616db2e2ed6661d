"""A ticket that names nothing of ours and is about another kind of thing gets no proposal and no question."""

from __future__ import annotations

import pytest

from kb.suggest import likeness, mail, others
from kb.suggest.advise import suggest
from kb.suggest.read import read


@pytest.mark.parametrize(
    "text",
    [
        "The battery of our tractor is too low in the morning.",
        "The electric wheelchair of my mother does not start, red lamp.",
        "Our pellet stove shows E4 and stays cold.",
        "Our telephone system is offline since the storm.",
        "The light of the fish tank is off.",
        "Please send me the agenda for the meeting on Tuesday.",
        "Your shop page shows an error when I pay.",
    ],
)
def test_other_kinds_of_things_get_nothing(engine, text):
    """Things that stand in no list here are told from ours by what they are near to."""
    found = suggest(engine, "help", text)
    assert (found.covered, found.ask_device, found.causes, found.answers, found.reply.plain) == (False, (), (), (), "")
    assert found.why_not


@pytest.mark.parametrize(
    "text",
    [
        "Our home battery does not charge any more and a red light is on.",
        "The storage in the cellar is dark and the inverter does not see it.",
        "The battery and the inverter do not communicate, BMS error.",
    ],
)
def test_what_is_ours_is_asked_for_by_product(engine, text):
    """A fault of a home battery without a name is a question for the product."""
    assert suggest(engine, "help", text).ask_device


def test_a_ticket_that_names_ours_is_never_put_aside(engine):
    """Whatever else a ticket speaks of, a product that is named is advised on."""
    text = "My phone, the car and the printer lost the wifi, and the SigenStor is offline too since the new router."
    assert suggest(engine, "wifi", text).device in {"sigenstor-ec", "mysigen-app"}


def test_a_ticket_of_nothing_is_near_to_nothing(kb, engine):
    """Without a word of its own a ticket is not put aside for its nearness."""
    ticket = read(engine, mail.read("hello", ""))
    assert ticket.devices == ()
    assert not others.is_nearer(kb, likeness.told(kb, [], ""))


def test_how_far_it_is_to_the_sea_is_no_danger(engine):
    """Water near by is a distance; water that got in is a danger."""
    near = suggest(engine, "house by the sea", "How close to the salt water may the SigenStor EC stand?")
    assert near.answers
    assert not near.causes
    assert not near.safety
    wet = suggest(engine, "water", "Salt water got into the SigenStor EC.")
    assert wet.safety


def test_what_no_manual_prints_gets_no_proposal(engine):
    """Who complains of nothing and asks for what is not printed gets the reason, and no cause that is near to the words."""
    found = suggest(engine, "Home Assistant", "Love my SigenStor EC. Could you send me the Modbus registers?")
    assert (found.covered, found.causes, found.answers) == (False, (), ())
    assert found.why_not


def test_the_inverter_beside_our_battery_is_not_the_makers(engine):
    """A maker's bare name stands for its product here, whatever an inverter beside it shows; "Growatt inverter" does not."""
    beside = "The Growatt only ever empties, now 12 percent. The inverter screen says PV 0 W all day."
    assert suggest(engine, "goes down", beside).device == "growatt-65"
    theirs = suggest(engine, "fault", "My Growatt inverter shows a fault.")
    assert theirs.device is None
    assert not theirs.causes


def test_a_plain_word_beside_another_makers_name_is_theirs(engine):
    """Our Gateway is named by a word of everyday English: beside a Powerwall it is the Powerwall's."""
    theirs = suggest(
        engine, "Powerwall offline", "My Tesla Powerwall lost the wifi. Gateway light is ok. How to reset?"
    )
    assert (theirs.covered, theirs.device) == (False, None)
    ours = suggest(engine, "Sigen Gateway", "The Sigen Gateway has no RCD behind it, does it need one?")
    assert ours.device == "gateway"


def test_a_forgotten_password_is_answered(engine):
    """No password is printed, but what to do without one is; the subject by itself asks how to log in, which stands behind it."""
    found = suggest(engine, "login", "I forgot my password for the mySigen app, what do I press?")
    assert [a["id"] for a in found.answers] == ["mysigen-app/procedure/password-forgot", "mysigen-app/procedure/login"]
    alone = suggest(engine, "help", "I forgot my password for the mySigen app, what do I press?")
    assert [a["id"] for a in alone.answers] == ["mysigen-app/procedure/password-forgot"]


def test_every_other_matter_is_put_aside(kb, engine):
    """What people write of a matter that no manual tells of gets no proposal, sentence by sentence of the file; few slip through."""
    texts = [m.said[n] for m in kb.elsewhere.matters for n in (0, len(m.said) // 2)]
    proposed = [t for t in texts if (found := suggest(engine, "question", t)).causes or found.answers]
    assert len(texts) > 150
    assert len(proposed) <= len(texts) // 40, proposed


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (
            "The SR48100H runs well, all lamps are green. We want to wrap its front in a wood-look foil, does the glue stick?",
            "foil",
        ),
        (
            "Since we have the SigenStor our neighbour wants one as well. Do we get a bonus for the recommendation?",
            "bonus",
        ),
        ("Our Growatt battery works fine. Who signs the papers for the loan of the bank?", "loan"),
    ],
)
def test_another_matter_is_no_fault_of_the_product_it_names(engine, body, asked):
    """A product that is named in passing, or praised, is not diagnosed."""
    found = suggest(engine, asked, body)
    assert (found.covered, found.causes, found.answers) == (False, (), ())
    assert found.why_not


def test_danger_is_spoken_of_beside_any_other_matter(engine):
    """Smoke is answered though the letter is about an invoice."""
    found = suggest(engine, "invoice", "Please correct our invoice. And smoke comes out of the SR48100H just now.")
    assert any(item.level == "danger" for item in found.safety)
