from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from rules import survey

from kb.model.facts import base_id

BOX = "[data-search]"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def alarm(kb) -> str:
    """The address of an alarm with lamps and several actions."""
    found = next(a for a in kb.select("alarm") if a.lamp and len(a.actions) > 2 and "@" not in a.id)
    device, _, name = base_id(found.id).partition("/alarm/")
    return f"/alarm/{device}/{name}"


@pytest.fixture(scope="module")
def procedure(kb) -> str:
    """The procedure with most steps."""
    return f"/procedure/{max(kb.select('procedure'), key=lambda p: len(p.steps)).id}"


@pytest.fixture(scope="module")
def couple(kb) -> str:
    """The address of the two manuals that share most facts."""
    manuals = [
        m for ids in kb.editions_of.values() if len(ids) > 1 for m in [tuple(kb.facts[i].source.manual for i in ids)]
    ]
    return "/compare/" + "/".join(max(set(manuals), key=manuals.count)[:2])


@pytest.fixture(scope="module")
def pages(kb, alarm, procedure, couple) -> list[str]:
    """What test_pages.py has not: the fullest of each form, a row that is pointed at, a search that stays with a device."""
    manual, anchor = max(kb.facts_in, key=lambda place: len(kb.facts_in[place]))
    fact = kb.facts_in[manual, anchor][0]
    device = next(iter(kb.manuals[manual].devices))
    return [
        alarm,
        procedure,
        couple,
        f"/manual/{manual}/{anchor}#at-{fact.id}",
        f"/search?q=qwertzuiop&device={device}",
    ]


def test_the_reading_pages_fit_and_are_accessible(open_page, pages):
    """At every width, light and dark: the rules of every page hold."""
    assert survey(open_page(), pages) == []


def test_arrow_keys_walk_through_what_was_found(open_page, kb):
    """Down goes from the box to the first answer and on, Up back to the box, Esc leads back and then empties, Enter opens."""
    page = open_page()
    page.goto("/")
    page.locator(BOX).fill(next(iter(kb.select("alarm"))).name)
    links = page.locator("[data-results] .card__title a")
    expect(links.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(BOX)).not_to_have_value("")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/(alarm|fact|procedure|manual|conflict|calculator)/"))
    page.go_back()
    page.locator(BOX).focus()
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_have_value("")
    expect(page.locator("[data-idle]")).to_be_visible()


def test_a_removed_part_of_the_reading_stays_removed(open_page, kb):
    """Every chip with a cross leads to the same search without that part, and the part is gone there."""
    device = max(kb.devices.values(), key=lambda d: sum(1 for _ in kb.select(device=d.id)))
    page = open_page(java_script_enabled=False)
    page.goto(f"/search?q=red+light+flashing&device={device.id}")
    chips = page.locator("a.chip")
    while (n := chips.count()) > 0:
        gone = chips.first.inner_text()
        chips.first.click()
        expect(page.locator(BOX)).not_to_have_value("")
        assert chips.count() < n, gone
        assert gone not in chips.all_inner_texts()


def test_the_device_stays_in_the_search(open_page, kb, alarm):
    """From a page about a device the search stays with it, says so, and one tap lets it go."""
    device = alarm.split("/")[2]
    page = open_page(java_script_enabled=False, viewport=PHONE)
    page.goto(alarm)
    page.locator(BOX).fill("qwertzuiop")
    page.locator(BOX).press("Enter")
    expect(page).to_have_url(re.compile(f"device={device}"))
    expect(page.locator("#device")).to_have_value(device)
    page.get_by_role("link", name="Search all devices").click()
    expect(page.locator("#device")).to_have_value("")
    expect(page.locator(BOX)).to_have_value("qwertzuiop")


def test_look_ups_are_remembered_on_this_device_and_can_be_forgotten(open_page, alarm, procedure):
    """The front page lists the last look-ups, newest first, each once; one or all can be forgotten; an error is none."""
    page = open_page()
    page.goto("/")
    expect(page.locator("[data-recent]")).to_be_hidden()
    for url in (alarm, procedure, alarm, "/search?q=cable"):
        page.goto(url)
    page.goto("/")
    entries = page.locator("[data-recent] .list__a")
    expect(entries).to_have_count(3)
    assert [entries.nth(n).get_attribute("href") for n in range(3)] == ["/search?q=cable", alarm, procedure]
    page.get_by_role("button", name="Forget cable").click()
    expect(entries).to_have_count(2)
    page.reload()
    expect(entries).to_have_count(2)
    page.get_by_role("button", name="Forget all").click()
    expect(page.locator("[data-recent]")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('pinlight.recent')") is None


def test_foreign_words_in_the_storage_do_no_harm(open_page):
    """What somebody else put into the storage never becomes a link elsewhere, and broken content is passed over."""
    page = open_page()
    page.goto("/")
    bad = '[{"text":"x","url":"javascript:alert(1)"},{"text":"y","url":"//elsewhere.invalid/"},{"text":"<b>z</b>","url":"/fact/z"}]'
    page.evaluate("(text) => localStorage.setItem('pinlight.recent', text)", bad)
    page.reload()
    expect(page.locator("[data-recent] .list__a")).to_have_count(1)
    expect(page.locator("[data-recent] b")).to_have_count(0)
    page.evaluate("localStorage.setItem('pinlight.recent', '{not json')")
    page.reload()
    expect(page.locator("[data-recent]")).to_be_hidden()


def test_steps_are_ticked_by_keyboard_and_stay_ticked(open_page, procedure):
    """Space ticks, progress is told, a reload keeps it, starting again empties it, another knowledge base knows nothing of it."""
    page = open_page()
    page.goto(procedure)
    boxes = page.get_by_role("checkbox")
    total = boxes.count()
    page.evaluate("localStorage.setItem('pinlight.ticks.older:x', '0')")
    boxes.nth(0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-ticks-said]")).to_have_text(f"2 of {total} steps done")
    page.reload()
    expect(page.locator("[data-ticks-said]")).to_have_text(f"2 of {total} steps done")
    assert page.evaluate("localStorage.getItem('pinlight.ticks.older:x')") is None
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("[data-ticks-said]")).to_have_text(f"0 of {total} steps done")
    expect(boxes.nth(0)).to_be_focused()
    page.reload()
    expect(page.locator("[data-ticks] :checked")).to_have_count(0)


