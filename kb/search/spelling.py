"""Spelling, corrected against the corpus vocabulary: "sigenstro", "groawtt", "RS458" are found, real words are left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from kb.bundle.analysis import STOP_WORDS, spelt, spelt_counts, stem

# Shorter words have too many neighbours to be guessed.
_SHORTEST = 4
# One slip in a short word, two in a longer one (Damerau 1964: 80 % of misspellings are a single slip).
_TWO_SLIPS = 7
_LONG_CODE = 7
_LONG_WORD = 8
# A shorter word of English has neighbours by chance.
_LONG_ENOUGH = 6
# greener, loudest, coolers: forms that share no stem with their word; "wier" is none.
_ENDINGS = ("er", "ers", "est", "ish")
_STEM = 3
# A word of fewer ways of asking may be somebody's own.
_USUAL = 3
# Fewer letters are an abbreviation.
_SKELETON = 3
# So many letters without the vowels are one word's alone.
_LONG_ROW = 6
# What is written in front of a word without a space: "acplug".
_CURRENTS = frozenset({"ac", "dc", "ev", "pv"})
_EVERYWHERE = 60
# So often a word of so many letters is used of which two are swapped.
_SWAPPED, _SHORT = 10, 5
_SLIPS = 2
_OFTEN = 30
# A finger hits the key beside the right one: the rows of the keyboard, with the letters below at the same place or one before.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Rare words make anything look like a compound.
_COMMON = 5


def _undoubled(word: str) -> str:
    """Write doubled letters once.

    >>> _undoubled("floor")
    'flor'
    """
    return "".join(c for n, c in enumerate(word) if not n or c != word[n - 1])


def _consonants(word: str) -> str:
    return "".join(c for c in word if c not in "aeiouy")


def _bones(word: str) -> str:
    """Return the first letter of a word and the consonants behind it, doubled ones once.

    >>> [_bones(w) for w in ("many", "battery", "inverter", "check")]
    ['mn', 'btr', 'invrtr', 'chk']
    """
    return _undoubled(word[:1] + _consonants(word[1:])).replace("ck", "k")


def _beside(one: str, other: str) -> bool:
    """Tell whether two keys are next to each other.

    >>> _beside("n", "m"), _beside("p", "o"), _beside("p", "q"), _beside("s", "w")
    (True, True, False, True)
    """
    (y, x), (v, u) = sorted((n, row.index(c)) for c in (one, other) for n, row in enumerate(_ROWS) if c in row)
    return u - x in ((-1, 1) if y == v else (-1, 0) if v - y == 1 else ())


def _left_out(short: str, word: str) -> bool:
    """Tell whether a word becomes another one when letters of it are left out.

    >>> _left_out("rechrg", "recharge"), _left_out("rate", "right")
    (True, False)
    """
    letters = iter(word)
    return len(short) < len(word) and all(c in letters for c in short)


class Speller:
    """Knows the corpus words; corrects a word only when it is neither one of them nor an English word."""

    def __init__(  # noqa: PLR0913 - each is a list of words of its own kind
        self,
        texts: Iterable[str],
        names: Iterable[str],
        real_words: frozenset[str],
        real_stems: frozenset[str] | None = None,
        *,
        counted: Mapping[str, int] = MappingProxyType({}),
        asked: Mapping[str, int] = MappingProxyType({}),
        codes: Iterable[str] = (),
        strangers: Iterable[str] = (),
        dictionary: frozenset[str] = frozenset(),
    ) -> None:
        """Count the words of `texts`; `names` are device, brand and code names, which are preferred; `real_words` are never changed.

        `real_stems` are the stems of `real_words`, and `counted` the counts of further texts, where a bundle holds them already.
        `asked` counts the words that people ask with; the usual ones may be meant as well. `codes` are the alarms' codes.
        `strangers` are names among `names` that one slip at most leads to: sunny ("sonnig") is no Sonnen.
        `dictionary` are rarer words of English, which stay as they are but for a doubled letter and two that changed places.
        """
        counts = spelt_counts(texts)
        counts.update(counted)
        # A word of the manuals in a stranger's name is theirs: the battery of "Rolls Battery".
        self._strangers = {w for n in strangers for w in spelt(n) if w not in counts}
        self._names = {w for n in names for w in spelt(n)}
        for name in self._names:
            counts[name] += 20  # a name is likelier meant than a rare word of the same distance
        self._alarm_codes = frozenset(w for c in codes for w in spelt(c) if w.isalpha())
        self._long_names = [w for w in self._names if len(w) >= _LONG_WORD and w.isalpha()]
        self.counts = counts
        self._stems = {stem(w) for w in counts}
        self._real = real_words | asked.keys()
        self._asked = asked
        self._english = real_words
        self._dictionary = dictionary
        self._spoken = real_words | counts.keys()
        self._own = frozenset(w for w in asked if w not in real_words and w not in counts)
        self._real_stems = frozenset(map(stem, real_words)) if real_stems is None else real_stems
        self._words = [w for w in counts if len(w) >= _SHORTEST and not any(c.isdigit() for c in w)]
        self._words += [
            w for w, n in asked.items() if n >= _USUAL and w not in counts and len(w) >= _SHORTEST and w.isalpha()
        ]
        self._codes = {w for w in counts if any(c.isdigit() for c in w) and any(c.isalpha() for c in w)}
        self._jumbled: dict[str, list[str]] = {}
        for code in self._codes:
            self._jumbled.setdefault("".join(sorted(code)), []).append(code)

    def known(self, word: str) -> bool:
        """Tell whether the corpus has the word, or another form of it."""
        low = word.lower()
        return low in self.counts or stem(low) in self._stems

    def real(self, word: str) -> bool:
        """Tell whether the word is one of English or of the corpus."""
        low = word.lower()
        return (
            low in STOP_WORDS
            or low in self._real
            or self.known(low)
            or stem(low) in self._real_stems
            or any(
                low.endswith(e)
                and len(low) >= len(e) + _STEM
                and {low.removesuffix(e), f"{low.removesuffix(e)}e"} & self._real
                for e in _ENDINGS
            )
        )

    def correct(self, word: str) -> str | None:
        """Return the corpus word that was probably meant, or None when the word is fine or nothing is near."""
        low = word.lower()
        early = self._too_early(low)
        if word.isupper():
            return early or self._meant(low)
        return early or self._vowels_left_out(low) or self._key_beside(low) or self._meant(low)

    def _too_early(self, low: str) -> str | None:
        """Return the short word that is used often, or everywhere in English, of which two letters are swapped: otu, teh, baes."""
        if not _SKELETON <= len(low) <= _SHORT or not low.isalpha() or low in self._alarm_codes:
            return None
        if low in self._english or low in self._dictionary or low in self.counts or low in STOP_WORDS:
            return None
        # The first letter is rarely one of the two.
        swaps = (
            low[:n] + low[n + 1] + low[n] + low[n + 2 :]
            for n in (*range(1, len(low) - 1), *([0] if len(low) > _SKELETON else ()))
            if low[n] != low[n + 1]
        )
        often = max(_SWAPPED, 5 * self._used[low])
        words = (w for w in swaps if w not in self._alarm_codes)
        return next((w for w in words if w in STOP_WORDS or self._used[w] > often), None)

    def _key_beside(self, low: str) -> str | None:
        """Return the one word of three letters, used everywhere, that a finger on the next key makes this: "pim 6", "dio 7"."""
        if len(low) != _SKELETON or not (low.isascii() and low.isalpha()) or self.real(low):
            return None
        if low in self._dictionary or low in self._alarm_codes or self._used[low]:
            return None
        near = [
            w
            for w in self._short_words
            for n in range(_SKELETON)
            if w[:n] + w[n + 1 :] == low[:n] + low[n + 1 :] and w[n] != low[n] and _beside(w[n], low[n])
        ]
        return near[0] if len(near) == 1 else None

    @cached_property
    def _short_words(self) -> list[str]:
        words = (w for w, n in self._used.items() if n >= _EVERYWHERE and len(w) == _SKELETON)
        return [w for w in words if w.isascii() and w.isalpha() and w not in STOP_WORDS]

    def _meant(self, low: str) -> str | None:
        if low in self._own:
            return f"{low}g" if self._clipped(low) else self._slip_of_people(low) or self._two_words(low)
        if len(low) < _SHORTEST or self.real(low):
            return f"{low}g" if self._clipped(low) else self._slip_in_a_long_word(low)
        if any(c.isdigit() for c in low) or self.between_codes(low):
            return self._correct_code(low)
        if (once := self._behind_a_current(low) or self._said_once(low)) is not None:
            return once
        near = self._candidates(low) if not self._joined(low) else []
        if not near or (all(hit[0][0] != low[0] for hit in near) and self._compound(low)):
            return self._two_words(low)
        return self._likeliest(near, low)

    def _vowels_left_out(self, low: str) -> str | None:
        """Return the commonest word that is written without its vowels, or without some of them: mny, dflt, invrtr, rechrg."""
        if len(low) < _SKELETON or not low.isalpha():
            return None
        known = (self.counts, self._asked, self._english, self._dictionary, self._alarm_codes, STOP_WORDS)
        if any(low in words for words in known):
            return None
        rows = self._skeletons.get(_bones(low), ())
        whole = next((w for w in rows if _left_out(low, w)), None)
        if whole is None:
            # "Chragr": and two letters swapped as well.
            swapped = (
                w for w in rows if len(w) > len(low) > _SHORT and w in self.counts and OSA.distance(low, w) <= _SLIPS
            )
            return next(swapped, None)
        if _consonants(low[1:]).rstrip("y") != low[1:].rstrip("y"):
            # With a vowel left it is as likely another word with a slip.
            return whole if len(low) > _SHORTEST else None
        # Three letters are as often an abbreviation: only a word that is used everywhere is meant.
        return whole if len(low) > _SKELETON or self._used[whole] >= _EVERYWHERE else None

    @cached_property
    def _used(self) -> Counter[str]:
        """How often each word is used, by the manuals and by people."""
        return Counter(self._asked) + Counter(self.counts)

    @cached_property
    def _skeletons(self) -> dict[str, list[str]]:
        """The words of each row of consonants, the commonest first; a long row is hardly another word's."""
        used = self._used
        words = (w for w in used if w.isalpha() and len(w) >= _SHORTEST)
        common = [w for w in words if used[w] >= _COMMON or len(_bones(w)) >= _LONG_ROW]
        rows: dict[str, list[str]] = {}
        for word in sorted(common, key=lambda w: -used[w]):
            rows.setdefault(_bones(word), []).append(word)
        return rows

    def _likeliest(self, near: Iterable[tuple[str, int, int]], low: str) -> str:
        # Nearer, with the first letter right, then of the same letters (two were swapped, one is doubled), then with another vowel only ("meen"
        # is mean and not meet), then more common.
        letters = sorted(low)
        return str(
            min(
                near,
                key=lambda hit: (
                    hit[1] + (0.7 if hit[0][0] != low[0] else 0.0),
                    sorted(hit[0]) != letters and _undoubled(hit[0]) != _undoubled(low),
                    not _left_out(low, hit[0]),
                    _consonants(hit[0]) != _consonants(low),
                    -self.counts[hit[0]],
                ),
            )[0]
        )

    def _slip_of_people(self, low: str) -> str | None:
        """Correct a word that stands in ways of asking alone, and there misspelt: one slip from a common word of the manuals."""
        # A stem is no form of a word: "storag", "befor".
        another_form = self.known(low) and stem(low) != low
        if len(low) <= _SHORTEST or not low.isalpha() or low in self._dictionary or another_form:
            return None
        # In a short word a letter is rather left out than another one: Monta is no month.
        near = [
            hit
            for hit in self._candidates(low)
            if hit[1] == 1
            and hit[0][0] == low[0]
            and self.counts[hit[0]] >= _COMMON
            and (len(low) >= _LONG_ENOUGH or len(hit[0]) > len(low))
        ]
        return self._likeliest(near, low) if near else None

    def _candidates(self, low: str) -> list[tuple[str, int, int]]:
        """Return the words of the corpus that may be meant, with their distance and place."""
        limit = 1 if len(low) < _TWO_SLIPS else 2
        # People seldom miss the first letter, and hardly with another slip besides: a mailbox is no wallbox.
        near = [
            hit
            for hit in extract(low, self._words, scorer=OSA.distance, score_cutoff=limit, limit=12)
            if hit[1] == 1 or (hit[0] not in self._strangers and (hit[0][0] == low[0] or hit[0] in low))
        ]
        if low not in self._dictionary:
            return near
        # A rarer word of English: venison is no version. Two letters that changed places or a doubled one ("prot", "flor")
        # are slips of fingers all the same where they lead to a common word.
        return [
            hit
            for hit in near
            if self.counts[hit[0]] >= _COMMON
            and hit[1] == 1
            and (sorted(hit[0]) == sorted(low) or _undoubled(hit[0]) == _undoubled(low))
        ]

    def _clipped(self, low: str) -> bool:
        """Tell whether a word is written as it is spoken: "blinkin", "chargin"."""
        whole = f"{low}g"
        return low.endswith("in") and low not in self.counts and low not in self._english and whole in self._spoken

    def between_codes(self, word: str) -> bool:
        """Tell whether a word is no code of an alarm, and one changed letter makes it this or that code: `COTP` is COCP or COVP."""
        low = word.lower()
        if low in self.counts or low in self._real:
            return False
        changed = [c for c in self._alarm_codes if len(c) == len(low) and sum(map(str.__ne__, c, low)) == 1]
        return len(changed) > 1

    def swapped_code(self, word: str) -> bool:
        """Tell whether a word is the code of an alarm with two letters swapped."""
        low = word.lower()
        return any(sorted(c) == sorted(low) and OSA.distance(c, low) == 1 for c in self._alarm_codes)

    def near(self, word: str) -> bool:
        """Tell whether one slip makes a word a common one of the corpus."""
        low = word.lower()
        hits = extract(low, self._words, scorer=OSA.distance, score_cutoff=1, limit=4)
        return low.isalpha() and any(w[0] == low[0] and len(w) > len(low) and self.counts[w] > 1 for w, *_ in hits)

    def slipped(self, word: str) -> bool:
        """Tell whether a word, though it is one of English, is a long word of the corpus with one slip: `stings`, `ratting`."""
        low = word.lower()
        return len(low) >= _LONG_ENOUGH and (self.near(low) or self._said_once(low) is not None)

    def _behind_a_current(self, low: str) -> str | None:
        """Cut "acswitch", "pvstring": the whole is near to "switch" and "string", which say less."""
        there = len(low) >= 2 + _SHORTEST and low not in self._dictionary and self.counts.get(low[2:])
        return f"{low[:2]} {low[2:]}" if there and low[:2] in _CURRENTS else None

    def _said_once(self, low: str) -> str | None:
        """Return the word with a doubled letter written once, where the corpus has that: `runn`, `pinn`, whose words are short."""
        once = [low[:n] + low[n + 1 :] for n in range(1, len(low)) if low[n] == low[n - 1]]
        there = (w for w in once if w in self.counts or self._used[w] > _SWAPPED)
        return max(there, key=lambda w: self._used[w], default=None)

    def _joined(self, low: str) -> bool:
        """Tell whether a word is made of words with hyphens: what is two-wire is not two-core."""
        parts = low.split("-")
        return len(parts) > 1 and all(p in self._dictionary or self.real(p) for p in parts)

    def _compound(self, low: str) -> bool:
        """Tell whether a word is put together of two words of English: a callback is no fallback."""
        cuts = range(_SHORTEST, len(low) - _SHORTEST + 1)
        return any(low[:n] in self._real and low[n:] in self._real for n in cuts)

    def _two_words(self, low: str) -> str | None:
        """Cut "overtemperature" where both parts are common words of the corpus; the longer first part wins."""
        for at in range(len(low) - _SHORTEST, _SHORTEST - 1, -1):
            if min(self.counts.get(low[:at], 0), self.counts.get(low[at:], 0)) >= _COMMON:
                return f"{low[:at]} {low[at:]}"
        if low in self._dictionary or low in self._own:
            return None
        # Shorter parts only where both are used everywhere: "howmany", "wallkit", "slowblink".
        for at in range(len(low) - _SKELETON, _SKELETON - 1, -1):
            if min(self._used.get(low[:at], 0), self._used.get(low[at:], 0)) >= _EVERYWHERE:
                return f"{low[:at]} {low[at:]}"
        # "Dcside", "evchrgr", "chuckscrw": the second may be written without vowels.
        for at in range(len(low) - _SHORTEST, 1, -1):
            first, second = low[:at], low[at:]
            before = first in _CURRENTS or (at >= _SHORTEST and self.counts.get(first, 0) >= _COMMON)
            if before and low.isalpha():
                right = second if self.counts.get(second, 0) >= _COMMON else self._vowels_left_out(second)
                if right is not None:
                    return f"{first} {right}"
        return self._two_in_haste(low)

    def _two_in_haste(self, low: str) -> str | None:
        """Cut "chrglimt" and "cellvolt", where each part is a word used everywhere, also without its vowels."""
        if not low.isalpha():
            return None
        for at in range(len(low) - _SKELETON, _SKELETON - 1, -1):
            parts = [self._everywhere(part) for part in (low[:at], low[at:])]
            if all(parts):
                return f"{parts[0]} {parts[1]}"
        return None

    def _everywhere(self, part: str) -> str | None:
        """Return the word that a part of another one is, or is short for, if it is used everywhere."""
        if self._used[part]:
            return part if self._used[part] >= _OFTEN else None
        # "Limt" is short for something only beside another word.
        rows = (w for w in self._skeletons.get(_bones(part), ()) if _left_out(part, w))
        return next((w for w in rows if self._used[w] >= _EVERYWHERE), None)

    def _slip_in_a_long_word(self, low: str) -> str | None:
        """Correct "comunication", whose stem happens to be that of another word: long words have no neighbours by chance."""
        fine = low in self._real or low in self._dictionary or low in STOP_WORDS or low in self.counts
        if len(low) < _LONG_WORD or fine or not low.isalpha():
            return None
        if self.known(low):
            # Another form of a word; of a name there is none ("sigenstore").
            named = extract(low, self._long_names, scorer=OSA.distance, score_cutoff=1, limit=2)
            return str(min((n for n, *_ in named), key=len)) if named else None
        near = extract(low, self._words, scorer=OSA.distance, score_cutoff=1, limit=2)
        return str(near[0][0]) if len(near) == 1 else None

    def _correct_code(self, low: str) -> str | None:
        """Correct a code only where no other code can be meant: two neighbours swapped, or O for 0 and I or l for 1."""
        swapped = [c for c in self._jumbled.get("".join(sorted(low)), []) if OSA.distance(low, c) == 1]
        if len(swapped) == 1:
            return swapped[0]
        if len(low) >= _LONG_CODE:
            # One sign left out of a long designation can hardly mean another one; a changed sign can.
            longer = [c for c in self._codes if len(c) == len(low) + 1 and OSA.distance(low, c) == 1]
            if len(longer) == 1:
                return longer[0]
            # Nor can a letter too many.
            shorter = [c for c in self._codes if len(c) == len(low) - 1 and OSA.distance(low, c) == 1]
            if len(shorter) == 1 and sum(map(str.isalpha, shorter[0])) < sum(map(str.isalpha, low)):
                return shorter[0]
        for a, b in (("o", "0"), ("0", "o"), ("i", "1"), ("l", "1")):
            if low.replace(a, b) in self._codes:
                return low.replace(a, b)
        # A numbered part whose word is misspelt: "relai2".
        word, number = low.rstrip("0123456789"), low[len(low.rstrip("0123456789")) :]
        if len(word) >= _SHORTEST and word.isalpha() and number and word not in self.counts:
            parts = {c for c in self._codes if c.endswith(number) and OSA.distance(word, c[: -len(number)]) == 1}
            if len(parts) == 1:
                return parts.pop()
        return None
