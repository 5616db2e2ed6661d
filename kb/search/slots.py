"""How well a fact's own fields fit what the question says: lamps, colours, rhythm, pins, connectors, brands, kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.bundle.analysis import terms
from kb.model.facts import (
    Alarm,
    Blink,
    Cable,
    Caution,
    Conflict,
    Dip,
    Fact,
    Lamp,
    LedState,
    Model,
    Pin,
    Procedure,
    Protocol,
    Rule,
    Spec,
    kind_of,
)
from kb.search import agreement, observe, parts
from kb.search.cues import AT_ODDS, ODD, turned
from kb.search.rhythms import FAST_S, MOSTLY_OFF, MOSTLY_ON, SLOW_S
from kb.search.switches import positions
from kb.search.understand import Understanding

# Which kinds of fact answer which kind of question, and how strongly the wording speaks for them.
KIND_BONUS: dict[str, dict[str, float]] = {
    "pin": {"pin": 0.15, "cable": 0.18},
    "cable": {"cable": 0.2, "procedure": 0.06, "pin": 0.04, "spec": 0.04},
    "dip": {"dip": 0.2, "protocol": 0.2},
    "alarm": {"alarm": 0.16, "led_state": 0.06, "remedy": 0.06},
    "howto": {"procedure": 0.26, "remedy": 0.05, "faq": 0.06, "spec": -0.05},
    "figure": {"spec": 0.18, "rule": 0.15, "model": 0.05, "caution": -0.04},
    "why": {"faq": 0.14, "alarm": 0.08, "led_state": 0.04},
    "may": {"caution": 0.18, "faq": 0.06},
    "trouble": {"remedy": 0.16, "alarm": 0.1, "faq": 0.1, "spec": -0.05},
}
LAMP_KIND: dict[str, float] = {"led_state": 0.3, "blink": 0.1, "alarm": 0.06, "spec": -0.1}
# What looks odd is no state of a lamp.
ODD_LAMP: dict[str, float] = {"led_state": -0.25, "alarm": 0.2, "caution": 0.1}
# A lamp state answers a question that does not speak of lamps only when nothing else does.
DARK_LED = -0.12
# A passage repeats what its facts say; a conflict travels with its facts and answers by itself only when asked for.
# What is asked in so many words: what two places say that differ.
SAYS_TWO_THINGS = 1.6
PLAIN_KIND: dict[str, float] = {"passage": -0.15, "conflict": -0.32, "caution": -0.06, "blink": -0.05}


@dataclass(frozen=True)
class Fit:
    """The weights of a fact's own fields. Chosen on the learn questions; see `pinlight eval`."""

    color: float = 0.35
    wrong_color: float = -0.5
    pattern: float = 0.2
    wrong_pattern: float = -0.35
    lamp: float = 0.3
    wrong_lamp: float = -0.45
    pin: float = 0.5
    wrong_pin: float = -0.4
    position: float = 0.4
    connector: float = 0.2
    signal: float = 0.3
    brand: float = 0.6
    wrong_brand: float = -0.6
    unnamed_brand: float = -0.05
    time: float = 0.3
    tempo: float = 0.1
    lacked: float = -0.3
    mode: float = 0.25
    agree: float = 0.2
    contradict: float = -0.5
    lit: float = 0.4
    rating: float = 0.12
    turned: float = 0.6
    made_of: float = 0.6
    wrong_switch: float = -0.3
    either: float = 1.6


FIT = Fit()
FAULT_COLORS = frozenset({"red", "orange"})
FAULT_LAMPS = frozenset({"ALM", "ALARM", "FAULT", "ERR", "ERROR"})


_INVERTER = re.compile(r"\b(?:PCS|inverters?)\b", re.IGNORECASE)


def to_any_inverter(fact: Cable) -> bool:
    """Tell whether a cable leads to an inverter, whoever made it."""
    return all(_INVERTER.search(name) for name in (fact.to, *fact.brands))


