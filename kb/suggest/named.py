"""Which products a ticket names, and which of them it is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kb.bundle.store import KnowledgeBase
from kb.model.errors import QueryError
from kb.model.facts import Fact
from kb.search.aliases import squash
from kb.search.engine import Engine
from kb.search.understand import MAX_QUERY, Understanding
from kb.suggest.mail import Mail
from kb.suggest.others import names_a_maker
from kb.suggest.sentence import Sentence

# One product must be named by so much more than the next to be the one.
LEAD = 0.5
_ABSENT = re.compile(r"\b(?:no|without(?: an?| any)?|not? have an?y?) (?:batter\w*|packs?)\b", re.IGNORECASE)
_LONG_NAME = 5
MAX_BESIDE = 40
"""Lines of what was left out that are looked through for a product's name."""
# "Two of them, x2": how many, no model number.
_TIMES = re.compile(r"\d*x\d*|(?:t_?)?cell_?\d+", re.IGNORECASE)
# A name before what kind of thing it is: "our Xyzsolar battery", "a go-eXyz charger".
_OWNED = re.compile(
    r"\b(?i:my|our|his|her|their|the|a|an|new|old)\s+((?:[a-z]+-)?[a-z]?[A-Z][A-Za-z-]{3,})\s+(?:\w+\s+)?"
    r"(?i:batter(?:y|ies)|storage|accu|inverter|hybrid|charger|wallbox|pack|heat pump)\b"
)
SIDE = 0.3
"""What a sentence that neither tells nor asks anything counts for naming the product."""


def not_partners(engine: Engine, named: Iterable[str], devices: Sequence[str]) -> tuple[str, ...]:
    """Return the names of others' products, without those that the manuals connect with a product of ours that is named."""
    partners = engine.understander.gazetteer.partners.table if devices else {}
    return tuple(n for n in named if squash(n) not in partners)


def no_rivals(engine: Engine, named: Iterable[str], surely: set[str], full: set[str]) -> frozenset[str]:
    """Return the products that a ticket names beside the one it is about, without meaning them.

    "SR48100H, Growatt inverter": a maker's bare name is its inverter's where it stands among the other product's partners.
    "Conext Gateway" beside an SR48100H: what only words of English name is no rival of what is named by its name.
    """
    apart, partners = engine.kb.systems, engine.understander.gazetteer.brands.table
    joined = {d for d in surely - full if surely & full and squash(engine.kb.devices[d].maker) in partners}
    own = {apart[d] for d in surely - joined}
    return frozenset(d for d in named if own and apart[d] not in own)


_LETTERS = re.compile(r"[A-Za-z]{3,}")


def _undoubled(name: str) -> str:
    """Return a name in lower case with every letter once where it stands twice."""
    return re.sub(r"(.)\1", r"\1", name.lower())


class Names:
    """Products' names as people write them: "two SigenStors" and "an SR 48100 H" name a product as well."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._singular: dict[str, str] = {}
        patterns: list[str] = []
        for name in sorted({n for d in kb.devices.values() for n in (d.name, d.short, *d.aliases) if n}, key=len)[::-1]:
            pieces = re.findall(r"[A-Za-z]+|\d+", name)
            if len(name) >= _LONG_NAME and " " not in name:
                patterns.append(r"[ -]?".join(map(re.escape, pieces)) + r"(?:'s|s)?")
                self._singular[squash(name)] = name
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(patterns) or '(?!)'})(?![\w-])", re.IGNORECASE)
        told = {n for d in kb.devices.values() for n in (d.name, d.short, d.maker, *d.aliases) if n.isalpha()}
        self._heard = {_undoubled(n): n for n in sorted(told) if len(n) >= _LONG_NAME}

    def plain(self, text: str) -> str:
        """Return a text with each product's name as the manuals write it."""
        return self._pattern.sub(self._as_written, self._as_heard(text))

    def _as_heard(self, text: str) -> str:
        """Return a text in which a name that a machine heard as two words ("Grow Watt") is one."""
        said = list(_LETTERS.finditer(text))
        for one, two in reversed(list(pairwise(said))):
            name = self._heard.get(_undoubled(one[0] + two[0])) if text[one.end() : two.start()] == " " else None
            text = f"{text[: one.start()]}{name}{text[two.end() :]}" if name else text
        return text

    def _as_written(self, found: re.Match[str]) -> str:
        told = found[0]
        name = self._singular.get(squash(told))
        if name is not None:
            return name if re.search(r"[ -]", told) else told
        return re.sub(r"'?s$", "", told)


def beside(engine: Engine, aside: str) -> list[str]:
    """Return the products named in what was left out of a mail."""
    out: dict[str, None] = {}
    for line in [x.strip() for x in aside.split("\n") if x.strip()][:MAX_BESIDE]:
        try:
            reading = engine.understander.read(line[:MAX_QUERY])
        except QueryError:
            continue
        if not misread(reading):
            out.update(dict.fromkeys(v for hit in reading.names for v in hit.values if v in reading.devices))
    return list(out)


def of_maker(kb: KnowledgeBase, text: str) -> list[str]:
    """Return the product that a maker's name or its beginning stands for: "our sigen stack"; none where it has several systems."""
    for maker in {d.maker for d in kb.devices.values()}:
        own = [d for d in kb.devices.values() if d.maker == maker]
        if names_a_maker(text, [maker]) and len({kb.systems[d.id] for d in own}) == 1:
            return [max(own, key=lambda d: sum(1 for _ in kb.select(device=d.id))).id]
    return []


