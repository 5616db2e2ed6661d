"""The same lexical, semantic and fused ranking for any collection of texts, without knowledge of devices.

Used for other people's benchmarks, and for manuals that nobody has reviewed yet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kb.bundle import lexical
from kb.bundle.analysis import terms
from kb.bundle.encoder import Report, TextEncoder, Vectors, encode_parts, quiet
from kb.bundle.lexical import Fields, LexicalIndex
from kb.search.fusion import fuse
from kb.search.spelling import Speller

# The encoder reads 256 word pieces, about 180 words; a longer text is embedded in overlapping windows, each with the
# title, and its nearest window counts: an answer in the middle of a long page is found as well as one at its head.
# Windows of 60 words beat 120 and 40 on two collections cut from manuals (nDCG@10 of the semantic side 0.552 against
# 0.516 and 0.544).
WINDOW = 60
OVERLAP = 20
# What a long text is about as a whole counts beside its nearest window with this share (DECISIONS.md): general collections
# are better with more of it, pages of manuals with less.
WHOLE = 0.5
# A text that is near to many other texts is near to many questions too, whatever they ask (a hub): this part of its mean
# nearness to its nearest neighbours is taken off (CSLS; Lample and others, "Word translation without parallel data", ICLR
# 2018). On ten collections nDCG@10 is 0.005 better on average, on two of questions people ask 0.02 (DECISIONS.md).
HUB = 0.2
NEIGHBOURS = 5
# Neighbours are looked for among so many texts at most, spread over the collection: the mean needs no more.
_SAMPLE = 20_000
_BLOCK = 1024
_SAME = 0.9999  # a copy of a text, or itself, is no neighbour
# On both collections nDCG@10 is best from 0.35 to 0.45.
LEXICAL_SHARE = 0.4
# Without devices, kinds and codes to go by, the heading is all that says what a text is about.
FIELD_WEIGHTS = {"title": 1.5, "text": 1.0}
# A text whose title is named word for word gains so much times the part of the question its title is: "how do I open email"
# asks for "Email" before "Add an email account". On 15 collections nDCG@10 rises by 0.002 and falls on none; on the manuals
# of a phone and a television with people's questions by 0.015 and 0.008 (DECISIONS.md).
TITLE_NAMED = 0.15
# Two terms that stand side by side in the question and in the text count beside the terms themselves with this weight
# (sequential dependence; Metzler and Croft, "A Markov random field model for term dependencies", SIGIR 2005): "screen timeout"
# is no screen and some timeout (DECISIONS.md).
ADJACENT = 0.25
# Words that an answer may have beside those of the question: a term of them weighs so much, and the question together with
# them has this part of the semantic side. On 612 questions to 52 made-up manuals 0.3, 0.5 and 0.3 to 0.5 did equally well.
ALSO_WEIGHT = 0.5
ALSO_SHARE = 0.4


@dataclass(frozen=True)
class Text:
    """One text of a collection."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Hit:
    """A found text and its score."""

    id: str
    score: float


def windows(text: Text, size: int = WINDOW, overlap: int = OVERLAP) -> list[str]:
    """Return the pieces of a text that are embedded, of `size` words, each with its title."""
    words = text.text.split()
    head = f"{text.title}. " if text.title else ""
    if len(words) <= size + overlap:
        return [head + text.text]
    step = size - overlap
    return [head + " ".join(words[at : at + size]) for at in range(0, max(1, len(words) - overlap), step)]