def kind_score(kind: str, reading: Understanding) -> float:
    """Return how well a kind of answer fits the kind of question."""
    score = PLAIN_KIND.get(kind, 0.0)
    for cue in reading.cues:
        score += KIND_BONUS[cue].get(kind, 0.0)
    if not reading.lamp_question and kind == "led_state":
        score += DARK_LED
    if reading.lamp_question:
        score += LAMP_KIND.get(kind, 0.0)
    if reading.lamp_question and ODD.search(reading.corrected):
        score += ODD_LAMP.get(kind, 0.0)
    if kind == "conflict" and reading.about_conflicts:
        score += SAYS_TWO_THINGS if AT_ODDS.search(reading.corrected) else 0.7
    return score


def kinds_with_fields(reading: Understanding) -> frozenset[str]:
    """Return the kinds of fact whose fields the question speaks of; the fields of all others score nothing.

    Most questions speak of none, and this is asked of 150 candidates.
    """
    told = {
        "led_state": reading.lamp_question or reading.lamps,
        "alarm": reading.lamp_question or reading.lamps,
        "blink": reading.times,
        "pin": reading.pins or reading.connectors or reading.signals or reading.bus or reading.colors,
        "cable": True,
        "protocol": reading.brands or reading.bus,
        "dip": reading.switches,
        "spec": reading.ratings or reading.quantities or reading.turned,
        "rule": reading.turned,
        "procedure": reading.turned or reading.lacking,
        "model": reading.parts,
        "caution": True,
        "conflict": reading.alternatives,
    }
    return frozenset(k for k, said in told.items() if said)


def _of_brand(fact: Cable | Protocol, reading: Understanding) -> float:
    """Score a cable or a protocol by the makers named; a cable to any inverter is one to theirs, where none is printed for them."""
    any_inverter = isinstance(fact, Cable) and to_any_inverter(fact)
    if not reading.brands:
        # Which inverter it is was not said: the cable to one of them is no answer before what holds for all.
        return FIT.unnamed_brand if isinstance(fact, Cable) and fact.brands and not any_inverter else 0.0
    return FIT.brand if any_inverter or not reading.brands.isdisjoint(fact.brands) else FIT.wrong_brand


def field_score(fact: Fact, reading: Understanding) -> float:
    """Return the bonus or malus for what the fact's fields say about the question's lamps, pins, brands."""
    match fact:
        case LedState():
            return _lamps(fact.lamps, reading) + _state(fact, reading)
        case Alarm():
            return 0.4 * _lamps(fact.lamp, reading) if fact.lamp else 0.0
        case Blink():
            return _times([(fact.on_s, fact.off_s, round(fact.on_s + fact.off_s, 4))], reading.times)
        case Pin():
            return _pin(fact, reading)
        case Cable() | Protocol():
            score = _of_brand(fact, reading)
            if isinstance(fact, Cable) and reading.pin_pairs & {(w.from_pin, w.to_pin) for w in fact.pins}:
                score += FIT.brand
            if fact.bus and reading.bus:
                score += 0.15 if fact.bus == reading.bus else -0.25
            return score
        case Dip() if reading.switches:
            return (0.3 + _set_to(fact, reading)) if fact.switch in reading.switches else FIT.wrong_switch
        case Spec():
            return _figure(fact, reading) + _turned(fact.name, reading)
        case Model():
            return FIT.made_of * parts.agreement(fact, reading.parts, reading.ratings)
        case Rule():
            return _turned(fact.name, reading)
        case Procedure():
            return _turned(fact.title, reading) + _lacked(fact.title, reading)
        case Caution():
            return 0.02 * ("danger", "warning", "caution", "notice")[::-1].index(fact.level)
        case Conflict():
            return _either(fact, reading)
        case _:
            return 0.0


def _set_to(fact: Dip, reading: Understanding) -> float:
    """Return what the position of a switch says that is told."""
    told = positions(reading.corrected).get(fact.switch)
    return (FIT.position if fact.position.upper() == told else -FIT.position) if told else 0.0


