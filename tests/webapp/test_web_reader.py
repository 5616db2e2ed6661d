from __future__ import annotations

import hashlib
from dataclasses import replace

import msgspec
import pytest
from markup import complaints, read

from kb.bundle.analysis import terms
from kb.curation import originals
from kb.model.document import Original
from webapp import Config, create_app
from webapp.bundle import EXTENSION
from webapp.features.manuals import within
from webapp.offline import PACKING

LINES = [f"line {n} <of> the & original" for n in range(1, 3000)]


@pytest.fixture(scope="module")
def with_original(web_root, tmp_path_factory):
    """An app whose first manual's original is at hand: a file with the hash that the edition asks for."""
    folder = tmp_path_factory.mktemp("originals")
    body = "\n".join(LINES).encode()
    (folder / "any name.txt").write_bytes(body)
    app = create_app(Config(root=web_root, testing=True, originals=folder))
    holder = app.extensions[EXTENSION]
    snapshot = holder.get()
    name, meta = next(iter(snapshot.kb.manuals.items()))
    told = msgspec.structs.replace(meta, original=Original("any name.txt", hashlib.sha256(body).hexdigest()))
    kb = replace(snapshot.kb, manuals={**snapshot.kb.manuals, name: told})
    holder._snapshot = replace(snapshot, kb=kb)
    return app, name


def test_the_makers_words_stand_beside_ours_where_they_are_at_hand(with_original):
    """With the original at hand each section shows exactly its lines, escaped; other manuals show none."""
    app, name = with_original
    client, kb = app.test_client(), app.extensions[EXTENSION].get().kb
    for manual, sections in kb.sections.items():
        for anchor, section in sections.items():
            page = client.get(f"/manual/{manual}/{anchor}").text
            wanted = originals.ranges(section.src) if manual == name else ()
            assert ('class="fold original"' in page) == bool(wanted), (manual, anchor)
            if wanted:
                assert complaints(page) == []
                assert "<of>" not in page
                shown = page.partition("<pre")[2].partition(">")[2].partition("</pre>")[0]
                cut = originals.cut(LINES, wanted)
                assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split("\n") == cut


def test_the_makers_words_are_never_packed(with_original):
    """A page rendered for the offline pack has no excerpt, and an app without originals shows none."""
    app, name = with_original
    kb = app.extensions[EXTENSION].get().kb
    anchor = next(a for a, s in kb.sections[name].items() if originals.ranges(s.src))
    fact = next(f for f in kb.facts.values() if f.source.manual == name and originals.ranges(f.source.lines))
    for url in (f"/manual/{name}/{anchor}", f"/fact/{fact.id}"):
        assert "fold original" in app.test_client().get(url).text
        assert "fold original" not in app.test_client().get(url, environ_overrides={PACKING: True}).text


def test_without_originals_nothing_is_promised(client, kb):
    """Where no folder is named no page speaks of the original's words."""
    for manual, sections in kb.sections.items():
        assert "fold original" not in client.get(f"/manual/{manual}/{next(iter(sections))}").text


def test_an_altered_original_is_not_shown(kb, tmp_path):
    """A file that has the name but not the hash is no original."""
    for meta in kb.manuals.values():
        (tmp_path / meta.original.file).write_text("altered", encoding="utf-8")
    assert originals.held(kb.manuals.values(), tmp_path) == {}
    assert originals.held(kb.manuals.values(), tmp_path / "missing") == {}


def test_every_section_is_found_by_its_title(client, kb):
    """The words of a section's title find the section in its manual."""
    with client.application.test_request_context():
        for manual, sections in kb.sections.items():
            for anchor, section in sections.items():
                if terms(section.title):
                    urls = [h.url for h in within.search(kb, manual, section.title)]
                    assert f"/manual/{manual}/{anchor}" in urls, (manual, anchor)


def test_hits_have_the_words_and_stay_in_the_manual(client, kb):
    """Every hit has a line or a title with a word that was asked for, and lies in the manual that was searched."""
    with client.application.test_request_context():
        for manual in kb.manuals:
            for hit in within.search(kb, manual, "battery cable"):
                assert hit.url.startswith(f"/manual/{manual}/")
                assert set(terms(f"{hit.number} {hit.title} {hit.line}")) & hit.terms


@pytest.mark.parametrize("query", ["battery", "qwertzuiop", "<b>x</b>", '"%00\u202e', "a" * 1500, "the of"])
def test_the_search_within_a_manual_keeps_the_rules(client, kb, query):
    """Found or not, hostile or long: the page keeps the rules and offers the search in all manuals when it found none."""
    manual = next(iter(kb.manuals))
    response = client.get(f"/manual/{manual}", query_string={"q": query})
    assert response.status_code == 200
    assert complaints(response.text) == []
    assert "<b>x</b>" not in response.text
    if "Not in this manual" in read(response.text).text:
        assert any(u.startswith("/search?q=") for u in read(response.text).urls)