def is_denied(kb: KnowledgeBase, device: str, text: str) -> bool:
    """Tell whether a sentence names a product only to say that there is none."""
    found = kb.devices[device]
    names = "|".join(re.escape(n) for n in (found.name, found.short, *found.aliases) if n)
    said = len(re.findall(rf"(?<!\w)(?:{names})(?!\w)", text, re.IGNORECASE))
    denied = rf"\b(?:no|without(?: an?| any)?|(?:not|n't) have an?y?)\s+(?:{names})(?!\w)"
    return bool(said) and len(re.findall(denied, text, re.IGNORECASE)) >= said


def strangers(engine: Engine, text: str, reading: Understanding) -> list[str]:
    """Return names that stand for a product and are neither English nor known: "our Solarmax battery"."""
    if reading.devices or reading.brands:
        return []
    known = {
        squash(w) for d in engine.kb.devices.values() for n in (d.name, d.short, d.maker, *d.aliases) for w in n.split()
    }
    return [
        m[1]
        for m in _OWNED.finditer(text)
        if m[1].lower() not in engine.kb.english
        and m[1].lower() not in engine.kb.spelt
        and squash(m[1]) not in known
        and m[1].lower() not in {k.lower() for k in reading.corrections}
    ]


def misread(reading: Understanding) -> bool:
    """Tell whether a product was found only in a word that was corrected in its first letter, where people rarely slip."""
    names = {squash(h.name) for h in reading.names if reading.devices & set(h.values)}
    slips = [squash(b) for a, b in reading.corrections.items() if a[:1].lower() != b[:1].lower()]
    return any(b in name for b in slips for name in names)


def other_product(engine: Engine, lead: str | None, mail: Mail, sentences: list[Sentence]) -> str:
    """Return a product of the lead's maker that is another kind, "" when there is no sign of one.

    The maker's bare name stands for its product here; "Growatt inverter" or a model number beside it does not.
    """
    if lead is None:
        return ""
    device = engine.kb.devices[lead]
    maker = squash(device.maker)
    # What is praised is not what the ticket is about: "the battery is fine, but the fan of the inverter rattles".
    about = [s for s in sentences if not s.praises]
    hits = [h.name for s in about for h in s.reading.names if lead in h.values]
    text = f"{mail.subject} . {mail.text}" if len(about) == len(sentences) else " . ".join(s.text for s in about)
    kind = {"battery": r"\b(?:batter\w*|bat|packs?|accu)\b"}.get(device.type, "")
    if maker in hits and (model := engine.limits.models.other(text)):
        return model
    # A thing that is not there is not what the ticket is about.
    text = _ABSENT.sub(" ", text)
    if not hits or any(h != maker for h in hits) or not kind or re.search(kind, text, re.IGNORECASE):
        return ""
    numbers = [c for s in sentences for c in s.reading.unknown_codes if not _TIMES.fullmatch(c)]
    # "The Growatt goes empty, says the inverter" speaks of two things; "Growatt inverter", "inverter from Growatt" of one.
    name = re.escape(device.maker)
    of_maker = rf"\b{name}(?:'s)? (?:[\w.-]+ ){{0,2}}inverters?\b|\binverters? (?:is |was )?(?:from|by|of|a|an|made by) {name}\b"
    if numbers or re.search(of_maker, text, re.IGNORECASE):
        return " ".join([device.maker, *dict.fromkeys(numbers)]) if numbers else f"{device.maker} inverters"
    return ""


def leading(
    engine: Engine, devices: tuple[str, ...], weight: dict[str, float], sentences: list[Sentence]
) -> tuple[str | None, str]:
    """Return the product a ticket is about and, when it was not named, the name that gives it away."""
    family = engine.kb.systems
    shares: defaultdict[str, float] = defaultdict(float)
    for device in devices:
        shares[family[device]] += weight[device]
    ranked = sorted(shares, key=lambda f: -shares[f])
    if ranked and (len(ranked) == 1 or shares[ranked[0]] - shares[ranked[1]] >= LEAD):
        named = [d for d in devices if family[d] == ranked[0]]
        # An app shows a product; where the product is named as well, the ticket is about that.
        things = [d for d in named if engine.kb.devices[d].type != "app" and weight[d] > SIDE]
        return (things or named)[0], ""
    if devices:
        return None, ""
    # No product is named: a code, a lamp or a socket that only one family has gives it away.
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for name in (*sentence.reading.codes, *sentence.reading.connectors):
            owners[name] |= _owners(engine, name)
    for name, having in owners.items():
        if len({family[d] for d in having}) == 1:
            return min(having), name
    return None, ""


def _owners(engine: Engine, name: str) -> set[str]:
    """Return the devices with an alarm code, a designation or a connector of this name, or with a bus of it: RS485 is everywhere."""
    return {d for f in bearers(engine.kb, name) for d in f.devices} | {
        d for f in engine.kb.facts.values() if name == getattr(f, "bus", None) for d in f.devices
    }


def bearers(kb: KnowledgeBase, name: str) -> tuple[Fact, ...]:
    """Return the facts that bear a name: an alarm's code, a designation, a connector, or a longer connector's first word."""
    return tuple(
        f
        for f in kb.facts.values()
        if name in {getattr(f, "code", None), getattr(f, "designation", None)}
        or re.match(rf"{re.escape(name)}(?![a-z0-9])", getattr(f, "connector", None) or "", re.IGNORECASE)
    )
