"""Spelling is corrected against the words of the corpus; words that are right are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.bundle.analysis import STOP_WORDS
from kb.search.spelling import Speller

SPELLER = Speller(
    ["The battery charges. The battery is charged by the inverter.", "pin RS485, designation SR48100H"],
    ["Growatt", "SigenStor", "SR48100H", "SDM230"],
    frozenset({"house", "kitchen", "batter", "comport"}),
)


@pytest.fixture(scope="module")
def speller(engine):
    """The speller of the project's own corpus."""
    return engine.understander.speller


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sigenstro", "sigenstor"),
        ("groawtt", "growatt"),
        ("RS458", "rs485"),
        ("victorn", "victron"),
        ("litium", "lithium"),
        ("flashng", "flashing"),
        ("gatewya", "gateway"),
        ("alrm", "alarm"),
        ("covpp", "covp"),
        ("SR4810H", "sr48100h"),
    ],
)
def test_what_was_meant_is_found(speller, typed, meant):
    """A slip of the finger in a name or a word of the manuals is put right."""
    assert speller.correct(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("dischrge", "discharge"), ("voltge", "voltage"), ("befor", "before"), ("senser", "sensor")]
)
def test_a_slip_in_the_ways_of_asking_is_a_slip(speller, kb, typed, meant):
    """Ways of asking are written as people write; a word misspelt there is still no word."""
    assert typed in kb.asked
    assert speller.correct(typed) == meant


@pytest.mark.parametrize("name", ["solax", "milliohm", "backend", "mosfets", "derate", "monta"])
def test_a_word_that_only_people_use_is_left_alone(speller, kb, name):
    """A maker's name, a trade word, another form of a word: no slip, though near to words of the manuals."""
    assert name in kb.asked
    assert speller.correct(name) is None


@pytest.mark.parametrize("text", ["sigenstro red light", "groawtt pinout", "RS458 pins on growatt"])
def test_a_misspelt_question_is_answered_as_the_right_one(engine, text):
    """Search finds the same fact first for the misspelt question as for the one it was read as, and says what it read."""
    wrong = engine.search(text)
    right = engine.search(wrong.reading.corrected)
    assert wrong.reading.corrections
    assert wrong.answered
    assert wrong.results[0].id == right.results[0].id


@pytest.mark.parametrize(
    "word",
    ["house", "banana", "kitchen", "neighbour", "tuesday", "breaker", "Victron", "CAN-H", "batteries", "the", "ACs"],
)
def test_real_words_are_left_alone(speller, word):
    """A word of English or of the corpus, in any form, is what was meant."""
    assert speller.correct(word) is None


def test_every_word_of_the_corpus_is_left_alone(speller):
    """No word that the manuals print is turned into another one."""
    assert [w for w in speller.counts if speller.correct(w) is not None] == []


@pytest.mark.parametrize("code", ["SR48200", "SR48200H", "E4304", "SDM999", "SR51100H", "EC70"])
def test_another_product_is_not_taken_for_ours(speller, code):
    """A digit that differs makes another product: it is not corrected to one that we know."""
    assert speller.correct(code) is None


def test_no_foreign_model_number_reaches_our_device(engine):
    """A question about an SR48200 is not read as one about the SR48100H."""
    reading = engine.understander.read("SR48200 alarm")
    assert (reading.devices, reading.corrections, reading.unknown_codes) == (frozenset(), {}, ("SR48200",))


@pytest.mark.parametrize("word", ["", "a", "cat", "bxt", "ac", "aws", "sma"])
def test_short_words_are_not_guessed(speller, word):
    """A word of three letters has too many neighbours."""
    assert speller.correct(word) is None


@pytest.mark.parametrize(
    ("word", "meant"), [("lgo", "log"), ("otu", "out"), ("pni", "pin"), ("lde", "led"), ("rnu", "run"), ("nto", "not")]
)
def test_two_letters_of_a_short_word_swapped(speller, word, meant):
    """A word of three letters that is used often is read where a finger came too early."""
    assert speller.correct(word) == meant


def test_a_name_is_likelier_than_a_rare_word():
    """Between two words equally near, the name is meant."""
    speller = Speller(["growats " * 3], ["growatt"], frozenset())
    assert speller.correct("growatx") == "growatt"


