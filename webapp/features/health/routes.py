"""`/healthz`: 200 while questions can be answered, 503 otherwise."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from kb.model.errors import BundleError
from webapp.bundle import holder

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
