"""From the engine's answer to the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from flask import url_for

from kb.bundle.store import KnowledgeBase
from kb.curation.fault_steps import base_of, lamps_of
from kb.curation.fault_types import CANT_TELL, OUTCOMES
from kb.curation.statements import statement, title
from kb.diagnose import api, ends, observe, weighed
from kb.diagnose.choose import DANGER
from kb.diagnose.model import EITHER, PROBLEM, ROLES, Model
from kb.model.facts import Dip, Protocol
from kb.model.facts import Source as FactSource
from webapp import learning
from webapp.features.trouble.asked import LAY, ROLE_WORDS, Asked, query, session_url, tree_url
from webapp.features.trouble.pages import (
    Bar,
    Choice,
    Entry,
    Outcome,
    RoleLink,
    SessionPage,
    Setting,
    Shelf,
    StartPage,
    Step,
    Told,
    ToldPage,
    Warned,
)
from webapp.page import shell
from webapp.present import links
from webapp.present.cards import caution_lines, switch_row
from webapp.present.lamps import gathered, strips, views
from webapp.present.words import count

STYLES, SCRIPTS = ("trouble.css",), ("trouble.js",)
_SHOWN = 5  # causes with a bar of their own
_LEAST = 0.005
_BRIEF = 24  # characters: up to here choices stand side by side where there is room
_PER_LINE = 44  # characters of a note that fit one line of its box on a phone
_HOUR = 60
_OUTCOME_WORDS = {"fixed": "Yes, fixed", "not-fixed": "No, still there", "cant-do": "I can't do this"}
_UNSURE = "I can't tell"
_NOTHING = "Nothing new."  # the engine's word for an answer that taught nothing
_MANY = 8  # from here on choices are a list of rows, not buttons


@dataclass(frozen=True)
class _Session:
    """A device with its models, what the address says, and what the engine answers to it."""

    kb: KnowledgeBase
    device: str
    asked: Asked
    found: tuple[Model, ...]
    told: dict[str, Any]
    model: Model | None
    heavier: Model | None = None
    """The model whose causes the address weighs, as a ticket's words made them likely."""

    @property
    def answers(self) -> dict[str, str]:
        """The answers that were used, in their order."""
        return dict(self.told["answers"])

    def url(self, answers: Mapping[str, str], role: str = "") -> str:
        """Return the address with these answers; what was seen elsewhere stays in it until a problem has taken it."""
        seen = self.asked.seen if self.model is None else {}
        return session_url(self.device, self.query({**answers, **seen}, role))

    def query(self, answers: Mapping[str, str], role: str = "") -> str:
        """Return the query of an address with these answers, and with what a ticket's words made likely as long as that holds."""
        same = self.heavier is not None and answers.get(PROBLEM, self.heavier.id) == self.heavier.id
        kept = [(weighed.NAME, self.asked.weighed)] if same else []
        return query(role or self.asked.role, [*answers.items(), *kept])


def session_page(kb: KnowledgeBase, device: str, asked: Asked) -> SessionPage:
    """Return the page of a session. Raises NotFoundError for a device that is unknown or has no fault model."""
    found = api.models_of(kb, device)
    priors = learning.priors(kb)
    heavier = weighed.model_of(asked.weighed, found)
    if heavier is not None:
        priors = weighed.moved(heavier, asked.weighed, priors)
    told: dict[str, Any] = api.diagnose(kb, device, {**asked.answers, **asked.seen}, asked.role, priors)
    model = next((m for m in found if told["model"] and m.id == told["model"]["id"]), None)
    s = _Session(kb, device, asked, found, told, model, heavier)
    step = _step(s)
    answers = s.answers
    shown, rest = _bars(s)
    trail = tuple(_trail(s))
    link = links.device_link(kb, device)
    before = dict(list(answers.items())[:-1])
    return SessionPage(
        title=f"{step.title} – {link.short} – Pinlight",
        shell=shell(),
        styles=STYLES,
        scripts=SCRIPTS,
        device=link,
        problem=model.source.entry if model else "",
        number=len(trail) + 1,
        notes=tuple(_notes(s)),
        contradicts=bool(told["contradicts"]),
        safety=tuple(_warned(kb, w) for w in told["safety"]),
        step=step,
        bars=shown,
        rest=rest,
        trail=trail,
        back=s.url(before) if answers else "",
        roles=tuple(RoleLink(r, ROLE_WORDS[r], s.url(answers, r), r == asked.role) for r in ROLES),
        again=session_url(device, query(asked.role)) if answers else "",
        tree=tree_url(model.source.devices[0] if model else device, asked.role, model.id if model else ""),
        share=url_for("trouble.session", device_id=device, _external=True) + s.query(answers),
        outcome=_outcome(s) if step.kind == "fixed" and learning.on() else None,
    )


