"""Danger told in people's own words: which answer it is for each product, what only sounds like it, and how surely it is read."""

from __future__ import annotations

import dataclasses
import string
from functools import partial

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle import dangers
from kb.diagnose import api, danger, observe
from kb.diagnose.danger import Words
from kb.evals.danger import reader
from kb.model.danger import DangerKind, Dangers

DEVICES = ("growatt-65", "sigenstor-ec", "sr48100h")
# A kind, the answers that it is at a Growatt, a SigenStor and an SR48100H, and how it is told: plainly, and in a roundabout way.
SAID = (
    (
        ("fire", "fire", "fire", "fire"),
        "The battery is on fire and flames come out of it.",
        "Something down there pongs like a scorched ironing board, and the wall behind the tower has gone brown.",
    ),
    (
        ("leak", "damage", "dropped", "leak"),
        "Electrolyte is leaking out of the battery.",
        "An oily puddle keeps forming under the lowest module, however often I mop it up.",
    ),
    (
        ("eyes", "eyes", None, "eye"),
        "Battery electrolyte splashed into my eye.",
        "A squirt from the cracked cell hit him under the goggles and he cannot see properly.",
    ),
    (
        ("skin", "skin", None, "skin"),
        "Battery electrolyte got onto my skin.",
        "My fingers are red and blistered since I wiped up what had dripped out of the module.",
    ),
    (
        ("breathing", "inhaled", None, "gas"),
        "I breathed in the gas that leaked from the battery.",
        "Two of our fitters are dizzy and cough after standing in the cloud that came out of the pack.",
    ),
    (
        ("swallowed", "swallowed", None, "swallowed"),
        "Our child swallowed some of the leaked electrolyte.",
        "The toddler had his finger in the puddle under the battery and then in his mouth.",
    ),
    (
        ("water", "wet", "water", "water"),
        "The battery was flooded and stands in water.",
        "The gutter emptied itself over the inverter and now something gurgles inside.",
    ),
    (
        ("damage", "damage", "dropped", "swollen"),
        "The battery was dropped and its housing is damaged.",
        "The forklift drove its prong into the side of the pack.",
    ),
    (
        ("swollen", "damage", "dropped", "swollen"),
        "The battery is swollen.",
        "One of the modules has grown a belly and its lid no longer shuts.",
    ),
    (
        ("burst", "fire", "fire", "fire"),
        "The battery exploded.",
        "There was a bang like a gunshot in the cellar and the front of the tower lies across the room.",
    ),
    (
        ("bare", None, "bare", None),
        "Bare wires can be seen at the battery cable.",
        "A marten has gnawed the lead down to the shiny metal.",
    ),
    (
        ("shock", None, None, None),
        "I got an electric shock from the inverter.",
        "It gave my wife a jolt up to her elbow when she touched the casing.",
    ),
)
ONE_BY_ONE = [(who[0], answers, text) for (*who, a, b, c), *texts in SAID for answers in [(a, b, c)] for text in texts]
HARMLESS = {
    "idiom": (
        "Your price list went up in smoke, please send another one.",
        "I have been burning the midnight oil over your contract.",
        "The firmware update crashed and burned.",
        "My inbox is flooded with your newsletters.",
        "The neighbours are dying of envy, that is how fast the fitters were.",
    ),
    "lamp": (
        "The red lamp burns all night.",
        "The alarm light has been burning since Monday.",
        "Only the green lamp is burning.",
    ),
    "denied": (
        "There is no smoke, no smell and nothing leaks.",
        "Nothing smells, nothing is hot and nothing leaks, only the lamp blinks.",
        "No smoke, no leak, no water, only the lamp blinks.",
        "Nobody was hurt and the battery is not damaged.",
        "The battery is not swollen and does not leak.",
    ),
    "asked ahead": (
        "What should I do if the battery ever catches fire?",
        "Which extinguisher should hang beside the battery in case of a fire?",
        "How hot may the room get before the battery swells?",
    ),
    "long past": ("We had a fire in 2004, long before the battery came.",),
    "something else": (
        "The smoke detector in the hall needs a new battery.",
        "It keeps dropping the wifi connection.",
        "The state of charge dropped to ten percent.",
    ),
}
KINDS = ("fire", "eyes", "shock", "unknown")
HINTS = st.sampled_from(["smoke", "no", "eye", "leaks", "into my", "wet", ".", "!"])
LETTERS = string.ascii_lowercase + " .!?;\n\u00e9\u4e2d\u200b\x00"


