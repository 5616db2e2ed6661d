"""DIP blocks: how every switch stands on the master and on the slaves for a protocol, in words and as positions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.model.errors import QueryError
from kb.model.facts import Dip, Protocol, Source

# set: this position. choice: the protocol leaves it free, another rule sets it. keep: as delivered, position not printed.
Rule = Literal["set", "choice", "keep"]

# How the meaning of a switch tells that it is not the master's alone, or that a slave's is left as it came.
_SAME_ON_ALL = re.compile(r"same (?:setting )?on all|same on every", re.IGNORECASE)
_ROW = re.compile(r"^[01X]{1,16}$")
_SLAVES_DEFAULT = re.compile(r"slaves? (?:batteries )?keep|keep the default", re.IGNORECASE)


class Switch(msgspec.Struct, frozen=True):
    """One switch of a block. `position` is ON or OFF, or empty when the rule is `choice` or `keep`."""

    number: str
    position: str
    rule: Rule
    said: str

    @property
    def look(self) -> str:
        """How it is drawn: `on`, `off`, `free` or `keep`."""
        return self.position.lower() or ("free" if self.rule == "choice" else "keep")

    @property
    def word(self) -> str:
        """The word under it."""
        return self.position or ("either" if self.rule == "choice" else "as is")


class Choice(msgspec.Struct, frozen=True):
    """A switch that the protocol leaves free, and what each of its positions does."""

    number: str
    positions: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]


class Setting(msgspec.Struct, frozen=True):
    """A protocol's DIP setting: the master's block, a slave's block, and the free switches' choices."""

    fact: str
    protocol_id: str
    bus: str
    brands: tuple[str, ...]
    pattern: str
    master: tuple[Switch, ...]
    slave: tuple[Switch, ...]
    choices: tuple[Choice, ...]
    note: str
    source: Source


def settings(kb: KnowledgeBase, device: str | None = None, brand: str | None = None) -> tuple[Setting, ...]:
    """Return the DIP settings of a device's protocols, all or those that name a brand (any case)."""
    return tuple(
        setting(kb, f)
        for f in kb.select("protocol", device)
        if isinstance(f, Protocol) and (brand is None or brand.lower() in {b.lower() for b in f.brands})
    )


def setting(kb: KnowledgeBase, protocol: Protocol) -> Setting:
    """Return the blocks of one protocol; the switches' meanings come from the device's own DIP facts."""
    told: dict[str, list[Dip]] = {}
    for fact in kb.select("dip", protocol.devices[0], protocol.source.manual):
        if isinstance(fact, Dip):
            told.setdefault(fact.switch, []).append(fact)
    numbers = _numbers(protocol)
    return Setting(
        fact=protocol.id,
        protocol_id=protocol.protocol_id,
        bus=protocol.bus,
        brands=protocol.brands,
        pattern=protocol.dip_pattern,
        master=tuple(_master(n, protocol.dip.get(n, ""), told.get(n, [])) for n in numbers),
        slave=tuple(_slave(n, protocol.dip.get(n, ""), told.get(n, [])) for n in numbers),
        choices=tuple(_choice(n, told.get(n, [])) for n in numbers if n not in protocol.dip),
        note=protocol.note,
        source=protocol.source,
    )


def said(switches: Iterable[Switch]) -> str:
    """Say a block in one line: `1 either, 2 OFF, 3 OFF`."""
    return ", ".join(f"{s.number} {s.word}" for s in switches)


def _numbers(protocol: Protocol) -> tuple[str, ...]:
    last = max([len(protocol.dip_pattern), *(int(n) for n in protocol.dip if n.isdigit())], default=0)
    return tuple(str(n) for n in range(1, last + 1))


def _meaning(position: str, facts: Iterable[Dip]) -> str:
    return next((f.meaning for f in facts if f.position.upper() == position), "")


def _master(number: str, position: str, facts: list[Dip]) -> Switch:
    if position:
        return Switch(number, position, "set", _meaning(position, facts))
    return Switch(number, "", "choice", " / ".join(f"{f.position}: {f.meaning}" for f in facts))


def _slave(number: str, position: str, facts: list[Dip]) -> Switch:
    """A switch that is the same on all batteries stands as on the master; one that slaves keep is not touched."""
    meanings = " ".join(f.meaning for f in facts)
    if _SAME_ON_ALL.search(meanings):
        return Switch(number, position, "set" if position else "choice", "as on the master")
    if _SLAVES_DEFAULT.search(meanings) or not position:
        return Switch(number, "", "keep", "default, as delivered; its position is not printed for slaves")
    return Switch(number, position, "set", _meaning(position, facts))


def _choice(number: str, facts: list[Dip]) -> Choice:
    return Choice(number, tuple((f.position, f.meaning) for f in facts), tuple(f.id for f in facts))


def matching(kb: KnowledgeBase, pattern: str, device: str | None = None) -> tuple[Setting, ...]:
    """Return the settings that a DIP row fits, first switch first: 1 on, 0 off, X either. Raises QueryError."""
    row = pattern.strip().upper()
    if not _ROW.match(row):
        raise QueryError(f"{pattern[:40]!r} is no DIP row: write one character a switch, 1 (on), 0 (off) or X (either)")
    return tuple(s for s in settings(kb, device) if len(s.master) == len(row) and all(map(_fits, s.master, row)))


def _fits(switch: Switch, seen: str) -> bool:
    return not switch.position or seen == "X" or (switch.position == "ON") == (seen == "1")
