"""One log line per request. What people search for is not written down: a ticket may hold names and addresses."""

from __future__ import annotations

import sys
import time

import structlog
from flask import Flask, Response, g, request


def configure(*, console: bool) -> None:
    """Set up logging for the server process: coloured lines for a person, JSON lines for a machine."""
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,  # each request writes a line
    )


def init_app(app: Flask, *, enabled: bool) -> None:
    """Write a line after each request, if asked to."""
    if not enabled:
        return
    log = structlog.get_logger("pinlight.web")

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def line(response: Response) -> Response:
        took = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round(took, 1),
            id=g.get("request_id", ""),
        )
        return response
