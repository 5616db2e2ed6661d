"""The plan of one cable: ports, wires, what stays open, DIP blocks, figures, cautions, checks, and what to ask when
the manual prints less than is needed. Nothing here is guessed: a contact that no table prints is "?".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from kb.bundle.kept import per_name
from kb.bundle.store import KnowledgeBase
from kb.curation.conflicts import differences
from kb.curation.statements import figure
from kb.extract.slugs import slug
from kb.model.facts import Cable, Caution, Procedure, Protocol, Source, Spec, base_id
from kb.wiring import signals
from kb.wiring.dips import Setting, setting
from kb.wiring.ends import End, end
from kb.wiring.sockets import Contact, Socket, sockets

UNKNOWN = "?"
_BRACKETS = re.compile(r"\s*\([^)]*\)")
# Titles of procedures about joining things; others merely mention a port on the way.
_JOINING = re.compile(r"cable|connect|link|parallel|wir", re.IGNORECASE)


class PlanWire(msgspec.Struct, frozen=True):
    """One wire. `told` is the signal at the near contact by the pin table, when it differs from the cable's own word."""

    from_pin: str
    to_pin: str
    signal: str
    optional: bool
    leg: str
    told: str = ""


class Route(msgspec.Struct, frozen=True):
    """One printed way of wiring; editions that say the same are one route. `open_pins` are the near contacts without a wire."""

    status: str
    to: str
    from_port: str
    to_port: str
    bus: str
    version: str
    wires: tuple[PlanWire, ...]
    open_pins: tuple[str, ...]
    socket: str
    far_device: str
    far_socket: str
    certainty: str
    note: str
    repair: str
    facts: tuple[str, ...]
    sources: tuple[Source, ...]


class Figure(msgspec.Struct, frozen=True):
    """A figure about the cable: its name, its value with unit, its condition."""

    name: str
    text: str
    condition: str
    fact: str
    source: Source


class Plan(msgspec.Struct, frozen=True):
    """Everything about one cable. `ask` is what the supplier must be asked, empty when the wires are printed whole."""

    device: str
    device_name: str
    name: str
    slug: str
    status: str
    answer: str
    packs: int | None
    routes: tuple[Route, ...]
    settings: tuple[Setting, ...]
    figures: tuple[Figure, ...]
    cautions: tuple[str, ...]
    procedures: tuple[str, ...]
    conflicts: tuple[str, ...]
    checks: tuple[str, ...]
    ask: tuple[str, ...]
    contact: str


def plan(kb: KnowledgeBase, device: str, brand: str, packs: int | None = None) -> Plan:
    """Return the plan of the cable from a device to a brand (slug or name). Raises NotFoundError with the known ones."""
    found = end(kb, device, brand)
    made = _plan(kb, f"{device}/{found.slug}")
    return made if packs is None else msgspec.structs.replace(made, packs=packs)


@per_name
def _plan(kb: KnowledgeBase, path: str) -> Plan:
    device, _, brand = path.partition("/")
    found = end(kb, device, brand)
    routes = _routes(kb, found)
    settings = tuple(setting(kb, f) for i in found.protocols if isinstance(f := kb.facts[i], Protocol))
    near = _near(kb, device, routes)
    ask = _ask(kb, found, routes, near)
    procedures = _procedures(kb, device, routes)
    # Between two alike the steps are all the manual prints: what is disputed about them belongs here.
    disputed = [*found.cables, *found.protocols, *(procedures if found.status == "chain" else ())]
    contact = kb.devices[device].contact
    return Plan(
        device=device,
        device_name=kb.devices[device].short or kb.devices[device].name,
        name=found.name,
        slug=found.slug,
        status=found.status,
        answer=_answer(found, routes),
        packs=None,
        routes=routes,
        settings=settings,
        figures=_figures(kb, found, routes),
        cautions=_cautions(kb, found, routes, procedures),
        procedures=procedures,
        conflicts=tuple(dict.fromkeys(c for i in disputed for c in kb.conflicts_of.get(i, ()))),
        checks=tuple(_checks(routes, settings)),
        ask=ask,
        contact=contact.who if contact else "",
    )


def port_name(port: str) -> str:
    """Return a port without its remark: `COM (RS485-2)` → `COM`."""
    return _BRACKETS.sub("", port).strip()


def find_socket(kb: KnowledgeBase, device: str, port: str) -> Socket | None:
    """Return the connector that a cable's port names, or None when the device has none of that name."""
    name = port_name(port)
    return next((s for s in sockets(kb, device) if s.name == name), None) if name and device in kb.devices else None


def _routes(kb: KnowledgeBase, found: End) -> tuple[Route, ...]:
    if found.status == "chain":
        return (_chain(kb, found),)
    kept: list[tuple[Cable, list[Cable]]] = []
    for cable in (f for i in found.cables if isinstance(f := kb.facts[i], Cable)):
        for first, same in kept:
            if base_id(first.id) == base_id(cable.id) and not [
                d for d in differences(first, cable) if not d.startswith("devices")
            ]:
                same.append(cable)
                break
        else:
            kept.append((cable, []))
    return tuple(_route(kb, found.device, first, same) for first, same in kept)


