"""The web app: pages, JSON and static files over one opened knowledge base."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import kb.threads  # noqa: F401 - must come before numpy
import webapp.lean  # noqa: F401 - must come before structlog
from webapp import assets, bundle, caching, csrf, errors, logs, metrics, page, security, telling
from webapp.api import edge
from webapp.api.calculators import bp as api_calculators
from webapp.api.compare import bp as api_compare
from webapp.api.data import bp as api_data
from webapp.api.diagnose import bp as api_diagnose
from webapp.api.feedback import bp as api_feedback
from webapp.api.leds import bp as api_leds
from webapp.api.openapi import bp as api_openapi
from webapp.api.routes import bp as api
from webapp.api.suggest import bp as api_suggest
from webapp.api.wiring import bp as api_wiring
from webapp.config import MAX_BODY_BYTES, Config
from webapp.features.alarms.routes import bp as alarms
from webapp.features.apidocs.routes import bp as apidocs
from webapp.features.cables.routes import bp as cables
from webapp.features.calculators.routes import bp as calculators
from webapp.features.compare.routes import bp as compare
from webapp.features.conflicts.routes import bp as conflicts
from webapp.features.connectors.routes import bp as connectors
from webapp.features.desk.routes import bp as desk
from webapp.features.devices.routes import bp as devices
from webapp.features.embed import mount
from webapp.features.embed.routes import bp as embed
from webapp.features.facts.routes import bp as facts
from webapp.features.feedback.routes import bp as feedback
from webapp.features.health.routes import bp as health
from webapp.features.home.routes import bp as home
from webapp.features.leds.routes import bp as leds
from webapp.features.manuals.routes import bp as manuals
from webapp.features.offline.routes import bp as offline
from webapp.features.procedures.routes import bp as procedures
from webapp.features.review.routes import bp as review
from webapp.features.search.routes import bp as search
from webapp.features.trouble.routes import bp as trouble
from webapp.offline import keeper

FEATURES = (
    connectors,
    cables,
    api_wiring,
    home,
    search,
    facts,
    alarms,
    procedures,
    compare,
    api_compare,
    calculators,
    embed,
    leds,
    manuals,
    devices,
    conflicts,
    offline,
    health,
    desk,
    review,
    feedback,
    api_feedback,
    api,
    api_calculators,
    api_leds,
    trouble,
    api_diagnose,
    api_suggest,
    api_data,
    api_openapi,
    apidocs,
)

__all__ = ["Config", "create_app"]


def create_app(config: Config | None = None) -> Flask:
    """Build the app. The only I/O is reading its own static files and opening the read-only bundle.

    A bundle that cannot be opened does not stop the start: every page then says what to do, and /healthz is 503.
    """
    config = config or Config()
    app = Flask(__name__, static_folder=None)
    app.config.update(
        TESTING=config.testing, MAX_CONTENT_LENGTH=MAX_BODY_BYTES, PINLIGHT=config, PROPAGATE_EXCEPTIONS=config.testing
    )
    if config.trusted_proxies:
        n = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    holder = app.extensions[bundle.EXTENSION] = bundle.Holder(config.root)
    keeper.init_app(app, config.root)
    metrics.init_app(app, holder)
    page.init_app(app)
    assets.init_app(app)
    errors.init_app(app)
    csrf.init_app(app)
    telling.init_app(app)
    for feature in FEATURES:
        app.register_blueprint(feature)
    # Hooks after a response run in reverse order of registration: caching, then security, then the log line.
    mount.init_app(app, config)
    logs.init_app(app, enabled=config.log_requests)
    security.init_app(app, config)
    edge.init_app(app, config)
    caching.init_app(app, config.keep_bytes)
    return app
