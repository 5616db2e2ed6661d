"""What a ticket says: which product, which sentences tell what was seen, ask something, or tell what was tried."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from kb.diagnose import danger
from kb.model.errors import QueryError
from kb.search.aliases import squash
from kb.search.cues import QUANTITY
from kb.search.engine import Engine
from kb.search.understand import MAX_QUERY
from kb.suggest import cut, language, named, question, telling
from kb.suggest.cut import ASKS, TRIED, WHAT_NOW
from kb.suggest.mail import Mail
from kb.suggest.others import is_danger
from kb.suggest.sentence import Sentence, Ticket

SUBJECT_WEIGHT = 2.0
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
# How a battery travels is the manual's matter, and when is not.
_LOADING = re.compile(
    r"\b(?:on top of|stack(?:ed|ing)?|upright|upside|layers?|piled?|tilted|dangerous goods|hazard\w*|un ?\d{4}|adr|lying flat|lie flat)\b",
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
_GREETING = 80
# From one in so many sentences on a letter is the office's.
_OFFICE_SHARE = 3


def read(engine: Engine, mail: Mail) -> Ticket:
    """Read a ticket sentence by sentence."""
    apart = engine.kb.systems
    strange = language.foreign(f"{mail.subject} . {mail.text}")
    sentences: list[Sentence] = []
    weight: defaultdict[str, float] = defaultdict(float)
    foreign: dict[str, None] = {}
    quantities: dict[str, None] = {}
    names = named.Names(engine.kb)
    surely: set[str] = set()
    full: set[str] = set()
    of_sim = bool(_SIM.search(f"{mail.subject} {mail.text}"))
    for n, written in enumerate(cut.sentences(mail)):
        text = names.plain(telling.MY_FAULT.sub("", written))
        try:
            reading = engine.understander.read(text)
        except QueryError:
            continue
        in_subject = n == 0 and bool(mail.subject)
        says = bool(engine.limits.topic(reading) or reading.lamp_question or reading.codes)
        office = any(not (m[0].lower() == "contract" and of_sim) for m in _OFFICE.finditer(text))
        office = office and not _LOADING.search(text)
        office = office and not (reading.codes or reading.lamp_question or telling.BROKEN.search(text))
        asks, tried = bool(ASKS.search(text)) and not WHAT_NOW.match(text), bool(TRIED.search(text))
        inner = engine.understander.read(q) if asks and (q := question.within(text)) else None
        harm = danger.is_told(engine.kb, text, hinted=is_danger(text))
        sentence = Sentence(text, reading, asks, tried, says, office, question=inner, danger=harm)
        sentences.append(sentence)
        # In the order of the text: what is named first is what it is about.
        spoken = dict.fromkeys(v for hit in reading.names for v in hit.values if v in reading.devices)
        said = [] if named.misread(reading) else [*spoken, *sorted(reading.devices - spoken.keys())]
        # "The gateway" may be anybody's: a name that is a word of English names a product less surely.
        plain = {d for d in said if all(h.name in engine.kb.english for h in reading.names if d in h.values)}
        # "No 4G stick" says what is not there.
        plain |= {d for d in said if named.is_denied(engine.kb, d, text)}
        counts = (SUBJECT_WEIGHT if in_subject else 1.0) * (1.0 if sentence.worth or sentence.tried else named.SIDE)
        surely.update(d for d in said if d not in plain)
        full.update(
            d
            for d in said
            if any(d in h.values and h.name != squash(engine.kb.devices[d].maker) for h in reading.names)
        )
        for device in said:
            share = named.SIDE if device in plain else 1.0
            weight[device] += counts * share / max(1, len(plain) if device in plain else len(said) - len(plain))
        foreign.update(dict.fromkeys([*reading.foreign, *named.strangers(engine, text, reading)]))
        quantities.update(dict.fromkeys(m[0].strip() for m in QUANTITY.finditer(text)))
    if _is_of_the_office(sentences, subject=bool(mail.subject)) and not (
        weight and any(s.complains for s in sentences)
    ):
        # Around the office's matters only what asks or tells of trouble is about the product.
        sentences = [s if s.tells else replace(s, office=True) for s in sentences]
    sentences = _with_what_they_ask_of(engine, sentences)
    if not weight:
        # The product stands in the greeting ("dear mySigen team"), under the signature, or in the mail that is answered.
        for device in named.beside(engine, names.plain(f"{mail.text[:_GREETING]}\n{mail.aside}")):
            weight[device] += 1.0
    if not weight:
        maker = " ".join(s.text for s in sentences)
        weight |= dict.fromkeys(named.of_maker(engine.kb, maker), named.SIDE)
    plainly = named.no_rivals(engine, weight, surely, full)
    devices = tuple(sorted((d for d in weight if d not in plainly), key=lambda d: -weight[d]))
    lead, inferred = named.leading(engine, devices, weight, sentences)
    if len({apart[d] for d in devices}) > 1 and any(_UNSURE.search(s.text) for s in sentences):
        lead = None
    return Ticket(
        tuple(sentences),
        devices,
        lead,
        inferred,
        named.not_partners(engine, foreign, devices),
        tuple(quantities),
        strange,
        named.other_product(engine, lead, mail, sentences),
        plainly,
    )


def _is_of_the_office(sentences: list[Sentence], *, subject: bool) -> bool:
    """Whether a letter is about the office's matters: its subject or its first sentence is, or a third of what it says."""
    begins = [s for s in sentences[: 1 + subject] if s.says or s.office]
    says = [s for s in sentences if s.says or s.office]
    return any(s.office for s in begins) or sum(s.office for s in says) * _OFFICE_SHARE >= max(1, len(says))


def _with_what_they_ask_of(engine: Engine, sentences: list[Sentence]) -> list[Sentence]:
    """Return the sentences, those that ask of "that" and name nothing themselves read together with the one before."""
    out: list[Sentence] = []
    for n, sentence in enumerate(sentences):
        before = next((s for s in reversed(sentences[:n]) if s.says and not (s.office or s.tried or s.well)), None)
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
