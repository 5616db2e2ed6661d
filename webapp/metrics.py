"""Counts for the machine that watches the app: requests, waiting times, searches, the knowledge base in use.

No word of a question and no address of a person is in them. The route is the pattern ("/fact/<path:fact_id>"), never what
somebody asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from webapp.bundle import Holder
from webapp.offline import keeper
from webapp.offline.keeper import Keeper

EXTENSION = "pinlight-metrics"
# Around the goals: 10 ms a look-up page, 15 and 50 ms a search; beyond a second it does not matter how much.
_BUCKETS = (0.002, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
_NO_ROUTE = "none"


class Metrics:
    """The counts of one app, in a registry of their own: two apps in one process do not add up."""

    def __init__(self, holder: Holder, packs: Keeper) -> None:
        """Start at zero."""
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "pinlight_requests", "Requests by route and status", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "pinlight_request_seconds", "Time to answer", ["route"], buckets=_BUCKETS, registry=self.registry
        )
        self.searches = Counter(
            "pinlight_searches", "Searches by outcome: answered or refused", ["outcome"], registry=self.registry
        )
        for outcome in ("answered", "refused"):
            self.searches.labels(outcome)
        self.registry.register(_InUse(holder, packs))


class _InUse(Collector):
    """What is in use at the moment of asking."""

    def __init__(self, holder: Holder, packs: Keeper) -> None:
        self._holder = holder
        self._packs = packs

    def collect(self) -> Iterable[Metric]:
        snapshot = self._holder.loaded
        up = GaugeMetricFamily("pinlight_knowledge_base_up", "1 while questions can be answered")
        up.add_metric([], float(snapshot is not None))
        yield up
        bad = GaugeMetricFamily("pinlight_knowledge_base_degraded", "1 while a newer knowledge base cannot be opened")
        bad.add_metric([], float(bool(self._holder.problem)))
        yield bad
        if snapshot is None:
            return
        version = InfoMetricFamily("pinlight_knowledge_base", "Version in use")
        version.add_metric([], {"version": snapshot.version})
        yield version
        age = GaugeMetricFamily("pinlight_knowledge_base_age_seconds", "Seconds since it was built")
        built = datetime.fromisoformat(snapshot.kb.manifest.built_at)
        built = built if built.tzinfo else built.replace(tzinfo=UTC)
        age.add_metric([], (datetime.now(UTC) - built).total_seconds())
        yield age
        pack = self._packs.newest
        if pack is not None:
            size = GaugeMetricFamily("pinlight_offline_pack_bytes", "Gzipped size of the offline pack")
            size.add_metric([], len(pack.body))
            yield size


def init_app(app: Flask, holder: Holder) -> None:
    """Count each request, as late as possible: errors and 304 count too."""
    metrics = app.extensions[EXTENSION] = Metrics(holder, keeper.of(app))

    @app.before_request
    def start() -> None:
        g.counted_from = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else _NO_ROUTE
        metrics.requests.labels(route, str(response.status_code)).inc()
        metrics.seconds.labels(route).observe(time.perf_counter() - g.get("counted_from", time.perf_counter()))
        return response


def of() -> Metrics:
    """Return the running app's counts."""
    found = current_app.extensions[EXTENSION]
    if not isinstance(found, Metrics):
        raise TypeError("init_app puts Metrics here")
    return found


def searched(*, answered: bool) -> None:
    """Count a search."""
    of().searches.labels("answered" if answered else "refused").inc()
