"""From sockets to what their pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from kb.bundle.store import KnowledgeBase
from kb.model.facts import Conflict, Pin
from kb.wiring import plan as plans
from kb.wiring.ends import End, ends, far_cables
from kb.wiring.sockets import Contact, LeadColors, PinTable, Socket, lead_colors, sockets
from webapp.features.conflicts.view import dispute_of
from webapp.features.connectors.pages import (
    Band,
    ConnectorPage,
    ConnectorsPage,
    Entry,
    Lead,
    OtherEnd,
    Row,
    Shelf,
    Table,
)
from webapp.page import shell
from webapp.present import links, words
from webapp.present import sockets as draw
from webapp.present.cards import caution_lines, conflict_links

# With more ends than this the page lists them by name; their drawings are one tap away.
_ENDS_SHOWN = 3
_SHAPES = {"rj45": "RJ45 socket", "terminal": "terminals", "stack": "stacking connector", "pv": "PV plugs"}


def offline(kb: KnowledgeBase) -> Iterable[str]:
    """Yield every address of this feature that works without a network."""
    yield url_for("connectors.connectors")
    for device in kb.devices:
        yield url_for("connectors.connectors", device=device)
        for socket in sockets(kb, device):
            yield url_for("connectors.connector", device_id=device, name=socket.slug)


def shape_word(socket: Socket) -> str:
    """Say a connector's shape and number of contacts: "RJ45 socket, 8 contacts"."""
    word = _SHAPES.get(socket.shape, socket.shape)
    return f"{word}, {words.count(socket.pins, 'contact')}" if socket.pins else word


def shelves(kb: KnowledgeBase, chosen: str | None) -> tuple[Shelf, ...]:
    """Return the connectors by device, those with printed contacts first; with a device, only its own."""
    out = []
    for device in kb.devices:
        known = sockets(kb, device) if chosen in {None, device} else ()
        if known:
            out.append(
                Shelf(
                    links.device_link(kb, device),
                    tuple(_entry(s) for s in known if s.tables),
                    tuple(_entry(s) for s in known if not s.tables),
                    url_for("cables.device", device_id=device) if ends(kb, device) else "",
                    "Build a cable, set DIP switches"
                    if any(e.protocols for e in ends(kb, device))
                    else "Build a cable",
                )
            )
    return tuple(sorted(out, key=lambda s: not s.entries))


def others(kb: KnowledgeBase, chosen: str | None) -> tuple[links.Link, ...]:
    """Return the other devices that have connectors."""
    return tuple(
        links.Link(
            d.name, url_for("connectors.connectors", device=d.id), words.count(len(sockets(kb, d.id)), "connector")
        )
        for d in kb.devices.values()
        if chosen and d.id != chosen and sockets(kb, d.id)
    )


def list_page(kb: KnowledgeBase, chosen: str | None) -> ConnectorsPage:
    """Return the page that lists connectors."""
    device = links.device_link(kb, chosen) if chosen else None
    title = f"Which pin is which? {device.short if device else ''}".strip()
    return ConnectorsPage(
        title=f"{title} – Pinlight",
        shell=shell(),
        styles=("connectors.css",),
        device=device,
        shelves=shelves(kb, chosen),
        others=others(kb, chosen),
    )


def page(kb: KnowledgeBase, socket: Socket, chosen: str) -> ConnectorPage:
    """Return the page of one connector; `chosen` is a pin to enlarge, or nothing."""
    device = links.device_link(kb, socket.device)
    base = url_for("connectors.connector", device_id=socket.device, name=socket.slug)
    colors = lead_colors(kb) if socket.shape == "rj45" else None
    # Where the manual prints the colours itself no aid from another manual is wanted.
    aid = colors if colors and socket.tables and not any(c.wire_color for c in socket.contacts) else None
    found = _ends(kb, socket)
    scene = _Scene(kb, socket, chosen, base, aid, _far_pins(kb, socket, found))
    told = f"{socket.name}, pin {chosen}" if chosen else socket.name
    return ConnectorPage(
        title=f"{told} · {device.short} – Pinlight",
        shell=shell(),
        styles=("connectors.css",),
        scripts=("connectors.js",),
        device=device,
        heading=socket.name,
        shape=shape_word(socket),
        purpose=socket.purpose,
        side=side_said(socket),
        side_loud=socket.side in {"usual", "unknown"},
        tables=tuple(_table(scene, t, n) for n, t in enumerate(socket.tables)) or _blank(socket),
        swaps=tuple(swaps(socket)),
        lines=caution_lines(kb, socket.cautions),
        disputes=tuple(dispute_of(kb, c) for i in socket.conflicts if isinstance(c := kb.facts[i], Conflict)),
        lead=_lead(kb, aid) if aid else None,
        ends=tuple(_other_end(kb, socket, e) for e in found) if len(found) <= _ENDS_SHOWN else (),
        more_ends=tuple(_end_link(e) for e in found) if len(found) > _ENDS_SHOWN else (),
        siblings=tuple(
            links.Link(s.name, url_for("connectors.connector", device_id=socket.device, name=s.slug), shape_word(s))
            for s in sockets(kb, socket.device)
            if s.slug != socket.slug
        ),
        silent="" if socket.tables else _silence(kb, socket),
        label_url=url_for("connectors.label", device_id=socket.device, name=socket.slug) if socket.tables else "",
        cable_url=url_for("cables.device", device_id=socket.device) if found else "",
        json_url=links.reach(f"/api/v1/connectors/{socket.device}/{socket.slug}"),
    )


