"""`/api/v1/calculators`: the calculators with their inputs, and their results."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from kb.calc.registry import list_calculators, run
from kb.calc.result import to_json
from webapp import bundle
from webapp.features.calculators import ask
from webapp.features.search.ask import device_of

bp = Blueprint("api_calculators", __name__, url_prefix="/api/v1/calculators")


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")


@bp.get("")
def calculators() -> Response:
    """List the calculators with their inputs, all or those of one `device`."""
    snapshot = bundle.current()
    device = device_of(snapshot, request.args)
    found = [to_json(c) for c in list_calculators(snapshot.kb) if device is None or device in c.devices]
    return _json({"count": len(found), "calculators": found})


@bp.route("/<calculator_id>", methods=["GET", "POST"])
def calculator(calculator_id: str) -> Response:
    """Work one out from a JSON body (POST) or the query (GET). A refusal is a result with `refused` true."""
    kb = bundle.current().kb
    found = ask.calculator_of(kb, calculator_id)
    given = ask.from_body(request.get_data()) if request.method == "POST" else ask.from_query(request.args)
    return _json(to_json(run(kb, found.id, given)))
