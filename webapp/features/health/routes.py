"""`/healthz`: 200 while questions can be answered, 503 otherwise. `/metrics`: counts in the Prometheus text format."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kb.model.errors import BundleError
from webapp import metrics as counts_of
from webapp.bundle import holder
from webapp.config import Config
from webapp.features.desk import guard

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def health() -> Response:
    """Say whether the app can answer, from which bundle, and what is wrong with a newer one.

    "degraded" means: a newer bundle could not be opened, the one before it still answers.
    """
    keeper = holder()
    try:
        snapshot = keeper.get()
    except BundleError as e:
        response = jsonify(
            {
                "status": "unavailable",
                "version": None,
                "problem": str(e),
                "error": {"code": "no_knowledge_base", "message": str(e), "todo": "Run `pinlight build`"},
            }
        )
        response.status_code = 503
        return response
    counts = snapshot.kb.manifest.counts
    return jsonify(
        {
            "status": "degraded" if keeper.problem else "ok",
            "version": snapshot.version,
            "facts": counts.get("facts", 0),
            "manuals": counts.get("manuals", 0),
            "problem": keeper.problem or None,
        }
    )


@bp.get("/metrics")
def metrics() -> Response:
    """Tell the counts to who may know them: the holder of the token, or without a token this machine alone."""
    if not _may_count():
        abort(403)
    return Response(generate_latest(counts_of.of().registry), content_type=CONTENT_TYPE_LATEST)


def _may_count() -> bool:
    config = current_app.config["PINLIGHT"]
    token = config.metrics_token if isinstance(config, Config) else ""
    if guard.by_token():
        return True
    if token:
        given = (
            request.authorization.token if request.authorization and request.authorization.type == "bearer" else None
        )
        return hmac.compare_digest((given or "").encode(), token.encode())
    # Behind a proxy on this machine everybody comes from here; a name of the outside world in Host gives that away.
    name = request.host.rpartition(":")[0] if request.host.rpartition(":")[2].isdigit() else request.host
    return _is_here(request.remote_addr or "") and (name == "localhost" or _is_here(name.strip("[]")))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
