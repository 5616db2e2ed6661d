"""What the manuals do not hold, told from the question and the fact base: other makers, prices, codes, pins, switches and
lamps that do not exist, kinds of fact a device has none of, properties its manual does not print.

Each rule gives a sentence. They come before the calibrated decision (abstain.py), because they are certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from kb.bundle.analysis import fold, terms
from kb.bundle.store import KnowledgeBase
from kb.curation.vocabulary import Property, Vocabulary
from kb.model.facts import Alarm, Dip, LedState, Model, Pin, Protocol, kind_of
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
_NEEDS: dict[str, tuple[str, ...]] = {"led_state": ("led_state",), "dip": ("dip", "protocol"), "pin": ("pin", "cable")}
_DIP_ASKED = re.compile(r"\bdip ?-?(switch|switches|setting|settings)?\b", re.IGNORECASE)
_PIN_ASKED = re.compile(r"\b(pinout|pin-out|which pins?|pin (number|map|assignment)|pins)\b", re.IGNORECASE)


def says(text: str, phrase: str) -> bool:
    """Tell whether a phrase stands in a text as whole words."""
    folded, wanted = fold(text).lower(), phrase.lower()
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
_STRANGE_COLORS = re.compile(r"\b(purple|violet|pink|cyan|magenta|turquoise|brown|black)\b", re.IGNORECASE)
_PRICE = re.compile(r"\bhow much (is|are|for|does|do)\b", re.IGNORECASE)
_INVERTER = re.compile(r"\binverters?\b", re.IGNORECASE)
_LINKING = frozenset({"pin", "cable", "dip"})
_JOINING = re.compile(
    r"\b(connect\w*|communicat\w*|compatible|work with|talk\w*|protocol|support\w*|pair with|batter(y|ies))\b",
    re.IGNORECASE,
)


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
        """Return why the manuals cannot answer this question, or an empty text."""
        text = reading.corrected
        names = ", ".join(self.kb.devices[d].short or self.kb.devices[d].name for d in sorted(reading.devices))
        if reading.foreign:
            return f"The manuals here do not cover {', '.join(reading.foreign)}."
        if unprinted := [
            w
            for w in self.words.not_printed
            if says(text, w)
            and not (w == "password" and re.search(r"\b(chang|forgot|reset|invalid|wrong|set)", text, re.IGNORECASE))
        ]:
            return f"Printed manuals do not hold this ({', '.join(unprinted)}); the maker or supplier does."
        if reading.outside and not re.search(r"\b(sensor|electricity|night|power|energy|rate)\b", text, re.IGNORECASE):
            return f"Manuals do not say this ({', '.join(reading.outside)}); a seller or the maker does."
        if _PRICE.search(text) and not self._topic(reading):
            return "Manuals print no prices; a seller does."
        if reading.unknown_codes:
            return f"None of the manuals prints {', '.join(reading.unknown_codes)}."
        if (
            reading.brands
            and not reading.devices
            and _INVERTER.search(text)
            and not reading.cues & _LINKING
            and not _JOINING.search(text)
        ):
            return f"The manuals say how to connect {', '.join(sorted(reading.brands))} inverters to a battery, and nothing else of them."
        return self._numbers(reading, text) or self._kinds(reading, text, names)

    def _topic(self, reading: Understanding) -> set[str]:
        """Return the question's own words: without names, quantities and words that say nothing."""
        named = {t for h in reading.names for t in terms(h.name)}
        named |= {
            t for d in reading.devices for n in (self.kb.devices[d].name, *self.kb.devices[d].aliases) for t in terms(n)
        }
        return {t for t in terms(reading.corrected) if t not in self.filler and t not in named and not t[0].isdigit()}

    def _numbers(self, reading: Understanding, text: str) -> str:
        for number in _NUMBERED.findall(text):
            if squash(number) not in self.codes and not reading.codes:
                return f"No manual here has a fault or alarm numbered {number}."
        for connector in reading.connectors:
            absent = [p for p in reading.pins if p not in self.pins.get(connector, {p})]
            if absent:
                return f"{connector} has no pin {absent[0]}; it has {', '.join(sorted(self.pins[connector], key=lambda p: (len(p), p)))}."
        for device in reading.devices:
            own = {f.connector for f in self.kb.select("pin", device) if isinstance(f, Pin)}
            absent = [p for p in reading.pins if own and not any(p in self.pins[c] for c in own)]
            if absent and not reading.connectors:
                return f"No connector of {self.kb.devices[device].name} has a pin {absent[0]}."
        if self.switches:
            absent = [
                n
                for n in _DIP.findall(text)
                if n not in self.switches
                and "dip" in reading.cues
                and (says(text, "dip") or says(text, f"dip switch {n}"))
            ]
            if absent:
                return f"There is no DIP switch {absent[0]}; the switches are {', '.join(sorted(self.switches))}."
        absent = [n for n in _PROTOCOL.findall(text) if n not in self.protocols]
        if absent:
            return f"There is no protocol {absent[0]}; the manual lists {', '.join(sorted(self.protocols))}."
        for kind, rating in _RATED.findall(text):
            if squash(f"{kind}{rating}") not in self.printed:
                return f"None of the manuals covers a model {kind.upper()} {rating}."
        return ""

    def _kinds(self, reading: Understanding, text: str, names: str) -> str:
        """Refuse a kind of fact that every named device has none of."""
        asked = [("led_state", "lamp")] if reading.lamp_question and _LAMP_ASKED.search(text) else []
        asked += [("dip", "DIP switch")] if _DIP_ASKED.search(text) else []
        asked += [("pin", "pinout")] if _PIN_ASKED.search(text) and not reading.brands else []
        for need, word in asked:
            if reading.devices and all(
                not any(kind_of(f) in _NEEDS[need] for f in self.kb.select(device=d)) for d in reading.devices
            ):
                return f"The manuals describe no {word} of {names}."
        if reading.lamp_question and (strange := _STRANGE_COLORS.search(text)):
            return f"No lamp in the manuals is {strange[0].lower()}."
        if reading.lamp_question and reading.devices and reading.colors:
            lamps = [x for d in reading.devices for x in self.kb.devices[d].panel.lamps]
            shown = {c for x in lamps for c in x.colors}
            # Where the manual prints the colours of only some lamps, the others may have any.
            if lamps and all(x.colors for x in lamps) and not reading.colors & (shown | {"grey"}):
                return f"No lamp of {names} is {' or '.join(sorted(reading.colors))}; the manual prints {', '.join(sorted(shown))}."
        if reading.lamp_question and reading.devices and reading.lamps:
            states = [f for d in reading.devices for f in self.kb.select("led_state", d) if isinstance(f, LedState)]
            if states and not any(x.indicator in reading.lamps for f in states for x in f.lamps):
                return f"The manuals describe no state of this lamp ({', '.join(sorted(reading.lamps))}) on {names}."
        return ""

    def property_missing(self, reading: Understanding, answers: Iterable[str]) -> str:
        """Return a sentence when the question asks a property that none of the best answers tells."""
        return property_missing(reading.corrected, list(answers), self.words.properties)


def property_missing(question: str, answers: list[str], properties: Mapping[str, Property]) -> str:
    """Return a sentence when a property is asked and no answer holds one of its words.

    >>> property_missing("what torque", ["Strip 15 mm"], {"torque": Property(("torque",), ("torque", "N·m"))})
    'The manuals print no torque for this.'
    """
    for unit in (a or b for a, b in _HOW_MANY.findall(question)):
        if not any(sign in answer for answer in answers for sign in _UNITS[unit.lower()]):
            return f"The manuals print no figure in {unit.lower()} for this."
    for name, entry in properties.items():
        if any(all(says(question, part) for part in w.split(" + ")) for w in entry.asked) and not any(
            says(a, w) or (not w[0].isalpha() and w.lower() in a.lower()) for a in answers for w in entry.told
        ):
            return f"The manuals print no {name} for this."
    return ""