def question(kb, device):
    """The question about danger of a device's first fault model that has one."""
    return next(p for m in api.models_of(kb, device) for p in m.probes if p.id in observe.danger_tests(m))


def choices(kb, device):
    """The answers to it that tell of danger."""
    return [o.id for o in question(kb, device).options if o.id != "no"]


def chosen(kb, device, text):
    """Which of them a text gives, or None."""
    return danger.choice(kb, text, choices(kb, device), partial(observe.danger_words, question(kb, device)))


def taken(kb, device, text):
    """What the troubleshooter takes over as danger, or None."""
    found = api.diagnose(kb, device, {"said": text}, "support")["taken"]
    return next((t["answer"] for t in found if t["id"] == "danger"), None)


@pytest.fixture
def bare(kb):
    """The project's knowledge base without a fitted reader."""
    return dataclasses.replace(kb, extras={k: v for k, v in kb.extras.items() if k != dangers.NAME})


@pytest.fixture
def told(kb, monkeypatch):
    """Read sentences that tell of kinds with these probabilities, beside what the words say, by three kinds of danger."""
    kinds = (DangerKind("fire", ("fire",), ()), DangerKind("eyes", ("eyes", "eye"), ()), DangerKind("shock", (), ()))
    known = msgspec.json.encode(Dangers(kinds)).decode()
    small = dataclasses.replace(kb, extras={"dangers": known})

    def read(sentences, words=None, *, denied=False):
        def shares(_kb, sentence):
            sure = sentences[sentence.strip()]
            return {**dict.fromkeys(KINDS, 0.0), **sure, dangers.NONE: 1.0 - sum(sure.values())}

        monkeypatch.setattr(danger, "shares", shares)
        return danger.told(small, ". ".join(sentences), lambda _: Words(words, denied))

    return read


def test_every_kind_is_told_here(kb):
    """The sentences of this file tell of each kind of the corpus, plainly and in a roundabout way that the corpus does not know."""
    kinds = msgspec.json.decode(kb.extras["dangers"], type=Dangers).kinds
    assert sorted(k.id for k in kinds) == sorted(who[0] for who, *_ in SAID)
    assert not {x for k in kinds for x in k.said} & {text for *_, text in SAID}


@pytest.mark.parametrize(("kind", "answers", "text"), ONE_BY_ONE)
def test_the_answer_that_is_meant(kb, kind, answers, text):
    """Danger in any words is the fitting answer of each product's question; where a question has none, nothing is taken over."""
    assert tuple(taken(kb, d, text) for d in DEVICES) == answers
    assert danger.is_told(kb, text), f"{kind} is danger, whatever a question has for it"


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(("why", "text"), [(w, x) for w, texts in HARMLESS.items() for x in texts])
def test_what_only_sounds_like_danger(kb, device, why, text):
    """A turn of speech, a lamp that burns, what is denied, asked ahead, long past or another thing's is no danger."""
    assert taken(kb, device, text) is None, why


