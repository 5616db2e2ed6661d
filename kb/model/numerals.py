"""Number words: cardinal, ordinal and Roman. "Two packs", "the second pin", "version II"."""

from __future__ import annotations

CARDINALS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen",
)  # fmt: skip
"""Each word stands at the place of its number."""

NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ORDINALS = {word: str(n) for n, word in enumerate(NTH, 1)}
"""Ordinal word -> its number in figures, from 1."""

_ROMAN = {"I": 1, "V": 5, "X": 10}
_WRITTEN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def counts(most: int, least: int = 1) -> dict[str, int]:
    """Return the number words from `least` to `most` (16 at most), each with its number.

    >>> counts(3), counts(3, least=2)
    ({'one': 1, 'two': 2, 'three': 3}, {'two': 2, 'three': 3})
    """
    return {CARDINALS[n]: n for n in range(least, most + 1)}


def figures(most: int, least: int = 1) -> dict[str, str]:
    """Return the number words from `least` to `most` (16 at most), each with its number in figures.

    >>> figures(2)
    {'one': '1', 'two': '2'}
    """
    return {word: str(n) for word, n in counts(most, least).items()}


def number(said: str) -> int:
    """Return the number that is written in figures or as a Roman numeral, in any case.

    >>> number("4"), number("iv")
    (4, 4)
    """
    return int(said) if said.isdecimal() else roman(said.upper())


def roman(numeral: str) -> int:
    """Return the number that a Roman numeral of I, V and X writes.

    >>> [roman(n) for n in ("III", "IV", "IX", "XII")]
    [3, 4, 9, 12]
    """
    values = [_ROMAN[c] for c in numeral]
    return sum(v if v >= max(values[n:]) else -v for n, v in enumerate(values))


def as_roman(number: int) -> str:
    """Return a number from 1 to 39 as a Roman numeral.

    >>> [as_roman(n) for n in (2, 4, 9, 14)]
    ['II', 'IV', 'IX', 'XIV']
    """
    out = ""
    for value, letters in _WRITTEN:
        while number >= value:
            out, number = out + letters, number - value
    return out