def _outcome(s: _Session) -> Outcome:
    """Return the form that counts this case; its address holds the answers as the engine took them."""
    said = query(s.asked.role, s.answers.items())
    return Outcome(
        url=url_for("trouble.tell", device_id=s.device) + said,
        mark=learning.mark(case(s.device, Asked(s.asked.role, s.answers))),
    )


def case(device: str, asked: Asked) -> str:
    """Return the name of a case: the device and the answers, in their order."""
    return device + query(asked.role, [*asked.answers.items(), *asked.seen.items()])


def told_page(kb: KnowledgeBase, device: str, *, fresh: bool) -> ToldPage:
    """Return the thanks after an outcome. Raises NotFoundError for an unknown device."""
    kb.device(device)
    link = links.device_link(kb, device)
    return ToldPage(
        title=f"Thank you – {link.short} – Pinlight", shell=shell(), styles=STYLES, device=link, fresh=fresh
    )


def _notes(s: _Session) -> Iterable[str]:
    """Yield what could not be read, what was taken over from elsewhere, what was left out."""
    yield from s.asked.notes
    if s.heavier is not None and s.heavier is s.model:
        yield "The words of the ticket were weighed as well: the shares begin with what they make likely, and answers move them on."
    elif s.asked.weighed:
        yield "This address weighs the causes of another complaint, or of an older version: that was left out."
    if s.model is None:
        for key, value in s.asked.seen.items():
            yield f"You told: {_told(s, key, value)}. It is taken over once the matter is known."
    if s.model is not None and PROBLEM not in s.asked.answers and len(s.found) > 1:
        yield f"From what you told, this is about: {s.model.source.entry}."
    for item in s.told["taken"]:
        ask = ends.answer_words(s.model, item["id"], item["answer"])[0] if s.model else item["id"]
        said = _partly(item["answer"]) or item["label"]
        yield f"Taken over: {_told(s, item['key'], item['value'])}. {ask} {said}."
    for item in s.told["dropped"]:
        yield _left_out(s, item)


def _partly(answer: str) -> str:
    """Say an answer told in part, whose choices would fill the page; empty for a whole one."""
    n = answer.count(EITHER)
    return f"One of {n + 1} answers that fit what was told" if n else ""


def _told(s: _Session, key: str, value: str) -> str:
    """Say what was told elsewhere in words: an alarm by its name."""
    fact = s.kb.facts.get(value)
    if fact is not None:
        return f"the alarm {title(fact)}"
    if key == observe.SAID:
        return f"“{value}”"
    name = key.removeprefix(observe.LAMP)
    # The engine tells a lamp by its key, or by key and look in one.
    return value if name == key or value.startswith(name) else f"{name} {value}"


def _left_out(s: _Session, dropped: Mapping[str, str]) -> str:
    """Say which answer was not used, in words where the model still has them."""
    name, answer, model = dropped["id"], dropped["answer"], s.model
    ask, said = name, answer
    place = model.probe(name) if model else None
    if observe.is_words(name):
        return f"Not used: {_told(s, name, answer)}, because {dropped['why']}."
    if model and place is not None:
        ask = model.probes[place].ask
        known = answer == CANT_TELL or model.probes[place].places(answer)
        said = ends.answer_words(model, name, answer)[1] if known else answer
    elif model and model.fix(name) is not None:
        ask = ends.answer_words(model, name, OUTCOMES[0])[0]
    return f"Left out: “{ask}” “{said}”, because {dropped['why']}."


def _place(kb: KnowledgeBase, source: Mapping[str, Any] | None) -> links.Place | None:
    if not source:
        return None
    keys = ("manual", "edition", "section", "title", "lines", "anchor")
    return links.place(kb, FactSource(**{k: source[k] for k in keys}))


def _places(kb: KnowledgeBase, sources: Iterable[Mapping[str, Any]]) -> tuple[links.Place, ...]:
    """Return each section once; the lines are for the facts' own pages."""
    found = (_place(kb, s) for s in sources)
    return tuple(dict.fromkeys(replace(p, lines="") for p in found if p is not None))


