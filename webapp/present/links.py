"""Addresses and citations: every fact can be followed to its place in the manual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.extract.slugs import slug
from kb.model.facts import Alarm, Cable, Fact, LedState, Pin, Source, base_id
from webapp.later import later

if TYPE_CHECKING:
    from kb.diagnose import api as troubleshooter
    from kb.wiring import ends as wiring
else:
    troubleshooter = later("kb.diagnose.api")
    wiring = later("kb.wiring.ends")


@dataclass(frozen=True)
class DeviceLink:
    """A device by its names. `url` is empty for a device that the knowledge base names but does not describe."""

    id: str
    name: str
    short: str
    url: str


@dataclass(frozen=True)
class Place:
    """A place in a manual: "SR48100H manual · V-01 · 3.3.3.2 Communication interface · lines 370-380"."""

    manual: str
    edition: str
    section: str
    lines: str
    url: str


@dataclass(frozen=True)
class Link:
    """A link with a remark beside it."""

    text: str
    url: str
    detail: str = ""


_KEPT = "pinlight-addresses"
# All addresses of a large knowledge base; beyond that they are made anew rather than kept without end.
_MOST = 50_000


def _known() -> dict[tuple[str, ...], str]:
    """The addresses made so far. They depend on where the app is mounted and on nothing else of the request."""
    kept: dict[tuple[str, ...], str] = current_app.extensions.setdefault(_KEPT, {})
    if len(kept) > _MOST:
        kept.clear()
    return kept


def address(endpoint: str, anchor: str = "", **values: str) -> str:
    """Return `url_for(endpoint, ...)`, made once: a device page has two thousand links, and building them took most of its time.

    Only for names of the knowledge base; what people type would fill the memory.
    """
    known, key = _known(), (request.script_root, endpoint, anchor, *values.values())
    found = known.get(key)
    if found is None:
        given: dict[str, Any] = {**values}
        found = known[key] = url_for(endpoint, _anchor=anchor or None, **given)
    return found


def device_link(kb: KnowledgeBase, device_id: str) -> DeviceLink:
    """Return the link to a device."""
    device = kb.devices.get(device_id)
    if device is None:
        return DeviceLink(device_id, device_id, device_id, "")
    return DeviceLink(
        device_id, device.name, device.short or device.name, address("devices.device", device_id=device_id)
    )


def section_url(manual: str, anchor: str, at: str = "") -> str:
    """Return the address of a section, or of the row `at` in it."""
    key = (request.script_root, "section", manual, anchor, at)
    known = _known()
    if key not in known:
        known[key] = url_for("manuals.section", manual_id=manual, anchor=anchor, _anchor=at or None)
    return known[key]


def spot(fact_id: str) -> str:
    """Return the name of a fact's row in its section, for the part of an address behind the "#"."""
    return f"at-{fact_id}"


def place(kb: KnowledgeBase, source: Source, fact_id: str = "") -> Place:
    """Return where a fact stands, with the link to the section; with the fact's id, to its very row there."""
    meta = kb.manuals.get(source.manual)
    name = (meta.short or meta.title) if meta else source.manual
    # "mySigen app manual v04" says its edition itself; "SR48100H manual" does not.
    said = any(form in name.lower() for form in (source.edition.lower(), f"v{source.edition.lower()}"))
    edition = "edition not stated" if source.edition == "not stated" else "" if said else f"edition {source.edition}"
    section = " ".join(p for p in (source.section, source.title) if p)
    lines = source.lines.replace("-", "–").replace(",", ", ")
    word = "lines" if any(c in source.lines for c in "-,") else "line"
    url = ""
    if source.anchor and source.anchor in kb.sections.get(source.manual, {}):
        at = spot(fact_id) if fact_id and not fact_id.startswith("conflict/") else ""
        url = section_url(source.manual, source.anchor, at)
    return Place(name, edition, section, f"{word} {lines}" if lines else "", url)


def fact_url(fact_id: str) -> str:
    """Return the address of a fact's own page; a conflict has a page of another form."""
    head, _, rest = fact_id.partition("/")
    if head == "conflict":
        return address("conflicts.conflict", name=rest)
    return address("facts.fact", fact_id=fact_id)


