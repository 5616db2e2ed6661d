"""What a ticket says: which product, which sentences tell what was seen, ask something, or tell what was tried."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from kb.model.errors import QueryError
from kb.search.cues import QUANTITY
from kb.search.engine import Engine
from kb.search.understand import MAX_QUERY, Understanding
from kb.suggest.mail import Mail

# A ticket is a page; what follows after so many sentences is a log or a thread.
MAX_SENTENCES = 60
SUBJECT_WEIGHT = 2.0
# One product must be named by so much more than the next to be the one.
LEAD = 0.5
_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'(])|\n+|(?<=[.!?])\s{2,}|;\s+")
_TRIED = re.compile(
    r"\b(already|tried|have (?:also )?(?:now )?(?:checked|replaced|restarted|rebooted|reset|swapped|changed|turned|switched|cleaned|tightened|"
    r"re-?seated|unplugged|disconnected|reconnected|measured|updated|waited)|(?:i|we|he|she|they|customer|installer|electrician) (?:also )?"
    r"(?:checked|replaced|restarted|rebooted|reset|swapped|changed|turned it off|switched it off|unplugged|reconnected|measured|updated|waited)"
    r"|did (?:a|the) (?:restart|reset|reboot|power cycle)|(?:restart|reboot|reset)(?:ing|ed)? (?:it )?(?:did not|didn'?t|does not|doesn'?t) help)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?\s*$|^\s*(?:and |but |so |also |please |pls |hi,? |hello,? )*"
    r"(?:how|what|which|where|when|why|who|can|could|may|must|should|is|are|does|do|will|would)\b"
    r"|\b(?:please (?:tell|let|advise|explain|send|confirm)|i (?:need|want|would like) to know|looking for|wondering|advise)\b",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|thanks?|thank you|regards|best|cheers|greetings|hope (?:you|this)|"
    r"i hope|please help|any help|kind regards|looking forward|urgent|asap)\b[^?]{0,60}$",
    re.IGNORECASE,
)

_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|g'?day|greetings)\b[^,.!?:]{0,30}[,.!:]+\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence and how search understood it."""

    text: str
    reading: Understanding
    asks: bool
    tried: bool
    says: bool = True

    @property
    def complains(self) -> bool:
        """Whether it says that something is wrong, rather than asking how a thing is done."""
        wrong = bool({"trouble", "alarm"} & self.reading.cues or self.reading.codes or self.reading.lamp_question)
        return wrong and not self.tried and not ("howto" in self.reading.cues and "trouble" not in self.reading.cues)


@dataclass(frozen=True)
class Ticket:
    """A ticket, read. `devices` are the products named, most named first; `lead` the one it is about, when one leads."""

    sentences: tuple[Sentence, ...]
    devices: tuple[str, ...]
    lead: str | None
    inferred: str
    foreign: tuple[str, ...]
    quantities: tuple[str, ...]

    @property
    def told(self) -> str:
        """The author's sentences without greetings, names alone, and what was tried, as one text."""
        return " . ".join(s.text for s in self.sentences if s.says and not s.tried)

    @property
    def brands(self) -> tuple[str, ...]:
        """The inverter brands of all sentences."""
        return tuple(dict.fromkeys(b for s in self.sentences for b in sorted(s.reading.brands)))


def read(engine: Engine, mail: Mail) -> Ticket:
    """Read a ticket sentence by sentence."""
    sentences: list[Sentence] = []
    weight: defaultdict[str, float] = defaultdict(float)
    foreign: dict[str, None] = {}
    quantities: dict[str, None] = {}
    for n, text in enumerate(_sentences(mail)):
        try:
            reading = engine.understander.read(text)
        except QueryError:
            continue
        in_subject = n == 0 and bool(mail.subject)
        for device in reading.devices:
            weight[device] += (SUBJECT_WEIGHT if in_subject else 1.0) / len(reading.devices)
        foreign.update(dict.fromkeys(reading.foreign))
        quantities.update(dict.fromkeys(m[0].strip() for m in QUANTITY.finditer(text)))
        says = bool(engine.limits.topic(reading) or reading.lamp_question or reading.codes)
        sentences.append(Sentence(text, reading, bool(_ASKS.search(text)), bool(_TRIED.search(text)), says))
    devices = tuple(sorted(weight, key=lambda d: (-weight[d], d)))
    lead, inferred = _lead(engine, devices, weight, sentences)
    return Ticket(tuple(sentences), devices, lead, inferred, tuple(foreign), tuple(quantities))


def _sentences(mail: Mail) -> list[str]:
    """Cut a ticket into sentences; greetings are left out, and what is too long for one question is cut."""
    found = [mail.subject] if mail.subject else []
    for piece in _ENDS.split(mail.text):
        text = _GREETING.sub("", " ".join(piece.split()))
        if len(text) > 2 and not _CHAT.match(text):  # noqa: PLR2004 - "ok" and smileys
            found += [text[at : at + MAX_QUERY] for at in range(0, len(text), MAX_QUERY)]
    return found[:MAX_SENTENCES]


def _lead(
    engine: Engine, devices: tuple[str, ...], weight: dict[str, float], sentences: list[Sentence]
) -> tuple[str | None, str]:
    """Return the product a ticket is about and, when it was not named, the name that gives it away."""
    family = {d: engine.kb.devices[d].family or d for d in engine.kb.devices}
    shares: defaultdict[str, float] = defaultdict(float)
    for device in devices:
        shares[family[device]] += weight[device]
    ranked = sorted(shares, key=lambda f: -shares[f])
    if ranked and (len(ranked) == 1 or shares[ranked[0]] - shares[ranked[1]] >= LEAD):
        return next(d for d in devices if family[d] == ranked[0]), ""
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
    """Return the devices with an alarm code, a designation or a connector of this name."""
    return {
        d
        for f in engine.kb.facts.values()
        if name in {getattr(f, "code", None), getattr(f, "connector", None), getattr(f, "designation", None)}
        for d in f.devices
    }
