"""What a question names and the manuals do not have: codes, alarm numbers, pins, DIP switches, protocols, models, lamps.

Each rule gives a sentence that says what there is instead; "" where it has nothing to say.
"""

from __future__ import annotations

import re
from functools import cached_property

from kb.bundle.store import KnowledgeBase
from kb.model.facts import Alarm, Cable, Dip, Pin, Protocol, kind_of
from kb.search.aliases import squash
from kb.search.asked import says
from kb.search.cues import DIP_WORD, PROTOCOL
from kb.search.models import Models
from kb.search.numbered import Numbered
from kb.search.panels import Panels
from kb.search.understand import Understanding

_NUMBERED = re.compile(
    r"\b(?:error|fault|alarm|code|event|warning|err)s?\s*(?:code|no\.?|number|id|#)?\s*:?\s*([a-z]{0,3}-?\d{1,5}(?:_\d{1,3})?)(?!\w)",
    re.IGNORECASE,
)
# "DIP switch 16 batteries" has no switch 16.
_DIP = re.compile(
    r"\b(?:dip(?: ?switch)?|switch)\s*(?:no\.?|nr\.?|number|#)?\s*(\d{1,2})\b(?! (?:batter|packs?\b|modules?\b|units?\b|pcs\b))",
    re.IGNORECASE,
)
_RATED = re.compile(
    r"\b(ec|ac|bat|hybrid)\s*(\d{1,2}\.\d)\b|\b(bat)\s(\d{1,2})\b(?!\s*(?:[%x]|mm|cm|m\b|kg|packs?|pieces?|pcs|units?|modules?|to\b|or\b|and\b|-))",
    re.IGNORECASE,
)
_LAMP_ASKED = re.compile(r"\b(light|lights|led|leds|lamp|lamps|indicator|indicators)\b", re.IGNORECASE)
# What a cue of the question needs the device to have; the coverage table says why it has none.
_NEEDS: dict[str, frozenset[str]] = {
    "led_state": frozenset({"led_state"}),
    "dip": frozenset({"dip", "protocol"}),
    "pin": frozenset({"pin", "cable"}),
}
_DIP_ASKED = re.compile(
    rf"\b{DIP_WORD} ?-?(switch|switches|setting|settings)?\b|\b(?:tiny|little|micro|mini) (?:white )?switches\b",
    re.IGNORECASE,
)
_PIN_ASKED = re.compile(r"\b(pinout|pin-out|which pins?|pin (number|map|assignment)|pins)\b", re.IGNORECASE)

_BUTTON = re.compile(r"\b([a-z]+) ?(?:button|key)\b")
# Cues of a question about how two things are joined.
LINKING = frozenset({"pin", "cable", "dip"})