def _either(fact: Conflict, reading: Understanding) -> float:
    """Score a disagreement by the alternatives of a question: "is it green or blue" is what two places say differently."""
    says = [frozenset(terms(r.says)) for r in fact.readings]
    for one, other in reading.alternatives:
        if any(one in a and other not in a for a in says) and any(other in b and one not in b for b in says):
            return FIT.either
    return 0.0


_NO = frozenset(terms("no without"))


def _lacked(title: str, reading: Understanding) -> float:
    """Return what it says against a fact that it is called after what is not there: "no solar" asks for no PV charging."""
    # The manuals' words for "no solar" are what there is then; those for "solar" are what is not there.
    gone = reading.lacking - _NO
    things = gone.union(*(meant for phrase, meant in reading.meant if phrase <= gone))
    return FIT.lacked if gone and not things.isdisjoint(terms(title)) else 0.0


def _turned(name: str, reading: Understanding) -> float:
    """Return what it says for a fact that it is about switching on, or off, and the question about either."""
    there = turned(name) if reading.turned else ""
    return 0.0 if not there else FIT.turned if there == reading.turned else -FIT.turned


def _lamps(lamps: Iterable[Lamp], reading: Understanding) -> float:
    if not reading.lamp_question and not reading.lamps:
        return 0.0
    lamps = tuple(lamps)
    score = 0.0
    looked_at = lamps
    if reading.lamps:
        named = tuple(x for x in lamps if x.indicator in reading.lamps)
        score += FIT.lamp if named else FIT.wrong_lamp
        looked_at = named or lamps
    shining = tuple(x for x in looked_at if x.pattern != "off") or looked_at
    if reading.colors:
        fitting = tuple(
            x for x in shining if x.color in reading.colors or (x.color is None and x.pattern in {"steady", "flash"})
        )
        if any(x.color in reading.colors for x in shining):
            score += FIT.color
        elif not fitting:
            score += FIT.wrong_color
        if not any(x.color for x in lamps) and reading.colors & FAULT_COLORS:
            # The manual prints no colours: a red or orange lamp is then most likely the one that tells of faults.
            score += (
                0.15
                if any(x.indicator.upper() in FAULT_LAMPS and x.pattern in {"steady", "flash"} for x in lamps)
                else -0.1
            )
            fitting = tuple(x for x in fitting if x.indicator.upper() in FAULT_LAMPS) or fitting
        shining = fitting or shining
    if reading.patterns:
        wanted = {x.pattern for x in (looked_at if "off" in reading.patterns else shining)}
        if reading.patterns & wanted:
            score += FIT.pattern
        elif "any" not in wanted:
            score += FIT.wrong_pattern
    if reading.tempo:
        score += _tempo(shining, reading.tempo)
    # Times that are told of a lamp are its own.
    timed = {n for n, seen in reading.seen.lamps.items() if seen.times}
    return score + _times(map(agreement.rhythm, [x for x in lamps if x.indicator in timed] or lamps), reading.times)


def _tempo(lamps: Iterable[Lamp], told: str) -> float:
    """Score lamps by how fast they are told to flash; where no period is printed it says nothing."""
    periods = [p for x in lamps if x.pattern == "flash" and (p := agreement.rhythm(x)[2]) is not None]
    if not periods:
        return 0.0
    fits = min(periods) <= FAST_S if told == "fast" else max(periods) >= SLOW_S
    return FIT.tempo if fits else -FIT.tempo


def _state(fact: LedState, reading: Understanding) -> float:
    """Score a state by what was said of single lamps, of their number, and of the mode."""
    if not reading.lamp_question:
        return 0.0
    score = FIT.mode * agreement.mode_fit(fact, reading.seen.modes)
    agree, contradict = agreement.fits(fact.lamps, reading.seen)
    score += min(agree, 3) * FIT.agree + min(contradict, 3) * FIT.contradict
    score += FIT.lit * agreement.count_fit(fact, reading.seen, reading.patterns)
    if reading.seen.flow and (flow := observe.flow(fact.mode)):
        score += FIT.turned if flow == reading.seen.flow else -FIT.turned
    return score


