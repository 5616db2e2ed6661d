"""Words told in passing refuse no question that the manuals answer, and what is asked in earnest is still refused."""

from __future__ import annotations

import pytest

from kb.bundle.analysis import spelt_counts, terms
from kb.search import plugs, rhythms
from kb.search.limits import Best, _stands_beside
from kb.search.rank import WAYS

SURE = Best("Which part number has it? RS-1", 0.95, 0.8)


def test_a_word_that_the_sure_answer_holds_is_printed(engine):
    """Part numbers are never printed, but for the one that is."""
    reading = engine.understander.read("part number of the Growatt 6.5 tool")
    assert "part number" in engine.limits.reason(reading)
    assert engine.limits.reason(reading, SURE) == ""
    for doubt in (Best(SURE.said, 0.5, 0.8), Best(SURE.said, 0.95, 0.5), Best(SURE.said, 0.95, 0.8, own=False)):
        assert "part number" in engine.limits.reason(reading, doubt)
    assert "part number" in engine.limits.reason(reading, Best("Another matter", 0.95, 0.8))


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("where can I buy a cable for the SR48100H", True),
        ("buy SR48100H near Leeds", True),
        ("which cable do I buy for the SR48100H", False),
        ("what kind of breaker must I purchase for the SR48100H", False),
        ("what must I do to buy it", True),
    ],
)
def test_what_to_buy_is_no_shop(engine, question, refused):
    """Whoever asks which kind to buy asks for the kind."""
    assert bool(engine.limits._never_printed(engine.understander.read(question), question)) is refused


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("can it stand next to my old pylontech bank", True),
        ("we already have a pylontech", True),
        ("the existing pylontech stays", True),
        ("which protocol for a pylontech", False),
        ("pylontech will not pair", False),
    ],
)
def test_what_stands_there_already_is_not_what_is_asked(text, beside):
    """Another maker's product that is there is context."""
    assert _stands_beside("pylontech", text) is beside


def test_another_maker_beside_ours_is_no_reason(engine):
    """Only where a product of ours is named, and not where the other maker's is asked about."""
    said = "next to my old pylontech bank"
    assert engine.limits.reason(engine.understander.read(f"SR48100H {said}")) == ""
    assert "pylontech" in engine.limits.reason(engine.understander.read(said))


def test_long_words_with_one_slip_are_not_strange(engine):
    """`stings` and `ratting` are words, and here they are `strings` and `rating`; short words have neighbours by chance."""
    slipped = engine.understander.speller.slipped
    assert slipped("ratting")
    assert slipped("stings")
    assert not slipped("rude")
    assert not slipped("labrador")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("nearly always on, goes dark for a tiny moment", rhythms.MOSTLY_ON),
        ("long on, short off", rhythms.MOSTLY_ON),
        ("short on and long off", rhythms.MOSTLY_OFF),
        ("mostly dark, lights up only for a moment", rhythms.MOSTLY_OFF),
        ("steady on", None),
        ("flashes", None),
    ],
)
def test_a_rhythm_told_by_its_longer_part(text, state):
    """Which part of a rhythm is the longer one is read without seconds; one that is not told is not guessed."""
    assert [s for _, s in rhythms.times(text)] == ([state] if state else [])


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("on for half a second, dark for a second and a half", ((0.5, "on"), (1.5, "off"))),
        ("0.5 s on 1.5 s off", ((0.5, "on"), (1.5, "off"))),
        ("lit 0.25s dark 3.75s", ((0.25, "on"), (3.75, "off"))),
        ("one and a half seconds off", ((1.5, "off"),)),
    ],
)
def test_times_are_read_before_and_behind_what_they_are_of(text, times):
    """The state may stand before its time or behind it."""
    assert rhythms.times(text) == times


@pytest.mark.parametrize(
    ("text", "pins"),
    [("what does wire 5 in the plug carry", {"5"}), ("how to wire 2 batteries", set()), ("conductor 3?", {"3"})],
)
def test_a_wire_has_a_number_where_it_is_one(text, pins):
    """The fifth wire is a contact; wiring two batteries is work."""
    assert plugs.pins(text) == pins


def test_what_is_never_lit_is_dark(engine):
    """A lamp that does not shine at all is off, and flashes not."""
    assert engine.understander.read("SR48100H M/S lamp is never lit").patterns == {"off"}
    assert engine.understander.read("SR48100H ALM lamp is not solid").patterns == {"flash"}


def test_the_second_look_favours_the_product_that_is_named(engine, kb):
    """What is asked of another product in the same words gets nothing for it."""
    reading = engine.understander.read("how many kg is the SR48100H")
    near = engine.compared(reading)
    ranked = engine.ranker.rank(reading, near)
    first = {c.place: c for c in engine.ranker.first_look(reading, near)}
    own = next(c for c in ranked if kb.entries[c.place].id == "sr48100h/spec/weight")
    other = next(c for c in ranked if kb.entries[c.place].id == "growatt-65/spec/weight")
    assert ranked[0].score == own.score
    assert min(engine.ranker.steady(near, [own.place], WAYS)) > 0.0
    assert other.score <= first[other.place].score


def test_the_bundle_holds_what_was_counted_at_the_build(kb):
    """Words of ways of asking and terms of silences are as counting them now gives."""
    ways = [*(e.asks for e in kb.entries), *(s.asks for s in kb.silences)]
    assert kb.asked == dict(spelt_counts(a for asks in ways for a in asks))
    assert [set(t) for t in kb.silence_terms] == [
        {t for text in (s.topic, *s.asks) for t in terms(text)} for s in kb.silences
    ]


@pytest.mark.parametrize(
    ("text", "pins"),
    [
        ("normally open side of dry contact 2 on the SigenStor inverter", set()),
        ("sr48100h dry contact 2", {"2"}),
        ("nine contacts in the COM1 plug of the growatt. What does number 9 do?", {"9"}),
    ],
)
def test_a_dry_contact_is_a_pin_only_where_a_socket_is_called_so(engine, text, pins):
    """An output of another product is counted, and no pin of its plug has this number."""
    assert engine.understander.read(text).pins == pins


@pytest.mark.parametrize(
    "said",
    [
        "no solar and no storage here, only the charger",
        "without PV, only the wallbox",
        "no panels, just the EV AC charger",
    ],
)
def test_what_is_not_there_is_not_what_is_called_after_it(engine, said):
    """Who has no panels is not told how charging with PV is stopped."""
    first = engine.search(f"{said}: how do I stop charging the car in mySigen").results[0]
    assert first.id == "ev-ac-charger/procedure/start-stop-pure"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("backup reserve reached on grid, what happens", False),
        ("backup reserve set to 30, the battery stops there", False),
        ("the battery goes down to the backup reserve", False),
        ("what is the backup reserve", True),
        ("backup reserve: what is it set to", True),
    ],
)
def test_a_setting_that_is_reached_is_told(engine, text, asked):
    """A limit that is reached, or told with its value, is not asked for by its name."""
    held = engine.ranker.exact.title_held(engine.understander.read(text))
    assert ("mysigen-app/spec/backup-reserve" in held) is asked
