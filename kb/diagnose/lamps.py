"""Likelihoods of a lamp test from the LED facts: what a cause shows, and what a person may take it for.

A person reads lamp by lamp, and each reading may slip a little. The chances below are ours, set by how alike things
look from a metre away: dark and lit are hardly mixed up, two rhythms without a watch often are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kb.curation.fault_steps import Picture, lamps_of, picture
from kb.curation.fault_types import Test
from kb.curation.statements import lamps_words
from kb.diagnose.model import Floats, Option
from kb.model.facts import Fact, Lamp, LedState

LIT_FOR_DARK = 0.02
STEADY_FOR_FLASH = 0.06
OTHER_RHYTHM = 0.25
OTHER_COLOR = 0.04
LEAK = 0.02  # the share of answers that follow no rule at all: a lamp broken, another panel looked at


def _rhythm(lamp: Lamp) -> tuple[float, ...]:
    return (lamp.on_s or 0.0, lamp.off_s or 0.0, lamp.period_s or 0.0, float(lamp.times or 0))


def alike(shown: Lamp, said: Lamp) -> float:
    """Return how likely a lamp that shows one thing is taken for another, as a share of being read right."""
    if "any" in {shown.pattern, said.pattern}:
        chance = 1.0
    elif "off" in {shown.pattern, said.pattern}:
        return 1.0 if shown.pattern == said.pattern else LIT_FOR_DARK
    elif shown.pattern != said.pattern:
        chance = STEADY_FOR_FLASH
    else:
        known = any(_rhythm(shown)) and any(_rhythm(said))
        chance = OTHER_RHYTHM if known and _rhythm(shown) != _rhythm(said) else 1.0
    if shown.color and said.color and shown.color != said.color:
        chance *= OTHER_COLOR
    return chance


def options_of(test: Test, facts: Mapping[str, Fact]) -> tuple[tuple[Option, ...], tuple[tuple[Lamp, ...], ...]]:
    """Return the distinct pictures of a lamp test as options, with the lamps of each."""
    groups: dict[Picture, list[str]] = {}
    for fact_id in dict.fromkeys((*(i for ids in test.states.values() for i in ids), *test.also)):
        groups.setdefault(picture(lamps_of(facts.get(fact_id))), []).append(fact_id)
    options: list[Option] = []
    lamps: list[tuple[Lamp, ...]] = []
    taken: set[str] = set()
    for ids in groups.values():
        fact = facts[ids[0]]
        short = fact.id.split("/")[-1]
        name = short if short not in taken else fact.id
        taken.add(name)
        shown = lamps_of(fact)
        mode = f"{fact.mode}: " if isinstance(fact, LedState) and fact.mode and len(ids) == 1 else ""
        options.append(
            Option(name, f"{mode}{lamps_words(x for x in shown if x.pattern != 'any' or x.color)}", tuple(ids))
        )
        lamps.append(shown)
    return tuple(options), tuple(lamps)


def likelihood(test: Test, causes: Sequence[str], facts: Mapping[str, Fact]) -> tuple[tuple[Option, ...], Floats]:
    """Return the options and P(option | cause), shape (options, causes). A cause without states answers evenly."""
    options, lamps = options_of(test, facts)
    mixed = np.array([_reading(shown, lamps) for shown in lamps])
    out = np.full((len(options), len(causes)), 1.0 / len(options))
    for column, cause in enumerate(causes):
        ids = test.states.get(cause, ())
        places = [n for n, o in enumerate(options) if set(o.facts) & set(ids)]
        if places:
            out[:, column] = (1 - LEAK) * mixed[places].mean(axis=0) + LEAK / len(options)
    return options, out


def _reading(shown: tuple[Lamp, ...], lamps: Sequence[tuple[Lamp, ...]]) -> Floats:
    by_name = {x.indicator: x for x in shown}
    weights = np.ones(len(lamps))
    for n, said in enumerate(lamps):
        for lamp in said:
            if lamp.indicator in by_name:
                weights[n] *= alike(by_name[lamp.indicator], lamp)
    out: Floats = weights / weights.sum()
    return out
