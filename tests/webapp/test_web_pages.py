from __future__ import annotations

import html
from urllib.parse import unquote

import pytest
from markup import complaints, read

from kb.model.facts import KINDS, Conflict

DOORS = ("lights", "pins", "alarms", "figures")


def test_home_offers_search_doors_devices_and_manuals(client, kb):
    """The front page leads to the search, through every door, to every device and every manual."""
    page = read(client.get("/").text)
    assert "/search" in page.urls
    for url in (
        "/alarms",
        "/compare",
        "/calculators",
        *(f"/device/{d}" for d in kb.devices),
        *(f"/manual/{m}" for m in kb.manuals),
    ):
        assert url in page.urls


@pytest.mark.parametrize("url", ["/", "/search", "/search?q=lamp", "/search?q=xyzzy", "/conflicts", "/nothing/here"])
def test_single_pages_keep_the_rules(client, url):
    """One h1, headings in order, landmarks, labels, no inline script or style, no other host: on every page."""
    assert complaints(client.get(url).text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_has_a_page_that_keeps_the_rules(client, kb, kind):
    """Every fact's page is there, names its place in the manual and keeps the rules of all pages."""
    for fact in kb.select(kind):
        url = f"/{fact.id}" if isinstance(fact, Conflict) else f"/fact/{fact.id}"
        response = client.get(url)
        assert response.status_code == 200, url
        assert complaints(response.text) == [], url
        # The link leads to the fact's own row in the section; a disagreement has no row.
        row = "" if isinstance(fact, Conflict) else f"#at-{fact.id}"
        places = {html.unescape(unquote(u)) for u in read(response.text).urls}
        assert f"/manual/{fact.source.manual}/{fact.source.anchor}{row}" in places, url


def test_a_conflict_asked_for_as_a_fact_leads_to_its_own_page(client, kb):
    """/fact/conflict/x moves for good to /conflict/x."""
    for fact in kb.select("conflict"):
        response = client.get(f"/fact/{fact.id}")
        assert (response.status_code, response.location) == (301, f"/{fact.id}")


def test_every_section_has_a_page_with_the_way_back_and_on(client, kb):
    """Every section of every manual is readable, and the sections are chained in order."""
    for manual, sections in kb.sections.items():
        assert complaints(client.get(f"/manual/{manual}").text) == []
        urls = [f"/manual/{manual}/{anchor}" for anchor in sections]
        for n, url in enumerate(urls):
            response = client.get(url)
            assert response.status_code == 200, url
            assert complaints(response.text) == [], url
            around = [*urls[max(0, n - 1) : n], *urls[n + 1 : n + 2]]
            assert all(u in read(response.text).urls for u in around), url


def test_every_fact_stands_in_its_section(client, kb):
    """The section reader shows every fact of the section with a link to the fact's page."""
    for (manual, anchor), facts in kb.facts_in.items():
        urls = set(read(client.get(f"/manual/{manual}/{anchor}").text).urls)
        for fact in facts:
            if not isinstance(fact, Conflict):
                assert f"/fact/{fact.id}" in urls, (manual, anchor)


def test_a_facts_row_is_marked_in_its_section(client, kb):
    """Each fact has exactly one row of its own in its section, named so that a link can lead to it and mark it."""
    for (manual, anchor), facts in kb.facts_in.items():
        ids = read(client.get(f"/manual/{manual}/{anchor}").text).ids
        rows = [i for i in ids if i.startswith("at-")]
        assert sorted(rows) == sorted(f"at-{f.id}" for f in facts if not isinstance(f, Conflict)), (manual, anchor)


def test_every_device_has_its_pages(client, kb):
    """A device page and its four doors are there for every device, also where the manuals are silent."""
    for device in kb.devices:
        for url in (f"/device/{device}", *(f"/{d}?device={device}" for d in DOORS)):
            response = client.get(url)
            assert response.status_code == 200, url
            assert complaints(response.text) == [], url


@pytest.mark.parametrize("door", DOORS)
def test_a_door_without_a_device_asks_for_it(client, door):
    """A door opened without a device offers the devices that have something behind it, and only those."""
    page = read(client.get(f"/{door}").text)
    assert complaints(client.get(f"/{door}").text) == []
    offered = [u for u in page.urls if u.startswith(f"/{door}?device=")]
    assert offered
    for url in offered:
        assert "Nothing here for this device" not in client.get(url).text


def test_the_device_page_tells_its_coverage(client, kb):
    """What is not in the manuals, and why, stands on the device page in plain words."""
    for device in kb.devices.values():
        text = " ".join(read(client.get(f"/device/{device.id}").text).text.split())
        for said in device.coverage.values():
            if said.startswith("exempt:"):
                assert " ".join(said.partition(":")[2].split()) in text


def test_a_doubt_is_told_on_the_page(client, kb):
    """A fact that was read with a doubt says so, with the reason."""
    for fact in kb.facts.values():
        if fact.certainty != "certain" and not isinstance(fact, Conflict):
            text = read(client.get(f"/fact/{fact.id}").text).text
            assert ("Likely, not certain: " if fact.certainty == "likely" else "Read with a doubt: ") in text


def test_other_editions_are_shown_beside_a_fact(client, kb):
    """A fact that another edition tells as well links to it or shows it."""
    for ids in kb.editions_of.values():
        if len(ids) > 1:
            urls = read(client.get(f"/fact/{ids[0]}").text).urls
            assert all(f"/fact/{i}" in urls for i in ids[1:])


def test_a_disagreement_is_shown_with_its_facts(client, kb):
    """A fact that is part of a disagreement links to it, and the disagreement shows both sides and the fact."""
    for conflict in kb.select("conflict"):
        page = client.get(f"/{conflict.id}")
        text = read(page.text).text
        assert all(r.says in text for r in conflict.readings)
        for fact_id in conflict.facts:
            assert f"/fact/{fact_id}" in read(page.text).urls
            assert f'href="/{conflict.id}"' in client.get(f"/fact/{fact_id}").text


def test_lamps_are_never_told_by_colour_alone(client, kb):
    """Every lamp that is drawn has its name and its state in words beside the drawing."""
    for fact in list(kb.select("led_state"))[::7]:
        html = client.get(f"/fact/{fact.id}").text
        assert html.count("lamp__dot") == html.count("lamp__words") == html.count("lamp__name") > 0


def test_the_dip_row_says_every_switch(client, kb):
    """Under each drawn switch stands the word for its position."""
    for fact in kb.select("protocol"):
        text = " ".join(read(client.get(f"/fact/{fact.id}").text).text.split())
        for switch, position in fact.dip.items():
            assert f"Switch {switch}: {position}" in text
