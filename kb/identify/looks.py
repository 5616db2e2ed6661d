"""What one lamp can show, and whether that agrees with what a state says of it.

A look is written `color:pattern`, as in `red:flash-0.5-1.5`, `:off`, `green:steady`, `:flash-T2` (only the period is
printed), `:flash-x5` (five flashes), `red:lit` (whether it blinks is not known). No colour means: not known, not printed.
"""

from __future__ import annotations

import math
import re
from typing import Literal

import msgspec

from kb.curation.statements import number
from kb.model.errors import QueryError
from kb.model.facts import COLORS, Lamp

Shown = Literal["off", "steady", "flash", "lit"]
Verdict = Literal["fits", "contradicts", "open"]
# Two rhythms are one when each time is within a third: looser than a measured tap train, tighter than any two printed ones.
SAME_RHYTHM = math.log(1.34)
MAX_SECONDS = 60.0
MAX_TIMES = 50
_TIMES = re.compile(r"x([1-9][0-9]?)$", re.ASCII)


class Look(msgspec.Struct, frozen=True):
    """What one lamp shows. Times in seconds; a flash without times is one that was not measured, or not printed."""

    pattern: Shown
    color: str | None = None
    on_s: float | None = None
    off_s: float | None = None
    period_s: float | None = None
    times: int | None = None

    @property
    def timed(self) -> bool:
        """Whether on and off times are known."""
        return self.on_s is not None and self.off_s is not None

    @property
    def key(self) -> str:
        """The look as it stands in an address."""
        tail = ""
        if self.on_s is not None and self.off_s is not None:
            tail = f"-{number(self.on_s)}-{number(self.off_s)}"
        elif self.period_s is not None:
            tail = f"-T{number(self.period_s)}"
        elif self.times is not None:
            tail = f"-x{self.times}"
        return f"{self.color or ''}:{self.pattern}{tail}"


def of_lamp(lamp: Lamp) -> Look | None:
    """Return the look that a state gives a lamp; None where it may show anything. A dark lamp has no colour."""
    if lamp.pattern == "off":
        return Look("off")
    if lamp.pattern == "any":
        return Look("lit", lamp.color) if lamp.color else None
    return Look(lamp.pattern, lamp.color, lamp.on_s, lamp.off_s, lamp.period_s, lamp.times)


def words(look: Look, *, seen: bool = False) -> str:
    """Say a look: "red, flashing 0.5 s on, 1.5 s off". With `seen` a flash without times was not measured."""
    color = f"{look.color}, " if look.color else ""
    if look.pattern == "lit":
        return f"{color}lit, blinking or not"
    if look.pattern != "flash":
        return f"{color}{look.pattern}"
    if look.on_s is not None and look.off_s is not None:
        return f"{color}flashing {number(look.on_s)} s on, {number(look.off_s)} s off"
    if look.period_s is not None:
        return f"{color}flashing once in {number(look.period_s)} s"
    if look.times is not None:
        return f"{color}flashing {look.times} times"
    return f"{color}flashing" + (", rhythm not measured" if seen else ", times not printed")


def parse(color: str, pattern: str) -> Look:
    """Read a look from its two words. Raises QueryError that says what is allowed."""
    color, pattern = color.strip().lower(), pattern.strip()
    if color in {"?", "unknown"}:
        color = ""
    if color and color not in COLORS:
        raise QueryError(
            f"{color[:40]!r} is no colour of a lamp; use one of {', '.join(sorted(COLORS))}, or leave it out"
        )
    head, _, tail = pattern.partition("-")
    head = head.lower()
    if head == "off" and not tail:
        return Look("off")
    if head == "steady" and not tail:
        return Look("steady", color or None)
    if head == "lit" and not tail:
        return Look("lit", color or None)
    if head == "flash" and not tail:
        return Look("flash", color or None)
    if head == "flash":
        return _flash(color or None, tail, pattern)
    raise QueryError(
        f"{pattern[:40]!r} is no pattern; use off, steady, flash, lit, or flash-ON-OFF in seconds as in flash-0.5-1.5"
    )


