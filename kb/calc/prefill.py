"""From a question to the calculator it asks for, with the inputs it names.

A calculator declares groups of words that call for it, and its inputs declare units, nouns and cues; nothing here
knows a device. A question that fits two calculators equally well opens none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.bundle.kept import kept, per_bundle
from kb.bundle.store import KnowledgeBase
from kb.calc import units
from kb.calc.calculator import Calculator
from kb.calc.fields import Field, choices_of
from kb.calc.figures import Figures
from kb.calc.registry import calculators
from kb.model.numerals import figures

# How much speaks for a calculator: each word of its best group counts 1. A named device outweighs a word less, so that
# "charge current sr48100h" never opens the Growatt sheet; an input found is a hint, a required one missing a doubt.
DEVICE = 2.0
FAMILY = 1.0
FILLED = 0.5
MISSING = -0.25
# Longer texts are tickets, not questions for one calculator.
MAX_CHARS = 400
# How many words a cue may stand from its number ("load of the house is 1 kW").
REACH = 5
# A word of a group also matches longer words ("mount" in "mounting") from this length on.
STEM = 4
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[^\W\d_]+(?:-[^\W\d_]+)*|[°%²\"]+|[+\-−](?=[0-9])")
_NUMBER_WORDS = figures(8)
# Choices that are also plain English words: only their written case tells them apart.
_ENGLISH = frozenset(
    {
        "can",
        "must",
        "any",
        "on",
        "off",
        "both",
        "di",
        "ac",
        "dc",
        "pe",
        "fe",
        "standing",
        "unknown",
        "lux",
        "signal",
        "network",
        "ground",
        "alpha",
    }
)


@dataclass(frozen=True)
class _Number:
    """A number of the text: its place among the tokens, the digits, and the canonical unit that follows it."""

    place: int
    digits: str
    unit: str


def prefill(kb: KnowledgeBase, text: str) -> tuple[str, dict[str, str]] | None:
    """Return the calculator a question asks for and the inputs it names, as texts for `run`; None when none stands out."""
    if not text.strip() or len(text) > MAX_CHARS:
        return None
    tokens = list(_TOKEN.finditer(text))
    words = [t[0].lower() for t in tokens]
    # The digits of a name ("SR48100H", "LED1") are no quantity.
    named_digits = {
        n + 1
        for n, (a, b) in enumerate(itertools.pairwise(tokens))
        if a.end() == b.start() and len(a[0]) > 1 and a[0].isalpha()
    }
    known = calculators(kb)
    hits = kept(kb, "keywords of calculators", lambda: _Keywords((c.id, c.keywords) for c in known.values())).hits(
        words
    )
    asked = [(known[i], hit) for i, hit in hits.items()]
    if not asked:
        return None
    named = _devices(kb, text)
    families = {kb.devices[d].family for d in named}
    figures = Figures(kb)
    ranked: list[tuple[float, bool, str, dict[str, str]]] = []
    for calculator, hit in asked:
        inputs = dict(_fill(calculator, figures, text, words, named_digits))
        score = float(hit)
        if named & set(calculator.devices):
            score += DEVICE
        elif calculator.family in families:
            score += FAMILY
        elif named and not _only_brands(kb, named, inputs):
            continue
        required = [f for f in calculator.fields if f.required and not f.default]
        score += FILLED * len(inputs) + MISSING * sum(f.name not in inputs for f in required)
        # An empty form answers only a question that needs nothing filled in.
        useful = any(f.name in inputs for f in required) or (not required and bool(inputs or named or hit > 1))
        ranked.append((score, useful, calculator.id, inputs))
    ranked.sort(key=lambda r: -r[0])
    if not ranked or not ranked[0][1] or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][2], ranked[0][3]


class _Keywords:
    """The keywords of all calculators, laid out by their first word."""

    def __init__(self, calculators: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Take (calculator, groups of words) pairs; a group counts when a question holds all its words."""
        self.order: list[str] = []
        self.groups: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for calculator, groups in calculators:
            self.order.append(calculator)
            for parts in (tuple(g.split()) for g in groups):
                self.groups.setdefault(parts[0], []).append((calculator, parts))
        self.words = frozenset(w for groups in self.groups.values() for _, parts in groups for w in parts)

    def hits(self, said: Iterable[str]) -> dict[str, int]:
        """Return, for each calculator with a group that the words hold whole, the number of words in its longest one.

        A keyword is held in singular and plural; one of at least STEM letters also by what begins with it.
        """
        forms = {f for w in said for f in (w, f"{w}s", w.removesuffix("s"), *(w[:n] for n in range(STEM, len(w))))}
        held = self.words & forms
        best: dict[str, int] = {}
        for first in held:
            for calculator, parts in self.groups.get(first, ()):
                if len(parts) > best.get(calculator, 0) and held.issuperset(parts):
                    best[calculator] = len(parts)
        return {c: best[c] for c in self.order if c in best}


def _plain(alias: str) -> str:
    return re.sub(r"[^a-z0-9.]+", " ", alias.lower()).strip()


@per_bundle
def _called(kb: KnowledgeBase) -> tuple[tuple[str, str, str], ...]:
    """Return each product with a name of it as words, and the same without blanks where it is a model code."""
    out = []
    for device in kb.devices.values():
        for alias in (device.id, device.name, device.short, *device.aliases):
            key = _plain(alias)
            # A model code is known in any spacing; a name of plain words only as words.
            code = any(c.isdigit() for c in key) and any(c.isalpha() for c in key) and len(key) > STEM
            if key:
                out.append((device.id, f" {key} ", key.replace(" ", "") if code else ""))
    return tuple(dict.fromkeys(out))


