"""What a ticket tells beside its fault: what was found right, whose thing it is, what works, and what a machine misheard."""

import pytest

from kb.bundle.store import open_bundle
from kb.diagnose import api
from kb.search.engine import Engine
from kb.suggest import checked, mail, read, telling
from kb.suggest.advise import suggest


@pytest.fixture(scope="module")
def engine():
    return Engine(open_bundle())


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Cables OK, voltages equal.", True),
        ("Power cables re-torqued, polarity is correct.", True),
        ("We started them pressing both buttons at the same time.", True),
        ("The cable is from another kit, fits fine.", False),
        ("I put in a new cable.", False),
        ("The plug is broken.", False),
    ],
)
def test_what_was_found_right(text, right):
    """Parts that were looked at and are in order; a cable from somewhere else was not looked at."""
    assert bool(telling.FOUND_RIGHT.search(text)) is right


def test_what_was_found_right_speaks_against_its_causes(engine):
    """With equal voltages the cause that would be mended by making them equal is less likely, and still possible."""
    model = next(m for m in api.models(engine.kb) if m.id == "growatt-65-start-parallel")
    factors = checked.factors(engine.kb, model, ["voltage equal, both buttons pressed at the same time"])
    causes = [c.id for c in model.source.causes]
    by_cause = dict(zip(causes, factors, strict=False))
    assert 0 < by_cause["pair-voltage"] < 1
    assert 0 < by_cause["pair-late"] < 1
    assert by_cause["pair-unequal"] == 1
    assert (checked.factors(engine.kb, model, []) == 1).all()


def test_charging_that_works_is_no_direction_of_trouble(engine):
    """What works ("Charging by day was fine") says nothing of what fails at night."""
    found = read.read(engine, mail.read("", "SR48100H goes dark with the oven on. Charging by day was fine."))
    assert "charging" not in found.told().lower()


@pytest.mark.parametrize(
    ("body", "covered"),
    [
        ("my easee wallbox stopped at 6 amps and does not go up", False),
        ("my sigen wallbox shows no connection to the WLAN", True),
    ],
)
def test_whose_wallbox(engine, body, covered):
    """A kind of thing behind another maker's name is that maker's, though one of our products is called so."""
    assert suggest(engine, "wallbox", body).covered is covered


def test_a_makers_short_name_stands_for_its_only_system(engine):
    """A maker's short name ("Our sigen stack") is the SigenStor; nothing is asked where there is one choice."""
    assert read.read(engine, mail.read("", "The light of our sigen stack glows purple now.")).lead == "sigenstor-ec"


def test_a_name_heard_as_two_words(engine):
    """A machine that types what it hears writes "Grow Watt"; a stranger's name stays a stranger's."""
    assert read.read(engine, mail.read("", "The Grow Watt battery is dark.")).lead == "growatt-65"
    assert read.read(engine, mail.read("", "The Solarwatt battery is dark.")).lead is None


def test_a_plain_word_is_no_rival_of_a_name(engine):
    """A plain word ("Conext Gateway") beside an SR48100H is what it is joined with, however often it is said."""
    body = "The gateway lists no battery. On the gateway the profile is chosen. Five SR48100H."
    assert read.read(engine, mail.read("Gateway", body)).lead == "sr48100h"


@pytest.mark.parametrize(
    "body",
    [
        "SigenStor in the cellar, we have only gas lamps there, AC lamp dark.",
        "Nothing smells burnt, SigenStor AC lamp dark.",
        "SigenStor AC lamp dark, is it damaged now?",
        "SigenStor AC lamp dark. Your fitters came late, smoked in the garage and left without a word.",
    ],
)
def test_no_danger_is_told(engine, body):
    """Gas that is burnt for light, what is denied in the same breath, and a question are no danger."""
    assert not suggest(engine, "", body).safety


def test_who_is_hurt_comes_before_what_smells(engine):
    """Of two dangers told alike the person's is answered first, as the question itself asks."""
    found = suggest(engine, "Growatt 6.5 kWh", "It smells sharp, I breathed it in and feel sick.")
    assert any("inhaled" in c.fact for c in found.safety)


