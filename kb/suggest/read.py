"""What a ticket says: which product, which sentences tell what was seen, ask something, or tell what was tried."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.bundle.store import KnowledgeBase
from kb.model.errors import QueryError
from kb.model.facts import Fact
from kb.search.aliases import squash
from kb.search.cues import QUANTITY
from kb.search.engine import Engine
from kb.search.understand import MAX_QUERY, Understanding
from kb.suggest import cut, language, question, telling
from kb.suggest.cut import ASKS, TRIED, WHAT_NOW
from kb.suggest.mail import Mail
from kb.suggest.others import is_danger, names_a_maker

SUBJECT_WEIGHT = 2.0
# One product must be named by so much more than the next to be the one.
LEAD = 0.5
_ABSENT = re.compile(r"\b(?:no|without(?: an?| any)?|not? have an?y?) (?:batter\w*|packs?)\b", re.IGNORECASE)
# The office's matters, not the product's.
_OFFICE = re.compile(
    r"\b(invoices?|credit notes?|refund\w*|payments?|receipts?|tracking (?:number|code|page|says|shows|link)|"
    r"where (?:is|are) (?:my|our) (?:\w+|(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|dozen) ?x? ?[\w.-]+(?: [\w.-]+){0,3})"
    r"(?=\s*\??$)|"
    r"parcels?|pallets?|shipments?|courier|carriers?|(?<!air )(?<!sea )freight|questionnaires?|thesis|your (?:other )?customers|"
    r"delivery (?:date|time)|"
    r"quot(?:e|ation)s?|pric(?:e|es|ing)|subsid(?:y|ies)|costs? including|web ?-?shop|(?:your|the) newsletter|unsubscribe|"
    r"appointments?|job application|"
    r"curriculum|cv|(?:close|closing) (?:the|this|my) (?:ticket|case)|out of (?:the )?office|search engine|google ranking|exhibit\w*|"
    r"vat (?:number|id)|tax|call(?:ed|s)? (?:me |us )?back|nobody answers|answers the phone|leave a review|technician (?:come|visit|have a look)|"
    r"survey|contract|bank (?:details|account)|promised delivery|when will (?:it|they|my order) arrive|where is my order|order (?:no|nr|number)|"
    r"packing (?:slip|list)|(?:what|which) (?:\w+ )?i ordered|"
    r"(?:send|copy|missing|lost|need)\w* (?:\w+ ){0,4}delivery note)\b",
    re.IGNORECASE,
)
# A contract for a SIM is a matter of the communication module.
_SIM = re.compile(r"\b(?:sim|data|megabytes?|gigabytes?|mb|gb|4g|traffic)\b", re.IGNORECASE)
# The author says that the product is not known for sure.
_UNSURE = re.compile(
    r"\b(?:not sure|unsure|not certain|(?:does|do|did|is|are)(?: not|n'?t) (?:know|sure)|no idea|can(?:not|'?t| not) (?:tell|say))\b"
    r"[^.?!]{0,60}\b(?:which|whether|what|if)\b|\beither\b[^.?!]{1,60}\bor\b",
    re.IGNORECASE,
)
# "Is that allowed?" asks of what stands before; with so many words of its own it stands alone.
_POINTING = re.compile(r"\b(?:that|this|it|they|them|those|these)\b", re.IGNORECASE)
_THIN = 3
_SHORT = 9
_LONG_NAME = 5
MAX_BESIDE = 40
"""Lines of what was left out that are looked through for a product's name."""
# "Two of them, x2": how many, no model number.
_TIMES = re.compile(r"\d*x\d*", re.IGNORECASE)
# A name before what kind of thing it is: "our Xyzsolar battery", "a go-eXyz charger".
_OWNED = re.compile(
    r"\b(?i:my|our|his|her|their|the|a|an|new|old)\s+((?:[a-z]+-)?[a-z]?[A-Z][A-Za-z-]{3,})\s+(?:\w+\s+)?"
    r"(?i:batter(?:y|ies)|storage|accu|inverter|hybrid|charger|wallbox|pack|heat pump)\b"
)
_SIDE = 0.3
"""What a sentence that neither tells nor asks anything counts for naming the product."""


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
    def found_right(self) -> bool:
        """Whether it says only what was looked at and is in order: "cables OK, voltages equal"."""
        other = self.asks or self.reading.codes or self.reading.lamps or telling.BUT.search(self.text)
        return not other and bool(telling.FOUND_RIGHT.search(self.text)) and not telling.FAILS.search(self.text)

    @property
    def tells(self) -> bool:
        """Whether it asks, complains, tells of danger, or names a code or lamp."""
        return self.asks or self.complains or is_danger(self.text) or bool(self.reading.codes or self.reading.lamps)

    @property
    def complains(self) -> bool:
        """Whether it says that something is wrong, rather than asking how a thing is done."""
        return self.alarms or (bool(telling.FAILS.search(self.text)) and self._means_it)

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
        """Return the author's sentences without greetings, names alone, the office's matters and what was tried, as one text."""
        left_out = set(without)
        beside = [s.tried or s.office or s.well or s.only_denies for s in self.sentences]
        kept = (s for s, b in zip(self.sentences, beside, strict=True) if s.says and not b and s.text not in left_out)
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


