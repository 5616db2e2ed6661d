from __future__ import annotations

from itertools import permutations

import pytest
from markup import complaints, read

from kb.curation.compare import compare
from kb.model.facts import kind_of
from webapp.features.compare import view


@pytest.fixture(scope="module")
def couple(kb):
    """The two manuals that share most facts."""
    found = {p: compare(kb.select(manual=p[0]), kb.select(manual=p[1])) for p in permutations(kb.manuals, 2)}
    return max(found, key=lambda p: sum(1 for x in found[p] if x.a and x.b))


def test_any_two_manuals_can_be_compared(client, kb):
    """Every pair of manuals has a page that keeps the rules, also where the two share nothing."""
    for a, b in permutations(kb.manuals, 2):
        response = client.get(f"/compare/{a}/{b}")
        assert response.status_code == 200
        assert complaints(response.text) == [], (a, b)


def test_every_fact_of_both_manuals_is_on_the_page(client, kb, couple):
    """What differs links to both facts, what is told alike or by one side only links to the fact."""
    a, b = couple
    urls = set(read(client.get(f"/compare/{a}/{b}").text).urls)
    for pair in compare(kb.select(manual=a), kb.select(manual=b)):
        sides = (pair.a, pair.b) if pair.state == "differs" else (pair.fact,)
        assert all(f"/fact/{f.id}" in urls for f in sides)


def test_both_values_are_shown_in_full(client, kb, couple):
    """Each differing field shows the whole text of both sides."""
    a, b = couple
    text = " ".join(read(client.get(f"/compare/{a}/{b}").text).text.split())
    pairs = [p for p in compare(kb.select(manual=a), kb.select(manual=b)) if p.state == "differs"]
    assert pairs
    for pair in pairs:
        for field in pair.fields:
            assert all(" ".join(line.split()) in text for line in (*field.a, *field.b)), (pair.a.id, field.name)


def test_a_judged_difference_leads_to_its_judgement(client, kb, couple):
    """Where a difference is part of a written-down disagreement the page links to it and tells its advice."""
    a, b = couple
    page = read(client.get(f"/compare/{a}/{b}").text)
    judged = {
        conflict
        for p in compare(kb.select(manual=a), kb.select(manual=b))
        if p.state == "differs"
        for f in (p.a, p.b)
        for conflict in kb.conflicts_of.get(f.id, ())
    }
    assert judged
    assert {f"/{i}" for i in judged} & set(page.urls)


def test_the_choice_leads_to_the_pair(client, kb, couple):
    """The form of /compare leads to the pair's own address; the closest pair is offered first."""
    a, b = couple
    page = client.get("/compare")
    assert complaints(page.text) == []
    offered = [u for u in read(page.text).urls if u.startswith("/compare/")]
    assert set(offered[0].split("/")[2:]) == {a, b}
    response = client.get(f"/compare?a={a}&b={b}")
    assert (response.status_code, response.location) == (302, f"/compare/{a}/{b}")


def test_what_cannot_be_compared_is_refused(client, couple):
    """An unknown manual is not found; a manual with itself is a question without sense."""
    a, _ = couple
    assert client.get(f"/compare/{a}/nothing").status_code == 404
    assert client.get(f"/compare?a=nothing&b={a}").status_code == 404
    assert client.get(f"/compare/{a}/{a}").status_code == 400


def test_the_api_gives_the_same_pairs(client, kb, couple):
    """The JSON holds every pair with its state, the fields that differ, and counts that add up."""
    a, b = couple
    answer = client.get(f"/api/v1/compare?a={a}&b={b}").json
    pairs = compare(kb.select(manual=a), kb.select(manual=b))
    assert [(p["kind"], p["state"], p["a"], p["b"]) for p in answer["pairs"]] == [
        (kind_of(p.fact), p.state, p.a and p.a.id, p.b and p.b.id) for p in pairs
    ]
    assert sum(n for kind in answer["counts"].values() for n in kind.values()) == len(pairs)
    for told, pair in zip(answer["pairs"], pairs, strict=True):
        assert [f["name"] for f in told["fields"]] == [f.name for f in pair.fields]


@pytest.mark.parametrize(("query", "status"), [("", 400), ("a=x", 400), ("a=x&b=y", 404)])
def test_the_api_says_what_is_missing(client, query, status):
    """Without two manuals, or with an unknown one, the answer is an error of the one shape."""
    response = client.get(f"/api/v1/compare?{query}")
    assert response.status_code == status
    assert set(response.json["error"]) == {"code", "message", "todo"}


def test_the_offline_pack_holds_the_pairs_that_share_facts(client, kb, couple):
    """In airplane mode the editions that can differ can be compared."""
    with client.application.test_request_context():
        urls = list(view.offline(kb))
    assert any(set(u.split("/")[2:]) == set(couple) for u in urls)
    assert {client.get(u).status_code for u in urls} == {200}
