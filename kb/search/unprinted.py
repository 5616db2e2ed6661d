"""Codes, model numbers and designations of a question that no manual prints: what is nearest to them would be a wrong answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from kb.bundle.analysis import fold
from kb.bundle.store import KnowledgeBase
from kb.model.facts import Alarm, Model
from kb.search import cues
from kb.search.aliases import Found, Token, squash
from kb.search.spelling import Speller

# A measure, a time, a screw, the second of several: no code, though letters and digits stand together.
_MEASURED = re.compile(
    r"\d+(st|nd|rd|th|x|p|s|m|mm2?|ah|kwh|kw|v|a|w|k?hz|[mg]hz|[kmg]b|k?bps|pcs|in|inch|ft|ph|phase)|m\d+x\d+|\d+x\d+|x\d{1,2}|cat ?\d[a-z]?|\d+k"
    r"|(nr|no|num|number|pos|batt?|battery|pack|unit|box|tower|rack|inv|inverter|bms|string|phase|plant|device)[-_]?\d{1,2}"
)
_WORDY = re.compile(r"\d+-([a-z]+)")
# So much of a code is enough of it: SDM120 for SDM120CT.
_BEGINNING = 5
# So many codes that end alike have an ending.
_ENDING_OF = 5
# One designation alone has no shape.
_SHAPE_OF = 2
# What stands before or after a code that somebody reads off a screen.
_BEFORE = (
    r"(?:alarms?|alrms?|faults?|errors?|codes?|protection|message|shows?|showing|displays?|reads?|says|reports?|reported|flags?"
    r"|mean(?:s|ing)?(?: of)?"
    r"|what(?:'?s| is| does)(?: an?| the)?)\W{1,3}"
)
_AFTER = r"\W{1,3}(?:alarm|alrm|fault|error|code|protection|message|means?|meaning|mean|what)\b"


class Unprinted:
    """Knows the shapes of one knowledge base's codes and designations, and which ones it has."""

    def __init__(self, kb: KnowledgeBase, speller: Speller) -> None:
        """Take the alarms' codes and the models' designations; `speller` knows the words."""
        self.kb, self.speller = kb, speller
        codes = {f.code.upper() for f in kb.facts.values() if isinstance(f, Alarm) and f.code}
        plain = [c for c in codes if c.isalpha()]
        endings = {e for e, n in Counter(c[-1] for c in plain).items() if n >= _ENDING_OF}
        lengths = [len(c) for c in plain if c[-1] in endings]
        self._code = self._small = None
        if lengths:
            like = rf"([A-Z]{{{max(2, min(lengths))},{max(lengths)}}}[{''.join(sorted(endings))}])"
            self._code = re.compile(
                rf"(?:(?i:\b{_BEFORE}){like}\b|\b{like}(?i:{_AFTER})|^{like}(?i: (?:on|at|in|of) ))"
            )
            # In small letters only beside an alarm: "dotp alarm".
            small = like.lower()
            self._small = re.compile(
                rf"\b(?:alarms?|faults?|errors?|codes?) (?:code )?{small}\b|\b{small} (?:alarm|fault|error|code)\b"
            )
        makers = "|".join({re.escape(squash(d.maker)) for d in kb.devices.values()}) or "(?!)"
        self._plant_name = re.compile(rf"(?:{makers})(?:bat|batt|battery|pack|bms|ess|storage|inv|inverter)\d{{1,2}}")
        self._designations = {squash(f.designation) for f in kb.facts.values() if isinstance(f, Model)}
        shapes = Counter(
            tuple("" if x[0].isdigit() else x for x in re.findall(r"\d+(?:\.\d+)?|[a-z]+", d))
            for d in self._designations
        )
        self._shapes = [
            re.compile(
                r"(?<![\w.])" + r"[\s-]*".join(re.escape(x) if x else r"\d+(?:\.\d+)?" for x in s) + r"(?![\w.]*\w)",
                re.IGNORECASE,
            )
            for s, n in shapes.items()
            if n >= _SHAPE_OF and s.count("") > 1 and any(s)
        ]

    def shouted(self, text: str) -> tuple[str, ...]:
        """Return the words in capitals that look like an alarm's code and are none: beside one of another letter, or with their ending."""
        if text.isupper():
            return ()
        out = [w for w in re.findall(r"[A-Z]{3,6}", text) if self.speller.between_codes(w)]
        for match in self._code.finditer(text) if self._code is not None else ():
            word = match[1] or match[2] or match[3]
            low = word.lower()
            if not (self.speller.real(low) or low in self._squashed_words or self.speller.swapped_code(low)):
                out.append(word)
        for match in self._small.finditer(text) if self._small is not None else ():
            word = match[1] or match[2]
            # "Temp alarm", "pump fault": in small letters a word is a word.
            usual = self.speller.known(word) or self.speller.real(word)
            if not (usual or word in self._squashed_words or self.speller.correct(word)):
                out.append(word)
        return tuple(dict.fromkeys(out))

    def designations(self, text: str) -> tuple[str, ...]:
        """Return what is built like the printed designations of models, and is none of them: `SigenStor-5S-24`."""
        found = [m[0] for shape in self._shapes for m in shape.finditer(fold(text))]
        return tuple(dict.fromkeys(f for f in found if squash(f) not in self._designations))

    def find(self, text: str, found: Sequence[Found], cut: Sequence[Token], brands: Iterable[Found]) -> tuple[str, ...]:
        """Return codes, model numbers and designations that no manual prints.

        `found` are the names in the text, as tokens of `cut`; the number after one of `brands` is its model.
        """
        covered = {squash("".join(t.text for t in cut[h.start : h.end])) for h in found}
        covered |= {squash("".join(t.text for t in cut[h.end : h.end + n])) for h in brands for n in (1, 2)}
        out = [*self.shouted(text), *self.designations(text)]
        for match in cues.CODE.finditer(fold(text)):
            word = match[0].lower()
            ends = re.split(r"[-/\u2013]", word)  # "DI2-DI4"
            if self.usual(word) or (len(ends) > 1 and all(map(self.printed, ends))):
                continue
            code, known = squash(word), self._squashed_words
            after = re.match(r"[ -]?(\d+)\b", text[match.end() :])
            printed = (
                self.printed(word) or any(code in c for c in covered) or bool(after and self.printed(word + after[1]))
            )
            begun = len(code) >= _BEGINNING and any(w.startswith(code) for w in known)
            # A designation is told whole.
            if not (printed or begun or any(code in squash(d) for d in out)):
                out.append(match[0])
        return tuple(dict.fromkeys(out))

    def usual(self, word: str) -> bool:
        """Tell whether a word with letters and digits is no code: a quantity, a place, a word of the corpus, somebody's name for a plant."""
        said = _WORDY.fullmatch(word)  # "56-something", "48-volt"
        return bool(
            cues.PLACES.fullmatch(word)
            or cues.QUANTITY.fullmatch(word)
            or _MEASURED.fullmatch(word)
            or self.speller.known(word)
            or (said and self.speller.real(said[1]))
            or self._plant_name.fullmatch(squash(word))  # "GROWATT-BATT-6.5kWh", as somebody calls it in a monitoring
        )

    def printed(self, word: str) -> bool:
        """Tell whether a code or designation stands in the manuals, in any spacing, or in the plural."""
        return not self._squashed_words.isdisjoint({squash(word), squash(word.removesuffix("s"))})

    @cached_property
    def _squashed_words(self) -> frozenset[str]:
        return frozenset(squash(w) for w in self.speller.counts) | frozenset(
            squash(w) for e in self.kb.entries for w in re.findall(r"[\w.]+(?:[-/ ][\w.]+)*", f"{e.title} {e.keywords}")
        )
