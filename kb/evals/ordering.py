"""The weights of the second look (kb.search.rank), fitted to pairs of a right answer and another one.

A pair says that the first of two candidates should stand before the other. The weights minimise the logistic loss of the
pairs' differences (RankNet with a linear score: Burges et al. 2005), the first stage's score with weight 1:

    python -m kb.evals.ordering QUESTIONS.yaml…

Questions whose own words stand among the ways of asking (corpus/asks) teach nothing, for they are found word for word:
fit on a bundle that was built without them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.bundle.store import open_bundle
from kb.evals.questions import Question, load
from kb.model.facts import base_id
from kb.search.engine import Engine
from kb.search.rank import SECOND_LOOK, WAYS

FEATURES = ("score", "fields", "exact", "ways")
# Candidates below these are no rivals.
RIVALS = 6
# How much the weights are held back, and how often they are improved; Newton's method needs a dozen rounds.
RIDGE, ROUNDS = 3.0, 25

Floats = NDArray[np.float64]


def pairs(engine: Engine, questions: Iterable[Question]) -> Floats:
    """Return right answer less rival for the best rivals of each question, shape (pairs, 4), as FEATURES."""
    ranker, out = engine.ranker, []
    for q in questions:
        reading = engine.understander.read(q.text)
        right = {base_id(a) for a in q.answers}
        near = engine.compared(reading)
        first = ranker.first_look(reading, near)[:SECOND_LOOK]
        ways = ranker.steady(near, [c.place for c in first], WAYS)
        rows = np.array([(c.score, c.slots, c.exact, way) for c, way in zip(first, ways, strict=True)])
        hits = np.array([base_id(engine.kb.entries[c.place].id) in right for c in first])
        if hits.any():
            out.extend(rows[hits][0] - rows[~hits][:RIVALS])
    return np.array(out, dtype=np.float64).reshape(-1, len(FEATURES))


def fit(differences: Floats) -> dict[str, float]:
    """Return the weight of each feature beside that of the score."""
    spread = differences.std(axis=0) + 1e-9
    rows, weights = differences / spread, np.zeros(differences.shape[1])
    for _ in range(ROUNDS):
        missed = 1.0 / (1.0 + np.exp(rows @ weights))
        gradient = RIDGE * weights - rows.T @ missed
        curve = RIDGE * np.eye(len(weights)) + (rows * (missed * (1.0 - missed))[:, None]).T @ rows
        weights -= np.linalg.solve(curve, gradient)
    plain = weights / spread
    return {name: float(w / plain[0]) for name, w in zip(FEATURES, plain, strict=True)}


def main(files: Sequence[str]) -> None:
    """Print the weights for questions of these files."""
    questions = [q for f in files for q in load(Path(f)) if not q.unanswerable]
    found = pairs(Engine(open_bundle()), questions)
    said = ", ".join(f"{name} {weight:.2f}" for name, weight in fit(found).items())
    print(f"{len(questions)} questions, {len(found)} pairs: {said}")  # noqa: T201 - a program


if __name__ == "__main__":
    main(sys.argv[1:])
