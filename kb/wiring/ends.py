"""What a device can be wired to: brands of its cables and protocols, and its own connectors that lead to one another."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from kb.bundle.kept import per_name
from kb.bundle.store import KnowledgeBase
from kb.extract.slugs import slug
from kb.model.device import Device
from kb.model.errors import NotFoundError
from kb.model.facts import Cable, Protocol, base_id
from kb.wiring.sockets import Socket, sockets

# chain: one connector of the device leads to another of the next one like it; the manual prints no wire for it.
Status = Literal["mapped", "figure-only", "protocol-only", "chain"]

_ORDER: tuple[Status, ...] = ("mapped", "figure-only", "protocol-only", "chain")
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")


class End(msgspec.Struct, frozen=True):
    """The other end of a cable, by the name the manual gives it. `ports` are the two connectors of a chain."""

    device: str
    name: str
    slug: str
    status: Status
    bus: tuple[str, ...]
    versions: tuple[str, ...]
    cables: tuple[str, ...]
    protocols: tuple[str, ...]
    ports: tuple[str, str] = ("", "")
    also: tuple[str, ...] = ()


@per_name
def ends(kb: KnowledgeBase, device_id: str) -> tuple[End, ...]:
    """Return everything this device is wired to, in the order of the manual. Raises NotFoundError for an unknown device."""
    device = kb.device(device_id)
    cables: dict[str, list[Cable]] = {}
    protocols: dict[str, list[Protocol]] = {}
    for fact in kb.select(device=device_id):
        if isinstance(fact, Cable) and not is_far_end(device, fact):
            for name in fact.brands or (fact.to,):
                cables.setdefault(name, []).append(fact)
        elif isinstance(fact, Protocol):
            for name in fact.brands:
                protocols.setdefault(name, []).append(fact)
    names = list(dict.fromkeys((*cables, *protocols)))
    short = [slug(_BRACKETS.sub("", n)) for n in names]
    out = []
    for name, brief in zip(names, short, strict=True):
        known, spoken = cables.get(name, []), protocols.get(name, [])
        out.append(
            End(
                device=device_id,
                name=name,
                # "(cable version I)" stays where the name without it would not be the only one.
                slug=brief if short.count(brief) == 1 else slug(name),
                status=min((c.status for c in known), key=_ORDER.index, default="protocol-only"),
                bus=tuple(dict.fromkeys((*(c.bus for c in known if c.bus), *(p.bus for p in spoken)))),
                versions=tuple(dict.fromkeys(c.version for c in known if c.version)),
                cables=tuple(c.id for c in known),
                protocols=tuple(p.id for p in spoken),
                also=tuple(dict.fromkeys(a for c in known for a in _also(c))),
            )
        )
    return (*out, *_chains(kb, device_id, [c for cs in cables.values() for c in cs]))


def end(kb: KnowledgeBase, device_id: str, name: str) -> End:
    """Return one end by slug, brand, the cable's own name or its id. Raises NotFoundError with the known ones."""
    found = ends(kb, device_id)
    wanted = slug(name)
    # An end's own names come before the names that several cables share.
    for one in found:
        if wanted in {one.slug, slug(one.name)}:
            return one
    for one in found:
        if wanted in one.also:
            return one
    told = ", ".join(e.slug for e in found) or "none"
    raise NotFoundError(f"the manuals name no cable from {device_id} to {name[:60]!r}. Known are {told}")


def wired(kb: KnowledgeBase) -> tuple[str, ...]:
    """Return the devices that have at least one end, in the order of the knowledge base."""
    return tuple(d for d in kb.devices if ends(kb, d))


def far_cables(kb: KnowledgeBase, device_id: str) -> tuple[Cable, ...]:
    """Return the cables that lead to this device from another one."""
    device = kb.device(device_id)
    return tuple(f for f in kb.select("cable", device_id) if isinstance(f, Cable) and is_far_end(device, f))


def is_far_end(device: Device, cable: Cable) -> bool:
    """Whether a device is what the cable leads to: the cable names it there."""
    if cable.from_device == device.id:
        return False
    to = slug(cable.to)
    return any(name and slug(name) in to for name in (device.name, device.short, *device.aliases))


def _also(cable: Cable) -> tuple[str, ...]:
    return slug(cable.to), base_id(cable.id).rpartition("/")[2], *(slug(b) for b in cable.brands)


def _chains(kb: KnowledgeBase, device_id: str, cables: list[Cable]) -> tuple[End, ...]:
    """Return the ends where the contacts of one connector lead to another connector of the next device like it."""
    told = sockets(kb, device_id)
    joined = {(c.from_port, c.to_port) for c in cables}
    out = []
    for one in told:
        other = _leads_to(one, told)
        if other and (one.name, other.name) not in joined:
            out.append(
                End(
                    device=device_id,
                    name=f"Next battery ({one.name} to {other.name})"
                    if kb.devices[device_id].type == "battery"
                    else f"{one.name} to {other.name}",
                    slug=slug(f"{one.name} to {other.name}"),
                    status="chain",
                    bus=(),
                    versions=(),
                    cables=(),
                    protocols=(),
                    ports=(one.name, other.name),
                    also=("next-battery", "next-battery-down", device_id),
                )
            )
    return tuple(out)


def _leads_to(one: Socket, told: tuple[Socket, ...]) -> Socket | None:
    """Return the other connector when every contact says it leads there and nowhere else: "Link IN of the next …"."""
    says = {c.connects_to for c in one.contacts}
    if len(says) != 1:
        return None
    text = says.pop()
    return next((o for o in told if o.name != one.name and text.startswith(f"{o.name} of the ")), None)