def hubness(vectors: Vectors) -> NDArray[np.float32]:
    """Return how much nearer to its nearest neighbours each text is than the mean text, shape (texts,); unit vectors in."""
    others = vectors[:: max(1, len(vectors) // _SAMPLE)]
    near = np.zeros(len(vectors), dtype=np.float32)
    for at in range(0, len(vectors), _BLOCK):
        cosines = vectors[at : at + _BLOCK] @ others.T
        cosines[cosines > _SAME] = -1.0
        k = min(NEIGHBOURS, cosines.shape[1])
        near[at : at + _BLOCK] = np.partition(cosines, -k, axis=1)[:, -k:].mean(axis=1)
    centred: NDArray[np.float32] = near - near.mean() if len(near) else near
    return centred


class Titles:
    """The titles of a collection, to tell which of them a question names in full."""

    def __init__(self, titles: Sequence[str], idf: Callable[[str], float]) -> None:
        """Take the titles in the order of the texts; `idf` says how rare a term is."""
        self.idf = idf
        self.weights: NDArray[np.float32] = np.zeros(len(titles), dtype=np.float32)
        places: defaultdict[str, list[int]] = defaultdict(list)
        for n, title in enumerate(titles):
            for term in dict.fromkeys(terms(title)):
                places[term].append(n)
                self.weights[n] += np.float32(idf(term))
        self.places = {term: np.array(at, dtype=np.int64) for term, at in places.items()}

    def named(self, asked: Iterable[str]) -> NDArray[np.float32]:
        """Return the part of the question, 0 to 1, that each title is if all its terms are asked, and 0 for the others."""
        held = np.zeros_like(self.weights)
        question = 0.0
        for term in dict.fromkeys(asked):
            rarity = self.idf(term)
            question += rarity
            if term in self.places:
                held[self.places[term]] += np.float32(rarity)
        if not question:
            return held
        whole = (self.weights > 0) & (held >= self.weights * np.float32(1 - 1e-5))
        return np.where(whole, held / np.float32(question), np.float32(0.0))


def adjacent(text: str) -> list[str]:
    """Return the pairs of terms that stand side by side.

    >>> adjacent("change the screen timeout")
    ['chang screen', 'screen timeout']
    """
    return [" ".join(pair) for pair in pairwise(terms(text))]


class PlainIndex:
    """A collection ready to be searched."""

    def __init__(
        self,
        texts: Sequence[Text],
        encoder: TextEncoder,
        english: frozenset[str] = frozenset(),
        *,
        window: tuple[int, int] = (WINDOW, OVERLAP),
        whole: float = WHOLE,
        report: Report = quiet,
    ) -> None:
        """Index and embed the collection in windows of so many words that overlap by so many; its order breaks ties.

        `whole` is the share of a text as a whole, as far as the encoder reads it, beside its nearest window; 0 embeds windows only.
        `report` hears how many of all pieces are embedded.
        With a list of `english` words, misspelt words of a question are corrected to words of the collection.
        """
        self.speller = Speller([f"{t.title} {t.text}" for t in texts], [], english) if english else None
        self.ids = [t.id for t in texts]
        self.encoder = encoder
        self.lexical: LexicalIndex = lexical.build([Fields(t.title, t.text) for t in texts], weights=FIELD_WEIGHTS)
        self.adjacent: LexicalIndex = lexical.build(
            [Fields(t.title, t.text) for t in texts], weights=FIELD_WEIGHTS, cut=adjacent
        )
        self.titles = Titles([t.title for t in texts], self.lexical.term_idf)
        pieces = [windows(t, *window) for t in texts]
        cut_up = [p for piece in pieces for p in piece]
        self.starts: NDArray[np.int64] = np.cumsum([0, *(len(p) for p in pieces[:-1])])
        self.whole = whole
        self.cut = [n for n, p in enumerate(pieces) if len(p) > 1] if whole else []
        wholes = [f"{texts[n].title}. {texts[n].text}".lstrip(". ") for n in self.cut]
        vectors = encode_parts([*cut_up, *wholes], encoder, report)
        self.vectors: Vectors = vectors[: len(cut_up)]
        self.wholes: Vectors = vectors[len(cut_up) :]
        self.hubness = HUB * hubness(self._centres())

    def _centres(self) -> Vectors:
        """Return a unit vector for each text, the middle of its windows."""
        if not self.ids:
            return self.vectors
        sums = np.add.reduceat(self.vectors, self.starts, axis=0)
        centres: Vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return centres

    def corrected(self, query: str) -> str:
        """Return the question with its misspelt words corrected."""
        if self.speller is None:
            return query
        speller = self.speller

        def right(match: re.Match[str]) -> str:
            # A capital inside a word makes it a name of its own: GTPase is no ATPase.
            named = re.search(r"\w[A-Z]", match[0]) is not None and not query.isupper()
            return match[0] if named else speller.correct(match[0]) or match[0]

        return re.sub(r"\w+(?:-\w+)*", right, query)

    def search(self, query: str, limit: int = 10, also: str = "") -> list[Hit]:
        """Return the best texts for a question, best first; `also` are other words that may stand where it is answered."""
        query = self.corrected(query)
        asked = terms(query)
        wanted = dict.fromkeys(asked, 1.0)
        for term in terms(also):
            wanted.setdefault(term, ALSO_WEIGHT)
        scores = self.lexical.scores(wanted)
        scores = scores + ADJACENT * self.adjacent.scores(dict.fromkeys(adjacent(query), 1.0))
        cosines = self._cosines(query)
        total = fuse(scores, cosines, LEXICAL_SHARE).total
        if also:
            both = fuse(scores, self._cosines(f"{query} ({also})"), LEXICAL_SHARE).total
            total = (1.0 - ALSO_SHARE) * total + ALSO_SHARE * both
        total = total + TITLE_NAMED * self.titles.named(asked)
        # A stable sort keeps the collection's order among equals.
        order = np.argsort(-total, kind="stable")[:limit]
        return [Hit(self.ids[int(n)], float(total[n])) for n in order]

    def _cosines(self, query: str) -> NDArray[np.float32]:
        """Return the nearness of each text: of its nearest window and, where it has several, of the whole; less for a hub."""
        asked = self.encoder.encode([query])[0]
        nearest: NDArray[np.float32] = np.maximum.reduceat(self.vectors @ asked, self.starts)
        if self.cut:
            nearest[self.cut] = (1.0 - self.whole) * nearest[self.cut] + self.whole * (self.wholes @ asked)
        return nearest - self.hubness
