from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from http.client import HTTPConnection

import pytest
from prometheus_client.parser import text_string_to_metric_families

from webapp import Config, create_app
from webapp.security import LIMITED, limited

POLICY = "Content-Security-Policy"
TOKEN = "long-and-secret"  # noqa: S105 - of this test only


def counts(client, **options) -> dict[tuple[str, tuple[str, ...]], float]:
    """What /metrics tells: value by sample name and label values."""
    response = client.get("/metrics", **options)
    assert response.status_code == 200
    families = text_string_to_metric_families(response.get_data(as_text=True))
    return {(s.name, tuple(s.labels.values())): s.value for f in families for s in f.samples}


@pytest.fixture
def fresh(web_root):
    """A client of an app that nobody has asked yet."""
    return create_app(Config(root=web_root, testing=True, search_rate="1000000/minute")).test_client()


def test_requests_are_counted_by_route_and_status(fresh):
    """The route is the pattern, never the address; 304 and errors are counted as what they are."""
    tag = fresh.get("/conflicts").headers["ETag"]
    fresh.get("/conflicts", headers={"If-None-Match": tag})
    fresh.get("/fact/no/such/fact")
    fresh.get("/nope/secret-name")
    found = counts(fresh)
    assert found["pinlight_requests_total", ("/conflicts", "200")] == 1
    assert found["pinlight_requests_total", ("/conflicts", "304")] == 1
    assert found["pinlight_requests_total", ("/fact/<path:fact_id>", "404")] == 1
    assert found["pinlight_requests_total", ("none", "404")] == 1
    assert found["pinlight_request_seconds_count", ("/conflicts",)] == 2
    assert "secret-name" not in fresh.get("/metrics").text


def test_searches_are_counted_by_outcome(fresh, kb):
    """Page, fragment and JSON count alike; the question itself is nowhere."""
    name = next(iter(kb.select("alarm"))).name
    fresh.get("/search", query_string={"q": name})
    fresh.get("/search", query_string={"q": name}, headers={"X-Fragment": "results"})
    fresh.get("/api/v1/search", query_string={"q": "qwertzuiop"})
    fresh.get("/search")
    found = counts(fresh)
    assert found["pinlight_searches_total", ("answered",)] == 2
    assert found["pinlight_searches_total", ("refused",)] == 1
    assert "qwertzuiop" not in fresh.get("/metrics").text


def test_the_knowledge_base_in_use_is_told(fresh, kb):
    """Version, age, and whether a newer one is bad."""
    found = counts(fresh)
    assert found["pinlight_knowledge_base_info", (kb.manifest.version,)] == 1
    assert found["pinlight_knowledge_base_age_seconds", ()] >= 0
    assert found["pinlight_knowledge_base_up", ()] == 1
    assert found["pinlight_knowledge_base_degraded", ()] == 0


def test_without_a_knowledge_base_the_counts_still_answer(tmp_path):
    """The machine that watches learns that there is none."""
    client = create_app(Config(root=tmp_path, testing=True)).test_client()
    found = counts(client)
    assert found["pinlight_knowledge_base_up", ()] == 0
    assert found["pinlight_knowledge_base_degraded", ()] == 1


def test_two_apps_count_apart(fresh, web_root):
    """Each app has a registry of its own."""
    fresh.get("/conflicts")
    other = create_app(Config(root=web_root, testing=True)).test_client()
    assert ("pinlight_requests_total", ("/conflicts", "200")) not in counts(other)


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_may_read_the_counts(fresh, host):
    """Without a token, loopback by its own name is let in."""
    assert fresh.get("/metrics", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("address", "host"), [("192.0.2.7", "localhost"), ("127.0.0.1", "pinlight.example"), ("", "localhost")]
)
def test_nobody_else_may(fresh, address, host):
    """Another machine is refused, and so is a public name that a proxy on this machine passes on."""
    response = fresh.get("/metrics", headers={"Host": host}, environ_overrides={"REMOTE_ADDR": address})
    assert response.status_code == 403
    assert "pinlight_requests" not in response.text


def test_with_a_token_only_the_token_counts(web_root):
    """Once there is a token nobody gets in without it, not even from this machine."""
    client = create_app(Config(root=web_root, testing=True, metrics_token=TOKEN)).test_client()
    assert client.get("/metrics").status_code == 403
    for wrong in ("Bearer nope", "Bearer", "Basic bG9uZy1hbmQtc2VjcmV0", "long-and-secret", "Bearer löng"):
        assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 403, wrong
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics", headers=right, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
    assert TOKEN not in repr(client.application.config["PINLIGHT"])


