"""What the troubleshooter tells, as types: the JSON of kb.diagnose.api.diagnose, for the interface and the MCP server."""

from __future__ import annotations

import msgspec

from kb.model.facts import Source


class Cited(Source, frozen=True, kw_only=True):
    """The place of a fact in its manual, with the fact's id."""

    fact: str


class Danger(msgspec.Struct, frozen=True):
    """What must be said before all else; with `stop` nothing more may be tried."""

    id: str
    text: str
    stop: bool
    cites: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()


class CauseShare(msgspec.Struct, frozen=True):
    """A cause and its probability `p`, 0 to 1; `source` is null for something else."""

    id: str
    name: str
    p: float
    source: Source | None = None
    facts: tuple[str, ...] = ()
    safety: str = "none"


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer that the next step takes; `facts` are the LED facts that look like it."""

    id: str
    label: str
    facts: tuple[str, ...] = ()


class NextStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question (`ask`), a repair (`do`), handing on (`escalate`) or the end (`fixed`): exactly one of the four is there."""

    why: str
    id: str | None = None
    ask: str | None = None
    do: str | None = None
    escalate: str | None = None
    fixed: str | None = None
    kind: str | None = None
    help: str | None = None
    device: str | None = None
    before: tuple[str, ...] | None = None
    steps: tuple[str, ...] | None = None
    verify: str | None = None
    choices: tuple[Answer, ...] | None = None
    note: str | None = None
    sources: tuple[Cited, ...] | None = None


class Learnt(msgspec.Struct, frozen=True):
    """One answer: what was asked, what was said, why it was next, what it taught."""

    id: str
    ask: str
    answer: str
    said: str
    why: str
    learnt: str


class LeftOut(msgspec.Struct, frozen=True):
    """An answer that was not used, and why."""

    id: str
    answer: str
    why: str


class TakenOver(msgspec.Struct, frozen=True):
    """Something told in words (`key`, `value`) that was taken over as `answer` to the question `id`."""

    key: str
    value: str
    id: str
    answer: str
    label: str


class ModelName(msgspec.Struct, frozen=True):
    """The fault model in use."""

    id: str
    title: str


class Diagnosis(msgspec.Struct, frozen=True):
    """Safety, causes, next step and trail after the answers; `answers` are those kept, to be sent again with the next."""

    device: str
    role: str
    model: ModelName | None
    safety: tuple[Danger, ...]
    causes: tuple[CauseShare, ...]
    next: NextStep
    trail: tuple[Learnt, ...]
    taken: tuple[TakenOver, ...]
    dropped: tuple[LeftOut, ...]
    contradicts: bool
    answers: dict[str, str]
