"""BM25 over fields (BM25F), as an inverted index of ready-made impacts in numpy arrays.

Robertson, Zaragoza, Taylor: "Simple BM25 extension to multiple weighted fields" (CIKM 2004): term frequencies of the fields
are length-normalised, weighted and added before saturation. Impacts are computed at build time, so a query is a sum.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from kb.bundle.analysis import terms

# Tuned on two device-manual sets and one general set (DESIGN.md section 4): low saturation and weak length
# normalisation suit short statements of nearly equal length.
K1 = 0.9
B = 0.4
# A term in the heading says more about what an entry is than one in its text; keywords (aliases, kind, device) help to
# find it but must not outweigh what it says.
FIELD_WEIGHTS: dict[str, float] = {"title": 2.0, "text": 1.0, "keywords": 0.6, "asks": 0.5}


@dataclass(frozen=True)
class Fields:
    """The searchable text of one entry."""

    title: str
    text: str
    keywords: str = ""
    asks: str = ""


@dataclass(frozen=True)
class LexicalIndex:
    """Inverted index: for term t, `documents[starts[t]:starts[t+1]]` and the impacts beside them."""

    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    impacts: NDArray[np.float32]
    idf: NDArray[np.float32]
    size: int

    def scores(self, weighted: Mapping[str, float]) -> NDArray[np.float32]:
        """Return the BM25 score of every entry, shape (size,), for terms with their weights."""
        out = np.zeros(self.size, dtype=np.float32)
        for term, weight in weighted.items():
            t = self.vocabulary.get(term)
            if t is not None:
                a, b = self.starts[t], self.starts[t + 1]
                # An entry stands at most once in a term's list, so plain fancy addition is right.
                out[self.documents[a:b]] += np.float32(weight) * self.impacts[a:b]
        return out

    def term_idf(self, term: str) -> float:
        """Return the inverse document frequency of a term; 0 when no entry holds it."""
        t = self.vocabulary.get(term)
        return float(self.idf[t]) if t is not None else 0.0


def build(
    entries: Sequence[Fields],
    k1: float = K1,
    b: float = B,
    weights: Mapping[str, float] = FIELD_WEIGHTS,
    cut: Callable[[str], Sequence[str]] = terms,
) -> LexicalIndex:
    """Index the entries, whose places in the sequence are their numbers; `cut` makes the terms of a text."""
    counted = [{f: Counter(cut(getattr(e, f))) for f in weights} for e in entries]
    lengths = {f: np.array([c[f].total() for c in counted], dtype=np.float64) for f in weights}
    means = {f: (v[v > 0].mean() if (v > 0).any() else 1.0) for f, v in lengths.items()}
    pseudo: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for d, fields in enumerate(counted):
        for f, counts in fields.items():
            norm = 1.0 - b + b * lengths[f][d] / means[f]
            for term, tf in counts.items():
                pseudo[term][d] = pseudo[term].get(d, 0.0) + weights[f] * tf / norm
    vocabulary = {t: n for n, t in enumerate(sorted(pseudo))}
    n = len(entries)
    starts = np.zeros(len(vocabulary) + 1, dtype=np.int64)
    documents: list[int] = []
    impacts: list[float] = []
    idfs = np.zeros(len(vocabulary), dtype=np.float32)
    for term, t in vocabulary.items():
        postings = pseudo[term]
        idf = float(np.log1p((n - len(postings) + 0.5) / (len(postings) + 0.5)))
        idfs[t] = idf
        for d, frequency in sorted(postings.items()):
            documents.append(d)
            impacts.append(idf * frequency * (k1 + 1.0) / (frequency + k1))
        starts[t + 1] = len(documents)
    return LexicalIndex(
        vocabulary, starts, np.array(documents, dtype=np.int32), np.array(impacts, dtype=np.float32), idfs, n
    )


def save(index: LexicalIndex, folder: Path) -> list[str]:
    """Write the index into `folder`; returns the file names."""
    (folder / "lexical-terms.json").write_bytes(msgspec.json.encode(list(index.vocabulary)))
    np.savez(
        folder / "lexical.npz",
        starts=index.starts,
        documents=index.documents,
        impacts=index.impacts,
        idf=index.idf,
        size=np.array([index.size]),
    )
    return ["lexical-terms.json", "lexical.npz"]


def load(folder: Path) -> LexicalIndex:
    """Read an index written by `save`."""
    names = msgspec.json.decode((folder / "lexical-terms.json").read_bytes(), type=list[str])
    with np.load(folder / "lexical.npz", allow_pickle=False) as arrays:
        return LexicalIndex(
            {t: n for n, t in enumerate(names)},
            arrays["starts"],
            arrays["documents"],
            arrays["impacts"],
            arrays["idf"],
            int(arrays["size"][0]),
        )