def test_a_procedure_prints_with_empty_boxes(open_page, procedure):
    """On paper the boxes are empty squares, also those that are ticked, and the counting is gone."""
    page = open_page()
    page.goto(procedure)
    page.get_by_role("checkbox").first.check()
    page.emulate_media(media="print")
    expect(page.locator("[data-ticks-bar]")).to_be_hidden()
    box = page.get_by_role("checkbox").first
    assert box.evaluate("(e) => getComputedStyle(e).appearance") == "none"
    assert box.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    assert box.evaluate("(e) => e.getBoundingClientRect().width") > 10


def test_the_list_of_alarms_narrows_as_one_types(open_page, kb):
    """Words of code, name, cause or another name keep an alarm, the number kept is told, Esc shows all again."""
    page = open_page()
    page.goto("/alarms")
    items = page.locator("[data-filter-item]")
    total = items.count()
    alarm = next(a for a in kb.select("alarm") if a.code)
    field = page.get_by_label("Narrow the list")
    field.fill(alarm.code.lower())
    expect(page.locator("[data-filter-item]:visible").first).to_contain_text(alarm.name)
    kept = page.locator("[data-filter-item]:visible").count()
    assert 0 < kept < total
    expect(page.locator("[data-filter-said]")).to_have_text(f"{kept} of {total}")
    field.fill("qwertzuiop")
    expect(page.locator("[data-filter-item]:visible")).to_have_count(0)
    field.press("Escape")
    expect(page.locator("[data-filter-item]:visible")).to_have_count(total)


def test_everything_is_there_without_javascript(open_page, alarm, procedure, couple):
    """With scripts off the lists are whole, the boxes can be ticked, and no control stands there that does nothing."""
    page = open_page(java_script_enabled=False)
    page.goto("/alarms")
    expect(page.get_by_label("Narrow the list")).to_be_hidden()
    expect(page.locator("[data-filter-item]").last).to_be_visible()
    page.goto(procedure)
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_role("button", name="Start again")).to_be_hidden()
    page.goto("/")
    expect(page.locator("[data-recent]")).to_be_hidden()
    page.goto("/compare")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile(r"/compare/[^/]+/[^/]+$"))
    page.goto(couple)
    expect(page.locator(".cmp mark").first).to_be_visible()


def test_a_place_leads_to_the_very_row_and_marks_it(open_page, kb):
    """From a fact its place leads to the section with the fact's row in view and marked; the row leads back to the fact."""
    (manual, anchor), facts = max(kb.facts_in.items(), key=lambda item: len(item[1]))
    fact = facts[len(facts) // 2]
    page = open_page(viewport=PHONE)
    page.goto(f"/fact/{fact.id}")
    plain = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".src a").first.click()
    expect(page).to_have_url(re.compile(f"/manual/{manual}/{anchor}#at-"))
    row = page.locator(":target")
    expect(row).to_be_in_viewport()
    assert row.evaluate("(e) => getComputedStyle(e).boxShadow") != "none"
    assert row.evaluate("(e) => getComputedStyle(e).backgroundColor") != plain
    row.locator("a").first.click()
    expect(page).to_have_url(re.compile(f"/fact/{re.escape(fact.id)}$"))


def test_an_answer_is_three_taps_from_the_front_page(open_page, kb):
    """Lamp, pin and alarm are reached from the front page in at most three taps, without typing."""
    page = open_page(viewport=PHONE)
    device = max(kb.devices.values(), key=lambda d: sum(1 for _ in kb.select("pin", d.id)))
    page.goto("/")
    page.locator(f'a.list__a[href="/device/{device.id}"]').click()
    page.locator("#connectors a.list__a").first.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page).to_have_url(re.compile("/connector/"))
    page.goto("/")
    page.get_by_role("link", name="All alarms").click()
    page.locator("[data-filter-item] a").first.click()
    expect(page).to_have_url(re.compile("/alarm/"))


def test_a_link_into_a_fold_opens_it(open_page, kb):
    """The contents of a device page lead to a folded list and open it."""
    device = max(kb.devices.values(), key=lambda d: sum(1 for _ in kb.select("alarm", d.id)))
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(f"/device/{device.id}")
    expect(page.locator("#alarms a.list__a").first).to_be_hidden()
    page.locator('.side a[href="#alarms"]').click()
    expect(page.locator("#alarms a.list__a").first).to_be_visible()


def test_nothing_moves_when_the_look_ups_appear(open_page, alarm):
    """The remembered look-ups do not push the page about after it was painted."""
    page = open_page(viewport=PHONE)
    page.goto(alarm)
    page.goto("/")
    expect(page.locator("[data-recent]")).to_be_visible()
    shift = page.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((e) => (sum += e.value)))
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 50);
        })"""
    )
    assert shift < 0.01
