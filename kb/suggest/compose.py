"""The parts of a reply and what is listed beside it, from what search and the troubleshooter made of a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import numpy as np

from kb.curation import statements
from kb.curation.fault_types import CANT_TELL, OTHER, RANK
from kb.diagnose import api, learn, weighed, words
from kb.diagnose.model import Model
from kb.model import facts as kinds
from kb.model.facts import Alarm, Fact, base_id
from kb.search.answer import Result
from kb.search.engine import Engine
from kb.suggest import named
from kb.suggest.grounds import Grounds
from kb.suggest.model import (
    Cause,
    Caution,
    Certainty,
    Cited,
    Observation,
    Part,
    Tried,
)
from kb.suggest.sentence import Ticket

# Below this share a cause is not worth a line of the reply.
SHOWN = 0.02
MAX_CAUSES = 6
# From this share on a cause is called the likely one and its remedy is told.
LIKELY = 0.5
# From this share on nothing needs to be asked before its remedy is tried.
SURE = 0.8
MAX_CAUTIONS = 2
# So many words of a caution must stand in what is proposed.
RELATED = 3
MAX_WARNINGS = 2
MAX_SEEN = 3
MAX_CHOICES = 4
# A sentence needs no more places than these to be believed.
CITED = 3
_LEVELS = ("danger", "warning", "caution", "notice")


def _sentence(text: str) -> str:
    """Return a text as a sentence: with a capital where a plain word begins it, and a stop."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    text = f"{text[:1].upper()}{text[1:]}" if first.islower() else text
    return text if text.endswith((".", "?", "!", ":")) else f"{text}."


def _same(a: str, b: str) -> bool:
    """Tell whether two texts say the same in almost the same words."""
    one, two = set(words.content(a)), set(words.content(b))
    return bool(one) and len(one & two) >= 0.75 * len(one)


@dataclass
class Diagnosis:
    """What the troubleshooter made of the ticket; `plain` is its JSON."""

    model: Model
    plain: dict[str, Any]
    tried: list[Tried] = field(default_factory=list)
    led: bool = False
    """Whether what search found speaks for a cause."""
    near: float = 0.0
    """How near the ticket comes to what people say of the nearest cause (kb/suggest/likeness.py)."""
    share: float = 1.0
    """How likely this complaint is to be the matter, beside `others`; all shares sum to 1."""
    others: tuple[Diagnosis, ...] = ()
    fault: bool = False
    """Whether search answered a sentence with an alarm, a remedy or a question of the manual that a cause cites."""
    heard: Mapping[str, str] = field(default_factory=dict)
    """Questions answered by a temperature, a switch's place, a sign or a time that the ticket tells."""


