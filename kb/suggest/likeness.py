"""How near a ticket comes to what people say of each cause: soft evidence beside the answers that were read word by word.

A fault model lists for every cause how people tell of it (`said`). A ticket's sentences and the ticket as a whole are
compared with those phrases by meaning (the bundle's sentence encoder) and by words (weighted by how rare they are among
the phrases). The nearness becomes a likelihood, so that it weighs causes in the troubleshooter as any answer does, and
never more than SHARPNESS allows: it moves what is likely and decides nothing alone.

The figures below were set by the logarithmic loss of the right cause over the tickets with a fault; between 10 and 20 the
sharpness hardly matters, so it stands at the doubtful end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kb.bundle import causes, classifier, said
from kb.bundle.analysis import STOP_WORDS, stem
from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.diagnose import api
from kb.diagnose.model import Floats, Model

# What a word in common counts beside the meaning, the best sentence beside the whole ticket, the best phrase beside the next.
WORDS = 0.5
SENTENCE = 0.4
BEST = 0.75
NEXT = 3
# The logarithm of how much likelier a cause is for each point it is nearer.
SHARPNESS = 10.0
# What a ticket's sentences together count beside the whole, to the classifier of causes.
TOGETHER = 0.4
# What nobody has a phrase for is as near as a ticket that fits nothing, and never nearer than the nearest cause less a bit.
ELSE = 0.7
LESS = 0.05
# From here on a ticket is taken to tell of a fault though no word of it complains: CLEAR where it asks for a figure or
# a procedure as well, FAIR where it does not.
CLEAR = 0.85
FAIR = 0.6
WHOLE = 600
_WORD = re.compile(r"[a-z0-9]+")
Indexes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Phrases:
    """What is said of all causes: `owners` (model, cause) by phrase, unit `vectors`, `weights` of words, shape (phrases, words)."""

    owners: tuple[tuple[str, str], ...]
    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    places: Mapping[str, int]


@per_bundle
def phrases(kb: KnowledgeBase) -> Phrases:
    """Return what is said of the causes of a knowledge base, laid out once."""
    told = [(m.id, c.id, x) for m in api.models(kb) for c in m.source.causes for x in (c.name, *c.said)]
    texts = [x for _, _, x in told]
    words_of = [terms(x) for x in texts]
    known = Counter(w for t in words_of for w in t)
    places = {w: n for n, w in enumerate(sorted(known))}
    weights = np.zeros((len(texts), max(1, len(places))), dtype=np.float32)
    for n, words in enumerate(words_of):
        for w in words:
            weights[n, places[w]] = np.log1p(len(texts) / (1 + known[w]))
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    return Phrases(tuple((m, c) for m, c, _ in told), vectors(kb, texts), weights, places)


@per_bundle
def _kept(kb: KnowledgeBase) -> dict[str, NDArray[np.float32]]:
    return said.unpack(kb.extras.get(said.NAME, ""))


def vectors(kb: KnowledgeBase, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the unit vectors of phrases, shape (len(texts), dimension): those the bundle keeps, the others encoded now."""
    found, missing = _kept(kb), [x for x in dict.fromkeys(texts) if said.key(x) not in _kept(kb)]
    more = {said.key(x): v for x, v in zip(missing, kb.encoder.encode(missing), strict=True)} if missing else {}
    rows = [more[k] if (k := said.key(x)) in more else found[k] for x in texts]
    return np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)


def terms(text: str) -> frozenset[str]:
    """Return the stems of a text's words that say something."""
    return frozenset(stem(w) for w in _WORD.findall(text.lower()) if w not in STOP_WORDS)


@dataclass(frozen=True, eq=False)
class Told:
    """What a ticket tells: its sentences and, last, the whole, as unit `vectors` (sentences + 1, dimension) and as `terms`."""

    sentences: tuple[str, ...]
    whole: str
    vectors: NDArray[np.float32]
    terms: tuple[frozenset[str], ...]


def told(kb: KnowledgeBase, sentences: Sequence[str], whole: str) -> Told:
    """Encode a ticket once, for all that is compared with it."""
    units = [*sentences, whole[:WHOLE]]
    # A ticket of one sentence is that sentence.
    once = dict.fromkeys(units)
    place = dict(zip(once, kb.encoder.encode(list(once)), strict=True))
    return Told(tuple(sentences), whole, np.stack([place[x] for x in units]), tuple(terms(x) for x in sentences))


