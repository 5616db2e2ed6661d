"""Names of devices and brands → ids, found in a question in any case and spacing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kb.bundle.analysis import fold

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|\d+", re.UNICODE)
_LOOSE = re.compile(r"[^a-z0-9\u03c9.]|(?<!\d)\.|\.(?!\d)")
_PLURAL = 7  # a shorter name of letters alone with an s is often another word
_LONGEST = 8  # tokens in the longest name of the corpus, with room


@lru_cache(maxsize=50_000)
def squash(text: str) -> str:
    """Return letters and digits only, lower case: `SR-48100 H` → `sr48100h`; a decimal point between digits is kept."""
    return _LOOSE.sub("", fold(text).lower())


# So many letters of a maker's name are said by nobody who means another word.
MAKER = 5


class Token(NamedTuple):
    """A piece of the question and where it stands."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Cut a question into runs of letters and numbers."""
    return [Token(m[0].lower(), m.start(), m.end()) for m in _TOKEN.finditer(fold(text))]


class Found(NamedTuple):
    """A name found in a question: its values, and the tokens [start, end) it covers."""

    name: str
    values: tuple[str, ...]
    start: int
    end: int


class Names:
    """A table of squashed names, each standing for one or several values."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take (name, value) pairs; one name may have several values."""
        table: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for name, value in pairs:
            key = squash(name)
            if key:
                table[key][value] = None
        self.table: Mapping[str, tuple[str, ...]] = {k: tuple(v) for k, v in table.items()}
        self._beginnings = frozenset(k[:n] for k in table for n in range(1, len(k) + 1))

    def find(self, cut: Sequence[Token]) -> list[Found]:
        """Return the longest names that stand in the tokens, left to right, none overlapping."""
        out: list[Found] = []
        squashed = [squash(t.text) for t in cut]
        at = 0
        while at < len(cut):
            # Most words begin no name.
            begun = squashed[at] in self._beginnings or squashed[at].removesuffix("s") in self.table
            best = self._longest(squashed, at) if begun else None
            if best is None:
                at += 1
                continue
            # "my sigen inverter": a name that begins inside this one and reaches further is the one meant.
            later = [f for n in range(at + 1, best.end) if (f := self._longest(squashed, n)) and f.end > best.end]
            best = max(later, key=lambda f: f.end, default=best)
            out.append(best)
            at = best.end
        return out

    def _longest(self, squashed: Sequence[str], at: int) -> Found | None:
        """Return the longest name that begins at a token."""
        joined, best = "", None
        for end in range(at + 1, min(len(squashed), at + _LONGEST) + 1):
            joined += squashed[end - 1]
            if joined not in self._beginnings and joined.removesuffix("s") not in self.table:
                break  # no name begins like this; most words end here
            # "two SR48100Hs": a designation takes the plural of the language it stands in.
            plural = (
                joined[-1:] == "s"
                and joined not in self.table
                and (len(joined) > _PLURAL or any(c.isdigit() for c in joined))
            )
            name = joined[:-1] if plural else joined
            if name in self.table:
                best = Found(name, self.table[name], at, end)
        return best


# Letters of a series and its number: what people cut short ("SR48" for SR48100H).
_SERIES = re.compile(r"([a-z]{2,3})(\d{4,})[a-z]*")
_CUT = 2  # digits that are left at least


def short_names(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return designations cut short inside their number, with what they stand for, as far as only one thing is meant.

    >>> short_names([("SR48100H", "rack"), ("SR48100", "rack"), ("XY1235", "a"), ("XY1246", "b"), ("CT120", "c")])
    [('sr48', 'rack'), ('sr481', 'rack'), ('sr4810', 'rack'), ('xy123', 'a'), ('xy124', 'b')]
    """
    whole = [(squash(name), value) for name, value in pairs]
    names = {name for name, _ in whole}
    meant: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, value in whole:
        if found := _SERIES.fullmatch(name):
            for end in range(len(found[1]) + _CUT, len(found[1]) + len(found[2])):
                meant[name[:end]][value] = None
    return [(name, next(iter(values))) for name, values in meant.items() if len(values) == 1 and name not in names]


_PAIR = re.compile(r"(?:RS)?-?485[- ]?([AB])(\d)[+-]?", re.IGNORECASE)


def pair_names(signal: str) -> tuple[str, ...]:
    """Return the ways people write a wire of a numbered RS485 pair: `485-A1` is also RS485-1 A, RS485 A1, 485A1.

    >>> pair_names("485-A1")
    ('RS485-1 A', 'RS485 A1', '485 1A', '485 A1')
    """
    found = _PAIR.fullmatch(signal)
    if found is None:
        return ()
    wire, port = found[1].upper(), found[2]
    return (f"RS485-{port} {wire}", f"RS485 {wire}{port}", f"485 {port}{wire}", f"485 {wire}{port}")


_PLUGS = ("contact", "contacts", "connector", "terminal", "port", "socket", "plug", "interface")


def plug_names(connector: str) -> tuple[str, ...]:
    """Return the names of a connector with the other words for a connector: people say "dry connector" for a dry contact.

    >>> plug_names("Dry contact")[:3], plug_names("Link IN")
    (('Dry contacts', 'Dry connector', 'Dry terminal'), ())
    """
    name, _, last = connector.rpartition(" ")
    return tuple(f"{name} {w}" for w in _PLUGS if w != last.lower()) if name and last.lower() in _PLUGS else ()
