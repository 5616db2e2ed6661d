from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from webapp import Config, assets, create_app
from webapp.bundle import EXTENSION


@pytest.mark.parametrize(
    "url", ["/", "/search?q=lamp", "/conflicts", "/api/v1/facts?kind=rule", "/api/v1/search?q=lamp"]
)
def test_a_known_page_is_not_sent_again(client, url):
    """With its ETag an unchanged page is 304 with an empty body; with another tag it is sent."""
    first = client.get(url)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Security-Policy" in again.headers
    assert client.get(url, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_tag_belongs_to_one_question_and_one_form(client):
    """Another query or the fragment form is another page."""
    tags = {
        client.get("/search?q=lamp").headers["ETag"],
        client.get("/search?q=pin").headers["ETag"],
        client.get("/search?q=lamp", headers={"X-Fragment": "results"}).headers["ETag"],
    }
    assert len(tags) == 3
    assert "X-Fragment" in client.get("/search?q=lamp").headers["Vary"]


def test_a_new_knowledge_base_changes_every_tag(app, client, monkeypatch):
    """The version of the bundle is part of the tag."""
    old = client.get("/").headers["ETag"]
    monkeypatch.setattr("webapp.bundle.Snapshot.version", "another")
    assert client.get("/", headers={"If-None-Match": old}).status_code == 200
    assert app.extensions[EXTENSION].get()


def test_originals_at_hand_change_every_tag(web_root, kb, tmp_path, monkeypatch):
    """Where the maker's words stand beside a fact the page is another; a folder without them changes nothing."""
    plain, other, empty = (
        create_app(Config(root=web_root, testing=True, originals=folder)).test_client()
        for folder in (None, tmp_path, tmp_path / "none")
    )
    monkeypatch.setattr("kb.curation.originals.held", lambda editions, folder: _held(kb) if folder == tmp_path else {})
    url = next(f"/fact/{f.id}" for f in kb.facts.values() if f.source.lines)
    tags = [c.get(url).headers["ETag"] for c in (plain, other, empty)]
    assert tags[0] == tags[2] != tags[1]
    assert other.get(url, headers={"If-None-Match": tags[0]}).status_code == 200


def _held(kb):
    return dict.fromkeys(kb.manuals, ("a line of the maker",))


def test_other_code_changes_every_tag(monkeypatch):
    """The look is made of every template, script, style and line of code, the library's too."""
    before = assets._read().look
    read = Path.read_bytes
    for part in ("kb/curation/statements.py", "webapp/present/cards.py", "webapp/templates/base.html"):
        monkeypatch.setattr(Path, "read_bytes", lambda p, part=part: read(p) + b" " * p.as_posix().endswith(part))
        assert assets._read().look != before, part
    monkeypatch.setattr(Path, "read_bytes", read)
    assert assets._read().look == before


def test_errors_and_health_are_never_stored(client):
    """What may be otherwise in a second carries no tag."""
    for url in ("/nope", "/healthz", "/api/v1/nope"):
        response = client.get(url)
        assert "ETag" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"


def test_static_files_carry_their_hash_and_stay(client):
    """Style, script and icon have hashed names, the right type, and are cached for good."""
    html = client.get("/").text
    found = re.findall(r'"(/static/[a-z]+\.[0-9a-f]{10}\.(css|js|svg))"', html)
    assert {suffix for _, suffix in found} == {"css", "js", "svg"}
    for url, _ in found:
        response = client.get(url)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        packed = client.get(url, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == response.data
        assert packed.headers["Vary"] == response.headers["Vary"] == "Accept-Encoding"
    assert client.get("/static/app.css").status_code == 404
    assert client.get("/static/..%2f__init__.py").status_code == 404


def test_text_is_sent_compressed_to_those_who_take_it(client):
    """Gzip when accepted, the same bytes each time, plain otherwise."""
    plain = client.get("/conflicts")
    packed = [client.get("/", headers={"Accept-Encoding": "gzip"}) for _ in range(2)]
    assert "Content-Encoding" not in plain.headers
    assert packed[0].headers["Content-Encoding"] == "gzip"
    assert packed[0].data == packed[1].data
    assert gzip.decompress(packed[0].data).decode() == client.get("/").text
    assert "Accept-Encoding" in packed[0].headers["Vary"]
