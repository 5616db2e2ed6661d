"""The LED finder in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from rules import WIDTHS, sideways, size, small, survey, unfold

from kb.identify.rhythm import patterns
from kb.identify.states import board

DEVICE = "sr48100h"
READY = "html[data-leds=ready]"


def opened(page, url=f"/leds/{DEVICE}"):
    page.goto(url)
    expect(page.locator(READY)).to_be_attached()
    return page


# What a finder says: the sentence, the ways on, the states of each bucket with their reasons.
SAYS = """(page) => {
    const all = (selector, look) => [...page.querySelectorAll(selector)].map(look);
    // A page that is not shown has no line breaks between its blocks.
    const text = (e) => e.textContent.replace(/\\s+/g, "");
    return {
        lamps: all("[data-tap]", (b) => [b.className, text(b)]),
        steps: text(page.querySelector("[data-steps]")),
        ways: all("[data-steps] a", (a) => a.getAttribute("href")),
        buckets: all("[data-bucket]", (b) => [b.dataset.bucket, b.hidden, [...b.querySelectorAll("[data-state]")].map((s) => s.dataset.state)]),
        reasons: all(".reason:not([hidden])", (r) => `${r.className}: ${text(r)}`).sort(),
        trouble: all("[data-trouble]", (a) => a.getAttribute("href").split("?")[1]),
    };
}"""


def shown(page) -> dict[str, object]:
    """What the finder says."""
    return page.evaluate(f"() => ({SAYS})(document)")


def reloaded(page) -> dict[str, object]:
    """What the server's page for the address that stands there says."""
    read = "new DOMParser().parseFromString(text, 'text/html')"
    return page.evaluate(f"() => fetch(location.href).then((r) => r.text()).then((text) => ({SAYS})({read}))")


def still(page, url=f"/leds/{DEVICE}"):
    """Open the finder with the clock stopped: time passes only when the test says so."""
    page.clock.install(time=0)
    opened(page, url)
    page.clock.pause_at(3600)
    return page


def tap(page, name, times=1):
    for _ in range(times):
        page.locator(f"button[name=tap][value='{name}']").click()


@pytest.mark.parametrize("device", ["sr48100h", "growatt-65", "sigenstor-ec", "commmod"])
def test_what_the_script_shows_is_what_a_reload_shows(open_page, kb, device):
    """After each tap on each lamp the page says word for word what the server says for the address that stands there."""
    page = opened(open_page(reduced_motion="reduce"), f"/leds/{device}")
    for lamp in (x for x in board(kb, device).lamps if x.options):
        for _ in [o for o in lamp.options if o.cycle][:3]:
            tap(page, lamp.name)
            assert shown(page) == reloaded(page), page.url


def test_tapping_goes_through_every_printed_look_and_round(open_page, kb):
    """A lamp shows each look of the manual in turn, then nothing again; the address follows."""
    page = opened(open_page())
    lamp = board(kb, DEVICE).find("RUN")
    cycle = [o for o in lamp.options if o.cycle]
    button = page.locator("button[value=RUN]")
    for option in cycle:
        button.click()
        expect(button).to_have_class(re.compile(f"lamp--{option.look.pattern}"))
        assert page.evaluate("new URLSearchParams(location.search).get('lamp')") == f"RUN:{option.key}"
    button.click()
    expect(button).to_have_class(re.compile("lamp--blank"))
    assert "?" not in page.url


