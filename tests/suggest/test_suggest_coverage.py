"""What nobody asks and what no manual covers: absence notes, mass mail, faults that are over, other things, and the weighing of signs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle import classifier, covered
from kb.curation import letters
from kb.curation.corpus import default_root
from kb.suggest import automatic, mail, others
from kb.suggest.advise import suggest
from kb.suggest.coverage import SIGNS, WEIGHTS, Coverage
from kb.suggest.read import read

RED = "The red light of our Growatt battery is on and it does not charge."


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatic reply: Growatt ALM red", "I am out of the office until Monday and have no access to my mail."),
        ("Undeliverable: SR48100H will not charge", "Delivery has failed to these recipients or groups."),
        ("Recall: SR48100H ALM", "Somebody would like to recall the message."),
        ("Accepted: visit about the red light of the SigenStor", ""),
    ],
)
def test_an_absence_note_asks_nothing(engine, subject, body):
    """The subject of an absence note is that of the mail it answers: nobody tells of a fault."""
    found = suggest(engine, subject, body)
    assert not found.covered
    assert "automatic message" in found.why_not


def test_who_asks_in_an_absence_note_is_answered(engine):
    """Below an absence note a person may still ask something of a product."""
    body = "I'm travelling until the 20th. The Growatt 6.5 kWh battery does not charge and its red light is on, what do I do?"
    assert suggest(engine, "Automatic reply: away", body).covered


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Newsletter August", "Is your battery always in the red? Power up now. Unsubscribe here."),
        ("PRESS RELEASE", "FOR IMMEDIATE RELEASE. A battery park went into service today, grid fault or not."),
        ("Your access ends", "Your PIN has been disabled. To reset it confirm your data by the link below."),
    ],
)
def test_mail_to_many_asks_nothing(engine, subject, body):
    """A newsletter speaks of red batteries and resets, and of no fault."""
    assert not suggest(engine, subject, body).covered


def test_a_machine_that_names_an_alarm_is_heard(engine):
    """A monitoring mail that nobody may reply to still tells of an alarm."""
    found = suggest(
        engine, "Alert", "SR48100H reports COVP. This message was generated automatically, do not reply to this mail."
    )
    assert found.covered


@pytest.mark.parametrize(
    "body",
    [
        "All good now! Please close it and say thank you to him.",
        "Since yesterday's sun the red flashing is gone. You can close the ticket.",
        "solved, pls close",
        "Please disregard my message of this morning.",
    ],
)
def test_a_fault_that_is_over_gets_no_proposal(engine, body):
    """What stands in the subject or in the quote was answered already."""
    found = suggest(engine, "Re: Growatt battery red light flashing", body)
    assert not found.covered
    assert "is over" in found.why_not


@pytest.mark.parametrize(
    "body",
    [
        f"It was solved for a week, but now it is back. {RED}",
        f"Why was my ticket closed? {RED}",
        "Please do not close the ticket, it is not solved. The Growatt battery still does not charge.",
    ],
)
def test_a_fault_that_came_back_is_one(engine, body):
    """What works for a while, and a ticket that must not be closed, is not over."""
    assert suggest(engine, "Growatt battery", body).covered


@pytest.mark.parametrize(
    "text",
    [
        "The left hearing aid blinks red in its charging case and is empty by noon.",
        "Caravan mover: the LED blinks twice, the leisure battery is new.",
        "The robot mower wants a PIN and its app says offline, the battery is full.",
        "Plugged in, not charging. It is a laptop.",
    ],
)
def test_another_thing_is_not_asked_for(engine, text):
    """What has a battery, a lamp or an app of its own is no product of ours, though it fails in the same words."""
    found = suggest(engine, "", text)
    assert not found.covered
    assert not found.ask_device


@pytest.mark.parametrize(
    "text",
    [
        "The battery in the cellar shows a red light and does not charge any more.",
        "Our home storage does not charge since we bought the new dishwasher, call me on my mobile phone.",
        "The energy store in the bakery does not charge since Saturday although the sun shines.",
    ],
)
def test_a_home_battery_without_a_name_is_asked_for(engine, text):
    """Who has a home battery that fails is asked which it is, whatever stands beside it."""
    found = suggest(engine, "", text)
    assert found.ask_device


def test_a_wallbox_beside_another_makers_name_is_that_makers(engine):
    """What every maker calls its own is the one's whose name stands there."""
    found = suggest(
        engine,
        "Easee box flashing red",
        "Wallbox: Easee Home. Since the thunderstorm the strip on the box flashes red.",
    )
    assert not found.covered


def test_a_sentence_of_the_office_does_not_make_a_letter_the_offices(engine):
    """An appointment that is mentioned in passing leaves the rest of the letter what it is."""
    text = (
        "Since the provider swapped our router the SigenStor is offline in the app. It was fine before. The signal light is off. "
        "By the way the appointment on the 9th stays."
    )
    assert not all(s.office for s in read(engine, mail.read("offline", text)).sentences)
    assert suggest(engine, "offline", text).covered


def test_the_signs_are_weighed_in_their_order():
    """Each sign has one weight, and a ticket of which nothing is known stands below one that search answers."""
    assert len(SIGNS) == len(WEIGHTS)
    nothing = [0.0] * len(SIGNS)
    answered = [1.0 if n == "answered" else 0.0 for n in SIGNS]
    assert Coverage.standing(answered) > Coverage.standing(nothing)


def test_letters_lean_to_their_side(engine):
    """Of the letters that the lean is fitted to, six of seven lean as they should."""
    kb = engine.kb
    weights = classifier.unpack_neighbours(kb.extras[covered.NAME])
    assert weights is not None
    found = letters.read(default_root(), kb.devices, (), [])[::9]
    written = covered.texts(found, kb.devices.values())
    lean = [weights.leaning(v) > 0 for v in kb.encoder.encode(written)]
    right = [x == (y.expect != "none") for x, y in zip(lean, found, strict=True)]
    assert sum(right) / len(right) >= 0.85


