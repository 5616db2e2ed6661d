from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup import read

from kb.curation.statements import title
from kb.model.facts import Caution, Lamp, Pin, Source, Spec
from webapp.present import groups, lamps, links, marking, words


@given(text=st.text(max_size=200), question=st.text(max_size=80))
def test_marking_only_ever_adds_its_own_tags(text, question):
    """Whatever the text and the question hold, the marked text reads the same and has no tag but <mark>."""
    marked = str(marking.mark(text, marking.wanted(question)))
    bare = marked.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert '"' not in bare
    assert bare == str(marking.mark(text, frozenset()))


def test_marking_follows_the_stems_of_the_index():
    """A word marks its other forms; a stop word marks nothing; a tag in the text stays text."""
    assert str(marking.mark("It flashes <b>red</b>", marking.wanted("flashing it"))) == (
        "It <mark>flashes</mark> &lt;b&gt;red&lt;/b&gt;"
    )


def test_a_lamp_is_told_in_words():
    """Name, colour and pattern stand in words; a dark lamp has no colour."""
    assert lamps.view(Lamp("ALM", "red", "flash", 0.5, 1.5)).words == "red flashing"
    assert lamps.view(Lamp("ALM", "red", "off")).words == "off"
    assert lamps.view(Lamp("RUN", None, "steady")).words == "steady"
    assert lamps.view(Lamp("RUN", None, "any")).words == "any state"
    told_by_colour = lamps.view(Lamp("ALM", "red", "any"))
    assert (told_by_colour.words, told_by_colour.look) == ("red, in any rhythm", "lamp--any lamp--red")
    assert lamps.view(Lamp("RUN", "green", "flash", period_s=2.0)).words == "green flashing, T = 2 s"
    assert lamps.view(Lamp("RUN", "green", "flash", times=5)).words == "green flashing, 5 ×"


def test_a_rhythm_is_drawn_to_scale():
    """0.5 s on and 1.5 s off fill a quarter of the line, twice in four seconds."""
    strip = lamps.view(Lamp("ALM", "red", "flash", 0.5, 1.5)).strip
    assert [(m.x, m.width) for m in strip.lit] == [("0", "50"), ("200", "50")]
    assert strip.seconds == ("100", "200", "300")
    assert (strip.words, strip.span) == ("0.5 s on, 1.5 s off", "4 s")


@given(on=st.floats(0.05, 10), off=st.floats(0.05, 10))
def test_a_rhythm_never_leaves_its_line(on, off):
    """Every lit stretch lies on the line, whatever the times."""
    strip = lamps.view(Lamp("X", None, "flash", on, off)).strip
    assert all(float(m.x) >= 0 and float(m.x) + float(m.width) <= 400.05 for m in strip.lit)


def test_lamps_of_one_rhythm_are_told_once():
    """Two lamps that flash alike share one line."""
    shown = lamps.views([Lamp("A", None, "flash", 1, 1), Lamp("B", None, "flash", 1, 1), Lamp("C", None, "off")])
    assert [names for names, _ in lamps.strips(shown)] == ["A, B"]


SOURCE = Source("m", "1", "2", "T", "3-4", "t")


def pin(number, edition="", signal="CAN-H"):
    source = Source(f"m{edition}", "1", "2", "T", "3-4", "t")
    tag = f"@{edition}" if edition else ""
    return Pin(
        id=f"d/com/{number}{tag}", devices=("d",), source=source, connector="COM", pin=str(number), signal=signal
    )


def test_equal_editions_are_told_once():
    """Facts that two editions tell alike become one with two places; different ones stay apart."""
    a, b, c, d = pin(1), pin(1, "q"), pin(2), pin(2, "q", "CAN-L")
    assert groups.merged([a, b, c, d]) == [(a, [b]), (c, []), (d, [])]


