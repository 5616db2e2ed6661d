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
from kb.diagnose.model import Floats, Model
from kb.diagnose.observe import danger_tests
from kb.model.facts import base_id
from kb.search.answer import Answer

# What stands first answers the sentence; what follows may.
RANKS = (1.0, 0.5, 0.33)
# A cause speaks when one sentence's first answer is its own, or several sentences' next ones are.
SPEAKS = 0.9
# Causes this near to the best spoken for are meant as well.
NEAR = 0.8
# The logarithm of how much likelier each point makes a cause, and from where on more points say no more.
FOUND = 1.5
ENOUGH = 1.5
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

    def factors(self, model: Model) -> Floats:
        """Return by how much what search finds makes each cause likelier, something else last."""
        found = self.causes.get(model.id, {})
        return np.exp([FOUND * min(found.get(c, 0.0), ENOUGH) for c in model.causes])


def closer(models: Sequence[Model], chosen: Model, likeliest: str) -> Model:
    """Return the model that takes an alarm apart where the chosen one only names it.

    When the likeliest cause of the chosen model is an alarm which several causes of another model explain, that other one
    has the questions that lead on.
    """
    cause = next((c for c in chosen.source.causes if c.id == likeliest), None)
    alarms = {base_id(c) for c in cause.cites if "/alarm/" in c} if cause else set()
    if len(alarms) != 1:
        return chosen
    for model in models:
        explains = [n for n, c in enumerate(model.source.causes) if alarms & {base_id(x) for x in c.cites}]
        if model is not chosen and len(explains) > 1:
            return model
    return chosen


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


_COUNTS = {"one": ("one", "1", "single"), "two": ("two", "2", "both"), "three": ("three", "3"), "four": ("four", "4")}
_HELD = 0.75
# Of a longer label more than its one word that is the answer's name must stand there: "the app shows" is no fault of the app.
_SHORT = 3
_TOUCHED = 0.4
_POSITIONS = frozenset({"on", "off"})
# A breaker that is closed lets current through.
_STANDS = {"on": "on", "off": "off", "closed": "on", "up": "on", "open": "off", "down": "off", "tripped": "off"}


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
    """Return the answers to where a switch or breaker stands: "the breaker is ON", "switch was off", "breaker closed"."""
    clauses = [f" {words.plain(x)} " for x in re.split(r"[.,;:!?()\n]|\band\b|\bbut\b", told)]
    out: dict[str, str] = {}
    for probe in model.probes:
        if {o.id for o in probe.options} == _POSITIONS:
            nouns = "|".join(re.escape(w) for w in words.plain(probe.ask).split() if len(w) > 5)  # noqa: PLR2004 - "the", "does"
            pattern = (
                rf" (?:{nouns}) (?:\w+ )?(?:is |was |are |stands |at |to |in |position |still |also |both )*"
                rf"({'|'.join(_STANDS)}) (?!the |my |our |a |this )"
            )
            found = next((m for x in clauses if (m := re.search(pattern, x))), None) if nouns else None
            if found:
                out[probe.id] = _STANDS[found[1]]
    return out


_BAND = re.compile(r"\b(above|over|more than|below|under|less than)\s+(-?\d+(?:\.\d+)?)\s*°C", re.IGNORECASE)
_DEGREES = re.compile(
    r"(?<![\d.])(minus\s+|[-\u2212])?(\d{1,2}(?:[.,]\d)?)\s*(?:°\s*C\b|°(?!\s*F)|degrees?\b(?!\s*f)|C\b)", re.IGNORECASE
)
# As people write a temperature without a digit: "zero degrees", "around freezing"; "below zero" is colder than that.
_FROST = re.compile(
    r"\bzero degrees?\b|\b(?:at|around|about|near|(?P<colder>below|under)) (?:zero|freezing)\b|\bfreezing point\b",
    re.IGNORECASE,
)
_ABOVE = frozenset({"above", "over", "more than"})


def temperatures(model: Model, told: str) -> dict[str, str]:
    """Return the answers to how warm it is: a temperature told falls into one of the bands that a question's choices name."""
    found = [float(m[2].replace(",", ".")) * (-1 if m[1] else 1) for m in _DEGREES.finditer(told)]
    found += [-1.0 if m["colder"] else 0.0 for m in _FROST.finditer(told)]
    out: dict[str, str] = {}
    for probe in model.probes if found else ():
        bands = {o.id: m for o in probe.options if (m := _BAND.search(o.label))}
        if probe.kind == "lamp" or len(bands) < 2:  # noqa: PLR2004 - hot and cold
            continue
        between = [o.id for o in probe.options if o.id not in bands]
        inside = {
            o: any((x > float(m[2])) if m[1].lower() in _ABOVE else (x < float(m[2])) for x in found)
            for o, m in bands.items()
        }
        hit = [o for o, yes in inside.items() if yes]
        if len(hit) == 1:
            out[probe.id] = hit[0]
        elif not hit and len(between) == 1:
            out[probe.id] = between[0]
    return out


_SIGNS = frozenset({"positive", "negative"})
_VOLTS = re.compile(r"\b(?:volt\w*|V|DC|string|PV\d?|meter|measure\w*|polarity)\b")
# A number with a sign, no range, no date and no temperature.
_SIGNED = re.compile(
    r"(?<![\w.,/-])(minus|plus|(?<!\d )[-\u2212+])\s?\d{2,4}(?:[.,]\d+)?(?![\w/-])(?!\s*(?:°|degrees?\b|%|C\b|W\b|A\b))(?=\s*V?\b|\W|$)"
)


def signs(model: Model, told: str) -> dict[str, str]:
    """Return the answers to which sign a voltage has: "-402 V on string 2", "the meter reads -361"."""
    tests = [p for p in model.probes if {o.id for o in p.options} >= _SIGNS]
    found = {m[1] for m in _SIGNED.finditer(told)} if tests and _VOLTS.search(told) else set()
    return {p.id: "positive" if found <= {"+", "plus"} else "negative" for p in tests} if found else {}
