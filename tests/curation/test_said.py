"""Facts said in words, and sections cut into passages."""

from __future__ import annotations

import pytest
import whole

from kb.curation import passages, statements
from kb.model.document import (
    Alert,
    AlertItem,
    Attributes,
    Document,
    FrontMatter,
    Listing,
    Original,
    Paragraph,
    Section,
    Table,
)
from kb.model.facts import Lamp, Source, Spec


@pytest.fixture(scope="module")
def corpus():
    """The project's own corpus."""
    return whole.corpus()


@pytest.mark.parametrize(
    ("lamp", "said"),
    [
        (Lamp("RUN", "green", "flash", 0.25, 3.75), "RUN green flashing (0.25 s on, 3.75 s off)"),
        (Lamp("ALM", None, "off"), "ALM off"),
        (Lamp("LED1", None, "flash", period_s=2), "LED1 flashing (T = 2 s)"),
        (Lamp("RUN", None, "flash", times=5), "RUN flashing 5 times"),
        (Lamp("SOC1"), "SOC1 in any state"),
        (Lamp("AC", "grey", "off"), "AC off"),
    ],
)
def test_a_lamp_is_said_with_its_rhythm(lamp, said):
    """Colour, pattern and rhythm are told in words; grey is a lamp that is off."""
    assert statements.lamp_words(lamp) == said


def test_lamps_in_one_state_are_said_together():
    """`SOC1, SOC2 off` instead of twice `off`."""
    assert (
        statements.lamps_words((Lamp("SOC1", None, "off"), Lamp("SOC2", None, "off"), Lamp("RUN", None, "steady")))
        == "SOC1, SOC2 off; RUN on steady"
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"min": 48, "max": 57.6, "unit": "V"}, "48 to 57.6 V"),
        ({"min": 240, "unit": "V"}, "at least 240 V"),
        ({"max": 100, "unit": "A"}, "at most 100 A"),
        ({"value": 58, "tolerance": 1, "unit": "kg"}, "58 ± 1 kg"),
        ({"value": 25, "min": 20, "max": 32, "unit": "A"}, "25 (20 to 32) A"),
        ({"value": 4}, "4"),
        ({"text": "IP55"}, "IP55"),
        ({"value": 25, "max": 0.0, "unit": "A"}, "25 (at most 0) A"),
        ({"value": 5, "unit": "V", "text": "approximate"}, "5 V; approximate"),
    ],
)
def test_a_figure_is_said_with_limits_and_unit(fields, said):
    """Nominal figures, limits and tolerance are told with their unit; digits stay as they are."""
    assert (
        statements.figure(Spec(id="a", devices=("d",), source=Source("m", "", "", "", "1"), name="A", **fields)) == said
    )


def test_every_fact_is_said(corpus):
    """Each fact has a title, a text of one line, a statement and keywords."""
    for fact in corpus.facts:
        title, text = statements.title(fact), statements.text(fact)
        assert title.strip(), fact.id
        assert text.strip(), fact.id
        assert "\n" not in title + text, fact.id
        assert text in statements.statement(fact), fact.id
        assert statements.keywords(fact, corpus.devices), fact.id


def test_a_statement_loses_no_figure(corpus):
    """Every number of a spec and every time of a blink stands in what is said of it."""
    for fact in corpus.facts:
        if isinstance(fact, Spec):
            said = statements.text(fact)
            for value in (fact.min, fact.value, fact.max, fact.tolerance):
                assert value is None or statements.number(value) in said, fact.id


def document(*blocks):
    meta = FrontMatter("m", "M", "v1", "en", "x", ("d",), Original("m.txt", "0"))
    return Document("m.md", meta, (Section(1, 2, "1", "A", "a", "1-9", blocks),), "0")


def test_passages_hold_text_not_fact_tables():
    """Paragraphs, lists, alerts and plain tables are read; a table of facts is told by its facts."""
    plain = Table(1, ("sign", "src", "meaning"), (("red", "7", "danger"),), (3,))
    facts = Table(1, ("id",), (("secret",),), (3,), Attributes(1, ("leds",)))
    steps = Listing(1, True, ("open", "close"), (1, 2))
    alert = Alert(1, "danger", (AlertItem(1, "x", "Keep out."),))
    (passage,) = passages.cut(document(Paragraph(1, "First."), plain, facts, steps, alert))
    assert passage.text == "First. sign red; meaning danger. 1. open 2. close Danger: Keep out."
    assert (passage.id, passage.src, passage.devices) == ("m#a/1", "1-9", ("d",))


def test_long_text_is_cut_at_sentences_and_nothing_is_lost():
    """A passage stays within what the encoder reads, and all words are in one of them."""
    sentences = [f"Sentence number {n} says something about the battery and its lamps." for n in range(60)]
    found = list(passages.cut(document(Paragraph(1, " ".join(sentences)))))
    assert len(found) > 1
    assert all(len(p.text) <= passages.MAX_CHARS for p in found)
    assert " ".join(p.text for p in found).split() == " ".join(sentences).split()
    assert len({p.id for p in found}) == len(found)


def test_every_section_with_text_has_a_passage(corpus):
    """No section's own text is left out of the index."""
    for edition in corpus.documents:
        cut = {p.anchor for p in passages.cut(edition)}
        for section in edition.sections:
            if any(isinstance(b, Paragraph) for b in section.blocks):
                assert section.anchor in cut, f"{edition.file}:{section.line}"