def side_said(socket: Socket) -> str:
    """Say where pin 1 is, and on whose word."""
    match socket.side:
        case "printed":
            return f"Numbering as the manual prints it: {socket.numbering}."
        case "usual":
            return (
                "The manual does not print on which side pin 1 is. Drawn as is usual for RJ45: the socket seen from "
                "the front, notch below, pin 1 on the left. On the plug, seen with the clip below and the cable "
                "towards you, pin 1 is on the left as well."
            )
        case "unknown":
            return (
                "The manual does not print where each contact sits. Drawn in counting order, not as it lies on the "
                "device: go by the number or letter printed at the contact."
            )
        case _:
            return ""


def swaps(socket: Socket) -> Iterable[str]:
    """Yield each pair of contacts that must not be swapped, once, with a word on pairs whose order turns round."""
    seen: set[frozenset[str]] = set()
    for table in socket.tables:
        told = {c.pin: c for c in table.contacts}
        orders: dict[str, set[str]] = {}
        for one in table.contacts:
            for pin in one.opposites:
                other, pair = told[pin], frozenset((one.pin, pin))
                if pair in seen or not _beside(socket, one.pin, pin):
                    continue
                seen.add(pair)
                orders.setdefault(one.group, set()).add(one.leg)
                yield f"{one.pin} {one.signal} and {other.pin} {other.signal}"
        for group, legs in orders.items():
            if len(legs) > 1:
                yield f"{group}: the order turns round from one pair to the other"


def _beside(socket: Socket, one: str, other: str) -> bool:
    """Whether two contacts are a pair: neighbours, or the only two of their kind."""
    places = socket.numbers
    near = abs(places.index(one) - places.index(other)) == 1
    table = next(t for t in socket.tables if any(c.pin == one for c in t.contacts))
    contact = next(c for c in table.contacts if c.pin == one)
    return near or len(contact.opposites) == 1


@dataclass(frozen=True)
class _Scene:
    """What all tables of one connector share."""

    kb: KnowledgeBase
    socket: Socket
    chosen: str
    base: str
    aid: LeadColors | None
    far: dict[str, list[str]]


def _table(scene: _Scene, table: PinTable, n: int) -> Table:
    places = tuple(links.place(scene.kb, s) for s in (table.source, *table.also))
    several = len(scene.socket.tables) > 1
    ways = {c.connects_to for c in table.contacts}
    common = ways.pop() if len(ways) == 1 and len(table.contacts) > 1 else ""
    marks = {g.name: draw.swatch(g.n) for g in table.groups}
    bands = tuple(Band(g.name, ", ".join(g.pins), marks[g.name]) for g in table.groups)
    return Table(
        anchor=f"edition-{n}",
        heading=" and ".join(dict.fromkeys(p.manual for p in places)) if several else "",
        drawing=draw.face(scene.socket, table, scene.chosen, scene.base),
        rows=tuple(_row(scene, c, marks[c.group], f"{scene.base}?pin={c.pin}#edition-{n}") for c in table.contacts),
        bands=bands if len(bands) > 1 else (),
        places=places,
        all_go_to=common,
    )


def _blank(socket: Socket) -> tuple[Table, ...]:
    drawing = draw.face(socket, None)
    return (Table("edition-0", "", drawing, (), (), (), ""),) if drawing else ()


