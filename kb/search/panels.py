"""What the lamps of a panel can show, and why a question about a lamp may have no answer: no such colour, no such rhythm, no
state printed. All of it is told from the lamp facts and the panels of the devices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kb.bundle.store import KnowledgeBase
from kb.model.facts import LedState
from kb.search.cues import ODD, STRANGE_COLORS
from kb.search.observe import ROW
from kb.search.understand import Understanding

_STRANGE_COLORS = re.compile(rf"\b({'|'.join(STRANGE_COLORS)})\b", re.IGNORECASE)
_CHARGE_ASKED = re.compile(
    r"\b(?:what|which|how)\b[^.?!]*"
    r"(?:%|\b(?:per ?cent|percentages?|full|much charge|much is (?:left|in)|state of charge|soc band|charge (?:level|range|band))\b)",
    re.IGNORECASE,
)
_FAULTY = re.compile(r"\b(faulty|wrong|partly|half)\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(led|soc|lamp|light)(?: lamp| light| led)? ?(?:#|no\.? ?|number )?([0-9])\b(?! ?%)", re.IGNORECASE
)
_SAID = {"flash": "flashing", "steady": "on steady", "off": "off"}


@dataclass
class _Shown:
    """What the facts say of one lamp of one device."""

    colors: set[str | None] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    both: set[tuple[str | None, str]] = field(default_factory=set)
    left_open: bool = False


_COLOR_ASKED = re.compile(
    r"\b(?:what|which) colou?rs?\b(?! (?:means?|stands? for|says?|tells?))|\bcolou?rs? of (?:the|its|my|our)\b",
    re.IGNORECASE,
)


class Panels:
    """Knows what each lamp of each device shows."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Collect the colours and patterns of all lamp states."""
        self.kb = kb
        self._shown: dict[tuple[str, str], _Shown] = {}
        for fact in kb.facts.values():
            if not isinstance(fact, LedState):
                continue
            for device in fact.devices:
                for lamp in fact.lamps:
                    shown = self._shown.setdefault((device, lamp.indicator), _Shown())
                    # "Any state" only says that this lamp does not matter there, or shows something else: the charge.
                    shown.left_open |= lamp.pattern == "any"
                    if lamp.pattern != "any":
                        shown.patterns.add(lamp.pattern)
                        shown.both.add((lamp.color, lamp.pattern))
                    if lamp.pattern not in {"off", "any"}:
                        shown.colors.add(lamp.color)
        for owner in kb.devices.values():
            for shape in owner.panel.lamps:
                known = self._shown.get((owner.id, shape.name))
                if known is not None and shape.colors:
                    # A state that prints no colour of it is lit in one of these.
                    known.colors = {*shape.colors, *filter(None, known.colors)}

    def reason(self, reading: Understanding) -> str:
        """Return why no lamp fact can answer, or an empty text."""
        absent = self._no_such_lamp(reading)
        if absent or not reading.lamp_question:
            return absent
        return (
            self._strange_color(reading)
            or self._no_such_color(reading)
            or self._no_colors(reading)
            or self._one_lamp(reading)
            or self._silent(reading)
            or self._no_band(reading)
        )

    def _strange_color(self, reading: Understanding) -> str:
        strange = _STRANGE_COLORS.search(reading.corrected)
        return f"No lamp in the manuals is {strange[0].lower()}." if strange else ""

    def _no_such_lamp(self, reading: Understanding) -> str:
        """Refuse LED5 where the lamps are LED1 to LED4."""
        for device in reading.devices:
            lamps = {x.name.upper() for x in self.kb.devices[device].panel.lamps}
            rows = {m[1] for x in lamps if (m := ROW.fullmatch(x))}
            absent = [m for m in _NUMBERED.finditer(reading.corrected) if m[1].upper() in rows]
            absent = [m for m in absent if f"{m[1]}{m[2]}".upper() not in lamps]
            if absent:
                return f"{self.kb.devices[device].name} has no lamp {absent[0][1].upper()}{absent[0][2]}; it has {', '.join(sorted(lamps))}."
        return ""

    def _names(self, reading: Understanding) -> str:
        return self.kb.called(sorted(reading.devices))

    def _no_such_color(self, reading: Understanding) -> str:
        lamps = [x for d in reading.devices for x in self.kb.devices[d].panel.lamps]
        shown = {c for x in lamps for c in x.colors}
        # Where the manual prints the colours of only some lamps, the others may have any: when one of them is named.
        known = lamps and (all(x.colors for x in lamps) or (shown and not reading.lamps and reading.seen.lit is None))
        if reading.colors and known and not reading.colors & (shown | {"grey"}):
            wanted = " or ".join(sorted(reading.colors))
            return f"No lamp of {self._names(reading)} is {wanted}; the manual prints {', '.join(sorted(shown))}."
        return ""

    def _one_lamp(self, reading: Understanding) -> str:
        """Refuse a colour or a rhythm that the one lamp that is spoken of never has."""
        if len(reading.lamps) != 1:
            return ""
        (lamp,) = reading.lamps
        shown = [s for (d, n), s in self._shown.items() if n == lamp and (not reading.devices or d in reading.devices)]
        colors = {c for s in shown for c in s.colors}
        patterns = {p for s in shown for p in s.patterns}
        if not patterns or (patterns == {"off"} and any(s.left_open for s in shown)):
            return ""
        if len(reading.colors) == 1 and colors and None not in colors and not reading.colors & (colors | {"grey"}):
            return f"The manuals describe no {lamp} lamp that is {min(reading.colors)}; it is {' or '.join(sorted(filter(None, colors)))}."
        if ODD.search(reading.corrected) or _FAULTY.search(reading.corrected):
            return ""  # what is not as it should be is no state of the lamp
        if len(reading.patterns) == 1 and not reading.patterns & (patterns | {"off"}) and patterns <= _SAID.keys():
            said = " or ".join(_SAID[p] for p in sorted(patterns))
            return f"The manuals describe no {lamp} lamp that is {_SAID[min(reading.patterns)]}; it is {said}."
        return self._not_together(lamp, reading, {b for s in shown for b in s.both})

    def _colors_asked(self, reading: Understanding) -> tuple[str, frozenset[str | None]]:
        """Return the lamps whose colour is asked for, by their names, and the colours that are printed of any; no name where none is asked."""
        asked = _COLOR_ASKED.search(reading.corrected) is not None
        lamps = sorted((reading.lamps or frozenset(reading.seen.lamps)) if asked else ())
        return ", ".join(lamps), frozenset(c for lamp in lamps for c in self._colors_of(lamp, reading))

    def _colors_of(self, lamp: str, reading: Understanding) -> frozenset[str | None]:
        owners = reading.devices or frozenset(d for d, n in self._shown if n == lamp)
        return frozenset(c for (d, n), s in self._shown.items() if n == lamp and d in owners for c in s.colors)

    def tells_colors(self, reading: Understanding) -> bool:
        """Tell whether the colour of a lamp is asked for and printed, whatever is not said of the colours of others."""
        return bool(self._colors_asked(reading)[1] - {None})

    def _no_colors(self, reading: Understanding) -> str:
        """Refuse the colour of a lamp that the manuals print none of: one that is told, where nothing else is, or one that is asked for."""
        lamp, colors = self._colors_asked(reading)
        if lamp and not colors:
            colors = frozenset({None})  # its states leave open what it shows
        if not lamp and len(reading.lamps) == 1 and reading.colors and not (reading.patterns or reading.seen.flow):
            (lamp,) = reading.lamps
            colors = self._colors_of(lamp, reading) if self._beside_colored(lamp, reading.devices) else frozenset()
        return f"The manuals print no colours of the {lamp} lamp." if lamp and colors == {None} else ""

    def _no_band(self, reading: Understanding) -> str:
        """Refuse the charge that lamps of a row stand for where no state says which of them shine."""
        seen, lamps = reading.seen, reading.lamps | reading.seen.lamps.keys()
        told = any(ROW.fullmatch(x) for x in lamps) or any(
            n is not None for n in (seen.lit, seen.steady, seen.flashing)
        )
        if not told or not reading.devices or not _CHARGE_ASKED.search(reading.corrected):
            return ""
        rows = [x.name for d in reading.devices for x in self.kb.devices[d].panel.lamps if ROW.fullmatch(x.name)]
        shine = {"steady", "flash"}
        if not rows or any(
            s.patterns & shine for (d, n), s in self._shown.items() if d in reading.devices and n in rows
        ):
            return ""
        return (
            f"The manuals do not say which state of charge {rows[0]} to {rows[-1]} of {self._names(reading)} stand for."
        )

    def _beside_colored(self, lamp: str, devices: frozenset[str]) -> bool:
        """Tell whether a panel that has the lamp prints colours of others: where none has any, people may call them as they see them."""
        owners = {d for d, n in self._shown if n == lamp and (not devices or d in devices)}
        return any(None not in s.colors and s.colors for (d, _), s in self._shown.items() if d in owners)

    @staticmethod
    def _not_together(lamp: str, reading: Understanding, both: set[tuple[str | None, str]]) -> str:
        """Refuse a colour in a rhythm that the lamp has it in never: green, but not green and flashing."""
        if (
            len(reading.colors) != 1
            or len(reading.patterns) != 1
            or "off" in reading.patterns
            or any(c is None for c, _ in both)
        ):
            return ""
        color, pattern = min(reading.colors), min(reading.patterns)
        if color == "grey" or any(c == color and p in {pattern, "any"} for c, p in both):
            return ""
        known = " or ".join(sorted({f"{c} and {_SAID[p]}" for c, p in both if p in _SAID and p != "off"}))
        return f"The manuals describe no {lamp} lamp that is {color} and {_SAID[pattern]}; it is {known}."

    def _silent(self, reading: Understanding) -> str:
        if not (reading.devices and reading.lamps):
            return ""
        named = {x.name for d in reading.devices for x in self.kb.devices[d].panel.lamps} & reading.lamps
        if named and not any((d, n) in self._shown for d in reading.devices for n in named):
            return f"The manuals describe no state of the lamp {', '.join(sorted(named))} on {self._names(reading)}."
        return ""