def _warned(kb: KnowledgeBase, item: Mapping[str, Any]) -> Warned:
    return Warned(item["text"], bool(item["stop"]), _places(kb, item["sources"]))


def _bars(s: _Session) -> tuple[tuple[Bar, ...], str]:
    """Return the likeliest causes, and what the others are worth together."""
    causes = [c for c in s.told["causes"] if c["p"] >= _LEAST]
    shown = tuple(
        Bar(c["name"], ends.percent(c["p"]), f"{100 * c['p']:.1f}", _place(s.kb, c["source"])) for c in causes[:_SHOWN]
    )
    others = s.told["causes"][_SHOWN:]
    share = sum(c["p"] for c in others)
    rest = f"{count(len(others), 'other cause')} together {ends.percent(share)}" if others and share >= _LEAST else ""
    return shown, rest


def _trail(s: _Session) -> Iterable[Told]:
    """Yield what was answered, each with its other answers."""
    answers = s.answers

    def changed(name: str, options: Iterable[tuple[str, str]]) -> tuple[links.Link, ...]:
        return tuple(
            links.Link(text, s.url({**answers, name: value})) for value, text in options if value != answers[name]
        )

    if PROBLEM in answers and s.model is not None:
        others = changed(PROBLEM, [(m.id, m.source.entry) for m in s.found])
        yield Told("What is the matter?", s.model.source.entry, "", others)
    for item in s.told["trail"]:
        name = item["id"]
        place = s.model.probe(name) if s.model else None
        if s.model is not None and place is not None:
            options = [*((o.id, o.label) for o in s.model.probes[place].options), (CANT_TELL, _UNSURE)]
        else:
            options = [(o, _OUTCOME_WORDS[o]) for o in OUTCOMES]
        learnt = "" if item["learnt"] == _NOTHING else item["learnt"]
        yield Told(item["ask"], _partly(item["answer"]) or _capital(item["said"]), learnt, changed(name, options))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _choices(s: _Session, step: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Return the choices; problems that know what was seen elsewhere come first and say so."""
    out: list[tuple[bool, Choice]] = []
    for c in step.get("choices", ()):
        if c["id"] == CANT_TELL:
            continue
        shown = views(lamps_of(s.kb.facts.get(c["facts"][0]))) if c.get("facts") else ()
        url = s.url({**s.answers, step["id"]: c["id"]})
        problem = next((m for m in s.found if s.model is None and m.id == c["id"]), None)
        tree = tree_url(problem.source.devices[0], s.asked.role, problem.id) if problem else ""
        fits = problem is not None and bool(s.asked.seen) and bool(observe.read(s.kb, problem, s.asked.seen).taken)
        hint = "Fits what you told" if fits else ""
        grave = s.model is None and c["id"] == DANGER
        out.append((fits or grave, Choice(c["label"], url, hint, shown, strips(gathered(shown)), grave, tree)))
    return tuple(c for fits, c in sorted(out, key=lambda x: not x[0]))


def _step(s: _Session) -> Step:
    step: Mapping[str, Any] = s.told["next"]
    kind = next((k for k, key in (("fixed", "fixed"), ("escalate", "escalate"), ("do", "do")) if key in step), "ask")
    sources = step.get("sources", ())
    cites = [str(x["fact"]) for x in sources]
    choices = _choices(s, step)
    # Where one only answers nothing can go wrong; where hands or a meter are used, it can.
    acts = kind == "do" or step.get("kind") == "measurement" or bool(step.get("before"))
    said = {*step.get("steps", ()), *step.get("before", ())}
    cautions = [c for c in caution_lines(s.kb, cites) if acts and c.text not in said]
    unsure = next((c for c in step.get("choices", ()) if c["id"] == CANT_TELL), None)
    titles = {"ask": "ask", "do": "do", "fixed": "fixed"}
    name = f"Hand on to {step['escalate']}" if kind == "escalate" else str(step[titles[kind]])
    note = str(step.get("note", ""))
    if note:
        note += f"\nThis case: {url_for('trouble.session', device_id=s.device, _external=True)}{s.query(s.answers)}"
    return Step(
        kind=kind,
        title=name,
        lead=_lead(s, step, kind),
        help=str(step.get("help", "")),
        before=tuple(step.get("before", ())),
        steps=tuple(step.get("steps", ())),
        verify=str(step.get("verify", "")),
        why=str(step.get("why", "")),
        choices=choices,
        unsure=Choice(_UNSURE, s.url({**s.answers, step["id"]: CANT_TELL})) if unsure else None,
        cautions=tuple(c for c in cautions if c.level != "notice"),
        notices=tuple(c for c in cautions if c.level == "notice"),
        settings=tuple(_settings(s, step, cites)),
        places=_places(s.kb, sources),
        form=_form(choices),
        note=note,
        lines=sum(1 + len(x) // _PER_LINE for x in note.split("\n")),
        mail=_mail(s, note) if note else "",
        contact=_contact(s) if kind == "escalate" else "",
    )


def _form(choices: Sequence[Choice]) -> str:
    """Return how the choices are laid out: many as a list, short ones side by side, else large buttons."""
    if any(c.lamps for c in choices):
        return "lamps"
    if len(choices) > _MANY:
        return "many"
    return "brief" if choices and all(len(c.text) <= _BRIEF for c in choices) else "large"


def _lead(s: _Session, step: Mapping[str, Any], kind: str) -> str:
    if kind != "do" or s.model is None:
        return ""
    place = s.model.fix(step["id"])
    return "" if place is None else f"Takes {_minutes(s.model.fixes[place].cost)}."


def _minutes(cost: float) -> str:
    if cost < _HOUR:
        return f"about {count(max(1, round(cost)), 'minute')}"
    hours = cost / _HOUR
    return f"about {hours:g} hours" if hours != 1 else "about an hour"


def _settings(s: _Session, step: Mapping[str, Any], cites: Sequence[str]) -> Iterable[Setting]:
    """Yield the settings that a step is about; switches are drawn where it is they that are looked at or set.

    A repair names its protocol itself; of those that a question cites, only the one for the make that was named.
    """
    facts = [s.kb.facts[i] for i in cites if i in s.kb.facts]
    protocols = [f for f in facts if isinstance(f, Protocol)]
    switches = [f for f in facts if isinstance(f, Dip)]
    place = s.model.fix(step.get("id", "")) if s.model else None
    if s.model is not None and place is not None:
        own = {base_of(i) for i in s.model.source.repairs[place].facts}
        for p in protocols:
            if p.id in own:
                yield Setting(_protocol(p), switch_row(p), links.fact_url(p.id))
        return
    said = {str(t["said"]).casefold() for t in s.told["trail"]}
    mine = [p for p in protocols if said & {b.casefold() for b in p.brands}]
    for p in mine:
        yield Setting(_protocol(p), switch_row(p) if switches else (), links.fact_url(p.id))
    for f in switches if not mine else ():
        yield Setting(statement(f), (), links.fact_url(f.id))


def _protocol(fact: Protocol) -> str:
    return (
        f"{title(fact)}"
        if not fact.protocol_id
        else f"Protocol {fact.protocol_id}, {fact.bus}: {', '.join(fact.brands)}"
    )


def _mail(s: _Session, note: str) -> str:
    subject = f"{s.kb.device(s.device).name}: {s.model.source.entry if s.model else ''}"
    return f"mailto:?subject={quote(subject)}&body={quote(note)}"


def _contact(s: _Session) -> str:
    contact = s.kb.device(s.device).contact
    # Without an address or a number the contact is only whom the heading names already.
    return f"{contact.who}, {contact.detail}" if contact and contact.detail else ""


def start_page(kb: KnowledgeBase, role: str = LAY) -> StartPage:
    """Return the page that asks which device it is about."""
    known = api.models(kb)
    shelves: list[Shelf] = []
    others: list[links.Link] = []
    for device in kb.devices.values():
        found = [m for m in known if device.id in m.source.devices]
        if any(m.source.devices[0] == device.id for m in found):
            entries = tuple(
                Entry(
                    m.source.entry,
                    session_url(device.id, query(role, [(PROBLEM, m.id)] if len(found) > 1 else [])),
                    tree_url(m.source.devices[0], role, m.id),
                )
                for m in found
            )
            shelves.append(Shelf(links.device_link(kb, device.id), entries, tree_url(device.id, role)))
        elif found:
            others.append(links.Link(device.name, session_url(device.id, query(role)), count(len(found), "complaint")))
    return StartPage(
        title="Something is wrong – Pinlight",
        shell=shell(),
        styles=STYLES,
        scripts=SCRIPTS,
        shelves=tuple(shelves),
        others=tuple(others),
        roles=tuple(RoleLink(r, ROLE_WORDS[r], f"{url_for('trouble.start')}{query(r)}", r == role) for r in ROLES),
    )
