"""Any collection of texts is searched alike: every word is embedded, and a sentence in the middle of a long text is found."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle.analysis import terms
from kb.search.plain import OVERLAP, TITLE_NAMED, WINDOW, PlainIndex, Text, Titles, adjacent, hubness, windows

FILLING = (
    "The shelf holds books and the books hold pages about nothing in particular, said the clerk to the other clerk."
)
NEEDLE = "Hedgehogs sleep through the winter under leaves."
TEXTS = [
    Text("long", "Of shelves", f"{' '.join([FILLING] * 12)} {NEEDLE} {' '.join([FILLING] * 12)}"),
    Text("cats", "Of cats", "Cats sleep most of the day in the sun."),
    Text("pumps", "Water pumps", "The pump lifts water from the well when the float sinks."),
    Text("breaker", "Circuit breaker", "A breaker opens when the current is too high."),
    Text("twin-a", "Twin", "Two texts that say the very same thing of bananas."),
    Text("twin-b", "Twin", "Two texts that say the very same thing of bananas."),
    Text("empty", "", ""),
]


@pytest.fixture(scope="module")
def index(kb):
    """The texts, indexed with the project's own encoder."""
    return PlainIndex(TEXTS, kb.encoder, kb.english)


@given(st.integers(0, 700), st.sampled_from(["", "A title"]))
def test_windows_cover_every_word(count, title):
    """No word is left out, none stands out of order, and no window is too long for the encoder."""
    words = [f"w{n}" for n in range(count)]
    cut = windows(Text("x", title, " ".join(words)))
    bodies = [w.removeprefix(f"{title}. ").split() for w in cut]
    assert list(dict.fromkeys(w for body in bodies for w in body)) == words
    assert all(len(body) <= WINDOW + OVERLAP for body in bodies)
    assert all(w.startswith(title) for w in cut)


@given(st.integers(WINDOW + OVERLAP + 1, 700))
def test_windows_overlap(count):
    """Neighbouring windows share OVERLAP words, so that a sentence at a border stands whole in one of them."""
    cut = [w.split() for w in windows(Text("x", "", " ".join(f"w{n}" for n in range(count))))]
    assert all(a[-OVERLAP:] == b[:OVERLAP] for a, b in pairwise(cut))


def test_a_short_text_is_one_window():
    """What the encoder reads at once is not cut."""
    assert windows(Text("x", "T", "a  b")) == ["T. a  b"]
    assert windows(Text("x", "", "")) == [""]


@pytest.mark.parametrize("question", ["hedgehogs in winter", "what do hedgehogs do in the cold season"])
def test_a_sentence_in_the_middle_of_a_long_text_is_found(index, question):
    """The nearest window counts, wherever it stands in its text."""
    assert index.search(question)[0].id == "long"


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("circuit breaker", "breaker"),
        ("why does it trip on too much current", "breaker"),
        ("lifting water out of a well", "pumps"),
        ("kitty naps", "cats"),
    ],
)
def test_words_and_meaning_both_find(index, question, right):
    """A text is found by its words and by what it means."""
    assert index.search(question)[0].id == right


def test_a_misspelt_word_is_corrected_to_one_of_the_collection(index, kb):
    """With a list of English, slips are put right against the collection; without one, nothing is changed."""
    assert index.corrected("hedgehgos and pummps") == "hedgehogs and pumps"
    assert PlainIndex(TEXTS[1:3], kb.encoder).corrected("pummps") == "pummps"


def test_equals_keep_the_order_of_the_collection(index):
    """Two texts that are the same have the same score, and the earlier one stands first."""
    first, second = index.search("bananas", 2)
    assert (first.id, second.id, first.score) == ("twin-a", "twin-b", second.score)


def test_names_and_joined_words_are_left_alone(kb):
    """A capital inside a word, or words joined by a hyphen, are no slip, however near to a word of the collection."""
    texts = [Text("a", "", "The ATPase of two-core cables"), Text("b", "", "hedgehogs")]
    index = PlainIndex(texts, kb.encoder, kb.english | kb.dictionary)
    assert index.corrected("GTPase with two-wire hedgehgos") == "GTPase with two-wire hedgehogs"
    assert index.corrected("HEDGEHGOS") == "hedgehogs"


