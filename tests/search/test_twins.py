"""Facts that say nearly the same, told apart by what only one of them prints."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kb.model.facts import base_id
from kb.search.rank import SAME


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("growatt single set, how many m8 expansion screws standard", "growatt-65/spec/std-m8-screw-single"),
        (
            "growatt parallel-connected set, how many m8 expansion screws standard",
            "growatt-65/spec/std-m8-screw-parallel",
        ),
        ("SigenStor floor standing with four packs: height of hole L2", "sigenstor-ec/rule/mounting-l2-floor"),
        ("SigenStor floor standing with four packs: height of hole L1", "sigenstor-ec/rule/mounting-l1-floor"),
    ],
)
def test_the_word_that_one_prints_decides(engine, question, first):
    """Of two facts of a section that differ in a word, the one comes first whose word is said."""
    assert base_id(engine.search(question).results[0].id) == first


def test_only_the_order_changes(engine, kb):
    """Telling twins apart loses no candidate, invents none, and leaves scores falling."""
    for fact in list(kb.select("spec"))[::9]:
        reading = engine.understander.read(f"{fact.name} {fact.condition or ''}")
        once = engine._once(engine.ranker.rank(reading, engine.compared(reading)), 10)
        told = engine.twins.told_apart(reading, once)
        assert sorted(c.place for c in told) == sorted(c.place for c in once)
        assert all(a.score >= b.score for a, b in pairwise(told))


def test_what_is_settled_stays(engine, kb):
    """A look-up by name, and a question that is kept beside a fact, keep their first answer."""
    for question in ("COVP", "DOCP meaning"):
        reading = engine.understander.read(question)
        ranked = engine._once(engine.ranker.rank(reading, engine.compared(reading)), 10)
        assert engine.twins.told_apart(reading, ranked) == ranked
    settled = 0
    for entry in [e for e in kb.entries if e.kind == "fact" and e.asks][::40]:
        reading = engine.understander.read(entry.asks[0])
        ranked = engine._once(engine.ranker.rank(reading, engine.compared(reading)), 10)
        if ranked[0].cosine >= SAME:
            settled += 1
            assert engine.twins.told_apart(reading, ranked) == ranked
    assert settled
