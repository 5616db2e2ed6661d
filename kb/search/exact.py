"""Exact look-up: codes, designations, brands, signals and pins found whole in the question, in any case and spacing.

What is looked up ranks before everything that is merely similar: vector search puts `E4304` behind other codes, a table does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.model.facts import Alarm, Blink, Cable, Caution, Fact, Model, Pin, Protocol, Spec
from kb.search import parts, slots
from kb.search.aliases import squash, tokens
from kb.search.cues import PROTOCOL, versions
from kb.search.gazetteer import names_of
from kb.search.understand import Understanding

# How sure a look-up is: a code or designation names one fact; a brand names a cable and a protocol; a bare signal
# stands on several connectors.
CODE = 3.0
NAME = 2.6
# A bus and a product, and nothing else: "Growatt CAN".
BUS = 2.7
BRAND = 2.2
PIN_OF_CONNECTOR = 2.8
PIN_ONLY = 1.4
SIGNAL = 1.6
VERSION = 1.6
# "Alarm list": each of them.
LISTED = 3.2
_ALARMS = frozenset({"alarm", "alarms", "protection", "protections", "fault", "faults", "error", "errors"})
_CODES = frozenset({"code", "codes", "number", "numbers"})
_ALL = frozenset({"all", "each", "every", "list", "lists", "table", "overview", "meaning", "meanings"})
_LISTING = _ALARMS | _CODES | _ALL | {"a", "and", "for", "me", "of", "on", "show", "the"}
# An alarm's whole name: the question may be about its lamp or its remedy all the same.
ALARM = 1.0
# An inverter and its packs, of which the name is asked.
MADE_OF = 2.2
# A cable between two products that are both named.
BETWEEN = 1.6
# "Which pins go to which": no single pin is the answer.
WHOLE = 2.6
# What a title adds about its place.
_BRACKETS = re.compile(r" *\(parameter[^)]*\)")
# "Pin 6 goes to which contact of the inverter's plug": the cable tells it, whose other end is asked for.
_OTHER_END = re.compile(
    r"\b(?:go|goes|lands?|leads?|runs?|arrives?|ends?|connects?|connected|wired|belongs?|comes? out)\b(?: \w+){0,2} (?:which|what)"
    r"(?: \w+)? (?:pin|contact|terminal)s?\b",
    re.IGNORECASE,
)
BOTH_ENDS = re.compile(
    r"\b(?:pins?|contacts?|terminals?|wires)\b[^?!]*\b(?:to|and|with|onto|into)\b[^?!]*\b(?:pins|contacts|terminals|which)\b",
    re.IGNORECASE,
)


# "From one battery to the other".
_TO_ITS_LIKE = re.compile(
    r"\b(?:batt(?:ery|eries)?|packs?|one)(?: \w+){0,3} (?:to|and|with) (?:the |an? )?(?:other|another|next|second|batt(?:ery|eries)?|pack)\b",
    re.IGNORECASE,
)
# A title of so many words is hardly said by chance.
FEWEST_WORDS = 2
# What stands in a title or not: "the ALM lamp is always on" is called "ALM always on".
_LITTLE = frozenset({"the", "is", "are", "lamp", "lamps", "light", "lights", "led", "leds", "indicator"})
# One without what it adds about its place: "Rated power" is said of many things.
FEWEST_OF_NAME = 4


# "Reserve is set to 30", "down to the reserve": a setting or a limit is told, and what follows from it is asked.
_SET_TO = frozenset({"to", "at", "is", "of", "was", "set"})
_REACHED = frozenset({"reached", "hit", "passed"})
_PASSED = frozenset({"below", "under", "above", "over", "reaches", "reached", "reach", "hits", "hit", "beneath"})
_ARTICLES = frozenset({"the", "my", "his", "her", "their", "our", "its", "your"})


def _in_passing(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether the name that stands from `start` to `end` is told with its value, or as a limit that is reached."""
    after = words[end : end + 3]
    value = next((w for w in after if w not in _SET_TO), "") if after and after[0] in _SET_TO else ""
    before = [w for w in words[max(0, start - 3) : start] if w not in _ARTICLES]
    reached = not _REACHED.isdisjoint(words[end : end + 2])
    return reached or value.isdecimal() or before[-2:] == ["down", "to"] or not _PASSED.isdisjoint(before[-1:])


def _wire(signal: str) -> str:
    """Return a signal as it is compared: RS485 A is 485-A2 on another plug."""
    return squash(signal).removeprefix("rs")


