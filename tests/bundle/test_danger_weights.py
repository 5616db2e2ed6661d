"""The reader of danger is fitted when a bundle is built, kept in it as text, and fitted again when anything it was made of changes."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
import whole
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle import classifier, dangers, writer
from kb.bundle.dangers import NONE, Weights
from kb.bundle.store import open_bundle
from kb.model.danger import DangerKind, Dangers
from kb.model.letter import Letter

DIMENSION = 6
SEEDS = st.integers(0, 2**32 - 1)
TOLD = Dangers((DangerKind("eyes", ("eye",), ("eyes 1", "eyes 2")), DangerKind("fire", (), ("fire 1",))), ("calm 1",))
WRITTEN = """kinds:
- id: fire
  choices: []
  said: [fire, smoke, soot, flames, fumes, embers, ash, blaze, glow, haze]
- id: water
  choices: []
  said: [water, flood, rain, puddle, wet, damp, soaked, drips, pond, stream]
harmless: ["the red lamp burns", "a flood of mails"]
"""
POSTED = """- {id: a-1, who: owner, subject: "An invoice", body: "The invoice of May is missing.", devices: [glow-5], expect: none}
"""


def told(*counts, harmless=0):
    """Kinds k0, k1 and so on with this many sentences each, and so many that are harmless."""
    kinds = (DangerKind(f"k{k}", (), tuple(f"k{k} {n}" for n in range(c))) for k, c in enumerate(counts))
    return Dangers(tuple(kinds), tuple(f"harmless {n}" for n in range(harmless)))


def near(place, count, seed=1):
    """Unit vectors around one axis: shape (count, DIMENSION)."""
    found = np.random.default_rng(seed).normal(scale=0.1, size=(count, DIMENSION))
    found[:, place] += 1.0
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def random_weights(seed, classes):
    """Weights of so many classes."""
    rng = np.random.default_rng(seed)
    names = (NONE, *(f"k{n}" for n in range(classes - 1)))
    slopes = rng.normal(scale=20.0, size=(classes, DIMENSION)).astype(np.float32)
    return Weights(names, slopes, rng.normal(size=classes).astype(np.float32))


@given(SEEDS, st.integers(1, 8), st.integers(0, 5))
def test_shares_of_all_classes_sum_to_one(seed, classes, count):
    """However large the weights, each vector has a share of every class, none below nothing, and all of them are one."""
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    shares = random_weights(seed, classes).shares(vectors)
    assert shares.shape == (count, classes)
    assert (shares >= 0.0).all()
    assert shares.sum(axis=1) == pytest.approx(np.ones(count))


@given(SEEDS, st.integers(1, 8), st.text())
def test_what_was_packed_comes_back(seed, classes, key):
    """Names, weights to the last bit, and the key of what they were made of."""
    one = random_weights(seed, classes)
    raw = classifier.pack(one, key)
    two = classifier.unpack(raw)
    assert two.names == one.names
    np.testing.assert_array_equal(two.slopes, one.slopes)
    np.testing.assert_array_equal(two.heights, one.heights)
    assert classifier.made_of(raw) == key


def test_each_kind_is_told_from_the_others():
    """What is near the sentences of a kind is of that kind, what is near the harmless ones or the others is of none."""
    given_ = told(9, 12, harmless=7)
    vectors = np.concatenate([near(0, 9), near(1, 12), near(2, 7)])
    weights = dangers.fit(given_, vectors, near(3, 30))
    assert weights.names == ("k0", "k1", NONE)
    best = weights.shares(np.concatenate([near(n, 4, seed=2) for n in range(4)])).argmax(axis=1)
    assert [weights.names[n] for n in best] == ["k0"] * 4 + ["k1"] * 4 + [NONE] * 8


def test_a_packed_fit_reads_alike():
    """Shares of a reader from the bundle are those of the one that was fitted."""
    weights = dangers.fit(told(5, 5), np.concatenate([near(0, 5), near(1, 5)]), near(2, 9))
    seen = near(0, 3, seed=4)
    np.testing.assert_array_equal(classifier.unpack(classifier.pack(weights)).shares(seen), weights.shares(seen))


@pytest.mark.parametrize(("harmless", "others"), [(6, 0), (0, 6), (3, 3)])
def test_one_kind_alone_is_told_from_none(harmless, others):
    """A single kind of danger has its own share and none has the rest, wherever the harmless sentences stand."""
    vectors = np.concatenate([near(0, 6), near(1, harmless)])
    weights = dangers.fit(told(6, harmless=harmless), vectors, near(1, others, seed=3))
    assert weights.names == ("k0", NONE)
    assert weights.slopes.shape == (2, DIMENSION)
    kept = classifier.unpack(classifier.pack(weights)).shares(np.concatenate([near(0, 4, seed=5), near(1, 4, seed=5)]))
    assert (kept[:4, 0] > 0.5).all()
    assert (kept[4:, 0] < 0.5).all()


@given(st.integers(1, 4), SEEDS)
def test_shares_of_any_fit_sum_to_one(kinds, seed):
    """Whatever the sentences look like, the fitted shares are shares, of the kinds and of none."""
    rng = np.random.default_rng(seed)
    given_ = told(*(int(n) for n in rng.integers(1, 4, size=kinds)), harmless=2)
    vectors = rng.normal(size=(len(given_.texts) + 5, DIMENSION)).astype(np.float32)
    weights = dangers.fit(given_, vectors[:-5], vectors[-5:])
    assert set(weights.names) == {NONE, *(k.id for k in given_.kinds)}
    assert weights.shares(vectors).sum(axis=1) == pytest.approx(np.ones(len(vectors)))


@pytest.mark.parametrize("given_", [Dangers(), told(harmless=3), told(0, 0, harmless=3), told(4), told(4, 4)])
def test_nothing_to_tell_apart_gives_no_reader(given_):
    """Without a sentence of danger, or without a harmless one beside it, nothing is fitted."""
    none = near(0, 0)
    assert dangers.fit(given_, near(0, len(given_.texts)), none) is None


def test_others_do_not_make_a_danger():
    """Sentences of other matters alone are no reader of danger."""
    assert dangers.fit(Dangers(), near(0, 0), near(1, 5)) is None


def test_no_reader_is_an_empty_text():
    """A bundle keeps no weights as an empty text, which was made of nothing and is read as none."""
    assert classifier.pack(None, "key") == ""
    assert classifier.unpack("") is None
    assert classifier.made_of("") == ""


def rekeyed(kinds=TOLD.kinds, harmless=TOLD.harmless, besides=("other 1", "other 2"), model="small"):
    """The key of weights made of this."""
    return dangers.key(Dangers(tuple(kinds), tuple(harmless)), besides, model)


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": TOLD.kinds[:1]},
        {"kinds": TOLD.kinds[::-1]},
        {"kinds": (msgspec.structs.replace(TOLD.kinds[0], said=("eyes 1", "eyes 3")), TOLD.kinds[1])},
        {"kinds": (msgspec.structs.replace(TOLD.kinds[0], id="sight"), TOLD.kinds[1])},
        {"kinds": (TOLD.kinds[0], msgspec.structs.replace(TOLD.kinds[1], said=("fire 1", "calm 1"))), "harmless": ()},
        {"harmless": ()},
        {"harmless": ("calm 2",)},
        {"besides": ("other 1",)},
        {"besides": ("other 1", "other 3")},
        {"besides": ("other 1other 2",)},
        {"model": "large"},
    ],
)
def test_the_key_tells_what_the_weights_depend_on(change):
    """Another sentence anywhere, another kind or another encoder is another key; the same of all is the same."""
    assert rekeyed() == rekeyed()
    assert rekeyed(**change) != rekeyed()


@pytest.mark.parametrize("name", ["OTHERS", "FREEDOM"])
def test_the_key_tells_the_figures_of_the_fit(monkeypatch, name):
    """A figure that the fit depends on is part of the key."""
    before = rekeyed()
    monkeypatch.setattr(dangers, name, getattr(dangers, name) * 2)
    assert rekeyed() != before


def test_others_are_what_is_told_elsewhere():
    """What stands beside and in letters counts once, in this order, and never what the file itself tells, as danger or as harmless."""
    posted = Letter("a", "owner", "Hot news today", "Eyes 1. It is all well; other one here! fire 1 eyes 2", (), "none")
    besides = ("other one here!", "eyes 1", "calm 1", "another one")
    given_ = msgspec.structs.replace(TOLD, harmless=("calm 1", "It is all well;"))
    assert dangers.others(given_, [posted, posted], besides) == (
        "other one here!",
        "another one",
        "Hot news today.",
        "fire 1 eyes 2",
    )


@given(st.lists(st.sampled_from([*TOLD.texts, "a", "b", "c"]), max_size=12))
def test_others_are_never_what_is_told(besides):
    """Of whatever is said beside, no sentence of the file is left and none stands twice."""
    found = dangers.others(TOLD, (), besides)
    assert len(found) == len(set(found))
    assert set(found) == set(besides) - set(TOLD.texts)


def test_the_built_bundle_knows_every_kind(kb):
    """The project's bundle holds a reader for each kind of the corpus and for none, over the vectors of its encoder."""
    weights = classifier.unpack(kb.extras[dangers.NAME])
    assert set(weights.names) == {NONE, *(k.id for k in whole.corpus().dangers.kinds)}
    assert weights.slopes.shape == (len(weights.names), kb.manifest.dimension)
    assert np.isfinite(weights.slopes).all()
    assert np.isfinite(weights.heights).all()
    assert classifier.made_of(kb.extras[dangers.NAME])


