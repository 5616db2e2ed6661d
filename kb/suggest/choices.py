"""How near a ticket comes to what people say of a question's choices: answers that were half told, weighed and never taken over.

The troubleshooter reads the words of its own choices (kb/diagnose/observe.py). People tell the same in others: "the rod on
the box came off in the storm" answers whether the antenna is there. A fault model lists for each choice how people tell it
(`said`), and a sentence is compared with that by meaning and by rare words. Where one choice of a question is near, and
clearly nearer than its others, it weighs as an answer that may be wrong (Pearl's virtual evidence): every other choice
keeps at least 1 / MOST of its likelihood. Nothing is taken over as an answer, so the question may still be asked.

The figures were set by the logarithmic loss of the right cause over the tickets with a fault; it is flat around them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.bundle.kept import kept, per_bundle
from kb.bundle.store import KnowledgeBase
from kb.diagnose import api, observe
from kb.diagnose.model import Floats, Model
from kb.suggest import likeness

# What rare words in common count beside the meaning.
WORDS = 1.0
# What a sentence loses that denies what the phrase says, or says what the phrase denies.
DENIED = 0.2
# The best phrase of a choice beside its next.
BEST = 0.75
# So near a choice must be to be meant at all, and so much nearer than the next.
FLOOR = 0.75
CLEARLY = 0.1
# The logarithm of how much likelier a choice is for each point it is nearer, and how much likelier it may become.
SHARPNESS = 10.0
MOST = 4.0
# A label of so few words ("Yes", "In between") is no phrase.
_TELLING = 3
_DENIES = re.compile(
    r"\b(?:no|not|never|without|none|nothing|nobody|neither|nor|cannot|(?:is|do|does|did|has|had|was|wo|ca|could)n'?t)\b|n't\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Book:
    """What is said of the choices of one model's questions: `owners` (test, option) numbers by phrase, and the phrases laid out."""

    owners: NDArray[np.int64]
    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    denies: NDArray[np.bool_]


@dataclass(frozen=True)
class Leaning:
    """A question that a ticket half answers: `weights` of its options, 1 for the nearest and at least 1 / MOST."""

    test: int
    option: int
    weights: tuple[float, ...]


def phrases(model: Model) -> tuple[tuple[int, int, str], ...]:
    """Return what is said of each choice of a model: (test, option, phrase). Lamps and dangers are read, not weighed."""
    dangers = observe.danger_tests(model)
    out: list[tuple[int, int, str]] = []
    for n, test in enumerate(model.source.tests):
        for k, choice in enumerate(() if test.id in dangers else test.choices):
            label = (choice.label,) if choice.said and len(choice.label.split()) >= _TELLING else ()
            out += [(n, k, x) for x in (*choice.said, *label)]
    return tuple(out)


@per_bundle
def _rarity(kb: KnowledgeBase) -> dict[str, tuple[int, float]]:
    """Return the place and the rarity of each word of all choices' phrases."""
    texts = dict.fromkeys(x for m in api.models(kb) for _, _, x in phrases(m))
    known = Counter(w for x in texts for w in likeness.terms(x))
    return {w: (n, float(np.log1p(len(texts) / (1 + known[w])))) for n, w in enumerate(sorted(known))}


def book(kb: KnowledgeBase, model: Model) -> Book:
    """Return what is said of a model's choices, laid out once."""
    return kept(kb, (book, model.id), lambda: _lay_out(kb, model))


def _lay_out(kb: KnowledgeBase, model: Model) -> Book:
    told, rarity = phrases(model), _rarity(kb)
    texts = [x for _, _, x in told]
    weights = np.zeros((len(texts), max(1, len(rarity))), dtype=np.float32)
    for n, text in enumerate(texts):
        for word in likeness.terms(text):
            place, weight = rarity[word]
            weights[n, place] = weight
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    return Book(
        np.array([(t, o) for t, o, _ in told], dtype=np.int64).reshape(-1, 2),
        likeness.vectors(kb, texts),
        weights,
        np.array([denies(x) for x in texts], dtype=bool),
    )


def denies(text: str) -> bool:
    """Tell whether a text says that something is not so."""
    return bool(_DENIES.search(text))


def nearness(kb: KnowledgeBase, model: Model, told: likeness.Told) -> dict[int, Floats]:
    """Return how near a ticket's sentences come to each option of a model's questions, by test; -inf where nothing is said of one."""
    told_of = book(kb, model)
    if not told.sentences or not len(told_of.owners):
        return {}
    rarity = _rarity(kb)
    there = np.zeros((told_of.weights.shape[1], len(told.sentences)), dtype=np.float32)
    for n, words in enumerate(told.terms):
        there[[rarity[w][0] for w in words if w in rarity], n] = 1.0
    near = told_of.vectors @ told.vectors[: len(told.sentences)].T + WORDS * (told_of.weights @ there)
    near -= DENIED * (told_of.denies[:, None] != np.array([denies(x) for x in told.sentences]))
    out: dict[int, Floats] = {}
    for test in sorted({int(t) for t in told_of.owners[:, 0]}):
        scores = np.full(len(model.probes[test].options), -np.inf)
        for option in range(len(scores)):
            rows = np.sort(near[(told_of.owners == (test, option)).all(axis=1)], axis=0)[::-1]
            if len(rows):
                scores[option] = float((BEST * rows[0] + (1 - BEST) * rows[:2].mean(axis=0)).max())
        out[test] = scores
    return out


def weigh(model: Model, near: Mapping[int, Floats], answered: Collection[str]) -> tuple[Leaning, ...]:
    """Return the questions of a model, beside those answered, that a ticket half answers: one option near, and clearly nearer."""
    out: list[Leaning] = []
    for test, scores in near.items():
        best, next_ = (*np.sort(scores)[::-1], -np.inf)[:2]
        if model.probes[test].id not in answered and best >= FLOOR and best - next_ >= CLEARLY:
            weights = np.maximum(np.exp(SHARPNESS * (scores - best)), 1 / MOST)
            out.append(Leaning(test, int(scores.argmax()), tuple(map(float, weights))))
    return tuple(out)


def weighed(model: Model, prior: Floats, leanings: Collection[Leaning]) -> Floats:
    """Return a prior of the model's causes after these half answers: each weighs P(answer | cause) by how surely it was meant."""
    weight = np.array(prior)
    for leaning in leanings:
        weight = weight * (np.array(leaning.weights) @ model.probes[leaning.test].likelihood)
    return np.asarray(weight / weight.sum())