class ExactIndex:
    """Tables from squashed names to fact ids."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Index every fact that has a name of its own."""
        self.codes: defaultdict[str, list[str]] = defaultdict(list)
        self.whole: defaultdict[str, list[str]] = defaultdict(list)
        self.titles: defaultdict[str, list[str]] = defaultdict(list)
        self._opening: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self.brands: defaultdict[str, list[str]] = defaultdict(list)
        self.signals: defaultdict[str, list[str]] = defaultdict(list)
        self.alarms: defaultdict[str, list[str]] = defaultdict(list)
        self.protocols: defaultdict[str, list[str]] = defaultdict(list)
        self.versions: defaultdict[str, list[str]] = defaultdict(list)
        self.rhythms: set[str] = set()
        self.pins: list[Pin] = []
        self.cables: list[Cable] = []
        self._kb = kb
        self.models: list[Model] = []
        for fact in kb.facts.values():
            self._add(fact)

    def _add(self, fact: Fact) -> None:
        self.whole[squash(fact.id)].append(fact.id)
        self._add_title(fact)
        if isinstance(fact, Alarm):
            if fact.code:
                self.codes[fact.code].append(fact.id)
            for name in names_of(fact):
                self.alarms[squash(name)].append(fact.id)
            for name in (fact.code, *names_of(fact), *fact.aliases):
                self.whole[squash(name)].append(fact.id)
        elif isinstance(fact, Model):
            self.codes[fact.designation].append(fact.id)
            self.models.append(fact)
            self.whole[squash(fact.designation)].append(fact.id)
        elif isinstance(fact, Blink):
            self.codes[fact.name].append(fact.id)
            self.rhythms.add(fact.name)
            self.whole[squash(fact.name)].append(fact.id)
        elif isinstance(fact, Cable | Protocol):
            for brand in fact.brands:
                self.brands[brand].append(fact.id)
                self.whole[squash(brand)].append(fact.id)
            if isinstance(fact, Protocol):
                self.protocols[fact.protocol_id].append(fact.id)
            else:
                self.cables.append(fact)
                if fact.version and fact.to.upper().endswith(f"VERSION {fact.version.upper()})"):
                    self.versions[fact.version.upper()].append(fact.id)
                self.whole[squash(fact.to)].append(fact.id)
        elif isinstance(fact, Pin):
            self.signals[fact.signal].append(fact.id)
            self.pins.append(fact)

    def _add_title(self, fact: Fact) -> None:
        """Keep a fact by its title: one of a single word ("Weight", "Notice") is a word, and names nothing."""
        title = statements.title(fact)
        # "Maximum Peak Power (parameter 2)" is asked for without its number.
        for name in dict.fromkeys((title, _BRACKETS.sub("", title))):
            words = tuple(t.text for t in tokens(name) if t.text not in _LITTLE)
            fewest = FEWEST_WORDS if name == title else FEWEST_OF_NAME
            if len(words) >= fewest and not isinstance(fact, Caution):
                self.titles[squash(name)].append(fact.id)
                self._opening[words[0]].append((words, fact.id))

    def titled(self, reading: Understanding) -> list[str]:
        """Return the facts whose title the whole question is, with or without the products: "SR48100H: length of the data cable"."""
        names = (squash(reading.corrected), "".join(self._loose(reading)))
        found = dict.fromkeys(i for name in names for i in self.titles.get(name, []))
        return [i for i in found if self._is_of(i, reading)]

    def title_held(self, reading: Understanding, fewest: int = FEWEST_WORDS) -> list[str]:
        """Return the facts with the longest title, of some words at least, that stands whole in a question: "tell me the … please"."""
        words = [w for w in self._loose(reading) if w not in _LITTLE]
        held = [
            (len(title), i)
            for n, word in enumerate(words)
            for title, i in self._opening.get(word, ())
            if len(title) >= fewest
            and tuple(words[n : n + len(title)]) == title
            and self._is_of(i, reading)
            and not (isinstance(self._kb.facts[i], Spec) and _in_passing(words, n, n + len(title)))
        ]
        return [i for length, i in held if length == max(held)[0]]

    def _loose(self, reading: Understanding) -> list[str]:
        """Return the words of a question without the names of its products."""
        named = [h for h in reading.names if not reading.devices.isdisjoint(h.values)]
        cut = enumerate(tokens(reading.corrected))
        return [t.text for n, t in cut if not any(h.start <= n < h.end for h in named)]

    def _is_of(self, fact_id: str, reading: Understanding) -> bool:
        return not reading.devices or not reading.devices.isdisjoint(self._kb.facts[fact_id].devices)

    def _looked_up(self, reading: Understanding) -> Iterable[str]:
        """Return the codes that are asked for: of lamps that are told together, "RUN FLASH3, ALM off", the state is."""
        together = len(reading.seen.lamps) > 1
        return (c for c in reading.codes if not (together and c in self.rhythms))

    def _carrying(self, reading: Understanding) -> list[str]:
        """Return the pins that carry the signals of a question: of the products used with the named ones, if any is named.

        A product that prints no such signal has those of whose names it is the beginning: "RS485 B" is RS485-B1 there.
        """
        if not reading.devices:
            return [i for name in reading.signals for i in self.signals.get(name, [])]
        ours = {p.id: _wire(p.signal) for p in self._kb.pins_with(reading.devices)} if reading.signals else {}
        out: list[str] = []
        for name in reading.signals:
            found = [i for i in self.signals.get(name, []) if i in ours]
            out += found or [i for i, signal in ours.items() if signal.startswith(_wire(name))]
        return out

    def _between(self, reading: Understanding) -> list[str]:
        """Return the cables between the named products, or those of the only one to another or to its like where both ends are asked about."""
        if _TO_ITS_LIKE.search(reading.corrected) and "pin" in reading.cues and not reading.brands:
            return [c.id for c in self.cables if set(c.devices) == reading.devices and "parallel" in c.to]
        ends = BOTH_ENDS.search(reading.corrected) is not None
        asked = reading.cues & {"pin", "cable"} or ends
        if not asked or len(reading.devices) + ends < 2 or reading.brands or reading.pins:  # noqa: PLR2004 - a cable has two ends
            return []
        return [c.id for c in self.cables if len(c.devices) > 1 and reading.devices <= set(c.devices)]

    def _listed(self, reading: Understanding) -> list[str]:
        """Return the alarms of the named products, of all where none is named, when nothing but their list is asked for.

        A list of codes has those that are printed with one.
        """
        words = set(self._loose(reading))
        if not words <= _LISTING or words.isdisjoint(_ALARMS):
            return []
        coded = not words.isdisjoint(_CODES)
        found = (f for f in self._kb.select("alarm") if isinstance(f, Alarm) and self._is_of(f.id, reading))
        return [f.id for f in found if f.code or not coded]

    def _to_any_inverter(self, reading: Understanding) -> list[str]:
        """Return the cables of the named products to an inverter of any maker, where no cable is printed for the maker named."""
        if not (reading.brands and reading.devices and reading.cues & {"pin", "cable"}):
            return []
        own = [c for c in self.cables if not reading.devices.isdisjoint(c.devices)]
        printed = any(not reading.brands.isdisjoint(c.brands) for c in own)
        return [] if printed else [c.id for c in own if slots.to_any_inverter(c)]

    def find(self, reading: Understanding) -> dict[str, float]:
        """Return fact ids named by the question with how surely they are meant; higher is surer."""
        hits: dict[str, float] = {}

        def hit(ids: list[str], weight: float) -> None:
            for i in ids:
                hits[i] = max(hits.get(i, 0.0), weight)

        # Signs alone are no name: "???" leaves nothing, and so does the code of an alarm that has none.
        for whole in filter(None, {squash(reading.corrected), squash(reading.text)}):
            hit(self.whole.get(whole, []), NAME + 1.0)
        named: tuple[tuple[Iterable[str], Mapping[str, list[str]], float], ...] = (
            (self._looked_up(reading), self.codes, CODE),
            (PROTOCOL.findall(reading.corrected), self.protocols, CODE),
            (reading.brands, self.brands, BRAND),
            (reading.alarms, self.alarms, ALARM),
            (() if reading.brands else versions(reading.corrected), self.versions, VERSION),
        )
        for names, table, weight in named:
            for name in names:
                hit(table.get(name, []), weight)
        hit(self._carrying(reading), SIGNAL)
        hit(self._to_any_inverter(reading), BRAND)
        if reading.parts and parts.asks_for_name(reading.corrected):
            hit([m.id for m in self.models if parts.agreement(m, reading.parts, reading.ratings) > 0], MADE_OF)
        if reading.pin_pairs:
            hit([c.id for c in self.cables if reading.pin_pairs & {(w.from_pin, w.to_pin) for w in c.pins}], BRAND)
        hit(self._listed(reading), LISTED)
        both_ends = any(p.search(reading.corrected) for p in (BOTH_ENDS, _TO_ITS_LIKE))
        hit(self._between(reading), WHOLE if both_ends else BETWEEN)
        if reading.pins and _OTHER_END.search(reading.corrected):
            hit([i for i in hits if isinstance(self._kb.facts[i], Cable)], WHOLE)
        if reading.pins and not reading.pin_pairs:
            for pin in self.pins:
                if pin.pin in reading.pins:
                    hit([pin.id], PIN_OF_CONNECTOR if pin.connector in reading.connectors else PIN_ONLY)
        return hits
