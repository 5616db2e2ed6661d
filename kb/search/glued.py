"""Words and numbers that were typed without a space between them: "dip6on", "com15", "bat2pcs", "3inv"."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

# A number of more than three digits must be printed (115200), or be a name's: US2000C stays whole.
_GLUED = re.compile(
    r"(?<![\w.-])(?=[a-z.]*\d)(?=[\d.]*[a-z])(?:[a-z]+|\d{1,6}(?:\.\d)?(?!\d)){2,8}(?![\w-]|\.\d)", re.IGNORECASE
)
# "1xbat5" is one times that.
_RUNS = re.compile(r"(?<=\d)x(?=[a-z\d])|[a-z]+|\d+(?:\.\d)?", re.IGNORECASE)
# What a number stands behind; other words with a number at their end are rather the name of something: force1.
_PLACES = frozenset({"dip", "switch", "sw", "pin", "pins", "terminal", "term", "wire"})
_NUMBERED = _PLACES | {
    "com", "protocol", "id", "version", "level", "dot", "bar", "light", "lamp", "lever", "slider", "hole", "key", "slot",
}  # fmt: skip
# Short for something only in front of its number.
_WHOLE = {"term": "terminal"}
# "Only2", "max3": what stands in front of a number, and is the name of nothing.
_COUNTING = frozenset(
    {
        "only", "just", "about", "max", "min", "has", "have", "with", "for", "in", "all", "al", "than", "or", "over", "via", "never",
        "still", "until", "minus", "plus", "next", "stuck", "stays", "shows", "reads", "says", "needs", "under", "above", "below",
        "after", "before", "every", "between",
    }
)  # fmt: skip
_PAIR = 2  # a word and its number
_LONG = 4  # digits
# Bounds the time that hostile text takes.
_MOST = 24
_LONGEST = 32
# "Pin to pin", "bat to pcs", and not "dip 2 on".
_TO = "2"
_NOT_WAYS = frozenset({"dip", "switch", "sw", "led", "lamp", "relay", "flash", "protocol", "id", "com"})
_STATES = frozenset({"on", "off", "is", "does", "how", "what", "v", "a", "w", "s", "h", "x"})
# "3n4", "pins 3and4".
_AND = re.compile(r"(\d+)(?:n|and|&)(\d+)", re.IGNORECASE)
# "200mson 1800of", "500on500off".
_FOR = re.compile(r"(\d+)(ms|s|sec)?(on|off?)", re.IGNORECASE)
# "M8torque", "m4screws".
_SCREW = re.compile(r"(m\d{1,2})([a-z]{4,})", re.IGNORECASE)
_NTH = re.compile(r"(\d(?:st|nd|rd|th))([a-z]{3,})", re.IGNORECASE)
# Letters that stand for something behind a number.
_SHORT = frozenset({"a", "v", "w", "x", "s", "h", "n"})
_Tells = Callable[[str], bool]
# A name in front of a designation has so many letters at least.
_NAME = 4


class Glued:
    """Sets words and numbers apart that were typed as one."""

    def __init__(
        self,
        whole: _Tells,
        word: _Tells,
        name: _Tells,
        plug: _Tells,
        *,
        meant: Callable[[str], str] = str,
        figure: _Tells = frozenset().__contains__,
        product: _Tells = frozenset().__contains__,
    ) -> None:
        """Take what tells that a piece is known as it stands (a code, a quantity), a word, the name of a product, of a connector.

        `meant` gives the word that was meant: "dp" is dip. `figure` tells that a long number is printed, `product` that this very
        name is a product's.
        """
        self.whole, self.word, self.name, self.plug, self.meant = whole, word, name, plug, meant
        self.figure, self.product = figure, product

    def apart(self, text: str) -> str:
        """Return a text with spaces where they were left out between words and numbers.

        >>> words = "dip on off bat pcs shows pin com inverters packs".split()
        >>> names = ({"rs485", "6s8"}, words, {"growatt", "sr48"}, {"linkin"})
        >>> glued = Glued(*(n.__contains__ for n in names))
        >>> [glued.apart(t) for t in ("dip6on dip7off", "bat2pcs on rs485", "6off 7OFF", "Com15", "pin2pin", "shows0a")]
        ['dip 6 on dip 7 off', 'bat to pcs on rs485', '6 off 7 OFF', 'Com 15', 'pin to pin', 'shows 0 a']
        >>> [glued.apart(t) for t in ("2x5packs", "us2000c", "e43", "on1", "dip2on", "growatt6.5", "sigenstr6s8", "1xbat5")]
        ['2 x 5 packs', 'us2000c', 'e43', 'on1', 'dip 2 on', 'growatt 6.5', 'sigenstr 6s8', '1 x bat 5']
        >>> [glued.apart(t) for t in ("linkin3", "3n4", "pcs2sr48", "2ndpin", "x3hybrid")]
        ['linkin pin 3', '3 and 4', 'pcs to sr48', '2nd pin', 'x3hybrid']
        >>> glued = Glued(*(n.__contains__ for n in ({"rj45"}, {"rate", "wire"}, (), ())), figure={"115200"}.__contains__)
        >>> [glued.apart(t) for t in ("rate115200", "rate2000", "rj45wire7")]
        ['rate 115200', 'rate2000', 'rj45 wire 7']
        >>> glued.apart("200mson 1800of, 500on500off")
        '200 ms on 1800 off, 500 on 500 off'
        """
        return _GLUED.sub(self._spaced, text)

    def changes(self, text: str) -> dict[str, str]:
        """Return the words of a text that `apart` changes, each with what it becomes."""
        # A text with more is not typed in haste but another language.
        words = {m[0]: self._spaced(m) for m in islice(_GLUED.finditer(text), _MOST)}
        return {w: spaced for w, spaced in words.items() if spaced != w}

    def _spaced(self, match: re.Match[str]) -> str:
        said = match[0]
        if len(said) > _LONGEST:
            return said
        runs = _RUNS.findall(said)
        low = [r.lower() for r in runs]
        counted = len(runs) == _PAIR and self.meant(low[0]) in _PLACES | _COUNTING
        if self.whole(said) and not counted:
            return said
        apart = self._brief(said, runs, low) or self._behind_product(said) or self._linked(runs, low)
        return apart or self._parts(runs, low) or said

    def _brief(self, said: str, runs: list[str], low: list[str]) -> str:
        """Return what is built in a way of its own: "3n4", "2ndpin", a plug and its pin."""
        if numbers := _AND.fullmatch(said):
            return f"{numbers[1]} and {numbers[2]}"
        zero = re.sub(r"(?<=\d)o+", lambda m: "0" * len(m[0]), said.lower())
        if zero != said.lower() and self.name(zero):
            return zero  # "sr481oo"
        if (screw := _SCREW.fullmatch(said)) and self.word(screw[2].lower()):
            return f"{screw[1]} {screw[2]}"
        if re.fullmatch(rf"(?:{_FOR.pattern})+", said, re.IGNORECASE):
            return _FOR.sub(
                lambda m: f"{m[1]} {f'{m[2]} ' if m[2] else ''}{m[3] if m[3].lower() != 'of' else 'off'} ", said
            ).rstrip()
        if (nth := _NTH.fullmatch(said)) and self.word(nth[2].lower()):
            return f"{nth[1]} {nth[2]}"
        return f"{runs[0]} pin {runs[1]}" if len(runs) == _PAIR and self.plug(low[0]) else ""

    def _behind_product(self, said: str) -> str:
        """Return a product's full name and the word or code behind it: "sr48100hCHTP", "sr48100hrackkit"."""
        for n in range(len(said) - _PAIR, _NAME, -1):
            rest = said[n:]
            between = not (said[n - 1].isdigit() and rest[0].isdigit())
            known = self.whole(rest) or (rest.isalpha() and self.word(rest.lower()))
            if between and known and self.product(said[:n].lower()):
                return f"{said[:n]} {rest}"
        return ""

    def _parts(self, runs: list[str], low: list[str]) -> str:
        """Return the parts with spaces, where each long number is a printed one."""
        long = [r for r in low if len(r) >= _LONG and r[0].isdigit()]
        if long and (len(low[0]) < _NAME or not all(map(self.figure, long))):
            return ""
        return self._named(runs, low) or self._designated(runs, low) or self._told(runs, low)

    def _linked(self, runs: list[str], low: list[str]) -> str:
        """Return what leads from one thing to another: "bat2pcs", "gateway2sr48"."""
        for n in range(1, len(runs) - 1):
            here, there = "".join(low[:n]), "".join(low[n + 1 :])
            known = len(here) > 1 and (here == there or (self._piece(here) and self._piece(there)))
            if low[n] == _TO and known and _ways(here, there):
                return f"{''.join(runs[:n])} to {''.join(runs[n + 1 :])}"
        return ""

    def _named(self, runs: list[str], low: list[str]) -> str:
        """Return a product's name and what stands glued to it: "sr48linkin", "sigenstr6s8"."""
        said, rest = "".join(runs), "".join(runs[1:])
        if len(runs) > 2 * _PAIR - 1 and low[0].isalpha() and low[1].isdigit() and self.name(low[0]):
            return f"{runs[0]} {runs[1]} {self.apart(''.join(runs[2:]))}"  # "grwt65com1pin5"
        for n in range(len(runs[0]) - 1, _NAME - 1, -1):
            # "sigenrj45": a name, and a designation glued to it.
            if low[0].isalpha() and self.name(low[0][:n]):
                # "sigenstrcom15": what is glued to it may itself be a word and its number.
                behind = self.apart(said[n:]) if low[0][n:] in _NUMBERED else said[n:]
                if behind != said[n:] or self.whole(behind):
                    return f"{said[:n]} {behind}"
        coded = len(low[0]) >= _NAME and len(runs) > _PAIR and self.whole(rest)
        if low[0].isalpha() and (self.name(low[0]) or coded):
            return f"{runs[0]} {rest}"
        for n in range(len(runs) - 1, 1, -1):
            rest = "".join(runs[n:])
            # SR48100L is no SR48100H.
            if len(rest) > 1 and self.name("".join(low[:n])) and (self.whole(rest) or self.word(rest)):
                return f"{''.join(runs[:n])} {rest}"
        return ""

    def _designated(self, runs: list[str], low: list[str]) -> str:
        """Return a designation and what is told of it: "rj45wire7"."""
        if len(runs) < 2 * _PAIR or low[0] in _NUMBERED or not self.whole("".join(low[:_PAIR])):
            return ""
        told = self._told(runs[_PAIR:], low[_PAIR:])
        return f"{''.join(runs[:_PAIR])} {told}" if told else ""

    def _told(self, runs: list[str], low: list[str]) -> str:
        """Return words and numbers with spaces, where each run of letters is a word: "dip6on", "7mnths"."""
        words = [r for r in low if r.isalpha()]
        pair = len(runs) == _PAIR and low[0].isalpha()
        counted = pair and len(low[0]) >= _NAME and len(low[1]) >= _LONG
        named = pair and not counted and self.meant(low[0]) not in _NUMBERED | _COUNTING
        spelt = all(w in _SHORT or self.meant(w) in _NUMBERED or self._piece(w) for w in words)
        if named or low[0] in _SHORT or set(words) <= _SHORT or not spelt:
            return ""
        # "Dip1of": behind a number it is off.
        off = ["off"] if len(low) > 1 and low[-1] == "of" and low[-2][0].isdigit() else runs[-1:]
        return " ".join(_WHOLE.get(r.lower(), r) for r in (*runs[:-1], *off))

    def _piece(self, said: str) -> bool:
        return self.name(said) or (len(said) > 1 and self.word(said))


def _ways(here: str, there: str) -> bool:
    """Tell whether a 2 between two words leads from one to the other."""
    return here == there or (here not in _NOT_WAYS and there not in _STATES)
