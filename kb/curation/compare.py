"""Two editions fact by fact: what stands in both alike, what differs and in which words, what only one of them tells.

A pure function of two lists of facts: of two published manuals, or of a manual and the draft of its next edition.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from kb.curation.conflicts import PROVENANCE
from kb.curation.statements import lamp_words, number
from kb.model.facts import (
    Alarm,
    Conflict,
    Fact,
    Lamp,
    LedState,
    Variable,
    Wire,
    base_id,
    kind_of,
)

State = Literal["differs", "only-a", "only-b", "equal"]
STATES: tuple[State, ...] = ("differs", "only-a", "only-b", "equal")
# What burns a port first, what is read at leisure last.
ORDER: tuple[str, ...] = (
    "pin",
    "cable",
    "protocol",
    "dip",
    "led_state",
    "blink",
    "alarm",
    "spec",
    "rule",
    "model",
    "procedure",
    "remedy",
    "faq",
    "caution",
)


class Field(msgspec.Struct, frozen=True):
    """One field in which two facts differ: its JSON name, and what each side says, line by line."""

    name: str
    a: tuple[str, ...]
    b: tuple[str, ...]


class Pair(msgspec.Struct, frozen=True):
    """One thing in two editions. `by` tells how the two were found to be the same: by id, or by their key fields."""

    kind: str
    state: State
    a: Fact | None = None
    b: Fact | None = None
    fields: tuple[Field, ...] = ()
    by: Literal["id", "key", ""] = ""

    @property
    def fact(self) -> Fact:
        """The side that is there, the first one when both are."""
        found = self.a or self.b
        if found is None:
            raise ValueError("a pair has at least one side")
        return found


def compare(one: Iterable[Fact], other: Iterable[Fact]) -> tuple[Pair, ...]:
    """Return every fact of both sides once, in pairs, by kind (pins first) and in the order of the first side.

    Facts are the same thing when their ids are equal but for the edition tag; what is left is paired by the fields
    that name it (connector and pin, code, switch and position, title), when a device is shared and no other fact on
    either side has the same key.
    """
    left: list[Fact] = [f for f in one if not isinstance(f, Conflict)]
    right: list[Fact] = [f for f in other if not isinstance(f, Conflict)]
    by_id = {(kind_of(f), base_id(f.id)): f for f in right}
    partner: dict[str, tuple[Fact, Literal["id", "key"]]] = {}
    for fact in left:
        twin = by_id.get((kind_of(fact), base_id(fact.id)))
        if twin is not None:
            partner[fact.id] = (twin, "id")
    taken = {twin.id for twin, _ in partner.values()}
    alone_left = _by_key(f for f in left if f.id not in partner)
    alone_right = _by_key(f for f in right if f.id not in taken)
    for key, fact in alone_left.items():
        twin = alone_right.get(key)
        if twin is not None and set(fact.devices) & set(twin.devices):
            partner[fact.id] = (twin, "key")
            taken.add(twin.id)
    pairs = [_pair(f, *partner.get(f.id, (None, ""))) for f in left]
    pairs += [Pair(kind_of(f), "only-b", b=f) for f in right if f.id not in taken]
    # The sort keeps the order of the facts within a kind.
    return tuple(sorted(pairs, key=lambda p: ORDER.index(p.kind)))


def counts(pairs: Iterable[Pair]) -> dict[str, dict[State, int]]:
    """Return how many pairs of each kind are in each state; kinds that do not occur are left out."""
    found = Counter((p.kind, p.state) for p in pairs)
    kinds = [k for k in ORDER if any(found[k, s] for s in STATES)]
    return {k: {s: found[k, s] for s in STATES} for k in kinds}


def _pair(a: Fact, b: Fact | None, by: Literal["id", "key", ""]) -> Pair:
    if b is None:
        return Pair(kind_of(a), "only-a", a=a)
    fields = differing(a, b)
    return Pair(kind_of(a), "differs" if fields else "equal", a, b, fields, by)


def differing(a: Fact, b: Fact) -> tuple[Field, ...]:
    """Return the fields in which two facts of one kind differ; where and how surely they were read is left out."""
    return tuple(
        Field(name, lines(getattr(a, name)), lines(getattr(b, name)))
        for name in a.__struct_fields__
        if name not in PROVENANCE and getattr(a, name) != getattr(b, name)
    )


def lines(value: object) -> tuple[str, ...]:  # noqa: PLR0911 - one line for each form of value
    """Say a field's value in lines: a list gives a line for each of its items, an empty value gives none."""
    match value:
        case None | "":
            return ()
        case bool():
            return ("yes" if value else "no",)
        case float() | int():
            return (number(value),)
        case Lamp():
            return (lamp_words(value),)
        case Wire():
            return (f"{value.from_pin} → {value.to_pin} {value.signal}{' (optional)' if value.optional else ''}",)
        case Variable():
            limits = [number(x) for x in (value.min, value.max) if x is not None]
            return (f"{value.name} in {value.unit}{' from ' + ' to '.join(limits) if limits else ''}",)
        case Mapping():
            return tuple(f"{k}: {' '.join(lines(v))}" for k, v in value.items())
        case str():
            return (value,)
        case Sequence():
            return tuple(line for item in value for line in lines(item))
        case _:
            return (str(value),)


