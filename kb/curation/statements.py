"""Facts said as one-line statements: what the index reads and the command line prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    kind_of,
)

_STATE = {"off": "off", "steady": "on steady", "flash": "flashing", "any": "in any state"}


def number(value: float) -> str:
    """Return a figure as a manual prints it: 56.0 → `56`, 0.25 → `0.25`."""
    return f"{value:.10g}"


def lamp_words(lamp: Lamp) -> str:
    """Say one lamp: `ALM red flashing (0.5 s on, 1.5 s off)`."""
    rhythm = ""
    if lamp.on_s is not None and lamp.off_s is not None:
        rhythm = f" ({number(lamp.on_s)} s on, {number(lamp.off_s)} s off)"
    elif lamp.period_s is not None:
        rhythm = f" (T = {number(lamp.period_s)} s)"
    elif lamp.times is not None:
        rhythm = f" {lamp.times} times"
    color = f"{lamp.color} " if lamp.color and lamp.color != "grey" else ""
    return f"{lamp.indicator} {color}{_STATE[lamp.pattern]}{rhythm}"


def lamps_words(lamps: Iterable[Lamp]) -> str:
    """Say several lamps, those in one and the same state together: `SOC1, SOC2 off`."""
    groups: dict[tuple[object, ...], list[Lamp]] = {}
    for lamp in lamps:
        groups.setdefault((lamp.color, lamp.pattern, lamp.on_s, lamp.off_s, lamp.period_s, lamp.times), []).append(lamp)
    said = []
    for group in groups.values():
        names = ", ".join(x.indicator for x in group)
        said.append(lamp_words(group[0]).replace(group[0].indicator, names, 1))
    return "; ".join(said)


def figure(spec: Spec) -> str:
    """Say a spec's figure with its unit: `48 to 57.6 V`, `at least 240 V`, `100 A`."""
    unit = "" if spec.unit == "-" else f" {spec.unit}"
    said = ""
    if spec.value is not None:
        said = number(spec.value)
        if spec.min is not None or spec.max is not None:
            limits = (
                f"{number(spec.min)} to {number(spec.max)}"
                if spec.min is not None and spec.max is not None
                else (f"at least {number(spec.min)}" if spec.min is not None else f"at most {number(spec.max or 0)}")
            )
            said += f" ({limits})"
    elif spec.min is not None and spec.max is not None:
        said = f"{number(spec.min)} to {number(spec.max)}"
    elif spec.min is not None:
        said = f"at least {number(spec.min)}"
    elif spec.max is not None:
        said = f"at most {number(spec.max)}"
    if spec.tolerance is not None:
        said += f" ± {number(spec.tolerance)}"
    said = f"{said}{unit}" if said else ""
    return f"{said}; {spec.text}" if said and spec.text else said or spec.text


def title(fact: Fact) -> str:
    """Return the heading of a fact: what it is about, in a few words."""
    match fact:
        case LedState():
            return fact.meaning
        case Blink():
            return f"Rhythm {fact.name}"
        case Alarm():
            return f"{fact.code}: {fact.name}" if fact.code else fact.name
        case Pin():
            return f"{fact.connector} pin {fact.pin}: {fact.signal}"
        case Cable():
            return f"Cable to {fact.to}"
        case Protocol():
            return f"Protocol {fact.protocol_id} on {fact.bus}"
        case Dip():
            return f"DIP switch {fact.switch} {fact.position}"
        case Spec() | Rule():
            return fact.name
        case Model():
            return fact.designation
        case Procedure():
            return fact.title
        case Remedy():
            return fact.symptom
        case Faq():
            return fact.question
        case Caution():
            return fact.level.capitalize()
        case Conflict():
            return fact.topic


