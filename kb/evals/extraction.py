"""How well an import reads a manual: precision and recall of its facts, kind by kind, against a reference edition.

Editions are written in our own words, so a row counts as right when its key (pin number, code, lamp pattern, switch) and what
it says agree after folding case, spacing and spellings; sentences are compared by the words they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kb.evals import beyond
from kb.evals.words import folded, shared, tokens
from kb.model.facts import Alarm, Blink, Dip, Fact, Lamp, LedState, Pin, Protocol, kind_of

# The kinds whose goals DESIGN.md section 9 sets together.
CORE = ("pin", "dip", "protocol", "led_state", "alarm")
MEASURED = (*CORE, "blink")
# Share of the smaller text's words that both must have; half is what two wordings of one sentence keep.
MEANING_SHARE = 0.5
# The same where both cite the same lines of the original.
NEAR_SHARE = 0.25
NAME_SHARE = 0.6


def same_pin(found: Pin, right: Pin) -> bool:
    """Tell whether two contacts agree: number and signal; a signal may carry its description behind it.

    >>> from kb.model.facts import Source
    >>> s = Source("m", "1", "1", "t", "1")
    >>> a = Pin(id="d/com/4", devices=("d",), source=s, connector="COM", pin="4", signal="CANH")
    >>> b = Pin(id="d/com/4", devices=("d",), source=s, connector="COM1", pin="4", signal="CAN-H")
    >>> same_pin(a, b)
    True
    """
    if found.pin.upper() != right.pin.upper():
        return False
    one, two = folded(found.signal), folded(right.signal)
    return one == two or (len(two) > 3 and (one.startswith(two) or two.startswith(one)) and len(one) > 3)  # noqa: PLR2004


def _lamp_agrees(a: Lamp, b: Lamp) -> bool:
    if a.pattern != b.pattern and "any" not in {a.pattern, b.pattern}:
        return False
    if a.color and b.color and a.color != b.color:
        return False
    times = [(x.on_s, x.off_s) for x in (a, b) if x.on_s and x.off_s]
    return len(times) < 2 or times[0] == times[1]  # noqa: PLR2004


def same_lamps(found: LedState, right: LedState) -> bool:
    """Tell whether two lamp states agree: each lamp found shows what the reference's does, and they mean the same.

    A lamp whose name the text lost is compared with the only lamp of the reference.
    """
    by_name = {folded(x.indicator): x for x in right.lamps}
    agreed = 0
    for lamp in found.lamps:
        other = by_name.get(folded(lamp.indicator))
        if other is None and (len(right.lamps) == 1 or len(found.lamps) == 1):
            other = next((x for x in right.lamps if _lamp_agrees(lamp, x)), None)
            if other is None:
                return False
        if other is not None:
            if not _lamp_agrees(lamp, other):
                return False
            agreed += 1
    said = f"{found.mode} {found.meaning}"
    told = f"{right.mode} {right.meaning}"
    enough = NEAR_SHARE if _same_lines(found, right) else MEANING_SHARE
    return agreed > 0 and shared(said, told) >= enough


def _same_lines(a: Fact, b: Fact) -> bool:
    """Tell whether two facts cite a line in common: wordings may then differ more."""
    one, two = (
        {n for x, y in re.findall(r"(\d+)(?:-(\d+))?", f.source.lines) for n in range(int(x), int(y or x) + 1)}
        for f in (a, b)
    )
    return bool(one & two)


def opposed(one: set[str], two: set[str]) -> bool:
    """Tell whether two sets of words say opposite things, however many words they share.

    >>> opposed(tokens("Cell over voltage"), tokens("Cell under voltage"))
    True
    """
    return any(
        (a in one) != (a in two) and (b in one) != (b in two) and (a in one) != (b in one)
        for a, b in (("over", "under"), ("high", "low"), ("charge", "discharge"))
    )


def same_alarm(found: Alarm, right: Alarm) -> bool:
    """Tell whether two alarms agree: the same code, or names (or an alias) that share most words."""
    if found.code and right.code:
        return folded(found.code) == folded(right.code)
    names = [right.name, *right.aliases]
    if found.code and folded(found.code) in {folded(n) for n in names}:
        return True
    one = tokens(found.name)
    for name in names:
        two = tokens(name)
        if one and two and not opposed(one, two) and len(one & two) >= NAME_SHARE * max(len(one), len(two)):
            return True
    return False


def same_dip(found: Dip, right: Dip) -> bool:
    """Tell whether two switch positions agree: switch, position, and words of the meaning."""
    return (
        folded(found.switch) == folded(right.switch)
        and folded(found.position) == folded(right.position)
        and shared(found.meaning, right.meaning) >= (NEAR_SHARE if _same_lines(found, right) else MEANING_SHARE)
    )


def same_protocol(found: Protocol, right: Protocol) -> bool:
    """Tell whether two protocol rows agree: id, bus, setting, and four brands of five."""
    mine, other = {folded(b) for b in found.brands}, {folded(b) for b in right.brands}
    return (
        folded(found.protocol_id) == folded(right.protocol_id)
        and found.bus == right.bus
        and found.dip == right.dip
        and len(mine & other) >= 0.8 * min(len(mine), len(other))
    )


def same(found: Fact, right: Fact) -> bool:  # noqa: PLR0911 - one for each kind
    """Tell whether an imported fact says what the reference's fact says."""
    match found, right:
        case Pin(), Pin():
            return same_pin(found, right)
        case LedState(), LedState():
            return same_lamps(found, right)
        case Alarm(), Alarm():
            return same_alarm(found, right)
        case Dip(), Dip():
            return same_dip(found, right)
        case Protocol(), Protocol():
            return same_protocol(found, right)
        case Blink(), Blink():
            return (found.on_s, found.off_s) == (right.on_s, right.off_s)
        case _:
            return False