def test_a_pin_table_is_never_mixed_from_two_editions(app, kb):
    """One different contact gives two whole tables; two equal tables become one."""
    with app.test_request_context():
        same = groups.connectors(kb, [pin(1), pin(2), pin(1, "q"), pin(2, "q")])
        assert [len(g.cards) for g in same] == [2]
        assert len(same[0].places) == 2
        apart = groups.connectors(kb, [pin(1), pin(2), pin(1, "q"), pin(2, "q", "CAN-L")])
        assert [[c.fact.signal for c in g.cards] for g in apart] == [["CAN-H", "CAN-H"], ["CAN-H", "CAN-L"]]


@pytest.mark.parametrize(
    ("certainty", "note", "repair", "said"),
    [
        ("certain", "", "", ()),
        ("certain", "n", "", (("Note: n.", False),)),
        ("certain", "", "r", (("Repaired: r.", False),)),
        ("likely", "n", "", (("Likely, not certain: n.", True),)),
        ("likely", "", "r", (("Likely, not certain: r.", True),)),
        ("doubtful", "n", "r", (("Read with a doubt: n.", True), ("Repaired: r.", False))),
        ("doubtful", "", "", (("Read with a doubt: the text is damaged here.", True),)),
    ],
)
def test_doubts_are_said_plainly(certainty, note, repair, said):
    """Certainty, repair and note become sentences; only what may be wrong is a doubt."""
    fact = Spec(
        id="a/b/c", devices=("a",), source=SOURCE, certainty=certainty, note=note, repair=repair, name="n", value=1
    )
    assert tuple((r.text, r.doubt) for r in words.remarks(fact)) == said


def test_a_unit_stays_with_its_figure():
    """A line never breaks between figure and unit."""
    fact = Spec(id="a/b/c", devices=("a",), source=SOURCE, name="n", min=44.8, max=57.6, unit="V")
    assert words.figure(fact) == "44.8 to 57.6\u00a0V"


def test_a_place_names_manual_edition_section_and_lines(app, kb):
    """Every citation says which manual, which edition, which section and which lines, and links to the section."""
    with app.test_request_context():
        for fact in kb.facts.values():
            place = links.place(kb, fact.source)
            assert place.manual
            assert place.url == f"/manual/{fact.source.manual}/{fact.source.anchor}"
            edition = fact.source.edition
            assert edition in place.edition or edition in place.manual or place.edition == "edition not stated"
            assert fact.source.title in place.section
            assert place.lines.startswith("line")


def test_the_parser_of_the_tests_sees_what_it_must():
    """The rules are only as good as the reader: it finds an inline style, a foreign host and a skipped heading."""
    page = read('<html lang="en"><h1>a</h1><h3 style="x">b</h3><a href="https://x.example/">c</a>')
    assert page.headings == [1, 3]
    assert page.inline == ["style"]
    assert page.urls == ["https://x.example/"]


def test_a_headline_and_what_follows_say_all(kb):
    """A long meaning is told in two parts, and no word of it is lost; a short bracket stays in the heading."""
    for state in kb.select("led_state"):
        head, rest = words.headline(state.meaning), words.further(state.meaning)
        assert head, state.id
        assert sorted(re.findall(r"\w+", state.meaning.lower())) == sorted(re.findall(r"\w+", f"{head} {rest}".lower()))
    assert words.headline("Low SOC (0 % to 15 %), or a fault") == "Low SOC (0 % to 15 %), or a fault"
    assert (words.headline("It warns (of heat, of cold, of damp air); see below"), words.further("Plain")) == (
        "It warns",
        "",
    )
    assert words.glued("flashing, T = 2 s") == "flashing, T\u00a0=\u00a02\u00a0s"


def test_a_safety_note_is_named_by_what_it_says(kb):
    """In a list "Warning" says nothing; every other fact has its title."""
    for fact in kb.facts.values():
        name = words.named(fact)
        assert len(name) <= 90 or not isinstance(fact, Caution)
        assert name.split()[0] == fact.text.split()[0] if isinstance(fact, Caution) else name == title(fact)