def _by_key(facts: Iterable[Fact]) -> dict[Hashable, Fact]:
    """Facts by kind and key; a key that two facts share names neither."""
    found: dict[Hashable, list[Fact]] = {}
    for fact in facts:
        found.setdefault((kind_of(fact), _key(fact)), []).append(fact)
    return {k: v[0] for k, v in found.items() if len(v) == 1}


# The fields that name a thing, by kind. Alarms and lamp states have rules of their own, in `_key`.
_KEYS: dict[str, tuple[str, ...]] = {
    "pin": ("connector", "pin"),
    "cable": ("from_device", "to", "version"),
    "protocol": ("protocol_id", "bus"),
    "dip": ("switch", "position"),
    "blink": ("name",),
    "spec": ("name", "condition"),
    "rule": ("name",),
    "model": ("designation",),
    "procedure": ("title",),
    "remedy": ("symptom",),
    "faq": ("question",),
    "caution": ("text",),
}


def _key(fact: Fact) -> Hashable:
    if isinstance(fact, LedState):
        # What is seen on the panel; its meaning is what may have changed.
        return tuple(sorted(lamp_words(x) for x in fact.lamps)), _fold(fact.mode)
    if isinstance(fact, Alarm):
        return _fold(fact.code or fact.name)
    return tuple(_fold(str(getattr(fact, name))) for name in _KEYS[kind_of(fact)])


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


Pieces = tuple[tuple[str, bool], ...]
_TOKEN = re.compile(r"\w+(?:[.,]\w+)*|\s+|[^\w\s]")


def marked(a: str, b: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces, each with whether the other text lacks it. Joined, the pieces give the text again."""
    left, right = _TOKEN.findall(a), _TOKEN.findall(b)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    out_a: list[tuple[str, bool]] = []
    out_b: list[tuple[str, bool]] = []
    for op, a0, a1, b0, b1 in matcher.get_opcodes():
        for out, tokens in ((out_a, left[a0:a1]), (out_b, right[b0:b1])):
            _add(out, tokens, differs=op != "equal")
    return tuple(out_a), tuple(out_b)


def _add(out: list[tuple[str, bool]], tokens: Sequence[str], *, differs: bool) -> None:
    """Add a piece. White space at its ends is no difference to look at, so it goes to the unmarked text around it."""
    whole = "".join(tokens)
    core = whole.strip() if differs else ""
    start = whole.index(core) if core else len(whole)
    for text, mark in ((whole[:start], False), (core, True), (whole[start + len(core) :], False)):
        if text and out and not mark and not out[-1][1]:
            out[-1] = (out[-1][0] + text, False)
        elif text:
            out.append((text, mark))
