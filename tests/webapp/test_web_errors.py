from __future__ import annotations

import sys

import pytest

from webapp import Config, create_app


def assert_shape(response, status, code):
    """The one shape: {"error": {"code", "message", "todo"}}, three texts for people, nothing else."""
    assert response.status_code == status
    assert response.mimetype == "application/json"
    assert set(response.json) == {"error"}
    error = response.json["error"]
    assert set(error) == {"code", "message", "todo"}
    assert error["code"] == code
    assert all(isinstance(v, str) and v for v in error.values())


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/facts/no/such/fact", 404, "not_found"),
        ("/api/v1/facts?kind=nonsense", 400, "bad_query"),
        ("/api/v1/facts?device=nonsense", 400, "bad_query"),
        ("/api/v1/facts?manual=nonsense", 400, "bad_query"),
        ("/api/v1/search", 400, "bad_query"),
        ("/api/v1/search?q=%00%01", 400, "bad_query"),
        ("/api/v1/search?q=a&device=nonsense", 400, "bad_query"),
        ("/api/v1/search?q=a&limit=0", 400, "bad_query"),
        ("/api/v1/search?q=a&limit=x", 400, "bad_query"),
        ("/api/v1/search?q=a&limit=%C2%B2", 400, "bad_query"),
        ("/api/v1/search?q=" + "a" * 2001, 400, "bad_query"),
        ("/api/v1/search?q=a" + "".join(f"&drop={n}" for n in range(30)), 400, "bad_query"),
    ],
)
def test_every_json_error_has_the_one_shape(client, url, status, code):
    """Whatever goes wrong under /api/, a program reads one shape."""
    assert_shape(client.get(url), status, code)


def test_a_wrong_method_is_told(client):
    """Nothing is posted yet: 405 with the allowed methods, as JSON and as a page."""
    response = client.post("/api/v1/search?q=a")
    assert_shape(response, 405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]
    assert client.post("/search").status_code == 405


@pytest.mark.parametrize(
    "url",
    [
        "/nope",
        "/fact/none",
        "/fact/%00",
        "/manual/none",
        "/manual/none/none",
        "/device/none",
        "/conflict/none",
        "/static/x.css",
    ],
)
def test_a_missing_page_is_a_page(client, url):
    """A 404 has plain words, a way home and the number that finds it in the log."""
    response = client.get(url)
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert response.headers["X-Request-ID"] in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert 'href="/"' in response.text


def test_a_question_that_is_too_long_is_told_so(client):
    """More than 2000 characters: 400 in plain words, never a broken page."""
    response = client.get("/search", query_string={"q": "x" * 2001})
    assert response.status_code == 400
    assert "2000" in response.text


def test_an_unexpected_error_is_a_plain_500(web_root, monkeypatch):
    """A bug shows a page with the request number, not a stack trace; the shape for programs stays."""
    app = create_app(Config(root=web_root))
    monkeypatch.setattr(sys.modules["webapp.features.conflicts.routes"], "dispute_of", lambda *_: 1 / 0)
    monkeypatch.setattr(sys.modules["webapp.api.routes"], "to_json", lambda *_: 1 / 0)
    client = app.test_client()
    assert_shape(client.get("/api/v1/facts"), 500, "internal")
    kb = app.extensions["pinlight-bundle"].get().kb
    if any(kb.select("conflict")):
        page = client.get("/conflicts")
        assert page.status_code == 500
        assert "ZeroDivisionError" not in page.text
        assert page.headers["X-Request-ID"] in page.text