class Composer:
    """Composes the answer to one ticket."""

    def __init__(self, engine: Engine, ticket: Ticket, role: str, learnt: learn.Priors | None) -> None:
        """Take the ticket and whom the answer is for."""
        self.engine, self.kb, self.ticket, self.role, self.learnt = engine, engine.kb, ticket, role, learnt
        self.stated = learnt
        self.shorts = {m: d.short or d.title for m, d in self.kb.manuals.items()}

    def kind(self, plain: Mapping[str, Any], test: str) -> str:
        """Return "danger" for a test whose answer may stop everything, else an empty text."""
        model = next((m for m in api.models(self.kb) if m.id == plain["model"]["id"]), None)
        return "danger" if model and any(d.stop and test in d.when for d in model.dangers) else ""

    # --- the parts of the reply ---

    def opening(self, device: str, certainty: Certainty) -> Part:
        """Return the first line: what the reply is about, and how sure that is."""
        name = self.kb.devices[device].name
        if certainty == "said":
            return Part("device", "", (f"Thank you for your message about the {name}.",))
        hint = self.ticket.inferred
        because = f"because of {hint} " if hint else ""
        known_by = tuple(f.id for f in named.bearers(self.kb, hint) if device in f.devices)[:1] if hint else ()
        line = f"Thank you for your message. We take it {because}to be about the {name}; if not, tell us."
        return Part("device", "", (line,), known_by)

    def grounded(self, parts: Iterable[Part]) -> list[Part]:
        """Return the parts with as few facts as their lines need, without lines that no fact of theirs bears out."""
        out = []
        for part in parts:
            facts = [f for f in map(self.kb.facts.get, dict.fromkeys(part.facts)) if f is not None]
            names = " ".join(f"{d.name} {d.short}" for d in self.kb.devices.values()) if part.kind == "device" else ""
            more = f"{names} {self.ticket.inferred}"
            grounds = Grounds(self.kb, facts, more)
            lines = tuple(x for x in part.lines if not grounds.missing(x))
            if part.kind == "question" and len(lines) < len(part.lines):
                lines = ()  # half a list of choices would leave somebody's answer out
            if grounds.missing(part.title) or not (lines or part.title):
                continue
            if not lines and part.kind not in {"question", "cause"}:
                continue
            needed = self._enough((part.title, *lines), facts, more)
            out.append(msgspec.structs.replace(part, lines=lines, facts=needed))
        return out

    def _enough(self, lines: Sequence[str], facts: Sequence[Fact], more: str) -> tuple[str, ...]:
        """Return the first facts, and of the others those that say what these do not: a reader looks up no ten places."""
        kept = list(facts[:CITED])
        for fact in facts[CITED:]:
            before = {m for x in lines for m in Grounds(self.kb, kept, more).missing(x)}
            if not before:
                break
            if {m for x in lines for m in Grounds(self.kb, [*kept, fact], more).missing(x)} < before:
                kept.append(fact)
        return tuple(f.id for f in kept)

    def diagnosis_parts(self, diagnosis: Diagnosis) -> list[Part]:
        """Return danger first, then what was understood, what it probably is, and what to do."""
        plain, parts = diagnosis.plain, []
        if any(item["stop"] for item in plain["safety"]):
            return [self._safety([item for item in plain["safety"] if item["stop"]])]  # nothing else matters now
        rules = [item for item in plain["safety"] if item["id"] not in diagnosis.model.causes]
        if plain["safety"]:
            # A rule says what to do; that an alarm says so too is told with the cause.
            parts.append(self._safety((rules or plain["safety"])[:MAX_WARNINGS]))
        parts += self._danger_question(diagnosis)
        seen = [t for t in plain["taken"] if t["label"] and " or: " not in t["label"]][:MAX_SEEN]
        if seen:
            lines = tuple(f"{self._asked(diagnosis.model, t['id'])} {t['label']}" for t in seen)
            cites = tuple(c for t in seen for c in self._cites(diagnosis.model, t["id"]))
            facts = (*self._seen_facts(diagnosis.model, seen), *cites)
            parts.append(Part("seen", "What we understood, in the manual's words", lines, facts))
        causes = [c for c in self.causes(diagnosis) if c.facts]
        if not self.tells(diagnosis):
            return parts  # nothing but priors speaks for a cause: better ask
        steps = self._steps(diagnosis, causes)
        if causes[0].p >= LIKELY:
            parts.append(self._likely(causes[0], told=bool(steps)))
        else:
            facts = tuple(dict.fromkeys(f for c in causes[:3] for f in c.facts[:CITED]))
            parts.append(Part("cause", "What it may be, likeliest first", tuple(c.name for c in causes[:3]), facts))
        return [*parts, *steps]

    def tells(self, diagnosis: Diagnosis) -> bool:
        """Whether a reply names causes: one is likely, or something that was told or found speaks for it."""
        causes = [c for c in self.causes(diagnosis) if c.facts]
        return bool(causes) and bool(causes[0].p >= LIKELY or diagnosis.led or diagnosis.plain["taken"])

    @staticmethod
    def _safety(items: Sequence[Mapping[str, Any]]) -> Part:
        lines = tuple(dict.fromkeys(item["text"] for item in items))
        return Part("safety", "Safety first", lines, tuple(f for i in items for f in i["cites"][:CITED]))

    def _danger_question(self, diagnosis: Diagnosis) -> list[Part]:
        """Return the question about danger as one line: what is dangerous is named in it."""
        step = diagnosis.plain["next"]
        if "ask" not in step or self.kind(diagnosis.plain, step["id"]) != "danger":
            return []
        return [Part("question", step["ask"], (), tuple(s["fact"] for s in step["sources"]))]

    def _likely(self, cause: Cause, *, told: bool) -> Part:
        """Return the likely cause with what its alarm says of it; what to do as well, unless the steps tell it."""
        fact = next((f for f in map(self.kb.facts.get, cause.facts) if isinstance(f, Alarm)), None)
        said: list[str] = []
        if fact is not None:
            more = [fact.cause, fact.effect, fact.recovery, *(() if told else fact.actions)]
            said = [_sentence(x) for x in more if x and not _same(x, cause.name) and not x.startswith("not given")]
        return Part("cause", f"Most likely: {cause.name}", (" ".join(said),) if said else (), cause.facts)

    def _steps(self, diagnosis: Diagnosis, causes: Sequence[Cause]) -> list[Part]:
        """Return what to do: the troubleshooter's next repair, else the remedy of the likely cause; only what this role may do."""
        step, model = diagnosis.plain["next"], diagnosis.model
        if "do" in step:
            facts = tuple(s["fact"] for s in step["sources"])
            place = model.fix(step["id"])
            return self._repair(
                step["do"], step["steps"], step["verify"], facts, model.fixes[place].who if place is not None else ""
            )
        if causes[0].p < LIKELY or causes[0].model != model.id:
            return []
        cause = next((c for c in model.source.causes if c.id == causes[0].id), None)
        place = model.fix(cause.repair) if cause else None
        if place is None or RANK[model.fixes[place].who] > RANK[self.role]:
            return []
        fix = model.fixes[place]
        if diagnosis.plain["answers"].get(fix.id) == "not-fixed":
            return []  # it was tried
        return self._repair(fix.name, fix.steps, fix.verify, fix.cites, fix.who)

    def _repair(self, name: str, steps: Sequence[str], verify: str, facts: tuple[str, ...], who: str) -> list[Part]:
        title = name if who == "lay" or self.role == "installer" else f"{name} (work for a trained installer)"
        parts = [
            Part("steps", title, tuple(map(_sentence, steps)) or (_sentence(name),), facts, numbered=len(steps) > 1)
        ]
        return [*parts, *([Part("verify", "Afterwards, please check", (verify,), facts)] if verify else [])]

    def question_parts(self, diagnosis: Diagnosis) -> list[Part]:
        """Return the one question worth asking besides danger, or whom to turn to."""
        parts = []
        likeliest = self.causes(diagnosis)[:1]
        sure = likeliest and likeliest[0].p >= SURE and self._steps(diagnosis, likeliest)
        for step in () if sure else self._asking(diagnosis):
            # Lamps are told in one's own words; a long list tires.
            if self.kind(diagnosis.plain, step["id"]) == "danger":
                continue
            labels = [c["label"] for c in step["choices"] if c["id"] != CANT_TELL]
            if step["kind"] == "lamp" or len(labels) > MAX_CHOICES:
                labels = []
            facts = tuple(s["fact"] for s in step["sources"])
            parts.append(
                Part("question", f"Please tell us: {step['ask'][:1].lower()}{step['ask'][1:]}", tuple(labels), facts)
            )
        step = diagnosis.plain["next"]
        if "escalate" in step:
            facts = tuple(s["fact"] for s in step.get("sources", ()))
            who = str(step["escalate"])
            parts.append(Part("contact", f"Please turn to {who}", (str(step["why"]),), facts))
        return parts

    def _asking(self, diagnosis: Diagnosis) -> list[dict[str, Any]]:
        step = diagnosis.plain["next"]
        if "ask" not in step:
            return []
        then = self._then(diagnosis)
        return [step, then] if then is not None and "ask" in then else [step]

    def _then(self, diagnosis: Diagnosis) -> dict[str, Any] | None:
        """Return the step after the question about danger when the answer is no; asking both at once saves a round of mails."""
        step, model = diagnosis.plain["next"], diagnosis.model
        danger = {t for d in model.dangers if d.stop for t in d.when}
        harmless = next((c["id"] for c in step.get("choices", ()) if c["id"] == "no"), None)
        if step.get("id") not in danger or harmless is None:
            return None
        answers: Mapping[str, str] = {**diagnosis.plain["answers"], "problem": model.id, step["id"]: harmless}
        return api.diagnose(self.kb, diagnosis.plain["device"], answers, self.role, self.learnt)["next"]  # type: ignore[return-value]

    def answer_part(self, result: Result) -> Part:
        fact = self.kb.facts.get(result.id)
        if isinstance(fact, kinds.Procedure):
            return Part("answer", result.title, fact.steps, (fact.id,), numbered=True)
        if isinstance(fact, kinds.Remedy):
            last = (f"If that does not help: {fact.escalate_to}.",) if fact.escalate_to else ()
            return Part("answer", result.title, (*map(_sentence, fact.checks), *last), (fact.id,), numbered=True)
        title = "The manual says" if isinstance(fact, kinds.Caution) else result.title
        return Part("answer", title, (result.text,), (result.id,) if fact is not None else ())

    # --- what is listed beside the reply ---

    def cautions(self, parts: Iterable[Part], answers: Iterable[Result]) -> tuple[Caution, ...]:
        """Return the cautions that guard what is proposed, danger first, each once."""
        parts = list(parts)
        said = {line for p in parts for line in p.lines}
        told = {w for p in parts if p.kind != "safety" for x in (p.title, *p.lines) for w in words.content(x)}
        ids: dict[str, None] = {}
        own: set[str] = set()
        for part in parts:
            for fact in map(self.kb.facts.get, part.facts[:CITED]):
                if part.kind in {"cause", "steps"} and fact is not None:
                    ids.update(dict.fromkeys(self.engine.results.cautions(fact)))
        for answer in answers:
            ids.update(dict.fromkeys(answer.cautions))
            own |= set(answer.cautions) if answer.kind in {"procedure", "pin", "cable"} else set()
        found = [f for f in map(self.kb.facts.get, ids) if isinstance(f, kinds.Caution) and f.text not in said]
        # A section guards many things: what is said here is what speaks of the same things.
        near = {f.id: sum(w in told for w in set(words.content(f.text))) for f in found}
        found = [f for f in found if f.id in own or near[f.id] >= RELATED or f.level == _LEVELS[0]]
        found.sort(key=lambda f: (_LEVELS.index(f.level), -near[f.id]))
        return tuple(Caution(f.level, f.text, f.id, f.source) for f in found[:MAX_CAUTIONS])

    def safety(self, plain: Mapping[str, Any]) -> tuple[Caution, ...]:
        out = []
        for item in plain.get("safety", ()):
            fact = self.kb.facts.get(item["cites"][0]) if item["cites"] else None
            out.append(
                Caution(
                    "danger" if item["stop"] else "warning",
                    item["text"],
                    fact.id if fact else "",
                    fact.source if fact else None,
                )
            )
        return tuple(out)

    def causes(self, diagnosis: Diagnosis | None) -> tuple[Cause, ...]:
        """Return the likeliest causes of all complaints in question.

        What another complaint names by the very alarm of a cause of the first one speaks for the first complaint as a whole.
        """
        if diagnosis is None:
            return ()
        first = [self._cause(c, diagnosis.model, c["p"]) for c in diagnosis.plain.get("causes", ())]
        share, others = diagnosis.share, list[Cause]()
        for d in diagnosis.others:
            for c in d.plain.get("causes", ()):
                if any(self._same_cause(k, d.model, c) for k in first):
                    share += d.share * c["p"]
                elif not any(self._same_cause(k, d.model, c) for k in others):
                    others.append(self._cause(c, d.model, d.share * c["p"]))
        kept = [msgspec.structs.replace(c, p=round(share * c.p, 4)) for c in first] + others
        return tuple(c for c in sorted(kept, key=lambda c: -c.p) if c.p >= SHOWN)[:MAX_CAUSES]

    def _cause(self, told: Mapping[str, Any], model: Model, p: float) -> Cause:
        facts = tuple(told["facts"])
        source = self.kb.facts[facts[0]].source if facts else None
        return Cause(told["id"], told["name"], round(p, 4), facts, source, told["safety"], model.id)

    @staticmethod
    def _same_cause(kept: Cause, model: Model, other: Mapping[str, Any]) -> bool:
        """Whether two complaints mean one cause: the same alarms and no others, or something else."""
        alarms, more = ({base_id(f) for f in facts if "/alarm/" in f} for facts in (kept.facts, other["facts"]))
        alike = bool(alarms) and alarms == more
        return kept.model != model.id and (alike or kept.id == other["id"] == OTHER)

    def next(self, plain: Mapping[str, Any], diagnosis: Diagnosis | None) -> dict[str, Any] | None:
        step = plain.get("next")
        if step is None or diagnosis is None:
            return None
        then = self._then(diagnosis)
        return {**step, "then": then} if then is not None else dict(step)

    def observations(self, diagnosis: Diagnosis | None) -> tuple[Observation, ...]:
        out = []
        for item in diagnosis.plain["taken"] if diagnosis else ():
            place = diagnosis.model.probe(item["id"]) if diagnosis else None
            lamp = place is not None and diagnosis is not None and diagnosis.model.probes[place].kind == "lamp"
            facts = self._seen_facts(diagnosis.model, [item]) if diagnosis else ()
            text = self._sentence_of(item["label"], item["value"])
            out.append(
                Observation("lamp" if lamp else "answer", text, item["label"], item["id"], item["answer"], facts)
            )
        for test, answer in diagnosis.heard.items() if diagnosis else ():
            place = diagnosis.model.probe(test) if diagnosis else None
            options = diagnosis.model.probes[place].options if diagnosis and place is not None else ()
            label = next((o.label for o in options if o.id == answer), "")
            if label:
                out.append(Observation("answer", self._sentence_of(label, label), label, test, answer))
        codes = dict.fromkeys(c for s in self.ticket.sentences for c in s.reading.codes)
        for code in codes:
            facts = tuple(f.id for f in self.kb.select("alarm") if isinstance(f, Alarm) and f.code == code)
            if facts:
                out.append(Observation("alarm", code, statements.title(self.kb.facts[facts[0]]), facts=facts))
        return tuple(out)

    def _sentence_of(self, label: str, told: str) -> str:
        """Return the sentence of the ticket that shares most words with what was taken from it."""
        want = set(words.content(label))
        best = max(self.ticket.sentences, key=lambda s: len(want & set(words.content(s.text))), default=None)
        return best.text if best is not None else told

    @staticmethod
    def _asked(model: Model, test: str) -> str:
        place = model.probe(test)
        return model.probes[place].ask if place is not None else ""

    @staticmethod
    def _cites(model: Model, test: str) -> tuple[str, ...]:
        place = model.probe(test)
        return model.probes[place].cites if place is not None else ()

    @staticmethod
    def _seen_facts(model: Model, taken: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
        out: dict[str, None] = {}
        for item in taken:
            place = model.probe(item["id"])
            if place is not None:
                probe = model.probes[place]
                options = [probe.options[n] for n in probe.places(item["answer"])]
                out.update(dict.fromkeys(f for o in options for f in o.facts))
        return tuple(out)

    def sources(self, parts: Iterable[Part]) -> tuple[Cited, ...]:
        ids = dict.fromkeys(f for p in parts for f in p.facts)
        found: list[Fact] = [f for f in map(self.kb.facts.get, ids) if f is not None]
        return tuple(Cited(f.id, f.source) for f in found)

    def dropped(self, plain: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(f"{d['id']}: {d['why']}" for d in plain.get("dropped", ()) if d["id"] != "said")

    def unknown(self) -> tuple[str, ...]:
        return tuple(f"The manuals here do not cover {name}." for name in self.ticket.foreign)

    def contact(self, device: str | None) -> str:
        contact = self.kb.devices[device].contact if device else None
        if contact is None:
            return ""
        return f"{contact.who} ({contact.detail})" if contact.detail else contact.who

    def address(self, diagnosis: Diagnosis | None) -> str:
        """Return the address of the troubleshooter with everything that was told filled in, and what its words made likely."""
        if diagnosis is None:
            return ""
        answers = {"role": self.role, **diagnosis.plain["answers"]}
        prior = (self.learnt or {}).get(diagnosis.model.id)
        if prior is not None:
            stated = learn.applied(diagnosis.model, self.stated).prior
            answers[weighed.NAME] = weighed.pack(diagnosis.model, stated, np.array(prior))
        return f"/trouble/{quote(diagnosis.plain['device'])}?{urlencode(answers)}"
