"""The connectors of a device as they are looked at: contacts, groups, opposites, what the manual does not print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from kb.bundle.kept import per_name
from kb.bundle.store import KnowledgeBase
from kb.curation.conflicts import differences
from kb.extract.slugs import slug
from kb.model.device import Connector
from kb.model.errors import NotFoundError
from kb.model.facts import Caution, Pin, Source, base_id
from kb.wiring import signals

# printed: the manual says where pin 1 is. usual: it does not, and the shape has one numbering everywhere.
# unknown: it does not, and nothing else does. none: there is nothing to number.
Side = Literal["printed", "usual", "unknown", "none"]

_NOT_PRINTED = re.compile(r"not printed|only as a figure|own manual|not numbered", re.IGNORECASE)
# Shapes whose numbering is settled outside the manuals (8P8C: IEC 60603-7; socket seen from the front, notch below, 1 on
# the left). A terminal strip, a plug of the maker's own or a DIN socket has no such rule and is never listed here.
_STANDARD_SHAPES = frozenset({"rj45"})
_RESERVED = re.compile(r"\breserved\b|do not connect|not used", re.IGNORECASE)
# How a manual names the wiring standard of a ready-made lead in the place of a signal.
_LEAD_STANDARD = re.compile(r"^(?:T?568[AB])$", re.IGNORECASE)


class Contact(msgspec.Struct, frozen=True):
    """One contact as one edition tells it. `opposites` are the pins that it must not be swapped with."""

    pin: str
    signal: str
    function: str
    connects_to: str
    wire_color: str
    group: str
    leg: str
    opposites: tuple[str, ...]
    twins: tuple[str, ...]
    reserved: bool
    empty: bool
    certainty: str
    note: str
    repair: str
    conflict: str
    fact: str
    source: Source


class SignalGroup(msgspec.Struct, frozen=True):
    """Contacts that belong together; `n` counts from 0 and chooses the drawing's pattern."""

    name: str
    pins: tuple[str, ...]
    n: int


class PinTable(msgspec.Struct, frozen=True):
    """What one edition says about all contacts; `also` are places of editions that say exactly the same."""

    source: Source
    also: tuple[Source, ...]
    contacts: tuple[Contact, ...]
    groups: tuple[SignalGroup, ...]


class Socket(msgspec.Struct, frozen=True):
    """A connector of a device. `pins` is the number of contacts, 0 where the manual does not tell it."""

    device: str
    name: str
    slug: str
    shape: str
    pins: int
    numbering: str
    side: Side
    purpose: str
    section: str
    tables: tuple[PinTable, ...]
    cautions: tuple[str, ...]
    conflicts: tuple[str, ...]

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The contacts of the first edition."""
        return self.tables[0].contacts if self.tables else ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every contact's number in counting order, also of those about which nothing is told."""
        told = [c.pin for t in self.tables for c in t.contacts]
        counted = [str(n) for n in range(1, self.pins + 1)] if all(p.isdigit() for p in told) else []
        return tuple(dict.fromkeys(sorted({*told, *(counted if self.numbered else ())}, key=_order)))

    @property
    def numbered(self) -> bool:
        """Whether the device record says that the contacts are counted from 1."""
        return self.numbering.startswith("1-")


class LeadColors(msgspec.Struct, frozen=True):
    """Wire colours of a ready-made lead by its standard, as a manual of the knowledge base prints them."""

    standard: str
    colors: dict[str, str]
    source: Source


def _order(pin: str) -> tuple[int, str]:
    return (int(pin), "") if pin.isdigit() else (10_000, pin)


@per_name
def sockets(kb: KnowledgeBase, device_id: str) -> tuple[Socket, ...]:
    """Return the connectors of a device in the order of its record, then those that only facts name. Raises NotFoundError."""
    device = kb.device(device_id)
    pins = [f for f in kb.select("pin", device_id) if isinstance(f, Pin)]
    known = {c.name: c for c in device.connectors}
    for pin in pins:
        known.setdefault(pin.connector, Connector(pin.connector, ""))
    return tuple(_socket(kb, device_id, c, [p for p in pins if p.connector == c.name]) for c in known.values())


def socket(kb: KnowledgeBase, device_id: str, name: str) -> Socket:
    """Return a connector by its slug or its name. Raises NotFoundError with the known ones."""
    found = sockets(kb, device_id)
    wanted = slug(name)
    for one in found:
        if one.slug == wanted:
            return one
    told = ", ".join(s.slug for s in found) or "none"
    raise NotFoundError(f"{device_id} has no connector {name[:60]!r}. Known are {told}")


def lead_colors(kb: KnowledgeBase) -> LeadColors | None:
    """Return the wire colours of a ready-made lead by its standard, read from the manual that prints them, or None."""
    found: dict[tuple[str, str], dict[str, Pin]] = {}
    for pin in kb.select("pin"):
        if isinstance(pin, Pin) and pin.wire_color and _LEAD_STANDARD.match(pin.signal):
            found.setdefault((pin.signal, pin.source.manual), {})[pin.pin] = pin
    for (standard, _), told in found.items():
        first = next(iter(told.values()))
        return LeadColors(standard, {p: f.wire_color for p, f in told.items()}, first.source)
    return None


