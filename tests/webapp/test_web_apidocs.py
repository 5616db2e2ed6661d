"""The documentation of the interface: complete, true, and working by itself."""

from __future__ import annotations

import re
import shlex
from html import unescape
from urllib.parse import urlsplit

import msgspec
import pytest

from webapp.api.operations import OPERATIONS


@pytest.fixture(scope="module")
def text(app):
    return app.test_client().get("/api").text


def test_every_operation_is_told(text):
    """Each operation has its place on the page, with method, path and each parameter's name."""
    for o in OPERATIONS:
        article = text[text.index(f'id="{o.id}"') :].partition("</article>")[0]
        assert f">{o.method.upper()}<" in article
        assert f">{o.path}<" in article
        for p in o.parameters:
            assert f">{p.name}</code>" in article


def test_every_example_can_be_tried(client, text):
    """Each "Try it" is a link that answers, without a script; each shell example asks for the same as the app knows it."""
    links = re.findall(r'class="btn btn--small" href="(/api/v1/[^"]+)">Try it', text)
    assert len(links) == sum(o.method == "get" for o in OPERATIONS)
    for link in links:
        assert client.get(unescape(link)).status_code == 200
    for command in re.findall(r"<code>(curl [^<]+)</code>", text):
        words = [w for w in shlex.split(unescape(command)) if w.strip()]
        address = urlsplit(words[1])
        target = f"{address.path}?{address.query}"
        if "--json" in words:
            body = words[words.index("--json") + 1]
            response = client.post(target, data=body, content_type="application/json")
        else:
            response = client.get(target)
        assert response.status_code == 200, command


def test_the_answers_shown_are_the_real_ones(client, text, kb):
    """What is shown begins the very answer that the example gets."""
    for o in OPERATIONS:
        if o.method == "get" and o.id not in {"search", "getVersion"}:
            article = text[text.index(f'id="{o.id}"') :].partition("</article>")[0]
            shown = unescape(re.findall(r'aria-label="Answer: [^"]*"><code>(.*?)</code>', article, re.DOTALL)[0])
            real = msgspec.json.format(client.get(o.example(kb).address(o.path)).get_data(), indent=2).decode()
            assert real.startswith(shown)


def test_it_is_found(client):
    """Every page leads to it, and it tells programs where the description is."""
    assert 'href="/api"' in client.get("/").text
    assert 'rel="service-desc"' in client.get("/api").headers["Link"]


def test_other_sites_are_named(web_root):
    """The page says which origins are listed on this server."""
    from webapp import Config, create_app

    app = create_app(Config(root=web_root, testing=True, api_origins=("https://help.example.org",)))
    assert "https://help.example.org" in app.test_client().get("/api").text


def test_machines_that_read_texts_find_the_data(client, kb):
    """/llms.txt is Markdown as llmstxt.org asks: title, summary, lists of links, all of which answer."""
    response = client.get("/llms.txt")
    assert response.mimetype == "text/plain"
    lines = response.text.splitlines()
    assert lines[0] == "# Pinlight"
    assert lines[2].startswith("> ")
    assert [x for x in lines if x.startswith("## ")][-1] == "## Optional"
    links = re.findall(r"\]\((/[^)]*)\)", response.text)
    assert len(links) == sum(x.startswith("- [") for x in lines)
    for link in links:
        assert client.get(f"{link}lamp" if link.endswith("q=") else link).status_code == 200
    assert all(f"/api/v1/manuals/{m}" in links for m in kb.manuals)
    assert all(f"/api/v1/facts?device={d}" in links for d in kb.devices)