@pytest.mark.parametrize(
    ("hurt", "growatt", "sr48100h"),
    [
        ("My husband got electrolyte in his eye", "eyes", "eye"),
        ("The liquid ran over my hand and the skin blistered", "skin", "skin"),
        ("My wife breathed in the fumes and cannot stop coughing", "inhaled", "gas"),
        ("My son swallowed some of the liquid", "swallowed", "swallowed"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_who_is_hurt_comes_before_what_burns(kb, hurt, growatt, sr48100h, turned):
    """Whoever was reached is helped first, wherever it stands in the letter; a product that asks of nobody hurt hears of the fire."""
    both = ["Flames come out of the battery", hurt]
    text = ". ".join(both[::-1] if turned else both)
    assert [chosen(kb, d, text) for d in DEVICES] == [growatt, "fire", sr48100h]


@pytest.mark.parametrize(
    "text",
    [
        "The battery is burning and I breathed in smoke and cough.",
        "The burning battery has blistered the skin of my hand.",
        "There is smoke from the battery and it stings in the eyes.",
    ],
)
def test_a_fire_that_hurt_somebody_is_a_fire_where_nobody_is_asked_for(kb, text):
    """In one sentence, too: a question without an answer for who was hurt takes over what its own words know."""
    assert chosen(kb, "growatt-65", text) in {"inhaled", "skin", "eyes"}
    assert chosen(kb, "sr48100h", text) in {"gas", "skin", "eye"}
    assert chosen(kb, "sigenstor-ec", text) == "fire"


@pytest.mark.parametrize(
    ("words", "denied", "least"),
    [("fire", False, danger.WITH_WORDS), (None, False, danger.ALONE), (None, True, danger.DENIED)],
)
def test_what_both_readers_see_needs_least(told, words, denied, least):
    """A sentence is danger from a certainty on that is lowest with words of danger in it and highest where they are denied."""
    assert danger.WITH_WORDS < danger.ALONE < danger.DENIED
    assert told({"x": {"fire": least + 0.01}}, words, denied=denied) == (("fire",),)
    assert told({"x": {"fire": least - 0.01}}, words, denied=denied) == ()


def test_the_gravest_sentence_comes_first(told):
    """First who was reached, then what is surest; what is no danger is left out."""
    sentences = {"a": {"fire": 0.95}, "b": {"shock": 0.97}, "c": {"eyes": 0.91}, "d": {"fire": 0.01}}
    assert told(sentences) == (("eyes", "eye"), (), ("fire",))


def test_who_may_be_hurt_is_taken_to_be_hurt():
    """In one sentence, a kind that has reached somebody goes before a likelier one from a probability on."""
    kinds = {"fire": 0.7, "eyes": danger.REACHED, "skin": danger.REACHED - 0.01, dangers.NONE: 0.0}
    assert danger._gravest(kinds) == "eyes"
    assert danger._gravest({**kinds, "eyes": danger.REACHED - 0.01}) == "fire"
    assert danger._gravest({**kinds, "skin": danger.REACHED + 0.01}) == "skin"
    assert danger._gravest({"fire": 0.1, "shock": 0.3, dangers.NONE: 0.6}) == "shock"


def test_words_decide_between_the_answers_of_a_kind(told):
    """An answer that the words name comes first among those the kind means, and last where it means another thing."""
    assert told({"x": {"eyes": 0.99}}, "eye") == (("eye", "eyes"),)
    assert told({"x": {"eyes": 0.99}}, "fire") == (("eyes", "eye", "fire"),)
    assert told({"x": {"shock": 0.99}}, "fire") == (("fire",),)
    assert told({"x": {"unknown": 0.99}}) == ((),)


@pytest.mark.parametrize("device", DEVICES)
def test_without_a_fitted_reader_the_words_decide(bare, device):
    """A bundle without weights reads each sentence as the words of its question do, also the ones that only sound like danger."""
    texts = [text for *_, text in ONE_BY_ONE] + [x for texts in HARMLESS.values() for x in texts]
    heard = {x: observe.danger_words(question(bare, device), x).choice for x in texts}
    assert {x: chosen(bare, device, x) for x in texts} == heard
    assert {c for c in heard.values() if c} > {"fire"}
    assert not any(danger.shares(bare, x) for x in texts)


def test_without_a_fitted_reader_the_hint_decides(bare):
    """Whether a text tells of danger at all is then what the caller's words say."""
    assert danger.is_told(bare, "nothing at all", hinted=True)
    assert not danger.is_told(bare, "The battery is on fire and flames come out of it.")


def test_a_word_is_too_little_for_the_meaning(kb):
    """Up to three letters have no meaning to compare; the words of the question read them."""
    assert danger.shares(kb, " wet ") == {}
    assert chosen(kb, "growatt-65", "wet") == "wet"
    assert chosen(kb, "growatt-65", "dry") is None


@given(st.text(alphabet=LETTERS, max_size=80) | st.text(max_size=80) | st.lists(HINTS, max_size=9).map(" ".join))
def test_any_text_gives_an_answer_or_none(kb, text):
    """Whatever is written, a question about danger gets one of its own answers or nothing, the same each time."""
    for device in DEVICES:
        found = chosen(kb, device, text)
        assert found is None or found in choices(kb, device)
        assert chosen(kb, device, text) == found
    assert danger.is_told(kb, text) in {True, False}


@given(st.text(min_size=1, max_size=60))
def test_shares_of_any_sentence_sum_to_one(kb, text):
    """Each sentence is danger of some kind or none, with probabilities that make one together; spaces change nothing."""
    shares = danger.shares(kb, text)
    assert bool(shares) is (len(text.strip()) > 3)
    if shares:
        assert sum(shares.values()) == pytest.approx(1.0)
        assert all(0.0 <= x <= 1.0 for x in shares.values())
        assert danger.shares(kb, f"  {text}\n") == shares


@pytest.fixture(scope="module")
def read(kb):
    """Of each sentence of corpus/dangers.yaml whether it is read as danger, beside the words of the widest question."""
    told = msgspec.json.decode(kb.extras["dangers"], type=Dangers)
    tells = reader(kb)
    said = [tells(x) for k in told.kinds for x in k.said]
    return said, [tells(x) for x in told.harmless]


def test_what_the_reader_was_fitted_to_is_danger(read):
    """Nine of ten sentences of danger in corpus/dangers.yaml are read as danger. The reader is fitted to them: of new ones it finds fewer."""
    said, _ = read
    assert sum(said) / len(said) >= 0.9


def test_what_the_reader_was_fitted_to_is_harmless(read):
    """Five of a hundred harmless sentences in corpus/dangers.yaml are read as danger at most. The reader is fitted to them, too."""
    _, harmless = read
    assert sum(harmless) / len(harmless) <= 0.05


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The men who came smoked in the garage.", False),
        ("He smokes on our terrace.", False),
        ("The technician says the battery smoked in the garage.", True),
        ("They told us that it smoked in the cellar.", True),
    ],
)
def test_who_smokes_is_no_fire(text, left):
    """Somebody who smokes takes the word with him; a battery that smokes keeps it, whoever tells of it."""
    assert ("smok" in observe.without_harmless(text)) is left


def test_one_clause_may_tell_the_danger(kb):
    """A clause that tells of danger by itself is heard, however much harmless the rest of its sentence tells."""
    text = "The screwdriver tip is gone, one black cable end is scorched and it stinks of burnt plastic"
    assert danger.is_told(kb, text)
    assert not danger.is_told(
        kb, "The screwdriver tip is gone, one black cable end is taped and it looks like new work"
    )


@pytest.mark.parametrize(
    "text",
    [
        "the two gentlemen drove across the wet lawn, smoked beside the open nursery window and one of them was rude",
        "The man who put up the Sigen charger smoked at the open window",
    ],
)
def test_fitters_who_smoke_are_no_fire(kb, text):
    """Who smokes beside a window is no thing that smokes."""
    assert not danger.is_told(kb, text)
    assert "smok" not in observe.without_harmless(text)
