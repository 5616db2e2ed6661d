"""What the manuals do not hold, told from the question and the fact base: other makers, prices, what is named and does not
exist (absent.py), properties a manual does not print.

Each rule gives a sentence. They come before the calibrated decision (abstain.py), because they are certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.bundle.analysis import terms
from kb.bundle.store import KnowledgeBase
from kb.curation.passages import Passage
from kb.curation.vocabulary import Vocabulary
from kb.search import asked
from kb.search.absent import LINKING, Absent
from kb.search.aliases import MAKER, squash
from kb.search.asked import PRINTED_DO_NOT, Part, Told, says
from kb.search.cues import QUANTITY
from kb.search.spelling import Speller
from kb.search.understand import Understanding

# Another maker's product that is there already, and not what the question is about.
_BESIDE = (
    r"(?:\b(?:(?:habits?|used to it|as usual) (?:from|with|on)|old|existing|present|already (?:have|has|had|got)(?: an?| the| some)?"
    r"|(?:next to|beside|alongside|on top of) (?:my|our|an?|the|his|her|their))(?: (?:old|existing))?) {}\b"
)
_CHANGING = re.compile(r"\b(chang|forg[eo]t|reset|invalid|wrong|set|remember|recover|lost|mail)", re.IGNORECASE)
_MATTER = re.compile(r"\b(sensor|electricity|night|power|energy|rate)\b", re.IGNORECASE)


_ASKING = re.compile(r"\b(?:which|what|where|how|who|when)\b", re.IGNORECASE)
# "Which cable do I buy" asks for the cable.
_BUY = frozenset({"buy", "purchase"})
_KIND_TO_BUY = re.compile(
    r"\b(?:what|which|kind of|type of|how thick|how long|have to|need to|must i)\b[^.?!]*\b(?:buy|purchase)\b(?! (?:it|one|this|that)\b)",
    re.IGNORECASE,
)
# What has to be bought is told, whatever it costs.
_SOLD_APART = re.compile(
    r"\b(?:bought|sold|purchased) separately\b|\bpurchas\w+ separately\b|\bhas to be bought\b", re.IGNORECASE
)
# "I buy 6 of them": told, not asked.
_BOUGHT = re.compile(
    r"(?:^|[.,;:]\s*)(?:and |so )?(?:i|we|he|she|they|customer) (?:buy|buys|purchase)\b(?! (?:it|this|that|from|at)\b)",
    re.IGNORECASE,
)
# How long it lay there, what a paper says, and what is cheap: told beside the question.
_IN_PASSING = re.compile(
    r"\b(?:days?|weeks?|months?|years?) in stock\b|\bpurchase orders?\b"
    r"|\b(?:invoice|bill|order|offer|quote|receipt) (?:says|reads|lists|shows|states|has)\b"
    r"|\b(?:on|in) (?:the|your|our|their|my) (?:price list|invoice|quote|order|offer|delivery note)\b"
    r"|\b(?:a |this |some |any )?cheap (?:[\w-]+ )?(?:charger|cable|inverter|meter|copy|clone|plug|sensor)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"\bhow much (is|are|for|does|do)\b", re.IGNORECASE)
# How a thing is sold: "how much for a second one fitted" asks for its price, whatever it is.
_SOLD = frozenset(
    terms(
        "second third new used spare extra further additional single whole complete fitted installed delivered including fitting "
        "installation today now"
    )
)
_FEE = re.compile(r"\bwhat do (?:you|they)(?: lot| guys| people)? charge\b", re.IGNORECASE)
_INVERTER = re.compile(r"\binverters?\b", re.IGNORECASE)
# What the manuals tell of no third party.
_STORED = r"(?:batter(?:y|ies)|packs?|powerwall|wall ?box(?:es)?|chargers?)\b"
_OWN_MATTERS = re.compile(
    r"\b(menus?|screen|display|app|portal|time of use|tou|export limit|firmware|update|shuts?|tripp\w*|noise|fan|relay|grid code|"
    r"error codes?|fault codes?|program \d+)\b",
    re.IGNORECASE,
)
_JOINING = re.compile(
    r"\b(connect\w*|communicat\w*|compatible|work with|talk\w*|protocol|support\w*|pair with)\b", re.IGNORECASE
)
_OWN_LAMP = re.compile(r"\b(leds?|lights?|lamps?|parameters?|advanced settings?)\b", re.IGNORECASE)
_BATTERY = re.compile(r"\bbatter(y|ies)\b", re.IGNORECASE)


# "It does not work" says nothing of what does not.
_VAGUE_WORDS = "work help problem issue wrong fix thing stuff doesn't won't isn't can't don't didn't"
_VAGUE = frozenset(terms(_VAGUE_WORDS))
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
# SNMP, SmartShunt.
_NAME_LIKE = re.compile(r"[A-Z]{3,}$|[A-Z][a-z]+[A-Z]")
# From this share of words that no manual uses a question is about something else; no answerable learn question comes near.
STRANGE = 0.33
STRANGE_ANCHORED = 0.3
# The same for the best answer's cosine.
NEAR = 0.6
NEAR_ANCHORED = 0.5


# From this probability, and this nearness, the best answer is about the same part whatever words the question has besides.
SURE = 0.9
SURE_NEAR = 0.65
# From this it answers likelier than not.
LIKELY = 0.5
# A word that no manual uses is strange up to this probability.
STRANGE_UNTIL = 0.35


@dataclass(frozen=True)
class Best:
    """What is known of the best answers when a rule decides: all that the first says and is asked, the probability that it answers, its cosine.

    `own`: it is about a product that is named, if one is.
    """

    said: str = ""
    probability: float = 0.0
    cosine: float = 0.0
    own: bool = True

    def names(self, word: str, question: str) -> bool:
        """Tell whether the first answers likelier than not, and holds a word of a question, or is about other makers' inverters.

        What the manuals tell of a third party's inverter is no answer about its battery.
        """
        stored = re.search(rf"\b{re.escape(word)}\b(?: [\w.-]+){{0,2}} {_STORED}", question, re.IGNORECASE)
        told = self.own and self.probability >= LIKELY and not stored
        return told and (says(self.said, word) or says(self.said, "third-party"))

    @property
    def sure(self) -> bool:
        """Tell whether the first is about what is asked, whatever else is told in the question."""
        return self.own and self.probability >= SURE and self.cosine >= SURE_NEAR


_NOTHING = Best()
_TOLD = re.compile(r"[A-Z][^.!?]+[.!?](?=\s|$)")


class Limits(Absent):
    """Knows what one knowledge base does not hold, and what its manuals do not print."""

    def __init__(self, kb: KnowledgeBase, words: Vocabulary) -> None:
        """Take the words of things, makers and properties that questions are compared with."""
        super().__init__(kb)
        self.words = words
        things = "|".join(map(re.escape, sorted(words.things, key=len, reverse=True))) or "$^"
        self._thing = re.compile(
            rf"^(?:(?:my|the|our|a|an) )?(?:\w+ )?({things})s?\b|\b(?:my|our) ({things})s?\b", re.IGNORECASE
        )
        # The first letters of a maker's name are enough: "our Sigen".
        makers = sorted({re.escape(d.maker[:MAKER]) for d in kb.devices.values() if " " not in d.maker})
        self._makers = re.compile(rf"\b(?:{'|'.join(makers) or '$^'})", re.IGNORECASE)
        self._spoken = frozenset(
            w for k in (*words.lamp_words, *words.colors, *words.patterns, *asked.MEASURES) for w in k.split()
        )
        self.filler = frozenset(t for w in words.filler for t in terms(w))

    def reason(self, reading: Understanding, best: Best = _NOTHING) -> str:
        """Return why the manuals cannot answer this question, or an empty text. The first rule that applies speaks."""
        text = reading.corrected
        said = self._other_makers(reading, text, best) or self._never_printed(reading, text, best)
        said = said or ("" if best.sure else self._inverters(reading, text))
        return said or self._prices(reading, text) or self.absent(reading, text) or self._nothing_asked(reading, text)

    def _other_makers(self, reading: Understanding, text: str, best: Best = _NOTHING) -> str:
        # What stands there already, or what our own manual names: the meter that a sensor is made by.
        own = bool(reading.devices)
        named = [w for w in reading.foreign if not (own and (_stands_beside(w, text) or best.names(w, text)))]
        return f"The manuals here do not cover {', '.join(named)}." if named else ""

    def _never_printed(self, reading: Understanding, text: str, best: Best = _NOTHING) -> str:
        def told(word: str) -> bool:
            return best.sure and says(best.said, word)

        asked = [
            w
            for w in self.words.not_printed
            if says(text, w) and not ("password" in w and _CHANGING.search(text)) and not told(w)
        ]
        if asked:
            return f"{PRINTED_DO_NOT} hold this ({', '.join(asked)}); the maker or supplier does."
        outside = [
            w
            for w in reading.outside
            if not (
                told(w)
                or (w in _BUY and best.own and best.probability >= LIKELY and _SOLD_APART.search(best.said))
                or _IN_PASSING.search(text)
                or (w in _BUY and (_KIND_TO_BUY.search(text) or _BOUGHT.search(text)))
            )
        ]
        if outside and not _MATTER.search(text):
            return f"Manuals do not say this ({', '.join(outside)}); a seller or the maker does."
        return ""

    def _prices(self, reading: Understanding, text: str) -> str:
        asked_for = _FEE.search(text) or (_PRICE.search(text) and not self.topic(reading) - _SOLD)
        return "Manuals print no prices; a seller does." if asked_for else ""

    def _inverters(self, reading: Understanding, text: str) -> str:
        """Refuse what is asked of an inverter itself: the manuals only say how to join it with a battery."""
        if not reading.brands or reading.devices:
            return ""
        joined = reading.cues & LINKING or reading.bus or reading.pins or reading.connectors or reading.codes
        own = _OWN_MATTERS.search(text) and not _JOINING.search(text)
        about = (_INVERTER.search(text) or _OWN_LAMP.search(text)) and not (
            _JOINING.search(text) or _BATTERY.search(text)
        )
        if joined or not (own or about):
            return ""
        return f"The manuals say how to connect {', '.join(sorted(reading.brands))} inverters to a battery, and nothing else of them."

    def topic(self, reading: Understanding) -> set[str]:
        """Return the question's own words: without names, quantities and words that say nothing."""
        named = {t for h in reading.names for t in terms(h.name)}.union(
            *(self.kb.name_terms[d] for d in reading.devices)
        )
        # "6 kW" is a quantity, whatever it is of.
        text = QUANTITY.sub(" ", reading.corrected)
        return {t for t in terms(text) if t not in self.filler and t not in named and not t[0].isdigit()}

    def _nothing_asked(self, reading: Understanding, _text: str) -> str:
        """Refuse words that name no matter at all: a greeting, thanks."""
        said = reading.names or reading.lamp_question or reading.expansions or reading.quantities
        named = said or reading.pins or reading.codes or reading.bus or reading.about_conflicts
        if named or not self.topic(reading) <= _VAGUE:
            return ""
        return "There is nothing in this to look up: name what you see, a code, a pin or a brand."

    def another_thing(self, reading: Understanding, answers: Iterable[Told]) -> str:
        """Return a sentence when a thing of the household is asked about that none of the best answers speaks of."""
        if reading.devices or reading.names or reading.about_conflicts or self._makers.search(reading.corrected):
            return ""
        # It is what the question is about: "my kettle …", "the garden lamp …", and not "throw it into the oven".
        subject = self._thing.search(reading.corrected)
        thing = (subject[1] or subject[2]).lower() if subject else ""
        if not thing or any(set(terms(thing)) <= a.terms for a in answers):
            return ""
        return f"The manuals here are about no {thing}."

    def figure_of_code(self, reading: Understanding, answers: Iterable[Told]) -> str:
        """Return a sentence when a figure of an alarm is asked for, and neither the alarm nor what stands by its name has one."""
        codes = frozenset(t for c in reading.codes if squash(c) in self.codes for t in terms(c))
        return asked.figure_missing(reading.corrected, list(answers), Part({}, codes)) if codes else ""

    def property_missing(self, reading: Understanding, answers: Iterable[Told], best: Best = _NOTHING) -> str:
        """Return a sentence when the question asks a figure or a property that none of the best answers tells of this very part."""
        told, text, topic = list(answers), reading.corrected, self.topic(reading)
        # What is told before it is a story: its words name no part.
        topic = topic.intersection(terms(asked.asking(text))) or topic
        expansions = frozenset(t for phrase in reading.expansions for t in terms(phrase))
        codes = frozenset(t for c in reading.codes if squash(c) in self.codes for t in terms(c))

        def part(words: Iterable[str]) -> Part:
            besides = _terms(tuple(words))
            return Part({t: self._weight(t) for t in topic - besides}, codes, expansions)

        # What a formula works out is told, whatever the figure is called.
        worked_out = bool(told) and told[0].worked_out
        # However near the first is: "which colour is pin 4" is not answered by what is on pin 4.
        of_pin = bool(reading.pins)
        properties = {
            n: p
            for n, p in self.words.properties.items()
            if p.strict or (not worked_out and (not best.sure or (p.first and of_pin)))
        }
        missing = asked.property_missing(asked.asking(text), (a.text for a in told), properties)
        missing = missing or asked.figure_missing(
            text, told, part((*asked.MEASURES, *asked.UNIT_WORDS)), sure=best.sure
        )
        missing = missing or asked.of_another_screw(text, told)
        if missing:
            return missing
        # "Which port, and how tight": the first is answered, whatever is not printed of the second.
        several = best.probability >= LIKELY and len(_ASKING.findall(text)) > 1
        for name, entry in self.words.properties.items():
            if entry.part and not several and asked.asks(entry, text):
                missing = asked.of_another_part(name, entry, told, part((*entry.asked, *entry.told, *asked.MEASURES)))
                if missing:
                    return missing
        return "" if reading.expansions or reading.codes or best.sure else asked.not_counted(text, told, self.filler)

    def _weight(self, term: str) -> float:
        """Rarity of a term; one that no manual has is as rare as the rarest."""
        return self.kb.lexical.term_idf(term) or float(self.kb.lexical.idf.max(initial=1.0))

    def _uses(self, system: str, term: str) -> bool:
        """Tell whether the manuals of a system use a term, or people do who ask for what they say."""
        return bool((self._owned(system) & (self.kb.lexical.scores({term: 1.0}) > 0.0)).any()) or term in self._asked(
            system
        )

    @lru_cache(maxsize=64)  # noqa: B019 - limits live as long as their bundle
    def _owned(self, system: str) -> NDArray[np.bool_]:
        return np.array([system in {self._system[d] for d in self.kb.owners(e)} for e in self.kb.entries])

    @lru_cache(maxsize=64)  # noqa: B019
    def _asked(self, system: str) -> frozenset[str]:
        owned = self._owned(system)
        return frozenset(
            t for e, own in zip(self.kb.entries, owned, strict=True) if own for a in e.asks for t in terms(a)
        )

    @cached_property
    def _printed_terms(self) -> frozenset[str]:
        """The terms of all that facts and passages say; ways of asking are people's words."""
        return frozenset(t for w in self.kb.spelt for t in terms(w))

    def strange(
        self, reading: Understanding, real: Callable[[str], bool], held: frozenset[str] = frozenset()
    ) -> tuple[list[str], float]:
        """Return the words of the topic that the manuals in question never use, and their share 0..1 of it.

        The manuals in question are those of the named products' system, else all. `held` are the terms of the best answers: a way
        of asking speaks for its own fact only. A typing error is no word of English and does not count; a name in capitals does.
        """
        own = {self._system[d] for d in reading.devices}
        topic = self.topic(reading)
        shouting = reading.text.isupper()
        found = []
        for word in dict.fromkeys(_WORD.findall(reading.corrected)):
            parts = set(terms(word))
            if not parts or not parts <= topic or word.lower() in self._spoken:
                continue
            there = not parts.isdisjoint(held)
            if own and not there:
                # Another product's manual may use it; this one's does not.
                there = (
                    any(self._uses(s, t) for s in own for t in parts)
                    if len(topic) > 1
                    else any(map(self.kb.lexical.term_idf, parts))
                )
            elif not there:
                there = not parts.isdisjoint(self._printed_terms)
            if not there and (real(word.lower()) or (not shouting and _NAME_LIKE.match(word))):
                found.append(word.lower())
        return found, len(found) / len(topic) if topic else 0.0

    def strange_topic(
        self, reading: Understanding, best: Best, speller: Speller, held: frozenset[str] = frozenset()
    ) -> str:
        """Return a sentence when what is asked about are words that no manual in question uses.

        Lamps are described in any words and do not count. `best.cosine` is that of the nearest answer: what is very near in
        meaning is the same matter in other words.
        """
        anchored = bool(reading.devices or reading.names)
        if reading.lamp_question or reading.expansions or best.cosine >= (NEAR_ANCHORED if anchored else NEAR):
            return ""
        if best.probability >= STRANGE_UNTIL:
            return ""
        found, share = self.strange(reading, lambda w: speller.real(w) and not speller.slipped(w), held)
        if not found or share < (STRANGE_ANCHORED if anchored else STRANGE):
            return ""
        return f"None of the manuals speaks of this ({', '.join(found[:3])})."


def only_a_figure(passage: Passage | None) -> str:
    """Return a sentence when all that a passage says is that the manual shows the matter as a figure and in no words."""
    told = _TOLD.findall(passage.text) if passage is not None else []
    if passage is None or len(told) != 1 or "shown only as a figure" not in told[0]:
        return ""
    return f"The manual shows this only as a figure, and in no words: {passage.number} {passage.title}."


def _stands_beside(name: str, text: str) -> bool:
    """Tell whether another maker's product is told of as what is there already: "next to my old X"."""
    return re.search(_BESIDE.format(re.escape(name)), text, re.IGNORECASE) is not None


@lru_cache(maxsize=512)
def _terms(texts: tuple[str, ...]) -> frozenset[str]:
    """Return the terms of lists of words that each question is compared with."""
    return frozenset(t for text in texts for t in terms(text))
