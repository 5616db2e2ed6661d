"""Which complaint it is: the fault model that was said, the only one, or the one that what was told speaks of."""

from __future__ import annotations

from collections.abc import Mapping

from kb.bundle.store import KnowledgeBase
from kb.curation.fault_types import CANT_TELL
from kb.diagnose import observe, words
from kb.diagnose.known import expanded
from kb.diagnose.model import PROBLEM, Model
from kb.diagnose.session import Dropped, replay

DANGER = "danger"
"""The answer to that question which goes straight to the question about danger."""
_TOLD = 3.0  # an answer or an alarm taken over counts as much as this many words of the complaint
_HEARD = 1.5  # an answer found in a sentence
_LEAD = 0.3  # by so much one complaint must lead, else we ask
_LEAST = 0.9  # and about one word of its own it must have been given
_CERTAIN = 0.6


def pick(kb: KnowledgeBase, found: tuple[Model, ...], answers: Mapping[str, str]) -> tuple[Model | None, list[Dropped]]:
    """Return the fault model these answers belong to, None when that must be asked, and what of `problem` was not used."""
    said = next((v.strip() for k, v in answers.items() if observe.plain_key(k) == PROBLEM), None)
    named = _named(found, said) if said else None
    if named is not None:
        return named, []
    unsure = said is not None and (said in {CANT_TELL, DANGER} or words.plain(said) in {"cant tell", "don t know"})
    wrong: list[Dropped] = []
    if said and not unsure:
        wrong = [Dropped(PROBLEM, said, f"choose one of {', '.join(m.id for m in found)}")]
    if len(found) == 1:
        return found[0], wrong
    rest = {k: v for k, v in answers.items() if observe.plain_key(k) != PROBLEM}
    chosen = _danger(kb, found, rest) or _knowing(found, rest) or _speaking(kb, found, rest, said if wrong else None)
    if chosen is not None:
        return chosen, [] if wrong and not _knowing(found, rest) else wrong
    if unsure:
        # Nobody can say what is wrong: begin where the lamps are looked at.
        start = tuple(m for m in found if _knows(m, rest)) or found
        if said == DANGER:
            start = tuple(m for m in start if observe.danger_tests(m)) or start
        return next((m for m in start if any(p.kind == "lamp" for p in m.probes)), start[0]), wrong
    return None, wrong


def _named(found: tuple[Model, ...], said: str) -> Model | None:
    """Return the model with this id, title or complaint, in any case and spacing."""
    want = words.plain(said)
    hits = [m for m in found if want in {words.plain(x) for x in (m.id, m.source.title, m.source.entry)}]
    return hits[0] if len(hits) == 1 else None


def _knows(model: Model, answers: Mapping[str, str]) -> bool:
    names = {observe.plain_key(k) for k in answers} | set(answers)
    return any(model.probe(n) is not None or model.fix(n) is not None for n in names)


def _knowing(found: tuple[Model, ...], answers: Mapping[str, str]) -> Model | None:
    """Return the only model that knows one of these questions or repairs."""
    knowing = [m for m in found if _knows(m, answers)]
    return knowing[0] if len(knowing) == 1 else None


def _danger(kb: KnowledgeBase, found: tuple[Model, ...], answers: Mapping[str, str]) -> Model | None:
    """Return the first model in which what was told is a danger that stops everything: it does not matter which."""
    for model in found:
        told = observe.read(kb, model, answers).answers
        for rule in model.dangers:
            places = {t: model.probe(t) for t in rule.when}
            if rule.stop and all(p is not None and told.get(t) in rule.when[t] for t, p in places.items()):
                return model
    return None


def _speaking(
    kb: KnowledgeBase, found: tuple[Model, ...], answers: Mapping[str, str], complaint: str | None
) -> Model | None:
    """Return the model that most of what was told belongs to, when it leads clearly."""
    text = " . ".join([*(v for k, v in answers.items() if observe.plain_key(k) == observe.SAID), complaint or ""])
    stems = set(words.content(expanded(kb, text))) if text.strip(" .") else set()
    lead = {m.id: _words(expanded(kb, f"{m.id} . {m.source.entry} . {m.source.title}")) for m in found}
    more = {m.id: _words(" ".join([*(c.name for c in m.source.causes), *(p.ask for p in m.probes)])) for m in found}
    scores: list[tuple[float, float, int, int]] = []
    for n, model in enumerate(found):
        reading = observe.read(kb, model, answers)
        asked = {k for k in reading.answers if _knows(model, {k: ""})}
        told = {t.id for t in reading.taken if observe.plain_key(t.key) == observe.SAID}
        near = sum(1.0 / sum(w in lead[m.id] for m in found) for w in stems & lead[model.id])
        far = sum(1.0 / sum(w in more[m.id] for m in found) for w in stems & (more[model.id] - lead[model.id]))
        sure = float(replay(model, reading.answers).belief.max())
        scores.append((_TOLD * len(asked - told) + _HEARD * len(told) + near + far / 2, sure, len(told), n))
    scores.sort(key=lambda s: (-s[0], -s[1]))
    if scores[0][0] < _LEAST:
        return None
    level = [s for s in scores if scores[0][0] - s[0] < _LEAD]
    best = max(level, key=lambda s: s[1])
    if len(level) > 1 and best[1] < _CERTAIN:
        # Level, and none explains it nearly for certain: the one that can use more of what was told.
        best = max(level, key=lambda s: s[2])
        if [s[2] for s in level].count(best[2]) > 1:
            return None
    return found[best[3]]


def _words(text: str) -> frozenset[str]:
    return frozenset(words.content(text))