def _others(engine: Engine, named: Iterable[str], devices: Sequence[str]) -> tuple[str, ...]:
    """Return the names of others' products, without those that the manuals connect with a product of ours that is named."""
    partners = engine.understander.partners.table if devices else {}
    return tuple(n for n in named if squash(n) not in partners)


def read(engine: Engine, mail: Mail) -> Ticket:
    """Read a ticket sentence by sentence."""
    apart = engine.kb.systems
    strange = language.foreign(f"{mail.subject} . {mail.text}")
    sentences: list[Sentence] = []
    weight: defaultdict[str, float] = defaultdict(float)
    foreign: dict[str, None] = {}
    quantities: dict[str, None] = {}
    names = _Names(engine.kb)
    surely: set[str] = set()
    of_sim = bool(_SIM.search(f"{mail.subject} {mail.text}"))
    for n, written in enumerate(cut.sentences(mail)):
        text = names.plain(written)
        try:
            reading = engine.understander.read(text)
        except QueryError:
            continue
        in_subject = n == 0 and bool(mail.subject)
        says = bool(engine.limits.topic(reading) or reading.lamp_question or reading.codes)
        office = any(not (m[0].lower() == "contract" and of_sim) for m in _OFFICE.finditer(text))
        office = office and not (reading.codes or reading.lamp_question or telling.BROKEN.search(text))
        asks, tried = bool(ASKS.search(text)) and not WHAT_NOW.match(text), bool(TRIED.search(text))
        inner = engine.understander.read(q) if asks and (q := question.within(text)) else None
        sentence = Sentence(text, reading, asks, tried, says, office, question=inner)
        sentences.append(sentence)
        # In the order of the text: what is named first is what it is about.
        spoken = dict.fromkeys(v for hit in reading.names for v in hit.values if v in reading.devices)
        named = [] if _misread(reading) else [*spoken, *sorted(reading.devices - spoken.keys())]
        # "The gateway" may be anybody's: a name that is a word of English names a product less surely.
        plain = {d for d in named if all(h.name in engine.kb.english for h in reading.names if d in h.values)}
        # "No 4G stick" says what is not there.
        plain |= {d for d in named if _is_denied(engine.kb, d, text)}
        counts = (SUBJECT_WEIGHT if in_subject else 1.0) * (1.0 if sentence.worth or sentence.tried else _SIDE)
        surely.update(d for d in named if d not in plain)
        for device in named:
            share = _SIDE if device in plain else 1.0
            weight[device] += counts * share / max(1, len(plain) if device in plain else len(named) - len(plain))
        foreign.update(dict.fromkeys([*reading.foreign, *_strangers(engine, text, reading)]))
        quantities.update(dict.fromkeys(m[0].strip() for m in QUANTITY.finditer(text)))
    if any(s.office for s in sentences) and not (weight and any(s.complains for s in sentences)):
        # Around the office's matters only what asks or tells of trouble is about the product.
        sentences = [s if s.tells else replace(s, office=True) for s in sentences]
    sentences = _with_what_they_ask_of(engine, sentences)
    if not weight:
        # The product stands under the signature, or in the mail that is answered.
        for device in _beside(engine, names.plain(mail.aside)):
            weight[device] += 1.0
    if not weight:
        maker = " ".join(s.text for s in sentences)
        weight |= dict.fromkeys(_of_maker(engine.kb, maker), _SIDE)
    # "Conext Gateway" beside an SR48100H: what only words of English name is no rival of another maker's that is named by its name.
    own = {apart[d] for d in surely}
    plainly = frozenset(d for d in weight if own and apart[d] not in own)
    devices = tuple(sorted((d for d in weight if d not in plainly), key=lambda d: -weight[d]))
    lead, inferred = _lead(engine, devices, weight, sentences)
    if len({apart[d] for d in devices}) > 1 and any(_UNSURE.search(s.text) for s in sentences):
        lead = None
    return Ticket(
        tuple(sentences),
        devices,
        lead,
        inferred,
        _others(engine, foreign, devices),
        tuple(quantities),
        strange,
        _other(engine, lead, mail, sentences),
        plainly,
    )