def _socket(kb: KnowledgeBase, device_id: str, connector: Connector, pins: Sequence[Pin]) -> Socket:
    tables = _tables(kb, pins)
    said = _cautions(kb, device_id, connector.name, pins)
    return Socket(
        device=device_id,
        name=connector.name,
        slug=slug(connector.name),
        shape=connector.shape,
        pins=connector.pins,
        numbering=connector.numbering,
        side=_side(connector, pins),
        purpose=connector.purpose,
        section=connector.section,
        tables=tables,
        cautions=said,
        conflicts=tuple(dict.fromkeys(c for p in pins for c in kb.conflicts_of.get(p.id, ()))),
    )


def _side(connector: Connector, pins: Sequence[Pin]) -> Side:
    if connector.pins < 2 and not pins:  # noqa: PLR2004 - a single contact has no order
        return "none"
    if connector.numbering and not _NOT_PRINTED.search(connector.numbering):
        return "printed"
    return "usual" if connector.shape in _STANDARD_SHAPES else "unknown"


def _tables(kb: KnowledgeBase, pins: Sequence[Pin]) -> tuple[PinTable, ...]:
    """Return one table for each edition that differs; editions are never mixed in one table."""
    editions: dict[str, list[Pin]] = {}
    for pin in pins:
        editions.setdefault(pin.source.manual, []).append(pin)
    kept: list[tuple[list[Pin], list[Source]]] = []
    for table in editions.values():
        for first, also in kept:
            if _equal(first, table):
                also.append(_whole(table))
                break
        else:
            kept.append((table, []))
    return tuple(_table(kb, table, also) for table, also in kept)


def _equal(a: Sequence[Pin], b: Sequence[Pin]) -> bool:
    return len(a) == len(b) and all(
        base_id(x.id) == base_id(y.id) and not differences(x, y) for x, y in zip(a, b, strict=True)
    )


def _table(kb: KnowledgeBase, pins: Sequence[Pin], also: Iterable[Source]) -> PinTable:
    read = {p.id: signals.read(p.signal) for p in pins}
    members: dict[str, list[Pin]] = {}
    for pin in pins:
        members.setdefault(read[pin.id].group, []).append(pin)
    contacts = []
    for pin in sorted(pins, key=lambda p: _order(p.pin)):
        signal = read[pin.id]
        same = members[signal.group]
        # A standard's name stands for every wire alike; such wires are no twins.
        alike = not _LEAD_STANDARD.match(pin.signal)
        contacts.append(
            Contact(
                pin=pin.pin,
                signal=pin.signal,
                function=pin.function,
                connects_to=pin.connects_to,
                wire_color=pin.wire_color,
                group=signal.group_name,
                leg=signal.leg,
                opposites=tuple(p.pin for p in same if signal.opposite and read[p.id].leg == signal.opposite),
                twins=tuple(p.pin for p in same if alike and p.signal == pin.signal and p.pin != pin.pin),
                reserved=bool(_RESERVED.search(pin.function)),
                empty=signal.empty,
                certainty=pin.certainty,
                note=pin.note,
                repair=pin.repair,
                conflict=kb.conflict_of.get(pin.id, ""),
                fact=pin.id,
                source=pin.source,
            )
        )
    groups = tuple(
        SignalGroup(read[ps[0].id].group_name, tuple(p.pin for p in sorted(ps, key=lambda p: _order(p.pin))), n)
        for n, ps in enumerate(members.values())
    )
    return PinTable(_whole(pins), tuple(also), tuple(contacts), groups)


def _whole(pins: Sequence[Pin]) -> Source:
    """Return the place of a whole table: the first contact's, with the lines of all: 373-380."""
    lines: set[int] = set()
    for pin in pins:
        for part in pin.source.lines.split(","):
            first, _, last = part.partition("-")
            if first.isdigit():
                lines |= set(range(int(first), int(last or first) + 1))
    runs: list[list[int]] = []
    for n in sorted(lines):
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    said = ",".join(f"{a}-{b}" if a != b else f"{a}" for a, b in runs)
    return msgspec.structs.replace(pins[0].source, lines=said or pins[0].source.lines)


def _cautions(kb: KnowledgeBase, device_id: str, name: str, pins: Sequence[Pin]) -> tuple[str, ...]:
    """Return the cautions that guard the connector, and the unguarded ones of the sections its contacts stand in."""
    places = {(p.source.manual, p.source.anchor) for p in pins}
    return tuple(
        f.id
        for f in kb.select("caution", device_id)
        if isinstance(f, Caution)
        and (
            f.guards == f"connector:{name}" or (not f.guards and (f.source.manual, f.source.anchor) in places and pins)
        )
    )