def likeness(found: Fact, right: Fact) -> float:
    """Return how alike two facts of a kind are (0 to 1), so that the best pairs are matched first."""
    match found, right:
        case Alarm(), Alarm():
            one = tokens(found.name)
            return max(
                (len(one & t) / len(one | t) for n in (right.name, *right.aliases) if (t := tokens(n)) and one),
                default=0.0,
            )
        case LedState(), LedState():
            return shared(f"{found.mode} {found.meaning}", f"{right.mode} {right.meaning}")
        case Pin(), Pin():
            return 0.5 * (folded(found.signal) == folded(right.signal)) + 0.5 * shared(found.connector, right.connector)
        case _:
            return 1.0


@dataclass(frozen=True)
class Score:
    """Counts of one kind: facts found, of them right, facts of the reference, and what carries a doubt mark."""

    kind: str
    found: int
    right: int
    wanted: int
    sure: int
    sure_right: int

    @property
    def precision(self) -> float:
        """Share of the found facts that are right.

        >>> Score("pin", 10, 9, 12, 9, 9).precision
        0.9
        """
        return self.right / self.found if self.found else float("nan")

    @property
    def sure_precision(self) -> float:
        """Share of the facts without a doubt mark that are right.

        >>> Score("pin", 10, 9, 12, 9, 9).sure_precision
        1.0
        """
        return self.sure_right / self.sure if self.sure else float("nan")

    @property
    def recall(self) -> float:
        """Share of the reference's facts that were found.

        >>> Score("pin", 10, 9, 12, 9, 9).recall
        0.75
        """
        return self.right / self.wanted if self.wanted else float("nan")


def total(scores: Iterable[Score], kind: str = "together") -> Score:
    """Return the sum of scores.

    >>> total([Score("pin", 2, 2, 2, 2, 2), Score("dip", 2, 1, 2, 1, 1)]).precision
    0.75
    """
    held = list(scores)
    return Score(
        kind,
        sum(s.found for s in held),
        sum(s.right for s in held),
        sum(s.wanted for s in held),
        sum(s.sure for s in held),
        sum(s.sure_right for s in held),
    )


@dataclass(frozen=True)
class Comparison:
    """One manual: a score for each kind, the wrong rows with their doubt marks, what was missed, and what is said besides the keys."""

    manual: str
    scores: tuple[Score, ...]
    wrong: tuple[tuple[str, str, str], ...] = field(default=())
    missed: tuple[str, ...] = field(default=())
    details: tuple[beyond.Detail, ...] = field(default=())

    @property
    def core(self) -> Score:
        """The score of pins, DIP and protocol, lamps and alarms together."""
        return total(s for s in self.scores if s.kind in CORE)


def compare(manual: str, found: Sequence[tuple[Fact, str]], reference: Sequence[Fact]) -> Comparison:
    """Match each imported fact (with its doubt, "" for none) with at most one fact of the reference of the same kind."""
    scores: list[Score] = []
    wrong: list[tuple[str, str, str]] = []
    missed: list[str] = []
    agreed: list[tuple[Fact, Fact]] = []
    for kind in MEASURED:
        mine = [(f, d) for f, d in found if kind_of(f) == kind]
        left = [f for f in reference if kind_of(f) == kind]
        wanted = len(left)
        pairs = sorted(
            (
                (-likeness(f, r), _distance(f, r), n, m)
                for n, (f, _) in enumerate(mine)
                for m, r in enumerate(left)
                if same(f, r)
            )
        )
        matched: dict[int, int] = {}
        for _, _, n, m in pairs:
            if n not in matched and m not in matched.values():
                matched[n] = m
        agreed += [(mine[n][0], left[m]) for n, m in matched.items()]
        wrong += [(kind, _line(f), d) for n, (f, d) in enumerate(mine) if n not in matched]
        right = len(matched)
        sure_right = sum(not mine[n][1] for n in matched)
        left = [r for m, r in enumerate(left) if m not in matched.values()]
        missed += [f"{kind}: {_line(f)}" for f in left]
        scores.append(Score(kind, len(mine), right, wanted, sum(not d for _, d in mine), sure_right))
    return Comparison(manual, tuple(scores), tuple(wrong), tuple(missed), beyond.details(agreed))


def _distance(a: Fact, b: Fact) -> float:
    """How far apart in the original two facts that agree stand, so that repeated rows pair in order."""
    one, two = (re.findall(r"\d+", f.source.lines) for f in (a, b))
    return abs(int(one[0]) - int(two[0])) if one and two else 0.0


def _line(fact: Fact) -> str:
    match fact:
        case Pin():
            return f"{fact.connector} {fact.pin} {fact.signal} (lines {fact.source.lines})"
        case LedState():
            lamps = "; ".join(f"{x.indicator}: {x.color or ''} {x.pattern}" for x in fact.lamps)
            return f"{lamps} = {fact.meaning[:70]} (lines {fact.source.lines})"
        case Alarm():
            return f"{fact.code} {fact.name} (lines {fact.source.lines})".strip()
        case Dip():
            return f"{fact.switch} {fact.position} = {fact.meaning[:70]}"
        case Protocol():
            return f"{fact.protocol_id} {fact.bus} {', '.join(fact.brands)}"
        case _:
            return fact.id
