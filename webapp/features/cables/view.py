"""From cable plans to what their pages show."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from kb.bundle.store import KnowledgeBase
from kb.calc.errors import CalcError
from kb.calc.registry import run
from kb.calc.result import CalcResult
from kb.calc.settings import settings_calculator
from kb.curation.statements import title as fact_title
from kb.model.facts import Conflict
from kb.wiring import plan as plans
from kb.wiring.dips import Setting
from kb.wiring.ends import End, ends, far_cables, wired
from kb.wiring.plan import Plan, Route
from kb.wiring.sockets import Socket
from webapp.features.cables.pages import (
    BuilderPage,
    CablePage,
    Choice,
    FigureRow,
    RouteView,
    SettingView,
    Sheet,
    WireRow,
)
from webapp.features.calculators.view import calculator_url
from webapp.features.conflicts.view import dispute_of
from webapp.page import shell
from webapp.present import cables as draw
from webapp.present import dips, links, words
from webapp.present.cards import caution_lines

# Systems of so many batteries have their settings on the phone; for others the sheet works them out there.
_PACKED = ("1", "2", "3", "4")
_STANDING = {
    "mapped": ("The wires are printed", ""),
    "figure-only": ("Only a figure in the manual", "The page says what is known and what to ask."),
    "protocol-only": ("Only in the protocol table", "Protocol and DIP setting are known, the cable is not."),
    "chain": ("To the next one", ""),
}
_STATUS = {"figure-only": "figure only", "protocol-only": "no cable printed", "chain": "ready-made lead"}


def offline(kb: KnowledgeBase) -> Iterable[str]:
    """Yield every address of this feature that works without a network."""
    yield url_for("cables.builder")
    for device in kb.devices:
        found = ends(kb, device)
        if found or far_cables(kb, device):
            yield url_for("cables.device", device_id=device)
        for one in found:
            yield url_for("cables.cable", device_id=device, brand=one.slug)
            if _sheet(kb, plans.plan(kb, device, one.slug), "") is not None:
                for n in _PACKED:
                    yield url_for("cables.cable", device_id=device, brand=one.slug, packs=n)


def builder(kb: KnowledgeBase, chosen: str | None) -> BuilderPage:
    """Return the page where the two ends are chosen."""
    device = links.device_link(kb, chosen) if chosen else None
    choices = tuple(_choices(kb, chosen)) if chosen else ()
    name = f"Cable from {device.short}" if device else "Build a cable"
    return BuilderPage(
        title=f"{name} – Pinlight",
        shell=shell(),
        styles=("connectors.css", "cables.css"),
        device=device,
        devices=tuple(_device(kb, d) for d in wired(kb) if d != chosen),
        choices=choices,
        silent="" if choices or not chosen else "Its manuals print no cable, no figure of one and no protocol for it.",
    )


def _device(kb: KnowledgeBase, device_id: str) -> links.Link:
    found = ends(kb, device_id)
    return links.Link(
        kb.devices[device_id].name,
        url_for("cables.device", device_id=device_id),
        words.count(len(found), "other end"),
    )


def _choices(kb: KnowledgeBase, device_id: str) -> Iterable[Choice]:
    found = ends(kb, device_id)
    # Where brands stand in a protocol table, an end that is in none is a cable of the kit and no brand.
    kits = [e for e in found if e.status == "mapped" and not e.protocols] if any(e.protocols for e in found) else []
    for status, (title, detail) in _STANDING.items():
        told = [e for e in found if e.status == status and e not in kits]
        if told:
            # People look for a name: the alphabet serves them better than the order of the manual.
            told.sort(key=lambda e: e.name.lower())
            yield Choice(title, detail, tuple(end_link(e) for e in told))
    if kits:
        yield Choice("By cable of the kit", "", tuple(end_link(e) for e in kits))
    back = {
        (c.from_device, e.slug): links.Link(
            f"{links.device_link(kb, c.from_device).short} to {e.name}",
            url_for("cables.cable", device_id=c.from_device, brand=e.slug),
            " · ".join(e.bus),
        )
        for c in far_cables(kb, device_id)
        for e in ends(kb, c.from_device)
        if c.id in e.cables
    }
    if back:
        yield Choice("It is the other end of", "", tuple(back.values()))


def end_link(one: End) -> links.Link:
    """Return the link to a cable, with its bus and version, or what is missing."""
    parts = [*one.bus, *(_version(v) for v in one.versions), *([_STATUS[one.status]] if one.status in _STATUS else [])]
    return links.Link(one.name, url_for("cables.cable", device_id=one.device, brand=one.slug), " · ".join(parts))


def _version(version: str) -> str:
    return f"version {version}" if version.isupper() else version


def _cable_version(version: str) -> str:
    return f"Cable version {version}" if version.isupper() else f"{version.capitalize()} cable" if version else ""


def page(kb: KnowledgeBase, plan: Plan, packs: str) -> CablePage:
    """Return the page of one cable; `packs` is what was typed as the number of batteries, or nothing."""
    device = links.device_link(kb, plan.device)
    count = int(packs) if packs.isdigit() else None
    cautions = caution_lines(kb, plan.cautions)
    places = {p.section: p for f in plan.figures for p in [links.place(kb, f.source)]}
    return CablePage(
        title=f"{device.short} to {plan.name} – Pinlight",
        shell=shell(),
        styles=("connectors.css", "cables.css"),
        scripts=("cables.js",),
        device=device,
        heading=device.short,
        other=plan.name,
        answer=plan.answer,
        whole=plan.status == "mapped" and not plan.ask,
        routes=tuple(_route(kb, plan, r, n) for n, r in enumerate(plan.routes)),
        settings=tuple(_setting(kb, s, count) for s in plan.settings),
        sheet=_sheet(kb, plan, packs),
        rows=tuple(FigureRow(f.name, f.text, f.condition, links.fact_url(f.fact)) for f in plan.figures),
        row_places=tuple(places.values()),
        lines=tuple(c for c in cautions if c.level != "notice"),
        minds=tuple(c for c in cautions if c.level == "notice"),
        disputes=tuple(dispute_of(kb, c) for i in plan.conflicts if isinstance(c := kb.facts[i], Conflict)),
        checks=plan.checks,
        questions=plan.ask,
        contact=plan.contact,
        procedures=tuple(
            links.Link(
                fact_title(kb.facts[i]),
                links.procedure_url(i) or links.fact_url(i),
                links.place(kb, kb.facts[i].source).manual,
            )
            for i in plan.procedures
        ),
        back=url_for("cables.device", device_id=plan.device),
        json_url=links.reach(
            "/api/v1/cable", **{"from": plan.device, "to": plan.slug, **({"packs": packs} if count else {})}
        ),
    )


def _route(kb: KnowledgeBase, plan: Plan, route: Route, n: int) -> RouteView:
    near = plans.find_socket(kb, plan.device, route.from_port)
    far = plans.find_socket(kb, route.far_device, route.to_port) if route.far_device else None
    places = tuple(links.place(kb, s) for s in route.sources)
    bus = route.bus or next(iter(dict.fromkeys(s.bus for s in plan.settings)), "")
    tags = [t for t in (bus, _cable_version(route.version)) if t]
    return RouteView(
        anchor=f"route-{n}",
        heading=" and ".join(dict.fromkeys(p.manual for p in places)) if len(plan.routes) > 1 else "",
        drawing=draw.drawing(route, near, far),
        near=links.Link(
            plan.device_name,
            links.connector_url(plan.device, near.name) if near else "",
            route.from_port or "port not printed",
        ),
        far=links.Link(
            _far_name(kb, plan, route),
            links.connector_url(route.far_device, far.name) if far else "",
            route.to_port or "port not printed",
        ),
        tags=tuple(tags),
        wires=tuple(
            WireRow(w.from_pin, w.to_pin, w.signal, draw.line_of(k), tuple(_marks(w)))
            for k, w in enumerate(route.wires)
        ),
        open_pins=", ".join(route.open_pins),
        numbers=_numbers(route),
        side=_side(route, near, far),
        remarks=tuple(
            (r.text, r.doubt) for i in route.facts[:1] for r in words.remarks(kb.facts[i]) if route.status != "chain"
        ),
        places=places,
    )


def _numbers(route: Route) -> str:
    """Say whether a wire changes its number on the way: then no straight lead fits."""
    known = [w for w in route.wires if w.to_pin != plans.UNKNOWN]
    if not known:
        return ""
    if any(w.from_pin != w.to_pin for w in known):
        return "Numbers change on the way: a straight patch lead does not do it."
    return "Same numbers at both ends, and only these contacts."


def _side(route: Route, near: Socket | None, far: Socket | None) -> str:
    """Say how far the drawing may be taken as a picture of the sockets."""
    usual = [s for s in (near, far) if s and s.side == "usual"]
    loose = bool(route.wires) and (near is None or far is None or near.shape != "rj45" or far.shape != "rj45")
    parts = []
    if usual:
        parts.append(
            "RJ45 drawn as is usual for it (socket from the front, notch below, pin 1 on the left): the manual does not "
            "print the side."
        )
    if loose:
        parts.append("A dashed side shows only the contacts that are used, in counting order, not their place.")
    return " ".join(parts)


def _batteries(packs: str) -> str:
    return words.count(int(packs), "battery", "batteries") if packs.isdigit() else packs


def _far_name(kb: KnowledgeBase, plan: Plan, route: Route) -> str:
    if route.far_device == plan.device:
        return f"next {plan.device_name}"
    return links.device_link(kb, route.far_device).short if route.far_device else plan.name


def _marks(wire: plans.PlanWire) -> Iterable[str]:
    if wire.optional:
        yield "optional"
    if wire.told:
        yield f"the socket's table calls it {wire.told}"


def _setting(kb: KnowledgeBase, setting: Setting, packs: int | None) -> SettingView:
    return SettingView(
        protocol_id=setting.protocol_id,
        bus=setting.bus,
        blocks=dips.blocks(setting, packs),
        free=tuple((c.number, c.positions) for c in setting.choices),
        url=links.fact_url(setting.fact),
        place=links.place(kb, setting.source),
    )


def _sheet(kb: KnowledgeBase, plan: Plan, packs: str) -> Sheet | None:
    found = settings_calculator(kb, plan.device) if plan.settings else None
    if found is None:
        return None
    hint = next(i.allowed for i in found.info(kb).inputs if i.name == "packs")
    url = calculator_url(found.id, {"packs": packs, "brand": plan.name} if packs else None)
    if not packs:
        return Sheet("", "", hint, "", (), (), url, ())
    try:
        outcome = run(kb, found.id, {"packs": packs})
    except CalcError as e:
        return Sheet(packs, "", hint, str(e), (), (), calculator_url(found.id), ())
    if not isinstance(outcome, CalcResult):
        told = (outcome.reason, f"Allowed: {outcome.allowed}")
        return Sheet(packs, _batteries(packs), hint, "", (), told, calculator_url(found.id), ())
    places = {p.section: p for s in outcome.sources for p in [links.place(kb, kb.facts[s.fact].source)]}
    return Sheet(
        packs,
        _batteries(packs),
        hint,
        "",
        tuple((o.label, o.text) for o in outcome.outputs),
        outcome.warnings,
        url,
        tuple(places.values()),
    )
