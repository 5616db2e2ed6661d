"""A ticket → a suggestion: search answers what is asked, the troubleshooter explains what was seen, the reply says it with its places."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kb.bundle import covered
from kb.diagnose import api, learn
from kb.model.facts import base_id
from kb.search.answer import Answer, Result
from kb.search.engine import UNSURE, Engine
from kb.suggest import likeness, reply
from kb.suggest import mail as mails
from kb.suggest import read as reading
from kb.suggest.answers import KEPT, LOOKS_UP, Missing
from kb.suggest.compose import CITED, LIKELY, Diagnosis
from kb.suggest.coverage import Coverage
from kb.suggest.model import (
    Caution,
    Certainty,
    DeviceGuess,
    Part,
    Suggestion,
    Tried,
)
from kb.suggest.reckon import TOPIC_TERMS, TROUBLE_KINDS
from kb.suggest.sentence import Sentence

# What another manual answers with this share of the words that the first one holds is no sign of one product.
ALSO = 0.5
# More products than this are not listed in a question.
MANY = 4
# So near must a ticket that names no product come to a fault of ours to be asked which product it is (what is written of other
# makers' products and of other things stays below); and what comes so near to the nearest is asked for as well.
ALIKE_OURS = 0.68
BESIDE = 0.2
# From here on a ticket that no answer was found for is given its likeliest cause, whatever was asked beside it that no manual says:
# of 48 tickets in thirty sets whose causes had been dropped none was one that the manuals do not cover.
PLAINLY_COVERED, PLAINLY_NEAR = 1.0, 0.7


def suggest(
    engine: Engine,
    subject: str,
    body: str,
    *,
    device: str | None = None,
    role: str = "support",
    learnt: learn.Priors | None = None,
) -> Suggestion:
    """Return what can be said to a ticket.

    `device` is known from elsewhere (a product field of the helpdesk) and settles the product. Raises QueryError for an
    empty or too large ticket or an unknown role, NotFoundError for an unknown device.
    """
    start = time.perf_counter()
    mail = mails.read(subject, body)
    if device is not None:
        engine.kb.device(device)
    ticket = reading.read(engine, mail)
    work = Work(engine, ticket, role, learnt)
    work.written, work.subject = covered.plain(subject, body, engine.kb.product_names), mail.subject
    why_not = work.unasked(subject, body)
    found = work.not_covered(device or ticket.lead, why_not) if why_not else work.about(device)
    return msgspec.structs.replace(found, left_out=mail.left_out, took_ms=(time.perf_counter() - start) * 1000)


_ABOUT = "This seems to be about {}: no manual here tells of it."
_FAR_OFF = "This seems to be about something that no manual here tells of."


class Work(Coverage):
    """One ticket at work."""

    def about(self, given: str | None) -> Suggestion:
        """Settle the product, then advise; or say why that cannot be done."""
        device = given or self.ticket.lead
        certainty: Certainty = "said"
        why = "given with the ticket" if given else "named in the ticket"
        if self.ticket.language:
            return self.not_covered(
                device, f"The ticket seems not to be in English ({self.ticket.language}): it was not read."
            )
        if not given and (elsewhere := self.not_ours(device)):
            return self.not_covered(None, elsewhere)
        surely = not given and self.surely_ours()
        matter = "" if surely else self.other_matter()
        if device is None and (matter or (not self.ticket.devices and self.of_nothing_ours())):
            return self.not_covered(None, _ABOUT.format(matter) if matter else _FAR_OFF)
        if device is not None and self.ticket.inferred and not given:
            certainty, why = "likely", f"only this product has {self.ticket.inferred}"
        if device is None and self.ticket.devices:
            return self._which(self.ticket.devices)
        if device is None:
            votes, candidates, why_not = self._told_by_others()
            if not (votes or candidates):
                candidates = self._nearest_faults() if surely else self._like_ours()
            if surely and len(votes) == 1 and not candidates:
                candidates = [d for d in self._nearest_faults() if self.kb.systems[d] != self.kb.systems[votes[0]]]
            if len(votes) != 1 or candidates:
                return self._which([*votes, *candidates]) if votes or candidates else self.not_covered(None, why_not)
            device, certainty, why = votes[0], "likely", "only this product's manual tells of it"
        return self._advise(device, certainty, why, matter if device == (given or self.ticket.lead) else "")

    def _told_by_others(self) -> tuple[list[str], list[str], str]:
        """Search without a product: the products whose manual alone tells of it, and those to choose from."""
        votes: dict[str, None] = {}
        candidates: dict[str, None] = {}
        why_not, refused, told = "", 0, 0
        voting: list[tuple[Sentence, Result]] = []
        apart = self.kb.systems
        complains = any(s.complains for s in self._searched())
        for sentence in self._searched():
            answer = self.engine.search(sentence.text, limit=KEPT)
            if not (answer.answered and self._tells(sentence)):
                why_not = why_not or answer.why_not
                # Above a complaint a heading may be anything: "transfer from front desk".
                heading = complains and sentence is self.ticket.sentences[0] and not sentence.tells
                refused += self._specific(sentence) and not answer.answered and not heading
            elif answer.ask_device:
                told += 1
                candidates.update(dict.fromkeys(answer.ask_device))
            elif answer.results:
                told += 1
                first = answer.results[0]
                # What several manuals tell in the same way is no sign of one product.
                like = [r.devices[0] for r in answer.results if r.kind == first.kind and not first.exact]
                if len({apart[d] for d in like}) > 1:
                    candidates.update(dict.fromkeys(like))
                else:
                    votes.setdefault(self._head(first.devices[0]))
                    voting.append((sentence, first))
        if len(votes) == 1 and not candidates:
            candidates = self._as_well(next(iter(votes)), voting)
        if refused > told:
            # Most of what it says is in no manual here: it is about something else.
            return [], [], why_not
        return list(votes), list(candidates), why_not

    def _like_ours(self) -> list[str]:
        """Return the products with a fault that people tell in nearly these words, when the ticket tells of one; nearest first."""
        complains = self.alike.top >= likeness.CLEAR or any(s.complains for s in self.ticket.sentences)
        if not complains or any(s.office for s in self.ticket.sentences):
            return []
        if any(s.reading.unknown_codes for s in self.ticket.sentences):
            return []  # a number that no manual prints is told of another thing
        if self.alike.top < (likeness.FAIR if self.is_our_kind() else ALIKE_OURS):
            return []
        return self._nearest_faults()

    def _nearest_faults(self) -> list[str]:
        """Return the products with the faults that people tell in the nearest words, nearest first."""
        near = self.alike
        found = sorted(((float(near.near[m.id][:-1].max()), m) for m in api.models(self.kb)), key=lambda x: -x[0])
        return [m.source.devices[0] for x, m in found if x >= near.top - BESIDE]

    def _as_well(self, device: str, voting: Iterable[tuple[Sentence, Result]]) -> dict[str, None]:
        """Return the products whose manuals answer as well, once they are asked by name, what was taken for a sign of one product."""
        apart, out = self.kb.systems, dict[str, None]()
        heads = dict.fromkeys(self._head(d) for d in self.kb.devices if apart[d] != apart[device])
        for sentence, first in voting:
            place = self.kb.place_of.get(first.id)
            least = ALSO * self.engine.ranker.coverage(sentence.reading, place) if place is not None else 1.0
            for head in heads:
                answer = self._search(head, sentence)
                place = self.kb.place_of.get(answer.results[0].id) if answer.answered and answer.results else None
                own = place is not None and self._of_system(head, answer.results[0])
                if own and place is not None and self.engine.ranker.coverage(sentence.reading, place) >= least:
                    out[head] = None
        return out

    def _tells(self, sentence: Sentence) -> bool:
        """Whether a sentence says enough to tell products apart: "please reset it" does not."""
        office = any(s.office for s in self.ticket.sentences)
        # Beside the office's matters a question of one word ("who is responsible?") is the office's as well.
        return self._specific(sentence, 1 if sentence.alarms or (sentence.asks and not office) else TOPIC_TERMS)

    def _head(self, device: str) -> str:
        """Return the product a family is called by: the one most facts are about."""
        family = self.kb.devices[device].family
        members = [d.id for d in self.kb.devices.values() if family and d.family == family] or [device]
        return max(members, key=lambda d: sum(1 for _ in self.kb.select(device=d)))

    def _guess(self, device: str, why: str = "") -> DeviceGuess:
        found = self.kb.devices[device]
        return DeviceGuess(device, found.name, why)

    def not_covered(self, device: str | None, why_not: str) -> Suggestion:
        return Suggestion(
            covered=False,
            device=device,
            certainty="said" if device else "none",
            devices=tuple(self._guess(d, "named in the ticket") for d in self.ticket.devices),
            quantities=self.ticket.quantities,
            why_not=why_not or UNSURE,
            contact=self.contact(device),
            unknown=self.unknown(),
        )

    def _which(self, devices: Iterable[str]) -> Suggestion:
        """Ask which product it is; before that is known only danger is spoken of, product by product."""
        heads = list(dict.fromkeys(self._head(d) for d in devices))
        guesses = tuple(self._guess(d) for d in heads)
        names = "; ".join(g.name for g in guesses)
        ask = "Which product is it?" if len(heads) >= MANY else f"Which product is it: {names}?"
        ask = f"Is it about the {names}?" if len(heads) == 1 else ask
        question = Part("question", "", (f"{ask} Its name stands on the type label.",))
        dangers = self._dangers(heads[:MANY])
        parts = (*(part for part, _ in dangers), question)
        sources = self.sources(parts)
        return Suggestion(
            covered=True,
            device=None,
            certainty="unclear",
            devices=tuple(self._guess(d, "named in the ticket") for d in self.ticket.devices),
            ask_device=guesses,
            quantities=self.ticket.quantities,
            next={
                "id": "device",
                "ask": "Which product is it?",
                "kind": "question",
                "why": "Every product has its own manual.",
                "choices": [{"id": g.id, "label": g.name} for g in guesses],
            },
            safety=tuple(caution for _, cautions in dangers for caution in cautions),
            parts=parts,
            sources=sources,
            reply=reply.write(parts, sources, self.shorts),
            unknown=("The ticket does not say clearly which product it is about.", *self.unknown()),
        )

    def _dangers(self, heads: Iterable[str]) -> list[tuple[Part, tuple[Caution, ...]]]:
        """Return what each product's manual says at once of the danger that the ticket tells of: for the reply, and as cautions."""
        out = []
        for device in heads:
            member = self._with_model(device)
            told = self._told()
            if member is None or not told:
                continue
            plain: dict[str, Any] = api.diagnose(self.kb, member, {"said": told}, self.role)
            stops = [item for item in plain["safety"] if item["stop"]]
            if plain["model"] and stops:
                name = self.kb.devices[device].name
                lines = tuple(dict.fromkeys(item["text"] for item in stops))
                part = Part(
                    "safety",
                    f"Safety first, if it is the {name}",
                    lines,
                    tuple(c for i in stops for c in i["cites"][:CITED]),
                )
                cautions = self.safety({"safety": stops})
                out.append((part, tuple(msgspec.structs.replace(c, text=f"{name}: {c.text}") for c in cautions)))
        return out

    # --- with a product ---

    def _advise(self, device: str, certainty: Certainty, why: str, matter: str) -> Suggestion:
        found = self.looked_up(device)
        if self.far_off(found, beside=bool(matter)):
            return self.not_covered(device, _ABOUT.format(matter) if matter else _FAR_OFF)
        diagnosis, answers, missing = self._settle(device, found)
        if diagnosis is None and answers:
            # Of several products named it is about the one whose manual answers.
            own = [d for d in self.ticket.devices if d in answers[0].devices]
            device = device if device in answers[0].devices or not own else own[0]
        device = self._app(device, diagnosis, answers)
        if diagnosis is None and not answers:
            why_not = missing[0].why_not if missing else UNSURE
            return self.not_covered(device, why_not)
        parts = [*(self.diagnosis_parts(diagnosis) if diagnosis else ()), *map(self.answer_part, answers)]
        cautions = self.cautions(parts, answers)
        if cautions:
            before = next((n for n, p in enumerate(parts) if p.kind == "steps"), len(parts))
            lines = tuple(c.text for c in cautions)
            parts.insert(before, Part("caution", "Please mind", lines, tuple(c.fact for c in cautions)))
        if diagnosis:
            parts += self.question_parts(diagnosis)
        parts.insert(0, self.opening(device, certainty))
        parts = self.grounded(parts)
        sources = self.sources(parts)
        plain = diagnosis.plain if diagnosis else {}
        return Suggestion(
            covered=True,
            device=device,
            certainty=certainty,
            devices=tuple(
                self._guess(d, why if d == device else "named in the ticket")
                for d in dict.fromkeys([device, *self.ticket.devices])
            ),
            model=plain.get("model"),
            observations=self.observations(diagnosis),
            quantities=self.ticket.quantities,
            tried=tuple(diagnosis.tried)
            if diagnosis
            else tuple(Tried(s.text) for s in self.ticket.sentences if s.tried),
            safety=self.safety(plain),
            causes=self.causes(diagnosis),
            next=self.next(plain, diagnosis),
            answers=tuple(msgspec.to_builtins(a) for a in answers),
            cautions=cautions,
            reply=reply.write(parts, sources, self.shorts),
            parts=tuple(parts),
            sources=sources,
            unknown=(*self.dropped(plain), *self.unknown(), *(f"{m.text} {m.why_not}" for m in missing)),
            contact=self.contact(device),
            trouble=self.address(diagnosis),
        )

    def _app(self, device: str, diagnosis: Diagnosis | None, answers: Iterable[Result]) -> str:
        """Return the app that is named beside a product where all that is said is about the app, else the product."""
        apps = [d for d in self.ticket.devices if self.kb.devices[d].type == "app"]
        if not apps or device in apps:
            return device
        told = [d for r in answers for d in r.devices[:1]]
        if diagnosis is not None and self.tells(diagnosis):
            told.append(diagnosis.model.source.devices[0])
        return apps[0] if told and all(d == apps[0] for d in told) else device

    def _settle(self, device: str, found: Mapping[str, Answer]) -> tuple[Diagnosis | None, list[Result], list[Missing]]:
        """Return what is told of causes, what is answered, and what is asked and no manual says; what has no ground is left out."""
        diagnosis = reckoned = self._diagnose(device, found)
        answers, missing = self._answers(device, found, diagnosis)
        if diagnosis and self._unfounded(diagnosis):
            asked = self._answers(device, found, None)
            looks_up = any(s.asks and LOOKS_UP.search(s.text) and _calm(found[s.text]) for s in self._searched())
            # Who complains in nearly the words that people have for a cause wants that, whatever is answered beside it.
            surely = diagnosis.near >= likeness.CLEAR and any(s.complains for s in self.ticket.sentences)
            if asked[0] and ((answers and not surely) or (looks_up and diagnosis.near < likeness.CLEAR)):
                # What is asked is answered, and nothing tells of a cause.
                diagnosis, (answers, missing) = None, asked
            elif missing and not (answers or asked[0]):
                known = self._is_known(missing) and diagnosis.near < likeness.CLEAR
                if known or not any(s.complains for s in self.ticket.sentences):
                    # What is asked the manuals do not say, and nobody complains, or nothing tells of what.
                    diagnosis = None
        if diagnosis and not answers and self._hardly_told(diagnosis, found, missing):
            diagnosis = None
            if not missing and self._twice(found):  # nothing is asked: what it tells may be looked up
                answers, missing = self._answers(device, found, None)
        if diagnosis is None and not answers and reckoned and self._plainly_told(reckoned, found):
            diagnosis = reckoned
        return diagnosis, answers, missing

    def _plainly_told(self, diagnosis: Diagnosis, found: Mapping[str, Answer]) -> bool:
        """Whether a ticket that surely is covered, and to which nothing else is said, tells of a cause in nearly the words for it."""
        first = diagnosis.plain["causes"][0]
        near = diagnosis.near >= PLAINLY_NEAR and first["p"] >= LIKELY
        return near and self.standing(self.signs(found)) >= PLAINLY_COVERED

    def _unfounded(self, diagnosis: Diagnosis) -> bool:
        """Whether nothing that was found or read speaks for a cause, and none is likely or nobody complains."""
        told = diagnosis.led or diagnosis.fault or diagnosis.plain["taken"] or diagnosis.heard
        likely = diagnosis.share * diagnosis.plain["causes"][0]["p"] >= LIKELY
        if self._is_guess(diagnosis):
            return True
        return not (told or (likely and any(s.complains for s in self.ticket.sentences)))

    def _is_refused(self, sentence: Sentence, found: Mapping[str, Answer]) -> bool:
        """Whether a sentence speaks of what is known not to be printed, or has but a word of trouble and is of something else."""
        answer = found.get(sentence.text)
        if answer is None:
            return False
        elsewhere = not answer.answered and answer.why_not not in {"", UNSURE} and not sentence.fails
        return self._unprinted(answer) or elsewhere

    @staticmethod
    def _twice(found: Mapping[str, Answer]) -> bool:
        """Whether one fact answers more than one sentence."""
        firsts = [base_id(a.results[0].id) for a in found.values() if a.answered and a.results]
        return len(set(firsts)) < len(firsts)

    @staticmethod
    def _is_guess(diagnosis: Diagnosis) -> bool:
        """Whether the causes are far from all that people say of them, and unlikely."""
        lamps = {p.id for p in diagnosis.model.probes if p.kind == "lamp"}
        # A lamp that was told is a sign, though it alone tells no cause from another.
        if any(i["stop"] for i in diagnosis.plain["safety"]) or any(t["id"] in lamps for t in diagnosis.plain["taken"]):
            return False
        unlikely = diagnosis.share * diagnosis.plain["causes"][0]["p"] < LIKELY and not diagnosis.fault
        return unlikely and diagnosis.near < likeness.FAIR

    def _hardly_told(self, diagnosis: Diagnosis, found: Mapping[str, Answer], missing: list[Missing]) -> bool:
        """Whether nothing is to be said of causes: they are guessed at, or the thing is well and what is asked is not printed."""
        if any(i["stop"] for i in diagnosis.plain["safety"]) or diagnosis.near >= likeness.CLEAR:
            return False
        # A lamp that complains is the matter, though the others are well.
        lit = any(s.complains and (s.reading.lamp_question or s.reading.lamps) for s in self.ticket.sentences)
        known, well = self._is_known(missing), self.is_well()
        untold = not (diagnosis.led or diagnosis.fault or diagnosis.plain["taken"])
        # Nobody complains, and what is asked or named is known not to be printed.
        calm = any(m.unprinted for m in missing) and not any(
            s.complains and not self._is_refused(s, found) for s in self.ticket.sentences
        )
        silent = untold or all(m.unprinted for m in missing)
        far = diagnosis.near < ALIKE_OURS
        beside = (calm and far) or (known and ((well and not lit) or calm or (silent and far)))
        return beside or (self._is_guess(diagnosis) and (well or known or untold))

    @staticmethod
    def _is_known(missing: list[Missing]) -> bool:
        """Whether something was asked in vain, and all of it for a reason: the manuals are known not to say it."""
        return bool(missing) and all(m.why_not != UNSURE for m in missing)


def _calm(answer: Answer) -> bool:
    """Whether a question is answered by something that tells of no trouble."""
    return answer.answered and bool(answer.results) and answer.results[0].kind not in TROUBLE_KINDS