def reach(path: str, **query: str) -> str:
    """Return the address of another feature by its agreed form, or nothing while no feature answers there.

    Features link to each other by their addresses, so that none needs to know how another names its views.
    """
    known, key = _known(), (request.script_root, "reach", path)
    if query or key not in known:
        server = current_app.url_map.bind("", script_name=request.script_root or "/")
        try:
            endpoint, values = server.match(path, method="GET")
        except HTTPException:
            return ""
        if query:
            return url_for(endpoint, **{**values, **query})
        known[key] = url_for(endpoint, **values)
    return known[key]


def leds_url(device_id: str) -> str:
    """Return the address of a device's LED finder, or nothing."""
    return reach(f"/leds/{device_id}")


def connector_url(device_id: str, connector: str) -> str:
    """Return the address of a connector's page by the connector's name, or nothing."""
    return reach(f"/connector/{device_id}/{slug(connector)}")


def trouble_url(device_id: str = "", **known: str) -> str:
    """Return the address of the troubleshooter, with what is known already, or nothing."""
    return reach(f"/trouble/{device_id}" if device_id else "/trouble", **known)


@per_bundle
def diagnosed(kb: KnowledgeBase) -> frozenset[str]:
    """Return the devices that the troubleshooter knows faults of."""
    return frozenset(d for m in troubleshooter.models(kb) for d in m.source.devices)


@per_bundle
def _covered(kb: KnowledgeBase) -> dict[str, str]:
    """Return the alarms (by base id) that are a cause of some fault model, with the device of the first such model."""
    found: dict[str, str] = {}
    for model in troubleshooter.models(kb):
        for cause in model.source.causes:
            for fact_id in cause.cites:
                found.setdefault(base_id(fact_id), model.source.devices[0])
    return found


def next_url(kb: KnowledgeBase, alarm: Alarm) -> str:
    """Return where to find out what to do about an alarm, or nothing when the troubleshooter does not know it."""
    device = _covered(kb).get(base_id(alarm.id), "")
    own = alarm.devices[0] if alarm.devices and alarm.devices[0] in diagnosed(kb) else device
    return trouble_url(own, alarm=alarm.id) if device else ""


@per_bundle
def _cables(kb: KnowledgeBase) -> dict[str, str]:
    """Return the path of the page that draws each cable, by the cable's fact id."""
    return {c: f"/cable/{d}/{end.slug}" for d in kb.devices for end in wiring.ends(kb, d) for c in end.cables}


def onward(kb: KnowledgeBase, fact: Fact) -> Link | None:
    """Return where a card leads on: an alarm to what to do, a lamp to the panel, a contact and a cable to their drawings."""
    device = fact.devices[0] if fact.devices else ""
    url, text = "", ""
    if isinstance(fact, Alarm):
        url, text = next_url(kb, fact), "What to do next"
    elif isinstance(fact, LedState):
        url, text = leds_url(device), "Compare with the panel"
    elif isinstance(fact, Pin):
        url, text = connector_url(device, fact.connector), f"See the whole {fact.connector}"
        url = f"{url}?{urlencode({'pin': fact.pin})}" if url else ""
    elif isinstance(fact, Cable):
        url, text = (reach(_cables(kb)[fact.id]) if fact.id in _cables(kb) else ""), "See the cable drawn"
    return Link(text, url) if url else None


def alarm_url(fact_id: str) -> str:
    """Return the address of an alarm's page: one for all its editions."""
    device, _, name = base_id(fact_id).partition("/alarm/")
    return reach(f"/alarm/{device}/{name}") if name else ""


def procedure_url(fact_id: str) -> str:
    """Return the address of a procedure's page, edition by edition."""
    return reach(f"/procedure/{fact_id}")


def page_url(fact_id: str) -> str:
    """Return the address where a fact is read best: an alarm's or a procedure's own page, else the fact's."""
    if "/alarm/" in fact_id:
        return alarm_url(fact_id) or fact_url(fact_id)
    if "/procedure/" in fact_id:
        return procedure_url(fact_id) or fact_url(fact_id)
    return fact_url(fact_id)