def _route(kb: KnowledgeBase, device: str, cable: Cable, same: Sequence[Cable]) -> Route:
    near = find_socket(kb, device, cable.from_port)
    told = {c.pin: c for c in near.contacts} if near else {}
    used = {w.from_pin for w in cable.pins}
    far = next((d for d in cable.devices if d != device and _names(kb, d, cable.to)), "")
    if not far and port_name(cable.to_port) == port_name(cable.from_port):
        far = device
    far_socket = find_socket(kb, far, cable.to_port) if far else None
    return Route(
        status=cable.status,
        to=cable.to,
        from_port=cable.from_port,
        to_port=cable.to_port,
        bus=cable.bus,
        version=cable.version,
        wires=tuple(_wire(w.from_pin, w.to_pin, w.signal, told, optional=w.optional) for w in cable.pins),
        open_pins=tuple(n for n in near.numbers if n not in used) if near and used and near.shape == "rj45" else (),
        socket=near.slug if near else "",
        far_device=far,
        far_socket=far_socket.slug if far_socket else "",
        certainty=cable.certainty,
        note=cable.note,
        repair=cable.repair,
        facts=(cable.id, *(c.id for c in same)),
        sources=(cable.source, *(c.source for c in same)),
    )


def _names(kb: KnowledgeBase, device: str, to: str) -> bool:
    known = kb.devices[device]
    return any(slug(n) in slug(to) for n in (known.name, known.short, *known.aliases) if n)


def _wire(from_pin: str, to_pin: str, signal: str, told: dict[str, Contact], *, optional: bool) -> PlanWire:
    own = told[from_pin].signal if from_pin in told else ""
    return PlanWire(from_pin, to_pin, signal, optional, signals.read(signal).leg, own if own != signal else "")


def _chain(kb: KnowledgeBase, found: End) -> Route:
    one, other = (next(s for s in sockets(kb, found.device) if s.name == name) for name in found.ports)
    return Route(
        status="chain",
        to=found.name,
        from_port=one.name,
        to_port=other.name,
        bus="",
        version="",
        wires=(),
        open_pins=(),
        socket=one.slug,
        far_device=found.device,
        far_socket=other.slug,
        certainty="certain",
        note="",
        repair="",
        facts=tuple(c.fact for c in one.contacts),
        sources=(one.contacts[0].source,),
    )


def _near(kb: KnowledgeBase, device: str, routes: Iterable[Route]) -> Socket | None:
    return next((s for r in routes if (s := find_socket(kb, device, r.from_port))), None)


def _answer(found: End, routes: tuple[Route, ...]) -> str:
    """Say in one sentence what the manual prints about this cable."""
    if not routes:
        return "The manual names it in its protocol table and prints no cable for it."
    route = routes[0]
    if found.status == "mapped":
        if any(w.to_pin == UNKNOWN for w in route.wires):
            return f"The manual prints the contacts of {route.from_port}; those of the other side are not printed."
        return "The manual prints every wire of this cable."
    if found.status == "figure-only":
        return "The manual shows this cable only as a figure: its wires are not in the text."
    if found.status == "chain":
        return (
            f"A ready-made lead joins {route.from_port} to {route.to_port} of the next one. "
            "The manual prints both sockets and no wire list for the lead."
        )
    return "The manual names it in its protocol table only: it prints neither a wire list nor a figure of the cable."


def _ask(kb: KnowledgeBase, found: End, routes: tuple[Route, ...], near: Socket | None) -> tuple[str, ...]:
    """Return the questions for the supplier. They name what is known, so that the answer can be short."""
    out: list[str] = []
    if found.status == "chain":
        return ()
    unknown = [w for r in routes for w in r.wires if w.to_pin == UNKNOWN]
    if unknown:
        told = "; ".join(f"pin {w.from_pin} ({w.signal})" for w in unknown)
        return (f"Which contact at {routes[0].to_port or found.name} belongs to each of these: {told}?",)
    if found.status == "mapped":
        return ()
    port = routes[0].from_port if routes else ""
    bus = found.bus[0] if found.bus else ""
    pins = [c for c in near.contacts if signals.bus_of(c.signal) == bus] if near and bus else []
    if pins:
        told = ", ".join(f"{c.signal} (pin {c.pin})" for c in pins)
        out.append(f"Which contact at the {found.name} side takes each of these from {port}: {told}?")
    elif port:
        out.append(f"Which contact at {port} goes to which contact at {found.name}?")
    if bus:
        out.append("Does it need the signal ground as well, and on which contact?")
    versions = [
        v for c in kb.select("cable", found.device) if isinstance(c, Cable) and (v := c.version) and v.isupper()
    ]
    if found.protocols and versions:
        told = ", ".join(dict.fromkeys(versions))
        out.append(f"Which ready-made cable version is it ({told}), or is it made to order?")
    out.append(f"Which port of {found.name} is it, and what shape has its plug?")
    return tuple(out)


