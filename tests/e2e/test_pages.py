from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from rules import survey

from kb.model.facts import Conflict

BOX = "[data-search]"


@pytest.fixture(scope="session")
def urls(kb) -> list[str]:
    """One page of each form: the device with most facts, one fact of each kind, the longest section.

    Lamps, wiring, the troubleshooter, alarm and procedure are in the files beside this one.
    """
    device = max(kb.devices, key=lambda d: sum(1 for _ in kb.select(device=d)))
    first = {}
    for fact in kb.facts.values():
        if not isinstance(fact, Conflict):
            first.setdefault(type(fact), f"/fact/{fact.id}")
    disputed = [f"/fact/{i}" for i in list(kb.conflict_of)[:1]]
    manual, anchor = max(kb.facts_in, key=lambda place: len(kb.facts_in[place]))
    return [
        "/", "/search", "/search?q=red+light+flashing", "/search?q=cable", "/search?q=qwertzuiop",
        *(d for door in ("lights", "pins", "alarms", "figures") for d in (f"/{door}", f"/{door}?device={device}")),
        f"/device/{device}", f"/manual/{manual}", f"/manual/{manual}/{anchor}", *first.values(), *disputed, "/conflicts",
        *(f"/{c.id}" for c in list(kb.select("conflict"))[:1]),
        "/alarms", f"/alarms?device={device}", "/compare", f"/manual/{manual}?q=battery", "/offline",
        "/calculators", "/calculator/sr48100h-inverter-settings?packs=6&brand=Deye", "/calculator/sr48100h-bank?packs=33",
        "/api", "/calculator/growatt-runtime?load=5+A", "/desk/login", "/search?q=charge+current+for+4+batteries+sr48100h",
    ]  # fmt: skip


def test_every_form_of_page_fits_and_is_accessible(open_page, urls):
    """At every width, light and dark, with large text: no axe violation, no sideways scrolling, nothing small that is tapped,
    nothing that moves; focus is seen; no console error, no other host.
    """
    assert survey(open_page(), urls) == []


def test_everything_works_without_javascript(open_page, kb):
    """With scripts off one can search, follow the first answer, read its section and go on to the next."""
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.locator(BOX).fill(next(iter(kb.select("alarm"))).name)
    page.locator(BOX).press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    page.locator(".card__title a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.locator(".src a").first.click()
    expect(page).to_have_url(re.compile("/manual/"))
    page.locator(".pager__a").last.click()
    expect(page.locator("h1")).to_be_visible()


def test_the_search_is_used_by_keyboard_alone(open_page, kb):
    """`/` goes to the box, typing shows results, Tab reaches the first, Enter opens it, Esc empties the box."""
    page = open_page()
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type(next(iter(kb.select("alarm"))).name)
    expect(page.locator("[data-results] .card").first).to_be_visible()
    expect(page.locator("[data-idle]")).to_be_hidden()
    expect(page.locator("[data-status]")).to_have_text(re.compile(r"\d+ results?"))
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_have_value("")
    expect(page.locator("[data-idle]")).to_be_visible()
    page.keyboard.type("torque")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=torque"))
    page.locator(".card__title a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/(fact|manual|conflict|procedure|alarm|connector|cable|leds)/"))


def test_the_skip_link_leads_past_the_head(open_page):
    """The first Tab shows the skip link, Enter moves to the content."""
    page = open_page()
    page.goto("/conflicts")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(
    "url", ["/", "/search?q=cable", "/leds/sr48100h", "/cable/sr48100h", "/calculator/sr48100h-bank"]
)
def test_tab_goes_through_a_page_in_its_order(open_page, url):
    """From the skip link to the last link, each once, and out again: nothing is passed over, nothing holds the focus."""
    page = open_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(url)
    count = page.evaluate(
        """() => {
            const reached = (e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true });
            // Of radio buttons with one name Tab reaches one; arrow keys choose.
            const once = (e, i, all) => e.type !== "radio" || all.findIndex((o) => o.name === e.name) === i;
            const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(reached);
            window.order = all.filter(once);
            window.steps = [];
            document.addEventListener("focusin", (event) => steps.push(order.indexOf(event.target)));
            return order.length;
        }"""
    )
    for _ in range(count):
        page.keyboard.press("Tab")
    assert page.evaluate("steps") == list(range(count))


def test_a_late_answer_never_replaces_a_newer_one(open_page):
    """When the answer to an older question comes late, the newer one stays."""
    page = open_page()
    page.goto("/search")

    def slow(route):
        if "q=bat&" in route.request.url or route.request.url.endswith("q=bat"):
            page.wait_for_timeout(600)
        route.continue_()

    page.route("**/search?q=*", slow)
    page.locator(BOX).fill("bat")
    page.wait_for_timeout(250)
    page.locator(BOX).fill("qwertzuiop")
    expect(page.locator("[data-results]")).to_contain_text("qwertzuiop")
    page.wait_for_timeout(700)
    expect(page.locator("[data-results]")).to_contain_text("qwertzuiop")
    expect(page).to_have_url(re.compile("q=qwertzuiop"))


def test_results_as_one_types_are_the_page_that_a_reload_gives(open_page):
    """What the script shows is what the address shows: reload changes nothing."""
    page = open_page()
    page.goto("/search")
    page.locator(BOX).fill("cable")
    expect(page.locator("[data-results] .outcome")).to_be_visible()
    typed = page.locator("[data-results]").inner_text()
    page.reload()
    assert page.locator("[data-results]").inner_text() == typed


def test_a_printed_page_shows_what_was_folded(open_page, urls):
    """On paper the folds are open, the furniture is gone."""
    page = open_page()
    page.goto(next(u for u in urls if u.startswith("/device/")))
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator("details .group").first).to_be_visible()


def test_a_calculator_works_without_javascript(open_page):
    """With scripts off: the form is filled, the result stands below it, and its address keeps the inputs."""
    page = open_page(java_script_enabled=False)
    page.goto("/calculator/sr48100h-bank")
    page.get_by_label("Battery packs in parallel").fill("4 packs")
    page.get_by_role("button", name="Work it out").click()
    expect(page).to_have_url(re.compile(r"\?packs=4\+packs#result$"))
    expect(page.locator(".figures")).to_contain_text("280\u00a0A")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()


def test_the_settings_sheet_is_one_page(open_page):
    """The inverter settings of the largest bank, with DIP and cable, print on one A4."""
    page = open_page()
    for brand in ("", "Victron", "SMA", "Growatt"):
        page.goto(f"/calculator/sr48100h-inverter-settings?packs=32&brand={brand}")
        pdf = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, brand
