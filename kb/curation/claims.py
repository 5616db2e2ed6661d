"""What a fact claims that can be looked up in the original: figures, names, and, failing both, its words.

Only typed fields count: a note, a repair or an id is ours. From prose come figures that have a unit, and
codes in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from kb.curation.figures import family, figures, fold
from kb.model.device import Device
from kb.model.facts import (
    Alarm,
    Blink,
    Cable,
    Caution,
    Conflict,
    Dip,
    Fact,
    Faq,
    Lamp,
    LedState,
    Model,
    Pin,
    Procedure,
    Protocol,
    Remedy,
    Rule,
    Spec,
    Wire,
)

Scope = Literal["cited", "near", "section"]
_CODE = re.compile(r"(?<![\w.])[A-Z][A-Z0-9]*(?:[-/+.][A-Z0-9]+)*[+\-]?(?![a-z\w])")
_MIXED = re.compile(r"(?<![\w.])(?=[\w.*/+\-]*\d)(?=[\w.*/+\-]*[A-Za-z])[\w.*+\-]+")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
# Words in capitals that say what a switch or a paragraph does, in every manual.
_WORD = 3  # shorter ones (of, to) tell nothing
_TELLING = 4  # letters from which an abbreviation is a code of its own (COVP), not one of every page (SOC)
_OTHER_NAMES = {"CAN": ("CANH", "CANL"), "RS485": ("485",)}
_COMMON_CAPITALS = frozenset({"ON", "OFF", "NOT", "AND", "OR", "DO", "NO", "A", "I", "ID"})


# Where a quantity begins and ends by its nature; no figures of the manual.
_NATURAL_BOUNDS: dict[str, set[float]] = {"%": {0.0, 100.0}} | {
    u: {0.0, 1.0} for u in ("packs", "persons", "pcs", "inverters")
}


class Claim(msgspec.Struct, frozen=True):
    """One thing to be found: a figure (value and unit family), or a name in one of its spellings.

    `words`: names that do as well when all of them are there. `row`: contacts that stand in one line, in order.
    `scope`: figures stand near the cited lines; what the next row prints otherwise (a lamp's colour) stands on
    the cited lines themselves; what a table prints in its head may stand anywhere in the section. A `weak` name
    (PCS, SOC, BMS) stands on every page: that it is there says little.
    """

    text: str
    value: float | None = None
    family: str = ""
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    scope: Scope = "near"
    whole: bool = False
    weak: bool = False


def figure(value: float | None, unit: str = "") -> Iterator[Claim]:
    """Yield the claim that a number stands in the original, with its unit or bare."""
    if value is not None:
        group, factor = family(unit)
        shown = f"{value:.10g}" + (f" {unit}" if unit and unit != "-" else "")
        yield Claim(shown, value * factor, group)


def name(*spellings: str, scope: Scope = "near", whole: bool = False) -> Iterator[Claim]:
    """Yield the claim that a name stands in the original; the first spelling is shown."""
    told = tuple(s for s in spellings if re.search(r"[^\W_]", s))
    if told:
        yield Claim(told[0], names=told, scope=scope, whole=whole)


def label(text: str, scope: Scope) -> Iterator[Claim]:
    """Yield the claim that a product, port or brand is named: the whole name, or else each word of it."""
    said_words = re.findall(r"[^\W_][\w.]*", re.sub(r"\([^)]*\)", " ", text))
    words = tuple(w for w in said_words if len(w) >= _WORD or w[:1].isdigit())
    if words:
        yield Claim(text, names=(text,), words=words, scope=scope)


def codes(text: str) -> Iterator[Claim]:
    """Yield the codes of a prose text: words in capitals such as COVP or BAT-."""
    for code in dict.fromkeys(part for word in _CODE.findall(text) for part in word.split("/")):
        bare = code.rstrip("+-")
        if len(bare) > 1 and bare not in _COMMON_CAPITALS:
            for claim in name(code, bare, *_OTHER_NAMES.get(bare, ()), scope="section"):
                yield msgspec.structs.replace(claim, weak=len(bare) < _TELLING and bare.isalpha())


def prose(*texts: str) -> Iterator[Claim]:
    """Yield figures with units, and codes, of prose texts."""
    for text in texts:
        for found in figures(fold(re.sub(r"\bone\b", " ", text))):  # "one day" is no figure
            if found.family:
                negative = found.signs == "-"
                value = -found.value if negative else found.value
                yield Claim(f"{value:.10g} {found.family}", value, found.family)
        yield from codes(text)


def printed(text: str) -> Iterator[Claim]:
    """Yield all numbers and codes of a text that carries over as printed (IP55, UN38.3, class 9)."""
    mixed = [m.rstrip(".-+*") for m in _MIXED.findall(text)]
    yield from prose(text)
    for word in dict.fromkeys(mixed):
        if not figures(fold(word)) or not re.fullmatch(r"[\d.]+\D{1,4}", word):
            yield from name(word)
    for number in dict.fromkeys(_NUMBER.findall(text)):
        yield from figure(float(number))


def _lamps(lamps: Iterable[Lamp], fact: Fact, devices: Mapping[str, Device]) -> Iterator[Claim]:
    labels = {p.name: p.label for d in fact.devices if d in devices for p in devices[d].panel.lamps}
    for lamp in lamps:
        yield from name(lamp.indicator, labels.get(lamp.indicator, ""), scope="section")
        if lamp.color:
            yield from name(lamp.color, scope="cited")
        if lamp.blink:
            yield from label(lamp.blink, "near")
        else:
            yield from figure(lamp.on_s, "s")
            yield from figure(lamp.off_s, "s")
        yield from figure(lamp.period_s, "s")
        yield from figure(lamp.times)


def _wire(wire: Wire) -> Iterator[Claim]:
    """Yield the claim that two contacts stand in one row, or that the one printed end is there."""
    ends = tuple(p for p in (wire.from_pin, wire.to_pin) if p != "?")
    if len(ends) == 1:
        yield from figure(float(ends[0])) if ends[0].isdigit() else name(ends[0])
    elif ends:
        yield Claim("-".join(ends), row=ends)


def _rule(fact: Rule) -> Iterator[Claim]:
    for number in dict.fromkeys(_NUMBER.findall(fact.formula)):
        value = float(number)
        # A share is printed in per cent: 0.8 * P for "80 %".
        percent = f"{value * 100:g}"
        yield (Claim(number, value) if value >= 1 else Claim(f"{number} or {percent} %", value, names=(f"{percent}%",)))
    for variable in fact.variables:
        for bound in (variable.min, variable.max):
            if bound is not None and bound not in _NATURAL_BOUNDS.get(variable.unit, {0}):
                yield from figure(bound, variable.unit)
    yield from figure(fact.tolerance, fact.unit)
    yield from prose(fact.name, fact.applies_when)


Contacts = Mapping[tuple[str, str, str], str]
"""Signals by device, connector and pin."""


def contacts_of(facts: Iterable[Fact]) -> Contacts:
    """Return the signal of every contact that a pin fact tells."""
    return {(d, f.connector, f.pin): f.signal for f in facts if isinstance(f, Pin) for d in f.devices}


def claims(fact: Fact, devices: Mapping[str, Device], contacts: Contacts) -> tuple[Claim, ...]:
    """Return what the fact claims, each claim once. A conflict claims nothing of its own: its readings do."""
    return tuple(dict.fromkeys(_claims(fact, devices, contacts)))


def _claims(fact: Fact, devices: Mapping[str, Device], contacts: Contacts) -> Iterator[Claim]:  # noqa: C901, PLR0912 - one case for each kind
    match fact:
        case LedState():
            yield from _lamps(fact.lamps, fact, devices)
            yield from prose(fact.mode, fact.meaning, fact.action)
        case Blink():
            yield from label(fact.name, "near")
            yield from figure(fact.on_s, "s")
            yield from figure(fact.off_s, "s")
        case Alarm():
            yield from name(fact.code, whole=True)
            yield from _lamps(fact.lamp, fact, devices)
            yield from prose(fact.name, fact.cause, fact.effect, fact.recovery, *fact.actions)
        case Pin():
            yield from figure(float(fact.pin)) if fact.pin.isdigit() else name(fact.pin)
            yield from name(fact.signal, whole=True)
            yield from label(fact.connector, "section")
            yield from name(fact.wire_color)
            yield from prose(fact.function, fact.connects_to)
        case Cable():
            for words in dict.fromkeys((fact.to, *fact.brands)):
                yield from label(words, "near")
            for port in (fact.from_port, fact.to_port):
                yield from label(port, "section")
            yield from name(fact.bus, *_OTHER_NAMES.get(fact.bus, ()), scope="section")
            yield from name(fact.version, scope="section")
            for wire in fact.pins:
                yield from _wire(wire)
                # The signal is that of the device's own contact, where a pin fact tells it (and is audited).
                if contacts.get((fact.from_device, fact.from_port, wire.from_pin)) != wire.signal:
                    yield from name(wire.signal, scope="section")
        case Protocol():
            yield from (figure(float(fact.protocol_id)) if fact.protocol_id.isdigit() else name(fact.protocol_id))
            yield from name(fact.bus, *_OTHER_NAMES.get(fact.bus, ()), scope="section")
            yield from name(fact.dip_pattern, whole=True)
            for brand in fact.brands:
                yield from name(brand)
        case Dip():
            yield from name(fact.switch)
            yield from name(fact.position, {"ON": "1", "OFF": "0"}.get(fact.position, ""))
            yield from printed(fact.meaning)
        case Spec():
            for value in (fact.min, fact.value, fact.max, fact.tolerance):
                yield from figure(value, fact.unit)
            yield from printed(fact.text)
            yield from prose(fact.name, fact.condition)
        case Rule():
            yield from _rule(fact)
        case Model():
            yield from name(fact.designation)
            yield from name(fact.inverter, scope="section")
            for part, count in fact.parts.items():
                if count:
                    yield from label(part, "section")
                    yield from figure(count)
        case Procedure() | Remedy() | Faq() | Caution():
            yield from prose(*said(fact))
        case Conflict():
            return


def said(fact: Fact) -> tuple[str, ...]:  # noqa: C901, PLR0911 - one case for each kind
    """Return the fact's sentences: what is compared word by word when it has no figure and no name."""
    match fact:
        case Procedure():
            return (fact.title, *fact.steps)
        case Remedy():
            return (fact.symptom, *fact.checks, fact.escalate_to)
        case Faq():
            return (fact.question, fact.answer)
        case Caution():
            return (fact.text,)
        case Alarm():
            return (fact.name, fact.cause, fact.effect, fact.recovery, *fact.actions)
        case Spec():
            return (fact.name, fact.condition, fact.text)
        case Rule():
            return (fact.name, fact.applies_when)
        case Conflict():
            return tuple(r.says for r in fact.readings)
        case LedState():
            return (fact.mode, fact.meaning, fact.action)
        case Blink() | Dip():
            return (fact.meaning,)
        case Pin():
            return (fact.function, fact.connects_to)
        case Cable() | Protocol() | Model():
            return ()
