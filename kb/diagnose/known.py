"""What reading people's words needs of a knowledge base, laid out once: vocabulary, folded phrases, the alarms' names."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache, partial

from kb.bundle.kept import kept, per_bundle
from kb.bundle.store import KnowledgeBase
from kb.curation import vocabulary
from kb.curation.vocabulary import Vocabulary
from kb.diagnose import words
from kb.model.facts import Alarm

_TEXTS_KEPT = 64


@dataclass(frozen=True)
class AlarmName:
    """One name of an alarm: folded, its stems, and whether it is a code."""

    plain: str
    stems: tuple[str, ...]
    code: bool


@dataclass(frozen=True)
class Known:
    """A knowledge base's words. `phrases` are (folded phrase of people, words of the manuals)."""

    vocabulary: Vocabulary
    phrases: tuple[tuple[str, tuple[str, ...]], ...]
    alarms: tuple[tuple[Alarm, tuple[AlarmName, ...]], ...]


@per_bundle
def known(kb: KnowledgeBase) -> Known:
    """Return the words of a knowledge base, prepared once."""
    book = vocabulary.decode(kb.extras.get("vocabulary", ""))
    phrases = tuple((words.plain(p.replace("'", "")), meant) for p, meant in vocabulary.phrases(book).items())
    alarms = [f for f in kb.facts.values() if isinstance(f, Alarm)]
    codes = {words.plain(f.code) for f in alarms if f.code}
    named = tuple((f, tuple(_name(words.plain(x), codes) for x in (f.code, f.name, *f.aliases) if x)) for f in alarms)
    return Known(book, phrases, named)


def vocabulary_of(kb: KnowledgeBase) -> Vocabulary:
    """Return the vocabulary of a knowledge base, decoded once."""
    return known(kb).vocabulary


def _name(plain: str, codes: Collection[str]) -> AlarmName:
    return AlarmName(plain, tuple(stems_of(plain)), plain in codes)


def stems_of(text: str) -> list[str]:
    """Return the stems of a text's words, in order."""
    return [words.stem(w) for w in words.plain(text).replace("/", " ").split()]


def expanded(kb: KnowledgeBase, text: str) -> str:
    """Return a sentence with the manuals' words added behind people's words (corpus/vocabulary.yaml)."""
    # Every complaint reads the same sentence.
    more: Callable[[str], str] = kept(kb, expanded, lambda: lru_cache(maxsize=_TEXTS_KEPT)(partial(_expanded, kb)))
    return more(text)


def _expanded(kb: KnowledgeBase, text: str) -> str:
    flat = f" {words.plain(text.replace(chr(39), '').replace('’', ''))} "
    there = set(flat.split())
    more = [
        word
        for phrase, meant in known(kb).phrases
        if phrase.split(" ", 1)[0] in there and f" {phrase} " in flat
        for word in meant
    ]
    return f"{text} . {' . '.join(more)}"
