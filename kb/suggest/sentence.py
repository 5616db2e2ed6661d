"""A ticket, read: its sentences, and what each of them tells, asks, or says was tried."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.search.understand import Understanding
from kb.suggest import telling

_SHORT = 9


@dataclass(frozen=True)
class Sentence:
    """One sentence and how search understood it."""

    text: str
    reading: Understanding
    asks: bool
    tried: bool
    says: bool = True
    office: bool = False
    about: Understanding | None = None
    """The sentence before and this one, read as one, where this one asks of what that one tells: "is that too long?"."""
    before: str = ""
    """The text of the sentence before, where it was read with this one."""
    question: Understanding | None = None
    """The question in it, where it is a long sentence that tells something first (kb/suggest/question.py)."""

    danger: bool = False
    """Whether it tells of danger at the equipment or to a person."""

    @property
    def asked(self) -> Understanding:
        """Return what is searched for: this sentence, with the one before where it asks of that."""
        return self.about or self.reading

    @property
    def worth(self) -> bool:
        """Whether it may be searched for: it says or asks something about the product."""
        return not (self.tried or self.office or self.denies or self.found_right) and (self.says or self.asks)

    @property
    def denies(self) -> bool:
        """Whether it says that something is not there: no alarm, no lamp."""
        return bool(telling.DENIES.match(self.text)) or self.well

    @property
    def only_denies(self) -> bool:
        """Whether it says that no alarm or lamp is there, and nothing else: the lamp that it names is not lit."""
        more = len(self.text.split()) > _SHORT or telling.BUT.search(self.text) or telling.FAILS.search(self.text)
        return bool(telling.DENIES.match(self.text)) and not more

    @property
    def well(self) -> bool:
        """Whether it says that all is well, and nothing else."""
        return self.praises and not telling.BUT.search(self.text)

    @property
    def praises(self) -> bool:
        """Whether it says that all is well, whatever follows: "the battery is fine, but the fan of the inverter rattles"."""
        named = self.asks or self.tried or self.reading.codes or self.reading.lamps or self.reading.connectors
        return not named and bool(telling.WELL.search(self.text)) and not telling.FAILS.search(self.text)

    @property
    def over(self) -> bool:
        """Whether it says that a fault is over, and has not come back."""
        over = telling.OVER.search(self.text) and not (self.asks or telling.AGAIN.search(self.text))
        return self.closes or bool(over)

    @property
    def closes(self) -> bool:
        """Whether it says that the ticket is solved or may be closed."""
        return bool(telling.CLOSE.search(self.text)) and not telling.STILL.search(self.text)

    @property
    def found_right(self) -> bool:
        """Whether it says only what was looked at and is in order: "cables OK, voltages equal"."""
        other = self.asks or self.reading.codes or self.reading.lamps or telling.BUT.search(self.text)
        return not other and bool(telling.FOUND_RIGHT.search(self.text)) and not telling.FAILS.search(self.text)

    @property
    def tells(self) -> bool:
        """Whether it asks, complains, tells of danger or damage, or names a code or lamp."""
        harmed = self.danger or telling.HARM.search(self.text)
        return bool(self.asks or self.complains or harmed or self.reading.codes or self.reading.lamps)

    @property
    def complains(self) -> bool:
        """Whether it says that something is wrong, rather than asking how a thing is done."""
        return self.alarms or (bool(telling.FAILS.search(self.text)) and self._means_it)

    @property
    def fails(self) -> bool:
        """Whether it says in plain words that something fails."""
        return bool(telling.FAILS.search(self.text))

    @property
    def alarms(self) -> bool:
        """Whether it complains in the words that manuals have for trouble."""
        wrong = bool({"trouble", "alarm"} & self.reading.cues or self.reading.codes or self.reading.lamp_question)
        return wrong and self._means_it and not self.well

    @property
    def _means_it(self) -> bool:
        howto = "howto" in self.reading.cues and "trouble" not in self.reading.cues
        return not (self.tried or self.office or howto)


@dataclass(frozen=True)
class Ticket:
    """A ticket, read. `devices` are the products named, most named first; `lead` the one it is about, when one leads."""

    sentences: tuple[Sentence, ...]
    devices: tuple[str, ...]
    lead: str | None
    inferred: str
    foreign: tuple[str, ...]
    quantities: tuple[str, ...]
    language: str = ""
    other: str = ""
    """What of the same maker it is about, when that is not the product the manuals are of: "Growatt MIN 4200"."""
    plainly: frozenset[str] = frozenset()
    """Products named by words of everyday English alone, beside another that is named by its own name: "the gateway"."""

    def told(self, without: Iterable[str] = ()) -> str:
        """Return the author's sentences without greetings, names alone, the office's matters and what was tried, as one text; danger stays."""
        left_out = set(without)
        beside = [s.tried or s.office or s.well or s.only_denies for s in self.sentences]
        both = zip(self.sentences, beside, strict=True)
        kept = (s for s, b in both if s.danger or (s.says and not b and s.text not in left_out))
        return " . ".join(_without_others(s) for s in kept)

    @property
    def brands(self) -> tuple[str, ...]:
        """The inverter brands of all sentences, without those of somebody else's."""
        return tuple(
            dict.fromkeys(b for s in self.sentences for b in sorted(s.reading.brands) if not _is_others(b, s.text))
        )


# "A cable from my brother's Deye": not the inverter that the ticket is about.
_SOMEBODY_ELSES = (
    r"\b(?:brother|sister|friend|neighbou?r|colleague|cousin|uncle|father|son|mate)(?:'?s|s')?\s+(?:old\s+|other\s+)?{}\b"
    r"|\b(?:previous|former)\s+{}\b|\b(?:last|other|previous|former) (?:site|house|job|place|system|customer)s?\W+(?:\w+\W+){{0,2}}{}\b"
)


def _is_others(brand: str, text: str) -> bool:
    """Tell whether a brand is named only as what somebody else has, or what was there before."""
    name = re.escape(brand)
    named = len(re.findall(rf"\b{name}\b", text, re.IGNORECASE))
    others = len(re.findall(_SOMEBODY_ELSES.format(name, name, name), text, re.IGNORECASE))
    return 0 < named <= others


def _without_others(sentence: Sentence) -> str:
    """Return a sentence without the brands of somebody else's inverter, and without what works."""
    text = telling.WORKS.sub(" ", sentence.reading.corrected)
    for brand in sentence.reading.brands:
        if _is_others(brand, text):
            text = re.sub(rf"\b{re.escape(brand)}\b", " ", text, flags=re.IGNORECASE)
    return text