def _figures(kb: KnowledgeBase, found: End, routes: tuple[Route, ...]) -> tuple[Figure, ...]:
    """Return figures whose name speaks of this kind of cable; kits between packs are for the chain, inverters' not."""
    topic = _topic(kb, found, routes)
    between = found.status == "chain"
    manuals = {s.manual for r in routes for s in r.sources}
    out: dict[str, Figure] = {}
    for fact in kb.select("spec", found.device):
        if not isinstance(fact, Spec) or fact.source.manual not in manuals or fact.unit == "pcs":
            continue
        name = fact.name.lower()
        if not re.search(r"\b(cable|terminator)\b", name) or not topic.search(name):
            continue
        kit = "kit" in fact.condition.lower()
        if ("inverter" in name) if between else (kit and "inverter" not in name):
            continue
        made = Figure(fact.name, figure(fact), fact.condition, fact.id, fact.source)
        out.setdefault(f"{fact.name}|{made.text}|{fact.condition}", made)
    # Limits of length first: they decide where the devices may stand.
    return tuple(sorted(out.values(), key=lambda f: ("length" not in f.name.lower(), "most" not in f.text)))


def _topic(kb: KnowledgeBase, found: End, routes: tuple[Route, ...]) -> re.Pattern[str]:
    """Return what a figure's name must speak of: the bus, the signals that the port's remark names, the other end."""
    words = {b.lower() for b in found.bus} | {"communication"} | {slug(found.name).split("-")[0]}
    for route in routes:
        near = find_socket(kb, found.device, route.from_port)
        if near and near.shape == "rj45":
            words.add("network")
        for remark in _BRACKETS.findall(route.from_port):
            words |= {w.lower() for w in re.findall(r"[A-Za-z]+(?=\d*\b)", remark)} - {"to", "gnd", "rs"}
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in sorted(words) if len(w) > 1)})\b")


def _cautions(kb: KnowledgeBase, found: End, routes: tuple[Route, ...], procedures: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cautions that guard a port or a procedure of the cable, or stand where a fact of it was read."""
    device = found.device
    guarded = {f"connector:{port_name(r.from_port)}" for r in routes if r.from_port}
    steps = {f"procedure:{base_id(i).rpartition('/')[2]}" for i in procedures}
    places = {(kb.facts[i].source.manual, kb.facts[i].source.anchor) for i in (*found.cables, *found.protocols)}
    buses = [b.lower() for b in found.bus]
    out = []
    for fact in kb.select("caution", device):
        if not isinstance(fact, Caution):
            continue
        # A procedure is about more than the cable: of its cautions those count that speak of the bus.
        spoken = fact.guards in steps and any(b in fact.text.lower() for b in buses)
        here = not fact.guards and (fact.source.manual, fact.source.anchor) in places
        if fact.guards in guarded or spoken or here:
            out.append(fact.id)
    return tuple(out)


def _procedures(kb: KnowledgeBase, device: str, routes: tuple[Route, ...]) -> tuple[str, ...]:
    """Return the procedures whose steps name the ports, or name the bus of the cable."""
    return tuple(
        f.id
        for f in kb.select("procedure", device)
        if isinstance(f, Procedure)
        and _JOINING.search(f.title)
        and f.source.manual in {s.manual for r in routes for s in r.sources}
        and any(_speaks(f, r, device) for r in routes)
    )


def _speaks(procedure: Procedure, route: Route, device: str) -> bool:
    steps = " ".join(procedure.steps)
    ports = [p for p in (port_name(route.from_port), port_name(route.to_port)) if p]
    if route.bus and any(f"{route.bus} {word}" in f"{procedure.title} {steps}" for word in ("network cable", "cable")):
        return True
    if route.far_device == device and len(set(ports)) > 1:
        return all(p in steps for p in ports)
    return bool(ports) and ports[0] in steps


def _checks(routes: tuple[Route, ...], settings: tuple[Setting, ...]) -> Iterable[str]:
    """Yield what to check before anything is plugged in; each line comes from a wire, a free contact or a switch."""
    for route in routes[:1]:
        for w in route.wires:
            if w.to_pin == UNKNOWN:
                yield f"Pin {w.from_pin} ({w.signal}): find its contact in the other side's own manual before plugging in."
                continue
            tail = " (only if the wire is fitted: it is optional)" if w.optional else ""
            yield f"Continuity from pin {w.from_pin} to pin {w.to_pin} ({w.signal}), and to no other contact{tail}."
        if route.open_pins:
            yield f"No continuity from {route.from_port} pins {_listed(route.open_pins)}: they stay open."
        legs = [w for w in route.wires if w.leg]
        if len(legs) > 1:
            pair = " and ".join(f"{w.signal} (pin {w.from_pin})" for w in legs)
            yield f"Not swapped: {pair}."
    for one in settings:
        fixed = ", ".join(f"{s.number} {s.position}" for s in one.master if s.position)
        yield f"DIP of the master for protocol {one.protocol_id} ({one.bus}): {fixed}."


def _listed(items: Sequence[str]) -> str:
    return ", ".join(items)