def test_a_hub_is_what_is_near_to_many():
    """A text near to many others stands above the mean, a lonely one below it; copies of a text are none of its neighbours."""
    hub = np.array([[1.0, 1.0, 1.0, 0.0]]) / np.sqrt(3)
    vectors = np.concatenate([hub, np.eye(4)]).astype(np.float32)
    near = hubness(vectors)
    assert near[0] == near.max()
    assert near[4] == near.min()
    assert near.sum() == pytest.approx(0, abs=1e-5)
    assert hubness(np.concatenate([hub, hub]).astype(np.float32)).tolist() == [0, 0]
    assert hubness(vectors[:0]).size == 0


@pytest.mark.parametrize("count", [1, 1023, 1024, 1025, 2500])
def test_hubness_is_the_same_however_it_is_cut(count):
    """It is worked out in blocks; each text's is the mean cosine of its nearest five, less the mean of all."""
    rng = np.random.default_rng(count)
    vectors = rng.normal(size=(count, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    whole = np.sort(cosines, axis=1)[:, -5:].mean(axis=1)
    np.testing.assert_allclose(hubness(vectors), whole - whole.mean(), atol=1e-4)


def test_asked_twice_it_answers_alike(kb, index):
    """Search is deterministic, also over an index built anew."""
    again = PlainIndex(TEXTS, kb.encoder, kb.english)
    for question in ("bananas", "sleep", "zzz"):
        assert index.search(question) == index.search(question) == again.search(question)


def test_the_limit_holds_and_best_stand_first(index):
    """At most `limit` hits come back, each text once, best first."""
    assert len(index.search("sleep", 3)) == 3
    hits = index.search("sleep", 100)
    assert {h.id for h in hits} == {t.id for t in TEXTS}
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


@pytest.mark.parametrize("question", ["", '"', "a OR b*", "\x00", "🔋", "x" * 3000])
def test_any_question_is_searched(index, question):
    """Nothing that can be typed breaks the search."""
    assert len(index.search(question)) == len(TEXTS)


def test_a_title_counts_as_named_only_whole():
    """Each word of a title must be asked; what it gains is its part of the question by rarity, at most 1."""
    titles = Titles(["Email", "Email account", "", "Battery"], lambda t: 1.0)
    assert titles.named(["open", "email"]).tolist() == [0.5, 0.0, 0.0, 0.0]
    assert titles.named(["email", "account"]).tolist() == [0.5, 1.0, 0.0, 0.0]
    assert not titles.named([]).any()


def test_the_text_whose_title_is_asked_gains_and_no_other(index, monkeypatch):
    """A question that names a title in full raises that text by its part of the question, and moves no other."""
    question = "where are the water pumps of the well"
    gained = {h.id: h.score for h in index.search(question)}
    monkeypatch.setattr("kb.search.plain.TITLE_NAMED", 0.0)
    plain = {h.id: h.score for h in index.search(question)}
    part = index.titles.named(terms(question))[[t.id for t in TEXTS].index("pumps")]
    assert 0 < part < 1
    assert gained == pytest.approx({**plain, "pumps": plain["pumps"] + TITLE_NAMED * part})


def test_words_side_by_side_count_beside_the_words(kb):
    """Of two texts with the same words the one comes first that has them in the question's order, side by side."""
    apart = Text("apart", "", "The screen goes dark. A timeout of the network is told by the app in a message.")
    together = Text("together", "", "The network goes dark. A message is told by the app of the screen timeout in a.")
    for texts in ((apart, together), (together, apart)):
        assert PlainIndex(texts, kb.encoder).search("how do I change the screen timeout")[0].id == "together"
    assert adjacent("screen timeout") == ["screen timeout"]
    assert adjacent("screen") == adjacent("") == []


@given(st.text(max_size=80))
def test_pairs_are_as_many_as_steps_between_terms(text):
    """A text of n terms has n - 1 pairs, each of two of them."""
    cut = terms(text)
    assert len(adjacent(text)) == max(0, len(cut) - 1)
    assert all(pair.split(" ")[0] in cut for pair in adjacent(text))
