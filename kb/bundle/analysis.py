"""Text → index terms: folding, compounds, stop words, Porter stems. Queries and documents go through the same door."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

# Words that carry no meaning in a question or a manual; "not", "no" and "off" do and stay.
STOP_WORDS: frozenset[str] = frozenset(
    [
        "a",
        "about",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "for",
        "from",
        "get",
        "got",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "please",
        "she",
        "should",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
# "can" and "on" are also a bus and a switch position: kept when written in capitals (see `terms`).
_SHOUTED = {"CAN": "canbus", "ON": "on"}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-") | {
    ord("\u2019"): "'",
    ord("\u00b2"): "2",
    ord("\u00d7"): "x",
}
# Letters of every script: a manual in Greek, and the TNF-\u03b1 of a scientific text, are words too.
_WORD = re.compile(r"[^\W_]+(?:[.\-/+'][^\W_]+)*[+\-]?")
_PIECE = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")
_STEMMER = Stemmer.Stemmer("porter")
_SPELT = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", re.IGNORECASE)
_LONGEST = 64  # a longer run of letters and digits is no word of a manual


def fold(text: str) -> str:
    """Fold compatibility forms, dashes and accents; case is kept."""
    if text.isascii():
        return text  # nearly every text here; nothing in ASCII folds
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def spelt(text: str) -> list[str]:
    """Return the words of a text as they are spelt, in lower case: what spelling is compared with."""
    return [w.lower() for w in _SPELT.findall(fold(text))]


def spelt_counts(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word is spelt in the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(spelt(text))
    return counts


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the Porter stem of a lower-case word; words with digits are left alone."""
    return word if any(c.isdigit() for c in word) else str(_STEMMER.stemWord(word)) or word


@lru_cache(maxsize=20_000)
def _word_terms(word: str) -> tuple[str, ...]:
    if len(word) > _LONGEST:
        return ()
    if word in _SHOUTED:
        return (_SHOUTED[word],)
    low = word.lower().rstrip("'").strip("-")
    low = low.removesuffix("'s")
    if not low or low in STOP_WORDS:
        return ()
    pieces = _PIECE.findall(low)
    if len(pieces) == 1 and pieces[0] == low:
        return (stem(low),)
    joined = "".join(c for c in low if c.isalnum() or c == ".")
    # A compound ("CAN-H", "485-A2", "0.5s") is found whole and by its parts.
    return tuple(dict.fromkeys([joined, *(stem(p) for p in pieces if p not in STOP_WORDS or p == "can")]))


def terms(text: str) -> list[str]:
    """Return the index terms of a text, in order, repeated as often as they stand."""
    return [t for w in _WORD.findall(fold(text)) for t in _word_terms(w)]
