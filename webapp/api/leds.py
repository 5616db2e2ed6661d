"""`/api/v1/leds`: the lamp states of a device, and what seen lamps or a tapped rhythm mean."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from kb.identify import api
from kb.model.errors import QueryError
from webapp import bundle
from webapp.features.search.ask import device_of

bp = Blueprint("api_leds", __name__, url_prefix="/api/v1/leds")


class IdentifyRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Either `lamps` that were seen, or `taps` of a rhythm, perhaps of the lamp `indicator`."""

    device: str
    lamps: tuple[api.SeenLamp, ...] = ()
    indicator: str | None = None
    taps: api.Taps | None = None


_DECODER = msgspec.json.Decoder(IdentifyRequest)


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")


@bp.get("")
def states() -> Response:
    """List the lamps of `device` with everything they may show, and all its states."""
    snapshot = bundle.current()
    device = device_of(snapshot, request.args)
    if device is None:
        raise QueryError("There is no device: give it as ?device=")
    return _json(api.states_of(snapshot.kb, device))


@bp.post("/identify")
def identify() -> Response:
    """Say what seen lamps mean (`lamps`), or which pattern a tapped rhythm is (`taps`): ranked, with ties and sources."""
    try:
        asked = _DECODER.decode(request.get_data())
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as e:
        raise QueryError(
            f'The body cannot be read ({e}); send {{"device": "…", "lamps": [{{"indicator": "…", "pattern": "flash"}}]}}'
        ) from None
    kb = bundle.current().kb
    if asked.taps is not None and asked.lamps:
        raise QueryError("Send either lamps or taps, not both")
    if asked.taps is not None:
        return _json(api.by_taps(kb, asked.device, asked.taps, asked.indicator))
    return _json(api.by_lamps(kb, asked.device, asked.lamps))
