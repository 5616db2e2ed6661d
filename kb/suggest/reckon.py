"""What a ticket's sentences amount to for the troubleshooter: which fault model, which answers, and how likely that makes each cause."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from kb.curation.fault_types import CANT_TELL
from kb.diagnose import api, learn, observe, words
from kb.diagnose.belief import row
from kb.diagnose.model import Floats, Model
from kb.search.answer import Answer
from kb.suggest import checked, choices, evidence, likeness, spans, wiring
from kb.suggest.compose import LIKELY, Composer, Diagnosis
from kb.suggest.model import Tried
from kb.suggest.sentence import Sentence

# People tell a repair in few of its words.
TRIED_SHARE = 0.5
_TOLD_CHARS = 4000
# Sentences that are searched for: they bound the work of a ticket.
MAX_SEARCHED = 16
TOPIC_TERMS = 2
# Kinds of results that are looked up, and among them those that give figures; and kinds that
# say what is wrong. Beside causes those, and the ones a cause brings with it, say it twice.
FIGURES = frozenset({"spec", "pin", "cable", "protocol", "dip", "rule", "model", "blink"})
LOOKED_UP = FIGURES | {"procedure"}
# How somebody was reached is no word of a fault.
_CALLS = re.compile(r"\b(?:on|over|by) the (?:phone|telephone|line)\b|\bon hold\b", re.IGNORECASE)
# To a sentence's vector "not blinking" is nearly "blinking".
_NOT_FLASHING = re.compile(
    r"[\s,]*\b(?:not|never|no|without|does(?: not|n'?t)|is(?: not|n'?t))\s+(?:blink|flash)\w*", re.IGNORECASE
)
TROUBLE_KINDS = frozenset({"alarm", "remedy", "led_state", "passage"})
TOLD_BY_CAUSES = TROUBLE_KINDS | {"blink", "caution"}
# What counts for a complaint: what search finds, that its questions and answers are named word by word, what share of the
# ticket's nearness is its own, and how near the nearest of its causes comes. Set by the logarithmic loss of the right cause.
FOUND = 0.7
HEARD = 0.5
ALIKE = 2.5
NEAREST = 5.0
TELLING = 2.0
# From here on a complaint is taken to be the matter; below it the next ones are reckoned with as well, as long as their
# share is not too small.
CERTAIN = 0.9
FEW = 0.1
MAX_COMPLAINTS = 3
# How surely an answer that was heard in a sentence was meant: everyday words are the names of few choices, not of many.
MEANT_FEW = 0.6
MEANT_MANY = 0.95
MANY_CHOICES = 7
MEANT_HARDLY = 0.3
OFF = 0.15
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
# "It stays at 99 %, is a cell bad?": what is guessed at was not seen.
_GUESS = re.compile(
    r"(?:^|[,;.!?:-]\s*|\b(?:or|so)\s+)(?:is|are|could|may|might|can)\s+(?:it be |(?:it|that|this|a|an|one|the|my|our|some)\b )"
    r"(?:\w+\s+){0,4}(?:bad|broken|defect(?:ive)?|faulty|dead|damaged|gone|kaput|dud)\s*\?",
    re.IGNORECASE,
)


class Reckoner(Composer):
    """One ticket, reckoned with."""

    def _searched(self) -> list[Sentence]:
        """Return the sentences worth a search, those that complain or ask first when there are too many."""
        worth = [s for s in self.ticket.sentences if s.worth]
        if len(worth) > MAX_SEARCHED:
            worth = sorted(worth, key=lambda s: not (s.complains or s.asks))[:MAX_SEARCHED]
        return worth

    def _specific(self, sentence: Sentence, least: int = TOPIC_TERMS) -> bool:
        """Whether a sentence names something: a lamp, a code, a socket, or so many words of its own; "is it faulty?" does not."""
        read = sentence.reading
        return bool(read.lamps or read.codes or read.connectors) or len(self.engine.limits.topic(read)) >= least

    @staticmethod
    def _looked_up(answer: Answer) -> bool:
        """Whether what answers a question is a figure, a pin or a procedure: then it asks, and tells of no fault."""
        return answer.answered and bool(answer.results) and answer.results[0].kind in LOOKED_UP

    def _told(self, without: Iterable[str] = ()) -> str:
        """Return what the troubleshooter reads: the author's sentences, without the app in which something was seen."""
        names = [n for d in self.kb.devices.values() if d.type == "app" for n in (d.name, *d.aliases)]
        apps = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) or "(?!)"
        text = re.sub(
            rf"\b(?:{apps}|(?:in|on|from|by|via|with) (?:the|my|his|her|their|our|your) app)\b",
            " ",
            _GUESS.sub(". ", self.ticket.told(without)),
            flags=re.IGNORECASE,
        )
        return text[:_TOLD_CHARS] if text.strip(" .") else ""

    def _diagnose(self, device: str, found: Mapping[str, Answer]) -> Diagnosis | None:
        """Let the troubleshooter read the ticket, led by what search found; None when it tells of no fault."""
        told = self._told(
            s.text for s in self._searched() if s.asks and not s.complains and self._looked_up(found[s.text])
        )
        member = self._with_model(device)
        if member is None or not self._told():
            return None
        apart = self.kb.systems
        system = {d for d, s in apart.items() if s == apart[device]}
        models = [m for m in api.models(self.kb) if system & set(m.source.devices)]
        named = next((c for s in self.ticket.sentences if s.worth for c in sorted(s.reading.codes)), "")
        codes = {"alarm": named} if named else {}
        everything = self._told()
        plain = self._weigh(member, {"said": everything, **codes})
        model = next((m for m in models if plain["model"] and m.id == plain["model"]["id"]), None)
        # Danger comes first whatever is the cause; what is told beside it is weighed all the same.
        stops = Diagnosis(model, plain, []) if model is not None and _stops(plain) else None
        if told != everything and stops is None:
            plain = self._weigh(member, {"said": told, **codes})
            model = next((m for m in models if plain["model"] and m.id == plain["model"]["id"]), None)
        # A complaint without a cause that is this very alarm is not the one.
        models = [m for m in models if named and named in " ".join(c.name for c in m.source.causes)] or models
        asked = {s.text for s in self._searched() if s.asks and not s.complains}
        lit = any((s.reading.lamp_question or s.reading.lamps) and not s.denies for s in self.ticket.sentences)
        lamps = [m for m in models if lit and self._knows_lamps(m, told)]
        vague = {s.text for s in self._searched() if not self._specific(s)}
        proof = evidence.weigh(
            models,
            (a for t, a in found.items() if t not in vague and not (t in asked and self._looked_up(a))),
            lamps,
        )
        units = self.told
        near = likeness.weigh(self.kb, models, units)
        # Whoever asks for a figure or a procedure tells of no fault, however near the words come.
        wants = any(s.text in asked and self._specific(s) and self._looked_up(found[s.text]) for s in self._searched())
        waited = any(spans.answers(m, everything) for m in models)
        clear = near.top >= (likeness.CLEAR if wants and not waited else likeness.FAIR)
        if not (proof.fault or clear or any(s.complains for s in self.ticket.sentences)):
            return stops
        if not (proof.models or model or near.top >= likeness.FAIR):
            return None
        if stops is not None and not (proof.models or near.top >= likeness.FAIR):
            return stops
        votes = self._votes(models, proof, near, [m for m in models if m is model or spans.answers(m, everything)])
        said = {"said": told if stops is None else everything, **codes}
        weighed = self._complaints(votes, member, said, proof, near, units)
        return weighed if stops is None or _stops(weighed.plain) else stops

    @staticmethod
    def _votes(
        models: Sequence[Model], proof: evidence.Evidence, near: likeness.Likeness, named: Collection[Model]
    ) -> dict[Model, float]:
        """Return how likely each complaint is to be the matter; they sum to 1, likeliest first."""
        shares = near.shares()
        points = np.array(
            [
                FOUND * proof.models.get(m.id, 0.0)
                + ALIKE * shares.get(m.id, 0.0)
                + NEAREST * float(near.near[m.id][:-1].max(initial=0.0) if m.id in near.near else 0.0)
                + HEARD * (m in named)
                for m in models
            ]
        )
        weight = np.exp(TELLING * (points - points.max()))
        shared = dict(zip(models, map(float, weight / weight.sum()), strict=True))
        return dict(sorted(shared.items(), key=lambda x: -x[1]))

    def _complaints(  # noqa: PLR0917 - what was told, and all that was made of it
        self,
        votes: Mapping[Model, float],
        member: str,
        base: dict[str, str],
        proof: evidence.Evidence,
        near: likeness.Likeness,
        units: likeness.Told,
    ) -> Diagnosis:
        """Let the likeliest complaint reckon; where it is not nearly certain, the next ones as well, each with its share."""
        first = next(iter(votes.values()))
        kept = [m for m, p in votes.items() if first < CERTAIN and p >= FEW][:MAX_COMPLAINTS] or [next(iter(votes))]
        total = sum(votes[m] for m in kept)

        def reckon(model: Model) -> Diagnosis:
            self.learnt = {**(self.learnt or {}), model.id: self._prior(model, near, proof)}
            known = member if member in model.source.devices else model.source.devices[0]
            return self._reckon(model, known, {"problem": model.id, **base}, proof, units)

        found = [replace(reckon(m), share=votes[m] / total) for m in kept]
        top = found[0].plain["causes"][0]
        lead = evidence.closer(tuple(votes), found[0].model, top["id"])
        if lead is not found[0].model and top["p"] >= LIKELY:
            # The complaint with the questions that lead on takes the share of the cause that is but an alarm's name.
            named, better = found[0], next((d for d in found if d.model is lead), None)
            rest = [{**c, "p": round(c["p"] / (1 - top["p"]), 4)} for c in named.plain["causes"][1:] if top["p"] < 1]
            taken = named.share * top["p"] + (better.share if better else 0.0)
            named = replace(named, share=named.share * (1 - top["p"]), plain={**named.plain, "causes": rest})
            found = [replace(better or reckon(lead), share=taken), named, *(d for d in found[1:] if d is not better)]
        return replace(found[0], others=tuple(found[1:]), near=near.top)

    def _reckon(
        self, model: Model, member: str, base: dict[str, str], proof: evidence.Evidence, units: likeness.Told
    ) -> Diagnosis:
        """Let one fault model reckon with what was told, with what search found, and with what was tried."""
        told = base["said"]
        plain = self._weigh(member, base)
        kinds = {d.type for d in self.kb.devices.values()}
        misheard = {
            t["id"]: CANT_TELL for t in plain["taken"] if evidence.misheard(model, t["id"], t["answer"], told, kinds)
        }
        where = {
            **evidence.temperatures(model, told),
            **evidence.positions(model, told),
            **evidence.signs(model, told),
            **spans.answers(model, told),
        }
        where = {k: v for k, v in where.items() if k not in plain["answers"]}
        if misheard or where:
            base |= {**where, **misheard}
            plain = self._weigh(member, base)
        scores = choices.nearness(self.kb, model, units)
        self._doubt(model, plain["taken"], scores)
        self._lean(model, choices.weigh(model, scores, plain["answers"]))
        tried = [self._tried(model, s.text) for s in self.ticket.sentences if s.tried]
        done = {t.repair: "not-fixed" for t in tried if t.repair}
        plain = self._weigh(member, {**base, **done})
        return Diagnosis(model, plain, tried, led=bool(proof.meant(model)), fault=proof.fault, heard=where)

    def _doubt(self, model: Model, taken: Iterable[Mapping[str, Any]], near: Mapping[int, Floats]) -> None:
        """Take back what answers heard in a sentence weigh too much, since they may have been heard wrongly.

        The troubleshooter weighs a given answer by P(answer | cause). One that was only heard was meant with less than
        certainty, so it weighs as a mixture with an answer by chance; the quotient of both goes to the prior.
        """
        prior = np.array((self.learnt or {})[model.id])
        for item in taken:
            place = model.probe(item["id"])
            probe = model.probes[place] if place is not None else None
            if place is None or probe is None or probe.kind == "lamp" or item["key"] != observe.SAID:
                continue
            places = probe.places(item["answer"])
            meant = MEANT_MANY if len(probe.options) >= MANY_CHOICES else MEANT_FEW
            if place in near and len(places) == 1:
                # What is told in other words speaks for another choice, or is far from this one.
                far = float(near[place].max() - near[place][places[0]])
                meant = meant if far < OFF else min(meant, MEANT_HARDLY)
            given = row(model, place, places)
            prior = prior * (meant + (1 - meant) * len(places) / len(probe.options) / given)
        self.learnt = {**(self.learnt or {}), model.id: tuple(map(float, prior / prior.sum()))}

    def _lean(self, model: Model, leanings: Collection[choices.Leaning]) -> None:
        """Let what was half answered move the prior."""
        prior = choices.weighed(model, np.array((self.learnt or {})[model.id]), leanings)
        self.learnt = {**(self.learnt or {}), model.id: tuple(map(float, prior))}

    def _prior(self, model: Model, near: likeness.Likeness, proof: evidence.Evidence) -> tuple[float, ...]:
        """Return how likely each cause is before any answer: what was learnt of it, how near the ticket comes, what search finds."""
        right = checked.factors(self.kb, model, [s.text for s in self.ticket.sentences if s.found_right])
        right = right * spans.factors(model, " ".join(s.text for s in self.ticket.sentences))
        right = right * wiring.factors(self.kb, model, self.ticket.sentences)
        prior = near.weighed(model, learn.applied(model, self.learnt).prior) * proof.factors(model) * right
        return tuple(map(float, prior / prior.sum()))

    @cached_property
    def told(self) -> likeness.Told:
        """What the ticket tells, encoded once for all that is compared with it."""
        return likeness.told(self.kb, *self._units())

    @cached_property
    def alike(self) -> likeness.Likeness:
        """How near the ticket comes to the causes of all products."""
        return likeness.weigh(self.kb, api.models(self.kb), self.told)

    def _units(self) -> tuple[list[str], str]:
        """Return what is compared with people's words for causes: the sentences that tell, and all of the author's, without products' names."""

        def bare(text: str) -> str:
            text = _CALLS.sub(" ", _NOT_FLASHING.sub(" steady", text))
            return " ".join(self.kb.product_names.sub(" ", text).split())

        own = [s for s in self.ticket.sentences if not s.office]
        told = [bare(s.reading.corrected) for s in own if s.says and not (s.tried or s.well or s.found_right)]
        whole = ". ".join(bare(s.reading.corrected) for s in own if not (s.well or s.found_right))
        return [x for x in told if len(x) > 3], whole  # noqa: PLR2004 - "hi."

    def _knows_lamps(self, model: Model, told: str) -> bool:
        """Whether a complaint's own lamps were told."""
        places = [model.probe(t.id) for t in observe.read(self.kb, model, {observe.SAID: told}).taken]
        return any(p is not None and model.probes[p].kind == "lamp" for p in places)

    def _weigh(self, member: str, answers: Mapping[str, str]) -> dict[str, Any]:
        """Return what the troubleshooter makes of these answers."""
        return api.diagnose(self.kb, member, answers, self.role, self.learnt)

    def _with_model(self, device: str) -> str | None:
        """Return the device, or the member of its family or system that the troubleshooter knows."""
        family, apart = self.kb.devices[device].family, self.kb.systems
        members = [device, *(d.id for d in self.kb.devices.values() if family and d.family == family)]
        members += [d for d, s in apart.items() if s == apart[device]]
        known = {d for m in api.models(self.kb) for d in m.source.devices}
        return next((d for d in members if d in known), None)

    def _tried(self, model: Model, text: str) -> Tried:
        """Name the repair that a sentence says was done, when it holds enough of its words and denies no figure of it."""
        said = set(words.content(text))
        figures = set(_FIGURE.findall(text))
        best = (0.0, "")
        for fix in model.fixes:
            name = words.content(fix.name)
            other = set(_FIGURE.findall(fix.name))
            if name and not (figures and other and not figures & other):
                best = max(best, (sum(w in said for w in name) / len(name), fix.id))
        return Tried(text, best[1] if best[0] >= TRIED_SHARE else "")


def _stops(plain: Mapping[str, Any]) -> bool:
    """Whether a danger stops everything else."""
    return any(item["stop"] for item in plain["safety"])
