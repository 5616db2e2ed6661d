"""Which figures, codes and colours a line names, and whether facts say them: what could burn a port is never free text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.diagnose.known import vocabulary_of
from kb.model.facts import Fact, to_json

_FIGURE = re.compile(r"(?<![\w.])[-−]?\d+(?:[.,]\d+)*")
# Two capitals, or a capital with a digit, make a code: COVP, CAN-H, RS485_2, Q3, 4G.
_CODE = re.compile(r"(?<!\w)(?=\S*[A-Z]\S*[A-Z]|\S*[A-Z]\S*\d|\S*\d\S*[A-Z])[A-Za-z0-9]+(?:[_/+-][A-Za-z0-9]+)*")
_WORD = re.compile(r"[a-z]+")


class Grounds:
    """What some facts say."""

    def __init__(self, kb: KnowledgeBase, facts: Iterable[Fact], more: str = "") -> None:
        """Gather the facts' words; `more` is what may be said besides, such as the product's name."""
        facts = list(facts)
        self._colors = frozenset(vocabulary_of(kb).colors)
        names = (f"{kb.devices[d].name} {kb.devices[d].short}" for f in facts for d in f.devices if d in kb.devices)
        said = [*map(_said, facts), _reads(" ".join([*names, more]))]
        self._figures = frozenset().union(*(x.figures for x in said))
        self._words = frozenset().union(*(x.words for x in said))
        self._codes = frozenset().union(*(x.codes for x in said)) | self._words
        # "120 V" in one cell and "120V" in another, "Link IN" and "LINK-IN" are the same.
        self._flat = "".join(x.flat for x in said)

    def missing(self, line: str) -> tuple[str, ...]:
        """Return what a line names and the facts do not; nothing when they say it all."""
        text = _plain(line)
        codes = [c for c in _CODE.findall(text) if _code(c) not in self._codes and not self._has(_code(c))]
        rest = _CODE.sub(" ", text)
        figures = [m for m in _FIGURE.findall(rest) if _number(m) not in self._figures]
        colors = [w for w in _WORD.findall(text.lower()) if w in self._colors and w not in self._words]
        return tuple(dict.fromkeys([*codes, *figures, *colors]))

    def _has(self, code: str) -> bool:
        """Tell whether a longer code stands there, whatever divides it; short ones would be found in any text."""
        return len(code) > 4 and code in self._flat  # noqa: PLR2004


@dataclass(frozen=True)
class _Said:
    """What a text names."""

    figures: frozenset[float | str]
    words: frozenset[str]
    codes: frozenset[str]
    flat: str


@lru_cache(maxsize=512)
def _reads(text: str) -> _Said:
    told = _plain(text)
    return _Said(
        frozenset(_number(m) for m in _FIGURE.findall(told)),
        frozenset(_WORD.findall(told.lower())),
        frozenset(_code(m) for m in _CODE.findall(told)),
        _code(told),
    )


@lru_cache(maxsize=4096)
def _told(fact: Fact) -> _Said:
    return _reads(f"{msgspec.json.encode(to_json(fact)).decode()} {statements.title(fact)} {statements.text(fact)}")


def _said(fact: Fact) -> _Said:
    try:
        return _told(fact)
    except TypeError:  # a fact that holds a dict has no hash
        return _told.__wrapped__(fact)


def _plain(text: str) -> str:
    return text.replace("\u2212", "-").replace("\u2013", " ").replace("\u2026", " ")


def _number(text: str) -> float | str:
    try:
        return abs(float(text.lstrip("-").replace(",", ".")))
    except ValueError:
        return text


def _code(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