def _row(scene: _Scene, c: Contact, mark: Markup, url: str) -> Row:
    kb = scene.kb
    fact = kb.facts[c.fact]
    told = words.doubt_word(fact) if isinstance(fact, Pin) else ""
    marks = ("do not connect" if c.empty else "", "reserved" if c.reserved else "", told)
    return Row(
        pin=c.pin,
        signal=c.signal,
        function=c.function,
        group=c.group,
        swatch=mark,
        url=url,
        fact_url=links.fact_url(c.fact),
        not_with=c.opposites,
        twins=c.twins,
        marks=tuple(m for m in marks if m),
        # The wires of the cables tell it contact by contact; the pin table only where no cable does.
        goes_to=tuple(dict.fromkeys(scene.far.get(c.pin) or ([c.connects_to] if c.connects_to else []))),
        wire=c.wire_color,
        lead=scene.aid.colors.get(c.pin, "") if scene.aid else "",
        remarks=words.remarks(fact),
        conflicts=conflict_links(kb, fact),
        place=links.place(kb, c.source),
        chosen=c.pin == scene.chosen,
    )


def _ends(kb: KnowledgeBase, socket: Socket) -> tuple[End, ...]:
    """Return the cables that start at this connector, or that lead to it from another device."""
    own = [
        e
        for e in ends(kb, socket.device)
        if any(plans.port_name(r.from_port) == socket.name for r in plans.plan(kb, socket.device, e.slug).routes)
    ]
    for cable in far_cables(kb, socket.device):
        if plans.port_name(cable.to_port) != socket.name:
            continue
        own += [e for e in ends(kb, cable.from_device) if cable.id in e.cables]
    return tuple({(e.device, e.slug): e for e in own}.values())


def _far_pins(kb: KnowledgeBase, socket: Socket, found: tuple[End, ...]) -> dict[str, list[str]]:
    """Return for each contact where its wires go, said as in a cable list; only where there are few cables."""
    out: dict[str, list[str]] = {}
    if len(found) > _ENDS_SHOWN:
        return out
    for one in found:
        for route in plans.plan(kb, one.device, one.slug).routes:
            for w in route.wires:
                here, there = (w.from_pin, w.to_pin) if one.device == socket.device else (w.to_pin, w.from_pin)
                name = one.name if one.device == socket.device else links.device_link(kb, one.device).short
                pin = "contact not printed" if there == plans.UNKNOWN else f"pin {there}"
                out.setdefault(here, []).append(f"{name}, {pin}")
    return out


def _other_end(kb: KnowledgeBase, socket: Socket, one: End) -> OtherEnd:
    made = plans.plan(kb, one.device, one.slug)
    route = made.routes[0]
    forward = one.device == socket.device
    device, port = (route.far_device, route.to_port) if forward else (one.device, route.from_port)
    far = plans.find_socket(kb, device, port) if device else None
    name = (f"{links.device_link(kb, device).short} · {far.name}") if far else ""
    wires = tuple(
        (w.from_pin, w.signal, w.to_pin) if forward else (w.to_pin, w.signal, w.from_pin) for w in route.wires
    )
    return OtherEnd(
        name=one.name if forward else links.device_link(kb, one.device).short,
        url=url_for("cables.cable", device_id=one.device, brand=one.slug),
        detail=made.answer,
        wires=wires,
        drawing=draw.face(far, far.tables[0]) if far and far.tables and far.slug != socket.slug else None,
        far_url=url_for("connectors.connector", device_id=far.device, name=far.slug) if far else "",
        far_name=name,
    )


def _end_link(one: End) -> links.Link:
    detail = " · ".join([*one.bus, *([f"cable version {one.versions[0]}"] if one.versions else [])])
    said = {"figure-only": "figure only", "protocol-only": "no cable printed"}.get(one.status, detail)
    return links.Link(one.name, url_for("cables.cable", device_id=one.device, brand=one.slug), said)


def _lead(kb: KnowledgeBase, aid: LeadColors) -> Lead:
    rows = tuple((pin, color, _weave(color)) for pin, color in aid.colors.items())
    return Lead(aid.standard, rows, links.place(kb, aid.source))


def _weave(color: str) -> str:
    """Return the class of a wire's picture: the colour, striped when the manual writes two colours."""
    said = color.lower().split()
    return f"lead--{said[-1]}" + (" lead--striped" if len(said) > 1 else "")


def _entry(socket: Socket) -> Entry:
    return Entry(
        draw.icon(socket),
        socket.name,
        url_for("connectors.connector", device_id=socket.device, name=socket.slug),
        shape_word(socket),
        socket.purpose,
    )


def _silence(kb: KnowledgeBase, socket: Socket) -> str:
    """Say what is missing and whom to ask."""
    contact = kb.devices[socket.device].contact
    who = f" Ask {contact.who}." if contact else ""
    tail = f" What they do say of the numbering: {socket.numbering}." if socket.numbering else ""
    return f"The manuals name this connector and print no contact of it.{tail}{who}"
