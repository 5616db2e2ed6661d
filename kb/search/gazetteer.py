"""The names that one knowledge base knows, each kind in a table: devices, brands, codes, signals, connectors, lamps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kb.bundle.store import KnowledgeBase
from kb.curation.vocabulary import Vocabulary
from kb.model.facts import Alarm, Blink, Cable, Fact, LedState, Model, Pin, Protocol
from kb.search.aliases import Found, Names, Token, pair_names, plug_names, short_names, squash

# Shorter pieces of names ("AC", "DC") mean something else as often.
_NAME_LENGTH = 3
# Names in the manuals that are everyday words as well: taken as names only in capitals, alone, or beside a word that says so.
EVERYDAY = frozenset(
    {"must", "alpha", "outback", "bat", "communication", "interface", "can", "pe", "communicationinterface"}
)
_LAMP = ("lamp", "light", "LED")
# A name that so many texts hold beside those of cables and protocols is a word of the field.
_ORDINARY = 8
# What makes "my Sigen" the app all the same, wherever it is told.
_OF_APPS = frozenset(
    {"app", "application", "account", "login", "password", "portal", "screen", "tap", "menu", "tablet"}
)
# So many digits behind a name cut short make it another product: "SR48 200".
_NUMBER = 3


def names_of(alarm: Alarm) -> tuple[str, ...]:
    """Return the name of an alarm as it is printed and as people say it: "Warning: low voltage" is the low voltage warning."""
    level, _, what = alarm.name.partition(": ")
    return (alarm.name, f"{what} {level.lower()}") if what else (alarm.name,)


class Gazetteer:
    """Names → what they stand for, in any case and spacing.

    `devices`, `brands`, `codes`, `signals`, `connectors`, `partners` and `foreign` makers are what their names say; `alarms` leads
    from an alarm's name of several words to the devices that have it; `lamps` from a lamp's name, and `lamp_sayings` from what
    people call it, to the lamp; `panel` from a squashed label to the one lamp that has it; `silent_lamps` are those that the
    manual describes no state of; `field_words` the brands' names that are words of half the manual; `owners` the devices of each
    connector; `rhythms` the periods in seconds of rhythms with a numbered name.
    """

    def __init__(self, kb: KnowledgeBase, words: Vocabulary) -> None:
        """Collect the names from devices, facts and people's words."""
        self.kb = kb
        facts = list(kb.facts.values())
        called = [(n, d.id) for d in kb.devices.values() for n in (d.id, d.name, d.short, *d.aliases)]
        short = short_names(called)
        self.devices = Names([*called, *short])
        self._short = frozenset(n for n, _ in short)
        self.brands = Names(self._brand_names(facts))
        self.codes = Names(_code_names(facts))
        self.alarms = Names(
            [
                (n, d)
                for f in facts
                if isinstance(f, Alarm)
                for n in (*names_of(f), *f.aliases)
                if " " in n
                for d in f.devices
            ]
        )
        pins = [f for f in facts if isinstance(f, Pin)]
        self.signals = Names(_signal_names({f.signal for f in pins if len(squash(f.signal)) > 1}))
        self.connectors = Names(
            [
                (piece, f.connector)
                for f in pins
                for piece in (f.connector, *f.connector.split("/"), *plug_names(f.connector))
                if len(squash(piece)) > 1
            ]
        )
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for f in pins:
            owners[f.connector].update(f.devices)
        self.owners: Mapping[str, frozenset[str]] = {c: frozenset(d) for c, d in owners.items()}
        self.rhythms = {
            squash(f.name): round(f.on_s + f.off_s, 4) for f in facts if isinstance(f, Blink) and f.name[-1:].isdigit()
        }
        lamps = [*_lamp_names(facts), *self._labels()]
        told = {v for _, v in lamps}
        # Lamps of a panel that the manual describes no state of; their names are plain words ("Power").
        self.silent_lamps = {
            x.name
            for d in kb.devices.values()
            for x in d.panel.lamps
            if x.name not in told or x.shows.startswith("not described")
        }
        lamps += [(n, n) for n in sorted(self.silent_lamps) if len(squash(n)) >= _NAME_LENGTH]
        self.lamps = Names(lamps)
        self.lamp_sayings = Names([(k, v) for k, names in words.lamp_names.items() for v in names if v in told])
        labels = [squash(n) for n, _ in dict.fromkeys(lamps)]
        # A label that several lamps share ("SOC") speaks of none of them alone.
        self.panel = {squash(n): v for n, v in lamps if labels.count(squash(n)) == 1 or n == v}
        self.partners = Names(words.partners.items())
        self.foreign = Names([(w, w) for w in words.foreign])
        # "PCS" is whom a cable goes to, and a word of half the manual.
        told_of = [e.text.lower() for e in kb.entries if not isinstance(kb.facts.get(e.id), Cable | Protocol | Pin)]
        self.field_words = frozenset(
            n
            for n in self.brands.table
            if n not in self.devices.table
            and n not in EVERYDAY
            and sum(re.search(rf"\b{re.escape(n)}\b", t) is not None for t in told_of if n in t) >= _ORDINARY
        )
        self._tables = (self.foreign, self.devices, self.brands, self.codes, self.signals, self.connectors)

    def knows(self, word: str) -> bool:
        """Tell whether a word is a name: of one of ours or another maker's product, a brand, a code, a signal or a connector."""
        squashed = squash(word)
        return any(squashed in names.table for names in self._tables)

    def devices_in(self, cut: Sequence[Token]) -> list[Found]:
        """Return the devices that are named; a designation cut short in front of a number is another product's: "SR48 200", and not "SR48 119A"."""

        def another(hit: Found) -> bool:
            after = cut[hit.end : hit.end + 2]
            if hit.name not in self._short or not after or not after[0].text.isdigit() or len(after[0].text) < _NUMBER:
                return False
            # "SR48 119A" tells a current.
            return len(after) == 1 or after[1].start != after[0].end

        hits = [hit for hit in self.devices.find(cut) if not another(hit)]
        return [own for hit in hits if (own := self._possessed(hit, cut))]

    def _possessed(self, hit: Found, cut: Sequence[Token]) -> Found | None:
        """Return what "my Sigen" names, which is not the app mySigen, though both are written alike without a space."""
        apart = (
            hit.end - hit.start > 1 and cut[hit.start].text == "my" and cut[hit.start].end < cut[hit.start + 1].start
        )
        if not apart or any(t.text in _OF_APPS for t in cut):
            return hit
        own = Found(
            hit.name.removeprefix("my"), self.devices.table.get(hit.name.removeprefix("my"), ()), hit.start + 1, hit.end
        )
        return own if own.values else None

    def designations(self) -> list[str]:
        """Return the names as they are printed: of devices, brands, codes and signals, and of connectors as one word."""
        facts = self.kb.facts.values()
        return [
            *(n for d in self.kb.devices.values() for n in (d.name, *d.aliases)),
            *(b for f in facts if isinstance(f, Cable | Protocol) for b in f.brands),
            *(f.code for f in facts if isinstance(f, Alarm) and f.code),
            *(f.signal for f in facts if isinstance(f, Pin)),
            *(squash(f.connector) for f in facts if isinstance(f, Pin) if " " in f.connector),
        ]

    def _brand_names(self, facts: Sequence[Fact]) -> Iterator[tuple[str, str]]:
        for brand in [b for f in facts if isinstance(f, Cable | Protocol) for b in f.brands]:
            yield brand, brand
            yield from ((p, brand) for p in re.split(r"[/&]| and ", brand) if len(p.strip()) >= _NAME_LENGTH)
            # People leave the second name out: "Studer" for Studer Innotec.
            first, *others = brand.split()
            rare = self.kb.spelt.get(first.lower(), 0) < _ORDINARY and first.lower() not in self.kb.english
            if others and len(first) > _NAME_LENGTH and rare:
                yield first, brand

    def _labels(self) -> list[tuple[str, str]]:
        lamps = [x for d in self.kb.devices.values() for x in d.panel.lamps]
        labels = [(x.label, x.name) for x in lamps if len(squash(x.label)) >= _NAME_LENGTH]
        # The "DC charger indicator" is the DC charger's lamp; of one word, the name is enough.
        long = [(x, n) for x, n in labels if x.endswith(" indicator") and x.count(" ") > 1]
        said = [(f"{x.removesuffix('indicator')}{lamp}", n) for x, n in long for lamp in _LAMP]
        return [*labels, *said]


def _code_names(facts: Sequence[Fact]) -> Iterator[tuple[str, str]]:
    for f in facts:
        if isinstance(f, Alarm) and f.code:
            yield f.code, f.code
            yield from ((p, f.code) for p in re.split(r"[/,]", f.code) if p.strip())
        elif isinstance(f, Model):
            yield f.designation, f.designation
            # "5S-10" without the maker's name before it.
            yield re.sub(r"^[A-Za-z]+-(?=\d)", "", f.designation), f.designation
        elif isinstance(f, Blink) and any(c.isdigit() for c in f.name):
            yield f.name, f.name


def _signal_names(signals: set[str]) -> Iterator[tuple[str, str]]:
    printed = {squash(s) for s in signals}
    for s in sorted(signals):
        yield s, s
        yield from ((said, s) for said in pair_names(s) if squash(said) not in printed)


def _lamp_names(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    lamps = [x.indicator for f in facts if isinstance(f, LedState) for x in f.lamps]
    return [(name, name) for name in lamps if len(squash(name)) > 1]