def test_the_first_letter_is_seldom_wrong():
    """Between two words equally near, the one with the same first letter is meant."""
    speller = Speller(["lamp lamp lamp damp"], [], frozenset())
    assert speller.correct("dampp") == "damp"
    assert speller.correct("danp") == "damp"


def test_a_letter_held_too_long_counts_once():
    """Short words have too many neighbours to be guessed, but `runn` and `pinn` can only be one."""
    speller = Speller(["run pin runs pine"], [], frozenset())
    assert [speller.correct(w) for w in ("runn", "pinn", "ruun")] == ["run", "pin", "run"]


def test_nobody_slips_twice_and_in_the_first_letter():
    """A mailbox is no wallbox; a word with something in front of it still is."""
    speller = Speller(["wallbox front"], [], frozenset())
    assert speller.correct("mailbox") is None
    assert speller.correct("wallobx") == "wallbox"
    assert speller.correct("infront") == "front"


def test_a_code_with_two_candidates_is_not_guessed():
    """Where two codes lie equally near, none is chosen."""
    assert Speller(["ab12cd34e"], [], frozenset()).correct("ab12cd34") == "ab12cd34e"
    assert Speller(["ab12cd34e ab12cd34f"], [], frozenset()).correct("ab12cd34") is None
    assert Speller(["rs485"], [], frozenset()).correct("rs458") == "rs485"
    assert Speller(["rs485 sr458"], [], frozenset()).correct("rs458") is None


WORDS = st.sampled_from(sorted(SPELLER.counts))


@st.composite
def slips(draw):
    """A word of the corpus with a letter taken out, put in, changed, or swapped with its neighbour."""
    word = draw(WORDS)
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from("abcxyz019-"))
    return draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
            ]
        )
    )


@settings(max_examples=200)
@given(st.text(max_size=40) | slips())
def test_a_correction_is_another_known_word(word):
    """Whatever is typed, the speller does not raise, and gives nothing or a different word of the corpus, or an everyday one."""
    right = SPELLER.correct(word)
    known = right is None or all(w in STOP_WORDS or SPELLER.known(w) for w in right.split())
    assert known
    assert right != word.lower()


@settings(max_examples=60)
@given(st.text(max_size=30) | slips())
def test_a_correction_is_never_corrected_again(word):
    """Correcting once is enough."""
    right = SPELLER.correct(word)
    assert right is None or not any(map(SPELLER.correct, right.split()))


@settings(max_examples=60)
@given(slips().flatmap(lambda w: st.sampled_from([w, w.upper(), w.title()])))
def test_case_does_not_matter(word):
    """A misspelt word in capitals means the same."""
    assert SPELLER.correct(word) == SPELLER.correct(word.lower())


def test_a_compound_is_cut_into_common_words():
    """Two common words of the corpus written as one are read as two; with a rare part nothing is guessed."""
    speller = Speller(["over temperature " * 5 + "rarely"], [], frozenset())
    assert speller.correct("overtemperature") == "over temperature"
    assert speller.correct("overrarely") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dcside", "dc side"),
        ("acplug", "ac plug"),
        ("evchrgr", "ev charger"),
        ("chuckscrw", "chuck screw"),
        ("pvstring", "pv string"),
        ("acswitch", "ac switch"),
    ],
)
def test_a_current_in_front_and_a_second_word_without_vowels(engine, typed, meant):
    """AC, DC, EV and PV are cut from the word they were typed together with; the second part may lack its vowels."""
    assert engine.understander.speller.correct(typed) == meant


@pytest.mark.parametrize("word", ["device", "event", "active", "academy", "evening", "accept", "every", "pvc"])
def test_words_that_begin_like_a_current_stay_whole(engine, word):
    """A word of English is not cut because it begins with the letters of AC, DC, EV or PV."""
    assert engine.understander.speller.correct(word) is None


def test_a_long_word_is_corrected_though_its_stem_is_that_of_another():
    """The misspelt word has the stem of a real one, and yet only one word of the corpus is one letter away from it."""
    speller = Speller(["communication"], [], frozenset({"comunicates", "community"}))
    assert speller.correct("comunication") == "communication"
    assert speller.correct("comunicates") is None