@pytest.fixture
def written(glow_home):
    """A Glow 5 whose corpus tells of danger and has a letter; and whose bundle is built."""
    (glow_home.corpus / "dangers.yaml").write_text(WRITTEN, encoding="utf-8")
    (glow_home.corpus / "letters").mkdir()
    (glow_home.corpus / "letters" / "a.yaml").write_text(POSTED, encoding="utf-8")
    writer.build(glow_home.corpus, glow_home.bundle)
    return glow_home


@pytest.fixture
def fits(monkeypatch):
    """Counts the fits."""
    made, fit = [], dangers.fit

    def counted(given_, *vectors):
        made.append(given_)
        return fit(given_, *vectors)

    monkeypatch.setattr(dangers, "fit", counted)
    return made


def test_a_corpus_without_dangers_has_no_reader(glow_home):
    """A bundle of a corpus that tells of no danger holds none, and no weights."""
    kb = open_bundle(glow_home.bundle)
    assert kb.extras[dangers.NAME] == ""
    assert msgspec.json.decode(kb.extras["dangers"], type=Dangers) == Dangers()


def test_a_corpus_with_nothing_but_dangers_is_built(glow_home):
    """Dangers need no letters, faults or other matters beside them: their own harmless sentences are enough."""
    (glow_home.corpus / "dangers.yaml").write_text(WRITTEN, encoding="utf-8")
    writer.build(glow_home.corpus, glow_home.bundle)
    weights = classifier.unpack(open_bundle(glow_home.bundle).extras[dangers.NAME])
    assert weights.names == ("fire", NONE, "water")


