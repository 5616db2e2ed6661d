"""What the manuals do not hold, told from the question and the fact base: other makers, prices, codes, pins, switches and
lamps that do not exist, kinds of fact a device has none of, properties its manual does not print.

Each rule gives a sentence. They come before the calibrated decision (abstain.py), because they are certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kb.bundle.analysis import fold, terms
from kb.bundle.store import KnowledgeBase
from kb.curation.vocabulary import Property, Vocabulary
from kb.model.facts import Alarm, Cable, Dip, LedState, Model, Pin, Protocol, kind_of
from kb.search.aliases import squash
from kb.search.understand import Understanding

_NUMBERED = re.compile(
    r"\b(?:error|fault|alarm|code|event|warning|err)s?\s*(?:code|no\.?|number|id|#)?\s*:?\s*([a-z]{0,3}-?\d{1,5})\b",
    re.IGNORECASE,
)
_DIP = re.compile(r"\b(?:dip(?: ?switch)?|switch)\s*(?:no\.?|number|#)?\s*(\d{1,2})\b", re.IGNORECASE)
_PROTOCOL = re.compile(r"\bprotocol\s*(?:id|no\.?|number|#)?\s*(\d{1,2})\b", re.IGNORECASE)
_RATED = re.compile(r"\b(ec|ac|bat|hybrid)\s*(\d{1,2}\.\d)\b", re.IGNORECASE)
_LAMP_ASKED = re.compile(r"\b(light|lights|led|leds|lamp|lamps|indicator|indicators)\b", re.IGNORECASE)
# What a cue of the question needs the device to have; the coverage table says why it has none.
_NEEDS: dict[str, frozenset[str]] = {
    "led_state": frozenset({"led_state"}),
    "dip": frozenset({"dip", "protocol"}),
    "pin": frozenset({"pin", "cable"}),
}
_CHANGING = re.compile(r"\b(chang|forgot|reset|invalid|wrong|set)", re.IGNORECASE)
_MATTER = re.compile(r"\b(sensor|electricity|night|power|energy|rate)\b", re.IGNORECASE)
_DIP_ASKED = re.compile(r"\bdip ?-?(switch|switches|setting|settings)?\b", re.IGNORECASE)
_PIN_ASKED = re.compile(r"\b(pinout|pin-out|which pins?|pin (number|map|assignment)|pins)\b", re.IGNORECASE)


def says(text: str, phrase: str) -> bool:
    """Tell whether a phrase stands in a text as whole words."""
    folded, wanted = fold(text).lower(), fold(phrase).lower()
    # Most phrases are not there at all; only a hit is worth a look at its borders.
    return wanted in folded and _whole(wanted).search(folded) is not None


@lru_cache(maxsize=4096)
def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){re.escape(phrase)}(?!\w)")


_UNITS: dict[str, tuple[str, ...]] = {
    "percent": ("%",),
    "kw": ("kW",),
    "kilowatts": ("kW",),
    "kwh": ("kWh",),
    "amps": (" A", "mA"),
    "amperes": (" A",),
    "volts": (" V",),
    "watts": (" W", "kW"),
    "mm": ("mm",),
    "kg": ("kg",),
    "kilograms": ("kg",),
    "kilos": ("kg",),
    "years": ("year",),
    "months": ("month",),
    "degrees": ("\u00b0",),
    "metres": (" m",),
    "meters": (" m",),
    "millimetres": ("mm",),
    "decibels": ("dB",),
    "hertz": ("Hz",),
    "megabytes": ("MB",),
}
_HOW_MANY = re.compile(
    rf"\bhow many ({'|'.join(_UNITS)})\b|\b(?:max(?:imum)?|min(?:imum)?) ({'|'.join(_UNITS)})\b", re.IGNORECASE
)
# "number of MPPT trackers": the things are the words up to the next small one.
_COUNTED = re.compile(
    r"\b(?:how many|number of)\s+((?:(?!(?:can|do|does|did|is|are|of|in|on|for|to|has|have|may|must|should|the|at|per|will|with)\b)"
    r"[a-z][a-z-]*\s*){1,3})",
    re.IGNORECASE,
)
# A unit that is named without a figure before it is what the answer must be in.
_UNIT_ASKED = re.compile(r"(?<![\d.,]) (kwh|kw|kg|mm|decibels)\s*\??$", re.IGNORECASE)
_STRANGE_COLORS = re.compile(r"\b(purple|violet|pink|cyan|magenta|turquoise|brown|black)\b", re.IGNORECASE)
_PRICE = re.compile(r"\bhow much (is|are|for|does|do)\b", re.IGNORECASE)
_INVERTER = re.compile(r"\binverters?\b", re.IGNORECASE)
_LINKING = frozenset({"pin", "cable", "dip"})
_JOINING = re.compile(
    r"\b(connect\w*|communicat\w*|compatible|work with|talk\w*|protocol|support\w*|pair with|batter(y|ies))\b",
    re.IGNORECASE,
)


# Words that ask for a figure and name no part.
_MEASURES = (
    "maximum",
    "minimum",
    "max",
    "min",
    "rated",
    "nominal",
    "size",
    "value",
    "limit",
    "range",
    "recommended",
    "figure",
)
_WORDS = re.compile(r"[a-z]+(?:'[a-z]+)?")
# An answer speaks of the same part when it holds this share of the words that name it, by rarity.
SAME_PART = 0.5
# From this share of words that no manual uses a question is about something else; no answerable learn question comes near.
STRANGE = 0.34
STRANGE_ANCHORED = 0.3
# The same for the best answer's cosine.
NEAR = 0.6
NEAR_ANCHORED = 0.5


@dataclass(frozen=True)
class Told:
    """What one of the best answers says: its text, and all terms it is found by."""

    text: str
    terms: frozenset[str]


class Limits:
    """Knows what one knowledge base does not hold."""

    def __init__(self, kb: KnowledgeBase, words: Vocabulary) -> None:
        """Collect the pins, switches, protocols, codes and designations there are."""
        self.kb, self.words = kb, words
        self.filler = frozenset(t for w in words.filler for t in terms(w))
        facts = list(kb.facts.values())
        self.pins: dict[str, set[str]] = {}
        for fact in facts:
            if isinstance(fact, Pin):
                self.pins.setdefault(fact.connector, set()).add(fact.pin.upper())
        self.pins_of: dict[str, set[str]] = {}
        self.lamps_of: dict[str, set[str]] = {}
        self.kinds_of: dict[str, set[str]] = {d: set() for d in kb.devices}
        for fact in facts:
            for device in fact.devices:
                self.kinds_of.setdefault(device, set()).add(kind_of(fact))
                if isinstance(fact, Pin):
                    self.pins_of.setdefault(device, set()).add(fact.pin.upper())
                elif isinstance(fact, Cable):
                    self.pins_of.setdefault(device, set()).update(p for w in fact.pins for p in (w.from_pin, w.to_pin))
                elif isinstance(fact, LedState):
                    self.lamps_of.setdefault(device, set()).update(x.indicator for x in fact.lamps)
        self.switches = {f.switch for f in facts if isinstance(f, Dip)}
        self.protocols = {f.protocol_id for f in facts if isinstance(f, Protocol)}
        self.codes = {squash(f.code) for f in facts if isinstance(f, Alarm) and f.code}
        self.printed = squash(
            " ".join(
                [
                    *(n for d in kb.devices.values() for n in d.aliases),
                    *(f.designation for f in facts if isinstance(f, Model)),
                ]
            )
        )

    def reason(self, reading: Understanding) -> str:
        """Return why the manuals cannot answer this question, or an empty text. The first rule that applies speaks."""
        text = reading.corrected
        rules = (
            self._other_makers, self._never_printed, self._prices, self._codes, self._inverters, self._alarm_numbers, self._pins,
            self._switches, self._protocols, self._models, self._kinds, self._colors, self._lamps,
        )  # fmt: skip
        return next((said for rule in rules if (said := rule(reading, text))), "")

    def _names(self, reading: Understanding) -> str:
        return ", ".join(self.kb.devices[d].short or self.kb.devices[d].name for d in sorted(reading.devices))

    def _other_makers(self, reading: Understanding, _text: str) -> str:
        return f"The manuals here do not cover {', '.join(reading.foreign)}." if reading.foreign else ""

    def _never_printed(self, reading: Understanding, text: str) -> str:
        asked = [
            w for w in self.words.not_printed if says(text, w) and not (w == "password" and _CHANGING.search(text))
        ]
        if asked:
            return f"Printed manuals do not hold this ({', '.join(asked)}); the maker or supplier does."
        if reading.outside and not _MATTER.search(text):
            return f"Manuals do not say this ({', '.join(reading.outside)}); a seller or the maker does."
        return ""

    def _prices(self, reading: Understanding, text: str) -> str:
        return "Manuals print no prices; a seller does." if _PRICE.search(text) and not self.topic(reading) else ""

    def _codes(self, reading: Understanding, _text: str) -> str:
        return f"None of the manuals prints {', '.join(reading.unknown_codes)}." if reading.unknown_codes else ""

    def _inverters(self, reading: Understanding, text: str) -> str:
        about = reading.brands and not reading.devices and _INVERTER.search(text)
        if not about or reading.cues & _LINKING or _JOINING.search(text):
            return ""
        return f"The manuals say how to connect {', '.join(sorted(reading.brands))} inverters to a battery, and nothing else of them."

    def topic(self, reading: Understanding) -> set[str]:
        """Return the question's own words: without names, quantities and words that say nothing."""
        named = {t for h in reading.names for t in terms(h.name)}
        named |= {
            t for d in reading.devices for n in (self.kb.devices[d].name, *self.kb.devices[d].aliases) for t in terms(n)
        }
        return {t for t in terms(reading.corrected) if t not in self.filler and t not in named and not t[0].isdigit()}

    def _alarm_numbers(self, reading: Understanding, text: str) -> str:
        absent = [n for n in _NUMBERED.findall(text) if squash(n) not in self.codes and not reading.codes]
        return f"No manual here has a fault or alarm numbered {absent[0]}." if absent else ""

    def _pins(self, reading: Understanding, _text: str) -> str:
        for connector in reading.connectors:
            there = self.pins.get(connector, set())
            absent = [p for p in reading.pins if there and p not in there]
            if absent:
                return (
                    f"{connector} has no pin {absent[0]}; it has {', '.join(sorted(there, key=lambda p: (len(p), p)))}."
                )
        for device in reading.devices if not reading.connectors else ():
            own = self.pins_of.get(device, set())
            absent = [p for p in reading.pins if own and p not in own]
            if absent:
                return f"No connector of {self.kb.devices[device].name} has a pin {absent[0]}."
        return ""

    def _switches(self, reading: Understanding, text: str) -> str:
        if not self.switches or "dip" not in reading.cues or not says(text, "dip"):
            return ""
        absent = [n for n in _DIP.findall(text) if n not in self.switches]
        return (
            f"There is no DIP switch {absent[0]}; the switches are {', '.join(sorted(self.switches))}."
            if absent
            else ""
        )

    def _protocols(self, _reading: Understanding, text: str) -> str:
        absent = [n for n in _PROTOCOL.findall(text) if n not in self.protocols]
        return (
            f"There is no protocol {absent[0]}; the manual lists {', '.join(sorted(self.protocols))}." if absent else ""
        )

    def _models(self, _reading: Understanding, text: str) -> str:
        absent = [(k, r) for k, r in _RATED.findall(text) if squash(f"{k}{r}") not in self.printed]
        return f"None of the manuals covers a model {absent[0][0].upper()} {absent[0][1]}." if absent else ""

    def _kinds(self, reading: Understanding, text: str) -> str:
        """Refuse a kind of fact that every named device has none of."""
        asked = [("led_state", "lamp")] if reading.lamp_question and _LAMP_ASKED.search(text) else []
        asked += [("dip", "DIP switch")] if _DIP_ASKED.search(text) else []
        asked += [("pin", "pinout")] if _PIN_ASKED.search(text) and not reading.brands else []
        for need, word in asked:
            if reading.devices and not any(self.kinds_of[d] & _NEEDS[need] for d in reading.devices):
                return f"The manuals describe no {word} of {self._names(reading)}."
        return ""

    def _colors(self, reading: Understanding, text: str) -> str:
        if not reading.lamp_question:
            return ""
        if strange := _STRANGE_COLORS.search(text):
            return f"No lamp in the manuals is {strange[0].lower()}."
        lamps = [x for d in reading.devices for x in self.kb.devices[d].panel.lamps]
        shown = {c for x in lamps for c in x.colors}
        # Where the manual prints the colours of only some lamps, the others may have any.
        if reading.colors and lamps and all(x.colors for x in lamps) and not reading.colors & (shown | {"grey"}):
            wanted = " or ".join(sorted(reading.colors))
            return f"No lamp of {self._names(reading)} is {wanted}; the manual prints {', '.join(sorted(shown))}."
        return ""

    def _lamps(self, reading: Understanding, _text: str) -> str:
        if not (reading.lamp_question and reading.devices and reading.lamps):
            return ""
        told = set().union(*(self.lamps_of.get(d, set()) for d in reading.devices))
        named = {x.name for d in reading.devices for x in self.kb.devices[d].panel.lamps} & reading.lamps
        if named and not named & told:
            return f"The manuals describe no state of the lamp {', '.join(sorted(named))} on {self._names(reading)}."
        return ""

    def property_missing(self, reading: Understanding, answers: Iterable[Told]) -> str:
        """Return a sentence when the question asks a property that none of the best answers tells, or tells of another part."""
        told = list(answers)
        missing = property_missing(reading.corrected, [a.text for a in told], self.words.properties)
        return missing or self._of_another_part(reading, told) or self._not_counted(reading, told)

    def _not_counted(self, reading: Understanding, answers: list[Told]) -> str:
        """Return a sentence when a number of things is asked and no answer names the things."""
        asked = _COUNTED.search(reading.corrected)
        if not asked or reading.expansions:
            return ""
        things = {t for w in asked[1].split() if w.lower() not in _UNITS for t in terms(w)} - self.filler
        if not things or any(things & a.terms for a in answers):
            return ""
        return f"The manuals give no number of {asked[1].strip()}."

    def _of_another_part(self, reading: Understanding, answers: list[Told]) -> str:
        """Return a sentence when the property that is asked is told of other parts only: a torque, but of other screws."""
        for name, entry in self.words.properties.items():
            asking = [w for w in entry.asked if all(says(reading.corrected, part) for part in w.split(" + "))]
            if not (entry.part and asking):
                continue
            words = {t for w in (*entry.asked, *entry.told, *_MEASURES) for t in terms(w)}
            part = self.topic(reading) - words
            if not part or {t for phrase in reading.expansions for t in terms(phrase)} & set().union(
                *(a.terms for a in answers)
            ):
                continue
            weight = {t: self._weight(t) for t in part}
            held = max(
                (sum(w for t, w in weight.items() if t in a.terms) for a in answers if tells(entry, a.text)),
                default=0.0,
            )
            if held < SAME_PART * sum(weight.values()):
                return f"The manuals print the {name} of other parts, not of this one."
        return ""

    def _weight(self, term: str) -> float:
        """Rarity of a term; one that no manual has is as rare as the rarest."""
        return self.kb.lexical.term_idf(term) or float(self.kb.lexical.idf.max(initial=1.0))

    def strange_topic(self, reading: Understanding, best: float, real: Callable[[str], bool]) -> str:
        """Return a sentence when what is asked about are words of English that no manual uses.

        A typing error is no word of English, and lamps are described in any words, so neither counts. `best` is the
        cosine of the best answer: what is very near in meaning is the same matter in other words.
        """
        anchored = bool(reading.devices or reading.names)
        if reading.lamp_question or reading.expansions or reading.quantities:
            return ""
        if best >= (NEAR_ANCHORED if anchored else NEAR):
            return ""
        topic = self.topic(reading)
        strange = [
            w
            for w in dict.fromkeys(_WORDS.findall(reading.corrected.lower()))
            if (found := terms(w)) and set(found) <= topic and not any(map(self.kb.lexical.term_idf, found)) and real(w)
        ]
        limit = STRANGE_ANCHORED if anchored else STRANGE
        if not strange or len(strange) < limit * len(topic):
            return ""
        return f"None of the manuals speaks of this ({', '.join(strange[:3])})."


def tells(entry: Property, answer: str) -> bool:
    """Tell whether an answer holds a word of a property."""
    return any(says(answer, w) or (not w[0].isalpha() and w.lower() in answer.lower()) for w in entry.told)


def property_missing(question: str, answers: list[str], properties: Mapping[str, Property]) -> str:
    """Return a sentence when a property is asked and no answer holds one of its words.

    >>> property_missing("what torque", ["Strip 15 mm"], {"torque": Property(("torque",), ("torque", "N·m"))})
    'The manuals print no torque for this.'
    """
    for unit in (*(a or b for a, b in _HOW_MANY.findall(question)), *_UNIT_ASKED.findall(question)):
        if not any(sign in answer for answer in answers for sign in _UNITS[unit.lower()]):
            return f"The manuals print no figure in {unit.lower()} for this."
    for name, entry in properties.items():
        if any(all(says(question, part) for part in w.split(" + ")) for w in entry.asked) and not any(
            tells(entry, a) for a in answers
        ):
            return f"The manuals print no {name} for this."
    return ""