def test_swapped_letters_are_likelier_than_a_lost_one():
    """Between two words equally near, the one of the same letters is meant: two were swapped."""
    speller = Speller(["form form form from"], [], frozenset())
    assert speller.correct("fomr") == "form"
    assert Speller(["trial trial trail"], [], frozenset()).correct("trali") == "trail"


def test_a_form_of_an_english_word_is_one():
    """What ends like an English form of an English word is meant as it stands, though the dictionary has only the word."""
    speller = Speller(["looser green coolest"], [], frozenset({"loud", "grey", "cool", "white"}))
    assert [speller.real(w) for w in ("louder", "loudest", "greyish", "whiter", "coolers")] == [True] * 5
    assert [speller.real(w) for w in ("xyzer", "er", "loudicle")] == [False] * 3
    assert speller.correct("coolers") is None


def test_a_long_designation_with_a_sign_too_many():
    """One sign too many in a long designation is left out where only one is meant; a further digit of a number never is."""
    speller = Speller(["ab12cd34"], [], frozenset())
    assert speller.correct("ab12xcd34") == "ab12cd34"
    assert speller.correct("ab12cd345") is None
    assert Speller(["ab12cd34 ab12xd34"], [], frozenset()).correct("ab12xcd34") is None


def test_a_name_with_a_letter_too_many():
    """A long name has no other form: one letter too many makes it no word of its own, though its stem is known."""
    assert SPELLER.correct("sigenstore") == "sigenstor"
    assert SPELLER.correct("charged") is None


@pytest.mark.parametrize(("times", "right"), [(3, "ladder"), (2, None)])
def test_a_word_that_people_ask_with_may_be_meant(times, right):
    """A word that no manual prints is corrected to when several ways of asking hold it; one way may be somebody's own word."""
    speller = Speller(["battery"], [], frozenset(), asked={"ladder": times, "x9y8z7": 9})
    assert speller.correct("laddar") == right
    assert not speller.known("ladder")
    assert speller.correct("x9y8zz") is None


@pytest.mark.parametrize(
    "word", ["venison", "doormat", "soot", "asparagus", "itch", "notary", "joist", "unselected", "spurious"]
)
def test_a_rarer_word_of_english_is_left_alone(speller, word):
    """Venison is no version and soot is not soon, though one or two letters make them so."""
    assert not speller.known(word)
    assert speller.correct(word) is None


@pytest.mark.parametrize(("typed", "meant"), [("prot", "port"), ("flor", "floor"), ("switchover", "switch over")])
def test_a_rarer_word_of_english_may_still_be_a_slip(speller, kb, typed, meant):
    """Two letters that changed places, a doubled letter, two common words in one: these are put right even so."""
    assert typed in kb.dictionary
    assert speller.correct(typed) == meant


def test_no_word_of_the_dictionary_turns_into_another(speller, kb):
    """Of every fortieth word of the dictionary none becomes a word of other letters: only doubles, swaps, cuts and endings change."""

    def folded(word: str) -> list[str]:
        """The letters in order of the alphabet, each once, without an ending that only writes the word as it is spoken."""
        return sorted(set(word.replace(" ", "").removesuffix("g")))

    drawn = sorted(kb.dictionary)[::40]
    assert len(drawn) > 2000
    changed = {w: c for w in drawn if (c := speller.correct(w)) is not None}
    assert [(w, c) for w, c in changed.items() if folded(c) != folded(w.removesuffix("g"))] == []


@pytest.mark.parametrize(("typed", "meant"), [("meen", "mean"), ("deap", "deep"), ("celular", "cellular")])
def test_another_vowel_is_likelier_than_another_consonant(speller, typed, meant):
    """Between words equally near, the one with the same consonants is meant, be it the rarer one; a doubled letter is nearest."""
    assert speller.correct(typed) == meant


def test_a_strangers_name_leaves_the_words_of_the_manuals_alone():
    """A maker called Rolls Battery makes no stranger of the battery: two slips still lead to it, and one at most to Rolls."""
    speller = Speller(["battery " * 5], ["rolls battery"], frozenset(), strangers=["rolls battery"])
    assert speller.correct("batterry") == "battery"
    assert speller.correct("baterries") == Speller(["battery " * 5], [], frozenset()).correct("baterries")
