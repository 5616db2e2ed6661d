from __future__ import annotations

import html
import re

import pytest
from markup import complaints, read

from kb.model.facts import base_id
from webapp.features.alarms import view
from webapp.present import links


def words(page: str) -> str:
    """A page's text in one line, with the figures' fixed spaces as plain ones."""
    return " ".join(read(page).text.split())


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def alarms(kb):
    return tuple(kb.select("alarm"))


def address(alarm) -> str:
    device, name = view.address(alarm.id)
    return f"/alarm/{device}/{name}"


def test_every_alarm_has_one_page_for_all_its_editions(client, alarms):
    """Each alarm's page is there, keeps the rules of all pages, and names every place that tells it."""
    assert len({address(a) for a in alarms}) == len({base_id(a.id) for a in alarms}) > 0
    for alarm in alarms:
        response = client.get(address(alarm))
        assert response.status_code == 200, alarm.id
        assert complaints(response.text) == [], alarm.id
        places = {u.partition("#")[0] for u in read(response.text).urls}
        assert f"/manual/{alarm.source.manual}/{alarm.source.anchor}" in places, alarm.id


def test_an_alarm_page_says_everything_its_fact_says(client, alarms):
    """Name, code, aliases, cause, effect, recovery, doubt and note of the fact stand on its page."""
    for alarm in alarms:
        text = words(client.get(address(alarm)).text)
        for said in (alarm.name, alarm.code, *alarm.aliases, alarm.cause, alarm.effect, alarm.recovery, alarm.note):
            assert plain(said).rstrip(".") in text, (alarm.id, said)


def test_the_actions_stand_in_their_order(client, alarms):
    """What to do is an ordered list with the manual's steps in the manual's order, and nothing else."""
    for alarm in alarms:
        page = client.get(address(alarm)).text
        steps = page.partition("What to do</h2>")[2].partition("</div>")[0]
        items = [html.unescape(s.partition("</li>")[0]).replace("\u00a0", " ") for s in steps.split("<li>")[1:]]
        assert items == list(view.actions(alarm)), alarm.id
        if not items:
            assert "gives no action for it" in steps, alarm.id


def test_danger_is_told_before_anything_else(client, alarms):
    """An alarm that means stop says so before its lamps, its cause and its steps; no other alarm says it."""
    assert {a.safety for a in alarms} == {"none", "stop-using"}
    for alarm in alarms:
        article = client.get(address(alarm)).text.partition("<article")[2].partition("</article>")[0]
        at = article.find("Stop using the device.")
        assert (at >= 0) == (alarm.safety == "stop-using"), alarm.id
        if at >= 0:
            assert at < min(n for n in (article.find('class="panel"'), article.find('class="pairs"')) if n >= 0)


def test_the_lamps_of_an_alarm_are_drawn_and_said(client, alarms):
    """As many lamps are drawn as the fact names, each with its name and its state in words."""
    for alarm in alarms:
        article = client.get(address(alarm)).text.partition("<article")[2].partition("</article>")[0]
        assert article.count("lamp__dot") == article.count("lamp__words") == len(alarm.lamp), alarm.id


def test_alarms_that_look_the_same_point_to_each_other(client, kb, alarms):
    """When one alarm names another as the same picture, the other names it as well."""
    with client.application.test_request_context():
        pairs = {(base_id(a.id), link.url) for a in alarms for link in view.alike(kb, a)}
        urls = {base_id(a.id): links.alarm_url(a.id) for a in alarms}
    back = {url: i for i, url in urls.items()}
    assert pairs
    assert {(back[url], urls[i]) for i, url in pairs} == pairs


def test_a_mention_is_a_fact_of_the_same_device(client, kb, alarms):
    """What is listed as told of an alarm is a fact or conflict of a device that has the alarm."""
    seen = 0
    with client.application.test_request_context():
        for alarm in alarms:
            for mention in view.mentions(kb, alarm):
                assert mention.url, alarm.id
                seen += 1
    assert seen


def test_a_device_that_shares_an_alarm_leads_to_its_one_address(client, alarms):
    """/alarm/<other device>/<name> and an edition's own name move for good to the alarm's address."""
    for alarm in alarms:
        for device in alarm.devices:
            name = view.address(alarm.id)[1]
            if (url := f"/alarm/{device}/{name}") != address(alarm):
                response = client.get(url)
                assert (response.status_code, response.location) == (301, address(alarm))
        if "@" in alarm.id:
            assert client.get(f"{address(alarm)}@{alarm.id.partition('@')[2]}").location == address(alarm)


@pytest.mark.parametrize("url", ["/alarm/nothing/here", "/alarm/sr48100h/nothing", "/alarm/nothing/covp"])
def test_an_unknown_alarm_is_not_found(client, url):
    """An alarm that is in no manual gives the page for what is not there, with status 404."""
    response = client.get(url)
    assert response.status_code == 404
    assert complaints(response.text) == []


def test_the_list_holds_every_alarm_once(client, kb, alarms):
    """All alarms stand in the whole list once, and in the list of each device that has them."""
    page = read(client.get("/alarms").text)
    wanted = [address(a) for a in alarms]
    assert sorted(u for u in page.urls if u.startswith("/alarm/")) == sorted(set(wanted))
    for device in kb.devices:
        urls = [u for u in read(client.get(f"/alarms?device={device}").text).urls if u.startswith("/alarm/")]
        assert sorted(urls) == sorted({address(a) for a in alarms if device in a.devices}), device


def test_remedies_and_questions_stand_below_the_alarms(client, kb):
    """The list of a device also holds its remedies and its questions with their answers."""
    for kind in ("remedy", "faq"):
        for fact in kb.select(kind):
            for device in fact.devices:
                assert f"/fact/{base_id(fact.id)}" in client.get(f"/alarms?device={device}").text


def test_the_filter_is_not_there_without_a_script(client):
    """The field that narrows the list has its place from the start, so that nothing jumps; without scripts the style sheet hides it."""
    page = client.get("/alarms").text
    assert '<div class="narrow" data-filter>' in page
    assert "data-filter-item" in page
    sheet = client.get(re.search(r'href="(/static/reading\.[^"]+\.css)"', page)[1]).text
    assert "@media (scripting: none) { [data-filter] { display: none; } }" in sheet


def test_the_offline_pack_holds_every_alarm(client, kb, alarms):
    """Every address given for the offline pack answers, and every alarm is among them."""
    with client.application.test_request_context():
        urls = list(view.offline(kb))
    assert {address(a) for a in alarms} <= set(urls)
    assert len(urls) == len(set(urls))
    assert {client.get(u).status_code for u in urls} == {200}