def test_one_kind_of_letters_teaches_nothing():
    """Without letters of both kinds there is nothing to tell apart."""
    found = letters.read(default_root(), {}, (), [])
    alike = [x for x in found if x.expect == "none"][:4]
    assert covered.fit(alike, np.zeros((4, 3), dtype=np.float32)) is None


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_mail_is_judged(subject, body):
    """Whatever a mail says, it is told whether a machine wrote it, without an error."""
    assert automatic.is_absence(subject, body) in {True, False}
    assert automatic.is_bulk(subject, body) in {True, False}


@given(st.text(max_size=300))
def test_any_text_names_another_thing_or_not(text):
    """Any text can be asked whether it names our kind of thing."""
    assert others.names_our_kind(text) in {True, False}


@pytest.mark.parametrize(
    "body",
    [
        "Why was my ticket closed? The red light of our Growatt battery is on and it does not charge.",
        "You closed my case 4411. ALM on the SR48100H is still lit and it gives no power.",
    ],
)
def test_what_is_said_of_the_ticket_itself_is_no_matter(engine, body):
    """Who complains that a ticket was closed complains of the fault beside it."""
    assert suggest(engine, "", body).covered


def test_who_does_not_know_the_make_is_asked(engine):
    """A home battery of which nobody knows the make is asked about, however little is told of it."""
    found = suggest(engine, "", "The battery in our cellar feels warm. I do not know the make.")
    assert found.ask_device
    assert not found.causes


def test_a_sentence_without_end_is_read(engine):
    """A sentence of 20,000 words about a ticket is read like any other."""
    found = suggest(engine, "", "My Growatt battery does not charge and the ticket " * 2000)
    assert found.device == "growatt-65"


@pytest.mark.parametrize(
    "body",
    [
        "Our home battery hasn't charged since the storm on Saturday although the panels make power. It used to be full by noon.",
        "since I have the new internet box, my battery system isn't shown on the phone any longer. What must I do?",
        "baterry on wall of my house no give power in the night. in day is ok with sun.",
        "each evening our house accumulator stands at around 90 and each morning at 20, although nothing runs at night.",
    ],
)
def test_a_plain_complaint_without_a_name_is_asked_about(engine, body):
    """Who tells plainly of a thing of ours that fails is asked which it is, though single sentences of it have no answer."""
    found = suggest(engine, "", body)
    assert found.ask_device
    assert not (found.causes)
    assert not (found.answers)


def test_danger_without_a_name_is_spoken_of_at_once(engine):
    """Before it is known which product burns, each product's manual says what to do."""
    found = suggest(
        engine,
        "burnt smell",
        "There's a smell like hot plastic near our house battery since this morning. What shall we do?",
    )
    assert found.ask_device
    told = [p for p in found.parts if p.kind == "safety"]
    assert len(told) > 1
    assert len(found.safety) >= len(told)
    assert all(c.level == "danger" and c.source is not None for c in found.safety)
    assert {c.text.split(":")[0] for c in found.safety} == {
        p.title.removeprefix("Safety first, if it is the ") for p in told
    }


@pytest.mark.parametrize(
    "body",
    [
        "Our telephone system is offline since the storm.",
        "One of those hire e-scooters stands in our stairwell and white smoke comes out of the footboard.",
    ],
)
def test_another_thing_stays_another_thing(engine, body):
    """A complaint about a thing of another kind gets nothing, also when it burns."""
    found = suggest(engine, "", body)
    assert (found.covered, found.ask_device, found.causes, found.answers) == (False, (), (), ())


def test_a_cracked_cover_is_no_danger_to_answer(engine):
    """Damage told in passing where only a price is asked brings no proposal; the same damage with a fault does."""
    ask = "during the move the front cover of our SR48100H got a nasty crack. It is purely cosmetic. How much is a new one?"
    assert not suggest(engine, "Decor front for SR48100H - what does it cost?", ask).covered
    told = "The SR48100H fell off the trolley, the housing is cracked at one corner and it is leaking."
    assert suggest(engine, "SR48100H fell down", told).safety


@pytest.mark.parametrize(
    "body",
    [
        (
            "My four SR48100H are new. Nearly every day the Victron writes Cell imbalance warning and the alarm lamp of the second one"
            " winks. It goes on charging meanwhile and by the evening the message has gone. Have I been sold a damaged one?"
        ),
        "Put a local SIM into the Sigen CommMod, closed it again and heard one click. Now it is wobbly and the system has no mobile connection.",
    ],
)
def test_what_comes_again_is_not_over(engine, body):
    """A message that goes each evening, and a box that was closed, are no ticket that is over."""
    found = suggest(engine, "", body)
    assert found.covered
    assert found.causes


def test_a_cause_told_in_its_own_words_is_kept(engine):
    """A plain complaint keeps its cause though beside it something is asked that no manual says."""
    body = (
        "Boss parked two Growatt 6.5 kWh (still in cartons) in the site container from early July, five weeks, door shut, full sun on the roof."
        " Logger in there peaked at 63 degrees most afternoons. Now one of them holds hardly any charge at all. Can that be the reason?"
    )
    assert [c.id for c in suggest(engine, "", body).causes][:1] == ["stored-badly"]


def test_a_greeting_names_no_maker(engine):
    """A sunny greeting in German is not the name of a maker."""
    assert engine.understander.read("Mit sonnigen Grüßen").foreign == ()
    assert engine.understander.read("my sonen battery").foreign == ("sonnen",)