def test_a_build_fits_anew_only_what_changed(written, fits):
    """A forced build of the same sentences takes the weights over; one more sentence, or another letter, fits them anew."""
    before = open_bundle(written.bundle).extras[dangers.NAME]
    writer.build(written.corpus, written.bundle, force=True)
    assert (len(fits), open_bundle(written.bundle).extras[dangers.NAME]) == (0, before)
    (written.corpus / "dangers.yaml").write_text(WRITTEN.replace("haze", "scorched"), encoding="utf-8")
    writer.build(written.corpus, written.bundle)
    changed = open_bundle(written.bundle).extras[dangers.NAME]
    (written.corpus / "letters" / "a.yaml").write_text(POSTED.replace("May", "June"), encoding="utf-8")
    writer.build(written.corpus, written.bundle)
    assert len(fits) == 2
    assert len({before, changed, open_bundle(written.bundle).extras[dangers.NAME]}) == 3


def test_a_change_elsewhere_fits_nothing_anew(written, fits):
    """A corrected sentence of a manual leaves the reader of danger as it is."""
    before = open_bundle(written.bundle).extras[dangers.NAME]
    written.edit("Two people carry it.", "One person carries it.")
    assert writer.build(written.corpus, written.bundle).fresh
    assert (fits, open_bundle(written.bundle).extras[dangers.NAME]) == ([], before)
