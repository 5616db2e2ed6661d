"""A ticket → a suggestion: search answers what is asked, the troubleshooter explains what was seen, the reply says it with its places."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import msgspec

from kb.diagnose import api, learn, words
from kb.diagnose.model import Model
from kb.search.answer import Answer, Result
from kb.search.engine import Engine
from kb.search.understand import MAX_QUERY
from kb.suggest import mail as mails
from kb.suggest import read as reading
from kb.suggest import reply
from kb.suggest.compose import Composer, Diagnosis
from kb.suggest.model import (
    Certainty,
    DeviceGuess,
    Part,
    Suggestion,
    Tried,
)

MAX_ANSWERS = 3
# People tell a repair in few of its words.
TRIED_SHARE = 0.5
_TOLD_CHARS = 4000
# What the troubleshooter says better when something is wrong.
_TROUBLE_KINDS = frozenset({"alarm", "remedy", "led_state", "blink", "caution", "passage"})


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
    work = _Work(engine, ticket, role, learnt)
    found = work.about(device)
    return msgspec.structs.replace(found, left_out=mail.left_out, took_ms=(time.perf_counter() - start) * 1000)


class _Work(Composer):
    """One ticket at work."""

    def about(self, given: str | None) -> Suggestion:
        """Settle the product, then advise; or say why that cannot be done."""
        device = given or self.ticket.lead
        certainty: Certainty = "said"
        why = "given with the ticket" if given else "named in the ticket"
        if device is not None and self.ticket.inferred and not given:
            certainty, why = "likely", f"only this product has {self.ticket.inferred}"
        if device is None and not self.ticket.devices and self.ticket.foreign:
            return self._not_covered(None, f"The manuals here do not cover {', '.join(self.ticket.foreign)}.")
        if device is None and self.ticket.devices:
            return self._which(self.ticket.devices)
        if device is None:
            votes, candidates, why_not = self._told_by_others()
            if len(votes) != 1 or candidates:
                return self._which([*votes, *candidates]) if votes or candidates else self._not_covered(None, why_not)
            device, certainty, why = votes[0], "likely", "only this product's manual tells of it"
        return self._advise(device, certainty, why)

    def _told_by_others(self) -> tuple[list[str], list[str], str]:
        """Search without a product: the products whose manual alone tells of it, and those to choose from."""
        votes: dict[str, None] = {}
        candidates: dict[str, None] = {}
        why_not = ""
        for sentence in self.ticket.sentences:
            if sentence.tried:
                continue
            answer = self.engine.search(sentence.text, limit=3)
            if not (answer.answered and self.engine.limits.topic(sentence.reading) | sentence.reading.lamps):
                why_not = why_not or answer.why_not
            elif answer.ask_device:
                candidates.update(dict.fromkeys(answer.ask_device))
            elif answer.results:
                votes.setdefault(self._head(answer.results[0].devices[0]))
        return list(votes), list(candidates), why_not

    def _head(self, device: str) -> str:
        """Return the product a family is called by: the one most facts are about."""
        family = self.kb.devices[device].family
        members = [d.id for d in self.kb.devices.values() if family and d.family == family] or [device]
        return max(members, key=lambda d: sum(1 for _ in self.kb.select(device=d)))

    def _guess(self, device: str, why: str = "") -> DeviceGuess:
        found = self.kb.devices[device]
        return DeviceGuess(device, found.name, why)

    def _not_covered(self, device: str | None, why_not: str) -> Suggestion:
        return Suggestion(
            covered=False,
            device=device,
            certainty="said" if device else "none",
            devices=tuple(self._guess(d, "named in the ticket") for d in self.ticket.devices),
            quantities=self.ticket.quantities,
            why_not=why_not or "Nothing in the manuals answers this surely enough.",
            contact=self.contact(device),
            unknown=self.unknown(),
        )

    def _which(self, devices: Iterable[str]) -> Suggestion:
        """Ask which product it is; nothing else is said before that is known."""
        heads = list(dict.fromkeys(self._head(d) for d in devices))
        guesses = tuple(self._guess(d) for d in heads)
        names = ", ".join(g.name for g in guesses)
        part = Part("question", "", (f"Which product is it: {names}? Its name stands on the type label.",))
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
                "choices": [{"id": g.id, "label": g.name} for g in guesses],
            },
            parts=(part,),
            reply=reply.write((part,), (), self.shorts),
            unknown=("The ticket does not say clearly which product it is about.", *self.unknown()),
        )

    # --- with a product ---

    def _advise(self, device: str, certainty: Certainty, why: str) -> Suggestion:
        diagnosis = self._diagnose(device)
        answers, missing = self._answers(device, trouble=diagnosis is not None)
        if diagnosis is None and not answers:
            why_not = missing[0][1] if missing else "Nothing in the manuals answers this surely enough."
            return self._not_covered(device, why_not)
        parts = [*(self.diagnosis_parts(diagnosis) if diagnosis else ()), *map(self.answer_part, answers)]
        cautions = self.cautions(parts, answers)
        if cautions:
            before = next((n for n, p in enumerate(parts) if p.kind == "steps"), len(parts))
            lines = tuple(c.text for c in cautions)
            parts.insert(before, Part("caution", "Mind", lines, tuple(c.fact for c in cautions)))
        if diagnosis:
            parts += self.question_parts(diagnosis)
        name = self.kb.devices[device].name
        parts.insert(0, Part("device", "", (f"This is about the {name}.",)))
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
            causes=self.causes(plain),
            next=self.next(plain, diagnosis),
            answers=tuple(msgspec.to_builtins(a) for a in answers),
            cautions=cautions,
            reply=reply.write(parts, sources, self.shorts),
            parts=tuple(parts),
            sources=sources,
            unknown=(*self.dropped(plain), *self.unknown(), *(f"{q} {why_not}" for q, why_not in missing)),
            contact=self.contact(device),
            trouble=self.address(diagnosis),
        )

    def _diagnose(self, device: str) -> Diagnosis | None:
        """Let the troubleshooter read the ticket; None when it tells of no fault."""
        told = self.ticket.told[:_TOLD_CHARS]
        member = self._with_model(device)
        if member is None or not told.strip(" ."):
            return None
        plain: dict[str, Any] = api.diagnose(self.kb, member, {"said": told}, self.role, self.learnt)
        if plain["model"] is None:
            return None
        seen = any(self.kind(plain, t["id"]) == "danger" for t in plain["taken"])
        if not seen and not any(s.complains for s in self.ticket.sentences):
            return None
        model = next(m for m in api.models(self.kb) if m.id == plain["model"]["id"])
        tried = [self._tried(model, s.text) for s in self.ticket.sentences if s.tried]
        done = {t.repair: "not-fixed" for t in tried if t.repair}
        if done:
            plain = api.diagnose(self.kb, member, {"problem": model.id, "said": told, **done}, self.role, self.learnt)
        return Diagnosis(model, plain, tried)

    def _with_model(self, device: str) -> str | None:
        """Return the device, or the member of its family that the troubleshooter knows."""
        family = self.kb.devices[device].family
        members = [device, *(d.id for d in self.kb.devices.values() if family and d.family == family)]
        known = {d for m in api.models(self.kb) for d in m.source.devices}
        return next((d for d in members if d in known), None)

    def _tried(self, model: Model, text: str) -> Tried:
        """Name the repair that a sentence says was done, when it holds enough of its words."""
        said = set(words.content(text))
        best = (0.0, "")
        for fix in model.fixes:
            name = words.content(fix.name)
            if name:
                best = max(best, (sum(w in said for w in name) / len(name), fix.id))
        return Tried(text, best[1] if best[0] >= TRIED_SHARE else "")

    def _answers(self, device: str, *, trouble: bool) -> tuple[list[Result], list[tuple[str, str]]]:
        """Answer what is asked; without a fault, every sentence is a question. Also what was not found, and why."""
        found: dict[str, Result] = {}
        missing: list[tuple[str, str]] = []
        asked = [s for s in self.ticket.sentences if not s.tried and (s.asks or not trouble)]
        for sentence in asked:
            if not (self.engine.limits.topic(sentence.reading) or sentence.reading.names):
                continue
            answer = self._search(device, sentence)
            first = answer.results[0] if answer.answered and answer.results else None
            if first is None:
                if sentence.asks:
                    missing.append((sentence.text, answer.why_not))
            elif not (trouble and first.kind in _TROUBLE_KINDS) and self._of_family(device, first):
                found.setdefault(first.id, first)
        return list(found.values())[:MAX_ANSWERS], missing

    def _search(self, device: str, sentence: reading.Sentence) -> Answer:
        named = bool(sentence.reading.devices)
        short = self.kb.devices[device].short or self.kb.devices[device].name
        brands = self.ticket.brands
        # "Which pins do I need?" is asked of the inverter that another sentence names.
        brand = (
            brands[0]
            if len(brands) == 1 and not sentence.reading.brands and {"pin", "cable", "dip"} & sentence.reading.cues
            else ""
        )
        query = sentence.text if named and not brand else f"{short} {brand} {sentence.text}"
        return self.engine.search(query[:MAX_QUERY], limit=3)

    def _of_family(self, device: str, result: Result) -> bool:
        family = self.kb.devices[device].family
        return any(d == device or (family and self.kb.devices[d].family == family) for d in result.devices)
