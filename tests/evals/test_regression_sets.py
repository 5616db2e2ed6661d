"""Question sets that were once unseen, by writers who saw neither the search nor its lists, stay answered.

They were read once before anything was learnt from them, and mended after that: what they give now is no figure of unseen
questions. The floors are the goals of the search; a set of 120 near misses among its unanswerable questions has room for chance.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.evals import questions as q

SETS = sorted((Path(__file__).parent / "regression").glob("*.yaml"))
FIRST, IN_THREE, REFUSED, ABSTAINED = 0.85, 0.95, 0.02, 0.95


@pytest.fixture(scope="module")
def outcomes(engine):
    """Every question of every set asked once, by set."""
    return {path.stem: q.ask(engine, q.load(path)) for path in SETS}


@pytest.mark.parametrize("path", SETS, ids=[p.stem for p in SETS])
def test_a_set_is_whole(kb, path):
    """160 questions with ids of its own, answered by facts that there are, or told why by none."""
    asked = q.load(path)
    q.check(asked, kb.facts, path)
    assert len({x.id for x in asked}) == len(asked) == 160
    assert all(x.id.lower().startswith(f"{path.stem}-") for x in asked)
    assert all(x.why for x in asked if x.unanswerable)


@pytest.mark.parametrize("path", SETS, ids=[p.stem for p in SETS])
def test_a_set_stays_answered(outcomes, path):
    """Each set by itself keeps the goals, abstention and refusal with the room of two questions."""
    row = q.score(path.stem, outcomes[path.stem])
    assert row.first >= FIRST
    assert row.third >= IN_THREE
    assert row.refused <= REFUSED + 0.02
    assert row.abstained >= ABSTAINED - 0.02


def test_all_sets_together(outcomes):
    """Taken together they keep every goal."""
    row = q.score("regression", [o for of_set in outcomes.values() for o in of_set])
    assert row.questions == 160 * len(SETS)
    assert row.first >= FIRST
    assert row.third >= IN_THREE
    assert row.refused <= REFUSED
    assert row.abstained >= ABSTAINED