def _with_what_they_ask_of(engine: Engine, sentences: list[Sentence]) -> list[Sentence]:
    """Return the sentences, those that ask of "that" and name nothing themselves read together with the one before."""
    out: list[Sentence] = []
    for n, sentence in enumerate(sentences):
        before = next((s for s in reversed(sentences[:n]) if s.says and not (s.office or s.tried)), None)
        own = len(engine.limits.topic(sentence.reading))
        few = len(sentence.text.split()) <= _THIN  # "allowed or not"
        thin = own <= 1 or (own < _THIN and not sentence.reading.names and (few or _POINTING.search(sentence.text)))
        nameless = sentence.asks and own <= 1 and not sentence.reading.names
        if before is None and nameless and any(s.office for s in sentences[:n]):
            out.append(replace(sentence, office=True))  # "can you tell the number?", below what the office is asked
        elif before is not None and sentence.asks and thin:
            joined = f"{before.text.rstrip('.!? ')}: {sentence.text}"[:MAX_QUERY]
            out.append(replace(sentence, about=engine.understander.read(joined), before=before.text))
        else:
            out.append(sentence)
    return out


_LETTERS = re.compile(r"[A-Za-z]{3,}")


def _undoubled(name: str) -> str:
    """Return a name in lower case with every letter once where it stands twice."""
    return re.sub(r"(.)\1", r"\1", name.lower())


class _Names:
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


def _beside(engine: Engine, aside: str) -> list[str]:
    """Return the products named in what was left out of a mail."""
    out: dict[str, None] = {}
    for line in [x.strip() for x in aside.split("\n") if x.strip()][:MAX_BESIDE]:
        try:
            reading = engine.understander.read(line[:MAX_QUERY])
        except QueryError:
            continue
        if not _misread(reading):
            out.update(dict.fromkeys(v for hit in reading.names for v in hit.values if v in reading.devices))
    return list(out)


def _of_maker(kb: KnowledgeBase, text: str) -> list[str]:
    """Return the product that a maker's name or its beginning stands for: "our sigen stack"; none where it has several systems."""
    for maker in {d.maker for d in kb.devices.values()}:
        own = [d for d in kb.devices.values() if d.maker == maker]
        if names_a_maker(text, [maker]) and len({kb.systems[d.id] for d in own}) == 1:
            return [max(own, key=lambda d: sum(1 for _ in kb.select(device=d.id))).id]
    return []


def _is_denied(kb: KnowledgeBase, device: str, text: str) -> bool:
    """Tell whether a sentence names a product only to say that there is none."""
    found = kb.devices[device]
    names = "|".join(re.escape(n) for n in (found.name, found.short, *found.aliases) if n)
    said = len(re.findall(rf"(?<!\w)(?:{names})(?!\w)", text, re.IGNORECASE))
    denied = rf"\b(?:no|without(?: an?| any)?|(?:not|n't) have an?y?)\s+(?:{names})(?!\w)"
    return bool(said) and len(re.findall(denied, text, re.IGNORECASE)) >= said


def _strangers(engine: Engine, text: str, reading: Understanding) -> list[str]:
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


def _misread(reading: Understanding) -> bool:
    """Tell whether a product was found only in a word that was corrected in its first letter, where people rarely slip."""
    names = {squash(h.name) for h in reading.names if reading.devices & set(h.values)}
    slips = [squash(b) for a, b in reading.corrections.items() if a[:1].lower() != b[:1].lower()]
    return any(b in name for b in slips for name in names)


def _other(engine: Engine, lead: str | None, mail: Mail, sentences: list[Sentence]) -> str:
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
    kind = {"battery": r"\b(?:batter\w*|packs?|accu)\b"}.get(device.type, "")
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


def _lead(
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
        things = [d for d in named if engine.kb.devices[d].type != "app" and weight[d] > _SIDE]
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