@pytest.mark.parametrize(
    "text", ["What would you look at first?", "What may I tell her?", "Is it damaged?", "Any ideas?"]
)
def test_what_now_asks_for_no_print(engine, text):
    """Whoever asks what to do about a fault asks for its cause, not for a line of the manual."""
    found = read.read(engine, mail.read("", f"SR48100H never goes past 60 %. {text}"))
    assert not any(s.asks for s in found.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "Customer asks min distance to salt water for SigenStor EC.",
        "Growatt 6.5, allowed or not",
        "forgot my password for mysigen how do i make a new one",
        "SP-CT120-DH: A and B on which terminals, pls.",
        "Wants in milliseconds how quick the Gateway changes over.",
    ],
)
def test_questions_as_agents_note_them(engine, text):
    """A question needs no question mark and no question word in front."""
    assert any(s.asks for s in read.read(engine, mail.read("", text)).sentences)


def test_a_greeting_ends_before_a_number(engine):
    """A greeting such as "Hi quick one sigen hybrid 5.0, string 2 …" greets with one word, and the model's figure is no end of it."""
    found = read.read(engine, mail.read("", "hi quick one sigen hybrid 5.0, string 2 reads minus 381"))
    assert found.lead == "sigen-hybrid"


def test_a_steady_lamp_told_by_what_it_does_not(engine):
    """A lamp told so ("A red lamp, not blinking") is steady: the picture with the flashing lamp is not among those it fits."""
    found = suggest(engine, "Growatt 6.5 kWh", "With oven and dryer on it cuts off. A red lamp, not blinking.")
    seen = [o for o in found.observations if o.kind == "lamp"]
    assert seen
    assert "alm-flash" not in seen[0].answer.split("|")


@pytest.mark.parametrize(
    "body",
    [
        "The battery in our cellar feels warm. I do not know the make.",
        "The battery cuts out in the evening when the oven and the tv are on.",
        "The battery in the laundry is as dead as a stone. I pressed the button long, my son pressed the button.",
    ],
)
def test_a_home_battery_among_other_things_is_asked_about(engine, body):
    """What a home battery feeds, or stands beside, does not make it that thing's battery: which product is it?"""
    found = suggest(engine, "", body)
    assert found.covered
    assert found.ask_device


@pytest.mark.parametrize(
    "body",
    ["The battery of my e-bike is empty after a ride in the sun.", "My laptop battery is empty after an outage."],
)
def test_another_things_battery_stays_that_things(engine, body):
    """A battery named together with a thing of another kind is that thing's, sun or outage or not."""
    assert not suggest(engine, "", body).covered


def test_a_thing_that_fell_is_the_manuals_matter(engine):
    """A parcel is the office's matter, a pack that slid off the lift is not."""
    body = "Driver let a SigenStor BAT slide off the tail lift. Box dented, the battery inside looks perfect. May he mount it?"
    found = suggest(engine, "dropped parcel", body)
    assert any("fallen-pack" in x for x in (*(a["id"] for a in found.answers), *(c.fact for c in found.safety)))


def test_how_a_load_travels_is_no_matter_of_the_office(engine):
    """The carrier who asks how many may stand on top of each other asks the manual."""
    found = suggest(
        engine, "", "Carrier picks up 12 Growatt 6.5 kWh and asks how many he may put on top of each other."
    )
    assert any("stack" in a["id"] for a in found.answers)


def test_a_partner_by_its_makers_bare_name(engine):
    """A partner ("Growatt inverter") beside an SR48100H is the inverter that the table names, not the Growatt battery."""
    body = "SR48100H, 120 ohm plug in Link OUT. Growatt inverter does not find the battery. Dips done for growatt."
    ticket = read.read(engine, mail.read("", body))
    assert ticket.lead == "sr48100h"


def test_what_is_known_not_to_be_printed_gets_no_cause(engine):
    """A word of trouble in a certificate's name is no complaint."""
    body = "Grid operator asks for the NA protection certificate for SigenStor EC 6.0 SP. Please mail PDF or give its number."
    assert not suggest(engine, "VDE-AR-N 4105 certificate", body).covered


def test_can_t_see_is_no_question(engine):
    """Who cannot see it in the guide tells, who asks whether he can see it asks."""
    found = read.read(
        engine, mail.read("", "Can't see either in the install guide of the SigenStor. Can I see it elsewhere?")
    )
    assert [s.asks for s in found.sentences] == [False, True]
