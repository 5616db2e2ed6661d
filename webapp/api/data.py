"""`/api/v1/devices`, `/conflicts`, `/manuals`, `/version`: what the knowledge base is made of."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, Response

from kb import __version__
from kb.bundle import reading
from kb.bundle.store import KnowledgeBase
from kb.extract.slugs import slug
from kb.model.device import Device
from kb.model.document import FrontMatter
from kb.model.errors import QueryError
from kb.model.facts import Conflict, kind_of
from kb.wiring.names import device_named
from webapp import bundle
from webapp.api import types
from webapp.api.types import json_answer, once
from webapp.bundle import holder

bp = Blueprint("api_data", __name__, url_prefix="/api/v1")
# The interface, not the program: within 1 nothing is taken away.
API_VERSION = "1.0.0"


@bp.get("/devices")
def devices() -> Response:
    """List the devices."""
    kb = bundle.current().kb
    return json_answer(types.Devices(len(kb.devices), tuple(_device(kb, d) for d in kb.devices.values())))


@bp.get("/devices/<device_id>")
def device(device_id: str) -> Response:
    """Return one device by its id, name or alias."""
    kb = bundle.current().kb
    return json_answer(_device(kb, kb.devices[device_named(kb, device_id)]))


@bp.get("/conflicts")
def conflicts() -> Response:
    """List where manuals disagree, all or for one `device`."""
    kb = bundle.current().kb
    asked = once("device")
    if asked and asked not in kb.devices:
        raise QueryError(f"There is no device {asked[:60]!r}; known are {', '.join(kb.devices)}")
    found = tuple(_conflict(f) for f in kb.select("conflict", asked or None) if isinstance(f, Conflict))
    return json_answer(types.Conflicts(len(found), found))


@bp.get("/manuals")
def manuals() -> Response:
    """List the manual editions with their sections."""
    kb = bundle.current().kb
    return json_answer(types.Manuals(len(kb.manuals), tuple(_manual(kb, m) for m in kb.manuals.values())))


@bp.get("/manuals/<manual_id>")
def manual(manual_id: str) -> Response:
    """Return one manual edition with its sections."""
    kb = bundle.current().kb
    return json_answer(_manual(kb, reading.manual_named(kb, manual_id)))


@bp.get("/manuals/<manual_id>/sections/<section>")
def section(manual_id: str, section: str) -> Response:
    """Read a section out: its text and its facts."""
    return json_answer(reading.read_section(bundle.current().kb, manual_id, section))


@bp.get("/version")
def version() -> Response:
    """Say which knowledge base answers, and whether a newer one could not be opened."""
    snapshot = bundle.current()
    manifest = snapshot.kb.manifest
    return json_answer(
        types.Version(
            status="degraded" if holder().problem else "ok",
            version=snapshot.version,
            built_at=manifest.built_at,
            pinlight=__version__,
            api=API_VERSION,
            counts=manifest.counts,
        )
    )


def _device(kb: KnowledgeBase, found: Device) -> types.DeviceSaid:
    contact = found.contact
    return types.DeviceSaid(
        id=found.id,
        name=found.name,
        short=found.short,
        maker=found.maker,
        type=found.type,
        family=found.family,
        aliases=found.aliases,
        manuals=found.manuals,
        panel=found.panel,
        connectors=tuple(types.Plug(c.name, slug(c.name), c.shape, c.pins, c.purpose) for c in found.connectors),
        contact=types.WhomToAsk(contact.who, contact.detail, contact.source) if contact else None,
        coverage=found.coverage,
        facts=dict(sorted(Counter(kind_of(f) for f in kb.select(device=found.id)).items())),
    )


def _conflict(found: Conflict) -> types.ConflictSaid:
    return types.ConflictSaid(
        id=found.id,
        devices=found.devices,
        topic=found.topic,
        readings=tuple(types.SideSaid(r.source, r.says) for r in found.readings),
        advice=found.advice,
        facts=found.facts,
        certainty=found.certainty,
        source=found.source,
    )


def _manual(kb: KnowledgeBase, meta: FrontMatter) -> types.ManualSaid:
    return types.ManualSaid(
        id=meta.id,
        title=meta.title,
        short=meta.short,
        edition=meta.edition,
        date=meta.date,
        language=meta.language,
        maker=meta.maker,
        market=meta.market,
        devices=meta.devices,
        original_sha256=meta.original.sha256,
        facts=sum(1 for _ in kb.select(manual=meta.id)),
        sections=tuple(reading.head(kb, meta.id, s) for s in kb.sections[meta.id].values()),
    )
