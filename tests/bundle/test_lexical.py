"""BM25F, against a slow reading of its definition."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bundle import lexical
from kb.bundle.analysis import terms
from kb.bundle.lexical import Fields, build

WORDS = ("battery", "lamp", "flashing", "CAN-H", "pin", "4", "0.5s", "charging", "the", "off", "COVP")
said = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
documents = st.lists(st.builds(Fields, said, said, said, said), min_size=1, max_size=7)
TERMS = sorted({t for w in WORDS for t in terms(w)})
queries = st.dictionaries(st.sampled_from([*TERMS, "nowhere"]), st.floats(0.0625, 4, width=32), max_size=5)


def plainly(entries, weighted, k1=lexical.K1, b=lexical.B, weights=lexical.FIELD_WEIGHTS):
    """BM25F as its paper writes it, document by document: no index, no arrays."""
    bags = [{f: Counter(terms(getattr(e, f))) for f in weights} for e in entries]
    mean = {}
    for field in weights:
        filled = [sum(bag[field].values()) for bag in bags if bag[field]]
        mean[field] = sum(filled) / len(filled) if filled else 1.0
    out = []
    for bag in bags:
        total = 0.0
        for term, weight in weighted.items():
            holders = sum(any(other[f][term] for f in weights) for other in bags)
            idf = math.log(1 + (len(bags) - holders + 0.5) / (holders + 0.5))
            frequency = sum(
                weights[f] * bag[f][term] / (1 - b + b * sum(bag[f].values()) / mean[f])
                for f in weights
                if bag[f][term]
            )
            total += weight * idf * frequency * (k1 + 1) / (frequency + k1)
        out.append(total)
    return out


@given(documents, queries)
def test_scores_are_those_of_the_definition(entries, query):
    """The index answers what BM25F says, for any documents, terms and weights."""
    np.testing.assert_allclose(build(entries).scores(query), plainly(entries, query), rtol=1e-4, atol=1e-5)


@given(documents, queries, st.floats(0, 3), st.floats(0, 1))
def test_other_constants_are_used(entries, query, k1, b):
    """k1, b and the field weights given to `build` are the ones in the scores."""
    weights = {"title": 3.0, "text": 0.5}
    index = build(entries, k1=k1 + 0.1, b=b, weights=weights)
    np.testing.assert_allclose(index.scores(query), plainly(entries, query, k1 + 0.1, b, weights), rtol=1e-4, atol=1e-5)


@given(documents, queries)
def test_no_score_is_negative(entries, query):
    """A term that stands in every entry speaks for them a little, never against."""
    assert (build(entries).scores(query) >= 0).all()


@given(documents, queries)
def test_only_entries_with_a_term_score(entries, query):
    """An entry scores exactly when it holds one of the terms."""
    for entry, score in zip(entries, build(entries).scores(query), strict=True):
        held = {t for f in lexical.FIELD_WEIGHTS for t in terms(getattr(entry, f))}
        assert (score > 0) == bool(held & set(query))


@given(documents, queries, st.sampled_from(TERMS))
def test_more_weight_never_lowers_a_score(entries, query, term):
    """Raising a term's weight raises the entries that hold it and leaves the others."""
    index = build(entries)
    less, more = index.scores({**query, term: 1.0}), index.scores({**query, term: 2.0})
    assert (more >= less).all()
    assert ((more > less) == (index.scores({term: 1.0}) > 0)).all()


@given(documents, queries, st.randoms(use_true_random=False))
def test_order_of_the_entries_does_not_matter(entries, query, random):
    """An entry's score depends on what the others say, not on where they stand."""
    places = list(range(len(entries)))
    random.shuffle(places)
    shuffled = build([entries[p] for p in places]).scores(query)
    np.testing.assert_allclose(shuffled, build(entries).scores(query)[places], rtol=1e-6)


@given(documents)
def test_rarer_terms_count_more(entries):
    """Of two terms, the one in fewer entries has the higher inverse document frequency."""
    index = build(entries)
    held = {t: int((index.scores({t: 1.0}) > 0).sum()) for t in index.vocabulary}
    for (one, few), (other, many) in itertools.permutations(held.items(), 2):
        if few < many:
            assert index.term_idf(one) > index.term_idf(other)


def test_unknown_terms_are_no_evidence():
    """A term that no entry holds scores nothing and has no frequency."""
    index = build([Fields("Lamp", "the lamp is off")])
    assert index.term_idf("nowhere") == 0.0
    assert not index.scores({"nowhere": 1.0}).any()
    assert not index.scores({}).any()


def test_a_heading_says_more_than_a_text():
    """A term in the title outranks the same term in the text, and that one a keyword."""
    entries = [Fields("COVP", "lamp", "pin"), Fields("pin", "COVP", "lamp"), Fields("lamp", "pin", "COVP")]
    title, text, keywords = build(entries).scores({"covp": 1.0})
    assert title > text > keywords > 0


@pytest.mark.parametrize("entries", [[], [Fields("", "")], [Fields("the", "of", "is")]])
def test_nothing_to_read_is_no_failure(entries):
    """No entries, or entries without a word, make an index that finds nothing."""
    index = build(entries)
    assert index.scores({"lamp": 1.0}).tolist() == [0.0] * len(entries)


def test_a_saved_index_reads_back_the_same(tmp_path):
    """What is loaded scores exactly as what was saved; the files are those that `save` names."""
    index = build([Fields("COVP", "cell over voltage Ω", "alarm"), Fields("Lamp", "CAN-H", "")])
    names = lexical.save(index, tmp_path)
    assert sorted(names) == sorted(p.name for p in tmp_path.iterdir())
    again = lexical.load(tmp_path)
    query = dict.fromkeys(index.vocabulary, 1.5)
    assert again.vocabulary == index.vocabulary
    assert again.scores(query).tolist() == index.scores(query).tolist()


def test_the_projects_own_index_is_that_of_its_entries(kb):
    """The index in the bundle is the one of the bundle's entries, term by term."""
    fresh = build([e.fields() for e in kb.entries])
    assert kb.lexical.vocabulary == fresh.vocabulary
    np.testing.assert_array_equal(kb.lexical.impacts, fresh.impacts)
    np.testing.assert_array_equal(kb.lexical.documents, fresh.documents)
