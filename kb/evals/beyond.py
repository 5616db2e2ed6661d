"""What two facts that agree in their key say besides it: the connector of a contact, the cause and the actions of an alarm.

Editions are written in our own words, so texts are compared by the words they share, and leniently: a low share says that
something else was read, a high one does not say that the wording is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.evals.words import folded, shared
from kb.model.facts import Alarm, Fact, Pin

# Share of the shorter text's words that both have. A third is what two wordings of a list of checks keep.
TEXT_SHARE = 1 / 3
NAME_SHARE = 0.5
# How a draft says that the manual prints nothing there.
_NOTHING = "not printed"


@dataclass(frozen=True)
class Detail:
    """One thing besides the key: in how many matched pairs both sides say it, and in how many they agree."""

    kind: str
    what: str
    compared: int
    agreed: int

    @property
    def share(self) -> float:
        """Share of the compared pairs that agree.

        >>> Detail("pin", "connector", 8, 6).share
        0.75
        """
        return self.agreed / self.compared if self.compared else float("nan")


def _said(text: str) -> str:
    return "" if text.lower().startswith(_NOTHING) else text


def same_name(a: str, b: str) -> bool:
    """Tell whether two names of a connector may be one: alike, one within the other, or half of their words shared.

    >>> same_name("COM1/COM2", "COM 1"), same_name("CAN port", "Terminals")
    (True, False)
    """
    one, two = folded(a), folded(b)
    return bool(one and two) and (one in two or two in one or shared(a, b) >= NAME_SHARE)


def same_text(a: str, b: str) -> bool:
    """Tell whether two causes, or two lists of actions, share enough of their words.

    >>> same_text("Check the fuse of the grid", "Grid fuse: check"), same_text("Replace the fan", "Charge the battery")
    (True, False)
    """
    return shared(a, b) >= TEXT_SHARE


def details(pairs: Iterable[tuple[Fact, Fact]]) -> tuple[Detail, ...]:
    """Return what matched pairs (found, reference) say besides their key, each thing with its counts."""
    counts: dict[tuple[str, str], list[bool]] = {}
    for found, right in pairs:
        match found, right:
            case Pin(), Pin():
                counts.setdefault(("pin", "connector"), []).append(same_name(found.connector, right.connector))
            case Alarm(), Alarm():
                texts = {
                    "cause": (_said(found.cause), _said(right.cause)),
                    "actions": (_said("; ".join(found.actions)), _said("; ".join(right.actions))),
                }
                for what, (one, two) in texts.items():
                    # What the reference does not say cannot be wrong; what it says and the import lost is.
                    if two:
                        counts.setdefault(("alarm", what), []).append(same_text(one, two))
            case _:
                continue
    return tuple(Detail(kind, what, len(told), sum(told)) for (kind, what), told in counts.items())


def total(found: Iterable[Detail]) -> tuple[Detail, ...]:
    """Return the sums of details that are of one kind and thing."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for d in found:
        compared, agreed = sums.get((d.kind, d.what), (0, 0))
        sums[d.kind, d.what] = (compared + d.compared, agreed + d.agreed)
    return tuple(Detail(kind, what, *counts) for (kind, what), counts in sums.items())
