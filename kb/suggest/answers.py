"""What a ticket asks, answered by search: which question is put how, which answer is worth a place, and what was asked in vain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from kb.model.facts import base_id
from kb.search.answer import Answer, Result
from kb.search.asked import PRINT_NO, PRINTED_DO_NOT
from kb.search.engine import UNSURE
from kb.search.understand import MAX_QUERY
from kb.suggest.compose import Diagnosis
from kb.suggest.reckon import FIGURES, LOOKED_UP, TOLD_BY_CAUSES, Reckoner
from kb.suggest.sentence import Sentence

MAX_ANSWERS = 3
KEPT = 3
# So many sentences at the head of a ticket tell what its questions are about.
HEADING = 2
# The share of a sentence's own words that its answer holds; beside a diagnosis more is asked for.
HELD = 0.25
HELD_BESIDE = 0.55
# Who asks so wants something that manuals print; "what now?" and "what is wrong?" are said of faults.
LOOKS_UP = re.compile(
    r"\b(?:which|where|how (?:to|do|does|can|could|should|must|i|we|much|many|long|far|high|often|big|wide)|"
    r"will (?:\w+ ){1,2}(?:run|work|fit) (?:on|with|in)|"
    r"what (?!now|should|can i do|to do|is wrong|happened|is going)|"
    r"(?:is|are|be|still) (?:that |this |it |they |still )?(?:allowed|permitted|enough|too))",
    re.IGNORECASE,
)
# Who asks so wants to know what a lamp says, whatever the trouble is.
MEANS = re.compile(r"\bwhat (?:does|do|did|is) (?:\w+ ){0,6}(?:mean|meaning)\b|\bmeaning of\b", re.IGNORECASE)
_WHICH_ONE = re.compile(
    r"\b(?:which|what) (?:one |number |code )?(?:is|are|was|would) (?:it|that|this|they)\b", re.IGNORECASE
)
_ASKED = re.compile(r"\?\s*$")


class Missing(NamedTuple):
    """What was asked in vain, why, and whether it is known not to be printed."""

    text: str
    why_not: str
    unprinted: bool


class Answerer(Reckoner):
    """One ticket, its questions answered."""

    def _answers(
        self, device: str, found: Mapping[str, Answer], diagnosis: Diagnosis | None
    ) -> tuple[list[Result], list[Missing]]:
        """Answer what is asked; without a fault and without a question, what the ticket is headed with.

        Also returns what was not found, and why.
        """
        if diagnosis and any(i["stop"] for i in diagnosis.plain["safety"]):
            return [], []  # nothing else matters now
        beside = diagnosis if diagnosis and self.tells(diagnosis) else None
        shown = beside.plain["causes"][:MAX_ANSWERS] if beside else ()
        told = {base_id(f) for c in shown for f in c["facts"]}
        kept: dict[str, Result] = {}
        missing: list[Missing] = []
        worth = self._searched()
        asking = [s for s in worth if s.asks]
        # Without a question the heading and what follows it say one thing; beside one they may name what it is asked of.
        telling = [s for s in worth if not s.asks]
        firsts = Counter(base_id(a.results[0].id) for a in found.values() if a.answered and a.results)
        for sentence in (*asking, *([] if diagnosis else telling)):
            if not (self.engine.limits.topic(sentence.asked) or sentence.asked.names):
                continue
            if missing and not (sentence.asks or kept) and all(m.why_not != UNSURE for m in missing):
                continue  # what is told beside a question that has no answer is none
            if kept and not sentence.asks and not (asking and sentence in telling[:HEADING]):
                continue
            answer = found[sentence.text]
            before = found.get(sentence.before)
            if before and self._unprinted(before) and answer.answered:
                # "Which pin does it want?" asks on of what no manual prints.
                if not sentence.says:
                    continue
                answer = before if _ASKED.search(sentence.before) else answer
            if sentence.about and not kept and _WHICH_ONE.search(sentence.text):
                # "Which one is it?", below a code that no manual prints.
                answer = next((found[s.text] for s in telling if self._unprinted(found[s.text])), answer)
            first = answer.results[0] if answer.answered and answer.results else None
            if first is None:
                if sentence.asks:
                    missing.append(Missing(sentence.text, answer.why_not, self._unprinted(answer)))
                continue
            # Beside what is not printed of this product, another's figure must say more: "its weight, and its knockouts?"
            more = bool(kept) or (bool(missing) and device not in first.devices)
            again = firsts[base_id(first.id)] > 1
            if self._of_system(device, first) and self._fits(sentence, first, beside, told, more=more, again=again):
                kept.setdefault(base_id(first.id), first)
        return list(kept.values())[: MAX_ANSWERS if asking else 1], missing

    def _fits(
        self,
        sentence: Sentence,
        result: Result,
        diagnosis: Diagnosis | None,
        told: set[str],
        *,
        more: bool,
        again: bool,
    ) -> bool:
        """Whether a result is worth a place in the reply: it holds the sentence's own words, and no cause tells it already.

        `again`: another sentence of the ticket finds it as well.
        """
        place = self.kb.place_of.get(result.id)
        figure = result.kind in FIGURES and bool(self.engine.limits.topic(sentence.reading))
        own = sentence.reading if figure or self._specific(sentence) else None
        asked = [r for r in (sentence.asked, sentence.question, own) if r is not None]
        held = max(self.engine.ranker.coverage(r, place) for r in asked) if place is not None else 1.0
        if diagnosis is None:
            return result.exact or (again and sentence.asks) or held >= (HELD_BESIDE if more else HELD)
        looks_up = sentence.asks and result.kind in LOOKED_UP and (again or LOOKS_UP.search(sentence.text) is not None)
        looks_up = looks_up or (result.kind in {"led_state", "alarm"} and MEANS.search(sentence.text) is not None)
        if looks_up:
            return result.exact or again or held >= HELD
        doubled = base_id(result.id) in told or result.kind in TOLD_BY_CAUSES or sentence.complains
        return not doubled and (result.exact or held >= HELD_BESIDE)

    @staticmethod
    def _unprinted(answer: Answer) -> bool:
        """Whether a question was refused because what it asks for is known not to be printed."""
        return answer.silence is not None or answer.why_not.startswith((PRINT_NO, PRINTED_DO_NOT))

    def _search(self, device: str, sentence: Sentence) -> Answer:
        named = bool(sentence.asked.devices - self.ticket.plainly)
        short = self.kb.devices[device].short or self.kb.devices[device].name
        brands = self.ticket.brands
        # "Which pins do I need?" is asked of the inverter that another sentence names.
        brand = (
            brands[0]
            if sentence.asks
            and len(brands) == 1
            and not sentence.reading.brands
            and {"pin", "cable", "dip"} & sentence.reading.cues
            else ""
        )
        text = sentence.about.text if sentence.about else sentence.text
        query = text if named and not brand else f"{short} {brand} {text}"
        answer = self.engine.search(query[:MAX_QUERY], limit=KEPT)
        strange = sentence.reading.unknown_codes
        if not answer.answered and strange and self.ticket.brands:
            # "A Deye 8k": the model number of another maker's inverter need not stand in the manual.
            query = re.sub("|".join(map(re.escape, strange)), " ", query, flags=re.IGNORECASE)
            answer = self.engine.search(query[:MAX_QUERY], limit=KEPT)
        if not (answer.answered or self._unprinted(answer)) and sentence.about and self._specific(sentence):
            # What stands before may be another matter: "a friend sells it cheap. Can it be built into a vehicle?"
            answer = self._closer(answer, f"{short} {sentence.text}", any_kind=True)
        head = self.ticket.sentences[0]
        if not (answer.answered or self._unprinted(answer)) and sentence.about and head.says and head is not sentence:
            # Or the heading tells what it asks of: "Extinguisher. The inspector comes on Monday. Which sort is right?"
            answer = self._closer(answer, f"{short} {head.text.rstrip('.!? ')}: {sentence.text}", any_kind=True)
        if not answer.answered and sentence.asks:
            for app in (d for d in self.ticket.devices if d != device and self.kb.devices[d].type == "app"):
                answer = self._closer(answer, f"{self.kb.devices[app].name} {text}")
        if not answer.answered and answer.silence is None and sentence.question:
            answer = self._closer(answer, f"{short} {sentence.question.text}")
        return answer

    def _closer(self, answer: Answer, query: str, *, any_kind: bool = False) -> Answer:
        """Return the answer to a part of what was asked, when it has one (a figure, a pin, a procedure), else the first answer."""
        found = self.engine.search(query[:MAX_QUERY], limit=KEPT)
        return found if found.answered and (any_kind or self._looked_up(found)) else answer

    def _of_system(self, device: str, result: Result) -> bool:
        apart = self.kb.systems
        return any(apart.get(d) == apart[device] for d in result.devices)
