"""The blueprint that the desk's modules add their views to."""

from __future__ import annotations

from flask import Blueprint

from webapp.features.desk import guard

bp = Blueprint("desk", __name__, template_folder="templates")
bp.before_request(guard.not_in_a_frame)
