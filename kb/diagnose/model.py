"""A fault model made ready for reckoning: names in tuples, figures in numpy arrays, facts resolved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.curation.fault_types import FaultModel
from kb.model.facts import Source

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
ROLES: tuple[str, ...] = ("lay", "installer", "support")
PROBLEM = "problem"
"""The id of the first question where a device has several fault models."""
EITHER = "|"
"""Stands between the choices of an answer that fits several."""


@dataclass(frozen=True)
class Option:
    """One answer of a test; `facts` are the LED facts that look like it."""

    id: str
    label: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Probe:
    """A test. `likelihood[a, c]` is the probability that cause c makes a person give answer a; columns sum to 1."""

    id: str
    kind: str
    ask: str
    help: str
    options: tuple[Option, ...]
    likelihood: Floats
    cost: float
    who: str
    first: bool
    only_if: dict[str, tuple[str, ...]]
    cites: tuple[str, ...]
    device: str = ""

    def place(self, answer: str) -> int | None:
        """Return the number of the option that an answer names: by its id, or by a LED fact that looks like it."""
        return next((n for n, o in enumerate(self.options) if answer == o.id or answer in o.facts), None)

    def places(self, answer: str) -> tuple[int, ...]:
        """Return the numbers of the options that `a` or `a|b` names, in the file's order; nothing when one is unknown.

        `a|b` is an answer told in part: "ALM flashes red" fits several pictures, and each of them may be the one.
        """
        found = {self.place(part.strip()) for part in answer.split(EITHER)}
        return () if None in found else tuple(sorted(n for n in found if n is not None))

    def name(self, places: tuple[int, ...]) -> str:
        """Return the answer that names these options."""
        return EITHER.join(self.options[n].id for n in places)


@dataclass(frozen=True, eq=False)
class Fix:
    """A repair. `cures[c]` is the probability that it ends the fault when c is the cause."""

    id: str
    name: str
    steps: tuple[str, ...]
    cites: tuple[str, ...]
    verify: str
    cures: Floats
    cost: float
    who: str


@dataclass(frozen=True)
class Danger:
    """A safety rule, ready to fire."""

    id: str
    when: dict[str, tuple[str, ...]]
    do: str
    cites: tuple[str, ...]
    stop: bool


@dataclass(frozen=True, eq=False)
class Model:
    """Everything the engine reads. The last cause is always something else."""

    source: FaultModel
    causes: tuple[str, ...]
    prior: Floats
    probes: tuple[Probe, ...]
    fixes: tuple[Fix, ...]
    conditions: tuple[str, ...]
    condition_cost: Floats
    probe_needs: Bools
    fix_needs: Bools
    fix_undoes: Bools
    dangers: tuple[Danger, ...]
    unsafe: Bools
    handing_on: float
    sources: dict[str, Source]
    safety_texts: dict[str, tuple[tuple[str, str], ...]]
    call: dict[str, str]

    @property
    def id(self) -> str:
        """The model's id."""
        return self.source.id

    def cause_name(self, place: int) -> str:
        """Return a cause in words."""
        return self.source.causes[place].name if place < len(self.source.causes) else "Something else"

    def probe(self, name: str) -> int | None:
        """Return the number of the test with this id."""
        return next((n for n, p in enumerate(self.probes) if p.id == name), None)

    def fix(self, name: str) -> int | None:
        """Return the number of the repair with this id."""
        return next((n for n, f in enumerate(self.fixes) if f.id == name), None)
