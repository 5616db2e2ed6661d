"""A ticket is read as its author wrote it: without markup, quoted replies, signatures; and nothing hostile costs more than its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.errors import QueryError
from kb.suggest import mail
from kb.suggest.language import foreign


@pytest.mark.parametrize(
    ("body", "text", "left_out"),
    [
        ("It beeps.\n\nKind regards\nJo Field\n07700 900 1", "It beeps.", ("signature",)),
        ("It beeps.\n-- \nJo | Solar Ltd", "It beeps.", ("signature",)),
        ("It beeps.\n\nOn Mon, 3 Jun 2024, Ann wrote:\n> Is it red?", "It beeps.", ("quoted reply",)),
        ("> Is it red?\nNo, green.", "No, green.", ("quoted reply",)),
        ("<p>It <b>beeps</b>.</p><blockquote>Is it red?</blockquote>", "It beeps.", ("quoted reply",)),
        ('<div>It beeps.</div><div class="gmail_signature">Jo</div>', "It beeps.", ("signature",)),
        ("<p>It beeps.</p><script>alert('red')</script><style>p{}</style>", "It beeps.", ()),
        ("<p>It<!-- red --> beeps.</p>", "It beeps.", ()),
        ("<p>Below 5 < 6 V &amp; red</p>", "Below 5 < 6 V & red", ()),
    ],
)
def test_only_the_authors_words_stay(body, text, left_out):
    """What others wrote, what names the author and what a program put in is left out, and said to be."""
    found = mail.read("", body)
    assert (found.text, found.left_out) == (text, left_out)


@pytest.mark.parametrize(
    ("body", "text", "left_out"),
    [
        ("[10:02] Visitor: It beeps.\n[10:03] Agent: Is it red?\n[10:04] Visitor: No.", "It beeps.\nNo.", True),
        ("Customer: It beeps.\nSupport: Is it red?\nPlease look.\nCustomer: No.", "It beeps.\nNo.", True),
        ("Customer: It beeps.\nModel: none", "Customer: It beeps.\nModel: none", False),
        ("10:02 it beeps\n10:05 it is red", "10:02 it beeps\n10:05 it is red", False),
    ],
)
def test_of_a_pasted_chat_the_customers_words_stay(body, text, left_out):
    """What our side said is left out, with who spoke and when; a single line with a colon is no chat."""
    found = mail.read("", body)
    assert (found.text, "quoted reply" in found.left_out) == (text, left_out)


@pytest.mark.parametrize("subject", ["Re: AW: Fwd: no light", "FW: Re: no light", "no light"])
def test_marks_of_replies_are_no_subject(subject):
    """What mail programs put before a subject is taken away."""
    assert mail.read(subject, "").subject == "no light"


def test_a_forwarded_mail_alone_is_the_ticket():
    """With nothing written above it, the forwarded mail is what the ticket says."""
    body = "---------- Forwarded message ----------\nFrom: Ann <a@example.org>\nSubject: light\n\nThe light is red."
    assert "The light is red." in mail.read("", body).text


@pytest.mark.parametrize(
    ("subject", "body", "read"),
    [
        ("Fwd: light", "See below.\n\n> The light is red.", True),
        ("light", "<p>Please advise.</p><blockquote>The light is red.</blockquote>", True),
        ("light", "It is green now.\n\n> The light is red.", False),
        ("Fwd: light", "word " * 40 + "\n\n> The light is red.", False),
        ("Fwd: light", "See below. " + "word " * 40 + "\n\n> The light is red.", True),
    ],
)
def test_a_mail_passed_on_is_read_with_what_stands_below(subject, body, read):
    """Few words that point below make what stands there the ticket; an answer of its own does not."""
    found = mail.read(subject, body)
    assert ("The light is red." in found.text) is read
    assert ("The light is red." in found.aside) is not read


@pytest.mark.parametrize(
    ("subject", "body"), [("", ""), (" ", "\n\n"), ("", "<p></p>"), ("", "x" * (mail.MAX_BYTES + 1))]
)
def test_nothing_and_too_much_are_refused(subject, body):
    """An empty ticket and one that is too large end with a sentence that says what to do."""
    with pytest.raises(QueryError, match=r"."):
        mail.read(subject, body)


@given(st.text(max_size=300), st.text(max_size=3000))
def test_any_text_is_read_or_refused(subject, body):
    """No text breaks the reader, and no control character leaves it."""
    try:
        found = mail.read(subject, body)
    except QueryError:
        return
    assert not set("\x00\x08\u200b\u202e") & set(found.subject + found.text)


_PIECES = st.sampled_from(
    "<p> </p> <div_class='x '> <!-- --> <![CDATA[ <? </ < > & &#x &amp; <script> </script> <blockquote> </blockquote> <style "
    'red_light " \x00 <svg/onload=x>'.replace("_", "\u00a0").split(" ")
)


@given(st.lists(_PIECES, max_size=200).map("".join))
def test_any_markup_is_read_or_refused(body):
    """Broken, nested and hostile markup is read as text or found empty; a script's content is never told."""
    try:
        mail.read("", f"<p>{body}")
    except QueryError:
        return


@pytest.mark.parametrize("piece", ["<!--", "<![CDATA[", "<!x", "<?x", "</", "<"])
def test_markup_that_never_ends_is_taken_out_before_it_is_parsed(piece):
    """What would make a parser look for its end again and again, at each place anew, does not reach it."""
    left = mail._without_comments(f"<p>{piece * 5000}")
    assert left.count(piece) <= 2  # the paragraph's own, and the end of the text


def test_more_tags_than_any_mail_has_are_only_taken_away():
    """Beyond the limit no tree is built; the words stay."""
    body = "<b>" * (mail.MAX_TAGS + 1) + "red"
    assert mail.read("", body).text == "red"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (" " * 90_000 + "red", "red"),
        ("\n" * 25_000 + "To: x\n" * 12_000 + "red", "red"),
        ("red\n" + "thanks\n" * 12_000, "red" + "\nthanks" * 11_987),
    ],
    ids=["blanks", "heads of mails", "closings"],
)
def test_a_text_is_read_in_a_time_that_grows_with_its_length(body, text):
    """Blanks, heads and closings without end are gone through once: with the square of their number this would not end."""
    assert mail.read("", body).text == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Guten Tag, meine Batterie lädt seit gestern nicht mehr, was kann ich tun?", "German"),
        ("Bonjour, ma batterie ne se charge plus depuis hier.", "French"),
        ("Hola, el inversor no comunica con la batería y no tengo cable.", "Spanish"),
        ("La mia batteria non è carica, grazie per il vostro aiuto.", "Italian"),
        ("Аккумулятор не заряжается со вчерашнего дня", "another script"),
        ("电池不充电", "another script"),
        ("My battery does not charge since yesterday.", ""),
        ("COVP", ""),
        ("SR48100H - ALM rot", ""),
        ("The customer in München (Herr Groß) says the ALM lamp is on. Mit freundlichen Grüßen", ""),
    ],
)
def test_other_languages_are_told(text, language):
    """A text in another language is named as such; English with a foreign name or greeting, and a bare code, is not."""
    assert foreign(text) == language