def _times(
    rhythms: Iterable[tuple[float | None, float | None, float | None]], told: Sequence[tuple[float, str]]
) -> float:
    """Score rhythms (on, off, period) by the times said: "0.5 s on, 1.5 s off" on both, "every four seconds" on the period."""
    if not told:
        return 0.0

    def hits(on: float | None, off: float | None, period: float | None) -> float:
        score = 0.0
        for value, state in told:
            if state in {"on", "off"}:
                score += _alike(value, on if state == "on" else off)
            elif state in {MOSTLY_ON, MOSTLY_OFF}:
                if on is not None and off is not None:
                    score += 1.0 if (on > off if state == MOSTLY_ON else off > on) else -0.5
            elif value in {on, off} or (state == "every" and value == period):
                score += 1.0
        return score

    return FIT.time * max((hits(*rhythm) for rhythm in rhythms if rhythm != (None, None, None)), default=0.0)


def _alike(told: float, shown: float | None) -> float:
    """Return how well a time of a lamp fits: "nearly four seconds" is 3.75 s where no other is 4 s."""
    if shown is None or abs(told - shown) > _NEARLY * shown:
        return -0.5
    return 1.0 if told == shown else 0.6


# 1.8 s are told as "nearly two seconds", 3.75 s as "almost four"; no two printed times stand as close as that.
_NEARLY = 0.12
# A range of ratings is printed with a decimal: 3.0-4.0, 4.6 to 6.0.
_RATINGS = re.compile(r"(?<![\d.])(\d{1,2}\.\d)\s*(?:-|\u2013|to|/)\s*(\d{1,2}\.\d)(?![\d.])")
_SPEC_UNITS = {
    "hours": "h",
    "hour": "h",
    "days": "day",
    "months": "month",
    "years": "year",
    "\u2103": "\u00b0C",
    "c": "\u00b0C",
    "\u00b0c": "\u00b0C",
    "pack": "packs",
    "batteries": "packs",
    "battery": "packs",
    "modules": "packs",
    "inverter": "inverters",
}


def _figure(fact: Spec, reading: Understanding) -> float:
    """Score a figure by the quantities said: the same value, or a value inside its limits."""
    best = _rated(fact, reading)
    for value, unit in reading.quantities:
        if _SPEC_UNITS.get(unit, unit).lower() != fact.unit.lower():
            continue
        if value in {fact.value, fact.min, fact.max}:
            best = max(best, 0.15)
        elif fact.min is not None and fact.max is not None and fact.min < value < fact.max:
            best = max(best, 0.2)
    return best


def _rated(fact: Spec, reading: Understanding) -> float:
    """Score a figure that holds for a range of ratings ("inverter 4.6-6.0 SP") by the rating that was said."""
    if not reading.ratings:
        return 0.0
    bounds = [(float(a), float(b)) for a, b in _RATINGS.findall(f"{fact.name} {fact.condition}")]
    if not bounds:
        return 0.0
    inside = any(a <= r <= b for a, b in bounds for r in reading.ratings)
    return FIT.rating if inside else -FIT.rating


def on_bus(fact: Pin, bus: str) -> bool:
    """Tell whether a pin carries a wire of the bus "CAN" or "RS485"."""
    return ("485" if bus == "RS485" else "CAN") in fact.signal.upper()


def _pin(fact: Pin, reading: Understanding) -> float:
    score = 0.0
    if reading.pins:
        score += FIT.pin if fact.pin in reading.pins else FIT.wrong_pin
    if reading.connectors:
        score += FIT.connector if fact.connector in reading.connectors else -FIT.connector
    if reading.signals:
        score += FIT.signal if fact.signal in reading.signals else -0.5 * FIT.signal
    bus = reading.bus
    if bus and not reading.pins:
        score += 0.25 if on_bus(fact, bus) else -0.15
    if reading.colors and fact.wire_color:
        score += 0.2 if any(c in fact.wire_color.lower() for c in reading.colors) else 0.0
    return score


def entry_kind(fact: Fact | None) -> str:
    """Return the kind of an entry: the fact's, or "passage"."""
    return kind_of(fact) if fact is not None else "passage"
