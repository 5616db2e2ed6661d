"""`/api/v1/connectors`, `/api/v1/cable`, `/api/v1/protocol`: pins, wires and DIP rows as JSON."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response

from kb.calc.errors import CalcError
from kb.calc.registry import run
from kb.calc.settings import settings_calculator
from kb.model.errors import NotFoundError, QueryError
from kb.wiring import dips
from kb.wiring.dips import Setting
from kb.wiring.names import device_named
from kb.wiring.plan import Plan, plan
from kb.wiring.sockets import Socket, socket, sockets
from webapp import bundle
from webapp.api.types import WorkedOrNone, json_answer, once

bp = Blueprint("api_wiring", __name__, url_prefix="/api/v1")


class Connectors(msgspec.Struct, frozen=True):
    """The connectors of one device, or of all."""

    count: int
    connectors: tuple[Socket, ...]


class CableAnswer(msgspec.Struct, frozen=True):
    """A cable's plan, and the inverter's settings for `packs` batteries (null without `packs` or without a calculator)."""

    cable: Plan
    inverter_settings: WorkedOrNone


class Protocols(msgspec.Struct, frozen=True):
    """The protocols that fit what was asked, each with its DIP blocks."""

    count: int
    protocols: tuple[Setting, ...]


@bp.get("/connectors")
def connectors() -> Response:
    """List the connectors of a `device`, or of all devices."""
    kb = bundle.current().kb
    asked = once("device")
    devices = (device_named(kb, asked),) if asked else tuple(kb.devices)
    found = tuple(s for d in devices for s in sockets(kb, d))
    return json_answer(Connectors(len(found), found))


@bp.get("/connectors/<device_id>/<name>")
def connector(device_id: str, name: str) -> Response:
    """Return one connector by its slug or name, edition by edition."""
    kb = bundle.current().kb
    return json_answer(socket(kb, device_named(kb, device_id), name))


@bp.get("/cable")
def cable() -> Response:
    """Return the plan of the cable `from` a device `to` a brand, with the settings for `packs` batteries."""
    kb = bundle.current().kb
    start, end = once("from"), once("to")
    if not start or not end:
        raise QueryError("Both ends are needed: ?from=DEVICE&to=BRAND")
    packs = once("packs")
    if packs and not (packs.isdigit() and int(packs) > 0):
        raise QueryError(f"{packs[:20]!r} is no number of batteries: give packs as a whole number from 1")
    made = plan(kb, device_named(kb, start), end, int(packs) if packs else None)
    found = settings_calculator(kb, made.device) if packs and made.settings else None
    outcome = None
    if found is not None:
        try:
            outcome = run(kb, found.id, {"packs": packs})
        except CalcError as e:
            raise QueryError(str(e)) from e
    return json_answer(CableAnswer(made, outcome))


@bp.get("/protocol")
def protocol() -> Response:
    """Return the protocols of a `brand`, or those that a `dip` row such as X000010 fits, all or for one `device`."""
    kb = bundle.current().kb
    asked = once("device")
    device = device_named(kb, asked) if asked else None
    brand, row = once("brand"), once("dip")
    found = dips.matching(kb, row, device) if row else dips.settings(kb, device)
    if brand:
        found = tuple(s for s in found if brand.lower() in {b.lower() for b in s.brands})
        if not found and not row:
            known = sorted({b for s in dips.settings(kb, device) for b in s.brands}, key=str.lower)
            raise NotFoundError(f"the manuals name no protocol for {brand[:60]!r}. Known are {', '.join(known)}")
    return json_answer(Protocols(len(found), found))