@dataclass(frozen=True)
class Likeness:
    """How near a ticket comes to each cause: model → its causes' nearness, about 0 to 1.5, something else last.

    `lean`: how much likelier each is by the classifier of causes (kb/bundle/causes.py), as a logarithm, in the same order.
    """

    near: Mapping[str, Floats]
    lean: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def top(self) -> float:
        """Return the nearness of the nearest cause."""
        return max((float(x[:-1].max()) for x in self.near.values()), default=0.0)

    def shares(self) -> dict[str, float]:
        """Return how much of all likelihood falls to each model; they sum to 1 unless there is none."""
        top = self.top
        mass = {
            m: float(np.exp(SHARPNESS * (x[:-1] - top) + self._leaning(m, len(x))[:-1]).sum())
            for m, x in self.near.items()
        }
        return {m: v / sum(mass.values()) for m, v in mass.items()}

    def weighed(self, model: Model, prior: Floats) -> Floats:
        """Return a prior of the model's causes weighed by nearness."""
        near = self.near.get(model.id)
        if near is None:
            return prior
        told = SHARPNESS * near + self._leaning(model.id, len(near))
        weight = prior * np.exp(told - told.max())
        return np.asarray(weight / weight.sum())

    def _leaning(self, model: str, causes: int) -> Floats:
        return self.lean.get(model, np.zeros(causes))


def weigh(kb: KnowledgeBase, models: Sequence[Model], told: Told) -> Likeness:
    """Compare a ticket with what is said of the causes of these models."""
    if not models or not told.whole.strip():
        return Likeness({})
    book = phrases(kb)
    ids = {m.id for m in models}
    rows = np.array([n for n, (m, _) in enumerate(book.owners) if m in ids], dtype=int)
    there = np.zeros((book.weights.shape[1], len(told.vectors)), dtype=np.float32)
    for n, words in enumerate((*told.terms, terms(told.whole[:WHOLE]))):
        there[[book.places[w] for w in words if w in book.places], n] = 1.0
    said = np.flatnonzero(there.any(axis=1))  # of thousands of words a ticket has some dozens
    near = book.vectors[rows] @ told.vectors.T + WORDS * (book.weights[np.ix_(rows, said)] @ there[said])
    last = near[:, -1]
    single = near[:, :-1].max(axis=1) if told.sentences else last
    owners = [book.owners[n] for n in rows]
    starts = [n for n, o in enumerate(owners) if not n or o != owners[n - 1]]
    # The phrases of a cause stand together: each cause is a row, short ones filled up with what is far.
    sizes = np.diff([*starts, len(owners)])
    place = np.arange(len(owners)) - np.repeat(starts, sizes)
    row = np.repeat(np.arange(len(starts)), sizes)
    of = SENTENCE * _of(single, row, place, sizes) + (1 - SENTENCE) * _of(last, row, place, sizes)
    scores = dict(zip((owners[n] for n in starts), map(float, of), strict=True))
    other = min(ELSE, max(scores.values()) - LESS)
    return Likeness(
        {m.id: np.array([*(scores[m.id, c.id] for c in m.source.causes), other]) for m in models},
        _leans(kb, models, told),
    )


@per_bundle
def _weights(kb: KnowledgeBase) -> classifier.Weights | None:
    return classifier.unpack(kb.extras.get(causes.NAME, ""))


def _leans(kb: KnowledgeBase, models: Sequence[Model], told: Told) -> dict[str, Floats]:
    """Return the logarithm of how likely the ticket tells of each cause of these models, something else as likely as the mean."""
    weights = _weights(kb)
    if weights is None:
        return {}
    place = {name: n for n, name in enumerate(weights.names)}
    known = {m.id: [place.get(f"{m.id}/{c.id}", -1) for c in m.source.causes] for m in models}
    mine = [n for rows in known.values() for n in rows if n >= 0]
    if not mine:
        return {}
    points = np.asarray(told.vectors @ weights.slopes[mine].T + weights.heights[mine], dtype=np.float64)
    points -= np.logaddexp.reduce(points, axis=1, keepdims=True)
    whole = points[-1]
    single = np.logaddexp.reduce(points[:-1], axis=0) if told.sentences else whole
    found = dict(zip(mine, TOGETHER * single + (1 - TOGETHER) * whole, strict=True))
    out = {}
    for model, rows in known.items():
        there = np.array([found[n] for n in rows if n >= 0])
        mean = float(np.logaddexp.reduce(there) - np.log(len(there))) if len(there) else 0.0
        out[model] = np.array([*(found.get(n, mean) for n in rows), mean])
    return out


def _of(values: NDArray[np.float32], row: Indexes, place: Indexes, sizes: Indexes) -> Floats:
    """Return the best of each cause's phrases beside the mean of its NEXT best, shape (causes,)."""
    table = np.full((len(sizes), int(sizes.max())), -np.inf)
    table[row, place] = values
    table = -np.sort(-table, axis=1)[:, :NEXT]
    mean = np.where(np.isfinite(table), table, 0.0).sum(axis=1) / np.minimum(sizes, NEXT)
    return np.asarray(BEST * table[:, 0] + (1 - BEST) * mean)