class Absent:
    """Knows the codes, pins, switches, protocols, models and lamps of one knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Collect what there is."""
        self.kb = kb
        self.panels = Panels(kb)
        self.models = Models(kb)
        self.numbered = Numbered(kb)
        self._system = kb.systems
        facts = list(kb.facts.values())
        self.pins: dict[str, set[str]] = {}
        for fact in facts:
            if isinstance(fact, Pin):
                self.pins.setdefault(fact.connector, set()).add(fact.pin.upper())
        self.pins_at: dict[tuple[str, str], set[str]] = {}
        for pin in (f for f in facts if isinstance(f, Pin)):
            for device in pin.devices:
                self.pins_at.setdefault((device, pin.connector), set()).add(pin.pin.upper())
        self.pins_of: dict[str, set[str]] = {}
        self.kinds_of: dict[str, set[str]] = {d: set() for d in kb.devices}
        for fact in facts:
            for device in fact.devices:
                self.kinds_of.setdefault(device, set()).add(kind_of(fact))
                if isinstance(fact, Pin):
                    self.pins_of.setdefault(device, set()).add(fact.pin.upper())
                elif isinstance(fact, Cable):
                    self.pins_of.setdefault(device, set()).update(p for w in fact.pins for p in (w.from_pin, w.to_pin))
        self.buses: dict[str, set[str]] = {}
        for fact in facts:
            if isinstance(fact, Cable | Protocol) and fact.bus:
                for brand in fact.brands:
                    self.buses.setdefault(brand, set()).add(fact.bus)
        self.switches = {f.switch for f in facts if isinstance(f, Dip)}
        self.protocols = {f.protocol_id for f in facts if isinstance(f, Protocol)}
        self.codes = {squash(f.code) for f in facts if isinstance(f, Alarm) and f.code}

    def absent(self, reading: Understanding, text: str) -> str:
        """Return what the first rule says that applies; `text` is the question as it is read."""
        rules = (
            self._codes, self._alarm_numbers, self._pins, self._parts, self._switches, self._protocols,
            self._bus_of_brand, self._models, self._kinds, self._panel, self._buttons,
        )  # fmt: skip
        return next((said for rule in rules if (said := rule(reading, text))), "")

    def _names(self, reading: Understanding) -> str:
        return self.kb.called(sorted(reading.devices))

    def _codes(self, reading: Understanding, _text: str) -> str:
        return f"None of the manuals prints {', '.join(reading.unknown_codes)}." if reading.unknown_codes else ""

    def _bus_of_brand(self, reading: Understanding, _text: str) -> str:
        """Refuse a brand on a bus that the manuals do not list it on: another bus has other wires."""
        if not reading.bus or not reading.cues & LINKING:
            return ""
        printed = {b: self.buses[b] for b in sorted(reading.brands) if b in self.buses}
        if not printed or any(reading.bus in buses for buses in printed.values()):
            return ""
        listed = ", ".join(f"{b} on {' and '.join(sorted(buses))} alone" for b, buses in printed.items())
        return f"The manuals list {listed}, and not on {reading.bus}."

    @cached_property
    def _button_labels(self) -> dict[str, set[str]]:
        """The words that stand before "button" in the manuals, in small letters, each with the systems whose texts use the word."""
        texts = [(f"{e.title} {e.text}".lower(), {self._system[d] for d in self.kb.owners(e)}) for e in self.kb.entries]
        labels = {w for text, _ in texts for w in _BUTTON.findall(text)}
        return {w: {s for text, of in texts if re.search(rf"\b{w}\b", text) for s in of} for w in labels}

    def _buttons(self, reading: Understanding, text: str) -> str:
        """Refuse a button that another system has and the named one does not: RESET beside POWER."""
        own = {self._system[d] for d in reading.devices}
        for label in _BUTTON.findall(text.lower()) if own else ():
            if label in self._button_labels and self._button_labels[label].isdisjoint(own):
                return f"The manuals describe no {label.upper()} button of {self._names(reading)}."
        return ""

    def _alarm_numbers(self, reading: Understanding, text: str) -> str:
        absent = [n for n in _NUMBERED.findall(text) if squash(n) not in self.codes and not reading.codes]
        return f"No manual here has a fault or alarm numbered {absent[0]}." if absent else ""

    def _pins(self, reading: Understanding, _text: str) -> str:
        if reading.connectors_elsewhere:
            return f"The manuals describe no connector {reading.connectors_elsewhere[0]} of {self._names(reading)}."
        if strange := self._absent_signals(reading):
            return f"The manuals print no signal {strange[0]} on a connector of {self._names(reading)}."
        for connector in reading.connectors:
            there = self.pins.get(connector, set())
            absent = [
                p for p in reading.pins if there and not any(p in self.pins.get(c, set()) for c in reading.connectors)
            ]
            if absent:
                return (
                    f"{connector} has no pin {absent[0]}; it has {', '.join(sorted(there, key=lambda p: (len(p), p)))}."
                )
        if not_there := self._not_printed_there(reading):
            return not_there
        for device in reading.devices if not reading.connectors else ():
            own = self.pins_of.get(device, set())
            absent = [p for p in reading.pins if own and p not in own]
            if absent:
                return f"No connector of {self.kb.devices[device].name} has a pin {absent[0]}."
        return ""

    def _not_printed_there(self, reading: Understanding) -> str:
        """Return a sentence when a contact is asked of a product's plug that is printed only of another product's plug of this name."""
        own = {(d, c) for d in reading.devices for c in reading.connectors if (d, c) in self.pins_at}
        there = {p for at in own for p in self.pins_at[at]}
        absent = sorted(p for p in reading.pins if there and p not in there)
        if not absent or any(p in self.pins_of[d] for d, _ in own for p in absent):
            return ""
        listed = ", ".join(sorted(there, key=lambda p: (len(p), p)))
        return f"Of {min(c for _, c in own)} on {self._names(reading)} the manuals print {listed}, and no {absent[0]}."

    def _absent_signals(self, reading: Understanding) -> list[str]:
        """Return the signals of a question when no plug of the products named carries any that is called alike: GND is SGND there."""
        if not (reading.signals and reading.devices):
            return []
        there = {_plain_signal(f.signal) for f in self.kb.pins_with(reading.devices)}
        asked = {s: _plain_signal(s) for s in sorted(reading.signals)}
        alike = any(plain in t or t in plain for plain in asked.values() for t in there)
        return [] if alike or not there else list(asked)

    def _parts(self, reading: Understanding, text: str) -> str:
        return self.numbered.absent(text, reading.devices)

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
        absent = [n for n in PROTOCOL.findall(text) if n not in self.protocols]
        return (
            f"There is no protocol {absent[0]}; the manual lists {', '.join(sorted(self.protocols))}." if absent else ""
        )

    def _models(self, reading: Understanding, text: str) -> str:
        other = "" if reading.cues & LINKING else self.models.other(text, reading.codes)
        other = other or self.models.other_designation(text)
        if other:
            return f"None of the manuals covers {other}."
        size = self.models.other_size(text)
        if size:
            return f"None of the manuals covers an inverter of {size} kW."
        rated = [(a or b, size or f"{whole}.0") for a, size, b, whole in _RATED.findall(text)]
        absent = [(k, r) for k, r in rated if squash(f"{k}{r}") not in self.models.printed]
        return f"None of the manuals covers a model {absent[0][0].upper()} {absent[0][1]}." if absent else ""

    def _kinds(self, reading: Understanding, text: str) -> str:
        """Refuse a kind of fact that every named device has none of."""
        shines = _LAMP_ASKED.search(text) or (reading.colors and reading.patterns)
        asked = [("led_state", "lamp")] if reading.lamp_question and shines else []
        asked += [("dip", "DIP switch")] if _DIP_ASKED.search(text) else []
        asked += [("pin", "pinout")] if _PIN_ASKED.search(text) and not reading.brands else []
        for need, word in asked:
            if reading.devices and not any(self.kinds_of[d] & _NEEDS[need] for d in self._shown(reading.devices)):
                return f"The manuals describe no {word} of {self._names(reading)}."
        return ""

    def _shown(self, devices: frozenset[str]) -> frozenset[str]:
        """Return the devices, and for an app all that it shows: its cover lights are the inverter's."""
        apps = {self._system[d] for d in devices if self.kb.devices[d].type == "app"}
        return devices | {d for d, s in self._system.items() if s in apps}

    def _panel(self, reading: Understanding, _text: str) -> str:
        return self.panels.reason(reading)


def _plain_signal(signal: str) -> str:
    """Return a signal without the bus it is of and without its number: RS485-A1 and 485-A2 are the A of a pair."""
    return squash(signal).removeprefix("rs").rstrip("0123456789") or squash(signal)
