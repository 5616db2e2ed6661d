from __future__ import annotations

import re

import pytest

from webapp import Config, create_app

EVERYWHERE = ["/", "/search?q=lamp", "/nope", "/api/v1/search?q=lamp", "/api/v1/nope", "/healthz", "/static/nope.css"]


@pytest.mark.parametrize("url", EVERYWHERE)
def test_every_answer_carries_the_headers(client, url):
    """Pages, JSON, errors and static files carry the same policy."""
    headers = client.get(url).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["img-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers
    assert "Set-Cookie" not in headers


def test_hsts_is_said_only_over_tls(client):
    """On plain HTTP, HSTS would lock a workshop's address; over TLS it is said."""
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "max-age=31536000" in client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_a_request_has_an_id(client):
    """A proxy's id is kept, an odd one is replaced: it goes into the log."""
    assert re.fullmatch(r"[0-9a-f]{16}", client.get("/").headers["X-Request-ID"])
    assert client.get("/", headers={"X-Request-ID": "edge-42"}).headers["X-Request-ID"] == "edge-42"
    assert client.get("/", headers={"X-Request-ID": "a b<script>"}).headers["X-Request-ID"] != "a b<script>"


def test_only_searching_is_limited(web_root):
    """After the agreed number of searches an address gets 429 with Retry-After; reading goes on."""
    client = create_app(Config(root=web_root, testing=True, search_rate="3/minute")).test_client()
    assert [client.get("/search?q=lamp").status_code for _ in range(2)] == [200, 200]
    # Page and JSON count together: they cost the same.
    assert client.get("/api/v1/search?q=lamp").status_code == 200
    refused = client.get("/api/v1/search?q=lamp")
    assert refused.status_code == 429
    assert refused.json["error"]["code"] == "too_many_requests"
    assert int(refused.headers["Retry-After"]) <= 60
    page = client.get("/search?q=lamp")
    assert page.status_code == 429
    assert "Wait a minute" in page.text
    assert client.get("/").status_code == 200


def test_two_apps_do_not_share_their_counts(web_root):
    """The limit belongs to one app."""
    config = Config(root=web_root, testing=True, search_rate="1/minute")
    first, second = create_app(config).test_client(), create_app(config).test_client()
    assert first.get("/search?q=a").status_code == 200
    assert second.get("/search?q=a").status_code == 200
    assert first.get("/search?q=b").status_code == 429


def test_nobody_chooses_the_counted_address(web_root):
    """X-Forwarded-For is believed only from as many proxies as were configured."""
    open_app = create_app(Config(root=web_root, testing=True, search_rate="1/minute")).test_client()
    assert open_app.get("/search?q=a", headers={"X-Forwarded-For": "1.1.1.1"}).status_code == 200
    assert open_app.get("/search?q=b", headers={"X-Forwarded-For": "2.2.2.2"}).status_code == 429
    behind = create_app(Config(root=web_root, testing=True, search_rate="1/minute", trusted_proxies=1)).test_client()
    assert behind.get("/search?q=a", headers={"X-Forwarded-For": "1.1.1.1"}).status_code == 200
    assert behind.get("/search?q=b", headers={"X-Forwarded-For": "2.2.2.2"}).status_code == 200


def test_a_large_body_is_refused(app):
    """A body beyond the limit is not read."""
    assert app.config["MAX_CONTENT_LENGTH"] == 64 * 1024
