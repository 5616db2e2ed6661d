"""The words of the interface: kinds, counts, doubts. Words of the manuals come from the facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import shorten

from kb.curation import statements
from kb.model.facts import Caution, Fact, Spec

_KINDS: dict[str, tuple[str, str]] = {
    "led_state": ("Lamp state", "Lamp states"),
    "blink": ("Rhythm", "Rhythms"),
    "alarm": ("Alarm", "Alarms"),
    "pin": ("Pin", "Pins"),
    "cable": ("Cable", "Cables"),
    "protocol": ("Protocol and DIP setting", "Protocols and DIP settings"),
    "dip": ("DIP switch", "DIP switches"),
    "spec": ("Figure", "Figures"),
    "rule": ("Rule", "Rules"),
    "model": ("Model", "Models"),
    "procedure": ("Procedure", "Procedures"),
    "remedy": ("Remedy", "Remedies"),
    "faq": ("Question and answer", "Questions and answers"),
    "caution": ("Safety note", "Safety notes"),
    "conflict": ("Disagreement", "Disagreements"),
    "passage": ("Passage", "Passages"),
}
_DOUBT = {"likely": "Likely, not certain", "doubtful": "Read with a doubt"}


def kind_word(kind: str, *, plural: bool = False) -> str:
    """Say a kind: `led_state` → "Lamp state"."""
    one, many = _KINDS.get(kind, (kind, kind))
    return many if plural else one


def count(n: int, one: str, many: str = "") -> str:
    """Say a number of things: "1 edition", "2 editions"."""
    return f"{n} {one if n == 1 else many or one + 's'}"


# A line and a half of a list.
_NAME_CHARS = 90


def named(fact: Fact) -> str:
    """Say a fact in a list of others: by its title, a safety note by what it says, as its title is only its level."""
    return shorten(fact.text, _NAME_CHARS, placeholder=" …") if isinstance(fact, Caution) else statements.title(fact)


def plain_signal(value: str) -> str:
    """Say a contact the manual does not print."""
    return "not printed" if value == "?" else value


@dataclass(frozen=True)
class Remark:
    """Something to know about how a fact was read; `doubt` is true when it may be wrong."""

    text: str
    doubt: bool


def remarks(fact: Fact) -> tuple[Remark, ...]:
    """Say plainly how surely the fact was read, what was repaired, and what the editor noted."""
    said: list[Remark] = []
    doubted = fact.certainty in _DOUBT
    if doubted:
        reason = fact.note or fact.repair or "the text is damaged here"
        said.append(Remark(f"{_DOUBT[fact.certainty]}: {_stop(reason)}", doubt=True))
    if fact.repair and not (doubted and not fact.note):
        said.append(Remark(f"Repaired: {_stop(fact.repair)}", doubt=False))
    if fact.note and not doubted:
        said.append(Remark(f"Note: {_stop(fact.note)}", doubt=False))
    return tuple(said)


def doubt_word(fact: Fact) -> str:
    """Say a doubt in a table cell, or nothing."""
    return {"likely": "likely", "doubtful": "doubtful"}.get(fact.certainty, "")


def _stop(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


def figure(spec: Spec) -> str:
    """Say a figure so that its unit never stands alone on the next line."""
    said = statements.figure(spec)
    return said if spec.unit == "-" else said.replace(f" {spec.unit}", f"\u00a0{spec.unit}")


# Between a number and its unit, and in a period ("T = 2 s").
_UNIT = re.compile(r"(?<=\d) (?=[^\W\d]{1,4}\b|[%°Ω])|(?<=\bT) (?==)|(?<=\bT =) (?=\d)")


def glued(text: str) -> str:
    """Keep the units in a sentence beside their numbers."""
    return _UNIT.sub("\u00a0", text)


# A heading, and what is explained in brackets behind it: a short bracket is part of the name.
_ASIDE = re.compile(r"(?P<head>[^()]{8,}?) \((?P<aside>[^()]{24,})\)")


def headline(text: str) -> str:
    """Return what a long sentence says first: up to its semicolon, and without what stands in brackets at its end."""
    head = text.partition("; ")[0]
    aside = _ASIDE.fullmatch(head)
    return aside["head"] if aside else head


def further(text: str) -> str:
    """Return what `headline` leaves out, as a line of its own; nothing where it leaves nothing."""
    head, _, rest = text.partition("; ")
    aside = _ASIDE.fullmatch(head)
    said = "; ".join(p for p in (aside["aside"] if aside else "", rest) if p)
    return said[:1].upper() + said[1:]