def _devices(kb: KnowledgeBase, text: str) -> set[str]:
    squeezed = re.sub(r"[^a-z0-9.]+", " ", text.lower())
    padded, tight = f" {squeezed} ", squeezed.replace(" ", "")
    return {device for device, key, code in _called(kb) if key in padded or (code and code in tight)}


def _only_brands(kb: KnowledgeBase, named: set[str], inputs: dict[str, str]) -> bool:
    """Whether all devices named are there as the brand of an input ("dip for growatt")."""
    given = {v.lower() for v in inputs.values()}
    return all(kb.devices[d].maker.lower() in given for d in named)


def _fill(
    calculator: Calculator, figures: Figures, text: str, words: list[str], named_digits: set[int]
) -> Iterator[tuple[str, str]]:
    numbers = [n for n in _numbers(words) if n.place not in named_digits]
    used: set[int] = set()
    for item in calculator.fields:
        if item.kind == "choice":
            twins = sum(f.kind == "choice" and f.choices == item.choices for f in calculator.fields) > 1
            found = _choice(item, figures, _after(item.name, text) if twins else text, numbers, used)
        elif item.kind == "count":
            found = _count(item, words, numbers, used)
        elif item.kind == "number":
            found = _quantity(item, calculator, words, numbers, used)
        else:
            found = None
        if found is not None:
            yield item.name, found


def _numbers(words: list[str]) -> Iterator[_Number]:
    for place, word in enumerate(words):
        digits = _NUMBER_WORDS.get(word, word)
        if not digits[0].isdigit():
            continue
        sign = "-" if place and words[place - 1] in {"-", "−"} else ""
        rest = words[place + 1 :][:2]
        unit = ""
        for length in (2, 1):
            for glue in ("", " "):
                if len(rest) >= length and not unit:
                    unit = units.SPELLINGS.get(glue.join(rest[:length]), "")
        yield _Number(place, sign + digits.replace(",", "."), unit)


def _after(name: str, text: str) -> str:
    """Return the few words after a name: where several inputs share their choices, each is told after its own name."""
    found = re.search(rf"\b{re.escape(name)}\b\W+((?:[\w-]+\W*){{0,2}})", text, re.IGNORECASE)
    return found[1] if found else ""


def _choice(item: Field, figures: Figures, text: str, numbers: list[_Number], used: set[int]) -> str | None:
    best: tuple[int, str] | None = None
    for choice in choices_of(item, figures):
        if choice == item.default and choice in {"any", "unknown", "both"}:
            continue
        for word in (choice, *item.words.get(choice, ())):
            if word.replace(".", "").isdigit():
                hit = next(
                    (
                        n
                        for n in numbers
                        if n.place not in used
                        and n.unit in {"", "kW"}
                        and (n.digits == word or (n.unit and float(n.digits) == float(word)))
                    ),
                    None,
                )
                if hit is not None:
                    used.add(hit.place)
                    return choice
                continue
            flags = 0 if word.lower() in _ENGLISH else re.IGNORECASE
            pattern = r"[\s-]*".join(re.escape(p) for p in re.split(r"[\s-]+", word))
            if re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", text, flags) and (best is None or len(word) > best[0]):
                best = len(word), choice
    return best[1] if best else None


def _count(item: Field, words: list[str], numbers: list[_Number], used: set[int]) -> str | None:
    for number in numbers:
        if number.place in used or number.unit or "." in number.digits:
            continue
        following = words[number.place + 1 : number.place + REACH]
        stop = next((n for n, w in enumerate(following) if w[0].isdigit()), len(following))
        if any(w in item.nouns for w in following[:stop]) or (number.place and words[number.place - 1] == "n"):
            used.add(number.place)
            return number.digits
    return None


def _quantity(
    item: Field, calculator: Calculator, words: list[str], numbers: list[_Number], used: set[int]
) -> str | None:
    wanted = units.group(item.unit)
    if not wanted:
        return None
    rivals = [
        f
        for f in calculator.fields
        if f.kind == "number" and units.group(f.unit)[:1] and item.unit in units.group(f.unit)
    ]
    fitting = [n for n in numbers if n.place not in used and _unit_for(item, n) in wanted]
    if len(rivals) > 1 and not any(f.cues for f in rivals):
        # Two voltages for two batteries: in the order they are told, when all are told.
        all_of = [n for n in numbers if _unit_for(item, n) in wanted]
        fitting = fitting if len(all_of) == len(rivals) else []
    elif len(rivals) > 1:
        fitting = [n for n in fitting if _nearest(n, words, numbers, rivals) is item]
    if not fitting:
        return None
    used.add(fitting[0].place)
    return f"{fitting[0].digits} {_unit_for(item, fitting[0])}"


def _unit_for(item: Field, number: _Number) -> str:
    if item.unit == "°C" and number.unit == "°":
        return "°C"
    if item.unit == "%RH" and number.unit == "%":
        return "%RH"
    return number.unit


def _nearest(number: _Number, words: list[str], numbers: list[_Number], rivals: list[Field]) -> Field | None:
    """Return the input whose cue stands nearest to the number, not beyond another number; before it counts as nearer."""
    places = [n.place for n in numbers]
    low = max((p for p in places if p < number.place), default=-1)
    high = min((p for p in places if p > number.place), default=len(words))
    best: tuple[float, Field] | None = None
    for rival in rivals:
        for place in range(low + 1, high):
            distance = abs(place - number.place) + (0.5 if place > number.place else 0.0)
            if words[place] in rival.cues and distance <= REACH and (best is None or distance < best[0]):
                best = distance, rival
    return best[1] if best else None
