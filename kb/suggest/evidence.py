"""What search finds for a ticket's sentences, weighed as evidence: which fault model, which cause, which answer it amounts to.

The troubleshooter matches words of its own questions; search knows the manuals' whole wording. A fact that a cause
cites and that answers a sentence of the ticket speaks for that cause.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.diagnose import words
from kb.diagnose.belief import row
from kb.diagnose.model import Model
from kb.diagnose.observe import danger_tests
from kb.model.facts import base_id
from kb.search.answer import Answer

# What stands first answers the sentence; what follows may.
RANKS = (1.0, 0.5, 0.33)
# A cause speaks when one sentence's first answer is its own, or several sentences' next ones are.
SPEAKS = 0.9
# Causes this near to the best spoken for are meant as well.
NEAR = 0.8
# An answer must be so many times likelier for the causes meant than for the others, and so likely for them.
STANDS_OUT = 3.0
SURE = 0.5
_WEIGHTY = frozenset({"alarm", "remedy", "faq"})


@dataclass(frozen=True)
class Evidence:
    """How much speaks for each model and each cause of a model."""

    models: Mapping[str, float]
    causes: Mapping[str, Mapping[str, float]]
    fault: bool

    def best(self) -> str:
        """Return the model that most speaks for, or "" when nothing does."""
        return max(self.models, key=lambda m: self.models[m], default="")

    def meant(self, model: Model) -> frozenset[str]:
        """Return the causes of a model that are spoken for clearly."""
        found = self.causes.get(model.id, {})
        top = max(found.values(), default=0.0)
        return frozenset(c for c, w in found.items() if w >= NEAR * top) if top >= SPEAKS else frozenset()


def weigh(models: Sequence[Model], answers: Iterable[Answer], lamps: Collection[Model] = ()) -> Evidence:
    """Weigh what search answered to each sentence. `lamps` are the models that know the lamps told: they weigh them themselves."""
    citing: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for model in models:
        for cause in model.source.causes:
            for fact in dict.fromkeys(base_id(c) for c in cause.cites):
                citing[fact].append((model.id, cause.id))
    by_model: defaultdict[str, float] = defaultdict(float)
    by_cause: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    fault = False
    for model in lamps:
        # The more of its questions are about lamps, the more it is the one for them.
        by_model[model.id] += 1.0 + sum(p.kind == "lamp" for p in model.probes) / len(model.probes) / 2
    for answer in answers:
        if not answer.answered:
            continue
        once: defaultdict[tuple[str, str], float] = defaultdict(float)
        for weight, result in zip(RANKS, answer.results, strict=False):
            named = [
                (m, c) for m, c in citing.get(base_id(result.id), []) if not (lamps and result.kind == "led_state")
            ]
            fault |= weight == RANKS[0] and result.kind in _WEIGHTY and bool(named)
            sharing = {m: sum(n == m for n, _ in named) for m, _ in named}
            for key in named:
                # A fact that half of the causes cite tells none of them.
                once[key] = max(once[key], weight / sharing[key[0]])
        for model_id in {m for m, _ in once}:
            by_model[model_id] += max(w for (m, _), w in once.items() if m == model_id)
        for (model_id, cause_id), weight in once.items():
            by_cause[model_id][cause_id] += weight
    return Evidence(dict(by_model), {m: dict(c) for m, c in by_cause.items()}, fault)


def answer_of(model: Model, causes: frozenset[str]) -> dict[str, str]:
    """Return the answer that says these causes best, with what must be answered before it; {} when none stands out.

    Lamps, measurements and danger are left out: what was not seen is not answered for anybody.
    """
    inside = np.array([c in causes for c in model.causes])
    if not inside.any() or inside.all():
        return {}
    closed, best, found = danger_tests(model), STANDS_OUT, None
    for n, probe in enumerate(model.probes):
        if probe.id in closed or probe.kind not in {"question", "look"}:
            continue
        places = tuple(sorted({int(x) for x in probe.likelihood[:, inside].argmax(axis=0)}))
        likely = row(model, n, places)
        own, rest = float(likely[inside].mean()), max(float(likely[~inside].mean()), 1e-9)
        if own >= SURE and own / rest > best:
            best, found = own / rest, (probe, places)
    if found is None:
        return {}
    probe, places = found
    out = {k: v[0] for k, v in probe.only_if.items() if k not in closed}
    return {**out, probe.id: probe.name(places)} if len(out) == len(probe.only_if) else {}


_COUNTS = {"one": ("one", "1", "single"), "two": ("two", "2", "both"), "three": ("three", "3"), "four": ("four", "4")}
_HELD = 0.75
# Of a longer label more than its one word that is the answer's name must stand there: "the app shows" is no fault of the app.
_SHORT = 3
_TOUCHED = 0.4
_POSITIONS = frozenset({"on", "off"})


def misheard(model: Model, test: str, answer: str, told: str, kinds: Collection[str] = ()) -> bool:
    """Tell whether an answer was taken from a word that says something else.

    A bare number counts what stands close behind it: "two lights are on" says nothing of two batteries. And an answer of
    which only one word of several stands there ("power" for "power on") was not given, nor one that is but the name of a
    kind of product (`kinds`).
    """
    place = model.probe(test)
    option = next((o for o in model.probes[place].options if o.id == answer), None) if place is not None else None
    if place is None or option is None or model.probes[place].kind == "lamp" or test in danger_tests(model):
        return False
    said = [words.stem(w) for w in words.plain(told).split()]
    if answer in _COUNTS:
        counted = set(words.content(model.probes[place].ask))
        at = [n for n, w in enumerate(said) if w in _COUNTS[answer]]
        return not any(counted & set(said[n + 1 : n + 4]) for n in at)
    name = [words.stem(w) for w in words.plain(option.id.replace("-", " ")).split()]
    label = words.content(option.label)
    held = sum(w in said for w in label) / max(1, len(label))
    if len(name) == 1 and option.id in kinds:
        return len(label) > _SHORT and held < _TOUCHED
    lost = len(words.content(option.id.replace("-", " "))) < len(name)
    return lost and held < _HELD and words.mentions(said, name) is None


def positions(model: Model, told: str) -> dict[str, str]:
    """Return the answers to where a switch or breaker stands: "the breaker is ON", "switch was off"."""
    text = f" {words.plain(told)} "
    out: dict[str, str] = {}
    for probe in model.probes:
        if {o.id for o in probe.options} == _POSITIONS:
            nouns = "|".join(re.escape(w) for w in words.plain(probe.ask).split() if len(w) > 5)  # noqa: PLR2004 - "the", "does"
            found = re.search(
                rf" (?:{nouns}) (?:is |was |are |stands |at |to |in |position )*(on|off) (?!the |my |our |a |this )",
                text,
            )
            if nouns and found:
                out[probe.id] = found[1]
    return out
