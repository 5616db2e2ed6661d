"""Lamps as a person sees them: name, colour in words, pattern in words, and the rhythm on a time line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.curation.statements import number
from kb.model.facts import Lamp

_PATTERN = {"off": "off", "steady": "steady", "flash": "flashing", "any": "any state"}
# Long enough to see two periods of most rhythms; a strip never shows less than two.
_SPAN_S = 4.0
_STRIP = 400.0  # width of the drawing in its own units


@dataclass(frozen=True)
class Mark:
    """A stretch of the time line, in drawing units."""

    x: str
    width: str


@dataclass(frozen=True)
class Strip:
    """A rhythm on a time line: when the lamp is lit, and where the seconds are."""

    words: str
    lit: tuple[Mark, ...]
    seconds: tuple[str, ...]
    span: str


@dataclass(frozen=True)
class LampView:
    """One lamp of a state. `look` is the class of its drawing: colour and pattern differ in form as well."""

    name: str
    look: str
    words: str
    strip: Strip | None


def rhythm(on_s: float | None, off_s: float | None) -> Strip | None:
    """Return a rhythm of so many seconds on and off as a drawing; None where the times are not known."""
    if on_s is None or off_s is None or on_s + off_s <= 0:
        return None
    period = on_s + off_s
    span = max(_SPAN_S, 2 * period)
    scale = _STRIP / span
    lit: list[Mark] = []
    at = 0.0
    while at < span:
        lit.append(Mark(_units(at * scale), _units(min(on_s, span - at) * scale)))
        at += period
    seconds = tuple(_units(n * scale) for n in range(1, int(span + 0.999)) if n < span)
    return Strip(f"{number(on_s)} s on, {number(off_s)} s off", tuple(lit), seconds, f"{number(span)} s")


def _units(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def view(lamp: Lamp) -> LampView:
    """Return one lamp for drawing and for saying."""
    strip = rhythm(lamp.on_s, lamp.off_s)
    color = lamp.color if lamp.color and lamp.pattern != "off" else ""
    # A lamp whose colour alone is told may be steady or flash.
    words = (
        f"{color}, in any rhythm" if color and lamp.pattern == "any" else f"{color} {_PATTERN[lamp.pattern]}".strip()
    )
    if lamp.times is not None:
        words += f", {lamp.times} ×"
    if strip is None and lamp.period_s is not None:
        words += f", T = {number(lamp.period_s)} s"
    return LampView(lamp.indicator, f"lamp--{lamp.pattern} lamp--{color or 'plain'}", words, strip)


def views(lamps: Iterable[Lamp]) -> tuple[LampView, ...]:
    """Return all lamps of a state."""
    return tuple(view(lamp) for lamp in lamps)


def strips(lamps: Iterable[LampView]) -> tuple[tuple[str, LampView], ...]:
    """Return each different rhythm once with the names of the lamps that show it."""
    by_words: dict[tuple[str, str], list[LampView]] = {}
    for lamp in lamps:
        if lamp.strip is not None:
            by_words.setdefault((lamp.strip.words, lamp.look), []).append(lamp)
    return tuple((", ".join(x.name for x in group), group[0]) for group in by_words.values())


def gathered(lamps: Iterable[LampView]) -> tuple[LampView, ...]:
    """Return lamps that show the same as one, named together: "SOC1, SOC2, SOC3" any state."""
    found: dict[tuple[str, str, Strip | None], list[str]] = {}
    for lamp in lamps:
        found.setdefault((lamp.look, lamp.words, lamp.strip), []).append(lamp.name)
    return tuple(LampView(", ".join(names), look, words, strip) for (look, words, strip), names in found.items())
