"""The types of a suggestion: what was read in a ticket and what is proposed, each with its facts."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from kb.model.facts import Source

Certainty = Literal["said", "likely", "unclear", "none"]


class DeviceGuess(msgspec.Struct, frozen=True):
    """A product the ticket may be about, and why."""

    id: str
    name: str
    why: str


class Observation(msgspec.Struct, frozen=True):
    """Something the author saw: `text` in their words, `label` in the manual's, `facts` that describe it."""

    kind: Literal["lamp", "alarm", "answer", "quantity"]
    text: str
    label: str
    test: str = ""
    answer: str = ""
    facts: tuple[str, ...] = ()


class Tried(msgspec.Struct, frozen=True):
    """Something the author did already; `repair` when it is one of the troubleshooter's."""

    text: str
    repair: str = ""


class Cited(msgspec.Struct, frozen=True):
    """A place in a manual and the fact that stands there."""

    fact: str
    source: Source


class Cause(msgspec.Struct, frozen=True):
    """A possible cause with its probability 0..1; `model` is the complaint it belongs to, which need not be the suggestion's."""

    id: str
    name: str
    p: float
    facts: tuple[str, ...] = ()
    source: Source | None = None
    safety: str = "none"
    model: str = ""


class Caution(msgspec.Struct, frozen=True):
    """A caution that guards what is proposed."""

    level: str
    text: str
    fact: str
    source: Source | None = None


class Part(msgspec.Struct, frozen=True):
    """A piece of the reply. Everything but the framing words comes from the facts it names."""

    kind: Literal["device", "safety", "seen", "cause", "steps", "verify", "caution", "answer", "question", "contact"]
    title: str
    lines: tuple[str, ...]
    facts: tuple[str, ...] = ()
    numbered: bool = False


class Reply(msgspec.Struct, frozen=True):
    """The reply text in three forms with the same content."""

    plain: str = ""
    markdown: str = ""
    html: str = ""


class Suggestion(msgspec.Struct, frozen=True):
    """What the agent gets for a ticket. `covered` is false when the manuals do not speak of it: then nothing is proposed."""

    covered: bool
    device: str | None
    certainty: Certainty
    devices: tuple[DeviceGuess, ...] = ()
    ask_device: tuple[DeviceGuess, ...] = ()
    model: dict[str, str] | None = None
    observations: tuple[Observation, ...] = ()
    quantities: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()
    safety: tuple[Caution, ...] = ()
    causes: tuple[Cause, ...] = ()
    next: dict[str, Any] | None = None
    answers: tuple[dict[str, Any], ...] = ()
    cautions: tuple[Caution, ...] = ()
    reply: Reply = Reply()
    parts: tuple[Part, ...] = ()
    sources: tuple[Cited, ...] = ()
    unknown: tuple[str, ...] = ()
    why_not: str = ""
    contact: str = ""
    trouble: str = ""
    left_out: tuple[str, ...] = ()
    took_ms: float = 0.0
