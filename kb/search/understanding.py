"""What a question was understood to speak of, and the index terms it is looked up by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kb.bundle.analysis import terms
from kb.search import observe
from kb.search.aliases import Found


@dataclass(frozen=True)
class Understanding:
    """What a question speaks of. Sets are empty when it does not say."""

    text: str
    corrected: str
    corrections: dict[str, str] = field(default_factory=dict)
    device: str | None = None
    devices: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    connectors: frozenset[str] = frozenset()
    # Connectors of others, which the named products do not have.
    connectors_elsewhere: tuple[str, ...] = ()
    signals: frozenset[str] = frozenset()
    pins: frozenset[str] = frozenset()
    lamps: frozenset[str] = frozenset()
    colors: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    lamp_question: bool = False
    seen: observe.Observation = field(default_factory=lambda: observe.Observation({}))
    negated: bool = False
    cues: frozenset[str] = frozenset()
    quantities: tuple[tuple[float, str], ...] = ()
    foreign: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    unknown_codes: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    # The terms of each of people's phrases that was said, and those of the manuals' words for it.
    meant: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    # Terms of what is said not to be there, where the manuals have a word for that.
    lacking: frozenset[str] = frozenset()
    names: tuple[Found, ...] = ()
    bus: str = ""
    pin_pairs: frozenset[tuple[str, str]] = frozenset()
    switches: frozenset[str] = frozenset()
    times: tuple[tuple[float, str], ...] = ()
    # How fast a lamp is told to flash: "fast", "slow" or nothing.
    tempo: str = ""
    ratings: frozenset[float] = frozenset()
    about_conflicts: bool = False
    turned: str = ""
    # Printed names of alarms, as the look-up keeps them.
    alarms: frozenset[str] = frozenset()
    # Terms that are told as either this or that.
    alternatives: tuple[tuple[str, str], ...] = ()
    # How many parts of which size.
    parts: tuple[tuple[int, float], ...] = ()

    def labels(self) -> tuple[str, ...]:
        """Return the reading in a person's words, as chips."""
        said = [
            *sorted(self.brands),
            *sorted(self.codes),
            *sorted(self.connectors),
            *(f"pin {p}" for p in sorted(self.pins)),
            *sorted(self.signals),
            *sorted(self.lamps),
            *sorted(self.colors),
            *({"flash": "flashing", "steady": "on steady", "off": "off"}[p] for p in sorted(self.patterns)),
        ]
        return tuple(dict.fromkeys(said))


# "Without PV" is no question about PV.
LACKING = 0.1


def query_terms(reading: Understanding, synonym_weight: float) -> dict[str, float]:
    """Return the index terms of a question with their weights; the manuals' words for people's phrases count less than what was typed."""
    weights: dict[str, float] = {}
    for term in terms(reading.corrected):
        weights[term] = LACKING if term in reading.lacking else 1.0
    for phrase in reading.expansions:
        for term in terms(phrase):
            weights.setdefault(term, synonym_weight)
    return weights


def without(reading: Understanding, **changes: object) -> Understanding:
    """Return the reading with parts replaced."""
    return replace(reading, **changes)  # type: ignore[arg-type]
