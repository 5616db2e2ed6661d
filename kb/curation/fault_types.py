"""The types of a fault model, as a person writes it down (corpus/faults/README.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

Who = Literal["lay", "installer", "support", "maker"]
Safety = Literal["none", "stop-using", "danger"]
TestKind = Literal["lamp", "question", "look", "measurement"]
Wanted = dict[str, str | tuple[str, ...]]
Shares = str | dict[str, float]

OTHER = "something-else"
"""The cause that every model has besides its own."""
CANT_TELL = "cant-tell"
OUTCOMES = ("fixed", "not-fixed", "cant-do")
LEAST_OTHER = 0.01  # nobody's list of causes is complete
ESCALATION_COST = 240.0  # minutes: a visit, half a working day
ACCURACY = 0.95  # how often a person answers what is so; what is missing goes to the other choices
RANK: Mapping[str, int] = {"lay": 0, "installer": 1, "support": 2, "maker": 3}


class Reasons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the figures of a model come from."""

    priors: str
    costs: str
    accuracy: str


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state of the plant that tests and repairs need; bringing it about is paid once."""

    id: str
    name: str
    cost: float
    who: Who
    steps: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


class Cause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be wrong. `said` is how people tell of it, in a few words each: a letter is compared with that."""

    id: str
    name: str
    prior: float
    why: str
    cites: tuple[str, ...]
    repair: str
    safety: Safety = "none"
    said: tuple[str, ...] = ()


class Repair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do, by whom, and how one sees that it helped."""

    id: str
    name: str
    cost: float
    who: Who
    facts: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    works: float = 0.95
    verify: str = ""
    needs: tuple[str, ...] = ()
    undoes: tuple[str, ...] = ()
    why: str = ""


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a test. `said` is how people tell it, as at a cause; a danger needs none, its words are read one by one."""

    id: str
    label: str
    said: tuple[str, ...] = ()


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lamp to look at, a question, a look, a measurement. Lamp tests have `states` and `also`, the others `choices` and `expect`."""

    id: str
    kind: TestKind
    ask: str
    cost: float
    who: Who
    help: str = ""
    choices: tuple[Choice, ...] = ()
    first: bool = False
    needs: tuple[str, ...] = ()
    only_if: Wanted = {}
    cites: tuple[str, ...] = ()
    accuracy: float = ACCURACY
    expect: dict[str, Shares] = {}
    otherwise: Shares = ""
    why: str = ""
    device: str = ""
    states: dict[str, tuple[str, ...]] = {}
    also: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A danger that outranks all reckoning."""

    id: str
    when: Wanted
    do: str
    cites: tuple[str, ...] = ()
    stop: bool = True


class Alike(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Causes that no test tells apart, with the reason."""

    causes: tuple[str, ...]
    why: str


class Escalate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the manual names when nothing else is worth trying."""

    who: str
    lay: str = ""
    cost: float = ESCALATION_COST
    cites: tuple[str, ...] = ()


class FaultModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One complaint: its causes, tests, repairs and safety rules."""

    id: str
    title: str
    devices: tuple[str, ...]
    entry: str
    reasons: Reasons
    causes: tuple[Cause, ...]
    repairs: tuple[Repair, ...]
    tests: tuple[Test, ...]
    escalate: Escalate
    something_else: float | None = None
    conditions: tuple[Condition, ...] = ()
    rules: tuple[Rule, ...] = ()
    alike: tuple[Alike, ...] = ()
    left_out: dict[str, str] = {}


def other_prior(model: FaultModel) -> float:
    """Return the prior of something else: as stated, else what the causes leave, and never nothing."""
    left = 1.0 - sum(c.prior for c in model.causes)
    return max(LEAST_OTHER, left if model.something_else is None else model.something_else)


def shares(test: Test, cause: str) -> dict[str, float]:
    """Return choice → probability that this cause makes a person answer it; every choice keeps a little."""
    ids = [c.id for c in test.choices]
    said = test.expect.get(cause, test.otherwise)
    even = 1.0 / len(ids)
    if not said:
        return dict.fromkeys(ids, even)
    given = {said: 1.0} if isinstance(said, str) else said
    # The answer that is so is given with `accuracy`; what is missing is spread evenly over the other choices.
    slip = (1.0 - test.accuracy) / max(1, len(ids) - 1)
    return {i: given.get(i, 0.0) * test.accuracy + (1.0 - given.get(i, 0.0)) * slip for i in ids}


def wanted(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the choices of a `when` or `only_if` entry."""
    return (value,) if isinstance(value, str) else value


def encode(models: tuple[FaultModel, ...]) -> str:
    """Write the models as the JSON that the bundle keeps."""
    return msgspec.json.encode(models).decode()


def decode(raw: str) -> tuple[FaultModel, ...]:
    """Read what `encode` wrote; an empty text holds no models."""
    return msgspec.json.decode(raw, type=tuple[FaultModel, ...]) if raw else ()