def test_every_kind_of_answer_carries_the_headers(web_root):
    """200, 301, 304, 400, 403, 404, 405, 413, 422, 429 and 503: each has the policy and a request id."""
    client = create_app(Config(root=web_root, testing=True, search_rate="2/minute")).test_client()
    tag = client.get("/conflicts").headers["ETag"]
    conflict = next(f for f in client.application.extensions["pinlight-bundle"].get().kb.select("conflict"))
    calculator = "/api/v1/calculators/sr48100h-bank"
    answers = [
        client.get("/conflicts"),
        client.get(f"/fact/{conflict.id}"),
        client.get("/conflicts", headers={"If-None-Match": tag}),
        client.get("/api/v1/facts?kind=nonsuch"),
        client.get("/metrics", headers={"Host": "pinlight.example"}),
        client.get("/nope"),
        client.delete("/conflicts"),
        client.post(calculator, data=b" " * 200_000, content_type="application/json"),
        client.post(calculator, json={"packs": "many"}),
        client.post(calculator, json={"packs": 2}),
        client.get("/sw.js"),
    ]
    seen = [r.status_code for r in answers]
    assert {200, 301, 304, 400, 403, 404, 405, 413, 422, 429} <= set(seen), seen
    for response in answers:
        assert "default-src 'none'" in response.headers[POLICY], response.status
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert re.fullmatch(r"[0-9a-f]{16}", response.headers["X-Request-ID"])


def test_everything_that_is_posted_is_limited(app):
    """A route with POST that nobody thought of is limited as work; the named endpoints exist."""
    groups = limited(app)
    covered = {e for group in groups.values() for e in group}
    assert covered <= set(app.view_functions)
    posted = {r.endpoint for r in app.url_map.iter_rules() if "POST" in r.methods}
    assert posted <= covered
    assert {e for group in LIMITED.values() for e in group} <= covered


def test_work_and_searches_are_counted_apart(web_root):
    """Who has searched too much can still calculate, and the other way round."""
    client = create_app(Config(root=web_root, testing=True, search_rate="2/minute")).test_client()
    for _ in range(2):
        assert client.get("/api/v1/search?q=lamp").status_code == 200
        assert client.post("/api/v1/calculators/sr48100h-bank", json={"packs": 2}).status_code == 200
    assert client.get("/search?q=lamp").status_code == 429
    refused = client.get("/calculator/sr48100h-bank?packs=2")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 60
    assert client.get("/conflicts").status_code == 200


# A server as `pinlight serve` starts it, with one more address that answers late and much. It packs nothing for offline
# use, which would take a processor for as long as the test lasts.
SERVER = """
import sys, threading
from pathlib import Path
from webapp import server
server.keeper.Keeper.latest = lambda self, snapshot: None
make, go = server.create_app, threading.Event()
def slow():
    print("running", flush=True)
    go.wait(10)
    return "x" * 30_000_000
def with_slow(config):
    app = make(config)
    app.add_url_rule("/slow", view_func=slow)
    app.add_url_rule("/go", view_func=lambda: go.set() or "gone")
    return app
server.create_app = with_slow
server.serve("127.0.0.1", 0, Path(sys.argv[1]))
"""


@pytest.fixture
def served(web_root):
    """A running server process and its port."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(web_root)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    try:
        yield process, int(re.search(r":(\d+)/", process.stdout.readline())[1])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def test_a_stop_lets_running_requests_finish(served):
    """On SIGTERM nobody new gets in, an answer under way arrives whole, and the process ends with 0."""
    process, port = served
    slow = HTTPConnection("127.0.0.1", port, timeout=20)
    slow.request("GET", "/slow")
    assert process.stdout.readline() == "running\n"
    # This connection is open before the stop; what was asked on it still counts as running.
    other = HTTPConnection("127.0.0.1", port, timeout=20)
    other.connect()
    other.request("GET", "/go")
    process.send_signal(signal.SIGTERM)
    answer = slow.getresponse()
    assert answer.status == 200
    assert len(answer.read()) == 30_000_000
    assert process.wait(timeout=20) == 0
    with pytest.raises(OSError):  # noqa: PT011 - refused or reset, by system
        socket.create_connection(("127.0.0.1", port), timeout=1)
    assert '"unfinished": 0' in process.stderr.read()
    slow.close()
    other.close()


def test_an_idle_server_stops_at_once(served):
    """A browser's connection that is merely kept open delays nothing."""
    process, port = served
    idle = HTTPConnection("127.0.0.1", port, timeout=20)
    idle.request("GET", "/healthz")
    idle.getresponse().read()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    idle.close()


def test_a_giant_body_is_refused_before_it_is_read(served):
    """The server below the app itself ends what no page would take; the app's own limit answers for smaller ones."""
    _, port = served
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("POST", "/api/v1/calculators/sr48100h-bank")
    connection.putheader("Content-Length", "1000000000")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_each_request_leaves_one_line_without_the_question(served):
    """The log is JSON when it is no terminal, names method, path, status, time and id, and not what was searched for."""
    process, port = served
    url = f"http://127.0.0.1:{port}"
    with urllib.request.urlopen(f"{url}/search?q=my+neighbour+Smith", timeout=20) as answer:  # noqa: S310 - our own loopback address
        request_id = answer.headers["X-Request-ID"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    written = process.stderr.read()
    line = next(x for x in written.splitlines() if request_id in x)
    for part in ('"method": "GET"', '"path": "/search"', '"status": 200', '"ms": '):
        assert part in line
    assert "Smith" not in written
