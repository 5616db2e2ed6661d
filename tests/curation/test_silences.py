"""What the manuals do not say: read from `silences/*.yaml`, and every mistake in it named with its file and line."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import whole
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle.analysis import fold
from kb.curation import silences
from kb.curation.asks import MAX_WORDS
from kb.curation.corpus import corpus_hash
from kb.curation.silences import FEWEST_ASKS
from kb.model.silence import Silence

FILE = "silences/glow-5.yaml"
ASKS = ("how loud is it", "does it make a noise", "decibels")
SOUND = """- id: glow-5/silence/noise
  devices: [glow-5]
  topic: "how loud it is"
  near: [glow-5/spec/charge-voltage]
  nowhere: ["decibel", "loudness"]
  asks:
    - "how loud is it"
    - "does it make a noise"
    - "decibels"
"""
OTHER = SOUND.replace("/noise", "/colour").replace("how loud it is", "which colour it has")


@pytest.fixture
def quiet(shelf):
    """The shelf of manuals, and one silence of its battery, all in order."""
    (shelf.root / "silences").mkdir()
    shelf.write(FILE, SOUND)
    return shelf


def test_a_silence_is_read(quiet):
    """Whose it is, what is not said, what looks like an answer, which words prove it, and how people ask."""
    (silence,) = quiet.load().silences
    assert (silence.id, silence.devices, silence.topic) == ("glow-5/silence/noise", ("glow-5",), "how loud it is")
    assert (silence.near, silence.nowhere) == (("glow-5/spec/charge-voltage",), ("decibel", "loudness"))
    assert (silence.asks, silence.figure_only) == (ASKS, False)


def test_a_corpus_may_have_no_silences(shelf):
    """The folder may be missing, empty, or hold an empty list."""
    assert shelf.load().silences == ()
    (shelf.root / "silences").mkdir()
    assert shelf.load().silences == ()
    shelf.write(FILE, "[]\n")
    assert shelf.load().silences == ()


def test_silences_are_part_of_the_build(quiet):
    """Whoever changes a silence builds anew."""
    before = corpus_hash(quiet.root)
    quiet.change(FILE, "how loud it is", "how loud it gets")
    assert corpus_hash(quiet.root) != before


FAULTS = [
    pytest.param("glow-5/silence/noise", "glow-5/noise", "the id 'glow-5/noise' is not of the form", "Write it like", id="form-of-id"),
    pytest.param("glow-5/silence/noise", "glow-5/silence/No", "the id 'glow-5/silence/No' is not of the form", "Write it like", id="capitals"),
    pytest.param("[glow-5]\n", "[]\n", "names no device or no topic", "Say whose manuals", id="no-device"),
    pytest.param('"how loud it is"', '" "', "names no device or no topic", "Say whose manuals", id="no-topic"),
    pytest.param("[glow-5]\n", "[glow-5, glow-6]\n", "there is no device 'glow-6'", "Known are glow-5", id="device"),
    pytest.param("[glow-5/spec/charge-voltage]", "[glow-5/spec/none]", "there is no fact 'glow-5/spec/none'", "pinlight facts", id="fact"),
    pytest.param('    - "decibels"\n', "", f"needs at least {FEWEST_ASKS} ways of asking", "as people would ask", id="two-asks"),
    pytest.param('"decibels"', '" "', "needs at least", "as people would ask", id="empty-ask"),
    pytest.param('"decibels"', '"' + "so " * MAX_WORDS + 'loud"', f"at most {MAX_WORDS} words", "as people would ask", id="long-ask"),
    pytest.param('"loudness"', '"Charging voltage"', "'Charging voltage' does stand in a manual of glow-5", "drop the silence", id="said"),
    pytest.param('"loudness"', '"covp"', "'covp' does stand in a manual of glow-5", "drop the silence", id="said-in-capitals"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "what", "todo"), FAULTS)
def test_a_mistake_in_a_silence_is_named(quiet, old, new, what, todo):
    """What is wrong with a silence is told with its file, the line of its id, and what to do; such a corpus is not built."""
    quiet.write(FILE, f"{OTHER}{SOUND.replace(old, new)}")
    second = quiet.read(FILE).count("\n", 0, len(OTHER)) + 1
    quiet.said(FILE, second, what, todo)


def test_an_id_is_used_once(quiet):
    """A second silence of one id is refused, also in another file, and the first stays."""
    quiet.write("silences/more.yaml", SOUND)
    quiet.said("silences/more.yaml", 1, "the id 'glow-5/silence/noise' was used already", "its own id")
    assert len(quiet.survey().silences) == 1


@pytest.mark.parametrize(
    ("old", "new", "words", "what"),
    [
        ("  topic:", "  subject:", "subject:", "unknown field `subject`"),
        ("  topic:", "  # topic:", "- id:", "missing required field `topic`"),
        ("[glow-5]\n", "glow-5\n", "devices:", "Expected `array`"),
        ('"how loud it is"', '"how loud it is', "how loud", "not YAML"),
    ],
    ids=["unknown-key", "missing-key", "no-list", "yaml"],
)
def test_a_file_that_is_not_in_form_is_named(quiet, old, new, words, what):
    """A key that is wrong, missing or of the wrong type, and text that is no YAML, are problems of their file."""
    quiet.change(FILE, old, new)
    (problem,) = quiet.survey().problems
    assert problem.file == f"corpus/{FILE}"
    assert what in problem.what
    if what != "not YAML":
        assert problem.line == (1 if words == "- id:" else quiet.line_of(FILE, words))


@pytest.mark.parametrize("word", ["volt", "charg", "harging voltage", "oltage", "5 a b"])
def test_a_word_is_looked_for_whole(quiet, word):
    """A word inside a longer one of the manual is not said by it."""
    quiet.change(FILE, '"loudness"', f'"{word}"')
    assert quiet.survey().problems == ()


@given(word=st.text("abc1.+(° -", min_size=1, max_size=5).filter(str.strip), before=st.text("ab .+", max_size=3))
def test_a_sign_of_a_word_means_itself(word, before):
    """What stands whole in a manual is found, in any case, also where it holds signs that patterns use for something else."""
    said = silences._Known(Path(), {}, (), (), {"x": f"{before} {word} end".lower()}).said
    found = list(said(Silence("x/silence/x", ("x",), "it", ASKS, nowhere=(word.upper(),))))
    assert len(found) == 1 or not (word[0].isalnum() and word[-1].isalnum())


def test_every_silence_of_the_corpus():
    """Each has an id under its first device, devices and facts that exist, a topic that goes on a sentence, and asks of its own."""
    corpus = whole.corpus()
    facts = {f.id for f in corpus.facts}
    assert corpus.silences
    assert len({s.id for s in corpus.silences}) == len(corpus.silences)
    for silence in corpus.silences:
        where = silence.id
        assert silence.id.split("/")[0] in silence.devices, where
        assert set(silence.devices) <= set(corpus.devices), where
        assert set(silence.near) <= facts, where
        assert silence.topic == silence.topic.strip().rstrip(".?"), where
        assert len({fold(a).lower() for a in silence.asks}) == len(silence.asks) >= FEWEST_ASKS, where


def test_no_way_of_asking_belongs_to_two():
    """What is asked for a fact is not asked for a silence of the same product, letter by letter; nor for two silences."""
    corpus = whole.corpus()
    of = {(d, fold(a).lower()): i for i, asks in corpus.asks.items() for a in asks for d in [i.split("/")[0]]}
    seen: dict[tuple[str, str], str] = {}
    doubled = []
    for silence in corpus.silences:
        for ask in silence.asks:
            for device in silence.devices:
                key = (device, fold(ask).lower())
                doubled += [(silence.id, ask, other) for other in (of.get(key), seen.get(key)) if other]
                seen[key] = silence.id
    assert doubled == []


def test_words_of_nowhere_stand_nowhere():
    """The words that prove a silence stand in no edition of its products, word by word and as phrases."""
    corpus = whole.corpus()
    texts = {
        d: [(corpus.root.parent / e.file).read_text("utf-8").lower() for e in corpus.documents if d in e.meta.devices]
        for d in corpus.devices
    }
    words = {d: frozenset(w for text in found for w in re.findall(r"\w+", text)) for d, found in texts.items()}
    for silence in corpus.silences:
        for word, device in itertools.product(silence.nowhere, silence.devices):
            assert texts[device], silence.id
            low = word.lower()
            assert low not in words[device], (silence.id, word)
            held = [t for t in texts[device] if low in t]
            assert not any(re.search(rf"(?<!\w){re.escape(low)}(?!\w)", t) for t in held), (silence.id, word)
