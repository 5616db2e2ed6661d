"""Words and numbers that were typed without a space between them: "dip6on", "com15", "bat2pcs", "3inv"."""

from __future__ import annotations

import re
from collections.abc import Callable

# Three digits at most, and no name of a product: US2000C stays whole.
_GLUED = re.compile(
    r"(?<![\w.-])(?=[a-z.]*\d)(?=[\d.]*[a-z])(?:[a-z]+|\d{1,3}(?:\.\d)?(?!\d)){2,5}(?![\w-]|\.\d)", re.IGNORECASE
)
# "1xbat5" is one times that.
_RUNS = re.compile(r"(?<=\d)x(?=[a-z\d])|[a-z]+|\d+(?:\.\d)?", re.IGNORECASE)
# What a number stands behind; other words with a number at their end are rather the name of something: force1.
_PLACES = frozenset({"dip", "switch", "sw", "pin", "pins", "terminal", "term", "wire"})
_NUMBERED = _PLACES | {"com", "protocol", "id", "ver", "version", "lvl", "level"}
# Short for something only in front of its number.
_WHOLE = {"term": "terminal", "lvl": "level", "ver": "version"}
# "Only2", "max3": what stands in front of a number, and is the name of nothing.
_COUNTING = frozenset({"only", "just", "about", "max", "min", "has", "have", "with", "for", "all", "than"})
_PAIR = 2  # a word and its number
# "Pin to pin", "bat to pcs", and not "dip 2 on".
_TO = "2"
_NOT_WAYS = frozenset({"dip", "switch", "sw", "led", "lamp", "relay", "flash", "protocol", "id", "com"})
_STATES = frozenset({"on", "off", "is", "does", "how", "what", "v", "a", "w", "s", "h", "x"})
# Letters that stand for something behind a number.
_SHORT = frozenset({"a", "v", "w", "x", "s", "h", "n"})
# A name in front of a designation has so many letters at least.
_NAME = 4


class Glued:
    """Sets words and numbers apart that were typed as one."""

    def __init__(self, whole: Callable[[str], bool], word: Callable[[str], bool], name: Callable[[str], bool]) -> None:
        """Take what tells that a piece is known as it stands (a code, a quantity), that letters are a word, and the name of a product."""
        self.whole, self.word, self.name = whole, word, name

    def apart(self, text: str) -> str:
        """Return a text with spaces where they were left out between words and numbers.

        >>> words = "dip on off bat pcs shows pin com inverters packs".split()
        >>> glued = Glued({"rs485", "6s8"}.__contains__, words.__contains__, {"growatt"}.__contains__)
        >>> [glued.apart(t) for t in ("dip6on dip7off", "bat2pcs on rs485", "6off 7OFF", "Com15", "pin2pin", "shows0a")]
        ['dip 6 on dip 7 off', 'bat to pcs on rs485', '6 off 7 OFF', 'Com 15', 'pin to pin', 'shows 0 a']
        >>> [glued.apart(t) for t in ("2x5packs", "us2000c", "e43", "on1", "dip2on", "growatt6.5", "sigenstr6s8", "1xbat5")]
        ['2 x 5 packs', 'us2000c', 'e43', 'on1', 'dip 2 on', 'growatt 6.5', 'sigenstr 6s8', '1 x bat 5']
        """
        return _GLUED.sub(self._spaced, text)

    def changes(self, text: str) -> dict[str, str]:
        """Return the words of a text that `apart` changes, each with what it becomes."""
        words = {m[0]: self._spaced(m) for m in _GLUED.finditer(text)}
        return {w: spaced for w, spaced in words.items() if spaced != w}

    def _spaced(self, match: re.Match[str]) -> str:
        said = match[0]
        runs = _RUNS.findall(said)
        low = [r.lower() for r in runs]
        words = [r for r in low if r.isalpha()]
        place = len(runs) == _PAIR and low[0] in _PLACES | _COUNTING
        if not place and self.whole(said):
            return said
        rest = said[len(runs[0]) :]
        coded = len(low[0]) >= _NAME and len(runs) > _PAIR and self.whole(rest)
        if low[0].isalpha() and (self.name(low[0]) or coded):
            return f"{runs[0]} {rest}"
        # "sr48linkin": a designation, and what is asked of it.
        for n in range(len(runs) - 1, 1, -1):
            rest = "".join(runs[n:])
            if self.name("".join(low[:n])) and (self.whole(rest) or self.word(rest)):
                return f"{''.join(runs[:n])} {rest}"
        named = len(runs) == _PAIR and low[0].isalpha() and low[0] not in _NUMBERED | _COUNTING
        if (
            named
            or set(words) <= _SHORT
            or not all(w in _SHORT or w in _NUMBERED or self.name(w) or (len(w) > 1 and self.word(w)) for w in words)
        ):
            return said
        to = low[1:-1] == [_TO] and _ways(low[0], low[-1])
        return f"{runs[0]} to {runs[-1]}" if to else " ".join(_WHOLE.get(r.lower(), r) for r in runs)


def _ways(here: str, there: str) -> bool:
    """Tell whether a 2 between two words leads from one to the other."""
    return here == there or (here not in _NOT_WAYS and there not in _STATES)
