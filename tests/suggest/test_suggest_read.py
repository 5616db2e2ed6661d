"""A ticket's sentences: which product they name, which complain, which are the office's."""

from __future__ import annotations

import pytest

from kb.suggest import mail
from kb.suggest.advise import suggest
from kb.suggest.read import read


def ticket(engine, subject, body):
    """A ticket, read."""
    return read(engine, mail.read(subject, body))


@pytest.mark.parametrize(
    ("subject", "body", "device"),
    [
        ("three cabinets", "Three SigenStors stand side by side.", "sigenstor-ec"),
        ("help", "My SR 48100 H does not charge.", "sr48100h"),
        ("no lamp", "No lamp is lit and it does not start.\n\nKind regards\nA. Doe\nProduct: SR48100H", "sr48100h"),
        ("Fwd: fault", "Please see below.\n\n> Our SR48100H shows a red lamp.", "sr48100h"),
        ("garage", "Hello i have a SigenStor in the garage.\nIt is offline.", "sigenstor-ec"),
        ("gateway", "The gateway of another make does not find our SR48100H.", "sr48100h"),
        ("2x", "Growatt 6.5 battery x2, the pair does not come together", "growatt-65"),
    ],
)
def test_a_product_is_found_as_people_name_it(engine, subject, body, device):
    """In the plural, with blanks in the model number, under the signature, in the mail passed on, with a count beside it."""
    found = ticket(engine, subject, body)
    assert (found.lead, found.other) == (device, "")


def test_a_name_of_ones_own_leads(engine):
    """What stands in an older mail below is no product of the ticket when the author names another."""
    found = ticket(
        engine, "", "My SR48100H does not charge.\n\nOn Mon, 3 Jun 2024, Ann wrote:\n> The Growatt battery is fine."
    )
    assert found.devices == ("sr48100h",)


@pytest.mark.parametrize(
    ("text", "complains", "alarms"),
    [
        ("SR48100H shows a failure", True, True),
        ("SR48100H: the battery will not switch on", True, False),
        ("SR48100H cuts out with the oven on", True, False),
        ("SR48100H disappeared from the list", True, False),
        ("SR48100H hangs in the cellar", False, False),
    ],
)
def test_what_fails_is_a_complaint(engine, text, complains, alarms):
    """A complaint needs no word of the manuals for trouble; those that use one tell products apart as well."""
    sentence = ticket(engine, "", text).sentences[0]
    assert sentence.complains is complains
    assert sentence.alarms or not alarms


def test_a_call_back_is_the_offices_and_the_fault_is_not(engine):
    """A sentence that asks to be called and tells of a fault is read for the fault."""
    sentences = ticket(engine, "call back: battery will not switch on", "Please call me back.").sentences
    assert [s.office for s in sentences] == [False, True]


@pytest.mark.parametrize(
    "body", ["Our Solarmaxx battery blinks and does not charge.", "The go-eZzap charger blinks red since the rain."]
)
def test_a_strangers_product_is_not_taken_for_one_of_ours(engine, body):
    """A name that no manual and no dictionary has, before what kind of thing it is, is another maker's product."""
    found = suggest(engine, "help", body)
    assert (found.covered, found.ask_device) == (False, ())


def test_a_product_is_not_guessed_when_another_manual_answers_as_well(engine):
    """One manual answering best is no sign of its product when another product's manual answers too."""
    found = suggest(engine, "battery", "The battery does not charge any more.")
    assert found.certainty in {"unclear", "none"}


@pytest.mark.parametrize(
    ("subject", "body", "other"),
    [
        ("Growatt MOD 8000 Error 202", "PV voltage high, says the display. No battery installed.", "Growatt MOD 8000"),
        ("error", "Our Growatt MIN 5000TL-X beeps.", "Growatt MIN 5000TL-X"),
        ("error", "Our Growatt battery beeps.", ""),
    ],
)
def test_another_series_of_the_same_maker_is_another_product(engine, subject, body, other):
    """A series and its number behind the maker's name is that product, even where a battery is spoken of."""
    assert ticket(engine, subject, body).other == other


def test_what_was_sent_is_the_offices(engine):
    """A parcel and what lay in it is no fault of a product."""
    body = "The courier left it open. Order no. A-5518. Please send me the list of what I ordered."
    found = suggest(engine, "damaged parcel", body, role="support")
    assert (found.covered, found.reply.plain) == (False, "")


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("We already restarted it.", True),
        ("I have already once replaced the cable.", True),
        ("Restarted the router and the phone already.", True),
        ("He picks the way for units that are already online.", False),
    ],
)
def test_already_tells_what_was_tried_only_with_a_deed(engine, text, tried):
    """What was done already was tried; what is so already was not."""
    assert ticket(engine, "", f"SigenStor. {text}").sentences[-1].tried is tried


def test_an_invoice_beside_a_fault_hides_no_fault(engine):
    """Where a product is named and something is wrong, only the sentence about the office's matter is the office's."""
    body = "The invoice is of last October. The Growatt battery stood in the dry hall. It does not start."
    assert [s.office for s in ticket(engine, "", body).sentences] == [True, False, False]


def test_a_product_that_is_not_there_is_not_what_it_is_about(engine):
    """No 4G stick: that names a product to say that there is none; another named one leads."""
    found = ticket(engine, "", "No CommMod and no router here. The SigenStor stays offline.")
    assert found.lead == "sigenstor-ec"


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Our home battery has a red light since this morning.", 2),
        ("The dishwasher leaves spots on the glasses and it does not drain.", 0),
    ],
)
def test_a_fault_like_ours_is_asked_for_by_product(engine, text, heads):
    """A ticket that names no product and tells of a fault of ours in people's words is asked which product it is; others are not."""
    found = suggest(engine, "help", text)
    assert (len(found.ask_device) >= heads) if heads else (not found.covered)
    assert (found.causes, found.answers) == ((), ())


def test_a_question_about_that_is_asked_with_what_stands_before(engine):
    """A question that asks of "that" is searched for together with the sentence that tells what."""
    sentences = ticket(engine, "", "SR48100H. The data cable is 13 m. Is that too long?").sentences
    assert "data cable" in sentences[-1].asked.text
    assert sentences[-1].text == "Is that too long?"
    assert sentences[0].asked is sentences[0].reading


@pytest.mark.parametrize(
    ("text", "praises", "well"),
    [
        ("Everything works fine, the lamps are green.", True, True),
        ("The inverter itself runs nicely.", True, True),
        ("The battery is fine, but the fan of the car port rattles.", True, False),
        ("Everything works but it does not charge.", False, False),
        ("Does everything work fine?", False, False),
        ("The ALM lamp is green.", False, False),
    ],
)
def test_what_is_well_is_no_complaint(engine, text, praises, well):
    """A sentence that says all is well tells of no fault; one with a fault or a lamp by its label does."""
    sentence = ticket(engine, "", text).sentences[0]
    assert (sentence.praises, sentence.well) == (praises, well)
    assert not (well and sentence.complains)