def _flash(color: str | None, tail: str, whole: str) -> Look:
    if tail[:1] == "T" and (period := _seconds(tail[1:])) is not None:
        return Look("flash", color, period_s=period)
    count = _TIMES.match(tail)
    if count and int(count[1]) <= MAX_TIMES:
        return Look("flash", color, times=int(count[1]))
    on, dash, off = tail.partition("-")
    on_s, off_s = _seconds(on), _seconds(off)
    if dash and on_s is not None and off_s is not None:
        return Look("flash", color, on_s, off_s)
    raise QueryError(f"{whole[:40]!r} is no rhythm; write seconds on and off, as in flash-0.5-1.5")


def _seconds(raw: str) -> float | None:
    if not raw.isascii() or len(raw) > 8 or not raw.replace(".", "", 1).isdigit():  # noqa: PLR2004 - "12.34567"
        return None
    value = float(raw)
    return value if 0 < value <= MAX_SECONDS else None


def compare(seen: Look, lamp: Lamp | None, *, disputed: frozenset[str] = frozenset()) -> tuple[Verdict, str]:
    """Return whether a seen look agrees with what a state says of that lamp, and why in a few words.

    `disputed` are colours that another place of the manuals gives this lamp in this state.
    """
    told = of_lamp(lamp) if lamp is not None else None
    if told is None:
        return "open", "this state does not say" if lamp is None else "may show anything here"
    if "off" in {seen.pattern, told.pattern}:
        if seen.pattern == told.pattern:
            return "fits", "off, as in the manual"
        return "contradicts", f"the manual has it {'off' if told.pattern == 'off' else 'lit'}"
    if seen.color and told.color and seen.color != told.color and seen.color not in disputed:
        return "contradicts", f"the manual has it {told.color}"
    verdict, why = _patterns(seen, told)
    return verdict, why + _colour(seen, told) if verdict == "fits" else why


def _colour(seen: Look, told: Look) -> str:
    """Say what there is to say of the colour of a lamp that fits."""
    if seen.color == told.color:
        return ""
    if seen.color and told.color:
        return f"; {told.color} here, {seen.color} in another place of the manual"
    return "; its colour is not printed" if seen.color else f"; the manual has it {told.color}"


def _patterns(seen: Look, told: Look) -> tuple[Verdict, str]:
    if "lit" in {seen.pattern, told.pattern}:
        unsure = "whether it blinks is not printed" if told.pattern == "lit" else "whether it blinks was not said"
        return "fits", f"lit; {unsure}"
    if seen.pattern != told.pattern:
        return "contradicts", f"the manual has it {'flashing' if told.pattern == 'flash' else 'steady'}"
    return ("fits", "steady, as in the manual") if seen.pattern == "steady" else _rhythms(seen, told)


def _rhythms(seen: Look, told: Look) -> tuple[Verdict, str]:
    said = words(Look("flash", None, told.on_s, told.off_s, told.period_s, told.times))
    if seen.times is not None and told.times is not None:
        return ("fits", said) if seen.times == told.times else ("contradicts", f"the manual has it {said}")
    if not (told.timed or told.period_s):
        return "fits", said
    if not (seen.timed or seen.period_s):
        return "fits", f"{said}; the rhythm was not measured"
    return ("fits", said) if same_rhythm(seen, told) else ("contradicts", f"the manual has it {said}")


def same_rhythm(a: Look, b: Look) -> bool:
    """Return whether two timed flashes are one rhythm: on and off alike, or the period where only that is known."""
    if a.on_s and a.off_s and b.on_s and b.off_s:
        return _near(a.on_s, b.on_s) and _near(a.off_s, b.off_s)
    return _near(_period(a), _period(b))


def _period(look: Look) -> float:
    return look.period_s or (look.on_s or 0.0) + (look.off_s or 0.0)


def _near(a: float, b: float) -> bool:
    return a > 0 and b > 0 and abs(math.log(a / b)) < SAME_RHYTHM


def refines(fine: Look, coarse: Look) -> bool:
    """Return whether a look says all that a coarser one says, and more."""
    if fine == coarse or coarse.pattern not in {"lit", fine.pattern} or fine.pattern == "off":
        return False
    if coarse.color and fine.color != coarse.color:
        return False
    if coarse.timed or coarse.period_s or coarse.times:
        return (fine.on_s, fine.off_s, fine.period_s, fine.times) == (
            coarse.on_s,
            coarse.off_s,
            coarse.period_s,
            coarse.times,
        )
    return True