def test_it_works_by_keyboard_alone(open_page):
    """Tab reaches a lamp, Space and Enter change it, the change is announced, focus stays; a way on is followed by Enter."""
    page = opened(open_page())
    page.locator("button[value=ALM]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("button[value=ALM]")).to_be_focused()
    expect(page.locator("button[value=ALM]")).to_have_class(re.compile("lamp--flash"))
    expect(page.locator("[data-status]")).to_have_text(re.compile(r"ALM flashing.*4 states fit.*look at RUN"))
    page.locator("[data-steps] a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("button[value=RUN]")).to_be_focused()
    expect(page.locator("[data-steps]")).to_contain_text("1 state fits")


def test_it_works_in_words_without_a_script(open_page):
    """With scripts off: tapping a lamp works, the form in words works, the address is plain, lamps blink."""
    page = open_page(java_script_enabled=False)
    page.goto(f"/leds/{DEVICE}")
    tap(page, "M/S")
    expect(page).to_have_url(re.compile(r"lamp=M%2FS%3A%3Aoff"))
    page.get_by_text("Choose in words").click()
    group = page.get_by_role("group", name="ALM", exact=True)
    group.get_by_label("flashing 0.5 s on, 1.5 s off").check()
    page.get_by_role("button", name="Show what it means").click()
    expect(page).to_have_url(re.compile(r"lamp=ALM%3A%3Aflash-0.5-1.5"))
    expect(page.locator("[data-steps]")).to_contain_text("states fit")
    expect(page.locator("[data-pad]")).to_be_hidden()
    style = "getComputedStyle(document.querySelector('button[value=ALM] .lamp__on'))"
    assert page.evaluate(f"[{style}.animationName, {style}.animationDuration]") == ["b-500-1500", "2s"]


def test_every_drawn_flash_lasts_as_its_fact_says(open_page, kb):
    """In the browser each blinking lamp of each state has the period that its fact prints."""
    page = opened(open_page())
    for state in board(kb, DEVICE).states:
        for lamp in state.fact.lamps:
            found = page.evaluate(
                """([id, name]) => {
                    const state = document.querySelector(`[data-state="${id}"]`);
                    const li = [...state.querySelectorAll(".face__lamp")].find((l) => l.querySelector(".lamp__name").textContent === name);
                    const style = getComputedStyle(li.querySelector(".lamp__on"));
                    return [style.animationName, parseFloat(style.animationDuration)];
                }""",
                [state.id, lamp.indicator],
            )
            if lamp.on_s is not None:
                assert found[1] == pytest.approx(lamp.on_s + lamp.off_s)
            elif lamp.pattern != "flash":
                assert found[0] == "none"


def test_reduced_motion_and_hold_still_stop_every_blink(open_page):
    """Who asks for less motion sees no blinking, and the rhythm to scale; anybody can hold the lamps still."""
    moving = (
        "[...document.querySelectorAll('.lamp__on')].filter((e) => getComputedStyle(e).animationName !== 'none').length"
    )
    page = opened(open_page(reduced_motion="reduce"), f"/leds/{DEVICE}?lamp=ALM::flash-0.5-1.5")
    assert page.evaluate(moving) == 0
    expect(page.locator("[data-bucket=match] .rhythm__strip").first).to_be_visible()
    page = opened(open_page())
    assert page.evaluate(moving) > 0
    page.get_by_label("Hold still").check()
    assert page.evaluate(moving) == 0


def test_a_rhythm_is_tapped_by_pointer_and_by_space(open_page, kb):
    """Held and let go in the manual's rhythm, the pad names it and puts it on the chosen lamp."""
    pattern = next(p for p in patterns(kb, DEVICE) if p.kind == "timed" and p.on_s == p.off_s)
    for way in ("pointer", "space"):
        page = still(open_page())
        page.get_by_text("Tap the rhythm").click()
        key = page.locator("[data-pad-key]")
        key.scroll_into_view_if_needed()
        box = key.bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 20)
        key.focus()
        for _ in range(5):
            page.mouse.down() if way == "pointer" else page.keyboard.down("Space")
            page.clock.run_for(round(pattern.on_s * 1000))
            page.mouse.up() if way == "pointer" else page.keyboard.up("Space")
            page.clock.run_for(round(pattern.off_s * 1000))
        expect(page.locator(".pad__measured")).to_have_text(f"{pattern.on_s:.2f} s on, {pattern.off_s:.2f} s off")
        expect(page.locator(".pad__li").first).to_contain_text("0.5 s on, 0.5 s off")
        expect(page.locator("[data-pad-status]")).to_contain_text("s on")


def test_a_tapped_rhythm_is_used_for_its_lamp(open_page):
    """The button beside the named pattern puts it on the lamp; the states narrow."""
    page = still(open_page())
    page.get_by_text("Tap the rhythm").click()
    page.locator("[data-pad-lamp]").select_option(label="ALM")
    page.locator("[data-pad-key]").focus()
    for _ in range(5):
        page.keyboard.down("Space")
        page.clock.run_for(520)
        page.keyboard.up("Space")
        page.clock.run_for(1450)
    page.get_by_role("button", name="Use for ALM").first.click()
    expect(page).to_have_url(re.compile("ALM%3A%3Aflash-0.5-1.5"))
    expect(page.locator("button[value=ALM]")).to_be_focused()


def test_ties_of_a_tapped_rhythm_are_listed(open_page):
    """Where the manual prints only a period, a fitting rhythm names it with what is not excluded, not one alone."""
    page = still(open_page(), "/leds/growatt-65")
    page.get_by_text("Tap the rhythm").click()
    page.locator("[data-pad-key]").focus()
    for _ in range(5):
        page.keyboard.down("Space")
        page.clock.run_for(900)
        page.keyboard.up("Space")
        page.clock.run_for(1100)
    expect(page.locator("[data-pad-said]")).to_contain_text("flashing once in 2 s")
    assert page.locator(".pad__li").count() > 1


def test_the_way_from_the_front_page_to_an_answer_is_short(open_page):
    """Home, finder, one tap on a lamp: an answer stands there."""
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto("/leds")
    page.get_by_role("link", name=re.compile("SR48100H")).click()
    tap(page, "RUN")
    expect(page.locator("[data-bucket=match] [data-state]").first).to_be_visible()


def test_back_brings_the_observation_back(open_page):
    """From a state's page Back leads to the same lamps and the same states."""
    page = opened(open_page())
    tap(page, "RUN", 2)
    before = shown(page)
    page.locator("[data-bucket=match] .card__title a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    expect(page.locator(READY)).to_be_attached()
    assert shown(page) == before


def test_the_plain_page_fills_itself_from_its_address(open_page):
    """A page that the phone kept without lamps shows those of its address, as it must without signal."""
    page = open_page()
    page.goto(f"/leds/{DEVICE}")
    plain = page.content()
    page.route("**/leds/*lamp=*", lambda route: route.fulfill(body=plain, content_type="text/html; charset=utf-8"))
    opened(page, f"/leds/{DEVICE}?lamp=RUN%3A%3Aoff&lamp=ALM%3A%3Asteady")
    expect(page.locator("[data-steps]")).to_contain_text("3 states fit")
    expect(page.locator("[data-steps]")).to_contain_text("No lamp tells these apart")


def test_the_finder_is_accessible(open_page):
    """At every width, light and dark: the rules of every page hold, with lamps chosen and without any."""
    urls = ("/leds", "/leds/gateway", f"/leds/{DEVICE}?lamp=ALM::flash")
    assert survey(open_page(reduced_motion="reduce"), urls) == []


def test_every_panel_fits(open_page, kb):
    """No sideways scrolling at any width, everything unfolded; what is tapped is at least 44 px high."""
    page = open_page(reduced_motion="reduce")
    wrong = []
    for device in kb.devices:
        page.goto(f"/leds/{device}")
        unfold(page)
        for width in WIDTHS:
            size(page, width)
            wrong += [f"{device}: {fault}" for fault in (*sideways(page, width), *small(page))]
    assert wrong == []


def test_paper_shows_the_panel_without_furniture(open_page):
    """Printed: the panel and the states stand there, the pad and the form are gone."""
    page = opened(open_page(), f"/leds/{DEVICE}?lamp=ALM::steady")
    page.emulate_media(media="print")
    expect(page.locator(".face--tap")).to_be_visible()
    expect(page.locator("[data-bucket=match] .face").first).to_be_visible()
    expect(page.locator(".pad")).to_be_hidden()
    expect(page.locator(".see__words")).to_be_hidden()
