"""What a signal's name tells: the group it belongs to, and which leg of a pair it is.

Manuals write one signal in many ways (CAN-H, CANH, CAN_H; RS485-B1, 485-B2, RS485B). The name alone decides: two legs of
one pair must never be swapped, and a person looks for groups before single pins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

# Legs that are opposites on one pair of wires: the two ends of a difference, or the two poles.
_OPPOSITE: dict[str, str] = {"H": "L", "L": "H", "A": "B", "B": "A", "+": "-", "-": "+"}
_CAN = re.compile(r"^CAN[ _-]?(?P<leg>H|L|HIGH|LOW)(?P<channel>\d*)$", re.IGNORECASE)
_RS485 = re.compile(r"^(?:RS[ _-]?)?485[ _-]?(?P<leg>[AB])(?P<channel>\d*)[+-]?$", re.IGNORECASE)
_EARTH = re.compile(r"^(?:PE|FG|EARTH)$", re.IGNORECASE)
_GROUND = re.compile(r"^[SCAD]?GND\d*$", re.IGNORECASE)
_POLE = re.compile(r"^(?P<stem>\w[\w ]*?)[ _]?(?P<leg>[+\u2212-])$")
_RELAY = re.compile(r"^(?P<stem>\w+)-(?P<leg>COM|NO|NC)$", re.IGNORECASE)
_INPUT = re.compile(r"^(?P<stem>DI)\d+$", re.IGNORECASE)
_EMPTY = re.compile(r"^(?:NC|N/C|NULL|not connected|-|–)$", re.IGNORECASE)


class Signal(msgspec.Struct, frozen=True):
    """A signal as read from its name. `leg` is empty when the signal is no leg of a pair."""

    name: str
    group: str
    group_name: str
    leg: str = ""

    @property
    def opposite(self) -> str:
        """The leg that this one must not be swapped with, or nothing."""
        return _OPPOSITE.get(self.leg, "")

    @property
    def empty(self) -> bool:
        """Whether the name says that nothing belongs here."""
        return bool(_EMPTY.match(self.name.strip()))


def read(name: str) -> Signal:
    """Read a signal's name: `RS485-B1` → group RS485 channel 1, leg B. An unknown name is a group of its own."""
    text = name.strip()
    for pattern, made in _FORMS:
        if found := pattern.match(text):
            return made(text, found)
    return Signal(text, f"other-{text.lower()}", text)


def _can(text: str, found: re.Match[str]) -> Signal:
    channel = found["channel"]
    return Signal(text, f"can{channel}", f"CAN bus {channel}".strip(), found["leg"][0].upper())


def _rs485(text: str, found: re.Match[str]) -> Signal:
    channel = found["channel"]
    return Signal(text, f"rs485-{channel}", f"RS485 {channel}".strip(), found["leg"].upper())


def _relay(text: str, found: re.Match[str]) -> Signal:
    return Signal(text, f"relay-{found['stem'].lower()}", found["stem"], found["leg"].upper())


def _pole(text: str, found: re.Match[str]) -> Signal:
    return Signal(text, f"poles-{found['stem'].lower()}", found["stem"], "+" if found["leg"] == "+" else "-")


# The first form that fits wins: the poles come last, because many names end in a dash.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Signal]], ...] = (
    (_CAN, _can),
    (_RS485, _rs485),
    (_EARTH, lambda text, _: Signal(text, "earth", "Protective earth")),
    (_GROUND, lambda text, _: Signal(text, "ground", "Ground")),
    (_RELAY, _relay),
    (_INPUT, lambda text, _: Signal(text, "inputs", "Digital inputs")),
    (_POLE, _pole),
)


def bus_of(name: str) -> str:
    """Return the bus that a signal belongs to (`CAN`, `RS485`), or nothing."""
    group = read(name).group
    return "CAN" if group.startswith("can") else "RS485" if group.startswith("rs485") else ""