def text(fact: Fact) -> str:
    """Return what a fact says, in one line."""
    match fact:
        case LedState():
            mode = f"{fact.mode}: " if fact.mode else ""
            action = f" {fact.action}" if fact.action else ""
            return f"{mode}{lamps_words(fact.lamps)} means: {fact.meaning}.{action}"
        case Blink():
            return f"{fact.name}: {number(fact.on_s)} s on, {number(fact.off_s)} s off. {fact.meaning}"
        case Alarm():
            return _alarm(fact)
        case Pin():
            return _pin(fact)
        case Cable():
            return _cable(fact)
        case Protocol():
            setting = ", ".join(f"switch {k} {v}" for k, v in fact.dip.items())
            dip = f"; DIP of the master {fact.dip_pattern} ({setting})" if fact.dip_pattern else ""
            return f"{', '.join(fact.brands)} on {fact.bus}: protocol {fact.protocol_id}{dip}"
        case Dip():
            return f"Switch {fact.switch} {fact.position}: {fact.meaning}"
        case Spec():
            return f"{figure(fact)}{f' ({fact.condition})' if fact.condition else ''}"
        case Rule():
            tolerance = f" ± {number(fact.tolerance)}" if fact.tolerance is not None else ""
            return f"{fact.formula}{tolerance} {'' if fact.unit == '-' else fact.unit}{f', {fact.applies_when}' if fact.applies_when else ''}"
        case Model():
            parts = ", ".join(f"{n} × {name}" for name, n in fact.parts.items() if n)
            return f"{fact.inverter} with {parts}" if fact.inverter and parts else parts or fact.inverter
        case Procedure():
            return " ".join(f"{n}. {s}" for n, s in enumerate(fact.steps, 1))
        case Remedy():
            then = f" If that does not help: {fact.escalate_to}." if fact.escalate_to else ""
            return " ".join(f"{n}. {s}" for n, s in enumerate(fact.checks, 1)) + then
        case Faq():
            return fact.answer
        case Caution():
            return fact.text
        case Conflict():
            return " ≠ ".join(r.says for r in fact.readings) + f" {fact.advice}"


def _alarm(fact: Alarm) -> str:
    parts = [
        fact.cause and f"Cause: {fact.cause}.",
        fact.effect and f"Effect: {fact.effect}.",
        fact.lamp and f"Lamp: {lamps_words(fact.lamp)}.",
        fact.recovery and f"Recovery: {fact.recovery}.",
        fact.actions and "Do: " + "; ".join(fact.actions) + ".",
    ]
    if fact.safety == "stop-using":
        parts.insert(0, "Stop using the device.")
    return " ".join(str(p).replace("..", ".") for p in parts if p)


def _pin(fact: Pin) -> str:
    said = fact.function or fact.signal
    wire = f", wire {fact.wire_color}" if fact.wire_color else ""
    to = f"; goes to {fact.connects_to}" if fact.connects_to else ""
    return f"Pin {fact.pin} of {fact.connector} is {fact.signal}{f' ({said})' if said != fact.signal else ''}{wire}{to}"


def _cable(fact: Cable) -> str:
    bus = f" on {fact.bus}" if fact.bus else ""
    version = f", cable version {fact.version}" if fact.version else ""
    if fact.status == "figure-only":
        return f"The manual shows the cable to {fact.to} only as a figure; ask the supplier for the pin map{version}"
    if fact.status == "protocol-only":
        return f"The manual names {fact.to} only in its protocol table; it prints no pin map and no figure{bus}"
    wires = ", ".join(
        f"{w.from_pin} → {w.to_pin if w.to_pin != '?' else 'not printed'} {w.signal}{' (optional)' if w.optional else ''}"
        for w in fact.pins
    )
    return f"{fact.from_port or 'port'} → {fact.to_port or fact.to}: {wires}{bus}{version}"


_KIND_WORDS = {
    "led_state": "LED lamp light indicator state",
    "blink": "blink rhythm flash",
    "alarm": "alarm fault protection",
    "pin": "pinout connector pin",
    "cable": "cable pin map wiring inverter",
    "protocol": "protocol DIP switch setting",
    "dip": "DIP switch",
    "spec": "specification figure",
    "rule": "formula calculation",
    "model": "model configuration",
    "procedure": "how to steps",
    "remedy": "troubleshooting",
    "faq": "question",
    "caution": "caution",
    "conflict": "manuals disagree",
}


def keywords(fact: Fact, devices: Mapping[str, Device]) -> str:
    """Return further words that find the fact: device names and aliases, brands, codes, the kind in people's words."""
    words: list[str] = [_KIND_WORDS[kind_of(fact)]]
    for device in (devices[d] for d in fact.devices if d in devices):
        words += [device.name, device.short]
    if isinstance(fact, Alarm):
        words += [fact.code, *fact.aliases]
    elif isinstance(fact, Cable | Protocol):
        words += [*fact.brands, fact.bus]
    elif isinstance(fact, Pin):
        words.append(fact.connector)
    words.append(fact.source.title)
    return " ".join(w for w in dict.fromkeys(words) if w)


def statement(fact: Fact) -> str:
    """Return title and text as one line, without saying the title twice."""
    head, said = title(fact), text(fact)
    return said if said.startswith(head) else f"{head}: {said}"
